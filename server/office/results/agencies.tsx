import { bestOf } from '../../../surveys/figures/merit'
import { type Axis, axisAround } from '../../../surveys/figures/axis'
import type { Change } from '../../../surveys/figures/comparison'
import type { AgencyMean, AgencyResult, BlockResult } from '../../../surveys/figures/results'
import { unitOf } from '../../../surveys/figures/rounding'
import { rankText } from '../../../client/text/numbers'
import { blockName, type Reader } from '../frame/reader'
import { Region } from '../frame/shell'
import { AgencyHead, AgencyRows, type AgencyTable, type RowGroup } from './agency-rows'
import { DistanceLegend } from './distance'
import { addressQuery, campaignAddress } from './filter'
import { lineageText } from './lineage'
import { tabAddress } from './tabs'
import { changesOf, headlineParts, isInListing, isRanked, labelOf, listingQuery, nodeOf, ordersOf, type ResultsView, sorted } from './view'

type AgenciesProps = { readonly reader: Reader; readonly view: ResultsView }

/** The agencies in their rank, by block or in one list: figure, drawn interval, change, and each factor against the mean of the own block. */
export function Agencies({ reader, view }: AgenciesProps) {
  const { say, numbers } = reader
  const isLong = view.results.agencies.length > 1
  const { changes, by } = changesOf(view)
  const columns = headlineParts(view)
  const ranked = view.results.agencies.filter((agency) => isRanked(view, agency))
  const table: AgencyTable = {
    reader,
    view,
    columns,
    axis: axisOf(view, ranked),
    isSortable: isLong,
    hasChanges: view.earlier.length > 0,
    groups: groupsOf(reader, view, ranked, changes),
  }
  return (
    <section class="card" id="agencies">
      <h2>{say('agencies')}</h2>
      {isLong && <Finder {...{ reader, view }} />}
      <DistanceLegend {...{ reader }} unit={unitOf(view.headline)} best={view.headline.direction} />
      <OtherEnd {...{ reader, view, columns }} />
      {ranked.length > 0 && (columns.length > mostColumns ? <Region label={say('agencies')}>{rows(table)}</Region> : rows(table))}
      <LackingLine {...{ reader, view }} />
      <p class="note">
        {say('agenciesText', { node: labelOf(view, view.headline.code) })} {say('distanceText')}
        {view.listing.list === 'flat' && ` ${say('flatText')}`}
      </p>
      {changes.size > 1 && <p class="note">{say(`judged_${by}`, { n: numbers.count(changes.size) })}</p>}
    </section>
  )
}

/** Which of the figures beside the headline are read the other way round than it. */
function OtherEnd({ reader: { say }, view, columns }: AgenciesProps & { readonly columns: readonly string[] }) {
  const { questionnaire, headline } = view
  const turned = columns.filter((code) => bestOf(questionnaire, { tree: headline.tree, code }) !== headline.direction)
  const lower = headline.direction === 'lower' ? [headline.code] : turned
  const higher = headline.direction === 'lower' ? turned : []
  const named = (codes: readonly string[]): string => codes.map((code) => labelOf(view, code)).join('; ')
  if (lower.length === 0) return null
  return (
    <p class="note">
      {say('lowerIsBetter', { names: named(lower) })}
      {higher.length > 0 && ` ${say('higherIsBetter', { names: named(higher) })}`}
    </p>
  )
}

/** More than so many factors are as wide as they are. */
const mostColumns = 12

/** From so many on there is no room for the drawn interval too. */
const manyColumns = 7

const rows = (table: AgencyTable) => {
  const { view, columns, isSortable, hasChanges } = table
  const sorts = ['rank', 'name', 'responses', view.headline.code, ...(hasChanges ? ['change'] : []), ...columns]
  return (
    <table
      class={`ranking${columns.length >= manyColumns ? ' many' : ''}${hasChanges ? ' changing' : ''}`}
      data-orders={isSortable ? JSON.stringify(ordersOf(view, sorts)) : undefined}
    >
      <AgencyHead {...table} />
      <AgencyRows {...table} />
    </table>
  )
}

/** Around every interval that is drawn, and every mean. */
function axisOf(view: ResultsView, ranked: readonly AgencyResult[]): Axis {
  const heads = ranked.flatMap(({ nodes }) => nodeOf(nodes, view.headline.code) ?? [])
  const means = blocksOf(view).flatMap(({ meanOfAgencies }) => nodeOf(meanOfAgencies, view.headline.code)?.value ?? [])
  const values = [...heads.flatMap(({ value, interval }) => interval ?? value ?? []), ...means]
  return axisAround(values, unitOf(view.headline) === 'percent' ? [0, 1] : undefined)
}

