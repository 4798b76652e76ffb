import type { Figure, NodeResult } from '../../../surveys/results'
import type { IndicatorTree } from '../../../surveys/schema'
import { isShown, type Unit } from './numbers'
import type { Reader } from './reader'

type Props = { readonly reader: Reader; readonly node: NodeResult; /** Where the published figure is explained. */ readonly href?: string }

/** Share and level beside each other, the published one in bold. */
export const FigureCells = ({ reader, node, href }: Props) => (
  <>
    <FigureCell {...{ reader }} figure={node.share} unit="percent" isPublished={node.formula === 'share'} href={href} />
    <FigureCell {...{ reader }} figure={node.level} unit="percent" isPublished={node.formula === 'level'} href={href} />
  </>
)

/** What stands above them; only the satisfaction tree speaks of satisfaction. */
export const FigureHeads = ({ reader: { say }, tree }: { readonly reader: Reader; readonly tree: IndicatorTree['id'] }) => (
  <>
    <th scope="col" class="f">{say(tree === 'satisfaction' ? 'share' : 'positive')}<small>{say('interval')}</small></th>
    <th scope="col" class="f">{say(tree === 'satisfaction' ? 'level' : 'degree')}<small>{say('interval')}</small></th>
  </>
)

type CellProps = { readonly reader: Reader; readonly figure: Figure | null; readonly unit: Unit; readonly isPublished: boolean; readonly href?: string | undefined }

/** A figure over its interval; a dash where the scale has none. */
export function FigureCell({ reader: { numbers }, figure, unit, isPublished, href }: CellProps) {
  if (!isShown(figure)) return <td class="f out">–</td>
  const text = numbers.figure(figure.value, unit, 1)
  return (
    <td class="f">
      {isPublished ? <b>{href === undefined ? text : <a href={href}>{text}</a>}</b> : text}
      {figure.interval && <small>{numbers.range(figure.interval, unit, 1)}</small>}
    </td>
  )
}
