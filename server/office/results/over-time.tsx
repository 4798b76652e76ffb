import type { ComponentChildren } from 'preact'
import type { ChartData, ChartPoint } from '../../../client/office/charts'
import type { Campaign } from '../../../surveys/fielding/campaign'
import { axisAround } from '../../../surveys/figures/axis'
import { type Change, changeBetween, claimOf, isOffByRounding } from '../../../surveys/figures/comparison'
import { shownFigures } from '../../../surveys/figures/goals'
import type { NodeResult, PartResult } from '../../../surveys/figures/results'
import { decimalsOf, digitsOf, unitOf } from '../../../surveys/figures/rounding'
import type { PublishedFigure } from '../../db/published-figures'
import { channelName, type Reader } from '../frame/reader'
import { ColumnHeads, Region } from '../frame/shell'
import { ChangeCell, FigureCell, figureText, rangeOf } from './cells'
import { axisText, DrawnInterval } from './drawn-interval'
import { publishedAddress } from './filter'
import { lineageText } from './lineage'
import { PartsTable } from './parts-table'
import { campaignTitle, labelOf, mixtureOf, nodeOf, type ResultsView } from './view'

type MonthsProps = { readonly reader: Reader; readonly view: ResultsView }

/** The same responses month by month. */
export const Months = ({ reader, view }: MonthsProps) => (
  <Parts
    {...{ reader, view }}
    id="months"
    title={reader.say('months')}
    first={reader.say('month')}
    parts={view.months}
    nameOf={reader.numbers.month}
    scopeOf={(month) => ({ from: month, to: month })}
  >
    <MonthChart {...{ reader, view }} />
  </Parts>
)

/** The same responses by the way they came in. */
export const Channels = ({ reader, view }: MonthsProps) => (
  <Parts
    {...{ reader, view }}
    id="channels"
    title={reader.say('channels')}
    first={reader.say('channel')}
    parts={view.channels}
    nameOf={(code) => channelName(reader, code)}
    scopeOf={(channel) => ({ channel })}
  />
)

type PartsProps = MonthsProps & {
  readonly id: string
  readonly title: string
  readonly first: string
  readonly parts: readonly PartResult[]
  readonly nameOf: (code: string) => string
  readonly scopeOf: (code: string) => Readonly<Record<string, string>>
  readonly children?: ComponentChildren
}

const Parts = ({ reader, view, id, title, first, parts, nameOf, scopeOf, children }: PartsProps) => (
  <section class="card" id={id}>
    <h2>{title}</h2>
    {children}
    {parts.length === 0 ? (
      <p>{reader.say('noParts')}</p>
    ) : (
      <PartsTable {...{ reader, view, first, parts, nameOf, scopeOf }} label={title} />
    )}
  </section>
)

type TrendProps = { readonly reader: Reader; readonly view: ResultsView }

/** The headline over comparable campaigns, and apart from them what was published before. */
export const Trend = ({ reader, view }: TrendProps) => (
  <section class="card" id="trend">
    <h2>
      {reader.say('trend')}: {labelOf(view, view.headline.code)}
    </h2>
    <p class="note">{reader.say(view.earlier.length === 0 ? 'trendAlone' : 'trendText')}</p>
    <TrendChart {...{ reader, view }} />
    {view.earlier.length > 0 && <EarlierCampaigns {...{ reader, view }} />}
    <PublishedBefore {...{ reader, view }} />
  </section>
)

type Line = {
  readonly campaign: Campaign
  readonly title: string
  readonly node: NodeResult | undefined
  /** What the agency that is read was then. */
  readonly lineage: string | undefined
}

