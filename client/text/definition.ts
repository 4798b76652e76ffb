import { type ConditionWords, conditionSentence, type Telling } from '../../surveys/designing/condition-text'
import type { Finding } from '../../surveys/designing/findings'
import { type Problem, problemSentence, type ProblemWords } from '../../surveys/instrument/problems'
import type { Condition, Questionnaire } from '../../surveys/instrument/schema'
import { type Warning, warningSentence } from '../../surveys/instrument/warnings'
import * as en from './en/definition'
import { type Language, nameInSentence, spokenFor } from './languages'
import { numbersOf } from './numbers'
import * as vi from './vi/definition'

type DefinitionWords = Pick<ProblemWords, 'sentences' | 'fields'> & {
  readonly warnings: Parameters<typeof warningSentence>[0]
  readonly conditions: ConditionWords
}

/** What is said of definitions, in each language. */
export const definitionWords: Readonly<Record<Language, DefinitionWords>> = { vi, en }

/** The whole sentence an author gets; a language without words of its own reads Vietnamese. */
export function problemText(language: string, problem: Problem): string {
  const spoken = spokenFor(language)
  return problemSentence(
    { ...definitionWords[spoken], number: numbersOf(spoken).plain, language: (tag) => spokenName(spoken, tag) },
    problem,
  )
}

export function warningText(language: string, warning: Warning): string {
  const spoken = spokenFor(language)
  return warningSentence(definitionWords[spoken].warnings, (tag) => spokenName(spoken, tag), warning)
}

export const findingText = (language: string, finding: Finding): string =>
  finding.severity === 'error' ? problemText(language, finding.source) : warningText(language, finding.source)

/** Skip logic as a sentence with the questions' and options' own words, for who writes it. */
export const conditionText = (language: string, questionnaire: Questionnaire, condition: Condition | undefined): string =>
  conditionSentence(tellingIn(language), questionnaire, condition)

/** The same for who fills it in on paper. */
export function conditionOnPaper(language: string, questionnaire: Questionnaire, condition: Condition): string {
  const telling = tellingIn(language)
  return conditionSentence({ ...telling, words: { ...telling.words, only: telling.words.onPaper } }, questionnaire, condition)
}

/** The same for who reads words alone and no codes. */
export function conditionWithoutCodes(language: string, questionnaire: Questionnaire, condition: Condition): string {
  const telling = tellingIn(language)
  return conditionSentence({ ...telling, words: { ...telling.words, item: telling.words.codelessItem } }, questionnaire, condition)
}

function tellingIn(language: string): Telling {
  const spoken = spokenFor(language)
  return { words: definitionWords[spoken].conditions, language, number: numbersOf(spoken).plain }
}

/** "tiếng Anh", "English"; the name as it stands inside a sentence. */
const spokenName = (language: Language, tag: string): string =>
  nameInSentence(new Intl.DisplayNames([language], { type: 'language' }).of(tag) ?? tag)
