import { isDay } from '../instrument/calendar'
import type { Item } from '../instrument/item'
import { folded } from '../instrument/folding'
import { isMoment } from '../instrument/moment'
import { items } from '../instrument/questionnaire'
import { keepings } from '../instrument/questions/keepings'
import type { LocalText, Questionnaire } from '../instrument/schema'
import { isVisible, ownValue } from '../instrument/spelling'

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

/** What makes two heads one: their words in their order, without marks, case and spaces. */
export const signatureOf = (heads: readonly string[]): string => heads.map(wordsOf).join('\n')

const wordsOf = (text: string): string =>
  folded(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** The mapping as far as it can be told: columns by how alike their heads and questions are, words by how alike they and the labels are. */
export function guessedMapping(
  questionnaire: Questionnaire,
  agencies: readonly LabelledAgency[],
  sheet: LabelledSheet,
  ownHeads: OwnHeads,
): LabelMapping {
  const columns = guessedColumns(questionnaire, sheet, ownHeads)
  const [only] = agencies
  return {
    columns,
    words: guessedMeanings(questionnaire, agencies, sheet, columns),
    dayOrder: guessedOrder(sheet, columns.indexOf('@day')),
    agency: agencies.length === 1 && only ? only.code : '',
    channel: 'link',
  }
}

/** What the words of columns may mean, once it is known what the columns are. */
export function guessedMeanings(
  questionnaire: Questionnaire,
  agencies: readonly LabelledAgency[],
  sheet: LabelledSheet,
  columns: readonly string[],
): LabelMapping['words'] {
  const known = new Map(items(questionnaire).map((item) => [item.id, item]))
  const named = agencies.map(({ code, names }) => ({ code, labels: [code, ...names] }))
  const words = columns.flatMap((meant, at): readonly (readonly [string, Readonly<Record<string, string>>])[] => {
    const item = known.get(meant)
    if (meant === '@agency') return [[String(at), guessedWords(distinctCells(sheet, at), named)]]
    return item?.scale ? [[String(at), guessedWords(distinctWords(sheet, at, item), labelsOf(item))]] : []
  })
  return Object.fromEntries(words)
}

const labelsOf = ({ scale }: Item): readonly Labelled[] =>
  (scale?.options ?? []).map(({ code, label }) => ({ code, labels: [code, ...Object.values(label)] }))

/** Fewer letters in common than this are a guess that helps nobody. */
const alikeEnough = 0.55

/** Every column and what it may mean, the most alike first; each is used once. */
function guessedColumns(questionnaire: Questionnaire, { heads }: LabelledSheet, ownHeads: OwnHeads): readonly string[] {
  const own = ownColumns.map((meant) => ({ meant, texts: ownHeads[meant] }))
  const wanted = [...own, ...items(questionnaire).map((item) => ({ meant: item.id, texts: headsOf(item) }))].map(({ meant, texts }) => ({
    meant,
    texts: texts.map(wordsOf).filter(isVisible).map(pairsIn),
  }))
  const pairs = heads.flatMap((head, at) => {
    const said = pairsIn(wordsOf(head))
    return wanted.map(({ meant, texts }) => ({ at, meant, alike: Math.max(0, ...texts.map((text) => likeness(said, text))) }))
  })
  const columns = heads.map(() => '')
  const used = new Set<string>()
  for (const { at, meant } of pairs.filter((pair) => pair.alike >= alikeEnough).sort((one, other) => other.alike - one.alike)) {
    if (columns[at] !== '' || used.has(meant)) continue
    columns[at] = meant
    used.add(meant)
  }
  return columns
}

/** What other tools and offices call the columns that are no answers, in every language. */
export type OwnHeads = Readonly<Record<OwnColumn, readonly string[]>>

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

/** Pairs of letters of a text, each with how often it stands there. */
function pairsIn(text: string): ReadonlyMap<string, number> {
  const pairs = new Map<string, number>()
  const padded = ` ${text.slice(0, 300)} `
  for (let at = 0; at + 1 < padded.length; at += 1) {
    const pair = padded.slice(at, at + 2)
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1)
  }
  return pairs
}

/** How alike two texts are, from 0 to 1: twice the pairs in common over all pairs (Dice 1945). */
function likeness(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  let [common, all] = [0, 0]
  for (const [pair, count] of one) {
    common += Math.min(count, other.get(pair) ?? 0)
    all += count
  }
  for (const count of other.values()) all += count
  return all === 0 ? 0 : (2 * common) / all
}

type Labelled = { readonly code: string; readonly labels: readonly string[] }

/** What each of some words means: the label that it is, else the one that is most alike; nothing where none is. */
function guessedWords(words: readonly string[], options: readonly Labelled[]): Readonly<Record<string, string>> {
  const exact = new Map(options.flatMap(({ code, labels }) => labels.map((label) => [wordsOf(label), code] as const)).reverse())
  const all = options.flatMap(({ code, labels }) => labels.map((label) => ({ code, pairs: pairsIn(wordsOf(label)) })))
  const meant = words.map((word) => {
    const same = exact.get(wordsOf(word))
    if (same !== undefined) return [word, same] as const
    const own = pairsIn(wordsOf(word))
    const [best] = all.map(({ code, pairs }) => ({ code, alike: likeness(own, pairs) })).sort((one, other) => other.alike - one.alike)
    return [word, best && best.alike >= labelAlike ? best.code : ''] as const
  })
  return Object.fromEntries(meant)
}

