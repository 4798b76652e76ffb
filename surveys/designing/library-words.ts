import type { LocalText, Questionnaire } from '../schema'
import { scaleLibrary } from './scale-library'

/** The design whose options speak that language too wherever the library knows their words; what stands there already stays. */
export function withLibraryWords(draft: Questionnaire, language: string): Questionnaire {
  const known = wordsOf(language)
  const filled = (label: LocalText): LocalText => {
    const found = label[language] === undefined ? Object.entries(label).flatMap(([tag, text]) => known.get(`${tag} ${text}`) ?? [])[0] : undefined
    return found === undefined ? label : { ...label, [language]: found }
  }
  return { ...draft, scales: draft.scales.map((scale) => ({ ...scale, options: scale.options.map((option) => ({ ...option, label: filled(option.label) })) })) }
}

/** What a label of the library says in that language, by what it says in another. */
function wordsOf(language: string): ReadonlyMap<string, string> {
  const labels = scaleLibrary.flatMap(({ scale }) => scale.options.map(({ label }) => label))
  return new Map(labels.flatMap((label) => Object.entries(label).flatMap(([tag, text]) => (label[language] === undefined ? [] : [[`${tag} ${text}`, label[language]] as const]))))
}
