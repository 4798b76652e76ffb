/** What people write, by how they feel about their visit. */
export const comments = {
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
