import type { Questionnaire } from '../../instrument/schema'
import { type Clash, type Fields, isFields, leaving, listAt, type Merged, type Named, named, nameOf, present, textAt } from './values'

/**
 * A design with its questions beside its sections, so that a question is the same wherever it stands: each names its `section` and holds
 * under `form` its type and what belongs to the type.
 */
export type SpreadDesign = { readonly rest: Fields; readonly sections: Named; readonly questions: Named }

const common = ['id', 'text', 'help', 'sound', 'showIf', 'from', 'section']

/** Takes a design apart; `gathered` puts it together. */
export function spread(design: Questionnaire): SpreadDesign {
  const whole: Fields = design
  const sections = named(listAt(whole, 'sections')) ?? new Map<string, Fields>()
  const questions = [...sections].flatMap(([section, fields]) =>
    listAt(fields, 'questions')
      .filter(isFields)
      .map((question) => formed({ ...question, section })),
  )
  return {
    rest: leaving(whole, ['sections']),
    sections: new Map([...sections].map(([key, fields]) => [key, leaving(fields, ['questions'])])),
    questions: named(questions) ?? new Map<string, Fields>(),
  }
}

/** The design whose sections and questions stand in the order of the maps. */
export function gathered({ rest, sections, questions }: SpreadDesign): Questionnaire {
  const whole = [...sections].map(([key, fields]) => ({
    ...fields,
    questions: [...questions.values()]
      .filter((question) => question['section'] === key)
      .map((question) => leaving(plain(question), ['section'])),
  }))
  const design: Questionnaire = JSON.parse(JSON.stringify({ ...rest, sections: whole }))
  return design
}

/** A question as the schema has it, with the `section` that holds it. */
export const plain = (question: Fields): Fields => ({ ...leaving(question, ['form']), ...formOf(question) })

/** A question with what belongs to its type put under `form`. */
export const formed = (question: Fields): Fields => ({
  ...present(Object.fromEntries(common.map((key) => [key, question[key]]))),
  form: leaving(question, common),
})

const formOf = (question: Fields | undefined): Fields => (question && isFields(question['form']) ? question['form'] : {})

export const sectionOf = (question: Fields | undefined): string => textAt(question, 'section')

/** The names of the questions that stand in a section. */
export const standingIn = (questions: Named, section: string): readonly string[] =>
  [...questions].filter(([, question]) => sectionOf(question) === section).map(([key]) => key)

/** Holders whose parts share one set of names: matrices with items, trees with nodes. */
export type Nest = {
  readonly root: string
  readonly parts: string
  /** The names that a holder takes by itself. */
  readonly own: (holder: Fields) => readonly string[]
  readonly partsOf: (holder: Fields) => readonly unknown[]
  readonly withParts: (holder: Fields, parts: readonly unknown[]) => Fields
}

export const questionNest: Nest = {
  root: 'questions',
  parts: 'items',
  own: (question) => [textAt(question, 'id')],
  partsOf: (question) => listAt(formOf(question), 'items'),
  withParts: (question, items) => ({ ...question, form: { ...formOf(question), items } }),
}

export const treeNest: Nest = {
  root: 'trees',
  parts: 'nodes',
  own: () => [],
  partsOf: (tree) => listAt(tree, 'nodes'),
  withParts: (tree, nodes) => ({ ...tree, nodes }),
}

/** The holders without what only theirs put under a name that mine has elsewhere; each thing left out clashes. */
export function undoubled(nest: Nest, merged: Named, mine: Named, theirs: Named): Merged<Named> {
  const [here, there, own] = [counts(nest, mine), counts(nest, theirs), spotsIn(nest, mine)]
  const allowed = (name: string): number => Math.max(here.get(name) ?? 0, there.get(name) ?? 0)
  const value = withoutDoubles(
    nest,
    merged,
    allowed,
    (spot) => !own.has(spot),
    (key) => mine.get(key),
  )
  return { value, clashes: [...merged].flatMap(([key, holder]) => clashesOf(nest, key, holder, value.get(key))) }
}

/** The holders without the spots that go, wherever a name stands more often than allowed; a holder left without parts gives way to another or goes too. */
export function withoutDoubles(
  nest: Nest,
  holders: Named,
  allowed: (name: string) => number,
  goes: (spot: string) => boolean,
  instead: (key: string) => Fields | undefined,
): Named {
  const seen = new Map(counts(nest, holders))
  const isSurplus = (name: string, spot: string): boolean => {
    const count = seen.get(name) ?? 0
    if (count <= allowed(name) || !goes(spot)) return false
    seen.set(name, count - 1)
    return true
  }
  return new Map(
    [...holders].flatMap(([key, holder]): readonly (readonly [string, Fields])[] => {
      if (nest.own(holder).some((name) => isSurplus(name, key))) return []
      const parts = nest.partsOf(holder)
      const left = [...(named(parts) ?? [])]
        .filter(([part, fields]) => !isSurplus(nameOf(fields) ?? '', spotOf(key, part)))
        .map(([, fields]) => fields)
      if (left.length === parts.length) return [[key, holder]]
      const better = left.length > 0 ? nest.withParts(holder, left) : instead(key)
      return better ? [[key, better]] : []
    }),
  )
}

/** How often each name stands. */
export function counts(nest: Nest, holders: Named): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const holder of holders.values())
    for (const name of [...nest.own(holder), ...nest.partsOf(holder).flatMap((part) => nameOf(part) ?? [])])
      found.set(name, (found.get(name) ?? 0) + 1)
  return found
}

/** Every holder and every part of one, as `withoutDoubles` names them. */
export const spotsIn = (nest: Nest, holders: Named): ReadonlySet<string> =>
  new Set(
    [...holders].flatMap(([key, holder]) => [
      key,
      ...[...(named(nest.partsOf(holder)) ?? new Map<string, Fields>()).keys()].map((part) => spotOf(key, part)),
    ]),
  )

const spotOf = (key: string, part: string): string => `${key}/${part}`

function clashesOf(nest: Nest, key: string, before: Fields, after: Fields | undefined): readonly Clash[] {
  if (after === before) return []
  if (!after) return [{ path: [nest.root, key], mine: undefined, theirs: before }]
  const [old, left] = [nest.partsOf(before), nest.partsOf(after)]
  if (left.some((part) => !old.includes(part))) return [{ path: [nest.root, key, nest.parts], mine: left, theirs: old }]
  return [...(named(old) ?? [])]
    .filter(([, part]) => !left.includes(part))
    .map(([name, theirs]) => ({ path: [nest.root, key, nest.parts, name], mine: undefined, theirs }))
}
