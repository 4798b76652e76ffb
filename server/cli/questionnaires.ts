import { localDay } from '../../surveys/calendar'
import { estimatedSeconds, items } from '../../surveys/questionnaire'
import { listQuestionnaires } from '../db/questionnaires'
import { publish as store, readQuestionnaireFile } from '../shipped'
import { command, type Group } from './command'
import { formatOption, print, printRows } from './output'
import { withStore } from './store'

const file = { type: 'positional', description: 'A questionnaire in JSON', required: true } as const

const list = command({
  description: 'Published questionnaires, every version',
  args: { format: formatOption },
  run: ({ format }) =>
    withStore(async ({ database }) => {
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
      printRows(format, rows, 'No questionnaire is published.')
    }),
})

const check = command({
  description: 'Say what is wrong with a questionnaire file',
  args: { file },
  run: async (args) => {
    const { id, version } = readQuestionnaireFile(args.file)
    print(`"${id}" version ${version}: nothing is wrong.`)
    await Promise.resolve()
  },
})

const publish = command({
  description: 'Publish a questionnaire file; a published version never changes',
  args: { file },
  run: (args) =>
    withStore(async ({ database }) => {
      const questionnaire = readQuestionnaireFile(args.file)
      const publication = await store(database, args.file, questionnaire, localDay(Date.now()))
      print(`"${questionnaire.id}" version ${questionnaire.version}: ${publication === 'published' ? 'published' : 'was published before with the same content'}.`)
    }),
})

export const questionnaires: Group = { description: 'The instruments', commands: { list, check, publish } }
