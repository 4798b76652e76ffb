import { itemsOf } from './questionnaire'
import type { LocalText, Question, Questionnaire, Section } from './schema'

export type TextPlace = 'title' | 'source' | 'purpose' | 'privacy' | 'thanks' | 'section' | 'intro' | 'question' | 'help' | 'item' | 'option' | 'tree' | 'node' | 'band'

/** A text that stands in both versions and reads differently in one language; empty: it is not there in that language. */
export type TextChange = { readonly what: TextPlace; readonly code: string; readonly language: string; readonly before: string; readonly after: string }

/** Every text that was reworded, in the order of the later version; what is new or gone as a whole is not among them. */
export function textChanges(before: Questionnaire, after: Questionnaire): readonly TextChange[] {
  const old = new Map(placed(before).map((one) => [keyOf(one), one.text]))
  return placed(after).flatMap(({ what, code, text }) => {
    const was = old.get(keyOf({ what, code }))
    if (!was) return []
    const languages = [...new Set([...Object.keys(was), ...Object.keys(text)])]
    return languages.filter((language) => was[language] !== text[language]).map((language) => ({ what, code, language, before: was[language] ?? '', after: text[language] ?? '' }))
  })
}

type Placed = { readonly what: TextPlace; readonly code: string; readonly text: LocalText }

const keyOf = ({ what, code }: Pick<Placed, 'what' | 'code'>): string => `${what} ${code}`

/** Texts by what does not change when others move: ids and codes, never places in a list. */
const placed = (questionnaire: Questionnaire): readonly Placed[] => [
  ...(['title', 'source', 'purpose', 'privacy', 'thanks'] as const).map((what) => ({ what, code: '', text: questionnaire[what] })),
  ...questionnaire.sections.flatMap(ofSection),
  ...questionnaire.scales.flatMap(({ id, options }) => options.map(({ code, label }) => ({ what: 'option' as const, code: `${id} ${code}`, text: label }))),
  ...questionnaire.trees.flatMap(({ id, label, nodes }) => [{ what: 'tree' as const, code: id, text: label }, ...nodes.map((node) => ({ what: 'node' as const, code: `${id} ${node.code}`, text: node.label }))]),
  ...questionnaire.bandSets.flatMap(({ id, bands }) => bands.map(({ code, label }) => ({ what: 'band' as const, code: `${id} ${code}`, text: label }))),
]

const ofSection = ({ id, title, intro, questions }: Section): readonly Placed[] => [
  { what: 'section', code: id, text: title },
  { what: 'intro', code: id, text: intro ?? {} },
  ...questions.flatMap(ofQuestion),
]

const ofQuestion = (question: Question): readonly Placed[] => [
  { what: 'question', code: question.id, text: question.text },
  { what: 'help', code: question.id, text: question.help ?? {} },
  ...(question.type === 'matrix' ? itemsOf(question).map(({ id, text }) => ({ what: 'item' as const, code: id, text })) : []),
]
