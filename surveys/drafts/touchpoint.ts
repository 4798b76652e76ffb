import { type Channel, channels, isChannel } from '../campaign'
import type { LocalText } from '../schema'
import { codeProblems, type DraftProblem, nameProblems } from './problem'

/** A touchpoint as it is wanted; an empty code is made up, an empty label named after the kind. */
export type TouchpointDraft = {
  readonly code: string
  readonly kind: string
  readonly label: string
  readonly labelEn: string
  readonly agencies: readonly string[]
}

export type PlannedTouchpoint = { readonly code: string | undefined; readonly kind: Channel; readonly label: LocalText; readonly agencies: readonly string[] }

export type TouchpointPlan = { readonly ok: true; readonly touchpoint: PlannedTouchpoint } | { readonly ok: false; readonly problems: readonly DraftProblem[] }

/** The touchpoint that is wanted in a campaign that measures these agencies, or everything that hinders it. */
export function planTouchpoint({ code, kind, label, labelEn, agencies }: TouchpointDraft, measured: readonly string[]): TouchpointPlan {
  const foreign = agencies.filter((one) => !measured.includes(one))
  const problems: readonly DraftProblem[] = [
    ...(code === '' ? [] : codeProblems('code', code)),
    ...(isChannel(kind) ? [] : [{ field: 'kind', code: 'choose-one', seen: kind, allowed: channels.join(', ') } as const]),
    ...nameProblems('label', label, 'optional'),
    ...nameProblems('labelEn', labelEn, 'optional'),
    ...(foreign.length > 0 ? [{ field: 'agencies', code: 'unknown', seen: foreign.join(', '), allowed: '' } as const] : []),
    ...(agencies.length === 0 ? [{ field: 'agencies', code: 'no-agencies' } as const] : []),
  ]
  if (problems.length > 0 || !isChannel(kind)) return { ok: false, problems }
  return { ok: true, touchpoint: { code: code || undefined, kind, label: labelOf(kind, label, labelEn), agencies: [...new Set(agencies)] } }
}

function labelOf(kind: Channel, vi: string, en: string): LocalText {
  if (vi === '') return en === '' ? kindLabels[kind] : { ...kindLabels[kind], en }
  return en === '' ? { vi } : { vi, en }
}

const kindLabels: Readonly<Record<Channel, LocalText>> = {
  kiosk: { vi: 'Kiosk', en: 'Kiosk' },
  qr: { vi: 'Mã QR', en: 'QR code' },
  link: { vi: 'Đường dẫn', en: 'Link' },
  interviewer: { vi: 'Điều tra viên', en: 'Interviewer' },
  paper: { vi: 'Phiếu giấy', en: 'Paper form' },
  phone: { vi: 'Điện thoại', en: 'Phone' },
  post: { vi: 'Bưu điện', en: 'Post' },
}
