/** What a condition of another tool asks, with that tool's names. */
export type ForeignTest =
  | { readonly all: readonly ForeignTest[] }
  | { readonly any: readonly ForeignTest[] }
  | { readonly not: ForeignTest }
  | { readonly name: string; readonly is: Comparing; readonly value: string }
  | { readonly name: string; readonly is: 'answered' }

/** `has`: the option is among those that were chosen. */
export type Comparing = '=' | '<' | '<=' | '>' | '>=' | 'has'

/** The three languages in which other tools write conditions. */
export type Dialect = 'xpath' | 'limesurvey' | 'surveyjs'

/** What an expression asks; undefined where it asks what no condition here can ask. It is read and never run. */
export function testIn(dialect: Dialect, source: string): ForeignTest | undefined {
  const reading = beginReading(dialect, source)
  const test = reading && testAt(reading)
  return reading?.at === reading?.tokens.length ? test : undefined
}

/** An expression taken apart, to be read from its first word; undefined for one that is too long or has signs that no expression has. */
export function beginReading(dialect: Dialect, source: string): Expression | undefined {
  const tokens = source.length > longestSource ? undefined : tokensIn(source)
  return tokens && { dialect, tokens, at: 0, depth: 0 }
}

/** The condition that stands where an expression has been read to. */
export function testAt(reading: Expression): ForeignTest | undefined {
  const operand = either(reading)
  return operand && asTest(operand)
}

const longestSource = 5_000
/** Levels of an expression within each other. */
export const deepest = 40

export type Token = { readonly kind: 'name' | 'text' | 'number' | 'word' | 'sign'; readonly text: string }
/** An expression, and how far it has been read. */
export type Expression = { readonly dialect: Dialect; readonly tokens: readonly Token[]; at: number; depth: number }

/** What stands on either side of a comparison. */
type Operand =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'list'; readonly values: readonly string[] }
  | { readonly kind: 'length' | 'chosen'; readonly name: string }
  | { readonly kind: 'test'; readonly test: ForeignTest }

const shapes =
  /\s*(?:\$?\{([^{}]{1,200})\}|'([^']*)'|"([^"]*)"|(\d+(?:\.\d+)?)|([\p{L}_][\p{L}\p{N}_.:-]*)|(&&|\|\||==|!=|<>|<=|>=|[<>=!()[\],.+*/-]))/uy

function tokensIn(source: string): readonly Token[] | undefined {
  const tokens: Token[] = []
  const text = source.trimEnd()
  shapes.lastIndex = 0
  while (shapes.lastIndex < text.length) {
    const found = shapes.exec(text)
    if (!found) return undefined
    const [, name, single, double, number, word, sign] = found
    if (name !== undefined) tokens.push({ kind: 'name', text: name.trim() })
    else if (single !== undefined || double !== undefined) tokens.push({ kind: 'text', text: single ?? double ?? '' })
    else if (number !== undefined) tokens.push({ kind: 'number', text: number })
    else if (word !== undefined) tokens.push({ kind: 'word', text: word })
    else tokens.push({ kind: 'sign', text: sign ?? '' })
  }
  return tokens
}

const alternatives: ReadonlySet<string> = new Set(['or', '||'])
const conjunctions: ReadonlySet<string> = new Set(['and', '&&'])

const either = (reading: Expression): Operand | undefined =>
  joined(reading, alternatives, (inner) => joined(inner, conjunctions, compared, 'all'), 'any')

function joined(
  reading: Expression,
  signs: ReadonlySet<string>,
  next: (reading: Expression) => Operand | undefined,
  as: 'all' | 'any',
): Operand | undefined {
  const first = next(reading)
  if (!first || !isSign(reading, signs)) return first
  const parts: (ForeignTest | undefined)[] = [asTest(first)]
  while (isSign(reading, signs)) {
    reading.at += 1
    const part = next(reading)
    parts.push(part && asTest(part))
  }
  const tests = parts.filter((part) => part !== undefined)
  if (tests.length < parts.length) return undefined
  return { kind: 'test', test: as === 'all' ? { all: tests } : { any: tests } }
}

const isSign = ({ tokens, at }: Expression, signs: ReadonlySet<string>): boolean => {
  const token = tokens[at]
  return token !== undefined && (token.kind === 'sign' || token.kind === 'word') && signs.has(token.text.toLowerCase())
}

