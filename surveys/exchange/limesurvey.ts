import type { LocalText } from '../instrument/schema'
import { isVisible, ownValue } from '../instrument/spelling'
import { calculationIn } from './calculation'
import { testIn } from './expression'
import { type ForeignPlace, ofWhole, type Tell } from './notes'
import type {
  ForeignComputed,
  ForeignCondition,
  ForeignList,
  ForeignOption,
  ForeignQuestion,
  ForeignRow,
  ForeignSection,
  ForeignSurvey,
  NumberLimits,
  Shape,
  Sliding,
} from './outline'
import { languageTag, plainTexts } from './texts'
import { lent, type LentWord, type LentWords } from './words'

/** A row of a table of LimeSurvey, by its fields. */
export type SurveyRecord = ReadonlyMap<string, string>

/** The tables of a LimeSurvey structure file (.lss) that are read, by their names. */
export type SurveyTables = ReadonlyMap<string, readonly SurveyRecord[]>

/** The tables that say anything of a questionnaire, and those of which it is only said that they are not taken. */
export const surveyTables = {
  read: [
    'surveys',
    'surveys_languagesettings',
    'groups',
    'group_l10ns',
    'questions',
    'subquestions',
    'question_l10ns',
    'answers',
    'answer_l10ns',
    'question_attributes',
  ],
  told: ['conditions', 'quota', 'assessments', 'defaultvalues', 'survey_url_parameters'],
} as const

/** What a survey of LimeSurvey asks, from version 2 on. */
export function outlineOfLimeSurvey(tables: SurveyTables, words: LentWords, tell: Tell): ForeignSurvey {
  const survey = tableOf(tables, 'surveys')[0] ?? new Map<string, string>()
  const tags = languagesOf(tables, survey, tell)
  const reading: Reading = { tell, words, tags, groups: new Map(), ...indexed(tables) }
  for (const name of surveyTables.told) {
    const rows = tableOf(tables, name).length
    if (rows > 0) tell(ofWhole, 'setting', `${name} (${rows})`)
  }
  const settings = tableOf(tables, 'surveys_languagesettings')
  for (const name of ['startdate', 'expires']) tellSet(survey, name, tell)
  for (const row of settings) for (const name of settingsOfLanguage) tellSet(row, name, tell)
  const said = (field: string): LocalText =>
    textsOf(
      reading,
      settings.map((row) => [row.get('surveyls_language') ?? '', row.get(field) ?? '']),
      { name: field },
    )
  const title = said('surveyls_title')
  const intro = said('surveyls_welcometext')
  if (Object.keys(intro).length > 0) for (const row of settings) tellSet(row, 'surveyls_description', tell)
  return {
    name: Object.values(title)[0] ?? `survey-${survey.get('sid') ?? ''}`,
    title: Object.keys(title).length > 0 ? title : { [tags[0] ?? 'en']: 'LimeSurvey' },
    source: {},
    purpose: Object.keys(intro).length > 0 ? intro : said('surveyls_description'),
    privacy: said('surveyls_policy_notice'),
    thanks: said('surveyls_endtext'),
    languages: tags,
    computed: distinct(tableOf(tables, 'questions'), 'qid')
      .filter((row) => row.get('type') === '*')
      .map((row) => computedOf(reading, row)),
    sections: ordered(distinct(tableOf(tables, 'groups'), 'gid'), 'group_order').map((group) => groupOf(reading, group)),
  }
}

const settingsOfLanguage =
  'surveyls_url surveyls_urldescription surveyls_legal_notice surveyls_policy_notice_label surveyls_policy_error'.split(' ')

/** A setting of the whole survey that is not taken, where it is set at all. */
function tellSet(row: SurveyRecord, name: string, tell: Tell): void {
  const value = row.get(name) ?? ''
  if (isVisible(value)) tell(ofWhole, 'setting', `${name}: ${value}`)
}

type Reading = {
  readonly tell: Tell
  readonly words: LentWords
  readonly tags: readonly string[]
  readonly questions: ReadonlyMap<string, readonly SurveyRecord[]>
  readonly subquestions: ReadonlyMap<string, readonly SurveyRecord[]>
  readonly questionTexts: ReadonlyMap<string, readonly SurveyRecord[]>
  readonly answers: ReadonlyMap<string, readonly SurveyRecord[]>
  readonly answerTexts: ReadonlyMap<string, readonly SurveyRecord[]>
  readonly groupTexts: ReadonlyMap<string, readonly SurveyRecord[]>
  readonly attributes: ReadonlyMap<string, readonly SurveyRecord[]>
  /** What groups are called in places, once it was asked: every question stands in one. */
  readonly groups: Map<string, string>
}

