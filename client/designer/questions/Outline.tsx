import { hasRows } from '../../../surveys/instrument/item'
import { Component, type ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { isUnbegun } from '../../../surveys/designing/blank'
import type { Finding } from '../../../surveys/designing/findings'
import { addSection, findQuestion, moveQuestion, moveRow, moveSection, stepQuestion } from '../../../surveys/designing/questions'
import { canonical } from '../../../surveys/instrument/canonical'
import type { Question, Questionnaire, Section } from '../../../surveys/instrument/schema'
import { placeOfQuestion, placeOfSection } from '../../../surveys/designing/threads'
import type { Desk } from '../frame/desk'
import type { Place } from '../frame/place'

/** Goes to a question or a section, and takes the keyboard along. */
export type Choose = (place: Place, target?: keyof typeof targets) => void

/** Where the keyboard goes with a choice. On a wide screen what was chosen in the outline leaves it there. */
export const targets = {
  editor: '.paneEdit h2',
  heading: '.paneEdit h2',
  words: '.paneEdit .field :is(textarea, input)',
  row: '.outliner [aria-current], .outliner > .quietButton',
} as const

export type QuestionsProps = {
  readonly desk: Desk
  readonly place: Place
  readonly go: (place: Place) => void
  readonly findings: readonly Finding[]
  readonly address: string
}

type OutlineProps = {
  readonly desk: Desk
  readonly place: Place
  readonly choose: Choose
  readonly findings: readonly Finding[]
  /** What is being edited, which opens below its line. */ readonly editor: ComponentChildren
  /** The section to which something is being added, and the menu for that. */
  readonly adding: { readonly section: string; readonly menu: ComponentChildren } | undefined
  readonly onAdd: (section: string) => void
  /** What a question or a section is drawn by, which stays when it gets another id. */
  readonly keyOf: KeyOf
}

type KeyOf = (what: 'question' | 'section', id: string) => string

/** Keys of a list, each once. */
function keysOf(keyOf: KeyOf, what: 'question' | 'section', list: readonly { readonly id: string }[]): readonly string[] {
  const taken = new Set<string>()
  return list.map(({ id }, at) => {
    const key = [keyOf(what, id), id].find((one) => !taken.has(one)) ?? `${id} ${at}`
    taken.add(key)
    return key
  })
}

/** Every section, question and row in order: chosen by a click and edited in place, moved by hand, by keys and by buttons. */
export function Outline({ desk, place, choose, findings, editor, adding, onAdd, keyOf }: OutlineProps) {
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
    arranged(
      what,
      id,
      group,
      what === 'section'
        ? moveSection(draft, id, at)
        : what === 'question'
          ? moveQuestion(draft, id, group, at)
          : moveRow(draft, group, id, at),
    ),
  )
  const stepSection = (id: string, by: -1 | 1) =>
    arranged('section', id, '', moveSection(draft, id, draft.sections.findIndex((section) => section.id === id) + by))
  const stepOne = (id: string, by: -1 | 1) => arranged('question', id, '', stepQuestion(draft, id, by))
  const stepRow = (matrix: string, id: string, by: -1 | 1) => {
    const question = findQuestion(draft, matrix)?.question
    if (question && hasRows(question))
      arranged('row', id, matrix, moveRow(draft, matrix, id, question.items.findIndex((row) => row.id === id) + by))
  }
  const added = () => {
    const next = addSection(draft, draft.sections.length)
    change(`add section ${draft.sections.length}`, () => next)
    choose({ tab: 'questions', section: next.sections.at(-1)?.id }, 'words')
  }
  const troubled = troubledPlaces(findings)
  const acts = useLatest<OutlineActs>({ choose, stepSection, stepOne, stepRow, onAdd, keyOf, ...drag })
  const keys = keysOf(keyOf, 'section', draft.sections)
  return (
    <div class="outliner" data-dragging={drag.isDragging ? '' : undefined}>
      <ol>
        {draft.sections.map((section, at) => (
          <Part
            key={keys[at]}
            {...{ desk, section, at, acts }}
            chosen={place.section === section.id ? place : undefined}
            editor={place.section === section.id ? editor : undefined}
            menu={adding?.section === section.id ? adding.menu : undefined}
            troubled={troubledIn(troubled, section)}
            target={targetIn(drag.target, section, at)}
          />
        ))}
      </ol>
      <button type="button" class="quietButton" onClick={added}>
        {say('addSection')}
      </button>
      <p class="unseen" role="status">
        {told}
      </p>
    </div>
  )
}

