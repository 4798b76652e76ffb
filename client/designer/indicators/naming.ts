import { items } from '../../../surveys/questionnaire'
import { knownScales } from '../../../surveys/designing/names'
import type { LocalText, Questionnaire } from '../../../surveys/schema'
import { designerWords } from '../../text/designer/both'
import type { DesignerWord } from '../../text/designer/words'
import type { Desk } from '../desk'

/** What nodes and items are called on the screen. */
export type Naming = { readonly node: (code: string) => string; readonly item: (id: string) => string }

/** The names of all nodes and items of a design; a node without words of its own is called as its item. */
export function namingOf({ draft, text, say }: Desk): Naming {
  const texts = new Map(items(knownScales(draft)).map(({ id, text: words }) => [id, text(words)]))
  const labels = new Map(draft.trees.flatMap(({ nodes }) => nodes.map(({ code, label, items: [first] = [] }) => [code, text(label) || (texts.get(first ?? '') ?? '')])))
  const item = (id: string): string => texts.get(id) || say('unnamed')
  return { item, node: (code) => labels.get(code) || (texts.has(code) ? item(code) : say('unnamed')) }
}

/** A word of the interface in every language of the questionnaire that the interface speaks. */
export const inLanguagesOf = ({ languages }: Questionnaire, word: DesignerWord): LocalText =>
  Object.fromEntries((['vi', 'en'] as const).filter((tag) => languages.includes(tag)).map((tag) => [tag, designerWords(tag)(word)]))
