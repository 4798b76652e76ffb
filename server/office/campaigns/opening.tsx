import type { Context } from 'hono'
import type { Agency } from '../../../surveys/fielding/campaign'
import { lacksBeforeOpening, type OpeningLack } from '../../../surveys/fielding/opening'
import { localised } from '../../../surveys/instrument/language'
import type { Permission } from '../../../surveys/people/roles'
import type { PublishedQuestionnaire } from '../../db/questionnaires'
import type { CampaignRecord } from '../../db/campaigns'
import { readPrepared } from '../../reading/opening'
import { type OfficeDeps, setupAddress } from '../frame/deps'
import { page } from '../frame/document'
import { blockName, type Reader, readerOf } from '../frame/reader'
import { type Fact, FactList, Shell } from '../frame/shell'

/** Everything that freezes when a campaign opens, and what it lacks: then it is opened. */
export async function openingPage(deps: OfficeDeps, c: Context, record: CampaignRecord): Promise<Response> {
  const reader = readerOf(c)
  const { questionnaire, version } = record.campaign
  const asked = await deps.questionnaires.get(questionnaire, version)
  const agencies = record.measured.map(({ agency }) => agency)
  const lacks = lacksBeforeOpening(record.campaign, agencies, await readPrepared(deps, record))
  return page(c, { reader, title: reader.say('openTitle'), body: <Opening {...{ reader, record, agencies, asked, lacks }} /> })
}

type Props = {
  readonly reader: Reader
  readonly record: CampaignRecord
  readonly agencies: readonly Agency[]
  readonly asked: Pick<PublishedQuestionnaire, 'questionnaire'> & { readonly hash: string }
  readonly lacks: readonly OpeningLack[]
}

function Opening({ reader, reader: { say, language }, record, agencies, asked, lacks }: Props) {
  const { campaign } = record
  const home = setupAddress(campaign.code)
  const what = localised(campaign.title, language)
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href={home}>{what}</a>
      </p>
      <h1>{say('openTitle')}</h1>
      <p class="sub">
        {what} ({campaign.code})
      </p>
      {lacks.length > 0 && <Lacks {...{ reader, code: campaign.code, lacks }} />}
      <section class="card" aria-labelledby="freezes">
        <h2 id="freezes">{say('openFreezes')}</h2>
        <p class="note">{say('openFreezesText')}</p>
        <FactList facts={frozen(reader, record, agencies, asked)} />
        <AgenciesKept {...{ reader, agencies }} />
      </section>
      <section class="card form">
        <ul class="meanings">
          <li>{say('openMeans_trial')}</li>
          <li>{say('openMeans_later')}</li>
        </ul>
        <form class="acts" method="post" action={`${home}/open`}>
          <button type="submit">{say('openGo')}</button>
          <a href={home}>{say('cancel')}</a>
        </form>
      </section>
    </Shell>
  )
}

function frozen(
  { say, numbers, language }: Reader,
  { campaign, breakdowns, releasedBy, measured }: CampaignRecord,
  agencies: readonly Agency[],
  { questionnaire, hash }: Props['asked'],
): readonly Fact[] {
  return [
    {
      name: say('questionnaire'),
      value: (
        <>
          {localised(questionnaire.title, language)} · {say('version', { n: String(campaign.version) })}
          <small>
            {say('openHash')}: <code>{hash.slice(0, 16)}</code>
          </small>
        </>
      ),
    },
    { name: say('period'), value: say('openMeans_period', { from: numbers.day(campaign.opensOn), to: numbers.day(campaign.closesOn) }) },
    { name: say('measuredAgencies'), value: say('openMeans_agencies', { n: numbers.count(measured.length) }) },
    { name: say('openBlocks'), value: numbers.count(new Set(agencies.map(({ block }) => block)).size) },
    { name: say('threshold'), value: say('openMeans_threshold', { n: numbers.count(campaign.threshold) }) },
    { name: say('campaignKind'), value: say(campaign.kind) },
    {
      name: say('breakdowns'),
      value:
        breakdowns.map((name) => (name === 'service' || name === 'touchpoint' ? say(`breakdown_${name}`) : name)).join(', ') || say('none'),
    },
    { name: say('releasedBy'), value: say(`releasedBy_${releasedBy || 'none'}`) },
  ]
}

/** Every agency under the name and in the block that it keeps, folded. */
function AgenciesKept({ reader, reader: { say, numbers, language }, agencies }: Pick<Props, 'reader' | 'agencies'>) {
  const names = new Intl.Collator('vi', { numeric: true })
  const blocks = [...new Set(agencies.map(({ block }) => block))]
  return (
    <>
      {blocks
        .map((code) => ({ code, members: agencies.filter(({ block }) => block === code), name: blockName(reader, code) }))
        .sort((a, b) => names.compare(a.name, b.name))
        .map(({ code, members, name }) => (
          <details key={code} class="more">
            <summary>
              {name}: {say('agencyCount', { n: numbers.count(members.length) })}
            </summary>
            <p>
              {members
                .map((agency) => `${localised(agency.name, language)} (${agency.code})`)
                .sort(names.compare)
                .join(' · ')}
            </p>
          </details>
        ))}
    </>
  )
}

/** Agencies named in a sentence; the others are counted. */
const named = 6

/** What is missing, and where each is put right. */
const Lacks = ({ reader: { say, may, numbers, language }, code, lacks }: Pick<Props, 'reader' | 'lacks'> & { readonly code: string }) => (
  <section class="card next" aria-labelledby="lacks">
    <h2 id="lacks">{say('openLacks')}</h2>
    <p class="note">{say('openLacksText')}</p>
    <ul class="lacks">
      {lacks.map(({ code: what, agencies }) => {
        const shown = agencies.slice(0, named).map(({ name }) => localised(name, language))
        const more = agencies.length > named ? [say('andOthers', { n: numbers.count(agencies.length - named) })] : []
        const { href, by } = remedies[what]
        return (
          <li key={what}>
            <b>{say(`openLack_${what}`, { n: numbers.count(agencies.length) })}</b> {say(`openLack_${what}_why`)}
            {agencies.length > 0 && <small>{[...shown, ...more].join(', ')}</small>}{' '}
            {may(by) && <a href={href(code)}>{say(`openLack_${what}_go`)}</a>}
          </li>
        )
      })}
    </ul>
  </section>
)

const touchpointHref = (code: string): string => `/admin/new/touchpoint?campaign=${encodeURIComponent(code)}`
/** Where it is put right, and by whom. */
const remedies: Readonly<Record<OpeningLack['code'], { readonly href: (code: string) => string; readonly by: Permission }>> = {
  'no-touchpoints': { href: touchpointHref, by: 'touchpoints.change' },
  'agencies-without': { href: touchpointHref, by: 'touchpoints.change' },
  'ends-within': { href: () => '/admin/agencies', by: 'office.read' },
  'no-address': { href: () => '/admin/settings#publicUrl', by: 'settings.change' },
  'no-posters': { href: (code) => `/admin/many/touchpoints/print?campaign=${encodeURIComponent(code)}&all=found`, by: 'office.read' },
  'one-person': { href: () => '/admin/accounts', by: 'accounts.change' },
  'no-sample': { href: (code) => `${setupAddress(code)}/change`, by: 'campaigns.change' },
  'no-targets': { href: (code) => `${setupAddress(code)}/targets`, by: 'campaigns.change' },
}
