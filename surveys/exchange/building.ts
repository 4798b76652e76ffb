import { canonical } from '../instrument/canonical'
import { isDay } from '../instrument/calendar'
import { folded } from '../instrument/folding'
import { largestNumber, mostItems, mostLetters } from '../instrument/limits'
import {
  type Computed,
  type Condition,
  type LocalText,
  mostComputed,
  type Option,
  type Question,
  type Questionnaire,
  type Scale,
  type Section,
} from '../instrument/schema'
import { recommendScale } from '../instrument/questions/recommend'
import { mostRanked } from '../instrument/questions/ranking'
import { isMoment } from '../instrument/moment'
import { pipedItems, repiped, unpiped } from '../instrument/pipes'
import { isVisible, namePatterns } from '../instrument/spelling'
import type { CountedName } from './calculation'
import type { ForeignTest } from './expression'
import { type ForeignPlace, ofWhole, type Tell } from './notes'
import type {
  ForeignComputed,
  ForeignSurvey,
  ForeignList,
  ForeignQuestion,
  ForeignSection,
  ForeignRow,
  NumberLimits,
  Shape,
  ForeignCondition,
} from './outline'

/** What an outline comes to as a design, and how many items it would ask. */
export type Built = { readonly definition: Questionnaire; readonly items: number }

/** Makes a design of what another tool describes; whatever cannot be said as it was is told. Nothing of it is published. */
export function built(outline: ForeignSurvey, tell: Tell): Built {
  const making = makingOf(outline, tell)
  const sections = outline.sections.flatMap((section) => sectionOf(making, section))
  const computed = computedIn(making)
  const plain = (text: LocalText): LocalText => untold(making, text, ofWhole)
  const [title, source, purpose, privacy, thanks] = [
    making.title,
    plain(outline.source),
    plain(outline.purpose),
    plain(outline.privacy),
    plain(outline.thanks),
  ]
  if (sections.length === 0) tell(ofWhole, 'no_questions')
  if ([source, purpose, privacy, thanks].some((text) => Object.keys(text).length === 0)) tell(ofWhole, 'open_texts')
  const definition: Questionnaire = {
    id: codeFrom(outline.name) || 'imported',
    version: 1,
    title,
    source,
    languages: outline.languages,
    purpose,
    privacy,
    thanks,
    adultsOnly: false,
    secondsPerItem: 5,
    scoreUnit: making.scoreUnit,
    scales: making.scales,
    sections: withRoomForTexts(sections, tell),
    ...(computed.length > 0 && { computed }),
    trees: [],
    bandSets: [],
  }
  tellUntranslated(definition, tell)
  return { definition, items: making.items }
}

/** Whether an outline asks more than one questionnaire may. */
export const isTooLong = ({ items }: Built): boolean => items > mostItems

/** Texts that some language has and another has not: there the first one is read instead. */
function tellUntranslated({ languages, title, sections, scales }: Questionnaire, tell: Tell): void {
  const questions = sections.flatMap((section) => section.questions)
  const texts = [
    title,
    ...sections.map((section) => section.title),
    ...questions.flatMap((question) => [question.text, ...('items' in question ? question.items.map(({ text }) => text) : [])]),
    ...scales.flatMap(({ options }) => options.map(({ label }) => label)),
  ]
  for (const language of languages) {
    const missing = [...new Set(texts)].filter((text) => text[language] === undefined).length
    if (missing > 0) tell(ofWhole, 'untranslated', `${language}: ${missing}`)
  }
}

/** What conditions can ask of an item that was asked before. */
type Asked =
  | {
      readonly holds: 'options'
      readonly item: string
      readonly codes: ReadonlyMap<string, string>
      readonly isMany: boolean
      /** By the other tool's names. */
      readonly scores: ReadonlyMap<string, number | undefined>
    }
  | { readonly holds: 'number'; readonly item: string; /** Such as a mean. */ readonly isBroken?: boolean }
  | { readonly holds: 'other'; readonly item: string }
  | { readonly holds: 'choice'; readonly item: string; readonly code: string }

type Making = {
  readonly tell: Tell
  readonly languages: readonly string[]
  readonly title: LocalText
  readonly scoreUnit: number
  /** What is worked out, by its name there, and what it became as soon as all that it looks at was asked. */
  readonly computed: ReadonlyMap<string, ForeignComputed>
  readonly settled: Map<string, Computed>
  readonly scales: Scale[]
  readonly scaleByContent: Map<string, string>
  readonly ids: Names
  readonly sectionIds: Names
  readonly scaleIds: Names
  readonly asked: Map<string, Asked>
  items: number
  hasContact: boolean
}

