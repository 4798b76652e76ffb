import { exportWords } from '../../client/text/files'
import { type Language, languages } from '../../client/text/languages'
import { isShown, type Numbers, numbersOf } from '../../client/text/numbers'
import { officeWords, type Say } from '../../client/text/office'
import { channels } from '../../surveys/fielding/campaign'
import type { Figure, NodeResult } from '../../surveys/figures/results'
import { headlineOf, nodeLabels } from '../../surveys/instrument/indicators'
import { localised } from '../../surveys/instrument/language'
import type { Questionnaire } from '../../surveys/instrument/schema'
import type { CampaignRecord } from '../db/campaigns'
import { type Filter, readFilter } from '../reading/filter'
import { type Cut, readResults, type Results } from '../reading/results'
import { command, CommandFailed, UsageRefused } from './command'
import { formatOption, print, printJson, table } from './output'
import { campaignNamed, withStore } from './store'

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
    language: { type: 'enum', options: [...languages], default: 'vi', description: 'Language of names and words' },
    format: formatOption,
  },
  run: (terminal, args) =>
    withStore(terminal, async (store) => {
      const record = await campaignNamed(store, args.campaign)
      const results = await readResults(store, record, filterOf(record, args), args.language, cutOf(args.by))
      if (args.format === 'json') return printJson(terminal, results)
      const { questionnaire } = await store.questionnaires.get(record.campaign.questionnaire, record.campaign.version)
      print(terminal, reportText({ record, questionnaire, results, language: args.language, cut: cutOf(args.by) }))
    }),
})

function filterOf(record: CampaignRecord, wanted: Wanted): Filter {
  const reading = readFilter(record, (name) => wanted[name])
  if (reading.ok) return reading.filter
  const { code, field, word, values } = reading.refusal
  const sentence = `--${field}: ${officeWords('en')(word, values)}`
  throw code === 'query_invalid' ? new UsageRefused(sentence) : new CommandFailed(sentence)
}

const cutOf = (by: string | undefined): Cut | undefined => (by === 'month' || by === 'channel' ? by : undefined)

type Report = {
  readonly record: CampaignRecord
  readonly questionnaire: Questionnaire
  readonly results: Results
  readonly language: Language
  readonly cut: Cut | undefined
}

/** Results for reading: the indicators in all, then the headline of blocks, parts and agencies. */
function reportText({ record, questionnaire, results, language, cut }: Report): string {
  const [say, ofFiles, numbers] = [officeWords(language), exportWords(language), numbersOf(language)]
  const view: View = { say, numbers, threshold: record.campaign.threshold }
  const headings = [say('share'), say('interval'), say('level'), say('interval'), ofFiles('base')]
  const { campaign } = record
  const labels = nodeLabels(questionnaire, language)
  const headline = headlineOf(questionnaire)
  const ofGroup = (nodes: readonly NodeResult[]): readonly string[] =>
    figures(
      view,
      nodes.find(({ code }) => code === headline),
    )
  const rolledUp = results.total.nodes.filter(({ kind }) => kind !== 'item' && kind !== 'option')
  const agencies = [...results.agencies].sort((a, b) =>
    a.block < b.block ? -1 : a.block > b.block ? 1 : (a.rank ?? Infinity) - (b.rank ?? Infinity) || (a.code < b.code ? -1 : 1),
  )
  return [
    `${localised(campaign.title, language)} (${campaign.code}), ${campaign.opensOn} – ${campaign.closesOn}`,
    ...(campaign.synthetic ? [`${ofFiles('synthetic')}: ${ofFiles('syntheticMeans')}`] : []),
    `${questionnaire.id} ${questionnaire.version}, ${say('responses').toLowerCase()}: ${numbers.count(results.total.responses)}`,
    '',
    grid(
      [ofFiles('label'), ...headings],
      rolledUp.map((node) => [labels.get(node.code) ?? node.code, ...figures(view, node)]),
      1,
    ),
    '',
    ...section(
      [say('block'), say('responses'), ...headings],
      results.blocks.map((block) => [block.code, numbers.count(block.responses), ...ofGroup(block.nodes)]),
      1,
    ),
    ...section(
      [say(cut ?? 'everything'), say('responses'), ...headings],
      (results.parts ?? []).map((part) => [part.code, numbers.count(part.responses), ...ofGroup(part.nodes)]),
      1,
    ),
    grid(
      [say('rank'), say('code'), say('agency'), say('responses'), ...headings],
      agencies.map(({ rank, code, name, responses, nodes }) => [
        rank === null ? '' : String(rank),
        code,
        name,
        numbers.count(responses),
        ...ofGroup(nodes),
      ]),
      3,
    ),
  ].join('\n')
}

type View = {
  readonly say: Say
  readonly numbers: Numbers
  readonly threshold: number
}

/** Share, level and base; a withheld figure says why in the place of both. */
function figures({ say, numbers, threshold }: View, node: NodeResult | undefined): readonly string[] {
  if (!node) return ['', '', '', '', '']
  const withheld = node.withheld === 'small' ? say('small', { n: String(threshold) }) : say('noAnswers')
  if (node.withheld) return [withheld, '', '', '', numbers.count(node.base)]
  return [...figure(numbers, node.share), ...figure(numbers, node.level), numbers.count(node.base)]
}

const figure = (numbers: Numbers, found: Figure | null): readonly string[] => [
  isShown(found) ? numbers.figure(found.value, 'percent', 2) : '–',
  found?.interval ? numbers.range(found.interval, 'percent', 2) : '',
]

function section(header: readonly string[], rows: readonly (readonly string[])[], firstNumber: number): readonly string[] {
  return rows.length === 0 ? [] : [grid(header, rows, firstNumber), '']
}

const grid = (header: readonly string[], rows: readonly (readonly string[])[], firstNumber: number): string =>
  table(
    [header, ...rows],
    header.flatMap((_, column) => (column >= firstNumber ? [column] : [])),
  )
