import { describe, expect, it } from 'vitest'
import { pastedWords, sheetWords } from '../../../client/text/pasting'
import {
  mostOptionsOfScale,
  pastedQuestions,
  withPastedOptions,
  withPastedQuestions,
  withPastedRows,
} from '../../../surveys/designing/pasted-in'
import { pastedSheet, questionsOfSheet } from '../../../surveys/designing/pasted-sheet'
import { kindSaid, mostPastedLines, pasted, pastedLines } from '../../../surveys/designing/pasting'
import { addPreset, presets } from '../../../surveys/designing/presets'
import { addAlike, findQuestion } from '../../../surveys/designing/questions'
import { scaleLibrary } from '../../../surveys/designing/scale-library'
import { nameScale } from '../../../surveys/designing/scales'
import { withoutLanguage } from '../../../surveys/designing/translations'
import { readDefinition } from '../../../surveys/instrument/definition'
import { comparableFigures, versionChanges } from '../../../surveys/instrument/versions'
import { readSmall } from '../small'

const read = (text: string) => pasted(text, ['vi', 'en'], 'vi', pastedWords)
const lines = (text: string) => {
  const list = read(text)
  return pastedLines(list, list.roles)
}

describe('what is pasted', () => {
  it.each([
    ['one on each line', 'Tốt\n  Kém \n\n', ['words:vi'], [['Tốt'], ['Kém']]],
    ['with bullets', '- Tốt\r\n• Kém', ['words:vi'], [['Tốt'], ['Kém']]],
    [
      'codes with a sign',
      '1 = Tốt\n2 = Kém',
      ['code', 'words:vi'],
      [
        ['1', 'Tốt'],
        ['2', 'Kém'],
      ],
    ],
    [
      'numbers with a point',
      '1. Tốt\n2. Kém',
      ['code', 'words:vi'],
      [
        ['1', 'Tốt'],
        ['2', 'Kém'],
      ],
    ],
    [
      'label and score',
      'Tốt;5\nKém;1',
      ['words:vi', 'score'],
      [
        ['Tốt', '5'],
        ['Kém', '1'],
      ],
    ],
    [
      'cells of a sheet',
      '5\tTốt\tGood\t2\n1\tKém\tBad\t1\n',
      ['code', 'words:vi', 'words:en', 'score'],
      [
        ['5', 'Tốt', 'Good', '2'],
        ['1', 'Kém', 'Bad', '1'],
      ],
    ],
    ['columns that are named', 'Tiếng Anh\tĐiểm\tNhãn\tGhi\nGood\t5\tTốt\tx', ['words:vi', 'words:en', 'skip', 'skip'], undefined],
    ['columns that are all known', 'Tiếng Anh\tĐiểm\tNhãn\nGood\t5\tTốt', ['words:en', 'score', 'words:vi'], [['Good', '5', 'Tốt']]],
    ['a cell with a line break and quotes', '"Rất ""tốt""\nthật"\tGood', ['words:vi', 'words:en'], [['Rất "tốt" thật', 'Good']]],
    ['sentences with a point', 'Tốt. Rất tốt\nKém', ['words:vi'], [['Tốt. Rất tốt'], ['Kém']]],
  ])('is recognised: %s', (_, text, roles, cells) => {
    const list = read(text)
    expect(list.roles).toEqual(roles)
    if (cells) expect(list.lines).toEqual(cells)
  })

  it('names the languages of columns that the questionnaire does not speak', () => {
    const unspoken = (text: string) => pasted(text, ['vi'], 'vi', pastedWords).unspoken
    expect(unspoken('Nhãn\tTiếng Anh\nTốt\tGood')).toEqual(['en'])
    expect(unspoken('Nhãn\tĐiểm\nTốt\t5')).toEqual([])
    expect(read('Nhãn\tTiếng Anh\nTốt\tGood').unspoken).toEqual([])
    const ofSheet = (text: string) => pastedSheet(text, ['vi'], 'vi', sheetWords).unspoken
    expect(ofSheet('Câu hỏi\tLoại\tQuestion (English)\nNộp ở đâu?\tchữ\tWhere?')).toEqual(['en'])
    expect(ofSheet('Câu hỏi\tLoại\tHình ảnh\nNộp ở đâu?\tchữ\tx')).toEqual([])
    expect(ofSheet('Câu hỏi\tẢnh\nNộp ở đâu?\tx')).toEqual([])
    expect(unspoken('Mã\tNhãn\tẢnh\n1\tTốt\tx')).toEqual([])
  })

  it('is nothing where nobody sees anything', () => {
    expect(lines('​\n \u00a0\n\t\n')).toEqual([])
  })

  it('is cut where nobody would read it', () => {
    const list = read(Array.from({ length: mostPastedLines + 5 }, (_, at) => `dòng ${at}`).join('\n'))
    expect([list.lines.length, list.dropped]).toEqual([mostPastedLines, 5])
  })

  it.each(['"', '\t', '"\t"', 'a) ', ' ', '1', ';', '# '])('may be anything: 300,000 times %j', (sign) => {
    const text = sign.repeat(300_000)
    expect(lines(text).length).toBeLessThanOrEqual(mostPastedLines)
    expect(pastedQuestions(text, 'vi', pastedWords).length).toBeLessThanOrEqual(1)
  })
})

