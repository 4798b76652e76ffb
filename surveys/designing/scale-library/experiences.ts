import { choice, choices, noOpinion, notApplicable, other, verdict } from './building'
import { inGroup, type LibraryScale } from './library-scale'

const yes = verdict('yes', ['Có', 'Yes'], true)
const no = verdict('no', ['Không', 'No'], false)
const ratherNot = noOpinion(['Không biết hoặc không muốn trả lời', 'I do not know, or prefer not to say'])

const experience = inGroup('experience')

/** Scales on which somebody says what happened. */
export const experiences: readonly LibraryScale[] = [
  experience('yes-no', ['Có, không', 'Yes, no'], ['Cho việc mà “Có” là tốt, ai cũng trả lời được.', 'For what everybody can answer, where “yes” is good.'], [yes, no]),
  experience('yes-no-na', ['Có, không, không liên quan', 'Yes, no, does not apply'], ['Cho việc mà “Có” là tốt, nhưng không phải ai cũng gặp.', 'For what not everybody has met, where “yes” is good.'], [yes, no, notApplicable()]),
  experience('yes-no-unknown', ['Có, không, không nhớ', 'Yes, no, do not remember'], ['Cho việc mà “Có” là tốt, nhưng người trả lời có thể không nhớ.', 'For what people may not remember, where “yes” is good.'], [
    yes,
    no,
    noOpinion(['Không biết, không nhớ', 'I do not know or remember']),
  ]),
  experience('difficulty', ['Gặp khó khăn hay không', 'Difficulty met or not'], ['Cho việc mà “không gặp” mới là tốt; đừng dùng thang có, không cho câu hỏi này.', 'Where not having met it is good; do not ask this on a yes, no scale.'], [
    verdict('none', ['Không gặp khó khăn', 'Met no difficulty'], true),
    verdict('met', ['Có gặp khó khăn', 'Met a difficulty'], false),
    notApplicable(),
  ]),
  experience('frequency-5', ['Tần suất, năm mức', 'Frequency, five levels'], ['Cho biết một việc xảy ra thường đến đâu; đánh dấu mức tích cực tùy theo câu hỏi.', 'Says how often something happens; mark what counts as positive as the question needs.'], [
    ...choices(['Không bao giờ', 'Never'], ['Hiếm khi', 'Rarely'], ['Thỉnh thoảng', 'Sometimes'], ['Thường xuyên', 'Often'], ['Luôn luôn', 'Always']).map((option, index) => ({ ...option, score: index + 1 })),
    noOpinion(['Không biết', 'I do not know']),
  ]),
  experience('on-time', ['Đúng hẹn, trễ hẹn', 'On time, late'], ['Cho câu hỏi kết quả có được trả đúng hẹn không.', 'For whether the result came when it was promised.'], [
    verdict('yes', ['Đúng hẹn hoặc sớm hơn', 'On time or earlier'], true),
    verdict('no', ['Trễ hẹn', 'Late'], false),
    notApplicable(['Chưa đến ngày hẹn', 'It is not due yet']),
  ]),
  experience('trips', ['Số lần đi lại', 'Number of trips'], ['Cho câu hỏi phải đến cơ quan mấy lần mới xong một thủ tục.', 'For how many times somebody had to come until a procedure was done.'], choices(
    ['1 lần', 'Once'],
    ['2 lần', 'Twice'],
    ['3 lần', 'Three times'],
    ['Từ 4 lần trở lên', 'Four times or more'],
    ['Không phải đến, làm trực tuyến hoàn toàn', 'Not at all, everything was done online'],
  )),
  experience('waiting', ['Thời gian chờ', 'Waiting time'], ['Cho câu hỏi phải chờ bao lâu mới đến lượt tại quầy.', 'For how long somebody waited at the desk for their turn.'], [
    ...choices(['Dưới 15 phút', 'Less than 15 minutes'], ['Từ 15 đến dưới 30 phút', '15 to under 30 minutes'], ['Từ 30 phút đến dưới 1 giờ', '30 minutes to under 1 hour'], ['Từ 1 giờ trở lên', '1 hour or more']),
    notApplicable(['Tôi không phải chờ tại quầy', 'I did not wait at a desk']),
  ]),
  experience('trouble', ['Công chức gây phiền hà', 'Officials causing trouble'], ['Cho phần nhận định của SIPAS; hỏi về tình trạng chung, không hỏi về một người.', 'For the perceptions of SIPAS; asks how things are, never about one person.'], [
    ...choices(['Không có công chức nào gây phiền hà', 'No official causes trouble'], ['Có một số công chức gây phiền hà', 'Some officials cause trouble'], ['Có nhiều công chức gây phiền hà', 'Many officials cause trouble']),
    ratherNot,
  ]),
  experience('extra-money', ['Đưa thêm tiền ngoài quy định', 'Paying more than the fees'], ['Cho phần nhận định của SIPAS; luôn để người dân được không trả lời.', 'For the perceptions of SIPAS; always lets people leave it unanswered.'], [
    ...choices(['Không người dân nào phải đưa thêm tiền', 'Nobody has to pay extra'], ['Một số người dân phải đưa thêm tiền', 'Some people have to pay extra'], ['Nhiều người dân phải đưa thêm tiền', 'Many people have to pay extra']),
    ratherNot,
  ]),
  experience('applied-how', ['Cách nộp hồ sơ', 'Way of applying'], ['Để xem kết quả theo cách người dân nộp hồ sơ.', 'To read results by the way in which people applied.'], [
    choice('desk', ['Trực tiếp tại nơi tiếp nhận', 'In person at the desk']),
    choice('online', ['Trực tuyến, tự làm', 'Online, by myself']),
    choice('assisted', ['Trực tuyến, có người giúp', 'Online, with somebody’s help']),
    choice('post', ['Qua bưu chính', 'By post']),
    other(['Cách khác', 'Another way']),
  ]),
]
