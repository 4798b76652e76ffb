import { hasRows, isClosed } from '../../../surveys/instrument/item'
import { useEffect, useState } from 'preact/hooks'
import { itemsBefore } from '../../../surveys/designing/conditions'
import type { Finding } from '../../../surveys/designing/findings'
import { questionTypes, type QuestionSetting, settingIn, settingsOf, withSetting } from '../../../surveys/designing/question-settings'
import {
  addAlike,
  changeQuestion,
  changeSection,
  changeType,
  duplicateQuestion,
  type Placed,
  removeQuestion,
  removeSection,
  renameItem,
  sectionIds,
  settingsWithout,
  stepQuestion,
  usedIds,
  withFirstRow,
} from '../../../surveys/designing/questions'
import type { LocalText, Question, Section } from '../../../surveys/instrument/schema'
import { isDesignerWord } from '../../text/designer'
import { ChoiceField, CodeField, Field, Found, listKeys, LocalField, NumberField, TextField, Tick, useFocusOn } from '../frame/Fields'
import type { Desk } from '../frame/desk'
import { fetched, Lazy } from '../frame/Lazy'
import type { Place } from '../frame/place'
import { ScaleChoice } from '../scales/ScaleChoice'
import { ConditionEditor } from './ConditionEditor'
import { Fixed } from './Fixed'
import type { Choose } from './Outline'
import { TellAnswer, type TellingText } from './TellAnswer'

const nearModule = fetched(() => import('../scales/Near'))
const rowsModule = fetched(() => import('./RowsEditor'))

type QuestionEditorProps = {
  readonly desk: Desk
  readonly placed: Placed
  readonly choose: Choose
  readonly go: (place: Place) => void
  readonly onRenamed: (id: string) => void
  readonly findings: readonly Finding[]
}

/** Fetched with the first question, so that the next one has its options at once. */
const fetchNear = (): void => void nearModule.fetch().catch(() => undefined)

/** Everything of one question that the schema can say. */
export function QuestionEditor({ desk, placed: { question, section, at }, choose, go, onRenamed, findings }: QuestionEditorProps) {
  const { draft, change, say } = desk
  const { id } = question
  useEffect(fetchNear, [])
  // What it was before its type was changed, the latest first, as long as it is being edited.
  const [aside, setAside] = useState<readonly Question[]>([])
  const before = itemsBefore(draft, { section: section.id, question: id })
  const settings = settingsOf(question.type)
  const edit = (what: string, next: (now: Question) => Question) => change(`${what} ${id}`, (before) => changeQuestion(before, id, next))
  const duplicate = () => {
    const { draft: next, id: copy } = duplicateQuestion(draft, id)
    change(`duplicate ${copy}`, () => next)
    choose({ tab: 'questions', section: section.id, question: copy }, 'words')
  }
  const addNext = () => {
    const { draft: next, id: added } = addAlike(draft, id)
    change(`add question ${added}`, () => next)
    choose({ tab: 'questions', section: section.id, question: added }, 'words')
  }
  const step = (by: -1 | 1) => change(`step ${id} ${by}`, (before) => stepQuestion(before, id, by))
  const rename = (next: string) => {
    change(`rename ${id}`, (before) => renameItem(before, id, next))
    onRenamed(next)
  }
  const retype = (type: Question['type']) => {
    const before = [question, ...aside]
    setAside(before)
    change(`type ${id}`, (now) => withFirstRow(changeType(now, id, type, before.slice(1)), id))
  }
  const unused = [...new Set(aside.flatMap((one) => settingsWithout(one, question.type)))]
  const remove = () => {
    change(`remove question ${id}`, (before) => removeQuestion(before, id))
    choose({ tab: 'questions', section: section.id, question: (section.questions[at + 1] ?? section.questions[at - 1])?.id }, 'row')
  }
  return (
    <>
      <h2 tabIndex={-1}>{say('questionTitle', { id })}</h2>
      <LocalField
        desk={desk}
        label={say('questionText')}
        hint={say('questionTextHint')}
        lines={2}
        value={question.text}
        onInput={(text) => edit('text', (now) => ({ ...now, text }))}
        keys={listKeys(addNext, step)}
        mark="text"
      />
      <Found {...{ desk, findings }} />
      <div class="pair">
        <ChoiceField
          label={say('questionType')}
          hint={say(`type_${question.type}_text`)}
          value={question.type}
          options={questionTypes().map((type) => ({ value: type, text: say(`type_${type}`) }))}
          onChange={retype}
        />
        <CodeField
          say={say}
          label={say('questionId')}
          hint={say('questionIdHint')}
          kind="item"
          value={id}
          taken={usedIds(draft)}
          onChange={rename}
        />
      </div>
      <p class={unused.length > 0 ? 'note' : 'unseen'} aria-live="polite">
        {unused.length > 0 &&
          say('typeKept', { what: unused.map((name) => (name === 'items' ? say('rows') : named(desk, `set_${name}`, name))).join(', ') })}
      </p>
      {settings.filter(isList).map((setting) => (
        <SettingField key={setting.name} {...{ desk, question, setting, go }} />
      ))}
      <div class="settings">
        {settings
          .filter((setting) => !isList(setting))
          .map((setting) => (
            <SettingField key={setting.name} {...{ desk, question, setting, go }} />
          ))}
      </div>
      <Fixed {...{ desk, question }} />
      <LocalField
        desk={desk}
        label={say('questionHelp')}
        hint={say('questionHelpHint')}
        value={question.help}
        onInput={(help) => edit('help', (now) => ({ ...now, help: Object.keys(help).length > 0 ? help : undefined }))}
        mark="help"
      />
      <TellAnswer {...{ desk, before }} texts={tellingTexts(desk, question, edit)} />
      <ConditionEditor
        desk={desk}
        label={say('questionCondition')}
        condition={question.showIf}
        before={before}
        onChange={(showIf) => edit('condition', (now) => ({ ...now, showIf }))}
      />
      <p class="acts end">
        <button type="button" class="quietButton" onClick={addNext}>
          {say('addAlike')}
        </button>
        <button type="button" class="quietButton" onClick={duplicate}>
          {say('duplicate')}
        </button>
        <button type="button" class="tool" onClick={remove}>
          {say('removeQuestion')}
        </button>
      </p>
    </>
  )
}

/** The texts of a question that may tell what was answered before it. */
function tellingTexts(
  { say }: Desk,
  question: Question,
  edit: (what: string, next: (now: Question) => Question) => void,
): readonly TellingText[] {
  const rows = hasRows(question) ? question.items : []
  return [
    {
      mark: 'text',
      label: say('questionText'),
      text: question.text,
      write: (text) => edit('tell', (now) => ({ ...now, text })),
    },
    {
      mark: 'help',
      label: say('questionHelp'),
      text: question.help,
      write: (help) => edit('tell help', (now) => ({ ...now, help })),
    },
    ...rows.map(({ id, text }, at) => ({
      mark: `row ${id}`,
      label: say('rowText', { n: String(at + 1) }),
      text,
      write: (words: LocalText) =>
        edit(`tell ${id}`, (now) =>
          hasRows(now) ? { ...now, items: now.items.map((row) => (row.id === id ? { ...row, text: words } : row)) } : now,
        ),
    })),
  ]
}

type SectionEditorProps = {
  readonly desk: Desk
  readonly section: Section
  readonly choose: Choose
  readonly onRenamed: (id: string) => void
  readonly findings: readonly Finding[]
}

/** A section's words and conditions. */
export function SectionEditor({ desk, section, choose, onRenamed, findings }: SectionEditorProps) {
  const { draft, change, say, text } = desk
  const [sure, setSure] = useState(false)
  const focusOn = useFocusOn()
  const before = itemsBefore(draft, { section: section.id })
  const edit = (what: string, part: Partial<Section>) =>
    change(`${what} ${section.id}`, (before) => changeSection(before, section.id, (now) => ({ ...now, ...part })))
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
      <h2 tabIndex={-1}>{say('sectionTitle', { what: text(section.title) || say('unnamed') })}</h2>
      <LocalField desk={desk} label={say('sectionName')} value={section.title} onInput={(title) => edit('title', { title })} mark="title" />
      <Found {...{ desk, findings }} />
      <LocalField
        desk={desk}
        label={say('sectionIntro')}
        hint={say('sectionIntroHint')}
        lines={3}
        value={section.intro}
        onInput={(intro) => edit('intro', { intro: Object.keys(intro).length > 0 ? intro : undefined })}
        mark="intro"
      />
      <TellAnswer
        {...{ desk, before }}
        texts={[
          { mark: 'title', label: say('sectionName'), text: section.title, write: (title) => edit('tell title', { title }) },
          { mark: 'intro', label: say('sectionIntro'), text: section.intro, write: (intro) => edit('tell intro', { intro }) },
        ]}
      />
      <Tick
        label={say('sectionEach')}
        hint={say('sectionEachHint')}
        checked={section.each !== undefined}
        onChange={(isEach) => edit('each', { each: isEach ? 'agency' : undefined })}
      />
      <CodeField
        say={say}
        label={say('sectionId')}
        hint={say('sectionIdHint')}
        kind="item"
        value={section.id}
        taken={sectionIds(draft)}
        onChange={rename}
      />
      <ConditionEditor
        desk={desk}
        label={say('sectionCondition')}
        condition={section.showIf}
        before={before}
        onChange={(showIf) => edit('condition', { showIf })}
      />
      <p class="acts end">
        {sure ? (
          <>
            <span>{say('removeSectionSure', { n: String(section.questions.length) })}</span>
            <button type="button" class="grave" onClick={removed}>
              {say('removeSection')}
            </button>
            <button type="button" class="tool" onClick={() => ask(false)}>
              {say('keep')}
            </button>
          </>
        ) : (
          <button type="button" class="tool" onClick={() => (section.questions.length > 0 ? ask(true) : removed())}>
            {say('removeSection')}
          </button>
        )}
      </p>
    </>
  )
}

