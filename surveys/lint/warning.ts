/** Something that is allowed and seldom meant: where, which rule, and what was seen there. */
export type Warning = { readonly path: string; readonly rule: WarningRule; readonly seen: string }

export type WarningRule = keyof (typeof words)['vi']

/** The sentence an author gets; an unknown language reads Vietnamese. */
export const warningText = (language: string, { rule, seen }: Warning): string =>
  (language.startsWith('en') ? words.en : words.vi)[rule].replace('{seen}', () => seen)

const words = {
  vi: {
    unbalanced_scale: 'Số phương án tốt và xấu không bằng nhau ({seen}), nên kết quả bị kéo về một phía.',
    score_against_code: 'Điểm đi ngược thứ tự mã số ({seen}); hãy xem lại có chấm điểm theo vị trí hay không.',
    scored_differently: 'Cùng một nhãn mà khác điểm hoặc khác mức hài lòng giữa các thang: {seen}.',
    faces_against_score: 'Khuôn mặt không đi cùng chiều với điểm ({seen}).',
    two_questions: 'Có lẽ hỏi hai điều trong một câu ("{seen}"); người chỉ đồng ý một nửa không trả lời được.',
    leading_wording: 'Lời hỏi gợi ý câu trả lời ("{seen}").',
    unknown_placeholder: 'Chỗ trống "{seen}" không bao giờ được điền; chỉ có {agency} và {campaign}.',
    forced_answer: 'Bắt buộc trả lời mà không có phương án "không liên quan"; người không gặp việc này sẽ chọn bừa.',
    no_way_out: 'Không có phương án "không liên quan"; câu bỏ trống và câu không gặp sẽ lẫn vào nhau.',
    unreachable: 'Không câu trả lời nào dẫn đến đây ({seen}).',
    unequal_effort: 'Chỉ người trả lời không tốt mới phải trả lời thêm ({seen}); khen và chê cần số lần chạm như nhau.',
    too_long: 'Trả lời hết mất khoảng {seen} giây, dài hơn 180 giây: quá dài cho kiosk.',
  },
  en: {
    unbalanced_scale: 'Good and bad options are not equally many ({seen}), which pulls results to one side.',
    score_against_code: 'Scores run against the numbers of the codes ({seen}); look whether they were given by position.',
    scored_differently: 'One label with different scores or verdicts on different scales: {seen}.',
    faces_against_score: 'Faces do not run the way the scores do ({seen}).',
    two_questions: 'This may ask two things at once ("{seen}"); who agrees with half of it cannot answer.',
    leading_wording: 'The wording suggests an answer ("{seen}").',
    unknown_placeholder: 'The placeholder "{seen}" is never filled; there are only {agency} and {campaign}.',
    forced_answer: 'An answer is required and there is no "does not apply"; who never met this will choose at random.',
    no_way_out: 'There is no "does not apply"; a blank and a thing never met cannot be told apart.',
    unreachable: 'No answers lead here ({seen}).',
    unequal_effort: 'Only who answers badly is asked more ({seen}); praise and complaint should cost the same taps.',
    too_long: 'Answering everything takes about {seen} seconds, more than 180: too long for a kiosk.',
  },
} as const
