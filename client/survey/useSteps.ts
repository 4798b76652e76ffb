import { useEffect, useRef, useState } from 'preact/hooks'

/** The place in a row of screens. */
export type Steps = {
  readonly step: number
  /** Onward or back, over all that lies between. */
  readonly goTo: (step: number) => void
  readonly back: () => void
}

/**
 * Steps kept in the browser's history, so that its own Back leads back a screen and not out of the answers. An entry of step n has those
 * of 0 to n - 1 before it, also after a reload, which leaves the history as it was.
 */
export function useHistorySteps(): Steps {
  const [step, setStep] = useState(0)
  const furthest = useRef(0)
  useEffect(() => {
    if (history.state === null) history.replaceState({ step: 0 }, '')
    // What an earlier visit has left there leads no further than this one has come; a link within the page leads nowhere else.
    const follow = ({ state }: PopStateEvent) => setStep((before) => Math.min(stepIn(state) ?? before, furthest.current))
    addEventListener('popstate', follow)
    return () => removeEventListener('popstate', follow)
  }, [])
  const goTo = (next: number) => {
    furthest.current = Math.max(furthest.current, next)
    setStep(next)
    const at = stepIn(history.state) ?? step
    if (next < at) history.go(next - at)
    for (let place = at + 1; place <= next; place += 1) history.pushState({ step: place }, '')
  }
  return { step, goTo, back: () => history.back() }
}

/** Steps that leave nothing in the browser's history, for a screen that strangers share. */
export function usePassingSteps(): Steps {
  const [step, goTo] = useState(0)
  return { step, goTo, back: () => goTo(Math.max(0, step - 1)) }
}

const stepIn = (state: unknown): number | undefined =>
  typeof state === 'object' && state !== null && 'step' in state && typeof state.step === 'number' ? state.step : undefined
