import { leadingColumns } from '../../server/files/coded'
import { isDeepStrictEqual } from 'node:util'
import { csv } from '../../server/files/csv'
import { onePage } from '../../server/files/document'
import { csvRows } from '../../server/files/reading/csv-rows'
import { decoded } from '../../server/files/reading/encoding'
import { readHeader } from '../../server/files/reading/table'
import { plainColumns, rowOf } from '../../server/files/responses-document'
import { readForm } from '../../server/citizen/form'
import { importColumns, lineReader } from '../../server/recording/import-lines'
import { prepareAnswers, type Prepared } from '../../server/recording/prepare'
import { checkAnswers } from '../../surveys/answers/check'
import { packAnswers } from '../../surveys/answers/packing'
import type { Campaign } from '../../surveys/fielding/campaign'
import { addAnswers, addTally, decodeTally, emptyTally, encodeTally, tallyLayout } from '../../surveys/figures/tally'
import type { Item } from '../../surveys/instrument/item'
import { items } from '../../surveys/instrument/questionnaire'
import type { Answer, Answers, Questionnaire } from '../../surveys/instrument/schema'

/** The ways on which an answer goes, from a form without JavaScript to a file that is read again. */
export type Way = 'form' | 'check' | 'stored row' | 'packed' | 'tally' | 'export' | 'import'

/** On which ways the answers to one item are lost or bent, with the first answer that was; nothing when its type keeps the law. */
export async function brokenWays(questionnaire: Questionnaire, item: Item): Promise<ReadonlyMap<Way, string>> {
  const broken = new Map<Way, string>()
  const hold = (way: Way, answer: unknown, isKept: boolean): void => {
    if (!isKept && !broken.has(way)) broken.set(way, JSON.stringify(answer))
  }
  const given = posted(item).map((fields) => readForm(questionnaire, fields))
  const answers = distinct(given.map((form) => form.answers[item.id]).filter((answer) => answer !== undefined)).filter(
    (answer) => checkAnswers(questionnaire, { [item.id]: answer }).length === 0,
  )
  hold('form', 'no form gives an answer that is taken', answers.length > 0)
  for (const answer of answers) {
    const prepared = preparedOf(questionnaire, { [item.id]: answer })
    hold('check', answer, prepared !== undefined)
    if (!prepared) continue
    hold('stored row', answer, isDeepStrictEqual(JSON.parse(prepared.row.answers), { [item.id]: answer }))
    hold('tally', answer, isTallied(questionnaire, item, answer))
    const line = await exported(questionnaire, prepared)
    hold('export', answer, line.header.includes(item.id) && line.cells.length === line.header.length)
    hold('import', answer, isDeepStrictEqual(imported(questionnaire, line), { [item.id]: answer }))
  }
  if (item.scale) hold('packed', answers, packsApart(questionnaire, item, answers))
  return broken
}

/** Forms as a browser posts them: each option, pairs and triples of them in both orders, text beside one, and lone texts, numbers and days. */
function posted({ id, scale }: Item): readonly Readonly<Record<string, readonly string[]>>[] {
  const codes = scale?.options.map(({ code }) => code) ?? [
    '0',
    '1',
    '7',
    '-3',
    '2026-02-28',
    '2026-11-27',
    '2026-02-28T00:00',
    '2026-11-27T10:30:00',
    'Tốt',
    '=1+1',
    'a|b, "c"\nd;e',
    "'x",
  ]
  const pairs = scale ? codes.flatMap((one) => codes.filter((other) => other !== one).map((other) => [one, other])) : []
  const all = [
    ...codes.map((one) => [one]),
    ...pairs,
    codes.slice(0, 3),
    codes.slice(0, 3).reverse(),
    codes,
    [...codes].reverse(),
    codes.map((code, at) => `${codes.length - at}:${code}`),
  ]
  return all.flatMap((values) => [{ [id]: values }, { [id]: values, [`${id}.text`]: ['Bưu điện, =1'] }])
}

const distinct = (answers: readonly Answer[]): readonly Answer[] => [
  ...new Map(answers.map((answer) => [JSON.stringify(answer), answer])).values(),
]

