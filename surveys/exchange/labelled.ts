import { isDay } from '../instrument/calendar'
import { isCalled } from '../instrument/called'
import type { Item } from '../instrument/item'
import { isMoment } from '../instrument/moment'
import { items } from '../instrument/questionnaire'
import { keepings } from '../instrument/questions/keepings'
import type { LocalText, Questionnaire } from '../instrument/schema'
import { composed, isVisible, ownValue } from '../instrument/spelling'
import { type Aside, type AsideHeads, asidesIn, contactsIn } from './asides'
import { assigned, bareWords, type Doubt, exactly, isSpelled, type Likely, type MayMean, nearest, withoutSigns } from './nearness'

/** A sheet of responses as other tools write them: questions at the head of the columns, words in the cells. */
export type LabelledSheet = { readonly heads: readonly string[]; readonly rows: readonly LabelledRow[] }
export type LabelledRow = { readonly line: number; readonly cells: readonly string[] }

/** What a column may mean besides the answer to an item. */
export const ownColumns = ['@day', '@agency', '@channel', '@touchpoint', '@language'] as const
export type OwnColumn = (typeof ownColumns)[number]

/** In which order a file writes days. */
export const dayOrders = ['dmy', 'mdy', 'ymd'] as const
export type DayOrder = (typeof dayOrders)[number]

/** How a sheet with labels is read; it is kept for the next file with the same head. */
export type LabelMapping = {
  /** By the place of each column an item's id, a column of our own, or nothing for one that is left out. */
  readonly columns: readonly string[]
  /** By the place of a column, what its words mean: an option's or an agency's code, nothing for a blank, `@other` for a text beside "other". */
  readonly words: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly dayOrder: DayOrder
  /** For every row, where no column says so. */
  readonly agency: string
  readonly channel: string
}

/** Words of a cell that stand for a text beside "other". */
export const asOther = '@other'

/** An agency by its code and its names. */
export type LabelledAgency = { readonly code: string; readonly names: readonly string[] }

/** Of a word also that it means nothing that is known: it would be a blank. */
export type WordDoubt = Doubt | 'none'

/** Of a column also why it is left out, or that some of its answers are addresses. */
export type ColumnDoubt = Doubt | Aside | 'contact_within'

/** What is to be looked at again in a guessed mapping: of columns by their place, of words as in the mapping. */
export type Doubts = {
  readonly columns: readonly (ColumnDoubt | null)[]
  readonly words: Readonly<Record<string, Readonly<Record<string, WordDoubt>>>>
}

/** A mapping as far as it can be told, and how sure that is. */
export type GuessedMapping = { readonly mapping: LabelMapping; readonly doubts: Doubts }

/** What makes two heads one: their words in their order, without marks, case and spaces. */
export const signatureOf = (heads: readonly string[]): string => heads.map(bareWords).join('\n')

/** The mapping as far as it can be told: columns by how alike their heads and questions are, words by how alike they and the labels are. */
export function guessedMapping(
  questionnaire: Questionnaire,
  agencies: readonly LabelledAgency[],
  sheet: LabelledSheet,
  ownHeads: OwnHeads,
  given?: readonly string[],
): GuessedMapping {
  const guessed = guessedColumns(questionnaire, sheet, ownHeads)
  const columns = given ?? guessed.map(({ code }) => code)
  const words = guessedMeanings(questionnaire, agencies, sheet, columns)
  const [only] = agencies
  return {
    mapping: {
      columns,
      words: eachWord(words, ({ code }) => code),
      dayOrder: guessedOrder(sheet, columns.indexOf('@day')),
      agency: agencies.length === 1 && only ? only.code : '',
      channel: 'link',
    },
    doubts: {
      columns: guessed.map(({ code, doubt }, at) => {
        const own = columns[at] === code ? doubt : undefined
        return (holdsContacts(sheet, at, columns[at]) ? 'contact_within' : own) ?? null
      }),
      words: eachWord(words, ({ doubt }) => doubt),
    },
  }
}

