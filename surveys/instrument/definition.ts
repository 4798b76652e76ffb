import { figureProblems, sizeProblems } from './limits'
import { pathText, type Problem, type Sentence, type Values } from './problems'
import { rulesBroken } from './rules'
import { type Questionnaire, questionnaire as shape, withDefaults } from './schema'
import { namePatterns } from './spelling'

export type DefinitionReading =
  { readonly ok: true; readonly questionnaire: Questionnaire } | { readonly ok: false; readonly problems: readonly Problem[] }

/** Reads a questionnaire from parsed JSON: its shape first, then the rules that no shape can say. */
export function readDefinition(json: unknown): DefinitionReading {
  const sizes = sizeProblems(json)
  if (sizes.length > 0) return { ok: false, problems: sizes }
  const parsed = shape.safeParse(json)
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.map((issue) => shapeProblem(json, namePatterns, issue)) }
  const problems = rulesBroken(parsed.data)
  return problems.length > 0 ? { ok: false, problems } : { ok: true, questionnaire: parsed.data }
}

/** Reads by its shape alone what was published before: rules that came later do not unmake it. */
export const readPublished = (json: unknown): Questionnaire | undefined => shape.safeParse(json).data

export type DraftReading =
  { readonly ok: true; readonly draft: Questionnaire } | { readonly ok: false; readonly problems: readonly Problem[] }

/** Reads a questionnaire that may be unfinished; what is left out stands at its default, as in one that is whole. */
export function readDraft(json: unknown): DraftReading {
  const sizes = sizeProblems(json)
  if (sizes.length > 0) return { ok: false, problems: sizes }
  const draft = withDefaults(json)
  const problems = structureProblems(draft)
  if (!isDraft(draft, problems)) return { ok: false, problems }
  const figures = figureProblems(draft)
  return figures.length === 0 ? { ok: true, draft } : { ok: false, problems: figures }
}

/** A draft has the shape of a questionnaire but for what its author has not finished. */
const isDraft = (_: unknown, problems: readonly Problem[]): _ is Questionnaire => problems.length === 0

/**
 * What makes JSON no questionnaire at all, such as an unknown field or a number for a text. What an author has
 * not finished, an empty list or an unfit code, is left to `readDefinition`.
 */
export function structureProblems(json: unknown): readonly Problem[] {
  const parsed = shape.safeParse(json)
  return parsed.success
    ? []
    : parsed.error.issues.filter(({ code }) => !unfinished.has(code)).map((issue) => shapeProblem(json, namePatterns, issue))
}

const unfinished: ReadonlySet<string> = new Set(['too_small', 'too_big', 'invalid_format'])

/** What a shape's check says of one place; only what the sentences need. */
export type ShapeIssue = {
  readonly path: readonly PropertyKey[]
  readonly code: string
  readonly message: string
  readonly origin?: unknown
  readonly minimum?: unknown
  readonly maximum?: unknown
  readonly inclusive?: unknown
  readonly expected?: unknown
  readonly format?: unknown
  readonly pattern?: unknown
  readonly keys?: readonly string[]
}

/** How names are spelled, each with a sentence of its own. */
export type NamePatterns = Readonly<Record<'code' | 'item' | 'language', RegExp>>

/** A problem of the shape, with its sentence: `json` is what was read, `names` the patterns that names must match. */
function shapeProblem(json: unknown, names: NamePatterns, issue: ShapeIssue): Problem {
  const seen = valueAt(json, issue.path)
  return {
    path: pathText(issue.path),
    rule: issue.code,
    message: issue.message,
    sentence: sentenceOf(names, issue, seen),
    values: valuesOf(issue, seen),
  }
}

function sentenceOf(names: NamePatterns, issue: ShapeIssue, seen: unknown): Sentence {
  const { code, origin, path } = issue
  if (code === 'too_small')
    return origin === 'string'
      ? 'missing_translation'
      : origin === 'array'
        ? emptyList(path)
        : issue.inclusive === false
          ? 'number_not_above'
          : 'number_below'
  if (code === 'too_big') return origin === 'array' ? 'long_list' : 'number_above'
  if (code === 'invalid_format') return badName(names, issue)
  if (code === 'invalid_key') return isWord(path) ? 'bad_code' : 'bad_language'
  if (code === 'unrecognized_keys') return 'unknown_fields'
  if (path.includes('showIf')) return 'bad_condition'
  if (code === 'invalid_value' || (code === 'invalid_union' && seen !== undefined)) return 'not_allowed'
  if (seen === undefined || seen === null) return 'missing'
  return issue.expected === 'int' ? 'not_whole' : issue.expected === 'number' ? 'not_number' : 'bad_shape'
}

/** The name of a word; the keys of every other record are languages. */
const isWord = (path: readonly PropertyKey[]): boolean => path[0] === 'words' && path.length === 2

function emptyList(path: readonly PropertyKey[]): Sentence {
  if (path.includes('showIf')) return 'empty_condition'
  return emptyLists[String(path.at(-1))] ?? 'missing'
}

const emptyLists: Readonly<Partial<Record<string, Sentence>>> = {
  options: 'empty_options',
  questions: 'empty_questions',
  items: 'empty_items',
  nodes: 'empty_nodes',
  bands: 'empty_bands',
  languages: 'empty_languages',
}

function badName(names: NamePatterns, { format, pattern }: ShapeIssue): Sentence {
  if (format === 'date') return 'bad_day'
  if (format === 'datetime') return 'bad_moment'
  if (pattern === String(names.item)) return 'bad_item'
  return pattern === String(names.language) ? 'bad_language' : 'bad_code'
}

function valuesOf({ path, code, origin, minimum, maximum, keys = [] }: ShapeIssue, seen: unknown): Values {
  const named = path.filter((part) => typeof part === 'string')
  const last = named.at(-1) ?? ''
  const limit = Number(code === 'too_big' ? maximum : minimum)
  const isText = code === 'too_small' && origin === 'string'
  return {
    field: isText ? (named.at(-2) ?? '') : last,
    language: last,
    names: keys.join(', '),
    seen: code === 'invalid_key' ? last : typeof seen === 'string' ? seen : '',
    ...(Number.isFinite(limit) && { limit }),
  }
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) => (value !== null && typeof value === 'object' ? Object.getOwnPropertyDescriptor(value, part)?.value : undefined),
    json,
  )
}
