import { branchesOf, heirsIn } from '../../../surveys/fielding/agency-branches'
import { type Agency, agencyState } from '../../../surveys/fielding/campaign'
import type { JSX } from 'preact'
import type { AgencyEdit } from '../../../surveys/fielding/drafts'
import { reorganisations } from '../../../surveys/fielding/reorganising'
import { localised } from '../../../surveys/instrument/language'
import type { LocalText } from '../../../surveys/instrument/schema'
import { languageName } from '../../../client/text/languages'
import type { MeasuringCampaign } from '../../reading/agencies'
import { setupAddress } from '../frame/deps'
import { blockName, momentText, type Reader } from '../frame/reader'
import { ColumnHeads, type Fact, FactList, PageHead, Region, Shell } from '../frame/shell'
import { doerName } from '../lists/recent'
import { AgencyChanges } from './changes'
import { agencyAddress, validity } from './naming'

type Props = {
  readonly reader: Reader
  readonly agency: Agency
  /** Those that the reader sees. */
  readonly agencies: readonly Agency[]
  readonly campaigns: readonly MeasuringCampaign[]
  /** At how many touchpoints it is asked about. */
  readonly touchpoints: number
  readonly today: string
  /** What was done to it last, for who may take it back. */
  readonly last?: LastOfAgency | undefined
}

/** The last time at which an agency was changed, alone or with others. */
export type LastOfAgency = {
  readonly batch: string
  readonly at: string
  readonly person: string
  readonly edits: readonly AgencyEdit[]
  readonly isUndoing: boolean
}

/** One agency: what it is, where it stands, what it came from and became, and where it was rated. */
export function AgencyPage(props: Props) {
  const { reader, agency, agencies, today, last } = props
  const { say } = reader
  const tree = branchesOf(agencies)
  const state = agencyState(agency, today)
  return (
    <Shell reader={reader}>
      <nav class="path" aria-label={say('agencyPath')}>
        <a href="/admin/agencies">{say('navAgencies')}</a>
        {tree.above(agency.code).map((one) => (
          <span key={one.code}>
            {' › '}
            <a href={agencyAddress(one.code)}>{localised(one.name, reader.language)}</a>
          </span>
        ))}
      </nav>
      <PageHead title={localised(agency.name, reader.language)} text={state !== 'valid' && say(`agencyState_${state}`)}>
        {reader.may('agencies.change') && (
          <p class="acts">
            <a class="button" href={`${agencyAddress(agency.code)}/change`}>
              {say('agencyChange')}
            </a>
          </p>
        )}
      </PageHead>
      <section class="card">
        <FactList facts={factsOf(props, tree.width(agency.code))} />
        {reader.may('agencies.change') && (
          <p class="acts">
            {reorganisations.map((kind) => (
              <a key={kind} href={`${agencyAddress(agency.code)}/${kind}`}>
                {say(`reorganise_${kind}`)}
              </a>
            ))}
            <a href={`${agencyAddress(agency.code)}/delete`}>{say('agencyDelete')}</a>
          </p>
        )}
      </section>
      {last && <LastChange {...{ reader, last, agencies }} />}
      <History {...props} />
      <Campaigns {...props} />
    </Shell>
  )
}

function factsOf({ reader, agency, agencies, touchpoints }: Props, width: number): readonly Fact[] {
  const { say, numbers } = reader
  const { vi, en, ...others } = agency.name
  const also: readonly Fact[] = en === undefined || reader.language === 'en' ? [] : [{ name: say('agencyNameEn'), value: en }]
  const vietnamese = reader.language === 'vi' || vi === undefined ? [] : [{ name: languageName('vi'), value: vi }]
  return [
    { name: say('agencyCode'), value: agency.code },
    ...(agency.officialCode === undefined ? [] : [{ name: say('agencyOfficialCode'), value: agency.officialCode }]),
    ...vietnamese,
    ...also,
    ...Object.entries(others).map(([tag, text]) => ({ name: languageName(tag), value: text ?? '' })),
    { name: say('agencyType'), value: agency.type ? say(`agencyType_${agency.type}`) : say('agencyTypeNone') },
    { name: say('agencyBlock'), value: blockName(reader, agency.block) },
    { name: say('agencyValid'), value: validity(reader, agency) },
    ...(agency.parent === null
      ? []
      : [{ name: say('agencyParent'), value: <AgencyName key={agency.parent} {...{ reader, agencies }} code={agency.parent} /> }]),
    {
      name: say('agencyBelow'),
      value:
        width === 0 ? (
          say('agencyBelowNone')
        ) : (
          <a href={`/admin/agencies?at=${encodeURIComponent(agency.code)}`}>{say('agencyCount', { n: numbers.count(width) })}</a>
        ),
    },
    { name: say('navTouchpoints'), value: touchpoints === 0 ? say('agencyNoTouchpoints') : numbers.count(touchpoints) },
  ]
}

