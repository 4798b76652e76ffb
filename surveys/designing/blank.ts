import type { LocalText, Questionnaire } from '../instrument/schema'

/** A questionnaire of which nothing stands yet but its name, with one section to begin in. */
export const blankQuestionnaire = (id: string, title: LocalText, languages: readonly string[]): Questionnaire => ({
  id,
  version: 1,
  title,
  source: {},
  languages,
  purpose: {},
  privacy: {},
  thanks: {},
  adultsOnly: false,
  secondsPerItem: 5,
  scoreUnit: 1,
  scales: [],
  sections: [{ id: 'section', title: {}, questions: [] }],
  trees: [],
  bandSets: [],
})

/** Whether no question stands in a questionnaire yet: whoever is about to begin is met by no count of what it lacks. */
export const isUnbegun = ({ kind, sections }: Pick<Questionnaire, 'kind' | 'sections'>): boolean =>
  kind === undefined && sections.every(({ questions }) => questions.length === 0)

/** An indicator set of which nothing stands yet but its name, with one tree of points to begin in. */
export const blankSet = (id: string, title: LocalText, languages: readonly string[]): Questionnaire => ({
  ...blankQuestionnaire(id, title, languages),
  kind: 'indicator-set',
  sections: [],
  trees: [
    { id: 'points', label: {}, formula: 'points', rollUp: 'sum', nodes: [{ code: 'TOTAL', kind: 'overall', label: {}, children: [] }] },
  ],
})

/** The next version of a published questionnaire, to be changed; its figures may stand beside those of the versions before unless the changes say no. */
export const nextVersion = (published: Questionnaire, version: number): Questionnaire => ({
  ...published,
  version,
  comparableTo: [...new Set([...(published.comparableTo ?? []), published.version])],
})

/** A design that goes on under a free number, since its own was published by another; it stands in the trend in which that one stands. */
export const renumbered = (design: Questionnaire, published: Questionnaire, version: number): Questionnaire => ({
  ...design,
  version,
  ...(published.comparableTo?.some((one) => design.comparableTo?.includes(one)) && {
    comparableTo: [...new Set([...(design.comparableTo ?? []), published.version])],
  }),
})

/** A questionnaire of its own that begins as another one stands. */
export function clone(published: Questionnaire, id: string): Questionnaire {
  const { comparableTo: _, ...rest } = published
  return { ...rest, id, version: 1 }
}

/** Bytes of a design as JSON, at most: a thousand items in three languages. */
export const largestDesign = 2 * 1024 * 1024
