import type { ComponentChildren } from 'preact'
import { publishedAs, type ShownFigure, shownFigures } from '../../../surveys/figures/goals'
import type { Figure, NodeResult } from '../../../surveys/figures/results'
import type { FigureGroups, FigureNode } from '../../../surveys/figures/row'
import { rounded } from '../../../surveys/instrument/decimal'
import { type Digits, digitsOf, unitOf } from '../../../surveys/figures/rounding'
import { localised } from '../../../surveys/instrument/language'
import { isShown, rankText } from '../../../client/text/numbers'
import { blockName, type Reader } from '../frame/reader'
import { baseOf, BaseUnder, countText, figureText, goalTexts, rangeOf } from '../results/cells'
import { depthsOf, nodeKey } from '../results/criteria'
import { figureWords, labelOf, nodeOf, type ResultsView } from '../results/view'

/** What a report is made of: working figures under a filter, or released ones. */
export type ReportView = Pick<
  ResultsView,
  'record' | 'questionnaire' | 'layout' | 'labels' | 'headline' | 'filter' | 'channels' | 'rates'
> & {
  readonly results: FigureGroups
}

export type ReportProps = { readonly reader: Reader; readonly view: ReportView }

type SheetProps = {
  readonly reader: Reader
  readonly view: Pick<ReportView, 'record'>
  readonly caption: string
  readonly kind: string
  readonly head: ComponentChildren
  readonly children: ComponentChildren
}

/** A table whose head comes again on every sheet of paper; one of made-up data says so in its caption. */
export const TableSheet = ({ reader: { say }, view, caption, kind, head, children }: SheetProps) => (
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- without it a keyboard cannot scroll the table
  <div class="wide" role="region" aria-label={caption} tabIndex={0}>
    <table class={kind}>
      <caption>
        {caption}
        {view.record.campaign.synthetic && <i> ({say('synthetic')})</i>}
      </caption>
      <thead>{head}</thead>
      {children}
    </table>
  </div>
)

type Agency = FigureGroups['agencies'][number]
type Block = FigureGroups['blocks'][number]

type FigureRowProps = {
  readonly reader: Reader
  readonly view: ReportView
  readonly node: FigureNode
  /** With how many digits its rank is borne out. */ readonly digits?: Digits | undefined
}

/** The heads of `FigureRow` for the indicators of a tree. */
export const FigureRowHeads = ({ reader: { say }, view, tree }: ReportProps & { readonly tree: NodeResult['tree'] }) => (
  <>
    <th scope="col" class="n">
      {say('persons')}
    </th>
    <th scope="col" class="n">
      {say('base')}
    </th>
    {hasOwnValues(view) && (
      <th scope="col" class="f">
        {say('value')}
        <small>{say('interval')}</small>
        <small class="on">{say('baseNote')}</small>
      </th>
    )}
    <th scope="col" class="f">
      {say(figureWords(tree).share)}
      <small>{say('interval')}</small>
      <small class="on">{say('baseNote')}</small>
    </th>
    <th scope="col" class="f">
      {say(figureWords(tree).level)}
      <small>{say('interval')}</small>
      <small class="on">{say('baseNote')}</small>
    </th>
    <th scope="col" class="b">
      {say('reportBar')}
      <span class="axis">
        <span>0%</span>
        <span>100%</span>
      </span>
    </th>
  </>
)

/** Share and level stand there anyway; what is published otherwise needs a column of its own. */
export const hasOwnValues = ({ results }: Pick<ReportView, 'results'>): boolean =>
  results.total.nodes.some((node) => publishedAs(node) === undefined)

