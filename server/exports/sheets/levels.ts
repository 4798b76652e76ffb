import { nodeLabels } from '../../../surveys/labels'
import type { AgencyMean, NodeResult } from '../../../surveys/results'
import type { FormulaName } from '../../../surveys/schema'
import type { Results } from '../../db/results'
import type { Facts } from '../facts'
import { type Look, onePage, type Sheet, type SheetCell, type SheetColumn } from '../document'
import { blockName, exportWords, type Say } from '../words/words'

/** An agency, a block or everything, with its figures. */
export type Group = {
  readonly level: 'total' | 'block' | 'agency'
  readonly code: string
  readonly name: string
  readonly block: string
  readonly rank: number | null
  readonly responses: number
  readonly nodes: readonly NodeResult[]
  readonly meanOfAgencies: ReadonlyMap<NodeResult, AgencyMean>
}

export const groupsOf = ({ total, blocks, agencies }: Results): readonly Group[] => [
  { level: 'total', code: '', name: '', block: '', rank: null, ...total, meanOfAgencies: meansOf(total) },
  ...blocks.map((block) => ({ level: 'block' as const, name: '', block: block.code, rank: null, ...block, meanOfAgencies: meansOf(block) })),
  ...agencies.map((agency) => ({ level: 'agency' as const, ...agency, meanOfAgencies: new Map<NodeResult, AgencyMean>() })),
]

/** A sheet for everything, one for the blocks and one for the agencies: a row for each figure, unrounded, beside its base. */
export function levelSheets(facts: Facts, results: Results): readonly Sheet[] {
  const say = exportWords(facts.language)
  const groups = groupsOf(results)
  const context = { facts, say, labels: nodeLabels(facts.questionnaire, facts.language) }
  return [
    sheet(context, say('total'), groups.filter(({ level }) => level === 'total'), []),
    sheet(context, say('blocks'), groups.filter(({ level }) => level === 'block'), [
      { column: { title: say('code'), width: 14 }, cell: ({ code }) => code },
      { column: { title: say('name'), width: 28 }, cell: ({ code }) => blockName(say, code) },
    ]),
    sheet(context, say('agencies'), groups.filter(({ level }) => level === 'agency'), [
      { column: { title: say('code'), width: 12 }, cell: ({ code }) => code },
      { column: { title: say('name'), width: 34 }, cell: ({ name }) => name },
      { column: { title: say('block'), width: 22 }, cell: ({ block }) => blockName(say, block) },
      { column: { title: say('rank'), width: 9, look: 'whole' }, cell: ({ rank }) => rank },
    ]),
  ]
}

/** Why there is no figure, in its place. */
export const whyWithheld = (say: Say, { withheld }: Pick<NodeResult, 'withheld'>, threshold: number): string | undefined =>
  withheld && (withheld === 'small' ? say('small', { n: String(threshold) }) : say('none'))

/** The mark of made-up data, on every row. */
export const marksOf = ({ record: { campaign } }: Facts, say: Say): readonly string[] => (campaign.synthetic ? [say('synthetic')] : [])
export const markColumns = ({ record: { campaign } }: Facts, say: Say): readonly SheetColumn[] => (campaign.synthetic ? [{ title: say('mark'), width: 18 }] : [])

type Context = { readonly facts: Facts; readonly say: Say; readonly labels: ReadonlyMap<string, string> }
type Own = { readonly column: SheetColumn; readonly cell: (group: Group) => SheetCell }

function sheet(context: Context, name: string, groups: readonly Group[], own: readonly Own[]): Sheet {
  const { facts, say } = context
  const rows = groups.flatMap((group) => group.nodes.map((node) => [...own.map(({ cell }) => cell(group)), group.responses, ...nodeCells(context, group, node), ...marksOf(facts, say)]))
  const columns = [...own.map(({ column }) => column), { title: say('responses'), width: 10, look: 'whole' as const }, ...nodeColumns(say), ...markColumns(facts, say)]
  return { name, columns, pages: onePage(rows) }
}

function nodeColumns(say: Say): readonly SheetColumn[] {
  const text = (title: string, width: number): SheetColumn => ({ title, width })
  const number = (title: string, look: Look): SheetColumn => ({ title, width: 12, look })
  const figures = ['value', 'low', 'high', 'share', 'shareLow', 'shareHigh', 'degree', 'degreeLow', 'degreeHigh'] as const
  return [
    text(say('tree'), 13), text(say('node'), 12), { title: say('label'), width: 44, look: 'wrapped' }, text(say('kind'), 11),
    number(say('persons'), 'whole'), number(say('base'), 'whole'),
    ...figures.map((word) => number(say(word), 'percent')),
    text(say('intervalMethod'), 15), number(say('mean'), 'percent'), number(say('meanOf'), 'whole'), text(say('formula'), 12), text(say('rollUp'), 15),
  ]
}

function nodeCells({ facts, say, labels }: Context, { meanOfAgencies }: Group, node: NodeResult): readonly SheetCell[] {
  const { interval, share, level } = node
  const why = whyWithheld(say, node, facts.record.campaign.threshold)
  const own = (value: number | null | undefined): SheetCell => ofUnit(value ?? null, node.formula)
  const mean = meanOfAgencies.get(node)
  return [
    node.tree, node.code, labels.get(node.code) ?? node.code, say(`kind_${node.kind}`), node.persons, node.base,
    why ?? own(node.value), own(interval?.[0]), own(interval?.[1]),
    why ?? share?.value ?? null, share?.interval?.[0] ?? null, share?.interval?.[1] ?? null,
    why ?? level?.value ?? null, level?.interval?.[0] ?? null, level?.interval?.[1] ?? null,
    node.intervalMethod, own(mean?.value), mean?.agencies ?? null, node.formula, node.rollUp,
  ]
}

/** Points and numbers are no percentages. */
const ofUnit = (value: number | null, formula: FormulaName): SheetCell =>
  value !== null && (formula === 'points' || formula === 'mean-number') ? { number: value, look: 'decimal' } : value

function meansOf({ nodes, meanOfAgencies }: Results['total']): ReadonlyMap<NodeResult, AgencyMean> {
  return new Map(nodes.flatMap((node, place) => (meanOfAgencies[place] ? [[node, meanOfAgencies[place]]] : [])))
}
