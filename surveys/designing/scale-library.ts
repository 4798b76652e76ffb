import type { LocalText, Option, Questionnaire, Scale } from '../instrument/schema'

/** Vietnamese first, then English. */
type Words = readonly [vi: string, en: string]

const local = ([vi, en]: Words): LocalText => ({ vi, en })

/** Options without score or verdict, with codes 1, 2, 3 …. */
const choices = (...labels: readonly Words[]): readonly Option[] => labels.map((label, index) => choice(String(index + 1), label))

const choice = (code: string, label: Words): Option => ({ code, label: local(label), kind: 'answer' })

/** Options from the worst to the best, with codes and scores 1, 2, 3 …; the upper `top` of them count as positive. */
const levels = (top: number, ...labels: readonly Words[]): readonly Option[] =>
  labels.map((label, index) => ({ ...choice(String(index + 1), label), score: index + 1, positive: index >= labels.length - top }))

/** The options with a face each, in their order. */
const withFaces = (options: readonly Option[], ...faces: readonly number[]): readonly Option[] =>
  options.map((option, index) => {
    const face = faces[index]
    return face === undefined ? option : { ...option, face }
  })

/** An option that counts as positive or not, without a score. */
const verdict = (code: string, label: Words, positive: boolean): Option => ({ ...choice(code, label), positive })

const notApplicable = (label: Words = ['Không liên quan đến tôi', 'Does not apply to me']): Option => ({
  code: 'na',
  label: local(label),
  kind: 'not-applicable',
})

const noOpinion = (label: Words): Option => ({ code: 'no-opinion', label: local(label), kind: 'no-opinion' })

const other = (label: Words, code = 'other'): Option => ({ code, label: local(label), kind: 'other' })

/** Chosen alone or not at all. */
const noneOfThese = (label: Words): Option => ({ ...choice('none', label), exclusive: true })

export const scaleGroups = ['opinion', 'experience', 'person', 'reason'] as const
export type ScaleGroup = (typeof scaleGroups)[number]

/** A ready scale of the field, with its name and what it is for in Vietnamese and English; its scale bears the same id. */
export type LibraryScale = {
  readonly id: string
  readonly group: ScaleGroup
  readonly name: LocalText
  readonly purpose: LocalText
  readonly scale: Scale
}

/** Makes the scales of one group. */
const inGroup =
  (group: ScaleGroup) =>
  (id: string, name: Words, purpose: Words, options: readonly Option[]): LibraryScale => ({
    id,
    group,
    name: local(name),
    purpose: local(purpose),
    scale: { id, options },
  })

const unknown = noOpinion(['Không biết, hoặc không có ý kiến', 'I do not know, or have no opinion'])

const satisfied = withFaces(
  levels(
    2,
    ['Rất không hài lòng', 'Very dissatisfied'],
    ['Không hài lòng', 'Dissatisfied'],
    ['Bình thường', 'Neutral'],
    ['Hài lòng', 'Satisfied'],
    ['Rất hài lòng', 'Very satisfied'],
  ),
  1,
  2,
  3,
  4,
  5,
)

const opinion = inGroup('opinion')

