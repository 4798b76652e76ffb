import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Problem } from '../../surveys/rules/problem'
import type { Work } from './history'
import { keepCopy } from './local-copy'
import { save, type Saved } from './saving'
import type { Stored } from './start'

export type SaveState =
  | { readonly kind: 'saved' | 'waiting' | 'saving' | 'unreached' | 'gone' | 'signed-out' | 'too-large' }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] }

type Keeping = {
  readonly address: string
  /** The last state that is known to stand on the server. */
  readonly base: { current: Stored }
  readonly work: Work
  /** Nothing is saved while it is not settled whose change stands. */
  readonly held: boolean
  readonly join: (theirs: Stored) => void
}

const afterMs = 700
const againAfterMs = 5_000

/** Keeps a copy of what is not saved, and saves it after a short pause, one attempt at a time. */
export function useSaving({ address, base, work, held, join }: Keeping): SaveState {
  const [state, setState] = useState<SaveState>({ kind: 'saved' })
  const latest = useRef(work)
  latest.current = work
  const running = useRef(false)
  const refused = useRef<Work | undefined>(undefined)
  const isKept = (one: Work): boolean => base.current.definition === one.draft && base.current.accepted === one.accepted
  const settled = (saved: Saved, sent: Work): void => {
    running.current = false
    if (saved.kind === 'saved') base.current = { ...base.current, definition: sent.draft, accepted: sent.accepted, revision: saved.revision, changedBy: '' }
    if (saved.kind === 'refused' || saved.kind === 'gone' || saved.kind === 'too-large') refused.current = sent
    // What was joined is kept as soon as it is drawn: until then the copy and its base are those of before.
    if (saved.kind === 'overtaken') join(saved.theirs)
    else keepUnsaved(address, base.current, latest.current, isKept)
    setState(saved.kind === 'overtaken' || (saved.kind === 'saved' && !isKept(latest.current)) ? { kind: 'waiting' } : saved)
  }
  // Before it is painted: what stands on the screen is kept.
  useLayoutEffect(() => keepUnsaved(address, base.current, work, isKept), [work])
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
