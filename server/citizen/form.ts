import { keepings } from '../../surveys/instrument/questions/keepings'
import { readAnswers } from '../../surveys/answers/check'
import { withoutUnreachable } from '../../surveys/instrument/flow'
import { hasOther, type Item } from '../../surveys/instrument/item'
import { itemsById } from '../../surveys/instrument/questionnaire'
import type { Answers, Questionnaire } from '../../surveys/instrument/schema'
import type { Violation } from '../../surveys/instrument/violations'
import { trimmed } from '../../surveys/instrument/spelling'

/** Fields of a posted form, each with all its values. */
export type FormFields = Readonly<Record<string, readonly string[]>>

export type FormReading = { readonly answers: Answers; readonly violations: readonly Violation[] }

/** The answers of a posted form; those that it asked for in vain are left out, fields of no item are named. */
export function readForm(questionnaire: Questionnaire, fields: FormFields): FormReading {
  const known = itemsById(questionnaire)
  const unknown = Object.keys(fields).filter((name) => !name.startsWith('_') && !known.has(name) && !known.has(name.replace(/\.text$/, '')))
  const values = (field: string) => [...(fields[field] ?? []), ...impliedOther(known.get(field), fields)]
  return {
    answers: withoutUnreachable(questionnaire, readAnswers(questionnaire, values)),
    violations: unknown.slice(0, mostUnknown).map((item) => ({ item, code: 'unknown_item' })),
  }
}

/** Who writes beside an "other" means it, though the box stayed empty. */
function impliedOther(item: Item | undefined, fields: FormFields): readonly string[] {
  if (!item?.scale || !hasOther(item.scale)) return []
  const text = trimmed(fields[`${item.id}.text`]?.[0] ?? '')
  const given = fields[item.id] ?? []
  const other = item.scale.options.find(({ kind }) => kind === 'other')?.code
  if (text === '' || other === undefined || given.includes(other)) return []
  return keepings[item.question.type].holds === 'several' || given.length === 0 ? [other] : []
}

/** Fields that no form of ours has are named, but not all that somebody makes up. */
const mostUnknown = 100

/** More than any form of ours has. */
const mostFields = 4_000
/** A form of ours sends none; each costs as much as a hundred fields. */
const mostFiles = 20

/** Text fields of a submitted form; files are not answers, and nothing is read of a form with more of either than any has. */
export async function fieldsOf(request: Request): Promise<FormFields> {
  const bytes = Buffer.from(await request.arrayBuffer())
  const type = request.headers.get('content-type') ?? ''
  const isLarge = type.startsWith('multipart/') ? countOf(bytes, 'filename') > mostFiles : countOf(bytes, '&') > mostFields
  if (isLarge) throw new Error(`a form of more than ${mostFields} fields or ${mostFiles} files`)
  const fields: Record<string, string[]> = Object.create(null)
  for (const [name, value] of await new Response(bytes, { headers: { 'Content-Type': type } }).formData())
    if (typeof value === 'string') (fields[name] ??= []).push(value)
  return fields
}

/** How often a text stands in bytes. */
function countOf(bytes: Buffer, text: string): number {
  let count = 0
  for (let at = bytes.indexOf(text); at !== -1; at = bytes.indexOf(text, at + 1)) count += 1
  return count
}