/** Scales on which somebody says what they think, from the worst to the best. */
const opinions: readonly LibraryScale[] = [
  opinion(
    'satisfaction-5',
    ['Hài lòng, năm mức', 'Satisfaction, five levels'],
    [
      'Thang chuẩn của SIPAS, cho điều ai cũng đã trải qua, như mức hài lòng chung.',
      'The standard scale of SIPAS, for what everybody has met, such as overall satisfaction.',
    ],
    satisfied,
  ),
  opinion(
    'satisfaction-5-na',
    ['Hài lòng, năm mức, có “không liên quan”', 'Satisfaction, five levels, with “does not apply”'],
    [
      'Cho từng tiêu chí mà không phải ai cũng gặp, như phí, lệ phí hay phản ánh, kiến nghị.',
      'For single criteria that not everybody has met, such as fees or complaints.',
    ],
    [...satisfied, notApplicable()],
  ),
  opinion(
    'satisfaction-5-unknown',
    ['Hài lòng, năm mức, có “không biết”', 'Satisfaction, five levels, with “do not know”'],
    [
      'Cho chính sách và kết quả chung mà người trả lời có thể chưa biết.',
      'For policies and results of which the respondent may know nothing.',
    ],
    [...satisfied, unknown],
  ),
  opinion(
    'satisfaction-4',
    ['Hài lòng, bốn mức', 'Satisfaction, four levels'],
    [
      'Không có mức giữa: người trả lời phải nghiêng về một phía. Kết quả không so được với thang năm mức.',
      'Without a middle: the respondent has to lean one way. Results do not compare with five levels.',
    ],
    withFaces(
      levels(
        2,
        ['Rất không hài lòng', 'Very dissatisfied'],
        ['Không hài lòng', 'Dissatisfied'],
        ['Hài lòng', 'Satisfied'],
        ['Rất hài lòng', 'Very satisfied'],
      ),
      1,
      2,
      4,
      5,
    ),
  ),
  opinion(
    'satisfaction-3',
    ['Hài lòng, ba mức', 'Satisfaction, three levels'],
    ['Cho câu hỏi rất nhanh tại quầy hoặc trên màn hình nhỏ.', 'For very quick questions at the desk or on a small screen.'],
    withFaces(levels(1, ['Không hài lòng', 'Dissatisfied'], ['Bình thường', 'Neutral'], ['Hài lòng', 'Satisfied']), 2, 3, 4),
  ),
  opinion(
    'agreement-5',
    ['Đồng ý, năm mức', 'Agreement, five levels'],
    ['Cho một nhận định viết thành câu khẳng định, mỗi câu chỉ một ý.', 'For a statement in the affirmative, one idea in each.'],
    levels(
      2,
      ['Hoàn toàn không đồng ý', 'Strongly disagree'],
      ['Không đồng ý', 'Disagree'],
      ['Phân vân', 'Neither agree nor disagree'],
      ['Đồng ý', 'Agree'],
      ['Hoàn toàn đồng ý', 'Strongly agree'],
    ),
  ),
  opinion(
    'quality-5',
    ['Chất lượng, năm mức', 'Quality, five levels'],
    [
      'Cho đánh giá dịch vụ, cơ sở vật chất, thái độ phục vụ; quen thuộc trong y tế và giáo dục.',
      'For judging a service, facilities or attitude; familiar in health care and education.',
    ],
    withFaces(
      levels(2, ['Rất kém', 'Very poor'], ['Kém', 'Poor'], ['Trung bình', 'Fair'], ['Tốt', 'Good'], ['Rất tốt', 'Very good']),
      1,
      2,
      3,
      4,
      5,
    ),
  ),
  opinion(
    'ease-5',
    ['Dễ hay khó, năm mức', 'Ease, five levels'],
    [
      'Cho việc người dân phải tự làm: tìm thông tin, điền tờ khai, nộp hồ sơ trực tuyến.',
      'For what people have to do themselves: finding information, filling in a form, applying online.',
    ],
    [
      ...withFaces(
        levels(
          2,
          ['Rất khó', 'Very difficult'],
          ['Khó', 'Difficult'],
          ['Không dễ, không khó', 'Neither easy nor difficult'],
          ['Dễ', 'Easy'],
          ['Rất dễ', 'Very easy'],
        ),
        1,
        2,
        3,
        4,
        5,
      ),
      notApplicable(['Tôi chưa làm việc này', 'I have not done this']),
    ],
  ),
  opinion(
    'clarity-4',
    ['Rõ ràng, bốn mức', 'Clarity, four levels'],
    ['Cho hướng dẫn, niêm yết, tờ khai.', 'For guidance, notices and forms.'],
    [
      ...levels(2, ['Rất khó hiểu', 'Very unclear'], ['Khó hiểu', 'Unclear'], ['Rõ ràng', 'Clear'], ['Rất rõ ràng', 'Very clear']),
      notApplicable(['Tôi chưa xem', 'I have not seen it']),
    ],
  ),
  opinion(
    'importance-5',
    ['Quan trọng, năm mức', 'Importance, five levels'],
    [
      'Cho biết tiêu chí nào quan trọng với người dân, để đặt cạnh mức hài lòng.',
      'Shows which criteria matter to people, to set beside their satisfaction.',
    ],
    levels(
      2,
      ['Không quan trọng', 'Not important'],
      ['Ít quan trọng', 'Slightly important'],
      ['Khá quan trọng', 'Fairly important'],
      ['Quan trọng', 'Important'],
      ['Rất quan trọng', 'Very important'],
    ),
  ),
  opinion(
    'expectation',
    ['Mong muốn, bốn mức', 'Expectation, four levels'],
    [
      'Cho phần mong đợi của SIPAS: người dân mong cơ quan cải thiện điều gì.',
      'For the expectations of SIPAS: what people want the agency to improve.',
    ],
    levels(
      2,
      ['Không mong muốn', 'Not wanted'],
      ['Khá mong muốn', 'Fairly wanted'],
      ['Mong muốn', 'Wanted'],
      ['Rất mong muốn', 'Wanted very much'],
    ),
  ),
  opinion(
    'suitability',
    ['Phù hợp, bốn mức', 'Suitability, four levels'],
    [
      'Cho phần nhận định của SIPAS: hình thức cung cấp thông tin, giải quyết thủ tục có phù hợp không.',
      'For the perceptions of SIPAS: whether ways of giving information or handling procedures suit people.',
    ],
    [
      ...levels(
        2,
        ['Không phù hợp', 'Not suitable'],
        ['Khá phù hợp', 'Fairly suitable'],
        ['Phù hợp', 'Suitable'],
        ['Rất phù hợp', 'Very suitable'],
      ),
      notApplicable(['Không biết, chưa dùng', 'I do not know, or have not used it']),
    ],
  ),
  opinion(
    'interest',
    ['Quan tâm, bốn mức', 'Interest, four levels'],
    [
      'Cho phần nhận định của SIPAS: người dân quan tâm theo dõi chính sách đến đâu.',
      'For the perceptions of SIPAS: how closely people follow policies.',
    ],
    levels(
      2,
      ['Không quan tâm', 'Not interested'],
      ['Khá quan tâm', 'Fairly interested'],
      ['Quan tâm', 'Interested'],
      ['Rất quan tâm', 'Very interested'],
    ),
  ),
]

