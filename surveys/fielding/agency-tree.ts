import type { Agency } from './campaign'
import type { AgencyField, DraftProblem } from './drafts'

/** What is wrong with an agency among all others: which agency, and which of its fields. */
export type TreeProblem = DraftProblem & { readonly agency: string; readonly field: AgencyField }

/**
 * What is wrong with some agencies among all: an agency above itself or before itself, one whose parent or predecessor is nowhere or ends before it,
 * two under one official code on the same days. What was wrong before, with agencies that are not among them, is nobody's to answer for now.
 */
export function treeProblems(all: readonly Agency[], changed: ReadonlySet<string>): readonly TreeProblem[] {
  const known = new Map(all.map((agency) => [agency.code, agency]))
  const above = onCircles(all, ({ parent }) => (parent === null ? [] : [parent]))
  const before = onCircles(all, ({ predecessors }) => predecessors)
  const children = grouped(all, ({ parent }) => parent ?? '')
  const sharing = sharingCodes(all)
  return all
    .filter(({ code }) => changed.has(code))
    .flatMap((agency) => [
      ...circleProblems(agency, above, before),
      ...lostProblems(agency, known),
      ...parentProblems(agency, known),
      ...childProblems(agency, children.get(agency.code) ?? [], changed),
      ...sharedCode(agency, sharing.get(agency.code)),
    ])
}

const circleProblems = (agency: Agency, above: ReadonlySet<string>, before: ReadonlySet<string>): readonly TreeProblem[] => [
  ...(above.has(agency.code) ? [{ agency: agency.code, field: 'parent', code: 'circle', seen: agency.parent ?? '' } as const] : []),
  ...(before.has(agency.code)
    ? [{ agency: agency.code, field: 'predecessors', code: 'circle', seen: agency.predecessors.join(', ') } as const]
    : []),
]

function lostProblems({ code, parent, predecessors }: Agency, known: ReadonlyMap<string, Agency>): readonly TreeProblem[] {
  const lost = (field: 'parent' | 'predecessors', named: readonly string[]): readonly TreeProblem[] =>
    named.flatMap((seen) => (known.has(seen) ? [] : [{ agency: code, field, code: 'unknown', seen, allowed: '' } as const]))
  return [...lost('parent', parent === null ? [] : [parent]), ...lost('predecessors', predecessors)]
}

function parentProblems({ code, parent, validTo }: Agency, known: ReadonlyMap<string, Agency>): readonly TreeProblem[] {
  const ends = parent === null ? null : (known.get(parent)?.validTo ?? null)
  if (ends === null || (validTo !== null && validTo <= ends)) return []
  return [{ agency: code, field: 'parent', code: 'parent-ends', seen: parent ?? '', allowed: ends }]
}

/** Children that are changed too are named at their own line. */
function childProblems({ code, validTo }: Agency, children: readonly Agency[], changed: ReadonlySet<string>): readonly TreeProblem[] {
  const left =
    validTo === null ? [] : children.filter((child) => !changed.has(child.code) && (child.validTo === null || child.validTo > validTo))
  if (left.length === 0) return []
  const names = left.slice(0, mostNamed).map(({ name, code: own }) => `${name['vi'] ?? ''} (${own})`)
  return [{ agency: code, field: 'valid_to', code: 'outlived', seen: names.join(', '), allowed: String(left.length) }]
}

const mostNamed = 5

const sharedCode = ({ code, officialCode = '' }: Agency, other: string | undefined): readonly TreeProblem[] =>
  other === undefined ? [] : [{ agency: code, field: 'official_code', code: 'code-shared', seen: officialCode, allowed: other }]

/** Of each agency another one that has its official code on a day of its own: of those in the order of their first days one before or the next. */
function sharingCodes(all: readonly Agency[]): ReadonlyMap<string, string> {
  const sharing = new Map<string, string>()
  const coded = all.filter(({ officialCode }) => officialCode !== undefined)
  for (const group of grouped(coded, ({ officialCode }) => officialCode ?? '').values()) {
    const inOrder = [...group].sort((a, b) => ((a.validFrom ?? '') < (b.validFrom ?? '') ? -1 : 1))
    let longest: Agency | undefined
    for (const [place, agency] of inOrder.entries()) {
      const next = inOrder[place + 1]
      const other = [longest, next].find((one) => one !== undefined && overlap(one, agency))
      if (other) sharing.set(agency.code, other.code)
      if (!longest || endOf(agency) > endOf(longest)) longest = agency
    }
  }
  return sharing
}

const endOf = ({ validTo }: Agency): string => validTo ?? '9999-12-31'

/** Whether two agencies have a day in common. */
const overlap = (a: Agency, b: Agency): boolean =>
  (a.validTo === null || b.validFrom === null || b.validFrom <= a.validTo) &&
  (b.validTo === null || a.validFrom === null || a.validFrom <= b.validTo)

/** What is left when whoever points nowhere, and whoever nobody points to, is taken away again and again. */
function onCircles(all: readonly Agency[], edgesOf: (agency: Agency) => readonly string[]): ReadonlySet<string> {
  const codes = new Set(all.map(({ code }) => code))
  const out = new Map(all.map((agency) => [agency.code, edgesOf(agency).filter((code) => codes.has(code))]))
  const back = new Map(all.map(({ code }): [string, string[]] => [code, []]))
  for (const [code, edges] of out) for (const edge of edges) back.get(edge)?.push(code)
  return trimmed(trimmed(codes, out, back), back, out)
}

/** Without those that lead to nobody who is left. */
function trimmed(
  codes: ReadonlySet<string>,
  forward: ReadonlyMap<string, readonly string[]>,
  back: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const left = new Set(codes)
  const leads = new Map([...codes].map((code) => [code, (forward.get(code) ?? []).filter((one) => codes.has(one)).length]))
  const gone = [...codes].filter((code) => leads.get(code) === 0)
  for (let code = gone.pop(); code !== undefined; code = gone.pop()) {
    left.delete(code)
    for (const one of back.get(code) ?? []) {
      const rest = (leads.get(one) ?? 0) - 1
      leads.set(one, rest)
      if (rest === 0) gone.push(one)
    }
  }
  return left
}

function grouped(all: readonly Agency[], keyOf: (agency: Agency) => string): ReadonlyMap<string, readonly Agency[]> {
  const groups = new Map<string, Agency[]>()
  for (const agency of all) {
    const group = groups.get(keyOf(agency))
    if (group) group.push(agency)
    else groups.set(keyOf(agency), [agency])
  }
  return groups
}
