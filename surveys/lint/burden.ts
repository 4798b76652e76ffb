import { estimatedSeconds, type Item, items } from '../questionnaire'
import type { Condition, Questionnaire } from '../schema'
import type { Warning } from './warning'

/** The longest that somebody stands at a kiosk, in seconds. */
const kioskSeconds = 180

/** What a citizen is asked to bear: answers to what never happened to them, more questions for whoever complains, too many in all. */
export function burdenWarnings(questionnaire: Questionnaire): readonly Warning[] {
  const all = items(questionnaire)
  const seconds = estimatedSeconds(questionnaire)
  return [
    ...all.flatMap(noWayOut(countedIn(questionnaire))),
    ...unequalEffort(questionnaire, new Map(all.map((item) => [item.id, item]))),
    ...(seconds > kioskSeconds ? [{ path: 'sections', rule: 'too_long' as const, seen: String(seconds) }] : []),
  ]
}

/** Items of the satisfaction tree: they ask about what happened, which need not have happened to everybody. */
const countedIn = ({ trees }: Questionnaire): ReadonlySet<string> =>
  new Set(trees.filter(({ id }) => id === 'satisfaction').flatMap(({ nodes }) => nodes.filter(({ kind }) => kind !== 'overall').flatMap((node) => node.items ?? [])))

const noWayOut =
  (counted: ReadonlySet<string>) =>
  ({ id, question, scale }: Item): readonly Warning[] =>
    !counted.has(id) || !scale || scale.options.some(({ kind }) => kind !== 'answer')
      ? []
      : [{ path: `item "${id}"`, rule: question.required ? 'forced_answer' : 'no_way_out', seen: '' }]

/** A question that a bad answer leads to while no question waits behind a good one. */
function unequalEffort({ sections }: Questionnaire, known: ReadonlyMap<string, Item>): readonly Warning[] {
  const asked = sections.flatMap(({ questions }) => questions.flatMap(({ id, showIf }) => (showIf ? [{ id, ...ledBy(showIf, known) }] : [])))
  const praised = new Set(asked.flatMap(({ good }) => good))
  return asked.flatMap(({ id, bad }) => bad.filter((item) => !praised.has(item)).map((item) => ({ path: `question "${id}"`, rule: 'unequal_effort' as const, seen: item })))
}

type Led = { readonly good: readonly string[]; readonly bad: readonly string[] }

/** The items whose good or bad answers alone lead on. */
function ledBy(condition: Condition, known: ReadonlyMap<string, Item>): Led {
  if ('all' in condition || 'any' in condition) {
    const inner = ('all' in condition ? condition.all : condition.any).map((one) => ledBy(one, known))
    return { good: inner.flatMap(({ good }) => good), bad: inner.flatMap(({ bad }) => bad) }
  }
  if (!('item' in condition) || !('in' in condition)) return { good: [], bad: [] }
  const options = known.get(condition.item)?.scale?.options.filter(({ code }) => condition.in.includes(code)) ?? []
  const isAll = (positive: boolean): boolean => options.length > 0 && options.every((option) => option.positive === positive)
  return { good: isAll(true) ? [condition.item] : [], bad: isAll(false) ? [condition.item] : [] }
}
