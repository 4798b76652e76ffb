import type { Answers } from '../instrument/schema'

/** The agencies that are rated, as one word where a page or an address names one: no code holds a space. */
export const ratedWord = (agencies: readonly string[]): string => agencies.join(' ')
export const ratedIn = (word: string): readonly string[] => word.split(' ').filter((code) => code !== '')

/** Of answers to an unrolled questionnaire the agencies about which something was answered. */
export const ratedAmong = (flat: Answers): readonly string[] => [
  ...new Set(Object.keys(flat).flatMap((name) => (name.includes('.') ? [name.slice(0, name.lastIndexOf('.'))] : []))),
]
