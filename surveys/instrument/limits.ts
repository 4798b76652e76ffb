import type { AskedQuestion } from './item'
import type { Problem } from './problems'
import { isAsked, keepings } from './questions/registry'
import type { Questionnaire } from './schema'

/** More responses than any campaign gathers; its sums hold as many without losing a unit. */
export const mostResponses = 10_000_000

/** The largest number or score: the squares of as many responses are a sum that a double holds exactly (below 2⁵³). */
export const largestNumber = 30_000

/** What a questionnaire may hold at most, so that its figures stay exact. */
export const limitProblems = (questionnaire: Questionnaire): readonly Problem[] => [
  ...numberProblems(questionnaire),
  ...scoreProblems(questionnaire),
]

function numberProblems({ sections }: Questionnaire): readonly Problem[] {
  return sections.flatMap(({ questions }) =>
    questions.flatMap((question) =>
      isAsked(question)
        ? limitsOf(question)
            .filter(({ value }) => isTooLarge(value))
            .map(({ field, value }) => tooLarge(`question "${question.id}".${field}`, field, value))
        : [],
    ),
  )
}

function limitsOf(question: AskedQuestion): readonly { readonly field: 'min' | 'max'; readonly value: number }[] {
  const range = keepings[question.type].range?.(question)
  return range
    ? [
        { field: 'min', value: range.low },
        { field: 'max', value: range.high },
      ]
    : []
}

const scoreProblems = ({ scales }: Questionnaire): readonly Problem[] =>
  scales.flatMap(({ id, options }) =>
    options.flatMap(({ code, score }) =>
      score !== undefined && isTooLarge(score) ? [tooLarge(`scales "${id}".options "${code}"`, 'score', score)] : [],
    ),
  )

const isTooLarge = (value: number): boolean => Math.abs(value) > largestNumber

const tooLarge = (path: string, field: 'min' | 'max' | 'score', seen: number): Problem => ({
  path,
  rule: 'sums_not_exact',
  message: `${seen} is outside ${-largestNumber}…${largestNumber}; the sums of larger numbers would not be exact`,
  values: { field, seen, limit: largestNumber },
})
