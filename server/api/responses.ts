import { violationText } from '../../client/text/citizen'
import { Hono } from 'hono'
import { describeRoute, resolver } from 'hono-openapi'
import { z } from 'zod'
import { type Receipt, receipt, type SubmittedResponse, submittedResponse } from '../../surveys/instrument/schema'
import type { Metrics } from '../metrics'
import { type ApiProblem, checked, detailsOf, languageWanted, problem, problemOf } from '../problems'
import { type Outcome, statusOf } from '../recording/outcome'
import type { Recorder } from '../recording/recorder'

type Deps = { readonly recorder: Recorder; readonly metrics: Metrics; readonly now: () => number }

/** Taking responses: one at `POST /api/v1/responses`, what a device has kept at `/batch`; `?test` checks before a campaign opens and stores nothing. */
export const responses = ({ recorder, metrics, now }: Deps) => {
  const take = async (submitted: SubmittedResponse, test: string | undefined): Promise<Outcome> => {
    const outcome = await (test === undefined ? recorder.record : recorder.try)(submitted, now())
    metrics.outcome(outcome.kind)
    return outcome
  }
  return new Hono()
    .post('/', description, checked('json', submittedResponse, 'body_invalid'), async (c) => {
      const submitted = c.req.valid('json')
      const outcome = await take(submitted, c.req.query('test'))
      if (outcome.kind === 'unavailable') c.header('Retry-After', String(outcome.retryAfter))
      return c.json(bodyOf(outcome, submitted.language), statusOf[outcome.kind])
    })
    .post('/batch', batchDescription, checked('json', batch, 'body_invalid'), async (c) => {
      const taken = c.req.valid('json').responses.map(async (sent): Promise<Verdict> => {
        const parsed = submittedResponse.safeParse(sent)
        if (!parsed.success) return unreadable(sent, problemOf('body_invalid', languageWanted(c), detailsOf(parsed.error.issues)))
        const outcome = await take(parsed.data, c.req.query('test'))
        return { id: parsed.data.id, status: statusOf[outcome.kind], ...said(outcome, parsed.data.language) }
      })
      return c.json({ results: await Promise.all(taken) }, 200)
    })
}

/** No more than one commit takes. */
const batch = z.strictObject({ responses: z.array(z.unknown()).min(1).max(50) })

/** What became of each response, in the order in which they were sent; its status is the one it would have had alone. */
const verdict = z.strictObject({ id: z.string(), status: z.int(), receipt: receipt.optional(), problem: problem.optional() })
const verdicts = z.strictObject({ results: z.array(verdict) })
type Verdict = z.infer<typeof verdict>

const said = (outcome: Outcome, language: string): Pick<Verdict, 'receipt' | 'problem'> =>
  'receipt' in outcome ? { receipt: outcome.receipt } : { problem: problemIn(outcome, language) }

/** What has not the shape of a response is answered under the id that it claims, so that its device can set it aside. */
const unreadable = (sent: unknown, why: ApiProblem): Verdict => ({ id: claimed.safeParse(sent).data?.id ?? '', status: 422, problem: why })

const claimed = z.object({ id: z.string().max(64) })

const bodyOf = (outcome: Outcome, language: string) => ('receipt' in outcome ? outcome.receipt : problemIn(outcome, language))

type Failure = Exclude<Outcome, { readonly receipt: Receipt }>

function problemIn(outcome: Failure, language: string): ApiProblem {
  switch (outcome.kind) {
    case 'invalid':
      return invalid(outcome, language)
    case 'refused':
      return problemOf(outcome.code, language)
    case 'conflict':
      return problemOf('id_conflict', language)
    case 'erased':
      return problemOf('response_erased', language)
    case 'unavailable':
      return problemOf('unavailable', language)
  }
}

const invalid = ({ violations }: Extract<Outcome, { kind: 'invalid' }>, language: string): ApiProblem =>
  problemOf(
    'answers_invalid',
    language,
    violations.map((violation) => ({ ...violation, message: violationText(language, violation) })),
  )

const receiptContent = { 'application/json': { schema: resolver(receipt) } }
const problemContent = { 'application/json': { schema: resolver(problem) } }

const description = describeRoute({
  summary: 'Record a response',
  description: 'Stores a response durably and then acknowledges it. Sending the same id with the same body again gives the same receipt.',
  tags: ['responses'],
  responses: {
    200: { description: 'The same response was stored before', content: receiptContent },
    201: { description: 'Stored', content: receiptContent },
    409: { description: 'The id belongs to a response with other content', content: problemContent },
    410: { description: 'The response was erased', content: problemContent },
    413: { description: 'The body is larger than 64 KB', content: problemContent },
    422: { description: 'The response is not valid; the details name item and rule', content: problemContent },
    503: { description: 'Nothing was stored; send again after Retry-After seconds', content: problemContent },
  },
})

const batchDescription = describeRoute({
  summary: 'Record what a device has kept',
  description:
    'Takes up to 50 responses and answers each by itself: what one of them lacks does not hold up the others. Under `results` stand the id, the status that the response would have had alone, and its receipt or problem. 503 asks for that response again; everything else is final.',
  tags: ['responses'],
  responses: {
    200: { description: 'What became of each', content: { 'application/json': { schema: resolver(verdicts) } } },
    413: { description: 'The batch is larger than 512 KB', content: problemContent },
    422: { description: 'This is not a batch of responses', content: problemContent },
  },
})