const tableOf = (tables: SurveyTables, name: string): readonly SurveyRecord[] => tables.get(name) ?? []

function indexed(tables: SurveyTables): Omit<Reading, 'tell' | 'words' | 'tags' | 'groups'> {
  const by = (name: string, field: string) => gathered(tableOf(tables, name), field)
  return {
    questions: by('questions', 'gid'),
    subquestions: by('subquestions', 'parent_qid'),
    questionTexts: gathered(
      [...tableOf(tables, 'question_l10ns'), ...tableOf(tables, 'questions'), ...tableOf(tables, 'subquestions')],
      'qid',
    ),
    answers: by('answers', 'qid'),
    answerTexts: by('answer_l10ns', 'aid'),
    groupTexts: gathered([...tableOf(tables, 'group_l10ns'), ...tableOf(tables, 'groups')], 'gid'),
    attributes: by('question_attributes', 'qid'),
  }
}

function gathered(rows: readonly SurveyRecord[], field: string): ReadonlyMap<string, readonly SurveyRecord[]> {
  const found = new Map<string, SurveyRecord[]>()
  for (const row of rows) {
    const key = row.get(field) ?? ''
    const there = found.get(key)
    if (there) there.push(row)
    else found.set(key, [row])
  }
  return found
}

/** Before version 4 a row stood there once for each language. */
function distinct(rows: readonly SurveyRecord[], ...fields: readonly string[]): readonly SurveyRecord[] {
  const met = new Map<string, SurveyRecord>()
  for (const row of rows) {
    const key = JSON.stringify(fields.map((field) => row.get(field)))
    if (!met.has(key)) met.set(key, row)
  }
  return [...met.values()]
}

const ordered = (rows: readonly SurveyRecord[], field: string): readonly SurveyRecord[] =>
  [...rows].sort((one, other) => Number(one.get(field) ?? 0) - Number(other.get(field) ?? 0))

function languagesOf(tables: SurveyTables, survey: SurveyRecord, tell: Tell): readonly string[] {
  const named = [survey.get('language') ?? '', ...(survey.get('additional_languages') ?? '').split(/\s+/)]
  const all = [...named, ...tableOf(tables, 'surveys_languagesettings').map((row) => row.get('surveyls_language') ?? '')].filter(
    (name) => name !== '',
  )
  const tags = [...new Set(all)].flatMap((name) => {
    const tag = languageTag(name)
    if (tag === undefined) tell(ofWhole, 'language_unknown', name)
    return tag ?? []
  })
  return tags.length > 0 ? [...new Set(tags)] : ['en']
}

/** Texts by the names that LimeSurvey gives languages; one without a language is in the first. */
function textsOf(
  { tags, tell }: Pick<Reading, 'tags' | 'tell'>,
  texts: readonly (readonly [string, string])[],
  place: ForeignPlace,
): LocalText {
  const said = texts.flatMap(([language, text]) => {
    const tag = language === '' ? tags[0] : languageTag(language)
    return tag === undefined || !isVisible(text) ? [] : [[tag, text] as const]
  })
  return plainTexts(Object.fromEntries(said.filter(([tag]) => tags.includes(tag))), place, tell)
}

const textsAt = (reading: Reading, rows: readonly SurveyRecord[] | undefined, field: string, place: ForeignPlace): LocalText =>
  textsOf(
    reading,
    (rows ?? []).filter((row) => row.has(field)).map((row) => [row.get('language') ?? '', row.get(field) ?? '']),
    place,
  )

function groupOf(reading: Reading, group: SurveyRecord): ForeignSection {
  const gid = group.get('gid') ?? ''
  const texts = reading.groupTexts.get(gid)
  const place: ForeignPlace = { ...placeOfGroup(reading, gid), name: '' }
  const title = textsAt(reading, texts, 'group_name', place)
  if (isVisible(group.get('randomization_group') ?? '')) reading.tell(place, 'shuffle')
  const questions = ordered(
    distinct(
      (reading.questions.get(gid) ?? []).filter((row) => ['', '0'].includes(row.get('parent_qid') ?? '')),
      'qid',
    ),
    'question_order',
  )
  return {
    name: `g${gid}`,
    place,
    title,
    intro: textsAt(reading, texts, 'description', place),
    showIf: shownOf(group.get('grelevance')),
    questions: questions.flatMap((row) => questionsOf(reading, row)),
  }
}

