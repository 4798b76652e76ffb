import { useLayoutEffect, useRef } from 'preact/hooks'

/** Milliseconds in which a trembling hand taps once more without meaning it. */
export const trembleMs = 700

/** Milliseconds on a clock that nobody sets. */
export const ticking = (): number => performance.now()

/** Whether a finger or a mouse has clicked, and no key. */
export const isTap = (event: MouseEvent): boolean => event.detail > 0

/** Keeps Enter in a field from sending the form, a date's own parts among them; a button and a text of several lines keep theirs. */
export function holdEnter(event: KeyboardEvent): void {
  if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault()
}

/** Lets taps do nothing just after the screen has changed: they were meant for the one before. Keys are not held up. */
export function useTapGuard(screen: string): void {
  const shownAt = useRef(0)
  useLayoutEffect(() => void (shownAt.current = ticking()), [screen])
  useLayoutEffect(() => {
    const hold = (event: MouseEvent) => {
      if (!isTap(event) || ticking() - shownAt.current >= trembleMs) return
      event.preventDefault()
      event.stopPropagation()
    }
    addEventListener('click', hold, true)
    return () => removeEventListener('click', hold, true)
  }, [])
}
