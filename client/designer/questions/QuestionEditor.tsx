import { itemsBefore } from '../../../surveys/designing/conditions'
import type { Finding } from '../../../surveys/designing/findings'
import { renameItem, usedIds } from '../../../surveys/designing/items'
import { changeQuestion, changeType, duplicateQuestion, type Placed, removeQuestion } from '../../../surveys/designing/questions'
import { questionTypes, settingsOf } from '../../../surveys/designing/question-settings'
import { ConditionEditor } from '../conditions/ConditionEditor'
import type { Desk } from '../desk'
import { Choice } from '../fields/Choice'
import { CodeField } from '../fields/CodeField'
import { LocalField } from '../fields/LocalField'
import { Found } from './Found'
import type { Choose } from './QuestionsTab'
import { SettingField } from './SettingField'
import type { Question } from '../../../surveys/schema'

type Props = { readonly desk: Desk; readonly placed: Placed; readonly choose: Choose; readonly onRenamed: (id: string) => void; readonly findings: readonly Finding[] }

/** Everything of one question that the schema can say. */
export function QuestionEditor({ desk, placed: { question, section, at }, choose, onRenamed, findings }: Props) {
  const { draft, change, say } = desk
  const { id } = question
  const edit = (what: string, next: (now: Question) => Question) => change(`${what} ${id}`, (before) => changeQuestion(before, id, next))
  const duplicate = () => {
    const { draft: next, id: copy } = duplicateQuestion(draft, id)
    change(`duplicate ${copy}`, () => next)
    choose({ tab: 'questions', section: section.id, question: copy }, 'words')
  }
  const rename = (next: string) => {
    change(`rename ${id}`, (before) => renameItem(before, id, next))
    onRenamed(next)
  }
  const remove = () => {
    change(`remove question ${id}`, (before) => removeQuestion(before, id))
    choose({ tab: 'questions', section: section.id, question: (section.questions[at + 1] ?? section.questions[at - 1])?.id }, 'row')
  }
  return (
    <>
      <h2 tabIndex={-1}>{say('questionTitle', { id })}</h2>
      <Found {...{ desk, findings }} />
      <LocalField desk={desk} label={say('questionText')} hint={say('questionTextHint')} lines={2} value={question.text} onInput={(text) => edit('text', (now) => ({ ...now, text }))} />
      <LocalField desk={desk} label={say('questionHelp')} hint={say('questionHelpHint')} value={question.help} onInput={(help) => edit('help', (now) => ({ ...now, help: Object.keys(help).length > 0 ? help : undefined }))} />
      <div class="pair">
        <Choice label={say('questionType')} value={question.type} options={questionTypes().map((type) => ({ value: type, text: say(`type_${type}`) }))} onChange={(type) => change(`type ${id}`, (before) => changeType(before, id, type))} />
        <CodeField say={say} label={say('questionId')} hint={say('questionIdHint')} kind="item" value={id} taken={usedIds(draft)} onChange={rename} />
      </div>
      {settingsOf(question.type).map((setting) => <SettingField key={setting.name} {...{ desk, question, setting }} />)}
      <ConditionEditor desk={desk} label={say('questionCondition')} condition={question.showIf} before={itemsBefore(draft, { section: section.id, question: id })} onChange={(showIf) => edit('condition', (now) => ({ ...now, showIf }))} />
      <p class="acts end">
        <button type="button" class="quietButton" onClick={duplicate}>{say('duplicate')}</button>
        <button type="button" class="tool" onClick={remove}>{say('removeQuestion')}</button>
      </p>
    </>
  )
}
