import { type Context, Hono } from 'hono'
import { describeRoute, resolver } from 'hono-openapi'
import { z } from 'zod'
import { receipt, type SubmittedResponse, submittedResponse } from '../../surveys/instrument/schema'
import type { PersonDeps } from '../access/permission'
import { networkBeyond } from '../access/origin'
import { entererOf } from '../access/seen'
import type { Metrics } from '../metrics'
import { checked, languageWanted, problem } from '../problems'
import { bodyOf, mostAnswersFromAnybody, mostFromAnybody, takeEach, verdicts } from '../recording/answering'
import { type Outcome, statusOf } from '../recording/outcome'
import type { Recorder } from '../recording/recorder'
import type { Sealing } from '../recording/sealing'

type Deps = PersonDeps & {
  readonly recorder: Recorder
  readonly sealing: Sealing
  readonly metrics: Metrics
  readonly now: () => number
}

/** Taking responses: one at `POST /api/v1/responses`, what a device has kept at `/batch`; `?test` checks before a campaign opens and stores nothing. */
export const responses = ({ recorder, sealing, metrics, now, ...deps }: Deps) => {
  const take = async (c: Context, submitted: SubmittedResponse, solution: string | undefined): Promise<Outcome> => {
    const met = { network: networkBeyond(c, deps.accounts.config.trustProxy), by: 'script', solution } as const
    const outcome =
      c.req.query('test') === undefined
        ? await recorder.record(submitted, now(), { enterer: entererOf(deps, c), met })
        : await recorder.try(submitted, now())
    metrics.outcome(outcome.kind)
    return outcome
  }
  return new Hono()
    .post('/', description, checked('json', submittedResponse, 'body_invalid'), async (c) => {
      const submitted = c.req.valid('json')
      const outcome = await take(c, submitted, c.req.header('solution'))
      if (outcome.kind === 'unavailable' || outcome.kind === 'pressed') c.header('Retry-After', String(outcome.retryAfter))
      return c.json(bodyOf(outcome, submitted.language, await recorder.brought(submitted, languageWanted(c))), statusOf[outcome.kind])
    })
    .post('/batch', batchDescription, checked('json', batch, 'body_invalid'), async (c) => {
      const { responses: sent, solutions = [] } = c.req.valid('json')
      const taking = {
        open: sealing.open,
        brought: recorder.brought,
        take: (one: SubmittedResponse) => take(c, one, solutions.find(({ id }) => id === one.id)?.solution),
        mostAnswers: mostAnswersFromAnybody,
      }
      const results = await takeEach(taking, sent, languageWanted(c))
      return c.json({ results }, 200)
    })
}

/** To what a device seals what it keeps, so that whoever carries it away reads nothing. */
export const sealingKey = ({ sealing }: Pick<Deps, 'sealing'>) => new Hono().get('/', sealingDescription, (c) => c.json(sealing.shown, 200))

const shownKey = z.strictObject({ kid: z.string(), key: z.string() })

const batch = z.strictObject({
  responses: z.array(z.unknown()).min(1).max(mostFromAnybody),
  solutions: z
    .array(z.strictObject({ id: z.string().max(64), solution: z.string().max(100) }))
    .max(mostFromAnybody)
    .optional(),
})

const receiptContent = { 'application/json': { schema: resolver(receipt) } }
const problemContent = { 'application/json': { schema: resolver(problem) } }

const description = describeRoute({
  summary: 'Record a response',
  description:
    'Stores a response durably and then acknowledges it. Sending the same id with the same body again gives the same receipt. Where the questionnaire lets one person rate several agencies, `answers` holds what is asked once and `ratings` by agency the answers to what is asked for each; `agency` is one of them. Such a form is stored as one response for each agency, all of them or none, and has one receipt.',
  tags: ['responses'],
  responses: {
    200: { description: 'The same response was stored before', content: receiptContent },
    201: { description: 'Stored', content: receiptContent },
    401: { description: 'Somebody of the office enters at this touchpoint, and nobody is signed in', content: problemContent },
    409: { description: 'The id belongs to a response with other content', content: problemContent },
    410: { description: 'The response was erased', content: problemContent },
    413: { description: 'The body is larger than 64 KB', content: problemContent },
    422: { description: 'The response is not valid; the details name item and rule', content: problemContent },
    429: {
      description:
        'Nothing was stored: too much comes from there. The details hold a puzzle, `1.BITS.UNTIL.MARK`; send again after Retry-After seconds, or at once with the header `Solution: PUZZLE:NUMBER`, where SHA-256 of (SHA-256 of `PUZZLE ID`, then NUMBER in four bytes, the highest first) begins with so many zero bits. ID is that of the response.',
      content: problemContent,
    },
    503: { description: 'Nothing was stored; send again after Retry-After seconds', content: problemContent },
  },
})

const batchDescription = describeRoute({
  summary: 'Record what a device has kept',
  description:
    'Takes up to 8 responses, as they are or sealed to the server as `{ id, sealed }`, and answers each by itself: what one of them lacks does not hold up the others. Under `results` stand the id, the status that the response would have had alone, and its receipt or problem. 503 asks for that response again, as of those after the first 600 answers, so does 401, where somebody of the office enters and nobody is signed in, and so does 429 with its puzzle, whose solution goes along in `solutions`; everything else is final.',
  tags: ['responses'],
  responses: {
    200: { description: 'What became of each', content: { 'application/json': { schema: resolver(verdicts) } } },
    413: { description: 'The batch is larger than 512 KB', content: problemContent },
    422: { description: 'This is not a batch of responses', content: problemContent },
  },
})

const sealingDescription = describeRoute({
  summary: 'Read the key that devices seal responses to',
  description:
    "A point on P-256, raw, in base64url. A response is sealed by RFC 9180 in base mode (DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM) with the info `sipas response 1` and the response's id as additional data, and sent as the key's `kid`, a dot, and the encapsulated secret and the ciphertext together in base64url.",
  tags: ['responses'],
  responses: { 200: { description: 'The key', content: { 'application/json': { schema: resolver(shownKey) } } } },
})
