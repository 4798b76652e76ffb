import type { ComponentChildren } from 'preact'
import type { Change } from '../../../surveys/figures/comparison'
import { shownFigure, shownFigures, type ShownFigure } from '../../../surveys/figures/goals'
import { rankText } from '../../../client/text/numbers'
import type { AgencyMean, AgencyRank, NodeResult } from '../../../surveys/figures/results'
import { type Digits, digitsOf, unitOf } from '../../../surveys/figures/rounding'
import { rounded } from '../../../surveys/instrument/decimal'
import type { Reader } from '../frame/reader'
import { Region } from '../frame/shell'
import { BaseUnder, ChangeCell, figureText, rangeOf } from './cells'
import { addressQuery, figureAddress } from './filter'
import { campaignTitle, columnOf, labelOf, listingQuery, nextSort, nodeOf, ordersOf, type ResultsView } from './view'

/** A line of figures: an agency, a block, a month, a channel. */
export type HeatRow = {
  readonly key: string
  readonly name: string
  readonly href?: string
  readonly rank?: AgencyRank
  /** With how many digits the headline bears the rank out. */ readonly digits?: Digits
  readonly responses: number
  readonly nodes: readonly NodeResult[]
  /** Pooled over other rows. */
  readonly isSum?: boolean
  readonly means?: readonly AgencyMean[]
  readonly change?: Change | undefined
  /** What a filter would have to say for the row's figures; they open where it is given. */
  readonly scope?: Readonly<Record<string, string | null>>
  /** Not looked for. */
  readonly isHidden?: boolean
  /** What it was in the campaign that its change is from, where that was another one. */
  readonly lineage?: string | undefined
}

export type HeatGroup = { readonly key: string; readonly title?: string; readonly rows: readonly HeatRow[] }

type HeatTableProps = {
  readonly reader: Reader
  readonly view: ResultsView
  readonly label: string
  readonly first: string
  readonly groups: readonly HeatGroup[]
  readonly isRanked?: boolean
  /** Whether the columns can be sorted by. */
  readonly isSortable?: boolean
}

/** Rows by the headline and the factors of its tree, with the interval of the headline drawn beside. */
export function HeatTable({ reader, view, label, first, groups, isRanked = false, isSortable = false }: HeatTableProps) {
  const columns = columnsOf(view)
  const axis = axisStart(groups.flatMap(({ rows }) => rows.map(({ nodes }) => nodeOf(nodes, view.headline.code))))
  const hasChanges = isRanked && view.earlier.length > 0
  const table = { reader, view, columns, axis, isRanked, isSortable, hasChanges }
  return (
    <Region label={label}>
      <table
        class={groups.some(({ rows }) => rows.length >= 100) ? 'figures heatmap hundreds' : 'figures heatmap'}
        data-orders={
          isSortable
            ? JSON.stringify(
                ordersOf(view, ['rank', 'name', 'responses', view.headline.code, ...(hasChanges ? ['change'] : []), ...columns]),
              )
            : undefined
        }
      >
        <thead>
          <Head {...table} first={first} />
        </thead>
        {groups.map(({ key, title, rows }) => (
          <tbody key={key}>
            {title !== undefined && (
              <tr class="group">
                <th scope="rowgroup" colSpan={columns.length + 4 + Number(isRanked) + Number(hasChanges)}>
                  <span>{title}</span>
                </th>
              </tr>
            )}
            {rows.map((row) => [
              <Row key={row.key} {...table} row={row} />,
              row.means && <MeanRow key={`mean-${row.key}`} {...table} means={row.means} />,
            ])}
          </tbody>
        ))}
      </table>
    </Region>
  )
}

type Table = {
  readonly reader: Reader
  readonly view: ResultsView
  readonly columns: readonly string[]
  readonly axis: number
  readonly isRanked: boolean
  readonly isSortable: boolean
  readonly hasChanges: boolean
}

/** Everything of the headline's tree but single criteria; the headline stands apart. */
const columnsOf = ({ layout, headline }: ResultsView): readonly string[] =>
  layout.nodes
    .map(({ indicator }) => indicator)
    .filter(({ tree, kind, code }) => tree === headline.tree && kind !== 'item' && kind !== 'option' && code !== headline.code)
    .map(({ code }) => code)

function Head({ first, ...table }: Table & { readonly first: string }) {
  const { reader, view, columns, axis, isRanked, isSortable, hasChanges } = table
  const { say, numbers, language } = reader
  const head = { reader, view, isSortable }
  const before = view.earlier[0]
  return (
    <tr>
      {isRanked && <ColumnHead {...head} class="r" column="rank" text={say('rank')} />}
      <ColumnHead {...head} class="name" column="name" text={first} />
      <ColumnHead {...head} class="n" column="responses" text={say('responses')} />
      <ColumnHead {...head} class="h" column={view.headline.code} text={say('overall')} base={say('baseNote')} />
      <th scope="col" class="i">
        {say('interval')}
        <small>{say('axis', { range: numbers.range([axis, 1], 'percent', 0) })}</small>
      </th>
      {hasChanges && (
        <ColumnHead
          {...head}
          class="d"
          column="change"
          text={say('changeHead')}
          note={before && say('changeSince', { campaign: campaignTitle(before.record, language) })}
        />
      )}
      {columns.map((code) => (
        <ColumnHead key={code} {...head} class={`h${roomFor(labelOf(view, code))}`} column={code} text={labelOf(view, code)} />
      ))}
    </tr>
  )
}