/** Of one agency alone its whole block stands beside. */
const blocksOf = ({ beside, results, filter }: ResultsView): readonly BlockResult[] =>
  filter.agency === null ? results.blocks : beside?.block ? [beside.block] : []

function groupsOf(
  reader: Reader,
  view: ResultsView,
  ranked: readonly AgencyResult[],
  changes: ReadonlyMap<string, Change>,
): readonly RowGroup[] {
  const means = new Map(blocksOf(view).map(({ code, meanOfAgencies }) => [code, meanOfAgencies]))
  const ordered = sorted(view, ranked)
  const rowOf = (agency: AgencyResult) => agencyRow(reader, view, agency, means.get(agency.block) ?? [], changes.get(agency.code))
  if (view.listing.list === 'flat') return [{ key: 'all', rows: ordered.map(rowOf), pooled: pooledTotal(reader, view) }]
  const names = new Intl.Collator('vi')
  const groups = [...new Set(ordered.map(({ block }) => block))]
    .map((block) => ({ block, title: blockName(reader, block) }))
    .sort((a, b) => names.compare(a.title, b.title))
    .map(({ block, title }) => ({
      key: block,
      title,
      means: means.get(block),
      rows: ordered.filter((agency) => agency.block === block).map(rowOf),
      pooled: view.standing ? undefined : pooledBlock(reader, view, block),
    }))
  return groups.length < 2
    ? groups
    : [
        ...groups,
        {
          key: 'total',
          title: reader.say('everything'),
          rows: [],
          means: view.results.total.meanOfAgencies,
          pooled: pooledTotal(reader, view),
        },
      ]
}

function pooledBlock(reader: Reader, view: ResultsView, code: string): RowGroup['pooled'] {
  const block = view.results.blocks.find((one) => one.code === code)
  return block && { name: reader.say('pooledBlock'), responses: block.responses, nodes: block.nodes, scope: { block: code } }
}

const pooledTotal = ({ say }: Reader, { results: { total } }: ResultsView): RowGroup['pooled'] => ({
  name: say('pooledTotal'),
  responses: total.responses,
  nodes: total.nodes,
  scope: {},
})

/** An agency alone in the filter keeps the rank it has among its block. */
function agencyRow(reader: Reader, view: ResultsView, agency: AgencyResult, means: readonly AgencyMean[], change: Change | undefined) {
  const { code, name, digits, responses, nodes, block } = agency
  const { filter, standing, listing } = view
  const scope = { agency: code, block: null }
  const [last] = view.earlier
  return {
    code,
    name,
    href: `${tabAddress(view.record.campaign.code, 'overview')}${addressQuery(filter, scope)}`,
    rank: rankText(reader.numbers, standing ?? agency),
    digits,
    responses,
    nodes,
    means,
    change,
    scope,
    isHidden: !isInListing(listing, agency),
    notes: [listing.list === 'flat' ? blockName(reader, block) : undefined, last && lineageText(reader, last, code)].flatMap(
      (note) => note ?? [],
    ),
  }
}

type FinderProps = { readonly reader: Reader; readonly view: ResultsView }

/** Looks for agencies by name or code; a script, where there is one, does so while one writes. */
function Finder({ reader, view }: FinderProps) {
  const { say, numbers, path } = reader
  const { filter, listing, results } = view
  const ranked = results.agencies.filter((agency) => isRanked(view, agency))
  const [all, found] = [ranked.length, ranked.filter((agency) => isInListing(listing, agency)).length]
  const { find: _, ...others } = listingQuery(listing)
  const kept = Object.entries({ ...filter, ...others })
  const wording = (n: string) => say('foundOf', { n, all: numbers.count(all) })
  return (
    <form class="finder screen" method="get" action={path} role="search" aria-label={say('findAgency')}>
      {kept.map(([name, value]) => value !== null && <input key={name} type="hidden" name={name} value={value} />)}
      <label for="find">{say('findAgency')}</label>
      <input
        id="find"
        name="find"
        type="search"
        value={listing.find}
        maxLength={100}
        autocomplete="off"
        data-finds="#agencies tbody tr[data-name]"
        data-says={wording('{n}')}
      />
      <button class="quiet" type="submit">
        {say('find')}
      </button>
      {listing.find !== '' && <a href={`${path}${addressQuery(filter, others)}`}>{say('findAll')}</a>}
      <output for="find">{listing.find === '' ? '' : wording(numbers.count(found))}</output>
      <Ways {...{ reader, view }} />
    </form>
  )
}

