import { randomUUID } from 'node:crypto'
import { bundleOf } from '../../server/files/bundle'
import type { Question, QuestionnaireInput } from '../../surveys/instrument/schema'
import { readSmall } from '../surveys/small'
import { type PicturedPlace, picturesOfPlaces } from './places'
import { taiName, translatedInto } from '../surveys/tai'

type Typed = QuestionnaireInput['sections'][number]['questions'][number]

/** Questions of each type as they are asked in earnest, the short and the long; a type that is missing here does not compile. */
const questions: Readonly<Record<Question['type'], readonly Typed[]>> = {
  contact: [
    {
      id: 'reach',
      type: 'contact',
      text: {
        vi: 'Nếu muốn được phản hồi, xin để lại số điện thoại hoặc email',
        en: 'If you would like an answer, please leave a phone number or an e-mail address',
      },
      help: { vi: 'Chỉ dùng để báo kết quả cho ông/bà.', en: 'Only so that we can tell you what became of it.' },
    },
  ],
  note: [
    {
      id: 'about',
      type: 'note',
      text: {
        vi: 'Xin ông/bà nhớ lại lần gần nhất đến làm thủ tục. Câu nào không rõ, ông/bà có thể bỏ qua.',
        en: 'Please think of the last time you came to settle something. You may skip any question that you are not sure about.',
      },
    },
  ],
  'yes-no': [
    {
      id: 'told',
      type: 'yes-no',
      scale: 'yes-no',
      required: true,
      text: { vi: 'Ông/bà có được thông báo khi trả kết quả trễ hẹn không?', en: 'Were you told when your result was late?' },
    },
  ],
  single: [
    {
      id: 'trouble',
      type: 'single',
      scale: 'trouble',
      text: { vi: 'Công chức có gây phiền hà cho ông/bà không?', en: 'Did an officer make things difficult for you?' },
    },
    {
      id: 'place',
      type: 'single',
      scale: 'place',
      text: { vi: 'Lần gần nhất ông/bà làm thủ tục ở đâu?', en: 'Where did you settle things the last time?' },
    },
    { id: 'field', type: 'single', scale: 'field', text: { vi: 'Ông/bà đến làm việc gì?', en: 'What did you come for?' } },
    {
      id: 'home',
      type: 'single',
      scale: 'home',
      asList: true,
      text: { vi: 'Ông/bà sống ở xã, phường nào?', en: 'In which commune do you live?' },
    },
  ],
  multiple: [
    {
      id: 'ways',
      type: 'multiple',
      scale: 'ways',
      atMost: 3,
      text: {
        vi: 'Ông/bà biết đến chính sách của Nhà nước qua những kênh nào?',
        en: 'Through which channels do you learn about policies?',
      },
      help: { vi: 'Ví dụ: chính sách an sinh, giáo dục, y tế.', en: 'For example on social security, education, health.' },
    },
    {
      id: 'known',
      type: 'multiple',
      scale: 'place',
      text: { vi: 'Ông/bà biết những nơi làm thủ tục nào?', en: 'Which of these places do you know?' },
    },
  ],
  rating: [
    {
      id: 'counter',
      type: 'rating',
      scale: 'satisfaction',
      text: { vi: 'Nơi ngồi chờ tại bộ phận một cửa có đủ chỗ ngồi', en: 'There are enough seats where one waits' },
    },
  ],
  matrix: [
    {
      id: 'duty',
      type: 'matrix',
      scale: 'satisfaction',
      text: { vi: 'Ông/bà hài lòng thế nào với các nội dung sau đây?', en: 'How satisfied are you with each of the following?' },
      items: [
        { id: 'duty_1', text: { vi: 'Công chức có thái độ giao tiếp lịch sự', en: 'Officers are polite' } },
        {
          id: 'duty_2',
          text: {
            vi: 'Cơ quan nhà nước công khai thông tin về quy trình xây dựng chính sách đến từng người dân ở thôn, bản, tổ dân phố trước khi chính sách được ban hành',
            en: 'Authorities tell people in each hamlet of the commune openly how policies are being made before any of them comes into force',
          },
        },
      ],
    },
  ],
  number: [
    {
      id: 'met',
      type: 'number',
      min: 0,
      max: 100,
      unit: 'percent',
      text: { vi: 'Dịch vụ đáp ứng bao nhiêu phần trăm mong đợi của ông/bà?', en: 'How much of what you expected did the service meet?' },
    },
  ],
  date: [
    {
      id: 'day',
      type: 'date',
      min: '2026-01-01',
      text: { vi: 'Ông/bà nộp hồ sơ ngày nào?', en: 'On which day did you hand in your papers?' },
    },
  ],
  'date-time': [
    {
      id: 'came',
      type: 'date-time',
      min: '2026-01-01T00:00',
      text: { vi: 'Ông/bà đến cơ quan lúc nào?', en: 'When did you come to the agency?' },
    },
  ],
  ranking: [
    {
      id: 'wanted',
      type: 'ranking',
      scale: 'wanted',
      text: { vi: 'Theo ông/bà, cơ quan cần cải thiện điều gì trước?', en: 'What should the agency improve first?' },
    },
  ],
  recommend: [
    {
      id: 'recommend',
      type: 'recommend',
      text: {
        vi: 'Ông/bà có sẵn sàng khuyên người quen làm thủ tục ở đây không?',
        en: 'How likely are you to advise somebody you know to settle things here?',
      },
      least: { vi: 'Chắc chắn không', en: 'Not at all likely' },
      most: { vi: 'Chắc chắn có', en: 'Extremely likely' },
    },
  ],
  slider: [
    {
      id: 'effort',
      type: 'slider',
      min: 0,
      max: 100,
      step: 5,
      text: { vi: 'Làm thủ tục này dễ đến mức nào?', en: 'How easy was it to settle this?' },
      least: { vi: 'Rất khó khăn', en: 'Very difficult' },
      most: { vi: 'Rất dễ dàng', en: 'Very easy' },
    },
  ],
  'number-matrix': [
    {
      id: 'visits',
      type: 'number-matrix',
      min: 0,
      max: 99,
      total: true,
      text: { vi: 'Trong năm qua ông/bà đã đến mỗi nơi bao nhiêu lần?', en: 'How often did you go to each of these last year?' },
      items: [
        { id: 'visits_1', text: { vi: 'Trung tâm phục vụ hành chính công', en: 'The public service centre' } },
        { id: 'visits_2', text: { vi: 'Uỷ ban nhân dân xã, phường', en: 'The office of the commune' } },
        { id: 'visits_3', text: { vi: 'Cơ quan thuế', en: 'The tax office' } },
      ],
    },
  ],
  text: [
    {
      id: 'comment',
      type: 'text',
      maxLength: 1000,
      lines: 4,
      text: { vi: 'Ông/bà có góp ý gì thêm cho cơ quan không?', en: 'Is there anything else you would like to tell us?' },
      help: { vi: 'Xin đừng ghi tên, số điện thoại của ai.', en: 'Please leave out names and phone numbers.' },
    },
  ],
}

