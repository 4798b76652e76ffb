import { randomUUID } from 'node:crypto'
import type { DraftProblem } from '../../surveys/fielding/drafts'
import {
  checkService,
  draftedService,
  draftOfService,
  type Service,
  serviceEditTo,
  type ServiceEdit,
  type ServiceDraft,
  surroundingServices,
} from '../../surveys/fielding/services'
import { listAgencies } from '../db/agencies'
import type { Database } from '../db/dialect'
import { cellsOfService, sumAgain } from '../db/dossiers'
import type { Details } from '../db/events'
import { type ListStep, listStepsOf, writeListSteps } from '../db/list-steps'
import { listServices, removeServices, saveServices, type ServiceUse, serviceUses } from '../db/services'
import { type Act, changes, did, failed, nothing } from './act'

type Unknown = { readonly code: 'unknown' }
type Wrong = { readonly code: 'wrong'; readonly problems: readonly DraftProblem[] }
/** Somebody else changed it since the form was shown; what stands now. */
type Changed = { readonly code: 'changed'; readonly now: ServiceDraft }

/** Adds a service whose code is free. */
export const createService: Act<ServiceDraft, undefined, Wrong> = {
  name: 'services.create',
  run: async ({ database }, _, draft) => {
    const all = await listServices(database)
    const taken = all.some(({ code }) => code === draft.code) ? [{ field: 'code', code: 'taken', seen: draft.code } as const] : []
    const problems = [...checkService(draft, surroundingServices(all, await listAgencies(database))), ...taken]
    if (problems.length > 0) return failed({ code: 'wrong', problems })
    const service = draftedService(draft)
    await saveServices(database, [service])
    return did(service.code, toldOf(service))
  },
  again: () => undefined,
}

/** Changes the service of a code; `seen` is what the form was filled from. */
export const changeService: Act<ServiceDraft & { readonly seen?: ServiceDraft }, undefined, Unknown | Wrong | Changed> = {
  name: 'services.change',
  run: async ({ database }, _, { seen, ...draft }) => {
    const all = await listServices(database)
    const before = all.find(({ code }) => code === draft.code)
    if (!before) return failed({ code: 'unknown' })
    const problems = checkService(draft, surroundingServices(all, await listAgencies(database)))
    if (problems.length > 0) return failed({ code: 'wrong', problems })
    const after = draftedService(draft)
    if (isSameService(before, after)) return nothing(undefined)
    const now = draftOfService(before)
    if (seen && !isSameDraft(seen, now)) return failed({ code: 'changed', now })
    await saved(database, [after], [before])
    return did(after.code, changes(toldOf(before), toldOf(after)))
  },
}

type Imported = { readonly batch: string }

/** Somebody changed the list since it was shown what a file would change of it. */
type Stale = { readonly code: 'stale' }

/** Adds services that a file holds, or changes those whose code is known, as they were shown; what it did can be undone by the batch that it gives. */
export const importServices: Act<readonly ServiceEdit[], Imported | undefined, Stale> = {
  name: 'services.import',
  run: async ({ database }, _, edits) => {
    const before = new Map((await listServices(database)).map((service) => [service.code, service]))
    const wanted = edits.filter(({ changes: own }) => own.length > 0)
    const shown = (all: readonly ServiceEdit[]): string => JSON.stringify(all.map(({ isNew, changes: own }) => [isNew, own]))
    const now = wanted.map(({ service }) => serviceEditTo(before.get(service.code), service))
    const after = wanted.map(({ service }) => service)
    if (shown(now) !== shown(wanted) || (await problemsAmong(database, before, after)).length > 0) return failed({ code: 'stale' })
    const steps = after.map((service) => ({ object: service.code, before: before.get(service.code), after: service }))
    if (steps.length === 0) return nothing(undefined)
    await saved(database, after, [...before.values()])
    const batch = randomUUID()
    await writeListSteps(database, 'service', batch, steps)
    return did(wholeList, { batch, ...told(steps) }, { batch })
  },
}

/** What is wrong with some services among all others. */
async function problemsAmong(
  database: Database,
  known: ReadonlyMap<string, Service>,
  services: readonly Service[],
): Promise<readonly DraftProblem[]> {
  const all = new Map([...known, ...services.map((service) => [service.code, service] as const)])
  const around = surroundingServices([...all.values()], await listAgencies(database))
  return services.flatMap((service) => checkService(draftOfService(service), around))
}