type LikelyColumn = Omit<Likely, 'doubt'> & { readonly doubt?: ColumnDoubt }

/** What each column means; one that is no answer is left out, unless a question is called just so: then somebody has to choose. */
function guessedColumns(questionnaire: Questionnaire, sheet: LabelledSheet, ownHeads: OwnHeads): readonly LikelyColumn[] {
  const heads = sheet.heads.map(unnumbered)
  const columns = heads.map((head, at) => ({ head, cells: filledCells(sheet, at) }))
  const why = asidesIn(columns, ownHeads)
  const asked = exactly(meaningsOfItems(questionnaire))
  const rest = heads.map((head, at) => (why[at] === undefined ? head : ''))
  return assigned(rest, meaningsOfHeads(questionnaire, ownHeads), alikeEnough).map((found, at): LikelyColumn => {
    const aside = why[at]
    if (aside === undefined) return found
    const isAsked = asked(heads[at] ?? '') !== undefined && (aside !== 'contact' || contactsIn(columns[at]?.cells ?? []) === 0)
    return { code: '', doubt: isAsked ? 'several' : aside }
  })
}

const filledCells = ({ rows }: LabelledSheet, at: number): readonly string[] =>
  rows.map(({ cells }) => (cells[at] ?? '').trim()).filter((cell) => cell !== '')

/** Whether answers to a question are addresses in some cells. */
const holdsContacts = (sheet: LabelledSheet, at: number, meant = ''): boolean =>
  meant !== '' && !meant.startsWith('@') && contactsIn(filledCells(sheet, at)) > 0

/** What is found of the words of columns, by their places. */
type FoundWords = readonly (readonly [at: number, words: readonly (readonly [word: string, found: LikelyWord])[]])[]

type LikelyWord = Omit<Likely, 'doubt'> & { readonly doubt?: WordDoubt }

/** One thing of every word, of those that have it. */
const eachWord = <Part extends string>(all: FoundWords, partOf: (found: LikelyWord) => Part | undefined) =>
  Object.fromEntries(
    all.map(([at, words]) => {
      const parts = words.flatMap(([word, found]): readonly (readonly [string, Part])[] => {
        const part = partOf(found)
        return part === undefined ? [] : [[word, part]]
      })
      return [String(at), Object.fromEntries(parts)] as const
    }),
  )

/** What the words of columns may mean, once it is known what the columns are. */
function guessedMeanings(
  questionnaire: Questionnaire,
  agencies: readonly LabelledAgency[],
  sheet: LabelledSheet,
  columns: readonly string[],
): FoundWords {
  const known = new Map(items(questionnaire).map((item) => [item.id, item]))
  const named = agencies.map(({ code, names }) => ({ code, texts: [code, ...names] }))
  return columns.flatMap((meant, at): FoundWords => {
    const item = known.get(meant)
    if (meant === '@agency') return [[at, guessedWords(distinctCells(sheet, at), named, '')]]
    if (!item?.scale) return []
    const unknown = otherOf(item) === undefined ? '' : asOther
    return [[at, guessedWords(distinctWords(sheet, at, item), labelsOf(item), unknown)]]
  })
}

const otherOf = ({ scale }: Item) => scale?.options.find(({ kind }) => kind === 'other')

const labelsOf = ({ scale }: Item): readonly MayMean[] =>
  (scale?.options ?? []).map(({ code, label }) => ({ code, texts: [code, ...Object.values(label)] }))

/** Fewer letters in common than this are a guess that helps nobody. */
const alikeEnough = 0.55

/** A head without the number of its question. */
const unnumbered = (head: string): string => head.replace(/^\s*\d{1,3}\s*[.):]\s+(?=\S)/u, '')

