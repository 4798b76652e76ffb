import type { Question, QuestionType } from '../instrument/schema'
import { questionShapes } from './question-shapes'

/** Something of a question type that its author sets, as the schema describes it. */
export type QuestionSetting = {
  readonly name: string
  readonly isOptional: boolean
  /** What a new question begins with. */
  readonly fresh: unknown
  readonly control:
    | { readonly kind: 'integer'; readonly min: number | undefined; readonly max: number | undefined }
    | { readonly kind: 'choice'; readonly options: readonly string[] }
    | { readonly kind: 'day' | 'moment' | 'tick' | 'scale' | 'rows' | 'words' | 'text' }
}

/** The question types in the order of the schema. */
export const questionTypes = (): readonly QuestionType[] => [...shapes().keys()]

/** What an author sets on a question of that type, besides its words and its skip logic. */
export const settingsOf = (type: QuestionType): readonly QuestionSetting[] => shapes().get(type) ?? []

/** The question with a setting changed; undefined takes an optional one away. */
export function withSetting(question: Question, name: string, value: unknown): Question {
  const changed: Question = JSON.parse(JSON.stringify({ ...question, [name]: value }))
  return changed
}

/** The value of a setting as it stands. */
export const settingIn = (question: Question, name: string): unknown => Object.entries(question).find(([key]) => key === name)?.[1]

const ownFields: ReadonlySet<string> = new Set(['type', 'id', 'text', 'help', 'showIf', 'sound', 'from'])

let known: ReadonlyMap<QuestionType, readonly QuestionSetting[]> | undefined
const shapes = (): ReadonlyMap<QuestionType, readonly QuestionSetting[]> => (known ??= readShapes())

function readShapes(): ReadonlyMap<QuestionType, readonly QuestionSetting[]> {
  const all = list(recordOf(questionShapes)['oneOf']).map(recordOf)
  return new Map(all.map((shape) => [typeOf(shape), settingsIn(shape)]))
}

function typeOf(shape: Fields): QuestionType {
  const type: QuestionType = JSON.parse(JSON.stringify(recordOf(recordOf(shape['properties'])['type'])['const']))
  return type
}

function settingsIn(shape: Fields): readonly QuestionSetting[] {
  const required = new Set(list(shape['required']))
  return Object.entries(recordOf(shape['properties']))
    .filter(([name]) => !ownFields.has(name))
    .map(([name, described]) => {
      const field = recordOf(described)
      return { name, isOptional: !required.has(name), fresh: field['fresh'] ?? field['default'], control: controlOf(name, field) }
    })
}

function controlOf(name: string, field: Fields): QuestionSetting['control'] {
  if (name === 'scale') return { kind: 'scale' }
  if (field['type'] === 'array') return { kind: 'rows' }
  if (field['type'] === 'boolean') return { kind: 'tick' }
  if (field['type'] === 'integer') return { kind: 'integer', min: bound(field['minimum']), max: bound(field['maximum']) }
  if (Array.isArray(field['enum'])) return { kind: 'choice', options: list(field['enum']).map(String) }
  if (field['type'] === 'object') return { kind: 'words' }
  return { kind: field['format'] === 'date' ? 'day' : field['format'] === 'date-time' ? 'moment' : 'text' }
}

type Fields = Readonly<Record<string, unknown>>
const recordOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {})
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** The schema names the largest safe integers where there is no bound. */
const bound = (value: unknown): number | undefined =>
  typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined
