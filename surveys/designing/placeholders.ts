export type PlaceholderProblem = 'placeholder-lost' | 'placeholder-unknown'

/** What a translation did to the places that are filled at display, such as `{agency}`: all of its source must be in it, and no others. */
export function placeholderProblem(source: string, text: string): PlaceholderProblem | undefined {
  const wanted = placeholdersOf(source)
  const given = placeholdersOf(text)
  if (wanted.some((name) => !given.includes(name))) return 'placeholder-lost'
  return given.some((name) => !wanted.includes(name)) ? 'placeholder-unknown' : undefined
}

/** The places to fill in a text, each once. */
export const placeholdersOf = (text: string): readonly string[] => [...new Set(text.match(/\{[a-z]+\}/g))]
