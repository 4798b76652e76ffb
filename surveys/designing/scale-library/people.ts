import { choice, choices, noOpinion, other } from './building'
import { inGroup, type LibraryScale } from './library-scale'

const ages = choices(['Từ 18 đến 24 tuổi', '18 to 24'], ['Từ 25 đến 34 tuổi', '25 to 34'], ['Từ 35 đến 49 tuổi', '35 to 49'], ['Từ 50 đến 60 tuổi', '50 to 60'], ['Trên 60 tuổi', 'Over 60'])

const person = inGroup('person')

/** Scales on which somebody says who they are, no finer than a report needs. */
export const people: readonly LibraryScale[] = [
  person('sex', ['Giới tính', 'Sex'], ['Hai nhóm như phiếu SIPAS.', 'Two groups, as on the SIPAS form.'], choices(['Nam', 'Male'], ['Nữ', 'Female'])),
  person('sex-open', ['Giới tính, được không trả lời', 'Sex, with a way out'], ['Khi người trả lời được chọn nhóm khác hoặc không nói.', 'Where somebody may name another group or say nothing.'], [
    ...choices(['Nam', 'Male'], ['Nữ', 'Female'], ['Khác', 'Another']),
    noOpinion(['Không muốn trả lời', 'I prefer not to say']),
  ]),
  person('age', ['Nhóm tuổi, từ 18', 'Age groups from 18'], ['Năm nhóm tuổi của phiếu SIPAS, cho người từ 18 tuổi.', 'The five age groups of the SIPAS form, for people from 18.'], ages),
  person('age-all', ['Nhóm tuổi, mọi lứa tuổi', 'Age groups, all ages'], ['Như nhóm tuổi của SIPAS, thêm người dưới 18 tuổi, cho quầy và mã QR.', 'The age groups of SIPAS with those under 18, for desks and QR codes.'], [choice('0', ['Dưới 18 tuổi', 'Under 18']), ...ages]),
  person('education', ['Trình độ học vấn', 'Education'], ['Sáu nhóm của phiếu SIPAS.', 'The six groups of the SIPAS form.'], choices(
    ['Tiểu học (cấp 1)', 'Primary school'],
    ['Trung học cơ sở (cấp 2)', 'Lower secondary school'],
    ['Trung học phổ thông (cấp 3)', 'Upper secondary school'],
    ['Dạy nghề, trung cấp, cao đẳng', 'Vocational school or college'],
    ['Đại học, trên đại học', 'University or higher'],
    ['Khác, hoặc chưa đi học', 'Other, or no schooling'],
  )),
  person('occupation', ['Nghề nghiệp', 'Occupation'], ['Bảy nhóm việc làm của phiếu SIPAS.', 'The seven groups of work of the SIPAS form.'], choices(
    ['Đã nghỉ hưu', 'Retired'],
    ['Ở nhà, không đi làm', 'At home, not working'],
    ['Làm nông, làm việc tự do, không ký hợp đồng lao động', 'Farming or self-employed, without a labour contract'],
    ['Sinh viên', 'Student'],
    ['Làm ở doanh nghiệp, tổ chức tư nhân', 'Working for a private company or organisation'],
    ['Làm ở cơ quan, tổ chức, doanh nghiệp nhà nước', 'Working for a public agency, organisation or company'],
    ['Việc khác', 'Other'],
  )),
  person('ethnic-group', ['Dân tộc', 'Ethnic group'], ['Kinh hoặc dân tộc khác, được ghi tên như phiếu SIPAS.', 'Kinh or another, with room for its name, as on the SIPAS form.'], [choice('1', ['Kinh', 'Kinh']), other(['Dân tộc khác', 'Another ethnic group'], '2')]),
  person('area', ['Thành thị, nông thôn', 'Urban, rural'], ['Để xem kết quả theo nơi người dân sống.', 'To read results by where people live.'], [
    choice('urban', ['Thành thị (phường)', 'Urban (ward)']),
    choice('rural', ['Nông thôn (xã)', 'Rural (commune)']),
    choice('special', ['Đặc khu', 'Special zone']),
  ]),
  person('behalf', ['Làm thủ tục cho ai', 'On whose behalf'], ['Để tách người dân với tổ chức, doanh nghiệp và người làm giúp.', 'Tells citizens from organisations, companies and helpers.'], choices(
    ['Cho bản thân, gia đình', 'For myself or my family'],
    ['Cho cơ quan, tổ chức, doanh nghiệp', 'For an agency, organisation or company'],
    ['Làm giúp người khác', 'For someone else'],
  )),
]