describe('pasted options', () => {
  const written = readSmall().scales.find(({ id }) => id === 'five')?.options ?? []

  it('stand behind the answers of a scale, with codes that nobody bears', () => {
    const next = withPastedOptions(written, lines('Rất tốt\nKhác'), 'add', pastedWords)
    expect(new Set(next.map(({ code }) => code)).size).toBe(written.length + 2)
    expect(next.find(({ label }) => label['vi'] === 'Khác')?.kind).toBe('other')
    expect(next.at(-1)?.kind).toBe(written.at(-1)?.kind)
  })

  it.each([
    ['Khác', 'other'],
    ['Khác (ghi rõ): ……………', 'other'],
    ['Khác, xin vui lòng ghi rõ', 'other'],
    ['Dân tộc khác (ghi rõ)', 'other'],
    ['Other', 'other'],
    ['Other (please specify)', 'other'],
    ['Không áp dụng (N/A)', 'not-applicable'],
    ['Không liên quan', 'not-applicable'],
    ['N/A', 'not-applicable'],
    ['Không biết/Không có ý kiến', 'no-opinion'],
    ['Không biết / không trả lời', 'no-opinion'],
    ["Don't know", 'no-opinion'],
    ['Khác biệt rõ', 'answer'],
    ['Ghi rõ', 'answer'],
    ['Không biết đọc', 'answer'],
    ['Một nơi khác', 'answer'],
    ['/', 'answer'],
    ['…', 'answer'],
  ])('are of the kind that their words name: %s', (text, kind) => {
    expect(kindSaid({ vi: text }, pastedWords)).toBe(kind)
  })

  it('put in the place of others keep what the same ones had', () => {
    const first = written[0]
    const next = withPastedOptions(written, lines(`${first?.label['vi'] ?? ''}\nMới`), 'replace', pastedWords)
    expect(next[0]).toEqual(first)
    expect(next).toHaveLength(2)
  })

  it('never come to more than a scale may have', () => {
    const many = lines(Array.from({ length: 300 }, (_, at) => `x${at} thứ`).join('\n'))
    expect(withPastedOptions(written, many, 'add', pastedWords)).toHaveLength(mostOptionsOfScale)
  })

  it('make rows of a matrix, each with an id of its own', () => {
    const draft = readSmall()
    const question = findQuestion(draft, 'm')?.question
    const rows = question && 'items' in question ? question.items : []
    const next = withPastedRows(draft, 'm', [...rows, { id: 'empty', text: {} }], lines('ghe\tGhế\tChairs\nban\tBàn\tTables'))
    expect(next.slice(rows.length)).toEqual([
      { id: 'ghe', text: { vi: 'Ghế', en: 'Chairs' } },
      { id: 'ban', text: { vi: 'Bàn', en: 'Tables' } },
    ])
  })
})

