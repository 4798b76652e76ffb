import { changeDigits, changeText } from '../../../client/text/figures'
import { type Change, claimOf, isOffByRounding, type Mixture } from '../../../surveys/figures/comparison'
import { goalsOf, publishedAs, type ShownFigure, shownFigures } from '../../../surveys/figures/goals'
import { type Best, meritOf } from '../../../surveys/figures/merit'
import type { NodeResult } from '../../../surveys/figures/results'
import type { FigureNode } from '../../../surveys/figures/row'
import { decimalsOf, type Digits, digitsOf, type Unit, unitOf } from '../../../surveys/figures/rounding'
import { localised } from '../../../surveys/instrument/language'
import type { IndicatorTree, Questionnaire } from '../../../surveys/instrument/schema'
import type { Reader } from '../frame/reader'
import { agencyName, campaignTitle, type ResultsView } from './view'

type FigureCellsProps = {
  readonly reader: Reader
  readonly questionnaire: Questionnaire
  readonly node: NodeResult
  /** Where the published figure is explained. */ readonly href?: string
}

/** Share and level beside each other, the published one in bold. */
export function FigureCells({ reader, questionnaire, node, href }: FigureCellsProps) {
  const { share, level } = shownFigures(questionnaire, node)
  const isOfSatisfaction = node.tree === 'satisfaction'
  return (
    <>
      <FigureCell
        {...{ reader, href }}
        figure={share}
        on={node}
        isPublished={publishedAs(node) === 'share'}
        says={reader.say(isOfSatisfaction ? 'share' : 'positive')}
      />
      <FigureCell
        {...{ reader, href }}
        figure={level}
        on={node}
        isPublished={publishedAs(node) === 'level'}
        says={reader.say(isOfSatisfaction ? 'level' : 'degree')}
      />
    </>
  )
}

/** What stands above them; only the satisfaction tree speaks of satisfaction. */
export const FigureHeads = ({ reader: { say }, tree }: { readonly reader: Reader; readonly tree: IndicatorTree['id'] }) => (
  <>
    <th scope="col" class="f">
      {say(tree === 'satisfaction' ? 'share' : 'positive')}
      <small>{say('interval')}</small>
      <small class="on">{say('baseNote')}</small>
    </th>
    <th scope="col" class="f">
      {say(tree === 'satisfaction' ? 'level' : 'degree')}
      <small>{say('interval')}</small>
      <small class="on">{say('baseNote')}</small>
    </th>
  </>
)

type CellProps = {
  readonly reader: Reader
  readonly figure: ShownFigure | null
  readonly on: StoodOn | undefined
  readonly isPublished: boolean
  readonly href?: string | undefined
  /** What stands above it where the head of its column does not. */
  readonly says?: string | undefined
}

/** A figure over its interval and its base; a dash where the scale has none. */
export function FigureCell({ reader, figure, on, isPublished, href, says }: CellProps) {
  if (figure === null) return <td class="f out">–</td>
  const text = figureText(reader, figure)
  return (
    <td class="f" data-says={says}>
      {isPublished ? <b>{href === undefined ? text : <a href={href}>{text}</a>}</b> : text}
      {figure.interval && <small>{rangeOf(reader, figure)}</small>}
      {on && <BaseUnder {...{ reader, on }} />}
    </td>
  )
}

/** What a withheld figure of a release stands on is not said. */
export const countText = (numbers: Reader['numbers'], count: number | null): string => (count === null ? '–' : numbers.count(count))

/** What a figure stands on; null where a release does not say. */
type StoodOn = { readonly base: number | null; readonly persons: number | null }

/** What a figure stands on, in its own cell; where the table has columns that say so, it shows once they are out of sight. */
export const BaseUnder = ({ reader, on }: { readonly reader: Reader; readonly on: StoodOn }) => (
  <small class="on">{baseOf(reader, on)}</small>
)

/** The base, and the persons where they are other than its answers: so many, or at least so many. */
export const baseOf = (
  { say, numbers }: Reader,
  { base, persons }: StoodOn,
  ofPersons: 'baseOfPersons' | 'baseOfAtLeast' = 'baseOfPersons',
): string =>
  base === persons || persons === null
    ? say('baseOf', { n: countText(numbers, base) })
    : say(ofPersons, { n: countText(numbers, base), persons: numbers.count(persons) })

export const figureText = ({ numbers }: Reader, { shown, unit }: ShownFigure): string => numbers.shown(shown, unit)

/** The interval of a figure with as many digits. */
export const rangeOf = ({ numbers }: Reader, { interval, unit, digits }: ShownFigure): string | undefined =>
  interval === null ? undefined : numbers.range(interval, unit, digits)

type ChangeProps = {
  readonly reader: Reader
  readonly view: Pick<ResultsView, 'earlier' | 'questionnaire'>
  readonly change: Change | undefined
  readonly unit: Unit
  /** Which end of the figure is good. */
  readonly best: Best
}

type ChangeTextProps = ChangeProps & {
  readonly view: Pick<ResultsView, 'earlier' | 'questionnaire' | 'record'>
  readonly change: Change
  /** Of a figure of several agencies. */
  readonly mixture: Mixture | undefined
}

