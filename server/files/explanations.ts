import { exportWords, type FilesSay } from '../../client/text/files'
import type { ResponseRates } from '../../surveys/fielding/dossiers'
import { fewestADay } from '../../surveys/figures/sums'
import { poolNeeds } from '../../surveys/figures/comments'
import { headlineOf, nodeLabels } from '../../surveys/instrument/indicators'
import { localised } from '../../surveys/instrument/language'
import { askedAlone, type Item } from '../../surveys/instrument/item'
import { items } from '../../surveys/instrument/questionnaire'
import { keepings } from '../../surveys/instrument/questions/keepings'
import type { LocalText, Option } from '../../surveys/instrument/schema'
import { asksAside } from '../../surveys/figures/profile'
import { type AsideLine, asideLines } from '../../surveys/figures/profile-row'
import type { FigureGroups, FigureNode } from '../../surveys/figures/row'
import { tallyLayoutOf } from '../db/questionnaires'
import { keptSince } from '../reading/filter'
import type { ReleasedView } from '../reading/released'
import { type CodedItem, codingOf, workedLabel } from './coded'
import { type Cell, type Document, onePage, type Sheet, type Table } from './document'
import { type Facts, markColumns, marksOf, partWords, titleOf } from './facts'

/** What every column and code of the campaign's answers means, in Vietnamese and English. */
export function codebook(facts: Facts): Sheet {
  const say = exportWords(facts.language)
  const rows = codebookRows(facts).map((row) => [
    row.item,
    row.section,
    row.type,
    say(row.required),
    row.text_vi,
    row.text_en,
    row.scale,
    row.option,
    row.option_vi,
    row.option_en,
    row.kind,
    row.score,
    row.positive && say(row.positive),
    row.variable,
    row.value,
    ...marksOf(facts, say),
  ])
  return { name: say('codebook'), columns: columnsOf(facts, say), pages: onePage(rows) }
}

/** The same as one table, for programs. */
export function codebookTable(facts: Facts): Table {
  const marks = facts.record.campaign.synthetic ? { synthetic: 'synthetic' } : {}
  const rows = codebookRows(facts).map((row) => ({ ...row, ...marks }))
  return { columns: Object.keys(rows[0] ?? {}), pages: onePage(rows.map((row): readonly Cell[] => Object.values(row))) }
}

/** The codebook alone, of a campaign that need not have answers yet. */
export const codebookDocument = (_: unknown, facts: Facts): Document => ({
  title: titleOf(facts),
  table: codebookTable(facts),
  sheets: [codebook(facts), methodOfResponses(facts)],
})

/** How many lines a codebook has. */
export const codebookLength = ({ questionnaire }: Pick<Facts, 'questionnaire'>): number =>
  items(questionnaire).reduce((sum, item) => sum + optionsOf(item).length, questionnaire.computed?.length ?? 0)

/** A line for each option, and one for an item without a scale; what programs of statistics call its variable and its value too. */
export function codebookRows({ questionnaire, language }: Facts) {
  const texts = (text: LocalText, of: 'vi' | 'en'): string => localised(text, of, questionnaire.languages)
  const { items: coded, worked: derived } = codingOf(questionnaire, language)
  const asked = items(questionnaire).flatMap((item) =>
    optionsOf(item).map((option) => {
      const coding = coded.get(item.id)
      return {
        item: item.id,
        section: localised(item.section.title, language, questionnaire.languages),
        type: item.question.type,
        required: item.question.required ? ('yes' as const) : ('no' as const),
        text_vi: askedAlone(item, 'vi', questionnaire.languages),
        text_en: askedAlone(item, 'en', questionnaire.languages),
        scale: item.scale?.id ?? rangeOf(item),
        option: option?.code ?? null,
        option_vi: option ? texts(option.label, 'vi') : null,
        option_en: option ? texts(option.label, 'en') : null,
        kind: option?.kind ?? null,
        score: option?.score === undefined ? null : option.score * questionnaire.scoreUnit,
        positive: option?.positive === undefined ? null : option.positive ? ('yes' as const) : ('no' as const),
        ...placeIn(coding, option?.code),
      }
    }),
  )
  const worked = derived.map(({ computed, computed: { id, value, of, codes = [] }, variable }) => ({
    item: id,
    section: '',
    type: 'computed' as const,
    required: 'no' as const,
    text_vi: workedLabel(computed, questionnaire, 'vi'),
    text_en: workedLabel(computed, questionnaire, 'en'),
    // What it is worked out of, in the place of what it is answered with.
    scale: `${value}(${of.join(', ')})`,
    option: codes.join(' | ') || null,
    option_vi: null,
    option_en: null,
    kind: null,
    score: null,
    positive: null,
    variable: variable.name,
    value: null,
  }))
  return [...asked, ...worked]
}

