import { axisAround } from '../../../surveys/figures/axis'
import { type Change, changeBetween, judgedTogether, type JudgedBy } from '../../../surveys/figures/comparison'
import { shownFigure, shownFigures } from '../../../surveys/figures/goals'
import type { Figure, NodeResult } from '../../../surveys/figures/results'
import { digitsOf, type Unit, unitOf } from '../../../surveys/figures/rounding'
import { steady } from '../../../surveys/instrument/decimal'
import { distanceFrom } from '../../../surveys/figures/standout'
import { isShown } from '../../../client/text/numbers'
import type { Reader } from '../frame/reader'
import { ColumnHeads } from '../frame/shell'
import { LackingLine } from './agencies'
import { baseOf, changeText, figureText, rangeOf } from './cells'
import { criterionFactors } from './criteria'
import { AxisMarks, DrawnInterval } from './drawn-interval'
import { addressQuery, figureAddress } from './filter'
import { tabAddress } from './tabs'
import { campaignTitle, changesOf, labelOf, nodeOf, type ResultsView } from './view'

type Props = { readonly reader: Reader; readonly view: ResultsView }
type ShownNode = NodeResult & { readonly value: number }

/** Where it is weak, what moved, and of whom nothing is said yet. */
export const Weaknesses = ({ reader, view }: Props) => (
  <>
    <div class="sidebyside">
      <WeakestItems {...{ reader, view }} />
      {view.earlier.length > 0 && <Moves {...{ reader, view }} />}
    </div>
    {view.filter.agency === null && <LackingLine {...{ reader, view }} />}
  </>
)

const howMany = 5

/** Criteria with enough persons, the lowest first. */
const criteriaOf = ({ results, headline }: ResultsView): readonly ShownNode[] =>
  results.total.nodes
    .filter(({ tree, kind }) => tree === headline.tree && kind === 'item')
    .filter(isShown)
    .sort((a, b) => a.value - b.value)

/** The lowest criteria, each with its interval beside the figure of everything; of one agency how far from its block. */
function WeakestItems({ reader, view }: Props) {
  const { say, numbers } = reader
  const all = criteriaOf(view)
  const lowest = all.slice(0, howMany)
  const head = nodeOf(view.results.total.nodes, view.headline.code)
  const unit = unitOf(lowest[0] ?? view.headline)
  const reach = lowest.flatMap(({ value, interval }) => interval ?? [value])
  const mean = head && isShown(head) && unitOf(head) === unit ? head.value : undefined
  const axis = axisAround(mean === undefined ? reach : [...reach, mean], unit === 'percent' ? [0, 1] : undefined)
  const n = numbers.count(view.record.campaign.threshold)
  return (
    <section class="card" id="weakest">
      <CardHead
        {...{ reader, view }}
        title={say('weakestItems')}
        tab="criteria"
        link={say('seeCriteria', { n: numbers.count(all.length) })}
      />
      <p class="note">
        {lowest.length === 0 ? say('weakestNone', { n }) : mean === undefined ? say('weakestItemsText', { n }) : say('weakestKey', { n })}
      </p>
      {lowest.length > 0 && (
        <table class="telling">
          <ColumnHeads
            columns={[
              { title: say('criterion'), look: 'name' },
              { title: say('interval'), look: 'plot' },
              { title: say('value'), look: 'f' },
              ...(view.beside ? [{ title: say('againstBlock'), look: 'd' as const }] : []),
            ]}
          />
          <tbody>
            {lowest.map((node) => (
              <tr key={node.code}>
                <NameCell {...{ reader, view, node }} />
                <td class="plot">
                  <DrawnInterval
                    {...{ axis, mean }}
                    figure={node}
                    look={distanceFrom(mean, node, unit, digitsOf(view.questionnaire))?.side}
                  />
                </td>
                <ValueCell {...{ reader, view, node }} />
                {view.beside && <td class="d">{againstBlock(reader, view, node)}</td>}
              </tr>
            ))}
          </tbody>
          <tfoot aria-hidden="true">
            <tr>
              <td>{'\u00a0'}</td>
              <td class="plot marked">
                <AxisMarks {...{ axis, numbers, unit }} />
              </td>
              <td colSpan={view.beside ? 2 : 1}>{'\u00a0'}</td>
            </tr>
          </tfoot>
        </table>
      )}
    </section>
  )
}

