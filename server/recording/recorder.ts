import { type Brought, isSpoken } from '../../client/text/languages'
import { askedDay, campaignState, type Channel, type Fielding } from '../../surveys/fielding/campaign'
import { type Shut, shutTo } from '../../surveys/fielding/door'
import { localDay } from '../../surveys/instrument/calendar'
import type { SubmittedResponse } from '../../surveys/instrument/schema'
import { entererAt } from '../../surveys/people/entering'
import type { Enterer } from '../access/seen'
import type { Database } from '../db/dialect'
import { countEntered, type Entered } from '../db/entering'
import { noteArrived, type Numbered } from '../db/kiosks'
import { findResponse } from '../db/responses'
import type { FieldingSource, ReachedFielding } from '../db/touchpoints'
import { type Outcome, receiptOf, type RefusalCode } from './outcome'
import { agencyRefusal, type Preparation, prepare, type Prepared, refusalOn } from './prepare'
import type { Along, Committed, Writer } from './writer'

/** The one path by which a response enters. */
export type Recorder = {
  /** Checks, stores durably, and only then resolves. `now` is in milliseconds since 1970. */
  readonly record: (submitted: SubmittedResponse, now: number, handed?: Handed) => Promise<Outcome>
  /** Checks like `record` and stores nothing: test mode before a campaign opens. */
  readonly try: (submitted: SubmittedResponse, now: number) => Promise<Outcome>
  /** The words that the questionnaire of a response has for its language, where the product has none; without a questionnaire, what else is read there. */
  readonly brought: (submitted: SubmittedResponse, otherwise: string) => Promise<Brought | undefined>
  /** Waits until everything that was accepted is stored. */
  readonly drain: () => Promise<void>
}

/** What is noted with a response: the number that a kiosk gave it, and who entered it where somebody of the office does, which is asked there alone. */
export type Handed = { readonly numbered?: Numbered | undefined; readonly enterer?: ((at: Fielding) => Promise<Enterer>) | undefined }

type Waiting = {
  readonly prepared: Prepared
  readonly numbered: Numbered | undefined
  readonly entered: Entered | undefined
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
  const enqueue = (noted: Omit<Waiting, 'resolve' | 'reject'>): Promise<Outcome> => {
    if (queue.length >= queueLimit) return Promise.resolve({ kind: 'unavailable', retryAfter })
    return new Promise((resolve, reject) => {
      queue.push({ ...noted, resolve, reject })
      flushing ??= flush()
    })
  }

  return {
    record: async (submitted, now, { numbered, enterer } = {}) => {
      const preparation = await prepared(fieldings, submitted, now, numbered !== undefined)
      if (!preparation.ok) return preparation.outcome
      const { prepared: response, fielding } = preparation
      if (entererAt(fielding.touchpoint.kind) === undefined) return enqueue({ prepared: response, numbered, entered: undefined })
      const by = (await enterer?.(fielding)) ?? 'unknown'
      if (typeof by === 'string') return (await asStored(database, response)) ?? shut[by]
      const entered = { user: by.user, touchpoint: fielding.touchpoint.code, day: localDay(now) }
      return enqueue({ prepared: response, numbered, entered })
    },
    try: (submitted, now) => tried(fieldings, submitted, now),
    brought: async ({ touchpoint, language }, otherwise) =>
      isSpoken(language) ? undefined : ((await fieldings.find(touchpoint))?.questionnaire ?? { languages: [otherwise] }),
    drain: () => flushing ?? Promise.resolve(),
  }
}

/** What is said where nobody may enter. */
const shut = { unknown: { kind: 'unsigned' }, 'not-theirs': { kind: 'refused', code: 'entry_not_allowed' } } as const satisfies Record<
  Extract<Enterer, string>,
  Outcome
>

/** The receipt of what was stored while somebody still might, for a device to which the answer was lost. */
async function asStored(database: Database, { row }: Prepared): Promise<Outcome | undefined> {
  const stored = await findResponse(database, row.campaign, row.id)
  return stored?.hash === row.hash ? { kind: 'repeated', receipt: receiptOf(row.id, stored.received_on) } : undefined
}

