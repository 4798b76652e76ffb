import type { Computed } from '../instrument/schema'
import { beginReading, type Dialect, type ForeignTest, levelIn, passed, type Expression, testAt } from './expression'

/** What another tool works out, where that is something that is worked out here too. */
export type ForeignCalculation =
  | { readonly value: Computed['value']; readonly of: readonly CountedName[] }
  /** Not a number but what the answer to a question is called, to be told in a text. */
  | { readonly labelOf: string }

/** A question that a calculation looks at: the points that it gives its options, or the options that it counts. */
export type CountedName = {
  readonly name: string
  /** Points by option where they are spelled out; `scores` where the tool takes its own. */
  readonly points?: ReadonlyMap<string, number> | 'scores'
  readonly codes?: readonly string[]
}

/** What a calculation comes to; undefined for whatever is worked out in no way that is known here. It is read and never run. */
export function calculationIn(dialect: Dialect, source: string): ForeignCalculation | undefined {
  const reading = beginReading(dialect, source)
  const term = reading && added(reading)
  return term && reading.at === reading.tokens.length ? meaningOf(term) : undefined
}

/** What can stand in a calculation. */
type Term =
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'text'; readonly text: string }
  | ({ readonly kind: 'name' } & CountedName)
  | { readonly kind: 'label'; readonly name: string }
  | { readonly kind: 'called'; readonly as: Calling; readonly of: readonly Term[] }
  | { readonly kind: 'over'; readonly of: Term; readonly by: Term }
  | { readonly kind: 'if'; readonly test: ForeignTest; readonly worth: Term; readonly otherwise: Term }

type Calling = 'sum' | 'mean' | 'lowest' | 'highest' | 'answered'

const callings: Readonly<Record<string, Calling>> = {
  sum: 'sum',
  avg: 'mean',
  mean: 'mean',
  min: 'lowest',
  max: 'highest',
  count: 'answered',
  'count-non-empty': 'answered',
}

function added(reading: Expression): Term | undefined {
  const parts: (Term | undefined)[] = [divided(reading)]
  while (passed(reading, '+')) parts.push(divided(reading))
  const whole = parts.filter((part) => part !== undefined)
  if (whole.length < parts.length) return undefined
  return whole.length === 1 ? whole[0] : { kind: 'called', as: 'sum', of: whole }
}

function divided(reading: Expression): Term | undefined {
  const of = termAt(reading)
  const next = reading.tokens[reading.at]
  if (!of || !next || !(next.text === '/' || (next.kind === 'word' && next.text === 'div'))) return of
  reading.at += 1
  const by = termAt(reading)
  return by && { kind: 'over', of, by }
}

const termAt = (reading: Expression): Term | undefined => levelIn(reading, oneTerm)

function oneTerm(reading: Expression): Term | undefined {
  const token = reading.tokens[reading.at]
  if (!token) return undefined
  reading.at += 1
  if (token.kind === 'number') return { kind: 'number', number: Number(token.text) }
  if (token.kind === 'text') return { kind: 'text', text: token.text }
  if (token.kind === 'name') return { kind: 'name', name: token.text }
  if (token.kind === 'word') return calledAt(reading, token.text)
  if (token.text === '-') return negative(termAt(reading))
  if (token.text !== '(') return undefined
  const inner = added(reading)
  return inner && passed(reading, ')') ? inner : undefined
}

const negative = (term: Term | undefined): Term | undefined =>
  term?.kind === 'number' ? { kind: 'number', number: -term.number } : undefined

function calledAt(reading: Expression, word: string): Term | undefined {
  if (!passed(reading, '(')) return reading.dialect === 'limesurvey' ? namedIn(word) : undefined
  const name = word.toLowerCase()
  if (name === 'if' || name === 'iif') return choiceAt(reading)
  const given: Term[] = []
  while (!passed(reading, ')')) {
    const one = added(reading)
    if (!one || !(passed(reading, ',') || reading.tokens[reading.at]?.text === ')')) return undefined
    given.push(one)
  }
  const [first, second] = given
  if (name === 'jr:choice-name') return first?.kind === 'name' ? { kind: 'label', name: first.name } : undefined
  if (name === 'coalesce') return first?.kind === 'name' && second?.kind === 'number' && second.number === 0 ? first : undefined
  if (['number', 'int', 'intval', 'floatval'].includes(name)) return given.length === 1 ? first : undefined
  const as = Object.hasOwn(callings, name) ? callings[name] : undefined
  return as && given.length > 0 ? { kind: 'called', as, of: given } : undefined
}

/** A name of LimeSurvey, which says behind a point whether the code is meant, or the points of an assessment. */
const namedIn = (word: string): Term => {
  const [, name = word, ending = ''] = /^(.*?)\.(NAOK|code|value|shown|valueNAOK)$/i.exec(word) ?? []
  return { kind: 'name', name, ...(/^value/i.test(ending) && { points: 'scores' as const }) }
}

