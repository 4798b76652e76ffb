/** Signing in by the office's provider of identities, which `{name}` is what the office calls; and what its groups let people be. */
export const vi = {
  signInBy: 'Đăng nhập bằng {name}',
  chooseOrProvider: 'Hoặc không cần mật khẩu: từ nay đăng nhập vào tài khoản này bằng {name}.',

  providerStopTitle: 'Chưa đăng nhập được',
  providerStopBack: 'Về trang đăng nhập',
  providerStop_unreachable: 'Hiện không liên lạc được với {name}. Xin thử lại sau ít phút, hoặc đăng nhập bằng mật khẩu nếu bạn có.',
  providerStop_misconfigured:
    'Hệ thống này và {name} chưa được thiết lập khớp với nhau. Xin báo cho người vận hành; lý do có trong nhật ký.',
  providerStop_denied: 'Bạn đã huỷ hoặc không đồng ý ở {name}, nên chưa được đăng nhập.',
  providerStop_clock:
    'Đồng hồ của {name} và của hệ thống này lệch nhau hơn một phút, nên câu trả lời bị từ chối. Xin báo cho người vận hành chỉnh lại giờ.',
  providerStop_spent: 'Lần đăng nhập này đã được dùng hoặc đã hết hạn. Xin đăng nhập lại từ đầu.',
  providerStop_unsound:
    'Câu trả lời của {name} không chứng minh được bạn là ai, nên bị từ chối. Xin thử lại; nếu vẫn vậy, hãy báo cho người vận hành.',
  providerStop_lost: 'Lần đăng nhập này không bắt đầu từ trình duyệt này, hoặc đã quá 10 phút. Xin đăng nhập lại từ đầu.',
  providerStop_no_role:
    '{name} đã xác nhận bạn là ai, nhưng chưa nhóm nào của bạn được giao vai trò ở đây, nên bạn chưa có tài khoản. Xin liên hệ người quản trị.',
  providerStop_disabled: 'Tài khoản của bạn ở đây đã bị khoá. Xin liên hệ người quản trị.',
  providerStop_taken:
    'Ở đây đã có một tài khoản mang tên đăng nhập của bạn, chưa nối với {name}. Nếu là của bạn, hãy đăng nhập bằng mật khẩu rồi nối ở trang “Bảo mật của tôi”; nếu không phải, xin liên hệ người quản trị.',
  providerStop_link_gone:
    'Đường dẫn đã được dùng, đã hết hạn, hoặc đã có đường dẫn mới hơn thay thế. Xin người quản trị một đường dẫn mới.',
  providerStop_elsewhere: 'Người vừa đăng nhập ở {name} đã có một tài khoản khác ở đây, nên không nối được với tài khoản này.',
  providerStop_linked:
    'Tài khoản này đã nối với một người khác ở {name}. Hãy ngắt ở trang “Bảo mật của tôi” trước rồi nối lại; nếu bạn không tự nối, hãy báo ngay cho người quản trị.',
  providerStop_last_administrator:
    'Bạn là người quản trị cuối cùng, nên tài khoản cần có mật khẩu phòng khi {name} không hoạt động. Hãy mở lại đường dẫn và chọn mật khẩu, rồi nối với {name} ở trang “Bảo mật của tôi”.',

  proveByProvider:
    'Tài khoản này không có mật khẩu. Xin đăng nhập lại bằng {name}; bạn sẽ được hỏi lại ở đó. Sau đó hãy làm lại việc này trong vòng {n} phút. Chưa có gì thay đổi.',

  notGivenTitle: 'Có vai trò chưa được giao',
  notGivenText: 'Bạn đã đăng nhập. Theo nhóm của bạn, lẽ ra bạn còn có vai trò dưới đây, nhưng chưa giao được:',
  notGivenMore: 'Còn {n} vai trò nữa như vậy; nhật ký ghi đủ.',
  notGivenGo: 'Tiếp tục',
  leavingTitle: 'Đã đăng xuất',
  leavingText: 'Bạn đã đăng xuất ở đây. Đang chuyển sang {name} để đăng xuất cả ở đó…',
  leavingGo: 'Đăng xuất khỏi {name}',

  providerTitle: 'Đăng nhập một lần',
  providerOff: 'Tài khoản này chưa nối với {name}.',
  providerOn: 'Đăng nhập được bằng {name}, từ ngày {day}.',
  providerLinkGo: 'Nối với {name}…',
  providerChange: 'Xem hoặc ngắt',
  providerLinkText: 'Sau khi nối, bạn đăng nhập được bằng {name} hoặc bằng mật khẩu. Xin xác nhận đây là bạn.',
  providerLinkedText: 'Bạn đăng nhập được bằng {name}. Nếu ngắt, chỉ còn đăng nhập bằng mật khẩu.',
  providerRolesGo: 'Những vai trò có được theo nhóm cũng mất khi ngắt.',
  providerRemoveGo: 'Ngắt',
  providerAlone: 'Tài khoản này không có mật khẩu, chỉ đăng nhập bằng {name}. Người quản trị có thể đặt lại để bạn chọn mật khẩu.',
  providerGoText: 'Đã xác nhận đó là bạn. Trong vòng 5 phút, hãy đăng nhập ở {name} bằng tài khoản của chính bạn.',
  providerGo: 'Đến {name}',
  'done_provider-linked': 'Đã nối. Lần sau bạn đăng nhập được bằng một lần bấm.',
  'done_provider-removed': 'Đã ngắt. Từ nay chỉ đăng nhập bằng mật khẩu.',

  group: 'Nhóm',
  groupHint: 'Viết đúng như nơi đăng nhập gửi đến, phân biệt chữ hoa và chữ thường; Keycloak có thể viết cả đường dẫn, ví dụ /so-noi-vu.',
  groupsTitle: 'Vai trò theo nhóm',
  groupsText:
    'Ai đăng nhập bằng {name} có vai trò theo các nhóm của mình ở đó (trường “{claim}”), cập nhật ở mỗi lần đăng nhập và hết hiệu lực {days} ngày sau lần cuối.',
  groupsNoProvider: 'Chưa thiết lập nơi đăng nhập một lần, nên các nhóm dưới đây chưa có tác dụng.',
  groupsTable: 'Nhóm và vai trò',
  groupsNone: 'Chưa nhóm nào có vai trò: chỉ người đã có tài khoản mới đăng nhập được.',
  groupGive: 'Giao vai trò cho nhóm',
  groupTakeTitle: 'Thu hồi vai trò của nhóm?',
  groupTakeMeans_now: 'Ai đang có vai trò này theo nhóm đều mất ngay.',
  groupTakeMeans_hand: 'Vai trò do người quản trị giao riêng cho từng người vẫn còn.',
  grantFault_group: 'Tên nhóm có 1 đến 200 ký tự.',
  grantFault_group_both_sides: 'Nhóm này đã có vai trò ở phía bên kia: người được đánh giá không giữ vai trò có quyền sửa, và ngược lại.',
  roleFromGroup: 'theo nhóm “{group}”',
  rolesFromGroups:
    'Vai trò theo nhóm hết hạn vào ngày đã ghi, với mã truy cập cũng vậy. Mỗi khi người này đăng nhập qua nơi đăng nhập một lần, hạn lại là {n} ngày.',
  tokensFromGroups:
    'Quyền mà mã truy cập có nhờ vai trò theo nhóm chỉ còn đến hết {day}. Mỗi khi người này đăng nhập qua nơi đăng nhập một lần, hạn lại là {n} ngày.',
  takeFromGroup: 'Vai trò này có được theo nhóm. Hãy thu hồi vai trò của nhóm, hoặc đưa người đó ra khỏi nhóm.',
  'done_group-given': 'Đã giao. Có hiệu lực từ lần đăng nhập sau của mỗi người trong nhóm.',
  'done_group-taken': 'Đã thu hồi vai trò của nhóm.',
} as const
