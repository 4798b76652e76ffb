import { daysLater, isDay } from '../instrument/calendar'
import { branchesOf } from './agency-branches'
import { treeProblems } from './agency-tree'
import type { Agency } from './campaign'
import { type AgencyEdit, blankAgency, checkAgency, type DraftProblem, draftedAgency, draftOfAgency, editOf, nameProblems } from './drafts'

/** What becomes of agencies: one comes under another, gets another name, ends; several become one, one becomes several. */
export const reorganisations = ['move', 'rename', 'end', 'merge', 'split'] as const
export type ReorganisationKind = (typeof reorganisations)[number]

/** An agency that begins with a change. */
export type NewHeir = { readonly code: string; readonly name: string; readonly nameEn: string }

export type Reorganisation =
  | { readonly kind: 'move'; readonly agency: string; /** Empty: nothing stands above it. */ readonly to: string }
  | {
      readonly kind: 'rename'
      readonly agency: string
      readonly name: string
      readonly nameEn: string
      /** The first day of the new name; empty where nobody says. */
      readonly from: string
    }
  | {
      readonly kind: 'end'
      readonly agency: string
      readonly lastDay: string
      /** What stands below ends with it, or comes under another (empty: to the top). */
      readonly below: 'end' | 'move'
      readonly belowTo: string
    }
  | {
      readonly kind: 'merge'
      /** All that come together; the one that takes the others in may be among them. */
      readonly agencies: readonly string[]
      /** Which takes them in: one that is there, or a new one where this is empty. */
      readonly into: string
      readonly heir: NewHeir
      readonly from: string
    }
  | {
      readonly kind: 'split'
      readonly agency: string
      readonly heirs: readonly NewHeir[]
      /** Those that are there and take a part in. */
      readonly into: readonly string[]
      readonly from: string
      /** Whether it goes on with what is left of it. */
      readonly goesOn: boolean
    }

export type ReorganisationPlan =
  { readonly ok: true; readonly edits: readonly AgencyEdit[] } | { readonly ok: false; readonly problems: readonly DraftProblem[] }

/** Which agencies a change would change, field by field, or everything that hinders it. Nothing else of the tree changes. */
export function reorganised(all: readonly Agency[], change: Reorganisation): ReorganisationPlan {
  const own = problemsOf(all, change)
  if (own.length > 0) return { ok: false, problems: own }
  const known = new Map(all.map((agency) => [agency.code, agency]))
  const after = changedBy(all, known, change)
  const edits = after.map((agency) => editOf(known.get(agency.code), draftOfAgency(agency))).filter(({ changes }) => changes.length > 0)
  const codes = new Set([...known.keys(), ...after.map(({ code }) => code)])
  const whole = new Map([...known, ...after.map((agency) => [agency.code, agency] as const)])
  const problems = [
    ...after.flatMap((agency) => checkAgency(draftOfAgency(agency), codes)),
    ...treeProblems([...whole.values()], new Set(edits.map(({ agency }) => agency.code))),
  ]
  if (problems.length > 0)
    return { ok: false, problems: problems.map((problem) => ({ ...problem, field: fieldOf(change.kind, problem.field) })) }
  return { ok: true, edits }
}

/** Under which field of its form something that is wrong with an agency is told. */
function fieldOf(kind: ReorganisationKind, field: string): string {
  const fields: Readonly<Record<ReorganisationKind, Readonly<Record<string, string>>>> = {
    move: { parent: 'to', valid_to: 'to' },
    rename: {},
    end: { valid_to: 'lastDay', parent: 'belowTo' },
    merge: { code: 'code', valid_to: 'from', valid_from: 'from', parent: 'into', predecessors: 'agencies', split_from: 'agencies' },
    split: { code: 'heirs', name: 'heirs', name_en: 'heirs', valid_to: 'from', valid_from: 'from', parent: 'heirs', predecessors: 'into' },
  }
  return fields[kind][field] ?? field
}

