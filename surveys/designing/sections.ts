import type { Questionnaire, Section } from '../schema'
import { freeName, moved } from './ordering'
import { itemIdsIn, withoutItems } from './items'

/** The design with an empty section at that place. */
export function addSection(draft: Questionnaire, at: number): Questionnaire {
  const section: Section = { id: freeSectionId(draft), title: {}, questions: [] }
  return { ...draft, sections: [...draft.sections.slice(0, at), section, ...draft.sections.slice(at)] }
}

export const changeSection = (draft: Questionnaire, id: string, edit: (section: Section) => Section): Questionnaire => ({
  ...draft,
  sections: draft.sections.map((section) => (section.id === id ? edit(section) : section)),
})

export const moveSection = (draft: Questionnaire, id: string, to: number): Questionnaire => ({
  ...draft,
  sections: moved(draft.sections, draft.sections.findIndex((section) => section.id === id), to),
})

/** The design without a section and what it asks; the indicators no longer count its items. */
export function removeSection(draft: Questionnaire, id: string): Questionnaire {
  const removed = draft.sections.filter((section) => section.id === id)
  const rest = { ...draft, sections: draft.sections.filter((section) => section.id !== id) }
  return withoutItems(rest, new Set(removed.flatMap(({ questions }) => questions.flatMap(itemIdsIn))))
}

/** Every id that a section bears. */
export const sectionIds = ({ sections }: Questionnaire): ReadonlySet<string> => new Set(sections.map(({ id }) => id))

const freeSectionId = (draft: Questionnaire): string => freeName('section', sectionIds(draft))