/** Codes that stand in the way of undoing: changed since, or used since. */
type Stays = { readonly code: 'changed-since' | 'used-since'; readonly objects: readonly string[] }

/** Takes back what a file did to the list, all of it or nothing. */
export const undoServices: Act<{ readonly batch: string }, undefined, Unknown | Stays> = {
  name: 'services.undo',
  run: async ({ database }, _, { batch }) => {
    const steps = await listStepsOf(database, 'service', batch, (json): Service => JSON.parse(json))
    if (steps.length === 0) return failed({ code: 'unknown' })
    const now = new Map((await listServices(database)).map((service) => [service.code, service]))
    const others = steps.filter(({ object, after }) => !isSameOrNone(now.get(object), after)).map(({ object }) => object)
    if (others.length > 0) return failed({ code: 'changed-since', objects: others })
    const added = steps.filter(({ before }) => before === undefined).map(({ object }) => object)
    const used: string[] = []
    for (const code of added)
      if ((await serviceUses(database, code)).some((use) => use !== 'procedures' || hasOthersIn(now, code, added))) used.push(code)
    if (used.length > 0) return failed({ code: 'used-since', objects: used })
    const back = steps.flatMap(({ before }) => (before ? [before] : []))
    const left = new Map([...now].filter(([code]) => !added.includes(code)))
    // The field or an agency that they named then may be gone.
    const gone = (await problemsAmong(database, left, back)).map(({ field, seen }) => seen ?? field)
    if (gone.length > 0) return failed({ code: 'changed-since', objects: [...new Set(gone)] })
    await removeServices(database, added)
    await saved(database, back, [...now.values()])
    const reversed = steps.map(({ object, before, after }) => ({ object, before: after, after: before }))
    const undoing = randomUUID()
    await writeListSteps(database, 'service', undoing, reversed)
    return did(wholeList, { batch: undoing, undone: batch, ...told(reversed) })
  },
}

const hasOthersIn = (services: ReadonlyMap<string, Service>, field: string, gone: readonly string[]): boolean =>
  [...services.values()].some((service) => service.field === field && !gone.includes(service.code))

/** Takes away a service that nothing refers to. */
export const deleteService: Act<
  { readonly code: string },
  undefined,
  Unknown | { readonly code: 'used'; readonly by: readonly ServiceUse[] }
> = {
  name: 'services.delete',
  run: async ({ database }, _, { code }) => {
    const before = (await listServices(database)).find((service) => service.code === code)
    if (!before) return failed({ code: 'unknown' })
    const by = await serviceUses(database, code)
    if (by.length > 0) return failed({ code: 'used', by })
    await removeServices(database, [code])
    return did(code, { before: toldOf(before) })
  },
}

/** Saves services, and adds up anew what was counted under one that is in another field now. */
async function saved(database: Database, services: readonly Service[], known: readonly Service[]): Promise<void> {
  await saveServices(database, services)
  const fields = new Map(known.map(({ code, field }) => [code, field]))
  const moved = services.filter(({ code, field }) => fields.has(code) && fields.get(code) !== field)
  if (moved.length === 0) return
  const fieldOf = new Map((await listServices(database)).map(({ code, field }) => [code, field ?? '']))
  for (const { code } of moved) await sumAgain(database, await cellsOfService(database, code), fieldOf)
}

const wholeList = ''

const told = (steps: readonly ListStep<Service>[]): Details => ({
  added: steps.flatMap(({ object, before }) => (before ? [] : [object])),
  changed: steps.flatMap(({ object, before, after }) =>
    before && after ? [{ code: object, ...changes(toldOf(before), toldOf(after)) }] : [],
  ),
  removed: steps.flatMap(({ object, after }) => (after ? [] : [object])),
})

const isSameService = (a: Service, b: Service): boolean => JSON.stringify(toldOf(a)) === JSON.stringify(toldOf(b))
const isSameOrNone = (a: Service | undefined, b: Service | undefined): boolean => (a && b ? isSameService(a, b) : a === b)
const isSameDraft = (a: ServiceDraft, b: ServiceDraft): boolean => isSameService(draftedService(a), draftedService(b))

const toldOf = ({ name, field, procedure, validFrom, validTo, agencies }: Service): Details => ({
  name,
  field,
  procedure,
  validFrom,
  validTo,
  agencies,
})
