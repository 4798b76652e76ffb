import { textEncoder } from './text'

/** One JSON object a line, keyed by column. */
export const jsonLines = textEncoder({
  contentType: 'application/x-ndjson; charset=utf-8',
  extension: 'jsonl',
  head: () => '',
  row: (columns, cells) => `${JSON.stringify(Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? null])))}\n`,
})
