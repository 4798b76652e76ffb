import { useEffect, useRef } from 'preact/hooks'
import type { Page } from './model'

/**
 * Tells, once a visit, after which item somebody went who sent nothing: without who or when, and it may get lost. A screen that strangers share
 * tells it when the visit ends, a phone when its page does. Trials, interviewers and untouched pages tell nothing.
 */
export function useLeaving({ layout, test, assisted }: Page, last = '', isSent = false): void {
  const now = useRef(last)
  now.current = isSent || test || assisted ? '' : last
  useEffect(() => {
    const tell = () => {
      if (now.current) navigator.sendBeacon(`${location.pathname}/left?${layout}`, now.current)
      now.current = ''
    }
    addEventListener('pagehide', tell)
    return () => {
      removeEventListener('pagehide', tell)
      tell()
    }
  }, [])
}
