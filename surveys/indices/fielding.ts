import { type Agency, isThereBetween } from '../fielding/campaign'
import { codeProblems, type DraftProblem, nameProblems } from '../fielding/drafts'
import { countIn, lastDayOf, monthIn } from '../fielding/dossiers'
import { isDay } from '../instrument/calendar'
import { steady } from '../instrument/decimal'
import { numberProblem } from '../instrument/entered'
import type { Draws, IndicatorNode, LocalText, NumberEntry, Questionnaire } from '../instrument/schema'
import { isLongerThan } from '../instrument/spelling'

/** A set fielded for a period of whole months, both inclusive, and some agencies. */
export type Assessment = {
  readonly code: string
  readonly title: LocalText
  readonly set: { readonly id: string; readonly version: number }
  readonly from: string
  readonly to: string
  /** The last day on which agencies enter and hand in, and that on which they ask for a second look. */
  readonly selfDue: string
  readonly lookDue: string
  readonly status: AssessmentStatus
  /** The campaign or assessment from which figures are drawn, by `sourceOf` what draws them. */
  readonly sources: Readonly<Record<string, string>>
  readonly revision: number
}

export type AssessmentStatus = 'draft' | 'open' | 'closed'

/** Where an agency stands: it enters its numbers; it has handed them in; it has been told what was verified and may ask for a second look. */
export type AssessmentStage = 'entering' | 'handed-in' | 'told'

/** A number of an agency, with what was said of it. */
export type AssessedNumber = {
  readonly agency: string
  readonly node: string
  readonly self: number | null
  readonly verified: number | null
  /** The agency's explanation, and why what was verified is as it is. */
  readonly note: string
  readonly reason: string
  /** Why the agency asks for a second look, and what was answered; empty while nothing was. */
  readonly asked: string
  readonly answered: string
}

/** Whether a second look at it is asked for and not answered yet. */
export const isLookedAtAgain = ({ asked, answered }: AssessedNumber): boolean => asked !== '' && answered === ''

/** An end of a set, with how its number comes. */
export type SetEnd = IndicatorNode & { readonly input: NonNullable<IndicatorNode['input']> }

/** The nodes of a set whose numbers come from outside, in its order. */
export const endsOf = ({ trees }: Pick<Questionnaire, 'trees'>): readonly SetEnd[] => trees.flatMap(({ nodes }) => nodes.filter(isEnd))

const isEnd = (node: IndicatorNode): node is SetEnd => node.input !== undefined

/** Whether somebody enters it. */
export const isEnteredEnd = ({ input }: SetEnd): boolean => input !== 'drawn'

/** What a figure is drawn through: the questionnaire or the set; an assessment names one campaign or assessment for it. */
export const sourceOf = (draws: Draws): string =>
  draws.from === 'campaign' ? `campaign ${draws.questionnaire}` : `assessment ${draws.set}`

/** All that a set draws through, each once. */
export const sourcesOf = (set: Pick<Questionnaire, 'trees'>): readonly string[] => [
  ...new Set(endsOf(set).flatMap(({ draws }) => (draws ? [sourceOf(draws)] : []))),
]

export const assessmentFields = ['code', 'title', 'title_en', 'set', 'from', 'to', 'self_due', 'look_due'] as const

/** An assessment as it is typed: `set` is its id and version with a space between; agencies by code; sources by `sourceOf`, empty where none is named yet. */
export type AssessmentDraft = Readonly<Record<(typeof assessmentFields)[number], string>> & {
  readonly agencies: readonly string[]
  readonly sources: Readonly<Record<string, string>>
}

/** What an assessment is planned among. */
export type AssessmentSurroundings = {
  /** Published sets by `id version`. */
  readonly sets: ReadonlyMap<string, Questionnaire>
  readonly agencies: ReadonlyMap<string, Agency>
  /** By `sourceOf` the codes that it may name. */
  readonly sources: ReadonlyMap<string, ReadonlySet<string>>
}

export type PlannedAssessment = Omit<Assessment, 'status' | 'revision'> & { readonly agencies: readonly Agency[] }

export type AssessmentPlan =
  { readonly ok: true; readonly assessment: PlannedAssessment } | { readonly ok: false; readonly problems: readonly DraftProblem[] }

