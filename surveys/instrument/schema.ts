import { z } from 'zod'
import { isMoment } from './moment'
import { mostAnswerBytes, namePatterns, ownValue } from './spelling'

/** A stable name in data and addresses: letters, digits, `.`, `_` and `-`. */
const codeMeans = 'a code has 1 to 64 letters, digits, ".", "_" or "-"'
const itemMeans = 'an item id starts with a letter and has at most 32 letters, digits, "_" or "-"'
const code = z.string().regex(namePatterns.code, codeMeans)
const codes = z.array(code)
const itemName = z.string().regex(namePatterns.item, itemMeans)
const languageTag = z.string().regex(namePatterns.language, 'a language tag such as "vi" or "en"')
const localText = recordOf(languageTag, z.string().min(1))
/** Recordings of a text by language, each under the name that its content gives it. */
const localSound = recordOf(languageTag, z.string().regex(namePatterns.media, 'the name of a recording')).optional()
const day = z.iso.date()
/** A day and a time of it, in the province's own time. */
const moment = z
  .string()
  .check(({ value, issues }) => {
    const message = 'a day and a time, YYYY-MM-DDTHH:MM'
    if (!isMoment(value)) issues.push({ code: 'invalid_format', format: 'datetime', message, continue: true, input: value })
  })
  .meta({ format: 'date-time' })

/** A record of data by names; zod would drop `__proto__` in silence, which is a name as unknown as any other. */
function recordOf<Name extends z.core.$ZodRecordKey, Value extends z.ZodType>(name: Name, value: Value) {
  return z.preprocess(
    (given: z.input<z.ZodRecord<Name, Value>>, { issues }) => {
      if (given !== null && typeof given === 'object' && Object.hasOwn(given, '__proto__'))
        issues.push({ code: 'unrecognized_keys', keys: ['__proto__'], input: given })
      return given
    },
    z.record(name, value),
  )
}

/** Where a part was taken from, by the library: it stands for reading, and no figure hangs on it. */
const from = z.strictObject({ questionnaire: code, version: z.int().min(1), item: code }).optional()

const option = z.strictObject({
  code,
  label: localText,
  kind: z.enum(['answer', 'other', 'not-applicable', 'no-opinion']).default('answer'),
  /** Integer points in the questionnaire's `scoreUnit`. */
  score: z.int().optional(),
  positive: z.boolean().optional(),
  /** In a multiple choice: chosen alone or not at all. */
  exclusive: z.boolean().optional(),
  /** Where options are shuffled: keeps its place. */
  fixed: z.literal(true).optional(),
  /** 1 (very sad) … 5 (very glad), always drawn beside the label. */
  face: z.int().min(1).max(5).optional(),
  /** The name that its content gives a picture, always drawn beside the label. */
  picture: z.string().regex(namePatterns.media, 'the name of a picture').optional(),
  sound: localSound,
})

const scale = z.strictObject({
  id: code,
  from,
  /** What its authors call it; no citizen sees it, and no figure depends on it. */
  name: localText.optional(),
  options: z.array(option).min(1).max(200),
})

export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly item: string; readonly in: readonly string[] }
  | { readonly item: string; readonly atLeast: number }
  | { readonly item: string; readonly atMost: number }
  | { readonly item: string; readonly answered: true }

/** Read by hand: a union tries each kind in full at every level, which took most of the time of reading a definition. */
const condition = z.custom<Condition>().check(({ value, issues }) => {
  issues.push(...(unfinishedIn(value, []) ?? [{ code: 'invalid_union', errors: [], input: value }]))
})

type Unfinished = z.core.$ZodRawIssue

/** What is unfinished in a condition, such as a list without codes, each where it stands; undefined for what is none of any kind, or of two. */
function unfinishedIn(given: unknown, path: readonly PropertyKey[]): readonly Unfinished[] | undefined {
  if (typeof given !== 'object' || given === null) return undefined
  const [only, ...others] = [...groupsIn(given, path), ...testsIn(given, path)]
  if (!only || others.length > 0) return undefined
  const keys = Object.keys(given).filter((key) => !only.fields.includes(key))
  if (keys.length === 0) return only.found
  return [...only.found, { code: 'unrecognized_keys', keys, continue: true, input: { ...given }, path: [...path] }]
}

/** A kind of condition that something is, with the fields that it has. */
type Kind = { readonly fields: readonly string[]; readonly found: readonly Unfinished[] }

