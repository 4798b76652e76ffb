import { useLayoutEffect, useState } from 'preact/hooks'

/** Gives the keyboard's focus to the first element that fits a selector, once what was changed has been drawn. */
export function useFocusOn(): (selector: string) => void {
  const [wanted, want] = useState<{ readonly selector: string }>()
  useLayoutEffect(() => {
    if (wanted) document.querySelector<HTMLElement>(wanted.selector)?.focus()
  }, [wanted])
  return (selector) => want({ selector })
}
