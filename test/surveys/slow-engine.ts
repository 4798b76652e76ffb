import type { Answers, IndicatorNode, Questionnaire } from '../../surveys/instrument/schema'

/** An item as somebody reads it off the form: what each answer is worth, undefined where the answer is the number. */
export type Asked = {
  readonly id: string
  readonly points: Readonly<Record<string, number>> | undefined
  readonly best: number
  readonly least: number
}

type Value = number | undefined

/** Every node's value straight from the answers, node by node and person by person; undefined where it has none. */
export function slowFigures(questionnaire: Questionnaire, asked: readonly Asked[], responses: readonly Answers[]): (code: string) => Value {
  const [tree] = questionnaire.trees
  const nodes = new Map(tree?.nodes.map((node) => [node.code, node]))
  const worthOf = (one: Asked, answers: Answers): Value => {
    const answer = answers[one.id]
    if (typeof answer === 'number') return answer
    return typeof answer === 'string' ? one.points?.[answer] : undefined
  }
  const answersTo = (one: Asked): readonly number[] => responses.flatMap((answers) => worthOf(one, answers) ?? [])
  const read = (item: Asked, formula: string): ((worth: number) => number) => {
    if (formula === 'level') return (worth) => worth / item.best
    if (formula === 'rescaled') return (worth) => (worth - item.least) / (item.best - item.least)
    if (formula === 'points') return (worth) => worth
    return (worth) => (worth >= 4 ? 1 : 0)
  }
  const item = (id: string): Asked => asked.find((one) => one.id === id) ?? { id, points: undefined, best: 1, least: 0 }
  const itemValue = (id: string, formula: string): Value => mean(answersTo(item(id)).map(read(item(id), formula)))

  const leavesOf = (node: IndicatorNode, inherited: string): readonly (readonly [string, string])[] => {
    const formula = node.formula ?? inherited
    return [
      ...(node.items ?? []).map((id) => [id, formula] as const),
      ...(node.children ?? []).flatMap((code) => leavesOf(nodes.get(code) ?? node, formula)),
    ]
  }
  const valueOf = (node: IndicatorNode, inherited: string): Value => {
    const formula = node.formula ?? inherited
    const combined = formula === 'all-positive' ? allPositive(node, formula) : combine(node, formula)
    return afterSteps(node, combined)
  }
  const allPositive = (node: IndicatorNode, formula: string): Value => {
    const ids = [...new Set(leavesOf(node, formula).map(([id]) => id))].map(item)
    const persons = responses.map((answers) => ids.flatMap((one) => worthOf(one, answers) ?? [])).filter((worths) => worths.length > 0)
    return mean(persons.map((worths) => (worths.every((worth) => worth >= 4) ? 1 : 0)))
  }
  const combine = (node: IndicatorNode, formula: string): Value => {
    const rollUp = node.rollUp ?? 'mean-of-items'
    const leaves = [...new Map(leavesOf(node, formula).map((leaf) => [leaf.join(), leaf])).values()]
    if (rollUp === 'pooled') return mean(leaves.flatMap(([id, how]) => answersTo(item(id)).map(read(item(id), how))))
    if (rollUp === 'mean-of-items') return mean(leaves.flatMap(([id, how]) => itemValue(id, how) ?? []))
    const parts = [
      ...(node.children ?? []).map((code) => valueOf(nodes.get(code) ?? node, formula)),
      ...(node.items ?? []).map((id) => itemValue(id, formula)),
    ]
    const weights = node.weights ?? parts.map(() => 1)
    const present = parts.flatMap((value, place) => (value === undefined ? [] : [{ value, weight: weights[place] ?? 1 }]))
    const values = present.map(({ value }) => value)
    if (values.length === 0) return undefined
    if (['sum', 'product', 'ratio'].includes(rollUp) && values.length < parts.length) return undefined
    if (rollUp === 'sum') return values.reduce((sum, value) => sum + value, 0)
    if (rollUp === 'product') return values.reduce((made, value) => made * value, 1)
    if (rollUp === 'ratio') return Math.abs(values[1] ?? 0) < 5e-15 ? undefined : (values[0] ?? 0) / (values[1] ?? 1)
    if (rollUp === 'min') return Math.min(...values)
    if (rollUp === 'max') return Math.max(...values)
    if (rollUp === 'count-where') return values.filter((value) => value + 1e-12 >= (node.where?.atLeast ?? -Infinity)).length
    if (rollUp === 'mean-of-children') return mean(values)
    return present.reduce((sum, { value, weight }) => sum + value * weight, 0) / present.reduce((sum, { weight }) => sum + weight, 0)
  }
  return (code) => {
    const node = nodes.get(code)
    if (!tree) return undefined
    return node ? valueOf(node, inheritedBy(nodes, code, tree.formula)) : itemValue(code, formulaOver(nodes, code, tree.formula))
  }
}

/** The formula that the first node naming it, read from above, hands down. */
function inheritedBy(nodes: ReadonlyMap<string, IndicatorNode>, code: string, top: string): string {
  const found = order(nodes, top).find((one) => one.code === code)
  return found?.inherited ?? top
}

function formulaOver(nodes: ReadonlyMap<string, IndicatorNode>, item: string, top: string): string {
  const found = order(nodes, top).find(({ node }) => node.items?.includes(item))
  return found?.node.formula ?? found?.inherited ?? top
}

/** Nodes as the tree is read, parents before their parts. */
function order(
  nodes: ReadonlyMap<string, IndicatorNode>,
  top: string,
): readonly { readonly code: string; readonly node: IndicatorNode; readonly inherited: string }[] {
  const visit = (code: string, inherited: string): ReturnType<typeof order> => {
    const node = nodes.get(code)
    if (!node) return []
    return [{ code, node, inherited }, ...(node.children ?? []).flatMap((child) => visit(child, node.formula ?? inherited))]
  }
  const named = new Set([...nodes.values()].flatMap(({ children = [] }) => children))
  return [...nodes.keys()].filter((code) => !named.has(code)).flatMap((code) => visit(code, top))
}

function mean(values: readonly number[]): Value {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length
}

function afterSteps({ steps = [], maximum = Infinity }: IndicatorNode, combined: Value): Value {
  if (combined === undefined) return undefined
  let value = combined
  for (const step of steps) {
    if (step.type === 'linear') value = step.to[0] + ((value - step.from[0]) * (step.to[1] - step.to[0])) / (step.from[1] - step.from[0])
    if (step.type === 'reverse') value = step.within[0] + step.within[1] - value
    if (step.type === 'clamp') value = Math.min(Math.max(value, step.low ?? -Infinity), step.high ?? Infinity)
  }
  return Math.min(value, maximum)
}
