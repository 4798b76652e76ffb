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
  readonly note?: string
}
