import { items } from '../../surveys/instrument/questionnaire'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { supplyQuestionnaire } from '../acts/questionnaires'
import { findInCatalogue, listCatalogue } from '../catalogue'
import { listQuestionnaires } from '../db/questionnaires'
import { listSets } from '../reading/indicator-sets'
import { type Command, command, CommandFailed, type CommandGroup } from './command'
import { formatOption, print, printRows } from './output'
import { acting, type Store, withStore } from './store'

type Kind = 'questionnaire' | 'indicator-set'

const kindOf = ({ kind }: Questionnaire): Kind => kind ?? 'questionnaire'

const named = { questionnaire: 'questionnaire', 'indicator-set': 'indicator set' } as const satisfies Record<Kind, string>

/** What the catalogue holds of a kind that nobody has taken up yet. */
export const shippedIn = (kind: Kind): Command =>
  command({
    description: 'What comes with the product and is not in use yet; "take" puts it into use',
    args: { format: formatOption },
    run: (terminal, { format }) =>
      withStore(terminal, async (store) => {
        const rows = (await notTakenUp(store, kind)).map((one) => ({ ...rowOf(one), items: items(one).length }))
        printRows(terminal, format, rows, 'Everything that comes with the product is in use.')
      }),
  })

/** Publishes what the catalogue holds under a code, as it stands there. */
export const takeCommand = (kind: Kind): Command =>
  command({
    description: `Put into use what comes with the product: publishes the ${named[kind]} as it stands in the catalogue`,
    args: { code: { type: 'positional', description: `The ${named[kind]}`, required: true } },
    run: (terminal, { code }) =>
      withStore(terminal, async (store) => {
        const found = await findInCatalogue(code)
        if (!found || kindOf(found) !== kind)
          throw new CommandFailed(`No ${named[kind]} "${code}" comes with the product; "shipped" and "list" show what there is.`)
        const came = await acting(store, supplyQuestionnaire, { questionnaire: found, media: new Map() })
        if (came.kind === 'failed')
          throw new CommandFailed(`"${code}" version ${found.version} is published with other content here, and that stays.`)
        print(terminal, `"${code}" version ${found.version} is in use.`)
      }),
  })

/** Puts into use what somebody names that comes with the product, is of that kind and was never published here; anything else stays as it is. */
export async function takenUp(store: Store, kind: Kind, code: string): Promise<void> {
  const published = await listQuestionnaires(store.database)
  const found = published.some(({ questionnaire: { id } }) => id === code) ? undefined : await findInCatalogue(code)
  if (found && kindOf(found) === kind) await acting(store, supplyQuestionnaire, { questionnaire: found, media: new Map() })
}

async function notTakenUp({ database }: Store, kind: Kind): Promise<readonly Questionnaire[]> {
  const published = new Set((await listQuestionnaires(database)).map(({ questionnaire: { id } }) => id))
  return (await listCatalogue()).filter((one) => kindOf(one) === kind && !published.has(one.id))
}

const rowOf = ({ id, version, title, languages }: Questionnaire) => ({
  code: id,
  version,
  title: title['vi'] ?? '',
  title_en: title['en'] ?? '',
  languages: languages.join(','),
})

const list = command({
  description: 'Indicator sets: every published version, and what comes with the product and is not in use yet',
  args: { format: formatOption },
  run: (terminal, { format }) =>
    withStore(terminal, async ({ database }) => {
      const rows = (await listSets(database)).map(({ set, numbers, drawn, publishedOn, hash }) => ({
        ...rowOf(set),
        numbers,
        drawn,
        /** Empty: it comes with the product and nobody has taken it up. */
        published_on: publishedOn ?? '',
        hash: hash ?? '',
      }))
      printRows(terminal, format, rows, 'There are no indicator sets.')
    }),
})

export const setCommands: CommandGroup = {
  description: 'Indicator sets: what assessments field',
  commands: { list, take: takeCommand('indicator-set') },
}
