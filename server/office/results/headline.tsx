import { publishedAs, type ShownFigure, type ShownFigures, shownFigures } from '../../../surveys/figures/goals'
import type { NodeResult } from '../../../surveys/figures/results'
import { digitsOf } from '../../../surveys/figures/rounding'
import { isCarriedOver } from '../../reading/workspace'
import { isShown, rankText } from '../../../client/text/numbers'
import { blockName, type Reader } from '../frame/reader'
import { ChangeText, figureText, GoalText, rangeOf } from './cells'
import { addressQuery, figureAddress } from './filter'
import { lineageText } from './lineage'
import { tabAddress } from './tabs'
import { campaignTitle, changeSince, figureWords, isRanked, labelOf, mixtureOf, nodeOf, type ResultsView } from './view'

type Props = { readonly reader: Reader; readonly view: ResultsView }

/** What a reader takes away: the published figure first, each with its interval and what it stands on. */
export function Headline({ reader, view }: Props) {
  const node = nodeOf(view.results.total.nodes, view.headline.code)
  if (!node || node.value === null) return null
  const words = figureWords(node.tree)
  const cards = [
    { key: 'share', title: reader.say(words.share) },
    { key: 'level', title: reader.say(words.level) },
  ] as const
  const published = cards.find(({ key }) => key === publishedAs(node)) ?? ({ key: 'value', title: labelOf(view, node.code) } as const)
  return (
    <section class="cards" aria-label={reader.say('headline')} id="headline">
      {[published, ...cards.filter(({ key }) => key !== published.key)].map(({ key, title }) => (
        <FigureCard
          key={key}
          {...{ reader, view, node, title }}
          which={key}
          note={key === 'level' ? meanScore(reader, view, node) : undefined}
          isPublished={key === published.key}
        />
      ))}
      <LowestFactor reader={reader} view={view} />
      {view.standing ? <Standing reader={reader} view={view} /> : <LackingCount reader={reader} view={view} />}
      <LineageNote {...{ reader, view }} />
      {!isCarriedOver(view.filter) && <p class="note wide">{reader.say('notCompared')}</p>}
    </section>
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

type CardProps = Props & {
  readonly node: NodeResult
  readonly title: string
  readonly which: keyof ShownFigures
  readonly note?: string | undefined
  readonly isPublished: boolean
}

function FigureCard({ reader, view, node, title, which, note, isPublished }: CardProps) {
  const { say } = reader
  const figure = shownFigures(view.questionnaire, node, view.standing?.digits)[which]
  if (figure === null) return null
  const text = figureText(reader, figure)
  const figureOf = (one: NodeResult) => (which === 'value' ? one : one[which])
  const change = changeSince(view, node.code, figureOf)
  return (
    <div class={isPublished ? 'card first' : 'card'}>
      <h2>{title}</h2>
      <p class="big">{isPublished ? <a href={figureAddress(view, node.code)}>{text}</a> : text}</p>
      <p class="under">
        {intervalText(reader, figure)}
        {note !== undefined && (
          <>
            <br />
            {note}
          </>
        )}
        <br />
        {baseText(reader, node)}
        {isPublished && (
          <>
            <br />
            {say('published')}
          </>
        )}
      </p>
      {isPublished && <GoalText {...{ reader, node }} questionnaire={view.questionnaire} />}
      {change && <ChangeText {...{ reader, view, change }} mixture={mixtureOf(view, change, figureOf)} unit={figure.unit} />}
    </div>
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

function LowestFactor({ reader, view }: Props) {
  const { say } = reader
  const factors = view.results.total.nodes.filter(({ tree, kind }) => tree === view.headline.tree && kind === 'factor').filter(isShown)
  const lowest = factors.reduce<(typeof factors)[number] | undefined>(
    (least, node) => (least && least.value <= node.value ? least : node),
    undefined,
  )
  if (!lowest) return null
  const figure = shownFigures(view.questionnaire, lowest).value
  if (figure === null) return null
  return (
    <div class="card">
      <h2>{say('weakest')}</h2>
      <p class="big">
        <a href={figureAddress(view, lowest.code)}>{figureText(reader, figure)}</a>
      </p>
      <p class="under">
        <b>{labelOf(view, lowest.code)}</b>
        {lowest.interval && (
          <>
            <br />
            {intervalText(reader, figure)}
          </>
        )}
        <br />
        {baseText(reader, lowest)}
      </p>
    </div>
  )
}

function LackingCount({ reader: { say, numbers }, view }: Props) {
  const { agencies } = view.results
  const lacking = agencies.filter((agency) => !isRanked(view, agency))
  return (
    <div class="card">
      <h2>{say('lacking')}</h2>
      <p class="big">{numbers.count(lacking.length)}</p>
      <p class="under">
        {say('ofAgencies', { n: numbers.count(agencies.length) })}
        <br />
        <a href={`${tabAddress(view.record.campaign.code, 'agencies')}${addressQuery(view.filter)}#lacking`}>
          {say('lackingWhy', { n: numbers.count(view.record.campaign.threshold) })}
        </a>
      </p>
    </div>
  )
}

function Standing({ reader, view: { standing } }: Props) {
  const { say, numbers } = reader
  if (!standing) return null
  return (
    <div class="card">
      <h2>{say('place')}</h2>
      <p class="big">{rankText(numbers, standing)}</p>
      <p class="under">
        {standing.rank === null
          ? say('noPlace')
          : say('placeOf', { n: numbers.count(standing.ranked), block: blockName(reader, standing.block) })}
        {standing.rankInterval && standing.rankInterval[0] < standing.rankInterval[1] && (
          <>
            <br />
            {say('rankNote')}
          </>
        )}
      </p>
    </div>
  )
}
