import type { Change } from '../../../surveys/figures/comparison'
import type { AgencyResult } from '../../../surveys/figures/results'
import { unitOf } from '../../../surveys/figures/rounding'
import { blockName, type Reader } from '../frame/reader'
import { ColumnHeads, Region } from '../frame/shell'
import { addressQuery, campaignAddress } from './filter'
import { type HeatGroup, type HeatRow, HeatTable, Legend } from './heat-table'
import { lineageText } from './lineage'
import { changesOf, isInListing, isRanked, labelOf, listingQuery, nodeOf, type ResultsView, sorted } from './view'

type AgenciesProps = { readonly reader: Reader; readonly view: ResultsView }

/** The agencies of each block in their rank, then the block and everything together. */
export function Agencies({ reader, view }: AgenciesProps) {
  const { say, numbers } = reader
  const { threshold } = view.record.campaign
  const isLong = view.results.agencies.length > 1
  const { changes, by } = changesOf(view)
  return (
    <section class="card" id="agencies">
      <h2>{say('agencies')}</h2>
      <p class="note">
        {say('agenciesText', { node: labelOf(view, view.headline.code) })} {say('dash', { n: numbers.count(threshold) })}
      </p>
      {isLong && <Finder {...{ reader, view }} />}
      <HeatTable
        {...{ reader, view }}
        label={say('agencies')}
        first={say('agency')}
        groups={groupsOf(reader, view, changes)}
        isRanked
        isSortable={isLong}
      />
      {changes.size > 1 && <p class="note">{say(`judged_${by}`, { n: numbers.count(changes.size) })}</p>}
      {unitOf(view.headline) === 'percent' && (
        <>
          <p class="note">{say('heatText')}</p>
          <Legend reader={reader} />
        </>
      )}
    </section>
  )
}

function groupsOf(reader: Reader, view: ResultsView, changes: ReadonlyMap<string, Change>): readonly HeatGroup[] {
  const { agencies, blocks, total } = view.results
  const names = new Intl.Collator('vi')
  const ordered = sorted(view, agencies)
  const ofBlock = (code: string) => ordered.filter(({ block }) => block === code)
  const groups = [...blocks]
    .map((block) => ({ block, title: blockName(reader, block.code) }))
    .sort((a, b) => names.compare(a.title, b.title))
    .map(({ block, title }) => ({
      key: block.code,
      title,
      rows: [
        ...ofBlock(block.code).map((agency) => agencyRow(reader, view, agency, changes.get(agency.code))),
        ...(view.standing
          ? []
          : [
              {
                key: `block ${block.code}`,
                name: reader.say('pooledBlock'),
                responses: block.responses,
                nodes: block.nodes,
                isSum: true,
                means: block.meanOfAgencies,
                scope: { block: block.code },
              },
            ]),
      ],
    }))
  if (blocks.length < 2) return groups
  const all = {
    key: 'all',
    name: reader.say('pooledTotal'),
    responses: total.responses,
    nodes: total.nodes,
    isSum: true,
    means: total.meanOfAgencies,
    scope: {},
  }
  return [...groups, { key: 'total', title: reader.say('everything'), rows: [all] }]
}

/** An agency alone in the filter keeps the rank it has among its block. */
function agencyRow(reader: Reader, view: ResultsView, agency: AgencyResult, change: Change | undefined): HeatRow {
  const { code, name, digits, responses, nodes } = agency
  const { filter, standing, listing } = view
  const scope = { agency: code, block: null }
  const [last] = view.earlier
  return {
    key: code,
    name,
    href: `${campaignAddress(view)}${addressQuery(filter, scope)}`,
    rank: standing ?? agency,
    digits,
    responses,
    nodes,
    change,
    scope,
    isHidden: !isInListing(listing, agency),
    lineage: last && lineageText(reader, last, code),
  }
}

type FinderProps = { readonly reader: Reader; readonly view: ResultsView }

/** Looks for agencies by name or code; a script, where there is one, does so while one writes. */
function Finder({ reader, view }: FinderProps) {
  const { say, numbers, path } = reader
  const { filter, listing, results } = view
  const [all, found] = [results.agencies.length, results.agencies.filter((agency) => isInListing(listing, agency)).length]
  const kept = Object.entries({ ...filter, sort: listingQuery(listing)['sort'] ?? null })
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
      {listing.find !== '' && (
        <a href={`${path}${addressQuery(filter, { sort: listingQuery(listing)['sort'] ?? null })}`}>{say('findAll')}</a>
      )}
      <output for="find">{listing.find === '' ? '' : wording(numbers.count(found))}</output>
    </form>
  )
}

type LackingProps = { readonly reader: Reader; readonly view: ResultsView }

/** The agencies without enough persons for a figure, and how many each still needs. */
export function LackingAgencies({ reader, view }: LackingProps) {
  const { say, numbers } = reader
  const { campaign } = view.record
  const n = numbers.count(campaign.threshold)
  const lacking = lackingOf(view)
  return (
    <section class="card" id="lacking">
      <h2>{say('lackingTitle')}</h2>
      <p class="note">{say(lacking.length === 0 ? 'lackingNone' : 'lackingList', { n })}</p>
      {lacking.length > 0 && (
        <Region label={say('lackingTitle')}>
          <table class="lacking">
            <ColumnHeads
              columns={[
                { title: say('agency') },
                { title: say('block') },
                { title: say('persons'), look: 'n' },
                { title: say('missingPersons'), look: 'n' },
              ]}
            />
            <tbody>
              {lacking.map(({ code, name, block, persons }) => (
                <tr key={code}>
                  <th scope="row">
                    <a
                      href={`/admin/campaigns/${encodeURIComponent(campaign.code)}${addressQuery(view.filter, { agency: code, block: null })}`}
                    >
                      {name}
                    </a>
                  </th>
                  <td>{blockName(reader, block)}</td>
                  <td class="n">{numbers.count(persons)}</td>
                  <td class="n">
                    <b>{numbers.count(Math.max(0, campaign.threshold - persons))}</b>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Region>
      )}
    </section>
  )
}

type LackingAgency = { readonly code: string; readonly name: string; readonly block: string; readonly persons: number }

/** Those nearest to the threshold first. */
const lackingOf = (view: ResultsView): readonly LackingAgency[] =>
  view.results.agencies
    .filter((agency) => !isRanked(view, agency))
    .map(({ code, name, block, nodes }) => ({ code, name, block, persons: nodeOf(nodes, view.headline.code)?.persons ?? 0 }))
    .sort((a, b) => b.persons - a.persons || names.compare(a.name, b.name))

const names = new Intl.Collator('vi')