const makingOf = ({ languages, title, computed = [], scoreUnit = 1 }: ForeignSurvey, tell: Tell): Making => ({
  tell,
  languages,
  title: untold({ tell }, title, ofWhole),
  scoreUnit,
  computed: new Map(computed.map((one) => [one.name, one])),
  settled: new Map(),
  scales: [],
  scaleByContent: new Map(),
  ids: noNames(),
  sectionIds: noNames(),
  scaleIds: noNames(),
  asked: new Map(),
  items: 0,
  hasContact: false,
})

/** A text that tells no answer, since answers are told only in what is asked. */
function untold({ tell }: Pick<Making, 'tell'>, text: LocalText, place: ForeignPlace): LocalText {
  return withPipes(text, (one) =>
    unpiped(one, (name) => {
      tell(place, 'piping', name)
      return true
    }),
  )
}

/** A text that tells what was answered before it; of what was not, or is no answer, it tells nothing. */
function toldIn(making: Making, text: LocalText, place: ForeignPlace): LocalText {
  return withPipes(text, (one) => {
    const lost = pipedItems(one).filter((name) => toldItem(making, name) === undefined)
    for (const name of lost) making.tell(place, 'piping', name)
    return repiped(
      unpiped(one, (name) => lost.includes(name)),
      (name) => toldItem(making, name) ?? name,
    )
  })
}

const withPipes = (text: LocalText, as: (one: string) => string): LocalText =>
  Object.values(text).some((one) => pipedItems(one).length > 0)
    ? Object.fromEntries(Object.entries(text).map(([language, one]) => [language, as(one)]))
    : text

/** The item whose answer is told under a name: its own, with what LimeSurvey puts behind it, or that of a calculation which only names the answer. */
function toldItem(making: Making, name: string): string | undefined {
  const [bare = name] = name.split(/\.(?:NAOK|shown|code|value|valueNAOK)$/i)
  const about = making.asked.get(name) ?? making.asked.get(bare)
  if (about && about.holds !== 'choice') return about.item
  const calculation = making.computed.get(name)?.calculation
  if (!calculation) return undefined
  const [only, ...more] = 'labelOf' in calculation ? [{ name: calculation.labelOf }] : calculation.value === 'sum' ? calculation.of : []
  const itself = only && more.length === 0 ? making.asked.get(only.name) : undefined
  return itself && itself.holds !== 'choice' ? itself.item : undefined
}

function sectionOf(making: Making, { name, place, title, intro, showIf, questions }: ForeignSection): readonly Section[] {
  const condition = conditionOf(making, showIf, place)
  const shown = { title: toldIn(making, title, place), intro: intro && toldIn(making, intro, place) }
  const made = questions.flatMap((question) => questionOf(making, question))
  if (made.length === 0) return []
  const named = Object.keys(title).length > 0
  if (!named) making.tell(place, 'section_made')
  return [
    {
      id: freeId(making.sectionIds, idOf(name, 'section')),
      title: named ? shown.title : making.title,
      ...(shown.intro && Object.keys(shown.intro).length > 0 && { intro: shown.intro }),
      ...(condition && { showIf: condition }),
      questions: made,
    },
  ]
}

function questionOf(making: Making, question: ForeignQuestion): readonly Question[] {
  const { place, shape, name } = question
  const [text, help] = [toldIn(making, question.text, place), question.help && toldIn(making, question.help, place)]
  if (Object.keys(text).length === 0) {
    making.tell(place, 'no_text')
    return []
  }
  if ('list' in shape && shape.list.options.length === 0) {
    making.tell(place, 'no_options', shape.list.name)
    return []
  }
  if (shape.kind === 'contact' && making.hasContact) {
    making.tell(place, 'contact_twice')
    return []
  }
  const condition = conditionOf(making, question.showIf, place)
  const id = newId(making, name, place)
  const shown = { id, text, ...(help && Object.keys(help).length > 0 && { help }), ...(condition && { showIf: condition }) }
  if (shape.kind === 'note') {
    making.tell(place, 'taken', 'note')
    return [{ type: 'note', ...shown }]
  }
  if (shape.kind === 'contact') {
    making.hasContact = true
    making.tell(place, 'contact_apart', 'contact')
    if (question.required) making.tell(place, 'property', 'required')
    return [{ type: 'contact', ...shown, ask: shape.ask, months: 3 }]
  }
  const made = asked(making, question, { ...shown, required: question.required ?? false })
  const known = making.asked.get(name)
  if (question.alias !== undefined && known) making.asked.set(question.alias, known)
  making.items += 'rows' in shape ? shape.rows.length : 1
  making.tell(place, 'taken', made.type)
  return [made]
}

