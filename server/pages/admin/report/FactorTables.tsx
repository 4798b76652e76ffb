import type { AgencyResult, NodeResult } from '../../../../surveys/results'
import { labelOf, nodeOf } from '../load'
import { unitOf } from '../numbers'
import { inBlocks } from './AgencyTables'
import { whyNot } from './FigureRow'
import type { ReportProps } from './Report'
import { Sheet } from './Sheet'

/** So many factors stand beside each other on a sheet of A4. */
const columnsAtMost = 6

/** The agencies by the factors of the headline's tree, as many tables as its factors need. */
export function FactorTables({ reader, view }: ReportProps) {
  const factors = view.results.total.nodes.filter(({ tree, kind }) => tree === view.headline.tree && (kind === 'factor' || kind === 'aspect'))
  if (factors.length === 0) return null
  const tables = Array.from({ length: Math.ceil(factors.length / columnsAtMost) }, (_, index) => factors.slice(index * columnsAtMost, (index + 1) * columnsAtMost))
  return (
    <section>
      <h2>{reader.say('reportFactors')}</h2>
      {tables.map((columns) => <FactorTable key={columns[0]?.code} {...{ reader, view, columns }} />)}
      <p class="note">{reader.say('reportCells')}</p>
    </section>
  )
}

type TableProps = ReportProps & { readonly columns: readonly NodeResult[] }

function FactorTable({ reader, view, columns }: TableProps) {
  const heads = <tr><th scope="col">{reader.say('agency')}</th>{columns.map(({ code }) => <th key={code} scope="col" class="f">{labelOf(view, code)}</th>)}</tr>
  const codes = [columns[0]?.code, columns.at(-1)?.code].join(' – ')
  return (
    <Sheet {...{ reader, view }} kind="factors" caption={`${reader.say('reportFactors')} (${codes})`} head={heads}>
      {inBlocks(reader, view).map(({ block, title, agencies }) => (
        <tbody key={block.code}>
          <tr class="group"><th scope="rowgroup" colSpan={columns.length + 1}>{title}</th></tr>
          {agencies.map((agency) => <Row key={agency.code} {...{ reader, view, columns, agency }} />)}
        </tbody>
      ))}
    </Sheet>
  )
}

function Row({ reader, view, columns, agency }: TableProps & { readonly agency: AgencyResult }) {
  const nodes = columns.map(({ code }) => nodeOf(agency.nodes, code))
  const reasons = new Set(nodes.map((node) => whyNot(reader, view, node)))
  const [only] = reasons
  return (
    <tr>
      <th scope="row">{agency.name}</th>
      {reasons.size === 1 && only !== undefined ? <td class="why" colSpan={columns.length}>{only}</td> : nodes.map((node, place) => <Cell key={columns[place]?.code} {...{ reader, view, node }} />)}
    </tr>
  )
}

function Cell({ reader, view, node }: ReportProps & { readonly node: NodeResult | undefined }) {
  const { numbers } = reader
  if (!node || node.value === null) return <td class="f why">{whyNot(reader, view, node) ?? '–'}</td>
  return <td class="f">{numbers.figure(node.value, unitOf(node.formula), 2)}<small>{numbers.count(node.base)}</small></td>
}
