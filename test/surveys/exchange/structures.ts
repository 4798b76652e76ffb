import { lentWords } from '../../../client/text/exchange'
import { built } from '../../../surveys/exchange/building'
import { outlineOfLimeSurvey } from '../../../surveys/exchange/limesurvey'
import { reporting } from '../../../surveys/exchange/notes'
import { readSurveyTables } from '../../../server/files/foreign/lss-file'
import type { Came } from './forms'

type Texts = Readonly<Record<string, string>>
type Part = { readonly code: string; readonly text: Texts; readonly points?: number; readonly scale?: number; readonly relevance?: string }
type Asks = {
  readonly type: string
  readonly code: string
  readonly text: Texts
  readonly help?: Texts
  readonly mandatory?: boolean
  readonly other?: boolean
  readonly relevance?: string
  readonly rows?: readonly Part[]
  readonly answers?: readonly Part[]
  /** Of each language where a value has any. */
  readonly attributes?: Readonly<Record<string, string | Texts>>
}
export type Structure = {
  readonly languages: readonly string[]
  readonly title: Texts
  readonly welcome?: Texts
  readonly end?: Texts
  readonly groups: readonly { readonly name: Texts; readonly relevance?: string; readonly questions: readonly Asks[] }[]
  readonly quota?: boolean
}

type Row = Readonly<Record<string, string | number>>
type Tables = Readonly<Record<string, Row[]>>

