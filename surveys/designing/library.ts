import { canonical } from '../instrument/canonical'
import { hasRows, isClosed } from '../instrument/item'
import { folded } from '../instrument/folding'
import { scalesById } from '../instrument/questionnaire'
import { blankQuestionnaire } from './blank'
import type { LibraryScale } from './scale-library'
import type { LocalText, Question, Questionnaire, QuestionType, Scale, Section } from '../instrument/schema'

/** What can be taken out of a questionnaire into another one. */
export const libraryParts = ['question', 'section', 'scale'] as const
export type LibraryPart = (typeof libraryParts)[number]

/** A questionnaire in the library: ready scales, a published version, what is being written as the next one, or what comes with the product. */
export type LibrarySource = {
  readonly questionnaire: Questionnaire
  readonly standing: 'ready' | 'published' | 'draft' | 'shipped'
  /** The local day on which it was published or last changed; empty for what comes with the product. */
  readonly day: string
}

/** A part that fits what was looked for, with how it begins to read and where it stands. */
export type LibraryFind = {
  readonly what: LibraryPart
  readonly id: string
  readonly text: LocalText
  /** The type of a question; what else is there has none. */
  readonly type: QuestionType | undefined
  /** Questions of a section, options of a scale, rows of a question. */
  readonly count: number
  readonly source: Pick<LibrarySource, 'standing' | 'day'> & Pick<Questionnaire, 'id' | 'version' | 'title' | 'source'>
}

export type LibrarySearch = { readonly words: string; readonly what: LibraryPart; readonly most: number }

/**
 * The parts in whose words, or those of their questionnaire, every word that is looked for begins one, whatever its marks; first those that
 * hold them together, then those whose own words do. What reads alike in several versions of a questionnaire stands once, as in the newest of them.
 */
export function searchLibrary(
  sources: readonly LibrarySource[],
  { words, what, most }: LibrarySearch,
): { readonly finds: readonly LibraryFind[]; readonly all: number } {
  const phrase = spaced(words)
  const wanted = phrase
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => ` ${word}`)
  const seen = new Set<string>()
  const [phrased, own, around]: [LibraryFind[], LibraryFind[], LibraryFind[]] = [[], [], []]
  for (const source of newestFirst(sources)) {
    const about = spaced([source.questionnaire.id, ...Object.values(source.questionnaire.title)].join(' '))
    for (const entry of entriesOf(source.questionnaire)) {
      if (entry.what !== what) continue
      const key = `${source.questionnaire.id} ${entry.essence}`
      if (seen.has(key)) continue
      seen.add(key)
      const isOwn = wanted.every((word) => entry.words.includes(word))
      if (isOwn || wanted.every((word) => entry.words.includes(word) || about.includes(word)))
        (!isOwn ? around : entry.words.includes(phrase) ? phrased : own).push(findOf(source, entry))
    }
  }
  const finds = [...phrased, ...own, ...around]
  return { finds: finds.slice(0, most), all: finds.length }
}

/** A text to look for the beginnings of words in: without marks and signs, a blank before each word. */
const spaced = (text: string): string =>
  ` ${folded(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()}`

const findOf = ({ questionnaire: { id, version, title, source }, standing, day }: LibrarySource, entry: Entry): LibraryFind => ({
  what: entry.what,
  id: entry.id,
  text: entry.text,
  type: entry.type,
  count: entry.count,
  source: { id, version, title, source, standing, day },
})

/** Ready before published before drafted before shipped, and of each questionnaire the newest version first. */
const newestFirst = (sources: readonly LibrarySource[]): readonly LibrarySource[] =>
  sources.toSorted(
    (one, other) =>
      standings.indexOf(one.standing) - standings.indexOf(other.standing) || other.questionnaire.version - one.questionnaire.version,
  )

const standings: readonly LibrarySource['standing'][] = ['ready', 'published', 'draft', 'shipped']

/** What became of a part in a later version: it reads and is answered alike, otherwise, or is not there. */
export type OriginFate = 'same' | 'otherwise' | 'gone'

/** Held against each other in the languages of both; where it stands, and under which condition, is not part of it. */
export function originFate(then: Questionnaire, now: Questionnaire, what: LibraryPart, id: string): OriginFate {
  const languages = then.languages.filter((language) => now.languages.includes(language))
  const [was, is] = [then, now].map((one) => essenceOf(one, what, id, languages))
  if (is === undefined) return 'gone'
  return was === is ? 'same' : 'otherwise'
}

