import type { Questionnaire } from '../instrument/schema'
import { changeRows } from './questions'

/** The design in which an option keeps its place, wherever its scale is shuffled, or moves with the others. */
export const fixOption = (draft: Questionnaire, scale: string, code: string, isFixed: boolean): Questionnaire => ({
  ...draft,
  scales: draft.scales.map((one) =>
    one.id === scale ? { ...one, options: one.options.map((option) => (option.code === code ? fixed(option, isFixed) : option)) } : one,
  ),
})

/** The same of a row. */
export const fixRow = (draft: Questionnaire, question: string, row: string, isFixed: boolean): Questionnaire =>
  changeRows(draft, question, (rows) => rows.map((one) => (one.id === row ? fixed(one, isFixed) : one)))

function fixed<Part extends { readonly fixed?: true | undefined }>({ fixed: _, ...part }: Part, isFixed: boolean) {
  return isFixed ? { ...part, fixed: true as const } : part
}