describe('a pasted list of questions', () => {
  const text = [
    'A1. Có đủ ghế',
    'Phần 2: Công chức',
    '1. Công chức lịch sự',
    '2. Ông/bà thuộc nhóm nào?',
    '- Dưới 30',
    '- Từ 30',
    '3. Còn bạn thì sao?',
    'a) Dưới 30',
    'b) Từ 30',
  ].join('\n')

  it('has headings, ids, and options below the question that they belong to', () => {
    const [first, second] = pastedQuestions(text, 'vi', pastedWords)
    expect(first).toEqual({ title: {}, questions: [{ id: 'A1', text: { vi: 'Có đủ ghế' }, options: [] }] })
    expect(second?.title).toEqual({ vi: 'Công chức' })
    expect(second?.questions.map(({ text: words, options }) => [words['vi'], options.length])).toEqual([
      ['Công chức lịch sự', 0],
      ['Ông/bà thuộc nhóm nào?', 2],
      ['Còn bạn thì sao?', 2],
    ])
  })

  it('is added with one scale for the same options, and reads as a definition', () => {
    const draft = readSmall()
    const made = withPastedQuestions(
      draft,
      'second',
      pastedQuestions(text, 'vi', pastedWords),
      { type: 'rating', scale: 'five' },
      pastedWords,
    )
    expect(made.draft.scales).toHaveLength(draft.scales.length + 1)
    expect(made.draft.sections).toHaveLength(draft.sections.length + 1)
    expect(made.question).toBe('A1')
    const reading = readDefinition(made.draft)
    expect(reading.ok ? [] : reading.problems.filter(({ rule }) => rule !== 'missing_translation')).toEqual([])
  })

  it('makes a last option to be written out one with room for it, but not where all are put in order', () => {
    const kinds = (type?: 'ranking') => {
      const [part] = pastedQuestions('Vì sao?\n- Chờ lâu\n- Khác (ghi rõ)', 'vi', pastedWords)
      const questions = part?.questions.map((one) => ({ ...one, ...(type && { type }) })) ?? []
      const made = withPastedQuestions(readSmall(), 'second', [{ title: {}, questions }], { type: 'text' }, pastedWords)
      return made.draft.scales.at(-1)?.options.map(({ kind }) => kind)
    }
    expect(kinds()).toEqual(['answer', 'other'])
    expect(kinds('ranking')).toEqual(['answer', 'answer'])
  })

  it('joins a scale of the design whose labels are the same', () => {
    const draft = readSmall()
    const five = draft.scales.find(({ id }) => id === 'five')
    const pastedText = ['Hỏi gì?', ...(five?.options ?? []).map(({ label }) => `- ${label['vi'] ?? ''}`)].join('\n')
    const made = withPastedQuestions(draft, 'second', pastedQuestions(pastedText, 'vi', pastedWords), { type: 'text' }, pastedWords)
    expect(made.draft.scales).toHaveLength(draft.scales.length)
    expect(findQuestion(made.draft, made.question)?.question).toMatchObject({ scale: 'five' })
  })
})