/** A group by its title in the first language, and by its number where it has none. */
function placeOfGroup(reading: Reading, gid: string): Pick<ForeignPlace, 'group'> {
  const known = reading.groups.get(gid)
  if (known !== undefined) return { group: known }
  const [title = gid] = Object.values(textsAt({ ...reading, tell: () => undefined }, reading.groupTexts.get(gid), 'group_name', ofWhole))
  const group = title.length > longestGroup ? `${title.slice(0, longestGroup)}…` : title
  reading.groups.set(gid, group)
  return { group }
}

const longestGroup = 60

function shownOf(source = ''): readonly ForeignCondition[] {
  return ['', '1'].includes(source.trim()) ? [] : [{ source, test: testIn('limesurvey', source) }]
}

/** A question with what is known of it while it is read. */
type Asked = {
  readonly row: SurveyRecord
  readonly qid: string
  readonly type: string
  readonly code: string
  readonly place: ForeignPlace
  /** The value of an attribute, of several languages that of the first. */
  readonly attribute: (name: string) => string
  readonly said: (name: string) => LocalText
  readonly base: Omit<ForeignQuestion, 'shape'>
}

function questionsOf(reading: Reading, row: SurveyRecord): readonly ForeignQuestion[] {
  const [qid, code, type] = [row.get('qid') ?? '', row.get('title') ?? '', row.get('type') ?? '']
  const place: ForeignPlace = { ...placeOfGroup(reading, row.get('gid') ?? ''), name: code }
  const { attribute, said } = attributesOf(reading, qid, place)
  const texts = reading.questionTexts.get(qid)
  if (type === '*') return []
  if (type === 'I') return nothing(reading.tell(place, 'metadata', 'I'))
  const base = {
    name: code,
    place,
    text: textsAt(reading, texts, 'question', place),
    help: helpOf(reading, textsAt(reading, texts, 'help', place), { attribute, said, place }),
    required: ['Y', 'S'].includes(row.get('mandatory') ?? ''),
    showIf: shownOf(row.get('relevance')),
  }
  const asked: Asked = { row, qid, type, code, place, base, attribute, said }
  tellAttributes(reading, asked)
  if (row.get('mandatory') === 'S') reading.tell(place, 'property', 'mandatory: S')
  for (const script of new Set((texts ?? []).map((one) => one.get('script') ?? '').filter(isVisible)))
    reading.tell(place, 'property', `script: ${script}`)
  const theme = row.get('question_theme_name') ?? ''
  if (theme.startsWith('image')) reading.tell(place, 'media', theme)
  const several = severalOf(reading, asked)
  if (several) return several
  const shape = shapeOf(reading, asked)
  if (!shape) return nothing(reading.tell(place, 'type', typeNames[type] ?? type))
  return [{ ...base, shape }, ...(type === 'O' || type === 'P' ? commentOf(reading, asked) : [])]
}

/** What an author set on a question: one value, or one of each language. */
function attributesOf(reading: Reading, qid: string, place: ForeignPlace): Pick<Asked, 'attribute' | 'said'> {
  const byName = gathered(reading.attributes.get(qid) ?? [], 'attribute')
  const values = (name: string) =>
    (byName.get(name) ?? []).map((row) => [row.get('language') ?? '', (row.get('value') ?? '').trim()] as const)
  const order = ({ tags }: Reading, language: string): number => (language === '' ? -1 : tags.indexOf(languageTag(language) ?? ''))
  return {
    attribute: (name) => {
      const given = values(name).filter(([, value]) => value !== '')
      return [...given].sort(([one], [other]) => order(reading, one) - order(reading, other))[0]?.[1] ?? ''
    },
    said: (name) => textsOf(reading, values(name), place),
  }
}

/** A check of answers that LimeSurvey explains in words of the author's, and what those are. */
const tips = { em_validation_q_tip: 'em_validation_q', em_validation_sq_tip: 'em_validation_sq' } as const