const comparisons: Readonly<Record<string, Sign>> = {
  '=': '=',
  '==': '=',
  eq: '=',
  equal: '=',
  '!=': '!=',
  '<>': '!=',
  ne: '!=',
  notequal: '!=',
  '<': '<',
  lt: '<',
  less: '<',
  '<=': '<=',
  le: '<=',
  lessorequal: '<=',
  '>': '>',
  gt: '>',
  greater: '>',
  '>=': '>=',
  ge: '>=',
  greaterorequal: '>=',
  contains: 'has',
  contain: 'has',
  notcontains: 'has not',
  notcontain: 'has not',
  anyof: 'any of',
  allof: 'all of',
  noneof: 'none of',
}

const signsOfComparison: ReadonlySet<string> = new Set(Object.keys(comparisons))

function compared(reading: Expression): Operand | undefined {
  const left = operand(reading)
  if (!left) return undefined
  const after = reading.tokens[reading.at]
  if (reading.dialect === 'surveyjs' && after?.kind === 'word' && left.kind === 'name') {
    const word = after.text.toLowerCase()
    if (word === 'empty' || word === 'notempty') {
      reading.at += 1
      const answered: ForeignTest = { name: left.name, is: 'answered' }
      return { kind: 'test', test: word === 'empty' ? { not: answered } : answered }
    }
  }
  if (!isSign(reading, signsOfComparison)) return left
  const sign = comparisons[reading.tokens[reading.at]?.text.toLowerCase() ?? '']
  reading.at += 1
  const right = operand(reading)
  const test = right && sign && comparison(left, sign, right)
  return test && { kind: 'test', test }
}

type Sign = Comparing | '!=' | 'has not' | 'any of' | 'all of' | 'none of'

const mirrored: Readonly<Partial<Record<Sign, Sign>>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '=': '=', '!=': '!=' }

function comparison(left: Operand, sign: Sign, right: Operand): ForeignTest | undefined {
  if (left.kind === 'value') {
    const turned = right.kind === 'value' ? undefined : mirrored[sign]
    return turned && comparison(right, turned, left)
  }
  if (left.kind === 'length' || left.kind === 'chosen') return filledIn(left.name, sign, right)
  if (left.kind === 'test') return truth(left.test, sign, right)
  if (left.kind !== 'name') return undefined
  const { name } = left
  if (right.kind === 'list') {
    const each = right.values.map((value): ForeignTest => ({ name, is: 'has', value }))
    if (sign === 'all of' || sign === '=') return { all: each }
    return sign === 'any of' || sign === 'has'
      ? { any: each }
      : sign === 'none of' || sign === 'has not'
        ? { not: { any: each } }
        : undefined
  }
  if (right.kind !== 'value') return undefined
  const { value } = right
  if (sign === '!=') return value === '' ? { name, is: 'answered' } : { not: { name, is: '=', value } }
  if (sign === 'has not' || sign === 'none of') return { not: { name, is: 'has', value } }
  if (sign === 'any of' || sign === 'all of') return { name, is: 'has', value }
  if (sign === '=' && value === '') return { not: { name, is: 'answered' } }
  return { name, is: sign, value }
}

/** The length of a text, or how many were chosen, against a number: whether anything was answered, or nothing that can be said. */
function filledIn(name: string, sign: string, right: Operand): ForeignTest | undefined {
  const answered: ForeignTest = { name, is: 'answered' }
  const number = right.kind === 'value' ? Number(right.value) : NaN
  if ((number === 0 && (sign === '>' || sign === '!=')) || (number === 1 && sign === '>=')) return answered
  return (number === 0 && (sign === '=' || sign === '<=')) || (number === 1 && sign === '<') ? { not: answered } : undefined
}

/** A test that is compared with true or false once more. */
function truth(test: ForeignTest, sign: string, right: Operand): ForeignTest | undefined {
  const said = right.kind === 'value' ? truths[right.value.toLowerCase()] : undefined
  if (said === undefined || (sign !== '=' && sign !== '!=')) return undefined
  return said === (sign === '=') ? test : { not: test }
}

const truths: Readonly<Record<string, boolean>> = { true: true, '1': true, y: true, false: false, '0': false, n: false }

const operand = (reading: Expression): Operand | undefined => levelIn(reading, operandAt)

