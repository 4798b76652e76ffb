import type { AgencyResult, BlockResult } from '../../../../surveys/results'
import { nodeOf, type ResultsView } from '../load'
import { unitOf } from '../numbers'
import { blockName, type Reader } from '../reader'
import { FigureRow, FigureRowHeads, hasOwnValues } from './FigureRow'
import type { ReportProps } from './Report'
import { Sheet } from './Sheet'

/** The agencies of each block in their rank, the block itself below them. */
export const AgencyTables = ({ reader, view }: ReportProps) => (
  <section>
    <h2>{reader.say('reportAgencies')}</h2>
    {inBlocks(reader, view).map(({ block, title, agencies }) => (
      <Sheet key={block.code} {...{ reader, view }} kind={hasOwnValues(view) ? 'figures ranked own' : 'figures ranked'} caption={title} head={<Heads {...{ reader, view }} />}>
        <tbody>{agencies.map((agency) => <Row key={agency.code} {...{ reader, view, agency }} />)}</tbody>
        <tbody class="whole"><Whole {...{ reader, view, block }} /></tbody>
      </Sheet>
    ))}
  </section>
)

/** Blocks by name, each with its agencies by rank, then by name. */
export function inBlocks(reader: Reader, { results }: ResultsView): readonly { readonly block: BlockResult; readonly title: string; readonly agencies: readonly AgencyResult[] }[] {
  const names = new Intl.Collator('vi')
  const rank = (agency: AgencyResult) => agency.rank ?? Infinity
  return results.blocks
    .map((block) => ({
      block,
      title: blockName(reader, block.code),
      agencies: results.agencies.filter((agency) => agency.block === block.code).sort((a, b) => (rank(a) === rank(b) ? names.compare(a.name, b.name) : rank(a) - rank(b))),
    }))
    .sort((a, b) => names.compare(a.title, b.title))
}

const Heads = ({ reader, view }: ReportProps) => (
  <tr>
    <th scope="col" class="n">{reader.say('rank')}</th>
    <th scope="col">{reader.say('agency')}</th>
    <FigureRowHeads {...{ reader, view }} />
  </tr>
)

function Row({ reader, view, agency }: ReportProps & { readonly agency: AgencyResult }) {
  const node = nodeOf(agency.nodes, view.headline.code)
  return (
    <tr>
      <td class="n">{agency.rank === null ? '–' : reader.numbers.count(agency.rank)}</td>
      <th scope="row">{agency.name}</th>
      {node && <FigureRow {...{ reader, view, node }} />}
    </tr>
  )
}

/** All responses of a block together, and the mean of its agencies beside. */
function Whole({ reader, view, block }: ReportProps & { readonly block: BlockResult }) {
  const { say, numbers } = reader
  const node = nodeOf(block.nodes, view.headline.code)
  const mean = block.meanOfAgencies.find(({ code }) => code === view.headline.code)
  if (!node || view.filter.agency !== null) return null
  return (
    <>
      <tr class="sum"><th scope="row" colSpan={2}>{say('pooledBlock')}</th><FigureRow {...{ reader, view, node }} /></tr>
      {mean && mean.value !== null && (
        <tr class="sum">
          <th scope="row" colSpan={4}>{say('meanRow', { n: numbers.count(mean.agencies) })}</th>
          <td colSpan={hasOwnValues(view) ? 4 : 3}><b>{numbers.figure(mean.value, unitOf(node.formula), 2)}</b></td>
        </tr>
      )}
    </>
  )
}
