import { screenWords } from '../../client/text/screen'
import { rowsToSay, withLanguage, withText } from '../../surveys/designing/translations'
import type { LocalText, Questionnaire } from '../../surveys/instrument/schema'
import { readSmall, smallSource } from './small'

/** Something in Tai Viet letters, with the same places to fill. */
const inTai = (text: string): string => ['ꪼꪕ', ...(text.match(/\{[a-z]+\}/g) ?? [])].join(' ')

/** As many words in Arabic letters, with the same places to fill. */
export const inJawi = (text: string): string => text.replace(/\{[a-z]+\}|[^\s{}]+/g, (word) => (word.startsWith('{') ? word : 'بهاس'))

/** Cham as it is written in Arabic letters, from right to left. */
export const jawi = 'cjm-Arab'

/** What Tai Dam calls itself. */
export const taiName = 'ꪼꪕꪒꪾ'

export const withTai = (text: LocalText): LocalText => ({ ...text, blt: inTai(text['vi'] ?? '') })

/** The small questionnaire in Tai Dam too, with every word of the screen: a language in which the product does not speak. */
export const readTai = (): Questionnaire => spoken('tai', 'blt', inTai, taiName)

/** The same from right to left. */
export const readJawi = (): Questionnaire => spoken('jawi', jawi, inJawi, 'چام')

const spoken = (id: string, tag: string, translated: (text: string) => string, name: string): Questionnaire =>
  translatedInto(readSmall({ ...smallSource, id }), tag, translated, name)

/** A questionnaire and every word around it in one more language. */
export function translatedInto(before: Questionnaire, tag: string, translated: (text: string) => string, name: string): Questionnaire {
  const draft = withLanguage(before, tag)
  const said = rowsToSay(draft, tag, screenWords).reduce((so, { key, text }) => withText(so, key, tag, translated(text['vi'] ?? '')), draft)
  return readSmall(withText(said, 'words/language.name', tag, name))
}

/** What a page says and names, but for what it says to readers of our languages in those. */
export const saidIn = (html: string): string =>
  html
    .replace(/<(style|script)[^>]*>[\s\S]*?<\/\1>/g, '')
    .replace(/<(\w+)(?=[^>]* lang="(?:vi|en)")[^>]*>[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*?(?: aria-label="([^"]*)")?[^>]*>/g, '\n$1\n')

/** The words of ours in a text, in the languages in which the product speaks: none should be left for a reader of another one. */
export function oursIn(shown: string): readonly string[] {
  const text = shown.replaceAll('Tiếng Việt', '').replaceAll('English', '')
  return Object.entries(screenWords).flatMap(([name, word]) =>
    Object.values(word)
      .map((one) => one.replace(/\{[a-z]+\}/g, '').trim())
      .filter((one) => one.length > 3 && text.includes(one))
      .map((one) => `${name}: ${one}`),
  )
}
