import type { ContentPlace, Place as FoundPlace } from '../../surveys/designing/place'
import type { Questionnaire } from '../../surveys/schema'

export const tabs = ['questions', 'scales', 'indicators', 'translation', 'general', 'check'] as const
export type Tab = (typeof tabs)[number]

/** Where in the designer somebody is. */
export type Place = {
  readonly tab: Tab
  readonly section?: string | undefined
  readonly question?: string | undefined
  readonly scale?: string | undefined
  readonly tree?: string | undefined
  readonly node?: string | undefined
  /** A text to translate, by its key, and into which language. */
  readonly text?: string | undefined
  readonly language?: string | undefined
  /** Somebody was led here by a finding: it is shown, and the keyboard goes along. */
  readonly isLed?: true
}

/** Where a sitting begins. */
export const firstPlace = ({ sections }: Questionnaire): Place => ({ tab: 'questions', section: sections[0]?.id, question: sections[0]?.questions[0]?.id })

/** The place of something that the checks found. */
export function placeOf(found: FoundPlace): Place {
  if (found.tab === 'questions') return { tab: 'questions', section: found.section, question: found.question, isLed: true }
  if (found.tab === 'scales') return { tab: 'scales', scale: found.scale, isLed: true }
  if (found.tab === 'indicators') return { tab: 'indicators', tree: found.tree, node: found.node, isLed: true }
  return found.tab === 'translation' ? { tab: 'translation', text: keyOfText(found.of, found.path.split('.').at(-1) ?? ''), language: found.language, isLed: true } : { tab: 'general', isLed: true }
}

/** The key under which the translations list a text; empty for one that has to be looked for. */
function keyOfText(of: ContentPlace, field: string): string {
  if (of.tab === 'general') return field
  if (of.tab === 'scales') return `scales/${of.scale ?? ''}/options/${of.option ?? ''}/label`
  if (of.tab !== 'questions') return ''
  if (of.item !== undefined) return `items/${of.item}/${field}`
  return of.question === undefined ? `sections/${of.section ?? ''}/${field}` : `questions/${of.question}/${field}`
}
