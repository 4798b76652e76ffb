import { warningText } from '../../client/text/definition'
import { localDay } from '../../surveys/instrument/calendar'
import { headlineOf } from '../../surveys/instrument/indicators'
import { lint } from '../../surveys/instrument/lint'
import { estimatedSeconds, items } from '../../surveys/instrument/questionnaire'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { comparableFigures, versionChanges } from '../../surveys/instrument/versions'
import { listQuestionnaires } from '../db/questionnaires'
import { readQuestionnaireFile, publish as store } from '../shipped'
import { command, CommandFailed, type Group } from './command'
import { formatOption, print, printJson, printRows } from './output'
import { withStore } from './store'

const file = { type: 'positional', description: 'A questionnaire in JSON', required: true } as const

const list = command({
  description: 'Published questionnaires, every version',
  args: { format: formatOption },
  run: (terminal, { format }) =>
    withStore(terminal, async ({ database }) => {
      const rows = (await listQuestionnaires(database)).map(({ questionnaire, hash, publishedOn }) => ({
        code: questionnaire.id,
        version: questionnaire.version,
        title: questionnaire.title['vi'] ?? '',
        title_en: questionnaire.title['en'] ?? '',
        items: items(questionnaire).length,
        seconds: estimatedSeconds(questionnaire),
        languages: questionnaire.languages.join(','),
        published_on: publishedOn,
        hash,
      }))
      printRows(terminal, format, rows, 'No questionnaire is published.')
    }),
})

const check = command({
  description: 'Say what is wrong with a questionnaire file, and what deserves a second look',
  args: {
    file,
    language: { type: 'enum', options: ['vi', 'en'], default: 'en', description: 'Language of what deserves a second look' },
    format: formatOption,
  },
  run: async (terminal, args) => {
    const questionnaire = readQuestionnaireFile(args.file)
    const rows = lint(questionnaire).map((warning) => ({
      path: warning.path,
      rule: warning.rule,
      message: warningText(args.language, warning),
    }))
    if (args.format === 'json') return printJson(terminal, rows)
    const { id, version } = questionnaire
    print(terminal, `"${id}" version ${version}: nothing is wrong.`)
    if (rows.length > 0)
      print(terminal, ['', 'Worth a second look:', ...rows.map(({ path, rule, message }) => `  ${path}: ${message} (${rule})`)].join('\n'))
    return Promise.resolve()
  },
})

const compare = command({
  description: 'Say what a questionnaire file changes since a published version, and which figures may still stand beside each other',
  args: { file, with: { type: 'string', description: 'The published version; the latest before it unless said' }, format: formatOption },
  run: (terminal, args) =>
    withStore(terminal, async ({ database }) => {
      const after = readQuestionnaireFile(args.file)
      const published = (await listQuestionnaires(database))
        .map(({ questionnaire }) => questionnaire)
        .filter(({ id, version }) => id === after.id && version < after.version)
      const before = args.with === undefined ? published.at(-1) : published.find(({ version }) => String(version) === args.with)
      if (!before)
        throw new CommandFailed(
          `"${after.id}" has no published version ${args.with ?? `before ${after.version}`}; published are: ${published.map(({ version }) => version).join(', ') || 'none'}.`,
        )
      const rows = versionChanges(before, after).map(({ what, code, kind }) => ({ code, what, change: kind }))
      printRows(terminal, args.format, rows, 'Nothing changed.')
      if (args.format !== 'json') print(terminal, ['', verdictOn(before, after)].join('\n'))
    }),
})

function verdictOn(before: Questionnaire, after: Questionnaire): string {
  const same = comparableFigures(before, after)
  const headline = headlineOf(after)
  const isKept = [...same].some((key) => key.split(' ')[1] === headline)
  return `${same.size} figures mean the same in version ${before.version} and ${after.version}; the headline ${isKept ? 'is one of them, so campaigns may stand in one trend' : 'is not, so campaigns do not stand in one trend'}.`
}

const publish = command({
  description: 'Publish a questionnaire file; a published version never changes',
  args: { file },
  run: (terminal, args) =>
    withStore(terminal, async ({ database }) => {
      const questionnaire = readQuestionnaireFile(args.file)
      const publication = await store(database, args.file, questionnaire, localDay(Date.now()))
      print(
        terminal,
        `"${questionnaire.id}" version ${questionnaire.version}: ${publication === 'published' ? 'published' : 'was published before with the same content'}.`,
      )
    }),
})

export const questionnaires: Group = { description: 'The instruments', commands: { list, check, compare, publish } }