/** All that a column may mean. */
const meaningsOfHeads = (questionnaire: Questionnaire, ownHeads: OwnHeads): readonly MayMean[] => [
  ...ownColumns.map((code) => ({ code, texts: ownHeads[code] })),
  ...meaningsOfItems(questionnaire),
]

const meaningsOfItems = (questionnaire: Questionnaire): readonly MayMean[] =>
  items(questionnaire).map((item) => ({ code: item.id, texts: headsOf(item) }))

/** What other tools and offices call the columns that are no answers, in every language. */
export type OwnHeads = Readonly<Record<OwnColumn, readonly string[]>> & AsideHeads

/** How an item may stand at the head of a column: its words, its id, and a row with its question as `question [row]`. */
function headsOf({ id, text, question }: Item): readonly string[] {
  const own = Object.values(text)
  const rows =
    question.id === id
      ? []
      : languagesOf(text).map((language) => `${ownValue(question.text, language) ?? ''} ${ownValue(text, language) ?? ''}`)
  return [id, ...own, ...rows]
}

const languagesOf = (text: LocalText): readonly string[] => Object.keys(text)

/** What each of some words means; where no label is meant, what is said of unknown words. */
function guessedWords(
  words: readonly string[],
  options: readonly MayMean[],
  unknown: string,
): readonly (readonly [word: string, found: LikelyWord])[] {
  const find = nearest(options, labelAlike)
  return words.map((word) => {
    const found = find(word)
    if (found.code !== '' || found.doubt) return [word, found] as const
    return [word, unknown === '' ? { code: '', doubt: 'none' as const } : { code: unknown }] as const
  })
}

/** A label is short: it has to be nearly the same. */
const labelAlike = 0.8

/** Words of one column that are shown to be mapped at most; the rest are labels, or texts beside "other", or refused line by line. */
export const mostWords = 60

/** The words in a column, the most frequent first. */
export function distinctCells({ rows }: LabelledSheet, at: number): readonly string[] {
  return frequent(rows.map(({ cells }) => (cells[at] ?? '').trim()))
}

/** The same for an item of which several options may be chosen: the labels that a cell puts together are told apart. */
export function distinctWords(sheet: LabelledSheet, at: number, item: Item): readonly string[] {
  const words = wordsIn(item)
  return frequent(sheet.rows.flatMap(({ cells }) => words(cells[at] ?? '')))
}

/** How a cell is taken apart into what was chosen: of one choice it is whole, of several they are parted; a text beside "other" loses what stands before it. */
function wordsIn(item: Item): (cell: string) => readonly string[] {
  const labels = labelsIn(item)
  const other = otherOf(item)
  const leads = other ? Object.values(other.label).map((label) => `${label.toLowerCase()}:`) : []
  const bare = (word: string): string => {
    const lead = leads.find((one) => word.toLowerCase().startsWith(one))
    return lead === undefined || !isVisible(word.slice(lead.length)) ? word : word.slice(lead.length).trim()
  }
  return (cell) => {
    const text = composed(cell).trim()
    const parts = holdsSeveral(item) ? chosenIn(text, labels, other !== undefined) : isVisible(text) ? [text] : []
    return parts.map(bare)
  }
}

/** Several options of one cell, in an order or in none. */
const holdsSeveral = ({ question }: Item): boolean => ['several', 'order'].includes(keepings[question.type].holds)

/** Letters of a word that somebody maps; a longer one is no label, and nobody reads it. */
const longestWord = 300

function frequent(words: readonly string[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const word of words) if (word.length <= longestWord && isVisible(word)) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .slice(0, mostWords)
    .map(([word]) => word)
}

/** The labels of an item in small letters, the longest first, by their first sign. */
type Labels = ReadonlyMap<string, readonly string[]>

function labelsIn({ scale }: Item): Labels {
  const all = (scale?.options ?? []).flatMap(({ code, label }) => [...Object.values(label), code])
  const labels = new Map<string, string[]>()
  for (const label of all.sort((one, other) => other.length - one.length).map((one) => one.toLowerCase()))
    labels.set(label.charAt(0), [...(labels.get(label.charAt(0)) ?? []), label])
  return labels
}