type HeadProps = Props & { readonly title: string; readonly tab: 'criteria' | 'agencies' | 'trend'; readonly link: string }

const CardHead = ({ view, title, tab, link }: HeadProps) => (
  <div class="cardhead">
    <h2>{title}</h2>
    <a class="screen" href={`${tabAddress(view.record.campaign.code, tab)}${addressQuery(view.filter)}`}>
      {link}
    </a>
  </div>
)

type NodeProps = Props & { readonly node: ShownNode }

/** A criterion, and the factor that it belongs to. */
function NameCell({ view, node }: NodeProps) {
  const factor = criterionFactors(view.layout).get(node.code)
  return (
    <th scope="row" class="name">
      {labelOf(view, node.code)}
      {factor !== undefined && (
        <small>
          {factor.length <= 4 && `${factor} · `}
          {labelOf(view, factor)}
        </small>
      )}
    </th>
  )
}

function ValueCell({ reader, view, node }: NodeProps) {
  const figure = shownFigures(view.questionnaire, node).value
  if (figure === null) return <td class="f">–</td>
  return (
    <td class="f">
      <b>
        <a href={figureAddress(view, node.code)}>{figureText(reader, figure)}</a>
      </b>
      {figure.interval && <small>{rangeOf(reader, figure)}</small>}
      <small>{baseOf(reader, node)}</small>
    </td>
  )
}

function againstBlock({ say, numbers }: Reader, { beside, questionnaire }: ResultsView, node: ShownNode): string {
  const block = nodeOf(beside?.block?.nodes ?? [], node.code)
  if (!isShown(block)) return '–'
  const [unit, digits, difference] = [unitOf(node), digitsOf(questionnaire), steady(node.value) - steady(block.value)]
  const n = numbers.apart(difference, unit, digits)
  if (n === numbers.apart(0, unit, digits)) return say('sameAs')
  return say(difference > 0 ? 'higherBy' : 'lowerBy', { n })
}

type Move = {
  readonly key: string
  readonly name: string
  readonly href: string
  readonly before: Figure
  readonly after: Figure
  readonly afterBase: NodeResult
  readonly change: Change
}

/** What changed the most since the campaign before: agencies, or the criteria of one, all of them judged together; what is sure stands first. */
function Moves({ reader, view }: Props) {
  const { say, numbers, language } = reader
  const { moves, by, judged } = movesOf(view)
  const shown = moves.slice(0, howMany)
  const unit = unitOf(shown[0]?.afterBase ?? view.headline)
  const axis = axisAround(
    shown.flatMap(({ before, after }) => [before, after].flatMap(({ value, interval }) => interval ?? value ?? [])),
    unit === 'percent' ? [0, 1] : undefined,
  )
  const [last] = view.earlier
  const campaign = last ? campaignTitle(last.record, language) : ''
  const isSure = moves.some(({ change }) => change.verdict !== 'unclear')
  return (
    <section class="card" id="moves">
      <CardHead
        {...{ reader, view }}
        title={say(view.filter.agency === null ? 'movesOfAgencies' : 'movesOfCriteria')}
        tab={view.filter.agency === null ? 'agencies' : 'criteria'}
        link={say('seeAll')}
      />
      <p class="note">
        {shown.length === 0
          ? say('movesNone', { campaign })
          : say(isSure ? 'movesText' : 'movesUnclear', { campaign, n: numbers.count(judged) })}
      </p>
      {shown.length > 0 && (
        <table class="telling moved">
          <ColumnHeads
            columns={[
              { title: say(view.filter.agency === null ? 'agency' : 'criterion'), look: 'name' },
              { title: say('beforeAfter'), look: 'plot' },
              { title: say('changeHead'), look: 'd' },
            ]}
          />
          <tbody>
            {shown.map((move) => (
              <MoveRow key={move.key} {...{ reader, view, move, axis, unit }} />
            ))}
          </tbody>
          <tfoot aria-hidden="true">
            <tr>
              <td>{'\u00a0'}</td>
              <td class="plot marked">
                <AxisMarks {...{ axis, numbers, unit }} />
              </td>
              <td>{'\u00a0'}</td>
            </tr>
          </tfoot>
        </table>
      )}
      {judged > 1 && <p class="note">{say(`judgedBy_${by}`, { n: numbers.count(judged) })}</p>}
    </section>
  )
}

