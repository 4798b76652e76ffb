import { findingText, warningText } from '../../client/text/definition'
import { languages } from '../../client/text/languages'
import { screenWords } from '../../client/text/screen'
import { findings } from '../../surveys/designing/checking'
import { findingKey } from '../../surveys/designing/findings'
import { mediaNames, pictureNames } from '../../surveys/designing/pictures'
import { soundNames } from '../../surveys/designing/sounds'
import { readDefinition } from '../../surveys/instrument/definition'
import { headlineOf } from '../../surveys/instrument/indicators'
import { lint } from '../../surveys/instrument/lint'
import { estimatedSeconds, items } from '../../surveys/instrument/questionnaire'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { comparableFigures, versionChanges } from '../../surveys/instrument/versions'
import { listQuestionnaires } from '../db/questionnaires'
import { mediaSizes } from '../db/media'
import { type NotPublished, publishFile } from '../acts/questionnaires'
import { readQuestionnaireFile, versionTaken } from '../shipped'
import { command, CommandFailed, type CommandGroup, UsageRefused } from './command'
import { exportCommand, importCommand, schemaCommand } from './foreign'
import { formatOption, print, printJson, printRows } from './output'
import { acting, withStore } from './store'
import { shippedIn, takeCommand } from './catalogue'

const file = { type: 'positional', description: 'A questionnaire in JSON, or with its recordings as TAR', required: true } as const

const list = command({
  description: 'Published questionnaires, every version',
  args: { format: formatOption },
  run: (terminal, { format }) =>
    withStore(terminal, async ({ database }) => {
      const asking = (await listQuestionnaires(database)).filter(({ questionnaire }) => questionnaire.kind === undefined)
      const rows = asking.map(({ questionnaire, hash, publishedOn }) => ({
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
    language: { type: 'enum', options: [...languages], default: 'en', description: 'Language of what deserves a second look' },
    format: formatOption,
  },
  run: async (terminal, args) => {
    const { questionnaire, media } = await readQuestionnaireFile(args.file)
    const rows = lint(questionnaire, screenWords).map((warning) => ({
      path: warning.path,
      rule: warning.rule,
      message: warningText(args.language, warning),
    }))
    if (args.format === 'json') return printJson(terminal, rows)
    const { id, version } = questionnaire
    print(terminal, `"${id}" version ${version}: nothing is wrong.`)
    if (media.size > 0) for (const line of mediaLines(questionnaire, new Set(media.keys()), 'in the file')) print(terminal, line)
    if (rows.length > 0)
      print(terminal, ['', 'Worth a second look:', ...rows.map(({ path, rule, message }) => `  ${path}: ${message} (${rule})`)].join('\n'))
  },
})

const compare = command({
  description: 'Say what a questionnaire file changes since a published version, and which figures may still stand beside each other',
  args: { file, with: { type: 'string', description: 'The published version; the latest before it unless said' }, format: formatOption },
  run: (terminal, args) =>
    withStore(terminal, async ({ database }) => {
      const { questionnaire: after } = await readQuestionnaireFile(args.file)
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
  description: 'Publish a questionnaire file through the same gates as the designer; a published version never changes',
  args: {
    file,
    reason: {
      type: 'string',
      description: 'RULE=WHY for a warning that shall stand, RULE@PATH=WHY for one place; repeat for several ("check" names them)',
    },
  },
  run: (terminal, args, _, written) =>
    withStore(terminal, async (store) => {
      const { questionnaire: definition, media } = await readQuestionnaireFile(args.file)
      const accepted = acceptedBy(written('reason'), definition)
      const came = await acting(store, publishFile, { definition, accepted, media })
      if (came.kind === 'failed') throw notPublished(args.file, definition, came.failure)
      print(
        terminal,
        `"${definition.id}" version ${definition.version}: ${came.value === 'published' ? 'published' : 'was published before with the same content'}.`,
      )
      const kept = new Set((await mediaSizes(store.database, mediaNames(definition))).keys())
      for (const line of mediaLines(definition, kept, 'kept here')) print(terminal, line)
    }),
})

/** How many of the recordings and pictures that a questionnaire names are there; the device's voice reads what is not, and a label stands alone. */
function mediaLines(definition: Questionnaire, there: ReadonlySet<string>, where: string): readonly string[] {
  const told = (what: string, names: ReadonlySet<string>, otherwise: string): readonly string[] => {
    const found = [...names].filter((name) => there.has(name)).length
    if (names.size === 0) return []
    return [`${what}: ${found} of ${names.size} ${where}.${found < names.size ? ` ${otherwise}` : ''}`]
  }
  return [
    ...told('Recordings', soundNames(definition), 'Where one is missing, the device’s own voice reads, if it has one.'),
    ...told('Pictures', pictureNames(definition), 'Where one is missing, the label stands alone.'),
  ]
}

/** The warnings that stand, each with its reason; a reason for what nobody warns of is refused. */
function acceptedBy(reasons: readonly string[], definition: Questionnaire): Readonly<Record<string, string>> {
  const warnings = findings(definition, readDefinition, screenWords).filter(({ severity }) => severity === 'warning')
  const entries = reasons.flatMap((text) => {
    const [, rule = '', path, why = ''] = /^([a-z_]+)(?:@([^=]+))?=(.*)$/s.exec(text) ?? []
    if (why.trim() === '') throw new UsageRefused(`--reason "${text}" is not RULE=WHY or RULE@PATH=WHY`)
    const meant = warnings.filter((warning) => warning.rule === rule && (path === undefined || warning.path === path))
    if (meant.length === 0) throw new UsageRefused(`--reason "${text}": nothing is warned of by that name`)
    return meant.map((warning) => [findingKey(warning), why.trim()] as const)
  })
  return Object.fromEntries(entries)
}

function notPublished(path: string, definition: Questionnaire, failure: NotPublished): Error {
  if (failure.code === 'version-taken') return versionTaken(path, definition)
  if (failure.code === 'unapproved')
    return new CommandFailed(
      `${path}: somebody else has to approve this. Begin a design from the file in the administration, let them approve it there, and publish again.`,
    )
  const lines = failure.findings.map((finding) => `  ${finding.path}: ${findingText('en', finding)} (${finding.rule})`)
  return new CommandFailed(
    failure.code === 'warnings'
      ? [`${path}: worth a second look; change it, or say why it stands with --reason RULE=WHY:`, ...lines].join('\n')
      : [`${path}: this breaks rules:`, ...lines].join('\n'),
  )
}

export const questionnaires: CommandGroup = {
  description: 'The instruments',
  commands: {
    list,
    shipped: shippedIn('questionnaire'),
    take: takeCommand('questionnaire'),
    check,
    compare,
    publish,
    import: importCommand,
    export: exportCommand,
    schema: schemaCommand,
  },
}
