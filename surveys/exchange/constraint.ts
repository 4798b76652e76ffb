import { deepest } from './expression'

/** What a constraint says where it can be said here. */
export type Limits = {
  readonly low?: number
  readonly high?: number
  readonly from?: string
  readonly to?: string
  readonly letters?: number
  readonly least?: number
  readonly most?: number
  /** An option that nothing may be chosen beside. */
  readonly alone?: string
}

/** The limits in a constraint of an XLSForm, of those that a question takes, and what else it asks for, as it stood. */
export function limitsWritten(
  constraint: string,
  takes: readonly (keyof Limits)[],
): { readonly limits: Limits; readonly lost: readonly string[] } {
  const lost: string[] = []
  let limits: Limits = {}
  for (const part of constraint.length > longestConstraint ? [constraint] : conjuncts(constraint, 0)) {
    const said = limitOf(part)
    const isTaken = said && Object.keys(said).every((name) => takes.some((one) => one === name) && !Object.hasOwn(limits, name))
    if (isTaken) limits = { ...limits, ...said }
    else lost.push(part)
  }
  return { limits, lost }
}

const longestConstraint = 5_000

/** The parts that all have to hold, out of the brackets around them; alternatives are one part. */
function conjuncts(source: string, depth: number): readonly string[] {
  const bare = source.trim()
  const found = topLevel(bare)
  if (depth > deepest || !found || found.some(({ is }) => is === 'or')) return [bare]
  if (found.length === 0) return isEnclosed(bare) ? conjuncts(bare.slice(1, -1), depth + 1) : [bare]
  const starts = [0, ...found.map(({ end }) => end)]
  const ends = [...found.map(({ start }) => start), bare.length]
  return starts.flatMap((start, at) => conjuncts(bare.slice(start, ends[at]), depth + 1))
}

const signs = /'[^']*'|"[^"]*"|[()'"]|(?<![\p{L}\p{N}_.${-])(?:and|or)(?![\p{L}\p{N}_.-])/giu

/** The words between parts that stand in no brackets and no quotes; undefined where brackets or quotes do not close. */
function topLevel(source: string): readonly { readonly is: 'and' | 'or'; readonly start: number; readonly end: number }[] | undefined {
  const found: { is: 'and' | 'or'; start: number; end: number }[] = []
  let depth = 0
  for (const { 0: sign, index } of source.matchAll(signs)) {
    const word = sign.toLowerCase()
    if (sign === "'" || sign === '"') return undefined
    if (sign === '(') depth += 1
    if (sign === ')') depth -= 1
    if (depth < 0) return undefined
    if (depth === 0 && (word === 'and' || word === 'or')) found.push({ is: word, start: index, end: index + sign.length })
  }
  return depth === 0 ? found : undefined
}

/** Whether the first bracket closes with the last letter. */
function isEnclosed(source: string): boolean {
  if (!source.startsWith('(')) return false
  let depth = 0
  for (const { 0: sign, index } of source.matchAll(signs)) {
    if (sign === '(') depth += 1
    if (sign === ')') depth -= 1
    if (depth === 0 && sign === ')') return index === source.length - 1
  }
  return false
}

const turned: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '=': '=' }

const selected = String.raw`selected\(\s*\.\s*,\s*(?:'([^']+)'|"([^"]+)")\s*\)`
const several = String.raw`count-selected\(\s*\.\s*\)\s*(?:>\s*1|>=\s*2)`
const one = String.raw`count-selected\(\s*\.\s*\)\s*(?:=|<=)\s*1`

/** The ways in which forms say that an option is chosen alone. */
const alone: readonly RegExp[] = [
  new RegExp(String.raw`^not\(\s*${selected}\s+and\s+${several}\s*\)$`),
  new RegExp(String.raw`^not\(\s*${several}\s+and\s+${selected}\s*\)$`),
  new RegExp(String.raw`^not\(\s*${selected}\s*\)\s+or\s+${one}$`),
  new RegExp(String.raw`^${one}\s+or\s+not\(\s*${selected}\s*\)$`),
]

function aloneIn(part: string): Limits | undefined {
  for (const way of alone) {
    const [, single, double = ''] = way.exec(part) ?? []
    if (single !== undefined || double !== '') return { alone: single ?? double }
  }
  return undefined
}

function limitOf(part: string): Limits | undefined {
  const by = aloneIn(part)
  if (by) return by
  const [, what = '', sign = '', value = ''] =
    /^(\(\s*\.\s*\)|\.|string-length\(\s*\.\s*\)|count-selected\(\s*\.\s*\))\s*(<=|>=|<|>|=)\s*(.+)$/.exec(part) ?? []
  if (what !== '') return limitBy(what.replace(/^\(\s*\.\s*\)$/, '.'), sign, value)
  const [, first = '', between = '', last = ''] = /^(['"]?-?[\d.]+['"]?)\s*(<=|>=|<|>|=)\s*(\D.*)$/.exec(part) ?? []
  return first === '' ? undefined : limitOf(`${last} ${turned[between] ?? ''} ${first}`)
}

function limitBy(what: string, sign: string, value: string): Limits | undefined {
  const day = /^date\(\s*['"](\d{4}-\d\d-\d\d)['"]\s*\)$/.exec(value)?.[1]
  if (what === '.' && day !== undefined) return sign === '>=' ? { from: day } : sign === '<=' ? { to: day } : undefined
  const [, , digits = ''] = /^(['"]?)(-?\d{1,9}(?:\.\d+)?)\1$/.exec(value) ?? []
  if (digits === '') return undefined
  const number = Number(digits)
  const low = sign === '>=' || sign === '=' ? number : sign === '>' ? Math.floor(number) + 1 : undefined
  const high = sign === '<=' || sign === '=' ? number : sign === '<' ? Math.ceil(number) - 1 : undefined
  if (what === '.') return { ...(low !== undefined && { low }), ...(high !== undefined && { high }) }
  if (what.startsWith('string')) return high === undefined || sign === '=' ? undefined : { letters: high }
  return { ...(low !== undefined && { least: low }), ...(high !== undefined && { most: high }) }
}
