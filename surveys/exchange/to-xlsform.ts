import { hasRows, isClosed } from '../instrument/item'
import type { LocalText, Option, Question, Questionnaire, Section } from '../instrument/schema'
import { conditionWritten, languageNamed, tellWhatStays } from './leaving'
import type { Tell } from './notes'

/** The three sheets of an XLSForm as rows of texts, the first the head. */
export type WrittenForm = Readonly<Record<'survey' | 'choices' | 'settings', readonly (readonly string[])[]>>

/** A questionnaire as an XLSForm; what the format cannot hold is told. */
export function xlsformOf(questionnaire: Questionnaire, tell: Tell): WrittenForm {
  tellWhatStays(questionnaire, tell)
  const writing: Writing = {
    tell,
    questionnaire,
    languages: questionnaire.languages,
    names: namesTaken(questionnaire),
    condition: conditionWritten(
      questionnaire,
      {
        and: 'and',
        or: 'or',
        not: (condition) => `not(${condition})`,
        answered: (item) => `\${${item}} != ''`,
        number: (item, sign, limit) => `\${${item}} ${sign} ${limit}`,
        chosen: (item, code, isMany) => (isMany ? `selected(\${${item}}, '${code}')` : `\${${item}} = '${code}'`),
      },
      tell,
    ),
  }
  const lines = questionnaire.sections.flatMap((section) => sectionLines(writing, section))
  return { survey: sheetOf(writing, surveyColumns, lines), choices: choicesOf(writing), settings: settingsOf(writing) }
}

type Writing = {
  readonly tell: Tell
  readonly questionnaire: Questionnaire
  readonly languages: readonly string[]
  readonly names: ReadonlySet<string>
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
  '*least',
  '*most',
] as const
const choiceColumns = ['list_name', 'name', '*label', 'score', 'positive', 'kind', 'exclusive', 'face', 'fixed'] as const
const settingColumns = [
  'form_title',
  'form_id',
  'version',
  'default_language',
  '*sipas_title',
  '*source',
  '*purpose',
  '*privacy',
  '*thanks',
] as const

/** Columns that stand there only where a line has something for them. */
const spare: ReadonlySet<string> = new Set(['*least', '*most'])

/** A line by its columns; texts in several languages stand in as many. */
type Line = Readonly<Record<string, string | LocalText | undefined>>

type WrittenHead = { readonly name: string; readonly language: string | undefined }

/** Columns with a star stand once for each language. */
function sheetOf({ languages }: Writing, all: readonly string[], lines: readonly Line[]): readonly (readonly string[])[] {
  const columns = all.filter((column) => !spare.has(column) || lines.some((line) => line[column.slice(1)] !== undefined))
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

/** Names of questions, which a group must not have, or nobody knows which of the two a condition asks. */
const namesTaken = ({ sections }: Questionnaire): ReadonlySet<string> =>
  new Set(
    sections.flatMap(({ questions }) =>
      questions.flatMap((question) => [question.id, ...(hasRows(question) ? question.items.map(({ id }) => id) : [])]),
    ),
  )

function sectionLines(writing: Writing, { id, title, intro, showIf, questions, each }: Section): readonly Line[] {
  if (each) writing.tell({ name: id }, 'stays_each')
  return [
    {
      type: 'begin group',
      name: writing.names.has(id) ? `${id}_section` : id,
      label: title,
      hint: intro,
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
    name: id,
    label: text,
    hint: help,
    relevant: writing.condition(showIf, id),
    required: 'required' in question && question.required ? 'yes' : '',
  }
  if (hasRows(question)) return tableLines(writing, question, base)
  const asked = lineOf(writing, question)
  return asked ? [{ ...base, ...asked }] : []
}

function tableLines({ tell }: Writing, question: Extract<Question, { readonly items: readonly unknown[] }>, base: Line): readonly Line[] {
  const { required, ...head } = base
  const isTable = isClosed(question)
  if (!isTable) tell({ name: question.id }, 'several_questions', question.items.map(({ id }) => id).join(', '))
  if (question.shuffled) tell({ name: question.id }, 'shuffle')
  const limits = isTable ? '' : `. >= ${question.min} and . <= ${question.max}`
  return [
    { ...head, type: 'begin group', appearance: isTable ? 'table-list' : '' },
    ...question.items.map(({ id, text }): Line => ({
      type: isTable ? `select_one ${question.scale}` : 'integer',
      name: id,
      label: text,
      required,
      constraint: limits,
    })),
    { type: 'end group' },
  ]
}

/** What a question is in a form; undefined for what it cannot ask. */
function lineOf({ tell }: Writing, question: Question): Line | undefined {
  const place = { name: question.id }
  switch (question.type) {
    case 'single':
      return { type: `select_one ${question.scale}`, ...orderOf(question) }
    case 'ranking':
      if (question.atMost !== undefined) tell(place, 'stays_limits')
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
    default:
      tell(place, 'stays_type', question.type)
      return undefined
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

function choicesOf(writing: Writing): readonly (readonly string[])[] {
  const used = new Set(writing.questionnaire.sections.flatMap(({ questions }) => questions.filter(isClosed).map(({ scale }) => scale)))
  const lines = writing.questionnaire.scales
    .filter(({ id }) => used.has(id))
    .flatMap(({ id, options }) =>
      options.map((option): Line => ({ list_name: id, name: option.code, label: option.label, ...ownOf(option) })),
    )
  return sheetOf(writing, choiceColumns, lines)
}

const ownOf = ({ score, positive, kind, exclusive, face, fixed }: Option): Line => ({
  score: score === undefined ? '' : String(score),
  positive: positive === undefined ? '' : positive ? 'yes' : 'no',
  kind: kind === 'answer' ? '' : kind,
  exclusive: exclusive === true ? 'yes' : '',
  face: face === undefined ? '' : String(face),
  fixed: fixed === true ? 'yes' : '',
})

function settingsOf(writing: Writing): readonly (readonly string[])[] {
  const { id, version, title, source, purpose, privacy, thanks, languages } = writing.questionnaire
  const first = languages[0] ?? 'vi'
  return sheetOf(writing, settingColumns, [
    {
      form_title: title[first] ?? '',
      form_id: id,
      version: String(version),
      default_language: languageNamed(first),
      sipas_title: title,
      source,
      purpose,
      privacy,
      thanks,
    },
  ])
}
