import { isCalled, type KnownNames } from '../instrument/called'
import type { LocalText, Option, Questionnaire, QuestionType, Scale, Section } from '../instrument/schema'
import { composed, namePatterns, trimmed } from '../instrument/spelling'
import { freeName, isCode } from './lists'
import { kindSaid, type KindWords, mostPastedLetters, mostPastedLines, type PastedLine, type PastedWords } from './pasting'
import { addSection, appendQuestion, changeQuestion, changeSection, freeItemId, type Rows, usedIds } from './questions'
import { addScale, newScaleOf, usesOf } from './scales'

/** Options of one scale and rows of one matrix, as the schema has them. */
export const mostOptionsOfScale = 200
export const mostRows = 100

/** The options with what was pasted behind their answers, or in their place; what has the same words or code keeps what else it has. */
export function withPastedOptions(
  options: Scale['options'],
  lines: readonly PastedLine[],
  how: 'add' | 'replace',
  words: KindWords,
): Scale['options'] {
  const kept = how === 'add' ? options.filter((option) => !isUnwritten(option)) : []
  const taken = new Set(kept.map(({ code }) => code))
  const room = mostOptionsOfScale - kept.length
  const wanted = new Set(lines.map(({ code }) => code))
  const made = lines.slice(0, Math.max(0, room)).map((line, at): Option => {
    const known = how === 'replace' ? sameOption(options, line) : undefined
    const wish = isCode(line.code) ? line.code : (known?.code ?? '')
    const code = wish !== '' && !taken.has(wish) ? wish : freeNumber(kept.length + at + 1, taken, wanted)
    taken.add(code)
    const kind = kindTaken(options, line, how, words)
    const isCounted = kind === 'answer' || kind === 'other'
    const label = { ...known?.label, ...line.words }
    return { ...known, code, kind, label, ...(line.score !== undefined && isCounted ? { score: line.score } : {}) }
  })
  const last = kept.findLastIndex(({ kind }) => kind === 'answer') + 1
  return how === 'replace' ? made : [...kept.slice(0, last), ...made, ...kept.slice(last)]
}

/** An option that nobody has begun to write. */
const isUnwritten = ({ label, score, face, positive }: Option): boolean =>
  Object.keys(label).length === 0 && score === undefined && face === undefined && positive === undefined

const sameOption = (options: Scale['options'], line: PastedLine): Option | undefined =>
  options.find(
    ({ code, label }) => (line.code !== '' && line.code === code) || Object.entries(line.words).some(([tag, text]) => label[tag] === text),
  )

/** As what kind of option a line is taken: in the place of others as the same one was, else by its words. */
export const kindTaken = (options: Scale['options'], line: PastedLine, how: 'add' | 'replace', words: KindWords): Option['kind'] =>
  (how === 'replace' ? sameOption(options, line)?.kind : undefined) ?? kindSaid(line.words, words)

/** A number that no option bears and no line asks for. */
function freeNumber(from: number, taken: ReadonlySet<string>, wanted: ReadonlySet<string>): string {
  for (let number = from; ; number += 1) if (!taken.has(String(number)) && !wanted.has(String(number))) return String(number)
}

/** The rows of a matrix with those that were pasted behind them; rows without words make room. */
export function withPastedRows(draft: Questionnaire, question: string, rows: Rows, lines: readonly PastedLine[]): Rows {
  const kept = rows.filter(({ text }) => Object.keys(text).length > 0)
  const taken = new Set([...usedIds(draft)].filter((id) => kept.some((row) => row.id === id) || rows.every((row) => row.id !== id)))
  const made = lines.slice(0, Math.max(0, mostRows - kept.length)).map(({ code, words }) => {
    const id = namePatterns.item.test(code) && !taken.has(code) ? code : freeItemId(question, 'r', taken)
    taken.add(id)
    return { id, text: words }
  })
  return [...kept, ...made]
}

/** A question of a pasted list: its words, an id if it had one, the options that stood below or beside it, and what else a sheet says of it. */
export type PastedQuestion = {
  readonly id: string
  readonly text: LocalText
  readonly options: readonly PastedLine[]
  readonly type?: QuestionType
  readonly help?: LocalText
  readonly required?: true
}

/** Questions of a pasted list under the heading before them; those before any heading have none. */
export type PastedPart = { readonly title: LocalText; readonly questions: readonly PastedQuestion[] }

/** A list of questions: headings make parts, lines with a bullet or a letter in brackets are the options of the question above. */
export function pastedQuestions(text: string, language: string, { section }: Pick<PastedWords, 'section'>): readonly PastedPart[] {
  const parts: { title: LocalText; questions: { id: string; text: LocalText; options: PastedLine[] }[] }[] = []
  const here = () => parts.at(-1) ?? parts[parts.push({ title: {}, questions: [] }) - 1]
  for (const line of text
    .slice(0, mostPastedLetters)
    .split(/\r\n?|\n/)
    .map(trimmed)
    .filter(Boolean)
    .slice(0, mostPastedLines)) {
    const question = here()?.questions.at(-1)
    const option = optionLine.exec(line)?.[1]
    if (isHeading(line, section)) parts.push({ title: { [language]: headingOf(line, section) }, questions: [] })
    else if (option !== undefined && question) question.options.push({ code: '', words: { [language]: option }, score: undefined })
    else here()?.questions.push({ ...numbered(line, language), options: [] })
  }
  return parts.filter(({ title, questions }) => questions.length > 0 || Object.keys(title).length > 0)
}

const optionLine = /^(?:[-–—•·*▪◦○●□☐▢✓✔]\s*|[a-z][.)]\s+|\([a-z]\)\s*)(\S.*)$/u