/** What was typed as an assessment, or everything that is wrong with it. */
export function planAssessment(draft: AssessmentDraft, { sets, agencies, sources }: AssessmentSurroundings): AssessmentPlan {
  const [from, to, set] = [monthIn(draft.from), monthIn(draft.to), sets.get(draft.set)]
  const drawn = set ? sourcesOf(set) : []
  const problems: readonly DraftProblem[] = [
    ...codeProblems('code', draft.code),
    ...nameProblems('title', draft.title, 'needed'),
    ...nameProblems('title_en', draft.title_en, 'optional'),
    ...(set ? [] : [{ field: 'set', code: draft.set === '' ? 'needed' : 'unknown', seen: draft.set } as const]),
    ...monthProblems('from', draft.from, from),
    ...monthProblems('to', draft.to, to),
    ...(from !== undefined && to !== undefined && to < from ? [{ field: 'to', code: 'reversed', seen: to, allowed: from } as const] : []),
    ...(['self_due', 'look_due'] as const).flatMap((field) => dayProblems(field, draft[field])),
    ...(isDay(draft.self_due) && isDay(draft.look_due) && draft.look_due < draft.self_due
      ? [{ field: 'look_due', code: 'reversed', seen: draft.look_due, allowed: draft.self_due } as const]
      : []),
    ...(draft.agencies.length === 0 ? [{ field: 'agencies', code: 'no-agencies' } as const] : []),
    ...draft.agencies.flatMap((code) => agencyProblems(code, agencies.get(code), from, to)),
    ...drawn.flatMap((source) => {
      const named = draft.sources[source] ?? ''
      return named === '' || sources.get(source)?.has(named) ? [] : [{ field: `source ${source}`, code: 'unknown', seen: named } as const]
    }),
  ]
  if (problems.length > 0 || !set || from === undefined || to === undefined) return { ok: false, problems }
  return {
    ok: true,
    assessment: {
      code: draft.code,
      title: { vi: draft.title, ...(draft.title_en !== '' && { en: draft.title_en }) },
      set: { id: set.id, version: set.version },
      from,
      to,
      selfDue: draft.self_due,
      lookDue: draft.look_due,
      sources: Object.fromEntries(drawn.flatMap((source) => (draft.sources[source] ? [[source, draft.sources[source]] as const] : []))),
      agencies: [...new Set(draft.agencies)].flatMap((code) => agencies.get(code) ?? []),
    },
  }
}

const monthProblems = (field: string, typed: string, month: string | undefined): readonly DraftProblem[] =>
  month !== undefined ? [] : [typed === '' ? { field, code: 'needed' } : { field, code: 'bad-month', seen: typed }]

const dayProblems = (field: string, typed: string): readonly DraftProblem[] =>
  isDay(typed) ? [] : [typed === '' ? { field, code: 'needed' } : { field, code: 'bad-day', seen: typed }]

function agencyProblems(
  code: string,
  agency: Agency | undefined,
  from: string | undefined,
  to: string | undefined,
): readonly DraftProblem[] {
  if (!agency) return [{ field: 'agencies', code: 'unknown', seen: code }]
  if (from === undefined || to === undefined || isThereBetween(agency, `${from}-01`, lastDayOf(to))) return []
  return [{ field: 'agencies', code: 'not-there', seen: code, allowed: `${from} … ${to}` }]
}

/** A number as it is typed for a node of an agency; nothing typed takes it away. */
export type NumberTyped = { readonly agency: string; readonly node: string; readonly typed: string; readonly note: string }

/** What is wrong with a number that was typed; `field` says whether it is the number or what was said of it. */
export type TypedProblem = DraftProblem & { readonly agency: string; readonly node: string }

export type TypedReading =
  | { readonly ok: true; readonly value: number | null; readonly note: string }
  | { readonly ok: false; readonly problems: readonly TypedProblem[] }

/** In letters. */
export const longestWords = 2_000

/** Reads a typed number by its node, or says everything that is wrong with it; shares come out as 0…1. */
export function readTyped(end: SetEnd | undefined, { agency, node, typed, note }: NumberTyped): TypedReading {
  const text = typed.trim()
  const value = text === '' || !end?.entry ? null : valueIn(end.entry, text)
  const found = [
    ...endProblems(end, node),
    ...(isLongerThan(longestWords, note) ? [{ field: 'note', code: 'too-long', allowed: String(longestWords) } as const] : []),
    ...(value === null || !end?.entry ? [] : valueProblems({ entry: end.entry, maximum: end.maximum }, value, text)),
  ]
  if (found.length > 0 || value === undefined) return { ok: false, problems: found.map((one) => ({ ...one, agency, node })) }
  return { ok: true, value, note: note.trim() }
}

