import { Hono } from 'hono'
import { describeRoute, resolver } from 'hono-openapi'
import { z } from 'zod'
import { hasArrived, type NumberRanges } from '../../surveys/fielding/kiosk'
import type { SubmittedResponse } from '../../surveys/instrument/schema'
import { atKiosk, hasSigned, isPublicKey } from '../access/kiosks'
import { hashOf } from '../access/keys'
import { act } from '../acts/act'
import { enrolKiosk } from '../acts/kiosks'
import type { Database } from '../db/dialect'
import { findKiosk, type KioskRecord, kioskWithCode, noteKiosk } from '../db/kiosks'
import { isStored } from '../db/responses'
import type { Metrics } from '../metrics'
import { checked, detailsOf, languageWanted, problem, problemOf } from '../problems'
import { claimedId, mostAtOnce, refusal, takeEach, type ResponseVerdict, verdict } from '../recording/answering'
import type { Recorder } from '../recording/recorder'

type Deps = { readonly database: Database; readonly recorder: Recorder; readonly metrics: Metrics; readonly now: () => number }

/** What an enrolled kiosk sends: itself with a code once, and from then on what it has kept and how it fares, signed with its key. */
export const kiosks = (deps: Deps) =>
  new Hono()
    .post('/enrol', enrolDescription, checked('json', enrolment, 'body_invalid'), async (c) => {
      const { code, publicKey } = c.req.valid('json')
      const kiosk = await kioskWithCode(deps.database, hashOf(codeIn(code)), new Date(deps.now()).toISOString())
      const outcome = kiosk && (await act(deps, atKiosk(kiosk), enrolKiosk, { kiosk: kiosk.id, publicKey }))
      if (!kiosk || outcome?.kind !== 'done') return c.json(problemOf('kiosk_code_unknown', languageWanted(c)), 404)
      return c.json(enrolled(kiosk), 201)
    })
    .post('/:kiosk/batch', batchDescription, async (c) => {
      const language = languageWanted(c)
      const kiosk = await findKiosk(deps.database, c.req.param('kiosk'))
      // A device believes no refusal but one that names it.
      const refused = (code: 'kiosk_unknown' | 'kiosk_revoked' | 'kiosk_signature') =>
        problemOf(code, language, [{ kiosk: c.req.param('kiosk') }])
      if (!kiosk) return c.json(refused('kiosk_unknown'), 404)
      if (kiosk.revoked_on !== '') return c.json(refused('kiosk_revoked'), 403)
      const bytes = new Uint8Array(await c.req.arrayBuffer())
      if (!hasSigned(kiosk, bytes, c.req.header('kiosk-signature') ?? '')) return c.json(refused('kiosk_signature'), 401)
      const parsed = batch.safeParse(jsonIn(bytes))
      if (!parsed.success) return c.json(problemOf('body_invalid', language, detailsOf(parsed.error.issues)), 422)
      return c.json({ kiosk: enrolled(kiosk), results: await taken(deps, kiosk, parsed.data, language) }, 200)
    })

type Batch = z.infer<typeof batch>

/** Takes what comes under numbers that are free, or that belong to the very same responses. */
async function taken({ database, recorder, metrics, now }: Deps, kiosk: KioskRecord, sent: Batch, language: string): Promise<readonly ResponseVerdict[]> {
  const judged = await Promise.all(
    sent.items.map(async (item, place) => ({ item, isFree: await isFree(database, kiosk.arrived, sent, place) })),
  )
  const good = judged.filter(({ isFree: free }) => free).map(({ item }) => item)
  const answers = await takeEach(
    good.map(({ response }) => response),
    language,
    async (one: SubmittedResponse) => {
      const outcome = await recorder.record(one, now())
      metrics.outcome(outcome.kind)
      return outcome
    },
  )
  const answerTo = new Map(good.map((item, place) => [item, answers[place]]))
  const arrived = good.filter((item) => answerTo.get(item)?.receipt !== undefined).map(({ number }) => number)
  const results = judged.map(
    ({ item }) =>
      answerTo.get(item) ?? refusal(claimedId(item.response), 409, problemOf('kiosk_number', language, [{ number: item.number }])),
  )
  const refused = results.find(({ problem: why, status }) => why && status !== 503)?.problem?.code ?? kiosk.refused
  await noteKiosk(database, kiosk.id, arrived, { ...sent.state, refused, at: `${new Date(now()).toISOString().slice(0, 16)}Z` })
  return results
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

const enrolment = z.strictObject({
  code: z.string().max(40),
  publicKey: z.string().max(100).refine(isPublicKey, 'must be a point on P-256'),
})

const count = z.int().min(0)

const batch = z.strictObject({
  items: z.array(z.strictObject({ number: z.int().min(1), response: z.unknown() })).max(mostAtOnce),
  state: z.strictObject({ made: count, waiting: count, setAside: count, build: z.string().max(100) }),
})

const place = z.strictObject({ id: z.string(), name: z.string(), touchpoint: z.string() })
const enrolled = ({ id, name, touchpoint }: KioskRecord) => ({ id, name, touchpoint })

const codeIn = (typed: string): string =>
  typed
    .toUpperCase()
    .replace(/[\s\-–]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')

function jsonIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}

const problemContent = { 'application/json': { schema: resolver(problem) } }

const enrolDescription = describeRoute({
  summary: 'Enrol a kiosk',
  description:
    'Takes the one-time code that the office gave out and the public half of a key (ECDSA on P-256, raw point, base64url) that stays on the device.',
  tags: ['kiosks'],
  responses: {
    201: { description: 'Enrolled', content: { 'application/json': { schema: resolver(place) } } },
    404: { description: 'No such code, or no more', content: problemContent },
    422: { description: 'The body has another shape', content: problemContent },
  },
})

const batchDescription = describeRoute({
  summary: 'Record what a kiosk has kept',
  description:
    'Up to 50 responses under the numbers that the kiosk gave them, and how many it has made, keeps and has set aside. The header `Kiosk-Signature` signs the bytes of the body. A number that has come with another response is refused.',
  tags: ['kiosks'],
  responses: {
    200: {
      description: 'What became of each',
      content: { 'application/json': { schema: resolver(z.strictObject({ kiosk: place, results: z.array(verdict) })) } },
    },
    401: { description: 'The signature does not fit the body', content: problemContent },
    403: { description: 'The kiosk has been shut out', content: problemContent },
    404: { description: 'No such kiosk', content: problemContent },
    422: { description: 'The body has another shape', content: problemContent },
  },
})
