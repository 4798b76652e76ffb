import { describe, expect, it } from 'vitest'
import { masked } from '../../surveys/figures/masking'
import { shippedTopics } from '../../surveys/figures/topic-set'
import { readTopics, topicName, topicsOf, topicsText } from '../../surveys/figures/topics'

describe('a masked text', () => {
  it.each([
    ['Gọi tôi 0912 345 678 nhé', 'Gọi tôi ••• nhé'],
    ['sđt +84-912.345.678', 'sđt •••'],
    ['CCCD 001099012345.', 'CCCD •••.'],
    ['số 123456789', 'số •••'],
    ['viết cho lan.nguyen@mail.gov.vn', 'viết cho •••'],
    ['xe 29A-123.45 và 59-X1 12345, 30G1 2345', 'xe ••• và •••, •••'],
    ['0912345678,0987654321', '•••,•••'],
    ['(0912) 345 678 hay 0912\u00a0345\u00a0678', '(••• hay •••'],
    ['0912–345–678, +84 (0) 912 345 678, 0912_345_678', '•••, •••, •••'],
    ['０９１２３４５６７８ và 09\u200b12\u200b345678', '••• và •••'],
    ['xe 29A\u00a0–\u00a012345', 'xe •••'],
    ['(1.500.000.000 đồng)', '(1.500.000.000 đồng)'],
    ['Mất 1.500.000.000 đồng', 'Mất 1.500.000.000 đồng'],
    ['ngày 12/11/2026, chờ 45 phút, phòng 101', 'ngày 12/11/2026, chờ 45 phút, phòng 101'],
    ['hồ sơ 000.12.34', 'hồ sơ 000.12.34'],
    ['', ''],
  ])('“%s” reads “%s”', (text, shown) => {
    expect(masked(text)).toBe(shown)
  })

  it('takes no time over what looks nearly like a number', () => {
    for (const text of ['a@'.repeat(50_000), '29A'.repeat(40_000), 'x.'.repeat(50_000)]) expect(masked(text)).toBe(text)
  })
})

describe('the topics of a comment', () => {
  it.each([
    ['Chờ lâu quá, cán bộ cáu gắt', ['Thời gian chờ, hẹn trả', 'Thái độ phục vụ']],
    ['cho toi hoi', []],
    ['CÁN BỘ NHIỆT TÌNH', ['Thái độ phục vụ']],
    ['huong dan khong ro', ['Hướng dẫn, giải thích']],
    ['Chợ gần đây', []],
    ['', []],
  ] as const)('“%s”: %j', (text, topics) => {
    expect(topicsOf(text, shippedTopics)).toEqual(topics)
  })

  it('are read as an office writes them, and written again the same', () => {
    const reading = readTopics('Chỗ ngồi: Ghế,  chỗ   ngồi, ghế\n\n Phí: lệ phí\r\n')
    expect(reading).toEqual({
      ok: true,
      topics: [
        { name: 'Chỗ ngồi', words: ['ghế', 'chỗ ngồi'] },
        { name: 'Phí', words: ['lệ phí'] },
      ],
    })
    expect(readTopics('Chỗ ngồi | Seats: ghế\nPhí |: phí')).toEqual({
      ok: true,
      topics: [
        { name: 'Chỗ ngồi', english: 'Seats', words: ['ghế'] },
        { name: 'Phí', words: ['phí'] },
      ],
    })
    expect(readTopics(topicsText(shippedTopics))).toEqual({ ok: true, topics: shippedTopics })
  })

  it('are called by their English names where they have some, and else as the office calls them', () => {
    const seats = { name: 'Chỗ ngồi', english: 'Seats', words: ['ghế'] }
    expect([topicName(seats, 'vi'), topicName(seats, 'en')]).toEqual([
      { text: 'Chỗ ngồi', language: 'vi' },
      { text: 'Seats', language: 'en' },
    ])
    expect(topicName({ name: 'Phí', words: ['phí'] }, 'en')).toEqual({ text: 'Phí', language: 'vi' })
    expect(shippedTopics.filter(({ english }) => english === undefined)).toEqual([])
  })

  it.each([
    ['Ghế | Seats | Stools: ghế', { line: 1, code: 'form' }],
    ['Ghế', { line: 1, code: 'form' }],
    ['Ghế: ,', { line: 1, code: 'form' }],
    ['A: a\nB:', { line: 2, code: 'form' }],
    ['A: a\na: b', { line: 2, code: 'twice' }],
    [`${'x'.repeat(61)}: a`, { line: 1, code: 'long' }],
    [Array.from({ length: 31 }, (_, n) => `T${n}: a`).join('\n'), { line: 31, code: 'many' }],
  ])('%j is refused by its line', (text, problem) => {
    expect(readTopics(text)).toEqual({ ok: false, problem })
  })
})
