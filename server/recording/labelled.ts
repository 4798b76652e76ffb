import { createHmac } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { importOf, type LabelledRow, type LabelledSheet, type LabelMapping } from '../../surveys/exchange/labelled'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { secretNamed } from '../db/secrets'
import type { Database } from '../db/dialect'
import { type LabelledReading, type LabelledSetting, sheetIn, type SheetRead } from '../files/reading/labelled'
import { readLabelledAside, readRowsAside } from '../files/reading/thread'
import { workbook } from '../files/xlsx'
import { importFileLimits } from './import-file'

/** Columns of a sheet with labels at most: as many questions as one questionnaire asks, and some beside. */
const limits = { ...importFileLimits, columns: 300 }

/** What can be seen and guessed of a sheet with labels, on a thread: its rows stay there. */
export const lookAtLabelled = (bytes: Uint8Array, setting: LabelledSetting): Promise<LabelledReading> =>
  readLabelledAside(bytes, setting, limits)

/** The sheet with its rows. */
export const readLabelled = async (bytes: Uint8Array): Promise<SheetRead> => sheetIn(await readRowsAside(bytes, limits))

/**
 * The sheet as a workbook that an import of ours reads, each row in the line in which it stood. Its id follows from what stands in it and a secret
 * of this server: the same row comes to the same response however often it is handed in, and nobody else can tell the id from the row.
 */
export async function importFileOf(
  database: Database,
  campaign: string,
  questionnaire: Questionnaire,
  mapping: LabelMapping,
  sheet: LabelledSheet,
): Promise<Uint8Array> {
  const secret = await secretNamed(database, 'labelled-rows')
  const idOf = (content: string, before: number): string =>
    uuidOf(createHmac('sha256', secret).update(`${campaign}\n${before}\n${content}`).digest())
  const { head, rows } = importOf(questionnaire, mapping, sheet, idOf)
  const pieces: Uint8Array[] = []
  const columns = head.map((title) => ({ title, width: 20 }))
  for await (const piece of workbook({ title: campaign, sheets: [{ name: 'responses', columns, pages: pagesOf(rows) }] }))
    pieces.push(piece)
  return Buffer.concat(pieces)
}

const rowsAtOnce = 100

/** The rows with blank ones between, so that each stands in its own line below the head. */
async function* pagesOf(rows: Iterable<LabelledRow>): AsyncGenerator<readonly (readonly (string | null)[])[]> {
  let page: (readonly (string | null)[])[] = []
  let next = 2
  for (const { line, cells } of rows) {
    for (; next < line; next += 1) page.push([])
    page.push(cells.map((cell) => (cell === '' ? null : cell)))
    next += 1
    if (page.length < rowsAtOnce) continue
    yield page
    page = []
    await turn()
  }
  yield page
}

/** A UUID of version 4 in form; its bits are those of a keyed hash, which nobody can tell from chance. */
function uuidOf(hash: Uint8Array): string {
  const bytes = Buffer.from(hash.subarray(0, 16))
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