/** From where to where a number goes, in the place of a scale. */
function rangeOf({ question }: Item): string | null {
  const range = keepings[question.type].range?.(question)
  return range ? `${range.low}…${range.high}` : null
}

/** Where an option, or an item without any, stands in a file for programs of statistics. */
function placeIn(
  coding: CodedItem | undefined,
  code: string | undefined,
): { readonly variable: string | null; readonly value: number | null } {
  const own = code === undefined ? undefined : coding?.options.get(code)
  return own ?? { variable: coding?.variables[0]?.name ?? null, value: null }
}

function columnsOf(facts: Facts, say: FilesSay): Sheet['columns'] {
  return [
    { title: say('item'), width: 12 },
    { title: say('section'), width: 28, look: 'wrapped' },
    { title: say('type'), width: 12 },
    { title: say('required'), width: 10 },
    { title: say('textVi'), width: 48, look: 'wrapped' },
    { title: say('textEn'), width: 48, look: 'wrapped' },
    { title: say('scale'), width: 16 },
    { title: say('optionCode'), width: 11 },
    { title: say('optionVi'), width: 28 },
    { title: say('optionEn'), width: 28 },
    { title: say('optionKind'), width: 14 },
    { title: say('score'), width: 9 },
    { title: say('positive'), width: 10 },
    { title: say('variable'), width: 16 },
    { title: say('variableValue'), width: 10 },
    ...markColumns(facts, say),
  ]
}

/** An item without a scale has one row. */
const optionsOf = ({ scale }: Item): readonly (Option | undefined)[] => scale?.options ?? [undefined]

type Row = readonly [string, string | number]

/** How the figures came about and what they stand on. */
export function methodOfResults(facts: Facts, results: FigureGroups, rates: ResponseRates | undefined): Sheet {
  const say = exportWords(facts.language)
  const groups = [results.total, ...results.agencies]
  const asides = groups.flatMap(({ profile = [] }) => profile.flatMap((profiled) => asideLines(facts.questionnaire, profiled)))
  return sheet(say, say('method'), [
    ...sources(facts, say),
    ...headline(facts, results, say),
    ...responseRate(rates, say),
    ...((results.total.profile ?? []).length > 0 ? [[say('aside'), say('asideMeans')] as const] : []),
    ...arithmetic(facts, [...groups.flatMap(({ nodes }) => nodes), ...asides.map((line) => ({ ...line, rollUp: null }))], say),
  ])
}

function responseRate(rates: ResponseRates | undefined, say: FilesSay): readonly Row[] {
  if (!rates || rates.total.agencies === 0) return []
  const { months, total } = rates
  const counted = months.filter(({ state }) => state === 'whole').map(({ month }) => month)
  const values = {
    responses: String(total.responses),
    handled: String(total.handled),
    months: counted.join(', '),
    n: String(total.agencies),
    all: String(total.of),
  }
  return [[say('responseRate'), say('responseRateMeans', values)]]
}

/** That these are released figures: of which night, by what rule, and what is left out and why. */
export function aboutReleased(facts: Facts, { asOf, settled, total }: ReleasedView): Sheet {
  const { questionnaire, record, language } = facts
  const say = exportWords(language)
  const n = String(record.campaign.threshold)
  const labels = nodeLabels(questionnaire, language)
  const named = (codes: readonly string[]): string => codes.map((code) => `${code} ${labels.get(code) ?? ''}`.trim()).join('; ')
  const why = (gap: 'small' | 'joint') => named(total.nodes.filter(({ withheld }) => withheld === gap).map(({ code }) => code))
  const without = [...new Set(total.nodes.flatMap((node) => (node.withheld === undefined ? node.without : [])))]
  const left: readonly (readonly [string, string])[] = [
    [say('leftSmall'), why('small')],
    [say('leftJoint'), why('joint')],
    [say('leftItems'), without.join('; ')],
  ]
  return sheet(say, say('releasedSheet'), [
    [say('figures'), say('releasedMeans', { n })],
    [say('persons'), say('personsReleasedMeans')],
    [say('uncovered'), say('uncoveredMeans')],
    [say('night'), asOf === null ? say('nightNone') : asOf],
    [say('periodEnd'), say(settled ? 'periodSettled' : 'periodRuns')],
    [say('waiting'), say('waitingMeans', { waiting: String(total.waiting), n })],
    ...left.filter(([, names]) => names !== ''),
    ...(asksAside(tallyLayoutOf(questionnaire)) ? [[say('aside'), say('asideReleased')] as const] : []),
    [say('comments'), say('commentsMeans', { n: String(poolNeeds(record.campaign.threshold)) })],
    ...sources(facts, say),
    ...arithmetic(facts, total.nodes, say),
  ])
}