/**
 * The choices of one cell: a label may hold a comma itself, so known labels are taken out first, the longest before its parts. What somebody wrote
 * beside "other" stands behind all labels and may hold commas too: there it is one.
 */
function chosenIn(cell: string, labels: Labels, hasOther: boolean): readonly string[] {
  const found: string[] = []
  let [written, known] = [cell.length, 0]
  for (let at = 0; at < cell.length;) {
    const label = labelAt(cell, labels, at)
    const end = found.length === mostChosen ? cell.length : at + (label?.length ?? lengthAt(/[^,;|\n]*/y, cell, at))
    found.push(cell.slice(at, end).trim())
    if (label !== undefined) [written, known] = [cell.length, found.length]
    else written = Math.min(written, at)
    at = end + lengthAt(/\s*[,;|\n]\s*/y, cell, end)
  }
  const all = hasOther ? [...found.slice(0, known), cell.slice(written).trim()] : found
  return all.filter(isVisible)
}

/** Choices that are told apart in one cell at most, far more than a question has options; what is behind them is no label of any. */
const mostChosen = 100

/** The label that stands there and ends there too, before a sign that parts choices. */
const labelAt = (cell: string, labels: Labels, at: number): string | undefined =>
  labels.get(cell.charAt(at).toLowerCase())?.find((one) => {
    const end = at + one.length
    return cell.slice(at, end).toLowerCase() === one && (end === cell.length || lengthAt(/\s*[,;|\n]/y, cell, end) > 0)
  })

/** How much of a text a sticky expression finds from there on. */
function lengthAt(what: RegExp, text: string, at: number): number {
  what.lastIndex = at
  return what.exec(text)?.[0].length ?? 0
}

/** A day with numbers alone, with its time before it or behind it. */
const dayShape = /^(?:\d{1,2}:\d{2}(?::\d{2})?(?:\s*(?:[AP]M|SA|CH))?,?\s+)?(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})/i

/**
 * Where a first number is no month days come first, where a second one is none months do; a year of four digits tells itself. Where neither tells, a file of one
 * month or few has more days than months.
 */
function guessedOrder({ rows }: LabelledSheet, at: number): DayOrder {
  const days = rows.map(({ cells }) => dayShape.exec((cells[at] ?? '').trim())).filter((found) => found !== null)
  if (days.length > 0 && days.every(([, first = '']) => first.length === 4)) return 'ymd'
  if (days.some(([, first]) => Number(first) > 12)) return 'dmy'
  if (days.some(([, , second]) => Number(second) > 12)) return 'mdy'
  const different = (place: 1 | 2): number => new Set(days.map((found) => Number(found[place]))).size
  return different(2) > different(1) + 1 ? 'mdy' : 'dmy'
}

