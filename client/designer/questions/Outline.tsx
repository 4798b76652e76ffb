import { useState } from 'preact/hooks'
import { canonical } from '../../../surveys/canonical'
import type { Finding } from '../../../surveys/designing/findings'
import { findQuestion, moveQuestion, stepQuestion } from '../../../surveys/designing/questions'
import { moveRow } from '../../../surveys/designing/rows'
import { addSection, moveSection } from '../../../surveys/designing/sections'
import type { Questionnaire } from '../../../surveys/schema'
import type { Desk } from '../desk'
import type { Place } from '../place'
import { OutlinePart } from './OutlinePart'
import type { Choose } from './QuestionsTab'
import { type Dragged, useDragging } from './useDragging'
import { useHeldFocus } from './useHeldFocus'
import { whereNow } from './where-now'

type Props = { readonly desk: Desk; readonly place: Place; readonly choose: Choose; readonly findings: readonly Finding[] }

/** Every section, question and row in order: chosen by a click, moved by hand, by keys and by buttons. */
export function Outline({ desk, place, choose, findings }: Props) {
  const { draft, change, say } = desk
  const [told, tell] = useState('')
  const hold = useHeldFocus(draft)
  const arranged = (what: Dragged, id: string, group: string, next: Questionnaire) => {
    if (canonical(next.sections) === canonical(draft.sections)) return
    const where = whereNow(desk, next, what, id, group)
    hold()
    change(where, () => next)
    tell(where)
  }
  const drag = useDragging(({ what, id, group, at }) =>
    arranged(what, id, group, what === 'section' ? moveSection(draft, id, at) : what === 'question' ? moveQuestion(draft, id, group, at) : moveRow(draft, group, id, at)))
  const stepSection = (id: string, by: -1 | 1) => arranged('section', id, '', moveSection(draft, id, draft.sections.findIndex((section) => section.id === id) + by))
  const stepOne = (id: string, by: -1 | 1) => arranged('question', id, '', stepQuestion(draft, id, by))
  const stepRow = (matrix: string, id: string, by: -1 | 1) => {
    const question = findQuestion(draft, matrix)?.question
    if (question?.type === 'matrix') arranged('row', id, matrix, moveRow(draft, matrix, id, question.items.findIndex((row) => row.id === id) + by))
  }
  const added = () => {
    const next = addSection(draft, draft.sections.length)
    change(`add section ${draft.sections.length}`, () => next)
    choose({ tab: 'questions', section: next.sections.at(-1)?.id }, 'words')
  }
  const troubled = troubledPlaces(findings)
  return (
    <div class="outliner" data-dragging={drag.isDragging ? '' : undefined}>
      <ol>{draft.sections.map((section, at) => <OutlinePart key={section.id} {...{ desk, section, at, place, choose, troubled, drag, stepSection, stepOne, stepRow }} />)}</ol>
      <button type="button" class="quietButton" onClick={added}>{say('addSection')}</button>
      <p class="unseen" role="status">{told}</p>
    </div>
  )
}

function troubledPlaces(findings: readonly Finding[]): ReadonlySet<string> {
  return new Set(findings.flatMap(({ place, severity }) => {
    if (place.tab !== 'questions' || severity !== 'error') return []
    return place.question === undefined ? [`section ${place.section ?? ''}`] : [`question ${place.question}`]
  }))
}