/** What is wrong with a change before anything is changed. */
function problemsOf(all: readonly Agency[], change: Reorganisation): readonly DraftProblem[] {
  const codes = new Set(all.map(({ code }) => code))
  const unknown = (field: string, ...seen: readonly string[]): readonly DraftProblem[] =>
    seen.flatMap((code) => (codes.has(code) ? [] : [{ field, code: 'unknown', seen: code, allowed: '' } as const]))
  const day = (field: string, text: string): readonly DraftProblem[] =>
    isDay(text) ? [] : [text === '' ? { field, code: 'needed' } : { field, code: 'bad-day', seen: text }]
  switch (change.kind) {
    case 'move':
      return [...unknown('agency', change.agency), ...(change.to === '' ? [] : unknown('to', change.to))]
    case 'rename':
      return [
        ...unknown('agency', change.agency),
        ...nameProblems('name', change.name, 'needed'),
        ...nameProblems('name_en', change.nameEn, 'optional'),
        ...(change.from === '' ? [] : day('from', change.from)),
      ]
    case 'end':
      return [
        ...unknown('agency', change.agency),
        ...day('lastDay', change.lastDay),
        ...(change.below === 'move' && change.belowTo !== '' ? unknown('belowTo', change.belowTo) : []),
        ...(change.below === 'move' && change.belowTo === change.agency
          ? [{ field: 'belowTo', code: 'itself', seen: change.belowTo } as const]
          : []),
      ]
    case 'merge': {
      const others = change.agencies.filter((code) => code !== change.into)
      const isTooFew = others.length === 0 || (change.into === '' && others.length < 2)
      return [
        ...unknown('agencies', ...change.agencies),
        ...(isTooFew ? [{ field: 'agencies', code: 'two-needed' } as const] : []),
        ...(change.into === '' ? newProblems(codes, [change.heir], { code: 'code', name: 'name' }) : unknown('into', change.into)),
        ...day('from', change.from),
      ]
    }
    case 'split':
      return [
        ...unknown('agency', change.agency),
        ...unknown('into', ...change.into),
        ...(change.into.includes(change.agency) ? [{ field: 'into', code: 'itself', seen: change.agency } as const] : []),
        ...newProblems(codes, change.heirs, { code: 'heirs', name: 'heirs' }),
        ...(change.heirs.length + change.into.length < (change.goesOn ? 1 : 2) ? [{ field: 'heirs', code: 'two-needed' } as const] : []),
        ...day('from', change.from),
      ]
  }
}

function newProblems(
  codes: ReadonlySet<string>,
  heirs: readonly NewHeir[],
  field: { readonly code: string; readonly name: string },
): readonly DraftProblem[] {
  const seen = new Set<string>()
  return heirs.flatMap(({ code, name, nameEn }) => {
    const isTwice = seen.has(code)
    seen.add(code)
    const draft = { ...blankAgency, code, name, name_en: nameEn }
    return [
      ...checkAgency(draft, codes).map((problem) => ({ ...problem, field: problem.field === 'code' ? field.code : field.name })),
      ...(codes.has(code) ? [{ field: field.code, code: 'taken', seen: code } as const] : []),
      ...(isTwice ? [{ field: field.code, code: 'taken', seen: code } as const] : []),
    ]
  })
}

/** The agencies that would be another, or new; the first is the one that the change is about. */
function changedBy(all: readonly Agency[], known: ReadonlyMap<string, Agency>, change: Reorganisation): readonly Agency[] {
  switch (change.kind) {
    case 'move':
      return [{ ...agencyIn(known, change.agency), parent: change.to || null }]
    case 'rename':
      return [renamed(agencyIn(known, change.agency), change)]
    case 'end':
      return ended(all, agencyIn(known, change.agency), change)
    case 'merge':
      return merged(all, known, change)
    case 'split':
      return divided(all, known, change)
  }
}

function agencyIn(known: ReadonlyMap<string, Agency>, code: string): Agency {
  const agency = known.get(code)
  if (!agency) throw new Error(`a change of agencies was not checked: "${code}"`)
  return agency
}

type Of<Kind extends ReorganisationKind> = Extract<Reorganisation, { readonly kind: Kind }>

