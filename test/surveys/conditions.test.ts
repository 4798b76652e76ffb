import { conditionText } from '../../client/text/definition'
import { describe, expect, it } from 'vitest'
import { edited, freshCondition, grouped, itemsBefore, related, relationsOf, withTest } from '../../surveys/designing/conditions'
import { holds } from '../../surveys/instrument/flow'
import type { Answers, Condition } from '../../surveys/instrument/schema'
import { readSmall } from './small'

const small = readSmall()
const late: Condition = { item: 'late', in: ['yes'] }
const rate: Condition = { item: 'rate', in: ['bad', 'fair', 'good'] }
const many: Condition = { item: 'met', atLeast: 50.5 }
const few: Condition = { item: 'met', atMost: 10 }
const why: Condition = { item: 'why', answered: true }

const sentences: readonly (readonly [Condition | undefined, string, string])[] = [
  [undefined, 'Luôn hỏi.', 'Always asked.'],
  [late, 'Chỉ hỏi khi câu late “Trễ?” được trả lời “Có”.', 'Asked only if question late “Trễ? (en)” is answered “Có (en)”.'],
  [
    rate,
    'Chỉ hỏi khi câu rate “Chấm” được trả lời “Kém”, “Vừa” hoặc “Tốt”.',
    'Asked only if question rate “Chấm (en)” is answered “Kém (en)”, “Vừa (en)” or “Tốt (en)”.',
  ],
  [
    { not: { item: 'm2', in: ['bad', 'fair'] } },
    'Chỉ hỏi khi câu m2 “Hàng 2” không được trả lời “Kém” hay “Vừa”.',
    'Asked only if question m2 “Hàng 2 (en)” is not answered “Kém (en)” or “Vừa (en)”.',
  ],
  [
    { item: 'ways', in: ['web'] },
    'Chỉ hỏi khi câu ways “Cách nào” có chọn “Mạng”.',
    'Asked only if question ways “Cách nào (en)” has “Mạng (en)” chosen.',
  ],
  [
    many,
    'Chỉ hỏi khi câu met “Đạt” có câu trả lời từ 50,5% trở lên.',
    'Asked only if question met “Đạt (en)” has an answer of 50.5% or more.',
  ],
  [
    few,
    'Chỉ hỏi khi câu met “Đạt” có câu trả lời từ 10% trở xuống.',
    'Asked only if question met “Đạt (en)” has an answer of 10% or less.',
  ],
  [
    { not: few },
    'Chỉ hỏi khi câu met “Đạt” không có câu trả lời từ 10% trở xuống.',
    'Asked only if question met “Đạt (en)” does not have an answer of 10% or less.',
  ],
  [
    { not: many },
    'Chỉ hỏi khi câu met “Đạt” không có câu trả lời từ 50,5% trở lên.',
    'Asked only if question met “Đạt (en)” does not have an answer of 50.5% or more.',
  ],
  [why, 'Chỉ hỏi khi câu why “Vì sao” đã được trả lời.', 'Asked only if question why “Vì sao (en)” is answered.'],
  [{ not: why }, 'Chỉ hỏi khi câu why “Vì sao” bị bỏ trống.', 'Asked only if question why “Vì sao (en)” is left blank.'],
  [
    { not: { item: 'ways', in: ['web', 'desk'] } },
    'Chỉ hỏi khi câu ways “Cách nào” không chọn “Mạng” hay “Quầy”.',
    'Asked only if question ways “Cách nào (en)” does not have “Mạng (en)” or “Quầy (en)” chosen.',
  ],
  [
    { not: { not: late } },
    'Chỉ hỏi khi câu late “Trễ?” được trả lời “Có”.',
    'Asked only if question late “Trễ? (en)” is answered “Có (en)”.',
  ],
  [
    { all: [late, { any: [few, why] }] },
    'Chỉ hỏi khi câu late “Trễ?” được trả lời “Có”, và (câu met “Đạt” có câu trả lời từ 10% trở xuống, hoặc câu why “Vì sao” đã được trả lời).',
    'Asked only if question late “Trễ? (en)” is answered “Có (en)”, and (question met “Đạt (en)” has an answer of 10% or less, or question why “Vì sao (en)” is answered).',
  ],
  [
    { not: { any: [why, late] } },
    'Chỉ hỏi khi không điều nào sau đây đúng: câu why “Vì sao” đã được trả lời; câu late “Trễ?” được trả lời “Có”.',
    'Asked only if none of this is so: question why “Vì sao (en)” is answered; question late “Trễ? (en)” is answered “Có (en)”.',
  ],
  [
    { not: { all: [why] } },
    'Chỉ hỏi khi không phải tất cả những điều này đều đúng: câu why “Vì sao” đã được trả lời.',
    'Asked only if not all of this is so: question why “Vì sao (en)” is answered.',
  ],
  [
    { item: 'gone', in: ['x'] },
    'Chỉ hỏi khi câu gone (không có trong phiếu) được trả lời “x”.',
    'Asked only if question gone (not in the questionnaire) is answered “x”.',
  ],
  [
    { item: 'late', in: [] },
    'Chỉ hỏi khi câu late “Trễ?” được trả lời (chưa chọn phương án nào).',
    'Asked only if question late “Trễ? (en)” is answered (no option chosen yet).',
  ],
  [{ all: [] }, 'Chỉ hỏi khi (chưa có điều kiện nào).', 'Asked only if (no condition yet).'],
]

