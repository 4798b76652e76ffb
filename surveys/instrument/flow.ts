import { type Computing, computing, type Given } from './computing'
import type { Test } from './condition'
import { itemsOf } from './questionnaire'
import type { Answer, Answers, Condition, Question, Questionnaire, Section } from './schema'
import { ownValue } from './spelling'

/** A section with the questions that these answers lead to. */
export type ReachableSection = { readonly section: Section; readonly questions: readonly Question[] }

/**
 * What a citizen with these answers is asked. Conditions look only at items asked before them,
 * and an answer that is itself unreachable counts as blank.
 */
export function reachable(questionnaire: Questionnaire, answers: Answers): readonly ReachableSection[] {
  const given = begun(questionnaire)
  const sections: ReachableSection[] = []
  for (const section of questionnaire.sections) {
    if (section.showIf && !holds(section.showIf, given)) continue
    const questions: Question[] = []
    for (const question of section.questions) {
      if (question.showIf && !holds(question.showIf, given)) continue
      questions.push(question)
      for (const { id } of itemsOf(question)) {
        const answer = ownValue(answers, id)
        if (answer !== undefined) put(questionnaire, given, id, answer)
      }
    }
    if (questions.length > 0) sections.push({ section, questions })
  }
  return sections
}

/** The ids of all items that these answers lead to. */
export function reachableItems(questionnaire: Questionnaire, answers: Answers): ReadonlySet<string> {
  const plan = planOf(questionnaire)
  if (plan.sections.length === 0) return plan.always
  const asked = new Set(plan.always)
  const given = begun(questionnaire)
  for (const id of plan.lookedAt) {
    const answer = ownValue(answers, id)
    if (answer !== undefined && asked.has(id)) put(questionnaire, given, id, answer)
  }
  for (const { showIf: ofSection, steps } of plan.sections) {
    if (ofSection && !holds(ofSection, given)) continue
    for (const { showIf, itemIds } of steps) {
      if (showIf && !holds(showIf, given)) continue
      for (const id of itemIds) {
        asked.add(id)
        const answer = plan.lookedAt.has(id) ? ownValue(answers, id) : undefined
        if (answer !== undefined) put(questionnaire, given, id, answer)
      }
    }
  }
  return asked
}

/** How computed items are worked out; a phone's and a kiosk's first script are built without and learn it where it is needed. */
export const computedLogic: Partial<Computing> = { ...computing }

/** What conditions look at before anything is answered, and what an answer adds to it. */
const begun = (questionnaire: Questionnaire): Given => computedLogic.begin?.(questionnaire) ?? {}

function put(questionnaire: Questionnaire, given: Given, id: string, answer: Answer): void {
  given[id] = answer
  computedLogic.follow?.(questionnaire, given, id)
}

/** The answers to reachable items only. */
export function withoutUnreachable(questionnaire: Questionnaire, answers: Answers): Answers {
  const asked = reachableItems(questionnaire, answers)
  return Object.fromEntries(Object.entries(answers).filter(([id]) => asked.has(id)))
}

/** Whether a condition is true; a blank answer satisfies only `not`. */
export function holds(condition: Condition, answers: Answers): boolean {
  if ('all' in condition) return condition.all.every((inner) => holds(inner, answers))
  if ('any' in condition) return condition.any.some((inner) => holds(inner, answers))
  if ('not' in condition) return !holds(condition.not, answers)
  const answer = ownValue(answers, condition.item)
  if (answer === undefined) return false
  if ('in' in condition) return chosenCodes(answer).some((code) => condition.in.includes(code))
  if ('atLeast' in condition) return typeof answer === 'number' && answer >= condition.atLeast
  if ('atMost' in condition) return typeof answer === 'number' && answer <= condition.atMost
  return true
}

/** The option codes that an answer names, whatever its form. */
export function chosenCodes(answer: Answer): readonly string[] {
  if (typeof answer === 'string') return [answer]
  if (typeof answer === 'number') return []
  if ('code' in answer) return [answer.code]
  return answer.map((one) => (typeof one === 'string' ? one : one.code))
}

/** A questionnaire's skip logic alone, since it is asked of every response. */
type Plan = {
  /** Items asked whatever the answers are. */
  readonly always: ReadonlySet<string>
  /** Sections with questions asked only under conditions, in their order; all questions of one that has a condition itself. */
  readonly sections: readonly { readonly showIf: Condition | undefined; readonly steps: readonly Step[] }[]
  /** Items that a condition looks at, or what it looks at is worked out of. */
  readonly lookedAt: ReadonlySet<string>
}

type Step = { readonly showIf: Condition | undefined; readonly itemIds: readonly string[] }

const plans = new WeakMap<Questionnaire, Plan>()

function planOf(questionnaire: Questionnaire): Plan {
  const made = plans.get(questionnaire) ?? newPlan(questionnaire)
  plans.set(questionnaire, made)
  return made
}

function newPlan(questionnaire: Questionnaire): Plan {
  const { sections } = questionnaire
  const all = sections.map(({ showIf, questions }) => ({
    showIf,
    steps: questions.map((question) => ({ showIf: question.showIf, itemIds: itemsOf(question).map(({ id }) => id) })),
  }))
  const [free, bound] = [all.filter(({ showIf }) => !showIf).flatMap(({ steps }) => steps), all.filter(({ showIf }) => showIf)]
  const conditions = [...bound, ...all.flatMap(({ steps }) => steps)].flatMap(({ showIf }) => showIf ?? [])
  return {
    always: new Set(free.filter(({ showIf }) => !showIf).flatMap(({ itemIds }) => itemIds)),
    sections: all
      .map(({ showIf, steps }) => ({ showIf, steps: showIf ? steps : steps.filter((step) => step.showIf) }))
      .filter(({ steps }) => steps.length > 0),
    lookedAt: new Set(conditions.flatMap(testsIn).flatMap(({ item }) => computedLogic.sources?.(questionnaire, item) ?? [item])),
  }
}

/** All that a condition asks, whatever stands around it. */
export function testsIn(condition: Condition): readonly Test[] {
  if ('all' in condition) return condition.all.flatMap(testsIn)
  if ('any' in condition) return condition.any.flatMap(testsIn)
  return 'not' in condition ? testsIn(condition.not) : [condition]
}

/** The items that a condition looks at. */
export const itemsLookedAt = (condition: Condition): readonly string[] => testsIn(condition).map(({ item }) => item)
