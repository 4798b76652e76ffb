import { Hono } from 'hono'
import { describeRoute, resolver } from 'hono-openapi'
import { z } from 'zod'
import { localised } from '../../surveys/instrument/language'
import type { Accounts } from '../access/accounts'
import { requireAct } from '../access/permission'
import { seenAgencies } from '../access/seen'
import type { Database } from '../db/dialect'
import { checked, languageWanted, problem } from '../problems'

type Deps = { readonly database: Database; readonly accounts: Accounts; readonly now: () => number }

const query = z.object({ lang: z.string().max(16).optional() }).strict()

const row = z.object({
  code: z.string(),
  name: z.string(),
  block: z.string().meta({ description: 'The group that it is ranked in' }),
  parent: z.string().nullable(),
  officialCode: z.string().nullable().meta({ description: 'The code in the lists of the state, where it is another' }),
  validFrom: z.string().nullable(),
  validTo: z.string().nullable(),
  predecessors: z.array(z.string()).meta({ description: 'What came together in it, or what it was split from' }),
})

/** Agencies as they are now: what the codes of figures mean. */
export const agencyList = (deps: Deps) =>
  new Hono().get('/', requireAct(deps, 'released.read'), describe, checked('query', query, 'query_invalid'), async (c) => {
    const language = languageWanted(c)
    const rows = (await seenAgencies(deps, c, 'released.read')).map((agency): z.infer<typeof row> => ({
      code: agency.code,
      name: localised(agency.name, language),
      block: agency.block,
      parent: agency.parent,
      officialCode: agency.officialCode ?? null,
      validFrom: agency.validFrom,
      validTo: agency.validTo,
      predecessors: [...agency.predecessors],
    }))
    return c.json(rows, 200)
  })

const problemContent = { 'application/json': { schema: resolver(problem) } }

const describe = describeRoute({
  summary: 'Agencies',
  description: 'The agencies that the account is over, as they are now. A campaign keeps those that it opened with, by the same codes.',
  tags: ['results'],
  security: [{ token: [] }],
  responses: {
    200: { description: 'The agencies', content: { 'application/json': { schema: resolver(z.array(row)) } } },
    401: { description: 'No valid token', content: problemContent },
    403: { description: 'This account may not', content: problemContent },
  },
})
