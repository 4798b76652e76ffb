import type { LocalText, Option, Scale } from '../../schema'
import { local, type Words } from './building'

export const scaleGroups = ['opinion', 'experience', 'person', 'reason'] as const
export type ScaleGroup = (typeof scaleGroups)[number]

/** A ready scale of the field, with its name and what it is for in Vietnamese and English; its scale bears the same id. */
export type LibraryScale = {
  readonly id: string
  readonly group: ScaleGroup
  readonly name: LocalText
  readonly purpose: LocalText
  readonly scale: Scale
}

/** Makes the scales of one group. */
export const inGroup =
  (group: ScaleGroup) =>
  (id: string, name: Words, purpose: Words, options: readonly Option[]): LibraryScale => ({ id, group, name: local(name), purpose: local(purpose), scale: { id, options } })
