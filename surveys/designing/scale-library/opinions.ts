import { levels, noOpinion, notApplicable, withFaces } from './building'
import { inGroup, type LibraryScale } from './library-scale'

const unknown = noOpinion(['Không biết, hoặc không có ý kiến', 'I do not know, or have no opinion'])

const satisfied = withFaces(
  levels(2, ['Rất không hài lòng', 'Very dissatisfied'], ['Không hài lòng', 'Dissatisfied'], ['Bình thường', 'Neutral'], ['Hài lòng', 'Satisfied'], ['Rất hài lòng', 'Very satisfied']),
  1, 2, 3, 4, 5,
)

const opinion = inGroup('opinion')

/** Scales on which somebody says what they think, from the worst to the best. */
export const opinions: readonly LibraryScale[] = [
  opinion('satisfaction-5', ['Hài lòng, năm mức', 'Satisfaction, five levels'], ['Thang chuẩn của SIPAS, cho điều ai cũng đã trải qua, như mức hài lòng chung.', 'The standard scale of SIPAS, for what everybody has met, such as overall satisfaction.'], satisfied),
  opinion(
    'satisfaction-5-na',
    ['Hài lòng, năm mức, có “không liên quan”', 'Satisfaction, five levels, with “does not apply”'],
    ['Cho từng tiêu chí mà không phải ai cũng gặp, như phí, lệ phí hay phản ánh, kiến nghị.', 'For single criteria that not everybody has met, such as fees or complaints.'],
    [...satisfied, notApplicable()],
  ),
  opinion(
    'satisfaction-5-unknown',
    ['Hài lòng, năm mức, có “không biết”', 'Satisfaction, five levels, with “do not know”'],
    ['Cho chính sách và kết quả chung mà người trả lời có thể chưa biết.', 'For policies and results of which the respondent may know nothing.'],
    [...satisfied, unknown],
  ),
  opinion(
    'satisfaction-4',
    ['Hài lòng, bốn mức', 'Satisfaction, four levels'],
    ['Không có mức giữa: người trả lời phải nghiêng về một phía. Kết quả không so được với thang năm mức.', 'Without a middle: the respondent has to lean one way. Results do not compare with five levels.'],
    withFaces(levels(2, ['Rất không hài lòng', 'Very dissatisfied'], ['Không hài lòng', 'Dissatisfied'], ['Hài lòng', 'Satisfied'], ['Rất hài lòng', 'Very satisfied']), 1, 2, 4, 5),
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
    levels(2, ['Hoàn toàn không đồng ý', 'Strongly disagree'], ['Không đồng ý', 'Disagree'], ['Phân vân', 'Neither agree nor disagree'], ['Đồng ý', 'Agree'], ['Hoàn toàn đồng ý', 'Strongly agree']),
  ),
  opinion(
    'quality-5',
    ['Chất lượng, năm mức', 'Quality, five levels'],
    ['Cho đánh giá dịch vụ, cơ sở vật chất, thái độ phục vụ; quen thuộc trong y tế và giáo dục.', 'For judging a service, facilities or attitude; familiar in health care and education.'],
    withFaces(levels(2, ['Rất kém', 'Very poor'], ['Kém', 'Poor'], ['Trung bình', 'Fair'], ['Tốt', 'Good'], ['Rất tốt', 'Very good']), 1, 2, 3, 4, 5),
  ),
  opinion(
    'ease-5',
    ['Dễ hay khó, năm mức', 'Ease, five levels'],
    ['Cho việc người dân phải tự làm: tìm thông tin, điền tờ khai, nộp hồ sơ trực tuyến.', 'For what people have to do themselves: finding information, filling in a form, applying online.'],
    [
      ...withFaces(levels(2, ['Rất khó', 'Very difficult'], ['Khó', 'Difficult'], ['Không dễ, không khó', 'Neither easy nor difficult'], ['Dễ', 'Easy'], ['Rất dễ', 'Very easy']), 1, 2, 3, 4, 5),
      notApplicable(['Tôi chưa làm việc này', 'I have not done this']),
    ],
  ),
  opinion(
    'clarity-4',
    ['Rõ ràng, bốn mức', 'Clarity, four levels'],
    ['Cho hướng dẫn, niêm yết, tờ khai.', 'For guidance, notices and forms.'],
    [...levels(2, ['Rất khó hiểu', 'Very unclear'], ['Khó hiểu', 'Unclear'], ['Rõ ràng', 'Clear'], ['Rất rõ ràng', 'Very clear']), notApplicable(['Tôi chưa xem', 'I have not seen it'])],
  ),
  opinion(
    'importance-5',
    ['Quan trọng, năm mức', 'Importance, five levels'],
    ['Cho biết tiêu chí nào quan trọng với người dân, để đặt cạnh mức hài lòng.', 'Shows which criteria matter to people, to set beside their satisfaction.'],
    levels(2, ['Không quan trọng', 'Not important'], ['Ít quan trọng', 'Slightly important'], ['Khá quan trọng', 'Fairly important'], ['Quan trọng', 'Important'], ['Rất quan trọng', 'Very important']),
  ),
  opinion(
    'expectation',
    ['Mong muốn, bốn mức', 'Expectation, four levels'],
    ['Cho phần mong đợi của SIPAS: người dân mong cơ quan cải thiện điều gì.', 'For the expectations of SIPAS: what people want the agency to improve.'],
    levels(2, ['Không mong muốn', 'Not wanted'], ['Khá mong muốn', 'Fairly wanted'], ['Mong muốn', 'Wanted'], ['Rất mong muốn', 'Wanted very much']),
  ),
  opinion(
    'suitability',
    ['Phù hợp, bốn mức', 'Suitability, four levels'],
    ['Cho phần nhận định của SIPAS: hình thức cung cấp thông tin, giải quyết thủ tục có phù hợp không.', 'For the perceptions of SIPAS: whether ways of giving information or handling procedures suit people.'],
    [
      ...levels(2, ['Không phù hợp', 'Not suitable'], ['Khá phù hợp', 'Fairly suitable'], ['Phù hợp', 'Suitable'], ['Rất phù hợp', 'Very suitable']),
      notApplicable(['Không biết, chưa dùng', 'I do not know, or have not used it']),
    ],
  ),
  opinion(
    'interest',
    ['Quan tâm, bốn mức', 'Interest, four levels'],
    ['Cho phần nhận định của SIPAS: người dân quan tâm theo dõi chính sách đến đâu.', 'For the perceptions of SIPAS: how closely people follow policies.'],
    levels(2, ['Không quan tâm', 'Not interested'], ['Khá quan tâm', 'Fairly interested'], ['Quan tâm', 'Interested'], ['Rất quan tâm', 'Very interested']),
  ),
]
