import type { Marks } from './pairs'
import type { Answer, Answers } from './schema'
import type { ItemSlots, TallyLayout } from './tally'
import { ownValue } from './name-patterns'

/** One person's answers while they are added: by place of the item, and what each slot of a tally gains. */
export type AnswerMarks = Marks & {
  readonly chosen: Float64Array
  /** The slots that gain anything, in any order. */
  readonly slots: { readonly places: Int32Array; count: number }
}

export const marksFor = (items: number, slots: number): AnswerMarks => ({
  valid: new Uint8Array(items),
  positive: new Uint8Array(items),
  points: new Float64Array(items),
  chosen: new Float64Array(slots),
  slots: { places: new Int32Array(slots), count: 0 },
})

/** Reads one person's answers into the layout's marks, once for however many tallies they are added to. */
export function markAnswers({ items, marks }: TallyLayout, answers: Answers): void {
  marks.valid.fill(0)
  marks.chosen.fill(0)
  marks.slots.count = 0
  for (let index = 0; index < items.length; index++) {
    const item = items[index]
    if (!item) continue
    const answer = ownValue(answers, item.id)
    if (answer !== undefined) markItem(item, marks, answer)
  }
}

function markItem(item: ItemSlots, marks: AnswerMarks, answer: Answer): void {
  if (typeof answer === 'number') {
    if (item.answer === 'number' && Number.isSafeInteger(answer)) markNumber(item, marks, answer)
    return
  }
  if (typeof answer === 'string') choose(item, marks, answer)
  else if ('code' in answer) choose(item, marks, answer.code)
  else if (item.answer === 'many') for (const choice of answer) choose(item, marks, typeof choice === 'string' ? choice : choice.code)
  if (item.answer === 'many' && marks.valid[item.index] === 1) gain(marks, item.offset + item.options.length, 1)
}

function choose(item: ItemSlots, marks: AnswerMarks, code: string): void {
  const place = item.places.get(code)
  if (place === undefined || marks.chosen[item.offset + place] === 1) return
  gain(marks, item.offset + place, 1)
  if (item.valid[place] === 0) return
  marks.valid[item.index] = 1
  marks.positive[item.index] = item.positive[place] ?? 0
  marks.points[item.index] = item.scores[place] ?? 0
}

function markNumber(item: ItemSlots, marks: AnswerMarks, answer: number): void {
  gain(marks, item.offset, 1)
  gain(marks, item.offset + 1, answer)
  gain(marks, item.offset + 2, answer * answer)
  marks.valid[item.index] = 1
  marks.positive[item.index] = 0
  marks.points[item.index] = answer
}

function gain({ chosen, slots }: AnswerMarks, slot: number, amount: number): void {
  chosen[slot] = amount
  slots.places[slots.count] = slot
  slots.count += 1
}
