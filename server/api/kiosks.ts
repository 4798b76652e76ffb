import { Hono } from 'hono'
import { describeRoute, resolver } from 'hono-openapi'
import { z } from 'zod'
import { presenceClaim } from '../../surveys/fielding/beat'
import { hasSigned, isPublicKey } from '../access/kiosks'
import { hashOf } from '../access/keys'
import { act } from '../acts/act'
import { atKiosk, enrolKiosk } from '../acts/kiosks'
import type { Database } from '../db/dialect'
import { findKiosk, kioskEnrolledWith, type KioskRecord, kioskWithCode } from '../db/kiosks'
import { linkOf } from '../db/touchpoints'
import type { Metrics } from '../metrics'
import { checked, languageWanted, problem, problemOf, problemOfShape } from '../problems'
import { verdict } from '../recording/answering'
import { isMeantFor, isOldWord, kioskBatch, takeAltered, takeFromKiosk, takeNothing } from '../recording/kiosk-batch'
import type { Recorder } from '../recording/recorder'
import type { Sealing } from '../recording/sealing'

type Deps = {
  readonly database: Database
  readonly recorder: Recorder
  readonly sealing: Sealing
  readonly metrics: Metrics
  readonly now: () => number
}

/** What an enrolled kiosk sends: itself with a code once, and from then on what it has kept and how it fares, signed with its key. */
export const kiosks = (deps: Deps) =>
  new Hono()
    .post('/enrol', enrolDescription, checked('json', enrolment, 'body_invalid'), async (c) => {
      const { code, publicKey } = c.req.valid('json')
      const codeHash = hashOf(codeIn(code))
      const at = new Date(deps.now()).toISOString()
      // A device whose answer was lost on the way asks again.
      const kiosk = (await kioskWithCode(deps.database, codeHash, at)) ?? (await kioskEnrolledWith(deps.database, codeHash, publicKey, at))
      const outcome = kiosk && (await act(deps, atKiosk(kiosk), enrolKiosk, { codeHash, publicKey }))
      if (!kiosk || outcome?.kind !== 'done') return c.json(problemOf('kiosk_code_unknown', languageWanted(c)), 404)
      return c.json(await enrolled(deps, kiosk), 201)
    })
    .post('/:kiosk/batch', batchDescription, async (c) => {
      const language = languageWanted(c)
      const kiosk = await findKiosk(deps.database, c.req.param('kiosk'))
      // A device believes no refusal but one that names it.
      const refused = (code: 'kiosk_unknown' | 'kiosk_revoked' | 'kiosk_signature' | 'kiosk_altered') =>
        problemOf(code, language, [{ kiosk: c.req.param('kiosk') }])
      // Nothing happened that the office should know: it may come again as often as somebody likes.
      const repeated = ({ id, sendings }: KioskRecord) => problemOf('kiosk_repeated', language, [{ kiosk: id, sending: sendings }])
      if (!kiosk) return c.json(refused('kiosk_unknown'), 404)
      if (kiosk.revoked_on !== '') {
        await takeNothing(deps, kiosk, 'kiosk_revoked')
        return c.json(refused('kiosk_revoked'), 403)
      }
      const bytes = new Uint8Array(await c.req.arrayBuffer())
      if (!hasSigned(kiosk, bytes, c.req.header('kiosk-signature') ?? '')) {
        const sending = numberIn(c.req.header('kiosk-sending') ?? '')
        const claim = new TextEncoder().encode(presenceClaim(kiosk.id, sending))
        if (!hasSigned(kiosk, claim, c.req.header('kiosk-presence') ?? '')) {
          await takeNothing(deps, kiosk, 'kiosk_signature')
          return c.json(refused('kiosk_signature'), 401)
        }
        if (isOldWord(kiosk, { sending })) return c.json(repeated(kiosk), 409)
        await takeAltered(deps, kiosk, sending)
        return c.json(refused('kiosk_altered'), 400)
      }
      const parsed = kioskBatch.safeParse(jsonIn(bytes))
      if (!parsed.success) return c.json(problemOfShape('body_invalid', language, parsed.error.issues), 422)
      if (!isMeantFor(kiosk, parsed.data)) {
        await takeNothing(deps, kiosk, 'kiosk_signature')
        return c.json(refused('kiosk_signature'), 401)
      }
      if (isOldWord(kiosk, parsed.data)) return c.json(repeated(kiosk), 409)
      return c.json({ kiosk: await enrolled(deps, kiosk), results: await takeFromKiosk(deps, kiosk, parsed.data, language) }, 200)
    })

const enrolment = z.strictObject({
  code: z.string().max(40),
  publicKey: z
    .string()
    .max(100)
    .refine(isPublicKey, { message: 'must be a point on P-256', params: { rule: 'public_key' } }),
})

const place = z.strictObject({ id: z.string(), name: z.string(), touchpoint: z.string() })
/** Where a device opens its page: the touchpoint has another code once it was renewed. */
const enrolled = async ({ database }: Deps, { id, name, touchpoint }: KioskRecord) => ({
  id,
  name,
  touchpoint: (await linkOf(database, touchpoint)) ?? touchpoint,
})

const codeIn = (typed: string): string =>
  typed
    .toUpperCase()
    .replace(/[\s\-–]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')

/** The number of a sending as it is said in the open; none is 0. */
const numberIn = (text: string): number => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : 0)

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
    'Takes the one-time code that the office gave out and the public half of a key (ECDSA on P-256, raw point, base64url) that stays on the device. The same code with the same key is answered the same for as long as the code holds.',
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
    'Up to 50 responses under the numbers that the kiosk gave them, and how many it has made, keeps and has set aside. The header `Kiosk-Signature` signs the bytes of the body; `Kiosk-Presence` signs `sipas kiosk 2 `, the id of the kiosk, a space and the number that `Kiosk-Sending` says, the same as `sending`, by which one whose body was altered on the way is told from another device. A number that has come with another response is refused. `kiosk` is its own id and `sending` one more each time: of a body that is not newer than the last nothing is taken.',
  tags: ['kiosks'],
  responses: {
    200: {
      description: 'What became of each',
      content: { 'application/json': { schema: resolver(z.strictObject({ kiosk: place, results: z.array(verdict) })) } },
    },
    400: { description: 'The body was altered on its way: the kiosk sends it again later', content: problemContent },
    401: { description: 'The signature does not fit the body', content: problemContent },
    403: { description: 'The kiosk has been shut out', content: problemContent },
    404: { description: 'No such kiosk', content: problemContent },
    409: { description: 'This sending, or a newer one, was heard before; the details name the last', content: problemContent },
    413: { description: 'The batch is larger than 512 KB', content: problemContent },
    422: { description: 'The body has another shape', content: problemContent },
  },
})