/** A line such as "Part 2: …", "II. …" or "# …". */
const isHeading = (line: string, names: KnownNames): boolean => headingMark(line, names) !== undefined

/** How long what marks a heading is. */
function headingMark(line: string, names: KnownNames): number | undefined {
  const plain = /^(?:#+\s+|[IVX]{1,5}[.)]\s+)/.exec(line)
  if (plain) return plain[0].length
  const [mark, name = ''] = /^([\p{L}\p{M}]+)\s+(?:[ivx]+|\d+|[a-z])(?![\p{L}\p{M}\p{N}])[\s.:)–-]*/iu.exec(line) ?? []
  return mark !== undefined && names(name) ? mark.length : undefined
}

/** Without its mark, which the designer counts itself; a mark alone is the heading. */
function headingOf(line: string, names: KnownNames): string {
  const whole = composed(line)
  return trimmed(whole.slice(headingMark(whole, names) ?? 0)) || whole
}

/** "12. Words" and "A3) Words": a number is order only, letters with a number are an id. */
function numbered(line: string, language: string): { readonly id: string; readonly text: LocalText } {
  const [, id = '', words = line] = /^([A-Za-z]{0,4}\d{1,3}(?:\.\d{1,2})?)\s*[.):]\s+(\S.*)$/u.exec(line) ?? []
  return { id: namePatterns.item.test(id) ? id : '', text: { [language]: words } }
}

/** How pasted questions without options are asked. */
export type AskedAs = { readonly type: QuestionType; readonly scale?: string | undefined }

/** The design with a pasted list: what has no heading at the end of the section, the others as sections behind it; ids of the last question are counted on. */
export function withPastedQuestions(
  draft: Questionnaire,
  section: string,
  parts: readonly PastedPart[],
  asked: AskedAs,
  words: KindWords,
): { readonly draft: Questionnaire; readonly section: string; readonly question: string | undefined } {
  let [now, at] = [draft, section]
  let first: string | undefined
  for (const { title, questions } of parts) {
    if (Object.keys(title).length > 0) [now, at] = titled(now, at, title)
    for (const one of questions) {
      const [scaled, own] = isOnOptions(one) ? withScaleOf(now, one, words) : [now, askedAs(one, asked)]
      const added = appendQuestion(scaled, at, own, { id: namePatterns.item.test(one.id) ? one.id : '', text: one.text })
      now = withBeside(added.draft, added.id, one)
      first ??= added.id
    }
  }
  const opened = first === undefined ? section : (now.sections.find(({ questions }) => questions.some(({ id }) => id === first))?.id ?? at)
  return { draft: now, section: opened, question: first }
}

const onScales: ReadonlySet<QuestionType> = new Set(['single', 'multiple', 'rating', 'yes-no', 'ranking'])

/** Whether it is chosen from the options that were pasted with it. */
export const isOnOptions = ({ type, options }: PastedQuestion): boolean => options.length > 0 && (type === undefined || onScales.has(type))

/** As the sheet says, else as the others are asked; on their scale where it wants one. */
const askedAs = ({ type }: PastedQuestion, asked: AskedAs): AskedAs =>
  type === undefined || type === asked.type ? asked : { type, scale: onScales.has(type) ? asked.scale : undefined }

/** With its help, and whether it must be answered. */
const withBeside = (draft: Questionnaire, id: string, { help, required }: PastedQuestion): Questionnaire =>
  help || required
    ? changeQuestion(draft, id, (question) => ({
        ...question,
        ...(help && { help }),
        ...(required && 'required' in question && { required }),
      }))
    : draft

/** A heading names the section at hand where nothing stands in it, else a new one behind it. */
function titled(draft: Questionnaire, section: string, title: LocalText): readonly [Questionnaire, string] {
  const place = draft.sections.findIndex(({ id }) => id === section)
  const here = draft.sections[place]
  const named = (one: Section): Section => ({ ...one, title: { ...one.title, ...title } })
  if (here?.questions.length === 0) return [changeSection(draft, section, named), section]
  const next = addSection(draft, place + 1)
  const id = next.sections[place + 1]?.id ?? section
  return [changeSection(next, id, named), id]
}

/** A scale of the design that has these labels, and the type of the questions on it, else a new one that is chosen from. */
function withScaleOf(draft: Questionnaire, { options, id, type }: PastedQuestion, words: KindWords): readonly [Questionnaire, AskedAs] {
  const labels = options.map((option) => option.words)
  const known = draft.scales.find(
    (scale) => scale.options.length === labels.length && scale.options.every(({ label }, at) => isSaid(label, labels[at])),
  )
  if (known) return [draft, { type: type ?? usesOf(draft, known.id)[0]?.type ?? 'single', scale: known.id }]
  const name = freeName(id === '' || !isCode(id) ? 'list' : `list-${id}`, new Set(draft.scales.map((scale) => scale.id)))
  const areCodes = options.every(({ code }) => isCode(code))
  const next = addScale(draft, {
    id: name,
    options: options
      .slice(0, mostOptionsOfScale)
      .map((line, at) => ({ code: areCodes ? line.code : String(at + 1), label: line.words, kind: kindAsked(line, type, words) })),
  })
  return [next, { type: type ?? 'single', scale: newScaleOf(draft, next) ?? name }]
}

/** As what kind of option a line below a question of a type is taken: what is put in order are answers only. */
export const kindAsked = (line: PastedLine, type: QuestionType | undefined, words: KindWords): Option['kind'] =>
  type === 'ranking' ? 'answer' : kindSaid(line.words, words)

const isSaid = (label: LocalText, words: LocalText | undefined): boolean =>
  words !== undefined && Object.entries(words).every(([tag, text]) => isCalled(text, label[tag] ?? ''))