/** The name before stays as a former one, so that it is still found. */
function renamed(agency: Agency, { name, nameEn, from }: Of<'rename'>): Agency {
  const { vi: was = '', en: _, ...others } = agency.name
  const aliases = [...(agency.aliases ?? []), ...(was === name ? [] : [{ name: was, until: from === '' ? null : dayBefore(from) }])]
  return {
    ...agency,
    name: { vi: name, ...(nameEn !== '' && { en: nameEn }), ...others },
    ...(aliases.length > 0 && { aliases }),
  }
}

function ended(all: readonly Agency[], agency: Agency, { lastDay, below, belowTo }: Of<'end'>): readonly Agency[] {
  const tree = branchesOf(all)
  const isThereLater = ({ validTo }: Agency): boolean => validTo === null || validTo > lastDay
  const others =
    below === 'end'
      ? tree.below(agency.code).flatMap((one) => (isThereLater(one) ? [{ ...one, validTo: lastDay }] : []))
      : tree.children(agency.code).flatMap((one) => (isThereLater(one) ? [{ ...one, parent: belowTo || null }] : []))
  return [{ ...agency, validTo: lastDay }, ...inCodeOrder(others)]
}

function merged(all: readonly Agency[], known: ReadonlyMap<string, Agency>, change: Of<'merge'>): readonly Agency[] {
  const { agencies, into, heir, from } = change
  const last = dayBefore(from)
  const coming = [...new Set(agencies)].filter((code) => code !== into).map((code) => agencyIn(known, code))
  const [first] = coming
  const before = coming.map(({ code }) => code)
  const whole =
    into === ''
      ? begun(heir, from, first, before)
      : { ...agencyIn(known, into), predecessors: joined(agencyIn(known, into).predecessors, before) }
  const gone = new Set(before)
  return [
    // A superior that is taken in itself cannot stand above what takes it in.
    { ...whole, parent: whole.parent !== null && gone.has(whole.parent) ? (known.get(whole.parent)?.parent ?? null) : whole.parent },
    ...coming.map((agency) => ({ ...agency, validTo: last })),
    ...inCodeOrder(
      all.filter(
        ({ code, parent, validTo }) =>
          parent !== null && gone.has(parent) && code !== whole.code && !gone.has(code) && !isOver(validTo, last),
      ),
    ).map((agency) => ({ ...agency, parent: whole.code })),
  ]
}

function divided(all: readonly Agency[], known: ReadonlyMap<string, Agency>, change: Of<'split'>): readonly Agency[] {
  const { heirs, into, from, goesOn } = change
  const agency = agencyIn(known, change.agency)
  const last = dayBefore(from)
  const own = [agency.code]
  const parts = [
    ...heirs.map((heir) => ({ ...begun(heir, from, agency, own), inPart: own })),
    ...into.map((code) => {
      const one = agencyIn(known, code)
      return { ...one, predecessors: joined(one.predecessors, own), inPart: joined(one.inPart ?? [], own) }
    }),
  ]
  const [first] = parts
  const below = goesOn || !first ? [] : all.filter(({ parent, validTo }) => parent === agency.code && !isOver(validTo, last))
  const changed = new Map(parts.map((one): [string, Agency] => [one.code, one]))
  for (const one of inCodeOrder(below))
    changed.set(one.code, { ...(changed.get(one.code) ?? one), parent: first?.code === one.code ? agency.parent : (first?.code ?? null) })
  return [...(goesOn ? [] : [{ ...agency, validTo: last }]), ...changed.values()]
}

/** A new agency where another one stood: of its kind, in its block, below the same one. */
const begun = ({ code, name, nameEn }: NewHeir, from: string, like: Agency | undefined, predecessors: readonly string[]): Agency => ({
  ...draftedAgency({
    ...blankAgency,
    code,
    name,
    name_en: nameEn,
    block: like?.block ?? '',
    parent: like?.parent ?? '',
    type: like?.type ?? '',
  }),
  validFrom: from,
  predecessors,
})

const joined = (some: readonly string[], others: readonly string[]): readonly string[] => [...new Set([...some, ...others])]

const isOver = (validTo: string | null, last: string): boolean => validTo !== null && validTo <= last

const inCodeOrder = (agencies: readonly Agency[]): readonly Agency[] => [...agencies].sort((a, b) => (a.code < b.code ? -1 : 1))

const dayBefore = (day: string): string => daysLater(day, -1)
