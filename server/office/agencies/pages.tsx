import { type Context, Hono } from 'hono'
import type { Language } from '../../../client/text/languages'
import { type AgencyDraft, draftOfAgency, editOf, editTo } from '../../../surveys/fielding/drafts'
import { provincesOfVietnam, treeOfProvince } from '../../../surveys/fielding/provinces'
import { localDay } from '../../../surveys/instrument/calendar'
import { localised } from '../../../surveys/instrument/language'
import { requireAct } from '../../access/permission'
import { seenAgencies, seenTouchpoints } from '../../access/seen'
import { agencySteps, changeAgency, createAgency, deleteAgency, importAgencies, undoAgencies } from '../../acts/agencies'
import { type AgencyUse, agencyUses } from '../../db/agencies'
import { lastEvents } from '../../db/events'
import { batchesOf } from '../../db/list-steps'
import { campaignsMeasuring } from '../../reading/agencies'
import { acting } from '../frame/acting'
import { askPage } from '../frame/ask'
import { type OfficeDeps, setupAddress } from '../frame/deps'
import { assessmentAddress } from '../assessments/address'
import { hinderedPage, noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import { type Filled, formProblemText, prefilled, sentForm, valueOf } from '../frame/form'
import { isLooking } from '../frame/looking'
import { done, readerOf } from '../frame/reader'
import { AgencyForm, draftIn, seenIn, valuesOf } from './form'
import { agencyFilePages } from './import'
import { agencyChanges, agencyListPage } from './list'
import { agencyAddress } from './naming'
import { AgencyPage, type LastOfAgency } from './one'
import { reorganisingPages } from './reorganise'

/** Looking for agencies, adding and changing one, loading many. */
export function agencyPages(deps: OfficeDeps): Hono {
  const read = requireAct(deps, 'office.read', refused)
  const change = requireAct(deps, 'agencies.change', refused)
  return new Hono()
    .get('/agencies', read, (c) => agencyListPage(deps, c))
    .get('/new/agency', change, (c) => formPage(deps, c, prefilled({ block: 'commune', parent: c.req.query('parent') ?? '' }), undefined))
    .post('/new/agency', change, (c) => created(deps, c))
    .get('/agencies/:code', read, (c) => onePage(deps, c, c.req.param('code')))
    .get('/agencies/:code/change', change, (c) => changePage(deps, c, c.req.param('code')))
    .post('/agencies/:code', change, (c) => changed(deps, c, c.req.param('code')))
    .get('/agencies/:code/delete', change, (c) => askToDelete(deps, c, c.req.param('code')))
    .post('/agencies/:code/delete', change, (c) => deleted(deps, c, c.req.param('code')))
    .post('/undo/agencies', change, (c) => undone(deps, c))
    .route('/', reorganisingPages(deps, change))
    .post('/import/province', change, (c) => provinceTaken(deps, c))
    .route('/import/agencies', agencyFilePages(deps, change))
}

async function onePage(deps: OfficeDeps, c: Context, code: string): Promise<Response> {
  const reader = readerOf(c)
  const agencies = await seenAgencies(deps, c, 'office.read')
  const agency = agencies.find((one) => one.code === code)
  if (!agency) return lost(c, code)
  const campaigns = await campaignsMeasuring(deps.database, [code])
  const touchpoints = (await seenTouchpoints(deps, c, 'office.read')).filter((one) => one.agencies.includes(code)).length
  const last = reader.may('agencies.change') ? await lastOf(deps, code) : undefined
  const shown = { agency, agencies, campaigns, touchpoints, last, today: localDay(deps.now()) }
  return page(c, { reader, title: localised(agency.name, reader.language), body: <AgencyPage {...{ reader, ...shown }} /> })
}

/** Adds what the tree of a province has and the list lacks; nothing that is there changes. */
async function provinceTaken(deps: OfficeDeps, c: Context): Promise<Response> {
  const code = valueOf((await sentForm(c)).values, 'code')
  const province = provincesOfVietnam.find((one) => one.code === code)
  if (!province) return c.redirect('/admin/agencies', 303)
  const known = new Set((await seenAgencies(deps, c, 'agencies.change')).map((agency) => agency.code))
  const added = treeOfProvince(province).flatMap((agency) => (known.has(agency.code) ? [] : [editTo(undefined, agency)]))
  return acting(deps, c, importAgencies, added, (came) =>
    came.kind === 'done' ? done(c, '/admin/agencies', 'done_agencies', added.length) : c.redirect('/admin/agencies', 303),
  )
}

/** The last change of an agency that can be taken back, among the latest of all. */
async function lastOf({ database }: OfficeDeps, code: string): Promise<LastOfAgency | undefined> {
  const own = await batchesOf(database, 'agency', code)
  if (own.size === 0) return undefined
  for (const { at, person, details } of await lastEvents(database, agencyChanges, lookedThrough)) {
    const { batch, undone: of } = JSON.parse(details)
    if (typeof batch !== 'string' || !own.has(batch)) continue
    const edits = (await agencySteps(database, batch)).flatMap(({ before, after }) => (after ? [editOf(before, draftOfAgency(after))] : []))
    return { batch, at, person, edits, isUndoing: of !== undefined }
  }
  return undefined
}

const lookedThrough = 500

async function undone(deps: OfficeDeps, c: Context): Promise<Response> {
  const batch = valueOf((await sentForm(c)).values, 'batch')
  const [only, ...others] = await agencySteps(deps.database, batch)
  return acting(deps, c, undoAgencies, { batch }, (came) => {
    if (came.kind === 'done')
      return done(c, only?.before && others.length === 0 ? agencyAddress(only.object) : '/admin/agencies', 'done_agencies-undone')
    const { failure } = came
    const { language } = readerOf(c)
    switch (failure.code) {
      case 'unknown':
        return noticePage(c, 404, 'lostTitle', 'undoUnknown')
      case 'changed-since':
        return hinderedPage(
          c,
          409,
          failure.objects.slice(0, 10).map((code) => ({ href: agencyAddress(code), text: code })),
          'undoNotTitle',
          'agencyUndoChanged',
        )
      case 'used-since':
        return hinderedPage(c, 409, linksTo(failure.by, language), 'undoNotTitle', 'agencyUndoUsed')
      case 'misplaced':
        return hinderedPage(c, 409, [], 'undoNotTitle', 'agencyUndoMisplaced', {
          why: failure.problems.map((problem) => formProblemText(readerOf(c), problem)).join(' '),
        })
    }
  })
}

async function changePage(deps: OfficeDeps, c: Context, code: string): Promise<Response> {
  const agency = (await seenAgencies(deps, c, 'agencies.change')).find((one) => one.code === code)
  return agency ? formPage(deps, c, { values: valuesOf(agency), problems: [] }, code) : lost(c, code)
}

async function formPage(deps: OfficeDeps, c: Context, filled: Filled, code: string | undefined, now?: AgencyDraft): Promise<Response> {
  const reader = readerOf(c)
  const title = reader.say(code === undefined ? 'agencyNew' : 'agencyChange')
  const agencies = await seenAgencies(deps, c, 'agencies.change')
  const status = now ? 409 : filled.problems.length > 0 ? 422 : 200
  return page(c, { reader, title, status, body: <AgencyForm {...{ reader, title, filled, code, agencies, now }} /> })
}

async function created(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  if (isLooking(values)) return formPage(deps, c, { values, problems: [] }, undefined)
  return acting(
    deps,
    c,
    createAgency,
    draftIn(values),
    (came) =>
      came.kind === 'done'
        ? done(c, '/admin/agencies', 'done_agency')
        : formPage(deps, c, { values, problems: came.failure.problems }, undefined),
    { form: values },
  )
}

async function changed(deps: OfficeDeps, c: Context, code: string): Promise<Response> {
  const { values } = await sentForm(c)
  if (isLooking(values)) return formPage(deps, c, { values, problems: [] }, code)
  const seen = seenIn(values)
  return acting(deps, c, changeAgency, { ...draftIn(values), code, ...(seen && { seen }) }, (came) => {
    if (came.kind === 'done') return done(c, agencyAddress(code), 'done_agency')
    if (came.failure.code === 'unknown') return lost(c, code)
    if (came.failure.code === 'wrong') return formPage(deps, c, { values, problems: came.failure.problems }, code)
    const { now } = came.failure
    return formPage(deps, c, { values: { ...values, seen: [JSON.stringify(now)] }, problems: [] }, code, now)
  })
}

const lost = (c: Context, code: string): Response => noticePage(c, 404, 'lostTitle', 'agencyUnknownHere', { seen: code })

async function askToDelete(deps: OfficeDeps, c: Context, code: string): Promise<Response> {
  const agency = (await seenAgencies(deps, c, 'agencies.change')).find((one) => one.code === code)
  if (!agency) return lost(c, code)
  const uses = await agencyUses(deps.database, code)
  if (uses.length > 0) return stays(c, 200, uses)
  const reader = readerOf(c)
  const home = `/admin/agencies/${encodeURIComponent(code)}`
  const what = localised(agency.name, reader.language)
  const title = reader.say('agencyDeleteTitle')
  const meanings = [reader.say('agencyDeleteMeans'), reader.say('deleteMeans_log'), reader.say('deleteMeans_final')]
  const back = { href: home, text: what }
  return askPage(c, { reader, title, back, what, code, meanings, action: `${home}/delete`, go: reader.say('agencyDelete'), isGrave: true })
}

const deleted = (deps: OfficeDeps, c: Context, code: string): Promise<Response> =>
  acting(deps, c, deleteAgency, { code }, (came) => {
    if (came.kind === 'done') return done(c, '/admin/agencies', 'done_agency-deleted')
    return came.failure.code === 'unknown' ? lost(c, code) : stays(c, 409, came.failure.by)
  })

function addressOfUse({ kind, code }: AgencyUse): string {
  if (kind === 'campaign') return setupAddress(code)
  if (kind === 'assessment') return assessmentAddress(code)
  return kind === 'dossiers'
    ? `/admin/dossiers?month=${code}`
    : `/admin/${kind === 'service' ? 'services' : 'agencies'}/${encodeURIComponent(code)}`
}

const linksTo = (uses: readonly AgencyUse[], language: Language) =>
  uses.map((use) => ({ href: addressOfUse(use), text: localised(use.name, language) }))

function stays(c: Context, status: 200 | 409, uses: readonly AgencyUse[]): Response {
  const { language } = readerOf(c)
  const first = (['campaign', 'assessment', 'agency', 'service', 'dossiers'] as const).find((kind) => uses.some((use) => use.kind === kind))
  return hinderedPage(c, status, linksTo(uses, language), 'agencyDeleteNotTitle', `agencyDeleteNot_${first ?? 'agency'}`)
}
