import type { Questionnaire } from '../../instrument/schema'
import {
  counts,
  formed,
  gathered,
  type Nest,
  plain,
  questionNest,
  sectionOf,
  spotsIn,
  type SpreadDesign,
  spread,
  standingIn,
  treeNest,
  withoutDoubles,
} from './spread'
import { type Clash, type Fields, isFields, isList, leaving, listAt, mayBeEmpty, type Named, named, textAt } from './values'

/**
 * The design with theirs in place of mine. A section that theirs deleted takes along the questions that only mine has, its others move next
 * door; the last element of a list that may not be empty stays; and a section goes with its last question unless it is the only one.
 */
export function withTheirs(merged: Questionnaire, clash: Clash): Questionnaire {
  const before = spread(merged)
  const after = taken(before, clash)
  const questions = single(questionNest, before.questions, after.questions)
  const trees = single(treeNest, treesOf(before), treesOf(after))
  return gathered({ rest: { ...after.rest, trees: [...trees.values()] }, sections: inhabited(after.sections, questions), questions })
}

const treesOf = ({ rest }: SpreadDesign): Named => named(listAt(rest, 'trees')) ?? new Map()

/** What theirs brought under a name that stands elsewhere stays, the elsewhere goes. */
function single(nest: Nest, before: Named, after: Named): Named {
  const [known, old] = [counts(nest, before), spotsIn(nest, before)]
  return withoutDoubles(
    nest,
    after,
    (name) => Math.max(1, known.get(name) ?? 0),
    (spot) => old.has(spot),
    () => undefined,
  )
}

const inhabited = (sections: Named, questions: Named): Named =>
  new Map([...sections].filter(([key]) => standingIn(questions, key).length > 0))

function taken(design: SpreadDesign, clash: Clash): SpreadDesign {
  const [root, name = '', key, ...more] = clash.path
  if (root === 'questions') return { ...design, questions: takenQuestion(design, clash, name, key, more) }
  if (root !== 'sections') return { ...design, rest: rested(put(design.rest, clash.path, clash.theirs), design.rest) }
  if (key === undefined) return takenSection(design, clash, name)
  if (key === 'questions') return { ...design, questions: refilled(design, name, clash.mine, clash.theirs) }
  return { ...design, sections: replacedIn(design.sections, name, (fields) => rested(put(fields, [key, ...more], clash.theirs), fields)) }
}

const rested = (value: unknown, otherwise: Fields): Fields => (isFields(value) ? value : otherwise)

function replacedIn(all: Named, name: string, edit: (fields: Fields) => Fields): Named {
  return new Map([...all].map(([key, fields]) => [key, key === name ? edit(fields) : fields]))
}

function takenQuestion(
  { sections, questions }: SpreadDesign,
  { theirs }: Clash,
  name: string,
  key: string | undefined,
  more: readonly string[],
): Named {
  if (key === undefined)
    return isFields(theirs) ? new Map([...questions, [name, housed(formed(theirs), sections)]]) : without(questions, name, sections)
  if (key === 'section') return typeof theirs === 'string' && sections.has(theirs) ? atEnd(questions, name, theirs) : questions
  if (key === 'type') return isFields(theirs) ? replacedIn(questions, name, (question) => ({ ...question, form: theirs })) : questions
  return replacedIn(questions, name, (question) => formed(rested(put(plain(question), [key, ...more], theirs), plain(question))))
}

const housed = (question: Fields, sections: Named): Fields =>
  sections.has(sectionOf(question)) ? question : { ...question, section: [...sections.keys()].at(-1) ?? '' }

/** The only question of the only section stays. */
function without(questions: Named, name: string, sections: Named): Named {
  const left = new Map([...questions].filter(([key]) => key !== name))
  return left.size > 0 && sections.size > 0 ? left : questions
}

const atEnd = (questions: Named, name: string, section: string): Named =>
  new Map([
    ...[...questions].filter(([key]) => key !== name),
    ...[...questions].filter(([key]) => key === name).map(([key, question]) => [key, { ...question, section }] as const),
  ])

function takenSection(design: SpreadDesign, { mine, theirs }: Clash, name: string): SpreadDesign {
  if (isFields(theirs)) {
    const sections = new Map([...design.sections, [name, leaving(theirs, ['questions'])] as const])
    return {
      ...design,
      sections,
      questions: refilled({ ...design, sections }, name, listAt(isFields(mine) ? mine : undefined, 'questions'), theirs['questions']),
    }
  }
  const order = [...design.sections.keys()]
  const place = order.indexOf(name)
  const door = order[place - 1] ?? order[place + 1]
  if (place < 0 || door === undefined) return design
  const gone = namesIn(isFields(mine) ? mine['questions'] : [])
  const stay = [...design.questions].filter(([key, question]) => !(gone.has(key) && sectionOf(question) === name))
  return {
    ...design,
    sections: new Map([...design.sections].filter(([key]) => key !== name)),
    questions: new Map(stay.map(([key, question]) => [key, sectionOf(question) === name ? { ...question, section: door } : question])),
  }
}

const namesIn = (questions: unknown): ReadonlySet<string> =>
  new Set((isList(questions) ? questions : []).filter(isFields).map((question) => textAt(question, 'id')))

/** A section with the questions of theirs: those that are elsewhere come as they are, the missing ones as theirs has them, and what only mine had goes. */
function refilled({ questions }: SpreadDesign, section: string, mine: unknown, theirs: unknown): Named {
  const coming = named(isList(theirs) ? theirs : []) ?? new Map<string, Fields>()
  const gone = namesIn(mine)
  const staying = [...questions].filter(([key, question]) => !coming.has(key) && !(gone.has(key) && sectionOf(question) === section))
  const brought = [...coming].map(([key, question]) => [key, { ...(questions.get(key) ?? formed(question)), section }] as const)
  return new Map([...brought, ...staying])
}

/** A value with another at a path of keys, ids and codes; undefined takes it out, but never the last element of a list that may not be empty. */
function put(value: unknown, path: readonly string[], next: unknown): unknown {
  const [key, ...more] = path
  if (key === undefined) return next
  if (!isFields(value)) return value
  const old = value[key]
  const inner = isList(old) && more.length > 0 ? putInList(old, key, more, next) : put(old, more, next)
  if (inner !== undefined) return { ...value, [key]: inner }
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))
}

function putInList(list: readonly unknown[], key: string, [name = '', ...more]: readonly string[], next: unknown): readonly unknown[] {
  const elements = named(list)
  if (!elements) return list
  const inner = more.length === 0 ? next : put(elements.get(name), more, next)
  if (isFields(inner)) return [...new Map<string, Fields>([...elements, [name, inner]]).values()]
  const left = [...elements].filter(([other]) => other !== name).map(([, element]) => element)
  return more.length > 0 || (left.length === 0 && !mayBeEmpty(key)) ? list : left
}