/** A figure with its base and intervals, drawn beside; or why there is none. */
export function FigureRow({ reader, view, node, digits }: FigureRowProps) {
  const why = whyNot(reader, view, node)
  const isOwn = hasOwnValues(view)
  const { value, share, level } = shownFigures(view.questionnaire, node, digits)
  const named = publishedAs(node)
  const published = <PublishedCell {...{ reader, view, node }} figure={value} />
  return (
    <>
      <td class="n">{countText(reader.numbers, node.persons)}</td>
      <td class="n">{countText(reader.numbers, node.base)}</td>
      {why === undefined ? (
        <>
          {isOwn && (named !== undefined || value === null ? <td class="f">–</td> : published)}
          {named === 'share' ? published : <FigureRowCell {...{ reader, node }} figure={share} />}
          {named === 'level' ? published : <FigureRowCell {...{ reader, node }} figure={level} />}
          <td class="b">{unitOf(node) === 'percent' && <IntervalBar figure={node} />}</td>
        </>
      ) : (
        <td class="why" colSpan={isOwn ? 4 : 3}>
          {why}
          {node.base !== null && <BaseUnder {...{ reader }} on={node} />}
        </td>
      )}
    </>
  )
}

/** Why a figure is withheld; undefined when it is there. */
export function whyNot({ say, numbers }: Reader, { record }: ReportView, node: FigureNode | undefined): string | undefined {
  if (node && node.withheld === undefined) return undefined
  if (node?.withheld === 'joint') return say('released_joint')
  return node?.withheld === 'small' ? say('small', { n: numbers.count(record.campaign.threshold) }) : say('noAnswersHere')
}

type FigureRowCellProps = { readonly reader: Reader; readonly figure: ShownFigure | null; readonly node: FigureNode }

const FigureRowCell = ({ reader, figure, node }: FigureRowCellProps) =>
  figure === null ? (
    <td class="f">–</td>
  ) : (
    <td class="f">
      {figureText(reader, figure)}
      {figure.interval && <small>{rangeOf(reader, figure)}</small>}
      <BaseUnder {...{ reader }} on={node} />
    </td>
  )

/** The figure that counts: with the mark of its interval's method, its grade and its target. */
function PublishedCell({ reader, view, node, figure }: FigureRowCellProps & FigureRowProps) {
  if (figure === null) return <td class="f">–</td>
  return (
    <td class="f">
      <b>{figureText(reader, figure)}</b>
      {figure.interval && (
        <small>
          {rangeOf(reader, figure)}
          <sup>{methodMark(view, node.intervalMethod)}</sup>
        </small>
      )}
      <BaseUnder {...{ reader }} on={node} />
      {goalTexts(reader, view.questionnaire, node).map((text) => (
        <small key={text}>{text}</small>
      ))}
    </td>
  )
}

/** The methods of the report's intervals, in the order in which it explains them. */
export const methodsIn = ({ results }: Pick<ReportView, 'results'>): readonly Method[] => [
  ...new Set(
    [results.total, ...results.blocks, ...results.agencies].flatMap(({ nodes }) =>
      nodes.flatMap(({ intervalMethod }) => intervalMethod ?? []),
    ),
  ),
]

type Method = NonNullable<FigureNode['intervalMethod']>

/** The letter by which a table points to how an interval came about. */
export function methodMark(view: ReportView, method: Method | null): string {
  const place = method === null ? -1 : methodsIn(view).indexOf(method)
  return place < 0 ? '' : String.fromCharCode(97 + place)
}

type IntervalBarProps = { readonly figure: Figure | null | undefined }

/** A share as a bar from 0 to 100 %, its interval as a line over it; the figures stand in the cells beside. */
function IntervalBar({ figure }: IntervalBarProps) {
  if (!isShown(figure) || figure.value < 0 || figure.value > 1) return null
  const { value, interval } = figure
  return (
    <svg class="bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
      <rect class="ground" width="100" height="12" />
      <rect class="value" width={at(value)} y="2" height="8" />
      {interval && <rect class="reach" x={at(interval[0])} width={Math.max(0.6, at(interval[1]) - at(interval[0]))} y="5" height="2" />}
    </svg>
  )
}

const at = (share: number): number => rounded(100 * Math.min(1, Math.max(0, share)), 1)

