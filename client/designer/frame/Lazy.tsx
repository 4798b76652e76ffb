import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { DesignerSay } from '../../text/designer'

/** A module that is fetched once, and there at once from then on. */
export type Fetched<M> = { readonly now: () => M | undefined; readonly fetch: () => Promise<M> }

export function fetched<M>(load: () => Promise<M>): Fetched<M> {
  let known: M | undefined
  return { now: () => known, fetch: async () => (known ??= await load()) }
}

type Props<M> = {
  readonly of: Fetched<M>
  readonly say: DesignerSay
  /** What gets the keyboard's focus as soon as it is there. */ readonly focus?: string | undefined
  readonly children: (module: M) => ComponentChildren
}

/** A part of the designer that is fetched when it is opened for the first time. */
export function Lazy<M>({ of, say, focus, children }: Props<M>) {
  const [module, setModule] = useState(() => asOne(of.now()))
  const [isLost, setLost] = useState(false)
  useEffect(() => {
    if (module) return
    of.fetch().then(
      (it) => setModule({ it }),
      () => setLost(true),
    )
  }, [])
  useEffect(() => {
    if (module && focus !== undefined) document.querySelector<HTMLElement>(focus)?.focus()
  }, [module])
  if (module) return <>{children(module.it)}</>
  return isLost ? <Unfetched say={say} /> : <Opening text={say('tabOpening')} />
}

const asOne = <M,>(it: M | undefined): { readonly it: M } | undefined => (it === undefined ? undefined : { it })

export const Opening = ({ text }: { readonly text: string }) => (
  <p class="opening" role="status">
    {text}
  </p>
)

/** Without a network, or after another build was put in place: a browser asks for a module that it has missed no second time before the page is loaded anew, which keeps what was written. */
export const Unfetched = ({ say }: { readonly say: DesignerSay }) => (
  <p class="wrong" role="alert">
    {say('tabLost')}{' '}
    <button type="button" class="tool" onClick={reloaded}>
      {say('reloadPage')}
    </button>
  </p>
)

/** Only where there is a page to load. */
const reloaded = (): void =>
  void fetch(location.href).then(
    () => location.reload(),
    () => undefined,
  )
