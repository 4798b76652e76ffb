import { hasRows, isClosed, type RowsQuestion } from '../instrument/item'
import { pipedIn, questionTexts } from '../instrument/personal'
import type { LocalText, Option, Question, Questionnaire, Section } from '../instrument/schema'
import { items } from '../instrument/questionnaire'
import { computedWritten, conditionWritten, languageNamed, tellWhatStays, textWritten, type TextWriting, usualMonths } from './leaving'
import type { Tell } from './notes'
import { lightly } from './texts'

/** The three sheets of an XLSForm as rows of texts, the first the head. */
export type WrittenForm = Readonly<Record<'survey' | 'choices' | 'settings', readonly (readonly string[])[]>>

/** A questionnaire as an XLSForm, which names its pictures by their files; what the format cannot hold is told. */
export function xlsformOf(questionnaire: Questionnaire, tell: Tell, pictureFiles: ReadonlyMap<string, string> = new Map()): WrittenForm {
  tellWhatStays(questionnaire, tell)
  const names = noNames()
  const called = namesIn(questionnaire, names, tell)
  const xpath = inXPath((item) => `\${${called.get(item) ?? item}}`)
  const labels = labelsTold(questionnaire, names, xpath.answer)
  const writing: Writing = {
    tell,
    questionnaire,
    languages: questionnaire.languages,
    names,
    called,
    xpath,
    text: inForm(textWritten((item) => labels.get(item), tell)),
    condition: conditionWritten(questionnaire, xpath, tell),
  }
  const lines = [
    ...questionnaire.sections.flatMap((section) => sectionLines(writing, section)),
    ...labelLines(labels, xpath.answer),
    ...computedLines(writing),
  ]
  return { survey: sheetOf(writing, surveyColumns, lines), choices: choicesOf(writing, pictureFiles), settings: settingsOf(writing) }
}

const inForm =
  (written: TextWriting): TextWriting =>
  (text, name) =>
    Object.fromEntries(Object.entries(written(text, name)).map(([language, words]) => [language, lightly(words)]))

/** Conditions as an XLSForm writes them. */
const inXPath = (answer: (item: string) => string) => ({
  answer,
  and: 'and',
  or: 'or',
  not: (condition: string) => `not(${condition})`,
  answered: (item: string) => `${answer(item)} != ''`,
  number: (item: string, sign: '>=' | '<=', limit: number) => `${answer(item)} ${sign} ${limit}`,
  chosen: (item: string, code: string, isMany: boolean) =>
    isMany ? `selected(${answer(item)}, '${code}')` : `${answer(item)} = '${code}'`,
})

/** Names in a form, which are told apart by more than the case of their letters. */
type Names = Set<string>

/** A form has a part of its own by this name. */
const noNames = (): Names => new Set(['meta'])

function freeName(names: Names, wanted: string): string {
  const name = names.has(wanted.toLowerCase()) ? freeName(names, `${wanted}_`) : wanted
  names.add(name.toLowerCase())
  return name
}

/** What questions, rows and what is worked out are called in the form; a section must not have the name of any, or nobody knows which of the two a condition asks. */
function namesIn({ sections, computed = [] }: Questionnaire, names: Names, tell: Tell): ReadonlyMap<string, string> {
  const ids = sections.flatMap(({ questions }) =>
    questions.flatMap((question) => [question.id, ...(hasRows(question) ? question.items.map(({ id }) => id) : [])]),
  )
  return new Map(
    [...ids, ...computed.map(({ id }) => id)].map((id) => {
      const name = freeName(names, id)
      if (name !== id) tell({ name: id }, 'id_changed', name)
      return [id, name] as const
    }),
  )
}

/** The names under which texts tell answers: an answer of numbers or letters is told as it is, an option by a calculation that looks its label up. */
function labelsTold(questionnaire: Questionnaire, names: Names, answer: (item: string) => string): ReadonlyMap<string, string> {
  const told = new Set(
    questionnaire.sections.flatMap((section) =>
      [section.title, section.intro, ...section.questions.flatMap(questionTexts)].flatMap((text) => pipedIn(text)),
    ),
  )
  return new Map(
    items(questionnaire)
      .filter(({ id, question }) => told.has(id) && question.type !== 'multiple' && question.type !== 'ranking')
      .map(({ id, question }) => [id, isClosed(question) ? `\${${freeName(names, `${id}_label`)}}` : answer(id)] as const),
  )
}

function labelLines(labels: ReadonlyMap<string, string>, answer: (item: string) => string): readonly Line[] {
  return [...labels]
    .filter(([item, told]) => told !== answer(item))
    .map(([item, told]) => ({
      type: 'calculate',
      name: told.slice(2, -1),
      calculation: `jr:choice-name(${answer(item)}, '${answer(item)}')`,
    }))
}