const yes = verdict('yes', ['Có', 'Yes'], true)
const no = verdict('no', ['Không', 'No'], false)
const ratherNot = noOpinion(['Không biết hoặc không muốn trả lời', 'I do not know, or prefer not to say'])

const experience = inGroup('experience')

/** Scales on which somebody says what happened. */
const experiences: readonly LibraryScale[] = [
  experience(
    'yes-no',
    ['Có, không', 'Yes, no'],
    ['Cho việc mà “Có” là tốt, ai cũng trả lời được.', 'For what everybody can answer, where “yes” is good.'],
    [yes, no],
  ),
  experience(
    'yes-no-na',
    ['Có, không, không liên quan', 'Yes, no, does not apply'],
    ['Cho việc mà “Có” là tốt, nhưng không phải ai cũng gặp.', 'For what not everybody has met, where “yes” is good.'],
    [yes, no, notApplicable()],
  ),
  experience(
    'yes-no-unknown',
    ['Có, không, không nhớ', 'Yes, no, do not remember'],
    ['Cho việc mà “Có” là tốt, nhưng người trả lời có thể không nhớ.', 'For what people may not remember, where “yes” is good.'],
    [yes, no, noOpinion(['Không biết, không nhớ', 'I do not know or remember'])],
  ),
  experience(
    'difficulty',
    ['Gặp khó khăn hay không', 'Difficulty met or not'],
    [
      'Cho việc mà “không gặp” mới là tốt; đừng dùng thang có, không cho câu hỏi này.',
      'Where not having met it is good; do not ask this on a yes, no scale.',
    ],
    [
      verdict('none', ['Không gặp khó khăn', 'Met no difficulty'], true),
      verdict('met', ['Có gặp khó khăn', 'Met a difficulty'], false),
      notApplicable(),
    ],
  ),
  experience(
    'frequency-5',
    ['Tần suất, năm mức', 'Frequency, five levels'],
    [
      'Cho biết một việc xảy ra thường đến đâu; đánh dấu mức tích cực tuỳ theo câu hỏi.',
      'Says how often something happens; mark what counts as positive as the question needs.',
    ],
    [
      ...choices(
        ['Không bao giờ', 'Never'],
        ['Hiếm khi', 'Rarely'],
        ['Thỉnh thoảng', 'Sometimes'],
        ['Thường xuyên', 'Often'],
        ['Luôn luôn', 'Always'],
      ).map((option, index) => ({ ...option, score: index + 1 })),
      noOpinion(['Không biết', 'I do not know']),
    ],
  ),
  experience(
    'on-time',
    ['Đúng hẹn, trễ hẹn', 'On time, late'],
    ['Cho câu hỏi kết quả có được trả đúng hẹn không.', 'For whether the result came when it was promised.'],
    [
      verdict('yes', ['Đúng hẹn hoặc sớm hơn', 'On time or earlier'], true),
      verdict('no', ['Trễ hẹn', 'Late'], false),
      notApplicable(['Chưa đến ngày hẹn', 'It is not due yet']),
    ],
  ),
  experience(
    'trips',
    ['Số lần đi lại', 'Number of trips'],
    ['Cho câu hỏi phải đến cơ quan mấy lần mới xong một thủ tục.', 'For how many times somebody had to come until a procedure was done.'],
    choices(
      ['1 lần', 'Once'],
      ['2 lần', 'Twice'],
      ['3 lần', 'Three times'],
      ['Từ 4 lần trở lên', 'Four times or more'],
      ['Không phải đến, làm trực tuyến hoàn toàn', 'Not at all, everything was done online'],
    ),
  ),
  experience(
    'waiting',
    ['Thời gian chờ', 'Waiting time'],
    ['Cho câu hỏi phải chờ bao lâu mới đến lượt tại quầy.', 'For how long somebody waited at the desk for their turn.'],
    [
      ...choices(
        ['Dưới 15 phút', 'Less than 15 minutes'],
        ['Từ 15 đến dưới 30 phút', '15 to under 30 minutes'],
        ['Từ 30 phút đến dưới 1 giờ', '30 minutes to under 1 hour'],
        ['Từ 1 giờ trở lên', '1 hour or more'],
      ),
      notApplicable(['Tôi không phải chờ tại quầy', 'I did not wait at a desk']),
    ],
  ),
  experience(
    'trouble',
    ['Công chức gây phiền hà', 'Officials causing trouble'],
    [
      'Cho phần nhận định của SIPAS; hỏi về tình trạng chung, không hỏi về một người.',
      'For the perceptions of SIPAS; asks how things are, never about one person.',
    ],
    [
      ...choices(
        ['Không có công chức nào gây phiền hà', 'No official causes trouble'],
        ['Có một số công chức gây phiền hà', 'Some officials cause trouble'],
        ['Có nhiều công chức gây phiền hà', 'Many officials cause trouble'],
      ),
      ratherNot,
    ],
  ),
  experience(
    'extra-money',
    ['Đưa thêm tiền ngoài quy định', 'Paying more than the fees'],
    [
      'Cho phần nhận định của SIPAS; luôn để người dân được không trả lời.',
      'For the perceptions of SIPAS; always lets people leave it unanswered.',
    ],
    [
      ...choices(
        ['Không người dân nào phải đưa thêm tiền', 'Nobody has to pay extra'],
        ['Một số người dân phải đưa thêm tiền', 'Some people have to pay extra'],
        ['Nhiều người dân phải đưa thêm tiền', 'Many people have to pay extra'],
      ),
      ratherNot,
    ],
  ),
  experience(
    'applied-how',
    ['Cách nộp hồ sơ', 'Way of applying'],
    ['Để xem kết quả theo cách người dân nộp hồ sơ.', 'To read results by the way in which people applied.'],
    [
      choice('desk', ['Trực tiếp tại nơi tiếp nhận', 'In person at the desk']),
      choice('online', ['Trực tuyến, tự làm', 'Online, by myself']),
      choice('assisted', ['Trực tuyến, có người giúp', 'Online, with somebody’s help']),
      choice('post', ['Qua bưu chính', 'By post']),
      other(['Cách khác', 'Another way']),
    ],
  ),
]

