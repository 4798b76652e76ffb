import type { Item } from '../instrument/item'
import { items } from '../instrument/questionnaire'
import { keepings } from '../instrument/questions/keepings'
import type { Answers, Questionnaire } from '../instrument/schema'
import { ownValue } from '../instrument/spelling'

/**
 * The answers to closed items as bytes in the questionnaire's item order, for scans: as a rule one byte an item
 * (0 blank, else the option's place + 1); a multiple choice takes one byte (0 or 1) an option.
 */
export function packAnswers(questionnaire: Questionnaire, answers: Answers): Uint8Array {
  const { places, length } = layoutOf(questionnaire)
  const bytes = new Uint8Array(length)
  for (const { item, offset } of places) {
    const answer = ownValue(answers, item.id)
    if (answer !== undefined) keepings[item.question.type].pack(item, answer, bytes, offset)
  }
  return bytes
}

/** Where an item's bytes stand in packed answers, and how many; nothing of one that is not packed. */
export function packedPlace(questionnaire: Questionnaire, id: string): { readonly offset: number; readonly length: number } | undefined {
  const place = layoutOf(questionnaire).places.find(({ item }) => item.id === id)
  return place && { offset: place.offset, length: keepings[place.item.question.type].bytes(place.item) }
}

type BytePlace = { readonly item: Item; readonly offset: number }
type ByteLayout = { readonly places: readonly BytePlace[]; readonly length: number }

function layoutOf(questionnaire: Questionnaire): ByteLayout {
  const made = layouts.get(questionnaire) ?? newLayout(questionnaire)
  layouts.set(questionnaire, made)
  return made
}

function newLayout(questionnaire: Questionnaire): ByteLayout {
  const places: BytePlace[] = []
  let length = 0
  for (const item of items(questionnaire)) {
    const bytes = keepings[item.question.type].bytes(item)
    if (bytes === 0) continue
    places.push({ item, offset: length })
    length += bytes
  }
  return { places, length }
}

const layouts = new WeakMap<Questionnaire, ByteLayout>()
