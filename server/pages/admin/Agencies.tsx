import type { AgencyResult } from '../../../surveys/results'
import { addressQuery } from './filter'
import { Legend } from './Heat'
import { type HeatGroup, HeatTable, type HeatRow } from './HeatTable'
import { changeOf, labelOf, type ResultsView } from './load'
import { unitOf } from './numbers'
import { blockName, type Reader } from './reader'
import { campaignAddress } from './results/addresses'
import { Finder } from './results/Finder'
import { isFound } from './results/listing'
import { sorted } from './results/sorted'

type Props = { readonly reader: Reader; readonly view: ResultsView }

/** The agencies of each block in their rank, then the block and everything together. */
export function Agencies({ reader, view }: Props) {
  const { say, numbers } = reader
  const { threshold } = view.record.campaign
  const isLong = view.results.agencies.length > 1
  return (
    <section class="card" id="agencies">
      <h2>{say('agencies')}</h2>
      <p class="note">{say('agenciesText', { node: labelOf(view, view.headline.code) })} {say('dash', { n: numbers.count(threshold) })}</p>
      {isLong && <Finder {...{ reader, view }} />}
      <HeatTable {...{ reader, view }} label={say('agencies')} first={say('agency')} groups={groupsOf(reader, view)} isRanked isSortable={isLong} />
      {unitOf(view.headline.formula) === 'percent' && <><p class="note">{say('heatText')}</p><Legend reader={reader} /></>}
    </section>
  )
}

function groupsOf(reader: Reader, view: ResultsView): readonly HeatGroup[] {
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
        ...ofBlock(block.code).map((agency) => agencyRow(view, agency)),
        ...(view.standing ? [] : [{ key: `block ${block.code}`, name: reader.say('pooledBlock'), responses: block.responses, nodes: block.nodes, isSum: true, means: block.meanOfAgencies, scope: { block: block.code } }]),
      ],
    }))
  if (blocks.length < 2) return groups
  const all = { key: 'all', name: reader.say('pooledTotal'), responses: total.responses, nodes: total.nodes, isSum: true, means: total.meanOfAgencies, scope: {} }
  return [...groups, { key: 'total', title: reader.say('everything'), rows: [all] }]
}

/** An agency alone in the filter keeps the rank it has among its block. */
function agencyRow(view: ResultsView, agency: AgencyResult): HeatRow {
  const { code, name, rank, responses, nodes } = agency
  const { filter, standing, listing } = view
  const scope = { agency: code, block: null }
  return {
    key: code,
    name,
    href: `${campaignAddress(view)}${addressQuery(filter, scope)}`,
    rank: standing ? standing.rank : rank,
    responses,
    nodes,
    change: changeOf(view, agency),
    scope,
    isHidden: !isFound(listing, agency),
  }
}
