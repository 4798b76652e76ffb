import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { labelledHeads } from '../../../client/text/exchange'
import {
  carriedMapping,
  dayWritten,
  guessedMapping,
  importOf,
  momentWritten,
  rowContent,
  type LabelledSheet,
  signatureOf,
} from '../../../surveys/exchange/labelled'
import { readDefinition } from '../../../surveys/instrument/definition'
import type { Questionnaire } from '../../../surveys/instrument/schema'

function shipped(name: string): Questionnaire {
  const reading = readDefinition(
    JSON.parse(readFileSync(join(import.meta.dirname, `../../../surveys/questionnaires/${name}.json`), 'utf8')),
  )
  if (!reading.ok) throw new Error(`${name} is none`)
  return reading.questionnaire
}

const quick = (): Questionnaire => shipped('sipas-service-quick')

const agencies = [
  { code: 'A1', names: ['UBND phường Đống Đa', 'Đống Đa ward'] },
  { code: 'A2', names: ['UBND phường Hai Bà Trưng'] },
]

/** Responses as a form on the web gives them out. */
const sheet: LabelledSheet = {
  heads: [
    'Dấu thời gian',
    'Cơ quan',
    '1. Nơi đón tiếp và trang thiết bị',
    'Thu tuc, giay to, phi va thoi han',
    'Nhìn chung, sự phục vụ lần này:',
    'Địa chỉ email',
  ],
  rows: [
    ['25/11/2026 20:30:11', 'UBND phường Đống Đa', 'Rất hài lòng', 'Hài lòng', 'Hài lòng', 'a@x.vn'],
    ['26/11/2026 08:00:00', 'Phường Hai Bà Trưng', 'Không liên quan đến tôi', 'hài lòng ', 'Bình thường', ''],
    ['26/11/2026 08:00:00', 'UBND phường Đống Đa', 'Tuyệt vời', '', 'Hài lòng', ''],
    ['25/11/2026 20:30:11', 'UBND phường Đống Đa', 'Rất hài lòng', 'Hài lòng', 'Hài lòng', 'a@x.vn'],
  ].map((cells, at) => ({ line: at + 2, cells })),
}

const ids = (content: string, before: number): string => `${content.length} ${before}`