function* groupsIn(given: object, path: readonly PropertyKey[]): Generator<Kind> {
  const every = 'all' in given ? unfinishedParts(given.all, [...path, 'all']) : undefined
  if (every) yield { fields: ['all'], found: every }
  const some = 'any' in given ? unfinishedParts(given.any, [...path, 'any']) : undefined
  if (some) yield { fields: ['any'], found: some }
  const not = 'not' in given ? unfinishedIn(given.not, [...path, 'not']) : undefined
  if (not) yield { fields: ['not'], found: not }
}

function* testsIn(given: object, path: readonly PropertyKey[]): Generator<Kind> {
  if (!('item' in given) || typeof given.item !== 'string') return
  const item = unfit(given.item, 'item', [...path, 'item'])
  const codes = 'in' in given ? unfinishedCodes(given.in, [...path, 'in']) : undefined
  if (codes) yield { fields: ['item', 'in'], found: [...item, ...codes] }
  if ('answered' in given && given.answered === true) yield { fields: ['item', 'answered'], found: item }
  if ('atLeast' in given && Number.isFinite(given.atLeast)) yield { fields: ['item', 'atLeast'], found: item }
  if ('atMost' in given && Number.isFinite(given.atMost)) yield { fields: ['item', 'atMost'], found: item }
}

function unfinishedParts(parts: unknown, path: readonly PropertyKey[]): readonly Unfinished[] | undefined {
  if (!Array.isArray(parts)) return undefined
  const found: Unfinished[] = []
  for (const [at, part] of parts.entries()) {
    const inner = unfinishedIn(part, [...path, at])
    if (!inner) return undefined
    found.push(...inner)
  }
  return parts.length === 0 ? [empty(parts, path)] : found
}

function unfinishedCodes(given: unknown, path: readonly PropertyKey[]): readonly Unfinished[] | undefined {
  if (!Array.isArray(given) || !given.every((one) => typeof one === 'string')) return undefined
  return given.length === 0 ? [empty(given, path)] : given.flatMap((one, at) => unfit(one, 'code', [...path, at]))
}

const empty = (input: readonly unknown[], path: readonly PropertyKey[]): Unfinished => ({
  code: 'too_small',
  origin: 'array',
  minimum: 1,
  inclusive: true,
  continue: true,
  input,
  path: [...path],
})

const unfit = (input: string, name: 'code' | 'item', path: readonly PropertyKey[]): readonly Unfinished[] =>
  namePatterns[name].test(input)
    ? []
    : [
        {
          code: 'invalid_format',
          origin: 'string',
          format: 'regex',
          pattern: String(namePatterns[name]),
          message: name === 'code' ? codeMeans : itemMeans,
          continue: true,
          input,
          path: [...path],
        },
      ]

const shown = { id: itemName, text: localText, help: localText.optional(), showIf: condition.optional(), sound: localSound, from }
const asked = { ...shown, required: z.boolean().default(false) }
const closed = { ...asked, scale: code }
const whole = { min: z.int().meta({ fresh: 0 }), max: z.int().meta({ fresh: 100 }) }
const unit = z.enum(['number', 'percent']).default('number')
const rows = z
  .array(z.strictObject({ id: itemName, text: localText, sound: localSound, fixed: z.literal(true).optional() }))
  .min(1)
  .max(100)
/** What stands at the two ends of a range. */
const ends = { least: localText.optional(), most: localText.optional() }
/** In an order of each person's own. */
const shuffled = z.boolean().optional()

/** What is shown. A question with one item gives the item its own id; a matrix names its items. */
const question = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('single'), ...closed, shuffled, asList: z.boolean().optional() }),
  z.strictObject({
    type: z.literal('multiple'),
    ...closed,
    shuffled,
    atLeast: z.int().min(1).optional(),
    atMost: z.int().min(1).optional(),
  }),
  z.strictObject({ type: z.literal('rating'), ...closed }),
  z.strictObject({ type: z.literal('yes-no'), ...closed }),
  z.strictObject({ type: z.literal('matrix'), ...closed, shuffled, items: rows }),
  z.strictObject({ type: z.literal('number'), ...asked, ...whole, unit }),
  z.strictObject({ type: z.literal('number-matrix'), ...asked, shuffled, items: rows, ...whole, unit, total: z.boolean().default(false) }),
  z.strictObject({ type: z.literal('ranking'), ...closed, shuffled, atMost: z.int().min(1).optional() }),
  z.strictObject({ type: z.literal('recommend'), ...asked, ...ends }),
  z.strictObject({ type: z.literal('slider'), ...asked, ...whole, step: z.int().min(1).default(1), unit, ...ends }),
  z.strictObject({
    type: z.literal('text'),
    ...asked,
    maxLength: z.int().min(1).max(5000).meta({ fresh: 500 }),
    lines: z.int().min(1).max(10).default(1),
  }),
  z.strictObject({ type: z.literal('date'), ...asked, min: day.optional(), max: day.optional() }),
  z.strictObject({ type: z.literal('date-time'), ...asked, min: moment.optional(), max: moment.optional() }),
  z.strictObject({ type: z.literal('note'), ...shown }),
  z.strictObject({
    type: z.literal('contact'),
    ...shown,
    ask: z.enum(['either', 'phone', 'email']).default('either'),
    /** Months after the one in which it is given, through which it is kept at most. */
    months: z.int().min(1).max(24).default(3),
  }),
])

