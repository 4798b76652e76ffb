import { createAssessment } from '../acts/assessments'
import { listAssessments } from '../db/assessments'
import { publishedVersions } from '../db/questionnaires'
import { listAgencies } from '../db/agencies'
import { assessmentSeen, readAssessment } from '../reading/assessments'
import { readCountedScores, readScoreIntervals } from '../reading/rated-scores'
import { takenUp } from './catalogue'
import { command, CommandFailed, type CommandGroup } from './command'
import { formatOption, print, printJson, printRows } from './output'
import { refusalOf } from './sentences'
import { acting, type Store, withStore } from './store'

const list = command({
  description: 'Every assessment, the latest period first',
  args: { format: formatOption },
  run: (terminal, { format }) =>
    withStore(terminal, async ({ database }) => {
      const rows = (await listAssessments(database)).map(({ code, title, set, from, to, selfDue, lookDue, status }) => ({
        code,
        title: title['vi'] ?? '',
        set: set.id,
        version: set.version,
        from,
        to,
        self_due: selfDue,
        look_due: lookDue,
        status,
      }))
      printRows(terminal, format, rows, 'There are no assessments yet; "assessments create --help" tells how to plan one.')
    }),
})

const create = command({
  description: 'Plan an assessment: a published indicator set, whole months, some agencies; it is opened on its page',
  args: {
    code: { type: 'string', description: 'Its name in addresses and files, such as par-2026', required: true },
    title: { type: 'string', description: 'Title in Vietnamese', required: true },
    'title-en': { type: 'string', description: 'Title in English' },
    set: { type: 'string', description: 'The indicator set, such as par-index', required: true },
    version: { type: 'string', description: 'Version of the set; without it the newest' },
    from: { type: 'string', description: 'First month, YYYY-MM', required: true },
    to: { type: 'string', description: 'Last month, YYYY-MM', required: true },
    'self-due': { type: 'string', description: 'Last local day on which agencies hand in, YYYY-MM-DD', required: true },
    'look-due': { type: 'string', description: 'Last local day on which they ask for a second look, YYYY-MM-DD', required: true },
    agencies: { type: 'string', description: 'Codes separated by commas, or block:CODE for all of a block', required: true },
    source: { type: 'string', description: 'What is drawn from where: "campaign QUESTIONNAIRE=CAMPAIGN" or "assessment SET=ASSESSMENT"' },
  },
  run: (terminal, args, repeated) =>
    withStore(terminal, async (store) => {
      await takenUp(store, 'indicator-set', args.set)
      const known = await listAgencies(store.database)
      const named = repeated('agencies').flatMap((one) =>
        one.startsWith('block:') ? known.filter(({ block }) => block === one.slice('block:'.length)).map(({ code }) => code) : [one],
      )
      const came = await acting(store, createAssessment, {
        code: args.code,
        title: args.title,
        title_en: args['title-en'] ?? '',
        set: args.version === undefined ? await newestOf(store, args.set) : `${args.set} ${args.version}`,
        from: args.from,
        to: args.to,
        self_due: args['self-due'],
        look_due: args['look-due'],
        agencies: named,
        sources: Object.fromEntries(repeated('source').map((one) => [one.slice(0, one.indexOf('=')), one.slice(one.indexOf('=') + 1)])),
      })
      if (came.kind === 'failed') throw refusalOf(came.failure.problems)
      print(terminal, `Assessment "${came.value}" of ${named.length} agencies is planned; it is opened on its page.`)
    }),
})

/** A set in the newest version that is published, as a draft names it; the bare name where there is no such set. */
async function newestOf({ database }: Store, set: string): Promise<string> {
  const versions = (await publishedVersions(database)).flatMap(({ id, version }) => (id === set ? [version] : []))
  return versions.length === 0 ? set : `${set} ${Math.max(...versions)}`
}

const compute = command({
  description: 'What an assessment comes to for each agency: what stands, what agencies say themselves, ranks, and what is missing',
  args: { code: { type: 'positional', description: 'The assessment', required: true }, format: formatOption },
  run: (terminal, { code, format }) =>
    withStore(terminal, async (store) => {
      const reading = await readAssessment(store, code)
      if (!reading) throw new CommandFailed(`There is no assessment with the code "${code}"; "assessments list" shows all.`)
      const made = assessmentSeen(reading, 'everywhere', { language: 'vi', standing: await readCountedScores(store, reading) })
      if (format === 'json') return printJson(terminal, made)
      const rows = made.agencies.map(({ code: agency, name, block, stage, rank, ranked, nodes }) => {
        const head = nodes.find((node) => node.code === made.headline)
        return {
          code: agency,
          name,
          block,
          stage,
          value: head?.shown ?? null,
          self: head?.self ?? null,
          maximum: head?.maximum ?? null,
          base: head?.base ?? null,
          persons: head?.persons ?? null,
          grade: head?.grade ?? null,
          rank: rank === null ? null : `${rank}/${ranked}`,
          there: head ? `${head.there}/${head.wanted}` : null,
        }
      })
      return printRows(terminal, format, rows, 'It assesses no agencies.')
    }),
})

const noScores = {
  unknown: 'There is no assessment with that code; "assessments list" shows all.',
  'no-campaign': 'It draws from no campaign, so that nobody was asked.',
  'several-campaigns': 'It draws from several campaigns, whose persons nobody can draw together.',
  'not-single': 'Some figure that it draws does not stand on one question, so that no single answer tells of it.',
} as const

const intervals = command({
  description:
    'How far the headline of each agency scatters over the persons who were asked, each with all agencies that they rated: 95 % by drawing persons anew, from all responses, for inside',
  args: { code: { type: 'positional', description: 'The assessment', required: true }, format: formatOption },
  run: (terminal, { code, format }) =>
    withStore(terminal, async (store) => {
      const found = await readScoreIntervals(store, code)
      if (typeof found === 'string') throw new CommandFailed(noScores[found])
      const rows = found.map(({ agency, persons, value, interval }) => ({
        code: agency,
        persons,
        value: value ?? null,
        low: interval?.[0] ?? null,
        high: interval?.[1] ?? null,
      }))
      return printRows(terminal, format, rows, 'It assesses no agencies.')
    }),
})

export const assessmentCommands: CommandGroup = {
  description: 'Indicator sets fielded for a period: numbers of agencies, what was verified, what it comes to',
  commands: { list, create, compute, intervals },
}
