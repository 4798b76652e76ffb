import type { Writable } from 'node:stream'

/** Where a command runs: the settings that it reads, where it prints data and where it says everything else. */
export type Terminal = { readonly env: Readonly<Record<string, string | undefined>>; readonly out: Writable; readonly err: Writable }

/** How data is printed; the option of every command that prints some. */
export const formatOption = { type: 'enum' as const, options: ['text', 'json'], default: 'text', description: 'How to print' }

/** A flat object of a list, its code first. */
export type Row = Readonly<Record<string, string | number | boolean | null>>

/** Prints a list: an array of flat objects in JSON, else an aligned table, or a sentence when there is nothing. */
export function printRows(terminal: Terminal, format: string, rows: readonly Row[], whenEmpty: string): void {
  if (format === 'json') return printJson(terminal, rows)
  print(
    terminal,
    rows.length === 0 ? whenEmpty : table([Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row).map(cellText))]),
  )
}

export const printJson = ({ out }: Terminal, value: unknown): void => void out.write(json(value))

/** A value as it is printed, with its end of line. */
export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

export const print = ({ out }: Terminal, text: string): void => void out.write(`${text}\n`)

/** What is not data: progress, warnings, refusals. */
export const tell = ({ err }: Terminal, text: string): void => void err.write(`${text}\n`)

/** Columns as wide as their widest cell; those named are aligned to the right. */
export function table(lines: readonly (readonly string[])[], right: readonly number[] = []): string {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => widthOf(line[column] ?? ''))))
  return lines
    .map((line) =>
      line
        .map((cell, column) => padded(cell, widths[column] ?? 0, right.includes(column)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

const widthOf = (cell: string): number => [...cell.normalize('NFC')].length

function padded(cell: string, width: number, isRight: boolean): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(cell)))
  return isRight ? `${space}${cell}` : `${cell}${space}`
}

const cellText = (value: Row[string] | undefined): string => (value === null || value === undefined ? '' : String(value))

const everyMs = 1_000

/** Tells on the error output how far a piece of work is and how fast, at most once a second. */
export function progress(terminal: Terminal, what: string, total?: number): (done: number, moment?: 'last') => void {
  const begun = performance.now()
  let told = begun
  return (done, moment) => {
    const now = performance.now()
    if (moment === undefined && now - told < everyMs) return
    told = now
    const rate = Math.round(done / Math.max((now - begun) / 1000, 0.001))
    tell(terminal, `${done}${total === undefined ? '' : ` of ${total}`} ${what}, ${rate}/s`)
  }
}