/** What is worked out stands outside of all groups, or it would be nothing where its group is not asked. */
function computedLines({ questionnaire, tell, text, xpath, called }: Writing): readonly Line[] {
  const write = computedWritten(questionnaire, {
    ...xpath,
    orZero: (item) => `coalesce(${xpath.answer(item)}, 0)`,
    either: (test, then, otherwise) => `if(${test}, ${then}, ${otherwise})`,
    over: 'div',
  })
  return (questionnaire.computed ?? []).map((computed) => {
    tell({ name: computed.id }, 'computed_leaves', computed.value)
    return {
      type: 'calculate',
      name: called.get(computed.id) ?? computed.id,
      label: text(computed.label, computed.id),
      calculation: write(computed),
    }
  })
}

type Writing = {
  readonly tell: Tell
  readonly questionnaire: Questionnaire
  readonly languages: readonly string[]
  readonly names: Names
  /** By its id what something is called in the form. */
  readonly called: ReadonlyMap<string, string>
  readonly xpath: ReturnType<typeof inXPath>
  readonly text: TextWriting
  readonly condition: ReturnType<typeof conditionWritten>
}

const surveyColumns = [
  'type',
  'name',
  '*label',
  '*hint',
  'required',
  'relevant',
  'constraint',
  'appearance',
  'parameters',
  'calculation',
  'fixed',
  '*least',
  '*most',
] as const
const choiceColumns = ['list_name', 'name', '*label', 'score', 'positive', 'kind', 'exclusive', 'face', 'fixed', 'media::image'] as const
const settingColumns = [
  'form_title',
  'form_id',
  'version',
  'default_language',
  'score_unit',
  '*sipas_title',
  '*source',
  '*purpose',
  '*privacy',
  '*thanks',
] as const

/** Columns that stand there only where a line has something for them. */
const spare: ReadonlySet<string> = new Set(['calculation', 'fixed', 'media::image', 'score_unit', '*least', '*most'])

/** A line by its columns; texts in several languages stand in as many. */
type Line = Readonly<Record<string, string | LocalText | undefined>>

type WrittenHead = { readonly name: string; readonly language: string | undefined }

/** Columns with a star stand once for each language. */
function sheetOf({ languages }: Writing, all: readonly string[], lines: readonly Line[]): readonly (readonly string[])[] {
  const columns = all.filter((column) => !spare.has(column) || lines.some((line) => line[column.replace('*', '')] !== undefined))
  const heads = columns.flatMap((column): readonly WrittenHead[] =>
    column.startsWith('*') ? languages.map((language) => ({ name: column.slice(1), language })) : [{ name: column, language: undefined }],
  )
  const cell = (line: Line, { name, language }: WrittenHead): string => {
    const value = line[name]
    return typeof value === 'string' ? value : ((language === undefined ? undefined : value?.[language]) ?? '')
  }
  return [
    heads.map(({ name, language }) => (language === undefined ? name : `${name}::${languageNamed(language)}`)),
    ...lines.map((line) => heads.map((head) => cell(line, head))),
  ]
}

function sectionLines(writing: Writing, { id, title, intro, showIf, questions, each }: Section): readonly Line[] {
  if (each) writing.tell({ name: id }, 'stays_each')
  const name = freeName(writing.names, writing.names.has(id.toLowerCase()) ? `${id}_section` : id)
  if (name !== id) writing.tell({ name: id }, 'id_changed', name)
  return [
    {
      type: 'begin group',
      name,
      label: writing.text(title, id),
      hint: intro && writing.text(intro, id),
      relevant: writing.condition(showIf, id),
      appearance: 'field-list',
    },
    ...questions.flatMap((question) => questionLines(writing, question)),
    { type: 'end group' },
  ]
}

function questionLines(writing: Writing, question: Question): readonly Line[] {
  const { id, text, help, showIf } = question
  const base: Line = {
    name: writing.called.get(id) ?? id,
    label: writing.text(text, id),
    hint: help && writing.text(help, id),
    relevant: writing.condition(showIf, id),
    required: 'required' in question && question.required ? 'yes' : '',
  }
  if (hasRows(question)) return tableLines(writing, question, base)
  return [{ ...base, ...lineOf(writing, question) }]
}

function tableLines(
  { tell, text: written, called }: Writing,
  question: Extract<Question, { readonly items: readonly unknown[] }>,
  base: Line,
): readonly Line[] {
  const { required, ...head } = base
  const isTable = isClosed(question)
  if (!isTable) tell({ name: question.id }, 'several_questions', question.items.map(({ id }) => id).join(', '))
  if (question.shuffled) tell({ name: question.id }, 'shuffle')
  if ('total' in question && question.total) tell({ name: question.id }, 'stays_settings', 'total')
  const limits = isTable ? '' : `. >= ${question.min} and . <= ${question.max}`
  const unit = isTable ? {} : unitOf(tell, question)
  return [
    { ...head, type: 'begin group', appearance: isTable ? 'table-list' : '' },
    ...question.items.map(({ id, text, fixed }): Line => ({
      type: isTable ? `select_one ${question.scale}` : 'integer',
      name: called.get(id) ?? id,
      label: written(text, id),
      ...(fixed && { fixed: 'yes' }),
      required,
      constraint: limits,
      ...unit,
    })),
    { type: 'end group' },
  ]
}

