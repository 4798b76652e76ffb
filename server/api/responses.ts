import { violationText } from '../../client/text/citizen'
import { Hono } from 'hono'
import { describeRoute, resolver } from 'hono-openapi'
import { receipt, submittedResponse } from '../../surveys/instrument/schema'
import type { Metrics } from '../metrics'
import { checked, type ApiProblem, problem, problemOf } from '../problems'
import { type Outcome, statusOf } from '../recording/outcome'
import type { Recorder } from '../recording/recorder'

type Deps = { readonly recorder: Recorder; readonly metrics: Metrics; readonly now: () => number }

/** Taking responses, `POST /api/v1/responses`; `?test` checks one before its campaign opens and stores nothing. */
export const responses = ({ recorder, metrics, now }: Deps) =>
  new Hono().post('/', description, checked('json', submittedResponse, 'body_invalid'), async (c) => {
    const submitted = c.req.valid('json')
    const take = c.req.query('test') === undefined ? recorder.record : recorder.try
    const outcome = await take(submitted, now())
    metrics.outcome(outcome.kind)
    if (outcome.kind === 'unavailable') c.header('Retry-After', String(outcome.retryAfter))
    return c.json(bodyOf(outcome, submitted.language), statusOf[outcome.kind])
  })

function bodyOf(outcome: Outcome, language: string) {
  switch (outcome.kind) {
    case 'recorded':
    case 'repeated':
    case 'tried':
      return outcome.receipt
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
