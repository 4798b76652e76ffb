import type { JSX, VNode } from 'preact'
import { jsx } from 'preact/jsx-runtime'
import { filled, languageFound, localised } from '../../surveys/instrument/language'
import type { Answer, Answers, LocalText, Question, Questionnaire } from '../../surveys/instrument/schema'
import { ownValue } from '../../surveys/instrument/spelling'
import { type Pace, toldPace } from '../../surveys/instrument/pace'
import type { Violation } from '../../surveys/instrument/violations'
import type { Drafts } from './draft'
import type { Outbox } from '../outbox/outbox'
import { type CitizenWords, phrase, violationPhrase, type Word } from '../text/speaking'

/** All that the screens of one touchpoint show, in every language; the same for everyone who answers there. */
export type SurveyModel = {
  readonly touchpoint: string
  readonly place: LocalText
  readonly campaign: { readonly code: string; readonly version: number; readonly title: LocalText; readonly synthetic: boolean }
  readonly agencies: readonly AgencyName[]
  /** Without its trees and bands, which a citizen's screen does not need. */
  readonly questionnaire: Questionnaire
  /** Whether a phone needs more than its first script for it. */
  readonly more?: true | undefined
  /** What is said around it, by language; in the model, so that a phone loads no language that its questionnaire does not speak. */
  readonly words: Readonly<Record<string, CitizenWords>>
}

export type AgencyName = { readonly code: string; readonly name: LocalText }

export type Layout = 'phone' | 'kiosk'

/** One showing of a questionnaire: what the server renders and the browser takes over. */
export type Page = {
  readonly model: SurveyModel
  readonly layout: Layout
  readonly language: string
  /** Undefined until the citizen has chosen among several. */
  readonly agency: string | undefined
  /** Trying the questionnaire: nothing is stored. */
  readonly test: boolean
  /** An interviewer reads the questions and taps the answers. */
  readonly assisted?: boolean
  readonly answers: Answers
  /** What the order of shuffled options follows from; that of the print without. */
  readonly order?: string | undefined
  /** The screen to which somebody went on before the browser took over. */
  readonly reached?: number | undefined
  /** The part of the server's form that is left to be taken over: a slow phone answers sooner than with all of them. */
  readonly part?: number | undefined
  readonly problems: readonly Violation[]
  /** What hinders the form as a whole. */
  readonly message?: string | undefined
  /** What a form without JavaScript carries along; a browser makes its own id and day, and says too when its page was opened. */
  readonly carried: { readonly id: string; readonly day: string; readonly visit?: string | undefined }
  /** What was begun on this phone; a screen that strangers share keeps nothing of the kind. */
  readonly drafts?: Drafts | undefined
  /** Questions whose markup stands already; the browser has none. */
  readonly drawn?: ReadonlyMap<Question, VNode> | undefined
  /** What keeps and sends a response; the server has none. */
  readonly openOutbox?: (() => Promise<Outbox>) | undefined
}

/** How a screen speaks: its own phrases, and the questionnaire's texts with their placeholders filled. */
export type Wording = {
  readonly language: string
  readonly agency: LocalText
  readonly say: (word: Word, values?: Readonly<Record<string, string | number>>) => string
  readonly text: (local: LocalText) => string
  /** What is wrong with an answer. */
  readonly violation: (problem: Violation) => string
  /** The same on the screen, marked where it is in another language. */
  readonly shown: (local: LocalText) => string | JSX.Element
}

export function wordingOf(model: SurveyModel, language: string, agency: string | undefined): Wording {
  const { languages } = model.questionnaire
  const localText = (local: LocalText) => localised(local, language, languages)
  const words = wordsIn(model, language)
  const chosen = model.agencies.find(({ code }) => code === agency)?.name
  const values = { agency: chosen ? localText(chosen) : phrase(words, 'theAgency'), campaign: localText(model.campaign.title) }
  const text = (local: LocalText) => filled(localText(local), values)
  return {
    language,
    agency: chosen ?? model.place,
    say: (word, more) => phrase(words, word, more),
    violation: (problem) => violationPhrase(words, language, problem),
    text,
    shown: (local) => {
      const lang = languageFound(local, language, languages)
      return lang === language ? text(local) : jsx('span', { ...wordsIn(model, lang).marks, lang, children: text(local) })
    },
  }
}

/** What is said around the questionnaire in one of its languages, what the language calls itself among it. */
export function wordsIn({ words, campaign }: SurveyModel, language: string): CitizenWords {
  const found = ownValue(words, language) ?? Object.values(words)[0]
  if (!found) throw new Error(`${campaign.code}: no words`)
  return found
}

/** How long it takes, in words. */
export function roundTime(wording: Wording, pace: Pace): string {
  const { unit, span } = toldPace(pace)
  return wording.say(unit, { n: span })
}

/** What a question's view needs besides the question. */
export type Asking = {
  readonly questionnaire: Questionnaire
  readonly wording: Wording
  readonly answers: Answers
  readonly problems: readonly Violation[]
  readonly layout: Layout
  /** Whether the screen follows the answers; a plain form shows all that could be asked. */
  readonly live: boolean
  readonly answer: (item: string, answer: Answer | undefined) => void
  readonly drawn?: Page['drawn']
}

export type ViewProps<Q extends Question = Question> = { readonly question: Q; readonly asking: Asking }

export const violationOf = (asking: Asking, item: string): Violation | undefined => asking.problems.find((problem) => problem.item === item)
