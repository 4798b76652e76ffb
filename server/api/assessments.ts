import { type Context, Hono } from 'hono'
import { describeRoute, resolver } from 'hono-openapi'
import { z } from 'zod'
import { spokenFor } from '../../client/text/languages'
import { officeWords } from '../../client/text/office'
import { localised } from '../../surveys/instrument/language'
import type { Accounts } from '../access/accounts'
import { isWithin, permissionProblem, personOf, refusalIsTold, requireAct } from '../access/permission'
import { areaFor } from '../access/seen'
import { act } from '../acts/act'
import { createAssessment } from '../acts/assessments'
import { assessingOf, listAssessments } from '../db/assessments'
import type { Database } from '../db/dialect'
import type { QuestionnaireSource } from '../db/questionnaires'
import { checked, languageWanted, problem, problemOf, problemOfEach } from '../problems'
import { assessmentSeen, readAssessment } from '../reading/assessments'
import { readCountedScores } from '../reading/rated-scores'

type Deps = {
  readonly database: Database
  readonly accounts: Accounts
  readonly questionnaires: QuestionnaireSource
  readonly now: () => number
}

const text = z.string().max(400)
const created = z.strictObject({
  code: text,
  title: text,
  titleEn: text.default(''),
  set: z.strictObject({ id: text, version: z.int().min(1) }),
  from: text.meta({ description: 'The first month, YYYY-MM' }),
  to: text.meta({ description: 'The last month, YYYY-MM' }),
  selfDue: text.meta({ description: 'The last local day on which agencies enter and hand in' }),
  lookDue: text.meta({ description: 'The last local day on which they ask for a second look' }),
  agencies: z.array(text).min(1).max(5_000),
  sources: z.record(z.string().max(140), text).default({}),
})
const query = z.object({ lang: z.string().max(16).optional() })

/** Assessments: what there is, planning one, and what one comes to. */
export const assessments = (deps: Deps) =>
  new Hono()
    .get('/', requireAct(deps, 'results.read'), describeList, checked('query', query, 'query_invalid'), async (c) => {
      const area = await areaFor(deps, c, 'results.read')
      const seen = area === 'everywhere' ? undefined : await assessingOf(deps.database, [...area])
      const all = (await listAssessments(deps.database)).filter(({ code }) => seen === undefined || seen.has(code))
      return c.json(
        all.map(({ code, title, set, from, to, status }) => ({
          code,
          title: localised(title, languageWanted(c)),
          set,
          from,
          to,
          status,
        })),
        200,
      )
    })
    .post('/', requireAct(deps, 'assessments.decide'), describeCreate, checked('json', created, 'body_invalid'), async (c) => {
      const person = await personOf(deps, c)
      if (!person) return permissionProblem(c, 401)
      const { titleEn, set, selfDue, lookDue, ...rest } = c.req.valid('json')
      const draft = { ...rest, title_en: titleEn, set: `${set.id} ${set.version}`, self_due: selfDue, look_due: lookDue }
      const outcome = await act(deps, { ...person, door: 'api' }, createAssessment, draft)
      if (outcome.kind === 'done') return c.json({ code: outcome.value }, 201)
      if (outcome.kind === 'absent') {
        refusalIsTold(c)
        return permissionProblem(c, 404)
      }
      if (outcome.kind !== 'failed') return permissionProblem(c, 403)
      return c.json(
        problemOfEach('body_invalid', languageWanted(c), outcome.failure.problems, ({ field, code, seen = '', allowed = '' }) => ({
          path: field,
          rule: code,
          message: officeWords(spokenFor(languageWanted(c)))(`wrong_${code}`, { seen, allowed }),
        })),
        422,
      )
    })
    .get('/:code', requireAct(deps, 'results.read'), describeOne, checked('query', query, 'query_invalid'), (c) => computed(deps, c))

async function computed(deps: Deps, c: Context) {
  const area = await areaFor(deps, c, 'results.read')
  const reading = await readAssessment(deps, c.req.param('code') ?? '')
  const isSeen = reading?.record.agencies.some(({ agency }) => isWithin(area, agency.code)) ?? false
  if (!reading || !isSeen) return c.json(problemOf('assessment_unknown', languageWanted(c)), 404)
  const standing = await readCountedScores(deps, reading)
  return c.json(assessmentSeen(reading, area, { language: languageWanted(c), standing }), 200)
}

const problemContent = { 'application/json': { schema: resolver(problem) } }
const refusals = {
  401: { description: 'No valid token', content: problemContent },
  403: { description: 'This account may not', content: problemContent },
  404: { description: 'No such assessment for this account', content: problemContent },
  422: { description: 'Something is not valid; nothing was saved', content: problemContent },
}

const describeList = describeRoute({
  summary: 'Assessments',
  description: 'Every assessment of an agency that the account may see, the latest period first.',
  tags: ['assessments'],
  security: [{ token: [] }],
  responses: { 200: { description: 'The assessments' }, ...refusals },
})

const describeCreate = describeRoute({
  summary: 'Plan an assessment',
  description:
    'Fields a published indicator set for whole months and some agencies, as a draft. `sources` names the campaign or assessment that figures are drawn from, by `campaign QUESTIONNAIRE` or `assessment SET`. Needs `assessments.decide` over the agencies.',
  tags: ['assessments'],
  security: [{ token: [] }],
  responses: { 201: { description: 'Its code' }, ...refusals },
})

const describeOne = describeRoute({
  summary: 'What an assessment comes to',
  description:
    'Every node for every agency that the account may see: what stands (verified numbers, and where there are none the agency’s own), what the agency’s own numbers come to, unrounded and as it is read, maximum, grade, and why a value is missing; a missing number is never zero. Figures that are drawn from a campaign are released ones, each with its 95 % interval, its base and how many persons there are at least. Scores that rest on forms in which one person rates several agencies have an interval by drawing persons anew (`persons-redrawn`), once it was counted, for who sees all agencies.',
  tags: ['assessments'],
  security: [{ token: [] }],
  responses: { 200: { description: 'Its figures' }, ...refusals },
})
