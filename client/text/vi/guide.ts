/** How another system reads from here and is told by it, around the examples. */
export const guideVi = {
  title: 'Hướng dẫn kết nối và tra cứu API',
  lead: 'Khảo sát mức độ hài lòng về dịch vụ hành chính công: ghi phiếu trả lời, đọc kết quả, xuất dữ liệu.',
  readingTitle: 'Đọc số liệu từ hệ thống khác',
  account:
    'Người quản trị máy chủ cấp cho hệ thống kia một tài khoản riêng, một vai trò và một mã truy cập (token). Mã chỉ làm được những việc thuộc phạm vi ghi cho nó, không bao giờ nhiều hơn quyền của tài khoản, và tự hết hạn sau số ngày đã định.',
  scopes:
    '`released.read` đọc những gì được phép đưa ra ngoài cơ quan: số liệu không để lộ về ai, mỗi đêm cập nhật một lần. `results.read` đọc số liệu làm việc của các đợt khảo sát và cơ quan mà tài khoản phụ trách. Trong các ví dụ, `SIPAS` là địa chỉ máy chủ, chẳng hạn `https://sipas.example.gov.vn`; `TOKEN` là mã mà lệnh cuối in ra; `RESULTS_TOKEN` là mã cấp bằng cùng lệnh đó với phạm vi còn lại; `c1` và `A1` thay cho các mã mà hai câu hỏi đầu liệt kê. Phạm vi của mã ở trên mở được những địa chỉ sau:',
  working: 'Số liệu làm việc lọc được theo tháng (tính cả hai tháng đầu và cuối), cơ quan hoặc khối, kênh và dịch vụ.',
  figures:
    'Số liệu làm việc có thêm mục `profile`: những câu hỏi không thuộc chỉ số nào, tính cho từng cơ quan, từng khối và toàn bộ: ai đã trả lời, thứ tự được xếp, điểm giới thiệu ròng và số trung bình. Tỷ lệ nằm trong khoảng 0…1 và chưa làm tròn; `shown` là con số đúng như mọi trang hiển thị. Không con số nào đi mà thiếu số câu trả lời và số người làm gốc; con số bị giữ lại ghi `"withheld": "small"` và không có giá trị.',
  refused:
    'Yêu cầu bị từ chối được trả lời bằng mã trạng thái và `{"code", "message"}`; `lang` hoặc `Accept-Language` cho biết lời nhắn viết bằng ngôn ngữ nào:',
  toldTitle: 'Được báo tin',
  told: 'Hệ thống kia không cần hỏi đi hỏi lại: trong *Thiết lập → Báo tin cho hệ thống khác*, cơ quan khai báo địa chỉ của nó; từ đó nó được gửi tin mỗi khi một đợt khảo sát bắt đầu, thay đổi hay kết thúc, và khi số liệu được đưa ra, công bố hay thu hồi. `type` là một trong {events}, hoặc `trial` với `data` rỗng khi cơ quan gửi thử:',
  signed:
    'Tin không chứa câu trả lời nào, cũng không chứa số đếm nào. Tin được ký theo quy ước chung của webhook (standardwebhooks.com), nên phần lớn ngôn ngữ lập trình đã có thư viện kiểm tra bằng khoá bí mật mà cơ quan được cho xem; không dùng thư viện thì chỉ cần vài dòng:',
  taken:
    'Hãy trả lời bằng mã 2xx trong mười giây rồi mới xử lý. Tin chưa được nhận sẽ được gửi lại trong ba ngày với cùng `webhook-id`: nơi nào đã có thì bỏ qua. Mã 410 làm ngừng việc gửi. Máy chủ không đi theo chuyển hướng.',
  reference: 'Dưới đây là từng địa chỉ cùng những gì nó nhận và trả; phần tra cứu này viết bằng tiếng Anh, như tên các trường dữ liệu.',
} as const
