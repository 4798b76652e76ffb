import type { Item } from '../item'
import type { Answer, Scale } from '../schema'
import type { Violation } from '../violations'
import type { Behaviour, Keeping } from './behaviour'
import { findOption, optionPlace } from './options'

/** Options that are put in order at most: each has a count for every place in a tally. */
export const mostRanked = 12

/** Options in the order in which somebody prefers them: all of them, or the first so many. */
export const ranking: Behaviour = {
  check: (item, answer) => {
    if (typeof answer === 'string' && answer !== '') return { item: item.id, code: 'bad_order', seen: answer }
    const codes = asOrder(answer)
    if (!codes) return { item: item.id, code: 'wrong_shape', allowed: '[code]' }
    const strange = codes.find((code) => !findOption(item, code))
    if (strange !== undefined)
      return {
        item: item.id,
        code: 'unknown_option',
        seen: strange,
        allowed: (item.scale?.options ?? []).map(({ code }) => code).join(', '),
      }
    const repeated = codes.find((code, at) => codes.indexOf(code) !== at)
    if (repeated !== undefined) return { item: item.id, code: 'repeated', seen: repeated }
    return codes.length === 0 ? undefined : checkLength(item, codes.length)
  },
  // Codes in their order; a form without script posts beside each option which place it has, as `2:code`.
  read: (_, values) => {
    const given = values.map((value) => value.trim()).filter((value) => value !== '')
    if (given.length === 0) return undefined
    return given.some((value) => value.includes(':')) ? (placedOrder(given) ?? given.join(' ')) : given
  },
}

function checkLength(item: Item, count: number): Violation | undefined {
  const options = item.scale?.options.length ?? 0
  const { atMost } = item.question.type === 'ranking' ? item.question : {}
  const most = Math.min(atMost ?? options, options)
  if (count > most) return { item: item.id, code: 'too_many', seen: String(count), allowed: String(most) }
  return atMost === undefined && count < most ? { item: item.id, code: 'too_few', seen: String(count), allowed: String(most) } : undefined
}

/** The options by the places that they were given; undefined where a place is missing or taken twice. */
function placedOrder(given: readonly string[]): readonly string[] | undefined {
  const placed = placesSaid(given.join(' '))
  const order = given.map((_, at) => placed.find(({ place }) => place === at + 1)?.code)
  return placed.length === given.length && order.every((code) => code !== undefined) ? order : undefined
}

/** What a form said of places that make no order, to be shown as it was said. */
export const placesSaid = (text: string): readonly { readonly place: number; readonly code: string }[] =>
  [...text.matchAll(/(\d+):(\S+)/g)].map(([, place = '', code = '']) => ({ place: Number(place), code }))

/** The codes of an answer in their order; undefined for what is none. */
export const asOrder = (answer: Answer | undefined): readonly string[] | undefined =>
  Array.isArray(answer) && answer.every((one) => typeof one === 'string') ? answer.map(String) : undefined

/** So many places are given at most. */
const depthOf = ({ question, scale }: Item): number => {
  const options = scale?.options.length ?? 0
  return question.type === 'ranking' ? Math.min(question.atMost ?? options, options) : 0
}

/** Who comes first is counted as one choice is, and behind that each further place; no figure of satisfaction follows from an order. */
export const rankingKept: Keeping = {
  holds: 'order',
  judges: 'never',
  isGrouping: false,
  takes: ({ options }: Scale) =>
    options.length >= 2 && options.length <= mostRanked && options.every(({ kind, exclusive }) => kind === 'answer' && !exclusive),
  clash: (question, scale) => {
    if (question.type !== 'ranking' || question.atMost === undefined) return undefined
    const options = scale?.options.length ?? Infinity
    return question.atMost > options ? `${question.atMost} > ${options}` : undefined
  },
  counted: (item) =>
    item.scale && { answer: 'order', options: item.scale.options, depth: depthOf(item), hasShare: false, points: undefined },
  bytes: ({ scale }) => scale?.options.length ?? 0,
  pack: (item, answer, into, offset) => {
    for (const [at, code] of (asOrder(answer) ?? []).entries()) {
      const place = optionPlace(item, code)
      if (place >= 0) into[offset + place] = at + 1
    }
  },
  columns: ({ id }) => [id],
  writer: () => (answer, row) => {
    row.push((asOrder(answer) ?? []).join('|'))
  },
  values: (cell) => cell.split('|'),
}
