import { type InterfaceWords, nameOfLanguage } from '../../surveys/instrument/language'
import { en as citizenEn } from './en/citizen'
import { en as noticesEn } from './en/notices'
import { en as refusalsEn } from './en/refusals'
import { en as violationsEn } from './en/violations'
import { inEveryLanguage, languageName, namesIn, type Vocabulary } from './languages'
import { vi as citizenVi } from './vi/citizen'
import { vi as noticesVi } from './vi/notices'
import { vi as refusalsVi } from './vi/refusals'
import { vi as violationsVi } from './vi/violations'

/** Notices where no questionnaire is known. */
const elsewhere = /^notice\.(lost|nowhere|office|tooMuch|busy|broken|receipt)/

/**
 * Every word that a citizen can meet at a touchpoint besides the questionnaire's own texts, by the name under which a questionnaire brings
 * it along for a language in which the product does not speak. Pages that belong to no questionnaire speak our languages only.
 */
export const screenWords: InterfaceWords = {
  [nameOfLanguage]: inEveryLanguage((language) => languageName(language)),
  ...named('citizen', { vi: citizenVi, en: citizenEn }),
  ...named('refusal', { vi: refusalsVi, en: refusalsEn }),
  ...named('violation', { vi: violationsVi, en: violationsEn }),
  ...Object.fromEntries(Object.entries(named('notice', { vi: noticesVi, en: noticesEn })).filter(([name]) => !elsewhere.test(name))),
}

function named<Word extends string>(room: string, vocabulary: Vocabulary<Word>): InterfaceWords {
  return Object.fromEntries(
    namesIn(vocabulary.vi).map((word) => [`${room}.${word}`, inEveryLanguage((language) => vocabulary[language][word])]),
  )
}
