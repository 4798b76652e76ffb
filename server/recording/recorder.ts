import { type Brought, isSpoken } from '../../client/text/languages'
import { agencyState, askedDay, campaignState, type Channel, type Fielding } from '../../surveys/fielding/campaign'
import { localDay } from '../../surveys/instrument/calendar'
import type { SubmittedResponse } from '../../surveys/instrument/schema'
import type { Database } from '../db/dialect'
import { noteArrived, type Numbered } from '../db/kiosks'
import type { FieldingSource } from '../db/touchpoints'
import { type Outcome, receiptOf } from './outcome'
import { agencyRefusal, type Preparation, prepare, type Prepared } from './prepare'
import type { Along, Committed, Writer } from './writer'

/** The one path by which a response enters. */
export type Recorder = {
  /** Checks, stores durably, and only then resolves. `now` is in milliseconds since 1970. The number that a kiosk gave it is noted with it. */
  readonly record: (submitted: SubmittedResponse, now: number, numbered?: Numbered) => Promise<Outcome>
  /** Checks like `record` and stores nothing: test mode before a campaign opens. */
  readonly try: (submitted: SubmittedResponse, now: number) => Promise<Outcome>
  /** The words that the questionnaire of a response has for its language, where the product has none; without a questionnaire, what else is read there. */
  readonly brought: (submitted: SubmittedResponse, otherwise: string) => Promise<Brought | undefined>
  /** Waits until everything that was accepted is stored. */
  readonly drain: () => Promise<void>
}

type Waiting = {
  readonly prepared: Prepared
  readonly numbered: Numbered | undefined
  readonly resolve: (outcome: Outcome) => void
  readonly reject: (error: unknown) => void
}
type Deps = { readonly database: Database; readonly writer: Writer; readonly fieldings: FieldingSource }

const groupLimit = 64
const queueLimit = 5_000
const retryAfter = 5

export function createRecorder({ database, writer, fieldings }: Deps): Recorder {
  const queue: Waiting[] = []
  let flushing: Promise<void> | undefined

  const flush = async (): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve))
    while (queue.length > 0) await settle(database, writer, queue.splice(0, groupLimit))
    flushing = undefined
  }
  const enqueue = (prepared: Prepared, numbered: Numbered | undefined): Promise<Outcome> => {
    if (queue.length >= queueLimit) return Promise.resolve({ kind: 'unavailable', retryAfter })
    return new Promise((resolve, reject) => {
      queue.push({ prepared, numbered, resolve, reject })
      flushing ??= flush()
    })
  }

  return {
    record: async (submitted, now, numbered) => {
      const preparation = await prepared(fieldings, submitted, now)
      return preparation.ok ? enqueue(preparation.prepared, numbered) : preparation.outcome
    },
    try: (submitted, now) => tried(fieldings, submitted, now),
    brought: async ({ touchpoint, language }, otherwise) =>
      isSpoken(language) ? undefined : ((await fieldings.find(touchpoint))?.questionnaire ?? { languages: [otherwise] }),
    drain: () => flushing ?? Promise.resolve(),
  }
}

async function settle(database: Database, writer: Writer, group: readonly Waiting[]): Promise<void> {
  try {
    const outcomes = await writer.commit(
      group.map(({ prepared: response }) => response),
      numbersOf(database, group),
    )
    group.forEach(({ resolve, reject }, index) => {
      const outcome = outcomes[index]
      if (outcome) resolve(withReceipt(outcome))
      else reject(new Error('a committed group lacks an outcome'))
    })
  } catch (error) {
    for (const { resolve, reject } of group) {
      if (database.engine.isUnavailable(error)) resolve({ kind: 'unavailable', retryAfter })
      else reject(error)
    }
  }
}

/** Notes the numbers under which kiosks have sent what is stored by now. */
function numbersOf(database: Database, group: readonly Waiting[]): Along | undefined {
  if (group.every(({ numbered }) => numbered === undefined)) return undefined
  return (within, outcomes) => {
    const arrived = group.flatMap(({ numbered }, place) => (numbered && outcomes[place] && 'id' in outcomes[place] ? [numbered] : []))
    return noteArrived(within, database, arrived)
  }
}

function withReceipt(committed: Committed): Outcome {
  if ('id' in committed) return { kind: committed.kind, receipt: receiptOf(committed.id, committed.receivedOn) }
  return committed.kind === 'nowhere' ? { kind: 'refused', code: 'touchpoint_unknown' } : committed
}

async function prepared(fieldings: FieldingSource, submitted: SubmittedResponse, now: number): Promise<Preparation> {
  const refuse = (code: 'touchpoint_unknown' | 'campaign_unknown' | 'agency_unknown'): Preparation => ({
    ok: false,
    outcome: { kind: 'refused', code },
  })
  const fielding = await fieldings.find(submitted.touchpoint)
  if (!fielding) return refuse('touchpoint_unknown')
  if (fielding.campaign.code !== submitted.campaign) return refuse('campaign_unknown')
  const agency = fielding.agencies.find(({ code }) => code === submitted.agency)
  if (!agency) return refuse('agency_unknown')
  const preparation = prepare(fielding, submitted, channelOf(submitted, fielding), now)
  const refusal = preparation.ok ? agencyRefusal(agency, fielding.campaign, submitted.answeredOn, localDay(now)) : undefined
  return refusal === undefined ? preparation : { ok: false, outcome: { kind: 'refused', code: refusal } }
}

/** Where it was answered says how, unless an interviewer tapped: what is said to a person is told apart from what is told the same screen. */
const channelOf = ({ assisted }: SubmittedResponse, { touchpoint }: Fielding): Channel => (assisted ? 'interviewer' : touchpoint.kind)

/** As if the campaign were open today; one that is open already takes no trials, so that no kiosk stays in test mode unseen. */
async function tried(fieldings: FieldingSource, submitted: SubmittedResponse, now: number): Promise<Outcome> {
  const today = localDay(now)
  const opened: FieldingSource = {
    find: async (touchpoint) => {
      const fielding = await fieldings.find(touchpoint)
      if (!fielding) return undefined
      const agencies = fielding.agencies.map((agency) => ({ ...agency, validFrom: null, validTo: null }))
      return { ...fielding, agencies, campaign: { ...fielding.campaign, status: 'open', opensOn: today, closesOn: today } }
    },
  }
  const fielding = await fieldings.find(submitted.touchpoint)
  const state = fielding && campaignState(fielding.campaign, today)
  if (state === 'open' || state === 'closed') return { kind: 'refused', code: 'test_over' }
  const agency = fielding?.agencies.find(({ code }) => code === submitted.agency)
  const there = fielding && agency ? agencyState(agency, askedDay(fielding.campaign, today)) : 'valid'
  if (there !== 'valid') return { kind: 'refused', code: there === 'ended' ? 'agency_ended' : 'agency_not_started' }
  const preparation = await prepared(opened, submitted, now)
  if (!preparation.ok) return preparation.outcome
  return { kind: 'tried', receipt: { ...receiptOf(submitted.id, today), test: true } }
}
