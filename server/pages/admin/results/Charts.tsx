import type { NodeResult } from '../../../../surveys/results'
import type { PublishedFigure } from '../../../db/published-figures'
import type { ChartData, ChartPoint } from '../../../../client/admin/chart-data'
import { labelOf, nodeOf, titleOf, type ResultsView } from '../load'
import { unitOf } from '../numbers'
import type { Reader } from '../reader'

type Props = { readonly reader: Reader; readonly view: ResultsView }

/** The headline by month, for the script that draws it; its table stands below. */
export function MonthChart({ reader, view }: Props) {
  const points = view.months.map(({ code, nodes }) => pointOf(reader.numbers.month(code), nodeOf(nodes, view.headline.code)))
  const node = labelOf(view, view.headline.code)
  return <Chart {...{ reader, view }} label={reader.say('chartMonths', { node })} labels={points.map(({ label }) => label)} points={points} marks={[]} />
}

/** The headline over comparable campaigns, with what was published before as marks of their own. */
export function TrendChart({ reader, view }: Props) {
  const { say, language } = reader
  const own = [
    { at: view.record.campaign.closesOn, point: pointOf(titleOf(view.record, language), nodeOf(view.results.total.nodes, view.headline.code)) },
    ...view.earlier.map(({ record, total }) => ({ at: record.campaign.closesOn, point: pointOf(titleOf(record, language), nodeOf(total.nodes, view.headline.code)) })),
  ]
  const marks = view.published.filter(({ formula }) => formula === view.headline.formula).map((figure) => ({ at: `${figure.year}-12-31`, point: markOf(reader, figure) }))
  const labels = [...own, ...marks].sort((a, b) => (a.at < b.at ? -1 : 1)).map(({ point }) => point.label)
  const node = labelOf(view, view.headline.code)
  return <Chart {...{ reader, view }} label={say('chartTrend', { node })} labels={[...new Set(labels)]} points={own.map(({ point }) => point).reverse()} marks={marks.map(({ point }) => point)} />
}

const pointOf = (label: string, node: NodeResult | undefined): ChartPoint => ({ label, value: node?.value ?? null, low: node?.interval?.[0] ?? null, high: node?.interval?.[1] ?? null })

const markOf = ({ say }: Reader, { year, value, source }: PublishedFigure): ChartPoint => ({ label: say('yearOf', { n: String(year) }), value, low: null, high: null, note: say('publishedMark', { source }) })

type ChartProps = Props & { readonly label: string; readonly labels: readonly string[]; readonly points: readonly ChartPoint[]; readonly marks: readonly ChartPoint[] }

/** Hidden until a script draws it; fewer than two points make no line. */
function Chart({ reader: { say, language }, view, label, labels, points, marks }: ChartProps) {
  if (unitOf(view.headline.formula) !== 'percent') return null
  if ([...points, ...marks].filter(({ value }) => value !== null).length < 2) return null
  const data: ChartData = { language, label, labels, points, marks, words: { value: say('overall'), interval: say('interval'), marks: say('publishedTitle') } }
  return (
    <figure class="chart screen" hidden data-chart={JSON.stringify(data)}>
      <figcaption class="unseen">{label}. {say('chartBeside')}</figcaption>
    </figure>
  )
}
