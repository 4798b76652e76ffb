import { useMemo, useState } from 'preact/hooks'
import { type AskedAs, pastedQuestions, questionsOfLines, withPastedQuestions } from '../../../surveys/designing/pasted-in'
import { pasted, pastedLines } from '../../../surveys/designing/pasting'
import { questionTypes, settingsOf } from '../../../surveys/designing/question-settings'
import { findQuestion } from '../../../surveys/designing/questions'
import { hasRows, isClosed } from '../../../surveys/instrument/item'
import { mostItems } from '../../../surveys/instrument/limits'
import { items } from '../../../surveys/instrument/questionnaire'
import type { QuestionType } from '../../../surveys/instrument/schema'
import { numbersOf } from '../../text/numbers'
import { pastedWords } from '../../text/pasting'
import { ChoiceField } from '../frame/Fields'
import type { Desk } from '../frame/desk'
import type { Place } from '../frame/place'
import { ScaleChoice } from '../scales/ScaleChoice'

type Props = {
  readonly desk: Desk
  readonly section: string
  /** Where the first of what was taken is. */ readonly onTaken: (place: Place) => void
  readonly onClose: () => void
}

/** A whole list of questions is pasted: headings make sections, lines below a question its options; shown before it is taken as one step. */
export function PasteQuestions({ desk, section, onTaken, onClose }: Props) {
  const { draft, change, say, content, office, text: told } = desk
  const [text, setText] = useState('')
  const [asked, setAsked] = useState<AskedAs>(() => lastAsked(desk, section))
  const parts = useMemo(() => partsOf(text, draft.languages, content), [text, draft.languages, content])
  const questions = parts.flatMap((part) => part.questions)
  const room = mostItems - items(draft).length
  const count = numbersOf(office).count
  const take = () => {
    const made = withPastedQuestions(draft, section, parts, asked)
    change(`paste questions ${questions.length}`, () => made.draft)
    onTaken({ tab: 'questions', section: made.section, question: made.question })
  }
  const bare = questions.filter(({ options }) => options.length === 0).length
  return (
    <section class="paste" aria-labelledby="paste-questions">
      <h4 id="paste-questions">{say('pasteQuestions')}</h4>
      <p class="note" id="paste-questions-hint">
        {say('pasteQuestionsText')}
      </p>
      <textarea
        aria-labelledby="paste-questions"
        aria-describedby="paste-questions-hint"
        rows={8}
        dir="auto"
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
      {bare > 0 && (
        <div class="pair">
          <ChoiceField
            label={say('pasteAsked', { n: count(bare) })}
            value={asked.type}
            options={questionTypes()
              .filter((type) => !has(type, 'rows'))
              .map((type) => ({ value: type, text: say(`type_${type}`) }))}
            onChange={(type) => setAsked({ ...asked, type })}
          />
          {has(asked.type, 'scale') && (
            <ScaleChoice
              desk={desk}
              label={say('set_scale')}
              value={asked.scale ?? ''}
              onChange={(scale) => setAsked({ ...asked, scale })}
            />
          )}
        </div>
      )}
      <div aria-live="polite">
        {questions.length > 0 && (
          <p>
            {say('pasteQuestionsFound', {
              n: count(questions.length),
              parts: count(parts.filter(({ title }) => Object.keys(title).length > 0).length),
              lists: count(questions.length - bare),
            })}
          </p>
        )}
        {questions.length > room && (
          <p class="wrong">{say('pasteQuestionsMany', { most: count(mostItems), n: count(questions.length - room) })}</p>
        )}
      </div>
      {questions.length > 0 && (
        <ol class="paste-parts" aria-label={say('pastePreview')}>
          {parts.map((part, at) => (
            <li key={at}>
              {Object.keys(part.title).length > 0 && <b>{told(part.title)}</b>}
              <ul>
                {part.questions.map((question, place) => (
                  <li key={place}>
                    {question.id !== '' && <code>{question.id}</code>} {told(question.text)}
                    {question.options.length > 0 && <small>{question.options.map(({ words }) => told(words)).join(' · ')}</small>}
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ol>
      )}
      <p class="acts">
        <button type="button" disabled={questions.length === 0} onClick={take}>
          {say('pasteQuestionsTake', { n: count(questions.length) })}
        </button>
        <button type="button" class="tool" onClick={onClose}>
          {say('pasteClose')}
        </button>
      </p>
    </section>
  )
}

/** Cells of a sheet are questions with ids and words in several languages; everything else is read line by line. */
function partsOf(text: string, languages: readonly string[], content: string) {
  if (!text.includes('\t')) return pastedQuestions(text, content, pastedWords)
  const list = pasted(text, languages, content, pastedWords)
  return questionsOfLines(pastedLines(list, list.roles))
}

const has = (type: QuestionType, kind: 'scale' | 'rows'): boolean => settingsOf(type).some(({ control }) => control.kind === kind)

/** As the last question of the section is asked, else as the first of the design on a scale. */
function lastAsked({ draft }: Desk, section: string): AskedAs {
  const own = draft.sections.find(({ id }) => id === section)?.questions.at(-1)
  const all = draft.sections.flatMap(({ questions }) => questions)
  const like = findQuestion(draft, own?.id)?.question ?? all.findLast((one) => isClosed(one) && !hasRows(one))
  if (like && isClosed(like) && !hasRows(like)) return { type: like.type, scale: like.scale }
  return { type: 'rating', scale: draft.scales[0]?.id }
}
