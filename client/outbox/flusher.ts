import type { Receipt } from '../../surveys/instrument/schema'
import { type Kept, type Refusal, setAside, type OutboxStore } from './store'

/** What the server says of one response; only what names the response's own id is a word of ours. */
export type OutboxVerdict =
  | { readonly id: string; readonly kind: 'accepted'; readonly receipt: Receipt }
  | { readonly id: string; readonly kind: 'refused'; readonly refusal: Refusal; readonly details: readonly unknown[] }

/** What came of sending a batch: verdicts of ours on some of it, and after how many seconds the rest may be sent again at the earliest. */
export type BatchReply = { readonly verdicts: readonly OutboxVerdict[]; readonly pause: number }

export type FlusherParts = {
  readonly store: OutboxStore
  readonly post: (batch: readonly Kept[]) => Promise<BatchReply>
  /** Does the work while no other page of ours sends. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>
  /** Sleeps for so many seconds, or until somebody wakes it. */
  readonly asleep: (seconds: number) => Promise<void>
  /** Between 0 and 1. */
  readonly random: () => number
  readonly onVerdict: (verdict: OutboxVerdict) => void
  /** Nothing was said of what was sent; it is sent again after so many seconds. */
  readonly onPause: (seconds: number) => void
}

/** Sends what waits until nothing does; ends only then. */
export async function flush({ store, post, alone, asleep, random, onVerdict, onPause }: FlusherParts): Promise<void> {
  let last = ''
  let size = most
  for (let failures = 0; ;) {
    const settled = await alone(async () => {
      const next = await store.next(last, size)
      if (next.length === 0) return undefined
      const batch = fitting(next.filter((kept) => !isHuge(kept)))
      last = (batch.at(-1) ?? next.at(-1))?.id ?? ''
      const reply = batch.length === 0 ? { verdicts: [], pause: 0 } : await post(batch)
      const told = [...next.filter(isHuge).map(refusedUnsent), ...reply.verdicts.filter(({ id }) => batch.some((kept) => kept.id === id))]
      // What has arrived first: it makes room on a full device for the reasons why others did not.
      for (const kind of ['accepted', 'refused'] as const)
        for (const verdict of told) if (verdict.kind === kind) await settle(store, next, verdict)
      const isAgain = (verdict: OutboxVerdict) => batch.some((kept) => kept.id === verdict.id && isGarbled(kept, verdict))
      return {
        told: told.filter((verdict) => !isTaken(verdict) && !isAgain(verdict)),
        progress: told.some((verdict) => !isAgain(verdict)),
        pause: reply.pause,
      }
    })
    if (settled === undefined) return
    for (const verdict of settled.told) onVerdict(verdict)
    if (settled.progress) {
      failures = 0
      size = Math.min(most, size * 2)
      continue
    }
    // What no answer comes to may lie in one response: fewer at a time, and the others get their turn.
    size = Math.max(1, Math.floor(size / 2))
    const seconds = Math.max(settled.pause, patience(failures, random()))
    failures += 1
    onPause(seconds)
    await asleep(seconds)
  }
}

/** As many as the server takes at once: of a kiosk's numbered responses, and of others. */
const most = 50
const mostOthers = 8
/** As long as its largest batch, a letter in the open taking three bytes. */
const mostLetters = 150_000

/** Of no page of ours: the answers that a citizen is thanked for are a third of it, sealed. */
const isHuge = ({ body }: Kept): boolean => body.length > mostLetters

/** Refused here, without words of the server's: whoever reads it says it in theirs. On a phone it leads back to the answers, which say what is too long. */
const refusedUnsent = ({ id }: Kept): OutboxVerdict => ({
  id,
  kind: 'refused',
  refusal: { code: 'too_large', message: '' },
  details: [],
})

/** A kiosk's numbered responses go apart from what was kept before it was one. */
function fitting(next: readonly Kept[]): readonly Kept[] {
  const isNumbered = next[0]?.number !== undefined
  const batch = next.filter(({ number }) => (number !== undefined) === isNumbered).slice(0, isNumbered ? most : mostOthers)
  let letters = 0
  const tooMany = batch.findIndex(({ body }, index) => (letters += body.length) > mostLetters && index > 0)
  return tooMany === -1 ? batch : batch.slice(0, tooMany)
}

/** Seconds until the next attempt: longer each time, at most five minutes, and never all devices at once. */
const patience = (failures: number, chance: number): number => Math.ceil(1 + chance * Math.min(300, 3 * 2 ** failures))

async function settle(store: OutboxStore, kept: readonly Kept[], verdict: OutboxVerdict): Promise<void> {
  const sent = kept.find(({ id }) => id === verdict.id)
  if (!sent) return
  if (isTaken(verdict)) return store.numberAnew(sent)
  if (isGarbled(sent, verdict)) return store.replace(sent, { ...sent, garbled: (sent.garbled ?? 0) + 1 })
  return store.replace(sent, verdict.kind === 'accepted' ? undefined : { ...sent, state: setAside, refusal: verdict.refusal })
}

/** Its number belongs to another response, as after a device was put back to an earlier day: it goes again under a new one. */
const isTaken = (verdict: OutboxVerdict): boolean => verdict.kind === 'refused' && verdict.refusal.code === 'kiosk_number'

/**
 * Whether a sealed body, which no signature vouches for, came to the server as something else: the fault of a box in between, which may be gone
 * when it is sent again. A body that never arrives as it is sent is set aside in the end.
 */
const isGarbled = ({ body, number, garbled = 0 }: Kept, verdict: OutboxVerdict): boolean =>
  verdict.kind === 'refused' &&
  (verdict.refusal.code === 'sealed_unreadable' || verdict.refusal.code === 'body_invalid') &&
  number === undefined &&
  body.includes('"sealed":"') &&
  garbled < mostGarbled

/** More than half an hour's worth, with the pauses between them. */
const mostGarbled = 20
