import { items } from '../instrument/questionnaire'
import { keepings } from '../instrument/questions/keepings'
import type { Computed, LocalText, Option, Questionnaire } from '../instrument/schema'
import { freeItemId, usedIds } from './questions'

/** The ways of working something out, as an author chooses among them. */
export const computedWays = ['sum', 'mean', 'lowest', 'highest', 'answered', 'among'] as const satisfies readonly Computed['value'][]

/** The design with one more computed item: how many of its first items were answered. */
export function addComputed(draft: Questionnaire): { readonly draft: Questionnaire; readonly id: string } {
  const id = freeItemId('computed', '', usedIds(draft))
  const of = items(draft)
    .slice(0, 1)
    .map((item) => item.id)
  return { draft: withComputed(draft, [...(draft.computed ?? []), { id, label: {}, value: 'answered', of }]), id }
}

/** The design with one computed item changed; options are named only where answers among them are counted. */
export const changeComputed = (draft: Questionnaire, id: string, change: Partial<Computed>): Questionnaire =>
  withComputed(
    draft,
    (draft.computed ?? []).map((one) => (one.id === id ? fit(draft, { ...one, ...change }) : one)),
  )

export const removeComputed = (draft: Questionnaire, id: string): Questionnaire =>
  withComputed(
    draft,
    (draft.computed ?? []).filter((one) => one.id !== id),
  )

/** The items that a computed item can stand on: those with numbers or scores where numbers are put together, else all. */
export const countableFor = (
  draft: Questionnaire,
  value: Computed['value'],
): readonly { readonly id: string; readonly text: LocalText }[] =>
  items(draft).filter(({ question, scale }) => {
    const { holds } = keepings[question.type]
    if (value === 'answered') return true
    if (value === 'among') return scale !== undefined
    return holds === 'number' || (holds === 'one' && (scale?.options ?? []).some(({ score }) => score !== undefined))
  })

/** The options that the items of a computed item have, each code once. */
export function optionsAmong(draft: Questionnaire, { of }: Pick<Computed, 'of'>): readonly Option[] {
  const scales = new Set(items(draft).flatMap(({ id, scale }) => (of.includes(id) && scale ? [scale] : [])))
  const options = [...scales].flatMap((scale) => scale.options)
  return [...new Map(options.toReversed().map((option) => [option.code, option])).values()].toReversed()
}

function fit(draft: Questionnaire, { codes = [], ...computed }: Computed): Computed {
  const can = new Set(countableFor(draft, computed.value).map(({ id }) => id))
  const of = computed.of.filter((id) => can.has(id))
  if (computed.value !== 'among') return { ...computed, of }
  const there = optionsAmong(draft, { of }).map(({ code }) => code)
  const kept = codes.filter((code) => there.includes(code))
  return { ...computed, of, codes: kept.length > 0 ? kept : there.slice(0, 1) }
}

function withComputed({ computed: _, ...draft }: Questionnaire, computed: readonly Computed[]): Questionnaire {
  return computed.length === 0 ? draft : { ...draft, computed }
}
