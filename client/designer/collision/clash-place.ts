import { languageNames } from '../language-names'
import type { OfficeLanguage } from '../../text/office/words'
import { type DesignerSay, isDesignerWord } from '../../text/designer/words'

/** Where two authors clash, in words from the outside in: `Câu A1 › lời câu hỏi (Tiếng Việt)`. */
export function clashPlace(path: readonly string[], say: DesignerSay, office: OfficeLanguage): string {
  const steps: string[] = []
  for (let at = 0; at < path.length; at += 1) {
    const [key = '', next] = path.slice(at, at + 2)
    const within = `clashIn_${key}`
    if (next !== undefined && isDesignerWord(within)) {
      steps.push(say(within, { name: nameOf(next, say) }))
      at += 1
    } else if (isText(path[at - 1])) steps.push(`${steps.pop() ?? ''} (${languageNames(office).of(key)})`)
    else steps.push(wordOr(`clashAt_${key}`, key, say))
  }
  return steps.join(' › ')
}

/** The language of the text in which two authors clash, where it is one text. */
export const clashLanguage = (path: readonly string[]): string | undefined => (isText(path.at(-2)) ? path.at(-1) : undefined)

const isText = (key: string | undefined): boolean => key !== undefined && ['title', 'source', 'purpose', 'privacy', 'thanks', 'text', 'help', 'label', 'intro'].includes(key)

const nameOf = (name: string, say: DesignerSay): string => wordOr(`clashTree_${name}`, name.replace(/#.*$/, ''), say)

const wordOr = (word: string, otherwise: string, say: DesignerSay): string => (isDesignerWord(word) ? say(word) : otherwise)
