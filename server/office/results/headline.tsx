import { bestOf } from '../../../surveys/figures/merit'
import { publishedAs, type ShownFigure, type ShownFigures, shownFigures } from '../../../surveys/figures/goals'
import { axisAround } from '../../../surveys/figures/axis'
import { campaignState } from '../../../surveys/fielding/campaign'
import { daysBetween } from '../../../surveys/instrument/calendar'
import type { Figure, NodeResult } from '../../../surveys/figures/results'
import { digitsOf, type Unit } from '../../../surveys/figures/rounding'
import { isCarriedOver } from '../../reading/workspace'
import { isShown, rankText } from '../../../client/text/numbers'
import { blockName, type Reader } from '../frame/reader'
import { baseOf, ChangeText, figureText, GoalText, rangeOf } from './cells'
import { AxisMarks, DrawnInterval } from './drawn-interval'
import { figureAddress } from './filter'
import { lineageText } from './lineage'
import { campaignTitle, changeSince, figureWords, labelOf, mixtureOf, nodeOf, type ResultsView } from './view'

type Props = { readonly reader: Reader; readonly view: ResultsView }

/** What a reader takes away: one figure with its interval and base, and in one sentence what has become of it. */
export function Headline({ reader, view, today }: Props & { readonly today: string }) {
  const node = nodeOf(view.results.total.nodes, view.headline.code)
  if (!node || node.value === null) return null
  const figures = shownFigures(view.questionnaire, node, view.standing?.digits)
  const published = publishedAs(node) ?? 'value'
  const figure = figures[published]
  if (figure === null) return null
  const figureOf = (one: NodeResult) => (published === 'value' ? one : one[published])
  const change = changeSince(view, node.code, figureOf)
  return (
    <section class="hero" aria-label={reader.say('headline')} id="headline">
      <div class="score">
        <h2>{published === 'value' ? labelOf(view, node.code) : reader.say(figureWords(node.tree)[published])}</h2>
        <p class="big">
          <a href={figureAddress(view, node.code)}>{figureText(reader, figure)}</a>
        </p>
        <p class="under">
          <b>{intervalText(reader, figure)}</b>
          <br />
          {baseText(reader, node)}
        </p>
        <GoalText {...{ reader, node }} questionnaire={view.questionnaire} />
        <Besides {...{ reader, view, node, figures, published }} />
        {view.standing && <Standing {...{ reader, view }} />}
      </div>
      <div class="told">
        {change && (
          <ChangeText
            {...{ reader, view, change }}
            mixture={mixtureOf(view, change, figureOf)}
            unit={figure.unit}
            best={bestOf(view.questionnaire, node)}
          />
        )}
        <p class="limits">{limitsOf(reader, view, today, change !== undefined)}</p>
        <LineageNote {...{ reader, view }} />
      </div>
      <Pair {...{ reader, view, node, figureOf }} unit={figure.unit} />
    </section>
  )
}

type BesidesProps = Props & {
  readonly node: NodeResult
  readonly figures: ShownFigures
  readonly published: keyof ShownFigures
}

/** The other ways of reading the same answers, small beside the one that is published. */
function Besides({ reader, view, node, figures, published }: BesidesProps) {
  const others = (['share', 'level'] as const).filter((key) => key !== published)
  return (
    <>
      {others.map((key) => {
        const figure = figures[key]
        if (figure === null) return null
        const score = key === 'level' ? meanScore(reader, view, node) : undefined
        return (
          <p key={key} class="under besides">
            {reader.say(figureWords(node.tree)[key])}: <b>{figureText(reader, figure)}</b>
            <span>{[rangeOf(reader, figure), baseOf(reader, node), score].filter((text) => text !== undefined).join(' · ')}</span>
          </p>
        )
      })}
    </>
  )
}