/** By block or in one list, and whether factors stand as distances or as figures; each an address of its own. */
function Ways({ reader: { say, path }, view: { filter, listing, results } }: FinderProps) {
  const to = (changed: Partial<typeof listing>) => `${path}${addressQuery(filter, listingQuery({ ...listing, ...changed }))}`
  const ways = [
    ...(results.blocks.length > 1
      ? ([
          { word: 'byBlock', isHere: listing.list === 'blocks', href: to({ list: 'blocks' }) },
          { word: 'inOneList', isHere: listing.list === 'flat', href: to({ list: 'flat' }) },
        ] as const)
      : []),
    { word: 'asDistances', isHere: listing.cells === 'distances', href: to({ cells: 'distances' }) },
    { word: 'asFigures', isHere: listing.cells === 'figures', href: to({ cells: 'figures' }) },
  ] as const
  return (
    <ul class="choices">
      {ways.map(({ word, isHere, href }) => (
        <li key={word}>
          <a href={href} aria-current={isHere ? 'true' : undefined}>
            {say(word)}
          </a>
        </li>
      ))}
    </ul>
  )
}

type LackingProps = { readonly reader: Reader; readonly view: ResultsView }

/** The agencies without enough persons for a figure, those nearest to it first, each with how many answered so far. */
export function LackingLine({ reader, view }: LackingProps) {
  const { say, numbers } = reader
  const lacking = lackingOf(view)
  const n = numbers.count(view.record.campaign.threshold)
  if (lacking.length === 0)
    return (
      <p class="lacking" id="lacking">
        {say('lackingNone', { n })}
      </p>
    )
  const rest = lacking.slice(namedLacking)
  return (
    <div class="lacking" id="lacking">
      <p>
        <b>{say('lackingHead', { n })}</b> <LackingNames {...{ reader, view }} lacking={lacking.slice(0, namedLacking)} />.{' '}
        <GatherMore {...{ reader, view }} />
      </p>
      {rest.length > 0 && (
        <details>
          <summary>{say('andMore', { n: numbers.count(rest.length) })}</summary>
          <LackingByBlock {...{ reader, view }} lacking={rest} />
        </details>
      )}
    </div>
  )
}

/** Agencies that are named at once; the rest are folded. */
const namedLacking = 12

type LackingNamesProps = LackingProps & { readonly lacking: readonly LackingAgency[] }

const LackingNames = ({ reader, view, lacking }: LackingNamesProps) => (
  <>
    {lacking.map((agency, place) => (
      <span key={agency.code}>
        {place > 0 && ', '}
        <LackingName {...{ reader, view, agency }} />
      </span>
    ))}
  </>
)

/** Many names are looked through by block, one a line, in as many columns as there is room for. */
const LackingByBlock = ({ reader, view, lacking }: LackingNamesProps) => (
  <>
    {[...new Set(lacking.map(({ block }) => block))].map((block) => (
      <section key={block}>
        <h3>{blockName(reader, block)}</h3>
        <ul class="names">
          {lacking
            .filter((agency) => agency.block === block)
            .map((agency) => (
              <li key={agency.code}>
                <LackingName {...{ reader, view, agency }} />
              </li>
            ))}
        </ul>
      </section>
    ))}
  </>
)

const LackingName = ({ reader: { numbers }, view: { record, filter }, agency }: LackingProps & { readonly agency: LackingAgency }) => (
  <>
    <a href={`${tabAddress(record.campaign.code, 'overview')}${addressQuery(filter, { agency: agency.code, block: null })}`}>
      {agency.name}
    </a>{' '}
    <b>{numbers.count(agency.persons)}</b>
  </>
)

/** Where one sees who lacks how much, as long as more can come. */
export const GatherMore = ({ reader: { say }, view }: LackingProps) =>
  view.record.campaign.status !== 'open' ? null : (
    <a class="screen" href={`${campaignAddress(view)}/fieldwork`}>
      {say('gatherMore')}
    </a>
  )

type LackingAgency = { readonly code: string; readonly name: string; readonly block: string; readonly persons: number }

/** Those nearest to the threshold first. */
export const lackingOf = (view: ResultsView): readonly LackingAgency[] =>
  view.results.agencies
    .filter((agency) => !isRanked(view, agency))
    .map(({ code, name, block, nodes }) => ({ code, name, block, persons: nodeOf(nodes, view.headline.code)?.persons ?? 0 }))
    .sort((a, b) => b.persons - a.persons || collator.compare(a.name, b.name))

const collator = new Intl.Collator('vi')
