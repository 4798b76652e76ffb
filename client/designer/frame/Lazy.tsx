import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'

/** A module that is fetched once, and there at once from then on. */
export type Fetched<M> = { readonly now: () => M | undefined; readonly fetch: () => Promise<M> }

export function fetched<M>(load: () => Promise<M>): Fetched<M> {
  let known: M | undefined
  return { now: () => known, fetch: async () => (known ??= await load()) }
}

type Props<M> = {
  readonly of: Fetched<M>
  /** What stands there until it has come. */ readonly opening: string
  /** What gets the keyboard's focus as soon as it is there. */ readonly focus?: string | undefined
  readonly children: (module: M) => ComponentChildren
}

/** A part of the designer that is fetched when it is opened for the first time. */
export function Lazy<M>({ of, opening, focus, children }: Props<M>) {
  const [module, setModule] = useState(() => asOne(of.now()))
  useEffect(() => {
    if (!module) void of.fetch().then((it) => setModule({ it }))
  }, [])
  useEffect(() => {
    if (module && focus !== undefined) document.querySelector<HTMLElement>(focus)?.focus()
  }, [module])
  return module ? <>{children(module.it)}</> : <Opening text={opening} />
}

const asOne = <M,>(it: M | undefined): { readonly it: M } | undefined => (it === undefined ? undefined : { it })

export const Opening = ({ text }: { readonly text: string }) => (
  <p class="opening" role="status">
    {text}
  </p>
)
