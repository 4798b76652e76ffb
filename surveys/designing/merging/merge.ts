import type { Questionnaire } from '../../instrument/schema'
import { settled } from './settled'
import { gathered, type SpreadDesign, spread, standingIn, treeNest, undoubled } from './spread'
import { type Clash, isFields, listAt, mergedOrder, mergeNamed, mergeValues, type Named, named } from './values'

/** What two authors made of one design: all that does not clash joined, and mine where it does. */
export type Merge = { readonly merged: Questionnaire; readonly clashes: readonly Clash[] }

/**
 * Joins two designs that began as one. Things with an id or a code are followed by it, questions also from section to section. What one
 * side changed is taken; what both changed differently, or one deleted and the other changed, clashes. Where both moved the same thing
 * inside its list mine's place holds without a clash; in different sections it clashes.
 */
export function mergeDesigns(base: Questionnaire, mine: Questionnaire, theirs: Questionnaire): Merge {
  const [before, here, there] = [spread(base), spread(mine), spread(theirs)]
  const rest = mergedRest(before, here, there)
  const sections = mergeNamed(before.sections, here.sections, there.sections, ['sections'])
  const questions = mergeNamed(before.questions, here.questions, there.questions, ['questions'])
  const fit = settled(here, there, sections.value, questions.value, [...sections.clashes, ...questions.clashes])
  const merged = gathered({
    rest: rest.value,
    sections: ordered(before.sections, here.sections, there.sections, fit.sections),
    questions: new Map([...fit.sections.keys()].flatMap((key) => [...rowOf(key, before, here, there, fit.questions)])),
  })
  return { merged, clashes: [...rest.clashes, ...fit.clashes] }
}

function mergedRest(
  before: SpreadDesign,
  here: SpreadDesign,
  there: SpreadDesign,
): { readonly value: SpreadDesign['rest']; readonly clashes: readonly Clash[] } {
  const { value, clashes } = mergeValues(before.rest, here.rest, there.rest, [])
  const rest = isFields(value) ? value : here.rest
  const [merged, own, other] = [treesOf(rest), treesOf(here.rest), treesOf(there.rest)]
  const single = undoubled(treeNest, merged, own, other)
  return { value: { ...rest, trees: [...single.value.values()] }, clashes: [...clashes, ...single.clashes] }
}

const treesOf = (rest: SpreadDesign['rest']): Named => named(listAt(rest, 'trees')) ?? new Map()

/** The questions of one section, as both sides arranged it. */
function rowOf(section: string, before: SpreadDesign, here: SpreadDesign, there: SpreadDesign, questions: Named): Named {
  const [base, mine, theirs, merged] = [before.questions, here.questions, there.questions, questions].map((all) => within(all, section))
  return ordered(base ?? questions, mine ?? questions, theirs ?? questions, merged ?? questions)
}

const within = (questions: Named, section: string): Named =>
  new Map(standingIn(questions, section).map((name) => [name, questions.get(name) ?? {}]))

function ordered(base: Named, mine: Named, theirs: Named, kept: Named): Named {
  const order = mergedOrder([...base.keys()], [...mine.keys()], [...theirs.keys()], new Set(kept.keys()))
  return new Map(order.map((name) => [name, kept.get(name) ?? {}]))
}
