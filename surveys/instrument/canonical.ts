import { composed, ownValue } from './spelling'

/** One spelling of a JSON value: keys sorted, texts in NFC. Equal values give equal texts, so a hash of it pins them. */
export function canonical(value: unknown): string {
  if (typeof value === 'string') return textOf(value)
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  return canonicalRecord(spelledKeys(Object.keys(value)), Object.fromEntries(Object.entries(value)))
}

/** Keys in their order with their spelling, to be kept where many records have keys out of the same few. */
export type SpelledKeys = readonly { readonly key: string; readonly spelled: string }[]

export const spelledKeys = (keys: readonly string[]): SpelledKeys => [...keys].sort().map((key) => ({ key, spelled: `${textOf(key)}:` }))

/** What `canonical` makes of a record that has none but these keys; those it lacks are left out. */
export function canonicalRecord(keys: SpelledKeys, record: Readonly<Record<string, unknown>>): string {
  const parts: string[] = []
  for (const { key, spelled } of keys) {
    const value = ownValue(record, key)
    if (value !== undefined) parts.push(spelled + canonical(value))
  }
  return `{${parts.join(',')}}`
}

/** Most texts are codes, which are spelled as they stand. */
const textOf = (text: string): string => (isPlain(text) ? `"${text}"` : JSON.stringify(composed(text)))

/** Printable ASCII that JSON does not escape; a loop, since a regular expression takes twice as long. */
function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit < 32 || unit > 126 || unit === 34 || unit === 92) return false
  }
  return true
}
