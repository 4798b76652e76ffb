import type { RefObject } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'

/** The place in a row of screens. */
export type Steps = {
  readonly step: number
  readonly goTo: (step: number) => void
  readonly back: () => void
}

/** Steps kept in the browser's history, so that its own Back leads back a screen and not out of the answers. */
export function useHistorySteps(): Steps {
  const [step, setStep] = useState(0)
  useEffect(() => {
    history.replaceState({ step: 0 }, '')
    const follow = ({ state }: PopStateEvent) => setStep(stepIn(state))
    addEventListener('popstate', follow)
    return () => removeEventListener('popstate', follow)
  }, [])
  const goTo = (next: number) => {
    history.pushState({ step: next }, '')
    setStep(next)
  }
  return { step, goTo, back: () => history.back() }
}

/** Steps that leave nothing in the browser's history, for a screen that strangers share. */
export function usePassingSteps(): Steps {
  const [step, goTo] = useState(0)
  return { step, goTo, back: () => goTo(Math.max(0, step - 1)) }
}

const stepIn = (state: unknown): number =>
  typeof state === 'object' && state !== null && 'step' in state && typeof state.step === 'number' ? state.step : 0

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
