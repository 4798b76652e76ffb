import { useMemo, useState } from 'preact/hooks'
import {
  type AskedAs,
  isOnOptions,
  kindAsked,
  type PastedPart,
  pastedQuestions,
  withPastedQuestions,
} from '../../../surveys/designing/pasted-in'
import { pastedSheet, questionsOfSheet, type SheetRole } from '../../../surveys/designing/pasted-sheet'
import type { PastedLine } from '../../../surveys/designing/pasting'
import { questionTypes, settingsOf } from '../../../surveys/designing/question-settings'
import { findQuestion } from '../../../surveys/designing/questions'
import { hasRows, isClosed } from '../../../surveys/instrument/item'
import { mostItems } from '../../../surveys/instrument/limits'
import { items } from '../../../surveys/instrument/questionnaire'
import type { QuestionType } from '../../../surveys/instrument/schema'
import { numbersOf } from '../../text/numbers'
import { sheetWords } from '../../text/pasting'
import { ChoiceField } from '../frame/Fields'
import { type Desk, labelWithLanguage } from '../frame/desk'
import type { Place } from '../frame/place'
import { ScaleChoice } from '../scales/ScaleChoice'
import { Unspoken } from './Unspoken'
import { PastedTable, type RoleChoice } from './PastedTable'

type Props = {
  readonly desk: Desk
  readonly section: string
  /** Where the first of what was taken is. */ readonly onTaken: (place: Place) => void
  readonly onClose: () => void
}

/** A whole list of questions is pasted: headings make sections, lines below a question its options; shown before it is taken as one step. */
export function PasteQuestions({ desk, section, onTaken, onClose }: Props) {
  const { draft, change, say, content, office } = desk
  const [text, setText] = useState('')
  const [asked, setAsked] = useState<AskedAs>(() => lastAsked(desk, section))
  const [chosen, setChosen] = useState<readonly SheetRole[]>()
  const sheet = useMemo(
    () => (text.includes('\t') ? pastedSheet(text, draft.languages, content, sheetWords) : undefined),
    [text, draft.languages, content],
  )
  const roles = chosen?.length === sheet?.roles.length ? (chosen ?? []) : (sheet?.roles ?? [])
  const parts = useMemo(
    () => (sheet ? questionsOfSheet(sheet, roles, content, sheetWords) : pastedQuestions(text, content, sheetWords)),
    [sheet, text, roles, content],
  )
  const questions = parts.flatMap((part) => part.questions)
  const room = mostItems - items(draft).length
  const count = numbersOf(office).count
  const take = () => {
    const made = withPastedQuestions(draft, section, parts, asked, sheetWords)
    change(`paste questions ${questions.length}`, () => made.draft)
    onTaken({ tab: 'questions', section: made.section, question: made.question })
  }
  const bare = questions.filter(({ options, type }) => options.length === 0 && type === undefined).length
  const unused = questions.filter((one) => one.options.length > 0 && !isOnOptions(one)).length
  const lists = questions.filter(isOnOptions).length
  const titled = parts.filter(({ title }) => Object.keys(title).length > 0).length
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
        onInput={({ currentTarget }) => {
          setText(currentTarget.value)
          setChosen(undefined)
        }}
      />
      {sheet && <PastedTable {...{ desk, roles }} lines={sheet.lines} choices={choicesFor(desk)} onRoles={setChosen} />}
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
          <p>{say('pasteQuestionsFound', { what: foundIn(say, count, { questions: questions.length, parts: titled, lists }) })}</p>
        )}
        {sheet?.hadHead && <p class="note">{say('pasteHead')}</p>}
        {sheet && questions.length === 0 && <p class="wrong">{say('pasteNoWords')}</p>}
        {unused > 0 && <p class="note">{say('pasteOptionsUnused', { n: count(unused) })}</p>}
        <Unspoken {...{ desk }} languages={sheet?.unspoken ?? []} />
        {(sheet?.dropped ?? 0) > 0 && <p class="wrong">{say('pasteCut')}</p>}
        {questions.length > room && (
          <p class="wrong">{say('pasteQuestionsMany', { most: count(mostItems), n: count(questions.length - room) })}</p>
        )}
      </div>
      {questions.length > 0 && <Parts {...{ desk, parts, asked }} />}
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

/** How many there are of what there is. */
const foundIn = (
  say: Desk['say'],
  count: (n: number) => string,
  found: Readonly<Record<'questions' | 'parts' | 'lists', number>>,
): string =>
  (['questions', 'parts', 'lists'] as const)
    .filter((kind) => found[kind] > 0)
    .map((kind) => say(`pasteQuestionsFound_${kind}`, { n: count(found[kind]) }))
    .join(', ')

/** What a column of a sheet of questions can hold. */
const choicesFor = ({ say, office, draft }: Desk): readonly RoleChoice<SheetRole>[] => {
  const spoken = (kind: 'words' | 'help', label: string): readonly RoleChoice<SheetRole>[] =>
    draft.languages.map((tag) => ({ value: `${kind}:${tag}` as const, text: labelWithLanguage(tag, label, { draft, office, say }) }))
  return [
    ...spoken('words', say('questionText')),
    { value: 'type', text: say('questionType') },
    { value: 'options', text: say('pasteOptions') },
    ...spoken('help', say('questionHelp')),
    { value: 'id', text: say('questionId') },
    { value: 'section', text: say('pasteSection') },
    { value: 'required', text: say('set_required') },
    { value: 'skip', text: say('pasteSkip') },
  ]
}

type PartsProps = { readonly desk: Desk; readonly parts: readonly PastedPart[]; readonly asked: AskedAs }

/** The questions as they will be asked, under their sections. */
const Parts = ({ desk: { say, text: told }, parts, asked }: PartsProps) => {
  const optionTold = (line: PastedLine, type: QuestionType | undefined): string => {
    const kind = kindAsked(line, type, sheetWords)
    return kind === 'answer' ? told(line.words) : say(`pasteKindOf_${kind}`, { label: told(line.words) })
  }
  return (
    <ol class="paste-parts" aria-label={say('pastePreview')}>
      {parts.map((part, at) => (
        <li key={at}>
          {Object.keys(part.title).length > 0 && <b>{told(part.title)}</b>}
          <ul>
            {part.questions.map((question, place) => (
              <li key={place}>
                {question.id !== '' && <code>{question.id}</code>} {told(question.text)}
                <small>
                  {say(`type_${question.type ?? (isOnOptions(question) ? 'single' : asked.type)}`)}
                  {question.required && ` · ${say('set_required')}`}
                  {isOnOptions(question) && `: ${question.options.map((line) => optionTold(line, question.type)).join(' · ')}`}
                </small>
                {question.help && <small>{told(question.help)}</small>}
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  )
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