const reason = inGroup('reason')

/** Lists from which several may be chosen, with room for what is missing. */
const reasons: readonly LibraryScale[] = [
  reason(
    'reasons-bad',
    ['Điều chưa hài lòng', 'What was not good'],
    [
      'Hỏi sau một đánh giá chưa tốt; hãy hỏi cả điều hài lòng sau đánh giá tốt.',
      'Asked after a bad rating; ask what was good after a good one too.',
    ],
    [
      choice('waiting', ['Chờ đợi lâu', 'A long wait']),
      choice('attitude', ['Thái độ của công chức', 'The officer’s attitude']),
      choice('guidance', ['Hướng dẫn không rõ, phải bổ sung nhiều lần', 'Unclear guidance, papers asked for again']),
      choice('papers', ['Giấy tờ phải nộp nhiều, phức tạp', 'Too many or complicated papers']),
      choice('late', ['Trả kết quả trễ hẹn', 'A late result']),
      choice('cost', ['Phải trả tiền ngoài quy định', 'Money asked for beyond the fees']),
      choice('online', ['Nộp hồ sơ trực tuyến khó', 'Applying online was hard']),
      choice('place', ['Chỗ ngồi, trang thiết bị', 'Seats or equipment']),
      other(['Điều khác', 'Something else']),
    ],
  ),
  reason(
    'reasons-good',
    ['Điều hài lòng', 'What was good'],
    [
      'Hỏi sau một đánh giá tốt, để khen và chê tốn công như nhau.',
      'Asked after a good rating, so that praise and complaint take the same effort.',
    ],
    [
      choice('quick', ['Giải quyết nhanh', 'It was quick']),
      choice('attitude', ['Công chức lịch sự, tận tình', 'The officer was polite and helpful']),
      choice('guidance', ['Hướng dẫn rõ ràng, đầy đủ', 'Guidance was clear and complete']),
      choice('papers', ['Giấy tờ đơn giản', 'Few and simple papers']),
      choice('on-time', ['Trả kết quả đúng hẹn', 'The result came on time']),
      choice('cost', ['Phí, lệ phí đúng quy định', 'Fees as regulated']),
      choice('online', ['Nộp hồ sơ trực tuyến thuận tiện', 'Applying online was convenient']),
      choice('place', ['Nơi tiếp đón sạch đẹp, đủ tiện nghi', 'A clean, well-equipped place']),
      other(['Điều khác', 'Something else']),
    ],
  ),
  reason(
    'reasons-not-online',
    ['Vì sao chưa làm trực tuyến', 'Why not online'],
    ['Hỏi người nộp hồ sơ trực tiếp vì sao chưa nộp trực tuyến.', 'Asks those who came in person why they did not apply online.'],
    [
      choice('unaware', ['Không biết là làm trực tuyến được', 'I did not know that it is possible']),
      choice('account', ['Chưa có tài khoản định danh điện tử', 'I have no electronic identity account']),
      choice('device', ['Không có điện thoại, máy tính hoặc mạng phù hợp', 'I have no suitable phone, computer or network']),
      choice('hard', ['Thao tác khó, hay báo lỗi', 'It is hard to use or shows errors']),
      choice('safety', ['Lo lộ thông tin cá nhân', 'I worry about my personal data']),
      choice('advice', ['Muốn được hướng dẫn trực tiếp', 'I want advice in person']),
      choice('unavailable', ['Thủ tục này chưa làm trực tuyến được', 'This procedure is not offered online']),
      other(['Lý do khác', 'Another reason']),
    ],
  ),
  reason(
    'improvements',
    ['Điều mong được cải thiện', 'Improvements wanted'],
    ['Chọn nhiều điều trong mười nội dung mong đợi của SIPAS.', 'Several of the ten expectations of SIPAS.'],
    [
      ...choices(
        ['Công khai, minh bạch thông tin', 'Openness of information'],
        ['Trách nhiệm giải trình', 'Accountability'],
        ['Cơ hội để người dân tham gia, giám sát', 'Chances to take part and to monitor'],
        ['Hiệu lực, hiệu quả của chính quyền', 'Effectiveness of the authorities'],
        ['Cơ sở vật chất, trang thiết bị', 'Facilities and equipment'],
        ['Năng lực của công chức', 'Skills of officials'],
        ['Tinh thần, thái độ phục vụ', 'Attitude of service'],
        ['Ứng dụng công nghệ, chuyển đổi số', 'Digital transformation'],
        ['Chất lượng dịch vụ công trực tuyến', 'Quality of online services'],
        ['Tiếp nhận, giải quyết phản ánh, kiến nghị', 'Handling of feedback and petitions'],
      ),
      other(['Điều khác', 'Something else']),
      noneOfThese(['Không cần cải thiện gì', 'Nothing needs improving']),
    ],
  ),
  reason(
    'channel',
    ['Kênh thông tin', 'Channels of information'],
    ['Người dân biết thông tin qua những kênh nào, theo phiếu SIPAS.', 'Through which channels people learn things, as on the SIPAS form.'],
    [
      ...choices(
        ['Loa phát thanh của xã, phường', 'The loudspeakers of the commune or ward'],
        ['Cuộc họp, thông báo ở thôn, bản, tổ dân phố', 'Meetings and notices in the village or neighbourhood'],
        ['Chính quyền, cán bộ, công chức', 'Local authorities and officials'],
        ['Người thân, bạn bè', 'Family and friends'],
        ['Đài, ti vi, báo in', 'Radio, television and newspapers'],
        ['Mạng Internet (trang thông tin điện tử, Zalo, Facebook…)', 'The internet (websites, Zalo, Facebook…)'],
      ),
      other(['Kênh khác', 'Another channel'], '7'),
    ],
  ),
  reason(
    'service-field',
    ['Lĩnh vực dịch vụ', 'Service fields'],
    ['Để xem kết quả theo lĩnh vực thủ tục đã làm.', 'To read results by the field of the procedure.'],
    [
      choice('civil-status', ['Hộ tịch (khai sinh, kết hôn, khai tử)', 'Civil status (birth, marriage, death)']),
      choice('certification', ['Chứng thực giấy tờ, chữ ký, hợp đồng', 'Certification of papers, signatures, contracts']),
      choice('residence', ['Cư trú, căn cước', 'Residence, identity card']),
      choice('land', ['Đất đai, giấy chứng nhận (sổ đỏ)', 'Land, land-use certificates']),
      choice('construction', ['Xây dựng, nhà ở', 'Construction, housing']),
      choice('business', ['Đăng ký kinh doanh, đầu tư', 'Business registration, investment']),
      choice('tax', ['Thuế, phí, lệ phí', 'Taxes and fees']),
      choice('social-support', ['Trợ cấp xã hội, người có công, giảm nghèo', 'Social allowances, war veterans, poor families']),
      choice('employment-insurance', ['Lao động, việc làm, bảo hiểm', 'Labour, employment, insurance']),
      choice('health-education', ['Y tế, giáo dục, văn hoá', 'Health, education, culture']),
      choice('agriculture-environment', ['Nông nghiệp, môi trường', 'Agriculture, environment']),
      choice('transport', ['Giao thông, xe, giấy phép lái xe', 'Transport, vehicles, driving licences']),
      other(['Việc khác', 'Something else']),
    ],
  ),
]

