import { hash } from 'node:crypto'
import { canonicalAnswers, normalisedAnswers } from '../../surveys/answers/check'
import { comparedKeyings, isKeyedTwice, mostSheets } from '../../surveys/fielding/paper'
import { asksOrder } from '../../surveys/answers/ordered'
import { flattened } from '../../surveys/answers/rated'
import { canonical } from '../../surveys/instrument/canonical'
import { isLooping, ratedField, ratedItems } from '../../surveys/instrument/loop'
import { items } from '../../surveys/instrument/questionnaire'
import type { Answers, Questionnaire } from '../../surveys/instrument/schema'
import type { Database } from '../db/dialect'
import { dropKeying, findPile, notePerson, type Pile, saveKeying, secondKeyings, storedAmong, waitingKeyings } from '../db/paper'
import { findResponse, responsesOfForm } from '../db/responses'
import type { PaperSheetRow, StoredResponse } from '../db/tables'

/**
 * The id of a sheet's response: the same however often it is keyed, so that no sheet counts twice, and told by nobody who does not hold the
 * database. `mended`: what stands for it once the two keyings were settled.
 */
export function sheetId({ seed }: Pick<Pile, 'seed'>, number: number, which: 'keyed' | 'mended' = 'keyed'): string {
  const hex = hash('sha256', `${seed} ${number} ${which}`, 'hex')
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-')
}

/** How far a pile is. */
export type PileProgress = {
  readonly keyed: readonly number[]
  /** The next to be keyed first, and the next to be keyed again; undefined where there is none. */
  readonly nextFirst: number | undefined
  readonly nextSecond: number | undefined
  /** How many are keyed twice in the end, and how many of them were. */
  readonly twice: number
  readonly compared: number
  /** Sheets whose keyings differ and wait for somebody with the paper. */
  readonly waiting: readonly number[]
  /** Over all that were compared. */
  readonly asked: number
  readonly differing: number
}

export async function progressOf(database: Pick<Database, 'db'>, pile: Pile): Promise<PileProgress> {
  const numbers = Array.from({ length: Math.min(pile.sheets, mostSheets) }, (_, place) => place + 1)
  const stored = await storedAmong(
    database,
    pile.campaign,
    numbers.map((number) => sheetId(pile, number)),
  )
  const idsOf = (number: number) => [sheetId(pile, number), sheetId(pile, number, 'mended')]
  const still = await storedAmong(database, pile.campaign, numbers.flatMap(idsOf), 'still')
  // Of what was erased since, nothing is left to compare with.
  const isGone = (number: number): boolean => stored.has(sheetId(pile, number)) && !idsOf(number).some((id) => still.has(id))
  const second = await secondKeyings(database, pile.code)
  const keyed = numbers.filter((number) => stored.has(sheetId(pile, number)))
  const twice = numbers.filter((number) => isKeyedTwice(pile, number) && !isGone(number))
  const sum = (of: (row: PaperSheetRow) => number): number => [...second.values()].reduce((all, row) => all + of(row), 0)
  return {
    keyed,
    nextFirst: numbers.find((number) => !stored.has(sheetId(pile, number))),
    nextSecond: twice.find((number) => stored.has(sheetId(pile, number)) && !second.has(number)),
    twice: twice.length,
    compared: twice.filter((number) => second.has(number)).length,
    waiting: [...second.values()].filter(({ compared }) => compared === 'waits').map(({ number }) => number),
    asked: sum(({ asked }) => asked),
    differing: sum(({ differing }) => differing),
  }
}

/** Whether somebody may key a pile the first time, or the second: whoever did the one does not do the other. Notes that they do. */
export async function takesPart(database: Database, code: string, account: string, which: 'first' | 'second'): Promise<boolean> {
  for (let pile = await findPile(database, code); pile; pile = await findPile(database, code)) {
    const [own, others] = which === 'first' ? [pile.firstBy, pile.secondBy] : [pile.secondBy, pile.firstBy]
    if (others.includes(account)) return false
    if (own.includes(account) || (await notePerson(database, pile, which, account))) return true
  }
  return false
}

