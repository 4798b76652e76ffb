import { type Context, Hono } from 'hono'
import { localDay } from '../../../../surveys/calendar'
import { planCampaign } from '../../../../surveys/drafts/campaign'
import type { DraftProblem } from '../../../../surveys/drafts/problem'
import type { Questionnaire } from '../../../../surveys/schema'
import { requireAct } from '../../../accounts/require-act'
import { listAgencies } from '../../../db/agencies'
import { type CampaignRecord, changeDraft, createCampaign, listCampaigns, type NewCampaign } from '../../../db/campaigns'
import { listQuestionnaires } from '../../../db/questionnaires'
import { readChosen } from '../../../db/settings'
import { listTouchpoints } from '../../../db/touchpoints'
import { surroundingsOf } from '../../../setup/surroundings'
import type { AdminDeps } from '../../admin'
import { page } from '../document'
import { done } from '../flash'
import { type Filled, sentForm } from '../forms/filled'
import { noticePage, refused } from '../notice-page'
import { readerOf } from '../reader'
import { draftIn, filledFrom, suggested } from './campaign-draft'
import { CampaignForm } from './CampaignForm'
import { setupAddress } from './first-steps'
import { NoAgencies } from './NoAgencies'
import { withCampaign } from './with-campaign'

/** Making a campaign, and changing it until it is opened. */
export function campaignFormPages(deps: AdminDeps): Hono {
  const change = requireAct(deps, 'campaigns.change', refused)
  const draftOnly = (c: Context, code: string, next: (record: CampaignRecord) => Promise<Response>) =>
    withCampaign(deps, c, code, async (record) => (record.campaign.status === 'draft' ? next(record) : noticePage(c, 409, 'frozenTitle', 'frozenText')))
  return new Hono()
    .get('/new/campaign', change, async (c) => formPage(deps, c, await suggestion(deps)))
    .post('/new/campaign', change, (c) => created(deps, c))
    .get('/campaigns/:code/setup/change', change, (c) => draftOnly(c, c.req.param('code'), (record) => formPage(deps, c, filledFrom(record), record)))
    .post('/campaigns/:code/setup/change', change, (c) => draftOnly(c, c.req.param('code'), (record) => changed(deps, c, record)))
}

async function suggestion({ database, now }: AdminDeps): Promise<Filled> {
  const taken = new Set((await listCampaigns(database)).map(({ code }) => code))
  return suggested(localDay(now()), taken, await readChosen(database))
}

async function formPage({ database }: AdminDeps, c: Context, filled: Filled, record?: CampaignRecord): Promise<Response> {
  const reader = readerOf(c)
  const code = record?.campaign.code
  const [agencies, all] = [await listAgencies(database), await listQuestionnaires(database)]
  const published = all.filter(({ questionnaire, isArchived }) => !isArchived || (record !== undefined && isAsked(record, questionnaire)))
  if (agencies.length === 0) return page(c, { reader, title: reader.say('campaignNew'), body: <NoAgencies reader={reader} /> })
  const title = reader.say(code === undefined ? 'campaignNew' : 'campaignChange')
  const [action, back] = code === undefined ? ['/admin/new/campaign', '/admin/campaigns'] : [`${setupAddress(code)}/change`, setupAddress(code)]
  return page(c, { reader, title, status: filled.problems.length > 0 ? 422 : 200, body: <CampaignForm {...{ reader, title, filled, code, action, back, agencies, published }} /> })
}

async function created(deps: AdminDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  const plan = planCampaign(draftIn(values), await surroundingsOf(deps.database))
  if (!plan.ok) return formPage(deps, c, { values, problems: plan.problems })
  const { code } = plan.campaign
  if (!(await createCampaign(deps.database, plan.campaign))) return formPage(deps, c, { values, problems: [{ field: 'code', code: 'taken', seen: code }] })
  return done(c, setupAddress(code), 'done_campaign')
}

async function changed(deps: AdminDeps, c: Context, record: CampaignRecord): Promise<Response> {
  const { values } = await sentForm(c)
  const { code } = record.campaign
  const plan = planCampaign({ ...draftIn(values), code }, await surroundingsOf(deps.database, [{ id: record.campaign.questionnaire, version: record.campaign.version }]))
  const problems = plan.ok ? await servedProblems(deps, plan.campaign) : plan.problems
  if (!plan.ok || problems.length > 0) return formPage(deps, c, { values, problems }, record)
  if (!(await changeDraft(deps.database, plan.campaign))) return noticePage(c, 409, 'frozenTitle', 'frozenText')
  return done(c, setupAddress(code), 'done_changed')
}

/** An agency that a touchpoint serves stays in its campaign. */
async function servedProblems({ database }: AdminDeps, { code, agencies }: NewCampaign): Promise<readonly DraftProblem[]> {
  const kept = new Set(agencies.map((agency) => agency.code))
  const served = new Set((await listTouchpoints(database, code)).flatMap((touchpoint) => touchpoint.agencies))
  const lost = [...served].filter((agency) => !kept.has(agency))
  return lost.length === 0 ? [] : [{ field: 'agencies', code: 'served', seen: lost.join(', ') }]
}

const isAsked = ({ campaign }: CampaignRecord, { id, version }: Questionnaire): boolean => campaign.questionnaire === id && campaign.version === version
