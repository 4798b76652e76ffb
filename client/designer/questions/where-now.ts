import { findQuestion } from '../../../surveys/designing/questions'
import type { Questionnaire } from '../../../surveys/schema'
import type { Desk } from '../desk'
import type { Dragged } from './useDragging'

/** Where a part of the outline stands after a move, for who does not see it. */
export function whereNow({ say, text }: Desk, draft: Questionnaire, what: Dragged, id: string, matrix: string): string {
  const numbers = (ids: readonly { readonly id: string }[]) => ({ what: id, n: String(ids.findIndex((one) => one.id === id) + 1), of: String(ids.length) })
  if (what === 'section') return say('sectionMovedTo', numbers(draft.sections))
  const { section, question } = findQuestion(draft, what === 'row' ? matrix : id) ?? {}
  if (what === 'row') return question?.type === 'matrix' ? say('rowMovedTo', numbers(question.items)) : ''
  return section ? say('movedTo', { ...numbers(section.questions), section: text(section.title) || section.id }) : ''
}
