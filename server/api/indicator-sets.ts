import { Hono } from 'hono'
import { describeRoute, resolver } from 'hono-openapi'
import { z } from 'zod'
import { localised } from '../../surveys/instrument/language'
import type { Accounts } from '../access/accounts'
import { requireAct } from '../access/permission'
import type { Database } from '../db/dialect'
import { checked, languageWanted, problem } from '../problems'
import { listSets } from '../reading/indicator-sets'

type Deps = { readonly database: Database; readonly accounts: Accounts; readonly now: () => number }

const query = z.object({ lang: z.string().max(16).optional() })

const row = z.object({
  code: z.string(),
  version: z.int(),
  title: z.string(),
  numbers: z.int().meta({ description: 'On how many numbers it stands' }),
  drawn: z.int().meta({ description: 'How many of them are drawn from campaigns or other assessments' }),
  languages: z.array(z.string()),
  publishedOn: z.string().nullable().meta({ description: 'null: it comes with the product and nobody has taken it up' }),
  hash: z.string().nullable(),
})

/** Indicator sets: what assessments can field. */
export const indicatorSets = (deps: Deps) =>
  new Hono().get('/', requireAct(deps, 'office.read'), describeSets, checked('query', query, 'query_invalid'), async (c) => {
    const language = languageWanted(c)
    const rows = (await listSets(deps.database)).map(({ set: { id, version, title, languages }, numbers, drawn, publishedOn, hash }) => ({
      code: id,
      version,
      title: localised(title, language, languages),
      numbers,
      drawn,
      languages: [...languages],
      publishedOn: publishedOn ?? null,
      hash: hash ?? null,
    }))
    return c.json(rows satisfies z.infer<typeof row>[], 200)
  })

const problemContent = { 'application/json': { schema: resolver(problem) } }

const describeSets = describeRoute({
  summary: 'Indicator sets',
  description: 'Every published version of an indicator set, and those that come with the product and nobody has taken up yet.',
  tags: ['assessments'],
  security: [{ token: [] }],
  responses: {
    200: { description: 'The sets', content: { 'application/json': { schema: resolver(z.array(row)) } } },
    401: { description: 'No valid token', content: problemContent },
    403: { description: 'This account may not', content: problemContent },
  },
})
