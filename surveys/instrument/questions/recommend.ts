import type { Option, Scale } from '../schema'
import type { Behaviour, Keeping } from './behaviour'
import { oneOption, optionKept } from './options'

/** How likely somebody is to recommend, from 0 to 10 (Reichheld 2003): eleven answers that no questionnaire words anew. */
export const recommend: Behaviour = oneOption

const answers = Array.from({ length: 11 }, (_, likelihood) => likelihood)

/** Its options, which are figures in every language; they carry no points of their own, since what they are worth is told by the score below. */
export const recommendScale = (languages: readonly string[]): Scale => ({
  id: 'recommend',
  options: answers.map((likelihood) => ({
    code: String(likelihood),
    label: Object.fromEntries(languages.map((language) => [language, String(likelihood)])),
    kind: 'answer',
  })),
})

/** Who says 9 or 10 promotes, who says 0 to 6 detracts, and who says 7 or 8 does neither. */
export const netScore = (code: string): -100 | 0 | 100 => (Number(code) >= 9 ? 100 : Number(code) <= 6 ? -100 : 0)

const netOption = (option: Option): Option => ({ ...option, score: netScore(option.code) })

/** Each answer is worth what it adds to the net score, −100, 0 or 100: it says nothing of how satisfied somebody is. */
export const recommendKept: Keeping = /* @__PURE__ */ optionKept({
  judges: 'always',
  isGrouping: false,
  counted: ({ scale }) =>
    scale && { answer: 'one', options: scale.options.map(netOption), hasShare: false, isNet: true, points: { low: -100, high: 100 } },
})
