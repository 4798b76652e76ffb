import { type AskedQuestion, itemsOf } from '../questionnaire'
import type { LocalText, Questionnaire } from '../schema'
import type { Warning } from './warning'

/** Items that ask two things at once or suggest an answer, and placeholders that nobody fills. */
export function wordingWarnings(questionnaire: Questionnaire): readonly Warning[] {
  const { sections } = questionnaire
  const asked = sections.flatMap(({ questions }) => questions.flatMap(itemsOf))
  const measured = asked.filter(({ question }) => isMeasured(question, scoredScales(questionnaire)))
  return [
    ...measured.flatMap(({ id, text }) => seenIn(questionnaire, text, joining, 'two_questions', `item "${id}"`)),
    ...asked.flatMap(({ id, text }) => seenIn(questionnaire, text, leading, 'leading_wording', `item "${id}"`)),
    ...sections.flatMap(({ id, title, intro }) => [title, intro].flatMap((text) => unfilled(text, `section "${id}"`))),
    ...sections.flatMap(({ questions }) => questions.flatMap(({ id, text, help }) => [text, help].flatMap((one) => unfilled(one, `question "${id}"`)))),
    ...(['title', 'purpose', 'privacy', 'thanks'] as const).flatMap((field) => unfilled(questionnaire[field], field)),
  ]
}

const scoredScales = ({ scales }: Questionnaire): ReadonlySet<string> => new Set(scales.filter(({ options }) => options.some(({ score }) => score !== undefined)).map(({ id }) => id))

/** Whether one answer judges the item as a whole. */
const isMeasured = (question: AskedQuestion, scored: ReadonlySet<string>): boolean =>
  question.type === 'rating' || question.type === 'matrix' || question.type === 'yes-no' || (question.type === 'single' && scored.has(question.scale))

type Pattern = Readonly<Record<string, RegExp>>

const joining: Pattern = { vi: /(?<=\s)(?:và|hoặc|cũng như|đồng thời)(?=\s)/iu, en: /\b(?:and|or|as well as)\b/i }
const leading: Pattern = {
  vi: /có đồng ý rằng|chắc hẳn|tất nhiên|đương nhiên|rõ ràng là|phải không|đúng không|không phải sao|chắc chắn rằng|ai cũng biết|tuyệt vời|xuất sắc/iu,
  en: /\bdon['’]t you\b|\bagree that\b|\bwouldn['’]t you\b|\bisn['’]t it\b|\bof course\b|\beveryone knows\b|\bobviously\b|\bsurely\b|\bexcellent\b|\bwonderful\b/i,
}

/** The first language in which something is seen is enough: the others are its translations. */
function seenIn({ languages }: Questionnaire, text: LocalText, patterns: Pattern, rule: 'two_questions' | 'leading_wording', path: string): readonly Warning[] {
  for (const [language, pattern] of Object.entries(patterns)) {
    const found = pattern.exec(text[language] ?? '')
    if (found) return [{ path, rule, seen: language === languages[0] ? found[0] : `${found[0]}, ${language}` }]
  }
  return []
}

const filledIn: readonly string[] = ['{agency}', '{campaign}']

function unfilled(text: LocalText | undefined, path: string): readonly Warning[] {
  const seen = Object.values(text ?? {}).flatMap((one) => one.match(/\{[^{}]*\}/g) ?? [])
  return [...new Set(seen)].filter((placeholder) => !filledIn.includes(placeholder)).map((placeholder) => ({ path, rule: 'unknown_placeholder', seen: placeholder }))
}