const ages = choices(
  ['Từ 18 đến 24 tuổi', '18 to 24'],
  ['Từ 25 đến 34 tuổi', '25 to 34'],
  ['Từ 35 đến 49 tuổi', '35 to 49'],
  ['Từ 50 đến 60 tuổi', '50 to 60'],
  ['Trên 60 tuổi', 'Over 60'],
)

const person = inGroup('person')

/** Scales on which somebody says who they are, no finer than a report needs. */
const people: readonly LibraryScale[] = [
  person(
    'sex',
    ['Giới tính', 'Sex'],
    ['Hai nhóm như phiếu SIPAS.', 'Two groups, as on the SIPAS form.'],
    choices(['Nam', 'Male'], ['Nữ', 'Female']),
  ),
  person(
    'sex-open',
    ['Giới tính, được không trả lời', 'Sex, with a way out'],
    ['Khi người trả lời được chọn nhóm khác hoặc không nói.', 'Where somebody may name another group or say nothing.'],
    [...choices(['Nam', 'Male'], ['Nữ', 'Female'], ['Khác', 'Another']), noOpinion(['Không muốn trả lời', 'I prefer not to say'])],
  ),
  person(
    'age',
    ['Nhóm tuổi, từ 18', 'Age groups from 18'],
    ['Năm nhóm tuổi của phiếu SIPAS, cho người từ 18 tuổi.', 'The five age groups of the SIPAS form, for people from 18.'],
    ages,
  ),
  person(
    'age-all',
    ['Nhóm tuổi, mọi lứa tuổi', 'Age groups, all ages'],
    [
      'Như nhóm tuổi của SIPAS, thêm người dưới 18 tuổi, cho quầy và mã QR.',
      'The age groups of SIPAS with those under 18, for desks and QR codes.',
    ],
    [choice('0', ['Dưới 18 tuổi', 'Under 18']), ...ages],
  ),
  person(
    'education',
    ['Trình độ học vấn', 'Education'],
    ['Sáu nhóm của phiếu SIPAS.', 'The six groups of the SIPAS form.'],
    choices(
      ['Tiểu học (cấp 1)', 'Primary school'],
      ['Trung học cơ sở (cấp 2)', 'Lower secondary school'],
      ['Trung học phổ thông (cấp 3)', 'Upper secondary school'],
      ['Dạy nghề, trung cấp, cao đẳng', 'Vocational school or college'],
      ['Đại học, trên đại học', 'University or higher'],
      ['Khác, hoặc chưa đi học', 'Other, or no schooling'],
    ),
  ),
  person(
    'occupation',
    ['Nghề nghiệp', 'Occupation'],
    ['Bảy nhóm việc làm của phiếu SIPAS.', 'The seven groups of work of the SIPAS form.'],
    choices(
      ['Đã nghỉ hưu', 'Retired'],
      ['Ở nhà, không đi làm', 'At home, not working'],
      ['Làm nông, làm việc tự do, không ký hợp đồng lao động', 'Farming or self-employed, without a labour contract'],
      ['Sinh viên', 'Student'],
      ['Làm ở doanh nghiệp, tổ chức tư nhân', 'Working for a private company or organisation'],
      ['Làm ở cơ quan, tổ chức, doanh nghiệp nhà nước', 'Working for a public agency, organisation or company'],
      ['Việc khác', 'Other'],
    ),
  ),
  person(
    'ethnic-group',
    ['Dân tộc', 'Ethnic group'],
    ['Kinh hoặc dân tộc khác, được ghi tên như phiếu SIPAS.', 'Kinh or another, with room for its name, as on the SIPAS form.'],
    [choice('1', ['Kinh', 'Kinh']), other(['Dân tộc khác', 'Another ethnic group'], '2')],
  ),
  person(
    'area',
    ['Thành thị, nông thôn', 'Urban, rural'],
    ['Để xem kết quả theo nơi người dân sống.', 'To read results by where people live.'],
    [
      choice('urban', ['Thành thị (phường)', 'Urban (ward)']),
      choice('rural', ['Nông thôn (xã)', 'Rural (commune)']),
      choice('special', ['Đặc khu', 'Special zone']),
    ],
  ),
  person(
    'behalf',
    ['Làm thủ tục cho ai', 'On whose behalf'],
    ['Để tách người dân với tổ chức, doanh nghiệp và người làm giúp.', 'Tells citizens from organisations, companies and helpers.'],
    choices(
      ['Cho bản thân, gia đình', 'For myself or my family'],
      ['Cho cơ quan, tổ chức, doanh nghiệp', 'For an agency, organisation or company'],
      ['Làm giúp người khác', 'For someone else'],
    ),
  ),
]

