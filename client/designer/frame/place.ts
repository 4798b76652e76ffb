import { hasRows } from '../../../surveys/instrument/item'
import type { Finding, FoundPlace, ContentPlace } from '../../../surveys/designing/findings'
import { findQuestion } from '../../../surveys/designing/questions'
import type { Questionnaire } from '../../../surveys/instrument/schema'
import { type Desk, languageNameFor } from './desk'

export const tabs = ['questions', 'scales', 'indicators', 'translation', 'sounds', 'general', 'check'] as const
export type Tab = (typeof tabs)[number]

/** The tabs of a design: an indicator set has no questions, scales and recordings. */
export const tabsOf = ({ kind }: Pick<Questionnaire, 'kind'>): readonly Tab[] =>
  kind === undefined ? tabs : tabs.filter((tab) => tab !== 'questions' && tab !== 'scales' && tab !== 'sounds')

/** Where in the designer somebody is. */
export type Place = {
  readonly tab: Tab
  readonly section?: string | undefined
  readonly question?: string | undefined
  readonly row?: string | undefined
  readonly scale?: string | undefined
  readonly tree?: string | undefined
  readonly node?: string | undefined
  /** A text that lacks its translation, by its path in the definition. */
  readonly lacking?: { readonly language: string; readonly path: string } | undefined
  /** Somebody was led here by a finding: it is shown, and the keyboard goes along. */
  readonly isLed?: true | undefined
}

/** Where a sitting begins. */
export const firstPlace = ({ kind, sections }: Questionnaire): Place =>
  kind === undefined ? { tab: 'questions', section: sections[0]?.id, question: sections[0]?.questions[0]?.id } : { tab: 'indicators' }

/** Whoever goes to another tab finds the same question on coming back. */
export const keepingQuestion = ({ section, question, row }: Place, next: Place): Place =>
  next.tab === 'questions' ? next : { section, question, row, ...next }

/** The place of something that the checks found. */
export function placeOf(found: FoundPlace): Place {
  if (found.tab === 'questions') return { tab: 'questions', section: found.section, question: found.question, row: found.item, isLed: true }
  if (found.tab === 'indicators') return { tab: 'indicators', tree: found.tree, node: found.node, isLed: true }
  if (found.tab === 'translation') return { tab: 'translation', lacking: { language: found.language, path: found.path }, isLed: true }
  return found.tab === 'scales' ? { tab: 'scales', scale: found.scale, isLed: true } : { tab: found.tab, isLed: true }
}

/** Where a finding is, as its author knows it: a question by its id and words, else the tab and what stands there. */
export function whereWords(
  { draft, office, say, text }: Pick<Desk, 'draft' | 'office' | 'say' | 'text'>,
  { place: found, path }: Finding,
): string {
  if (found.tab === 'translation' && found.path.startsWith('words.'))
    return `${say('tab_translation')} · ${languageNameFor(found.language, office, say)}`
  if (found.tab === 'sounds') return `${say('tab_sounds')} · ${languageNameFor(found.language, office, say)}`
  const place = found.tab === 'translation' ? found.of : found
  if (place.tab === 'questions') {
    const question = findQuestion(draft, place.question)?.question
    const row = question && hasRows(question) ? question.items.find(({ id }) => id === place.item) : undefined
    if (question) return [row?.id ?? question.id, text(row?.text ?? question.text)].filter(Boolean).join(' · ')
    const section = draft.sections.find(({ id }) => id === place.section)
    if (section) return say('sectionTitle', { what: text(section.title) || say('unnamed') })
  }
  const inside = insideOf({ draft, say, text }, place).filter((name) => name !== undefined)
  // What is wrong with all of a tab is named by the tab alone.
  return [say(`tab_${place.tab}`), ...(inside.length > 0 ? inside : [path].filter((one) => one.includes('.')))].join(' · ')
}

/** What an author calls the place in its tab: a scale and its option, an indicator, a set of grades and its grade, a field. */
function insideOf({ draft, say, text }: Pick<Desk, 'draft' | 'say' | 'text'>, place: ContentPlace): readonly (string | undefined)[] {
  if (place.tab === 'scales') {
    const scale = draft.scales.find(({ id }) => id === place.scale)
    const option = scale?.options.find(({ code }) => code === place.option)
    return [text(scale?.name) || place.scale, text(option?.label) || place.option]
  }
  if (place.tab === 'indicators') return place.node === undefined ? [place.bands, place.band] : [place.node]
  const field = generalTexts.find((one) => one === place.field)
  return [field ? say(`general_${field}`) : place.field]
}

const generalTexts = ['title', 'purpose', 'privacy', 'thanks', 'source'] as const
