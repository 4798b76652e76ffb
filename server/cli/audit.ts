import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { doerOf } from '../access/permission'
import { atCommandLine } from '../acts/act'
import type { Mark } from '../db/chain'
import { type Database, openDatabase } from '../db/dialect'
import { wholeLog } from '../db/events'
import { isMigrated } from '../db/migrate'
import type { EventRow } from '../db/tables'
import { dayNamed, type Days, isWithinDays, logDocument, logEncoders, logFormats } from '../files/log-document'
import { note, tellRefusals } from '../log/note'
import { findingWords } from '../safekeeping/findings'
import { readLog } from '../safekeeping/log'
import { command, CommandFailed, type CommandGroup, Ended, UsageRefused } from './command'
import { formatOption, print, printJson, tell, type Terminal } from './output'
import { settingsHere, withStore } from './store'

/** Reads the log through and changes nothing, so that it can be asked as often as somebody likes, also of a copy. */
export const verifyAudit = command({
  description: 'Read the log of what was done through; exit code 1 and the number of the first entry that was altered, removed or added',
  args: {
    mark: { type: 'string', description: 'An entry as it was printed before, NUMBER:HASH, which the log must still hold' },
    language: { type: 'enum', options: ['vi', 'en'], default: 'en', description: 'Language of the finding' },
    format: formatOption,
  },
  run: async (terminal, { mark: given, language, format }) => {
    const marks = given === undefined ? [] : [markNamed(given)]
    const { mark, fault, finding } = await opened(terminal, (database, dataDir) => readLog(database, dataDir, marks))
    if (format === 'json')
      printJson(terminal, {
        ok: fault === undefined,
        entries: mark.seq,
        mark: `${mark.seq}:${mark.hash}`,
        entry: fault?.seq ?? null,
        fault: fault?.code ?? null,
        message: findingWords(finding, language).what,
      })
    else {
      const { what, todo } = findingWords(finding, language)
      print(terminal, todo === undefined ? what : `${what}\n${todo}`)
      print(terminal, `${mark.seq}:${mark.hash}`)
    }
    if (fault) throw new Ended(1)
  },
})

const exportAudit = command({
  description: 'Write the log of what was done, every column of it; that it was written is an entry too',
  args: {
    from: { type: 'string', default: '', description: 'The first day, YYYY-MM-DD' },
    to: { type: 'string', default: '', description: 'The last day, YYYY-MM-DD' },
    format: { type: 'enum', options: [...logFormats], default: 'csv', description: 'How to write it' },
    output: { type: 'string', description: 'A file; without it the output' },
  },
  run: (terminal, { from, to, format, output }) =>
    withStore(terminal, async ({ database, now }) => {
      const days = { from: day('--from', from), to: day('--to', to) }
      await tellRefusals({ database, now })
      await note({ database, now }, doerOf(atCommandLine()), 'log.export', 'log', { from, to, format })
      const known = logFormats.find((one) => one === format) ?? 'csv'
      const bytes = Readable.from(logEncoders[known].write(logDocument(within(wholeLog(database), days))))
      if (output === undefined) return pipeline(bytes, terminal.out, { end: false })
      await pipeline(bytes, createWriteStream(output))
      tell(terminal, `${output}: written.`)
    }),
})

export const audit: CommandGroup = {
  description: 'The log of what was done, by whom and when',
  commands: { verify: verifyAudit, export: exportAudit },
}

async function opened<T>(terminal: Terminal, work: (database: Database, dataDir: string) => Promise<T>): Promise<T> {
  const config = settingsHere(terminal)
  const database = openDatabase(config.database)
  try {
    if (!(await isMigrated(database))) throw new CommandFailed('The schema is not that of this version; "migrate" brings it there.')
    return await work(database, config.dataDir)
  } finally {
    await database.db.destroy()
  }
}

function markNamed(text: string): Mark {
  const [, seq = '', hash = ''] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? []
  if (hash === '') throw new UsageRefused(`--mark "${text}" is not NUMBER:HASH as "audit verify" prints it`)
  return { seq: Number(seq), hash }
}

function day(option: string, text: string): string | undefined {
  const named = dayNamed(text)
  if (named === false) throw new UsageRefused(`${option} "${text}" is not a day, YYYY-MM-DD`)
  return named
}

async function* within(pages: AsyncIterable<readonly EventRow[]>, days: Days): AsyncGenerator<readonly EventRow[]> {
  for await (const page of pages) yield page.filter(({ at }) => isWithinDays(days, at))
}
