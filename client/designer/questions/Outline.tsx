import { useState } from 'preact/hooks'
import type { Finding } from '../../../surveys/designing/findings'
import { findQuestion, moveQuestion, stepQuestion } from '../../../surveys/designing/questions'
import { moveRow } from '../../../surveys/designing/rows'
import { addSection, moveSection } from '../../../surveys/designing/sections'
import type { Desk } from '../desk'
import type { Place } from '../place'
import { OutlinePart } from './OutlinePart'
import { type Drop, useDragging } from './useDragging'

type Props = { readonly desk: Desk; readonly place: Place; readonly go: (place: Place) => void; readonly findings: readonly Finding[] }

/** Every section, question and row in order: chosen by a click, moved by hand, by keys and by buttons. */
export function Outline({ desk, place, go, findings }: Props) {
  const { draft, change, say, text } = desk
  const [told, tell] = useState('')
  const dropped = ({ what, id, group, at }: Drop) =>
    change(`move ${id}`, (before) => (what === 'section' ? moveSection(before, id, at) : what === 'question' ? moveQuestion(before, id, group, at) : moveRow(before, group, id, at)))
  const drag = useDragging(dropped)
  const stepSection = (id: string, by: -1 | 1) => {
    const to = draft.sections.findIndex((section) => section.id === id) + by
    change(`move ${id}`, (before) => moveSection(before, id, to))
    if (to >= 0 && to < draft.sections.length) tell(say('sectionMovedTo', { what: id, n: String(to + 1), of: String(draft.sections.length) }))
  }
  const stepOne = (id: string, by: -1 | 1) => {
    const next = stepQuestion(draft, id, by)
    change(`move ${id}`, () => next)
    const at = findQuestion(next, id)
    if (at) tell(say('movedTo', { what: id, n: String(at.at + 1), of: String(at.section.questions.length), section: text(at.section.title) || at.section.id }))
  }
  const stepRow = (matrix: string, id: string, by: -1 | 1) => {
    const question = findQuestion(draft, matrix)?.question
    if (question?.type !== 'matrix') return
    const to = question.items.findIndex((row) => row.id === id) + by
    change(`move ${id}`, (before) => moveRow(before, matrix, id, to))
    if (to >= 0 && to < question.items.length) tell(say('rowMovedTo', { what: id, n: String(to + 1), of: String(question.items.length) }))
  }
  const added = () => {
    const next = addSection(draft, draft.sections.length)
    change('add section', () => next)
    go({ tab: 'questions', section: next.sections.at(-1)?.id })
  }
  const troubled = troubledPlaces(findings)
  return (
    <div class="outliner" data-dragging={drag.isDragging ? '' : undefined}>
      <ol>{draft.sections.map((section, at) => <OutlinePart key={section.id} {...{ desk, section, at, place, go, troubled, drag, stepSection, stepOne, stepRow }} />)}</ol>
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
