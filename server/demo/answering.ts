import type { Item } from '../../surveys/instrument/item'
import { items } from '../../surveys/instrument/questionnaire'
import type { Answer, Answers, Questionnaire } from '../../surveys/instrument/schema'
import { drawn, normal, seeded, seedOf } from './random'

/** How one person answers: a common mood of the person and the agency, shifted by item, as real answers are correlated. */
export type Answering = (person: {
  readonly seed: string
  readonly agency: string
  readonly block: string
  readonly trend: number
}) => Answers

const agencySpread = 0.35
const personSpread = 0.9
const itemSpread = 0.3
const noise = 0.65
const blankShare = 0.02

/** Thresholds between 1|2|3|4|5 on the latent scale: about 83 in 100 answers are 4 or 5. */
const cuts = [-2.9, -2.2, -1.25, 0.35] as const

export function answeringOf(questionnaire: Questionnaire): Answering {
  const asked = items(questionnaire)
  const itemEffects = new Map(asked.map(({ id }) => [id, itemSpread * normal(seeded(seedOf(`item ${id}`)))]))
  return ({ seed, agency, block, trend }) => {
    const uniform = seeded(seedOf(seed))
    const mood = agencySpread * normal(seeded(seedOf(`agency ${agency}`))) + personSpread * normal(uniform) + trend
    const answers: Record<string, Answer> = {}
    for (const item of asked) {
      const answer = answerTo(item, { uniform, block, latent: mood + (itemEffects.get(item.id) ?? 0) }, answers)
      if (answer !== undefined) answers[item.id] = answer
    }
    return answers
  }
}

type Situation = { readonly uniform: () => number; readonly block: string; readonly latent: number }

function answerTo(item: Item, { uniform, block, latent }: Situation, before: Answers): Answer | undefined {
  const isRequired = item.question.required
  if (!isRequired && uniform() < blankShare) return undefined
  switch (item.id) {
    case 'service':
      return drawn(uniform, services[block] ?? everyService)
    case 'on_time':
      return drawn(uniform, [
        ['yes', 86 + 6 * latent],
        ['no', Math.max(2, 8 - 5 * latent)],
        ['na', 6],
      ])
    case 'late_notice':
    case 'late_apology':
      return before['on_time'] === 'no'
        ? drawn(uniform, [
            ['yes', 1],
            ['no', 1],
          ])
        : undefined
    case 'comment':
      return uniform() < 0.08 ? commentOf(latent, uniform) : undefined
    case 'sex':
      return drawn(uniform, [
        ['1', 49],
        ['2', 51],
      ])
    case 'age':
      return drawn(uniform, [
        ['0', 1],
        ['1', 9],
        ['2', 27],
        ['3', 36],
        ['4', 18],
        ['5', 9],
      ])
    case 'behalf':
      return drawn(uniform, [
        ['1', 84],
        ['2', 9],
        ['3', 7],
      ])
    default:
      return !isRequired && uniform() < naShare(item.id) ? 'na' : pointOf(latent + noise * normal(uniform))
  }
}

/** Few people have ever sent a complaint, so the questions about complaints do not concern many. */
const naShare = (id: string): number => (id.startsWith('E') ? 0.18 : 0.03)

const pointOf = (latent: number): string => String(1 + cuts.filter((cut) => latent > cut).length)

function commentOf(latent: number, uniform: () => number): string {
  const stock = latent > 0.2 ? comments.glad : latent > -0.9 ? comments.mixed : comments.upset
  return drawn<string>(
    uniform,
    stock.map((text) => [text, 1] as const),
  )
}

type Weights = readonly (readonly [string, number])[]

const everyService: Weights = [
  ['business', 20],
  ['construction', 14],
  ['land', 16],
  ['transport', 12],
  ['health-education', 14],
  ['agriculture-environment', 12],
  ['employment-insurance', 8],
  ['certification', 4],
]

const services: Readonly<Record<string, Weights>> = {
  department: everyService,
  vertical: [
    ['residence', 38],
    ['tax', 30],
    ['employment-insurance', 26],
    ['transport', 6],
  ],
  commune: [
    ['civil-status', 30],
    ['certification', 28],
    ['land', 18],
    ['social-support', 14],
    ['construction', 4],
    ['agriculture-environment', 6],
  ],
}

/** What people write, by how they feel about their visit. */
const comments = {
  glad: [
    'Cán bộ hướng dẫn rất tận tình, dễ hiểu.',
    'Hồ sơ được trả trước hẹn hai ngày, xin cảm ơn.',
    'Tôi chỉ phải đi một lần là xong việc.',
    'Nơi chờ sạch sẽ, mát mẻ, có nước uống.',
    'Các cháu ở quầy số 2 rất lễ phép với người già.',
    'Lấy số tự động nhanh, không phải chen lấn.',
    'Nộp hồ sơ trên mạng được cán bộ gọi điện hướng dẫn cẩn thận.',
    'Rất hài lòng, mong trung tâm giữ được như vậy.',
  ],
  mixed: [
    'Cần thêm ghế ngồi chờ vào đầu giờ sáng.',
    'Nên có người hướng dẫn dùng máy lấy số.',
    'Mạng hay chậm nên phải đợi lâu.',
    'Đề nghị niêm yết phí, lệ phí ở chỗ dễ thấy hơn.',
    'Bãi gửi xe hơi chật.',
    'Mẫu đơn nên in chữ to hơn cho người lớn tuổi.',
    'Giấy tờ yêu cầu bản sao nhiều lần, nên dùng lại dữ liệu đã có.',
  ],
  upset: [
    'Hồ sơ trễ hẹn mà không ai báo trước.',
    'Tôi phải đi lại ba lần vì mỗi lần lại thiếu một thứ giấy.',
    'Thái độ của người tiếp nhận chưa đúng mực.',
    'Chờ gần hai tiếng mới đến lượt.',
    'Góp ý lần trước chưa thấy trả lời.',
    'Hỏi mỗi người trả lời một kiểu.',
  ],
} as const
