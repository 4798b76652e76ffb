/** One spelling of a JSON value: keys sorted, texts in NFC. Equal values give equal texts, so a hash of it pins them. */
export function canonical(value: unknown): string {
  if (typeof value === 'string') return textOf(value)
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const inner = new Map(Object.entries(value))
  let text = ''
  for (const key of sorted(inner)) {
    const one = inner.get(key)
    if (one !== undefined) text += `${text === '' ? '' : ','}${textOf(key)}:${canonical(one)}`
  }
  return `{${text}}`
}

const keptOrders = 1_000
const orders = new Map<string, readonly string[]>()

/** The keys in order; responses to one questionnaire mostly have the same keys, and sorting takes longer than all else here. */
function sorted(inner: ReadonlyMap<string, unknown>): readonly string[] {
  const keys = [...inner.keys()]
  const name = keys.join('\n')
  const known = orders.get(name)
  if (known?.length === keys.length) return known
  if (orders.size >= keptOrders) orders.clear()
  keys.sort()
  orders.set(name, keys)
  return keys
}

/** Most texts are codes, which are spelled as they stand. */
const textOf = (text: string): string => (isPlain(text) ? `"${text}"` : JSON.stringify(text.normalize('NFC')))

/** Printable ASCII that JSON does not escape; a loop, since a regular expression takes twice as long. */
function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit < 32 || unit > 126 || unit === 34 || unit === 92) return false
  }
  return true
}
