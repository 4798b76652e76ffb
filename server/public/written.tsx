import type { Language } from '../../client/text/languages'
import type { PublicSay } from '../../client/text/public'
import { isTranslated, localised } from '../../surveys/instrument/language'
import { languageMarks } from '../../surveys/instrument/direction'
import type { LocalText } from '../../surveys/instrument/schema'

type Props = { readonly say: PublicSay; readonly language: Language; readonly text: LocalText }

/** What an office wrote, in the reader's language; what there is in another alone says so. */
export function WrittenText({ say, language, text }: Props) {
  if (isTranslated(text, language)) return <>{localised(text, language)}</>
  const other = language === 'vi' ? 'en' : 'vi'
  return (
    <>
      <span {...languageMarks(other)}>{localised(text, other)}</span> <span class="soft">({say(`only_${other}`)})</span>
    </>
  )
}
