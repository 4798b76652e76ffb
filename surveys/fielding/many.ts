import type { LocalText } from '../instrument/schema'
import { type Channel, channels } from './campaign'
import { type DraftProblem, type PlannedTouchpoint, planTouchpoint } from './drafts'

/** Touchpoints as they are wanted for each of some agencies: of some kinds, under some names or so many of one. */
export type ManyDraft = {
  readonly kinds: readonly string[]
  /** Names, each on a line or after a semicolon; empty: what each kind is called. */
  readonly label: string
  readonly labelEn: string
  /** How many are numbered from 1 under each name; empty: one without a number. */
  readonly count: string
  readonly agencies: readonly string[]
}

export type ManyPlan =
  | { readonly ok: true; readonly touchpoints: readonly PlannedTouchpoint[] }
  | { readonly ok: false; readonly problems: readonly DraftProblem[] }

/** Touchpoints that are made at once; a province has a tenth of that at its counters. */
export const mostPlanned = 5_000
/** Counters of one agency under one name. */
export const mostCounters = 99

/** One for each agency, kind and name in a campaign that measures these agencies, or everything that hinders it. */
export function planMany(nameOf: (kind: Channel) => LocalText, draft: ManyDraft, measured: readonly string[]): ManyPlan {
  const names = namesOf(draft)
  if (!names) return { ok: false, problems: [{ field: 'count', code: 'out-of-range', seen: draft.count, allowed: `1–${mostCounters}` }] }
  if (draft.kinds.length === 0)
    return { ok: false, problems: [{ field: 'kind', code: 'choose-one', seen: '', allowed: channels.join(', ') }] }
  const plans = draft.kinds.flatMap((kind) =>
    names.map((name) => planTouchpoint(numbered(nameOf, name.number), { code: '', kind, ...name, agencies: draft.agencies }, measured)),
  )
  const problems = plans.flatMap((plan) => (plan.ok ? [] : plan.problems))
  if (problems.length > 0) return { ok: false, problems: withoutTwins(problems) }
  const touchpoints = plans.flatMap((plan) =>
    plan.ok ? plan.touchpoint.agencies.map((agency) => ({ ...plan.touchpoint, agencies: [agency] })) : [],
  )
  return touchpoints.length > mostPlanned
    ? { ok: false, problems: [{ field: 'count', code: 'more-than', seen: String(touchpoints.length), allowed: String(mostPlanned) }] }
    : { ok: true, touchpoints }
}

type Name = { readonly label: string; readonly labelEn: string; readonly number: string }

/** Every name with its number; undefined where there can be none so many. */
function namesOf({ label, labelEn, count }: ManyDraft): readonly Name[] | undefined {
  const [vi, en] = [listedNames(label), listedNames(labelEn)]
  const bases = vi.length === 0 ? [{ label: '', labelEn: en[0] ?? '' }] : vi.map((name, at) => ({ label: name, labelEn: en[at] ?? '' }))
  if (count === '') return bases.map((base) => ({ ...base, number: '' }))
  const most = Number(count)
  if (!/^\d{1,4}$/.test(count) || most < 1 || most > mostCounters) return undefined
  return bases.flatMap((base) =>
    Array.from({ length: most }, (_, at) => {
      const number = ` ${at + 1}`
      return { label: withNumber(base.label, number), labelEn: withNumber(base.labelEn, number), number }
    }),
  )
}

const withNumber = (name: string, number: string): string => (name === '' ? '' : name + number)

const numbered =
  (nameOf: (kind: Channel) => LocalText, number: string) =>
  (kind: Channel): LocalText =>
    Object.fromEntries(Object.entries(nameOf(kind)).map(([language, name]) => [language, name + number]))

const listedNames = (text: string): readonly string[] => [
  ...new Set(
    text
      .split(/[\n;]+/)
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  ),
]

/** The same fault of every kind and name is one. */
const withoutTwins = (problems: readonly DraftProblem[]): readonly DraftProblem[] => [
  ...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values(),
]
