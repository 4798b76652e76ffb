import { writeXlsx } from 'hucre/xlsx'
import { surveyBytes } from '../../server/files/foreign/lss-file'
import { zipped } from '../../server/files/zip'
import { workbookOf } from './form-file'

/** A file that somebody could hand in to break something: at which door, and a word of the sentence that it gets; none where it may be read. */
export type HostileFile = { readonly door: 'questionnaire' | 'labels'; readonly make: () => Blob | Promise<Blob>; readonly says?: string }

const head = 'type | name | label'
const form = (rows: readonly string[], choices: readonly string[] = [], more = '') =>
  workbookOf({ survey: [`${head}${more}`, ...rows].join('\n'), choices: ['list_name | name | label', ...choices].join('\n') })
const many = (count: number, row: (at: number) => string): readonly string[] => Array.from({ length: count }, (_, at) => row(at))
const json = (value: unknown): Blob => new Blob([JSON.stringify(value)])
const survey = (elements: readonly unknown[]): Blob => json({ locale: 'en', title: 'T', pages: [{ name: 'p', elements }] })

async function* spaces(megabytes: number): AsyncGenerator<string> {
  const piece = ' '.repeat(1_048_576)
  for (let at = 0; at < megabytes; at += 1) yield await Promise.resolve(piece)
}
async function* text(said: string): AsyncGenerator<string> {
  yield await Promise.resolve(said)
}

async function zip(
  entries: readonly { readonly path: string; readonly parts: AsyncGenerator<string> }[],
): Promise<Uint8Array<ArrayBuffer>> {
  async function* each() {
    for (const entry of entries) yield await Promise.resolve(entry)
  }
  const pieces: Uint8Array[] = []
  for await (const piece of zipped(each())) pieces.push(piece)
  return new Uint8Array(Buffer.concat(pieces))
}

const workbookPart = () => ({ path: 'xl/workbook.xml', parts: text('<workbook><sheets><sheet name="survey"/></sheets></workbook>') })
const bomb = (megabytes: number) => zip([workbookPart(), { path: 'xl/worksheets/sheet1.xml', parts: spaces(megabytes) }])

/** The same bomb whose directory says that it unpacks to a few bytes. */
async function lyingBomb(): Promise<Blob> {
  const bytes = Buffer.from(await bomb(200))
  for (let at = bytes.indexOf('PK\u0001\u0002', 0, 'latin1'); at >= 0; at = bytes.indexOf('PK\u0001\u0002', at + 4, 'latin1'))
    bytes.writeUInt32LE(1_000, at + 24)
  return new Blob([new Uint8Array(bytes)])
}

const structure = (rows: string, table = 'questions'): string =>
  `<?xml version="1.0"?><document><LimeSurveyDocType>Survey</LimeSurveyDocType><languages><language>en</language></languages><${table}><rows>${rows}</rows></${table}></document>`
const question = (at: number, more = ''): string =>
  `<row><qid>${at}</qid><parent_qid>0</parent_qid><gid>1</gid><type>S</type><title>q${at}</title><question>A</question><language>en</language>${more}</row>`

const labels = (rows: readonly string[], heads = 'Dấu thời gian,Đơn vị,Nhìn chung ông/bà hài lòng với lần phục vụ này?'): Blob =>
  new Blob([[heads, ...rows].join('\n')])

