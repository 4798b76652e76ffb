import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { mergeDesigns } from '../../../surveys/designing/merging/merge'
import type { Clash } from '../../../surveys/designing/merging/values'
import { canonical } from '../../../surveys/instrument/canonical'
import type { Start, Stored } from './desk'
import { begin, changed, type History, joined, redone, undone, type Work } from './history'
import { type LocalCopy, lookFor, readCopy, type SaveState, useSaving } from './saving'

/** Somebody else's changes that were joined to ours, and where both changed the same. */
export type Joined = { readonly who: string; readonly clashes: readonly Clash[] }

export type DesignInHand = {
  readonly work: Work
  readonly change: (what: string, edit: (before: Work) => Work) => void
  readonly undo: (() => void) | undefined
  readonly redo: (() => void) | undefined
  readonly state: SaveState
  /** The revision that holds the present work once its state is "saved". */
  readonly revision: number
  /** Whether changes came back that a closed browser had not saved. */
  readonly recovered: boolean
  readonly joined: Joined | undefined
  /** Leaves these clashes to be settled; with none the joining is over. */
  readonly settle: (left: readonly Clash[]) => void
  /** A state that the server gave in answer to something else, such as an upload. */
  readonly take: (theirs: Stored) => void
}

const lookedEveryMs = 15_000

/** A sitting at one design: every change is kept in the browser at once and on the server soon after; what others save meanwhile is joined. */
export function useDesign(start: Start): DesignInHand {
  const { address } = start
  const copy = useMemo(() => unsavedCopy(start), [address])
  const [history, setHistory] = useState<History>(() => begunAt(start, copy))
  const [told, setTold] = useState<Joined>()
  const base = useRef<Stored>(copy && copy.base.revision < start.revision ? { ...start, ...copy.base } : start)
  /** What this sitting grew from, before changes were joined of which it is not settled yet whose stand. */
  const unsettled = useRef<Stored | undefined>(undefined)
  const latest = useRef(history)
  latest.current = history
  const join = (theirs: Stored): void => {
    const before = base.current
    if (theirs.revision <= before.revision) return
    base.current = theirs
    const { clashes } = mergeDesigns(before.definition, latest.current.present.work.draft, theirs.definition)
    setHistory((now) =>
      joined(now, ({ draft, accepted }) => ({
        draft: same(theirs.definition, mergeDesigns(before.definition, draft, theirs.definition).merged),
        accepted: same(theirs.accepted, { ...theirs.accepted, ...accepted }),
      })),
    )
    if (theirs.changedBy === '') return
    unsettled.current = clashes.length > 0 ? (unsettled.current ?? before) : undefined
    setTold({ who: theirs.changedBy, clashes })
  }
  const { work } = history.present
  const clashes = told?.clashes.length ?? 0
  const state = useSaving({ address, base, unsettled, work, held: clashes > 0, join })
  useEffect(() => join(start), [])
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible' && clashes === 0)
        void lookFor(address, base.current.revision).then((theirs) => theirs && join(theirs))
    }, lookedEveryMs)
    return () => clearInterval(timer)
  })
  return {
    work,
    change: (what, edit) => setHistory((now) => changed(now, what, Date.now(), edit(now.present.work))),
    undo: history.past.length > 0 ? () => setHistory(undone) : undefined,
    redo: history.future.length > 0 ? () => setHistory(redone) : undefined,
    state,
    revision: base.current.revision,
    recovered: copy !== undefined,
    joined: told,
    settle: (left) => {
      if (left.length === 0) unsettled.current = undefined
      setTold((now) => (now && left.length > 0 ? { ...now, clashes: left } : undefined))
    },
    take: join,
  }
}

/** The first of two that say the same, so that nothing is saved that is saved already. */
const same = <T>(known: T, made: T): T => (canonical(known) === canonical(made) ? known : made)

/** What an earlier sitting had not saved; nothing when the server has the same. */
function unsavedCopy({ address, definition, accepted }: Start): LocalCopy | undefined {
  const copy = readCopy(address)
  return copy && JSON.stringify([copy.draft, copy.accepted]) !== JSON.stringify([definition, accepted]) ? copy : undefined
}

function begunAt({ definition, accepted }: Start, copy: LocalCopy | undefined): History {
  if (!copy) return begin({ draft: definition, accepted })
  return changed(begin({ draft: copy.base.definition, accepted: copy.base.accepted }), 'recovered', 0, {
    draft: copy.draft,
    accepted: copy.accepted,
  })
}
