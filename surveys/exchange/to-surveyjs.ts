import { hasRows, isClosed, type RowsQuestion } from '../instrument/item'
import type { LocalText, Option, Question, Questionnaire, Scale, Section } from '../instrument/schema'
import { conditionWritten, tellWhatStays } from './leaving'
import type { Tell } from './notes'

/** JSON as it is written. */
export type WrittenJson = { readonly [name: string]: string | number | boolean | undefined | WrittenJson | readonly WrittenJson[] }

/** A questionnaire as a survey of SurveyJS; what the format cannot hold is told. */
export function surveyOf(questionnaire: Questionnaire, tell: Tell): WrittenJson {
  tellWhatStays(questionnaire, tell)
  const { id, title, source, purpose, privacy, thanks, languages } = questionnaire
  const first = languages[0] ?? 'vi'
  const said = texts(first)
  const rows = new Map(
    questionnaire.sections.flatMap(({ questions }) =>
      questions.flatMap((question) =>
        hasRows(question) ? question.items.map((row) => [row.id, `${question.id}.${row.id}`] as const) : [],
      ),
    ),
  )
  const called = (item: string): string => `{${rows.get(item) ?? item}}`
  const writing: Writing = {
    tell,
    said,
    scales: new Map(questionnaire.scales.map((scale) => [scale.id, scale])),
    condition: conditionWritten(
      questionnaire,
      {
        and: 'and',
        or: 'or',
        not: (condition) => `!(${condition})`,
        answered: (item) => `${called(item)} notempty`,
        number: (item, sign, limit) => `${called(item)} ${sign} ${limit}`,
        chosen: (item, code, isMany) => `${called(item)} ${isMany ? 'contains' : '='} '${code}'`,
      },
      tell,
    ),
  }
  return {
    locale: first,
    title: said(title),
    description: said(purpose),
    completedHtml: said(thanks),
    sipasId: id,
    sipasSource: said(source),
    sipasPrivacy: said(privacy),
    pages: questionnaire.sections.map((section) => pageOf(writing, section)),
  }
}

type Said = (text: LocalText | undefined) => string | WrittenJson | undefined
type Writing = {
  readonly tell: Tell
  readonly said: Said
  readonly scales: ReadonlyMap<string, Scale>
  readonly condition: ReturnType<typeof conditionWritten>
}

/** A text in one language, or in several under their names; words stand where markup would be read. */
const texts =
  (first: string): Said =>
  (text = {}) => {
    const entries = Object.entries(text)
    if (entries.length === 0) return undefined
    if (entries.length === 1 && entries[0]?.[0] === first) return entries[0][1]
    return Object.fromEntries(entries.map(([language, words]) => [language === first ? 'default' : language, words]))
  }

function pageOf(writing: Writing, { id, title, intro, showIf, questions, each }: Section): WrittenJson {
  if (each) writing.tell({ name: id }, 'stays_each')
  return {
    name: id,
    title: writing.said(title),
    description: writing.said(intro),
    visibleIf: writing.condition(showIf, id),
    elements: questions.map((question) => elementOf(writing, question)).filter((element) => element !== undefined),
  }
}

function elementOf(writing: Writing, question: Question): WrittenJson | undefined {
  const { id, text, help, showIf, type } = question
  const isRequired = 'required' in question && question.required ? true : undefined
  const own = ownOf(writing, question)
  if (!own) {
    writing.tell({ name: id }, 'stays_type', type)
    return undefined
  }
  return {
    name: id,
    title: own['html'] === undefined ? writing.said(text) : undefined,
    description: writing.said(help),
    visibleIf: writing.condition(showIf, id),
    ...(hasRows(question) && isClosed(question) ? { eachRowRequired: isRequired } : { isRequired }),
    ...own,
  }
}

