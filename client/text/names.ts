/** Names in a sentence: all of them, or the first ones and, in words, how many others there are. */
export function namesAndOthers(names: readonly string[], most: number, others: (n: number) => string): string {
  const more = names.length - most
  return more > 0 ? `${names.slice(0, most).join(', ')} ${others(more)}` : names.join(', ')
}
