import { isUnbegun } from '../../../surveys/designing/blank'
import { addPreset, addReady, presets, scalesInUse } from '../../../surveys/designing/presets'
import { questionTypes } from '../../../surveys/designing/question-settings'
import { addQuestion } from '../../../surveys/designing/questions'
import { scaleLibrary } from '../../../surveys/designing/scale-library'
import type { Questionnaire } from '../../../surveys/instrument/schema'
import type { Desk } from '../frame/desk'
import { labelsOf, scaleTitle } from '../scales/naming'
import type { Choose } from './Outline'

type Props = {
  readonly desk: Desk
  readonly section: string
  readonly choose: Choose
  readonly onPaste: () => void
  readonly onLibrary: () => void
}

const shown = 4

/** What can be asked next in a section: on a scale that is asked with already, ready for the frequent cases, or of any type. */
export function AddMenu({ desk, section, choose, onPaste, onLibrary }: Props) {
  const { draft, change, say } = desk
  const add = ({ draft: next, id }: { readonly draft: Questionnaire; readonly id: string }) => {
    change(`add question ${id}`, () => next)
    choose({ tab: 'questions', section, question: id }, 'words')
  }
  const inUse = scalesInUse(draft).slice(0, shown)
  const isFirst = isUnbegun(draft)
  const paste = <Choice name={say('pasteQuestions')} text={say('pasteQuestionsShort')} onClick={onPaste} />
  return (
    <div class="adding">
      <h3 id="types" tabIndex={-1}>
        {say(isFirst ? 'addFirstQuestion' : 'addQuestionHere')}
      </h3>
      {inUse.length > 0 && (
        <>
          <h4>{say('addOnScale')}</h4>
          <ul class="types wide">
            {inUse.map(({ scale: id, type, count }) =>
              draft.scales
                .filter((scale) => scale.id === id)
                .map((scale) => (
                  <Choice
                    key={id}
                    name={scaleTitle(desk, scale)}
                    text={[
                      say('addOnScaleText', { type: say(`type_${type}`), n: String(count) }),
                      ...(desk.text(scale.name) === '' ? [] : [labelsOf(desk, scale)]),
                    ].join(': ')}
                    onClick={() => add(addReady(draft, section, type, id))}
                  />
                )),
            )}
          </ul>
        </>
      )}
      {isFirst && (
        <ul class="types">
          {paste}
          <Choice name={say('addTaken')} text={say('addTakenText')} onClick={onLibrary} />
        </ul>
      )}
      <h4>{say('addPreset')}</h4>
      <ul class="types">
        {presets.map((preset) => (
          <Choice
            key={preset.name}
            name={say(`preset_${preset.name}`)}
            text={say(`preset_${preset.name}_text`)}
            onClick={() => add(addPreset(draft, section, preset, scaleLibrary))}
          />
        ))}
        {!isFirst && paste}
      </ul>
      <h4>{say('addType')}</h4>
      <ul class="types">
        {questionTypes().map((type) => (
          <Choice
            key={type}
            name={say(`type_${type}`)}
            text={say(`type_${type}_text`)}
            onClick={() => add(addQuestion(draft, type, section))}
          />
        ))}
      </ul>
    </div>
  )
}

type ChoiceProps = { readonly name: string; readonly text: string; readonly onClick: () => void }

const Choice = ({ name, text, onClick }: ChoiceProps) => (
  <li>
    <button type="button" class="typeButton" onClick={onClick}>
      <b>{name}</b>
      <small>{text}</small>
    </button>
  </li>
)
