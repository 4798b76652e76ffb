import fc from 'fast-check'
import type { LocalText, Option, Question, Questionnaire, Scale, Section } from '../../surveys/instrument/schema'
import { type Dealer, dealer } from './dealer'
import { generatedCondition } from './generated-conditions'
import { generatedTrees } from './generated-trees'

/** Small questionnaires that `readDefinition` accepts, with everything that a questionnaire can have; they shrink towards few plain parts. */
export const questionnaires: fc.Arbitrary<Questionnaire> = fc
  .uint8Array({ minLength: 48, maxLength: 160 })
  .map((bytes) => build(dealer(bytes)))

const tongues = [['vi'], ['vi', 'en'], ['vi', 'en', 'hmn'], ['en', 'vi'], ['vi', 'zh-Hans']] as const
const texts = [
  'Ông/Bà có hài lòng không?',
  'Thời gian giải quyết hồ sơ đúng hẹn',
  'Lệ phí',
  '“Một cửa” – tiếp nhận & trả kết quả',
  'Khác (xin ghi rõ)',
  '<script>alert("chào")</script>',
  "'; drop table --",
  '{agency} phục vụ {year}',
  'Tiếng Việt tách dấu'.normalize('NFD'),
  'ຂອບໃຈ 谢谢 👍🏽',
  '=1+1',
  'a\nb',
  '0',
  ' \u00a0có\u202f ',
] as const

function build(deal: Dealer): Questionnaire {
  const languages = [...deal.one(tongues)]
  const say = (): LocalText => Object.fromEntries(languages.map((language) => [language, deal.one(texts)]))
  const scales = Array.from({ length: 2 + deal.upTo(3) }, (_, place) => generatedScale(deal, say, `scale${place + 1}`))
  const sections = generatedSections(deal, say, scales)
  const questions = sections.flatMap(({ questions: inSection }) => inSection)
  const { trees, bandSets } = generatedTrees(deal, say, questions, scales)
  const nodes = trees.flatMap((tree) => tree.nodes)
  const service = questions.find(({ type }) => type === 'single')
  return {
    id: deal.one(['phieu', 'sipas-x', 'P.1_b']),
    version: 1 + deal.upTo(4),
    title: say(),
    source: say(),
    languages,
    purpose: say(),
    privacy: say(),
    thanks: say(),
    adultsOnly: deal.oneIn(2),
    secondsPerItem: deal.one([5, 2.5, 8]),
    scoreUnit: deal.one([1, 0.1, 0.25, 10]),
    ...(service && deal.oneIn(2) && { serviceItem: service.id }),
    ...(nodes.length > 0 && deal.oneIn(2) && { headline: deal.one(nodes).code }),
    ...(deal.oneIn(3) && { comparableTo: deal.one([[1], [1, 2], []]) }),
    scales,
    sections,
    trees,
    bandSets,
  }
}

function generatedScale(deal: Dealer, say: () => LocalText, id: string): Scale {
  const [scored, faced, judged] = [deal.oneIn(2), deal.oneIn(2), deal.oneIn(2)]
  const answers = Array.from({ length: 1 + deal.upTo(5) }, (_, place): Option => ({
    code: `o${place + 1}`,
    label: say(),
    kind: 'answer',
    ...(scored && { score: 1 + deal.upTo(60) }),
    ...(faced && { face: 1 + (place % 5) }),
    ...(judged && { positive: place > 2 }),
    ...(deal.oneIn(9) && { exclusive: true }),
  }))
  const others = (['other', 'not-applicable', 'no-opinion'] as const)
    .filter(() => deal.oneIn(3))
    .map((kind): Option => ({ code: kind, label: say(), kind }))
  return { id, options: deal.oneIn(5) ? [...others, ...answers] : [...answers, ...others] }
}

function generatedSections(deal: Dealer, say: () => LocalText, scales: readonly Scale[]): readonly Section[] {
  const earlier: Question[] = []
  const showIf = () =>
    earlier.some(({ type }) => type !== 'note') && deal.oneIn(4) ? { showIf: generatedCondition(deal, earlier, scales) } : {}
  return Array.from({ length: 1 + deal.upTo(4) }, (_, place): Section => {
    const head = { id: `part${place + 1}`, title: say(), ...(deal.oneIn(3) && { intro: say() }), ...showIf() }
    const questions = Array.from({ length: 1 + deal.upTo(5) }, () => {
      const shown = { id: `q${earlier.length + 1}`, text: say(), ...(deal.oneIn(4) && { help: say() }), ...showIf() }
      const question = generatedQuestion(deal, say, shown, deal.one(scales))
      earlier.push(question)
      return question
    })
    return { ...head, questions }
  })
}

type Shown = Pick<Question, 'id' | 'text' | 'help' | 'showIf'>

const common = ['single', 'rating', 'matrix', 'multiple', 'yes-no', 'number', 'text', 'date', 'note'] as const
const rare = ['date-time', 'recommend', 'slider', 'number-matrix'] as const

function generatedQuestion(deal: Dealer, say: () => LocalText, shown: Shown, { id: scale, options }: Scale): Question {
  const { length } = options
  const isOrderly = length > 1 && options.every(({ kind, exclusive }) => kind === 'answer' && !exclusive)
  const type = deal.one([...common, ...rare, ...(isOrderly ? (['ranking'] as const) : [])])
  const asked = { ...shown, required: deal.oneIn(2) }
  const low = deal.upTo(20) - 5
  if (type === 'note') return { type, ...shown }
  if (type === 'text') return { type, ...asked, maxLength: 1 + deal.upTo(200), lines: 1 + deal.upTo(10) }
  if (type === 'number') return { type, ...asked, min: low, max: low + deal.upTo(200), unit: deal.one(['number', 'percent'] as const) }
  if (type === 'date') return { type, ...asked, ...(deal.oneIn(2) && { min: '2026-01-01' }), ...(deal.oneIn(2) && { max: '2026-12-31' }) }
  if (type === 'date-time') return { type, ...asked, ...(deal.oneIn(2) && { min: '2026-01-01T00:00' }) }
  if (type === 'recommend') return { type, ...asked, ...(deal.oneIn(2) && { least: say(), most: say() }) }
  if (type === 'slider') {
    const step = 1 + deal.upTo(5)
    return { type, ...asked, min: low, max: low + step * (1 + deal.upTo(20)), step, unit: 'number', ...(deal.oneIn(2) && { least: say() }) }
  }
  if (type === 'number-matrix')
    return {
      type,
      ...asked,
      min: low,
      max: low + deal.upTo(200),
      unit: deal.one(['number', 'percent'] as const),
      total: deal.oneIn(2),
      items: Array.from({ length: 1 + deal.upTo(4) }, (_, row) => ({ id: `${shown.id}-${row + 1}`, text: say() })),
    }
  if (type === 'ranking') return { type, ...asked, scale, ...(deal.oneIn(2) && { atMost: 1 + deal.upTo(length) }) }
  if (type === 'matrix')
    return {
      type,
      ...asked,
      scale,
      items: Array.from({ length: 1 + deal.upTo(4) }, (_, row) => ({ id: `${shown.id}-${row + 1}`, text: say() })),
    }
  if (type === 'multiple') return { type, ...asked, scale, ...(deal.oneIn(3) && { atLeast: 1 }), ...(deal.oneIn(3) && { atMost: length }) }
  return { type, ...asked, scale }
}