type MoveProps = Props & { readonly move: Move; readonly axis: Parameters<typeof DrawnInterval>[0]['axis']; readonly unit: Unit }

function MoveRow({ reader, view, move: { name, href, before, after, afterBase, change }, axis, unit }: MoveProps) {
  const { text, range } = changeText(reader, change, unit, digitsOf(view.questionnaire))
  const shown = (figure: Figure) => {
    const one = shownFigure(figure, unit, digitsOf(view.questionnaire))
    return one ? figureText(reader, one) : '–'
  }
  return (
    <tr>
      <th scope="row" class="name">
        <a href={href}>{name}</a>
        <small>
          {shown(before)} → {shown(after)} · {baseOf(reader, { base: afterBase.base, persons: null })}
        </small>
      </th>
      <td class="plot">
        <DrawnInterval {...{ axis, before }} figure={after} look={change.verdict} />
      </td>
      <td class={`d change ${change.verdict}`}>
        {change.verdict !== 'unclear' && <span aria-hidden="true">{change.verdict === 'higher' ? '▲ ' : '▼ '}</span>}
        <strong>{text}</strong>
        <small>{range}</small>
      </td>
    </tr>
  )
}

function movesOf(view: ResultsView): { readonly moves: readonly Move[]; readonly by: JudgedBy; readonly judged: number } {
  const found = view.filter.agency === null ? agencyMoves(view) : criterionMoves(view)
  const { changes, by } = found
  const moves = found.moves
    .flatMap((move) => {
      const change = changes.get(move.key)
      return change ? [{ ...move, change }] : []
    })
    .sort((a, b) => surety(b.change) - surety(a.change) || Math.abs(b.change.difference) - Math.abs(a.change.difference))
  return { moves, by, judged: changes.size }
}

const surety = ({ verdict }: Change): number => (verdict === 'unclear' ? 0 : 1)

type Found = { readonly moves: readonly Omit<Move, 'change'>[]; readonly changes: ReadonlyMap<string, Change>; readonly by: JudgedBy }

function agencyMoves(view: ResultsView): Found {
  const moves = view.results.agencies.flatMap(({ code, name, nodes }) => {
    const [before, after] = [view.earlier[0]?.agencies.get(code), nodeOf(nodes, view.headline.code)]
    const href = `${tabAddress(view.record.campaign.code, 'overview')}${addressQuery(view.filter, { agency: code, block: null })}`
    return isShown(before) && isShown(after) ? [{ key: code, name, href, before, after, afterBase: after }] : []
  })
  return { moves, ...changesOf(view) }
}

/** Of one agency alone: of several the change of a criterion may be their mixture. */
function criterionMoves(view: ResultsView): Found {
  const moves = criteriaOf(view).flatMap((after) => {
    const before = nodeOf(view.earlier[0]?.total.nodes ?? [], after.code)
    return isShown(before)
      ? [{ key: after.code, name: labelOf(view, after.code), href: figureAddress(view, after.code), before, after, afterBase: after }]
      : []
  })
  const changes = new Map(
    moves.flatMap(({ key, before, after }) => {
      const change = changeBetween(before, after)
      return change ? [[key, change] as const] : []
    }),
  )
  return { moves, ...judgedTogether(changes) }
}
