import type { Axis } from '../../../surveys/figures/axis'
import type { Change } from '../../../surveys/figures/comparison'
import { shownFigure, shownFigures } from '../../../surveys/figures/goals'
import type { AgencyMean, NodeResult } from '../../../surveys/figures/results'
import { type Digits, digitsOf, unitOf } from '../../../surveys/figures/rounding'
import { type Best, bestOf, gainOf, meritOf } from '../../../surveys/figures/merit'
import { type Distance, distanceFrom } from '../../../surveys/figures/standout'
import { shortName } from '../../../surveys/instrument/short-names'
import { isShown } from '../../../client/text/numbers'
import type { Reader } from '../frame/reader'
import { BaseUnder, ChangeCell, figureText, rangeOf } from './cells'
import { distanceDigits, DistanceText } from './distance'
import { AxisMarks, DrawnInterval } from './drawn-interval'
import { addressQuery, figureAddress } from './filter'
import { campaignTitle, columnOf, labelOf, listingQuery, nextSort, nodeOf, type ResultsView } from './view'

/** What a filter would have to say for the figures of a row. */
type Scope = Readonly<Record<string, string | null>>

type AgencyRow = {
  readonly code: string
  readonly name: string
  readonly href: string
  readonly rank: string
  /** With how many digits the headline bears the rank out. */ readonly digits: Digits
  readonly responses: number
  readonly nodes: readonly NodeResult[]
  /** Of its block: what its figures are held against. */
  readonly means: readonly AgencyMean[]
  readonly change: Change | undefined
  readonly scope: Scope
  /** Not looked for. */
  readonly isHidden: boolean
  /** What stands in small under its name. */
  readonly notes: readonly string[]
}

export type RowGroup = {
  readonly key: string
  readonly title?: string
  readonly means?: readonly AgencyMean[] | undefined
  readonly rows: readonly AgencyRow[]
  readonly pooled?:
    { readonly name: string; readonly responses: number; readonly nodes: readonly NodeResult[]; readonly scope: Scope } | undefined
}

export type AgencyTable = {
  readonly reader: Reader
  readonly view: ResultsView
  readonly columns: readonly string[]
  readonly axis: Axis
  readonly groups: readonly RowGroup[]
  /** Whether the columns can be sorted by. */
  readonly isSortable: boolean
  readonly hasChanges: boolean
}

export function AgencyHead(table: AgencyTable) {
  const { reader, view, columns, axis, hasChanges } = table
  const { say, numbers, language } = reader
  const before = view.earlier[0]
  return (
    <thead>
      <tr>
        <ColumnHead {...table} look="r" column="rank" text={say('rank')} />
        <ColumnHead {...table} look="name" column="name" text={say('agency')} />
        <ColumnHead {...table} look={`n${roomFor(say('responses'), 8)}`} column="responses" text={say('responses')} />
        <ColumnHead {...table} look="f" column={view.headline.code} text={say('overall')} note={say('intervalShort')} />
        <th scope="col" class="plot">
          {say('interval')}
          <AxisMarks {...{ axis, numbers }} unit={unitOf(view.headline)} />
        </th>
        {hasChanges && (
          <ColumnHead
            {...table}
            look="d"
            column="change"
            text={say('changeHead')}
            note={before && say('changeSince', { campaign: campaignTitle(before.record, language) })}
          />
        )}
        {columns.map((code) => {
          const label = labelOf(view, code)
          return (
            <ColumnHead
              key={code}
              {...table}
              look={`h${roomFor(shortName(label, language))}`}
              column={code}
              text={shortName(label, language)}
              whole={label}
              above={code}
            />
          )
        })}
      </tr>
    </thead>
  )
}

/** Columns have a fixed width, and a word that is cut cannot be read: the longest one of its head says how wide. */
function roomFor(label: string, most = 9): '' | ' wide' | ' widest' {
  const longest = Math.max(...label.split(/[\s\p{Pd}]+/u).map((word) => word.length))
  if (longest <= most) return ''
  return longest <= 12 ? ' wide' : ' widest'
}

type ColumnHeadProps = AgencyTable & {
  readonly look: string
  readonly column: string
  readonly text: string
  /** Its full name, where the text is short for it. */ readonly whole?: string
  readonly above?: string
  readonly note?: string | undefined
}

