import type { Questionnaire, QuestionType } from '../instrument/schema'
import { hasRows } from '../instrument/item'
import type { LibraryScale } from './scale-library'
import { appendQuestion, withFirstRow } from './questions'
import { addScale, emptyScale, fitted, newScaleOf, sameScale, usesOf } from './scales'

/** A question that is often asked, ready but for its words: its type, and the id of a scale of the library, or `own` for a list of its own. */
export type Preset = { readonly name: (typeof presetNames)[number]; readonly type: QuestionType; readonly scale?: string }

export const presetNames = ['satisfaction', 'agreement', 'yesNo', 'list', 'several', 'matrix', 'comment', 'number'] as const

/** What is offered first where a question is added. */
export const presets: readonly Preset[] = [
  { name: 'satisfaction', type: 'rating', scale: 'satisfaction-5-na' },
  { name: 'yesNo', type: 'yes-no', scale: 'yes-no' },
  { name: 'list', type: 'single', scale: 'own' },
  { name: 'several', type: 'multiple', scale: 'own' },
  { name: 'matrix', type: 'matrix', scale: 'satisfaction-5-na' },
  { name: 'agreement', type: 'rating', scale: 'agreement-5' },
  { name: 'comment', type: 'text' },
  { name: 'number', type: 'number' },
]

/** The design with a preset at the end of a section, its scale added where the design has not the same already. */
export function addPreset(
  draft: Questionnaire,
  section: string,
  { type, scale }: Preset,
  library: readonly LibraryScale[],
): { readonly draft: Questionnaire; readonly id: string } {
  const ready = library.find(({ id }) => id === scale)
  const wanted = scale === 'own' ? emptyScale : ready && fitted(draft, ready.scale, ready.name)
  const held = wanted && scale !== 'own' ? sameScale(draft, wanted) : undefined
  const scaled = wanted && held === undefined ? addScale(draft, wanted) : draft
  return addReady(scaled, section, type, held ?? newScaleOf(draft, scaled))
}

/** The design with a question of a type on a scale that it has, at the end of a section; a matrix has one row to begin with. */
export function addReady(
  draft: Questionnaire,
  section: string,
  type: QuestionType,
  scale: string | undefined,
): { readonly draft: Questionnaire; readonly id: string } {
  const added = appendQuestion(draft, section, { type, scale }, { id: '', text: {} })
  return { id: added.id, draft: withFirstRow(added.draft, added.id) }
}

/** The scales that a design asks with, those of most questions first, each with the type that it is asked as most often. */
export function scalesInUse(
  draft: Questionnaire,
): readonly { readonly scale: string; readonly type: QuestionType; readonly count: number }[] {
  return draft.scales
    .flatMap(({ id }) => {
      const uses = usesOf(draft, id).filter((question) => !hasRows(question))
      const [first] = uses
      const often = (type: QuestionType): number => uses.filter((one) => one.type === type).length
      const type = uses.reduce((most, one) => (often(one.type) > often(most) ? one.type : most), first?.type ?? 'single')
      return first ? [{ scale: id, type, count: uses.length }] : []
    })
    .toSorted((one, other) => other.count - one.count)
}