/** What a question is in a form; tables are lines of their own. */
function lineOf({ tell }: Writing, question: Exclude<Question, RowsQuestion>): Line {
  const place = { name: question.id }
  switch (question.type) {
    case 'single':
      return { type: `select_one ${question.scale}`, ...orderOf(question), ...(question.asList && { appearance: 'minimal autocomplete' }) }
    case 'ranking':
      if (question.atMost !== undefined) tell(place, 'stays_most', String(question.atMost))
      return { type: `rank ${question.scale}`, ...orderOf(question) }
    case 'recommend':
      tell(place, 'own_columns', 'recommend')
      return { type: 'range', parameters: 'start=0 end=10 step=1', appearance: 'recommend', ...endsOf(tell, question) }
    case 'rating':
      return { type: `select_one ${question.scale}`, appearance: 'likert' }
    case 'yes-no':
      return { type: `select_one ${question.scale}`, appearance: 'yes-no' }
    case 'multiple': {
      const least = question.atLeast === undefined ? [] : [`count-selected(.) >= ${question.atLeast}`]
      const most = question.atMost === undefined ? [] : [`count-selected(.) <= ${question.atMost}`]
      return { type: `select_multiple ${question.scale}`, constraint: [...least, ...most].join(' and '), ...orderOf(question) }
    }
    case 'number':
      return { type: 'integer', constraint: `. >= ${question.min} and . <= ${question.max}`, ...unitOf(tell, question) }
    case 'slider':
      return {
        type: 'range',
        parameters: `start=${question.min} end=${question.max} step=${question.step}`,
        ...endsOf(tell, question),
        ...unitOf(tell, question),
      }
    case 'text':
      return {
        type: 'text',
        appearance: question.lines > 1 ? 'multiline' : '',
        parameters: question.lines > 1 ? `rows=${question.lines}` : '',
        constraint: `string-length(.) <= ${question.maxLength}`,
      }
    case 'date': {
      const from = question.min === undefined ? [] : [`. >= date('${question.min}')`]
      const to = question.max === undefined ? [] : [`. <= date('${question.max}')`]
      return { type: 'date', constraint: [...from, ...to].join(' and ') }
    }
    case 'date-time':
      if (question.min !== undefined || question.max !== undefined) tell(place, 'stays_limits')
      return { type: 'dateTime' }
    case 'note':
      return { type: 'note' }
    case 'contact':
      tell(place, 'contact_within')
      if (question.months !== usualMonths) tell(place, 'stays_settings', 'months')
      return { type: 'text', appearance: `contact-${question.ask}` }
  }
}

/** What stands at the ends of a range, in columns of our own. */
function endsOf(
  tell: Tell,
  { id, least, most }: { readonly id: string; readonly least?: LocalText | undefined; readonly most?: LocalText | undefined },
): Line {
  if (!least && !most) return {}
  tell({ name: id }, 'own_columns', 'least, most')
  return { least, most }
}

const orderOf = ({ shuffled }: { readonly shuffled?: boolean | undefined }): Line => (shuffled ? { parameters: 'randomize=true' } : {})

/** A percentage by an appearance of our own. */
function unitOf(tell: Tell, { id, unit }: { readonly id: string; readonly unit: 'number' | 'percent' }): Line {
  if (unit === 'number') return {}
  tell({ name: id }, 'own_columns', 'percent')
  return { appearance: 'percent' }
}

function choicesOf(writing: Writing, pictureFiles: ReadonlyMap<string, string>): readonly (readonly string[])[] {
  const used = new Set(writing.questionnaire.sections.flatMap(({ questions }) => questions.filter(isClosed).map(({ scale }) => scale)))
  const lines = writing.questionnaire.scales
    .filter(({ id }) => used.has(id))
    .flatMap(({ id, options }) =>
      options.map((option): Line => ({
        list_name: id,
        name: option.code,
        label: writing.text(option.label, id),
        ...ownOf(option),
        ...picturedBy(pictureFiles, option),
      })),
    )
  return sheetOf(writing, choiceColumns, lines)
}

const picturedBy = (files: ReadonlyMap<string, string>, { picture = '' }: Option): Line =>
  files.has(picture) ? { 'media::image': files.get(picture) } : {}

const ownOf = ({ score, positive, kind, exclusive, face, fixed }: Option): Line => ({
  score: score === undefined ? '' : String(score),
  positive: positive === undefined ? '' : positive ? 'yes' : 'no',
  kind: kind === 'answer' ? '' : kind,
  exclusive: exclusive === true ? 'yes' : '',
  face: face === undefined ? '' : String(face),
  fixed: fixed === true ? 'yes' : '',
})

function settingsOf(writing: Writing): readonly (readonly string[])[] {
  const { id, version, title, source, purpose, privacy, thanks, languages, scoreUnit } = writing.questionnaire
  const first = languages[0] ?? 'vi'
  return sheetOf(writing, settingColumns, [
    {
      form_title: title[first] ?? '',
      form_id: id,
      version: String(version),
      default_language: languageNamed(first),
      ...(scoreUnit !== 1 && { score_unit: String(scoreUnit) }),
      sipas_title: title,
      source,
      purpose,
      privacy,
      thanks,
    },
  ])
}
