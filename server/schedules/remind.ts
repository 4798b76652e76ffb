import type { Logger } from 'pino'
import { localDay } from '../../surveys/instrument/calendar'
import { permissions } from '../../surveys/people/roles'
import { act, type Actor, type ActOutcome } from '../acts/act'
import { assessmentsToRemind, remindAssessed } from '../acts/assessments'
import { agenciesToRemind, remindAgencies } from '../acts/statements'
import type { MailDeps } from '../mail/outbox'

type RemindDeps = MailDeps & { readonly log: Logger }

const lookEveryMs = 600_000
/** So that a letter comes when the office is open. */
const beginsAtHour = 7

/** Nobody asked; the product does it by itself. */
const byItself: Actor = { id: '', name: 'command:schedule', via: 'command', permissions, door: 'command' }

const byDay = { occasion: 'day' } as const

/** Reminds agencies that have not handed in on the days for it, looking now and then. */
export function keepReminding(deps: RemindDeps): { readonly stop: () => Promise<void> } {
  let last = Promise.resolve()
  const look = (): void => {
    last = last
      .then(() => remindWhenDue(deps))
      .then(
        () => undefined,
        (error: unknown) => deps.log.error({ err: error }, 'agencies could not be reminded of what they hand in'),
      )
  }
  const timer = setInterval(look, lookEveryMs)
  timer.unref()
  return {
    stop: () => {
      clearInterval(timer)
      return last
    },
  }
}

/** Writes the letters of the day, if there are any; several processes may, since the act looks again once nobody else acts. Gives how many. */
export async function remindWhenDue(deps: RemindDeps): Promise<number> {
  const { database, now, config } = deps
  if (!config.mail || new Date(now() + 7 * 3_600_000).getUTCHours() < beginsAtHour) return 0
  // Asked before the turn is waited for: on most days there is nothing to do.
  const today = localDay(now())
  const stating = (await agenciesToRemind(database, today, byDay)).agencies.length > 0
  let letters = stating ? lettersOf(await act(deps, byItself, remindAgencies, byDay)) : 0
  for (const code of await assessmentsToRemind(database, today))
    letters += lettersOf(await act(deps, byItself, remindAssessed, { code, ...byDay }))
  return letters
}

const lettersOf = <Failure>(outcome: ActOutcome<{ readonly letters: number }, Failure>): number =>
  outcome.kind === 'done' ? outcome.value.letters : 0
