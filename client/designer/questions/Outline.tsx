import { useState } from 'preact/hooks'
import { addSection, moveSection } from '../../../surveys/designing/sections'
import { findQuestion, moveQuestion, stepQuestion } from '../../../surveys/designing/questions'
import type { Finding } from '../../../surveys/designing/findings'
import type { Questionnaire, Section } from '../../../surveys/schema'
import type { Desk } from '../desk'
import type { Place } from '../place'
import { useFocusOn } from '../useFocusOn'
import type { Choose } from './QuestionsTab'
import { Row } from './Row'
import { useDragging } from './useDragging'

type Props = { readonly desk: Desk; readonly place: Place; readonly choose: Choose; readonly findings: readonly Finding[] }

/** Every section and question in order: chosen by a click, moved by hand, by keys and by buttons. */
export function Outline({ desk, place, choose, findings }: Props) {
  const { draft, change, say, text } = desk
  const [told, tell] = useState('')
  const focusOn = useFocusOn()
  const troubled = troubledPlaces(findings)
  const edit = (what: string, next: Questionnaire) => change(what, () => next)
  const stepped = (id: string, step: -1 | 1) => {
    const next = stepQuestion(draft, id, step)
    edit(`move ${id}`, next)
    focusOn(`[data-question="${id}"] > .row ${handOn(step)}`)
    const at = findQuestion(next, id)
    if (at) tell(say('movedTo', { what: id, n: String(at.at + 1), of: String(at.section.questions.length), section: text(at.section.title) || at.section.id }))
  }
  const sectionStepped = (id: string, step: -1 | 1) => {
    const to = draft.sections.findIndex((section) => section.id === id) + step
    edit(`move ${id}`, moveSection(draft, id, to))
    focusOn(`[data-section="${id}"] > .row ${handOn(step)}`)
    if (to >= 0 && to < draft.sections.length) tell(say('sectionMovedTo', { what: id, n: String(to + 1), of: String(draft.sections.length) }))
  }
  const drag = useDragging((id, section, at) => edit(`move ${id}`, moveQuestion(draft, id, section, at)))
  const added = () => {
    const next = addSection(draft, draft.sections.length)
    edit('add section', next)
    choose({ tab: 'questions', section: next.sections.at(-1)?.id }, 'words')
  }
  const isChosen = (section: Section) => place.question === undefined && place.section === section.id
  return (
    <div class="outliner" {...drag.area}>
      <ol>
        {draft.sections.map((section, at) => (
          <li key={section.id} class="part" data-section={section.id}>
            <Row
              label={say('partNumber', { n: String(at + 1) })} text={text(section.title)} name={section.id} desk={desk} chosen={isChosen(section)} trouble={troubled.has(`section ${section.id}`)}
              note={section.showIf ? say('conditional') : ''} choose={() => choose({ tab: 'questions', section: section.id })} step={(by) => sectionStepped(section.id, by)}
            />
            <ol>
              {section.questions.map((question, place_) => (
                <li key={question.id} data-question={question.id} data-at={place_} class={drag.target === `${section.id} ${place_}` ? 'target' : undefined}>
                  <Row
                    label={question.id} text={text(question.text)} name={question.id} desk={desk} chosen={place.question === question.id} trouble={troubled.has(`question ${question.id}`)}
                    note={`${say(`type_${question.type}`)}${question.showIf ? ` · ${say('conditional')}` : ''}`} grip={drag.grip(question.id)}
                    choose={() => choose({ tab: 'questions', section: section.id, question: question.id })} step={(by) => stepped(question.id, by)}
                  />
                </li>
              ))}
              <li class={`last${drag.target === `${section.id} ${section.questions.length}` ? ' target' : ''}`} data-at={section.questions.length}>
                <button type="button" class="add" onClick={() => choose({ tab: 'questions', section: section.id }, 'types')} aria-label={say('addQuestionTo', { section: text(section.title) || section.id })}>{say('addQuestion')}</button>
              </li>
            </ol>
          </li>
        ))}
      </ol>
      <button type="button" class="quietButton" onClick={added}>{say('addSection')}</button>
      <p class="unseen" role="status">{told}</p>
    </div>
  )
}

/** What of a row is being pressed: its button for that step, or the row itself. */
const handOn = (step: -1 | 1): string => (document.activeElement?.closest('.steps2') ? `[data-step="${step}"]` : '.pickRow')

function troubledPlaces(findings: readonly Finding[]): ReadonlySet<string> {
  return new Set(findings.flatMap(({ place, severity }) => {
    if (place.tab !== 'questions' || severity !== 'error') return []
    return place.question === undefined ? [`section ${place.section ?? ''}`] : [`question ${place.question}`]
  }))
}
