import { randomUUID } from 'node:crypto'
import type { DraftProblem } from '../../surveys/fielding/drafts'
import { cellOf, type Handled, type HandledDraft, handledName, mostHandled, readHandled } from '../../surveys/fielding/dossiers'
import { localDay, monthOf } from '../../surveys/instrument/calendar'
import { listAgencies } from '../db/agencies'
import { dossiersAt, type DossierSource, type HandledChange, type StoredHandled, writeDossiers } from '../db/dossiers'
import type { Details } from '../db/events'
import { type ListStep, listStepsOf, writeListSteps } from '../db/list-steps'
import { listServices } from '../db/services'
import { type Act, type ActDeps, did, failed, nothing } from './act'

/** A cell as it is to be: with nothing in it, it is taken away. `seen` is what stood in it when it was shown. */
export type HandledEntry = HandledDraft & { readonly seen?: string }

export type EntryProblem = DraftProblem & { readonly index: number }

/** A cell that somebody else changed since it was shown, with what stands in it now. */
export type EntryConflict = { readonly index: number; readonly now: string }

type Failure =
  | { readonly code: 'wrong'; readonly problems: readonly EntryProblem[] }
  | { readonly code: 'changed'; readonly conflicts: readonly EntryConflict[] }

/** What came of it; the batch undoes it, and there is none where all was so before. */
export type HandledDone = {
  readonly added: number
  readonly changed: number
  readonly removed: number
  readonly same: number
  readonly batch: string | undefined
}

type Entries = { readonly entries: readonly HandledEntry[]; readonly source: DossierSource }

/** The agencies whose dossiers are entered. */
const enteredOf = (_: ActDeps, { entries }: Entries): Promise<readonly string[]> =>
  Promise.resolve([...new Set(entries.map(({ agency }) => agency))])

/** Enters how many dossiers were handled, all of it or nothing. */
export const saveDossiers: Act<Entries, HandledDone, Failure> = {
  name: 'dossiers.save',
  about: enteredOf,
  run: (deps, _, input) => entered(deps, input),
  again: ({ details }) => doneIn(JSON.parse(details)),
}

/** The same from a file. */
export const importDossiers: Act<Entries, HandledDone, Failure> = {
  name: 'dossiers.import',
  about: enteredOf,
  run: (deps, _, input) => entered(deps, input),
}

async function entered({ database, now }: ActDeps, { entries, source }: Entries) {
  const [agencies, services] = [await listAgencies(database), await listServices(database)]
  const around = {
    agencies: new Map(agencies.map((agency) => [agency.code, agency])),
    services: new Map(services.map((service) => [service.code, service])),
    thisMonth: monthOf(localDay(now())),
  }
  const readings = entries.map((entry) => ({ entry, reading: readHandled(isEmptied(entry) ? { ...entry, ...none } : entry, around) }))
  const problems = readings.flatMap(({ reading }, index) => (reading.ok ? [] : reading.problems.map((one) => ({ ...one, index }))))
  const wanted = readings.flatMap(({ entry, reading }, index) =>
    reading.ok ? [{ index, seen: entry.seen, key: reading.handled, value: isEmptied(entry) ? undefined : reading.handled }] : [],
  )
  const twice = repeated(wanted.map(({ index, key }) => ({ index, name: handledName(key) })))
  if (problems.length + twice.length > 0) return failed({ code: 'wrong', problems: [...problems, ...twice] })
  const known = await dossiersAt(
    database,
    wanted.map(({ key }) => key),
  )
  const conflicts = wanted.flatMap(({ index, seen, key, value }) => {
    const stands = cellOf(known.get(handledName(key)))
    return seen === undefined || seen === stands || cellOf(value) === stands ? [] : [{ index, now: stands }]
  })
  if (conflicts.length > 0) return failed({ code: 'changed', conflicts })
  const steps = wanted.flatMap(({ key, value }): readonly ListStep<Handled>[] => {
    const before = known.get(handledName(key))
    return cellOf(before) === cellOf(value) ? [] : [{ object: handledName(key), before: before && handledIn(before), after: value }]
  })
  if (steps.length === 0) return nothing({ added: 0, changed: 0, removed: 0, same: wanted.length, batch: undefined })
  const fieldOf = new Map(services.map(({ code, field }) => [code, field ?? '']))
  await writeDossiers(database, steps.map(changeOf), source, fieldOf)
  const batch = randomUUID()
  await writeListSteps(database, 'dossiers', batch, steps)
  const done = { ...countsOf(steps), same: wanted.length - steps.length, batch }
  return did(monthsIn(steps), { batch, ...told(steps) }, done)
}