function EarlierCampaigns({ reader, view }: TrendProps) {
  const { say, numbers } = reader
  const lines = linesOf(reader, view)
  const places = decimalsOf(unitOf(view.headline), digitsOf(view.questionnaire))
  const unit = unitOf(view.headline)
  const axis = axisAround(
    lines.flatMap(({ node }) => node?.interval ?? node?.value ?? []),
    unit === 'percent' ? [0, 1] : undefined,
  )
  const isOff = lines.some(({ node }, place) => {
    const before = lines[place + 1]?.node
    return before !== undefined && node !== undefined && isOffByRounding(before, node, places)
  })
  return (
    <>
      <Region label={say('trend')}>
        <table class="stacked counted campaigns">
          <ColumnHeads
            columns={[
              { title: say('campaign'), look: 'name' },
              { title: say('period') },
              { title: say('persons'), look: 'n' },
              { title: say('base'), look: 'n' },
              { title: say('value'), under: say('interval'), note: say('baseNote'), look: 'f' },
              { title: say('drawn', { range: axisText(reader, axis, unit) }), look: 'plot' },
              { title: say('changeHead'), look: 'd' },
            ]}
          />
          <tbody>
            {lines.map(({ campaign, title, node, lineage }, place) => (
              <tr key={campaign.code} class={place === 0 ? 'sum' : undefined}>
                <th scope="row" class="name">
                  {place === 0 ? (
                    <>
                      {title}
                      <small>{say('thisCampaign')}</small>
                    </>
                  ) : (
                    <a href={`/admin/campaigns/${encodeURIComponent(campaign.code)}`}>{title}</a>
                  )}
                  {lineage !== undefined && <small>{lineage}</small>}
                </th>
                <td class="when">
                  {numbers.day(campaign.opensOn)} – {numbers.day(campaign.closesOn)}
                </td>
                <td class="n">{node ? numbers.count(node.persons) : '–'}</td>
                <td class="n">{node ? numbers.count(node.base) : '–'}</td>
                <FigureCell
                  reader={reader}
                  figure={node ? shownFigures(view.questionnaire, node, place === 0 ? view.standing?.digits : undefined).value : null}
                  on={node}
                  isPublished
                />
                <td class="plot">{node && <DrawnInterval {...{ axis }} figure={node} look={place === 0 ? 'first' : undefined} />}</td>
                <ChangeCell
                  {...{ reader, view }}
                  change={claimed(view, place, changeFrom(lines[place + 1]?.node, node))}
                  unit={unitOf(view.headline)}
                  best={view.headline.direction}
                />
              </tr>
            ))}
          </tbody>
        </table>
      </Region>
      {lines.length > 2 && view.filter.agency === null && <p class="note">{say('trendUnsplit')}</p>}
      {isOff && <p class="note">{say('changeUnrounded')}</p>}
    </>
  )
}

const changeFrom = (before: NodeResult | undefined, after: NodeResult | undefined) =>
  before && after ? changeBetween(before, after) : undefined

/** Of several agencies a rise or a fall is only said where the agencies are known one by one: between this campaign and the last before. */
function claimed(view: ResultsView, place: number, change: Change | undefined): Change | undefined {
  if (!change || view.filter.agency !== null) return change
  const mixture = place === 0 ? mixtureOf(view, change, (node) => node) : undefined
  return { ...change, verdict: mixture ? claimOf(change, mixture) : 'unclear' }
}

/** This campaign first, then the earlier ones. */
function linesOf(reader: Reader, { record, results, earlier, headline, filter }: ResultsView): readonly Line[] {
  const lineOf = (
    { record, total }: Pick<ResultsView, 'record'> & { readonly total: Pick<PartResult, 'nodes'> },
    lineage?: string,
  ): Line => ({
    campaign: record.campaign,
    title: campaignTitle(record, reader.language),
    node: nodeOf(total.nodes, headline.code),
    lineage,
  })
  const { agency } = filter
  const before = earlier.map((one) => lineOf(one, agency === null ? undefined : lineageText(reader, one, agency)))
  return [lineOf({ record, total: results.total }), ...before]
}

type PublishedBeforeProps = { readonly reader: Reader; readonly view: ResultsView }

