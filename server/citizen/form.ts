import { readAnswers } from '../../surveys/answers/check'
import { withoutUnreachable } from '../../surveys/instrument/flow'
import { hasOther, type Item, itemsById } from '../../surveys/instrument/questionnaire'
import type { Answers, Questionnaire } from '../../surveys/instrument/schema'
import type { Violation } from '../../surveys/instrument/violations'

/** Fields of a posted form, each with all its values. */
export type Fields = Readonly<Record<string, readonly string[]>>

export type FormReading = { readonly answers: Answers; readonly violations: readonly Violation[] }

/** The answers of a posted form; those that it asked for in vain are left out, fields of no item are named. */
export function readForm(questionnaire: Questionnaire, fields: Fields): FormReading {
  const known = itemsById(questionnaire)
  const unknown = Object.keys(fields).filter((name) => !name.startsWith('_') && !known.has(name.replace(/\.text$/, '')))
  const values = (field: string) => [...(fields[field] ?? []), ...impliedOther(known.get(field), fields)]
  return {
    answers: withoutUnreachable(questionnaire, readAnswers(questionnaire, values)),
    violations: unknown.map((item) => ({ item, code: 'unknown_item' })),
  }
}

/** Who writes beside an "other" means it, though the box stayed empty. */
function impliedOther(item: Item | undefined, fields: Fields): readonly string[] {
  if (!item?.scale || !hasOther(item.scale)) return []
  const text = fields[`${item.id}.text`]?.[0]?.trim() ?? ''
  const given = fields[item.id] ?? []
  const other = item.scale.options.find(({ kind }) => kind === 'other')?.code
  if (text === '' || other === undefined || given.includes(other)) return []
  return item.question.type === 'multiple' || given.length === 0 ? [other] : []
}

/** Text fields of a submitted form; files are not answers. */
export async function fieldsOf(request: Request): Promise<Fields> {
  const fields: Record<string, string[]> = Object.create(null)
  for (const [name, value] of await request.formData()) {
    if (typeof value === 'string') (fields[name] ??= []).push(value)
  }
  return fields
}
