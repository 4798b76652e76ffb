import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { itemsById } from '../../../surveys/instrument/questionnaire'
import { type Choice, codeOf, isChoice, otherTextLimit, textOf } from '../../../surveys/instrument/questions/options'
import { folded } from '../../../surveys/instrument/folding'
import type { Option, QuestionOf } from '../../../surveys/instrument/schema'
import { isVisible, ownValue } from '../../../surveys/instrument/spelling'
import type { ViewProps } from '../model'
import { Field, told } from './Field'
import { Unchoose } from './OneOfScale'
import { Single } from './Single'

type ListProps = ViewProps<QuestionOf<'single'>>

/** One option out of several: all in sight, or found in a list where they are many. */
export const SingleOrList = (props: ListProps) => (props.question.asList ? <List {...props} /> : <Single {...props} />)

/** One option out of many: the browser's own list without script, with it a field in which one types what to find. */
function List({ question, asking }: ListProps) {
  const { id, required } = question
  const { wording, live } = asking
  const options = itemsById(asking.questionnaire).get(id)?.scale?.options ?? []
  const answer = ownValue(asking.answers, id)
  const choice = answer !== undefined && isChoice(answer) ? answer : undefined
  const chosen = choice === undefined ? undefined : options.find(({ code }) => code === codeOf(choice))
  const other = options.find(({ kind }) => kind === 'other')
  return (
    <Field question={question} asking={asking} hint={live ? wording.say('listHint') : undefined}>
      {live ? <Combobox {...{ question, asking, options, chosen }} /> : <Choices {...{ question, asking, options, chosen }} />}
      {other && (!live || chosen === other) ? <Other {...{ question, asking, other, choice }} /> : null}
      {live && chosen && !required && asking.layout === 'phone' ? <Unchoose item={id} asking={asking} /> : null}
    </Field>
  )
}

type ChoicesProps = ListProps & { readonly options: readonly Option[]; readonly chosen: Option | undefined }

const Choices = ({ question: { id, help }, asking, options, chosen }: ChoicesProps) => (
  <select class="field" id={id} name={id} {...told(id, asking, help !== undefined)}>
    <option value="">–</option>
    {options.map((option) => (
      <option key={option.code} value={option.code} selected={option === chosen}>
        {asking.wording.text(option.label)}
      </option>
    ))}
  </select>
)

/** A combobox with a list below it (WAI-ARIA 1.2): what is typed finds, with or without marks; arrows and Enter, or a tap, choose. */
function Combobox({ question: { id, required }, asking, options, chosen }: ChoicesProps) {
  const { wording } = asking
  const [typed, type] = useState<string>()
  const [isOpen, open] = useState(false)
  const [active, activate] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const label = chosen ? wording.text(chosen.label) : ''
  const found = matching(options, typed ?? '', (option) => wording.text(option.label))
  // What opens below the window comes into sight, with what is asked.
  useLayoutEffect(() => {
    const opened = list.current
    if (isOpen && opened && opened.getBoundingClientRect().bottom > innerHeight) opened.closest('.card')?.scrollIntoView()
  }, [isOpen])
  const said = (text: string) => document.getElementById('_said')?.replaceChildren(text)
  const close = () => {
    open(false)
    type(undefined)
    activate(0)
  }
  const choose = (option: Option | undefined) => {
    if (!option) return
    close()
    asking.answer(id, option.code)
    said(wording.text(option.label))
  }
  const find = (text: string) => {
    type(text)
    open(true)
    activate(0)
    said(wording.say('listFound', { n: matching(options, text, (option) => wording.text(option.label)).length }))
  }
  const move = (to: number) => {
    open(true)
    activate(to)
    list.current?.children[to]?.scrollIntoView({ block: 'nearest' })
  }
  const press = (event: KeyboardEvent) => {
    const at = { ArrowDown: isOpen ? Math.min(active + 1, found.length - 1) : active, ArrowUp: Math.max(active - 1, 0) }[event.key]
    if (at !== undefined) move(at)
    else if (event.key === 'Enter' && isOpen) choose(found[active])
    else if (event.key === 'Escape' && isOpen) close()
    else return
    event.preventDefault()
  }
  // Whoever empties the field has taken the choice back; whoever leaves in the middle of a search has not.
  const leave = () => {
    if (typed !== undefined && !isVisible(typed) && chosen && !required) asking.answer(id, undefined)
    close()
  }
  return (
    <div class="combobox">
      <input
        class="field"
        type="text"
        role="combobox"
        id={id}
        autocomplete="off"
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-activedescendant={isOpen && found.length > 0 ? `${id}-list-${active}` : undefined}
        {...told(id, asking, true)}
        value={typed ?? label}
        onInput={(event) => find(event.currentTarget.value)}
        onClick={() => open(true)}
        onFocus={({ currentTarget }) => currentTarget.select()}
        onKeyDown={press}
        onBlur={leave}
      />
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={wording.text(itemsById(asking.questionnaire).get(id)?.text ?? {})}
        ref={list}
        hidden={!isOpen || found.length === 0}
      >
        {found.map((option, at) => (
          <div
            key={option.code}
            id={`${id}-list-${at}`}
            class={at === active ? 'active' : undefined}
            role="option"
            data-code={option.code}
            aria-selected={option === chosen}
            tabIndex={-1}
            {...taps(() => choose(option))}
          >
            {wording.shown(option.label)}
          </div>
        ))}
      </div>
      {isOpen && found.length === 0 ? <p class="help">{wording.say('listNone')}</p> : null}
    </div>
  )
}

/** What a tap does; the focus stays in the field, whose keys do the same. */
const taps = (choose: () => void) => ({
  onMouseDown: (event: MouseEvent) => event.preventDefault(),
  onClick: choose,
})

/** The options in which every word that was typed is found, those first that begin with all of it. */
function matching(options: readonly Option[], typed: string, labelOf: (option: Option) => string): readonly Option[] {
  const sought = folded(typed).trim()
  if (sought === '') return options
  const words = sought.split(/\s+/)
  const found = options
    .map((option) => ({ option, label: folded(labelOf(option)) }))
    .filter(({ label }) => words.every((word) => label.includes(word)))
  const begins = ({ label }: { readonly label: string }): boolean => label.startsWith(sought)
  return [...found.filter(begins), ...found.filter((one) => !begins(one))].map(({ option }) => option)
}

type OtherProps = ListProps & { readonly other: Option; readonly choice: Choice | undefined }

const Other = ({ question: { id }, asking, other, choice }: OtherProps) => (
  <label class="other">
    <span>{asking.wording.say('otherText')}</span>
    <input
      type="text"
      name={`${id}.text`}
      maxLength={otherTextLimit}
      autocomplete="off"
      defaultValue={choice === undefined ? '' : textOf(choice)}
      onInput={({ currentTarget: { value } }) =>
        asking.answer(id, isVisible(value) ? { code: other.code, text: value.trim() } : other.code)
      }
    />
  </label>
)
