import type { Receipt } from '../../surveys/schema'
import { Labels } from '../survey/Header'
import type { Page } from '../survey/model'
import { Thanks } from '../survey/Thanks'
import type { Wording } from '../survey/wording'
import { useCountdown } from './useIdle'

type FarewellProps = { readonly page: Page; readonly wording: Wording; readonly receipt: Receipt; readonly end: () => void }

/** Milliseconds that the thanks stay. */
const thanksMs = 15_000

/** The thanks, which make room for the next person by themselves. */
export function Farewell({ page, wording, receipt, end }: FarewellProps) {
  const seconds = useCountdown(true, thanksMs, end)
  return (
    <main>
      <Labels page={page} wording={wording} />
      <Thanks model={page.model} wording={wording} receipt={receipt}>
        <button class="go" type="button" onClick={end}>
          {wording.say('nextPerson')}
        </button>
        <p class="soft" role="timer">
          {wording.say('returning', { n: seconds ?? 0 })}
        </p>
      </Thanks>
    </main>
  )
}