/** A change in words first, then how far and how surely; of several agencies a rise or a fall only where it is one at constant mixture too. */
export function ChangeText({ reader, view, change, mixture, unit, best }: ChangeTextProps) {
  const { say, numbers, language } = reader
  const before = view.earlier[0]
  if (!before) return null
  const digits = changeDigits(change, unit, digitsOf(view.questionnaire))
  const [n, campaign] = [numbers.apart(change.difference, unit, digits), campaignTitle(before.record, language)]
  const claim = mixture ? claimOf(change, mixture) : change.verdict
  const word = mixture && isMostlyMixture(change, mixture) ? 'changeMixture' : words[claim]
  return (
    <span class={`change ${meritOf(claim, best)}`}>
      <b>{say(word, { n, campaign })}</b>
      <span class="how">{rangeText(reader, change, unit, digits)}</span>
      {mixture && <MixtureText {...{ reader, view, mixture, unit }} />}
      {mixture?.atSame && isOffByRounding({ value: mixture.atSame.difference }, { value: change.difference }, decimalsOf(unit, digits)) && (
        <span class="how">{say('changeUnrounded')}</span>
      )}
    </span>
  )
}

/** A change that is sure as a whole and not so at constant mixture, for most of it comes from elsewhere. */
const isMostlyMixture = (change: Change, mixture: Mixture): boolean =>
  change.verdict !== 'unclear' &&
  claimOf(change, mixture) === 'unclear' &&
  mixture.atSame !== undefined &&
  Math.abs(mixture.rest) > Math.abs(mixture.atSame.difference)

type MixtureProps = Pick<ChangeTextProps, 'reader' | 'view' | 'unit'> & { readonly mixture: Mixture }

/** What of a change the agencies make at constant mixture, what is left, and who cannot be compared. */
function MixtureText({ reader, view, mixture: { atSame, rest, alone }, unit }: MixtureProps) {
  const { say, numbers, language } = reader
  const digits = atSame ? changeDigits(atSame, unit, digitsOf(view.questionnaire)) : digitsOf(view.questionnaire)
  const names = alone.slice(0, mostNamed).map((code) => agencyName(view, code, language))
  const more = alone.length - names.length
  return (
    <>
      <span class="how">
        {atSame
          ? `${say('mixtureSame')}: ${rangeText(reader, atSame, unit, digits)}. ${say('mixtureRest', { n: numbers.signed(rest, unit, digits) })}`
          : say('mixtureNone')}
      </span>
      {alone.length > 0 && (
        <span class="how">
          {say('mixtureAlone', { names: names.join(', ') })}
          {more > 0 && <> {say('mixtureMore', { n: numbers.count(more) })}</>}
        </span>
      )}
    </>
  )
}

const mostNamed = 8

/** A change and its interval in a narrow cell. */
export function ChangeCell({ reader, view: { questionnaire }, change, unit, best }: ChangeProps) {
  if (change === undefined) return <td class="d out">–</td>
  const { text, range } = changeText(reader, change, unit, digitsOf(questionnaire))
  return (
    <td class={`d change ${meritOf(change.verdict, best)}`} data-says={reader.say('changeHead')}>
      {change.verdict !== 'unclear' && <span aria-hidden="true">{change.verdict === 'higher' ? '▲ ' : '▼ '}</span>}
      <span>{text}</span>
      {range !== '' && <small>{range}</small>}
    </td>
  )
}

const words = { higher: 'changeUp', lower: 'changeDown', unclear: 'changeUnclear' } as const

function rangeText({ say, numbers }: Reader, { difference, interval }: Change, unit: Unit, digits: Digits): string {
  const n = numbers.signed(difference, unit, digits)
  return interval
    ? say('changeRange', { n, low: numbers.signed(interval[0], unit, digits), high: numbers.signed(interval[1], unit, digits) })
    : say('changeNoRange', { n })
}

type GoalProps = { readonly reader: Reader; readonly questionnaire: Questionnaire; readonly node: NodeResult }

/** The grade of a figure, and whether it reaches its target; nothing where the questionnaire sets neither. */
export function GoalText({ reader, questionnaire, node }: GoalProps) {
  const texts = goalTexts(reader, questionnaire, node)
  return texts.length === 0 ? null : (
    <p class="goals">
      {texts.map((text) => (
        <span key={text}>{text}</span>
      ))}
    </p>
  )
}

export function goalTexts({ say, numbers, language }: Reader, questionnaire: Questionnaire, node: FigureNode): readonly string[] {
  const { band, target, isReached } = goalsOf(questionnaire, node)
  const grade = band && (localised(band.label, language, questionnaire.languages) || band.code)
  const aim = target === undefined ? '' : numbers.bound(target, unitOf(node), digitsOf(questionnaire))
  return [
    ...(grade === undefined ? [] : [say('gradedAs', { grade })]),
    ...(isReached === undefined ? [] : [say(isReached ? 'targetReached' : 'targetMissed', { target: aim })]),
  ]
}