/** Ids of questions and sections that have errors, each as often as it has. */
function troubledPlaces(findings: readonly Finding[]): ReadonlySet<string> {
  return new Set(
    findings.flatMap(({ place, severity }) => {
      if (place.tab !== 'questions' || severity !== 'error') return []
      return place.question === undefined ? [`section ${place.section ?? ''}`] : [`question ${place.question}`]
    }),
  )
}

/** Of those the ones in a section, as one text, which is the same as long as they are. */
const troubledIn = (troubled: ReadonlySet<string>, { id, questions }: Section): string =>
  [`section ${id}`, ...questions.map((question) => `question ${question.id}`)].filter((one) => troubled.has(one)).join('\n')

/** Where something is dropped, if that is in this section. */
const targetIn = (target: Target | undefined, { id, questions }: Section, at: number): Target | undefined =>
  target && (target.what === 'section' ? target.line === at : target.group === id || questions.some((one) => one.id === target.group))
    ? target
    : undefined

type OutlineActs = {
  readonly choose: Choose
  readonly stepSection: (id: string, by: -1 | 1) => void
  readonly stepOne: (id: string, by: -1 | 1) => void
  readonly stepRow: (matrix: string, id: string, by: -1 | 1) => void
  readonly onAdd: (section: string) => void
  readonly keyOf: KeyOf
  readonly grip: (what: Dragged, id: string) => Grip
  readonly place: (target: Target | undefined, what: Dragged, group: string, at: number) => ReturnType<typeof dropMarks>
}

/** Always the newest of what changes with each drawing, so that what is drawn with it need not be. */
function useLatest<T>(now: T): { readonly current: T } {
  const latest = useRef(now)
  latest.current = now
  return latest
}

type OutlinePartProps = {
  readonly desk: Desk
  readonly section: Section
  readonly at: number
  readonly acts: { readonly current: OutlineActs }
  /** The place that is being edited, if it is in this section. */ readonly chosen: Place | undefined
  readonly editor: ComponentChildren
  readonly menu: ComponentChildren
  /** `section s` and `question q` of those that have errors. */ readonly troubled: string
  readonly target: Target | undefined
}

/** A section is drawn anew when something in it has changed: of 500 questions the others cost nothing while somebody types. */
class Part extends Component<OutlinePartProps> {
  override shouldComponentUpdate(next: OutlinePartProps): boolean {
    const now = this.props
    return (
      next.section !== now.section ||
      next.at !== now.at ||
      next.chosen !== now.chosen ||
      next.editor !== now.editor ||
      next.menu !== now.menu ||
      next.troubled !== now.troubled ||
      next.target !== now.target ||
      next.desk.content !== now.desk.content ||
      next.desk.openRemarks !== now.desk.openRemarks ||
      next.desk.draft.languages !== now.desk.draft.languages
    )
  }

  render(props: OutlinePartProps): ComponentChildren {
    return <OutlinePart {...props} />
  }
}

/** A section with its questions. */
function OutlinePart(props: OutlinePartProps) {
  const { desk, section, at, chosen, troubled, target, acts, editor, menu } = props
  const { say, text } = desk
  const { questions } = section
  const { place, grip, keyOf } = acts.current
  const keys = keysOf(keyOf, 'question', questions)
  const isChosen = chosen !== undefined && chosen.question === undefined
  // The first question comes before the settings of the section in which it will stand.
  const isBeginning = desk.draft.sections.length === 1 && isUnbegun(desk.draft)
  return (
    <li {...place(target, 'section', '', at)}>
      <Row
        label={say('partNumber', { n: String(at + 1) })}
        text={text(section.title)}
        name={section.id}
        desk={desk}
        chosen={isChosen}
        trouble={troubled.split('\n').includes(`section ${section.id}`)}
        note={section.showIf ? say('conditional') : ''}
        said={desk.openRemarks?.get(placeOfSection(section.id))}
        grip={grip('section', section.id)}
        choose={() => acts.current.choose({ tab: 'questions', section: section.id })}
        step={(by) => acts.current.stepSection(section.id, by)}
      />
      {isChosen && !isBeginning && editor}
      <ol>
        {questions.map((question, place_) => (
          <li key={keys[place_]} {...place(target, 'question', section.id, place_)}>
            <OutlineQuestion {...props} question={question} />
          </li>
        ))}
        <li key="add" data-end="" {...place(target, 'question', section.id, questions.length)}>
          <button
            type="button"
            class="add"
            aria-expanded={menu !== undefined}
            onClick={() => acts.current.onAdd(section.id)}
            aria-label={say('addQuestionTo', { section: text(section.title) || section.id })}
          >
            {say('addQuestion')}
          </button>
          {menu}
        </li>
      </ol>
      {isChosen && isBeginning && editor}
    </li>
  )
}