/** Columns have a fixed width, and a word that is cut cannot be read: the longest one of its head says how wide. */
function roomFor(label: string): '' | ' wide' | ' widest' {
  const longest = Math.max(...label.split(/[\s\p{Pd}]+/u).map((word) => word.length))
  if (longest <= 9) return ''
  return longest <= 12 ? ' wide' : ' widest'
}

function Row({ row, ...table }: Table & { readonly row: HeatRow }) {
  const { reader, view, columns, isRanked, hasChanges } = table
  return (
    <tr class={row.isSum ? 'sum' : undefined} hidden={row.isHidden} data-name={row.isSum || !isRanked ? undefined : row.key}>
      {isRanked && <td class="r">{row.rank ? rankText(reader.numbers, row.rank) : '–'}</td>}
      <th scope="row" class="name">
        {row.href === undefined ? row.name : <a href={row.href}>{row.name}</a>}
        {row.lineage !== undefined && <small>{row.lineage}</small>}
      </th>
      <td class="n">{reader.numbers.count(row.responses)}</td>
      {isSilent(row, [view.headline.code, ...columns]) ? (
        <Silent
          reader={reader}
          threshold={view.record.campaign.threshold}
          why={nodeOf(row.nodes, view.headline.code)?.withheld}
          responses={row.responses}
          width={columns.length + 2 + Number(hasChanges)}
        />
      ) : (
        <Figures {...table} row={row} />
      )}
    </tr>
  )
}

function Figures({ reader, view, columns, axis, hasChanges, row }: Table & { readonly row: HeatRow }) {
  const { threshold } = view.record.campaign
  const head = nodeOf(row.nodes, view.headline.code)
  const hrefOf = (code: string) => row.scope && figureAddress(view, code, row.scope)
  const shown = (node: NodeResult | undefined, digits?: Digits) => node && shownFigures(view.questionnaire, node, digits).value
  const headShown = shown(head, row.digits)
  const cell = (code: string) => {
    const node = nodeOf(row.nodes, code)
    const figure = code === view.headline.code ? headShown : shown(node)
    return (
      <HeatCell key={code} {...{ reader, threshold, figure }} withheld={node?.withheld} href={hrefOf(code)}>
        {node && <BaseUnder {...{ reader }} on={{ base: node.base, persons: null }} />}
      </HeatCell>
    )
  }
  return (
    <>
      {cell(view.headline.code)}
      <Whisker reader={reader} value={head?.value} figure={headShown} from={axis} />
      {hasChanges && <ChangeCell {...{ reader, view }} change={row.change} unit={unitOf(view.headline)} />}
      {columns.map(cell)}
    </>
  )
}

const isSilent = ({ nodes }: HeatRow, codes: readonly string[]): boolean =>
  codes.every((code) => (nodeOf(nodes, code)?.value ?? null) === null)

type SilentProps = {
  readonly reader: Reader
  readonly threshold: number
  readonly why: NodeResult['withheld']
  readonly responses: number
  readonly width: number
}

const Silent = ({ reader: { say, numbers }, threshold, why, responses, width }: SilentProps) => (
  <td class="silent" colSpan={width}>
    <span>{why === 'small' ? say('small', { n: numbers.count(threshold) }) : say(responses > 0 ? 'noAnswersCount' : 'noAnswers')}</span>
  </td>
)

function MeanRow({ reader, view, columns, isRanked, hasChanges, means }: Table & { readonly means: readonly AgencyMean[] }) {
  const of = (code: string) => means.find((mean) => mean.code === code)
  const read = (code: string) =>
    view.layout.nodes.find(({ indicator }) => indicator.code === code)?.indicator ?? { formula: 'share' as const }
  const cell = (code: string) => (
    <HeatCell
      key={code}
      reader={reader}
      threshold={view.record.campaign.threshold}
      withheld={undefined}
      figure={shownFigure({ value: of(code)?.value ?? null, interval: null }, unitOf(read(code)), digitsOf(view.questionnaire))}
    >
      <small class="on">{reader.say('meanCount', { n: reader.numbers.count(of(code)?.agencies ?? 0) })}</small>
    </HeatCell>
  )
  return (
    <tr class="sum">
      {isRanked && <td class="r">–</td>}
      <th scope="row" class="name">
        {reader.say('meanRow', { n: reader.numbers.count(of(view.headline.code)?.agencies ?? 0) })}
      </th>
      <td class="n out">–</td>
      {cell(view.headline.code)}
      <td class="i out">–</td>
      {hasChanges && <td class="d out">–</td>}
      {columns.map(cell)}
    </tr>
  )
}

