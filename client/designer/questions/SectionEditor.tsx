import { useState } from 'preact/hooks'
import { itemsBefore } from '../../../surveys/designing/conditions'
import type { Finding } from '../../../surveys/designing/findings'
import { addQuestion } from '../../../surveys/designing/questions'
import { questionTypes } from '../../../surveys/designing/question-settings'
import { changeSection, removeSection, sectionIds } from '../../../surveys/designing/sections'
import type { Section } from '../../../surveys/schema'
import { ConditionEditor } from '../conditions/ConditionEditor'
import type { Desk } from '../desk'
import { CodeField } from '../fields/CodeField'
import { LocalField } from '../fields/LocalField'
import { useFocusOn } from '../useFocusOn'
import { Found } from './Found'
import type { Choose } from './QuestionsTab'

type Props = { readonly desk: Desk; readonly section: Section; readonly choose: Choose; readonly onRenamed: (id: string) => void; readonly findings: readonly Finding[] }

/** A section's words and conditions, and every kind of question that can be added to it. */
export function SectionEditor({ desk, section, choose, onRenamed, findings }: Props) {
  const { draft, change, say, text } = desk
  const [sure, setSure] = useState(false)
  const focusOn = useFocusOn()
  const edit = (what: string, part: Partial<Section>) => change(`${what} ${section.id}`, (before) => changeSection(before, section.id, (now) => ({ ...now, ...part })))
  const add = (type: Parameters<typeof addQuestion>[1]) => {
    const { draft: next, id } = addQuestion(draft, type, section.id)
    change(`add question ${id}`, () => next)
    choose({ tab: 'questions', section: section.id, question: id }, 'words')
  }
  const removed = () => {
    change(`remove section ${section.id}`, (before) => removeSection(before, section.id))
    const at = draft.sections.indexOf(section)
    choose({ tab: 'questions', section: (draft.sections[at + 1] ?? draft.sections[at - 1])?.id }, 'row')
  }
  const rename = (id: string) => {
    edit('rename', { id })
    onRenamed(id)
  }
  const ask = (isAsked: boolean) => {
    setSure(isAsked)
    focusOn('.paneEdit > .end > button:last-child')
  }
  return (
    <>
      <h2 tabIndex={-1}>{say('sectionTitle', { what: text(section.title) || section.id })}</h2>
      <Found {...{ desk, findings }} />
      <LocalField desk={desk} label={say('sectionName')} value={section.title} onInput={(title) => edit('title', { title })} />
      <LocalField desk={desk} label={say('sectionIntro')} hint={say('sectionIntroHint')} lines={3} value={section.intro} onInput={(intro) => edit('intro', { intro: Object.keys(intro).length > 0 ? intro : undefined })} />
      <CodeField say={say} label={say('sectionId')} hint={say('sectionIdHint')} kind="item" value={section.id} taken={sectionIds(draft)} onChange={rename} />
      <ConditionEditor desk={desk} label={say('sectionCondition')} condition={section.showIf} before={itemsBefore(draft, { section: section.id })} onChange={(showIf) => edit('condition', { showIf })} />
      <h3 id="types" tabIndex={-1}>{say('addQuestionHere')}</h3>
      <ul class="types">
        {questionTypes().map((type) => (
          <li key={type}><button type="button" class="typeButton" onClick={() => add(type)}><b>{say(`type_${type}`)}</b><small>{say(`type_${type}_text`)}</small></button></li>
        ))}
      </ul>
      <p class="acts end">
        {sure ? (
          <>
            <span>{say('removeSectionSure', { n: String(section.questions.length) })}</span>
            <button type="button" class="grave" onClick={removed}>{say('removeSection')}</button>
            <button type="button" class="tool" onClick={() => ask(false)}>{say('keep')}</button>
          </>
        ) : (
          <button type="button" class="tool" onClick={() => (section.questions.length > 0 ? ask(true) : removed())}>{say('removeSection')}</button>
        )}
      </p>
    </>
  )
}
