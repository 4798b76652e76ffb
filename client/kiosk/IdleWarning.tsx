import { useEffect, useRef } from 'preact/hooks'
import type { Wording } from '../survey/wording'

type IdleWarningProps = {
  readonly wording: Wording
  readonly seconds: number
  readonly stay: () => void
  readonly wipe: () => void
}

/** Takes the whole screen, so that a stranger sees no answers; the citizen goes on with one tap. */
export function IdleWarning({ wording, seconds, stay, wipe }: IdleWarningProps) {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => button.current?.focus(), [])
  return (
    <main class="warning" aria-labelledby="_still">
      <h1 id="_still">{wording.say('stillThere')}</h1>
      <p id="_wipe" role="timer">
        {wording.say('wipeIn', { n: seconds })}
      </p>
      <button class="go" type="button" ref={button} onClick={stay}>
        {wording.say('stay')}
      </button>
      <button class="quiet" type="button" onClick={wipe}>
        {wording.say('wipe')}
      </button>
    </main>
  )
}
