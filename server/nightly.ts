import type { Logger } from 'pino'
import { languages } from '../client/text/languages'
import { localDay } from '../surveys/instrument/calendar'
import { act, type Actor } from './acts/act'
import { expireContacts } from './acts/contacts'
import { forgetMedia } from './acts/media'
import { campaignsToRelease, releaseCampaign } from './acts/releases'
import { findCampaign } from './db/campaigns'
import type { Database } from './db/dialect'
import type { QuestionnaireSource } from './db/questionnaires'
import { permissions } from '../surveys/people/roles'
import { readReleased } from './reading/released'

type Deps = {
  readonly database: Database
  readonly questionnaires: QuestionnaireSource
  readonly now: () => number
  readonly log: Logger
  /** Lets go of the words of erased comments, which the night has taken out of their pools. */
  readonly forget: () => void
}

const lookEveryMs = 600_000
/** Before the copy of the day, so that it holds the night; a machine that slept makes it up when it wakes. */
const beginsAtHour = 1

/** Nobody asked; the product does it by itself. */
const byItself: Actor = { id: '', name: 'command:night', via: 'command', permissions, door: 'command' }

/** Looks now and then whether the night is there, advances every campaign that has not had it, and once lets go of what nothing names any more. */
export function keepReleasing(deps: Deps): { readonly stop: () => Promise<void> } {
  let last = Promise.resolve()
  let forgottenOn = ''
  const forgetOnce = async (): Promise<void> => {
    const today = localDay(deps.now())
    if (forgottenOn === today || !isNight(deps)) return
    await forgetUnnamed(deps)
    forgottenOn = today
  }
  const look = (): void => {
    last = last
      .then(() => releaseWhenDue(deps))
      .then(
        () => undefined,
        (error: unknown) => deps.log.error({ err: error }, failed),
      )
      .then(forgetOnce)
      .catch((error: unknown) => deps.log.error({ err: error }, 'pictures and recordings that nothing names could not be let go of'))
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

/**
 * Releases what is due, each campaign in an act of its own; what another process did first is left alone, and one that cannot be
 * released keeps no other from its night.
 */
export async function releaseWhenDue(deps: Deps): Promise<number> {
  const { database, now, log } = deps
  if (!isNight(deps)) return 0
  const kept = await act({ database, now }, byItself, expireContacts, { month: localDay(now()).slice(0, 7) })
  if (kept.kind === 'done' && kept.value > 0) log.info({ count: kept.value }, 'contacts let go of')
  let released = 0
  for (const code of await campaignsToRelease(database, localDay(now()))) {
    const isReleased = await releaseOne(deps, code).catch((error: unknown) => {
      log.error({ err: error, campaign: code }, failed)
      return false
    })
    if (isReleased) released += 1
  }
  return released
}

const isNight = ({ now }: Pick<Deps, 'now'>): boolean => new Date(now() + 7 * 3_600_000).getUTCHours() >= beginsAtHour

/** Lets go of pictures and recordings that nothing has named for some weeks; gives how many. */
export async function forgetUnnamed({ database, now, log }: Pick<Deps, 'database' | 'now' | 'log'>): Promise<number> {
  const outcome = await act({ database, now }, byItself, forgetMedia, {})
  const count = outcome.kind === 'done' ? outcome.value : 0
  if (count > 0) log.info({ count }, 'pictures and recordings that nothing names let go of')
  return count
}

const failed = 'the figures of the night could not be released'

async function releaseOne({ database, questionnaires, now, log, forget }: Deps, code: string): Promise<boolean> {
  const outcome = await act({ database, now }, byItself, releaseCampaign, { code })
  if (outcome.kind !== 'done' || !outcome.value) return false
  if (outcome.value.erased > 0) forget()
  log.info({ campaign: code, ...outcome.value }, 'figures of the night released')
  // Nobody waits for what the night has made.
  const record = await findCampaign(database, code)
  if (record) for (const language of languages) await readReleased({ database, questionnaires }, record, language)
  return true
}
