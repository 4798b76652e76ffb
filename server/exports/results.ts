import { goalsOf } from '../../surveys/goals'
import { nodeLabels } from '../../surveys/labels'
import { readResults, type Results } from '../db/results'
import { type Cell, type Document, onePage, type Table } from './document'
import { type Facts, filterText, type Source, titleOf } from './facts'
import { codebook } from './sheets/codebook'
import { distribution } from './sheets/distribution'
import { groupsOf, levelSheets } from './sheets/levels'
import { methodOfResults } from './sheets/method'

/** The figures of a campaign under a filter: as one long table, and as a sheet for each level. */
export async function resultsDocument(source: Source, facts: Facts): Promise<Document> {
  const results = await readResults(source, facts.record, facts.filter, facts.language)
  return {
    title: titleOf(facts),
    table: resultsTable(facts, results),
    sheets: [...levelSheets(facts, results), distribution(facts, results), codebook(facts), methodOfResults(facts, results)],
  }
}

const columns = [
  'campaign', 'questionnaire', 'version', 'filter', 'level', 'code', 'name', 'rank', 'responses', 'tree', 'node', 'label', 'kind', 'roll_up', 'formula',
  'persons', 'base', 'withheld', 'value', 'interval_low', 'interval_high', 'interval_method',
  'share', 'share_low', 'share_high', 'level_value', 'level_low', 'level_high', 'grade', 'target', 'agencies_in_mean', 'mean_of_agencies',
] as const

/** One row for each figure of each agency, block and the total, unrounded, with its base and interval. */
function resultsTable({ record: { campaign }, filter, questionnaire, language }: Facts, results: Results): Table {
  const labels = nodeLabels(questionnaire, language)
  const marks = campaign.synthetic ? ['synthetic'] : []
  const rows = groupsOf(results).flatMap(({ level, code, name, rank, responses, nodes, meanOfAgencies }) =>
    nodes.map((node): readonly Cell[] => {
      const mean = meanOfAgencies.get(node)
      const { band, target } = goalsOf(questionnaire, node)
      return [
        campaign.code, campaign.questionnaire, campaign.version, filterText(filter), level, code, name, rank, responses,
        node.tree, node.code, labels.get(node.code) ?? node.code, node.kind, node.rollUp, node.formula,
        node.persons, node.base, node.withheld ?? null,
        node.value, node.interval?.[0] ?? null, node.interval?.[1] ?? null, node.intervalMethod,
        node.share?.value ?? null, node.share?.interval?.[0] ?? null, node.share?.interval?.[1] ?? null,
        node.level?.value ?? null, node.level?.interval?.[0] ?? null, node.level?.interval?.[1] ?? null,
        band?.code ?? null, target ?? null, mean?.agencies ?? null, mean?.value ?? null, ...marks,
      ]
    }),
  )
  return { columns: [...columns, ...marks], pages: onePage(rows) }
}
