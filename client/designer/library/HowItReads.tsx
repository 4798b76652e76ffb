import { useEffect, useState } from 'preact/hooks'
import { type LibraryFind, partOf } from '../../../surveys/designing/library'
import { speakAlike, type Taken, takeQuestion, takeScale, takeSection, type TakingNote } from '../../../surveys/designing/taking'
import { hasRows, isClosed } from '../../../surveys/instrument/item'
import { localised } from '../../../surveys/instrument/language'
import type { LocalText, Question, Questionnaire, Scale } from '../../../surveys/instrument/schema'
import { conditionText } from '../../text/definition'
import type { LibrarySay } from '../../text/library'
import { numbersOf } from '../../text/numbers'
import { type Desk, languageInSentence, languageNameFor } from '../frame/desk'
import { ChoiceField } from '../frame/Fields'
import type { Place } from '../frame/place'
import { fetchLibrary } from '../scales/ScaleChoice'
import type { LibraryProps } from './props'

type ReadingProps = LibraryProps & {
  readonly say: LibrarySay
  readonly source: Questionnaire
  readonly find: LibraryFind
  /** Closes the library and goes there. */
  readonly leave: (place: Place) => void
}

/** How a part reads where it stands, whose it is, and the button that takes it over. */
export function HowItReads({ desk, place, say, source, find, leave }: ReadingProps) {
  const { draft, change, office } = desk
  const [came, setCame] = useState<Taken & { readonly isNew: boolean }>()
  const [into, setInto] = useState(() => firstPlaceFor(draft, find, place))
  const take = (): void => {
    const taken = takenInto(draft, source, find, into)
    if (!taken) return
    const isNew = taken.draft !== draft
    if (isNew) change(`take ${find.what} ${taken.id}`, () => taken.draft)
    setCame({ ...taken, isNew })
  }
  const isSpoken = speakAlike(draft, source)
  return (
    <>
      <PartReads {...{ desk, say, source }} part={find} />
      {find.source.standing === 'ready' && <Purpose {...{ desk, say }} id={find.id} />}
      {isSpoken ? (
        <>
          {find.what !== 'scale' && (
            <ChoiceField label={say('takeHere')} value={into} options={placesFor(desk, say, find, place)} onChange={setInto} />
          )}
          <p class="acts">
            <button type="button" onClick={take}>
              {say(`take_${find.what}`)}
            </button>
          </p>
        </>
      ) : (
        <p class="wrong">{say('noOneLanguage')}</p>
      )}
      <div role="status">{came && <WhatCame {...{ desk, say, source, came, find, leave }} />}</div>
      <dl class="whence">
        <dt>{say('source')}</dt>
        <dd>
          {localised(source.title, office, source.languages) || source.id} (<code>{source.id}</code>), {standingWords(desk, say, find)}.{' '}
          {localised(source.source, office, source.languages)}
        </dd>
        <dt>{say('languagesOf')}</dt>
        <dd>{source.languages.map((tag) => languageNameFor(tag, office, desk.say)).join(', ')}</dd>
      </dl>
    </>
  )
}

/** What a ready scale is for. */
function Purpose({ desk, say, id }: Pick<ReadingProps, 'desk' | 'say'> & { readonly id: string }) {
  const [purpose, setPurpose] = useState<LocalText>()
  useEffect(
    () =>
      void fetchLibrary().then(
        ({ scaleLibrary }) => setPurpose(scaleLibrary.find((one) => one.id === id)?.purpose),
        () => undefined,
      ),
    [id],
  )
  return purpose ? (
    <p>
      <b>{say('purposeOf')}:</b> {localised(purpose, desk.office)}
    </p>
  ) : null
}

/** Which version, and since when it stands so. */
export const standingWords = ({ office }: Desk, say: LibrarySay, { source: { standing, version, day } }: LibraryFind): string =>
  say(`standing_${standing}`, { n: String(version), day: day === '' ? '' : numbersOf(office).day(day) })

/** A section, or a section and the question behind which it goes; ids hold no blank. */
const firstPlaceFor = (
  { sections }: Questionnaire,
  { what }: LibraryFind,
  { section = sections.at(-1)?.id ?? '', question }: Place | LibraryProps['place'],
): string => (what === 'question' && question !== undefined ? `${section} ${question}` : section)

function placesFor({ draft, text, say: sayDesigner }: Desk, say: LibrarySay, { what }: LibraryFind, place: LibraryProps['place']) {
  return draft.sections.flatMap((section, at) => {
    const name = `${sayDesigner('partNumber', { n: String(at + 1) })} ${text(section.title) || section.id}`
    const whole = { value: section.id, text: `${name}: ${say(what === 'section' ? 'afterSection' : 'atEnd')}` }
    return what === 'question' && section.id === place.section && place.question !== undefined
      ? [{ value: `${section.id} ${place.question}`, text: `${name}: ${say('afterQuestion', { id: place.question })}` }, whole]
      : [whole]
  })
}