type Base = {
  readonly id: string
  readonly text: LocalText
  readonly help?: LocalText
  readonly showIf?: Condition
  readonly required: boolean
}

function asked(making: Making, { name, place, shape }: ForeignQuestion, base: Base): Question {
  if (shape.kind === 'number') return numberOf(making, name, place, shape, base)
  if (shape.kind === 'numbers') return numbersOf(making, place, shape, base)
  if (shape.kind === 'text' || shape.kind === 'date') {
    making.asked.set(name, { holds: 'other', item: base.id })
    return shape.kind === 'text' ? textOf(shape, base) : dateOf(making, place, shape, base)
  }
  if (shape.kind === 'note' || shape.kind === 'contact') return { type: 'note', id: base.id, text: base.text }
  if (shape.kind === 'recommend') return recommendOf(making, name, place, shape, base)
  const { scale, codes, scores } = scaleFor(making, shape.list, place)
  const closed = { ...base, scale }
  if (shape.kind === 'rows') return rowsOf(making, place, shape, closed, { codes, scores })
  const shuffled = shuffledIn(making, place, shape)
  if (shape.kind === 'ranking' && codes.size <= mostRanked) {
    making.asked.set(name, { holds: 'options', item: base.id, codes, scores, isMany: true })
    return { type: 'ranking', ...closed, ...shuffled, ...(shape.atMost !== undefined && { atMost: Math.min(shape.atMost, codes.size) }) }
  }
  if (shape.kind === 'ranking') making.tell(place, 'order_as_choice')
  const isMany = shape.kind !== 'one'
  making.asked.set(name, { holds: 'options', item: base.id, codes, scores, isMany })
  for (const { name: option, alias } of shape.list.options)
    if (alias !== undefined) making.asked.set(alias, { holds: 'choice', item: base.id, code: codes.get(option) ?? option })
  if (shape.kind === 'one')
    return shape.look === 'rating' || shape.look === 'yes-no'
      ? { type: shape.look, ...closed }
      : { type: 'single', ...closed, ...shuffled, ...(shape.look === 'list' && { asList: true }) }
  const { atLeast, atMost } = shape.kind === 'many' ? shape : {}
  return { type: 'multiple', ...closed, ...shuffled, ...(atLeast !== undefined && { atLeast }), ...(atMost !== undefined && { atMost }) }
}

/** Scores say that the order means something: it is not shuffled then. */
function shuffledIn({ tell }: Making, place: ForeignPlace, { list, shuffled }: Extract<Shape, { readonly list: ForeignList }>) {
  if (!shuffled) return {}
  if (list.options.every(({ score }) => score === undefined)) return { shuffled }
  tell(place, 'shuffle')
  return {}
}

function recommendOf(
  making: Making,
  name: string,
  place: ForeignPlace,
  shape: Extract<Shape, { readonly kind: 'recommend' }>,
  base: Base,
): Question {
  const answers = recommendScale([]).options.map(({ code }) => code)
  making.asked.set(name, {
    holds: 'options',
    item: base.id,
    codes: new Map(answers.map((code) => [code, code])),
    scores: new Map(answers.map((code) => [code, undefined])),
    isMany: false,
  })
  const [least, most] = [untold(making, shape.least, place), untold(making, shape.most, place)]
  return {
    type: 'recommend',
    ...base,
    ...(Object.keys(least).length > 0 && { least }),
    ...(Object.keys(most).length > 0 && { most }),
  }
}

/** Rows that a matrix has at most; what is beyond them is left out. */
const mostRows = 100

function rowsOf(
  making: Making,
  place: ForeignPlace,
  { rows, shuffled }: Extract<Shape, { readonly kind: 'rows' }>,
  closed: Base & { readonly scale: string },
  known: Pick<Placed, 'codes' | 'scores'>,
): Question {
  const items = itemsIn(making, place, rows, closed.id, (item) => ({ holds: 'options', item, ...known, isMany: false }))
  return { type: 'matrix', ...closed, ...(shuffled && { shuffled }), items }
}