/** Every ready scale, group by group; scores are in points, that is for a `scoreUnit` of 1. */
export const scaleLibrary: readonly LibraryScale[] = [...opinions, ...experiences, ...people, ...reasons]

/** The design whose options speak that language too wherever the library knows their words; what stands there already stays. */
export function withLibraryWords(draft: Questionnaire, language: string): Questionnaire {
  const known = wordsOf(language)
  const filled = (label: LocalText): LocalText => {
    const found =
      label[language] === undefined ? Object.entries(label).flatMap(([tag, text]) => known.get(`${tag} ${text}`) ?? [])[0] : undefined
    return found === undefined ? label : { ...label, [language]: found }
  }
  return {
    ...draft,
    scales: draft.scales.map((scale) => ({
      ...scale,
      options: scale.options.map((option) => ({ ...option, label: filled(option.label) })),
    })),
  }
}

/** What a label of the library says in that language, by what it says in another. */
function wordsOf(language: string): ReadonlyMap<string, string> {
  const labels = scaleLibrary.flatMap(({ scale }) => scale.options.map(({ label }) => label))
  return new Map(
    labels.flatMap((label) =>
      Object.entries(label).flatMap(([tag, text]) => (label[language] === undefined ? [] : [[`${tag} ${text}`, label[language]] as const])),
    ),
  )
}