/** The head of a column; where rows can be sorted by it, a link that does. */
function ColumnHead({ reader, view, look, column, text, whole = text, above, note, isSortable }: ColumnHeadProps) {
  const { listing, filter } = view
  const current = columnOf(listing)
  const isHere = isSortable && current.column === column
  const isAscending = isRising(column) === (current.sign === 1)
  const href = `${reader.path}${addressQuery(filter, { ...listingQuery(listing), sort: nextSort(listing, column) })}`
  return (
    <th scope="col" class={look} aria-sort={isHere ? (isAscending ? 'ascending' : 'descending') : undefined}>
      {above !== undefined && above.length <= 4 && <b>{above}</b>}
      {isSortable ? (
        <a class="sort" href={href} data-sort={column} data-rising={isRising(column)} title={reader.say('sortBy', { column: whole })}>
          {text}
          {isHere && (
            <span class="dir" aria-hidden="true">
              {isAscending ? ' ▲' : ' ▼'}
            </span>
          )}
        </a>
      ) : (
        <span title={whole}>{text}</span>
      )}
      {note !== undefined && <small>{note}</small>}
    </th>
  )
}

/** Names and ranks begin with the first; figures with the highest. */
const isRising = (column: string): boolean => column === 'name' || column === 'rank'

export const AgencyRows = (table: AgencyTable) => (
  <>
    {table.groups.map((group) => (
      <tbody key={group.key}>
        {group.title !== undefined && <MeanRow {...table} group={group} />}
        {group.rows.map((row) => (
          <Row key={row.code} {...table} row={row} />
        ))}
        {group.pooled && <PooledRow {...table} pooled={group.pooled} />}
      </tbody>
    ))}
  </>
)

/** A block by its name, with the means of its agencies: what each of them is held against. */
function MeanRow({ reader, view, columns, axis, hasChanges, group: { title, means = [] } }: AgencyTable & { readonly group: RowGroup }) {
  const { say, numbers } = reader
  const head = nodeOf(means, view.headline.code)
  const text = (code: string) => {
    const mean = nodeOf(means, code)
    const node = view.layout.nodes.find(({ indicator }) => indicator.code === code)?.indicator
    const figure = node && mean ? shownFigure({ value: mean.value, interval: null }, unitOf(node), digitsOf(view.questionnaire)) : null
    return figure === null ? '–' : figureText(reader, figure)
  }
  return (
    <tr class="group">
      <th scope="rowgroup" class="name" colSpan={2}>
        <span>{title}</span>
        <small>{say('meanRow', { n: numbers.count(head?.agencies ?? 0) })}</small>
      </th>
      <td class="n out">–</td>
      <td class="f">{text(view.headline.code)}</td>
      <td class="plot">
        <DrawnInterval {...{ axis }} figure={{ value: null, interval: null }} mean={head?.value} />
        <AxisMarks {...{ axis, numbers }} unit={unitOf(view.headline)} />
      </td>
      {hasChanges && <td class="d out">–</td>}
      {columns.map((code) => (
        <td key={code} class="h">
          {text(code)}
          <small class="on">{say('meanCount', { n: numbers.count(nodeOf(means, code)?.agencies ?? 0) })}</small>
        </td>
      ))}
    </tr>
  )
}

function Row({ row, ...table }: AgencyTable & { readonly row: AgencyRow }) {
  const { reader, view, axis, columns, hasChanges } = table
  const { say, numbers } = reader
  const head = nodeOf(row.nodes, view.headline.code)
  const figure = head ? shownFigures(view.questionnaire, head, row.digits).value : null
  const mean = nodeOf(row.means, view.headline.code)?.value
  const headDistance = head && distanceIn(view, head, row.means)
  const best = bestIn(view, view.headline.code)
  const headMerit = headDistance && meritOf(headDistance.side, best)
  const factors = columns.map((code) => {
    const node = nodeOf(row.nodes, code)
    return { code, node, best: bestIn(view, code), distance: node && distanceIn(view, node, row.means) }
  })
  const gain = ({ distance, best }: (typeof factors)[number]): number => (distance ? gainOf(distance.difference, best) : Infinity)
  const weakest = [...factors].sort((a, b) => gain(a) - gain(b)).slice(0, 2)
  return (
    <tr hidden={row.isHidden} data-name={row.code} class={headMerit}>
      <td class="r" data-says={`${say('rank')} `}>
        {row.rank}
      </td>
      <th scope="row" class="name">
        <a href={row.href}>{row.name}</a>
        {row.notes.map((note) => (
          <small key={note}>{note}</small>
        ))}
      </th>
      <td class="n">
        {numbers.count(row.responses)}
        <span class="unit"> {say('responsesUnit')}</span>
      </td>
      <td class="f">
        {figure && (
          <>
            <b>
              <a href={figureAddress(view, view.headline.code, row.scope)}>{figureText(reader, figure)}</a>
            </b>
            {figure.interval && <small>{rangeOf(reader, figure)}</small>}
            {head && <BaseUnder {...{ reader }} on={{ base: head.base, persons: null }} />}
          </>
        )}
      </td>
      <td class="plot">{head && <DrawnInterval {...{ axis, mean }} figure={head} look={headMerit} />}</td>
      {hasChanges && <ChangeCell {...{ reader, view, best }} change={row.change} unit={unitOf(view.headline)} />}
      {factors.map(({ code, node, distance }) => (
        <FactorCell key={code} {...table} {...{ row, code, node, distance }} isWeak={weakest.some((one) => one.code === code)} />
      ))}
    </tr>
  )
}

