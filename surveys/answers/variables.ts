import type { Option } from '../instrument/schema'

/** A scale's options as numbers for programs of statistics, and which of them say nothing about the item. */
export type OptionValues = { readonly values: ReadonlyMap<string, number>; readonly missing: readonly number[] }

/**
 * A number for each option: its code where that is one, else its score where all scores differ, else its place. What is outside
 * every base gets the last numbers of two digits (of more, where answers reach that far): 98 not applicable, 99 no opinion, 97, 96 … for more.
 */
export function optionValues(options: readonly Option[]): OptionValues {
  const valid = options.filter(({ kind }) => !outside(kind))
  const others = options.filter(({ kind }) => outside(kind))
  const numbers = numbersOf(valid)
  const own = numbersIn(others.map(({ code }) => code))
  const keepsOwn = own !== undefined && others.length <= mostMissing && new Set([...own, ...numbers]).size === options.length
  const missing = keepsOwn ? own : lastNumbers(others, Math.max(...numbers.map(Math.abs), 1))
  return {
    values: new Map([
      ...valid.map(({ code }, at) => [code, numbers[at] ?? 0] as const),
      ...others.map(({ code }, at) => [code, missing[at] ?? 0] as const),
    ]),
    missing,
  }
}

const outside = (kind: Option['kind']): boolean => kind === 'not-applicable' || kind === 'no-opinion'

/** Single values that such a program takes as missing; more are declared as a range. */
export const mostMissing = 3

function numbersOf(valid: readonly Option[]): readonly number[] {
  const scores = valid.flatMap(({ score }) => score ?? [])
  const isScored = scores.length === valid.length && new Set(scores).size === scores.length
  return numbersIn(valid.map(({ code }) => code)) ?? (isScored ? scores : valid.map((_, place) => place + 1))
}

/** Codes that are whole numbers as they are written, all of them. */
const numbersIn = (codes: readonly string[]): readonly number[] | undefined =>
  codes.every((code) => /^(0|-?[1-9]\d{0,5})$/.test(code)) ? codes.map(Number) : undefined

/** Numbers without a gap between them that end in nines, above all that is answered. */
function lastNumbers(others: readonly Option[], highest: number): readonly number[] {
  let top = 99
  while (top - others.length - 2 <= highest) top = top * 10 + 9
  const first = (wanted: Option['kind']): number => others.findIndex(({ kind }) => kind === wanted)
  const [notApplicable, noOpinion] = [first('not-applicable'), first('no-opinion')]
  let next = top - 2
  return others.map((_, at) => (at === notApplicable ? top - 1 : at === noOpinion ? top : next--))
}

/** Names as programs of statistics take them, each once without regard to case, in the order wanted. */
export function variableNames(wanted: readonly string[]): readonly string[] {
  const taken = new Set<string>()
  return wanted.map((name) => {
    const plain = legalName(name)
    let free = plain
    for (let copy = 2; taken.has(free.toLowerCase()); copy += 1) free = `${plain.slice(0, longestName - 5)}_${copy}`
    taken.add(free.toLowerCase())
    return free
  })
}

const longestName = 64
const reserved: ReadonlySet<string> = new Set(['all', 'and', 'by', 'eq', 'ge', 'gt', 'le', 'lt', 'ne', 'not', 'or', 'to', 'with'])

/** Letters, digits, `_` and inner dots; begins with a letter and is no word of the program's own. */
function legalName(name: string): string {
  const signs = name.replace(/[^A-Za-z0-9_.]/g, '_').replace(/[._]+$/, '')
  const begun = /^[A-Za-z]/.test(signs) && !reserved.has(signs.toLowerCase()) ? signs : `v_${signs}`
  return begun.slice(0, longestName)
}
