import type { Finding } from '../../../surveys/designing/findings'
import { findQuestion } from '../../../surveys/designing/questions'
import type { Desk } from '../desk'

/** Where a finding is, as its author knows it: a question by its id and words, else the tab and what stands there. */
export function whereWords({ draft, say, text }: Pick<Desk, 'draft' | 'say' | 'text'>, { place: found, path }: Finding): string {
  const place = found.tab === 'translation' ? found.of : found
  if (place.tab === 'questions') {
    const question = findQuestion(draft, place.question)?.question
    const row = question?.type === 'matrix' ? question.items.find(({ id }) => id === place.item) : undefined
    if (question) return [row?.id ?? question.id, text(row?.text ?? question.text)].filter(Boolean).join(' · ')
    const section = draft.sections.find(({ id }) => id === place.section)
    if (section) return say('sectionTitle', { what: text(section.title) || section.id })
  }
  const inside = place.tab === 'scales' ? place.scale : place.tab === 'indicators' ? (place.node ?? place.bands) : place.field
  return [say(`tab_${place.tab}`), inside ?? path].join(' · ')
}
