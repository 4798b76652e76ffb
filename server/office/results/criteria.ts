import type { NodeResult } from '../../../surveys/figures/results'
import type { ItemSlots, TallyLayout } from '../../../surveys/figures/tally'
import { isValidOption } from '../../../surveys/instrument/item'
import type { IndicatorTree, Option } from '../../../surveys/instrument/schema'

/** Criteria that are answered on the same options, so that their counts stand in one table. */
export type Scaled<N = NodeResult> = {
  readonly tree: IndicatorTree['id']
  readonly options: readonly Option[]
  readonly answer: ItemSlots['answer']
  readonly criteria: readonly Criterion<N>[]
}

/** A criterion under the code of the factor it belongs to, where it has one. */
export type Criterion<N = NodeResult> = { readonly node: N; readonly parent: string | undefined }

/** The closed criteria of a tree by their scale, in the order of the tree. */
export function scalesOf<N>({ nodes, items }: TallyLayout, results: readonly N[], tree: IndicatorTree['id']): readonly Scaled<N>[] {
  const found = new Map<readonly Option[], { readonly answer: ItemSlots['answer']; readonly criteria: Criterion<N>[] }>()
  for (const [place, { indicator }] of nodes.entries()) {
    const item = items[indicator.asked[0] ?? -1]
    const node = results[place]
    if (!node || !item || indicator.kind !== 'item' || indicator.tree !== tree || item.answer === 'number') continue
    const parent = nodes.find(({ indicator: one }) => one.parts.includes(indicator))?.indicator.code
    const scale = found.get(item.options) ?? { answer: item.answer, criteria: [] }
    scale.criteria.push({ node, parent })
    found.set(item.options, scale)
  }
  return [...found].map(([options, scale]) => ({ tree, options, ...scale }))
}

/** The factor that each criterion belongs to, where it has one. */
export const criterionFactors = ({ nodes }: TallyLayout): ReadonlyMap<string, string> =>
  new Map(
    nodes.flatMap(({ indicator }) =>
      indicator.parts.filter(({ kind }) => kind === 'item').map(({ code }) => [code, indicator.code] as const),
    ),
  )

/** How deep each node lies in its tree, roots at 0. */
export function depthsOf({ nodes }: TallyLayout): ReadonlyMap<string, number> {
  const depths = new Map<string, number>()
  for (const { indicator } of nodes) {
    const depth = depths.get(nodeKey(indicator)) ?? 0
    depths.set(nodeKey(indicator), depth)
    for (const part of indicator.parts) depths.set(nodeKey(part), depth + 1)
  }
  return depths
}

/** A code is unique in its tree only. */
export const nodeKey = ({ tree, code }: Pick<NodeResult, 'tree' | 'code'>): string => `${tree} ${code}`

/** The colour of each valid option: from the face it shows, else the deeper the nearer it is to the positive end. */
export function tonesOf(options: readonly Option[]): ReadonlyMap<string, string> {
  const valid = options.filter(isValidOption)
  const last = Math.max(1, valid.length - 1)
  const isFalling = valid[0]?.positive === true && valid.at(-1)?.positive !== true
  const depth = (place: number) => 1 + Math.round(((isFalling ? last - place : place) * 4) / last)
  return new Map(valid.map(({ code, face }, place) => [code, face === undefined ? `q${depth(place)}` : `s${face}`]))
}
