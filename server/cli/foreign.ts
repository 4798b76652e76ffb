import { createWriteStream } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { foreignProblemText, fateText, notePlaceText, noteText } from '../../client/text/exchange'
import { languages } from '../../client/text/languages'
import { codeFrom } from '../../surveys/exchange/building'
import { fates, ofWhole, type Report } from '../../surveys/exchange/notes'
import { namePatterns } from '../../surveys/instrument/spelling'
import { definitionSchema } from '../../surveys/instrument/schema'
import { beginQuestionnaire } from '../acts/questionnaires'
import { listQuestionnaires } from '../db/questionnaires'
import { definitionText, pictureFiles } from '../files/bundle'
import type { ForeignRead } from '../files/foreign/reading'
import { isLeavingFormat, leavingAs, leavingFormats } from '../files/foreign/writing'
import { readForeignAside } from '../files/reading/thread'
import { command, CommandFailed, UsageRefused } from './command'
import { formatOption, print, printJson, type Terminal } from './output'
import { acting, withStore } from './store'

const language = { type: 'enum' as const, options: [...languages], default: 'en' as const, description: 'Language of the report' }

/** Takes in a questionnaire of another tool as a design; it is published by somebody who has seen it. */
export const importCommand = command({
  description: 'Begin a design from a file of another tool (XLSForm, LimeSurvey .lss, SurveyJS), with a report of what is lost',
  args: {
    file: { type: 'positional', description: 'An XLSForm (.xlsx), a LimeSurvey structure (.lss) or the JSON of SurveyJS', required: true },
    id: { type: 'string', description: 'Code of the new questionnaire; that of the file unless said' },
    output: { type: 'string', description: 'Write the definition into this file instead of beginning a design' },
    language,
    format: formatOption,
  },
  run: async (terminal, args) => {
    const read = await readIn(args.file)
    tellReport(terminal, args, read.report, read)
    if ('refusal' in read) throw new CommandFailed(`${args.file}: ${read.refusal.message}.`)
    const id = args.id ?? codeFrom(read.definition.id)
    if (!namePatterns.code.test(id)) throw new UsageRefused(`--id "${id}" is not a code`)
    const definition = { ...read.definition, id }
    if (args.output !== undefined) {
      await writeFile(args.output, definitionText(definition))
      return
    }
    await withStore(terminal, async (store) => {
      const came = await acting(store, beginQuestionnaire, { definition, media: new Map() })
      if (came.kind === 'failed') throw new CommandFailed(`"${id}" is taken; choose another code with --id.`)
    })
  },
})

async function readIn(file: string): Promise<ForeignRead> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new CommandFailed(`${file}: cannot be read.`, { cause })
  })
  const read = await readForeignAside(new Uint8Array(bytes))
  if (read.ok) return read
  throw new CommandFailed(`${file}: ${foreignProblemText('en', read.problem)}`)
}

type Told = { readonly language: string; readonly format: string; readonly placeOf?: typeof notePlaceText }

function tellReport(
  terminal: Terminal,
  { language: spoken, format, placeOf = notePlaceText }: Told,
  { notes, counts }: Report,
  more: Partial<Pick<ForeignRead, 'format' | 'items'>>,
): void {
  const rows = notes.map((note) => ({
    place: placeOf(spoken, note.place),
    outcome: fates[note.code],
    code: note.code,
    message: noteText(spoken, note),
  }))
  if (format === 'json') return printJson(terminal, rows)
  const what = more.format === undefined ? '' : `${more.format}, ${more.items ?? 0} items. `
  print(terminal, `${what}Taken ${counts.taken}, approximated ${counts.approximated}, left out ${counts['left-out']}.`)
  for (const { place, outcome, message } of rows) print(terminal, `  ${place}: ${message} (${fateText(spoken, outcome)})`)
}

/** Writes a published version as a file of another tool. */
export const exportCommand = command({
  description: 'Write a published questionnaire as a file of another tool, with a report of what it cannot hold',
  args: {
    code: { type: 'positional', description: 'Code of the questionnaire', required: true },
    version: { type: 'string', description: 'The latest unless said' },
    format: {
      type: 'enum',
      options: [...leavingFormats, 'json'],
      default: 'xlsform',
      description: 'XLSForm, SurveyJS, a codebook (DDI), or our own JSON, which holds all',
    },
    output: { type: 'string', description: 'The file to write', required: true },
    language,
  },
  run: (terminal, args) =>
    withStore(terminal, async ({ database }) => {
      const versions = (await listQuestionnaires(database))
        .map(({ questionnaire }) => questionnaire)
        .filter(({ id, kind }) => id === args.code && kind === undefined)
      const found = args.version === undefined ? versions.at(-1) : versions.find(({ version }) => String(version) === args.version)
      if (!found)
        throw new CommandFailed(
          `No questionnaire "${args.code}"${args.version === undefined ? '' : ` version ${args.version}`} is published.`,
        )
      if (!isLeavingFormat(args.format)) return writeFile(args.output, definitionText(found))
      const { report, pieces } = leavingAs(args.format, found, await pictureFiles(database, found))
      await pipeline(pieces, createWriteStream(args.output))
      // A part stands under its own name, as on the page.
      const placeOf: typeof notePlaceText = (spoken, place) => (place.name === found.id ? notePlaceText(spoken, ofWhole) : place.name)
      tellReport(terminal, { language: args.language, format: 'text', placeOf }, report, {})
    }),
})

/** Prints the shape of a definition for programs of others. */
export const schemaCommand = command({
  description: 'Print the JSON schema of a questionnaire file',
  args: {},
  run: async (terminal) => {
    await Promise.resolve()
    printJson(terminal, definitionSchema())
  },
})
