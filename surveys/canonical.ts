/** One spelling of a JSON value: keys sorted, texts in NFC. Equal values give equal texts, so a hash of it pins them. */
export function canonical(value: unknown): string {
  return JSON.stringify(ordered(value))
}

function ordered(value: unknown): unknown {
  if (typeof value === 'string') return value.normalize('NFC')
  if (Array.isArray(value)) return value.map(ordered)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([key, inner]) => [key.normalize('NFC'), ordered(inner)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}