/** A structure file as LimeSurvey writes it: before version 4 with a row for each language, since then with the texts apart. */
export function structureFile(structure: Structure, layout: 'old' | 'new'): string {
  const tables: Tables = {
    answers: [],
    answer_l10ns: [],
    groups: [],
    group_l10ns: [],
    questions: [],
    subquestions: [],
    question_l10ns: [],
    question_attributes: [],
    surveys: [
      { sid: 29846, language: structure.languages[0] ?? 'en', additional_languages: structure.languages.slice(1).join(' '), format: 'G' },
    ],
    surveys_languagesettings: structure.languages.map((language) => ({
      surveyls_language: language,
      surveyls_title: structure.title[language] ?? '',
      surveyls_welcometext: structure.welcome?.[language] ?? '',
      surveyls_endtext: structure.end?.[language] ?? '',
    })),
    quota: structure.quota ? [{ id: 1, sid: 29846, name: 'Men' }] : [],
  }
  let id = 0
  const put = (table: string, texts: string, key: string, row: Row, said: Readonly<Record<string, Texts | undefined>>): void => {
    const named = (language: string): Row =>
      Object.fromEntries(Object.entries(said).map(([field, text]) => [field, text?.[language] ?? '']))
    if (layout === 'old') tables[table]?.push(...structure.languages.map((language) => ({ ...row, ...named(language), language })))
    else {
      tables[table]?.push(row)
      tables[texts]?.push(
        ...structure.languages.map((language) => ({ id: (id += 1), [key]: row[key] ?? '', ...named(language), language })),
      )
    }
  }
  structure.groups.forEach(({ name, relevance = '', questions }, group) => {
    const gid = group + 1
    put(
      'groups',
      'group_l10ns',
      'gid',
      { gid, sid: 29846, group_order: group, grelevance: relevance },
      { group_name: name, description: {} },
    )
    questions.forEach((asks, order) => {
      const qid = (id += 1)
      const row = {
        qid,
        parent_qid: 0,
        gid,
        type: asks.type,
        title: asks.code,
        question_order: order,
        mandatory: asks.mandatory ? 'Y' : 'N',
        other: asks.other ? 'Y' : 'N',
        relevance: asks.relevance ?? '1',
      }
      put('questions', 'question_l10ns', 'qid', row, { question: asks.text, help: asks.help })
      asks.rows?.forEach(({ code, text, relevance: shown = '1' }, at) =>
        put(
          'subquestions',
          'question_l10ns',
          'qid',
          { qid: (id += 1), parent_qid: qid, gid, title: code, question_order: at, scale_id: 0, relevance: shown },
          { question: text },
        ),
      )
      asks.answers?.forEach(({ code, text, points = 0, scale = 0 }, at) =>
        put(
          'answers',
          'answer_l10ns',
          'aid',
          { ...(layout === 'new' && { aid: (id += 1) }), qid, code, sortorder: at, assessment_value: points, scale_id: scale },
          { answer: text },
        ),
      )
      for (const [attribute, value] of Object.entries(asks.attributes ?? {}))
        tables['question_attributes']?.push(
          ...(typeof value === 'string'
            ? [{ qid, attribute, value, language: '' }]
            : Object.entries(value).map(([language, said]) => ({ qid, attribute, value: said, language }))),
        )
    })
  })
  const field = ([name, value]: readonly [string, string | number]): string => `    <${name}><![CDATA[${value}]]></${name}>\n`
  const table = ([name, rows]: readonly [string, readonly Row[]]): string =>
    rows.length === 0
      ? ''
      : ` <${name}>\n  <fields>\n${Object.keys(rows[0] ?? {})
          .map((one) => `   <fieldname>${one}</fieldname>\n`)
          .join(
            '',
          )}  </fields>\n  <rows>\n${rows.map((row) => `   <row>\n${Object.entries(row).map(field).join('')}   </row>\n`).join('')}  </rows>\n </${name}>\n`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<document>\n <LimeSurveyDocType>Survey</LimeSurveyDocType>\n <DBVersion>${layout === 'old' ? 145 : 623}</DBVersion>\n <languages>\n${structure.languages.map((one) => `  <language>${one}</language>\n`).join('')} </languages>\n${Object.entries(tables).map(table).join('')}</document>\n`
}

/** A structure file as it would be taken. */
export function takenStructure(xml: string): Came {
  const tables = readSurveyTables(new TextEncoder().encode(xml))
  if ('code' in tables) throw new Error(tables.code)
  const { tell, report } = reporting()
  const { definition } = built(outlineOfLimeSurvey(tables, lentWords, tell), tell)
  return { definition, report: report() }
}

const en = (text: string): Texts => ({ en: text })
const both = (vi: string, text: string): Texts => ({ vi, en: text })

/** Five surveys as offices of other countries keep them. */
export const realStructures: Readonly<Record<string, Structure>> = {
  service: {
    languages: ['vi', 'en'],
    title: both('Khảo sát một cửa', 'One-stop survey'),
    welcome: both('<p>Xin mời ông/bà trả lời.</p>', '<p>Please answer.</p>'),
    end: both('Cảm ơn', 'Thanks'),
    groups: [
      {
        name: both('Về ông/bà', 'About you'),
        questions: [
          { type: 'G', code: 'sex', text: both('Giới tính', 'Sex'), mandatory: true },
          {
            type: 'N',
            code: 'age',
            text: both('Tuổi', 'Age'),
            attributes: { min_num_value_n: '18', max_num_value_n: '110', num_value_int_only: '1' },
          },
          {
            type: 'L',
            code: 'kind',
            text: both('Thủ tục', 'Procedure'),
            other: true,
            answers: [
              { code: 'A1', text: both('Căn cước', 'Identity card') },
              { code: 'A2', text: both('Đất đai', 'Land') },
            ],
          },
          {
            type: 'M',
            code: 'ways',
            text: both('Nộp bằng cách nào', 'How did you apply'),
            relevance: '((kind.NAOK == "A1") and age.NAOK >= 18)',
            attributes: { exclude_all_others: 'SQ003', max_answers: '2', random_order: '1' },
            rows: [
              { code: 'SQ001', text: both('Tại quầy', 'At the desk') },
              { code: 'SQ002', text: both('Qua mạng', 'Online') },
              { code: 'SQ003', text: both('Chưa nộp', 'Not yet') },
            ],
          },
        ],
      },
      {
        name: both('Mức hài lòng', 'Satisfaction'),
        relevance: 'ways_SQ003.NAOK != "Y"',
        questions: [
          {
            type: 'F',
            code: 'rate',
            text: both('Hài lòng với', 'Satisfied with'),
            rows: [
              { code: 'a', text: both('Thái độ', 'Manner') },
              { code: 'b', text: both('Thời gian', 'Time') },
            ],
            answers: [
              { code: '1', text: both('Kém', 'Bad'), points: 1 },
              { code: '2', text: both('Tốt', 'Good'), points: 2 },
              { code: '3', text: both('Rất tốt', 'Very good'), points: 3 },
            ],
          },
          { type: 'T', code: 'why', text: both('Vì sao', 'Why'), relevance: 'rate_a.NAOK <= 1 || is_empty(rate_b)' },
        ],
      },
    ],
  },
  arrays: {
    languages: ['en'],
    title: en('All arrays'),
    quota: true,
    groups: [
      {
        name: en('Arrays'),
        questions: [
          {
            type: 'A',
            code: 'five',
            text: en('Five points'),
            rows: [
              { code: 'x', text: en('X') },
              { code: 'y', text: en('Y') },
            ],
          },
          { type: 'B', code: 'ten', text: en('Ten points'), rows: [{ code: 'x', text: en('X') }] },
          { type: 'C', code: 'ynu', text: en('Yes, no or unsure'), rows: [{ code: 'x', text: en('X') }] },
          { type: 'E', code: 'more', text: en('More or less'), rows: [{ code: 'x', text: en('X') }] },
          {
            type: 'H',
            code: 'col',
            text: en('By column'),
            rows: [{ code: 'x', text: en('X') }],
            answers: [
              { code: 'a', text: en('A') },
              { code: 'b', text: en('B') },
            ],
          },
          {
            type: '1',
            code: 'dual',
            text: en('Twice'),
            rows: [{ code: 'x', text: en('X'), relevance: 'five_x == 1' }],
            answers: [
              { code: 'a', text: en('A') },
              { code: 'b', text: en('B'), scale: 1 },
            ],
            attributes: { dualscale_headerA: 'Before', dualscale_headerB: 'After' },
          },
          { type: ':', code: 'numbers', text: en('Numbers'), rows: [{ code: 'x', text: en('X') }] },
          { type: ';', code: 'texts', text: en('Texts'), rows: [{ code: 'x', text: en('X') }] },
        ],
      },
    ],
  },
  singles: {
    languages: ['en', 'de-informal', 'fr'],
    title: { en: 'Simple ones', 'de-informal': 'Einfache', fr: 'Simples' },
    groups: [
      {
        name: en('Simple'),
        questions: [
          { type: '5', code: 'stars', text: en('Five stars') },
          { type: 'Y', code: 'agree', text: { en: 'Agreed?', fr: 'D’accord ?' }, mandatory: true },
          { type: '!', code: 'drop', text: en('Pick'), answers: [{ code: 'a', text: en('A') }] },
          {
            type: 'O',
            code: 'withc',
            text: en('Pick and say'),
            answers: [
              { code: 'a', text: en('A') },
              { code: 'b', text: en('B') },
            ],
          },
          { type: 'S', code: 'short', text: en('Short'), attributes: { maximum_chars: '40', em_validation_q: 'strlen(this) > 2' } },
          { type: 'U', code: 'huge', text: en('Long') },
          { type: 'D', code: 'day', text: en('Day'), attributes: { date_min: '2026-01-01', date_format: 'yyyy-mm-dd' } },
          { type: 'D', code: 'moment', text: en('Moment'), attributes: { date_format: 'yyyy-mm-dd HH:MM' } },
          { type: 'X', code: 'show', text: en('<b>Read</b> this') },
          { type: '*', code: 'calc', text: en('{short}') },
          { type: '|', code: 'up', text: en('Upload') },
          { type: 'I', code: 'lang', text: en('Language') },
          {
            type: 'N',
            code: 'slide',
            text: en('Slide'),
            attributes: { slider_layout: '1', slider_min: '0', slider_max: '100', slider_accuracy: '10' },
          },
        ],
      },
    ],
  },
  several: {
    languages: ['vi'],
    title: { vi: 'Nhiều ô' },
    groups: [
      {
        name: { vi: 'Nhiều ô' },
        questions: [
          {
            type: 'K',
            code: 'costs',
            text: { vi: 'Chi phí' },
            rows: [
              { code: 'fee', text: { vi: 'Phí' } },
              { code: 'road', text: { vi: 'Đi lại' } },
            ],
            attributes: { num_value_int_only: '1', min_num_value_n: '0', max_num_value_n: '5000' },
          },
          {
            type: 'Q',
            code: 'where',
            text: { vi: 'Ở đâu' },
            rows: [
              { code: 'xa', text: { vi: 'Xã' } },
              { code: 'tinh', text: { vi: 'Tỉnh' } },
            ],
          },
          {
            type: 'R',
            code: 'rank',
            text: { vi: 'Xếp hạng' },
            answers: [
              { code: '1', text: { vi: 'Một' } },
              { code: '2', text: { vi: 'Hai' } },
            ],
          },
          { type: 'P', code: 'multi', text: { vi: 'Chọn và ghi' }, rows: [{ code: 'a', text: { vi: 'A' } }] },
        ],
      },
    ],
  },
  logic: {
    languages: ['en'],
    title: en('Logic'),
    groups: [
      {
        name: en('One'),
        questions: [
          {
            type: 'L',
            code: 'q1',
            text: en('First'),
            answers: [
              { code: 'a', text: en('A') },
              { code: 'b', text: en('B') },
            ],
          },
        ],
      },
      {
        name: en('Two'),
        relevance: 'q1.NAOK == "a" or q1.NAOK == "b"',
        questions: [
          { type: 'S', code: 'q2', text: en('Second'), relevance: '!is_empty(q1)' },
          { type: 'S', code: 'q3', text: en('Third'), relevance: 'sum(that.q1) > 2' },
          { type: 'S', code: 'q4', text: en('Fourth {q1.shown}'), relevance: 'q9 == 1' },
        ],
      },
    ],
  },
}
