import { canonical } from '../canonical'
import { type ClosedQuestion, isClosed } from '../questionnaire'
import type { Question, Questionnaire, Scale } from '../schema'
import { codeProblem, freeCopy } from './codes'

/** The questions that are answered on the scale, in the order of the design. */
export const usesOf = ({ sections }: Questionnaire, id: string): readonly ClosedQuestion[] =>
  sections.flatMap(({ questions }) => questions.filter(isClosed).filter(({ scale }) => scale === id))

/** The design with one more scale at the end; its id gets a "-copy" behind it when it is taken. */
export const addScale = (draft: Questionnaire, scale: Scale): Questionnaire => ({ ...draft, scales: [...draft.scales, { ...scale, id: freeId(draft, scale.id) }] })

/** A scale of the library as this design needs it: labels in its languages only, scores in its unit where they are whole numbers of it. */
export function fitted({ languages, scoreUnit }: Questionnaire, scale: Scale): Scale {
  const scores = scale.options.flatMap(({ score }) => (score === undefined ? [] : [score / scoreUnit]))
  const unit = scores.every((score) => Math.abs(score - Math.round(score)) < 1e-9) ? scoreUnit : 1
  const options = scale.options.map(({ score, label, ...rest }) => ({
    ...rest,
    label: Object.fromEntries(Object.entries(label).filter(([language]) => languages.includes(language))),
    ...(score === undefined ? {} : { score: Math.round(score / unit) }),
  }))
  return { ...scale, options }
}

/** The id of the scale in the design that has the very same options, if there is one. */
export function sameScale(draft: Questionnaire, { options }: Scale): string | undefined {
  const wanted = canonical(options)
  return draft.scales.find((scale) => scale.options.length === options.length && canonical(scale.options) === wanted)?.id
}

/** The design without the scale; a scale that a question is answered on stays. */
export const removeScale = (draft: Questionnaire, id: string): Questionnaire =>
  usesOf(draft, id).length > 0 ? draft : { ...draft, scales: draft.scales.filter((scale) => scale.id !== id) }

/** The design with a copy right behind the scale, under an id of its own. */
export const duplicateScale = (draft: Questionnaire, id: string): Questionnaire => withCopy(draft, id, freeId(draft, id))

/** The design with another id for the scale, its questions following; an id that is malformed or taken changes nothing. */
export function renameScale(draft: Questionnaire, id: string, next: string): Questionnaire {
  if (codeProblem(next, new Set(draft.scales.map((scale) => scale.id))) !== undefined) return draft
  const renamed = { ...draft, scales: draft.scales.map((scale) => (scale.id === id ? { ...scale, id: next } : scale)) }
  return withQuestions(renamed, (question) => (isClosed(question) && question.scale === id ? { ...question, scale: next } : question))
}

/** Gives one question its own copy of a scale that others share; a scale it has alone stays as it is. */
export function splitFor(draft: Questionnaire, id: string, questionId: string): Questionnaire {
  const uses = usesOf(draft, id)
  if (uses.length < 2 || !uses.some((question) => question.id === questionId)) return draft
  const own = freeId(draft, `${id.slice(0, 31)}-${questionId}`)
  return withQuestions(withCopy(draft, id, own), (question) => (isClosed(question) && question.id === questionId ? { ...question, scale: own } : question))
}

/** The id of the scale that the later design has and the earlier one had not. */
export const newScaleOf = (before: Questionnaire, after: Questionnaire): string | undefined =>
  after.scales.find(({ id }) => before.scales.every((scale) => scale.id !== id))?.id

const freeId = ({ scales }: Questionnaire, base: string): string => freeCopy(base, new Set(scales.map(({ id }) => id)))

const withCopy = (draft: Questionnaire, id: string, own: string): Questionnaire => ({
  ...draft,
  scales: draft.scales.flatMap((scale) => (scale.id === id ? [scale, { ...scale, id: own }] : [scale])),
})

const withQuestions = (draft: Questionnaire, edit: (question: Question) => Question): Questionnaire => ({
  ...draft,
  sections: draft.sections.map((section) => ({ ...section, questions: section.questions.map(edit) })),
})