/** A question, its editor below it when it is chosen, else the rows of a matrix. */
function OutlineQuestion({
  desk,
  section,
  question,
  chosen,
  troubled,
  target,
  acts,
  editor,
}: OutlinePartProps & { readonly question: Question }) {
  const { say, text } = desk
  const { grip, place } = acts.current
  const choose = (row?: string) => acts.current.choose({ tab: 'questions', section: section.id, question: question.id, row })
  const isChosen = chosen?.question === question.id
  return (
    <>
      <Row
        label={question.id}
        text={text(question.text)}
        name={question.id}
        desk={desk}
        chosen={isChosen}
        trouble={troubled.split('\n').includes(`question ${question.id}`)}
        note={`${say(`type_${question.type}`)}${question.showIf ? ` · ${say('conditional')}` : ''}`}
        said={desk.openRemarks?.get(placeOfQuestion(question.id))}
        grip={grip('question', question.id)}
        choose={() => choose()}
        step={(by) => acts.current.stepOne(question.id, by)}
      />
      {isChosen && editor}
      {!isChosen && hasRows(question) && question.items.length > 0 && (
        <ol>
          {question.items.map((row, at) => (
            <li key={row.id} {...place(target, 'row', question.id, at)}>
              <Row
                label={row.id}
                text={text(row.text)}
                name={row.id}
                desk={desk}
                chosen={false}
                trouble={false}
                note=""
                grip={grip('row', row.id)}
                choose={() => choose(row.id)}
                step={(by) => acts.current.stepRow(question.id, row.id, by)}
              />
            </li>
          ))}
        </ol>
      )}
    </>
  )
}

type RowProps = {
  readonly desk: Desk
  readonly label: string
  readonly text: string
  /** What it is called when it is moved. */
  readonly name: string
  readonly note: string
  readonly chosen: boolean
  /** Something here forbids to publish. */
  readonly trouble: boolean
  /** How much was said about it that is open. */
  readonly said?: number | undefined
  readonly grip?: Grip
  readonly choose: () => void
  readonly step: (by: -1 | 1) => void
}

/** A line of the outline. With Alt the arrow keys move it; the chosen one has buttons that do. */
function Row({ desk: { say }, label, text, name, note, chosen, trouble, said = 0, grip, choose, step }: RowProps) {
  const pressed = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : undefined
    if (!event.altKey || by === undefined) return
    event.preventDefault()
    step(by)
  }
  return (
    <div class={chosen ? 'row chosen' : 'row'} data-row={name}>
      {grip && (
        <span class="grip" aria-hidden="true" {...grip}>
          ⋮⋮
        </span>
      )}
      <button
        type="button"
        class="pickRow"
        aria-current={chosen ? 'true' : undefined}
        aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
        onClick={choose}
        onKeyDown={pressed}
      >
        <span class="asks">
          <span class="label">{label}</span> <span class="words">{text || say('unnamed')}</span>
        </span>{' '}
        <small>
          {note}
          {trouble && (
            <b>
              {note && ' · '}
              {say('hasErrors')}
            </b>
          )}
          {said > 0 && <span class="said"> · {say('remarksOpen', { n: String(said) })}</span>}
        </small>
      </button>
      {chosen && (
        <span class="steps2">
          <button type="button" class="tool" data-step={-1} aria-label={say('moveUpOf', { what: name })} onClick={() => step(-1)}>
            {say('moveUp')}
          </button>
          <button type="button" class="tool" data-step={1} aria-label={say('moveDownOf', { what: name })} onClick={() => step(1)}>
            {say('moveDown')}
          </button>
        </span>
      )}
    </div>
  )
}

/** Where a part of the outline stands after a move, for who does not see it. */
function whereNow({ say, text }: Desk, draft: Questionnaire, what: Dragged, id: string, matrix: string): string {
  const numbers = (ids: readonly { readonly id: string }[]) => ({
    what: id,
    n: String(ids.findIndex((one) => one.id === id) + 1),
    of: String(ids.length),
  })
  if (what === 'section') return say('sectionMovedTo', numbers(draft.sections))
  const { section, question } = findQuestion(draft, what === 'row' ? matrix : id) ?? {}
  if (what === 'row') return question && hasRows(question) ? say('rowMovedTo', numbers(question.items)) : ''
  return section ? say('movedTo', { ...numbers(section.questions), section: text(section.title) || section.id }) : ''
}

/** What a handle needs to be dragged by mouse, pen or finger. */
type Grip = {
  readonly onPointerDown: (event: PointerEvent) => void
  readonly onPointerMove: (event: PointerEvent) => void
  readonly onPointerUp: () => void
  readonly onPointerCancel: () => void
}

