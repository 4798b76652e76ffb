import type { ReachableSection } from './flow'
import { hasRows, isClosed } from './item'
import { localised } from './language'
import { itemsOf, scalesById } from './questionnaire'
import type { LocalText, Questionnaire, Scale } from './schema'

/** Seconds that answering takes: at the questionnaire's own pace an item, and for a reader who is slow with words and with the hand. */
export type Pace = { readonly usual: number; readonly slow: number }

/**
 * Syllables a second: two thirds of the 5.22 at which Vietnamese is read aloud (Pellegrino, Coupé and Marsico, "A cross-language
 * perspective on speech information rate", Language 87, 2011).
 */
const slowReading = 3.5

/** Seconds an answer: half as much again as deciding and pointing take by the keystroke-level model, 1.35 + 1.1 (Card, Moran and Newell 1980). */
const slowTap = 4

/** The time for parts of a questionnaire as they are shown, in a language. What several parts have in common is read once. */
export function paceOf(questionnaire: Questionnaire, shown: readonly ReachableSection[], language: string): Pace {
  const answers = shown.reduce((sum, { questions }) => questions.reduce((more, question) => more + itemsOf(question).length, sum), 0)
  const read = syllablesOf(questionnaire, shown, language)
  return { usual: answers * questionnaire.secondsPerItem, slow: read / slowReading + answers * slowTap }
}

/** The time for all of it, from the title on, every item answered. */
export function paceOfAll(questionnaire: Questionnaire, language: string): Pace {
  const { sections, title, purpose } = questionnaire
  const parts = paceOf(
    questionnaire,
    sections.map((section) => ({ section, questions: section.questions })),
    language,
  )
  const count = counter(questionnaire, language)
  return { ...parts, slow: parts.slow + (count(title) + count(purpose)) / slowReading }
}

function syllablesOf(questionnaire: Questionnaire, shown: readonly ReachableSection[], language: string): number {
  const count = counter(questionnaire, language)
  const scales = scalesById(questionnaire)
  const seen = new Set<string>()
  const first = (id: string) => seen.size < seen.add(id).size
  let sum = 0
  for (const { section, questions } of shown) {
    if (first(`section ${section.id}`)) sum += count(section.title) + count(section.intro)
    for (const question of questions) {
      if (first(question.id))
        sum += count(question.text) + count(question.help) + count(isClosed(question) ? scales.get(question.scale) : undefined)
      if (hasRows(question)) for (const { text } of question.items) sum += count(text)
    }
  }
  return sum
}

/**
 * Counts syllables as Vietnamese writes them, of at most seven letters and a mark; a longer word of another language counts as several. What
 * was counted is kept: every page says how long it takes, and counting took a third of a page's time.
 */
function counter({ languages }: Questionnaire, language: string): (read: LocalText | Scale | undefined) => number {
  const reader = [language, ...languages].join(' ')
  const known = counted.get(reader) ?? new WeakMap<LocalText | Scale, number>()
  counted.set(reader, known)
  const inText = (text: LocalText): number => localised(text, language, languages).match(/\S{1,8}/g)?.length ?? 0
  return (read) => {
    if (!read) return 0
    const count = known.get(read) ?? (isScale(read) ? read.options.reduce((sum, { label }) => sum + inText(label), 0) : inText(read))
    known.set(read, count)
    return count
  }
}

const isScale = (read: LocalText | Scale): read is Scale => Array.isArray(read['options'])

/** Syllables by who reads them. */
const counted = new Map<string, WeakMap<LocalText | Scale, number>>()

/** How a span of time is told: in tens of seconds up to a minute and a half, then in whole minutes, from the usual to the slow. */
export function toldPace({ usual, slow }: Pace): { readonly unit: 'seconds' | 'minutes'; readonly span: string } {
  const unit = Math.max(usual, slow) < 90 ? 'seconds' : 'minutes'
  const rounded = (seconds: number) =>
    unit === 'seconds' ? Math.max(10, Math.round(seconds / 10) * 10) : Math.max(1, Math.round(seconds / 60))
  const [from, to] = [rounded(Math.min(usual, slow)), rounded(Math.max(usual, slow))]
  return { unit, span: from === to ? String(to) : `${from}–${to}` }
}
