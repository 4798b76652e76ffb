import { folded } from './folding'

/**
 * Whether typed words are this name: in any case, and each word as the name has it or without its marks, as many people type.
 * Words with other marks are other words: "Ảnh" is not "Anh", "Tính" not "Tỉnh".
 */
export const isCalled = (typed: string, name: string): boolean => tidy(folded(typed)) === tidy(folded(name)) && isSaid(wordsOf(typed), name)

/** Tells whether typed words are one of some names. */
export type KnownNames = (typed: string) => boolean

export function knownNames(all: readonly string[]): KnownNames {
  const called = allCalled(all, (name) => [name])
  return (typed) => called(typed).length > 0
}

/** Tells which of some things typed words mean: the only one that is called so; where several could be, the only one that is spelled so. */
export function theOneCalled<Thing>(
  things: Iterable<Thing>,
  names: (thing: Thing) => readonly string[],
): (typed: string) => Thing | undefined {
  const called = allCalled(things, names)
  return (typed) => {
    const all = called(typed)
    const spelling = wordsOf(typed).join(' ')
    const spelled = all.length > 1 ? all.filter((thing) => names(thing).some((name) => wordsOf(name).join(' ') === spelling)) : all
    return spelled.length === 1 ? spelled[0] : undefined
  }
}

/** Tells which of some things are called as somebody typed. */
export function allCalled<Thing>(things: Iterable<Thing>, names: (thing: Thing) => readonly string[]): (typed: string) => readonly Thing[] {
  const known = new Map<string, { readonly thing: Thing; readonly name: string }[]>()
  for (const thing of things)
    for (const name of names(thing)) {
      const key = tidy(folded(name))
      const there = known.get(key)
      if (there) there.push({ thing, name })
      else known.set(key, [{ thing, name }])
    }
  return (typed) => {
    const alike = known.get(tidy(folded(typed)))
    return alike ? [...new Set(alike.filter(({ name }) => isSaid(wordsOf(typed), name)).map(({ thing }) => thing))] : []
  }
}

function isSaid(said: readonly string[], name: string): boolean {
  const words = wordsOf(name)
  return said.length === words.length && said.every((word, at) => word === words[at] || word === folded(words[at] ?? ''))
}

const tidy = (text: string): string => text.trim().replace(/\s+/g, ' ')

/** Words in small letters, the tone of each behind it: "hòa" and "hoà" are one word. */
const wordsOf = (text: string): readonly string[] =>
  text.length > mostLetters
    ? [text]
    : tidy(text.normalize('NFD').toLowerCase())
        .split(' ')
        .map((word) => word.replace(tones, '') + (word.match(tones) ?? []).join(''))

/** Grave, acute, tilde, hook and dot below. */
const tones = /[\u0300\u0301\u0303\u0309\u0323]/g

/** Nothing has a longer name, and marks piled up in a longer text take seconds to put in order. */
const mostLetters = 1_000
