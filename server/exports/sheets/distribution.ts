import { nodeLabels } from '../../../surveys/labels'
import { localised } from '../../../surveys/language'
import { isValidOption } from '../../../surveys/questionnaire'
import type { NodeResult } from '../../../surveys/results'
import type { Option } from '../../../surveys/schema'
import { layoutOf } from '../../db/layouts'
import type { Results } from '../../db/results'
import type { Facts } from '../facts'
import { onePage, type Sheet, type SheetCell } from '../document'
import { blockName, exportWords, type Say } from '../words/words'
import { type Group, groupsOf, markColumns, marksOf, whyWithheld } from './levels'
import { ownValue } from '../../../surveys/name-patterns'

/** How often each option of each criterion was chosen, in all, in each block and each agency. */
export function distribution(facts: Facts, results: Results): Sheet {
  const { language, questionnaire } = facts
  const say = exportWords(language)
  const labels = nodeLabels(questionnaire, language)
  const closed = closedNodes(facts)
  const rows = groupsOf(results).flatMap((group) =>
    closed.flatMap(({ place, options }) => {
      const node = group.nodes[place]
      if (!node) return []
      const head = [levelOf(say, group), group.code, nameOf(say, group), node.tree, node.code, labels.get(node.code) ?? node.code]
      return optionRows(facts, say, node, options).map((cells) => [...head, ...cells, ...marksOf(facts, say)])
    }),
  )
  return { name: say('distribution'), columns: columnsOf(facts, say), pages: onePage(rows) }
}

function columnsOf(facts: Facts, say: Say): Sheet['columns'] {
  return [
    { title: say('level'), width: 11 }, { title: say('code'), width: 12 }, { title: say('name'), width: 34 },
    { title: say('tree'), width: 13 }, { title: say('node'), width: 12 }, { title: say('label'), width: 44, look: 'wrapped' },
    { title: say('optionCode'), width: 11 }, { title: say('option'), width: 28 }, { title: say('optionKind'), width: 14 }, { title: say('counted'), width: 10 },
    { title: say('count'), width: 12, look: 'whole' }, { title: say('base'), width: 12, look: 'whole' }, { title: say('part'), width: 12, look: 'percent' },
    ...markColumns(facts, say),
  ]
}

/** A row an option; of a withheld criterion one row that says why. */
function optionRows({ record, language, questionnaire }: Facts, say: Say, node: NodeResult, options: readonly Option[]): readonly (readonly SheetCell[])[] {
  const { counts, base } = node
  if (!counts) return [[null, null, null, null, whyWithheld(say, node, record.campaign.threshold) ?? null, base, null]]
  return options.map((option) => {
    const count = ownValue(counts, option.code) ?? 0
    const isCounted = isValidOption(option)
    const label = localised(option.label, language, questionnaire.languages)
    return [option.code, label, option.kind, say(isCounted ? 'yes' : 'no'), count, base, isCounted && base > 0 ? count / base : null]
  })
}

function closedNodes({ questionnaire }: Facts): readonly { readonly place: number; readonly options: readonly Option[] }[] {
  const { nodes, items } = layoutOf(questionnaire)
  return nodes.flatMap(({ indicator: { kind, asked } }, place) => {
    const item = items[asked[0] ?? -1]
    return kind === 'item' && item && item.answer !== 'number' ? [{ place, options: item.options }] : []
  })
}

const levelOf = (say: Say, { level }: Group): string => say(({ total: 'total', block: 'blocks', agency: 'agencies' } as const)[level])

const nameOf = (say: Say, { level, name, code }: Group): string => (level === 'block' ? blockName(say, code) : name)