const option = (code: string, vi: string, en: string) => ({ code, label: { vi, en } })
const places = picturesOfPlaces()
const pictured = (code: PicturedPlace, vi: string, en: string) => ({ ...option(code, vi, en), picture: places[code].name })
const scored = (code: string, score: number, vi: string, en: string) => ({
  ...option(code, vi, en),
  score,
  positive: score > 3,
  face: score,
})

/** As many names as a province has communes, each as long as they are. */
const communes = `
  An Bình, An Hoà, Bắc Sơn, Bình Minh, Cẩm Khê, Đại Đồng, Đông Phong, Hải Thượng, Hoà Bình, Hồng Thái, Khánh Thiện,
  Lạc Long, Liên Hoa, Minh Đức, Mỹ Lộc, Nam Thắng, Ngọc Sơn, Nhân Hậu, Phú Cường, Phúc Thịnh, Quang Trung, Quảng Phú,
  Sơn Hải, Tam Hợp, Tân Dân, Tân Tiến, Thạch Bình, Thanh Xuân, Thống Nhất, Thượng Sơn, Tiên Lãng, Trung Nghĩa, Trường Sơn,
  Vạn Phúc, Việt Hùng, Vĩnh Phước, Xuân Lộc, Yên Định, Yên Mỹ Thượng Nguyên`
  .trim()
  .split(/,\s+/)