/** What the change cannot say: of whom the figures are, and what may still come. */
function limitsOf(
  { say, numbers }: Reader,
  { record: { campaign }, filter, earlier }: ResultsView,
  today: string,
  hasChange: boolean,
): string {
  const left = campaignState(campaign, today) === 'open' ? daysBetween(today, campaign.closesOn) : undefined
  return [
    ...(hasChange ? [] : [say(!isCarriedOver(filter) ? 'notCompared' : earlier.length === 0 ? 'comparedNone' : 'comparedNot')]),
    ...(campaign.kind === 'open' ? [say('openWhy')] : []),
    ...(left === undefined ? [] : [say('limitRunning', { n: numbers.count(left) })]),
  ].join(' ')
}

type PairProps = Props & {
  readonly node: NodeResult
  readonly figureOf: (node: NodeResult) => Figure | null
  readonly unit: Unit
}

/** The campaign before above this one, on an axis around both. */
function Pair({ reader, view, node, figureOf, unit }: PairProps) {
  const [last] = view.earlier
  const earlier = last && nodeOf(last.total.nodes, view.headline.code)
  const [now, before] = [figureOf(node), earlier && figureOf(earlier)]
  if (!last || !now || !isShown(before)) return null
  const axis = axisAround(
    [now, before].flatMap(({ value, interval }) => interval ?? value ?? []),
    unit === 'percent' ? [0, 1] : undefined,
  )
  const digits = digitsOf(view.questionnaire)
  const text = ({ value, interval }: Figure) =>
    `${value === null ? '–' : reader.numbers.figure(value, unit, digits)}${interval ? ` (${reader.numbers.range(interval, unit, digits)})` : ''}`
  return (
    <figure class="pairing">
      <figcaption>
        <span class="was">
          ○ {campaignTitle(last.record, reader.language)}: {text(before)}
          {earlier && <small>{baseOf(reader, earlier)}</small>}
        </span>
        <span class="is">
          ● {campaignTitle(view.record, reader.language)}: <b>{text(now)}</b>
        </span>
      </figcaption>
      <div class="plotted">
        <DrawnInterval {...{ axis, before }} figure={now} look="first" />
      </div>
      <AxisMarks {...{ axis, unit }} numbers={reader.numbers} />
    </figure>
  )
}

/** Of what an agency's change is: of what it was in the campaign before, or that nothing there can be compared. */
function LineageNote({ reader, view: { earlier, filter } }: Props) {
  const [last] = earlier
  const text = last && filter.agency !== null ? lineageText(reader, last, filter.agency) : undefined
  if (!last || text === undefined) return null
  return (
    <p class="note wide">
      {campaignTitle(last.record, reader.language)}: {text}.
    </p>
  )
}

const intervalText = (reader: Reader, figure: ShownFigure): string => {
  const range = rangeOf(reader, figure)
  return range === undefined ? reader.say('noInterval') : reader.say('intervalOf', { range })
}

/** The level as a score, where every criterion has the same highest score. */
function meanScore({ say, numbers }: Reader, { layout, headline, questionnaire }: ResultsView, { level }: NodeResult): string | undefined {
  const highest = [...new Set(headline.items.map((place) => layout.items[place]?.points?.high))]
  const most = highest.length === 1 ? highest[0] : undefined
  if (most === undefined || !isShown(level)) return undefined
  const points = most * questionnaire.scoreUnit
  return say('meanScore', { score: numbers.figure(level.value * points, 'number', digitsOf(questionnaire)), most: numbers.count(points) })
}

const baseText = ({ say, numbers }: Reader, { base, persons }: NodeResult): string =>
  say('standsOn', { base: numbers.count(base), persons: numbers.count(persons) })

/** Where an agency stands in its block. */
function Standing({ reader, view: { standing } }: Props) {
  const { say, numbers } = reader
  if (!standing) return null
  const isWide = standing.rankInterval && standing.rankInterval[0] < standing.rankInterval[1]
  return (
    <p class="under besides">
      {say('place')}: <b>{rankText(numbers, standing)}</b>
      <span>
        {standing.rank === null
          ? say('noPlace')
          : say('placeOf', { n: numbers.count(standing.ranked), block: blockName(reader, standing.block) })}
        {isWide && `. ${say('rankNote')}`}
      </span>
    </p>
  )
}
