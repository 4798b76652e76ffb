import type { Change } from '../../../surveys/figures/comparison'
import { goalsOf } from '../../../surveys/figures/goals'
import type { Figure, NodeResult } from '../../../surveys/figures/results'
import { localised } from '../../../surveys/instrument/language'
import type { IndicatorTree, Questionnaire } from '../../../surveys/instrument/schema'
import { isShown, type Unit, unitOf } from '../../../client/text/numbers'
import type { Reader } from '../frame/reader'
import { campaignTitle, type ResultsView } from './view'

type FigureCellsProps = {
  readonly reader: Reader
  readonly node: NodeResult
  /** Where the published figure is explained. */ readonly href?: string
}

/** Share and level beside each other, the published one in bold. */
export const FigureCells = ({ reader, node, href }: FigureCellsProps) => (
  <>
    <FigureCell {...{ reader }} figure={node.share} unit="percent" isPublished={node.formula === 'share'} href={href} />
    <FigureCell {...{ reader }} figure={node.level} unit="percent" isPublished={node.formula === 'level'} href={href} />
  </>
)

/** What stands above them; only the satisfaction tree speaks of satisfaction. */
export const FigureHeads = ({ reader: { say }, tree }: { readonly reader: Reader; readonly tree: IndicatorTree['id'] }) => (
  <>
    <th scope="col" class="f">
      {say(tree === 'satisfaction' ? 'share' : 'positive')}
      <small>{say('interval')}</small>
    </th>
    <th scope="col" class="f">
      {say(tree === 'satisfaction' ? 'level' : 'degree')}
      <small>{say('interval')}</small>
    </th>
  </>
)

type CellProps = {
  readonly reader: Reader
  readonly figure: Figure | null
  readonly unit: Unit
  readonly isPublished: boolean
  readonly href?: string | undefined
}

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

type ChangeProps = { readonly reader: Reader; readonly view: ResultsView; readonly change: Change | undefined; readonly unit: Unit }

/** A change in words first, then how far and how surely. */
export function ChangeText({ reader, view: { earlier }, change, unit }: ChangeProps) {
  const { say, numbers, language } = reader
  const before = earlier[0]
  if (!change || !before) return null
  const [n, campaign] = [numbers.apart(change.difference, unit), campaignTitle(before.record, language)]
  return (
    <span class={`change ${change.verdict}`}>
      <b>{say(words[change.verdict], { n, campaign })}</b>
      <span class="how">{rangeText(reader, change, unit)}</span>
    </span>
  )
}

/** The same in a narrow cell. */
export const ChangeCell = ({ reader, change, unit }: Omit<ChangeProps, 'view'>) =>
  change === undefined ? <td class="d out">–</td> : <td class={`d change ${change.verdict}`}>{shortText(reader, change, unit)}</td>

const words = { higher: 'changeUp', lower: 'changeDown', unclear: 'changeUnclear' } as const

const shortText = ({ say, numbers }: Reader, { difference, verdict }: Change, unit: Unit): string =>
  verdict === 'unclear'
    ? say('shortUnclear', { n: numbers.signed(difference, unit, 1) })
    : say(verdict === 'higher' ? 'shortUp' : 'shortDown', { n: numbers.apart(difference, unit) })

function rangeText({ say, numbers }: Reader, { difference, interval }: Change, unit: Unit): string {
  const n = numbers.signed(difference, unit, 2)
  return interval
    ? say('changeRange', { n, low: numbers.signed(interval[0], unit, 2), high: numbers.signed(interval[1], unit, 2) })
    : say('changeNoRange', { n })
}

type GoalProps = { readonly reader: Reader; readonly questionnaire: Questionnaire; readonly node: NodeResult }

/** The grade of a figure, and whether it reaches its target; nothing where the questionnaire sets neither. */
export function GoalText({ reader: { say, numbers, language }, questionnaire, node }: GoalProps) {
  const { band, target, isReached } = goalsOf(questionnaire, node)
  if (band === undefined && isReached === undefined) return null
  const unit = unitOf(node.formula)
  return (
    <p class="goals">
      {band !== undefined && <span>{say('gradedAs', { grade: localised(band.label, language) || band.code })}</span>}
      {target !== undefined && isReached !== undefined && (
        <span>{say(isReached ? 'targetReached' : 'targetMissed', { target: numbers.figure(target, unit, 2) })}</span>
      )}
    </p>
  )
}