function itemsIn(making: Making, place: ForeignPlace, rows: readonly ForeignRow[], question: string, as: (id: string) => Asked) {
  if (rows.length > mostRows) making.tell(place, 'too_many_rows', String(rows.length))
  return rows.slice(0, mostRows).map(({ name, text: said, alias = name, fixed }) => {
    const at: ForeignPlace = { ...place, name: alias }
    const text = toldIn(making, said, at)
    const id = newId(making, rowName(question, name), at)
    making.asked.set(alias, as(id))
    if (Object.keys(text).length === 0) making.tell(at, 'label_from_code', name)
    return { id, text: Object.keys(text).length > 0 ? text : sameIn(making, name), ...(fixed && { fixed }) }
  })
}

/** A row that is only numbered says whose row it is. */
const rowName = (question: string, row: string): string => (/^\p{L}/u.test(row) ? row : `${question.slice(0, 20)}_${row}`)

const sameIn = ({ languages }: Making, words: string): LocalText => Object.fromEntries(languages.map((language) => [language, words]))

function numberOf(
  making: Making,
  name: string,
  place: ForeignPlace,
  shape: Extract<Shape, { readonly kind: 'number' }>,
  base: Base,
): Question {
  making.asked.set(name, { holds: 'number', item: base.id })
  const { slider } = shape
  const limits = limitsOf(making, place, shape)
  if (!slider) return { type: 'number', ...base, ...limits }
  const { step } = slider
  const [least, most] = [untold(making, slider.least ?? {}, place), untold(making, slider.most ?? {}, place)]
  const whole = Math.max(1, Math.min(limits.max - limits.min, Math.round(step)))
  if (whole !== step) making.tell(place, 'whole_numbers')
  return {
    type: 'slider',
    ...base,
    ...limits,
    step: Number.isFinite(whole) && whole > 0 ? whole : 1,
    ...(Object.keys(least).length > 0 && { least }),
    ...(Object.keys(most).length > 0 && { most }),
  }
}

/** Rows that are each answered by a number. */
function numbersOf(making: Making, place: ForeignPlace, shape: Extract<Shape, { readonly kind: 'numbers' }>, base: Base): Question {
  const items = itemsIn(making, place, shape.rows, base.id, (id) => ({ holds: 'number', item: id }))
  return { type: 'number-matrix', ...base, items, ...limitsOf(making, place, shape), total: false }
}

function limitsOf(making: Making, place: ForeignPlace, { min, max, percent }: NumberLimits) {
  if (min === undefined || max === undefined)
    making.tell(place, 'bounds_added', `${bounded(min ?? Math.min(0, max ?? 0))}…${bounded(max ?? largestNumber)}`)
  const wanted = [min ?? Math.min(0, max ?? 0), max ?? largestNumber] as const
  const [low, high] = [bounded(Math.ceil(wanted[0])), bounded(Math.floor(wanted[1]))]
  if (low !== wanted[0] || high !== wanted[1]) making.tell(place, 'bounds_cut', `${Math.min(low, high)}…${Math.max(low, high)}`)
  return { min: Math.min(low, high), max: Math.max(low, high), unit: percent ? ('percent' as const) : ('number' as const) }
}

const bounded = (limit: number): number => Math.max(-largestNumber, Math.min(largestNumber, Math.trunc(limit)))

const longestLine = 200
const longestAnswer = 1_000

const textOf = ({ letters, lines }: Extract<Shape, { readonly kind: 'text' }>, base: Base): Question => ({
  type: 'text',
  ...base,
  maxLength: Math.max(1, Math.min(5_000, letters ?? (lines > 1 ? longestAnswer : longestLine))),
  lines: Math.max(1, Math.min(10, lines)),
})

function dateOf(
  { tell }: Making,
  place: ForeignPlace,
  { min, max, time }: Extract<Shape, { readonly kind: 'date' }>,
  base: Base,
): Question {
  const fits = time ? isMoment : isDay
  for (const [name, limit] of Object.entries({ min, max }))
    if (limit !== undefined && !fits(limit)) tell(place, 'constraint', `${name}: ${limit}`)
  const limits = { ...(min !== undefined && fits(min) && { min }), ...(max !== undefined && fits(max) && { max }) }
  return time ? { type: 'date-time', ...base, ...limits } : { type: 'date', ...base, ...limits }
}

