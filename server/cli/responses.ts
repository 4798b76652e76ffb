import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { findResponse } from '../db/responses'
import { noFilter } from '../db/results'
import { contentOf } from '../exports/content'
import { encoderNamed, encoders } from '../exports/encoder'
import { preparedAgain } from '../recording/stored'
import { openWriter } from '../recording/writer'
import { command, CommandFailed, type Group, UsageRefused } from './command'
import { importFile } from './import-file'
import { formatOption, print, say } from './output'
import { campaignNamed, withStore } from './store'

const campaign = { type: 'string', description: 'The campaign', required: true } as const

const importCommand = command({
  description: 'Record the lines of a CSV file; running it again adds nothing twice',
  args: {
    file: { type: 'positional', description: 'Columns: id, agency, submitted_at, channel, as wanted touchpoint, language, and one for each item', required: true },
    campaign,
    language: { type: 'enum', options: ['vi', 'en'], default: 'vi', description: 'Language of the reasons' },
    format: formatOption,
  },
  run: (args) => withStore(async (store) => importFile(store, await campaignNamed(store, args.campaign), args)),
})

const exportCommand = command({
  description: 'Write every response of a campaign; the file is a valid import',
  args: {
    campaign,
    encoding: { type: 'string', default: 'csv', description: `One of: ${Object.keys(encoders).join(', ')}` },
    output: { type: 'string', description: 'A file; without it the output' },
  },
  run: (args) =>
    withStore(async (store) => {
      const record = await campaignNamed(store, args.campaign)
      const encoder = encoderNamed(args.encoding)
      if (!encoder) throw new UsageRefused(`--encoding "${args.encoding}" is not one of: ${Object.keys(encoders).join(', ')}`)
      const content = await contentOf({ ...store, now: Date.now }, 'responses', { record, filter: noFilter, language: 'vi' })
      const bytes = Readable.from(encoder.write(content))
      if (args.output === undefined) return pipeline(bytes, process.stdout, { end: false })
      await pipeline(bytes, createWriteStream(args.output))
      say(`${args.output}: written.`)
    }),
})

const erase = command({
  description: 'Take one response out for good: its answers, and its part in every figure',
  args: { id: { type: 'positional', description: 'The id of the response', required: true }, campaign },
  run: (args) =>
    withStore(async (store) => {
      const { campaign: from, breakdowns } = await campaignNamed(store, args.campaign)
      const row = await findResponse(store.database, from.code, args.id.toLowerCase())
      if (!row) throw new CommandFailed(`Campaign "${from.code}" holds no response "${args.id}".`)
      const { questionnaire } = await store.questionnaires.get(from.questionnaire, row.version)
      const writer = await openWriter(store.database)
      try {
        await writer.erase(preparedAgain(row, questionnaire, breakdowns))
      } finally {
        await writer.release()
      }
      print(`Response "${row.id}" is erased and cannot come back.`)
    }),
})

export const responses: Group = { description: 'What people answered', commands: { import: importCommand, export: exportCommand, erase } }
