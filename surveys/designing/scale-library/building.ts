import type { LocalText, Option } from '../../schema'

/** Vietnamese first, then English. */
export type Words = readonly [vi: string, en: string]

export const local = ([vi, en]: Words): LocalText => ({ vi, en })

/** Options without score or verdict, with codes 1, 2, 3 …. */
export const choices = (...labels: readonly Words[]): readonly Option[] => labels.map((label, index) => choice(String(index + 1), label))

export const choice = (code: string, label: Words): Option => ({ code, label: local(label), kind: 'answer' })

/** Options from the worst to the best, with codes and scores 1, 2, 3 …; the upper `top` of them count as positive. */
export const levels = (top: number, ...labels: readonly Words[]): readonly Option[] =>
  labels.map((label, index) => ({ ...choice(String(index + 1), label), score: index + 1, positive: index >= labels.length - top }))

/** The options with a face each, in their order. */
export const withFaces = (options: readonly Option[], ...faces: readonly number[]): readonly Option[] =>
  options.map((option, index) => {
    const face = faces[index]
    return face === undefined ? option : { ...option, face }
  })

/** An option that counts as positive or not, without a score. */
export const verdict = (code: string, label: Words, positive: boolean): Option => ({ ...choice(code, label), positive })

export const notApplicable = (label: Words = ['Không liên quan đến tôi', 'Does not apply to me']): Option => ({ code: 'na', label: local(label), kind: 'not-applicable' })

export const noOpinion = (label: Words): Option => ({ code: 'no-opinion', label: local(label), kind: 'no-opinion' })

export const other = (label: Words, code = 'other'): Option => ({ code, label: local(label), kind: 'other' })

/** Chosen alone or not at all. */
export const noneOfThese = (label: Words): Option => ({ ...choice('none', label), exclusive: true })
