import { type Brought, isSpoken } from '../../client/text/languages'
import { type Agency, askedDay, campaignState, type Channel, type Fielding } from '../../surveys/fielding/campaign'
import { type Shut, shutTo, wasBegunThen } from '../../surveys/fielding/door'
import { daysBetween, localDay } from '../../surveys/instrument/calendar'
import type { SubmittedResponse } from '../../surveys/instrument/schema'
import { entererAt } from '../../surveys/people/entering'
import { type Flag, isOneSided, openDays, samenessOf } from '../../surveys/quality/flags'
import type { Enterer } from '../access/seen'
import type { Database } from '../db/dialect'
import { countEntered, type Entered } from '../db/entering'
import { noteArrived, type Numbered } from '../db/kiosks'
import { findResponse } from '../db/responses'
import type { FieldingSource, ReachedFielding, RecordedFielding } from '../db/touchpoints'
import { type Outcome, receiptOf, type RefusalCode } from './outcome'
import { markBursts } from './marking'
import { agencyRefusal, flagged, type Preparation, prepare, type Prepared, refusalOn } from './prepare'
import type { Looked, Met, Watch } from './watch'
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
export type Handed = {
  readonly numbered?: Numbered | undefined
  readonly enterer?: ((at: Fielding) => Promise<Enterer>) | undefined
  /** How it came, where no device has signed it; a file comes in no way that says anything. */
  readonly met?: Met | undefined
  /** Of what a device has signed: that it had kept it, and arrives with others. */
  readonly isKept?: boolean | undefined
}

type Waiting = {
  readonly prepared: Prepared
  readonly numbered: Numbered | undefined
  readonly entered: Entered | undefined
  /** Earlier ones of its campaign that are told of as a burst by now. */
  readonly earlier: readonly string[]
  readonly resolve: (outcome: Outcome) => void
  readonly reject: (error: unknown) => void
}
type Deps = {
  readonly database: Database
  readonly writer: Writer
  readonly fieldings: FieldingSource
  /** Looks at what comes over the network. */
  readonly watch?: Watch
}

const groupLimit = 64
const queueLimit = 5_000
const retryAfter = 5

export function createRecorder({ database, writer, fieldings, watch }: Deps): Recorder {
  const queue: Waiting[] = []
  let flushing: Promise<void> | undefined

  const flush = async (): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve))
    while (queue.length > 0) await settle(database, writer, queue.splice(0, nextGroup(queue)))
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
    record: async (submitted, now, handed = {}) => {
      const preparation = await prepared(fieldings, submitted, now, handed.numbered !== undefined)
      if (!preparation.ok) return preparation.outcome
      const { prepared: response, fielding } = preparation
      const { numbered, enterer } = handed
      if (entererAt(fielding.touchpoint.kind) === undefined) {
        const looked = lookedAt(watch, preparation, submitted, now, handed)
        if (looked.kind === 'pressed') return looked
        return enqueue({ prepared: flagged(response, looked.flags), numbered, entered: undefined, earlier: looked.earlier })
      }
      const by = (await enterer?.(fielding)) ?? 'unknown'
      if (typeof by === 'string') return (await asStored(database, response)) ?? shut[by]
      const entered = { user: by.user, touchpoint: fielding.touchpoint.code, day: localDay(now) }
      return enqueue({ prepared: response, numbered, entered, earlier: [] })
    },
    try: (submitted, now) => tried(fieldings, submitted, now),
    brought: async ({ touchpoint, language }, otherwise) =>
      isSpoken(language) ? undefined : ((await fieldings.find(touchpoint))?.questionnaire ?? { languages: [otherwise] }),
    drain: () => flushing ?? Promise.resolve(),
  }
}

/** How many of those that wait are stored together: as many as have so many rows, one at least. */
function nextGroup(queue: readonly Waiting[]): number {
  let rows = 0
  for (let count = 0; count < queue.length; count += 1) {
    rows += 1 + (queue[count]?.prepared.others?.length ?? 0)
    if (rows > groupLimit) return Math.max(1, count)
  }
  return queue.length
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
  if (group.every(({ numbered, entered, earlier }) => numbered === undefined && entered === undefined && earlier.length === 0))
    return undefined
  return async (within, outcomes) => {
    const arrived = group.flatMap(({ numbered }, place) => (numbered && outcomes[place] && 'id' in outcomes[place] ? [numbered] : []))
    const counted = group.flatMap(({ entered }, place) => (entered && outcomes[place]?.kind === 'recorded' ? [entered] : []))
    await noteArrived(within, database, arrived)
    await countEntered(within, database, counted)
    for (const { prepared: response, earlier } of group) await markBursts(within, database, response.row.campaign, earlier)
  }
}

function withReceipt(committed: Committed): Outcome {
  if ('id' in committed) return { kind: committed.kind, receipt: receiptOf(committed.id, committed.receivedOn) }
  return committed.kind === 'nowhere' ? { kind: 'refused', code: 'touchpoint_unknown' } : committed
}

