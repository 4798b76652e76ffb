import { axisAround } from '../../../surveys/figures/axis'
import type { Change, JudgedBy } from '../../../surveys/figures/comparison'
import { agencyMovesSince, criteriaUnder, judgedUnder, largestFirst, movesSince, weakestCriteria } from '../../../surveys/figures/findings'
import { shownFigure, shownFigures } from '../../../surveys/figures/goals'
import type { Figure, NodeResult } from '../../../surveys/figures/results'
import { digitsOf, type Unit, unitOf } from '../../../surveys/figures/rounding'
import { steady } from '../../../surveys/instrument/decimal'
import { isShown } from '../../../client/text/numbers'
import type { Reader } from '../frame/reader'
import { ColumnHeads } from '../frame/shell'
import { LackingLine } from './agencies'
import { bestOf, meritOf } from '../../../surveys/figures/merit'
import { changeText } from '../../../client/text/figures'
import { baseOf, figureText, rangeOf } from './cells'
import { criterionFactors } from './criteria'
import { AxisMarks, DrawnInterval } from './drawn-interval'
import { addressQuery, campaignAddress, figureAddress } from './filter'
import { tabAddress } from './tabs'
import { campaignTitle, labelOf, nodeOf, type ResultsView } from './view'

type Props = { readonly reader: Reader; readonly view: ResultsView }
type ShownNode = NodeResult & { readonly value: number }

/** Where it is weak, what moved, and of whom nothing is said yet. */
export const Weaknesses = ({ reader, view }: Props) => (
  <>
    <div class="sidebyside">
      <WeakestItems {...{ reader, view }} />
      {view.earlier.length > 0 && <Moves {...{ reader, view }} />}
    </div>
    <div class="sidebyside">
      {view.filter.agency === null && <LackingLine {...{ reader, view }} />}
      <NextStep {...{ reader, view }} />
    </div>
  </>
)

/** What figures are read for in an office: the report that is signed; once nobody answers any more, to be published too. */
const NextStep = ({ reader: { say, may }, view }: Props) => (
  <p class="nextstep screen">
    <b>{say('nextReport')}</b>
    <a class="button" href={`${campaignAddress(view)}/report${addressQuery(view.filter)}`}>
      {say('nextReportOpen')}
    </a>
    {(view.record.campaign.status === 'closed' || view.record.campaign.status === 'published') && may('campaigns.change') && (
      <a href={`${campaignAddress(view)}/publication`}>{say('publicationTitle')}</a>
    )}
  </p>
)

const howMany = 5

/** The lowest criteria, each with its interval beside the figure of everything; of one agency how far from its block. */
function WeakestItems({ reader, view }: Props) {
  const { say, numbers } = reader
  const { nodes } = view.results.total
  const all = criteriaUnder(view.headline, nodes).filter(isShown)
  const head = nodeOf(nodes, view.headline.code)
  const lowest = weakestCriteria(judgedUnder(view.headline, nodes), howMany).flatMap(({ node, isSure }) =>
    isShown(node) ? [{ node, isSure }] : [],
  )
  const unit = unitOf(lowest[0]?.node ?? view.headline)
  const reach = lowest.flatMap(({ node: { value, interval } }) => interval ?? [value])
  const mean = head && isShown(head) ? head.value : undefined
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
            {lowest.map(({ node, isSure }) => (
              <tr key={node.code}>
                <NameCell {...{ reader, view, node }} />
                <td class="plot">
                  <DrawnInterval {...{ axis, mean }} figure={node} look={isSure ? 'worse' : 'unclear'} />
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
  const best = bestOf(view.questionnaire, afterBase)
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
        <DrawnInterval {...{ axis, before }} figure={after} look={meritOf(change.verdict, best)} />
      </td>
      <td class={`d change ${meritOf(change.verdict, best)}`}>
        {change.verdict !== 'unclear' && <span aria-hidden="true">{change.verdict === 'higher' ? '▲ ' : '▼ '}</span>}
        <strong>{text}</strong>
        <small>{range}</small>
      </td>
    </tr>
  )
}

type Found = { readonly moves: readonly Move[]; readonly by: JudgedBy; readonly judged: number }

function movesOf(view: ResultsView): Found {
  const found = view.filter.agency === null ? agencyMoves(view) : criterionMoves(view)
  return { ...found, moves: largestFirst(found.moves) }
}

function agencyMoves({ record, filter, earlier, results, headline }: ResultsView): Found {
  const { moved, by } = agencyMovesSince(earlier[0]?.agencies ?? new Map(), results.agencies, headline.code)
  const moves = moved.flatMap(({ node: { code, name, nodes }, before, change }) => {
    const after = nodeOf(nodes, headline.code)
    const href = `${tabAddress(record.campaign.code, 'overview')}${addressQuery(filter, { agency: code, block: null })}`
    return after ? [{ key: code, name, href, before, after, afterBase: after, change }] : []
  })
  return { moves, by, judged: moved.length }
}

/** Of one agency alone: of several the change of a criterion may be their mixture. Judged with all of their tree, as the report lists them. */
function criterionMoves(view: ResultsView): Found {
  const { nodes } = view.results.total
  const { moved, by } = movesSince(view.earlier[0]?.total.nodes ?? [], nodes, view.headline.tree)
  const criteria = new Set(criteriaUnder(view.headline, nodes))
  const moves = moved
    .filter(({ node }) => criteria.has(node))
    .map(({ node, before, change }) => ({
      key: node.code,
      name: labelOf(view, node.code),
      href: figureAddress(view, node.code),
      before,
      after: node,
      afterBase: node,
      change,
    }))
  return { moves, by, judged: moved.length }
}
