import { z } from 'zod'
import { mostRanges } from '../../surveys/fielding/beat'
import { hasArrived, type KioskState, type NumberRanges, withNumber } from '../../surveys/fielding/kiosk'
import { localDay } from '../../surveys/instrument/calendar'
import type { SubmittedResponse } from '../../surveys/instrument/schema'
import type { Database } from '../db/dialect'
import { type KioskRecord, noteKiosk, noteRefusals, noteSending } from '../db/kiosks'
import { isStored } from '../db/responses'
import { problemOf } from '../problems'
import { claimedId, mostAtOnce, refusal, type ResponseVerdict, takeEach } from './answering'
import type { Outcome } from './outcome'
import type { Recorder } from './recorder'
import type { Sealing } from './sealing'

type Deps = {
  readonly database: Database
  readonly recorder: Recorder
  readonly sealing: Sealing
  readonly metrics: { readonly outcome: (kind: Outcome['kind']) => void }
  readonly now: () => number
}

const count = z.int().min(0)
const ranges = z.array(z.tuple([z.int().min(1), z.int().min(1)])).max(mostRanges)

/** What a kiosk has kept, under the numbers that it gave, and how it fares. */
export const kioskBatch = z.strictObject({
  /** Who speaks, and for the how manieth time, under the signature; pages of before say neither. */
  kiosk: z.string().max(64).optional(),
  sending: z.int().min(1).optional(),
  items: z.array(z.strictObject({ number: z.int().min(1), response: z.unknown() })).max(mostAtOnce),
  state: z.strictObject({
    made: count,
    waiting: count,
    setAside: count,
    build: z.string().max(100),
    /** Which numbers it has given, and where they are besides those in `items`. */
    held: z.strictObject({ issued: count, waiting: ranges, aside: ranges, free: ranges }).optional(),
  }),
})

type Batch = z.infer<typeof kioskBatch>

/** Whether it was meant for this kiosk: one key can stand for two, where a device asked with it twice. */
export const isMeantFor = ({ id }: KioskRecord, { kiosk = id }: Batch): boolean => kiosk === id

/**
 * Whether it was heard before, or something newer was: somebody sends again what they have recorded, it was long on its way, or the
 * device was put back to an earlier day. What such a word brings is on the device still, or was taken back there.
 */
export const isOldWord = ({ sendings }: KioskRecord, { sending = 0 }: Pick<Batch, 'sending'>): boolean =>
  sendings > 0 && sending <= sendings

/** Takes what comes under numbers that are free, or that belong to the very same responses. */
export async function takeFromKiosk(
  { database, recorder, sealing, metrics, now }: Deps,
  kiosk: KioskRecord,
  sent: Batch,
  language: string,
): Promise<readonly ResponseVerdict[]> {
  const judged = await Promise.all(
    sent.items.map(async (item, place) => ({ item, isFree: await isFree(database, kiosk.arrived, sent, place) })),
  )
  const good = judged.filter(({ isFree: free }) => free).map(({ item }) => item)
  const take = async (one: SubmittedResponse, place: number) => {
    const number = good[place]?.number
    const numbered = number === undefined ? undefined : { kiosk: kiosk.id, device: kiosk.public_key, number }
    const outcome = await recorder.record(one, now(), { numbered, isKept: good.length > 1 })
    metrics.outcome(outcome.kind)
    return outcome
  }
  const answers = await takeEach(
    { take, open: sealing.open, brought: recorder.brought },
    good.map(({ response }) => response),
    language,
  )
  const answerTo = new Map(good.map((item, place) => [item, answers[place]]))
  const results = judged.map(
    ({ item }) =>
      answerTo.get(item) ?? refusal(claimedId(item.response), 409, problemOf('kiosk_number', language, [{ number: item.number }])),
  )
  const refused = results.flatMap(({ problem: why, status }) => (why && status !== 503 ? [why.code] : []))
  await noteRefusals(database, kiosk.id, refused, localDay(now()))
  const at = `${new Date(now()).toISOString().slice(0, 16)}Z`
  await noteKiosk(database, kiosk, { ...stateAfter(sent, results), sending: sent.sending, at })
  return results
}

/** How a kiosk stands when it hears what became of each: what was refused is set aside there, and what no word is said of waits on. */
function stateAfter({ items, state }: Batch, results: readonly ResponseVerdict[]): KioskState & Pick<Batch['state'], 'build'> {
  const numbersOf = (is: (verdict: ResponseVerdict) => boolean) =>
    items.filter((_, place) => results.slice(place, place + 1).some(is)).map(({ number }) => number)
  const waits = numbersOf(({ problem, status }) => problem !== undefined && status === 503)
  // What came under a taken number goes again under another.
  const aside = numbersOf(({ problem, status }) => problem !== undefined && status !== 503 && problem.code !== 'kiosk_number')
  const { held } = state
  return {
    ...state,
    waiting: state.waiting + waits.length,
    setAside: state.setAside + aside.length,
    held: held && { ...held, waiting: waits.reduce(withNumber, held.waiting), aside: aside.reduce(withNumber, held.aside) },
  }
}

/** A number that has come belongs to a response that is stored: only that one may come under it again. */
async function isFree(database: Database, arrived: NumberRanges, { items }: Batch, place: number): Promise<boolean> {
  const item = items[place]
  if (!item) return false
  const isTwice = items
    .slice(0, place)
    .some(({ number, response }) => number === item.number && claimedId(response) !== claimedId(item.response))
  return !isTwice && (!hasArrived(arrived, item.number) || isStored(database, claimedId(item.response)))
}

/** Takes nothing of what came under a kiosk's name, and lets the office see that it came. */
export const takeNothing = (
  { database, now }: Pick<Deps, 'database' | 'now'>,
  { id }: KioskRecord,
  why: 'kiosk_revoked' | 'kiosk_signature',
): Promise<void> => noteRefusals(database, id, [why], localDay(now()))

/** Takes nothing of a sending that was altered on its way; the office sees it once, however often somebody sends what they have recorded of it. */
export async function takeAltered({ database, now }: Pick<Deps, 'database' | 'now'>, kiosk: KioskRecord, sending: number): Promise<void> {
  if (await noteSending(database, kiosk, sending)) await noteRefusals(database, kiosk.id, ['kiosk_altered'], localDay(now()))
}