/** Sections move among sections, questions through all of them, rows within their matrix. */
type Dragged = 'section' | 'question' | 'row'

/** A place in the list of a group: the section of questions, the matrix of rows. */
export type Drop = { readonly what: Dragged; readonly id: string; readonly group: string; readonly at: number }

/** Moves the parts of an outline by hand: the place under the pointer is marked, letting go drops the part there. */
function useDragging(drop: (drop: Drop) => void) {
  const dragged = useRef<Taken | undefined>(undefined)
  const [target, show] = useState<Target>()
  const over = useRef<Target | undefined>(undefined)
  const setTarget = (next: Target | undefined): void => {
    over.current = next
    show(next)
  }
  const latest = useLatest(drop)
  const [held, hold] = useState<{ readonly grip: Element; readonly top: number }>()
  // What is being edited is folded meanwhile, so that the places to drop on come together; what is held stays under the hand.
  useLayoutEffect(() => {
    if (held) scrollBy(0, held.grip.getBoundingClientRect().top - held.top)
  }, [held])
  const end = (): void => {
    dragged.current = undefined
    setTarget(undefined)
    hold(undefined)
  }
  const grip = (what: Dragged, id: string): Grip => ({
    onPointerDown: (event) => {
      event.preventDefault()
      if (!(event.currentTarget instanceof Element)) return
      dragged.current = takenFrom(id, event.currentTarget)
      hold({ grip: event.currentTarget, top: event.currentTarget.getBoundingClientRect().top })
      event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerMove: ({ clientX, clientY }) => {
      if (dragged.current?.id === id) setTarget(placeUnder(what, dragged.current, clientX, clientY))
    },
    onPointerUp: () => {
      if (dragged.current?.id === id && over.current) latest.current(over.current)
      end()
    },
    onPointerCancel: end,
  })
  return { grip, place: dropMarks, target, isDragging: held !== undefined }
}

/** What marks a line as a place to drop on. */
const dropMarks = (target: Target | undefined, what: Dragged, group: string, at: number) => ({
  'data-drop': what,
  'data-group': group,
  'data-at': at,
  class: target?.what === what && target.group === group && target.line === at ? (target.isBelow ? 'target below' : 'target') : undefined,
})

type Taken = { readonly id: string; readonly group: string; readonly at: number }

/** The line that is marked, above or below which the part will stand. */
type Target = Drop & { readonly line: number; readonly isBelow: boolean }

const takenFrom = (id: string, grip: Element): Taken => ({ id, ...lineOf(grip.closest<HTMLElement>('[data-drop]')) })

const lineOf = (line: HTMLElement | null) => ({ group: line?.dataset['group'] ?? '', at: Number(line?.dataset['at'] ?? 0) })

/** Further down its own list a part takes the place of the marked line, which moves up; the line behind the last one stands for the end. */
function placeUnder(what: Dragged, { id, group, at: from }: Taken, x: number, y: number): Target | undefined {
  const line = document.elementFromPoint(x, y)?.closest<HTMLElement>(`[data-drop="${what}"]`)
  if (!line) return undefined
  const over = lineOf(line)
  const isOwn = over.group === group && over.at > from
  const isEnd = line.dataset['end'] !== undefined
  return { what, id, group: over.group, at: isOwn && isEnd ? over.at - 1 : over.at, line: over.at, isBelow: isOwn && !isEnd }
}

type Held = { readonly what: string; readonly name: string; readonly control: number }

/** Keeps the keyboard at the row that moves, also into another list, where it is drawn anew: call the result before the move. */
function useHeldFocus(drawn: unknown): () => void {
  const held = useRef<Held | undefined>(undefined)
  useLayoutEffect(() => {
    const { what, name, control } = held.current ?? {}
    held.current = undefined
    if (name !== undefined)
      controlsOf(document.querySelector(`[data-drop="${what}"] > .row[data-row="${CSS.escape(name)}"]`))[control ?? 0]?.focus()
  }, [drawn])
  return () => {
    held.current = heldBy(document.activeElement)
  }
}

function heldBy(active: Element | null): Held | undefined {
  const row = active?.closest<HTMLElement>('.row')
  const what = row?.closest<HTMLElement>('[data-drop]')?.dataset['drop']
  const name = row?.dataset['row']
  return what === undefined || name === undefined ? undefined : { what, name, control: controlsOf(row).findIndex((one) => one === active) }
}

const controlsOf = (row: Element | null | undefined): readonly HTMLElement[] => [...(row?.querySelectorAll('button') ?? [])]
