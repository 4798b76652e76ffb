import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type FieldReader, fieldText } from '../../client/text/fields'
import { blockName, exportWords, type FilesSay } from '../../client/text/files'
import { type Language, languages } from '../../client/text/languages'
import { type Numbers, numbersOf } from '../../client/text/numbers'
import { officeWords } from '../../client/text/office'
import { channels } from '../../surveys/fielding/campaign'
import type { GroupResult } from '../../surveys/figures/results'
import { fewestADay } from '../../surveys/figures/sums'
import {
  type FieldName,
  fieldNames,
  type FigureFields,
  type FigureGroups,
  type FigureNode,
  type FigureOf,
  figureRow,
  publishedResults,
} from '../../surveys/figures/row'
import { asideLines } from '../../surveys/figures/profile-row'
import { headlineOf, nodeLabels } from '../../surveys/instrument/indicators'
import { localised } from '../../surveys/instrument/language'
import { itemsById } from '../../surveys/instrument/questionnaire'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { doerOf } from '../access/permission'
import { atCommandLine } from '../acts/act'
import { note } from '../log/note'
import type { CampaignRecord } from '../db/campaigns'
import { contentOf, encoderFor, endingsOf, packEncoders, readFilterFor } from '../files/export'
import type { ContentName, WantedFile } from '../files/facts'
import { asideRowsIn } from '../files/figure-lines'
import { type Filter, keptSince } from '../reading/filter'
import { pickedOf, readReleased, type ReleasedView } from '../reading/released'
import { readRates } from '../reading/dossiers'
import { type Cut, readResults } from '../reading/results'
import { besideResults } from '../reading/results-shape'
import { isReportable, type WantedReport } from '../report/facts'
import { isReportFormat, reportBytes, type ReportFormat, reportFormats } from '../report/write'
import { command, CommandFailed, UsageRefused } from './command'
import { formatOption, json, table, tell } from './output'
import { campaignNamed, type Store, withStore } from './store'

type Wanted = Readonly<Record<keyof Filter, string | undefined>>

export const report = command({
  description: 'Results of a campaign, per agency, block and in all',
  args: {
    campaign: { type: 'string', description: 'The campaign', required: true },
    agency: { type: 'string', description: 'Only this agency' },
    block: { type: 'string', description: 'Only this block' },
    from: { type: 'string', description: 'First month, YYYY-MM' },
    to: { type: 'string', description: 'Last month, YYYY-MM' },
    channel: { type: 'string', description: `Only this channel: ${channels.join(', ')}` },
    service: { type: 'string', description: 'Only this service, in campaigns that keep services apart' },
    touchpoint: { type: 'string', description: 'Only this touchpoint, in campaigns that keep touchpoints apart' },
    by: { type: 'enum', options: ['month', 'channel'], description: 'Cut the same responses a second time' },
    released: { type: 'boolean', description: 'What may leave, as of the last night; of the filters it takes --agency alone' },
    language: { type: 'enum', options: [...languages], default: 'vi', description: 'Language of names and words' },
    format: { ...formatOption, options: [...formatOption.options, ...endingsOf('released'), ...reportFormats] },
    output: { type: 'string', description: 'A file; without it the output' },
  },
  run: (terminal, args) =>
    withStore(terminal, async (store) => {
      const record = await campaignNamed(store, args.campaign)
      const name = args.released ? 'released' : 'results'
      const cut = cutOf(args.by)
      if (args.released && cut) throw new UsageRefused(`--by: ${officeWords('en')('releasedUnfiltered')}`)
      const wanted = { record, filter: filterOf(name, record, args), language: args.language }
      const paper = isReportFormat(args.format) ? args.format : undefined
      if (paper && cut) throw new UsageRefused('--by: a report for paper is not cut a second time')
      const encoder = encoderFor(name, args.format)
      if (!encoder && Object.hasOwn(packEncoders, args.format))
        throw new UsageRefused('--format zip: a data package is of what is released; say --released too')
      if (encoder || paper) await note(store, doerOf(atCommandLine()), 'files.fetch', args.campaign, { content: name, format: args.format })
      const bytes = paper
        ? await signedReport(store, { ...wanted, of: args.released ? 'released' : 'working' }, paper)
        : encoder
          ? encoder.write(await contentOf(store, name, wanted))
          : await (args.released ? releasedReport(store, wanted, args.format) : workingReport(store, wanted, args.format, cut))
      if (args.output === undefined) return pipeline(Readable.from(bytes), terminal.out, { end: false })
      await pipeline(Readable.from(bytes), createWriteStream(args.output))
      tell(terminal, `${args.output}: written.`)
    }),
})