/** Takes away what was keyed a second time of a response that is erased, where it waits to be compared with the paper. */
export async function forgetKeying(within: Pick<Database, 'db'>, campaign: string, id: string): Promise<void> {
  for (const { batch, number, seed } of await waitingKeyings(within, campaign))
    if ([sheetId({ seed }, number), sheetId({ seed }, number, 'mended')].includes(id)) await dropKeying(within, batch, number)
}

/** What stands for a sheet now: as it was keyed first, or as it was settled. */
export const sheetResponse = async (database: Database, pile: Pile, number: number): Promise<StoredResponse | undefined> =>
  (await findResponse(database, pile.campaign, sheetId(pile, number, 'mended'))) ??
  findResponse(database, pile.campaign, sheetId(pile, number))

/** What stands for a sheet now: its row, or the rows of all agencies that are rated on it, and its answers as they stand on paper. */
export type SheetNow = { readonly first: StoredResponse; readonly rows: readonly StoredResponse[]; readonly answers: Answers }

export async function sheetNow(
  database: Database,
  questionnaire: Questionnaire,
  pile: Pile,
  number: number,
): Promise<SheetNow | undefined> {
  const first = await sheetResponse(database, pile, number)
  if (!first) return undefined
  if (first.form === '') return { first, rows: [first], answers: JSON.parse(first.answers) }
  const rows = await responsesOfForm(database, pile.campaign, first.form)
  const rated = ratedItems(questionnaire)
  const parted = (answers: Answers, which: 'once' | 'each'): Answers =>
    Object.fromEntries(Object.entries(answers).filter(([id]) => rated.has(id) === (which === 'each')))
  const ratings = rows.map(({ agency, answers }) => [agency, parted(JSON.parse(answers), 'each')] as const)
  const agencies = rows.map(({ agency }) => agency)
  return { first, rows, answers: onSheet(flattened(parted(JSON.parse(first.answers), 'once'), Object.fromEntries(ratings)), agencies) }
}

/** The answers of a sheet on which several agencies are rated, which of them among the answers. */
export const onSheet = (answers: Answers, agencies: readonly string[]): Answers =>
  agencies.length === 0 ? answers : { ...answers, [ratedField]: agencies }

type SecondKeying = { readonly pile: Pile; readonly number: number; readonly day: string; readonly answers: Answers }

/** Compares a second keying with what is stored; where they differ it is kept until somebody has looked at the paper. */
export async function keyedAgain(
  database: Database,
  questionnaire: Questionnaire,
  { pile, number, day, answers }: SecondKeying,
): Promise<'same' | 'differs' | 'not-keyed'> {
  const now = await sheetNow(database, questionnaire, pile, number)
  if (!now) return 'not-keyed'
  const { first } = now
  const before = (await secondKeyings(database, pile.code)).get(number)
  // What both agree about, or the paper has settled, is asked no more.
  if (before && before.compared !== 'waits') return 'same'
  const given = normalisedAnswers(answers)
  const ids = isLooping(questionnaire)
    ? [...new Set([...Object.keys(now.answers), ...Object.keys(given)])]
    : items(questionnaire).map(({ id }) => id)
  const { asked, differing } = comparedKeyings(ids, now.answers, given, asksOrder(questionnaire))
  const isSame = differing.length === 0 && day === first.answered_on
  await saveKeying(database, {
    batch: pile.code,
    number,
    answers: isSame ? '' : isLooping(questionnaire) ? canonical(given) : canonicalAnswers(questionnaire, given),
    day: isSame ? '' : day,
    compared: isSame ? 'same' : 'waits',
    // The day is compared as one more item.
    asked: asked + 1,
    differing: differing.length + (day === first.answered_on ? 0 : 1),
  })
  return isSame ? 'same' : 'differs'
}
