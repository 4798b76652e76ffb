import { isValidOption } from '../questionnaire'
import type { Option, Questionnaire, Scale } from '../schema'
import { freeName, moved, replaced, without } from './ordering'

/** What of an option is set anew; a value of undefined takes it away. */
export type OptionChange = { readonly [K in keyof Omit<Option, 'code'>]?: Option[K] | undefined }

/** The scale with one more answer in front of its options outside the base, with a fresh code and no words yet. */
export function addOption(draft: Questionnaire, id: string): Questionnaire {
  return withOptions(draft, id, (options) => {
    const last = options.findLastIndex(isValidOption) + 1
    return [...options.slice(0, last), { code: freshCode(options), label: {}, kind: 'answer' }, ...options.slice(last)]
  })
}

/** The scale without the option at that place; the last one stays, since a scale has at least one. */
export const removeOption = (draft: Questionnaire, id: string, place: number): Questionnaire =>
  withOptions(draft, id, (options) => (options.length > 1 ? without(options, place) : options))

export const moveOption = (draft: Questionnaire, id: string, from: number, to: number): Questionnaire => withOptions(draft, id, (options) => moved(options, from, to))

/**
 * The scale with one option changed. An option outside the base has no score and no "positive"; a score is a whole number.
 * Where no other option says whether it is positive, one that is not says nothing either.
 */
export function changeOption(draft: Questionnaire, id: string, place: number, change: OptionChange): Questionnaire {
  return withOptions(draft, id, (options) => {
    const before = options[place]
    if (!before) return options
    const others = without(options, place)
    return replaced(options, place, ruled({ ...before, ...change }, others))
  })
}

type Wished = OptionChange & Pick<Option, 'code'>

function ruled({ code, label = {}, kind = 'answer', score, positive, exclusive, face }: Wished, others: readonly Option[]): Option {
  const isCounted = isValidOption({ code, label, kind })
  const says = positive === true || (positive === false && others.some((other) => other.positive !== undefined))
  return {
    code,
    label,
    kind,
    ...(isCounted && score !== undefined && Number.isSafeInteger(Math.trunc(score)) ? { score: Math.trunc(score) } : {}),
    ...(isCounted && says ? { positive } : {}),
    ...(exclusive === true ? { exclusive } : {}),
    ...(face === undefined ? {} : { face }),
  }
}

/** The number after the highest numeric code, or after the count of options where no code is a number. */
function freshCode(options: readonly Option[]): string {
  const numbers = options.flatMap(({ code }) => (/^\d{1,9}$/.test(code) ? [Number(code)] : []))
  const next = (numbers.length > 0 ? Math.max(...numbers) : options.length) + 1
  return freeName(String(next), new Set(options.map(({ code }) => code)))
}

function withOptions(draft: Questionnaire, id: string, edit: (options: Scale['options']) => Scale['options']): Questionnaire {
  return { ...draft, scales: draft.scales.map((scale) => (scale.id === id ? { ...scale, options: edit(scale.options) } : scale)) }
}
