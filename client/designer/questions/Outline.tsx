import { hasRows } from '../../../surveys/instrument/item'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Finding } from '../../../surveys/designing/findings'
import { addSection, findQuestion, moveQuestion, moveRow, moveSection, stepQuestion } from '../../../surveys/designing/questions'
import { canonical } from '../../../surveys/instrument/canonical'
import type { Question, Questionnaire, Section } from '../../../surveys/instrument/schema'
import type { Desk } from '../frame/desk'
import type { Place } from '../frame/place'

/** Goes to a question or a section, and takes the keyboard along. */
export type Choose = (place: Place, target?: keyof typeof targets) => void

/** Where the keyboard goes with a choice. On a wide screen what was chosen in the outline leaves it there. */
export const targets = {
  editor: '.paneEdit h2',
  words: '.paneEdit .field :is(textarea, input)',
  types: '#types',
  row: '.outliner [aria-current], .outliner > .quietButton',
} as const

export type QuestionsProps = {
  readonly desk: Desk
  readonly place: Place
  readonly go: (place: Place) => void
  readonly findings: readonly Finding[]
  readonly address: string
}

type OutlineProps = { readonly desk: Desk; readonly place: Place; readonly choose: Choose; readonly findings: readonly Finding[] }

/** Every section, question and row in order: chosen by a click, moved by hand, by keys and by buttons. */
export function Outline({ desk, place, choose, findings }: OutlineProps) {
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
  return (
    <div class="outliner" data-dragging={drag.isDragging ? '' : undefined}>
      <ol>
        {draft.sections.map((section, at) => (
          <OutlinePart key={section.id} {...{ desk, section, at, place, choose, troubled, drag, stepSection, stepOne, stepRow }} />
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

function troubledPlaces(findings: readonly Finding[]): ReadonlySet<string> {
  return new Set(
    findings.flatMap(({ place, severity }) => {
      if (place.tab !== 'questions' || severity !== 'error') return []
      return place.question === undefined ? [`section ${place.section ?? ''}`] : [`question ${place.question}`]
    }),
  )
}

type OutlinePartProps = {
  readonly desk: Desk
  readonly section: Section
  readonly at: number
  readonly place: Place
  readonly choose: Choose
  /** `section s` and `question q` of those that have errors. */
  readonly troubled: ReadonlySet<string>
  readonly drag: ReturnType<typeof useDragging>
  readonly stepSection: (id: string, by: -1 | 1) => void
  readonly stepOne: (id: string, by: -1 | 1) => void
  readonly stepRow: (matrix: string, id: string, by: -1 | 1) => void
}

/** A section with its questions. */
function OutlinePart(props: OutlinePartProps) {
  const { desk, section, at, place, choose, troubled, drag, stepSection } = props
  const { say, text } = desk
  const { questions } = section
  return (
    <li {...drag.place('section', '', at)}>
      <Row
        label={say('partNumber', { n: String(at + 1) })}
        text={text(section.title)}
        name={section.id}
        desk={desk}
        chosen={place.question === undefined && place.section === section.id}
        trouble={troubled.has(`section ${section.id}`)}
        note={section.showIf ? say('conditional') : ''}
        grip={drag.grip('section', section.id)}
        choose={() => choose({ tab: 'questions', section: section.id })}
        step={(by) => stepSection(section.id, by)}
      />
      <ol>
        {questions.map((question, place_) => (
          <li key={question.id} {...drag.place('question', section.id, place_)}>
            <OutlineQuestion {...props} question={question} />
          </li>
        ))}
        <li key="add" data-end="" {...drag.place('question', section.id, questions.length)}>
          <button
            type="button"
            class="add"
            onClick={() => choose({ tab: 'questions', section: section.id }, 'types')}
            aria-label={say('addQuestionTo', { section: text(section.title) || section.id })}
          >
            {say('addQuestion')}
          </button>
        </li>
      </ol>
    </li>
  )
}

/** A question, and the rows of a matrix below it. */
function OutlineQuestion({
  desk,
  section,
  question,
  place,
  choose: goTo,
  troubled,
  drag,
  stepOne,
  stepRow,
}: OutlinePartProps & { readonly question: Question }) {
  const { say, text } = desk
  const choose = (row?: string) => goTo({ tab: 'questions', section: section.id, question: question.id, row })
  return (
    <>
      <Row
        label={question.id}
        text={text(question.text)}
        name={question.id}
        desk={desk}
        chosen={place.question === question.id && place.row === undefined}
        trouble={troubled.has(`question ${question.id}`)}
        note={`${say(`type_${question.type}`)}${question.showIf ? ` · ${say('conditional')}` : ''}`}
        grip={drag.grip('question', question.id)}
        choose={() => choose()}
        step={(by) => stepOne(question.id, by)}
      />
      {hasRows(question) && question.items.length > 0 && (
        <ol>
          {question.items.map((row, at) => (
            <li key={row.id} {...drag.place('row', question.id, at)}>
              <Row
                label={row.id}
                text={text(row.text)}
                name={row.id}
                desk={desk}
                chosen={place.question === question.id && place.row === row.id}
                trouble={false}
                note=""
                grip={drag.grip('row', row.id)}
                choose={() => choose(row.id)}
                step={(by) => stepRow(question.id, row.id, by)}
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
  readonly grip?: Grip
  readonly choose: () => void
  readonly step: (by: -1 | 1) => void
}

/** A line of the outline. With Alt the arrow keys move it; the chosen one has buttons that do. */
function Row({ desk: { say }, label, text, name, note, chosen, trouble, grip, choose, step }: RowProps) {
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
        <span class="label">{label}</span> <span class="words">{text || say('unnamed')}</span>{' '}
        <small>
          {note}
          {trouble && <b> · {say('hasErrors')}</b>}
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
  const [target, setTarget] = useState<Target>()
  const end = (): void => {
    dragged.current = undefined
    setTarget(undefined)
  }
  const grip = (what: Dragged, id: string): Grip => ({
    onPointerDown: (event) => {
      event.preventDefault()
      if (!(event.currentTarget instanceof Element)) return
      dragged.current = takenFrom(id, event.currentTarget)
      event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerMove: ({ clientX, clientY }) => {
      if (dragged.current?.id === id) setTarget(placeUnder(what, dragged.current, clientX, clientY))
    },
    onPointerUp: () => {
      if (dragged.current?.id === id && target) drop(target)
      end()
    },
    onPointerCancel: end,
  })
  /** What marks a line as a place to drop on. */
  const place = (what: Dragged, group: string, at: number) => ({
    'data-drop': what,
    'data-group': group,
    'data-at': at,
    class: target?.what === what && target.group === group && target.line === at ? (target.isBelow ? 'target below' : 'target') : undefined,
  })
  return { grip, place, isDragging: target !== undefined }
}

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