/** The shape of every question type as a JSON schema; `fresh` is what a new question begins with. */
export const questionSchemas = (): unknown => z.toJSONSchema(question, { unrepresentable: 'any' })

const section = z.strictObject({
  id: itemName,
  title: localText,
  intro: localText.optional(),
  from,
  /** Asked for each agency that the person has chosen to rate; once unless said. */
  each: z.literal('agency').optional(),
  showIf: condition.optional(),
  questions: z.array(question).min(1),
})

/** Agencies that one person rates in one form at most. */
export const mostRated = 20

/** One person rates several agencies in one form: which of them they dealt with is asked first. */
const loop = z.strictObject({ text: localText, help: localText.optional(), sound: localSound, atMost: z.int().min(2).max(mostRated) })

/** What is worked out of several answers: numbers and scores put together, how many were given, or how many are among some options. */
const computedValues = ['sum', 'mean', 'lowest', 'highest', 'answered', 'among'] as const

/** Items that are worked out in one questionnaire. */
export const mostComputed = 50

/** A number that skip logic asks for and nobody is asked: worked out of the answers to items. */
const computed = z.strictObject({
  id: itemName,
  label: localText,
  value: z.enum(computedValues),
  of: z.array(itemName).min(1).max(200),
  /** The options that `among` counts. */
  codes: codes.min(1).optional(),
})

export const formulaNames = [
  'share',
  'level',
  'rescaled',
  'points',
  'option-share',
  'all-positive',
  'mean-number',
  'min-max',
  'net-promoters',
] as const
export const rollUpNames = [
  'mean-of-items',
  'pooled',
  'mean-of-children',
  'weighted',
  'sum',
  'capped-sum',
  'product',
  'ratio',
  'min',
  'max',
  'count-where',
] as const
export const stepTypes = ['linear', 'observed', 'reverse', 'clamp', 'round'] as const
export const roundModes = ['half-up', 'half-even', 'up', 'down'] as const

const formulaName = z.enum(formulaNames)

const range = z.tuple([z.number(), z.number()])

/** The steps that one node may have. */
export const mostSteps = 10

/** What becomes of a node's value after its operation, in its own unit (a share is 0…1). */
const step = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('linear'), from: range, to: range }),
  /** As linear, from the lowest and the highest value among the agencies with enough persons. */
  z.strictObject({ type: z.literal('observed'), to: range }),
  /** The lowest of the range becomes the highest. */
  z.strictObject({ type: z.literal('reverse'), within: range }),
  z.strictObject({ type: z.literal('clamp'), low: z.number().optional(), high: z.number().optional() }),
  z.strictObject({ type: z.literal('round'), digits: z.int().min(0).max(6), mode: z.enum(roundModes) }),
])

export const entryUnits = ['points', 'number', 'count', 'percent', 'yes-no'] as const

/** How a number is entered: its unit, from where to where it may lie (percent as 0…1), where it comes from, and whether something has to show it. */
const entry = z.strictObject({
  unit: z.enum(entryUnits),
  low: z.number().optional(),
  high: z.number().optional(),
  digits: z.int().min(0).max(4).optional(),
  /** Who publishes it, or where it is counted. */
  source: localText.optional(),
  evidence: z.enum(['needed', 'welcome']).optional(),
  /** Another number that is entered, of which this one is a part: it is never more. */
  within: code.optional(),
})

export const drawnFigures = ['value', 'share', 'level'] as const

/** Where a drawn number stands: a node of the campaign, or of the assessment, that an assessment names for that instrument. */
const draws = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('campaign'), questionnaire: code, node: code, figure: z.enum(drawnFigures) }),
  z.strictObject({ from: z.literal('assessment'), set: code, node: code }),
])

