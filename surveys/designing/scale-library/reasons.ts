import { choice, choices, noneOfThese, other } from './building'
import { inGroup, type LibraryScale } from './library-scale'

const reason = inGroup('reason')

/** Lists from which several may be chosen, with room for what is missing. */
export const reasons: readonly LibraryScale[] = [
  reason('reasons-bad', ['Điều chưa hài lòng', 'What was not good'], ['Hỏi sau một đánh giá chưa tốt; hãy hỏi cả điều hài lòng sau đánh giá tốt.', 'Asked after a bad rating; ask what was good after a good one too.'], [
    choice('waiting', ['Chờ đợi lâu', 'A long wait']),
    choice('attitude', ['Thái độ của công chức', 'The officer’s attitude']),
    choice('guidance', ['Hướng dẫn không rõ, phải bổ sung nhiều lần', 'Unclear guidance, papers asked for again']),
    choice('papers', ['Giấy tờ phải nộp nhiều, phức tạp', 'Too many or complicated papers']),
    choice('late', ['Trả kết quả trễ hẹn', 'A late result']),
    choice('cost', ['Phải trả tiền ngoài quy định', 'Money asked for beyond the fees']),
    choice('online', ['Nộp hồ sơ trực tuyến khó', 'Applying online was hard']),
    choice('place', ['Chỗ ngồi, trang thiết bị', 'Seats or equipment']),
    other(['Điều khác', 'Something else']),
  ]),
  reason('reasons-good', ['Điều hài lòng', 'What was good'], ['Hỏi sau một đánh giá tốt, để khen và chê tốn công như nhau.', 'Asked after a good rating, so that praise and complaint take the same effort.'], [
    choice('quick', ['Giải quyết nhanh', 'It was quick']),
    choice('attitude', ['Công chức lịch sự, tận tình', 'The officer was polite and helpful']),
    choice('guidance', ['Hướng dẫn rõ ràng, đầy đủ', 'Guidance was clear and complete']),
    choice('papers', ['Giấy tờ đơn giản', 'Few and simple papers']),
    choice('on-time', ['Trả kết quả đúng hẹn', 'The result came on time']),
    choice('cost', ['Phí, lệ phí đúng quy định', 'Fees as regulated']),
    choice('online', ['Nộp hồ sơ trực tuyến thuận tiện', 'Applying online was convenient']),
    choice('place', ['Nơi tiếp đón sạch đẹp, đủ tiện nghi', 'A clean, well-equipped place']),
    other(['Điều khác', 'Something else']),
  ]),
  reason('reasons-not-online', ['Vì sao chưa làm trực tuyến', 'Why not online'], ['Hỏi người nộp hồ sơ trực tiếp vì sao chưa nộp trực tuyến.', 'Asks those who came in person why they did not apply online.'], [
    choice('unaware', ['Không biết là làm trực tuyến được', 'I did not know that it is possible']),
    choice('account', ['Chưa có tài khoản định danh điện tử', 'I have no electronic identity account']),
    choice('device', ['Không có điện thoại, máy tính hoặc mạng phù hợp', 'I have no suitable phone, computer or network']),
    choice('hard', ['Thao tác khó, hay báo lỗi', 'It is hard to use or shows errors']),
    choice('safety', ['Lo lộ thông tin cá nhân', 'I worry about my personal data']),
    choice('advice', ['Muốn được hướng dẫn trực tiếp', 'I want advice in person']),
    choice('unavailable', ['Thủ tục này chưa làm trực tuyến được', 'This procedure is not offered online']),
    other(['Lý do khác', 'Another reason']),
  ]),
  reason('improvements', ['Điều mong được cải thiện', 'Improvements wanted'], ['Chọn nhiều điều trong mười nội dung mong đợi của SIPAS.', 'Several of the ten expectations of SIPAS.'], [
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
  ]),
  reason('channel', ['Kênh thông tin', 'Channels of information'], ['Người dân biết thông tin qua những kênh nào, theo phiếu SIPAS.', 'Through which channels people learn things, as on the SIPAS form.'], [
    ...choices(
      ['Loa phát thanh của xã, phường', 'The loudspeakers of the commune or ward'],
      ['Cuộc họp, thông báo ở thôn, bản, tổ dân phố', 'Meetings and notices in the village or neighbourhood'],
      ['Chính quyền, cán bộ, công chức', 'Local authorities and officials'],
      ['Người thân, bạn bè', 'Family and friends'],
      ['Đài, ti vi, báo in', 'Radio, television and newspapers'],
      ['Mạng Internet (trang thông tin điện tử, Zalo, Facebook…)', 'The internet (websites, Zalo, Facebook…)'],
    ),
    other(['Kênh khác', 'Another channel'], '7'),
  ]),
  reason('service-field', ['Lĩnh vực dịch vụ', 'Service fields'], ['Để xem kết quả theo lĩnh vực thủ tục đã làm.', 'To read results by the field of the procedure.'], [
    choice('civil-status', ['Hộ tịch (khai sinh, kết hôn, khai tử)', 'Civil status (birth, marriage, death)']),
    choice('certification', ['Chứng thực giấy tờ, chữ ký, hợp đồng', 'Certification of papers, signatures, contracts']),
    choice('residence', ['Cư trú, căn cước', 'Residence, identity card']),
    choice('land', ['Đất đai, giấy chứng nhận (sổ đỏ)', 'Land, land-use certificates']),
    choice('construction', ['Xây dựng, nhà ở', 'Construction, housing']),
    choice('business', ['Đăng ký kinh doanh, đầu tư', 'Business registration, investment']),
    choice('tax', ['Thuế, phí, lệ phí', 'Taxes and fees']),
    choice('social-support', ['Trợ cấp xã hội, người có công, giảm nghèo', 'Social allowances, people of merit, poverty support']),
    choice('employment-insurance', ['Lao động, việc làm, bảo hiểm', 'Labour, employment, insurance']),
    choice('health-education', ['Y tế, giáo dục, văn hóa', 'Health, education, culture']),
    choice('agriculture-environment', ['Nông nghiệp, môi trường', 'Agriculture, environment']),
    choice('transport', ['Giao thông, xe, giấy phép lái xe', 'Transport, vehicles, driving licences']),
    other(['Việc khác', 'Something else']),
  ]),
]