/** Whether any of these intervals could stand on days: what is released never does. */
const countsDaysIn = (nodes: readonly Pick<FigureNode, 'intervalMethod'>[]): boolean =>
  nodes.some(({ intervalMethod }) => intervalMethod !== null && !intervalMethod.endsWith('-bound'))

/** What of a figure is explained. */
type Explained = Pick<FigureNode, 'rollUp' | 'intervalMethod'> & { readonly formula: FigureNode['formula'] | AsideLine['formula'] }

/** Formulas, roll-ups and intervals, and what is left out of a figure. */
function arithmetic({ record }: Facts, nodes: readonly Explained[], say: FilesSay): readonly Row[] {
  const n = String(record.campaign.threshold)
  return [
    ...used(nodes.map(({ formula }) => formula)).map((name): Row => [`${say('formula')}: ${name}`, say(`formula_${name}`)]),
    ...used(nodes.map(({ rollUp }) => rollUp)).map((name): Row => [`${say('rollUp')}: ${name}`, say(`rollUp_${name}`)]),
    ...used(nodes.map(({ intervalMethod }) => intervalMethod)).map((name): Row => [`${say('intervals')}: ${name}`, say(`method_${name}`)]),
    ...(countsDaysIn(nodes) ? [[say('intervals'), say('daysRule', { n: String(fewestADay) })] as const] : []),
    [say('threshold'), say('thresholdMeans', { n })],
    [say('missing'), say('missingMeans')],
    [say('totals'), say('totalsMeans')],
    [say('ranks'), say('ranksMeans')],
    [say('digits'), say('digitsMeans')],
    [say('distribution'), say('partsMeans')],
  ]
}

/** Where the responses come from. */
export function methodOfResponses(facts: Facts): Sheet {
  const say = exportWords(facts.language)
  return sheet(say, say('method'), responsesMethod(facts))
}

/** The same as pairs of what and how. */
export function responsesMethod(facts: Facts): readonly Row[] {
  const say = exportWords(facts.language)
  return [
    ...sources(facts, say),
    [say('days'), say('daysMeans')],
    [say('missing'), say('missingMeans')],
    [`${say('formula')}: share`, say('formula_share')],
    [say('threshold'), say('thresholdMeans', { n: String(facts.record.campaign.threshold) })],
  ]
}

function sources(facts: Facts, say: FilesSay): readonly Row[] {
  const { record, filter, questionnaire, hash, language } = facts
  const { campaign } = record
  const [part, kept] = [partWords(facts, say), keptSince(record, filter, language)]
  return [
    ...(campaign.synthetic ? [[say('synthetic'), say('syntheticMeans')] as const] : []),
    [say('campaign'), `${localised(campaign.title, language)} (${campaign.code})`],
    [say('period'), `${campaign.opensOn} – ${campaign.closesOn}`],
    [say('fielding'), say(campaign.kind)],
    [say('questionnaire'), `${localised(questionnaire.title, language, questionnaire.languages)} (${questionnaire.id})`],
    [say('version'), questionnaire.version],
    [say('hash'), hash],
    [say('source'), localised(questionnaire.source, language, questionnaire.languages)],
    [say('filter'), filterWords(facts, say)],
    ...[part, kept].flatMap((text): readonly Row[] => (text === undefined ? [] : [[say('agencies'), text]])),
    [say('made'), localMinute(facts.made)],
  ]
}

function headline({ questionnaire }: Facts, { total }: FigureGroups, say: FilesSay): readonly Row[] {
  const node = total.nodes.find(({ code }) => code === headlineOf(questionnaire))
  if (!node) return []
  const values = { base: String(node.base), persons: String(node.persons), responses: String(total.responses) }
  return [[`${say('headline')}: ${node.code}`, say('standsOn', values)]]
}

function filterWords({ filter }: Facts, say: FilesSay): string {
  const names = ['agency', 'block', 'from', 'to', 'channel', 'service', 'touchpoint'] as const
  const parts = names.flatMap((name) => (filter[name] === null ? [] : [`${say(`filter_${name}`)} ${filter[name]}`]))
  return parts.length === 0 ? say('noFilter') : parts.join('; ')
}

const sheet = (say: FilesSay, name: string, rows: readonly Row[]): Sheet => ({
  name,
  columns: [
    { title: say('about'), width: 36, look: 'wrapped' },
    { title: say('means'), width: 100, look: 'wrapped' },
  ],
  pages: onePage(rows),
})

const used = <T extends string>(names: readonly (T | null)[]): readonly T[] => [...new Set(names)].flatMap((name) => name ?? [])

const localMinute = (instant: number): string => new Date(instant + 7 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