/** A day as a file writes it, as `YYYY-MM-DD`, without its time; what is none comes back as it stood. */
export function dayWritten(text: string, order: DayOrder): string {
  const [, first = '', second = '', third = ''] = dayShape.exec(text.trim()) ?? []
  const [year, month, day] =
    order === 'ymd' || first.length === 4 ? [first, second, third] : order === 'mdy' ? [third, first, second] : [third, second, first]
  const whole = `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isDay(whole) ? whole : text
}

/** A day with its time as a file writes it, as `YYYY-MM-DDTHH:MM`; what is none comes back as it stood. */
export function momentWritten(text: string, order: DayOrder): string {
  const [, hours = '', minutes = '', half = ''] = /[T\s,]\s*(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*([AP]M)?\s*$/i.exec(text) ?? []
  const hour = half === '' ? Number(hours) : (Number(hours) % 12) + (half.toUpperCase() === 'PM' ? 12 : 0)
  const moment = `${dayWritten(text, order)}T${String(hour).padStart(2, '0')}:${minutes}`
  return hours !== '' && isMoment(moment) ? moment : text
}

function dayOrMoment({ question }: Item, text: string, order: DayOrder): string {
  if (question.type === 'date-time') return momentWritten(text, order)
  return question.type === 'date' ? dayWritten(text, order) : text
}

/** The columns of a sheet by what their heads say. */
type ByHead = readonly { readonly said: string; readonly columns: readonly number[] }[]

function byHead(heads: readonly string[]): ByHead {
  const said = new Map<string, number[]>()
  for (const [at, head] of heads.entries()) said.set(bareWords(head), [...(said.get(bareWords(head)) ?? []), at])
  return [...said].sort(([one], [other]) => (one < other ? -1 : 1)).map(([words, columns]) => ({ said: words, columns }))
}

/** What stands in a row, by its heads, in no order: the same row of a longer file is the same. */
export const rowContent = (heads: readonly string[], row: LabelledRow): string => contentOf(byHead(heads), row)

function contentOf(columns: ByHead, { cells }: LabelledRow): string {
  const parts: (readonly [string, string])[] = []
  for (const { said, columns: places } of columns) {
    const texts = places.map((at) => (cells[at] ?? '').trim()).filter(isVisible)
    if (texts.length > 1) texts.sort()
    for (const text of texts) parts.push([said, text])
  }
  return JSON.stringify(parts)
}

/** A sheet as an import of ours: its head, and its rows at the lines at which they stood. `idOf` gives a row its id, by its content and how often that stood above. */
export function importOf(
  questionnaire: Questionnaire,
  mapping: LabelMapping,
  sheet: LabelledSheet,
  idOf: (content: string, before: number) => string,
): { readonly head: readonly string[]; readonly rows: Iterable<LabelledRow> } {
  const taken = items(questionnaire).flatMap((item) => {
    const at = mapping.columns.indexOf(item.id)
    return at < 0 ? [] : [{ item, at, hasText: otherOf(item) !== undefined, words: wordsIn(item), exact: exactly(labelsOf(item)) }]
  })
  const place = (own: OwnColumn): number => mapping.columns.indexOf(own)
  const spare = { touchpoint: place('@touchpoint') >= 0, language: place('@language') >= 0 }
  const head = [
    'id',
    'agency',
    'submitted_at',
    'channel',
    ...(spare.touchpoint ? ['touchpoint'] : []),
    ...(spare.language ? ['language'] : []),
    ...taken.flatMap(({ item, hasText }) => (hasText ? [item.id, `${item.id}.text`] : [item.id])),
  ]
  const columns = byHead(sheet.heads)
  const met = new Map<string, number>()
  const rowOf = (row: LabelledRow): LabelledRow => {
    const cell = (at: number): string => (at < 0 ? '' : (row.cells[at] ?? '').trim())
    const content = contentOf(columns, row)
    const before = met.get(content) ?? 0
    met.set(content, before + 1)
    const agency = place('@agency') < 0 ? mapping.agency : meantBy(mapping, place('@agency'), cell(place('@agency')))
    const own = [
      idOf(content, before),
      agency,
      dayWritten(cell(place('@day')), mapping.dayOrder),
      place('@channel') < 0 ? mapping.channel : cell(place('@channel')).toLowerCase(),
    ]
    const more = [...(spare.touchpoint ? [cell(place('@touchpoint'))] : []), ...(spare.language ? [cell(place('@language'))] : [])]
    return { line: row.line, cells: [...own, ...more, ...taken.flatMap((one) => answerCells(mapping, one, cell(one.at)))] }
  }
  return { head, rows: each(sheet.rows, rowOf) }
}

/** One after another, when they are asked for: a long sheet keeps nobody waiting. */
function* each<From, To>(list: readonly From[], made: (one: From) => To): Generator<To> {
  for (const one of list) yield made(one)
}

/** What words of a column mean; those that nobody mapped stay, so that the import says what they were. */
const meantBy = ({ words }: LabelMapping, at: number, text: string): string => ownValue(ownValue(words, String(at)) ?? {}, text) ?? text

type TakenItem = {
  readonly item: Item
  readonly at: number
  readonly hasText: boolean
  readonly words: (cell: string) => readonly string[]
  readonly exact: (word: string) => Likely | undefined
}

function answerCells(mapping: LabelMapping, { item, at, hasText, words, exact }: TakenItem, text: string): readonly string[] {
  if (!item.scale) return [dayOrMoment(item, text, mapping.dayOrder)]
  const other = otherOf(item)?.code
  const mapped = ownValue(mapping.words, String(at)) ?? {}
  const meant = words(text).map((part) => ({
    part,
    code: ownValue(mapped, part) ?? (exact(part)?.code || (hasText ? asOther : part)),
  }))
  const codes = meant.flatMap(({ code }) => (code === '' ? [] : [code === asOther ? (other ?? code) : code]))
  const said = meant.flatMap(({ part, code }) => (code === asOther ? [part] : [])).join(', ')
  const cell = [...new Set(codes)].join('|')
  return hasText ? [cell, said] : [cell]
}

/** How sheets were read before, the latest first: each with its heads, where those were kept. */
export type KeptMapping = { readonly mapping: LabelMapping; readonly heads: readonly string[] }

/** A mapping of an earlier sheet with each column where its head stands now, and what is new, gone or elsewhere. */
export type CarriedMapping = {
  readonly mapping: LabelMapping
  /** The places of columns that were not there. */
  readonly added: readonly number[]
  readonly gone: readonly string[]
  readonly isMoved: boolean
}

/** What was kept for a sheet with most of these heads, in whatever order: the one that has most of them, of equals the latest. */
export function carriedMapping(kept: readonly KeptMapping[], heads: readonly string[]): CarriedMapping | undefined {
  const all = kept.map((one) => carried(one, heads))
  const [best] = all.sort((one, other) => one.gone.length + one.added.length - other.gone.length - other.added.length)
  return best && 2 * best.added.length < heads.length ? best : undefined
}

function carried({ mapping, heads: before }: KeptMapping, heads: readonly string[]): CarriedMapping {
  const from = placesBefore(before, heads)
  const there = new Set(from)
  const words = from.flatMap((place, at) => {
    const own = place === undefined ? undefined : ownValue(mapping.words, String(place))
    return own ? [[String(at), own] as const] : []
  })
  const known = from.filter((place) => place !== undefined)
  return {
    mapping: {
      ...mapping,
      columns: from.map((place) => (place === undefined ? '' : (mapping.columns[place] ?? ''))),
      words: Object.fromEntries(words),
    },
    added: from.flatMap((place, at) => (place === undefined ? [at] : [])),
    gone: before.filter((_, at) => !there.has(at)),
    isMoved: known.some((place, at) => at > 0 && place < (known[at - 1] ?? 0)),
  }
}

/** Where each head stood before: the same one first, else one without marks or signs; of several that are alike the second is another one. */
function placesBefore(before: readonly string[], heads: readonly string[]): readonly (number | undefined)[] {
  const left = new Map<string, number[]>()
  for (const [at, head] of before.entries()) left.set(bareWords(head), [...(left.get(bareWords(head)) ?? []), at])
  const places: (number | undefined)[] = heads.map(() => undefined)
  for (const isSame of [isSpelled, isCalledEither])
    for (const [at, head] of heads.entries()) {
      if (places[at] !== undefined) continue
      const alike = left.get(bareWords(head)) ?? []
      places[at] = alike.find((place) => isSame(head, before[place] ?? ''))
      left.set(
        bareWords(head),
        alike.filter((place) => place !== places[at]),
      )
    }
  return places
}

const isCalledEither = (one: string, other: string): boolean =>
  isCalled(withoutSigns(one), withoutSigns(other)) || isCalled(withoutSigns(other), withoutSigns(one))