describe('a pasted sheet of questions', () => {
  const sheet = (text: string) => pastedSheet(text, ['vi', 'en'], 'vi', sheetWords)
  const cells = (...rows: readonly (readonly string[])[]) => rows.map((row) => row.join('\t')).join('\n')
  const asked = cells(
    ['Phần', 'Mã', 'Câu hỏi', 'Question (English)', 'Loại câu hỏi', 'Phương án', 'Gợi ý', 'Bắt buộc'],
    ['Nơi nộp', 'N1', 'Nộp ở đâu?', 'Where?', 'Chọn một', '"1 = Quầy\n2 = Mạng\n9 = Khác"', 'Lần gần nhất', 'x'],
    ['', 'N2', 'Chờ bao lâu?', 'How long?', 'số', '', '', ''],
    ['Góp ý', '', 'Nên sửa gì?', '', 'tự luận', 'không dùng; đến', '', ''],
  )

  it('says by the names of its columns what each holds', () => {
    const { roles, hadHead, lines } = sheet(asked)
    expect([roles, hadHead, lines.length]).toEqual([
      ['section', 'id', 'words:vi', 'words:en', 'type', 'options', 'help:vi', 'required'],
      true,
      3,
    ])
    const other = cells(['Danh sách', 'Câu hỏi', 'Loại', 'Hình ảnh', 'Anh'], ['a', 'Nộp ở đâu?', 'chữ', 'x', 'Where?'])
    expect(sheet(other).roles).toEqual(['skip', 'words:vi', 'type', 'skip', 'words:en'])
    const others = cells(['Câu hỏi', 'Loại', 'Ảnh', 'Má', 'Dáng'], ['Nộp ở đâu?', 'chữ', 'x', 'y', 'z'])
    expect(sheet(others).roles).toEqual(['words:vi', 'type', 'skip', 'skip', 'skip'])
    expect(sheet(cells(['CAU HOI', 'Tieng Anh:', 'ma', 'Loai cau hoi *'], ['Bao lâu?', 'How long?', 'q1', 'số'])).roles).toEqual([
      'words:vi',
      'words:en',
      'id',
      'type',
    ])
  })

  it('is recognised by what stands in it, where nothing is named', () => {
    expect(sheet(cells(['q1', 'Nộp ở đâu?', 'Quầy; Mạng'], ['q2', 'Qua đâu biết?', 'Báo, Loa'])).roles).toEqual([
      'id',
      'words:vi',
      'options',
    ])
    expect(sheet(cells(['Nộp ở đâu?', 'chọn một'], ['Bao lâu?', 'số'])).roles).toEqual(['words:vi', 'type'])
    expect(sheet(cells(['Nộp ở đâu?', 'Where?', 'x'], ['Bao lâu?', 'How long?', 'y'])).roles).toEqual(['words:vi', 'words:en', 'skip'])
  })

  it('becomes sections and questions with their types, options, help and whether they must be answered, in one step', () => {
    const list = sheet(asked)
    const made = withPastedQuestions(
      readSmall(),
      'second',
      questionsOfSheet(list, list.roles, 'vi', sheetWords),
      { type: 'rating', scale: 'five' },
      sheetWords,
    )
    const found = (id: string) => findQuestion(made.draft, id)
    expect(found('N1')?.section.title).toEqual({ vi: 'Nơi nộp' })
    expect(found('N1')?.question).toMatchObject({
      type: 'single',
      required: true,
      help: { vi: 'Lần gần nhất' },
      text: { vi: 'Nộp ở đâu?', en: 'Where?' },
    })
    expect(made.draft.scales.at(-1)?.options.map(({ code, kind }) => `${code} ${kind}`)).toEqual(['1 answer', '2 answer', '9 other'])
    expect(found('N2')?.question).toMatchObject({ type: 'number', required: false })
    const last = made.draft.sections.find(({ title }) => title['vi'] === 'Góp ý')?.questions
    expect(last).toMatchObject([{ type: 'text', text: { vi: 'Nên sửa gì?' } }])
    const reading = readDefinition(made.draft)
    expect(reading.ok ? [] : reading.problems.filter(({ rule }) => rule !== 'missing_translation')).toEqual([])
  })

  it('takes columns as its author sets them right', () => {
    const list = sheet(cells(['Một?', 'Hai?'], ['Ba?', 'Bốn?']))
    expect(questionsOfSheet(list, ['skip', 'words:vi'], 'vi', sheetWords)).toEqual([
      {
        title: {},
        questions: [
          { id: '', text: { vi: 'Hai?' }, options: [] },
          { id: '', text: { vi: 'Bốn?' }, options: [] },
        ],
      },
    ])
  })
})

describe('a question that is added ready', () => {
  it.each(presets.map((preset) => [preset.name, preset] as const))('reads as a definition but for its words: %s', (_, preset) => {
    const { draft, id } = addPreset(readSmall(), 'second', preset, scaleLibrary)
    expect(findQuestion(draft, id)?.question.type).toBe(preset.type)
    const reading = readDefinition(draft)
    expect(new Set(reading.ok ? [] : reading.problems.map(({ rule }) => rule))).toEqual(new Set(['missing_translation']))
  })

  it('is asked like the one before it, under the next id', () => {
    const { draft, id } = addAlike(readSmall(), 'rate')
    expect(findQuestion(draft, id)?.question).toMatchObject({ type: 'rating', scale: 'five', text: {} })
    expect(findQuestion(draft, id)?.at).toBe((findQuestion(draft, 'rate')?.at ?? 0) + 1)
  })
})

describe('the name of a scale', () => {
  it('changes no figure and no item, and goes with its language', () => {
    const before = readSmall()
    const after = nameScale(before, 'five', { vi: 'Năm mức', en: 'Five' })
    expect(versionChanges(before, after)).toEqual([])
    expect(comparableFigures(before, after).size).toBe(comparableFigures(before, before).size)
    expect(readDefinition(after).ok).toBe(true)
    expect(withoutLanguage(after, 'en').scales.find(({ id }) => id === 'five')?.name).toEqual({ vi: 'Năm mức' })
    expect(nameScale(after, 'five', {})).toEqual(before)
  })
})
