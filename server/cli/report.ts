import { localeOf, languages } from '../../client/text/languages'
import { officeWords } from '../../client/text/office'
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
      print(terminal, reportText({ record, questionnaire, results, language: args.language }))
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
  readonly language: string
}

/** Results for reading: the indicators in all, then the headline of blocks, parts and agencies. */
function reportText({ record, questionnaire, results, language }: Report): string {
  const words = language === 'en' ? english : vietnamese
  const view: View = { words, number: numbersIn(language), threshold: record.campaign.threshold }
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
    ...(campaign.synthetic ? [words.synthetic] : []),
    `${questionnaire.id} ${questionnaire.version}, ${words.responses.toLowerCase()}: ${view.number.count(results.total.responses)}`,
    '',
    grid(
      [words.indicator, ...words.figures],
      rolledUp.map((node) => [labels.get(node.code) ?? node.code, ...figures(view, node)]),
      1,
    ),
    '',
    ...section(
      [words.block, words.responses, ...words.figures],
      results.blocks.map((block) => [block.code, view.number.count(block.responses), ...ofGroup(block.nodes)]),
      1,
    ),
    ...section(
      [words.part, words.responses, ...words.figures],
      (results.parts ?? []).map((part) => [part.code, view.number.count(part.responses), ...ofGroup(part.nodes)]),
      1,
    ),
    grid(
      [words.rank, words.code, words.agency, words.responses, ...words.figures],
      agencies.map(({ rank, code, name, responses, nodes }) => [
        rank === null ? '' : String(rank),
        code,
        name,
        view.number.count(responses),
        ...ofGroup(nodes),
      ]),
      3,
    ),
  ].join('\n')
}

type View = {
  readonly words: typeof vietnamese | typeof english
  readonly number: ReturnType<typeof numbersIn>
  readonly threshold: number
}

/** Share, level and base; a withheld figure says why in the place of both. */
function figures({ words, number, threshold }: View, node: NodeResult | undefined): readonly string[] {
  if (!node) return ['', '', '', '', '']
  const withheld = node.withheld === 'small' ? words.small.replace('{threshold}', String(threshold)) : words.none
  if (node.withheld) return [withheld, '', '', '', number.count(node.base)]
  return [...figure(number, node.share), ...figure(number, node.level), number.count(node.base)]
}

const figure = ({ percent }: View['number'], found: Figure | null): readonly string[] => [
  found?.value == null ? '–' : percent(found.value),
  found?.interval ? `${percent(found.interval[0])} – ${percent(found.interval[1])}` : '',
]

function numbersIn(language: string) {
  const locale = localeOf(language)
  const percent = new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 2, maximumFractionDigits: 2 })
  const count = new Intl.NumberFormat(locale)
  return { percent: (share: number) => percent.format(share), count: (value: number) => count.format(value) }
}

function section(header: readonly string[], rows: readonly (readonly string[])[], firstNumber: number): readonly string[] {
  return rows.length === 0 ? [] : [grid(header, rows, firstNumber), '']
}

const grid = (header: readonly string[], rows: readonly (readonly string[])[], firstNumber: number): string =>
  table(
    [header, ...rows],
    header.flatMap((_, column) => (column >= firstNumber ? [column] : [])),
  )

const vietnamese = {
  synthetic: 'DỮ LIỆU MẪU – không phải kết quả khảo sát thật',
  responses: 'Số phiếu',
  indicator: 'Chỉ số',
  block: 'Khối',
  part: 'Phần',
  rank: 'Hạng',
  code: 'Mã',
  agency: 'Cơ quan',
  figures: ['Tỷ lệ hài lòng', 'KTC 95%', 'Mức độ hài lòng', 'KTC 95%', 'Số câu trả lời'],
  small: 'chưa đủ {threshold} phiếu',
  none: 'chưa có phiếu',
} as const

const english = {
  synthetic: 'SAMPLE DATA – not the results of a real survey',
  responses: 'Responses',
  indicator: 'Indicator',
  block: 'Block',
  part: 'Part',
  rank: 'Rank',
  code: 'Code',
  agency: 'Agency',
  figures: ['Share satisfied', '95% CI', 'Level', '95% CI', 'Base'],
  small: 'fewer than {threshold} responses',
  none: 'no responses',
} as const
