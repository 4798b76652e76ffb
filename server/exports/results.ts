import type { Questionnaire } from '../../surveys/schema'
import { nodeLabels } from '../../surveys/labels'
import type { CampaignRecord } from '../db/campaigns'
import type { Results } from '../db/results'
import type { Cell, Table } from './encoder'

type Group = { readonly level: string; readonly code: string; readonly name: string; readonly rank: number | null; readonly responses: number }

const columns = [
  'campaign', 'questionnaire', 'version', 'level', 'code', 'name', 'rank', 'responses', 'tree', 'node', 'label', 'kind', 'roll_up', 'formula',
  'persons', 'base', 'withheld', 'value', 'interval_low', 'interval_high', 'interval_method',
  'share', 'share_low', 'share_high', 'level_value', 'level_low', 'level_high', 'agencies_in_mean', 'mean_of_agencies',
] as const

/** One row for each figure of each agency, block and the total, unrounded, with its base and interval. */
export function resultsTable({ campaign }: CampaignRecord, questionnaire: Questionnaire, results: Results, language: string): Table {
  const labels = nodeLabels(questionnaire, language)
  const marks = campaign.synthetic ? ['synthetic'] : []
  const rows = [
    ...groupRows({ level: 'total', code: '', name: '', rank: null, responses: results.total.responses }, results.total, labels),
    ...results.blocks.flatMap((block) => groupRows({ level: 'block', code: block.code, name: '', rank: null, responses: block.responses }, block, labels)),
    ...results.agencies.flatMap(({ code, name, rank, responses, nodes }) => groupRows({ level: 'agency', code, name, rank, responses }, { nodes, meanOfAgencies: [] }, labels)),
  ]
  const page = rows.map((row) => [campaign.code, campaign.questionnaire, campaign.version, ...row, ...marks])
  return { columns: [...columns, ...marks], pages: onePage(page) }
}

type Figures = Pick<Results['total'], 'nodes' | 'meanOfAgencies'>

function groupRows(group: Group, { nodes, meanOfAgencies }: Figures, labels: ReadonlyMap<string, string>): readonly (readonly Cell[])[] {
  return nodes.map((node) => {
    const mean = meanOfAgencies.find(({ code }) => code === node.code)
    return [
      group.level, group.code, group.name, group.rank, group.responses,
      node.tree, node.code, labels.get(node.code) ?? node.code, node.kind, node.rollUp, node.formula,
      node.persons, node.base, node.withheld ?? null,
      node.value, node.interval?.[0] ?? null, node.interval?.[1] ?? null, node.intervalMethod,
      node.share?.value ?? null, node.share?.interval?.[0] ?? null, node.share?.interval?.[1] ?? null,
      node.level?.value ?? null, node.level?.interval?.[0] ?? null, node.level?.interval?.[1] ?? null,
      mean?.agencies ?? null, mean?.value ?? null,
    ]
  })
}

async function* onePage(rows: readonly (readonly Cell[])[]): AsyncGenerator<readonly (readonly Cell[])[]> {
  yield await Promise.resolve(rows)
}
