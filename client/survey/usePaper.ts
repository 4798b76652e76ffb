import { useLayoutEffect, useState } from 'preact/hooks'
import type { Answer, Answers } from '../../surveys/instrument/schema'
import type { Violation } from '../../surveys/instrument/violations'
import type { Draft } from '../../surveys/answers/begun'
import { reading } from './reading'
import { type Asking, type Page, type SurveyModel, type Wording, wordingOf, wordsIn } from './model'

export type Paper = {
  readonly wording: Wording
  readonly asking: Asking
  readonly answers: Answers
  readonly order: string
  readonly setLanguage: (language: string) => void
  /** Takes up a paper that was begun. */
  readonly resume: (draft: Pick<Draft, 'language' | 'answers' | 'order'>) => void
  readonly setProblems: (problems: readonly Violation[]) => void
}

/** What one citizen has in hand: the language, the answers, and what is wrong with them. */
export function usePaper(page: Page, agency: string | undefined, live: boolean): Paper {
  const [language, setLanguage] = useState(page.language)
  const [answers, setAnswers] = useState(page.answers)
  const [problems, setProblems] = useState(page.problems)
  const [order = '', setOrder] = useState(page.order)
  const { questionnaire } = page.model
  const wording = wordingOf(page.model, language, agency)
  // Before it is painted: whoever has a page read aloud hears it in the voice of its language.
  useLayoutEffect(() => speakIn(page.model, language), [language])
  const answer = (item: string, given: Answer | undefined) => {
    setAnswers((before) => withAnswer(before, item, given))
    setProblems((before) => before.filter((problem) => problem.item !== item))
  }
  const asking: Asking = {
    // The server's form, and what takes it over, tells no answers.
    questionnaire: reading.asRead?.(questionnaire, { order, answers: live ? answers : {} }) ?? questionnaire,
    layout: page.layout,
    wording,
    answers,
    problems,
    live,
    answer,
    drawn: page.drawn,
  }
  const resume: Paper['resume'] = (draft) => {
    setLanguage(draft.language)
    setAnswers(draft.answers)
    setOrder(draft.order)
  }
  return { wording, asking, answers, order, setLanguage, resume, setProblems }
}

/** Says of the whole page in which language it is read. */
export const speakIn = (model: SurveyModel, language: string): void =>
  void Object.assign(document.documentElement, wordsIn(model, language).marks)

function withAnswer(answers: Answers, item: string, given: Answer | undefined): Answers {
  const others = Object.fromEntries(Object.entries(answers).filter(([id]) => id !== item))
  return given === undefined ? others : { ...others, [item]: given }
}