async function settle(database: Database, writer: Writer, group: readonly Waiting[]): Promise<void> {
  try {
    const outcomes = await writer.commit(
      group.map(({ prepared: response }) => response),
      notesOf(database, group),
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

/** Notes the numbers under which kiosks have sent what is stored by now, and counts what was entered just now. */
function notesOf(database: Database, group: readonly Waiting[]): Along | undefined {
  if (group.every(({ numbered, entered }) => numbered === undefined && entered === undefined)) return undefined
  return async (within, outcomes) => {
    const arrived = group.flatMap(({ numbered }, place) => (numbered && outcomes[place] && 'id' in outcomes[place] ? [numbered] : []))
    const counted = group.flatMap(({ entered }, place) => (entered && outcomes[place]?.kind === 'recorded' ? [entered] : []))
    await noteArrived(within, database, arrived)
    await countEntered(within, database, counted)
  }
}

function withReceipt(committed: Committed): Outcome {
  if ('id' in committed) return { kind: committed.kind, receipt: receiptOf(committed.id, committed.receivedOn) }
  return committed.kind === 'nowhere' ? { kind: 'refused', code: 'touchpoint_unknown' } : committed
}

type PreparedThere = (Extract<Preparation, { ok: true }> & { readonly fielding: Fielding }) | Extract<Preparation, { ok: false }>

async function prepared(fieldings: FieldingSource, submitted: SubmittedResponse, now: number, isDevice = false): Promise<PreparedThere> {
  const refuse = (code: RefusalCode): PreparedThere => ({ ok: false, outcome: { kind: 'refused', code } })
  const fielding = await fieldings.find(submitted.touchpoint)
  if (!fielding) return refuse('touchpoint_unknown')
  const shut = await shutThere(fieldings, fielding, submitted.visit, now, isDevice)
  if (shut) return refuse(shutCodes[shut])
  if (fielding.campaign.code !== submitted.campaign) return refuse('campaign_unknown')
  const agency = fielding.agencies.find(({ code }) => code === submitted.agency)
  if (!agency) return refuse('agency_unknown')
  // Stored is the touchpoint, by whichever of its codes somebody came.
  const there = { ...submitted, touchpoint: fielding.touchpoint.code }
  const preparation = prepare(fielding, there, channelOf(submitted, fielding), now)
  if (!preparation.ok) return preparation
  const refusal = agencyRefusal(agency, fielding.campaign, submitted.answeredOn, localDay(now))
  return refusal ? { ok: false, outcome: { kind: 'refused', ...refusal } } : { ...preparation, fielding }
}

/** Why a touchpoint takes nothing of whoever comes with this; asked by the page that is opened there and by what is sent from it. */
export async function shutThere(
  fieldings: Pick<FieldingSource, 'visitedAt'>,
  { door, touchpoint, turn }: ReachedFielding,
  visit: string | undefined,
  now: number,
  isDevice = false,
): Promise<Shut | undefined> {
  const coming = { turn, isDevice, visit: undefined }
  const place = { door, isEntered: entererAt(touchpoint.kind) !== undefined }
  if (visit === undefined || shutTo(place, coming, now) === undefined) return shutTo(place, coming, now)
  return shutTo(place, { ...coming, visit: await fieldings.visitedAt(touchpoint.code, visit) }, now)
}

/** A code that was taken back is like any that there never was. */
const shutCodes = { retired: 'touchpoint_unknown', paused: 'touchpoint_paused', turned: 'touchpoint_turned' } as const satisfies Record<
  Shut,
  RefusalCode
>

/** Where it was answered says how, unless an interviewer tapped: what is said to a person is told apart from what is told the same screen. */
const channelOf = ({ assisted }: SubmittedResponse, { touchpoint }: Fielding): Channel => (assisted ? 'interviewer' : touchpoint.kind)

/** As if the campaign were open today; one that is open already takes no trials, so that no kiosk stays in test mode unseen. */
async function tried(fieldings: FieldingSource, submitted: SubmittedResponse, now: number): Promise<Outcome> {
  const today = localDay(now)
  const opened: FieldingSource = {
    ...fieldings,
    find: async (touchpoint) => {
      const fielding = await fieldings.find(touchpoint)
      if (!fielding) return undefined
      const agencies = fielding.agencies.map((agency) => ({ ...agency, validFrom: null, validTo: null }))
      return { ...fielding, agencies, campaign: { ...fielding.campaign, status: 'open', opensOn: today, closesOn: today } }
    },
  }
  const fielding = await fieldings.find(submitted.touchpoint)
  const state = fielding && campaignState(fielding.campaign, today)
  if (state === 'open' || state === 'paused' || state === 'closed') return { kind: 'refused', code: 'test_over' }
  const agency = fielding?.agencies.find(({ code }) => code === submitted.agency)
  const refusal = fielding && agency && refusalOn(agency, askedDay(fielding.campaign, today))
  if (refusal) return { kind: 'refused', ...refusal }
  const preparation = await prepared(opened, submitted, now)
  if (!preparation.ok) return preparation.outcome
  return { kind: 'tried', receipt: { ...receiptOf(submitted.id, today), test: true } }
}
