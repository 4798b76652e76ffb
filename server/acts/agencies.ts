import { createHash, randomUUID } from 'node:crypto'
import type { Agency } from '../../surveys/fielding/campaign'
import { treeProblems } from '../../surveys/fielding/agency-tree'
import {
  type AgencyDraft,
  type AgencyEdit,
  draftedAgency,
  draftOfAgency,
  checkAgency,
  type DraftProblem,
  editTo,
} from '../../surveys/fielding/drafts'
import { type Reorganisation, type ReorganisationKind, reorganised } from '../../surveys/fielding/reorganising'
import { type AgencyUse, agencyUses, deleteAgency as remove, listAgencies, saveAgencies } from '../db/agencies'
import type { Database } from '../db/dialect'
import type { Details } from '../db/events'
import { type ListStep, listStepsOf, writeListSteps } from '../db/list-steps'
import { inTurns } from '../turns'
import { type Act, changes, did, failed, nothing } from './act'

type Unknown = { readonly code: 'unknown' }
type Wrong = { readonly code: 'wrong'; readonly problems: readonly DraftProblem[] }
/** Somebody else changed it since the form was shown; what stands now. */
type Changed = { readonly code: 'changed'; readonly now: AgencyDraft }

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
    const batch = await written(database, [{ object: agency.code, before: undefined, after: agency }])
    return did(agency.code, { ...toldOf(agency), batch })
  },
  again: () => undefined,
}

/** Changes the agency of a code; `seen` is what the form was filled from. */
export const changeAgency: Act<AgencyDraft & { readonly seen?: AgencyDraft }, undefined, Unknown | Wrong | Changed> = {
  name: 'agencies.change',
  run: async ({ database }, _, { seen, ...draft }) => {
    const all = await listAgencies(database)
    const before = all.find(({ code }) => code === draft.code)
    if (!before) return failed({ code: 'unknown' })
    const after = draftedAgency(draft)
    const problems = found(checkAgency(draft, codesOf(all)), all, after)
    if (problems.length > 0) return failed({ code: 'wrong', problems })
    if (isSame(before, after)) return nothing(undefined)
    if (seen && !isSame(draftedAgency(seen), before)) return failed({ code: 'changed', now: draftOfAgency(before) })
    const batch = await written(database, [{ object: after.code, before, after }])
    return did(after.code, { ...changes(toldOf(before), toldOf(after)), batch })
  },
}

/** Adds agencies that a file holds, or changes those whose code is known, as they were shown; its event is about the list as a whole. */
export const importAgencies: Act<readonly AgencyEdit[], undefined, Stale> = {
  name: 'agencies.import',
  run: async ({ database }, _, edits) => {
    const known = new Map((await listAgencies(database)).map((agency) => [agency.code, agency]))
    const wanted = edits.filter(({ changes: own }) => own.length > 0)
    const now = await inTurns(wanted, comparedAtOnce, ({ agency }) => editTo(known.get(agency.code), agency))
    if (markOfEdits(now) !== markOfEdits(wanted)) return failed({ code: 'stale' })
    if (wanted.length === 0) return nothing(undefined)
    const steps = wanted.map(({ agency }) => ({ object: agency.code, before: known.get(agency.code), after: agency }))
    const whole = new Map([...known, ...wanted.map(({ agency }) => [agency.code, agency] as const)])
    // Whoever changed others meanwhile may have left no room for these.
    if (treeProblems([...whole.values()], new Set(steps.map(({ object }) => object))).length > 0) return failed({ code: 'stale' })
    const batch = await written(database, steps)
    return did(wholeList, { ...told(steps), batch })
  },
}

/** A change of the tree as its preview showed it; without `shown` it was looked at by nobody. */
export type Reorganising = { readonly change: Reorganisation; readonly shown?: string }

/** Somebody changed an agency of it since the preview. */
type Stale = { readonly code: 'stale' }

const reorganising = (kind: ReorganisationKind): Act<Reorganising, undefined, Wrong | Stale> => ({
  name: `agencies.${kind}`,
  run: async ({ database }, _, { change, shown }) => {
    const all = await listAgencies(database)
    const plan = reorganised(all, change)
    if (!plan.ok) return failed({ code: 'wrong', problems: plan.problems })
    if (shown !== undefined && shown !== markOfEdits(plan.edits)) return failed({ code: 'stale' })
    if (plan.edits.length === 0) return nothing(undefined)
    const known = new Map(all.map((agency) => [agency.code, agency]))
    const steps = plan.edits.map(({ agency }) => ({ object: agency.code, before: known.get(agency.code), after: agency }))
    const batch = await written(database, steps)
    return did(change.kind === 'merge' ? change.into || change.heir.code : change.agency, { ...told(steps), batch })
  },
})

