import { localised } from './language'
import { itemsById } from './response'
import type { Questionnaire } from './schema'

/** The words of every node by its code: an item node is called as its item. */
export function nodeLabels(questionnaire: Questionnaire, language: string): ReadonlyMap<string, string> {
  const labels = new Map([...itemsById(questionnaire)].map(([id, { text }]) => [id, localised(text, language, questionnaire.languages)]))
  for (const { nodes } of questionnaire.trees) for (const node of nodes) labels.set(node.code, localised(node.label, language, questionnaire.languages))
  return labels
}
