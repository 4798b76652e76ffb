import { itemsOf } from '../questionnaire'
import type { Condition, Question, Questionnaire, Scale } from '../schema'
import type { Warning } from './warning'

/** The longest that somebody stands at a kiosk, in seconds. */
const kioskSeconds = 180

/** What a citizen is asked to bear: answers to what never happened to them, more questions for whoever complains, too many in all. */
export function burdenWarnings(questionnaire: Questionnaire): readonly Warning[] {
  const all = answered(questionnaire)
  const seconds = all.length * questionnaire.secondsPerItem
  return [
    ...all.flatMap(noWayOut(countedIn(questionnaire))),
    ...unequalEffort(questionnaire, new Map(all.map((item) => [item.id, item.scale]))),
    ...(seconds > kioskSeconds ? [{ path: 'sections', rule: 'too_long' as const, seen: String(seconds) }] : []),
  ]
}

/** An item with its scale, as far as the draft defines one. */
type Answered = { readonly id: string; readonly question: Question; readonly scale: Scale | undefined }

function answered({ sections, scales }: Questionnaire): readonly Answered[] {
  const known = new Map(scales.map((scale) => [scale.id, scale]))
  const questions = sections.flatMap((section) => section.questions)
  return questions.flatMap((question) => itemsOf(question).map(({ id }) => ({ id, question, scale: 'scale' in question ? known.get(question.scale) : undefined })))
}

/** Items of the satisfaction tree: they ask about what happened, which need not have happened to everybody. */
const countedIn = ({ trees }: Questionnaire): ReadonlySet<string> =>
  new Set(trees.filter(({ id }) => id === 'satisfaction').flatMap(({ nodes }) => nodes.filter(({ kind }) => kind !== 'overall').flatMap((node) => node.items ?? [])))

const noWayOut =
  (counted: ReadonlySet<string>) =>
  ({ id, question, scale }: Answered): readonly Warning[] =>
    !counted.has(id) || !scale || scale.options.some(({ kind }) => kind !== 'answer')
      ? []
      : [{ path: `item "${id}"`, rule: 'required' in question && question.required ? 'forced_answer' : 'no_way_out', seen: '' }]

/** A question or section that a bad answer leads to while none waits behind a good one. */
function unequalEffort({ sections }: Questionnaire, known: ReadonlyMap<string, Scale | undefined>): readonly Warning[] {
  const asked = sections.flatMap(({ id: section, showIf, questions }) => [
    ...(showIf ? [{ path: `section "${section}"`, ...ledBy(showIf, known) }] : []),
    ...questions.flatMap((question) => (question.showIf ? [{ path: `question "${question.id}"`, ...ledBy(question.showIf, known) }] : [])),
  ])
  const praised = new Set(asked.flatMap(({ good }) => good))
  return asked.flatMap(({ path, bad }) => [...new Set(bad)].filter((item) => !praised.has(item)).map((item) => ({ path, rule: 'unequal_effort' as const, seen: item })))
}

type Led = { readonly good: readonly string[]; readonly bad: readonly string[] }

/** The items whose good or bad answers alone lead on. */
function ledBy(condition: Condition, known: ReadonlyMap<string, Scale | undefined>): Led {
  if ('all' in condition || 'any' in condition) {
    const inner = ('all' in condition ? condition.all : condition.any).map((one) => ledBy(one, known))
    return { good: inner.flatMap(({ good }) => good), bad: inner.flatMap(({ bad }) => bad) }
  }
  if ('not' in condition) {
    const { good, bad } = ledBy(condition.not, known)
    return { good: bad, bad: good }
  }
  if (!('in' in condition)) return { good: [], bad: [] }
  const options = known.get(condition.item)?.options.filter(({ code }) => condition.in.includes(code)) ?? []
  const isAll = (positive: boolean): boolean => options.length > 0 && options.every((option) => option.positive === positive)
  return { good: isAll(true) ? [condition.item] : [], bad: isAll(false) ? [condition.item] : [] }
}