function takenInto(draft: Questionnaire, source: Questionnaire, { what, id }: LibraryFind, into: string): Taken | undefined {
  const [section = '', behind] = into.split(' ')
  if (what === 'scale') return takeScale(draft, source, id)
  return what === 'section' ? takeSection(draft, source, id, section) : takeQuestion(draft, source, id, { section, behind })
}

type CameProps = Pick<ReadingProps, 'desk' | 'say' | 'source' | 'find' | 'leave'> & { readonly came: Taken & { readonly isNew: boolean } }

/** What was added, what had to become otherwise, and the way there. */
function WhatCame({ desk, say, source, came: { id, notes, isNew }, find: { what }, leave }: CameProps) {
  const there: Place = what === 'scale' ? { tab: 'scales', scale: id } : { tab: 'questions', ...placeIn(desk.draft, what, id) }
  return (
    <div class="came">
      <p class="done">{say(isNew ? 'taken' : 'joined', { id })}</p>
      <NoteList {...{ desk, say, source, notes }} />
      <p class="acts">
        <button type="button" class="quietButton" onClick={() => leave(there)}>
          {say('goThere')}
        </button>
      </p>
    </div>
  )
}

type NoteListProps = Pick<ReadingProps, 'desk' | 'say' | 'source'> & { readonly notes: readonly TakingNote[] }

/** What has to become otherwise than its source has it; nothing where nothing has. */
export const NoteList = ({ desk, say, source, notes }: NoteListProps) =>
  notes.length === 0 ? null : (
    <ul>
      {notes.map((note) => (
        <li key={JSON.stringify(note)}>{noteText(desk, say, source, note)}</li>
      ))}
    </ul>
  )

const placeIn = ({ sections }: Questionnaire, what: LibraryFind['what'], id: string): Pick<Place, 'section' | 'question'> =>
  what === 'section'
    ? { section: id }
    : { section: sections.find(({ questions }) => questions.some((one) => one.id === id))?.id, question: id }

function noteText({ office, say: sayDesigner }: Desk, say: LibrarySay, source: Questionnaire, note: TakingNote): string {
  if (note.kind === 'language') return say('note_language', { language: languageInSentence(note.language, office, sayDesigner) })
  if (note.kind === 'condition') return say('note_condition', { id: note.id, condition: conditionText(office, source, note.condition) })
  return say(`note_${note.kind}`, { id: note.id, to: 'to' in note ? note.to : '' })
}

type PartProps = Pick<ReadingProps, 'desk' | 'say' | 'source'> & { readonly part: Pick<LibraryFind, 'what' | 'id'> }

/** A part of a questionnaire as its author reads it, with its ids, options and conditions. */
export function PartReads({ desk, say, source, part: { what, id } }: PartProps) {
  const part = partOf(source, what, id)
  const text = (local: LocalText | undefined): string => (local ? localised(local, desk.content, source.languages) : '')
  if (!part) return null
  if ('questions' in part)
    return (
      <>
        <p>
          <b>{text(part.title)}</b>
        </p>
        {part.intro && <p>{text(part.intro)}</p>}
        {part.showIf && <p class="condition-told">{conditionText(desk.office, source, part.showIf)}</p>}
        <ol class="asked">
          {part.questions.map((question) => (
            <li key={question.id}>
              <QuestionReads {...{ desk, say, source, question, text }} />
            </li>
          ))}
        </ol>
      </>
    )
  return 'options' in part ? (
    <ScaleReads {...{ desk, say, text }} scale={part} />
  ) : (
    <QuestionReads {...{ desk, say, source, text }} question={part} />
  )
}

type QuestionReadsProps = Omit<PartProps, 'part'> & {
  readonly text: (local: LocalText | undefined) => string
  readonly question: Question
}

function QuestionReads({ desk, say, source, question, text }: QuestionReadsProps) {
  const scale = isClosed(question) ? source.scales.find(({ id }) => id === question.scale) : undefined
  return (
    <>
      <p>
        <b>{text(question.text)}</b> <code>{question.id}</code> <small>{desk.say(`type_${question.type}`)}</small>
      </p>
      {question.help && <p class="note">{text(question.help)}</p>}
      {question.showIf && <p class="condition-told">{conditionText(desk.office, source, question.showIf)}</p>}
      {hasRows(question) && (
        <ul>
          {question.items.map((row) => (
            <li key={row.id}>
              {text(row.text)} <code>{row.id}</code>
            </li>
          ))}
        </ul>
      )}
      {scale && <ScaleReads {...{ desk, say, text, scale }} />}
    </>
  )
}

type ScaleReadsProps = Pick<QuestionReadsProps, 'desk' | 'say' | 'text'> & { readonly scale: Scale }

const ScaleReads = ({ desk, say, text, scale }: ScaleReadsProps) => (
  <>
    <p class="note">{say('scaleOf', { id: scale.id })}</p>
    <ul class="choices">
      {scale.options.map(({ code, label, score }) => (
        <li key={code}>
          {text(label)} <code>{code}</code>
          {score !== undefined && <small> {say('points', { n: numbersOf(desk.office).plain(score) })}</small>}
        </li>
      ))}
    </ul>
  </>
)