/** A node names its items or its children; `option` nodes name one item and the options that count; one with an `input` names neither. */
const node = z.strictObject({
  code,
  kind: z.enum(['option', 'item', 'factor', 'aspect', 'overall']),
  label: localText,
  items: z.array(itemName).optional(),
  children: codes.optional(),
  options: codes.optional(),
  formula: formulaName.optional(),
  rollUp: z.enum(rollUpNames).optional(),
  weights: z.array(z.number().positive()).optional(),
  cap: z.number().positive().optional(),
  /** A number of an agency and a period that is entered or counted instead of asked, or drawn from figures that stand elsewhere. */
  input: z.enum(['entered', 'counted', 'drawn']).optional(),
  entry: entry.optional(),
  draws: draws.optional(),
  /** What a ratio of nothing to nothing comes to, such as all of no complaints; it has no value unless said. */
  ofNothing: z.number().optional(),
  /** Which parts `count-where` counts, by their own values. */
  where: z.strictObject({ atLeast: z.number().optional(), atMost: z.number().optional() }).optional(),
  /** The most that the node is worth; its value is held at it. */
  maximum: z.number().positive().optional(),
  steps: z.array(step).min(1).max(mostSteps).optional(),
  /** How its value is read, where that is not as its formula says. */
  unit: z.enum(['percent', 'number']).optional(),
  /** Which end is good; `higher` unless said. */
  direction: z.enum(['higher', 'lower']).optional(),
  bands: code.optional(),
  target: z.number().optional(),
})

const tree = z.strictObject({
  /** Free; under `satisfaction`, `perception` and `expectation` the product has words and a headline of its own. */
  id: code,
  label: localText,
  formula: formulaName,
  rollUp: z.enum(rollUpNames).default('mean-of-items'),
  nodes: z.array(node).min(1),
})

/** Grades without gaps: each band reaches from its `from` up to the next band's `from`; `to` of one is `from` of the next. */
const bands = z.strictObject({
  id: code,
  /** Ends are quantiles (0…1) of what the agencies of a block have, as quartiles are; values unless said. */
  ends: z.literal('quantiles').optional(),
  bands: z.array(z.strictObject({ code, label: localText, from: z.number(), to: z.number() })).min(1),
})

/** The instrument: data, not code. Rules beyond its shape stand in `rules.ts`. */
export const questionnaire = z.strictObject({
  id: code,
  version: z.int().min(1),
  /** An indicator set asks nobody: its trees stand on numbers that are entered, counted or drawn. A questionnaire unless said. */
  kind: z.literal('indicator-set').optional(),
  title: localText,
  /** Where the instrument comes from: legal basis, year, source. */
  source: localText,
  /** The first is the default and the end of every fallback chain. */
  languages: z.array(languageTag).min(1),
  /** What the screen itself says, by the name of the word, in languages in which the product has no words of its own. */
  words: recordOf(code, localText).optional(),
  purpose: localText,
  privacy: localText,
  thanks: localText,
  adultsOnly: z.boolean().default(false),
  /** A citizen's pace, for the time shown and for the limits of an instrument. */
  secondsPerItem: z.number().positive().default(5),
  /** One score point in points: with 0.1 a score of 25 means 2.5 points. */
  scoreUnit: z.number().positive().default(1),
  /** The item whose answer names the service field, where results are asked by service. */
  serviceItem: itemName.optional(),
  /** The node that ranks agencies and heads a report. */
  headline: code.optional(),
  /** Digits that figures are shown with, in percent or in their own unit; two unless said. */
  digits: z.literal([0, 1, 2, 3]).optional(),
  /** Earlier versions whose figures may stand beside those of this one. */
  comparableTo: z.array(z.int().min(1)).optional(),
  scales: z.array(scale),
  loop: loop.optional(),
  computed: z.array(computed).min(1).max(mostComputed).optional(),
  sections: z.array(section),
  trees: z.array(tree).default([]),
  bandSets: z.array(bands).default([]),
})

/** The version of the shape in which questionnaires are written; it rises when a file that was one before would be none any more. */
const shapeVersion = 1