/** What is read one level further in; nothing beyond the deepest. */
export function levelIn<Read>(reading: Expression, read: (reading: Expression) => Read | undefined): Read | undefined {
  reading.depth += 1
  if (reading.depth > deepest) return undefined
  const found = read(reading)
  reading.depth -= 1
  return found
}

function operandAt(reading: Expression): Operand | undefined {
  const token = reading.tokens[reading.at]
  if (!token) return undefined
  reading.at += 1
  if (token.kind === 'name') return { kind: 'name', name: token.text }
  if (token.kind === 'text' || token.kind === 'number') return { kind: 'value', value: token.text }
  if (token.kind === 'word') return wordAt(reading, token.text)
  if (token.text === '!') return denied(operand(reading))
  if (token.text === '-') return negative(operand(reading))
  if (token.text === '.' && reading.dialect === 'xpath') return { kind: 'name', name: '.' }
  if (token.text === '[') return listAt(reading)
  if (token.text !== '(') return undefined
  const inner = either(reading)
  return inner && passed(reading, ')') ? inner : undefined
}

const negative = (inner: Operand | undefined): Operand | undefined =>
  inner?.kind === 'value' && /^\d/.test(inner.value) ? { kind: 'value', value: `-${inner.value}` } : undefined

function denied(inner: Operand | undefined): Operand | undefined {
  const test = inner && asTest(inner)
  return test && { kind: 'test', test: 'not' in test ? test.not : { not: test } }
}

/** Whether a sign stands here; it is passed over then. */
export function passed(reading: Expression, sign: string): boolean {
  if (reading.tokens[reading.at]?.text !== sign || reading.tokens[reading.at]?.kind !== 'sign') return false
  reading.at += 1
  return true
}

function wordAt(reading: Expression, word: string): Operand | undefined {
  if (passed(reading, '(')) {
    const given = argumentsAt(reading)
    return given && called(word.toLowerCase(), given)
  }
  const low = word.toLowerCase()
  if (low === 'not' && reading.dialect === 'surveyjs') return denied(operand(reading))
  if (low === 'true' || low === 'false') return { kind: 'value', value: low }
  if (reading.dialect === 'limesurvey') return { kind: 'name', name: word.replace(/\.(NAOK|code|value|shown|valueNAOK)$/i, '') }
  return reading.dialect === 'surveyjs' ? { kind: 'value', value: word } : undefined
}

function listAt(reading: Expression): Operand | undefined {
  const values: string[] = []
  while (!passed(reading, ']')) {
    const one = operand(reading)
    if (one?.kind !== 'value') return undefined
    values.push(one.value)
    if (!passed(reading, ',') && reading.tokens[reading.at]?.text !== ']') return undefined
  }
  return values.length === 0 ? undefined : { kind: 'list', values }
}

function argumentsAt(reading: Expression): readonly Operand[] | undefined {
  const given: Operand[] = []
  while (!passed(reading, ')')) {
    const one = either(reading)
    if (!one) return undefined
    given.push(one)
    if (!passed(reading, ',') && reading.tokens[reading.at]?.text !== ')') return undefined
  }
  return given
}

/** The functions that ask what can be asked here. */
function called(name: string, [first, second, ...more]: readonly Operand[]): Operand | undefined {
  if (more.length > 0) return undefined
  if (name === 'true' || name === 'false') return first ? undefined : { kind: 'value', value: name }
  if (!first) return undefined
  if (name === 'not' && !second) return denied(first)
  if (name === 'selected' && first.kind === 'name' && second?.kind === 'value')
    return { kind: 'test', test: { name: first.name, is: 'has', value: second.value } }
  if (second) return undefined
  if (first.kind !== 'name') return name === 'boolean' || name === 'number' || name === 'string' ? first : undefined
  if (name === 'is_empty') return { kind: 'test', test: { not: { name: first.name, is: 'answered' } } }
  if (name === 'string-length' || name === 'strlen' || name === 'normalize-space') return { kind: 'length', name: first.name }
  if (name === 'count-selected' || name === 'count') return { kind: 'chosen', name: first.name }
  return name === 'number' || name === 'string' || name === 'int' || name === 'intval' ? first : undefined
}

/** A name alone asks whether it is true, or was answered at all. */
function asTest(given: Operand): ForeignTest | undefined {
  if (given.kind === 'test') return given.test
  return given.kind === 'name' || given.kind === 'length' || given.kind === 'chosen' ? { name: given.name, is: 'answered' } : undefined
}