type Asked = WantedFile & { readonly language: Language }

/** The report that is signed, as the office has set it. */
async function signedReport(store: Store, wanted: WantedReport, format: ReportFormat): Promise<AsyncGenerator<Uint8Array>> {
  if (!(await isReportable(store, wanted.record)))
    throw new CommandFailed(`campaign "${wanted.record.campaign.code}": its questionnaire has no indicators to report on`)
  return reportBytes(store, wanted, format)
}

async function workingReport(
  store: Store,
  { record, filter, language }: Asked,
  format: string,
  cut: Cut | undefined,
): Promise<readonly string[]> {
  const results = await readResults(store, record, filter, language, cut)
  const { questionnaire } = await store.questionnaires.get(record.campaign.questionnaire, record.campaign.version)
  if (format === 'json')
    return [json({ ...publishedResults(questionnaire, results), ...besideResults(await readRates(store, record, filter)) })]
  return [`${reportText({ record, questionnaire, results, language, cut, about: keptLines(record, filter, language) })}\n`]
}

async function releasedReport(store: Store, { record, filter, language }: Asked, format: string): Promise<readonly string[]> {
  const results = pickedOf(await readReleased(store, record, language), filter)
  if (format === 'json') return [json(results)]
  const { questionnaire } = await store.questionnaires.get(record.campaign.questionnaire, record.campaign.version)
  const say = exportWords(language)
  const about = [
    `${say('releasedSheet')}. ${say('night')} ${results.asOf ?? say('nightNone')}`,
    say('releasedMeans', { n: String(record.campaign.threshold) }),
    say('waitingMeans', { waiting: String(results.total.waiting), n: String(record.campaign.threshold) }),
    ...keptLines(record, filter, language),
  ]
  const text = reportText({ record, questionnaire, results, language, cut: undefined, about })
  return [`${[text, ...commentsText({ record, questionnaire, results, language })].join('\n')}\n`]
}

const keptLines = (...asked: Parameters<typeof keptSince>): readonly string[] => [keptSince(...asked) ?? []].flat()

/** What people wrote, as far as it is released. */
function commentsText({
  questionnaire,
  results,
  language,
}: Omit<Report, 'cut' | 'about' | 'results'> & { readonly results: ReleasedView }): readonly string[] {
  const say = exportWords(language)
  const questions = itemsById(questionnaire)
  const groups = [
    ...results.agencies.map(({ name, comments }) => ({ name, comments })),
    ...results.blocks.map(({ code, comments }) => ({ name: blockName(say, code), comments })),
    { name: say('total'), comments: results.total.comments },
  ]
  return groups.flatMap(({ name, comments }) =>
    comments.flatMap(({ item, texts }) =>
      texts.length === 0
        ? []
        : [
            '',
            `${name}: ${localised(questions.get(item)?.text ?? {}, language, questionnaire.languages)}`,
            ...texts.map((text) => `- ${text.replace(/\s+/g, ' ')}`),
          ],
    ),
  )
}

function filterOf(name: ContentName, record: CampaignRecord, wanted: Wanted): Filter {
  const reading = readFilterFor(name, record, (field) => wanted[field])
  if (reading.ok) return reading.filter
  const { code, field, word, values } = reading.refusal
  const sentence = `--${field}: ${officeWords('en')(word, values)}`
  throw code === 'query_invalid' ? new UsageRefused(sentence) : new CommandFailed(sentence)
}

const cutOf = (by: string | undefined): Cut | undefined => (by === 'month' || by === 'channel' ? by : undefined)

type Report = {
  readonly record: CampaignRecord
  readonly questionnaire: Questionnaire
  readonly results: FigureGroups
  readonly language: Language
  readonly cut: Cut | undefined
  /** What stands under the title. */ readonly about: readonly string[]
}

