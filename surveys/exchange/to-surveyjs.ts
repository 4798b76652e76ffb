import { hasRows, isClosed, type RowsQuestion } from '../instrument/item'
import type { LocalText, Option, Question, Questionnaire, Scale, Section } from '../instrument/schema'
import { computedWritten, conditionWritten, tellWhatStays, textWritten, type TextWriting, usualMonths } from './leaving'
import type { Tell } from './notes'

/** JSON as it is written. */
export type WrittenJson = { readonly [name: string]: string | number | boolean | undefined | WrittenJson | readonly WrittenJson[] }

/** A questionnaire as a survey of SurveyJS; what the format cannot hold is told. */
export function surveyOf(questionnaire: Questionnaire, tell: Tell): WrittenJson {
  tellWhatStays(questionnaire, tell)
  const { id, title, source, purpose, privacy, thanks, languages, scoreUnit } = questionnaire
  const first = languages[0] ?? 'vi'
  const rows = new Map(
    questionnaire.sections.flatMap(({ questions }) =>
      questions.flatMap((question) =>
        hasRows(question) ? question.items.map((row) => [row.id, `${question.id}.${row.id}`] as const) : [],
      ),
    ),
  )
  const called = (item: string): string => `{${rows.get(item) ?? item}}`
  const conditions = {
    and: 'and',
    or: 'or',
    not: (condition: string) => `!(${condition})`,
    answered: (item: string) => `${called(item)} notempty`,
    number: (item: string, sign: '>=' | '<=', limit: number) => `${called(item)} ${sign} ${limit}`,
    chosen: (item: string, code: string, isMany: boolean) => `${called(item)} ${isMany ? 'contains' : '='} '${code}'`,
  }
  const said = texts(first, textWritten(called, tell))
  const writing: Writing = {
    tell,
    said,
    scales: new Map(questionnaire.scales.map((scale) => [scale.id, scale])),
    condition: conditionWritten(questionnaire, conditions, tell),
  }
  const calculation = computedWritten(questionnaire, {
    ...conditions,
    answer: called,
    orZero: (item) => `iif(${called(item)} notempty, ${called(item)}, 0)`,
    either: (test, then, otherwise) => `iif(${test}, ${then}, ${otherwise})`,
    over: '/',
  })
  for (const computed of questionnaire.computed ?? []) tell({ name: computed.id }, 'computed_leaves', computed.value)
  return {
    locale: first,
    title: said(title, id),
    description: said(purpose, id),
    completedHtml: said(thanks, id),
    sipasId: id,
    sipasSource: said(source, id),
    sipasPrivacy: said(privacy, id),
    sipasScoreUnit: scoreUnit === 1 ? undefined : scoreUnit,
    calculatedValues: questionnaire.computed?.map((computed) => ({
      name: computed.id,
      expression: calculation(computed),
      includeIntoResult: true,
      sipasLabel: said(computed.label, computed.id),
    })),
    pages: questionnaire.sections.map((section) => pageOf(writing, section)),
  }
}

type Said = (text: LocalText | undefined, name: string) => string | WrittenJson | undefined
type Writing = {
  readonly tell: Tell
  readonly said: Said
  readonly scales: ReadonlyMap<string, Scale>
  readonly condition: ReturnType<typeof conditionWritten>
}

/** A text in one language, or in several under their names; words stand where markup would be read. */
const texts =
  (first: string, written: TextWriting): Said =>
  (text = {}, name) => {
    const entries = Object.entries(written(text, name))
    if (entries.length === 0) return undefined
    if (entries.length === 1 && entries[0]?.[0] === first) return entries[0][1]
    return Object.fromEntries(entries.map(([language, words]) => [language === first ? 'default' : language, words]))
  }

function pageOf(writing: Writing, { id, title, intro, showIf, questions, each }: Section): WrittenJson {
  if (each) writing.tell({ name: id }, 'stays_each')
  return {
    name: id,
    title: writing.said(title, id),
    description: writing.said(intro, id),
    visibleIf: writing.condition(showIf, id),
    elements: questions.map((question) => elementOf(writing, question)),
  }
}

function elementOf(writing: Writing, question: Question): WrittenJson {
  const { id, text, help, showIf } = question
  const isRequired = 'required' in question && question.required ? true : undefined
  const own = ownOf(writing, question)
  return {
    name: id,
    title: own['html'] === undefined ? writing.said(text, id) : undefined,
    description: writing.said(help, id),
    visibleIf: writing.condition(showIf, id),
    ...(hasRows(question) && isClosed(question) ? { eachRowRequired: isRequired } : { isRequired }),
    ...own,
  }
}

/** What a question is in SurveyJS. */
function ownOf(writing: Writing, question: Question): WrittenJson {
  const { tell } = writing
  switch (question.type) {
    case 'single':
      return {
        type: question.asList ? 'dropdown' : 'radiogroup',
        ...listOf('choices', writing, question.scale),
        choicesOrder: orderOf(question),
      }
    case 'ranking':
      return {
        type: 'ranking',
        ...listOf('choices', writing, question.scale),
        choicesOrder: orderOf(question),
        selectToRankEnabled: question.atMost === undefined ? undefined : true,
        maxSelectedChoices: question.atMost,
      }
    case 'recommend':
      return {
        type: 'rating',
        rateMin: 0,
        rateMax: 10,
        minRateDescription: writing.said(question.least, question.id),
        maxRateDescription: writing.said(question.most, question.id),
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
      return {
        type: 'slider',
        min: question.min,
        max: question.max,
        step: question.step,
        customLabels: endLabels(writing, question),
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
      return { type: 'html', html: markup(writing.said(question.text, question.id)) }
    case 'contact':
      tell({ name: question.id }, 'contact_within')
      if (question.months !== usualMonths) tell({ name: question.id }, 'stays_settings', 'months')
      return question.ask === 'either'
        ? { type: 'text', sipasType: 'contact' }
        : { type: 'text', inputType: question.ask === 'phone' ? 'tel' : 'email' }
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
  items.map(({ id, text, fixed }) => ({ value: id, text: said(text, id), sipasId: id, fixed }))

/** What stands at the ends of a line, where any does. */
function endLabels({ said }: Writing, { id, min, max, least, most }: Extract<Question, { readonly type: 'slider' }>) {
  const labels = [...(least ? [{ value: min, text: said(least, id) }] : []), ...(most ? [{ value: max, text: said(most, id) }] : [])]
  return labels.length > 0 ? labels : undefined
}

function numbersOf(writing: Writing, question: Extract<Question, { readonly type: 'number-matrix' }>): WrittenJson {
  if (question.shuffled) writing.tell({ name: question.id }, 'shuffle')
  if (question.total) writing.tell({ name: question.id }, 'stays_settings', 'total')
  const unit = unitOf(writing.tell, question)
  return {
    type: 'multipletext',
    items: question.items.map(({ id, text, fixed }) => ({
      name: id,
      title: writing.said(text, id),
      inputType: 'number',
      validators: [{ type: 'numeric', minValue: question.min, maxValue: question.max }],
      fixed,
      ...unit,
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
  [as]: (scales.get(scale)?.options ?? []).map((option) => choiceOf((text) => said(text, scale), option)),
})

const choiceOf = (
  said: (text: LocalText) => ReturnType<Said>,
  { code, label, score, positive, kind, exclusive, face, fixed }: Option,
): WrittenJson => ({
  value: code,
  text: said(label),
  score,
  positive,
  kind: kind === 'answer' ? undefined : kind,
  exclusive,
  face,
  fixed,
})
