import { en } from './en/preview'
import { inEveryLanguage, type Vocabulary } from './languages'
import { vi } from './vi/preview'

type PreviewWord = keyof typeof vi

const words: Vocabulary<PreviewWord> = { vi, en }

/** What stands where a questionnaire that is only looked at has no campaign, touchpoint and agency, in every language. */
export const previewName = (word: PreviewWord) => inEveryLanguage((language) => words[language][word])