/** The shape of a questionnaire's file as a JSON schema (draft 2020-12), for whoever writes or checks one elsewhere; rules that no shape can say stand in `rules.ts`. */
export function definitionSchema(): unknown {
  const made = z.toJSONSchema(questionnaire, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema: written }) => {
      if (zodSchema === condition) Object.assign(written, { $ref: '#/$defs/condition' })
      // It is for the designer alone.
      Reflect.deleteProperty(written, 'fresh')
    },
  })
  return {
    ...made,
    $id: `urn:sipas:schema:questionnaire:${shapeVersion}`,
    title: 'A questionnaire or an indicator set',
    $defs: { condition: conditionSchema },
  }
}

const tested = (name: string, value: unknown) => ({
  type: 'object',
  properties: { item: { type: 'string', pattern: namePatterns.item.source }, [name]: value },
  required: ['item', name],
  additionalProperties: false,
})

const grouped = (name: string, value: unknown) => ({
  type: 'object',
  properties: { [name]: value },
  required: [name],
  additionalProperties: false,
})

const innerCondition = { $ref: '#/$defs/condition' }

/** What `condition` reads by hand. */
const conditionSchema = {
  oneOf: [
    grouped('all', { type: 'array', items: innerCondition, minItems: 1 }),
    grouped('any', { type: 'array', items: innerCondition, minItems: 1 }),
    grouped('not', innerCondition),
    tested('in', { type: 'array', items: { type: 'string', pattern: namePatterns.code.source }, minItems: 1 }),
    tested('atLeast', { type: 'number' }),
    tested('atMost', { type: 'number' }),
    tested('answered', { const: true }),
  ],
}

/** A questionnaire as parsed JSON, with the defaults of everything that it leaves out, finished or not. */
export const withDefaults = (json: unknown): unknown => filledIn(jsonSchema(), json)

/** As much of a JSON schema as says where defaults stand. */
type Outline = {
  readonly default?: unknown
  readonly const?: unknown
  readonly items?: Outline
  readonly properties?: Readonly<Record<string, Outline>>
  readonly oneOf?: readonly Outline[]
}

let outline: Outline | undefined
function jsonSchema(): Outline {
  outline ??= JSON.parse(JSON.stringify(z.toJSONSchema(questionnaire, { unrepresentable: 'any' })))
  return outline ?? {}
}

function filledIn(schema: Outline, value: unknown): unknown {
  const { items } = schema
  if (Array.isArray(value)) return items ? value.map((one) => filledIn(items, one)) : value
  if (typeof value !== 'object' || value === null) return value
  const kind = 'type' in value ? value.type : undefined
  const { properties } = schema.oneOf?.find((one) => one.properties?.['type']?.const === kind) ?? schema
  if (!properties) return value
  const given = Object.entries(value).map(([name, inner]) => [name, filledIn(ownValue(properties, name) ?? {}, inner)] as const)
  const left = Object.entries(properties).filter(([name, inner]) => inner.default !== undefined && !Object.hasOwn(value, name))
  return Object.fromEntries([...given, ...left.map(([name, inner]) => [name, inner.default] as const)])
}

/** Whatever a citizen may write passes here, or thanks would come before a refusal; how long it may be is asked of each item. */
const text = z.string().max(mostAnswerBytes)

/** Answers by item id: an option code, several, a number, a text, or an "other" with its text. */
const answer = z.union([
  text,
  z.number(),
  z.array(z.union([z.string().max(64), z.strictObject({ code: z.string().max(64), text })])).max(200),
  z.strictObject({ code: z.string().max(64), text }),
])

/** Values in all answers of a response; no questionnaire asks for as many. */
const mostValues = 1_000

/** Looks before anything is checked: a report on thousands of wrong values takes longer than recording hundreds of responses. */
function lookedOver<Given extends Readonly<Record<string, unknown>>>(given: Given, { issues }: z.core.ParsePayload): Given {
  if (given === null || typeof given !== 'object') return given
  const values = Object.values(given).reduce<number>((count, one) => count + (Array.isArray(one) ? one.length : 1), 0)
  if (values > mostValues)
    issues.push({
      code: 'too_big',
      origin: 'object',
      maximum: mostValues,
      input: given,
      message: `${values} values are answered; at most ${mostValues} are taken`,
    })
  const odd = Object.keys(given).find((id) => !isAnswer(given[id]))
  if (odd !== undefined)
    issues.push({
      code: 'custom',
      path: [odd],
      input: given[odd],
      message: 'an answer is a code, several codes, a number, a text, or a code with a text',
      params: { rule: 'answer_form' },
    })
  return given
}

const isAnswer = (given: unknown): boolean => typeof given === 'number' || (Array.isArray(given) ? given.every(isChoice) : isChoice(given))
const isChoice = (given: unknown): boolean =>
  typeof given === 'string' || (typeof given === 'object' && given !== null && 'code' in given && 'text' in given)

