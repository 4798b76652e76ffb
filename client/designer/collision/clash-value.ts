import { type Fields, isFields, isList, nameOf } from '../../../surveys/designing/merging/values'
import type { LocalText } from '../../../surveys/schema'
import { isDesignerWord } from '../../text/designer/words'
import type { Desk } from '../desk'
import { clashPlace } from './clash-place'

export type Told = Pick<Desk, 'say' | 'office' | 'text'>

/** What one author has at a place, in a line that tells the two apart. */
export function clashValue(value: unknown, desk: Told): string {
  const { say, office } = desk
  if (value === undefined || value === null) return say('clashGone')
  if (value === '') return say('clashEmpty')
  if (typeof value === 'string') return value
  if (typeof value === 'number') return new Intl.NumberFormat(office).format(value)
  if (typeof value === 'boolean') return say(value ? 'clashYes' : 'clashNo')
  if (isList(value)) return value.length === 0 ? say('clashEmpty') : value.map((one) => clashValue(one, desk)).join('; ')
  return isFields(value) ? fieldsValue(value, desk) : ''
}

function fieldsValue(fields: Fields, desk: Told): string {
  const condition = conditionValue(fields, desk)
  if (condition !== undefined) return condition
  if (isLocal(fields)) return Object.keys(fields).length === 0 ? desk.say('clashEmpty') : desk.text(fields)
  const head = [fields['title'], fields['text'], fields['label']].flatMap((text) => (isFields(text) && isLocal(text) ? [desk.text(text)] : []))
  const parts = ['questions', 'items', 'options', 'nodes', 'bands'].flatMap((key) => (isList(fields[key]) ? [clashValue(fields[key], desk)] : []))
  const name = nameOf(fields)
  const said = [...(name === undefined ? [] : [name]), ...head, ...parts]
  return name === undefined && head.length === 0 ? plainFields(fields, desk) : said.join(' · ')
}

/** What belongs to a type, field by field. */
const plainFields = (fields: Fields, desk: Told): string =>
  Object.entries(fields).map(([key, value]) => `${clashPlace([key], desk.say, desk.office)}: ${key === 'type' ? typeName(clashValue(value, desk), desk) : clashValue(value, desk)}`).join(' · ')

function typeName(type: string, { say }: Told): string {
  const word = `type_${type}`
  return isDesignerWord(word) ? say(word) : type
}

function conditionValue(fields: Fields, desk: Told): string | undefined {
  const { say } = desk
  const { all, any, not, item } = fields
  if (isList(all)) return all.map((one) => bracketed(one, desk)).join(say('clashAnd'))
  if (isList(any)) return any.map((one) => bracketed(one, desk)).join(say('clashOr'))
  if (isFields(not)) return say('clashNot', { what: clashValue(not, desk) })
  if (typeof item !== 'string') return undefined
  if (isList(fields['in'])) return say('clashOneOf', { item, what: clashValue(fields['in'], desk) })
  if (fields['atLeast'] !== undefined) return say('clashAtLeast', { item, n: clashValue(fields['atLeast'], desk) })
  if (fields['atMost'] !== undefined) return say('clashAtMost', { item, n: clashValue(fields['atMost'], desk) })
  return say('clashAnswered', { item })
}

const bracketed = (condition: unknown, desk: Told): string => (isFields(condition) && ('all' in condition || 'any' in condition) ? `(${clashValue(condition, desk)})` : clashValue(condition, desk))

const isLocal = (fields: Fields): fields is LocalText => Object.entries(fields).every(([tag, text]) => typeof text === 'string' && /^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(tag) && tag !== 'id')