export const everyType = 'every-type'

const source = {
  id: everyType,
  version: 1,
  title: { vi: 'Khảo sát sự hài lòng về phục vụ hành chính', en: 'Survey of satisfaction with public services' },
  source: { vi: 'Dùng để chụp màn hình', en: 'For pictures of screens' },
  languages: ['vi', 'en'],
  purpose: { vi: 'Ý kiến của ông/bà giúp {agency} phục vụ tốt hơn.', en: 'Your opinion helps {agency} to serve you better.' },
  privacy: {
    vi: 'Chúng tôi không hỏi tên và không lưu thiết bị của ông/bà.',
    en: 'We neither ask your name nor keep anything about your device.',
  },
  thanks: { vi: 'Cảm ơn ông/bà đã góp ý.', en: 'Thank you for telling us.' },
  scales: [
    {
      id: 'satisfaction',
      options: [
        scored('1', 1, 'Rất không hài lòng', 'Very dissatisfied'),
        scored('2', 2, 'Không hài lòng', 'Dissatisfied'),
        scored('3', 3, 'Bình thường', 'Neither'),
        scored('4', 4, 'Hài lòng', 'Satisfied'),
        scored('5', 5, 'Rất hài lòng', 'Very satisfied'),
        { ...option('na', 'Không liên quan đến tôi', 'Does not apply to me'), kind: 'not-applicable' },
      ],
    },
    {
      id: 'yes-no',
      options: [
        { ...option('yes', 'Có', 'Yes'), positive: true },
        { ...option('no', 'Không', 'No'), positive: false },
      ],
    },
    {
      id: 'trouble',
      options: [
        option('none', 'Không ai gây phiền hà, sách nhiễu', 'Nobody made things difficult'),
        option('few', 'Một số ít công chức gây phiền hà, sách nhiễu', 'A few officers did'),
        option('many', 'Nhiều công chức gây phiền hà, sách nhiễu', 'Many officers did'),
        { ...option('unsaid', 'Không muốn trả lời', 'I would rather not say'), kind: 'no-opinion' },
      ],
    },
    {
      id: 'field',
      options: [
        option('land', 'Đất đai, môi trường', 'Land and environment'),
        option('civil', 'Khai sinh, kết hôn, chứng thực', 'Births, marriages, certified copies'),
        option('business', 'Đăng ký kinh doanh', 'Registering a business'),
        option('building', 'Xây dựng, nhà ở', 'Building and housing'),
        option('social', 'Người có công, bảo trợ xã hội', 'Merit and social protection'),
        option('health', 'Y tế, bảo hiểm y tế', 'Health and health insurance'),
        option('school', 'Giáo dục, đào tạo', 'Education'),
        option('work', 'Lao động, việc làm', 'Work'),
        { ...option('else', 'Việc khác', 'Something else'), kind: 'other' },
      ],
    },
    {
      id: 'home',
      options: [
        ...communes.map((name, at) =>
          option(`X${at + 1}`, `${at % 4 === 0 ? 'Phường' : 'Xã'} ${name}`, `${name} ${at % 4 === 0 ? 'ward' : 'commune'}`),
        ),
        { ...option('else', 'Nơi khác', 'Somewhere else'), kind: 'other' },
      ],
    },
    {
      id: 'place',
      options: [
        pictured('commune', 'Uỷ ban nhân dân xã, phường', 'The office of the commune'),
        pictured('centre', 'Trung tâm phục vụ hành chính công của tỉnh', 'The public service centre of the province'),
        pictured('online', 'Trên mạng', 'Online'),
        pictured('post', 'Bưu điện', 'The post office'),
        pictured('visit', 'Tại nhà, cán bộ đến tận nơi', 'At home, an officer came'),
        { ...option('else', 'Nơi khác', 'Somewhere else'), kind: 'other' },
        { ...option('na', 'Chưa làm thủ tục nào', 'I have settled nothing yet'), kind: 'not-applicable' },
      ],
    },
    {
      id: 'wanted',
      options: [
        option('time', 'Giải quyết nhanh hơn', 'Settle things faster'),
        option('papers', 'Giảm giấy tờ phải nộp', 'Ask for fewer papers'),
        option('words', 'Hướng dẫn dễ hiểu hơn', 'Explain things more simply'),
        option('seats', 'Nơi chờ rộng và mát hơn', 'More room and shade where one waits'),
        option('online', 'Làm được hết trên mạng', 'Let everything be done online'),
      ],
    },
    {
      id: 'ways',
      options: [
        option('tv', 'Truyền hình, đài phát thanh', 'Television, radio'),
        option('press', 'Báo giấy, báo mạng', 'Newspapers'),
        option('net', 'Mạng xã hội (Zalo, Facebook)', 'Social media (Zalo, Facebook)'),
        option('meeting', 'Họp tổ dân phố, họp thôn', 'Meetings of the neighbourhood'),
        option('speaker', 'Loa truyền thanh', 'Loudspeakers'),
        { ...option('else', 'Kênh khác', 'Another one'), kind: 'other' },
        { ...option('none', 'Không biết qua kênh nào', 'Through none'), exclusive: true },
      ],
    },
  ],
  sections: Object.entries(questions).map(([type, asked]) => ({
    id: type,
    title: { vi: 'Tiếp cận dịch vụ', en: 'Access to the service' },
    questions: [...asked],
  })),
  trees: [
    {
      id: 'satisfaction',
      label: { vi: 'Hài lòng', en: 'Satisfaction' },
      formula: 'share',
      nodes: [{ code: 'S', kind: 'overall', label: { vi: 'Chung', en: 'Overall' }, items: ['counter', 'duty_1', 'duty_2'] }],
    },
  ],
} satisfies QuestionnaireInput