/** Random: one that is made from the clock (RFC 9562, versions 1, 2, 6 and 7) would say at which moment somebody answered. */
const responseId = z
  .uuid()
  .refine((id) => !/^.{14}[1267]/.test(id), {
    message: 'must be random, such as a UUID of version 4: this one tells the time',
    params: { rule: 'random_id' },
  })
  .transform((id) => id.toLowerCase())

const answersByItem = z.preprocess(lookedOver<Readonly<Record<string, z.input<typeof answer>>>>, recordOf(z.string().max(64), answer))

/** Of a form in which several agencies are rated, what was answered about each: looked at before each of them is. */
const ratings = z.preprocess(
  (given: Readonly<Record<string, z.input<typeof answersByItem>>>, { issues }) => {
    const rated = given === null || typeof given !== 'object' ? 0 : Object.keys(given).length
    if (rated > mostRated)
      issues.push({
        code: 'too_big',
        origin: 'object',
        maximum: mostRated,
        input: given,
        message: `${rated} agencies are rated; at most ${mostRated} are`,
      })
    return rated > mostRated ? {} : given
  },
  recordOf(code, answersByItem),
)

export const submittedResponse = z.strictObject({
  id: responseId,
  campaign: code,
  version: z.int().min(1),
  touchpoint: code,
  /** The agency that is rated; of several one of them. */
  agency: code,
  language: languageTag,
  answeredOn: day,
  /** An interviewer read the questions and tapped the answers, wherever that was. */
  assisted: z.literal(true).optional(),
  /** When its page was opened, as the server has sealed it; checked where that matters and stored nowhere. */
  visit: z.string().max(40).optional(),
  /** How it was answered, told coarsely and never stored: faster than it can be read; soon after the one before on the same screen. */
  pace: z.strictObject({ fast: z.boolean(), soon: z.boolean().optional() }).optional(),
  answers: answersByItem,
  /** How the person wants to be reached: no answer, and stored apart from them. */
  contact: z.string().max(300).optional(),
  /** Where several agencies are rated: by agency the answers to what is asked for each; `answers` holds what is asked once. */
  ratings: ratings.optional(),
})

export const receipt = z.strictObject({ id: z.uuid(), code: z.string(), receivedOn: day, test: z.literal(true).optional() })

type Frozen<T> = T extends readonly [infer A, infer B]
  ? readonly [Frozen<A>, Frozen<B>]
  : T extends readonly (infer E)[]
    ? readonly Frozen<E>[]
    : T extends object
      ? { readonly [K in keyof T]: Frozen<T[K]> }
      : T

export type LocalText = Readonly<Record<string, string>>
/** Names of recordings by language. */
export type LocalSound = Readonly<Record<string, string>>
export type Option = Frozen<z.infer<typeof option>>
export type Scale = Frozen<z.infer<typeof scale>>
export type Question = Frozen<z.infer<typeof question>>
export type QuestionType = Question['type']
export type QuestionOf<T extends QuestionType> = Extract<Question, { readonly type: T }>
/** Where a part of a questionnaire was taken from: the id that it has there. */
export type TakenFrom = NonNullable<Section['from']>
export type Section = Frozen<z.infer<typeof section>>
export type Loop = Frozen<z.infer<typeof loop>>
export type Computed = Frozen<z.infer<typeof computed>>
export type FormulaName = (typeof formulaNames)[number]
export type RollUpName = (typeof rollUpNames)[number]
export type NodeStep = Frozen<z.infer<typeof step>>
export type IndicatorNode = Frozen<z.infer<typeof node>>
export type NumberEntry = Frozen<z.infer<typeof entry>>
export type Draws = Frozen<z.infer<typeof draws>>
export type IndicatorTree = Frozen<z.infer<typeof tree>>
export type BandSet = Frozen<z.infer<typeof bands>>
export type Questionnaire = Frozen<z.infer<typeof questionnaire>>
/** A questionnaire as it is written in a file, before defaults are filled in. */
export type QuestionnaireInput = z.input<typeof questionnaire>
export type Answer = Frozen<z.infer<typeof answer>>
export type Answers = Readonly<Record<string, Answer>>
/** By agency what somebody answered about it. */
export type Ratings = Readonly<Record<string, Answers>>
export type SubmittedResponse = Frozen<z.infer<typeof submittedResponse>>
export type Receipt = Frozen<z.infer<typeof receipt>>
