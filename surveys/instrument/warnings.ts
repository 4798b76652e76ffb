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
    score_by_position: 'Phương án tốt có điểm thấp hơn phương án xấu ({seen}); có lẽ điểm được chấm theo vị trí.',
    counted_as_answer: 'Phương án "{seen}" được tính như một câu trả lời; hãy đặt loại "không liên quan" hoặc "không có ý kiến".',
    nothing_positive: 'Không phương án nào được coi là hài lòng, nên tỷ lệ hài lòng luôn bằng 0.',
    scored_differently: 'Cùng một nhãn mà khác điểm hoặc khác mức hài lòng giữa các thang: {seen}.',
    faces_against_score: 'Khuôn mặt không đi cùng chiều với điểm ({seen}).',
    two_questions: 'Có lẽ hỏi hai điều trong một câu ("{seen}"); người chỉ đồng ý một nửa không trả lời được.',
    leading_wording: 'Lời hỏi gợi ý câu trả lời ("{seen}").',
    unknown_placeholder: 'Chỗ trống "{seen}" không bao giờ được điền; chỉ có {agency} và {campaign}.',
    forced_answer: 'Bắt buộc trả lời mà không có phương án "không liên quan"; người không gặp việc này sẽ chọn bừa.',
    no_way_out: 'Không có phương án "không liên quan"; câu bỏ trống và câu không gặp sẽ lẫn vào nhau.',
    unanswerable: 'Giới hạn dưới cao hơn giới hạn trên ({seen}), nên không ai trả lời được.',
    bands_uncovered: 'Các mức xếp loại chỉ phủ {seen}, còn kết quả đi từ 0 đến 1 (0–100%); có kết quả sẽ không được xếp loại.',
    band_beyond: 'Không kết quả nào đạt đến mức "{seen}": kết quả chỉ đến 1 (100%).',
    unreachable: 'Không câu trả lời nào dẫn đến đây ({seen}).',
    unequal_effort: 'Chỉ người trả lời không tốt mới phải trả lời thêm ({seen}); khen và chê cần số lần chạm như nhau.',
    too_long: 'Trả lời hết mất khoảng {seen} giây, dài hơn 180 giây: quá dài cho kiosk.',
  },
  en: {
    unbalanced_scale: 'Good and bad options are not equally many ({seen}), which pulls results to one side.',
    score_against_code: 'Scores run against the numbers of the codes ({seen}); look whether they were given by position.',
    score_by_position: 'A good option scores less than a bad one ({seen}); scores may have been given by position.',
    counted_as_answer: 'The option "{seen}" counts as an answer; give it the kind "does not apply" or "no opinion".',
    nothing_positive: 'No option counts as satisfied, so the share satisfied is always 0.',
    scored_differently: 'One label with different scores or verdicts on different scales: {seen}.',
    faces_against_score: 'Faces do not run the way the scores do ({seen}).',
    two_questions: 'This may ask two things at once ("{seen}"); who agrees with half of it cannot answer.',
    leading_wording: 'The wording suggests an answer ("{seen}").',
    unknown_placeholder: 'The placeholder "{seen}" is never filled; there are only {agency} and {campaign}.',
    forced_answer: 'An answer is required and there is no "does not apply"; who never met this will choose at random.',
    no_way_out: 'There is no "does not apply"; a blank and a thing never met cannot be told apart.',
    unanswerable: 'The lowest is above the highest ({seen}), so nobody can answer.',
    bands_uncovered: 'The grades cover only {seen}, but results run from 0 to 1 (0–100%); some would have no grade.',
    band_beyond: 'No result reaches the grade "{seen}": results end at 1 (100%).',
    unreachable: 'No answers lead here ({seen}).',
    unequal_effort: 'Only who answers badly is asked more ({seen}); praise and complaint should cost the same taps.',
    too_long: 'Answering everything takes about {seen} seconds, more than 180: too long for a kiosk.',
  },
} as const