const every: readonly Condition[] = sentences.flatMap(([condition]) => condition ?? [])
const answers: readonly Answers[] = [
  {},
  { late: 'yes' },
  { late: 'no', met: 5 },
  { met: 60, why: 'x' },
  { rate: 'good', ways: ['web'], m2: 'bad' },
  { late: 'yes', met: 10, why: 'x' },
]

describe('skip logic in words', () => {
  it.each(sentences)('tells %j', (condition, vietnamese, english) => {
    expect(conditionText('vi', small, condition)).toBe(vietnamese)
    expect(conditionText('en-GB', small, condition)).toBe(english)
  })

  it('shortens long texts after a whole word', () => {
    const long = {
      ...small,
      sections: small.sections.map((section) => ({
        ...section,
        questions: section.questions.map((question) => ({
          ...question,
          text: { vi: 'Thái độ của công chức tiếp nhận và trả kết quả giải quyết hồ sơ tại bộ phận một cửa' },
        })),
      })),
    }
    expect(conditionText('vi', long, late)).toBe(
      'Chỉ hỏi khi câu late “Thái độ của công chức tiếp nhận và trả kết quả giải quyết…” được trả lời “Có”.',
    )
  })
})

describe('skip logic in menus', () => {
  it('looks only at items asked before, rows of a matrix among them', () => {
    const before = (section: string, question?: string) => itemsBefore(small, { section, question }).map(({ id }) => id)
    expect(before('first')).toEqual([])
    expect(before('first', 'told')).toEqual(['late'])
    expect(before('second')).toEqual(['late', 'told', 'ways', 'field'])
    expect(before('second', 'rate')).toEqual(['late', 'told', 'ways', 'field', 'm1', 'm2'])
    expect(before('nowhere')).toEqual([])
  })

  it('knows no options of a scale that is not there yet', () => {
    expect(itemsBefore({ ...small, scales: [] }, { section: 'second' }).map(({ scale }) => scale)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })

  it.each(every)('shows %j as rows and groups that mean the same', (condition) => {
    const again = (one: Condition): Condition => {
      const view = edited(one)
      return view.kind === 'row' ? withTest(view.relation, view.test) : grouped(view.mode, view.parts.map(again))
    }
    expect(answers.map((given) => holds(again(condition), given))).toEqual(answers.map((given) => holds(condition, given)))
  })

  it('begins with options still to be chosen, the lowest number, or any answer', () => {
    const fresh = Object.fromEntries(
      itemsBefore(small, { section: 'second', question: 'day' }).map((item) => [item.id, freshCondition(item)]),
    )
    expect(fresh).toMatchObject({
      late: { item: 'late', in: [] },
      met: { item: 'met', atLeast: 0 },
      why: { item: 'why', answered: true },
    })
  })

  it('changes what a row asks and keeps the options and numbers chosen', () => {
    const items = itemsBefore(small, { section: 'second', question: 'day' })
    const [first] = items
    const met = items.find(({ id }) => id === 'met')
    if (!first || !met) throw new Error('the small questionnaire has both')
    expect(related(first, 'not-in', { item: 'late', in: ['no'] })).toEqual({ not: { item: 'late', in: ['no'] } })
    expect(related(met, 'at-most', { item: 'met', atLeast: 7 })).toEqual({ item: 'met', atMost: 7 })
    expect(related(first, 'blank', { item: 'late', in: ['no'] })).toEqual({ not: { item: 'late', answered: true } })
    expect([relationsOf(first).includes('at-least'), relationsOf(met).includes('at-least'), relationsOf(met).includes('in')]).toEqual([
      false,
      true,
      false,
    ])
  })
})