const isEmptied = ({ handled, on_time: onTime }: HandledEntry): boolean => handled === '' && onTime === ''

/** A cell that is emptied is checked for its place alone. */
const none = { handled: String(mostHandled), on_time: '' } as const

function repeated(names: readonly { readonly index: number; readonly name: string }[]): readonly EntryProblem[] {
  const seen = new Set<string>()
  return names.flatMap(({ index, name }) => {
    if (seen.has(name)) return [{ index, field: 'agency', code: 'twice', seen: name.trim() } as const]
    seen.add(name)
    return []
  })
}

const handledIn = ({ agency, service, month, handled, onTime }: StoredHandled): Handled => ({ agency, service, month, handled, onTime })

function changeOf({ before, after }: ListStep<Handled>): HandledChange {
  const key = after ?? before
  if (!key) throw new Error('a step from nothing to nothing')
  const { agency, service, month } = key
  return { agency, service, month, wanted: after && { handled: after.handled, onTime: after.onTime } }
}

/** Cells that were changed since by somebody. */
type Stays = { readonly code: 'changed-since'; readonly objects: readonly string[] }

const stepsIn = ({ database }: ActDeps, batch: string): Promise<readonly ListStep<Handled>[]> =>
  listStepsOf(database, 'dossiers', batch, (json): Handled => JSON.parse(json))

/** Takes back what was entered at once, all of it or nothing. */
export const undoDossiers: Act<{ readonly batch: string }, HandledDone, { readonly code: 'unknown' } | Stays> = {
  name: 'dossiers.undo',
  about: async (deps, { batch }) => {
    const agencies = new Set((await stepsIn(deps, batch)).flatMap(({ before, after }) => (before ?? after)?.agency ?? []))
    return agencies.size > 0 ? [...agencies] : undefined
  },
  run: async (deps, _, { batch }) => {
    const { database } = deps
    const steps = await stepsIn(deps, batch)
    if (steps.length === 0) return failed({ code: 'unknown' })
    const reversed = steps.map(({ object, before, after }) => ({ object, before: after, after: before }))
    const known = await dossiersAt(database, reversed.map(changeOf))
    const others = steps.filter(({ object, after }) => cellOf(known.get(object)) !== cellOf(after)).map(({ object }) => object)
    if (others.length > 0) return failed({ code: 'changed-since', objects: others })
    const fieldOf = new Map((await listServices(database)).map(({ code, field }) => [code, field ?? '']))
    await writeDossiers(database, reversed.map(changeOf), 'page', fieldOf)
    const undoing = randomUUID()
    await writeListSteps(database, 'dossiers', undoing, reversed)
    const done = { ...countsOf(reversed), same: 0, batch: undoing }
    return did(monthsIn(reversed), { batch: undoing, undone: batch, ...told(reversed) }, done)
  },
}

const countsOf = (steps: readonly ListStep<Handled>[]) => ({
  added: steps.filter(({ before }) => !before).length,
  changed: steps.filter(({ before, after }) => before && after).length,
  removed: steps.filter(({ after }) => !after).length,
})

/** The month, or the first and the last of several. */
function monthsIn(steps: readonly ListStep<Handled>[]): string {
  const months = steps.map(({ before, after }) => (before ?? after)?.month ?? '').sort()
  return [...new Set([months[0], months.at(-1)])].join(' – ')
}

/** A reader of the log sees each number; of many at once only how many there were. All of them are kept under the batch. */
function told(steps: readonly ListStep<Handled>[]): Details {
  const { added, changed, removed } = countsOf(steps)
  const of = (values: readonly (Handled | undefined)[]): readonly Details[] => values.flatMap((value) => (value ? [value] : []))
  return {
    added,
    changed,
    removed,
    ...(steps.length <= mostTold && { before: of(steps.map(({ before }) => before)), after: of(steps.map(({ after }) => after)) }),
  }
}

const mostTold = 50

const doneIn = ({ added = 0, changed = 0, removed = 0, batch }: Partial<HandledDone>): HandledDone => ({
  added,
  changed,
  removed,
  same: 0,
  batch,
})
