import type { ComponentChildren } from 'preact'
import { type Context, Hono } from 'hono'
import type { OfficeWord } from '../../../client/text/office'
import { type Campaign, campaignState, pausedSince } from '../../../surveys/fielding/campaign'
import { localDay } from '../../../surveys/instrument/calendar'
import { localised } from '../../../surveys/instrument/language'
import type { LocalText, Questionnaire } from '../../../surveys/instrument/schema'
import type { Permission } from '../../../surveys/people/roles'
import { requireAct } from '../../access/permission'
import { areaFor, seenCampaigns } from '../../access/seen'
import { type CampaignRecord } from '../../db/campaigns'
import { lastNight } from '../../db/released'
import { responseTotals } from '../../reading/results'
import { type OfficeDeps, setupAddress, withCampaign } from '../frame/deps'
import { page } from '../frame/document'
import { refused } from '../frame/door'
import { type Reader, readerOf } from '../frame/reader'
import { ColumnHeads, type Fact, FactList, PageHead, Region, Shell } from '../frame/shell'
import { qualityAddress, responsesAddress } from '../responses/query'
import { type Origin, originFor, type Places, placesSeen, TouchpointSection } from '../touchpoints/list'
import { campaignCopyPages } from './copy'
import { fieldworkAddress, fieldworkPages } from './fieldwork'
import { campaignFormPages } from './form'
import { publicationAddress, publicationPages } from './publication'
import { campaignLifePages, LifeLinks } from './life'
import { campaignStatePages } from './state'
import { State } from './standing'
import { targetPages } from './targets'

/** Every campaign, and the page from which each is run. */
export const campaignPages = (deps: OfficeDeps): Hono =>
  new Hono()
    .get('/campaigns', requireAct(deps, 'office.read', refused), (c) => listPage(deps, c))
    .get('/campaigns/:code/setup', requireAct(deps, 'office.read', refused), (c) =>
      withCampaign(deps, c, c.req.param('code'), 'office.read', (record) => setupPage(deps, c, record)),
    )
    .route('/', campaignFormPages(deps))
    .route('/', campaignStatePages(deps))
    .route('/', campaignLifePages(deps))
    .route('/', campaignCopyPages(deps))
    .route('/', targetPages(deps))
    .route('/', publicationPages(deps))
    .route('/', fieldworkPages(deps))

async function listPage(deps: OfficeDeps, c: Context): Promise<Response> {
  const reader = readerOf(c)
  return page(c, {
    reader,
    title: reader.say('campaigns'),
    body: (
      <Campaigns
        {...{ reader }}
        {...await campaignRows(deps, c, 'office.read')}
        isOverAll={(await areaFor(deps, c, 'campaigns.change')) === 'everywhere'}
      />
    ),
  })
}

async function setupPage(deps: OfficeDeps, c: Context, record: CampaignRecord): Promise<Response> {
  const reader = readerOf(c)
  const { code, synthetic } = record.campaign
  const { questionnaire } = await deps.questionnaires.get(record.campaign.questionnaire, record.campaign.version)
  const places = await placesSeen(deps, c, record, 'office.read')
  const [origin, night] = [await originFor(deps, c, synthetic), await lastNight(deps.database, code)]
  return page(c, {
    reader,
    title: reader.say('campaign'),
    body: (
      <CampaignSetup {...{ reader, record, questionnaire, places, origin, lastNight: night?.night ?? '' }} today={localDay(deps.now())} />
    ),
  })
}

type CampaignsProps = CampaignRows & {
  readonly reader: Reader
  /** Whether who reads runs campaigns of every agency. */
  readonly isOverAll: boolean
}

/** Every campaign with the way to run it, or how to make the first. */
const Campaigns = ({ reader, isOverAll, ...rows }: CampaignsProps) => (
  <Shell reader={reader}>
    <PageHead title={reader.say('campaigns')} text={reader.say('campaignsText')}>
      {rows.campaigns.length > 0 && reader.may('campaigns.change') && (
        <New reader={reader} beside={isOverAll && <OnTime reader={reader} />} />
      )}
    </PageHead>
    {rows.campaigns.length > 0 ? (
      <CampaignTable {...{ reader, ...rows }} hrefOf={setupAddress} />
    ) : (
      <section class="card empty">
        <h2>{reader.say('noneTitle')}</h2>
        <p>{reader.say('campaignsNoneText')}</p>
        {reader.may('campaigns.change') && <New reader={reader} />}
      </section>
    )}
  </Shell>
)

