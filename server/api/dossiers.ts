import { type Context, Hono } from 'hono'
import { describeRoute, resolver } from 'hono-openapi'
import { z } from 'zod'
import { spokenFor } from '../../client/text/languages'
import { officeWords } from '../../client/text/office'
import { mostHandled } from '../../surveys/fielding/dossiers'
import type { Accounts } from '../access/accounts'
import { permissionProblem, personOf, refusalIsTold, requireAct } from '../access/permission'
import { seenAgencies } from '../access/seen'
import { act } from '../acts/act'
import { type EntryProblem, saveDossiers } from '../acts/dossiers'
import type { Database } from '../db/dialect'
import { listDossiers } from '../db/dossiers'
import { checked, languageWanted, problem, problemOf, problemOfEach } from '../problems'

type Deps = { readonly database: Database; readonly accounts: Accounts; readonly now: () => number }

const month = z.string().max(16).meta({ description: 'A month, YYYY-MM', pattern: '^\\d{4}-(0[1-9]|1[0-2])$' })
const count = z.int().min(0).max(mostHandled).nullable()

const entry = z.strictObject({
  agency: z.string().max(64),
  service: z.string().max(64).default('').meta({ description: 'The code of a field or procedure; nothing for all dossiers' }),
  month,
  handled: count.meta({ description: 'null takes the number away' }),
  onTime: count.default(null).meta({ description: 'How many of them on time, where that is known' }),
})

/** As many as a request has room for. */
const mostEntries = 500
const body = z.strictObject({ entries: z.array(entry).min(1).max(mostEntries) })
const query = z.object({ from: month, to: month, agency: z.string().max(64).optional(), lang: z.string().max(16).optional() })

const row = entry.extend({ source: z.string() })
const came = z.object({ added: z.int(), changed: z.int(), removed: z.int(), same: z.int(), batch: z.string().nullable() })

/** Dossiers handled: what is known of a span of months, and what an office's own system says. */
export const dossiers = (deps: Deps) =>
  new Hono()
    .get('/', requireAct(deps, 'office.read'), describeList, checked('query', query, 'query_invalid'), async (c) => {
      const { from, to, agency } = c.req.valid('query')
      const agencies = (await seenAgencies(deps, c, 'office.read')).map(({ code }) => code)
      const wanted = agency === undefined ? agencies : agencies.filter((code) => code === agency)
      if (agency !== undefined && wanted.length === 0) return c.json(problemOf('agency_unknown', languageWanted(c)), 404)
      return c.json({ dossiers: await listDossiers(deps.database, { from, to, agencies: wanted }) }, 200)
    })
    .put('/', requireAct(deps, 'dossiers.change'), describePut, checked('json', body, 'body_invalid'), async (c) => {
      const person = await personOf(deps, c)
      if (!person) return permissionProblem(c, 401)
      const entries = c.req.valid('json').entries.map(({ handled, onTime, ...key }) => ({
        ...key,
        handled: handled === null ? '' : String(handled),
        on_time: onTime === null ? '' : String(onTime),
      }))
      const outcome = await act(deps, { ...person, door: 'api' }, saveDossiers, { entries, source: 'api' })
      if (outcome.kind === 'done') return c.json({ ...outcome.value, batch: outcome.value.batch ?? null }, 200)
      if (outcome.kind === 'absent') {
        refusalIsTold(c)
        return permissionProblem(c, 404)
      }
      if (outcome.kind !== 'failed') return permissionProblem(c, 403)
      const problems = outcome.failure.code === 'wrong' ? outcome.failure.problems : []
      return c.json(
        problemOfEach('body_invalid', languageWanted(c), problems, (one) => detailOf(c, one)),
        422,
      )
    })

function detailOf(c: Context, { index, field, code, seen = '', allowed = '' }: EntryProblem) {
  const path = `entries[${index}].${field === 'on_time' ? 'onTime' : field}`
  return { path, rule: code, message: officeWords(spokenFor(languageWanted(c)))(`wrong_${code}`, { seen, allowed }) }
}

const problemContent = { 'application/json': { schema: resolver(problem) } }
const refusals = {
  401: { description: 'No valid token', content: problemContent },
  403: { description: 'This account may not', content: problemContent },
  404: { description: 'No such agency for this account', content: problemContent },
  422: { description: 'Something is not valid; nothing was saved', content: problemContent },
}

const describeList = describeRoute({
  summary: 'Dossiers handled',
  description: 'What was given for a span of months, both inclusive, of the agencies that the account may see.',
  tags: ['dossiers'],
  security: [{ token: [] }],
  responses: {
    200: {
      description: 'The numbers, the latest month first',
      content: { 'application/json': { schema: resolver(z.object({ dossiers: z.array(row) })) } },
    },
    ...refusals,
  },
})

const describePut = describeRoute({
  summary: 'Enter dossiers handled',
  description:
    'Sets numbers by agency, service and month, all of them or none; sent again it changes nothing. A service stands for a field or procedure of the list; without one the number is of all dossiers of the agency in that month. Needs `dossiers.change` over the agencies.',
  tags: ['dossiers'],
  security: [{ token: [] }],
  responses: { 200: { description: 'What it did', content: { 'application/json': { schema: resolver(came) } } }, ...refusals },
})
