import type { LocalText } from '../../../surveys/schema'
import type { Desk } from '../desk'
import { languageNames } from '../language-names'
import type { Labelled } from './Field'
import { TextField } from './TextField'

type Props = Labelled & { readonly desk: Desk; readonly value: LocalText | undefined; readonly onInput: (value: LocalText) => void; readonly lines?: number }

/** A text in the content language; the other languages stay as they are. An emptied text is left out, so that the checks name it as missing. */
export function LocalField({ desk: { content, office, say }, value, onInput, label, ...rest }: Props) {
  const language = languageNames(office).of(content)
  const others = Object.entries(value ?? {}).filter(([tag]) => tag !== content)
  const changed = (text: string) => onInput(Object.fromEntries(text === '' ? others : [...others, [content, text]]))
  return <TextField {...rest} label={say('inLanguage', { label, language })} lang={content} value={value?.[content] ?? ''} placeholder={others[0]?.[1]} onInput={changed} />
}