/** Words about a check stand in the help, since they still say what is meant to be answered; without a check nobody saw them. */
function helpOf({ tell }: Reading, help: LocalText, { attribute, said, place }: Pick<Asked, 'attribute' | 'said' | 'place'>): LocalText {
  let all = help
  for (const [tip, check] of Object.entries(tips)) {
    const words = attribute(check) === '' ? {} : said(tip)
    if (Object.keys(words).length === 0) continue
    tell(place, 'tip_as_help')
    const tags = [...new Set([...Object.keys(all), ...Object.keys(words)])]
    all = Object.fromEntries(tags.map((tag) => [tag, [all[tag], words[tag]].filter((text) => text !== undefined).join('\n')]))
  }
  return all
}

/** An equation: its attribute, or its text, which is one where it stands between braces alone. */
function computedOf(reading: Reading, row: SurveyRecord): ForeignComputed {
  const { attributes, questionTexts, tell } = reading
  const [qid, name] = [row.get('qid') ?? '', row.get('title') ?? '']
  const place: ForeignPlace = { ...placeOfGroup(reading, row.get('gid') ?? ''), name }
  const set =
    attributes
      .get(qid)
      ?.find((one) => one.get('attribute') === 'equation')
      ?.get('value') ?? ''
  const text =
    questionTexts
      .get(qid)
      ?.find((one) => one.has('question'))
      ?.get('question') ?? ''
  const source = (isVisible(set) ? set : text).replace(/<[^<>]*>/g, '').trim()
  const [, inner] = /^\{([^{}]*)\}$/.exec(source) ?? []
  for (const { source: shown } of shownOf(row.get('relevance'))) tell(place, 'condition', shown)
  return { name, place, label: {}, source, calculation: inner === undefined ? undefined : calculationIn('limesurvey', inner) }
}

const nothing = (_: void): readonly ForeignQuestion[] => []

const typeNames: Readonly<Record<string, string>> = { '|': 'file upload (|)', ':': 'array of numbers (:)', ';': 'array of texts (;)' }

/** What an author can set on a question that is taken where its type has it. */
const takenAttributes =
  'random_order answer_order subquestion_order exclude_all_others min_answers max_answers min_num_value_n max_num_value_n slider_min slider_max slider_accuracy slider_layout num_value_int_only maximum_chars date_min date_max date_format dualscale_headerA dualscale_headerB other_replace_text hidden equation slider_separator'.split(
    ' ',
  )

/** What only says how a question looks, is exported or kept there. */
const looks =
  /^(display_.*|text_input_.*|input_size|cssclass|hide_tip|page_break|public_statistics|statistics_.*|scale_export|save_as_default|clear_default|repeat_headings|answer_width.*|label_input_.*|subquestion_width|slider_(?!default$).*|dropdown_(?!prepostfix$).*|use_dropdown|category_separator|other_position.*|location_.*|reverse|same.*height|showpopups|prefix_.*|image|keep_aspect|horizontal_scroll|input_boxes|parent_order|question_template|show_.*|choice_input_columns|show_grand_total|add_platform_info|color_.*|printanswers|crop_or_resize|horizontal|ranking_advanced|visualization_.*|validation_.*|time_limit_.*_style|time_limit_.*message)$/

type Takes = (type: string, value: string, attribute: Asked['attribute']) => boolean

const isNumberOf =
  (types: string): Takes =>
  (type, value) =>
    types.includes(type) && /^-?\d+(\.\d+)?$/.test(value)
const isDayOf: Takes = (type, value, attribute) => type === 'D' && /^\d{4}-\d\d-\d\d/.test(value) && !hasTime(attribute)

/** Limits, each with where it is taken: of such a type, and as one that stands fast. */
const limits: Readonly<Record<string, Takes>> = {
  min_answers: isNumberOf('MP'),
  max_answers: isNumberOf('MP'),
  exclude_all_others: (type) => 'MP'.includes(type),
  min_num_value_n: isNumberOf('NK'),
  max_num_value_n: isNumberOf('NK'),
  maximum_chars: isNumberOf('STUQ'),
  date_min: isDayOf,
  date_max: isDayOf,
}

const hasTime = (attribute: Asked['attribute']): boolean => /[HhIi]/.test(attribute('date_format'))

/** Types whose options or rows can have an order of each person's own here too. */
const shuffles: ReadonlySet<string> = new Set('L!OZWMPRFHABCEK')

