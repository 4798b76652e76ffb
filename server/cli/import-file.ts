import { access, constants } from 'node:fs/promises'
import { localDay } from '../../surveys/calendar'
import type { CampaignRecord } from '../db/campaigns'
import { listTouchpoints } from '../db/touchpoints'
import { type ImportCount, importResponses } from '../recording/import'
import type { ImportSetting } from '../recording/import-line'
import { type Refusal, refusalText } from '../recording/import-refusal'
import { type ImportMessage, readOnThread } from '../recording/import-thread'
import type { ImportWindow } from '../recording/import-window'
import { openWriter } from '../recording/writer'
import { CommandFailed } from './command'
import { print, printJson, say } from './output'
import { progress } from './progress'
import type { Store } from './store'

type Wanted = { readonly file: string; readonly language: string; readonly format: string }

const shownRefusals = 1_000

/** Imports a file; fails at the end when any line was refused, so that a script notices. */
export async function importFile(store: Store, record: CampaignRecord, { file, language, format }: Wanted): Promise<void> {
  if (record.campaign.status === 'draft') throw new CommandFailed(`Campaign "${record.campaign.code}" is not open yet; open it before importing.`)
  await access(file, constants.R_OK).catch((error: unknown) => {
    throw new CommandFailed(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  })
  const setting = await settingOf(store, record)
  const messages = readOnThread({ file, setting, today: localDay(Date.now()) })
  await takeHeader(file, messages)
  const writer = await openWriter(store.database)
  const shown = refusalPrinter(file, language)
  const told = progress('lines')
  try {
    const { questionnaire, breakdowns } = setting
    const deps = { database: store.database, writer, questionnaire, breakdowns, onRefused: shown.print, onProgress: ({ lines: done }: ImportCount) => told(done) }
    const count = await importResponses(deps, windowsOf(messages))
    told(count.lines, 'last')
    finish(file, count, shown.hidden(), format)
  } finally {
    await messages.return(undefined)
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

/** What the header names decides whether the file is taken at all. */
async function takeHeader(file: string, messages: AsyncGenerator<ImportMessage>): Promise<void> {
  const { value: message, done } = await messages.next()
  if (done === true || message.kind !== 'header') throw new CommandFailed(`${file}: there is no header line.`)
  const { header } = message
  if (header.ok) return
  await messages.return(undefined)
  const words = { unknown: 'unknown columns', missing: 'missing columns', repeated: 'columns that stand twice' } as const
  throw new CommandFailed(`${file}: ${words[header.problem]}: ${header.names.join(', ')}. Nothing was imported.\nAllowed columns: ${header.allowed.join(', ')}.`)
}

async function* windowsOf(messages: AsyncIterable<ImportMessage>): AsyncGenerator<ImportWindow> {
  for await (const message of messages) if (message.kind === 'lines') yield message.window
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