type ColumnHeadProps = {
  readonly reader: Reader
  readonly view: ResultsView
  readonly class: string
  readonly column: string
  readonly text: string
  readonly note?: string | undefined
  /** How bases are named that stand under the figures. */ readonly base?: string
  readonly isSortable: boolean
}

/** The head of a column; where rows can be sorted by it, a link that does. */
function ColumnHead({ reader, view, class: name, column, text, note, base, isSortable }: ColumnHeadProps) {
  const { listing, filter } = view
  const current = columnOf(listing)
  if (!isSortable)
    return (
      <th scope="col" class={name}>
        {text}
        {note !== undefined && <small>{note}</small>}
        {base !== undefined && <small class="on">{base}</small>}
      </th>
    )
  const isHere = current.column === column
  const isAscending = isRising(column) === (current.sign === 1)
  const href = `${reader.path}${addressQuery(filter, { ...listingQuery(listing), sort: nextSort(listing, column) })}`
  return (
    <th scope="col" class={name} aria-sort={isHere ? (isAscending ? 'ascending' : 'descending') : undefined}>
      <a class="sort" href={href} data-sort={column} data-rising={isRising(column)} title={reader.say('sortBy', { column: text })}>
        {text}
        {isHere && (
          <span class="dir" aria-hidden="true">
            {isAscending ? ' ▲' : ' ▼'}
          </span>
        )}
      </a>
      {note !== undefined && <small>{note}</small>}
      {base !== undefined && <small class="on">{base}</small>}
    </th>
  )
}

/** Names and ranks begin with the first; figures with the highest. */
const isRising = (column: string): boolean => column === 'name' || column === 'rank'

type CellProps = {
  readonly reader: Reader
  readonly figure: ShownFigure | null | undefined
  readonly withheld: NodeResult['withheld']
  readonly threshold: number
  /** Where the figure is explained. */ readonly href?: string | undefined
  /** What it stands on. */ readonly children: ComponentChildren
}

/** A figure in a cell that is the deeper the higher it is; what is withheld is a dash with its reason for those who listen. */
function HeatCell({ reader, figure, withheld, threshold, href, children }: CellProps) {
  const { say, numbers } = reader
  if (!figure) {
    const why = withheld === 'small' ? say('small', { n: numbers.count(threshold) }) : say('noAnswersHere')
    return (
      <td class="h">
        <span aria-hidden="true">–</span>
        <span class="unseen">{why}</span>
      </td>
    )
  }
  const [colour, text] = [figure.unit === 'percent' ? `heat h${stepOf(figure)}` : 'heat', figureText(reader, figure)]
  return (
    <td class="h">
      {href === undefined ? (
        <span class={colour}>{text}</span>
      ) : (
        <a class={colour} href={href}>
          {text}
        </a>
      )}
      {children}
    </td>
  )
}

type WhiskerProps = {
  readonly reader: Reader
  readonly value: number | null | undefined
  readonly figure: ShownFigure | null | undefined
  readonly from: number
}

/** An interval drawn from `from` to 100 % and written beside; the dot is the figure. */
function Whisker({ reader, value, figure, from }: WhiskerProps) {
  if (!figure || figure.interval === null || typeof value !== 'number') return <td class="i out">–</td>
  const text = rangeOf(reader, figure)
  if (figure.unit !== 'percent') return <td class="i">{text}</td>
  const at = (end: number) => rounded(placeOn(from, end), 1)
  const [low, high] = figure.interval
  return (
    <td class="i">
      <svg viewBox="0 0 76 14" width="76" height="14" aria-hidden="true">
        <line class="axis" x1="3" x2="73" y1="7" y2="7" />
        <line class="reach" x1={at(low)} x2={at(high)} y1="7" y2="7" />
        <circle class="point" cx={at(value)} cy="7" r="3.5" />
      </svg>
      {text}
    </td>
  )
}

/** Where the axis of the drawn intervals begins: the tenth below the lowest of them. */
const axisStart = (nodes: readonly (NodeResult | undefined)[]): number =>
  Math.max(0, Math.floor(Math.min(0.9, ...nodes.flatMap((node) => node?.interval?.[0] ?? [])) * 10) / 10)

/** The colours with the figures from which they begin. */
export const Legend = ({ reader: { say, numbers } }: { readonly reader: Reader }) => (
  <p class="legend">
    <span>{say('legend')}:</span>
    {[0, ...steps].map((from, step) => (
      <span key={from} class={`heat h${step}`}>
        {step === 0 ? say('below', { n: numbers.figure(steps[0], 'percent', 0) }) : say('above', { n: numbers.figure(from, 'percent', 0) })}
      </span>
    ))}
  </p>
)

const steps = [0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95] as const

/** By the figure as it is read, which the legend must not contradict. */
const stepOf = ({ shown }: ShownFigure): number =>
  steps.filter((step) =>
    shown.kind === 'rounded' ? shown.value >= step : shown.kind === 'above' ? shown.bound >= step : shown.bound > step,
  ).length

const placeOn = (from: number, value: number): number => 3 + (70 * (Math.min(1, Math.max(from, value)) - from)) / (1 - from)
