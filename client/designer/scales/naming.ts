import type { LibraryScale, ScaleGroup } from '../../../surveys/designing/scale-library'
import { folded } from '../../../surveys/instrument/folding'
import type { ClosedQuestion } from '../../../surveys/instrument/item'
import type { LocalText, Option, Scale } from '../../../surveys/instrument/schema'
import type { DesignerWord } from '../../text/designer'
import type { Desk } from '../frame/desk'

/** The labels of a scale from first to last, shortened in the middle to what a menu or a list can hold. */
export function labelsOf({ text, say }: Pick<Desk, 'text' | 'say'>, { options }: Scale): string {
  const labels = options.map(({ label }) => text(label) || say('unnamed'))
  return labels.length > 4 ? `${labels.slice(0, 2).join(' · ')} … ${labels.slice(-2).join(' · ')}` : labels.join(' · ')
}

/** What a scale is called: by its name, else by its labels. */
export const scaleTitle = (desk: Pick<Desk, 'text' | 'say'>, scale: Scale): string => desk.text(scale.name) || labelsOf(desk, scale)

/** What an option is called where there may be no label yet. */
export const optionName = ({ text, say }: Desk, { label }: Option, place: number): string =>
  text(label) || say('scaleOptionNumber', { n: String(place + 1) })

export const questionName = ({ text }: Desk, { id, text: words }: ClosedQuestion): string => text(words) || id

/** The library speaks Vietnamese and English, whatever the languages of the design. */
export const libraryText = ({ office }: Desk, text: LocalText): string => text[office] ?? ''

export const libraryDesk = (desk: Desk): Desk => ({ ...desk, text: (local) => (local ? libraryText(desk, local) : '') })

export const groupWord: Readonly<Record<ScaleGroup, DesignerWord>> = {
  opinion: 'scaleGroupOpinion',
  experience: 'scaleGroupExperience',
  person: 'scaleGroupPerson',
  reason: 'scaleGroupReason',
}

/** Whether every word that is looked for stands in the name, the purpose or a label, marks and case aside. */
export function isFound(wanted: string, { name, purpose, scale }: LibraryScale): boolean {
  const text = folded([name, purpose, ...scale.options.map(({ label }) => label)].flatMap((local) => Object.values(local)).join(' '))
  return folded(wanted)
    .split(/\s+/)
    .every((word) => text.includes(word))
}