/** A label is short: it has to be nearly the same. */
const labelAlike = 0.8

/** Words of one column that are shown to be mapped at most; the rest of them are refused line by line. */
export const mostWords = 60

/** The words in a column, the most frequent first. */
export function distinctCells({ rows }: LabelledSheet, at: number): readonly string[] {
  return frequent(rows.map(({ cells }) => (cells[at] ?? '').trim()))
}

/** The same for an item of which several options may be chosen: the labels that a cell puts together are told apart. */
export function distinctWords(sheet: LabelledSheet, at: number, item: Item): readonly string[] {
  if (!holdsSeveral(item)) return distinctCells(sheet, at)
  const labels = labelsIn(item)
  return frequent(sheet.rows.flatMap(({ cells }) => chosenIn((cells[at] ?? '').trim(), labels)))
}

/** Several options of one cell, in an order or in none. */
const holdsSeveral = ({ question }: Item): boolean => ['several', 'order'].includes(keepings[question.type].holds)

function frequent(words: readonly string[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const word of words) if (isVisible(word)) counts.set(word, (counts.get(word) ?? 0) + 1)
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

/** The choices of one cell: a label may hold a comma itself, so known labels are taken out first, the longest before its parts. */
function chosenIn(cell: string, labels: Labels): readonly string[] {
  const found: string[] = []
  for (let at = 0; at < cell.length;) {
    const end = found.length === mostChosen ? cell.length : choiceEnd(cell, labels, at)
    found.push(cell.slice(at, end).trim())
    at = end + lengthAt(/\s*[,;|\n]\s*/y, cell, end)
  }
  return found.filter(isVisible)
}

/** Choices that are told apart in one cell at most, far more than a question has options; what is behind them is no label of any. */
const mostChosen = 100

/** Where a choice ends that begins there: behind a label, else before the next sign that parts choices. */
function choiceEnd(cell: string, labels: Labels, at: number): number {
  const label = labels.get(cell.charAt(at).toLowerCase())?.find((one) => {
    const end = at + one.length
    return cell.slice(at, end).toLowerCase() === one && (end === cell.length || lengthAt(/\s*[,;|\n]/y, cell, end) > 0)
  })
  return at + (label?.length ?? lengthAt(/[^,;|\n]*/y, cell, at))
}

/** How much of a text a sticky expression finds from there on. */
function lengthAt(what: RegExp, text: string, at: number): number {
  what.lastIndex = at
  return what.exec(text)?.[0].length ?? 0
}

/** Where a first number is no month days come first, where a second one is none months do; a year of four digits tells itself. */
function guessedOrder({ rows }: LabelledSheet, at: number): DayOrder {
  const days = rows
    .map(({ cells }) => /^(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})/.exec((cells[at] ?? '').trim()))
    .filter((found) => found !== null)
  if (days.length > 0 && days.every(([, first = '']) => first.length === 4)) return 'ymd'
  if (days.some(([, first]) => Number(first) > 12)) return 'dmy'
  return days.some(([, , second]) => Number(second) > 12) ? 'mdy' : 'dmy'
}

/** A day as a file writes it, as `YYYY-MM-DD`, without its time; what is none comes back as it stood. */
export function dayWritten(text: string, order: DayOrder): string {
  const [, first = '', second = '', third = ''] = /^(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})/.exec(text.trim()) ?? []
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
  for (const [at, head] of heads.entries()) said.set(wordsOf(head), [...(said.get(wordsOf(head)) ?? []), at])
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
    const hasText = item.scale?.options.some(({ kind }) => kind === 'other') === true
    return at < 0 ? [] : [{ item, at, hasText, labels: labelsIn(item) }]
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

type TakenItem = { readonly item: Item; readonly at: number; readonly hasText: boolean; readonly labels: Labels }

function answerCells(mapping: LabelMapping, { item, at, hasText, labels }: TakenItem, text: string): readonly string[] {
  const { scale } = item
  if (!scale) return [dayOrMoment(item, text, mapping.dayOrder)]
  const parts = holdsSeveral(item) ? chosenIn(text, labels) : isVisible(text) ? [text] : []
  const other = scale.options.find(({ kind }) => kind === 'other')?.code
  const meant = parts.map((part) => ({ part, code: meantBy(mapping, at, part) }))
  const codes = meant.flatMap(({ code }) => (code === '' ? [] : [code === asOther ? (other ?? code) : code]))
  const said = meant.find(({ code }) => code === asOther)?.part ?? ''
  const cell = [...new Set(codes)].join('|')
  return hasText ? [cell, said] : [cell]
}
