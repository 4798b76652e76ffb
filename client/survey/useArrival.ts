import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

/** Moves the focus to what has just come on the screen, and to its top; the first screen is left alone. */
export function useArrival(screen: string, live: boolean, selector: string): RefObject<HTMLElement | null> {
  const root = useRef<HTMLElement>(null)
  const before = useRef<string | undefined>(undefined)
  useEffect(() => {
    if (!live) return
    if (before.current !== undefined && before.current !== screen) {
      scrollTo(0, 0)
      root.current?.querySelector<HTMLElement>(selector)?.focus()
    }
    before.current = screen
  }, [screen, live])
  return root
}