/** All texts of a response have to fit into what one carries: where they would not, each gets as much as there is for all. */
function withRoomForTexts(sections: readonly Section[], tell: Tell): readonly Section[] {
  const texts = sections.flatMap(({ questions }) => questions.filter((question) => question.type === 'text'))
  const wanted = texts.reduce((sum, { maxLength }) => sum + maxLength, 0)
  if (wanted <= mostLetters) return sections
  const each = Math.max(1, Math.floor(mostLetters / texts.length))
  tell(ofWhole, 'letters_limited', String(each))
  return sections.map((section) => ({
    ...section,
    questions: section.questions.map((question) =>
      question.type === 'text' ? { ...question, maxLength: Math.min(question.maxLength, each) } : question,
    ),
  }))
}

/** Options that a scale has at most. */
const mostInScale = 200

type Placed = {
  readonly scale: string
  readonly codes: ReadonlyMap<string, string>
  readonly scores: ReadonlyMap<string, number | undefined>
}

function scaleFor(making: Making, list: ForeignList, place: ForeignPlace): Placed {
  const given = list.options.slice(0, mostInScale)
  if (list.options.length > mostInScale) making.tell(place, 'too_many_options', String(list.options.length))
  const [codes, scores] = [new Map<string, string>(), new Map<string, number | undefined>()]
  const taken = noNames()
  const options = given.flatMap(
    ({ name, alias: _, kind = 'answer', label: said, score, positive, exclusive, face, fixed }): readonly Option[] => {
      if (codes.has(name)) {
        making.tell(place, 'option_twice', name)
        return []
      }
      const code = freeId(taken, codeFrom(name) || 'option')
      const label = untold(making, said, place)
      codes.set(name, code)
      if (kind === 'answer') scores.set(name, score)
      if (code !== name) making.tell(place, 'code_changed', `${name} → ${code}`)
      if (Object.keys(label).length === 0) making.tell(place, 'label_from_code', name)
      const isCounted = kind === 'answer' || kind === 'other'
      return [
        {
          code,
          label: Object.keys(label).length > 0 ? label : sameIn(making, name),
          kind,
          ...(isCounted && score !== undefined && { score }),
          ...(isCounted && positive !== undefined && { positive }),
          ...(exclusive === true && { exclusive }),
          ...(face !== undefined && { face }),
          ...(fixed === true && { fixed }),
        },
      ]
    },
  )
  return { scale: scaleNamed(making, list.name, options), codes, scores }
}

function scaleNamed(making: Making, name: string, options: readonly Option[]): string {
  const content = canonical(options)
  const there = making.scaleByContent.get(content)
  if (there !== undefined) return there
  const id = freeId(making.scaleIds, codeFrom(name) || 'scale')
  making.scales.push({ id, options })
  making.scaleByContent.set(content, id)
  return id
}

/** Letters, digits and a few signs of a name, without marks. */
const bare = (name: string): string =>
  folded(name.slice(0, 200)) === name.slice(0, 200).toLowerCase()
    ? name.slice(0, 200)
    : name.slice(0, 200).normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D')

/** A name as a code; empty where nothing of it can stay. */
export const codeFrom = (name: string): string =>
  namePatterns.code.test(name)
    ? name
    : bare(name)
        .replace(/[^A-Za-z0-9._-]+/g, '-')
        .replace(/^[^A-Za-z0-9]+|-+$/g, '')
        .slice(0, 60)

/** A name as the id of an item or a section. */
function idOf(name: string, otherwise: string): string {
  if (namePatterns.item.test(name)) return name
  const letters = bare(name)
    .replace(/[^A-Za-z0-9_-]+/g, '_')
    .replace(/^[_-]+|[_-]+$/g, '')
  const begun = /^[A-Za-z]/.test(letters) ? letters : `${otherwise.slice(0, 1)}${letters}`
  return begun.length > 1 ? begun.slice(0, 28) : otherwise
}

function newId(making: Making, name: string, place: ForeignPlace): string {
  const id = freeId(making.ids, idOf(name, 'q'))
  if (id !== name && name !== '' && place.name === name) making.tell(place, 'id_changed', id)
  return id
}

/** Names that are taken, and how often each was wanted. */
type Names = { readonly taken: Set<string>; readonly wanted: Map<string, number> }