/** Results for reading: every indicator in all, then the headline of blocks, parts and agencies. */
function reportText({ record, questionnaire, results, language, cut, about }: Report): string {
  const [say, ofFiles, numbers] = [officeWords(language), exportWords(language), numbersOf(language)]
  const { campaign } = record
  const view: View = { say: ofFiles, language, questionnaire, threshold: campaign.threshold }
  const labels = nodeLabels(questionnaire, language)
  const headline = headlineOf(questionnaire)
  const rowOf = (node: FigureNode, rest: Pick<FigureOf, 'agency' | 'mean'> = {}): FigureFields =>
    figureRow({ questionnaire, node, label: labels.get(node.code) ?? node.code, headline, ...rest })
  const meanOf = ({ meanOfAgencies }: Pick<GroupResult, 'meanOfAgencies'>, node: FigureNode) =>
    meanOfAgencies.find(({ code }) => code === node.code)
  const head = (nodes: readonly FigureNode[]): readonly FigureNode[] => nodes.filter(({ code }) => code === headline).slice(0, 1)
  const agencies = [...results.agencies].sort((a, b) =>
    a.block < b.block ? -1 : a.block > b.block ? 1 : (a.rank ?? Infinity) - (b.rank ?? Infinity) || (a.code < b.code ? -1 : 1),
  )
  const responses = (n: number): string => numbers.count(n)
  return [
    `${localised(campaign.title, language)} (${campaign.code}), ${campaign.opensOn} – ${campaign.closesOn}`,
    ...(campaign.synthetic ? [`${ofFiles('synthetic')}: ${ofFiles('syntheticMeans')}`] : []),
    ...about,
    `${questionnaire.id} ${questionnaire.version}, ${say('responses').toLowerCase()}: ${numbers.count(results.total.responses)}`,
    '',
    ...section(
      view,
      [],
      results.total.nodes.map((node) => ({ own: [], row: rowOf(node, { mean: meanOf(results.total, node) }) })),
    ),
    ...asideText(view, results),
    ...section(
      view,
      [say('block'), say('responses')],
      results.blocks.flatMap((block) =>
        head(block.nodes).map((node) => ({
          own: [block.code, responses(block.responses)],
          row: rowOf(node, { mean: meanOf(block, node) }),
        })),
      ),
    ),
    ...section(
      view,
      [say(cut ?? 'everything'), say('responses')],
      (results.parts ?? []).flatMap((part) =>
        head(part.nodes).map((node) => ({ own: [part.code, responses(part.responses)], row: rowOf(node) })),
      ),
    ),
    ...section(
      view,
      [say('code'), say('agency'), say('responses')],
      agencies.flatMap((agency) =>
        head(agency.nodes).map((node) => ({
          own: [agency.code, agency.name, responses(agency.responses)],
          row: rowOf(node, { agency }),
        })),
      ),
    ),
    ...methodsText(
      [
        ...results.total.nodes,
        ...(results.total.profile ?? []).flatMap((profiled) => asideLines(questionnaire, profiled)),
        ...[...results.blocks, ...(results.parts ?? []), ...agencies].flatMap(({ nodes }) => head(nodes)),
      ],
      say,
      numbers,
    ),
  ]
    .slice(0, -1)
    .join('\n')
}

/** Below what is said of everything the figures of the questions that no indicator stands on. */
function asideText(view: View, { total }: FigureGroups): readonly string[] {
  const lines = asideRowsIn(view)(total).map((row) => ({ own: [], row }))
  return lines.length === 0 ? [] : [`${view.say('aside')}:`, ...section(view, [], lines)]
}

/** What the intervals above are. */
function methodsText(
  nodes: readonly Pick<FigureNode, 'intervalMethod'>[],
  say: ReturnType<typeof officeWords>,
  { count }: Numbers,
): readonly string[] {
  const methods = [...new Set(nodes.flatMap(({ intervalMethod }) => intervalMethod ?? []))]
  if (methods.length === 0) return []
  const isWorking = methods.some((method) => !method.endsWith('-bound'))
  return [...methods.map((method) => say(`method_${method}`)), ...(isWorking ? [say('daysRule', { n: count(fewestADay) })] : []), '']
}

type View = FieldReader & { readonly say: FilesSay }

