import { type Context, Hono } from 'hono'
import { agencyOf, type AgencyDraft, agencyFields, checkAgency, draftOfAgency } from '../../../../surveys/drafts/agency'
import { requireAct } from '../../../accounts/require-act'
import { listAgencies, saveAgencies, searchAgencies } from '../../../db/agencies'
import type { AdminDeps } from '../../admin'
import { page } from '../document'
import { done } from '../flash'
import { type Filled, prefilled, sentForm, valueOf, type Values } from '../forms/filled'
import { noticePage, refused } from '../notice-page'
import { readerOf } from '../reader'
import { agencyFilePages } from './agency-file-pages'
import { AgencyForm } from './AgencyForm'
import { AgencyList } from './AgencyList'

/** Looking for agencies, adding and changing one, loading many. */
export function agencyPages(deps: AdminDeps): Hono {
  const read = requireAct(deps, 'results.read', refused)
  const change = requireAct(deps, 'agencies.change', refused)
  return new Hono()
    .get('/agencies', read, (c) => listPage(deps, c))
    .get('/new/agency', change, (c) => formPage(c, prefilled({ block: 'commune' }), undefined))
    .post('/new/agency', change, (c) => saved(deps, c, undefined))
    .get('/agencies/:code', change, (c) => changePage(deps, c, c.req.param('code')))
    .post('/agencies/:code', change, (c) => saved(deps, c, c.req.param('code')))
    .route('/import/agencies', agencyFilePages(deps, change))
}

async function listPage({ database }: AdminDeps, c: Context): Promise<Response> {
  const reader = readerOf(c)
  const search = c.req.query('q')?.trim().slice(0, 200) ?? ''
  const found = await searchAgencies(database, search)
  return page(c, { reader, title: reader.say('navAgencies'), body: <AgencyList {...{ reader, search, found }} /> })
}

async function changePage({ database }: AdminDeps, c: Context, code: string): Promise<Response> {
  const agency = (await listAgencies(database)).find((one) => one.code === code)
  return agency ? formPage(c, prefilled(draftOfAgency(agency)), code) : noticePage(c, 404, 'lostTitle', 'agencyUnknownHere', { seen: code })
}

function formPage(c: Context, filled: Filled, code: string | undefined): Response {
  const reader = readerOf(c)
  const title = reader.say(code === undefined ? 'agencyNew' : 'agencyChange')
  return page(c, { reader, title, status: filled.problems.length > 0 ? 422 : 200, body: <AgencyForm {...{ reader, title, filled, code }} /> })
}

/** Adds an agency whose code is free, or changes the one of that code. */
async function saved({ database }: AdminDeps, c: Context, code: string | undefined): Promise<Response> {
  const known = new Set((await listAgencies(database)).map((agency) => agency.code))
  if (code !== undefined && !known.has(code)) return noticePage(c, 404, 'lostTitle', 'agencyUnknownHere', { seen: code })
  const { values } = await sentForm(c)
  const draft = { ...draftIn(values), ...(code === undefined ? {} : { code }) }
  const taken = code === undefined && known.has(draft.code) ? [{ field: 'code', code: 'taken', seen: draft.code } as const] : []
  const problems = [...checkAgency(draft, known), ...taken]
  if (problems.length > 0) return formPage(c, { values, problems }, code)
  await saveAgencies(database, [agencyOf(draft)])
  return done(c, '/admin/agencies', 'done_agency')
}

function draftIn(values: Values): AgencyDraft {
  const [code = '', name = '', name_en = '', block = '', parent = '', valid_from = '', valid_to = '', predecessors = ''] = agencyFields.map((field) => valueOf(values, field))
  return { code, name, name_en, block, parent, valid_from, valid_to, predecessors }
}
