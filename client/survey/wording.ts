import { filled, localised } from '../../surveys/language'
import type { LocalText } from '../../surveys/schema'
import { say, type Word } from '../text/citizen/words'
import type { SurveyModel } from './model'

/** How a screen speaks: its own phrases, and the questionnaire's texts with their placeholders filled. */
export type Wording = {
  readonly language: string
  readonly agency: string
  readonly say: (word: Word, values?: Readonly<Record<string, string | number>>) => string
  readonly text: (local: LocalText) => string
}

export function wordingOf(model: SurveyModel, language: string, agency: string | undefined): Wording {
  const localText = (local: LocalText) => localised(local, language, model.questionnaire.languages)
  const name = model.agencies.find(({ code }) => code === agency)?.name ?? model.place
  const values = { agency: localText(name), campaign: localText(model.campaign.title) }
  return {
    language,
    agency: values.agency,
    say: (word, more) => say(language, word, more),
    text: (local) => filled(localText(local), values),
  }
}

/** A span of time in round words: tens of seconds, then whole minutes. */
export const roundTime = (wording: Wording, seconds: number): string =>
  seconds < 90 ? wording.say('seconds', { n: Math.max(10, Math.round(seconds / 10) * 10) }) : wording.say('minutes', { n: Math.ceil(seconds / 60) })