/** What was published before, each with its source. */
const PublishedBefore = ({ reader: { say, numbers }, view: { published, questionnaire } }: PublishedBeforeProps) => (
  <>
    <h3 id="published">{say('publishedTitle')}</h3>
    <p class="note">
      {say(published.length === 0 ? 'publishedNone' : 'publishedApart')}{' '}
      <a class="screen" href={publishedAddress}>
        {say('publishedManage')}
      </a>
    </p>
    {published.length > 0 && (
      <Region label={say('publishedTitle')}>
        <table class="published folds">
          <ColumnHeads
            columns={[
              { title: say('year'), look: 'r' },
              { title: say('placeField') },
              { title: say('value'), look: 'f' },
              { title: say('formulaField') },
              { title: say('sourceHead') },
            ]}
          />
          <tbody>
            {published.map(({ year, place, node, value, formula, source }) => (
              <tr key={`${place} ${node} ${formula} ${year}`}>
                <th scope="row" class="r">
                  {year}
                </th>
                <td>{place}</td>
                <td class="f">
                  <span class="mark" aria-hidden="true">
                    ◆
                  </span>{' '}
                  {numbers.bound(value, 'percent', digitsOf(questionnaire))}
                  <small>{say('baseUnknown')}</small>
                </td>
                <td>{say(formula)}</td>
                <td>{say('publishedMark', { source })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Region>
    )}
  </>
)

type ChartOf = { readonly reader: Reader; readonly view: ResultsView }

/** The headline by month, for the script that draws it; its table stands below. */
function MonthChart({ reader, view }: ChartOf) {
  const points = view.months.map(({ code, nodes }) => pointOf(reader, view, reader.numbers.month(code), nodeOf(nodes, view.headline.code)))
  const node = labelOf(view, view.headline.code)
  return (
    <Chart
      {...{ reader, view }}
      label={reader.say('chartMonths', { node })}
      labels={points.map(({ label }) => label)}
      points={points}
      marks={[]}
    />
  )
}

/** The headline over comparable campaigns, with what was published before as marks of their own. */
function TrendChart({ reader, view }: ChartOf) {
  const { say, language } = reader
  const own = [
    {
      at: view.record.campaign.closesOn,
      point: pointOf(reader, view, campaignTitle(view.record, language), nodeOf(view.results.total.nodes, view.headline.code)),
    },
    ...view.earlier.map(({ record, total }) => ({
      at: record.campaign.closesOn,
      point: pointOf(reader, view, campaignTitle(record, language), nodeOf(total.nodes, view.headline.code)),
    })),
  ]
  const marks = view.published
    .filter(({ formula }) => formula === view.headline.formula)
    .map((figure) => ({ at: `${figure.year}-12-31`, point: markOf(reader, view, figure) }))
  const labels = [...own, ...marks].sort((a, b) => (a.at < b.at ? -1 : 1)).map(({ point }) => point.label)
  const node = labelOf(view, view.headline.code)
  return (
    <Chart
      {...{ reader, view }}
      label={say('chartTrend', { node })}
      labels={[...new Set(labels)]}
      points={own.map(({ point }) => point).reverse()}
      marks={marks.map(({ point }) => point)}
    />
  )
}

function pointOf(reader: Reader, { questionnaire }: ResultsView, label: string, node: NodeResult | undefined): ChartPoint {
  const figure = node ? shownFigures(questionnaire, node).value : null
  return {
    label,
    value: node?.value ?? null,
    low: node?.interval?.[0] ?? null,
    high: node?.interval?.[1] ?? null,
    text: figure ? figureText(reader, figure) : '',
    range: (figure && rangeOf(reader, figure)) ?? '',
  }
}

const markOf = ({ say, numbers }: Reader, { questionnaire }: ResultsView, { year, value, source }: PublishedFigure): ChartPoint => ({
  label: say('yearOf', { n: String(year) }),
  value,
  low: null,
  high: null,
  text: numbers.bound(value, 'percent', digitsOf(questionnaire)),
  range: '',
  note: say('publishedMark', { source }),
})

const fewestForLine = 4
const fewestWithMarks = 3

type ChartProps = ChartOf & {
  readonly label: string
  readonly labels: readonly string[]
  readonly points: readonly ChartPoint[]
  readonly marks: readonly ChartPoint[]
}

/** Hidden until a script draws it; fewer than four points make no line, and without figures from elsewhere are dots in their table. */
function Chart({ reader: { say, language }, view, label, labels, points, marks }: ChartProps) {
  if (unitOf(view.headline) !== 'percent') return null
  const own = points.filter(({ value }) => value !== null).length
  if (own < fewestForLine && (marks.length === 0 || own + marks.length < fewestWithMarks)) return null
  const data: ChartData = {
    language,
    label,
    labels,
    points,
    marks,
    words: { value: say('overall'), interval: say('interval'), marks: say('publishedTitle') },
  }
  return (
    <figure class="chart screen" hidden data-chart={JSON.stringify(data)}>
      <figcaption class="unseen">
        {label}. {say('chartBeside')}
      </figcaption>
    </figure>
  )
}
