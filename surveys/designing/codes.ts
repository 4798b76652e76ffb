import { freeName } from './ordering'

/** Whether the text may name something in data and addresses: 1 to 64 letters, digits, ".", "_" or "-", the first a letter or digit. */
export const isCode = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text)

/** What forbids a new code beside those that are taken; undefined when nothing does. */
export function codeProblem(next: string, taken: readonly string[]): 'malformed' | 'taken' | undefined {
  if (!isCode(next)) return 'malformed'
  return taken.includes(next) ? 'taken' : undefined
}

/** The code itself when it is free, else with "-copy", "-copy2" … behind it; never longer than a code may be. */
export const freeCopy = (base: string, taken: ReadonlySet<string>): string => (taken.has(base) ? freeName(`${base.slice(0, longest - '-copy'.length - room)}-copy`, taken) : base)

const longest = 64

/** Digits that a number behind the name may need. */
const room = 4
