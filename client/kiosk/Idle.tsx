import { useEffect, useRef, useState } from 'preact/hooks'
import type { Wording } from '../survey/model'

type Idle = { readonly secondsLeft: number | undefined; readonly stay: () => void }

/** Watches for a citizen who has walked away: a warning that counts down, then the end. */
export function useIdle(active: boolean, end: () => void): Idle {
  const [warned, setWarned] = useState(false)
  useEffect(() => {
    if (!active || warned) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const forget = onLife(() => {
      clearTimeout(timer)
      timer = setTimeout(() => setWarned(true), afterMs)
    })
    return () => {
      clearTimeout(timer)
      forget()
    }
  }, [active, warned])
  const secondsLeft = useCountdown(active && warned, warnMs, end)
  return { secondsLeft, stay: () => setWarned(false) }
}

/** Whole seconds left while it runs, from the last sign of life; calls `end` at zero, also when the clock was slept through. */
export function useCountdown(running: boolean, ms: number, end: () => void): number | undefined {
  const [left, setLeft] = useState(secondsIn(ms))
  useEffect(() => {
    if (!running) return
    let deadline = 0
    const forget = onLife(() => {
      deadline = Date.now() + ms
      setLeft(secondsIn(ms))
    })
    const timer = setInterval(() => {
      // A clock that was set back holds nobody's screen for longer.
      deadline = Math.min(deadline, Date.now() + ms)
      const rest = deadline - Date.now()
      if (rest <= 0) {
        clearInterval(timer)
        end()
      } else setLeft(secondsIn(rest))
    }, 200)
    return () => {
      clearInterval(timer)
      forget()
    }
  }, [running])
  return running ? left : undefined
}

const secondsIn = (ms: number): number => Math.ceil(ms / 1000)

/** Milliseconds without a sign of life until the warning, and from the warning to the end. */
const afterMs = 60_000
const warnMs = 20_000

/** Listens now and at each sign of life, until what it gives back is called. */
function onLife(listener: () => void): () => void {
  listener()
  for (const sign of signsOfLife) addEventListener(sign, listener, { passive: true })
  return () => {
    for (const sign of signsOfLife) removeEventListener(sign, listener)
  }
}

const signsOfLife = ['pointerdown', 'keydown', 'input', 'wheel', 'touchmove'] as const

type IdleWarningProps = {
  readonly wording: Wording
  readonly seconds: number
  readonly stay: () => void
  readonly wipe: () => void
}

/** Takes the whole screen, so that a stranger sees no answers; the citizen goes on with one tap. */
export function IdleWarning({ wording, seconds, stay, wipe }: IdleWarningProps) {
  const button = useRef<HTMLButtonElement>(null)
  const [before] = useState(() => document.activeElement)
  useEffect(() => {
    button.current?.focus()
    // Back to where they were, once that can be seen again.
    return () => void setTimeout(() => before instanceof HTMLElement && before.focus())
  }, [])
  return (
    <main class="warning" aria-labelledby="_still">
      <h1 id="_still">{wording.say('stillThere')}</h1>
      <p id="_wipe" role="timer">
        {wording.say('wipeIn', { n: seconds })}
      </p>
      <button class="go" type="button" ref={button} aria-describedby="_wipe" onClick={stay}>
        {wording.say('stay')}
      </button>
      <button class="quiet" type="button" onClick={wipe}>
        {wording.say('wipe')}
      </button>
    </main>
  )
}
