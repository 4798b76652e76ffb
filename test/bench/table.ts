/** What a part of the bench prints: a table in Markdown under its title, with a sentence on what it stands on. */
export type Table = {
  readonly title: string
  readonly base: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

export function markdown({ title, base, columns, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [`### ${title}`, '', base, '', line(columns), line(columns.map(() => '---')), ...rows.map(line), ''].join('\n')
}

/** A number as a reader wants it: whole from 100 on, else with three significant digits. */
export const shown = (value: number, unit = ''): string => {
  const text = Number.isFinite(value)
    ? value.toLocaleString('en', value >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 })
    : '–'
  return unit === '' ? text : `${text} ${unit}`
}

export const percent = (value: number): string => `${shown(100 * value)} %`

export const times = (value: number): string => `${value.toFixed(2)}×`

/** `met` or `missed`, said and never asserted: a busy machine is no fault of the product. */
export const against = (value: number, target: string, isMet: boolean): string =>
  `${isMet ? 'met' : '**missed**'} (${target}, got ${shown(value)})`

/** Said beside a figure for a million that was measured on fewer. */
export const byProportion = (responses: number): string => (responses < 1_000_000 ? `, by proportion of ${shown(responses)}` : '')

export const median = (values: readonly number[]): number => quantile(values, 0.5)

export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? NaN
}