/** One of each kind at every door. */
export const hostileFiles: Readonly<Record<string, HostileFile>> = {
  'JSON, 10,000 levels': { door: 'questionnaire', make: () => new Blob(['['.repeat(10_000), ']'.repeat(10_000)]), says: 'tầng' },
  'JSON, 2 million levels': { door: 'questionnaire', make: () => new Blob(['['.repeat(2_000_000)]), says: 'JSON' },
  'JSON of ours, 10,000 questions': {
    door: 'questionnaire',
    make: () =>
      json({
        id: 'x',
        version: 1,
        title: { vi: 'x' },
        languages: ['vi'],
        scales: [],
        sections: [
          { id: 's', title: { vi: 's' }, questions: many(10_000, String).map((at) => ({ type: 'note', id: `n${at}`, text: { vi: 'n' } })) },
        ],
      }),
  },
  'JSON of ours, names of the language itself': {
    door: 'questionnaire',
    make: () => new Blob(['{"id":"x","__proto__":{"version":1},"constructor":{"prototype":{"a":1}},"sections":[]}']),
  },
  'SurveyJS, 60,000 values': {
    door: 'questionnaire',
    make: () => survey([{ type: 'dropdown', name: 'q', choices: many(60_001, (at) => `c${at}`) }]),
    says: '60000',
  },
  'SurveyJS, 9,900 questions': {
    door: 'questionnaire',
    make: () => survey(many(9_900, String).map((at) => ({ type: 'text', name: `q${at}`, title: '<b>A</b>', visibleIf: `{q${at}} = 1` }))),
    says: '200',
  },
  'SurveyJS, 50,000 choices': {
    door: 'questionnaire',
    make: () => survey([{ type: 'checkbox', name: 'q', choices: many(50_000, (at) => `c${at}`) }]),
  },
  'SurveyJS, a text of 1.9 MB': { door: 'questionnaire', make: () => survey([{ type: 'text', name: 'q', title: '<'.repeat(1_900_000) }]) },
  'SurveyJS, 5,000 ors, 35 times': {
    door: 'questionnaire',
    make: () =>
      survey([
        { type: 'text', name: 'a' },
        ...many(35, (at) => `b${at}`).map((name) => ({ type: 'text', name, visibleIf: many(5_000, () => '{a} = 1').join(' or ') })),
      ]),
  },
  'SurveyJS, names of the language itself': {
    door: 'questionnaire',
    make: () =>
      new Blob([
        '{"elements":[{"type":"text","name":"__proto__","title":{"__proto__":"x","constructor":"y"}},{"type":"constructor","name":"toString"},{"type":"radiogroup","name":"hasOwnProperty","choices":["__proto__","constructor"],"visibleIf":"{__proto__} = \'constructor\'"}]}',
      ]),
  },
  'XLSForm, 10,000 questions': { door: 'questionnaire', make: () => form(many(10_000, (at) => `text | q${at} | A`)), says: '5000' },
  'XLSForm, 4,900 questions': { door: 'questionnaire', make: () => form(many(4_900, (at) => `text | q${at} | <i>A</i>`)), says: '200' },
  'XLSForm, 100,000 choices': {
    door: 'questionnaire',
    make: () =>
      form(
        ['select_one l | q | A'],
        many(100_000, (at) => `l | c${at} | C`),
      ),
    says: 'dòng',
  },
  'XLSForm, 29,000 choices': {
    door: 'questionnaire',
    make: () =>
      form(
        ['select_one l | q | A'],
        many(29_000, (at) => `l | c${at} | C`),
      ),
  },
  'XLSForm, relevant with 5,000 ors': {
    door: 'questionnaire',
    make: () => form(['text | a | A | ', `text | b | B | ${many(5_000, () => '${a} = 1').join(' or ')}`], [], ' | relevant'),
  },
  'XLSForm, relevant with 5,000 brackets, 200 times': {
    door: 'questionnaire',
    make: () =>
      form(
        ['text | a | A | ', ...many(200, (at) => `text | b${at} | B | ${'('.repeat(2_400)}\${a}${')'.repeat(2_400)}`)],
        [],
        ' | relevant',
      ),
  },
  'XLSForm, 200 calculations within each other': {
    door: 'questionnaire',
    make: () =>
      form(
        ['integer | a | A | ', ...many(200, (at) => `calculate | c${at} | | ${'if(${a} = 1, 1, '.repeat(280)}0${')'.repeat(280)}`)],
        [],
        ' | calculation',
      ),
  },
  'XLSForm, labels of 32,000 brackets': {
    door: 'questionnaire',
    make: () => form(many(100, (at) => `note | n${at} | ${'{'.repeat(16_000)}${'}'.repeat(16_000)}`)),
  },
  'XLSForm, labels of 32,000 signs of markup': {
    door: 'questionnaire',
    make: () => form(many(60, (at) => `note | n${at} | ${'<script '.repeat(4_000)}`)),
  },
  'XLSForm, scripts and formulas': {
    door: 'questionnaire',
    make: () =>
      form([
        'note | a | <script>alert(1)</script><img src=x onerror=alert(1)>',
        'note | b | =HYPERLINK("http://x";"y")',
        'note | __proto__ | x',
      ]),
  },
  'workbook, a bomb of 200 MB': { door: 'questionnaire', make: async () => new Blob([await bomb(200)]), says: 'quá lớn' },
  'workbook, a bomb that says it is small': { door: 'questionnaire', make: lyingBomb },
  'workbook, bombs within a bomb': {
    door: 'questionnaire',
    make: async () => {
      const inner = Buffer.from(await bomb(40)).toString('latin1')
      return new Blob([
        await zip([workbookPart(), ...many(40, (at) => `xl/worksheets/sheet${at + 2}.xml`).map((path) => ({ path, parts: text(inner) }))]),
      ])
    },
  },
  'LimeSurvey, entities': {
    door: 'questionnaire',
    make: () => new Blob(['<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><document>&b;</document>']),
    says: 'DOCTYPE',
  },
  'LimeSurvey, 10,000 levels': { door: 'questionnaire', make: () => new Blob(['<a>'.repeat(10_000)]), says: 'tầng' },
  'LimeSurvey, 250,001 elements': { door: 'questionnaire', make: () => new Blob([`<document>${'<a/>'.repeat(250_001)}`]), says: '250000' },
  'LimeSurvey, 6 MB of questions': {
    door: 'questionnaire',
    make: () => {
      const row = question(1, `<relevance>${'('.repeat(1_500)}</relevance>`)
      const rows = many(Math.floor((surveyBytes - 400) / row.length) - 1, (at) =>
        question(at % 9, `<relevance>${'('.repeat(1_500)}</relevance>`),
      )
      return new Blob([structure(rows.join(''))])
    },
  },
  'LimeSurvey, 20,000 questions': {
    door: 'questionnaire',
    make: () => new Blob([structure(many(20_000, (at) => question(at + 1)).join(''))]),
  },
  'LimeSurvey, one text of 5.9 MB': {
    door: 'questionnaire',
    make: () => new Blob([structure(question(1, `<help>${'&lt;b&gt;'.repeat(650_000)}</help>`))]),
  },
  'LimeSurvey, an attribute of 5.9 MB': {
    door: 'questionnaire',
    make: () => new Blob([`<document a="${'x'.repeat(5_900_000)}"><LimeSurveyDocType>Survey</LimeSurveyDocType></document>`]),
  },
  'labels, 50,000 rows': {
    door: 'labels',
    make: () => labels(many(50_000, (at) => `18/11/2026 09:30:11,Cơ quan A1,Lời thứ ${at}`)),
    says: 'dòng',
  },
  'labels, 9,900 rows of different words': {
    door: 'labels',
    make: () => labels(many(9_900, (at) => `18/11/2026 09:30:11,Cơ quan ${at},${'Lời rất dài '.repeat(20)}${at}`)),
  },
  'labels, one cell of 9 MB of commas': { door: 'labels', make: () => labels([`18/11/2026,Cơ quan A1,"${'a,'.repeat(4_500_000)}"`]) },
  'labels, 300 columns with heads of 30,000 letters': {
    door: 'labels',
    make: () => labels(['18/11/2026'], many(300, (at) => `${at} ${'hài lòng '.repeat(3_300)}`).join(',')),
  },
  'labels, 1,000 columns': { door: 'labels', make: () => labels([',1'.repeat(999)], many(1_000, (at) => `c${at}`).join(',')), says: 'cột' },
  'labels, a bomb of 200 MB': { door: 'labels', make: async () => new Blob([await bomb(200)]), says: 'quá' },
  'labels, a workbook of formulas and scripts': {
    door: 'labels',
    make: async () =>
      new Blob([
        new Uint8Array(
          await writeXlsx({
            sheets: [
              {
                name: 'x',
                rows: [
                  ['Dấu thời gian', '<script>alert(1)</script>', '__proto__', 'constructor'],
                  ['18/11/2026', '=cmd|calc', '__proto__', 'constructor'],
                ],
              },
            ],
          }),
        ),
      ]),
  },
}
