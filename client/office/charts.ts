import { steady } from '../../surveys/instrument/decimal'
import { numbersOf } from '../text/numbers'
import {
  CategoryScale,
  Chart,
  type ChartConfiguration,
  type ChartDataset,
  Filler,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from 'chart.js'

Chart.register(CategoryScale, Filler, Legend, LinearScale, LineController, LineElement, PointElement, Tooltip)

/** Draws each figure that carries data, and again when light and dark change places. */
export function drawCharts(figures: readonly HTMLElement[]): void {
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily
  Chart.defaults.font.size = 13
  const draw = (): (() => void)[] => figures.flatMap((figure) => drawn(figure) ?? [])
  let removals = draw()
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    for (const remove of removals) remove()
    removals = draw()
  })
}

/** How to take the chart away again. */
function drawn(figure: HTMLElement): (() => void) | undefined {
  const text = figure.dataset['chart']
  if (text === undefined) return undefined
  const data: ChartData = JSON.parse(text)
  const canvas = document.createElement('canvas')
  canvas.setAttribute('role', 'img')
  canvas.setAttribute('aria-label', data.label)
  figure.append(canvas)
  figure.hidden = false
  const chart = new Chart(canvas, configurationOf(data))
  figure.dataset['drawn'] = ''
  return () => {
    chart.destroy()
    canvas.remove()
  }
}

type Line = ChartDataset<'line', (number | null)[]>

function configurationOf({ language, labels, points, marks, words }: ChartData): ChartConfiguration<'line', (number | null)[], string[]> {
  const { figure } = numbersOf(language)
  const onAxis = (share: number) => figure(share, 'percent', Number.isInteger(steady(share * 100)) ? 0 : 1)
  const along = (all: readonly ChartPoint[], read: (point: ChartPoint) => number | null) =>
    labels.map((label) => all.flatMap((point) => (point.label === label ? [read(point)] : []))[0] ?? null)
  const [ink, soft, hair] = [colour('--ink'), colour('--soft'), colour('--hair')]
  // Two or three periods are dots: a line through them would tell of a course.
  const isLine = points.filter(({ value }) => value !== null).length >= 4
  const datasets = [
    lineOf(
      words.value,
      along(points, ({ value }) => value),
      isLine,
    ),
    ...(isLine
      ? bandOf(
          words.interval,
          along(points, ({ low }) => low),
          along(points, ({ high }) => high),
        )
      : []),
    ...(marks.length > 0
      ? [
          marksOf(
            words.marks,
            along(marks, ({ value }) => value),
          ),
        ]
      : []),
  ]
  const grid = { color: hair, tickColor: hair }
  return {
    type: 'line',
    data: { labels: labels.map(wrapped), datasets },
    options: {
      responsive: true,
      maintainAspectRatio: false,
      animation: false,
      interaction: { mode: 'index', intersect: false },
      scales: {
        x: { grid: { display: false }, ticks: { color: soft, maxRotation: 0, autoSkipPadding: 16 } },
        y: {
          ...axisOf(datasets),
          grid,
          border: { display: false },
          ticks: { color: soft, maxTicksLimit: 6, callback: (value) => onAxis(Number(value)) },
        },
      },
      plugins: {
        legend: {
          labels: { color: ink, usePointStyle: true, boxHeight: 7, filter: ({ datasetIndex }) => !(isLine && datasetIndex === 1) },
        },
        tooltip: {
          filter: ({ datasetIndex }) => !(isLine && datasetIndex === 1),
          callbacks: {
            label: ({ dataset, dataIndex }) =>
              (dataset.label === words.marks ? marks : points)
                .filter(({ label }) => label === labels[dataIndex])
                .map(({ text, range, note }) =>
                  dataset.label === words.interval
                    ? `${words.interval}: ${range}`
                    : note === undefined
                      ? `${dataset.label ?? ''}: ${text}`
                      : `${text}, ${note}`,
                ),
          },
        },
      },
    },
  }
}

/** A long name in lines that fit beside each other on a phone. */
const wrapped = (label: string): string[] => label.match(/.{1,11}(?=\s|$)\s?/g)?.map((line) => line.trim()) ?? [label]

const lineOf = (label: string, data: (number | null)[], showLine: boolean): Line => ({
  label,
  data,
  showLine,
  borderColor: colour('--accent'),
  backgroundColor: colour('--accent'),
  borderWidth: 2,
  pointRadius: 4,
  pointHoverRadius: 6,
  tension: 0,
})

/** The interval as a band between its two ends. */
const bandOf = (label: string, low: (number | null)[], high: (number | null)[]): readonly Line[] => {
  const edge = {
    borderWidth: 0,
    pointRadius: 0,
    pointHoverRadius: 0,
    backgroundColor: `${colour('--accent')}33`,
    borderColor: `${colour('--accent')}33`,
    pointStyle: 'rect',
  } as const
  return [
    { ...edge, label, data: low, fill: false, order: 9 },
    { ...edge, label, data: high, fill: '-1', order: 9 },
  ]
}

const marksOf = (label: string, data: (number | null)[]): Line => ({
  label,
  data,
  showLine: false,
  borderColor: colour('--s2'),
  backgroundColor: colour('--s2'),
  pointStyle: 'rectRot',
  pointRadius: 7,
  pointHoverRadius: 9,
})

/** From a little below the lowest to a little above the highest, within 0…1. */
function axisOf(datasets: readonly Line[]): { readonly min: number; readonly max: number } {
  const values = datasets.flatMap(({ data }) => data.flatMap((value) => value ?? []))
  return {
    min: Math.max(0, Math.floor(Math.min(...values) * 20 - 0.5) / 20),
    max: Math.min(1, Math.ceil(Math.max(...values) * 20 + 0.5) / 20),
  }
}

const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

/** What the server hands to the script that draws a chart; shares are 0…1, null is withheld. */
export type ChartData = {
  readonly language: 'vi' | 'en'
  readonly label: string
  /** Along the axis, in order of time. */
  readonly labels: readonly string[]
  readonly points: readonly ChartPoint[]
  /** Figures published elsewhere, drawn apart. */
  readonly marks: readonly ChartPoint[]
  readonly words: { readonly value: string; readonly interval: string; readonly marks: string }
}

export type ChartPoint = {
  readonly label: string
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
  /** The figure and its interval as the table beside writes them. */
  readonly text: string
  readonly range: string
  readonly note?: string
}