/** The agencies of each block in their rank, the block itself below them. */
export const AgencyTables = ({ reader, view }: ReportProps) => (
  <section>
    <h2>{reader.say('reportAgencies')}</h2>
    {inBlocks(reader, view).map(({ block, title, agencies }) => (
      <TableSheet
        key={block.code}
        {...{ reader, view }}
        kind={['figures ranked', ...(hasOwnValues(view) ? ['own'] : []), ...(agencies.length >= 100 ? ['hundreds'] : [])].join(' ')}
        caption={title}
        head={<AgencyHeads {...{ reader, view }} />}
      >
        <tbody>
          {agencies.map((agency) => (
            <AgencyRow key={agency.code} {...{ reader, view, agency }} />
          ))}
        </tbody>
        <tbody class="whole">
          <WholeBlock {...{ reader, view, block }} />
        </tbody>
      </TableSheet>
    ))}
  </section>
)

/** Blocks by name, each with its agencies by rank, then by name. */
function inBlocks(
  reader: Reader,
  { results }: ReportView,
): readonly { readonly block: Block; readonly title: string; readonly agencies: readonly Agency[] }[] {
  const names = new Intl.Collator('vi')
  const rank = (agency: Agency) => agency.rank ?? Infinity
  return results.blocks
    .map((block) => ({
      block,
      title: blockName(reader, block.code),
      agencies: results.agencies
        .filter((agency) => agency.block === block.code)
        .sort((a, b) => (rank(a) === rank(b) ? names.compare(a.name, b.name) : rank(a) - rank(b))),
    }))
    .sort((a, b) => names.compare(a.title, b.title))
}

const AgencyHeads = ({ reader, view }: ReportProps) => (
  <tr>
    <th scope="col" class="n">
      {reader.say('rank')}
    </th>
    <th scope="col">{reader.say('agency')}</th>
    <FigureRowHeads {...{ reader, view }} tree={view.headline.tree} />
  </tr>
)

function AgencyRow({ reader, view, agency }: ReportProps & { readonly agency: Agency }) {
  const node = nodeOf(agency.nodes, view.headline.code)
  return (
    <tr>
      <td class="n">{rankText(reader.numbers, agency)}</td>
      <th scope="row">{agency.name}</th>
      {node && <FigureRow {...{ reader, view, node }} digits={agency.digits} />}
    </tr>
  )
}

/** All responses of a block together, and the mean of its agencies beside. */
function WholeBlock({ reader, view, block }: ReportProps & { readonly block: Block }) {
  const { say, numbers } = reader
  const node = nodeOf(block.nodes, view.headline.code)
  const mean = block.meanOfAgencies.find(({ code }) => code === view.headline.code)
  if (!node || view.filter.agency !== null) return null
  return (
    <>
      <tr class="sum">
        <th scope="row" colSpan={2}>
          {say('pooledBlock')}
        </th>
        <FigureRow {...{ reader, view, node }} />
      </tr>
      {mean && mean.value !== null && (
        <tr class="sum">
          <th scope="row" colSpan={4}>
            {say('meanRow', { n: numbers.count(mean.agencies) })}
          </th>
          <td colSpan={hasOwnValues(view) ? 4 : 3}>
            <b>{numbers.figure(mean.value, unitOf(node), digitsOf(view.questionnaire))}</b>
          </td>
        </tr>
      )}
    </>
  )
}

/** So many factors stand beside each other on a sheet of A4. */
const columnsAtMost = 6

/** The agencies by the factors of the headline's tree, as many tables as its factors need. */
export function FactorTables({ reader, view }: ReportProps) {
  const factors = view.results.total.nodes.filter(
    ({ tree, kind }) => tree === view.headline.tree && (kind === 'factor' || kind === 'aspect'),
  )
  if (factors.length === 0) return null
  const tables = Array.from({ length: Math.ceil(factors.length / columnsAtMost) }, (_, index) =>
    factors.slice(index * columnsAtMost, (index + 1) * columnsAtMost),
  )
  return (
    <section>
      <h2>{reader.say('reportFactors')}</h2>
      {tables.map((columns) => (
        <FactorTable key={columns[0]?.code} {...{ reader, view, columns }} />
      ))}
      <p class="note">{reader.say('reportCells')}</p>
    </section>
  )
}

