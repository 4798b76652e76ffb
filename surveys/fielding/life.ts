import { dayAfter, daysBetween, isDay } from '../instrument/calendar'
import { isLongerThan, isVisible } from '../instrument/spelling'
import { type Campaign, campaignState, lateDays } from './campaign'
import type { DraftProblem } from './drafts'

type Status = Campaign['status']

/** What is done to a campaign as a whole. */
export type LifeAct = 'open' | 'pause' | 'resume' | 'extend' | 'close' | 'reopen' | 'publish' | 'unpublish' | 'correct'

/** Where a campaign stands for whoever runs it; `over`: its last day has passed, and nobody has closed it. */
export type LifeStage = 'draft' | 'running' | 'paused' | 'over' | 'closed' | 'published'

export function lifeStage(campaign: Pick<Campaign, 'status' | 'opensOn' | 'closesOn'>, today: string): LifeStage {
  const { status } = campaign
  if (status === 'draft' || status === 'closed' || status === 'published') return status
  if (campaignState(campaign, today) === 'closed') return 'over'
  return status === 'paused' ? 'paused' : 'running'
}

/** What each act makes of a campaign in each stage; what is not named cannot be done there. */
export const lifeTable: Readonly<Record<LifeStage, Partial<Readonly<Record<LifeAct, Status>>>>> = {
  draft: { open: 'open' },
  running: { pause: 'paused', extend: 'open', close: 'closed', correct: 'open' },
  paused: { resume: 'open', extend: 'paused', close: 'closed', correct: 'paused' },
  over: { extend: 'open', close: 'closed', publish: 'published', correct: 'open' },
  closed: { reopen: 'open', publish: 'published', correct: 'closed' },
  published: { unpublish: 'closed', correct: 'published' },
}

/**
 * Why something cannot be done to a campaign: the stage in which it is, `final`: its last figures have been released, since nothing
 * that was answered in its period could come any more, or `unsettled`: the night after its last day has not released them yet.
 */
export type LifeHindrance = LifeStage | 'final' | 'unsettled'

/** The status that an act leads to, or why it does not. `lastNight` is the day of the last night of released figures, empty before the first. */
export function lifeAfter(
  act: LifeAct,
  campaign: Pick<Campaign, 'status' | 'opensOn' | 'closesOn'>,
  today: string,
  lastNight: string,
): { readonly ok: true; readonly status: Status } | { readonly ok: false; readonly why: LifeHindrance } {
  const stage = lifeStage(campaign, today)
  const status = lifeTable[stage][act]
  if (status === undefined) return { ok: false, why: stage }
  const isOver = stage === 'over' || stage === 'closed'
  if (isOver && (act === 'extend' || act === 'reopen') && daysBetween(campaign.closesOn, today) > lateDays)
    return { ok: false, why: 'final' }
  if (act === 'publish' && lastNight <= campaign.closesOn) return { ok: false, why: 'unsettled' }
  return { ok: true, status }
}

/** What can be done to a campaign today. */
export const lifeActsOn = (
  campaign: Pick<Campaign, 'status' | 'opensOn' | 'closesOn'>,
  today: string,
  lastNight: string,
): readonly LifeAct[] => lifeActs.filter((act) => lifeAfter(act, campaign, today, lastNight).ok)

const lifeActs: readonly LifeAct[] = ['open', 'pause', 'resume', 'extend', 'close', 'reopen', 'publish', 'unpublish', 'correct']

/** In characters. */
export const longestLifeReason = 500

/** Whoever reads the log years later needs a reason. */
export function lifeReasonProblems(reason: string): readonly DraftProblem[] {
  if (!isVisible(reason)) return [{ field: 'reason', code: 'needed' }]
  return isLongerThan(longestLifeReason, reason) ? [{ field: 'reason', code: 'too-long', allowed: String(longestLifeReason) }] : []
}

/** The first day that may be the new last one: today or later, and of an extension later than the last day so far. */
export function earliestEnd(
  act: 'extend' | 'reopen',
  { opensOn, closesOn }: Pick<Campaign, 'opensOn' | 'closesOn'>,
  today: string,
): string {
  if (act === 'extend' && closesOn >= today) return dayAfter(closesOn)
  // It may have been closed before it began.
  return today < opensOn ? opensOn : today
}

/** What is wrong with a new last day. */
export function newEndProblems(
  act: 'extend' | 'reopen',
  campaign: Pick<Campaign, 'opensOn' | 'closesOn'>,
  to: string,
  today: string,
): readonly DraftProblem[] {
  if (to === '') return [{ field: 'to', code: 'needed' }]
  if (!isDay(to)) return [{ field: 'to', code: 'bad-day', seen: to }]
  const allowed = earliestEnd(act, campaign, today)
  return to < allowed ? [{ field: 'to', code: 'too-early', seen: to, allowed }] : []
}
