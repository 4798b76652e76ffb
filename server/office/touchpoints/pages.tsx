import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { type Campaign, campaignState, channels } from '../../../surveys/fielding/campaign'
import type { PlannedTouchpoint, TouchpointDraft } from '../../../surveys/fielding/drafts'
import { type ManyDraft, planMany } from '../../../surveys/fielding/many'
import { localDay } from '../../../surveys/instrument/calendar'
import { localised } from '../../../surveys/instrument/language'
import { requireAct } from '../../access/permission'
import { seenCampaign, seenCampaigns, seenTouchpoint, seenTouchpoints } from '../../access/seen'
import type { Came } from '../../acts/act'
import { calledByKind, createTouchpoint, createTouchpointsEach, deleteTouchpoint, type TouchpointRefusal } from '../../acts/touchpoints'
import { type CampaignRecord } from '../../db/campaigns'
import { kiosksAt } from '../../db/kiosks'
import { hasResponses, likeness, type ServingTouchpoint } from '../../db/touchpoints'
import { acting, Once } from '../frame/acting'
import { askPage } from '../frame/ask'
import { type OfficeDeps, setupAddress, withCampaign } from '../frame/deps'
import { hinderedPage, noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import { Field, type Filled, FormProblems, Picks, prefilled, sentForm, valueOf, type FormValues, Wrong } from '../frame/form'
import { blockName, channelName, done, type Reader, readerOf } from '../frame/reader'
import { Shell } from '../frame/shell'
import { kioskAddress } from '../kiosks/place'
import { manyPages } from './many'
import { calledWithChannel, originFor, PlaceList, placeQueryIn, placesSeen } from './list'

/** The touchpoints of a campaign, making more, and deleting one that nobody answered at. */
export const touchpointPages = (deps: OfficeDeps): Hono =>
  new Hono()
    .get('/touchpoints', requireAct(deps, 'office.read', refused), (c) => listPage(deps, c))
    .get('/touchpoints/:code/delete', requireAct(deps, 'touchpoints.change', refused), (c) => askToDelete(deps, c, c.req.param('code')))
    .post('/touchpoints/:code/delete', requireAct(deps, 'touchpoints.change', refused), (c) => deleted(deps, c, c.req.param('code')))
    .route('/many/touchpoints', manyPages(deps))
    .route('/new/touchpoint', touchpointFormPages(deps, requireAct(deps, 'touchpoints.change', refused)))

async function listPage(deps: OfficeDeps, c: Context): Promise<Response> {
  const reader = readerOf(c)
  const campaigns = await seenCampaigns(deps, c, 'office.read')
  const today = localDay(deps.now())
  const asked = c.req.query('campaign') || shownFirst(campaigns, today)?.code
  const title = reader.say('navTouchpoints')
  if (asked === undefined) return page(c, { reader, title, body: <NoCampaign reader={reader} /> })
  const record = await seenCampaign(deps, c, asked, 'office.read')
  if (!record) return noticePage(c, 404, 'lostTitle', 'campaignUnknown', { seen: asked })
  const places = await placesSeen(deps, c, record, 'office.read')
  const origin = await originFor(deps, c, record.campaign.synthetic)
  const query = placeQueryIn(c, asked)
  return page(c, {
    reader,
    title,
    body: (
      <Shell reader={reader}>
        <h1>{title}</h1>
        <p class="sub">{reader.say('touchpointsText')}</p>
        <PlaceList {...{ reader, record, places, origin, today, query, campaigns }} heading={heading(reader, record.campaign)} />
      </Shell>
    ),
  })
}

/** The newest campaign that is not over, else the newest. */
const shownFirst = (campaigns: readonly Campaign[], today: string): Campaign | undefined =>
  campaigns.find((campaign) => campaignState(campaign, today) !== 'closed') ?? campaigns[0]

const NoCampaign = ({ reader }: { readonly reader: Reader }) => (
  <Shell reader={reader}>
    <h1>{reader.say('navTouchpoints')}</h1>
    <p class="sub">{reader.say('touchpointsText')}</p>
    <section class="card empty">
      <h2>{reader.say('noneTitle')}</h2>
      <p>{reader.say('campaignFirst')}</p>
      {reader.may('campaigns.change') && (
        <p class="acts">
          <a class="button" href="/admin/new/campaign">
            {reader.say('campaignNew')}
          </a>
        </p>
      )}
    </section>
  </Shell>
)

function heading({ language, say }: Reader, { code, title, synthetic }: Campaign) {
  return (
    <>
      <a href={setupAddress(code)}>{localised(title, language)}</a>
      {synthetic && (
        <>
          {' '}
          <mark>{say('synthetic')}</mark>
        </>
      )}
    </>
  )
}

/** Making touchpoints in a campaign that is not over: one, one for each of some agencies, or one for every agency. */
function touchpointFormPages(deps: OfficeDeps, change: MiddlewareHandler): Hono {
  const within = async (c: Context, next: (record: CampaignRecord) => Promise<Response>): Promise<Response> => {
    const code =
      c.req.query('campaign') ||
      (await seenCampaigns(deps, c, 'touchpoints.change')).find((campaign) => campaignState(campaign, localDay(deps.now())) !== 'closed')
        ?.code
    if (code === undefined) return c.redirect('/admin/touchpoints', 303)
    return withCampaign(deps, c, code, 'touchpoints.change', async (record) =>
      campaignState(record.campaign, localDay(deps.now())) === 'closed' ? ended(c, record) : next(record),
    )
  }
  return new Hono()
    .get('/', change, (c) => within(c, async (record) => formPage(c, record, blank)))
    .post('/', change, (c) => within(c, (record) => made(deps, c, record)))
}

function ended(c: Context, { campaign: { code, title } }: CampaignRecord): Response {
  const by = [{ href: setupAddress(code), text: localised(title, readerOf(c).language) }]
  return hinderedPage(c, 409, by, 'touchpointNotTitle', 'touchpointNotText')
}

const blank = prefilled({ kind: ['qr'], spread: 'every' })

function formPage(c: Context, record: CampaignRecord, filled: Filled, preview?: Preview): Response {
  const reader = readerOf(c)
  return page(c, {
    reader,
    title: reader.say('touchpointNew'),
    status: filled.problems.length > 0 ? 422 : 200,
    body: <TouchpointForm {...{ reader, record, filled, preview }} />,
  })
}

async function made(deps: OfficeDeps, c: Context, record: CampaignRecord): Promise<Response> {
  const form = (await sentForm(c)).values
  const campaign = record.campaign.code
  const measured = record.measured.map(({ agency }) => agency.code)
  const again = (failure: TouchpointRefusal): Response => {
    if (failure.code === 'wrong') return formPage(c, record, { values: form, problems: failure.problems })
    return failure.code === 'closed' ? ended(c, record) : noticePage(c, 404, 'lostTitle', 'campaignUnknown', { seen: campaign })
  }
  const home = setupAddress(campaign)
  if (valueOf(form, 'spread') === 'one') {
    // One place that several share is one; a number beside it was meant for each agency.
    const seen = valueOf(form, 'count')
    if (!['', '1'].includes(seen)) return again({ code: 'wrong', problems: [{ field: 'count', code: 'bad-number', seen, allowed: '1' }] })
    const wanted = { campaign, draft: draftIn(form) }
    const answer = (came: Came<string, TouchpointRefusal>) =>
      came.kind === 'done' ? done(c, home, 'done_touchpoint') : again(came.failure)
    return acting(deps, c, createTouchpoint, wanted, answer, { form })
  }
  const draft = manyIn(form, record)
  if (valueOf(form, 'act') === 'preview') {
    const plan = planMany(calledByKind, draft, measured)
    if (!plan.ok) return formPage(c, record, { values: form, problems: plan.problems })
    return formPage(c, record, { values: form, problems: [] }, await previewOf(deps, c, campaign, plan.touchpoints))
  }
  const answer = (came: Came<number, TouchpointRefusal>) =>
    came.kind === 'done' ? done(c, home, 'done_touchpoints', came.value) : again(came.failure)
  return acting(deps, c, createTouchpointsEach, { campaign, draft }, answer, { form })
}

/** What a form would make, and how many of it there are already. */
type Preview = { readonly fresh: readonly PlannedTouchpoint[]; readonly there: number }

async function previewOf(deps: OfficeDeps, c: Context, campaign: string, planned: readonly PlannedTouchpoint[]): Promise<Preview> {
  const known = new Set((await seenTouchpoints(deps, c, 'touchpoints.change', campaign)).map(likeness))
  const fresh = planned.filter((one) => !known.has(likeness(one)))
  return { fresh, there: planned.length - fresh.length }
}

async function askToDelete(deps: OfficeDeps, c: Context, code: string): Promise<Response> {
  const touchpoint = await seenTouchpoint(deps, c, code, 'touchpoints.change')
  if (!touchpoint) return noticePage(c, 404, 'lostTitle', 'touchpointUnknown', { seen: code })
  const hindered = await hindrance(deps, c, 200, touchpoint)
  if (hindered) return hindered
  const reader = readerOf(c)
  const title = reader.say('touchpointDeleteTitle')
  const meanings = [reader.say('touchpointDeleteMeans'), reader.say('deleteMeans_log'), reader.say('deleteMeans_final')]
  const back = { href: setupAddress(touchpoint.campaign), text: reader.say('campaign') }
  const what = localised(touchpoint.label, reader.language)
  const action = `/admin/touchpoints/${encodeURIComponent(code)}/delete`
  return askPage(c, { reader, title, back, what, code, meanings, action, go: reader.say('touchpointDelete'), isGrave: true })
}

const deleted = (deps: OfficeDeps, c: Context, code: string): Promise<Response> =>
  acting(deps, c, deleteTouchpoint, { code }, (came) =>
    came.kind === 'done' ? done(c, setupAddress(came.value.campaign), 'done_touchpoint-deleted') : notDeleted(deps, c, code),
  )

async function notDeleted(deps: OfficeDeps, c: Context, code: string): Promise<Response> {
  const touchpoint = await seenTouchpoint(deps, c, code, 'touchpoints.change')
  const hindered = touchpoint && (await hindrance(deps, c, 409, touchpoint))
  return hindered ?? noticePage(c, 404, 'lostTitle', 'touchpointUnknown', { seen: code })
}

/** What keeps a touchpoint, and where that is: answers in the results of its campaign, and kiosks. */
async function hindrance(deps: OfficeDeps, c: Context, status: 200 | 409, touchpoint: ServingTouchpoint): Promise<Response | undefined> {
  const { language, may } = readerOf(c)
  if (await hasResponses(deps.database, touchpoint)) {
    const title = (await seenCampaign(deps, c, touchpoint.campaign, 'touchpoints.change'))?.campaign.title ?? {}
    const home = may('results.read') ? `/admin/campaigns/${encodeURIComponent(touchpoint.campaign)}` : setupAddress(touchpoint.campaign)
    const by = [{ href: home, text: localised(title, language) }]
    return hinderedPage(c, status, by, 'touchpointDeleteNotTitle', 'touchpointDeleteNot')
  }
  const kiosks = await kiosksAt(deps.database, [touchpoint.code])
  if (kiosks.length === 0) return undefined
  const by = kiosks.map(({ id, name }) => ({ href: kioskAddress(id), text: name }))
  return hinderedPage(c, status, by, 'touchpointDeleteNotTitle', 'touchpointDeleteNotKiosk')
}

const draftIn = (values: FormValues): TouchpointDraft => ({
  // Who could choose one could let others guess it.
  code: '',
  kind: valueOf(values, 'kind'),
  label: valueOf(values, 'label'),
  labelEn: valueOf(values, 'labelEn'),
  agencies: values['agencies'] ?? [],
})

function manyIn(values: FormValues, { measured }: CampaignRecord): ManyDraft {
  const blocks = values['blocks'] ?? []
  const chosen = values['agencies'] ?? []
  const agencies = measured.map(({ agency }) => agency)
  const wanted =
    valueOf(values, 'spread') === 'every'
      ? agencies.map(({ code }) => code)
      : [...chosen, ...agencies.filter(({ code, block }) => blocks.includes(block) && !chosen.includes(code)).map(({ code }) => code)]
  return {
    kinds: values['kind'] ?? [],
    label: valueOf(values, 'label'),
    labelEn: valueOf(values, 'labelEn'),
    count: valueOf(values, 'count'),
    agencies: wanted,
  }
}

type TouchpointFormProps = {
  readonly reader: Reader
  readonly record: CampaignRecord
  readonly filled: Filled
  readonly preview: Preview | undefined
}

/** What kinds, for which agencies, what they are called, and how many of each. */
function TouchpointForm({ reader, record, filled, preview }: TouchpointFormProps) {
  const { say } = reader
  const { code, title } = record.campaign
  const labels = {
    kind: say('channel'),
    agencies: say('spread'),
    label: say('touchpointLabel'),
    labelEn: say('touchpointLabelEn'),
    count: say('touchpointCounters'),
  }
  const field = (name: keyof typeof labels) => ({ reader, filled, name, label: labels[name] })
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href={setupAddress(code)}>{localised(title, reader.language)}</a>
      </p>
      <h1>{say('touchpointNew')}</h1>
      <p class="sub">{say('touchpointFormText')}</p>
      <FormProblems {...{ reader, filled, labels }} />
      <form class="card form" method="post" action={`/admin/new/touchpoint?campaign=${encodeURIComponent(code)}`}>
        <Once filled={filled} />
        {preview && <Planned {...{ reader, record, preview }} />}
        <Picks
          {...field('kind')}
          type="checkbox"
          items={channels.map((kind) => ({ value: kind, text: channelName(reader, kind), note: say(`kindNote_${kind}`) }))}
        />
        <Spread {...{ reader, record, filled }} label={labels.agencies} />
        <Field {...field('label')} hint={say('touchpointLabelHint')} input={{ lang: 'vi', maxLength: 2_000 }} />
        <Field {...field('labelEn')} input={{ lang: 'en', maxLength: 2_000 }} />
        <Field {...field('count')} hint={say('touchpointCountersHint')} input={{ inputMode: 'numeric', maxLength: 2 }} />
        <p class="acts">
          <button type="submit">{say('touchpointCreate')}</button>
          <button class="quiet" type="submit" name="act" value="preview">
            {say('touchpointPreview')}
          </button>
          <a href={setupAddress(code)}>{say('cancel')}</a>
        </p>
      </form>
    </Shell>
  )
}

