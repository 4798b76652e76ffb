import { canonicalRecord, type SpelledKeys, spelledKeys } from '../instrument/canonical'
import { reachableItems } from '../instrument/flow'
import type { Item } from '../instrument/item'
import { itemsById } from '../instrument/questionnaire'
import { type Choice, takesText } from '../instrument/questions/options'
import { behaviours } from '../instrument/questions/registry'
import type { Answer, Answers, Questionnaire } from '../instrument/schema'
import { isVisible, mostAnswerBytes, ownValue, trimmed } from '../instrument/spelling'
import type { Violation } from '../instrument/violations'

/** Everything wrong with the answers to a questionnaire: unknown, unreachable or unfit answers, and required blanks. */
export function checkAnswers(questionnaire: Questionnaire, answers: Answers): readonly Violation[] {
  const known = itemsById(questionnaire)
  const asked = reachableItems(questionnaire, answers)
  const wrong: Violation[] = []
  for (const id of Object.keys(answers)) {
    const item = known.get(id)
    const answer = answers[id]
    if (answer === undefined) continue
    if (!item) wrong.push({ item: id, code: 'unknown_item' })
    else if (!asked.has(id)) wrong.push({ item: id, code: 'unreachable' })
    else {
      const violation = behaviours[item.question.type].check(item, answer)
      if (violation) wrong.push(violation)
    }
  }
  return [...wrong, ...missing(questionnaire, answers, asked), ...tooMuch(answers)]
}

/** Where all answers together are more than is taken, the longest of them, and by how many letters it is to be shorter. */
export function tooMuch(answers: Answers): readonly Violation[] {
  // A unit of UTF-16 takes three bytes at most; only what may be too much is counted.
  if (JSON.stringify(answers).length * 3 <= mostAnswerBytes || bytesOf(answers) <= mostAnswerBytes) return []
  const lengths = Object.entries(answers).map(([item, answer]) => ({ item, bytes: bytesOf(answer) }))
  const { item, bytes } = lengths.reduce((longest, one) => (one.bytes > longest.bytes ? one : longest))
  const letters = JSON.stringify(answers[item]).length
  return [{ item, code: 'too_much', seen: String(Math.ceil(((bytesOf(answers) - mostAnswerBytes) * letters) / bytes)) }]
}

const bytesOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length

/** Required items that are asked and still blank. */
export function missing(
  questionnaire: Questionnaire,
  answers: Answers,
  asked = reachableItems(questionnaire, answers),
): readonly Violation[] {
  return fieldsOf(questionnaire)
    .required.filter(({ id }) => asked.has(id) && isBlank(ownValue(answers, id)))
    .map(({ id }) => ({ item: id, code: 'required' }))
}

/** The answers that form fields or table cells mean: `values(id)` gives what stands in a field. */
export function readAnswers(questionnaire: Questionnaire, values: (field: string) => readonly string[]): Answers {
  const answers: Record<string, Answer> = {}
  for (const { item, textField } of fieldsOf(questionnaire).all) {
    const otherText = textField === undefined ? '' : (values(textField)[0] ?? '')
    const answer = behaviours[item.question.type].read(item, values(item.id), otherText)
    if (answer !== undefined) answers[item.id] = answer
  }
  return answers
}

/** The answers without blanks and without spaces around texts, so that an export read again gives the same. */
export const normalisedAnswers = (answers: Answers): Answers =>
  Object.keys(answers).every((id) => isNormal(answers[id]))
    ? answers
    : Object.fromEntries(
        Object.entries(answers)
          .map(([id, answer]) => [id, trimmedAnswer(answer)] as const)
          .filter(([, answer]) => !isBlank(answer)),
      )

const isNormal = (answer: Answer | undefined): boolean =>
  typeof answer === 'number' || (typeof answer === 'string' && answer !== '' && trimmed(answer) === answer)

/** The one spelling of checked answers, whose items are all of the questionnaire. */
export function canonicalAnswers(questionnaire: Questionnaire, answers: Answers): string {
  const keys = spellings.get(questionnaire) ?? spelledKeys([...itemsById(questionnaire).keys()])
  spellings.set(questionnaire, keys)
  return canonicalRecord(keys, answers)
}

const spellings = new WeakMap<Questionnaire, SpelledKeys>()

function trimmedAnswer(answer: Answer): Answer {
  // A control character is not a blank that somebody left; it stays, and is refused.
  if (typeof answer === 'string') return isControlled(answer) ? answer : trimmed(answer)
  if (typeof answer === 'number') return answer
  if ('code' in answer) return trimmedChoice(answer)
  return answer.map((one) => (typeof one === 'string' ? one : trimmedChoice(one)))
}

/** White space is no such character, though tabs and line breaks are controls too. */
const isControlled = (text: string): boolean => /[^\P{Cc}\s]/u.test(text)

const trimmedChoice = ({ code, text }: { readonly code: string; readonly text: string }): Choice =>
  isVisible(text) ? { code, text: text.trim() } : code

/** A blank is no answer: nothing, an empty text or no option at all. */
export const isBlank = (answer: Answer | undefined): boolean =>
  answer === undefined || answer === '' || (Array.isArray(answer) && answer.length === 0)

type Fields = {
  readonly all: readonly { readonly item: Item; readonly textField: string | undefined }[]
  readonly required: readonly Item[]
}

/** Every item with the field of the text beside its "other", and those that need an answer. */
function fieldsOf(questionnaire: Questionnaire): Fields {
  const made = fields.get(questionnaire) ?? newFields([...itemsById(questionnaire).values()])
  fields.set(questionnaire, made)
  return made
}

const fields = new WeakMap<Questionnaire, Fields>()

const newFields = (asked: readonly Item[]): Fields => ({
  all: asked.map((item) => ({ item, textField: takesText(item) ? `${item.id}.text` : undefined })),
  required: asked.filter(({ question }) => question.required),
})
