import type { Place as FoundPlace } from '../../surveys/designing/place'
import type { Questionnaire } from '../../surveys/schema'

export const tabs = ['questions', 'scales', 'indicators', 'translation', 'general', 'check'] as const
export type Tab = (typeof tabs)[number]

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
export const firstPlace = ({ sections }: Questionnaire): Place => ({ tab: 'questions', section: sections[0]?.id, question: sections[0]?.questions[0]?.id })

/** Whoever goes to another tab finds the same question on coming back. */
export const keepingQuestion = ({ section, question, row }: Place, next: Place): Place => (next.tab === 'questions' ? next : { section, question, row, ...next })

/** The place of something that the checks found. */
export function placeOf(found: FoundPlace): Place {
  if (found.tab === 'questions') return { tab: 'questions', section: found.section, question: found.question, row: found.item, isLed: true }
  if (found.tab === 'indicators') return { tab: 'indicators', tree: found.tree, node: found.node, isLed: true }
  if (found.tab === 'translation') return { tab: 'translation', lacking: { language: found.language, path: found.path }, isLed: true }
  return found.tab === 'scales' ? { tab: 'scales', scale: found.scale, isLed: true } : { tab: found.tab, isLed: true }
}
