import { type DesignerSay, isDesignerWord } from '../../text/designer/words'
import type { OfficeLanguage } from '../../text/office/words'

/** Languages offered for a questionnaire: Vietnamese, English, and what is written in Viet Nam (ISO 639-3 where there is no shorter tag). */
export const commonLanguages: readonly string[] = [
  'vi', 'en', 'tyz', 'blt-Latn', 'mtq', 'km', 'nut', 'hmn', 'ium', 'jra', 'rad', 'bdq', 'sed', 'kpm', 'cmo', 'cjm-Latn', 'hre', 'bru', 'ktv', 'rog', 'sti',
]

/** A language's name in the reader's language: as the platform knows it, else as we do, else its tag. */
export function languageName(tag: string, office: OfficeLanguage, say: DesignerSay): string {
  const word = `trLang_${tag}`
  return platformName(tag, office) ?? (isDesignerWord(word) ? say(word) : tag)
}

/** The name as it stands inside a sentence. */
export const languageInSentence = (tag: string, office: OfficeLanguage, say: DesignerSay): string => languageName(tag, office, say).replace(/^Tiếng /, 'tiếng ')

function platformName(tag: string, office: OfficeLanguage): string | undefined {
  try {
    return new Intl.DisplayNames([office], { type: 'language', fallback: 'none' }).of(tag)
  } catch {
    return undefined
  }
}
