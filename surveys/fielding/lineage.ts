import { type Agency, isThereBetween } from './campaign'

/** A campaign as far as a comparison asks: its period of local days, and the codes of the agencies that it measures. */
export type MeasuredIn = { readonly opensOn: string; readonly closesOn: string; readonly agencies: ReadonlySet<string> }

/** What an agency of a later campaign was in an earlier one. */
export type Forerunners = {
  /** The agencies that came into it whole, among them itself where it was there: their sums together are what it compares with. */
  readonly codes: readonly string[]
  /** The last day of the last of them that ended. */
  readonly until: string | null
  /** Those of which only a part came to it, or stayed: with them no comparison is whole. */
  readonly divided: readonly string[]
  /** Those that were there then and were not measured. */
  readonly unmeasured: readonly string[]
}

/** Whether the sums of the forerunners are about just those whom the agency serves. */
export const comparesWhole = ({ codes, divided, unmeasured }: Forerunners): boolean =>
  codes.length > 0 && divided.length === 0 && unmeasured.length === 0

/** Whether an agency compares with itself and nothing else. */
export const isItself = (code: string, forerunners: Forerunners): boolean =>
  comparesWhole(forerunners) && forerunners.codes.every((one) => one === code)

/** Whether an earlier campaign asked about the agency at all, or about something that it came from. */
export const hasForerunners = ({ codes, divided }: Forerunners): boolean => codes.length + divided.length > 0

/**
 * What each agency of a later campaign was in an earlier one, found from the predecessors and days of all agencies. One passes into its heir whole
 * when it ends; a part of one passes when the heir begins. What passed before the earlier campaign opened, or after the later one closed, makes no
 * difference. Where no day says when, it is taken to have been in between: a comparison that may not be whole is not called whole.
 */
export function lineagesOf(all: readonly Agency[]): (code: string, now: MeasuredIn, then: MeasuredIn) => Forerunners {
  const known = new Map(all.map((agency) => [agency.code, agency]))
  const heirs = heirsOf(all)
  return (code, now, then) => {
    const line: Line = { known, later: now, earlier: then, seen: new Set(), codes: new Set(), divided: new Set(), unmeasured: new Set() }
    follow(line, code)
    const others = [...line.seen].filter((one) => (heirs.get(one) ?? []).some((heir) => hasTakenFrom(line, code, one, heir)))
    if (line.codes.size > 0) for (const one of others) line.divided.add(one)
    const isFound = line.codes.size + line.divided.size > 0
    const ends = [...line.codes].flatMap((one) => (one === code ? [] : (known.get(one)?.validTo ?? [])))
    return {
      codes: [...line.codes].sort(),
      until: ends.sort().at(-1) ?? null,
      divided: [...line.divided].sort(),
      unmeasured: isFound ? [...line.unmeasured].sort() : [],
    }
  }
}

type Line = {
  readonly known: ReadonlyMap<string, Agency>
  readonly later: MeasuredIn
  readonly earlier: MeasuredIn
  /** What was followed: the agency and all that came into it whole since the earlier campaign. */
  readonly seen: Set<string>
  readonly codes: Set<string>
  readonly divided: Set<string>
  readonly unmeasured: Set<string>
}

function heirsOf(all: readonly Agency[]): ReadonlyMap<string, readonly Agency[]> {
  const heirs = new Map(all.map(({ code }): [string, Agency[]] => [code, []]))
  for (const heir of all) for (const code of heir.predecessors) heirs.get(code)?.push(heir)
  return heirs
}

/** Goes from an agency to whatever came into it between the two campaigns. */
function follow(line: Line, code: string): void {
  const { known, later, earlier, seen } = line
  if (seen.has(code)) return
  seen.add(code)
  const agency = known.get(code)
  const passed = (agency?.predecessors ?? []).flatMap((one) => {
    const from = known.get(one)
    return agency && from && isBetween(line, passing(from, agency)) ? [{ one, isPart: passing(from, agency).isPart }] : []
  })
  if (earlier.agencies.has(code)) line.codes.add(code)
  else if (agency && wasThere(agency, earlier, passed.length > 0)) line.unmeasured.add(code)
  for (const { one, isPart } of passed) {
    if (!isPart && !later.agencies.has(one)) follow(line, one)
    else if (wasMeasured(line, one)) line.divided.add(one)
  }
}

/** What began during a campaign from others was measured in them until then. */
const wasThere = (agency: Agency, { opensOn, closesOn }: MeasuredIn, hasPredecessors: boolean): boolean =>
  isThereBetween(agency, opensOn, closesOn) && !(hasPredecessors && agency.validFrom !== null && agency.validFrom > opensOn)

/** Whether the earlier campaign asked about an agency or anything before it. */
function wasMeasured(line: Pick<Line, 'known' | 'earlier'>, code: string, seen = new Set<string>()): boolean {
  if (line.earlier.agencies.has(code)) return true
  if (seen.has(code)) return false
  seen.add(code)
  return (line.known.get(code)?.predecessors ?? []).some((one) => wasMeasured(line, one, seen))
}

/** Whether something of what was followed went elsewhere between the two campaigns. What ends itself leaves nobody behind. */
function hasTakenFrom(line: Line, code: string, one: string, heir: Agency): boolean {
  const from = line.known.get(one)
  if (!from || line.seen.has(heir.code)) return false
  const passed = passing(from, heir)
  return isBetween(line, passed) && (passed.isPart || one !== code)
}

/** How an agency, or a part of it, came to an heir; on which day, where that is known. */
type Passing = { readonly isPart: false; readonly lastDay: string } | { readonly isPart: true; readonly firstDay: string | null }

/** What has no last day goes on, so no more than a part of it can have come. */
const passing = (from: Agency, heir: Agency): Passing =>
  from.validTo === null || heir.inPart?.includes(from.code)
    ? { isPart: true, firstDay: heir.validFrom }
    : { isPart: false, lastDay: from.validTo }

function isBetween({ later, earlier }: Line, passed: Passing): boolean {
  if (!passed.isPart) return passed.lastDay >= earlier.opensOn && passed.lastDay < later.closesOn
  return passed.firstDay === null || (passed.firstDay > earlier.opensOn && passed.firstDay <= later.closesOn)
}
