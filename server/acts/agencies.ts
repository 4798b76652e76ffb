import type { Agency } from '../../surveys/fielding/campaign'
import { treeProblems } from '../../surveys/fielding/agency-tree'
import { type AgencyDraft, draftedAgency, checkAgency, type DraftProblem } from '../../surveys/fielding/drafts'
import { type AgencyUse, agencyUses, deleteAgency as remove, listAgencies, saveAgencies } from '../db/agencies'
import type { Details } from '../db/events'
import { inTurns } from '../turns'
import { type Act, changes, did, failed, nothing } from './act'

type Unknown = { readonly code: 'unknown' }
type Wrong = { readonly code: 'wrong'; readonly problems: readonly DraftProblem[] }

/** Adds an agency whose code is free. */
export const createAgency: Act<AgencyDraft, undefined, Wrong> = {
  name: 'agencies.create',
  run: async ({ database }, _, draft) => {
    const all = await listAgencies(database)
    const known = codesOf(all)
    const taken = known.has(draft.code) ? [{ field: 'code', code: 'taken', seen: draft.code } as const] : []
    const agency = draftedAgency(draft)
    const problems = found([...checkAgency(draft, known), ...taken], all, agency)
    if (problems.length > 0) return failed({ code: 'wrong', problems })
    await saveAgencies(database, [agency])
    return did(agency.code, toldOf(agency))
  },
  again: () => undefined,
}

/** Changes the agency of a code. */
export const changeAgency: Act<AgencyDraft, undefined, Unknown | Wrong> = {
  name: 'agencies.change',
  run: async ({ database }, _, draft) => {
    const all = await listAgencies(database)
    const before = all.find(({ code }) => code === draft.code)
    if (!before) return failed({ code: 'unknown' })
    const after = draftedAgency(draft)
    const problems = found(checkAgency(draft, codesOf(all)), all, after)
    if (problems.length > 0) return failed({ code: 'wrong', problems })
    if (isSame(before, after)) return nothing(undefined)
    await saveAgencies(database, [after])
    return did(after.code, changes(toldOf(before), toldOf(after)))
  },
}

/** Adds agencies that a file holds, or changes those whose code is known; its event is about the list as a whole. */
export const importAgencies: Act<readonly Agency[], undefined, never> = {
  name: 'agencies.import',
  run: async ({ database }, _, agencies) => {
    const before = new Map((await listAgencies(database)).map((agency) => [agency.code, agency]))
    const added = agencies.filter(({ code }) => !before.has(code)).map(({ code }) => code)
    const known = agencies.filter(({ code }) => before.has(code))
    const told = await inTurns(known, comparedAtOnce, (after) => {
      const was = before.get(after.code)
      return was && !isSame(was, after) ? [{ code: after.code, ...changes(toldOf(was), toldOf(after)) }] : []
    })
    const changed = told.flat()
    if (added.length + changed.length === 0) return nothing(undefined)
    await saveAgencies(database, agencies)
    return did(wholeList, { added, changed })
  },
}

/** Takes away an agency that nothing refers to. */
export const deleteAgency: Act<
  { readonly code: string },
  undefined,
  Unknown | { readonly code: 'used'; readonly by: readonly AgencyUse[] }
> = {
  name: 'agencies.delete',
  run: async ({ database }, _, { code }) => {
    const before = (await listAgencies(database)).find((agency) => agency.code === code)
    if (!before) return failed({ code: 'unknown' })
    const by = await agencyUses(database, code)
    if (by.length > 0) return failed({ code: 'used', by })
    const rolesEnded = await remove(database, code)
    return did(code, { before: toldOf(before), ...(rolesEnded > 0 && { rolesEnded }) })
  },
}

/** What is wrong with an agency by itself; where nothing is, among all others. */
const found = (own: readonly DraftProblem[], all: readonly Agency[], agency: Agency): readonly DraftProblem[] =>
  own.length > 0 ? own : treeProblems([...all.filter(({ code }) => code !== agency.code), agency], new Set([agency.code]))

/** Some five milliseconds' worth. */
const comparedAtOnce = 500

const wholeList = ''

const codesOf = (agencies: readonly Agency[]): ReadonlySet<string> => new Set(agencies.map(({ code }) => code))

const isSame = (a: Agency, b: Agency): boolean => JSON.stringify(toldOf(a)) === JSON.stringify(toldOf(b))

const toldOf = (agency: Agency): Details => {
  const { name, block, parent, validFrom, validTo, predecessors, type, officialCode, aliases = [], inPart } = agency
  return {
    name,
    block,
    parent,
    validFrom,
    validTo,
    predecessors,
    ...(inPart && { inPart }),
    ...(type && { agencyType: type }),
    ...(officialCode && { officialCode }),
    ...(aliases.length > 0 && { aliases: aliases.map(({ name: text, until }) => ({ text, until })) }),
  }
}
