import { say } from '../../client/text/citizen'
import type { DesignerWord } from '../../client/text/designer'
import { designerWords } from '../../client/text/designer-both'
import type { Word } from '../../client/text/speaking'

/** What a citizen's button is called, in whichever language the picture is taken. */
export const calledBy = (...words: readonly Word[]): RegExp => inEither((language) => words.map((word) => say(language, word)))

/** What a button of the designer is called, in whichever language the picture is taken. */
export const designerCalls = (word: DesignerWord): RegExp => inEither((language) => [designerWords(language)(word)])

/** Names that begin so, up to what is put into the words: a count or a name may follow. */
function inEither(phrasesIn: (language: 'vi' | 'en') => readonly string[]): RegExp {
  const beginnings = (['vi', 'en'] as const)
    .flatMap(phrasesIn)
    .map((phrase) => phrase.replace(/\{.*/, '').replace(/[.*+?^$()|[\]\\]/g, '\\$&'))
  return new RegExp(`^(?:${beginnings.join('|')})`)
}