/** Lines that are shown of what would be made. */
const shownPlanned = 20

function Planned({
  reader,
  record,
  preview: { fresh, there },
}: Pick<TouchpointFormProps, 'reader' | 'record'> & { readonly preview: Preview }) {
  const { say, numbers, language } = reader
  const names = new Map(record.measured.map(({ agency }) => [agency.code, localised(agency.name, language)]))
  return (
    <section class="note" role="status">
      <p>
        <b>{say('touchpointPlanned', { n: numbers.count(fresh.length) })}</b>{' '}
        {there > 0 && say('touchpointPlannedThere', { n: numbers.count(there) })}
      </p>
      <ul>
        {fresh.slice(0, shownPlanned).map(({ kind, label, agencies: [agency = ''] }, index) => (
          <li key={index}>{[names.get(agency) ?? agency, calledWithChannel(reader, { label, kind })].join(' · ')}</li>
        ))}
      </ul>
      {fresh.length > shownPlanned && <p>{say('touchpointPlannedMore', { n: numbers.count(fresh.length - shownPlanned) })}</p>}
    </section>
  )
}

type SpreadProps = Omit<TouchpointFormProps, 'preview'> & { readonly label: string }

function Spread({ reader, record: { measured }, filled, label }: SpreadProps) {
  const { say, numbers, language } = reader
  const names = new Intl.Collator('vi', { numeric: true })
  const blocks = [...new Set(measured.map(({ agency }) => agency.block))]
  const items = measured
    .map(({ agency }) => ({ value: agency.code, text: localised(agency.name, language), note: agency.code }))
    .sort((a, b) => names.compare(a.text, b.text))
  return (
    <fieldset class="field picks" id="agencies">
      <legend>{label}</legend>
      <Wrong {...{ reader, filled, label }} name="agencies" />
      {(['every', 'each', 'one'] as const).map((value) => (
        <label key={value} class="pick">
          <input type="radio" name="spread" value={value} checked={valueOf(filled.values, 'spread') === value} />
          <span>
            {say(`spread_${value}`, { n: numbers.count(measured.length) })}
            <small>{say(`spread_${value}_note`)}</small>
          </span>
        </label>
      ))}
      <details class="nested" open={valueOf(filled.values, 'spread') !== 'every'}>
        <summary>{say('scope_some_list', { n: numbers.count(measured.length) })}</summary>
        <Picks
          {...{ reader, label: say('touchpointBlocks') }}
          filled={{ ...filled, problems: [] }}
          name="blocks"
          type="checkbox"
          items={blocks.map((block) => ({ value: block, text: blockName(reader, block) }))}
        />
        <Picks {...{ reader, items, label }} filled={{ ...filled, problems: [] }} name="agencies" id="agencies-some" type="checkbox" />
      </details>
    </fieldset>
  )
}