/** What a question is in SurveyJS; undefined for what it cannot ask. */
function ownOf(writing: Writing, question: Question): WrittenJson | undefined {
  const { tell } = writing
  switch (question.type) {
    case 'single':
      return { type: 'radiogroup', ...listOf('choices', writing, question.scale), choicesOrder: orderOf(question) }
    case 'ranking':
      if (question.atMost !== undefined) tell({ name: question.id }, 'stays_limits')
      return { type: 'ranking', ...listOf('choices', writing, question.scale), choicesOrder: orderOf(question) }
    case 'recommend':
      return {
        type: 'rating',
        rateMin: 0,
        rateMax: 10,
        minRateDescription: writing.said(question.least),
        maxRateDescription: writing.said(question.most),
      }
    case 'rating':
      return { type: 'rating', ...listOf('rateValues', writing, question.scale) }
    case 'yes-no':
      return { type: 'radiogroup', sipasType: 'yes-no', ...listOf('choices', writing, question.scale) }
    case 'multiple':
      return {
        type: 'checkbox',
        choicesOrder: orderOf(question),
        ...listOf('choices', writing, question.scale),
        minSelectedChoices: question.atLeast,
        maxSelectedChoices: question.atMost,
      }
    case 'matrix':
      return {
        type: 'matrix',
        ...listOf('columns', writing, question.scale),
        rows: rowsOf(writing, question),
        rowsOrder: orderOf(question),
      }
    case 'number':
      return { type: 'text', inputType: 'number', min: question.min, max: question.max, ...unitOf(tell, question) }
    case 'slider':
      if (question.least || question.most) tell({ name: question.id }, 'own_columns', 'minRateDescription, maxRateDescription')
      return {
        type: 'slider',
        min: question.min,
        max: question.max,
        step: question.step,
        minRateDescription: writing.said(question.least),
        maxRateDescription: writing.said(question.most),
        ...unitOf(tell, question),
      }
    case 'number-matrix':
      return numbersOf(writing, question)
    case 'text':
      return question.lines > 1
        ? { type: 'comment', maxLength: question.maxLength, rows: question.lines }
        : { type: 'text', maxLength: question.maxLength }
    case 'date':
      return { type: 'text', inputType: 'date', min: question.min, max: question.max }
    case 'date-time':
      return { type: 'text', inputType: 'datetime-local', min: question.min, max: question.max }
    case 'note':
      return { type: 'html', html: markup(writing.said(question.text)) }
    default:
      return undefined
  }
}

/** Words as they stand in markup, so that none of them is taken for an element. */
function markup(text: string | WrittenJson | undefined): string | WrittenJson {
  const plain = (words: string): string =>
    words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br>')
  if (typeof text === 'string') return plain(text)
  return Object.fromEntries(
    Object.entries(text ?? {}).map(([language, words]) => [language, typeof words === 'string' ? plain(words) : '']),
  )
}

const rowsOf = ({ said }: Writing, { items }: RowsQuestion): readonly WrittenJson[] =>
  items.map(({ id, text }) => ({ value: id, text: said(text), sipasId: id }))

function numbersOf(writing: Writing, question: Extract<Question, { readonly type: 'number-matrix' }>): WrittenJson {
  writing.tell({ name: question.id }, 'several_questions', question.items.map(({ id }) => id).join(', '))
  return {
    type: 'multipletext',
    items: question.items.map(({ id, text }) => ({
      name: id,
      title: writing.said(text),
      inputType: 'number',
      min: question.min,
      max: question.max,
    })),
  }
}

const orderOf = ({ shuffled }: { readonly shuffled?: boolean | undefined }): string | undefined => (shuffled ? 'random' : undefined)

/** A percentage by a name of our own. */
function unitOf(tell: Tell, { id, unit }: { readonly id: string; readonly unit: 'number' | 'percent' }): WrittenJson {
  if (unit === 'number') return {}
  tell({ name: id }, 'own_columns', 'sipasUnit')
  return { sipasUnit: unit }
}

/** The options of a scale, which keeps its name. */
const listOf = (as: 'choices' | 'rateValues' | 'columns', { scales, said }: Writing, scale: string): WrittenJson => ({
  sipasScale: scale,
  [as]: (scales.get(scale)?.options ?? []).map((option) => choiceOf(said, option)),
})

const choiceOf = (said: Said, { code, label, score, positive, kind, exclusive, face, fixed }: Option): WrittenJson => ({
  value: code,
  text: said(label),
  score,
  positive,
  kind: kind === 'answer' ? undefined : kind,
  exclusive,
  face,
  fixed,
})