/** What made-up people answered, as a file of responses: most are content, and each agency has enough of them but the last. */
export function everyTypeAnswers(day: string, agencies: readonly string[]): string {
  const head = 'id,agency,submitted_at,channel,told,counter,duty_1,duty_2,met,came,wanted,recommend,effort,visits_1,visits_2,visits_3'
  const lines = Array.from({ length: 76 }, (_, person) => {
    const pick = <One>(from: readonly One[], by: number): One | undefined => from[(person * by + (person >> 2)) % from.length]
    const rated = [pick(['5', '4', '5', '4', '3', '2', 'na'], 3), pick(['4', '5', '4', '3', '1'], 2), pick(['4', '4', '5', '2', '3'], 3)]
    const wanted = pick(['time|papers|words|online|seats', 'papers|time|online|words|seats', 'online|time|papers|seats|words'], 1)
    const others = [40 + ((person * 7) % 60), `${day}T08:${String(10 + (person % 50))}`, wanted, pick([10, 9, 8, 10, 7, 6, 9, 3, 10, 9], 1)]
    const numbers = [5 * ((person * 3) % 21), person % 6, person % 4, person % 9 === 0 ? '' : person % 3]
    return [randomUUID(), agencies[person < 72 ? person % 3 : 3], day, 'paper', 'yes', ...rated, ...others, ...numbers].join(',')
  })
  return [head, ...lines, ''].join('\n')
}

/** The same with its pictures, as it travels. */
export const everyTypeFile = (): ReadableStream<Uint8Array> => bundleOf(readEveryType(), eachOf(Object.values(places)))

async function* eachOf<One>(all: readonly One[]): AsyncGenerator<One> {
  yield* all
}

/** Every question type in our languages and in one that has its own letters: not its words, but as many and as long. */
export const readEveryType = () => translatedInto(readSmall(source), 'blt', inTaiLetters, taiName)

const inTaiLetters = (text: string): string => text.replace(/\{[a-z]+\}|\p{L}+/gu, (word) => (word.startsWith('{') ? word : taiWord(word)))

/** Consonants with a vowel after each second one. */
const taiWord = (word: string): string =>
  [...word].map((letter, at) => String.fromCodePoint(at % 2 === 0 ? 0xaa80 + ((letter.codePointAt(0) ?? 0) % 48) : 0xaab1)).join('')