function endProblems(end: SetEnd | undefined, node: string): readonly DraftProblem[] {
  if (!end) return [{ field: 'number', code: 'unknown', seen: node }]
  return isEnteredEnd(end) ? [] : [{ field: 'number', code: 'drawn', seen: node }]
}

function valueProblems(
  node: { readonly entry: NumberEntry; readonly maximum?: number | undefined },
  value: number | undefined,
  seen: string,
): readonly DraftProblem[] {
  if (value === undefined) return [{ field: 'number', code: 'bad-number', seen, allowed: '0' }]
  const problem = numberProblem(node, value)
  const shown = (bound: number): string => String(node.entry.unit === 'percent' ? steady(bound * 100) : bound)
  switch (problem?.code) {
    case undefined:
      return []
    case 'not-a-number':
      return [{ field: 'number', code: 'bad-number', seen, allowed: '0' }]
    case 'too-many-digits':
      return [{ field: 'number', code: 'too-many-digits', seen, allowed: String(problem.digits) }]
    case 'outside':
      return [
        value > problem.high
          ? { field: 'number', code: 'more-than', seen, allowed: shown(problem.high) }
          : { field: 'number', code: 'less-than', seen, allowed: shown(problem.low) },
      ]
  }
}

/** Which side of a number is meant: what an agency gave itself, or what stands. */
export type NumberSide = 'self' | 'verified'

/** Parts that are more than their whole, of those numbers that were typed or whose whole was; `numbers` as all of them would stand. */
export function aboveWholes(
  ends: ReadonlyMap<string, SetEnd>,
  numbers: readonly AssessedNumber[],
  typed: ReadonlySet<string>,
  side: NumberSide,
): readonly TypedProblem[] {
  const values = new Map(numbers.map((one) => [numberName(one), side === 'self' ? one.self : (one.verified ?? one.self)]))
  return numbers.flatMap(({ agency, node }): readonly TypedProblem[] => {
    const entry = ends.get(node)?.entry
    const whole = entry?.within === undefined ? undefined : ends.get(entry.within)
    if (!entry || !whole) return []
    const names = [node, whole.code].map((one) => numberName({ agency, node: one }))
    const [value, most] = names.map((name) => values.get(name) ?? null)
    if (typeof value !== 'number' || typeof most !== 'number' || steady(value) <= steady(most)) return []
    if (!names.some((name) => typed.has(name))) return []
    const shown = (one: number): string => String(entry.unit === 'percent' ? steady(one * 100) : one)
    return [{ agency, node, field: 'number', code: 'more-than', seen: shown(value), allowed: `${shown(most)} (${whole.code})` }]
  })
}

/** A number among all of an assessment. */
export const numberName = ({ agency, node }: Pick<AssessedNumber, 'agency' | 'node'>): string => `${agency} ${node}`

/** As offices write numbers: `1.020` and `1 020` are counts, `2,5` and `2.5` decimals, `1.020,5` both; undefined for anything else. */
function valueIn({ unit }: NumberEntry, text: string): number | undefined {
  const plain = text.replace(/\s*%$/, unit === 'percent' ? '' : '%').replace(/^[−–]/, '-')
  if (unit === 'yes-no') return yesNo[plain]
  if (unit === 'count') return countIn(plain)
  if (!/^-?\d{1,12}([.,]\d{1,6})?$|^-?\d{1,3}([. \u00A0\u202F]\d{3})+(,\d{1,6})?$/.test(plain)) return undefined
  const grouped =
    /[. \u00A0\u202F]\d{3}([. \u00A0\u202F,]|$)/.test(plain) && /,|[. \u00A0\u202F]\d{3}[. \u00A0\u202F]|[ \u00A0\u202F]/.test(plain)
  const value = Number((grouped ? plain.replace(/[. \u00A0\u202F]/g, '') : plain).replace(',', '.'))
  return unit === 'percent' ? steady(value / 100) : value
}

const yesNo: Readonly<Partial<Record<string, number>>> = { '0': 0, '1': 1 }
