import { languages } from '../client/text/languages'
import type { Context } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { chosenLanguage, localised } from '../surveys/instrument/language'
import { pathText } from '../surveys/instrument/problems'

/** The one shape of every expected failure; `more` counts the details that are left out. */
export const problem = z.object({
  code: z.string(),
  message: z.string(),
  details: z.array(z.unknown()).optional(),
  more: z.int().optional(),
})
export type ApiProblem = z.infer<typeof problem>

export type ProblemCode = keyof typeof sentences

/** A failure in the reader's language, with what was seen and what is allowed among the details. */
export function problemOf(code: ProblemCode, language: string, details?: readonly unknown[]): ApiProblem {
  const message = localised(sentences[code], language)
  if (details === undefined) return { code, message }
  const shown = firstOf(details)
  return shown.length === details.length
    ? { code, message, details: shown }
    : { code, message, details: shown, more: details.length - shown.length }
}

const mostDetails = 100
/** In letters of JSON: an answer is never much longer than what somebody reads. */
const mostLetters = 16_384

/** As many details as are of use: whoever sends nonsense is not sent ten times as much back. */
function firstOf(details: readonly unknown[]): unknown[] {
  const first = details.slice(0, mostDetails)
  let letters = 0
  const tooMuch = first.findIndex((detail) => (letters += JSON.stringify(detail).length) > mostLetters)
  return tooMuch === -1 ? first : first.slice(0, tooMuch)
}

const sentences = {
  touchpoint_unknown: { vi: 'Không có điểm khảo sát với mã này.', en: 'There is no touchpoint with this code.' },
  campaign_unknown: { vi: 'Không có đợt khảo sát với mã này.', en: 'There is no campaign with this code.' },
  agency_unknown: {
    vi: 'Cơ quan này không thuộc điểm khảo sát hoặc đợt khảo sát.',
    en: 'This agency does not belong to the touchpoint or the campaign.',
  },
  block_unknown: { vi: 'Đợt khảo sát không có khối cơ quan này.', en: 'The campaign has no block of this code.' },
  not_kept_apart: {
    vi: 'Đợt khảo sát không tách số liệu theo lĩnh vực hay điểm khảo sát này.',
    en: 'The campaign does not keep its figures apart by this.',
  },
  agency_not_started: {
    vi: 'Cơ quan này chưa hoạt động vào ngày trả lời.',
    en: 'This agency did not exist yet on the day of the answers.',
  },
  agency_ended: { vi: 'Cơ quan này đã thôi hoạt động trước ngày trả lời.', en: 'This agency had ended before the day of the answers.' },
  version_unknown: { vi: 'Bản phiếu này không phải là bản của đợt khảo sát.', en: 'This version is not the one that the campaign asks.' },
  language_unknown: { vi: 'Phiếu khảo sát không có ngôn ngữ này.', en: 'The questionnaire does not speak this language.' },
  campaign_not_open: { vi: 'Đợt khảo sát chưa mở.', en: 'The campaign is not open yet.' },
  campaign_closed: { vi: 'Đợt khảo sát đã kết thúc.', en: 'The campaign has ended.' },
  test_over: {
    vi: 'Đợt khảo sát đã mở hoặc đã kết thúc, không còn nhận phiếu trả lời thử.',
    en: 'The campaign is open or has ended; it takes no trial answers any more.',
  },
  answers_invalid: {
    vi: 'Có câu trả lời chưa hợp lệ; xem chi tiết từng mục.',
    en: 'Some answers are not valid; the details name each item.',
  },
  body_invalid: {
    vi: 'Nội dung gửi lên không đúng cấu trúc; xem chi tiết.',
    en: 'The body does not have the right shape; see the details.',
  },
  body_malformed: { vi: 'Nội dung gửi lên không đọc được.', en: 'The body cannot be read.' },
  body_too_large: { vi: 'Nội dung gửi lên lớn hơn 64 KB.', en: 'The body is larger than 64 KB.' },
  query_invalid: {
    vi: 'Tham số trong địa chỉ không hợp lệ; xem chi tiết.',
    en: 'A parameter in the address is not valid; see the details.',
  },
  id_conflict: {
    vi: 'Mã phiếu này đã được dùng cho một phiếu trả lời khác.',
    en: 'This id already belongs to a response with other content.',
  },
  response_erased: { vi: 'Phiếu trả lời này đã được xóa và không được nhận lại.', en: 'This response was erased and is not taken again.' },
  unavailable: {
    vi: 'Hệ thống đang bận, xin gửi lại sau ít giây. Câu trả lời chưa được ghi.',
    en: 'The system is busy; please send again in a few seconds. Nothing was stored.',
  },
  exports_busy: {
    vi: 'Đang có hai tệp phiếu trả lời được tải về. Xin thử lại sau ít giây.',
    en: 'Two files of responses are being downloaded already; please try again in a few seconds.',
  },
  token_needed: { vi: 'Cần đăng nhập hoặc mã truy cập hợp lệ.', en: 'A sign-in or a valid access token is needed.' },
  not_allowed: { vi: 'Tài khoản này không được phép làm việc này.', en: 'This account is not allowed to do this.' },
  not_found: { vi: 'Không có gì ở địa chỉ này.', en: 'There is nothing at this address.' },
  design_too_large: {
    vi: 'Phiếu lớn hơn 2 MB nên không lưu được. Xin rút gọn, hoặc tách thành hai phiếu.',
    en: 'The questionnaire is larger than 2 MB and cannot be saved. Shorten it, or make two of it.',
  },
  design_unfinished: {
    vi: 'Phiếu còn lỗi nên chưa công bố được; xem chi tiết.',
    en: 'The questionnaire breaks rules and cannot be published yet; see the details.',
  },
  design_warnings: {
    vi: 'Còn điều đáng xem lại. Xin sửa, hoặc ghi lý do vì sao giữ nguyên.',
    en: 'Some things deserve a second look. Change them, or say why they stay as they are.',
  },
  design_unapproved: {
    vi: 'Cần một người không tham gia soạn duyệt đúng nội dung này trước khi công bố.',
    en: 'Somebody who did not work on it has to approve exactly this before it is published.',
  },
  design_version_taken: {
    vi: 'Bản mang số này đã được công bố với nội dung khác; bản đã công bố không bao giờ thay đổi.',
    en: 'This version is published with other content; a published version never changes.',
  },
  internal: { vi: 'Hệ thống gặp lỗi. Lỗi đã được ghi lại.', en: 'Something went wrong on our side. It has been logged.' },
} as const

/** Checks a part of the request; what is wrong is answered with its place, never with what was sent. */
export const checked = <Target extends 'json' | 'query' | 'param', Shape extends z.ZodType>(
  target: Target,
  shape: Shape,
  code: ProblemCode,
  status: 404 | 422 = 422,
) =>
  validator(target, shape, (result, c) => {
    if (result.success) return undefined
    const details = result.error.map(({ path, message }) => ({
      path: clipped(pathText((path ?? []).map((part) => (typeof part === 'object' ? part.key : part)))),
      message: clipped(message),
    }))
    return c.json(problemOf(code, languageWanted(c), details), status)
  })

/** Names and sentences that quote a body are as long as its sender likes. */
const clipped = (text: string): string => (text.length > 300 ? `${text.slice(0, 299)}…` : text)

/** The language a reader asks for: `?lang=`, else what the browser sends. */
export const languageWanted = (c: Context): string => chosenLanguage(c.req.query('lang') ?? c.req.header('accept-language'), languages)