/** The columns of a table of figures, numbers to the right; one that is empty in every row is left out. */
const columns = [
  { name: 'rank', title: (say: FilesSay) => say('rank'), side: 'right' },
  { name: 'rankInterval', title: (say: FilesSay) => say('rankRange'), side: 'right' },
  { name: 'tier', title: (say: FilesSay) => say('tier'), side: 'right' },
  { name: 'node', title: (say: FilesSay) => say('node'), side: 'left' },
  { name: 'label', title: (say: FilesSay) => say('label'), side: 'left' },
  { name: 'value', title: (say: FilesSay) => say('value'), side: 'right' },
  { name: 'interval', title: (say: FilesSay) => `${say('value')}: ${say('intervals')}`, side: 'right' },
  { name: 'method', title: (say: FilesSay) => say('intervalMethod'), side: 'left' },
  { name: 'share', title: (say: FilesSay) => say('share'), side: 'right' },
  { name: 'shareInterval', title: (say: FilesSay) => `${say('share')}: ${say('intervals')}`, side: 'right' },
  { name: 'level', title: (say: FilesSay) => say('degree'), side: 'right' },
  { name: 'levelInterval', title: (say: FilesSay) => `${say('degree')}: ${say('intervals')}`, side: 'right' },
  { name: 'persons', title: (say: FilesSay) => say('persons'), side: 'right' },
  { name: 'effectivePersons', title: (say: FilesSay) => say('effectivePersons'), side: 'right' },
  { name: 'base', title: (say: FilesSay) => say('base'), side: 'right' },
  { name: 'grade', title: (say: FilesSay) => say('grade'), side: 'left' },
  { name: 'target', title: (say: FilesSay) => say('target'), side: 'right' },
  { name: 'reached', title: (say: FilesSay) => say('reached'), side: 'left' },
  { name: 'mean', title: (say: FilesSay) => say('mean'), side: 'right' },
  { name: 'agencies', title: (say: FilesSay) => say('meanOf'), side: 'right' },
  { name: 'tree', title: (say: FilesSay) => say('tree'), side: 'left' },
  { name: 'kind', title: (say: FilesSay) => say('kind'), side: 'left' },
  { name: 'formula', title: (say: FilesSay) => say('formula'), side: 'left' },
  { name: 'rollUp', title: (say: FilesSay) => say('rollUp'), side: 'left' },
] as const

type ColumnName = (typeof columns)[number]['name']

/** In which column each field stands; the unit goes with the value, and why there is none in its place. */
const columnOf: Readonly<Record<FieldName, ColumnName>> = {
  rank: 'rank',
  ranked: 'rank',
  rankBest: 'rankInterval',
  rankWorst: 'rankInterval',
  tier: 'tier',
  tree: 'tree',
  node: 'node',
  label: 'label',
  kind: 'kind',
  persons: 'persons',
  effectivePersons: 'effectivePersons',
  base: 'base',
  withheld: 'value',
  shown: 'value',
  value: 'value',
  unit: 'value',
  intervalLow: 'interval',
  intervalHigh: 'interval',
  intervalMethod: 'method',
  share: 'share',
  shareLow: 'shareInterval',
  shareHigh: 'shareInterval',
  level: 'level',
  levelLow: 'levelInterval',
  levelHigh: 'levelInterval',
  grade: 'grade',
  target: 'target',
  reached: 'reached',
  meanOfAgencies: 'mean',
  agenciesInMean: 'agencies',
  formula: 'formula',
  rollUp: 'rollUp',
}

/** The text of a column: its fields' texts, both ends of an interval and a rank and how many there are joined. */
function cellText(view: View, row: FigureFields, column: ColumnName): string {
  const [first = '', second = ''] = fieldNames
    .filter((name) => columnOf[name] === column && !inValue.has(name) && (name !== 'ranked' || row.rank.value !== null))
    .flatMap((name) => fieldText(view, row, name) ?? [])
  if (second === '') return first
  return column === 'rank' ? `${first}/${second}` : `${first}–${second}`
}

/** What the text of the value says already. */
const inValue: ReadonlySet<FieldName> = new Set(['shown', 'unit'])

type Line = { readonly own: readonly string[]; readonly row: FigureFields }

/** Without these a table would not say what it lacks. */
const always: ReadonlySet<ColumnName> = new Set(['value', 'share', 'level'])

/** A table of figures with a line below it; nothing where there are none. */
function section(view: View, heads: readonly string[], lines: readonly Line[]): readonly string[] {
  if (lines.length === 0) return []
  const cells = lines.map(({ row }) => columns.map(({ name }) => cellText(view, row, name)))
  const kept = columns.flatMap(({ name, title, side }, place) =>
    always.has(name) || cells.some((line) => line[place] !== '') ? [{ title, side, place }] : [],
  )
  const rows = lines.map(({ own }, line) => [...own, ...kept.map(({ place }) => cells[line]?.[place] ?? '')])
  const right = kept.flatMap(({ side }, column) => (side === 'right' ? [heads.length + column] : []))
  return [
    table([[...heads, ...kept.map(({ title }) => title(view.say))], ...rows], heads.length === 0 ? right : [heads.length - 1, ...right]),
    '',
  ]
}