const noNames = (): Names => ({ taken: new Set(), wanted: new Map() })

/** The name, or with a number behind it where it is taken; it is taken from now on. */
function freeId({ taken, wanted }: Names, name: string): string {
  for (let number = (wanted.get(name) ?? 0) + 1; ; number += 1) {
    const id = number === 1 ? name : `${name.slice(0, 26)}_${number}`
    if (taken.has(id)) continue
    taken.add(id)
    wanted.set(name, number)
    return id
  }
}

/** Items that are worked out, those that something asked for and all others. */
function computedIn(making: Making): readonly Computed[] {
  for (const [name, { place, source, calculation }] of making.computed) {
    const isLabel = calculation !== undefined && 'labelOf' in calculation
    if (isLabel && toldItem(making, name) !== undefined) making.tell(place, 'label_told')
    else if (!settledBy(making, name)) making.tell(place, 'calculation', source)
  }
  return [...making.computed.keys()].flatMap((name) => making.settled.get(name) ?? [])
}

/** What is worked out under a name, as soon as all that it looks at has been asked. */
function settledBy(making: Making, name: string): Asked | undefined {
  const there = making.settled.get(name)
  if (there) return workedOut(making, there)
  const given = making.computed.get(name)
  if (!given?.calculation || 'labelOf' in given.calculation || making.settled.size >= mostComputed) return undefined
  const { value, of } = given.calculation
  const items = of.map((one) => countedItem(making, value, one))
  const known = items.filter((item) => item !== undefined)
  const codes = [...new Set(known.flatMap((item) => item.codes))]
  const isWhole =
    known.length === items.length && known.every(({ all, codes: own }) => codes.every((code) => !all.has(code) || own.includes(code)))
  if (!isWhole || known.length === 0) return undefined
  const id = newId(making, name, given.place)
  const label = Object.keys(given.label).length > 0 ? untold(making, given.label, given.place) : sameIn(making, name)
  const settled = { id, label, value, of: known.map(({ item }) => item), ...(value === 'among' && { codes }) }
  making.settled.set(name, settled)
  making.tell(given.place, 'computed', given.source)
  return workedOut(making, settled)
}

/** A number between whole ones comes of a mean, and of scores that are none. */
const workedOut = ({ scoreUnit }: Making, { id, value }: Computed): Asked => ({
  holds: 'number',
  item: id,
  isBroken: value === 'mean' || (value !== 'answered' && value !== 'among' && scoreUnit !== 1),
})

/** The item that a calculation looks at, with those of its options that are counted; undefined where it holds no such number. */
function countedItem(making: Making, value: Computed['value'], { name, points, codes = [] }: CountedName) {
  const about = making.asked.get(name)
  if (!about || about.holds === 'choice') return undefined
  const none = { item: about.item, codes: [], all: new Set<string>() }
  if (value === 'answered') return none
  if (about.holds === 'number') return value === 'among' || points instanceof Map ? undefined : none
  if (about.holds !== 'options') return undefined
  if (value !== 'among') return !about.isMany && scoresAre(making, about, points) ? none : undefined
  const own = codes.map((code) => about.codes.get(code))
  const there = own.filter((code) => code !== undefined)
  return there.length === own.length ? { item: about.item, codes: there, all: new Set(about.codes.values()) } : undefined
}

/** Whether the options of a question are worth what a calculation takes them for: the points that it spells out, or their codes. */
function scoresAre(
  { scoreUnit }: Making,
  { scores }: Extract<Asked, { readonly holds: 'options' }>,
  points: CountedName['points'],
): boolean {
  const given = [...scores].flatMap(([name, score]) => (score === undefined ? [] : [{ name, points: score * scoreUnit }]))
  if (given.length === 0 || points === 'scores') return given.length > 0
  if (points && points.size !== given.length) return false
  return (
    given.every((one) => Math.abs((points ? (points.get(one.name) ?? NaN) : Number(one.name)) - one.points) < 1e-9) &&
    (points !== undefined || given.length === scores.size)
  )
}

/** All conditions of a part together; one that cannot be said here is left out and told, and the part is asked of more people than before. */
function conditionOf(making: Making, shown: readonly ForeignCondition[] = [], place: ForeignPlace): Condition | undefined {
  const conditions = shown.flatMap(({ source, test }) => {
    const condition = test && resolved(making, test, place)
    if (!condition) making.tell(place, 'condition', source)
    return condition ?? []
  })
  return conditions.length > 1 ? { all: conditions } : conditions[0]
}