describe('a sheet of responses with labels', () => {
  it('is read by how alike its heads and the questions are, without marks, numbers and signs', () => {
    expect(guessedMapping(quick(), agencies, sheet, labelledHeads).mapping.columns).toEqual([
      '@day',
      '@agency',
      'access',
      'procedure',
      'overall',
      '',
    ])
  })

  describe('of a quiz or with who answered', () => {
    const asked = 'Nhìn chung, sự phục vụ lần này'
    const guess = (heads: readonly string[], ...rows: (readonly string[])[]) => {
      const { mapping, doubts } = guessedMapping(
        quick(),
        agencies,
        { heads, rows: rows.map((cells, at) => ({ line: at + 2, cells })) },
        labelledHeads,
      )
      return heads.map((_, at) => [mapping.columns[at], doubts.columns[at] ?? ''].filter((part) => part !== '').join(' '))
    }

    it.each([
      ['Google, in Vietnamese', ['Dấu thời gian', 'Địa chỉ email', 'Điểm số', asked], ['@day', 'contact', 'marking', 'overall']],
      ['Google, in English', ['Timestamp', 'Email Address', 'Score', asked], ['@day', 'contact', 'marking', 'overall']],
      [
        'Google, downloaded in English',
        ['Timestamp', 'Username', 'Total score', asked, `${asked} [Score]`, `${asked} [Feedback]`],
        ['@day', 'person', 'marking', 'overall', 'marking', 'marking'],
      ],
      [
        'Google, downloaded in Vietnamese',
        ['Dấu thời gian', 'Tên người dùng', 'Tổng điểm', asked, `${asked} [Điểm số]`, `${asked} [Phản hồi]`],
        ['@day', 'person', 'marking', 'overall', 'marking', 'marking'],
      ],
      [
        'Microsoft, in English',
        [
          'Start time',
          'Completion time',
          'Email',
          'Name',
          'Total points',
          'Quiz feedback',
          asked,
          `Points - ${asked}`,
          `Feedback - ${asked}`,
        ],
        ['', '@day', 'contact', 'person', 'marking', 'marking', 'overall', 'marking', 'marking'],
      ],
      [
        'Microsoft, in Vietnamese',
        ['Thời gian bắt đầu', 'Thời gian hoàn thành', 'Email', 'Tên', 'Tổng điểm', asked, `Điểm - ${asked}`, `Phản hồi - ${asked}`],
        ['', '@day', 'contact', 'person', 'marking', 'overall', 'marking', 'marking'],
      ],
      ['an office', ['Ngày', 'Họ và tên', 'Số điện thoại', asked], ['@day', 'person', 'contact', 'overall']],
    ])('of %s takes the question alone, and says why the rest is left out', (_, heads, expected) => {
      expect(guess(heads)).toEqual(expected)
    })

    it('takes points for points whatever their head is', () => {
      expect(
        guess(['Dấu thời gian', 'Kết quả', asked], ['1/11/2026', '5.00 / 10', 'Hài lòng'], ['1/11/2026', '10.00 / 10', 'Hài lòng']),
      ).toEqual(['@day', 'marking', 'overall'])
    })

    it('takes no row of a table for points because it is called so', () => {
      expect(guess(['Cho điểm [Thủ tục, giấy tờ, phí và thời hạn]', 'Cho điểm [Score]'])).toEqual(['procedure near', ''])
    })

    it('never takes an address for an answer, however its column is called, and says where some stand among answers', () => {
      const texts = quick()
      const wish = 'Ông/bà mong muốn điều gì'
      const questionnaire: Questionnaire = {
        ...texts,
        sections: [
          {
            id: 's',
            title: { vi: 'S' },
            questions: [{ type: 'text', id: 'wish', text: { vi: wish }, required: false, maxLength: 200, lines: 1 }],
          },
        ],
      }
      const look = (...cells: readonly string[]) => {
        const rows = cells.map((cell, at) => ({ line: at + 2, cells: [cell] }))
        const { mapping, doubts } = guessedMapping(questionnaire, agencies, { heads: [wish], rows }, labelledHeads)
        const kept = guessedMapping(questionnaire, agencies, { heads: [wish], rows }, labelledHeads, ['wish'])
        return [mapping.columns[0], doubts.columns[0], kept.doubts.columns[0]]
      }
      expect(look('Nhanh hơn', 'Xin cảm ơn')).toEqual(['wish', null, null])
      expect(look('Nhanh hơn', '', 'a.b@gmail.com', 'Tốt')).toEqual(['wish', 'contact_within', 'contact_within'])
      expect(look('A.B@tinh.gov.vn', '', '0912 345 678', '+84 912.345.678', 'không')).toEqual(['', 'contact', 'contact_within'])
    })
  })

  it('tells what a label means where it is one, or nearly one, and leaves open what is none', () => {
    const { words, dayOrder } = guessedMapping(quick(), agencies, sheet, labelledHeads).mapping
    expect(words['2']).toEqual({ 'Rất hài lòng': '5', 'Không liên quan đến tôi': 'na', 'Tuyệt vời': '' })
    expect(words['1']).toEqual({ 'UBND phường Đống Đa': 'A1', 'Phường Hai Bà Trưng': 'A2' })
    expect(dayOrder).toBe('dmy')
  })

  it('becomes an import of ours, in which what nobody mapped stands as it stood', () => {
    const guessed = guessedMapping(quick(), agencies, sheet, labelledHeads).mapping
    const { 'Tuyệt vời': _, ...rest } = guessed.words['2'] ?? {}
    const { head, rows } = importOf(quick(), { ...guessed, words: { ...guessed.words, '2': rest } }, sheet, ids)
    expect(head).toEqual(['id', 'agency', 'submitted_at', 'channel', 'access', 'procedure', 'overall'])
    expect([...rows].map(({ line, cells }) => [line, ...cells.slice(1)])).toEqual([
      [2, 'A1', '2026-11-25', 'link', '5', '4', '4'],
      [3, 'A2', '2026-11-26', 'link', 'na', '4', '3'],
      [4, 'A1', '2026-11-26', 'link', 'Tuyệt vời', '', '4'],
      [5, 'A1', '2026-11-25', 'link', '5', '4', '4'],
    ])
  })

  it('tells two rows that are alike apart by how often they stood before, and a row of a longer file from none', () => {
    const rows = [...importOf(quick(), guessedMapping(quick(), agencies, sheet, labelledHeads).mapping, sheet, ids).rows]
    expect([rows[0]?.cells[0], rows[3]?.cells[0]].map((id) => id?.split(' ')[1])).toEqual(['0', '1'])
    const longer = { heads: ['Câu mới', ...sheet.heads], rows: sheet.rows.map(({ line, cells }) => ({ line, cells: ['', ...cells] })) }
    const [row, same] = [sheet.rows[0], longer.rows[0]]
    expect(row && same && rowContent(longer.heads, same)).toBe(row && rowContent(sheet.heads, row))
  })

  it('is known again by its head, however it is spelled', () => {
    expect(signatureOf(['Dấu thời gian', ' ĐỊA  CHỈ: '])).toBe(signatureOf(['dau thoi gian', 'Địa chỉ']))
    expect(signatureOf(['a', 'b'])).not.toBe(signatureOf(['b', 'a']))
  })

  it('takes several labels of one cell apart, also where a label has a comma', () => {
    const base = quick()
    const [scale] = base.scales
    const options = [
      { code: 'x', label: { vi: 'Giấy tờ, hồ sơ' }, kind: 'answer' as const },
      { code: 'y', label: { vi: 'Giấy tờ' }, kind: 'answer' as const },
      { code: 'z', label: { vi: 'Khác' }, kind: 'other' as const },
    ]
    const questionnaire: Questionnaire = {
      ...base,
      scales: [...base.scales, { id: 'many', options }],
      sections: [
        {
          id: 's',
          title: { vi: 'S' },
          questions: [{ type: 'multiple', id: 'm', text: { vi: 'Vướng ở đâu' }, required: false, scale: 'many' }],
        },
      ],
    }
    expect(scale).toBeDefined()
    const many: LabelledSheet = {
      heads: ['Timestamp', 'Vướng ở đâu?'],
      rows: [{ line: 2, cells: ['2026/11/25 8:30:11 PM GMT+7', 'Giấy tờ, hồ sơ, Giấy tờ, Chờ lâu quá'] }],
    }
    const guessed = guessedMapping(questionnaire, agencies.slice(0, 1), many, labelledHeads).mapping
    expect([guessed.dayOrder, guessed.agency, guessed.words['1']]).toEqual([
      'ymd',
      'A1',
      { 'Giấy tờ, hồ sơ': 'x', 'Giấy tờ': 'y', 'Chờ lâu quá': '@other' },
    ])
    const { head, rows } = importOf(questionnaire, guessed, many, ids)
    expect([head.slice(4), [...rows][0]?.cells.slice(1)]).toEqual([
      ['m', 'm.text'],
      ['A1', '2026-11-25', 'link', 'x|y|z', 'Chờ lâu quá'],
    ])
  })

  it('takes an order of options and a day with its time as they are written', () => {
    const base = quick()
    const options = ['x', 'y', 'z'].map((code) => ({ code, label: { vi: `Việc ${code}` }, kind: 'answer' as const }))
    const rare: Questionnaire = {
      ...base,
      scales: [...base.scales, { id: 'order', options }],
      sections: [
        {
          id: 's',
          title: { vi: 'S' },
          questions: [
            { type: 'ranking', id: 'r', text: { vi: 'Việc nào trước' }, required: false, scale: 'order' },
            { type: 'date-time', id: 't', text: { vi: 'Hẹn lúc nào' }, required: false },
          ],
        },
      ],
    }
    const given: LabelledSheet = {
      heads: ['Timestamp', 'Việc nào trước?', 'Hẹn lúc nào?'],
      rows: [{ line: 2, cells: ['25/11/2026', 'Việc z; việc x, Việc y', '25/11/2026 8:30 PM'] }],
    }
    const { rows } = importOf(rare, guessedMapping(rare, agencies.slice(0, 1), given, labelledHeads).mapping, given, ids)
    expect([...rows][0]?.cells.slice(4)).toEqual(['z|x|y', '2026-11-25T20:30'])
    expect(momentWritten('31/02/2026 10:00', 'dmy')).toBe('31/02/2026 10:00')
    expect(momentWritten('25/11/2026', 'dmy')).toBe('25/11/2026')
  })

  it('takes no more apart in a cell than a question has options', () => {
    const base = quick()
    const many: Questionnaire = {
      ...base,
      sections: [
        {
          id: 's',
          title: { vi: 'S' },
          questions: [{ type: 'multiple', id: 'm', text: { vi: 'M' }, required: false, scale: base.scales[0]?.id ?? '' }],
        },
      ],
    }
    const given: LabelledSheet = { heads: ['M'], rows: [{ line: 2, cells: ['a,'.repeat(20_000)] }] }
    const mapping = { columns: ['m'], words: {}, dayOrder: 'dmy', agency: 'A1', channel: 'link' } as const
    const [row] = importOf(many, mapping, given, ids).rows
    // 100 alike are one, and what is behind them is one more.
    expect(row?.cells[4]?.split('|')).toHaveLength(2)
  })

  it.each([
    ['07/01/2026 09:00', 'dmy', '2026-01-07'],
    ['07/01/2026', 'mdy', '2026-07-01'],
    ['2026-07-01T09:00:00Z', 'dmy', '2026-07-01'],
    ['31/02/2026', 'dmy', '31/02/2026'],
    ['hôm qua', 'dmy', 'hôm qua'],
  ] as const)('reads the day %s written %s', (text, order, day) => {
    expect(dayWritten(text, order)).toBe(day)
  })

  describe('as Google Forms gives it out', () => {
    const base = quick()
    const options = [
      { code: 'x', label: { vi: 'Giấy tờ, hồ sơ' }, kind: 'answer' as const },
      { code: 'y', label: { vi: 'Lệ phí' }, kind: 'answer' as const },
      { code: 'z', label: { vi: 'Khác' }, kind: 'other' as const },
    ]
    const asked = { required: false, scale: 'many' }
    const form: Questionnaire = {
      ...base,
      scales: [...base.scales, { id: 'many', options }],
      sections: [
        {
          id: 's',
          title: { vi: 'S' },
          questions: [
            { type: 'multiple', id: 'm', text: { vi: 'Vướng ở đâu' }, ...asked },
            { type: 'single', id: 'o', text: { vi: 'Lý do chính' }, ...asked },
            {
              type: 'matrix',
              id: 'g',
              text: { vi: 'Ông/bà đánh giá thế nào' },
              required: false,
              scale: base.scales[0]?.id ?? '',
              items: [
                { id: 'g1', text: { vi: 'Thái độ' } },
                { id: 'g2', text: { vi: 'Thời gian' } },
              ],
            },
          ],
        },
      ],
    }
    const heads = [
      'Dấu thời gian',
      'Vướng ở đâu?\n(chọn nhiều)',
      'Lý do chính',
      'Ông/bà đánh giá thế nào [Thời gian]',
      'Ông/bà đánh giá thế nào [Thái độ]',
      'Lý do chính',
    ]
    const taken = (cells: readonly (readonly string[])[]) => {
      const given: LabelledSheet = { heads, rows: cells.map((row, at) => ({ line: at + 2, cells: row })) }
      const guessed = guessedMapping(form, agencies.slice(0, 1), given, labelledHeads).mapping
      return { guessed, rows: [...importOf(form, guessed, given, ids).rows].map((row) => row.cells.slice(4)) }
    }

    it('finds grids by question and row, a head on two lines, and of two heads that are alike the first', () => {
      expect(taken([['25/11/2026 20:30:11']]).guessed.columns).toEqual(['@day', 'm', 'o', 'g2', 'g1', ''])
    })

    it('keeps what somebody wrote beside "other" whole, commas and all, with or without "other" before it', () => {
      const { rows } = taken([
        ['25/11/2026 20:30:11', 'Giấy tờ, hồ sơ, Chờ lâu, ồn ào; nóng', 'Khác: hỏi lại nhiều, mệt', 'Hài lòng', '', ''],
        ['25/11/2026 20:30:12', 'Lệ phí', 'Khác', '', '', ''],
        ['25/11/2026 20:30:13', 'Giấy tờ, hồ sơ'.normalize('NFD'), 'lệ phí ', '', '', ''],
      ])
      expect(rows).toEqual([
        ['x|z', 'Chờ lâu, ồn ào; nóng', 'z', 'hỏi lại nhiều, mệt', '', '4'],
        ['y', '', 'z', '', '', ''],
        ['x', '', 'y', '', '', ''],
      ])
    })

    it('takes labels beyond those that are shown for what they are, and other words for texts beside "other"', () => {
      const many = Array.from({ length: 80 }, (_, at) => ['25/11/2026 20:30:11', '', `Lý do thứ ${at}`])
      const { rows, guessed } = taken([...many, ...many, ['25/11/2026 20:30:11', '', 'Lệ phí'], ['25/11/2026 20:30:11', '', 'chỉ một lần']])
      expect(Object.keys(guessed.words['2'] ?? {})).toHaveLength(60)
      expect([rows.at(-2)?.slice(2, 4), rows.at(-1)?.slice(2, 4), rows[79]?.slice(2, 4)]).toEqual([
        ['y', ''],
        ['z', 'chỉ một lần'],
        ['z', 'Lý do thứ 79'],
      ])
    })

    it.each([
      [['11/2/2026 20:30:11', '11/3/2026 8:00:00', '11/4/2026 9:00:00'], 'mdy', '2026-11-02'],
      [['2/11/2026 20:30:11', '3/11/2026 8:00:00', '4/11/2026 9:00:00'], 'dmy', '2026-11-02'],
      [['20:30:11 25/11/2026', '08:00:00 2/11/2026'], 'dmy', '2026-11-25'],
      [['8:30:11 CH 25/11/2026'], 'dmy', '2026-11-25'],
      [['25.11.26 20:30'], 'dmy', '2026-11-25'],
      [['2026/11/25 8:30:11 PM GMT+7'], 'ymd', '2026-11-25'],
    ] as const)('reads its days: %s', (days, order, first) => {
      expect(taken(days.map((day) => [day])).guessed.dayOrder).toBe(order)
      expect(dayWritten(days[0], order)).toBe(first)
    })
  })

  it('is read as the sheet before, with columns added, gone and in another order', () => {
    const kept = { mapping: guessedMapping(quick(), agencies, sheet, labelledHeads).mapping, heads: sheet.heads }
    const heads = [...sheet.heads.slice(3), 'Câu mới', 'DẤU THỜI GIAN', 'Cơ quan']
    const carried = carriedMapping([kept], heads)
    expect(carried).toMatchObject({
      mapping: { columns: ['procedure', 'overall', '', '', '@day', '@agency'] },
      added: [3],
      gone: ['1. Nơi đón tiếp và trang thiết bị'],
      isMoved: true,
    })
    expect(carried?.mapping.words['5']).toEqual(kept.mapping.words['1'])
    expect(carriedMapping([kept], sheet.heads)).toMatchObject({ mapping: kept.mapping, added: [], gone: [], isMoved: false })
    expect(carriedMapping([kept], ['Dấu thời gian', 'a', 'b', 'c'])).toBeUndefined()
  })

  it('keeps columns apart whose heads differ in marks alone, when they stand the other way round', () => {
    const mapping = { columns: ['@day', 'access', 'overall'], words: {}, dayOrder: 'dmy', agency: 'A1', channel: 'link' } as const
    const kept = { mapping, heads: ['Dấu thời gian', 'Ảnh', 'Anh'] }
    expect(carriedMapping([kept], ['DAU THOI GIAN', 'Anh', 'Ảnh'])?.mapping.columns).toEqual(['@day', 'overall', 'access'])
    expect(carriedMapping([kept], ['Dấu thời gian', 'Ành', 'Anh'])).toMatchObject({ added: [1], gone: ['Ảnh'] })
  })

  describe('says how sure a guess is', () => {
    const columnOf = (...heads: readonly string[]) => {
      const { mapping, doubts } = guessedMapping(shipped('sipas-service'), [], { heads, rows: [] }, labelledHeads)
      return heads.flatMap((_, at) => [mapping.columns[at], doubts.columns[at]])
    }

    it.each([
      ['Công chức cư xử lịch sự, đúng mực', 'C1', null],
      ['  CÔNG CHỨC cu xu lich su - đúng mực:', 'C1', null],
      ['12. Công chức cư xử lịch sự, đúng mực', 'C1', null],
      ['c1', 'C1', null],
      ['Công chức cư xử lịch sự', 'C1', 'near'],
      ['Công chức có thái độ lịch sự, đúng mực', 'C1', 'near'],
      ['Thái độ lịch sự', '', null],
      ['Công chức có thái độ giao tiếp lịch sự', '', 'several'],
      ['Thái độ lịch sự của công chức', '', 'several'],
      ['Công chức trả lời lịch sự', '', 'several'],
      ['Quy định về thủ tục được niêm yết', '', 'several'],
      ['Thông tin trên giấy tờ kết quả', '', 'several'],
    ])('of the head “%s”', (head, meant, doubt) => expect(columnOf(head)).toEqual([meant, doubt]))

    it('where heads contend: an exact one leaves the rest, two that are about as near get nothing, of two that are the same the first', () => {
      const [full, right] = ['Quy định về thủ tục được niêm yết đầy đủ', 'Quy định về thủ tục được niêm yết chính xác']
      expect(columnOf(full, 'Quy định thủ tục được niêm yết chính xác')).toEqual(['B1', null, 'B2', 'near'])
      expect(columnOf('Công chức cư xử lịch sự đúng', 'Công chức cư xử lịch sự đún')).toEqual(['', 'several', '', 'several'])
      expect(columnOf(right, right, 'Giới tính')).toEqual(['B2', 'several', '', 'several', 'sex', 'near'])
    })

    it('where heads differ in marks alone: each has what is spelled so, whichever stands first', () => {
      const questions = ['Bản', 'Tỉnh'].map((text, at) => ({
        type: 'text' as const,
        id: `q${at}`,
        text: { vi: text },
        required: false,
        maxLength: 9,
        lines: 1,
      }))
      const asked = { ...quick(), sections: [{ id: 's', title: { vi: 'S' }, questions }] }
      const { mapping, doubts } = guessedMapping(asked, [], { heads: ['Bán', 'Bản', 'Tính', 'tinh'], rows: [] }, labelledHeads)
      expect(mapping.columns).toEqual(['', 'q0', '', 'q1'])
      expect(doubts.columns).toEqual([null, null, null, null])
    })

    const wordsIn = (questionnaire: Questionnaire, head: string, word: string) => {
      const { mapping, doubts } = guessedMapping(questionnaire, [], { heads: [head], rows: [{ line: 2, cells: [word] }] }, labelledHeads)
      return [mapping.words['0']?.[word], doubts.words['0']?.[word]]
    }

    it.each([
      ['Hài Lòng.', '4', undefined],
      ['khong hai long', '2', undefined],
      ['5', '5', undefined],
      ['Hài lòng lắm', '4', 'near'],
      ['Không liên quan', 'na', 'near'],
      ['Khá hài lòng', '', 'several'],
      ['Không hài lòng lắm', '', 'several'],
      ['Tuyệt vời', '', 'none'],
    ])('of the word “%s”', (word, meant, doubt) => expect(wordsIn(shipped('sipas-service'), 'A1', word)).toEqual([meant, doubt]))

    it.each([
      ['tỉnh', 'p', undefined],
      ['TINH', 'p', undefined],
      ['Tính', 'p', 'near'],
      ['Bản', 'v', undefined],
      ['Bán', 's', undefined],
      ['Ban', '', 'several'],
      ['Bạn', '', 'several'],
    ])('of labels that differ in marks alone: “%s”', (word, meant, doubt) => {
      const labels = { p: 'Tỉnh', v: 'Bản', s: 'Bán' }
      const options = Object.entries(labels).map(([code, label]) => ({ code, label: { vi: label }, kind: 'answer' as const }))
      const question = { type: 'single' as const, id: 'w', text: { vi: 'Nơi' }, required: false, scale: 'where' }
      const sections = [{ id: 's', title: { vi: 'S' }, questions: [question] }]
      expect(wordsIn({ ...quick(), scales: [{ id: 'where', options }], sections }, 'Nơi', word)).toEqual([meant, doubt])
    })

    it.each([
      ['< 15 phút', 'a', undefined],
      ['> 15 phút', 'b', undefined],
      ['15 phút', '', 'several'],
      ['☹', 'd', undefined],
      ['♥', '', 'none'],
    ])('of labels that differ in signs alone: “%s”', (word, meant, doubt) => {
      const options = ['< 15 phút', '> 15 phút', '☺', '☹'].map((label, at) => ({
        code: 'abcd'.charAt(at),
        label: { vi: label },
        kind: 'answer' as const,
      }))
      const sections = [
        {
          id: 's',
          title: { vi: 'S' },
          questions: [{ type: 'single' as const, id: 'w', text: { vi: 'Chờ' }, required: false, scale: 'wait' }],
        },
      ]
      expect(wordsIn({ ...quick(), scales: [{ id: 'wait', options }], sections }, 'Chờ', word)).toEqual([meant, doubt])
    })
  })
})