type FactorTableProps = ReportProps & { readonly columns: readonly FigureNode[] }

function FactorTable({ reader, view, columns }: FactorTableProps) {
  const heads = (
    <tr>
      <th scope="col">{reader.say('agency')}</th>
      {columns.map(({ code }) => (
        <th key={code} scope="col" class="f">
          {labelOf(view, code)}
        </th>
      ))}
    </tr>
  )
  const codes = [columns[0]?.code, columns.at(-1)?.code].join(' – ')
  return (
    <TableSheet {...{ reader, view }} kind="factors" caption={`${reader.say('reportFactors')} (${codes})`} head={heads}>
      {inBlocks(reader, view).map(({ block, title, agencies }) => (
        <tbody key={block.code}>
          <tr class="group">
            <th scope="rowgroup" colSpan={columns.length + 1}>
              {title}
            </th>
          </tr>
          {agencies.map((agency) => (
            <FactorRow key={agency.code} {...{ reader, view, columns, agency }} />
          ))}
        </tbody>
      ))}
    </TableSheet>
  )
}

function FactorRow({ reader, view, columns, agency }: FactorTableProps & { readonly agency: Agency }) {
  const nodes = columns.map(({ code }) => nodeOf(agency.nodes, code))
  const reasons = new Set(nodes.map((node) => whyNot(reader, view, node)))
  const [only] = reasons
  return (
    <tr>
      <th scope="row">{agency.name}</th>
      {reasons.size === 1 && only !== undefined ? (
        <td class="why" colSpan={columns.length}>
          {only}
        </td>
      ) : (
        nodes.map((node, place) => <FactorCell key={columns[place]?.code} {...{ reader, view, node }} />)
      )}
    </tr>
  )
}

function FactorCell({ reader, view, node }: ReportProps & { readonly node: FigureNode | undefined }) {
  const figure = node && shownFigures(view.questionnaire, node).value
  if (!figure) return <td class="f why">{whyNot(reader, view, node) ?? '–'}</td>
  return (
    <td class="f">
      {figureText(reader, figure)}
      <small>{baseOf(reader, { base: node.base, persons: null })}</small>
    </td>
  )
}

/** Every indicator of every tree, factors above their criteria. */
export const TreeTables = ({ reader, view }: ReportProps) => (
  <section>
    <h2>{reader.say('reportTrees')}</h2>
    {view.questionnaire.trees.map(({ id, label }) => {
      const nodes = view.results.total.nodes.filter(({ tree }) => tree === id)
      const title = localised(label, reader.language)
      return (
        <TableSheet
          key={id}
          {...{ reader, view }}
          kind={hasOwnValues(view) ? 'figures own' : 'figures'}
          caption={title}
          head={
            <tr>
              <th scope="col">{reader.say('indicator')}</th>
              <FigureRowHeads {...{ reader, view }} tree={id} />
            </tr>
          }
        >
          <tbody>
            <TreeRows {...{ reader, view, nodes }} />
          </tbody>
        </TableSheet>
      )
    })}
  </section>
)

function TreeRows({ reader, view, nodes }: ReportProps & { readonly nodes: readonly FigureNode[] }) {
  const depths = depthsOf(view.layout)
  return (
    <>
      {nodes.map((node) => (
        <tr key={node.code} class={node.kind === 'item' || node.kind === 'option' ? undefined : 'sum'}>
          <th scope="row" class={`d${Math.min(depths.get(nodeKey(node)) ?? 0, 4)}`}>
            {labelOf(view, node.code)} <small>{node.code}</small>
          </th>
          <FigureRow {...{ reader, view, node }} />
        </tr>
      ))}
    </>
  )
}
