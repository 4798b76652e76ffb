import { placeText } from '../../client/text/imports'
import { languages } from '../../client/text/languages'
import { createWriteStream } from 'node:fs'
import { access, constants, readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { queueClaim } from '../../surveys/fielding/kiosk'
import { localDay } from '../../surveys/instrument/calendar'
import type { SubmittedResponse } from '../../surveys/instrument/schema'
import { doerOf } from '../access/permission'
import { atCommandLine } from '../acts/act'
import { note } from '../log/note'
import { hasSigned } from '../access/kiosks'
import type { CampaignRecord } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { findKiosk, type Numbered } from '../db/kiosks'
import { eraseResponse } from '../acts/responses'
import { fieldingSource } from '../db/touchpoints'
import { isSeparator, separatorNames } from '../files/csv'
import { contentOf, encoderFor, endingsOf, formatOf } from '../files/export'
import { noFilter } from '../reading/filter'
import { claimedId, mostAtOnce, takeEach } from '../recording/answering'
import { type ImportCount, importResponses } from '../recording/import'
import { type LineRefusal, refusalText } from '../recording/import-lines'
import { importSettingOf } from '../recording/import-file'
import { type ImportMessage, type ImportWindow, readOnThread } from '../recording/import-thread'
import { createRecorder } from '../recording/recorder'
import { openSealing } from '../recording/sealing'
import { openWriter } from '../recording/writer'
import { command, CommandFailed, type CommandGroup, UsageRefused } from './command'
import { formatOption, print, printJson, progress, tell, type Terminal } from './output'
import { fileSentence } from './sentences'
import { acting, campaignNamed, letGo, type Store, withStore } from './store'

const campaign = { type: 'string', description: 'The campaign', required: true } as const

const importCommand = command({
  description: 'Record the lines of a CSV or XLSX file; running it again adds nothing twice',
  args: {
    file: {
      type: 'positional',
      description: 'Columns: id, agency, submitted_at, channel, as wanted touchpoint, language, and one for each item',
      required: true,
    },
    campaign,
    language: { type: 'enum', options: [...languages], default: 'vi', description: 'Language of the reasons' },
    format: formatOption,
  },
  run: (terminal, args) => withStore(terminal, async (store) => importFile(store, await campaignNamed(store, args.campaign), args)),
})

const importQueueCommand = command({
  description: 'Record what was copied from a kiosk to a file, sealed as it is; running it again adds nothing twice',
  args: {
    file: { type: 'positional', description: "The file that the kiosk's menu for staff wrote", required: true },
    language: { type: 'enum', options: [...languages], default: 'vi', description: 'Language of the reasons' },
    format: formatOption,
  },
  run: (terminal, args) => withStore(terminal, async (store) => importQueue(store, args)),
})

const exportCommand = command({
  description: 'Write every response of a campaign; as CSV or XLSX the file is a valid import',
  args: {
    campaign,
    encoding: { type: 'string', default: 'csv', description: `One of: ${endingsOf('responses').join(', ')}` },
    separator: {
      type: 'enum',
      options: [...separatorNames],
      default: 'comma',
      description: 'What stands between the cells of CSV; spreadsheets with a decimal comma expect a semicolon',
    },
    output: { type: 'string', description: 'A file; without it the output' },
  },
  run: (terminal, args) =>
    withStore(terminal, async (store) => {
      const record = await campaignNamed(store, args.campaign)
      const encoder = encoderFor('responses', formatOf(args.encoding, isSeparator(args.separator) ? args.separator : 'comma'))
      if (!encoder) throw new UsageRefused(`--encoding "${args.encoding}" is not one of: ${endingsOf('responses').join(', ')}`)
      await note(store, doerOf(atCommandLine()), 'files.fetch', args.campaign, { content: 'responses', format: args.encoding })
      const content = await contentOf({ ...store, now: Date.now }, 'responses', { record, filter: noFilter, language: 'vi' })
      const bytes = Readable.from(encoder.write(content))
      if (args.output === undefined) return pipeline(bytes, terminal.out, { end: false })
      await pipeline(bytes, createWriteStream(args.output))
      tell(terminal, `${args.output}: written.`)
    }),
})

const erase = command({
  description: 'Take one response out for good: its answers, and its part in every figure',
  args: { id: { type: 'positional', description: 'The id of the response', required: true }, campaign },
  run: (terminal, args) =>
    withStore(terminal, async (store) => {
      const { code } = (await campaignNamed(store, args.campaign)).campaign
      const id = args.id.toLowerCase()
      const writer = await openWriter(store.database)
      try {
        const came = await acting({ ...store, writer }, eraseResponse, { campaign: code, id })
        if (came.kind === 'failed') throw new CommandFailed(`Campaign "${code}" holds no response "${args.id}".`)
      } finally {
        await writer.release()
      }
      print(terminal, `Response "${id}" is erased and cannot come back.`)
      await letGo(terminal, store)
    }),
})

const shownRefusals = 1_000

export const responses: CommandGroup = {
  description: 'What people answered',
  commands: { import: importCommand, 'import-queue': importQueueCommand, export: exportCommand, erase },
}

type Wanted = { readonly file: string; readonly language: string; readonly format: string }

/** Imports a file; fails at the end when any line was refused, so that a script notices. */
async function importFile(store: Store, record: CampaignRecord, { file, language, format }: Wanted): Promise<void> {
  if (record.campaign.status === 'draft')
    throw new CommandFailed(`Campaign "${record.campaign.code}" is not open yet; open it before importing.`)
  await mustBeReadable(file)
  const setting = await importSettingOf(store, record)
  const messages = readOnThread({ file, setting, today: localDay(Date.now()) })
  await takeHeader(file, messages)
  const writer = await openWriter(store.database)
  const shown = refusalPrinter(store.terminal, file, language)
  const told = progress(store.terminal, 'lines')
  try {
    const { questionnaire, breakdowns } = setting
    const deps = {
      database: store.database,
      writer,
      questionnaire,
      breakdowns,
      onRefused: shown.print,
      onProgress: ({ lines: done }: ImportCount) => told(done),
    }
    const count = await importResponses(deps, windowsOf(messages))
    told(count.lines, 'last')
    finish(store.terminal, file, count, shown.hidden(), format)
  } finally {
    await messages.return(undefined)
    await writer.release()
  }
}

const queueFile = z.object({
  queue: z.literal(1),
  kiosk: z.object({ id: z.string() }).nullish(),
  responses: z.array(z.object({ number: z.int().min(1).optional(), response: z.unknown() })),
  signature: z.string().optional(),
})
type QueueFile = z.infer<typeof queueFile>

/** Takes each response as if the kiosk had sent it: it is checked alike, and sent again by the kiosk it is there already. */
async function importQueue(store: Store, { file, language, format }: Wanted): Promise<void> {
  await mustBeReadable(file)
  const { terminal, database, questionnaires, now } = store
  const parsed = queueFile.safeParse(parsedJson(await readFile(file, 'utf8')))
  if (!parsed.success) throw new CommandFailed(`${file} is no file that a kiosk wrote. Nothing was imported.`)
  const items = parsed.data.responses
  const sent = items.map(({ response }) => response)
  const device = await deviceOf(database, parsed.data)
  if (!device && items.some(({ number }) => number !== undefined))
    tell(
      terminal,
      `${file}: no kiosk that is known here has signed its numbers; the responses are taken, and the list of kiosks learns nothing.`,
    )
  const sealing = await openSealing(database)
  const writer = await openWriter(database)
  const recorder = createRecorder({ database, writer, fieldings: fieldingSource(database, questionnaires, now) })
  const takingFrom = (first: number) => ({
    open: sealing.open,
    // Whoever runs this reads a language of ours.
    brought: async (_: SubmittedResponse, otherwise: string) => ({ languages: [otherwise] }),
    take: (one: SubmittedResponse, place: number) => {
      const number = items[first + place]?.number
      return recorder.record(one, now(), { numbered: device && number !== undefined ? { ...device, number } : undefined })
    },
  })
  const count = { responses: sent.length, recorded: 0, already: 0, refused: 0 }
  try {
    for (let first = 0; first < sent.length; first += mostAtOnce)
      for (const { id, status, problem } of await takeEach(takingFrom(first), sent.slice(first, first + mostAtOnce), language)) {
        count[status === 201 ? 'recorded' : status === 200 ? 'already' : 'refused'] += 1
        if (problem && count.refused <= shownRefusals) tell(terminal, `${file}: ${id}: ${problem.message}`)
      }
  } finally {
    await writer.release()
  }
  if (format === 'json') printJson(terminal, count)
  else
    print(terminal, `${count.responses} responses: ${count.recorded} recorded, ${count.already} already there, ${count.refused} refused.`)
  if (count.refused > 0) throw new CommandFailed(`${file}: ${count.refused} responses were refused; the others are in.`)
}

/** The device that has given the numbers of a file: the one that is enrolled now, or one that was before it. */
async function deviceOf(
  database: Database,
  { kiosk: named, responses: items, signature = '' }: QueueFile,
): Promise<Omit<Numbered, 'number'> | undefined> {
  const kiosk = named ? await findKiosk(database, named.id) : undefined
  if (!kiosk) return undefined
  const numbered = items.flatMap(({ number, response }) => (number === undefined ? [] : [{ number, id: claimedId(response) }]))
  const claim = new TextEncoder().encode(queueClaim(kiosk.id, numbered))
  const keys = [kiosk.public_key, ...kiosk.former.map(({ key }) => key)]
  const device = keys.find((key) => hasSigned({ public_key: key }, claim, signature))
  return device === undefined ? undefined : { kiosk: kiosk.id, device }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Ends the command with the reason when there is no such file, or none that may be read. */
export async function mustBeReadable(file: string): Promise<void> {
  await access(file, constants.R_OK).catch((error: unknown) => {
    throw new CommandFailed(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  })
}

/** What the header names decides whether the file is taken at all. */
async function takeHeader(file: string, messages: AsyncGenerator<ImportMessage>): Promise<void> {
  const { value: message, done } = await messages.next()
  if (done === true || message.kind !== 'header') throw new Error(`${file}: the reader gave no header`)
  const { header } = message
  if (header.ok) return
  await messages.return(undefined)
  throw new CommandFailed(`${file}: ${fileSentence(header.problem)} Nothing was imported.`)
}

async function* windowsOf(messages: AsyncIterable<ImportMessage>): AsyncGenerator<ImportWindow> {
  for await (const message of messages) if (message.kind === 'lines') yield message.window
}

/** Names refused lines up to a limit; the others are only counted. */
function refusalPrinter(terminal: Terminal, file: string, language: string) {
  let seen = 0
  return {
    print: (line: number, refusal: LineRefusal): void => {
      seen += 1
      if (seen > shownRefusals) return
      tell(terminal, `${file}: ${placeText(language, line, refusal.column)}: ${refusalText(language, refusal)}`)
    },
    hidden: () => Math.max(0, seen - shownRefusals),
  }
}

function finish(terminal: Terminal, file: string, count: ImportCount, hidden: number, format: string): void {
  if (hidden > 0) tell(terminal, `${file}: ${hidden} more reasons are not shown.`)
  if (format === 'json') printJson(terminal, count)
  else print(terminal, `${count.lines} lines: ${count.recorded} recorded, ${count.already} already there, ${count.refused} refused.`)
  if (count.refused > 0) throw new CommandFailed(`${file}: ${count.refused} lines were refused; the others are in.`)
}
