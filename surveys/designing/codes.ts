import { namePatterns } from '../name-patterns'
import { freeName } from './ordering'

/** Names are either codes or the stricter ids of sections, questions and items. */
export type NameKind = 'code' | 'item'

/** Whether the text may name something in data and addresses. */
export const isCode = (text: string): boolean => namePatterns.code.test(text)

/** What forbids a new name beside those that are taken; undefined when nothing does. */
export function codeProblem(next: string, taken: ReadonlySet<string>, kind: NameKind = 'code'): 'malformed' | 'taken' | undefined {
  if (!namePatterns[kind].test(next)) return 'malformed'
  return taken.has(next) ? 'taken' : undefined
}

/** The code itself when it is free, else with "-copy", "-copy2" … behind it; never longer than a code may be. */
export const freeCopy = (base: string, taken: ReadonlySet<string>): string => (taken.has(base) ? freeName(`${base.slice(0, longest - '-copy'.length - room)}-copy`, taken) : base)

const longest = 64

/** Digits that a number behind the name may need. */
const room = 4
