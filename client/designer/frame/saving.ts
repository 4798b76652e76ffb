import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { largestDesign } from '../../../surveys/designing/blank'
import type { Problem } from '../../../surveys/instrument/problems'
import type { Questionnaire } from '../../../surveys/instrument/schema'
import type { Accepted, Stored } from './desk'
import type { Work } from './history'

export type SaveState =
  | { readonly kind: 'saved' | 'waiting' | 'saving' | 'unreached' | 'gone' | 'signed-out' | 'too-large' }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] }

type Keeping = {
  readonly address: string
  /** The last state that is known to stand on the server. */
  readonly base: { current: Stored }
  /** What the copy in this browser is told to have grown from while it is not settled whose change stands: opened anew it is asked again. */
  readonly unsettled: { readonly current: Stored | undefined }
  readonly work: Work
  /** Nothing is saved while it is not settled whose change stands. */
  readonly held: boolean
  readonly join: (theirs: Stored) => void
}

const afterMs = 700
const againAfterMs = 5_000

/** Keeps a copy of what is not saved, and saves it after a short pause, one attempt at a time. */
export function useSaving({ address, base, unsettled, work, held, join }: Keeping): SaveState {
  const [state, setState] = useState<SaveState>({ kind: 'saved' })
  const latest = useRef(work)
  latest.current = work
  const running = useRef(false)
  const refused = useRef<Work | undefined>(undefined)
  const isKept = (one: Work): boolean => base.current.definition === one.draft && base.current.accepted === one.accepted
  const settled = (saved: Saved, sent: Work): void => {
    running.current = false
    if (saved.kind === 'saved')
      base.current = { ...base.current, definition: sent.draft, accepted: sent.accepted, revision: saved.revision, changedBy: '' }
    if (saved.kind === 'refused' || saved.kind === 'gone' || saved.kind === 'too-large') refused.current = sent
    // What was joined is kept as soon as it is drawn: until then the copy and its base are those of before.
    if (saved.kind === 'overtaken') join(saved.theirs)
    else keepUnsaved(address, unsettled.current ?? base.current, latest.current, isKept)
    setState(saved.kind === 'overtaken' || (saved.kind === 'saved' && !isKept(latest.current)) ? { kind: 'waiting' } : saved)
  }
  // Before it is painted: what stands on the screen is kept.
  useLayoutEffect(() => keepUnsaved(address, unsettled.current ?? base.current, work, isKept), [work])
  useEffect(() => {
    if (running.current || refused.current === work) return
    // Undone to what the server has, or joined to the same: there is nothing left to save.
    setState((now) => (isKept(work) ? settledState(now) : now.kind === 'saved' ? { kind: 'waiting' } : now))
  }, [work])
  useEffect(() => {
    if (isKept(work) || held || running.current || refused.current === work) return
    const attempt = (): void => {
      running.current = true
      // What keeps failing is said once, not anew with every attempt.
      setState((now) => (isFailing(now) ? now : { kind: 'saving' }))
      void save(address, base.current.revision, work).then((saved) => settled(saved, work))
    }
    const timer = setTimeout(attempt, isFailing(state) ? againAfterMs : afterMs)
    return () => clearTimeout(timer)
  }, [work, held, state])
  // Typed a moment ago: nothing that was saved before may stand for it.
  return state.kind === 'saved' && !isKept(work) ? { kind: 'waiting' } : state
}

const isFailing = ({ kind }: SaveState): boolean => kind === 'unreached' || kind === 'signed-out'

const settledState = (now: SaveState): SaveState => (now.kind === 'saved' || now.kind === 'gone' ? now : { kind: 'saved' })

function keepUnsaved(address: string, { definition, accepted, revision }: Stored, work: Work, isKept: (work: Work) => boolean): void {
  keepCopy(address, isKept(work) ? undefined : { ...work, base: { definition, accepted, revision } })
}

/** What became of an attempt to save. */
type Saved =
  | { readonly kind: 'saved'; readonly revision: number }
  /** Somebody else saved meanwhile; this is what stands now. */
  | { readonly kind: 'overtaken'; readonly theirs: Stored }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] }
  /** Published or thrown away by somebody meanwhile. */
  | { readonly kind: 'gone' }
  /** More than the server takes. */
  | { readonly kind: 'too-large' }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'unreached' }

/** Saves a design over the revision it grew from. */
export async function save(address: string, revision: number, { draft, accepted }: Work): Promise<Saved> {
  const body = JSON.stringify({ revision, definition: draft, accepted })
  // Known before: a server that refuses so much hangs up in the middle of it.
  if (new Blob([body]).size > largestDesign) return { kind: 'too-large' }
  const reply = await fetch(address, { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body }).catch(() => undefined)
  if (!reply) return { kind: 'unreached' }
  if (reply.status === 404) return { kind: 'gone' }
  if (reply.status === 401 || reply.status === 403) return { kind: 'signed-out' }
  const json = await reply.json().catch(() => undefined)
  if (reply.status === 409) return { kind: 'overtaken', theirs: json }
  if (reply.status === 422) return { kind: 'refused', problems: json.details }
  return reply.ok ? { kind: 'saved', revision: json.revision } : { kind: 'unreached' }
}

/** What stands on the server when it is newer than this revision. */
export async function lookFor(address: string, revision: number): Promise<Stored | undefined> {
  const reply = await fetch(`${address}/state?since=${revision}`).catch(() => undefined)
  if (!reply || reply.status !== 200) return undefined
  const theirs: Stored = await reply.json()
  return theirs
}

/** What stands in this browser of a design that is not saved yet, and the state it grew from. */
export type LocalCopy = Work & {
  readonly base: { readonly definition: Questionnaire; readonly accepted: Accepted; readonly revision: number }
}

const keyOf = (address: string): string => `sipas ${address}`

/** Written at once with every change, so that a killed browser loses nothing. A full or forbidden store is not our user's trouble. */
function keepCopy(address: string, copy: LocalCopy | undefined): void {
  try {
    if (copy) localStorage.setItem(keyOf(address), JSON.stringify(copy))
    else localStorage.removeItem(keyOf(address))
  } catch {
    // Saving on the server goes on.
  }
}

export function readCopy(address: string): LocalCopy | undefined {
  try {
    const text = localStorage.getItem(keyOf(address))
    if (text === null) return undefined
    const copy: LocalCopy = JSON.parse(text)
    return copy
  } catch {
    return undefined
  }
}
