import { headlineOf } from '../../../surveys/indicators'
import { localised } from '../../../surveys/language'
import type { Results } from '../../db/results'
import type { Facts } from '../facts'
import { onePage, type Sheet, type SheetCell } from '../document'
import { exportWords, type Say } from '../words/words'

type Row = readonly [string, SheetCell]

/** How the figures came about and what they stand on. */
export function methodOfResults(facts: Facts, results: Results): Sheet {
  const say = exportWords(facts.language)
  const n = String(facts.record.campaign.threshold)
  return sheet(say, [
    ...sources(facts, say),
    ...headline(facts, results, say),
    ...used(results.total.nodes.map(({ formula }) => formula)).map((name): Row => [`${say('formula')}: ${name}`, say(`formula_${name}`)]),
    ...used(results.total.nodes.map(({ rollUp }) => rollUp)).map((name): Row => [`${say('rollUp')}: ${name}`, say(`rollUp_${name}`)]),
    ...used(results.total.nodes.map(({ intervalMethod }) => intervalMethod)).map((name): Row => [`${say('intervals')}: ${name}`, say(`method_${name}`)]),
    [say('threshold'), say('thresholdMeans', { n })],
    [say('missing'), say('missingMeans')],
    [say('totals'), say('totalsMeans')],
    [say('ranks'), say('ranksMeans')],
    [say('digits'), say('digitsMeans')],
  ])
}

/** Where the responses come from. */
export function methodOfResponses(facts: Facts): Sheet {
  const say = exportWords(facts.language)
  return sheet(say, [...sources(facts, say), [say('days'), say('daysMeans')]])
}

function sources(facts: Facts, say: Say): readonly Row[] {
  const { record: { campaign }, questionnaire, hash, language } = facts
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
    [say('made'), localMinute(facts.made)],
  ]
}

function headline({ questionnaire }: Facts, { total }: Results, say: Say): readonly Row[] {
  const node = total.nodes.find(({ code }) => code === headlineOf(questionnaire))
  if (!node) return []
  const values = { base: String(node.base), persons: String(node.persons), responses: String(total.responses) }
  return [[`${say('headline')}: ${node.code}`, say('standsOn', values)]]
}

function filterWords({ filter }: Facts, say: Say): string {
  const names = ['agency', 'block', 'from', 'to', 'channel', 'service', 'touchpoint'] as const
  const parts = names.flatMap((name) => (filter[name] === null ? [] : [`${say(`filter_${name}`)} ${filter[name]}`]))
  return parts.length === 0 ? say('noFilter') : parts.join('; ')
}

const sheet = (say: Say, rows: readonly Row[]): Sheet => ({
  name: say('method'),
  columns: [{ title: say('about'), width: 36, look: 'wrapped' }, { title: say('means'), width: 100, look: 'wrapped' }],
  pages: onePage(rows),
})

const used = <T extends string>(names: readonly (T | null)[]): readonly T[] => [...new Set(names)].flatMap((name) => name ?? [])

const localMinute = (instant: number): string => new Date(instant + 7 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