const OnTime = ({ reader }: Pick<CampaignsProps, 'reader'>) => (
  <>
    <a class="button quiet" href="/admin/duties">
      {reader.say('dutiesTitle')}
    </a>
    <a class="button quiet" href="/admin/schedules">
      {reader.say('schedulesTitle')}
    </a>
  </>
)

const New = ({ reader, beside }: Pick<CampaignsProps, 'reader'> & { readonly beside?: ComponentChildren }) => (
  <p class="acts">
    <a class="button" href="/admin/new/campaign">
      {reader.say('campaignNew')}
    </a>
    {beside}
  </p>
)

export type CampaignRows = {
  readonly campaigns: readonly Campaign[]
  readonly totals: ReadonlyMap<string, number>
  /** The title of what each asks, by the campaign's code. */
  readonly asked: ReadonlyMap<string, LocalText>
  readonly today: string
}

/** The campaigns in which whoever asks may do this, with all that their rows say. */
export async function campaignRows(deps: OfficeDeps, c: Context, to: Permission): Promise<CampaignRows> {
  const campaigns = await seenCampaigns(deps, c, to)
  const titles = campaigns.map(async ({ code, questionnaire: id, version }) => {
    const { questionnaire } = await deps.questionnaires.get(id, version)
    return [code, questionnaire.title] as const
  })
  const asked = new Map(await Promise.all(titles))
  return { campaigns, totals: await responseTotals(deps, campaigns, await areaFor(deps, c, to)), asked, today: localDay(deps.now()) }
}

type CampaignTableProps = CampaignRows & { readonly reader: Reader; readonly hrefOf: (code: string) => string }

/** Campaigns, the latest first, each leading to its page. */
export const CampaignTable = ({ reader, campaigns, totals, asked, today, hrefOf }: CampaignTableProps) => (
  <section class="card">
    <Region label={reader.say('campaigns')}>
      <table class="campaigns folds">
        <ColumnHeads
          columns={[
            { title: reader.say('campaign') },
            { title: reader.say('state') },
            { title: reader.say('responses'), look: 'n' },
            { title: reader.say('period') },
            { title: reader.say('questionnaire') },
          ]}
        />
        <tbody>
          {campaigns.map((campaign) => (
            <Row
              key={campaign.code}
              {...{ reader, campaign, today, hrefOf }}
              total={totals.get(campaign.code) ?? 0}
              asks={localised(asked.get(campaign.code) ?? {}, reader.language)}
            />
          ))}
        </tbody>
      </table>
    </Region>
  </section>
)

type RowProps = Pick<CampaignTableProps, 'reader' | 'today' | 'hrefOf'> & {
  readonly campaign: Campaign
  readonly total: number
  readonly asks: string
}

function Row({ reader, campaign, total, asks, today, hrefOf }: RowProps) {
  const { say, numbers, language } = reader
  return (
    <tr>
      <th scope="row">
        <a href={hrefOf(campaign.code)}>{localised(campaign.title, language)}</a>
        <small>
          {say('code')}: {campaign.code}
          {campaign.synthetic && (
            <>
              {' '}
              · <mark>{say('synthetic')}</mark>
            </>
          )}
        </small>
      </th>
      <td>
        <State {...{ reader, campaign, today }} />
      </td>
      <td class="n" data-label={say('responses')}>
        {numbers.count(total)}
      </td>
      <td data-label={say('period')}>
        {numbers.day(campaign.opensOn)} – {numbers.day(campaign.closesOn)}
      </td>
      <td data-label={say('questionnaire')}>
        {asks || campaign.questionnaire}
        <small>
          {campaign.questionnaire} · {say('version', { n: String(campaign.version) })} · {say(campaign.kind)}
        </small>
      </td>
    </tr>
  )
}

type CampaignSetupProps = {
  readonly reader: Reader
  readonly record: CampaignRecord
  readonly questionnaire: Questionnaire
  readonly places: Places
  readonly origin: Origin
  readonly today: string
  /** The day of the last night of released figures; empty before the first. */
  readonly lastNight: string
}

/** One campaign: where it stands, what can be done next, where it is asked. */
function CampaignSetup({ reader, record, questionnaire, places, origin, today, lastNight }: CampaignSetupProps) {
  const { say } = reader
  const { campaign } = record
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href="/admin/campaigns">{say('campaigns')}</a>
      </p>
      <h1>{localised(campaign.title, reader.language)}</h1>
      <p class="sub">
        <State {...{ reader, campaign, today }} /> · {say('code')}: {campaign.code}
        {campaign.synthetic && (
          <>
            {' '}
            · <mark>{say('synthetic')}</mark>
          </>
        )}
      </p>
      <Next {...{ reader, record, today, lastNight }} hasTouchpoints={places.all.length > 0} />
      <CampaignFacts {...{ reader, record, questionnaire }} />
      <TouchpointSection {...{ reader, record, places, origin, today }} />
    </Shell>
  )
}