/** Several agencies change at once, each as its preview showed. */
export const reorganisingActs = {
  move: reorganising('move'),
  rename: reorganising('rename'),
  end: reorganising('end'),
  merge: reorganising('merge'),
  split: reorganising('split'),
} as const satisfies Readonly<Record<ReorganisationKind, Act<Reorganising, undefined, Wrong | Stale>>>

/** What a preview showed, as a mark: the same changes from the same state. */
export const markOfEdits = (edits: readonly AgencyEdit[]): string =>
  createHash('sha256')
    .update(JSON.stringify(edits.map(({ agency, isNew, changes: own }) => [agency.code, isNew, own])))
    .digest('hex')

/** Why something is not taken back: changed since, used since, or it would stand wrongly in the tree of today. */
type Stays =
  | { readonly code: 'changed-since'; readonly objects: readonly string[] }
  | { readonly code: 'used-since'; readonly by: readonly AgencyUse[] }
  | { readonly code: 'misplaced'; readonly problems: readonly DraftProblem[] }

/** Takes back what was changed at once, all of it or nothing. */
export const undoAgencies: Act<{ readonly batch: string }, undefined, Unknown | Stays> = {
  name: 'agencies.undo',
  run: async ({ database }, _, { batch }) => {
    const steps = await agencySteps(database, batch)
    if (steps.length === 0) return failed({ code: 'unknown' })
    const all = await listAgencies(database)
    const now = new Map(all.map((agency) => [agency.code, agency]))
    const others = steps.filter(({ object, after }) => !isSameOrNone(now.get(object), after)).map(({ object }) => object)
    if (others.length > 0) return failed({ code: 'changed-since', objects: others })
    const added = new Set(steps.flatMap(({ object, before }) => (before ? [] : [object])))
    const back = steps.flatMap(({ before }) => (before ? [before] : []))
    const touched = new Set(steps.map(({ object }) => object))
    const uses: AgencyUse[] = []
    // What was changed with it names it no more.
    for (const code of added)
      uses.push(...(await agencyUses(database, code)).filter(({ kind, code: by }) => kind !== 'agency' || !touched.has(by)))
    if (uses.length > 0) return failed({ code: 'used-since', by: uses })
    const restored = new Map(all.flatMap((agency) => (added.has(agency.code) ? [] : [[agency.code, agency] as const])))
    for (const agency of back) restored.set(agency.code, agency)
    const problems = treeProblems([...restored.values()], new Set(back.map(({ code }) => code)))
    if (problems.length > 0) return failed({ code: 'misplaced', problems })
    let rolesEnded = 0
    for (const code of added) rolesEnded += await remove(database, code)
    await saveAgencies(database, back)
    const reversed = steps.map(({ object, before, after }) => ({ object, before: after, after: before }))
    const undoing = randomUUID()
    await writeListSteps(database, 'agency', undoing, reversed)
    const [only] = steps.length === 1 ? steps : []
    return did(only?.object ?? wholeList, { ...told(reversed), batch: undoing, undone: batch, ...(rolesEnded > 0 && { rolesEnded }) })
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

/** Saves what is after each step, and keeps all of them so that they can be taken back together. */
async function written(database: Database, steps: readonly ListStep<Agency>[]): Promise<string> {
  const batch = randomUUID()
  await saveAgencies(
    database,
    steps.flatMap(({ after }) => (after ? [after] : [])),
  )
  await writeListSteps(database, 'agency', batch, steps)
  return batch
}

/** What was done to agencies at once. */
export const agencySteps = (database: Database, batch: string): Promise<readonly ListStep<Agency>[]> =>
  listStepsOf(database, 'agency', batch, (json): Agency => JSON.parse(json))

const told = (steps: readonly ListStep<Agency>[]): Details => {
  const removed = steps.flatMap(({ object, after }) => (after ? [] : [object]))
  return {
    added: steps.flatMap(({ object, before }) => (before ? [] : [object])),
    changed: steps.flatMap(({ object, before, after }) =>
      before && after ? [{ code: object, ...changes(toldOf(before), toldOf(after)) }] : [],
    ),
    ...(removed.length > 0 && { removed }),
  }
}

/** What is wrong with an agency by itself; where nothing is, among all others. */
const found = (own: readonly DraftProblem[], all: readonly Agency[], agency: Agency): readonly DraftProblem[] =>
  own.length > 0 ? own : treeProblems([...all.filter(({ code }) => code !== agency.code), agency], new Set([agency.code]))

/** Some five milliseconds' worth. */
const comparedAtOnce = 500

const wholeList = ''

const codesOf = (agencies: readonly Agency[]): ReadonlySet<string> => new Set(agencies.map(({ code }) => code))

const isSame = (a: Agency, b: Agency): boolean => JSON.stringify(toldOf(a)) === JSON.stringify(toldOf(b))
const isSameOrNone = (a: Agency | undefined, b: Agency | undefined): boolean => (a && b ? isSame(a, b) : a === b)

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