/** What was done last, with the button that takes it back. */
const LastChange = ({ reader, last, agencies }: Pick<Props, 'reader' | 'agencies'> & { readonly last: LastOfAgency }) => {
  const { say } = reader
  const words = { who: doerName(reader, last.person), when: momentText(reader, last.at) }
  return (
    <section class="card" aria-labelledby="last">
      <h2 id="last">{say('agencyLast')}</h2>
      <p class="note">{say(last.isUndoing ? 'agencyLastUndone' : 'agencyLastText', words)}</p>
      {last.edits.length > 0 && <AgencyChanges {...{ reader, agencies }} edits={last.edits} when="past" />}
      {!last.isUndoing && !reader.seeing && (
        <form class="acts" method="post" action="/admin/undo/agencies">
          <input type="hidden" name="batch" value={last.batch} />
          <button class="quiet" type="submit">
            {say('undoEntry')}
          </button>
        </form>
      )}
    </section>
  )
}

/** Former names, what it came from and what came after it. */
function History({ reader, agency, agencies }: Props) {
  const { say, numbers } = reader
  const named = (code: string) => <AgencyName key={code} {...{ reader, code, agencies }} />
  const parts = new Set(agency.inPart ?? [])
  const whole = agency.predecessors.filter((code) => !parts.has(code))
  const heirs = heirsIn(agencies, agency.code)
  const aliases = agency.aliases ?? []
  const rows: readonly Fact[] = [
    ...(aliases.length === 0
      ? []
      : [
          {
            name: say('agencyAliases'),
            value: aliases
              .map(({ name, until }) => (until === null ? name : `${name} (${say('untilOn', { day: numbers.day(until) })})`))
              .join('; '),
          },
        ]),
    ...(whole.length === 0 ? [] : [{ name: say('agencyPredecessors'), value: listed(whole.map(named)) }]),
    ...(parts.size === 0 ? [] : [{ name: say('agencySplitFrom'), value: listed([...parts].map(named)) }]),
    ...(heirs.length === 0 ? [] : [{ name: say('agencyHeirs'), value: listed(heirs.map(({ code }) => named(code))) }]),
  ]
  return (
    <section class="card" aria-labelledby="history">
      <h2 id="history">{say('agencyHistory')}</h2>
      {rows.length === 0 ? <p class="note">{say('agencyHistoryNone')}</p> : <FactList facts={rows} />}
    </section>
  )
}

const listed = (links: readonly JSX.Element[]) => (
  <ul class="plain">
    {links.map((link) => (
      <li key={link.key}>{link}</li>
    ))}
  </ul>
)

/** What nobody who reads may see stands as its code. */
function AgencyName({ reader, code, agencies }: Pick<Props, 'reader' | 'agencies'> & { readonly code: string }) {
  const agency = agencies.find((one) => one.code === code)
  if (!agency) return <>{code}</>
  const days = agency.validFrom === null && agency.validTo === null ? '' : `, ${validity(reader, agency)}`
  return (
    <>
      <a href={agencyAddress(code)}>{`${localised(agency.name, reader.language)} (${code})`}</a>
      {days}
    </>
  )
}

/** The campaigns that rate it; in those that opened under another name that stands there. */
function Campaigns({ reader, agency, campaigns }: Props) {
  const { say, numbers, language } = reader
  const other = (then: LocalText | undefined): string | undefined => {
    const was = then && localised(then, language)
    return was === localised(agency.name, language) ? undefined : was
  }
  return (
    <section class="card">
      <h2>{say('agencyCampaigns')}</h2>
      {campaigns.length === 0 ? (
        <p class="note">{say('agencyCampaignsNone')}</p>
      ) : (
        <Region label={say('agencyCampaigns')}>
          <table class="list folds">
            <ColumnHeads columns={[{ title: say('campaign'), look: 'name' }, { title: say('period') }, { title: say('agencyThen') }]} />
            <tbody>
              {campaigns.map(({ campaign, openedAs }) => (
                <tr key={campaign.code}>
                  <th scope="row" class="name">
                    <a href={setupAddress(campaign.code)}>{localised(campaign.title, language)}</a>
                  </th>
                  <td data-label={say('period')}>
                    {numbers.day(campaign.opensOn)} – {numbers.day(campaign.closesOn)}
                  </td>
                  <td data-label={say('agencyThen')}>{other(openedAs.get(agency.code)) ?? say('agencyThenSame')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Region>
      )}
    </section>
  )
}