type Noted = Extract<Looked, { kind: 'noted' }>

/** What is seen of a response where people answer for themselves. */
function lookedAt(
  watch: Watch | undefined,
  { prepared: { answers, questionnaire, row }, fielding }: Extract<PreparedThere, { ok: true }>,
  { id, answeredOn, assisted, pace }: SubmittedResponse,
  now: number,
  { numbered, met, isKept = false }: Handed,
): Looked {
  const isSigned = numbered !== undefined
  const looked: Looked =
    watch && (met || (isSigned && !isKept) || (isSigned && pace))
      ? watch.look({
          at: now,
          id,
          fielding,
          met: isSigned ? undefined : met,
          isKept,
          pace,
          isOneSided: isOneSided(samenessOf(questionnaire, answers)),
        })
      : unseen
  if (looked.kind === 'pressed') return looked
  const own: Flag[] = []
  if (pace?.fast === true) own.push('fast')
  if (!isSigned && daysBetween(answeredOn, row.received_on) > openDays) own.push('late')
  // Who says that an interviewer asked has to be one, or to stand at a kiosk that is known.
  if (!isSigned && (assisted || fielding.isDevices)) own.push('unproven')
  return { ...looked, flags: [...looked.flags, ...own] }
}

const unseen: Noted = { kind: 'noted', flags: [], earlier: [] }

type PreparedThere = (Extract<Preparation, { ok: true }> & { readonly fielding: RecordedFielding }) | Extract<Preparation, { ok: false }>

async function prepared(fieldings: FieldingSource, submitted: SubmittedResponse, now: number, isDevice = false): Promise<PreparedThere> {
  const refuse = (code: RefusalCode): PreparedThere => ({ ok: false, outcome: { kind: 'refused', code } })
  const fielding = await fieldings.find(submitted.touchpoint)
  if (!fielding) return refuse('touchpoint_unknown')
  const shut = await shutThere(fieldings, fielding, submitted.visit, now, isDevice)
  if (shut) return refuse(shutCodes[shut])
  if (fielding.campaign.code !== submitted.campaign) return refuse('campaign_unknown')
  const agencies: Agency[] = []
  for (const code of agenciesIn(submitted)) {
    const agency = await agencyMeant(fieldings, fielding, { ...submitted, agency: code }, now, isDevice)
    if (!agency) return refuse('agency_unknown')
    agencies.push(agency)
  }
  // Stored is the touchpoint, by whichever of its codes somebody came.
  const there = { ...submitted, touchpoint: fielding.touchpoint.code }
  const preparation = prepare(fielding, there, channelOf(submitted, fielding), now)
  if (!preparation.ok) return preparation
  const today = localDay(now)
  const [refusal] = agencies.flatMap((agency) => agencyRefusal(agency, fielding.campaign, submitted.answeredOn, today) ?? [])
  return refusal ? { ok: false, outcome: { kind: 'refused', ...refusal } } : { ...preparation, fielding }
}

/** The agencies that a response is about; one of which it says nothing is none of several. */
function agenciesIn({ agency, ratings }: SubmittedResponse): readonly string[] {
  const rated = Object.keys(ratings ?? {})
  return rated.length === 0 || rated.includes(agency) ? [...new Set([agency, ...rated])] : ['']
}

/** The agency that a response is about: one that the touchpoint serves, or one that it served when the response was begun. */
async function agencyMeant(
  fieldings: FieldingSource,
  { agencies, former = [], touchpoint }: ReachedFielding,
  { agency: meant, visit: opened, answeredOn }: SubmittedResponse,
  now: number,
  isDevice: boolean,
): Promise<Agency | undefined> {
  const served = agencies.find(({ code }) => code === meant)
  const before = former.find(({ agency }) => agency.code === meant)
  if (served || !before) return served
  const visit = opened === undefined ? undefined : await fieldings.visitedAt(touchpoint.code, opened)
  return wasBegunThen(before, { visit, isDevice, answeredOn }, now) ? before.agency : undefined
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
  const shut = fielding && (await shutThere(fieldings, fielding, submitted.visit, now))
  if (shut) return { kind: 'refused', code: shutCodes[shut] }
  const state = fielding && campaignState(fielding.campaign, today)
  if (state === 'open' || state === 'paused' || state === 'closed') return { kind: 'refused', code: 'test_over' }
  const agency = fielding?.agencies.find(({ code }) => code === submitted.agency)
  const refusal = fielding && agency && refusalOn(agency, askedDay(fielding.campaign, today))
  if (refusal) return { kind: 'refused', ...refusal }
  const preparation = await prepared(opened, submitted, now)
  if (!preparation.ok) return preparation.outcome
  return { kind: 'tried', receipt: { ...receiptOf(submitted.id, today), test: true } }
}