/** What is chosen from, and rows, stand next to the words. */
const isList = ({ control }: QuestionSetting): boolean => control.kind === 'scale' || control.kind === 'rows'

type SettingFieldProps = {
  readonly desk: Desk
  readonly question: Question
  readonly setting: QuestionSetting
  readonly go: (place: Place) => void
}

/** One setting of a question by the control that its shape asks for. */
function SettingField({ desk, question, setting: { name, isOptional, control }, go }: SettingFieldProps) {
  const { change } = desk
  const value = settingIn(question, name)
  const isTime = control.kind === 'day' || control.kind === 'moment'
  const label = named(desk, isTime ? `set_${name}_day` : `set_${name}`, name)
  const set = (next: unknown) =>
    change(`${name} ${question.id}`, (before) => changeQuestion(before, question.id, (now) => withSetting(now, name, next)))
  if (control.kind === 'scale')
    return (
      <>
        <ScaleChoice desk={desk} label={label} value={String(value)} onChange={set} what={`${name} ${question.id}`} />
        {isClosed(question) && (
          <Lazy of={nearModule} say={desk.say}>
            {({ NearScale }) => (
              <NearScale
                {...{ desk, question }}
                onQuestion={(id) => go({ tab: 'questions', question: id, isLed: true })}
                onScale={(scale) => go({ tab: 'scales', scale, isLed: true })}
              />
            )}
          </Lazy>
        )}
      </>
    )
  if (control.kind === 'rows')
    return hasRows(question) ? (
      <Lazy of={rowsModule} say={desk.say}>
        {({ RowsEditor }) => <RowsEditor {...{ desk, question }} />}
      </Lazy>
    ) : null
  if (control.kind === 'tick')
    return (
      <Tick
        label={label}
        {...hinted(desk, `set_${name}_hint`)}
        checked={value === true}
        onChange={(next) => set(next || !isOptional ? next : undefined)}
      />
    )
  if (control.kind === 'choice')
    return (
      <ChoiceField
        label={label}
        value={String(value)}
        options={control.options.map((option) => ({ value: option, text: named(desk, `set_${name}_${option}`, option) }))}
        onChange={set}
      />
    )
  if (control.kind === 'integer')
    return (
      <NumberField
        label={label}
        value={typeof value === 'number' ? value : undefined}
        {...bounds(control)}
        onChange={(next) => (next === undefined && !isOptional ? undefined : set(next === undefined ? undefined : Math.round(next)))}
      />
    )
  if (control.kind === 'words')
    return (
      <LocalField
        desk={desk}
        label={label}
        {...hinted(desk, `set_${name}_hint`)}
        value={wordsIn(value)}
        onInput={(text) => set(Object.keys(text).length > 0 ? text : undefined)}
      />
    )
  if (isTime)
    return (
      <Field label={label}>
        {(marks) => (
          <input
            {...marks}
            type={control.kind === 'day' ? 'date' : 'datetime-local'}
            value={typeof value === 'string' ? value : ''}
            onInput={({ currentTarget }) => set(currentTarget.value || undefined)}
          />
        )}
      </Field>
    )
  return (
    <TextField
      label={label}
      value={typeof value === 'string' ? value : ''}
      onInput={(next) => set(next === '' && isOptional ? undefined : next)}
    />
  )
}

const named = ({ say }: Desk, word: string, otherwise: string): string => (isDesignerWord(word) ? say(word) : otherwise)

const hinted = ({ say }: Desk, word: string): { readonly hint?: string } => (isDesignerWord(word) ? { hint: say(word) } : {})

/** A setting that holds words, as words. */
function wordsIn(value: unknown): LocalText | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}

const bounds = ({ min, max }: { readonly min: number | undefined; readonly max: number | undefined }) => ({
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
})