function resolved(making: Making, test: ForeignTest, place: ForeignPlace): Condition | undefined {
  if ('all' in test) return together(making, test.all, place, (all) => ({ all }))
  if ('any' in test) return together(making, test.any, place, eitherOf)
  if ('not' in test) {
    const inner = resolved(making, test.not, place)
    return inner && ('not' in inner ? inner.not : { not: inner })
  }
  const about = making.asked.get(test.name) ?? settledBy(making, test.name)
  if (!about) return undefined
  const { item } = about
  if (about.holds === 'choice') return chosen(test, item, about.code)
  if (test.is === 'answered') return { item, answered: true }
  if (about.holds === 'number') return ofNumber(about, test.is, test.value)
  return about.holds === 'options' ? ofOptions(making, about, test, place) : undefined
}

function together(
  making: Making,
  tests: readonly ForeignTest[],
  place: ForeignPlace,
  as: (conditions: readonly Condition[]) => Condition,
): Condition | undefined {
  const conditions = tests.map((test) => resolved(making, test, place)).filter((condition) => condition !== undefined)
  if (conditions.length < tests.length) return undefined
  return conditions.length === 1 ? conditions[0] : as(conditions)
}

/** Options of one item, any of which will do, are one test. */
function eitherOf(any: readonly Condition[]): Condition {
  const merged = any.reduce<readonly Condition[]>((before, next) => {
    const last = before.at(-1)
    return last && 'in' in last && 'in' in next && last.item === next.item
      ? [...before.slice(0, -1), { item: last.item, in: [...new Set([...last.in, ...next.in])] }]
      : [...before, next]
  }, [])
  return merged.length === 1 && merged[0] ? merged[0] : { any: merged }
}

type Comparison = Extract<ForeignTest, { readonly name: string }>

/** Whether one option was chosen, of which another tool asks under a name of its own. */
function chosen(test: Comparison, item: string, code: string): Condition | undefined {
  const isChosen: Condition = { item, in: [code] }
  if (test.is === 'answered') return isChosen
  const said = ['y', '1', 'true'].includes(test.value.toLowerCase())
  return test.is === '=' ? (said ? isChosen : { not: isChosen }) : undefined
}

type NumberAsked = Extract<Asked, { readonly holds: 'number' }>

function ofNumber(
  { item, isBroken = false }: NumberAsked,
  is: Exclude<Comparison['is'], 'answered'>,
  written: string,
): Condition | undefined {
  const value = Number(written)
  if (written.trim() === '' || !Number.isFinite(value)) return undefined
  const there = { item, answered: true } as const
  if (isBroken && is === '<') return { all: [there, { not: { item, atLeast: value } }] }
  if (isBroken && is === '>') return { all: [there, { not: { item, atMost: value } }] }
  if (is === '<') return { item, atMost: Math.ceil(value) - 1 }
  if (is === '<=') return { item, atMost: value }
  if (is === '>') return { item, atLeast: Math.floor(value) + 1 }
  if (is === '>=') return { item, atLeast: value }
  return {
    all: [
      { item, atLeast: value },
      { item, atMost: value },
    ],
  }
}

function ofOptions(
  making: Making,
  { item, codes, isMany }: Extract<Asked, { readonly holds: 'options' }>,
  { is, value }: Extract<Comparison, { readonly value: string }>,
  place: ForeignPlace,
): Condition | undefined {
  if (is === '=' || is === 'has') {
    const code = codes.get(value) ?? [...codes].find(([name]) => name.toLowerCase() === value.toLowerCase())?.[1]
    if (code === undefined) return undefined
    if (isMany && is === '=') making.tell(place, 'chosen_exactly', value)
    return { item, in: [code] }
  }
  const limit = Number(value)
  if (value.trim() === '' || !Number.isFinite(limit)) return undefined
  const within = [...codes].filter(([name]) => isVisible(name) && compares(Number(name), is, limit)).map(([, code]) => code)
  return within.length > 0 ? { item, in: within } : undefined
}

const compares = (number: number, is: '<' | '<=' | '>' | '>=', limit: number): boolean =>
  is === '<' ? number < limit : is === '<=' ? number <= limit : is === '>' ? number > limit : number >= limit
