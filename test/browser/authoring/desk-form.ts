import service from '../../../surveys/questionnaires/sipas-service.json'

/** What the author has on paper: the desk questionnaire of 22 criteria under five factors. */
export const factors = service.sections
  .filter(({ id }) => id.startsWith('factor_'))
  .map(({ id, title, questions }) => {
    const code = id.slice('factor_'.length)
    return {
      code,
      title: title.vi,
      criteria: questions
        .filter(({ id: item }) => /^[A-E]\d$/.test(item))
        .map(({ text }, at) => ({ id: `${code}${at + 1}`, text: text.vi })),
    }
  })

export const criteria: readonly string[] = factors.flatMap((factor) => factor.criteria.map(({ id }) => id))

export const paper = {
  visit: 'Việc ông/bà đến làm',
  service: 'Ông/bà làm thủ tục thuộc lĩnh vực nào?',
  fields: [
    ['ho-tich', 'Hộ tịch'],
    ['dat-dai', 'Đất đai'],
  ],
  summary: 'Đánh giá chung',
  overall: 'Nhìn chung, ông/bà hài lòng đến mức nào với sự phục vụ lần này?',
  reason: 'Điều gì làm ông/bà chưa hài lòng?',
  general: {
    'Mục đích': service.purpose.vi,
    'Lời về bảo vệ dữ liệu': service.privacy.vi,
    'Lời cảm ơn': service.thanks.vi,
    Nguồn: 'Soạn thử trong phần mềm.',
  },
} as const

/** What the translator writes for a Vietnamese text. */
export const english = (text: string): string => known.get(text) ?? `${text} (in English)`

const known = new Map(textsIn(service))

function textsIn(value: unknown): readonly (readonly [string, string])[] {
  if (typeof value !== 'object' || value === null) return []
  if ('vi' in value && 'en' in value && typeof value.vi === 'string' && typeof value.en === 'string') return [[value.vi, value.en]]
  return Object.values(value).flatMap(textsIn)
}
