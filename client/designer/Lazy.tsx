import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'

type Props<M> = { readonly load: () => Promise<M>; /** What stands there until it has come. */ readonly opening: string; /** What gets the keyboard's focus as soon as it is there. */ readonly focus?: string | undefined; readonly children: (module: M) => ComponentChildren }

/** A tab that is fetched when it is opened for the first time. */
export function Lazy<M>({ load, opening, focus, children }: Props<M>) {
  const [module, setModule] = useState<{ readonly it: M }>()
  useEffect(() => void load().then((it) => setModule({ it })), [])
  useEffect(() => {
    if (module && focus !== undefined) document.querySelector<HTMLElement>(focus)?.focus()
  }, [module])
  return module ? <>{children(module.it)}</> : <p class="opening" role="status">{opening}</p>
}
