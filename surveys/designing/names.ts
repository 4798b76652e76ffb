import { type Countable, countables } from '../countable'
import { isClosed } from '../questionnaire'
import type { Questionnaire } from '../schema'

/** The design without the questions whose scale is not there, which nothing can count. */
export function knownScales(design: Questionnaire): Questionnaire {
  const known = new Set(design.scales.map(({ id }) => id))
  return { ...design, sections: design.sections.map((section) => ({ ...section, questions: section.questions.filter((question) => !isClosed(question) || known.has(question.scale)) })) }
}

/** The items of a design that can be counted, in the order of the questionnaire. */
export const countableItems = (design: Questionnaire): readonly Countable[] => countables(knownScales(design))
