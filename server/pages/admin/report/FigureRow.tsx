import type { Figure, NodeResult } from '../../../../surveys/results'
import type { ResultsView } from '../load'
import { isShown, type Unit, unitOf } from '../numbers'
import type { Reader } from '../reader'
import { Bar } from './Bar'

type Props = { readonly reader: Reader; readonly view: ResultsView; readonly node: NodeResult }

/** The heads of `FigureRow`. */
export const FigureRowHeads = ({ reader: { say }, view }: Omit<Props, 'node'>) => (
  <>
    <th scope="col" class="n">{say('persons')}</th>
    <th scope="col" class="n">{say('base')}</th>
    {hasOwnValues(view) && <th scope="col" class="f">{say('value')}<small>{say('interval')}</small></th>}
    <th scope="col" class="f">{say('share')}<small>{say('interval')}</small></th>
    <th scope="col" class="f">{say('level')}<small>{say('interval')}</small></th>
    <th scope="col" class="b">{say('reportBar')}<span class="axis"><span>0%</span><span>100%</span></span></th>
  </>
)

/** Share and level stand there anyway; what is published otherwise needs a column of its own. */
export const hasOwnValues = ({ results }: ResultsView): boolean => results.total.nodes.some(({ formula }) => formula !== 'share' && formula !== 'level')

/** A figure with its base and intervals, drawn beside; or why there is none. */
export function FigureRow({ reader, view, node }: Props) {
  const { numbers } = reader
  const why = whyNot(reader, view, node)
  const isOwn = hasOwnValues(view)
  return (
    <>
      <td class="n">{numbers.count(node.persons)}</td>
      <td class="n">{numbers.count(node.base)}</td>
      {why === undefined ? (
        <>
          {isOwn && <Cell {...{ reader }} figure={node} unit={unitOf(node.formula)} isPublished />}
          <Cell {...{ reader }} figure={node.share} unit="percent" isPublished={node.formula === 'share'} />
          <Cell {...{ reader }} figure={node.level} unit="percent" isPublished={node.formula === 'level'} />
          <td class="b">{unitOf(node.formula) === 'percent' && <Bar figure={node} />}</td>
        </>
      ) : <td class="why" colSpan={isOwn ? 4 : 3}>{why}</td>}
    </>
  )
}

/** Why a figure is withheld; undefined when it is there. */
export function whyNot({ say, numbers }: Reader, { record }: ResultsView, node: NodeResult | undefined): string | undefined {
  if (node && node.withheld === undefined) return undefined
  return node?.withheld === 'small' ? say('small', { n: numbers.count(record.campaign.threshold) }) : say('noAnswersHere')
}

type CellProps = { readonly reader: Reader; readonly figure: Figure | null; readonly unit: Unit; readonly isPublished?: boolean }

function Cell({ reader: { numbers }, figure, unit, isPublished = false }: CellProps) {
  if (!isShown(figure)) return <td class="f">–</td>
  const text = numbers.figure(figure.value, unit, 2)
  return <td class="f">{isPublished ? <b>{text}</b> : text}{figure.interval && <small>{numbers.range(figure.interval, unit, 2)}</small>}</td>
}
