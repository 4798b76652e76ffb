import type { ReachableSection } from './flow'
import { hasRows, isClosed } from './item'
import { localised } from './language'
import { itemsOf, scalesById } from './questionnaire'
import type { LocalText, Questionnaire } from './schema'

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
  const answers = shown.flatMap(({ questions }) => questions.flatMap(itemsOf)).length
  const read = syllables(textsOf(questionnaire, shown), language, questionnaire.languages)
  return { usual: answers * questionnaire.secondsPerItem, slow: read / slowReading + answers * slowTap }
}

/** The time for all of it, from the title on, every item answered. */
export function paceOfAll(questionnaire: Questionnaire, language: string): Pace {
  const { sections, title, purpose, languages } = questionnaire
  const parts = paceOf(
    questionnaire,
    sections.map((section) => ({ section, questions: section.questions })),
    language,
  )
  return { ...parts, slow: parts.slow + syllables([title, purpose], language, languages) / slowReading }
}

function textsOf(questionnaire: Questionnaire, shown: readonly ReachableSection[]): readonly LocalText[] {
  const scales = scalesById(questionnaire)
  const seen = new Set<string>()
  const first = (id: string) => seen.size < seen.add(id).size
  return shown
    .flatMap(({ section, questions }) => [
      ...(first(`section ${section.id}`) ? [section.title, section.intro] : []),
      ...questions.flatMap((question) => [
        ...(first(`question ${question.id}`)
          ? [
              question.text,
              question.help,
              ...(isClosed(question) ? (scales.get(question.scale)?.options ?? []).map(({ label }) => label) : []),
            ]
          : []),
        ...(hasRows(question) ? question.items.map(({ text }) => text) : []),
      ]),
    ])
    .filter((text) => text !== undefined)
}

/** Syllables as Vietnamese writes them, of at most seven letters and a mark; a longer word of another language counts as several. */
function syllables(texts: readonly LocalText[], language: string, languages: readonly string[]): number {
  const reader = [language, ...languages].join(' ')
  const known = counted.get(reader) ?? new WeakMap<LocalText, number>()
  counted.set(reader, known)
  return texts.reduce((sum, text) => {
    const count = known.get(text) ?? localised(text, language, languages).match(/\S{1,8}/g)?.length ?? 0
    known.set(text, count)
    return sum + count
  }, 0)
}

/** The syllables of texts by who reads them: every page says how long it takes, and counting takes a third of a page's time. */
const counted = new Map<string, WeakMap<LocalText, number>>()

/** How a span of time is told: in tens of seconds up to a minute and a half, then in whole minutes, from the usual to the slow. */
export function toldPace({ usual, slow }: Pace): { readonly unit: 'seconds' | 'minutes'; readonly span: string } {
  const unit = Math.max(usual, slow) < 90 ? 'seconds' : 'minutes'
  const rounded = (seconds: number) =>
    unit === 'seconds' ? Math.max(10, Math.round(seconds / 10) * 10) : Math.max(1, Math.round(seconds / 60))
  const [from, to] = [rounded(Math.min(usual, slow)), rounded(Math.max(usual, slow))]
  return { unit, span: from === to ? String(to) : `${from}–${to}` }
}
