import { useLayoutEffect } from 'preact/hooks'
import type { Draft, DraftKey, StoredDraft } from '../../surveys/answers/begun'

/** How long what was begun can be gone on with. */
const hoursKept = 24

/** Keeps a draft in the tab's own storage, which goes with the tab, or in the phone's once its owner has said that it is theirs. */
export type Drafts = {
  readonly found: Draft | undefined
  readonly keep: (draft: Draft) => void
  /** Notes, before anything is sent, under which id that happens. */
  readonly identify: (id: string) => void
  readonly clear: () => void
  readonly isLasting: () => boolean
  readonly setLasting: (lasting: boolean) => void
}

type Where = {
  readonly touchpoint: string
  readonly campaign: { readonly code: string; readonly version: number }
  readonly agency: string | undefined
}

/** The drafts of one touchpoint and agency; none where the browser keeps nothing, or for a trial. */
export function draftsOf({ touchpoint, campaign, agency }: Where, now: () => number = Date.now): Drafts {
  const key: DraftKey = `sipas-draft ${touchpoint} ${agency ?? ''}`
  const places = [storage('localStorage'), storage('sessionStorage')] as const
  const [lasting, passing] = places
  for (const place of places) if (place) forgetOld(place, now())
  const read = (place: Storage | undefined): Draft | undefined => {
    const stored = parsed(place?.getItem(key))
    if (!stored) return undefined
    if (stored.campaign === campaign.code && stored.version === campaign.version) return stored
    place?.removeItem(key)
    return undefined
  }
  const clear = () => {
    for (const place of places) place?.removeItem(key)
  }
  let isLasting = read(lasting) !== undefined
  let last: Draft | undefined
  let id: string | undefined
  const keep = (draft: Draft) => {
    last = draft
    const stored: StoredDraft = { id, ...draft, campaign: campaign.code, version: campaign.version, at: now() }
    attempt(() => (isLasting ? lasting : passing)?.setItem(key, JSON.stringify(stored)))
  }
  return {
    found: read(passing) ?? read(lasting),
    keep,
    identify: (own) => {
      id = own
      if (last) keep(last)
    },
    clear,
    isLasting: () => isLasting,
    setLasting: (wanted) => {
      isLasting = wanted
      clear()
      if (last) keep(last)
    },
  }
}

/** Keeps what is on the paper as it changes, until it is handed over. */
export function useDraft(drafts: Drafts | undefined, { language, answers, step, order }: Draft, isOver: boolean): void {
  // Before anything is painted: what somebody sees as answered is found again.
  useLayoutEffect(() => {
    if (isOver) drafts?.clear()
    else if (Object.keys(answers).length > 0) drafts?.keep({ language, answers, step, order })
  }, [drafts, language, answers, step, isOver])
}

/** From now on strangers share this device, as an enrolled kiosk: no page keeps a draft on it, and what was kept goes. */
export function shareDevice(): void {
  attempt(() => localStorage.setItem(sharedMark, '1'))
  for (const place of [storage('localStorage'), storage('sessionStorage')])
    if (place) for (const key of draftsIn(place)) place.removeItem(key)
}

export const isSharedDevice = (): boolean => storage('localStorage')?.getItem(sharedMark) !== null

/** Read before a page can have asked the device's database. */
const sharedMark = 'sipas-shared'

const draftsIn = (place: Storage): readonly string[] => Object.keys(place).filter((key) => key.startsWith('sipas-draft '))

/** What is too old goes, of whatever touchpoint it is: nobody may come there again. */
function forgetOld(place: Storage, now: number): void {
  for (const key of draftsIn(place)) {
    const { at = 0 } = parsed(place.getItem(key)) ?? {}
    // One from a day to come was kept before the clock was set back: nobody knows how old it is.
    if (Math.abs(now - at) >= hoursKept * 3_600_000) place.removeItem(key)
  }
}

/** Asking for it fails where the reader lets no page keep anything. */
function storage(name: 'localStorage' | 'sessionStorage'): Storage | undefined {
  return attempt(() => globalThis[name])
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

function parsed(text: string | null | undefined): StoredDraft | undefined {
  const value: unknown = attempt(() => JSON.parse(text ?? 'null'))
  return isStored(value) ? value : undefined
}

const isStored = (value: unknown): value is StoredDraft =>
  typeof value === 'object' &&
  value !== null &&
  'at' in value &&
  typeof value.at === 'number' &&
  'campaign' in value &&
  'version' in value &&
  'language' in value &&
  typeof value.language === 'string' &&
  'answers' in value &&
  typeof value.answers === 'object' &&
  value.answers !== null &&
  'step' in value &&
  typeof value.step === 'number'