const isShuffled = (attribute: Asked['attribute']): boolean =>
  attribute('random_order') === '1' || ['answer_order', 'subquestion_order'].some((name) => attribute(name).includes('random'))

function tellAttributes({ tell, attributes }: Reading, asked: Asked): void {
  const { attribute, place, row, type, qid } = asked
  for (const one of attributes.get(qid) ?? []) {
    const [name, value, language] = [one.get('attribute') ?? '', (one.get('value') ?? '').trim(), one.get('language') ?? '']
    const isSet = !['', '0', 'N', 'default', 'normal', 'none'].includes(value)
    if (isSet && name in limits && !limits[name]?.(type, value, attribute)) tell(place, 'constraint', `${name}: ${value}`)
    if (!isSet || takenAttributes.includes(name) || looks.test(name) || isTold(asked, name)) continue
    const code = /^em_(?!.*_tip$)/.test(name) ? 'constraint' : name.startsWith('array') ? 'choice_filter' : 'property'
    tell(place, code, `${name}${language === '' ? '' : ` (${language})`}: ${value}`)
  }
  if (isShuffled(attribute) && !shuffles.has(type)) tell(place, 'shuffle')
  if (attribute('hidden') === '1') tell(place, 'property', 'hidden: 1')
  if (isVisible(row.get('preg') ?? '')) tell(place, 'constraint', row.get('preg') ?? '')
}

/** Words that are taken where they mean something: about a check that there is, a sign for per cent behind a number. */
const isTold = (asked: Asked, name: string): boolean =>
  name === 'suffix' ? isPercent(asked) : asked.attribute(ownValue<string>(tips, name) ?? '') !== ''

const isPercent = ({ type, said }: Pick<Asked, 'type' | 'said'>): boolean => {
  const signs = 'NK'.includes(type) ? Object.values(said('suffix')) : []
  return signs.length > 0 && signs.every((sign) => sign.trim() === '%')
}

function shapeOf(reading: Reading, asked: Asked): Shape | undefined {
  const { type } = asked
  const shuffled = isShuffled(asked.attribute) ? ({ shuffled: true } as const) : {}
  switch (type) {
    case 'L':
    case '!':
    case 'O':
    case 'Z':
    case 'W':
      return { kind: 'one', list: listOf(reading, asked), ...shuffled, ...('!W'.includes(type) && { look: 'list' as const }) }
    case '5':
      return { kind: 'one', look: 'rating', list: pointsOf(reading, 5) }
    case 'Y':
      return { kind: 'one', look: 'yes-no', list: lentList(reading, asked, { Y: 'yes', N: 'no' }) }
    case 'G':
      return { kind: 'one', list: lentList(reading, asked, { F: 'female', M: 'male' }) }
    case 'M':
    case 'P':
      return { ...manyOf(reading, asked), ...shuffled }
    case 'R':
      return { kind: 'ranking', list: listOf(reading, asked), ...shuffled }
    case 'N':
      return numberOf(reading, asked)
    case 'K':
      return { kind: 'numbers', rows: rowsOf(reading, asked, ''), ...limitsOf(reading, asked) }
    case 'S':
    case 'T':
    case 'U':
      return textShape(asked)
    case 'D':
      return dateOf(asked)
    case 'X':
      return { kind: 'note' }
    default: {
      const list = arrayList(reading, asked)
      return list && { kind: 'rows', list, rows: rowsOf(reading, asked, ''), ...shuffled }
    }
  }
}

/** The options of an array, of its own or as its type has them. */
function arrayList(reading: Reading, asked: Asked): ForeignList | undefined {
  if (asked.type === 'F' || asked.type === 'H') return listOf(reading, asked)
  if (asked.type === 'A') return pointsOf(reading, 5)
  if (asked.type === 'B') return pointsOf(reading, 10)
  if (asked.type === 'C') return lentList(reading, asked, { Y: 'yes', U: 'uncertain', N: 'no' })
  return asked.type === 'E' ? lentList(reading, asked, { I: 'increase', S: 'same', D: 'decrease' }) : undefined
}

