import { isDay, localDay } from '../../surveys/instrument/calendar'
import type { EventRow } from '../db/tables'
import type { Document, Encoder } from './document'
import { csv, jsonLines } from './csv'

/** Every column of an entry, with which its hash can be computed again by whoever has the file. */
export const logColumns = ['seq', 'at', 'account', 'person', 'door', 'act', 'kind', 'object', 'details', 'once', 'hash'] as const

/** Local days, both inclusive. */
export type Days = { readonly from: string | undefined; readonly to: string | undefined }

export const isWithinDays = ({ from, to }: Days, instant: string): boolean => {
  const day = localDay(Date.parse(instant))
  return (from === undefined || day >= from) && (to === undefined || day <= to)
}

/** A day that an address, a form or a command names; undefined where it is empty, false where it is none. */
export const dayNamed = (text: string): string | undefined | false => (text === '' ? undefined : isDay(text) && text)

/** Entries of the log as a file, in the order in which they come; `sentence` says each in words. */
export function logDocument(pages: AsyncIterable<readonly EventRow[]>, sentence?: (entry: EventRow) => string): Document {
  const columns = sentence ? [...logColumns, 'sentence'] : logColumns
  const rowOf = (entry: EventRow) => [...logColumns.map((name) => entry[name]), ...(sentence ? [sentence(entry)] : [])]
  return { title: 'log', sheets: [], table: { columns, pages: mapped(pages, rowOf) } }
}

async function* mapped<T, R>(pages: AsyncIterable<readonly T[]>, change: (one: T) => R): AsyncGenerator<readonly R[]> {
  for await (const page of pages) yield page.map(change)
}

/** How the command line writes the log. */
export const logEncoders = {
  csv,
  jsonl: jsonLines,
  json: { ...jsonLines, contentType: 'application/json; charset=utf-8', extension: 'json', write: jsonList },
} as const satisfies Readonly<Record<string, Encoder>>

export const logFormats = ['csv', 'jsonl', 'json'] as const

/** One list, its objects as they come. */
async function* jsonList({ table: { columns, pages } }: Document): AsyncGenerator<Uint8Array> {
  const text = new TextEncoder()
  let sign = '['
  for await (const page of pages)
    for (const cells of page) {
      yield text.encode(`${sign}\n${JSON.stringify(Object.fromEntries(columns.map((column, place) => [column, cells[place] ?? null])))}`)
      sign = ','
    }
  yield text.encode(sign === '[' ? '[]\n' : '\n]\n')
}