/** Which end of a figure of the headline's tree is good. */
const bestIn = ({ questionnaire, headline: { tree } }: ResultsView, code: string): Best => bestOf(questionnaire, { tree, code })

const distanceIn = (view: ResultsView, node: NodeResult, means: readonly AgencyMean[]): Distance | undefined =>
  distanceFrom(nodeOf(means, node.code)?.value, node, unitOf(node), distanceDigits(digitsOf(view.questionnaire)))

type FactorProps = AgencyTable & {
  readonly row: Pick<AgencyRow, 'scope'>
  readonly code: string
  readonly node: NodeResult | undefined
  readonly distance: Distance | undefined
  /** One of the two that a phone has room for. */
  readonly isWeak?: boolean
}

/** A factor as its distance from the mean of the block, or as its figure; what it stands on comes along, and what is withheld says why. */
function FactorCell({ reader, view, row, code, node, distance, isWeak = false }: FactorProps) {
  const { say, numbers, language } = reader
  const look = isWeak ? 'h weak' : 'h'
  const of = <span class="of">{shortName(labelOf(view, code), language)} </span>
  if (!node || !isShown(node)) {
    const why = node?.withheld === 'small' ? say('small', { n: numbers.count(view.record.campaign.threshold) }) : say('noAnswersHere')
    return (
      <td class="h">
        <span aria-hidden="true">–</span>
        <span class="unseen">{why}</span>
      </td>
    )
  }
  const [unit, digits] = [unitOf(node), distanceDigits(digitsOf(view.questionnaire))]
  const figure = shownFigures(view.questionnaire, node).value
  const text = figure ? figureText(reader, figure) : ''
  const isFigure = view.listing.cells === 'figures' || distance === undefined
  return (
    <td class={look}>
      <a
        class={`heat ${distance ? meritOf(distance.side, bestIn(view, code)) : ''}`}
        href={figureAddress(view, code, row.scope)}
        title={`${labelOf(view, code)}: ${text}`}
      >
        {of}
        {isFigure ? text : <DistanceText {...{ reader, distance, unit, digits }} />}
      </a>
      {isFigure ? <BaseUnder {...{ reader }} on={{ base: node.base, persons: null }} /> : <span class="unseen">{text}</span>}
    </td>
  )
}

/** All responses of a block, or of everything, as one. */
function PooledRow({ pooled, ...table }: AgencyTable & { readonly pooled: NonNullable<RowGroup['pooled']> }) {
  const { reader, view, axis, columns, hasChanges } = table
  const head = nodeOf(pooled.nodes, view.headline.code)
  const figure = head ? shownFigures(view.questionnaire, head).value : null
  return (
    <tr class="sum">
      <td class="r">–</td>
      <th scope="row" class="name">
        {pooled.name}
      </th>
      <td class="n">
        {reader.numbers.count(pooled.responses)}
        <span class="unit"> {reader.say('responsesUnit')}</span>
      </td>
      <td class="f">
        {figure ? (
          <>
            <b>
              <a href={figureAddress(view, view.headline.code, pooled.scope)}>{figureText(reader, figure)}</a>
            </b>
            {figure.interval && <small>{rangeOf(reader, figure)}</small>}
            {head && <BaseUnder {...{ reader }} on={{ base: head.base, persons: null }} />}
          </>
        ) : (
          '–'
        )}
      </td>
      <td class="plot">{head && <DrawnInterval {...{ axis }} figure={head} />}</td>
      {hasChanges && <td class="d out">–</td>}
      {columns.map((code) => (
        <FactorCell key={code} {...table} row={pooled} {...{ code }} node={nodeOf(pooled.nodes, code)} distance={undefined} />
      ))}
    </tr>
  )
}