function choiceAt(reading: Expression): Term | undefined {
  const test = testAt(reading)
  if (!test || !passed(reading, ',')) return undefined
  const worth = added(reading)
  if (!worth || !passed(reading, ',')) return undefined
  const otherwise = added(reading)
  return otherwise && passed(reading, ')') ? { kind: 'if', test, worth, otherwise } : undefined
}

function meaningOf(term: Term): ForeignCalculation | undefined {
  if (term.kind === 'label') return { labelOf: term.name }
  if (term.kind === 'over') return meanOf(term.of, term.by)
  const counted = countedIn([term])
  if (counted) return counted
  // Nothing where nothing is answered: so it is here by itself.
  if (term.kind === 'if' && term.otherwise.kind === 'text' && term.otherwise.text === '') return meaningOf(term.worth)
  if (term.kind !== 'called') return numbersOf('sum', [term])
  if (term.as === 'answered') return namesOnly(term.of)
  return (term.as === 'sum' ? countedIn(term.of) : undefined) ?? numbersOf(term.as, term.of)
}

/** A sum over how many there are. */
function meanOf(of: Term, by: Term): ForeignCalculation | undefined {
  const sum = of.kind === 'called' && of.as === 'sum' ? numbersOf('mean', of.of) : numbersOf('mean', [of])
  if (!sum || 'labelOf' in sum) return undefined
  if (by.kind === 'number') return by.number === sum.of.length ? sum : undefined
  const parts = by.kind === 'called' && by.as === 'sum' ? by.of : by.kind === 'called' && by.as === 'answered' ? by.of : [by]
  return parts.length === sum.of.length && parts.every((part) => part.kind === 'name' || oneOrNone(part) !== undefined) ? sum : undefined
}

function numbersOf(value: Exclude<Calling, 'answered'>, terms: readonly Term[]): ForeignCalculation | undefined {
  const of = terms.map(numberOf).filter((one) => one !== undefined)
  return of.length === terms.length ? { value, of } : undefined
}

const namesOnly = (terms: readonly Term[]): ForeignCalculation | undefined => {
  const of = terms.flatMap((term) => (term.kind === 'name' ? [{ name: term.name }] : []))
  return of.length === terms.length ? { value: 'answered', of } : undefined
}

/** The number that an answer is, or the points of its option where they are spelled out one after another. */
function numberOf(term: Term): CountedName | undefined {
  if (term.kind === 'name') return { name: term.name, ...(term.points && { points: term.points }) }
  const itself = term.kind === 'if' && 'name' in term.test && term.test.is === 'answered' ? term.worth : undefined
  if (term.kind === 'if' && itself?.kind === 'name' && 'name' in term.test && itself.name === term.test.name && isNothing(term.otherwise))
    return { name: itself.name }
  const points = new Map<string, number>()
  let [rest, name]: [Term, string | undefined] = [term, undefined]
  while (rest.kind === 'if') {
    const { test, worth } = rest
    if (!('name' in test) || test.is !== '=' || worth.kind !== 'number' || (name ?? test.name) !== test.name) return undefined
    name = test.name
    points.set(test.value, worth.number)
    rest = rest.otherwise
  }
  return name !== undefined && isNothing(rest) ? { name, points } : undefined
}

/** What stands for no answer: nothing, or a number beyond all answers where the lowest or the highest is taken. */
const isNothing = (term: Term): boolean =>
  (term.kind === 'text' && term.text === '') || (term.kind === 'number' && (term.number === 0 || Math.abs(term.number) === 1_000_000))

/** How many of some questions were answered, or answered by some of their options: ones and nothings that are added up. */
function countedIn(terms: readonly Term[]): ForeignCalculation | undefined {
  const of = terms.map(oneOrNone).filter((one) => one !== undefined)
  if (of.length < terms.length) return undefined
  const isAmong = of.every(({ codes }) => codes !== undefined)
  return isAmong || of.every(({ codes }) => codes === undefined) ? { value: isAmong ? 'among' : 'answered', of } : undefined
}

function oneOrNone(term: Term): CountedName | undefined {
  if (term.kind !== 'if' || term.worth.kind !== 'number' || term.worth.number !== 1) return undefined
  if (term.otherwise.kind !== 'number' || term.otherwise.number !== 0) return undefined
  return testedIn(term.test)
}

function testedIn(test: ForeignTest): CountedName | undefined {
  if ('name' in test) {
    if (test.is === 'answered') return { name: test.name }
    return test.is === '=' || test.is === 'has' ? { name: test.name, codes: [test.value] } : undefined
  }
  if (!('any' in test)) return undefined
  const parts = test.any.map(testedIn).filter((one) => one !== undefined)
  const [first] = parts
  const isOne = first && parts.length === test.any.length && parts.every(({ name, codes }) => name === first.name && codes !== undefined)
  return isOne ? { name: first.name, codes: parts.flatMap(({ codes = [] }) => codes) } : undefined
}