type NextProps = Pick<CampaignSetupProps, 'reader' | 'record' | 'today' | 'lastNight'> & { readonly hasTouchpoints: boolean }

/** What stands to be done in this state. */
function Next({
  reader,
  reader: { say, numbers, may },
  record: { campaign, measured, peers },
  today,
  lastNight,
  hasTouchpoints,
}: NextProps) {
  // Run by who is over all that it measures.
  const runs = may('campaigns.change') && measured.length === peers.length
  const home = setupAddress(campaign.code)
  const state = campaignState(campaign, today)
  const figures = `/admin/campaigns/${encodeURIComponent(campaign.code)}`
  const results = state !== 'draft' && (may('results.read') || may('released.read')) && (
    <a class={state === 'closed' ? 'button' : 'button quiet'} href={may('results.read') ? figures : `${figures}/released`}>
      {say('results')}
    </a>
  )
  return (
    <section class="card next">
      <p>
        {say(stateText(campaign, state, hasTouchpoints), {
          from: numbers.day(campaign.opensOn),
          to: numbers.day(campaign.closesOn),
          day: numbers.day(pausedSince(campaign) ?? campaign.opensOn),
        })}
      </p>
      <p class="acts">
        {state === 'draft' && runs && (
          <>
            <a class={hasTouchpoints ? 'button' : 'button quiet'} href={`${home}/open`}>
              {say('openGo')}
            </a>
            <a class="button quiet" href={`${home}/change`}>
              {say('change')}
            </a>
          </>
        )}
        {results}
        {state !== 'draft' && may('results.read') && (
          <a class="button quiet" href={fieldworkAddress(campaign.code)}>
            {say('fieldTitle')}
          </a>
        )}
        {state !== 'draft' && may('results.read') && measured.length === peers.length && (
          <a class="button quiet" href={qualityAddress(campaign.code)}>
            {say('qualityTitle')}
          </a>
        )}
        {state !== 'draft' && may('responses.set-aside') && measured.length === peers.length && (
          <a class="button quiet" href={responsesAddress(campaign.code)}>
            {say('responsesTitle')}
          </a>
        )}
      </p>
      {runs && (
        <p class="acts">
          {state !== 'draft' && <a href={publicationAddress(campaign.code)}>{say('publicationTitle')}</a>}
          {state !== 'draft' && <LifeLinks {...{ reader, campaign, today, lastNight }} />}
          {campaign.status !== 'published' && <a href={`${home}/targets`}>{say('targetsLink')}</a>}
          <a href={`${home}/copy`}>{say('copyLink')}</a>
          {state === 'draft' && <a href={`${home}/delete`}>{say('campaignDelete')}</a>}
        </p>
      )}
    </section>
  )
}

function stateText(campaign: Campaign, state: ReturnType<typeof campaignState>, hasTouchpoints: boolean): OfficeWord {
  if (state === 'draft' && !hasTouchpoints) return 'state_draft_empty'
  return campaign.status === 'published' ? 'state_published_text' : `state_${state}_text`
}

function CampaignFacts({
  reader: { say, numbers, language },
  record: { campaign, breakdowns, releasedBy, measured },
  questionnaire,
}: Pick<CampaignSetupProps, 'reader' | 'record' | 'questionnaire'>) {
  const facts: readonly Fact[] = [
    {
      name: say('questionnaire'),
      value: (
        <a href={`/admin/questionnaires/${encodeURIComponent(campaign.questionnaire)}/${campaign.version}`}>
          {localised(questionnaire.title, language)} · {say('version', { n: String(campaign.version) })}
        </a>
      ),
    },
    { name: say('period'), value: `${numbers.day(campaign.opensOn)} – ${numbers.day(campaign.closesOn)}` },
    { name: say('campaignKind'), value: say(campaign.kind) },
    { name: say('threshold'), value: say('thresholdOf', { n: numbers.count(campaign.threshold) }) },
    { name: say('measuredAgencies'), value: say('agencyCount', { n: numbers.count(measured.length) }) },
    {
      name: say('breakdowns'),
      value:
        breakdowns.map((name) => (name === 'service' || name === 'touchpoint' ? say(`breakdown_${name}`) : name)).join(', ') || say('none'),
    },
    { name: say('releasedBy'), value: say(`releasedBy_${releasedBy || 'none'}`) },
  ]
  return (
    <section class="card" aria-labelledby="facts">
      <h2 id="facts">{say('facts')}</h2>
      <FactList facts={facts} />
    </section>
  )
}
