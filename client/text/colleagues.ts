import { isPlaceOf, type RemarkPlace } from '../../surveys/designing/threads'
import { filled } from '../../surveys/instrument/language'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { en } from './en/colleagues'
import type { Language, Vocabulary } from './languages'
import { vi } from './vi/colleagues'

export type ColleaguesWord = keyof typeof vi

const words: Vocabulary<ColleaguesWord> = { vi, en }

export type ColleaguesSay = ReturnType<typeof colleaguesSay>

/** What is said around comments on a design, and where somebody from outside reads it; the designer fetches it with them. */
export const colleaguesSay =
  (language: Language) =>
  (word: ColleaguesWord, values: Readonly<Record<string, string>> = {}): string =>
    filled(words[language][word], values)

/** What a place of a questionnaire is called in a sentence. */
export function placeName(say: ColleaguesSay, questionnaire: Questionnaire, place: RemarkPlace): string {
  const id = place.slice(2)
  if (place === '') return say('wholePlace')
  if (!isPlaceOf(questionnaire, place)) return say('gonePlace', { id })
  return say(place.startsWith('q:') ? 'questionPlace' : 'sectionPlace', { id })
}