const campaign: Campaign = {
  code: 'c',
  title: {},
  questionnaire: 'law',
  version: 1,
  kind: 'open',
  status: 'open',
  opensOn: '2026-01-01',
  closesOn: '2026-12-31',
  threshold: 10,
  synthetic: false,
}

const days = { answeredOn: '2026-05-05', receivedOn: '2026-05-06' }

function preparedOf(questionnaire: Questionnaire, answers: Answers): Prepared | undefined {
  const head = { id: '00000000-0000-4000-8000-000000000001', campaign: 'c', version: 1, touchpoint: '', agency: 'A1', language: 'vi' }
  const setting = { campaign, questionnaire, breakdowns: [] }
  const preparation = prepareAnswers(setting, { ...head, answeredOn: days.answeredOn, answers }, 'paper', days)
  return preparation.ok ? preparation.prepared : undefined
}

/** One person's tally counts what was answered and nothing else, is kept as bytes, and is nothing once it is taken out again. */
function isTallied(questionnaire: Questionnaire, item: Item, answer: Answer): boolean {
  const layout = tallyLayout(questionnaire)
  const tally = emptyTally(layout)
  addAnswers(layout, tally, { [item.id]: answer }, 1)
  const twice = decodeTally(layout, encodeTally(tally))
  addTally(twice, tally)
  const again = emptyTally(layout)
  for (const sign of [1, 1, 1, -1] as const) addAnswers(layout, again, { [item.id]: answer }, sign)
  if (!isDeepStrictEqual(twice, again)) return false
  const slots = layout.items.find(({ id }) => id === item.id)
  const countsSome = item.scale !== undefined || typeof answer === 'number'
  if (!slots) return !countsSome
  if (typeof answer === 'number') return tally.slice(slots.offset, slots.offset + 3).join() === [1, answer, answer * answer].join()
  const counted = slots.options.filter((_, place) => (tally[slots.offset + place] ?? 0) > 0).map(({ code }) => code)
  return counted.length > 0 && counted.every((code) => codesIn(answer).includes(code))
}

/** Every text in an answer, whatever its form. */
const codesIn = (answer: unknown): readonly unknown[] =>
  typeof answer === 'object' && answer !== null ? Object.values(answer).flatMap(codesIn) : [answer]

/** Two answers that name other options have other bytes, and none has those of a blank. */
function packsApart(questionnaire: Questionnaire, item: Item, answers: readonly Answer[]): boolean {
  const options = new Set(item.scale?.options.map(({ code }) => code))
  const named = (answer: Answer): string =>
    codesIn(answer)
      .flatMap((text) => (typeof text === 'string' && options.has(text) ? text : []))
      .sort()
      .join()
  const bytes = (given: Answers): string => packAnswers(questionnaire, given).join()
  const packed = new Map(answers.map((answer) => [named(answer), bytes({ [item.id]: answer })]))
  return new Set([...packed.values(), bytes({})]).size === packed.size + 1
}

type Line = { readonly header: readonly string[]; readonly cells: readonly string[] }

async function exported(questionnaire: Questionnaire, { row }: Prepared): Promise<Line> {
  const columns = items(questionnaire).map(plainColumns)
  const header = [...leadingColumns, ...columns.flatMap(({ titles }) => titles)]
  const cells = rowOf({ campaign, leading: leadingColumns }, columns)(row)
  const written = csv.write({ title: '', sheets: [], table: { columns: header, pages: onePage([cells]) } })
  const rows: (readonly string[])[] = []
  for await (const page of csvRows(decoded(written, 'utf-8'))) for (const one of page) rows.push(one.cells ?? [])
  return { header: rows[0] ?? [], cells: rows[1] ?? [] }
}

function imported(questionnaire: Questionnaire, { header, cells }: Line): Answers | undefined {
  const reading = readHeader(importColumns(questionnaire), [{ line: 1, cells: header }])
  if (!reading.ok) return undefined
  const setting = {
    campaign,
    questionnaire,
    breakdowns: [],
    agencies: new Map([['A1', { validFrom: null, validTo: null }]]),
    touchpoints: new Map(),
  }
  const line = lineReader(setting, { header: reading.header, kind: 'csv' }, days.receivedOn)(cells)
  return line.ok ? JSON.parse(line.prepared.row.answers) : undefined
}
