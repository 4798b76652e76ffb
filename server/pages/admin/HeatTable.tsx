import type { AgencyMean, NodeResult } from '../../../surveys/results'
import { axisStart, HeatCell, Whisker } from './Heat'
import { labelOf, nodeOf, type ResultsView } from './load'
import type { Reader } from './reader'
import { Region } from './Region'

/** A line of figures: an agency, a block, a month, a channel. */
export type HeatRow = {
  readonly key: string
  readonly name: string
  readonly href?: string
  readonly rank?: number | null
  readonly responses: number
  readonly nodes: readonly NodeResult[]
  /** Pooled over other rows. */
  readonly isSum?: boolean
  readonly means?: readonly AgencyMean[]
}

export type HeatGroup = { readonly key: string; readonly title?: string; readonly rows: readonly HeatRow[] }

type Props = {
  readonly reader: Reader
  readonly view: ResultsView
  readonly label: string
  readonly first: string
  readonly groups: readonly HeatGroup[]
  readonly isRanked?: boolean
}

/** Rows by the headline and the factors of its tree, with the interval of the headline drawn beside. */
export function HeatTable({ reader, view, label, first, groups, isRanked = false }: Props) {
  const columns = columnsOf(view)
  const axis = axisStart(groups.flatMap(({ rows }) => rows.map(({ nodes }) => nodeOf(nodes, view.headline.code))))
  const table = { reader, view, columns, axis, isRanked }
  return (
    <Region label={label}>
      <table class="heatmap">
        <thead><Head {...table} first={first} /></thead>
        {groups.map(({ key, title, rows }) => (
          <tbody key={key}>
            {title !== undefined && <tr class="group"><th scope="rowgroup" colSpan={columns.length + (isRanked ? 5 : 4)}><span>{title}</span></th></tr>}
            {rows.map((row) => [<Row key={row.key} {...table} row={row} />, row.means && <MeanRow key={`mean-${row.key}`} {...table} means={row.means} />])}
          </tbody>
        ))}
      </table>
    </Region>
  )
}

type Table = { readonly reader: Reader; readonly view: ResultsView; readonly columns: readonly string[]; readonly axis: number; readonly isRanked: boolean }

/** Everything of the headline's tree but single criteria; the headline stands apart. */
const columnsOf = ({ layout, headline }: ResultsView): readonly string[] =>
  layout.nodes
    .map(({ indicator }) => indicator)
    .filter(({ tree, kind, code }) => tree === headline.tree && kind !== 'item' && kind !== 'option' && code !== headline.code)
    .map(({ code }) => code)

const Head = ({ reader: { say, numbers }, view, columns, axis, isRanked, first }: Table & { readonly first: string }) => (
  <tr>
    {isRanked && <th scope="col" class="r">{say('rank')}</th>}
    <th scope="col" class="name">{first}</th>
    <th scope="col" class="n">{say('responses')}</th>
    <th scope="col" class="h">{say('overall')}</th>
    <th scope="col" class="i">{say('interval')}<small>{say('axis', { range: numbers.range([axis, 1], 'percent', 0) })}</small></th>
    {columns.map((code) => <th key={code} scope="col" class="h">{labelOf(view, code)}</th>)}
  </tr>
)

function Row({ reader, view, columns, axis, isRanked, row }: Table & { readonly row: HeatRow }) {
  const { threshold } = view.record.campaign
  const head = nodeOf(row.nodes, view.headline.code)
  return (
    <tr class={row.isSum ? 'sum' : undefined}>
      {isRanked && <td class="r">{row.rank ?? '–'}</td>}
      <th scope="row" class="name">{row.href === undefined ? row.name : <a href={row.href}>{row.name}</a>}</th>
      <td class="n">{reader.numbers.count(row.responses)}</td>
      {isSilent(row, [view.headline.code, ...columns]) ? <Silent {...{ reader, threshold }} why={head?.withheld} width={columns.length + 2} /> : (
        <>
          <HeatCell {...{ reader, threshold }} node={head} />
          <Whisker reader={reader} node={head} from={axis} />
          {columns.map((code) => <HeatCell key={code} {...{ reader, threshold }} node={nodeOf(row.nodes, code)} />)}
        </>
      )}
    </tr>
  )
}

const isSilent = ({ nodes }: HeatRow, codes: readonly string[]): boolean => codes.every((code) => (nodeOf(nodes, code)?.value ?? null) === null)

type SilentProps = { readonly reader: Reader; readonly threshold: number; readonly why: NodeResult['withheld']; readonly width: number }

const Silent = ({ reader: { say, numbers }, threshold, why, width }: SilentProps) => (
  <td class="silent" colSpan={width}><span>{why === 'small' ? say('small', { n: numbers.count(threshold) }) : say('noAnswers')}</span></td>
)

function MeanRow({ reader, view, columns, isRanked, means }: Table & { readonly means: readonly AgencyMean[] }) {
  const of = (code: string) => means.find((mean) => mean.code === code)
  const formula = (code: string) => view.layout.nodes.find(({ indicator }) => indicator.code === code)?.indicator.formula ?? 'share'
  const cell = (code: string) => <HeatCell key={code} reader={reader} threshold={view.record.campaign.threshold} node={{ value: of(code)?.value ?? null, formula: formula(code) }} />
  return (
    <tr class="sum">
      {isRanked && <td class="r">–</td>}
      <th scope="row" class="name">{reader.say('meanRow', { n: reader.numbers.count(of(view.headline.code)?.agencies ?? 0) })}</th>
      <td class="n out">–</td>
      {cell(view.headline.code)}
      <td class="i out">–</td>
      {columns.map(cell)}
    </tr>
  )
}
