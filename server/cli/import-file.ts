import { createReadStream } from 'node:fs'
import { access, constants } from 'node:fs/promises'
import { localDay } from '../../surveys/calendar'
import type { CampaignRecord } from '../db/campaigns'
import { listTouchpoints } from '../db/touchpoints'
import { csvRecords, type CsvRecord } from '../recording/csv-lines'
import { type ImportCount, importResponses } from '../recording/import'
import { type ImportColumns, readHeader } from '../recording/import-columns'
import type { ImportSetting } from '../recording/import-line'
import { type Refusal, refusalText } from '../recording/import-refusal'
import { openWriter } from '../recording/writer'
import { CommandFailed } from './command'
import { print, printJson, say } from './output'
import { progress } from './progress'
import type { Store } from './store'

type Wanted = { readonly file: string; readonly language: string; readonly format: string }

const shownRefusals = 1_000
const pieceBytes = 256 * 1024

/** Imports a file; fails at the end when any line was refused, so that a script notices. */
export async function importFile(store: Store, record: CampaignRecord, { file, language, format }: Wanted): Promise<void> {
  if (record.campaign.status === 'draft') throw new CommandFailed(`Campaign "${record.campaign.code}" is not open yet; open it before importing.`)
  await access(file, constants.R_OK).catch((error: unknown) => {
    throw new CommandFailed(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  })
  const setting = await settingOf(store, record)
  const lines = await opened(file, setting)
  const writer = await openWriter(store.database)
  const shown = refusalPrinter(file, language)
  const told = progress('lines')
  try {
    const deps = { database: store.database, writer, today: localDay(Date.now()), onRefused: shown.print, onProgress: ({ lines: done }: ImportCount) => told(done) }
    const count = await importResponses(deps, setting, lines.columns, lines.pages)
    told(count.lines, 'last')
    finish(file, count, shown.hidden(), format)
  } finally {
    await writer.release()
  }
}

async function settingOf({ database, questionnaires }: Store, { campaign, breakdowns, measured }: CampaignRecord): Promise<ImportSetting> {
  const { questionnaire } = await questionnaires.get(campaign.questionnaire, campaign.version)
  const touchpoints = await listTouchpoints(database, campaign.code)
  return {
    campaign,
    breakdowns,
    questionnaire,
    agencies: new Set(measured.map(({ agency }) => agency.code)),
    touchpoints: new Map(touchpoints.map(({ code, kind, agencies }) => [code, { kind, agencies: new Set(agencies) }])),
  }
}

type Opened = { readonly columns: ImportColumns; readonly pages: AsyncIterable<readonly CsvRecord[]> }

/** Reads the header; what it names decides whether the file is taken at all. */
async function opened(file: string, { questionnaire }: ImportSetting): Promise<Opened> {
  const pages = csvRecords(createReadStream(file, { encoding: 'utf8', highWaterMark: pieceBytes }))
  const first = await pages.next()
  const [header, ...rest] = first.done === true ? [] : first.value
  if (header?.cells === undefined) throw new CommandFailed(`${file}: there is no header line.`)
  const reading = readHeader(questionnaire, header.cells)
  if (reading.ok) return { columns: reading.columns, pages: continued(rest, pages) }
  const words = { unknown: 'unknown columns', missing: 'missing columns', repeated: 'columns that stand twice' } as const
  throw new CommandFailed(`${file}: ${words[reading.problem]}: ${reading.names.join(', ')}. Nothing was imported.\nAllowed columns: ${reading.allowed.join(', ')}.`)
}

async function* continued(rest: readonly CsvRecord[], pages: AsyncIterable<readonly CsvRecord[]>): AsyncGenerator<readonly CsvRecord[]> {
  yield rest
  yield* pages
}

/** Names refused lines up to a limit; the others are only counted. */
function refusalPrinter(file: string, language: string) {
  let seen = 0
  const words = language === 'en' ? { line: 'line', column: 'column' } : { line: 'dòng', column: 'cột' }
  return {
    print: (line: number, refusal: Refusal): void => {
      seen += 1
      if (seen > shownRefusals) return
      say(`${file}: ${words.line} ${line}${refusal.column === '' ? '' : `, ${words.column} ${refusal.column}`}: ${refusalText(language, refusal)}`)
    },
    hidden: () => Math.max(0, seen - shownRefusals),
  }
}

function finish(file: string, count: ImportCount, hidden: number, format: string): void {
  if (hidden > 0) say(`${file}: ${hidden} more reasons are not shown.`)
  if (format === 'json') printJson(count)
  else print(`${count.lines} lines: ${count.recorded} recorded, ${count.already} already there, ${count.refused} refused.`)
  if (count.refused > 0) throw new CommandFailed(`${file}: ${count.refused} lines were refused; the others are in.`)
}
