import type { Agency } from './campaign'

/** The tree of some agencies. One whose superior is not among them stands at its top. */
export type AgencyBranches = {
  readonly known: ReadonlyMap<string, Agency>
  /** Those right below one, or at the top where none is named. */
  readonly children: (code: string | null) => readonly Agency[]
  /** How many stand right below one. */
  readonly width: (code: string) => number
  /** Those above one, from the top. */
  readonly above: (code: string) => readonly Agency[]
  /** All that stand below one, however deep. */
  readonly below: (code: string) => readonly Agency[]
}

export function branchesOf(all: readonly Agency[]): AgencyBranches {
  const known = new Map(all.map((agency) => [agency.code, agency]))
  const groups = new Map<string | null, Agency[]>()
  for (const agency of all) {
    const above = agency.parent !== null && known.has(agency.parent) ? agency.parent : null
    const group = groups.get(above)
    if (group) group.push(agency)
    else groups.set(above, [agency])
  }
  const children = (code: string | null): readonly Agency[] => groups.get(code) ?? []
  return {
    known,
    children,
    width: (code) => children(code).length,
    above: (code) => lineAbove(known, code),
    below: (code) => {
      const found = new Set<Agency>()
      for (const queue = [...children(code)]; ;) {
        const next = queue.pop()
        if (!next) return [...found]
        if (next.code === code || found.has(next)) continue
        found.add(next)
        queue.push(...children(next.code))
      }
    },
  }
}

function lineAbove(known: ReadonlyMap<string, Agency>, code: string): readonly Agency[] {
  const line: Agency[] = []
  for (
    let one = known.get(known.get(code)?.parent ?? '');
    one && one.code !== code && !line.includes(one);
    one = known.get(one.parent ?? '')
  )
    line.unshift(one)
  return line
}

/** What stands before an agency in time, and what came after it. */
export const heirsIn = (all: readonly Agency[], code: string): readonly Agency[] =>
  all.filter(({ predecessors }) => predecessors.includes(code))
