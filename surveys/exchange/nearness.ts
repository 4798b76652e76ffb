import { allCalled } from '../instrument/called'
import { folded } from '../instrument/folding'
import { composed, isVisible } from '../instrument/spelling'

/** Why a guess is to be looked at again: it is only nearly the same, or several are about equally near. */
export type Doubt = 'near' | 'several'

/** What may be meant, with all that it is called. */
export type MayMean = { readonly code: string; readonly texts: readonly string[] }

/** What a text means, nothing where none is meant or several are equally near, and what is to be doubted about that. */
export type Likely = { readonly code: string; readonly doubt?: Doubt }

/** Without marks, case, spaces and signs. */
export const bareWords = (text: string): string =>
  folded(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** Pairs of letters of a text, each with how often it stands there. */
type Pairs = ReadonlyMap<string, number>

function pairsIn(text: string): Pairs {
  const pairs = new Map<string, number>()
  const padded = ` ${text.slice(0, 300)} `
  for (let at = 0; at + 1 < padded.length; at += 1) {
    const pair = padded.slice(at, at + 2)
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1)
  }
  return pairs
}

/** How alike two texts are, from 0 to 1: twice the pairs in common over all pairs (Dice 1945). */
function likeness(one: Pairs, other: Pairs): number {
  let [common, all] = [0, 0]
  for (const [pair, count] of one) {
    common += Math.min(count, other.get(pair) ?? 0)
    all += count
  }
  for (const count of other.values()) all += count
  return all === 0 ? 0 : (2 * common) / all
}

/** A second one that is less alike than the first by no more than this may as well be meant. */
const margin = 0.1

/**
 * What texts are word by word: as they are spelled, else without case, spaces, signs and marks that were left out; words with other marks are others. What
 * would be several is none, and so is a text of signs alone that is spelled otherwise.
 */
export function exactly(named: readonly MayMean[]): (text: string) => Likely | undefined {
  const spelled = spelledCodes(named)
  const called = allCalled(named, ({ texts }) => texts.map(withoutSigns).filter(isVisible))
  return (text) => {
    const said = new Set(called(withoutSigns(text)).map(({ code }) => code))
    const codes = [spelled.get(spelling(text)), said].filter((one) => one !== undefined).filter(({ size }) => size > 0)
    const [only] = codes.find(({ size }) => size === 1) ?? []
    if (only !== undefined) return { code: only }
    return codes.length === 0 ? undefined : { code: '', doubt: 'several' }
  }
}

/** Whether two texts are written alike but for their case. */
export const isSpelled = (one: string, other: string): boolean => spelling(one) === spelling(other)

const spelling = (text: string): string => composed(text).trim().toLowerCase()

/** Letters with their marks, and digits. */
export const withoutSigns = (text: string): string => composed(text).replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')

function spelledCodes(named: readonly MayMean[]): ReadonlyMap<string, ReadonlySet<string>> {
  const codes = new Map<string, Set<string>>()
  for (const { code, texts } of named)
    for (const key of texts.map(spelling).filter(isVisible)) codes.set(key, (codes.get(key) ?? new Set()).add(code))
  return codes
}

/** What each text means: what it is word by word, else what it is most alike, if that is alike enough and nothing else is about as alike. Several texts may mean one. */
export function nearest(named: readonly MayMean[], enough: number): (text: string) => Likely {
  const exact = exactly(named)
  const known = named.map(({ code, texts }) => ({ code, pairs: pairsOf(texts) }))
  return (text) => {
    const same = exact(text)
    if (same) return same
    const own = pairsIn(bareWords(text))
    const alike = known.map(({ code, pairs }) => ({ code, alike: mostAlike(own, pairs) })).sort((a, b) => b.alike - a.alike)
    const [best, second] = alike
    if (!best || best.alike < enough) return { code: '' }
    return second && second.alike > best.alike - margin ? { code: '', doubt: 'several' } : { code: best.code, doubt: 'near' }
  }
}

const pairsOf = (texts: readonly string[]): readonly Pairs[] => texts.map(bareWords).filter(isVisible).map(pairsIn)

const mostAlike = (own: Pairs, others: readonly Pairs[]): number => Math.max(0, ...others.map((other) => likeness(own, other)))

type Pair = { readonly at: number; readonly code: string; readonly alike: number }

/** The same where each is meant by one text at most: exact ones first, then the most alike; where two texts or two meanings are about as near nothing is chosen. */
export function assigned(texts: readonly string[], named: readonly MayMean[], enough: number): readonly Likely[] {
  const exact = exactly(named)
  const same = texts.map((text) => exact(text))
  const taken = new Set(same.flatMap((one) => (one ? [one.code] : [])))
  const found = exactOnce(same)
  const pairs = pairsBetween(texts, named, enough - margin).filter(({ at, code }) => !found.has(at) && !taken.has(code))
  const rivals = rivalsIn(pairs)
  const isFree = ({ at, code }: Pair): boolean => !taken.has(code) && (found.get(at)?.code ?? '') === ''
  for (const pair of pairs.filter(({ alike }) => alike >= enough)) {
    if (!isFree(pair)) continue
    const isSure = rivals(pair).every((other) => other === pair || other.alike <= pair.alike - margin || !isFree(other))
    found.set(pair.at, isSure ? { code: pair.code, doubt: 'near' } : { code: '', doubt: 'several' })
    if (isSure) taken.add(pair.code)
  }
  return texts.map((_, at) => found.get(at) ?? { code: '' })
}

/** What texts are word by word, by their places; of several that are one the first has it, and all are to be looked at. */
function exactOnce(same: readonly (Likely | undefined)[]): Map<number, Likely> {
  const codes = same.map((one) => one?.code)
  return new Map(
    same.flatMap((one, at): readonly (readonly [number, Likely])[] => {
      if (!one || one.code === '') return one ? [[at, one]] : []
      const [first, last] = [codes.indexOf(one.code), codes.lastIndexOf(one.code)]
      return [[at, first === last ? one : { code: at === first ? one.code : '', doubt: 'several' }]]
    }),
  )
}

/** Every text beside everything that it may mean, the most alike first. */
function pairsBetween(texts: readonly string[], named: readonly MayMean[], least: number): readonly Pair[] {
  const known = named.map(({ code, texts: own }) => ({ code, pairs: pairsOf(own) }))
  return texts
    .flatMap((text, at) => {
      const own = pairsIn(bareWords(text))
      return known.map(({ code, pairs }) => ({ at, code, alike: mostAlike(own, pairs) })).filter(({ alike }) => alike >= least)
    })
    .sort((one, other) => other.alike - one.alike)
}

/** Of a pair all that have its text or what it means. */
function rivalsIn(pairs: readonly Pair[]): (pair: Pair) => readonly Pair[] {
  const [byText, byCode] = [new Map<number, Pair[]>(), new Map<string, Pair[]>()]
  for (const pair of pairs) {
    byText.set(pair.at, [...(byText.get(pair.at) ?? []), pair])
    byCode.set(pair.code, [...(byCode.get(pair.code) ?? []), pair])
  }
  return ({ at, code }) => [...(byText.get(at) ?? []), ...(byCode.get(code) ?? [])]
}