/** A part as the library looks through it. */
type Entry = Pick<LibraryFind, 'what' | 'id' | 'text' | 'type' | 'count'> & {
  /** All that it says, in every language, for search. */
  readonly words: string
  /** Equal where it says the same. */
  readonly essence: string
}

const known = new WeakMap<Questionnaire, readonly Entry[]>()

/** Worked out once for each version: a draft that is saved is another one. */
function entriesOf(questionnaire: Questionnaire): readonly Entry[] {
  const made = known.get(questionnaire) ?? [...entriesIn(questionnaire)]
  known.set(questionnaire, made)
  return made
}

function* entriesIn(questionnaire: Questionnaire): Generator<Entry> {
  const { sections, scales, languages } = questionnaire
  const entry = (what: LibraryPart, id: string, text: LocalText, count: number, said: unknown, type?: QuestionType): Entry => ({
    what,
    id,
    text,
    count,
    type,
    words: spaced([id, ...textsIn(said, languages)].join(' ')),
    essence: essenceOf(questionnaire, what, id, languages) ?? '',
  })
  for (const section of sections) {
    yield entry('section', section.id, section.title, section.questions.length, section)
    for (const question of section.questions)
      yield entry('question', question.id, question.text, hasRows(question) ? question.items.length : 0, question, question.type)
  }
  for (const scale of scales) yield entry('scale', scale.id, labelsTogether(scale, languages), scale.options.length, scale)
}

/** What a scale is called, if it has a name, and its labels. */
const labelsTogether = ({ name = {}, options }: Scale, languages: readonly string[]): LocalText =>
  Object.fromEntries(
    languages
      .map((language) => {
        const labels = options.flatMap(({ label }) => label[language] ?? []).join(' · ')
        return [language, [name[language] ?? '', labels].filter(Boolean).join(': ')]
      })
      .filter(([, text]) => text !== ''),
  )

/** The id under which ready scales are looked for and taken; no questionnaire of an office has it. */
export const readyScalesId = 'ready-scales'

/** The ready scales of the field as something to take from, under titles that say so. */
export function readyScales(scales: readonly LibraryScale[], title: LocalText, source: LocalText): LibrarySource {
  const blank = blankQuestionnaire(readyScalesId, title, Object.keys(title))
  const named = scales.map(({ name, scale }) => ({ ...scale, name }))
  return { questionnaire: { ...blank, source, sections: [], scales: named }, standing: 'ready', day: '' }
}

/** Every text below a value that is one by language. */
function* textsIn(value: unknown, languages: readonly string[]): Generator<string> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === 'string' && languages.includes(key)) yield inner
    else yield* textsIn(inner, languages)
  }
}

/** One spelling of what a part says and how it is answered, in some languages; undefined where it is not there. */
function essenceOf(questionnaire: Questionnaire, what: LibraryPart, id: string, languages: readonly string[]): string | undefined {
  const scales = scalesById(questionnaire)
  const part = partOf(questionnaire, what, id)
  if (!part) return undefined
  const scaleOf = (question: Question) => (isClosed(question) ? bare(scales.get(question.scale)?.options, languages) : undefined)
  const ofQuestion = (question: Question) => [bare(question, languages), scaleOf(question)]
  if ('questions' in part) return canonical([bare({ ...part, questions: [] }, languages), part.questions.map(ofQuestion)])
  return canonical('options' in part ? bare(part.options, languages) : ofQuestion(part))
}

/** A part of a questionnaire by its kind and id. */
export function partOf({ sections, scales }: Questionnaire, what: LibraryPart, id: string): Question | Section | Scale | undefined {
  if (what === 'scale') return scales.find((scale) => scale.id === id)
  if (what === 'section') return sections.find((section) => section.id === id)
  return sections.flatMap(({ questions }) => questions).find((question) => question.id === id)
}

/** A value without what does not say anything to who answers: names of scales, conditions, recordings, where it was taken from. */
function bare(value: unknown, languages: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((one) => bare(one, languages))
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([key]) => !unsaid.has(key))
  const spoken = kept.every(([, inner]) => typeof inner === 'string') && kept.some(([key]) => languages.includes(key))
  return Object.fromEntries(
    (spoken ? kept.filter(([key]) => languages.includes(key)) : kept).map(([key, inner]) => [key, bare(inner, languages)]),
  )
}

const unsaid: ReadonlySet<string> = new Set(['scale', 'showIf', 'sound', 'from'])