/** What is one question there and several here. */
function severalOf(reading: Reading, asked: Asked): readonly ForeignQuestion[] | undefined {
  const { type, base, place, attribute, said } = asked
  if (type === 'Q') {
    reading.tell(
      place,
      'several_questions',
      rowsOf(reading, asked, '')
        .map(({ name }) => name)
        .join(', '),
    )
    return rowsOf(reading, asked, '').map(({ name, text }) => ({
      ...base,
      name,
      place: { ...place, name },
      text: joined(base.text, text),
      shape: textShape(asked),
    }))
  }
  if (type === 'K' && attribute('slider_layout') === '1') return slidersOf(reading, asked)
  if (type !== '1') return undefined
  reading.tell(place, 'several_questions', `${asked.code}_0, ${asked.code}_1`)
  return ['0', '1'].map((scale) => {
    const name = scale === '0' ? 'dualscale_headerA' : 'dualscale_headerB'
    const [header, headers] = [attribute(name), said(name)]
    const text = header === '' ? base.text : joined(base.text, Object.fromEntries(reading.tags.map((tag) => [tag, headers[tag] ?? header])))
    const shape: Shape = { kind: 'rows', list: listOf(reading, asked, scale), rows: rowsOf(reading, asked, `_${scale}`) }
    return { ...base, name: `${asked.code}_${scale}`, place: { ...place, name: `${asked.code}_${scale}` }, text, shape }
  })
}

/** Lines to draw along are questions of their own; a row says behind a sign what its ends mean. */
function slidersOf(reading: Reading, asked: Asked): readonly ForeignQuestion[] {
  const { base, place, attribute } = asked
  const rows = rowsOf(reading, asked, '')
  const sign = attribute('slider_separator')
  reading.tell(place, 'several_questions', rows.map(({ name }) => name).join(', '))
  return rows.map(({ name, text }) => {
    const part = (at: number): LocalText =>
      Object.fromEntries(
        Object.entries(text).flatMap(([tag, words]) => {
          const said = (sign === '' ? [words] : words.split(sign))[at]?.trim() ?? ''
          return isVisible(said) ? [[tag, said] as const] : []
        }),
      )
    const shape = numberOf(reading, { ...asked, place: { ...place, name } }, { least: part(1), most: part(2) })
    return { ...base, name, place: { ...place, name }, text: joined(base.text, part(0)), shape }
  })
}

const joined = (first: LocalText, second: LocalText): LocalText =>
  Object.fromEntries(Object.entries(first).map(([tag, words]) => [tag, second[tag] === undefined ? words : `${words} – ${second[tag]}`]))

function commentOf(reading: Reading, { code, place, base }: Asked): readonly ForeignQuestion[] {
  reading.tell(place, 'comment_apart')
  const name = `${code}_comment`
  return [
    {
      name,
      place: { ...place, name },
      text: lent(reading.words, 'comment', reading.tags),
      showIf: base.showIf ?? [],
      shape: { kind: 'text', lines: 3 },
    },
  ]
}

/** The answers of a question; points that an assessment gives them are their scores, where it gives any. */
function listOf(reading: Reading, asked: Asked, scale = '0'): ForeignList {
  const rows = (reading.answers.get(asked.qid) ?? []).filter((row) => (row.get('scale_id') ?? '0') === scale)
  const hasPoints = rows.some((row) => !['', '0'].includes(row.get('assessment_value') ?? ''))
  const options = ordered(distinct(rows, 'code'), 'sortorder').map((row): ForeignOption => {
    const name = row.get('code') ?? ''
    const texts = reading.answerTexts.get(row.get('aid') ?? '-') ?? rows.filter((one) => one.get('code') === name)
    const points = Number(row.get('assessment_value') ?? '')
    return {
      name,
      label: textsAt(reading, texts, 'answer', { ...asked.place, name: `${asked.code} = ${name}` }),
      ...(hasPoints && Number.isSafeInteger(points) && { score: points }),
    }
  })
  return { name: scale === '0' ? asked.code : `${asked.code}_${scale}`, options: [...options, ...otherOf(reading, asked)] }
}

function otherOf(reading: Reading, { row, place, said }: Asked): readonly ForeignOption[] {
  if (row.get('other') !== 'Y') return []
  const own = said('other_replace_text')
  const lacking = reading.tags.filter((tag) => own[tag] === undefined)
  if (lacking.length > 0) reading.tell(place, 'lent_options', 'other')
  return [{ name: '-oth-', label: { ...lent(reading.words, 'other', lacking), ...own }, kind: 'other' }]
}

const pointsOf = ({ tags }: Reading, most: number): ForeignList => ({
  name: `points-${most}`,
  options: Array.from({ length: most }, (_, at) => ({
    name: String(at + 1),
    label: Object.fromEntries(tags.map((tag) => [tag, String(at + 1)])),
    score: at + 1,
  })),
})

function lentList(reading: Reading, { place }: Asked, options: Readonly<Record<string, LentWord>>): ForeignList {
  const entries = Object.entries(options)
  reading.tell(place, 'lent_options', entries.map(([code]) => code).join(', '))
  return {
    name: entries.map(([, word]) => word).join('-'),
    options: entries.map(([name, word]) => ({
      name,
      label: lent(reading.words, word, reading.tags),
      ...(word === 'uncertain' && { kind: 'no-opinion' as const }),
    })),
  }
}

/** The subquestions of a question in their order. */
const partsOf = (reading: Reading, { qid }: Asked): readonly SurveyRecord[] =>
  ordered(
    distinct(
      (reading.subquestions.get(qid) ?? []).filter((row) => (row.get('scale_id') ?? '0') === '0'),
      'qid',
    ),
    'question_order',
  )

function rowsOf(reading: Reading, asked: Asked, ending: string): readonly ForeignRow[] {
  return partsOf(reading, asked).map((row) => {
    const name = `${asked.code}_${row.get('title') ?? ''}${ending}`
    const relevance = row.get('relevance') ?? ''
    const place: ForeignPlace = { ...asked.place, name }
    if (!['', '1'].includes(relevance.trim())) reading.tell(place, 'rows_filter', relevance)
    return { name, text: textsAt(reading, reading.questionTexts.get(row.get('qid') ?? '-'), 'question', place), alias: name }
  })
}

function manyOf(reading: Reading, asked: Asked): Shape {
  const { attribute, code } = asked
  const alone = new Set(
    attribute('exclude_all_others')
      .split(';')
      .map((one) => one.trim()),
  )
  const options = rowsOf(reading, asked, '').map(({ name, text }): ForeignOption => {
    const own = name.slice(code.length + 1)
    return { name: own, label: text, alias: name, ...(alone.has(own) && { exclusive: true }) }
  })
  const [atLeast, atMost] = [Number(attribute('min_answers')), Number(attribute('max_answers'))]
  return {
    kind: 'many',
    list: { name: code, options: [...options, ...otherOf(reading, asked)] },
    ...(Number.isInteger(atLeast) && atLeast > 0 && { atLeast }),
    ...(Number.isInteger(atMost) && atMost > 0 && { atMost }),
  }
}

function limitsOf({ tell }: Reading, { type, attribute, said, place }: Asked): NumberLimits {
  const ends = attribute('slider_layout') === '1' ? ['0', '100'] : ['', '']
  const [low = '', high = ''] = ['min', 'max'].map(
    (end, at) => attribute(`${end}_num_value_n`) || attribute(`slider_${end}`) || (ends[at] ?? ''),
  )
  const [min, max] = [Number(low), Number(high)]
  if (attribute('num_value_int_only') !== '1' && attribute('slider_layout') !== '1') tell(place, 'whole_numbers')
  return {
    ...(low !== '' && Number.isFinite(min) && { min }),
    ...(high !== '' && Number.isFinite(max) && { max }),
    ...(isPercent({ type, said }) && { percent: true }),
  }
}

const numberOf = (reading: Reading, asked: Asked, ends: Pick<Sliding, 'least' | 'most'> = {}): Shape => ({
  kind: 'number',
  ...limitsOf(reading, asked),
  ...(asked.attribute('slider_layout') === '1' && { slider: { step: Number(asked.attribute('slider_accuracy') || '1'), ...ends } }),
})

function textShape({ type, attribute }: Asked): Shape {
  const letters = Number(attribute('maximum_chars'))
  return {
    kind: 'text',
    lines: type === 'S' || type === 'Q' ? 1 : type === 'T' ? 4 : 8,
    ...(Number.isInteger(letters) && letters > 0 && { letters }),
  }
}

function dateOf({ attribute }: Asked): Shape {
  const [min = '', max = ''] = ['date_min', 'date_max'].map((name) => /^\d{4}-\d\d-\d\d/.exec(attribute(name))?.[0])
  const time = hasTime(attribute)
  return { kind: 'date', ...(time ? { time } : { ...(min !== '' && { min }), ...(max !== '' && { max }) }) }
}
