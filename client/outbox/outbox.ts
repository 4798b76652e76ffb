import type { SubmittedResponse } from '../../surveys/instrument/schema'
import { flush, type OutboxVerdict } from './flusher'
import { postBatch } from './post'
import { tellRefused } from './refused'
import { type HeldCounts, type Kept, openOutboxStore, passingStore, type OutboxStore, waiting } from './store'

/** What becomes of one response that was handed over. */
export type News =
  /** Not said yet; sent again after so many seconds. */
  { readonly kind: 'pause'; readonly seconds: number } | OutboxVerdict

export type Outbox = {
  /** Fulfilled when the response is where it waits; true where that outlives the page. */
  readonly keep: (response: SubmittedResponse) => Promise<boolean>
  /** Tells what becomes of a response from now on, until the function that is given back is called. */
  readonly watch: (id: string, listener: (news: News) => void) => () => void
  /** Sends now what waits. */
  readonly flush: () => void
  /** Away with it: its citizen corrects it, or wants it deleted. */
  readonly takeBack: (id: string) => Promise<void>
  readonly count: () => Promise<HeldCounts>
  /** Whether a response would be lost with this page. */
  readonly isHolding: () => Promise<boolean>
}

/** What the page says of itself. */
type Options = {
  /** Present for a trial, which is checked and not stored, and leaves nothing on the device. */
  readonly test?: string
  /** In which the server says what it refuses. */
  readonly language?: string
  readonly layout?: string
}

/** Opens what this device has kept, and begins to send it. */
export async function openOutbox({ test, language = 'vi', layout }: Options): Promise<Outbox> {
  const watchers = new Map<string, (news: News) => void>()
  const others = 'BroadcastChannel' in globalThis ? new BroadcastChannel('sipas-outbox') : undefined
  const lanes: Lane[] = []
  const tell = (verdict: OutboxVerdict) => {
    for (const { answered } of lanes) answered(verdict.id)
    const listener = watchers.get(verdict.id)
    // The last word: that others still wait is no news of this one.
    watchers.delete(verdict.id)
    listener?.(verdict)
  }
  others?.addEventListener('message', ({ data }: MessageEvent<OutboxVerdict>) => tell(data))
  const lane = (store: OutboxStore): Lane => {
    const made = laneOf(store, test === undefined ? endpoint : `${endpoint}?test`, language, {
      onVerdict: (verdict) => {
        // Whoever sent it here reads it in its place.
        const isLate = verdict.kind === 'refused' && !watchers.has(verdict.id)
        tell(verdict)
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches pages of our own alone
        others?.postMessage(verdict)
        if (isLate) tellLate()
      },
      onPause: (seconds) => {
        for (const listener of watchers.values()) listener({ kind: 'pause', seconds })
      },
    })
    lanes.push(made)
    return made
  }
  const passing = lane(passingStore())
  const kept = test === undefined ? await openOutboxStore().catch(() => undefined) : undefined
  const lasting = kept && lane(kept)
  // What is refused at a screen that strangers share is for its staff.
  const tellLate = () => void (kept && layout === 'phone' && tellRefused(kept).catch(() => {}))
  tellLate()
  const wake = () => {
    lasting?.flush()
    passing.flush()
  }
  addEventListener('online', wake)
  wake()
  /** Handed over, and not yet where it waits. */
  const inHand = new Set<string>()
  const forget = async (id: string) => {
    await lasting?.forget(id)
    await passing.forget(id)
  }
  return {
    keep: async (response) => {
      const { id } = response
      inHand.add(id)
      const kept = (await lasting?.keep(response).then(yes, no)) ?? false
      if (!kept && inHand.has(id)) await passing.keep(response)
      // Taken back in the meantime.
      if (!inHand.delete(id)) await forget(id)
      return kept
    },
    watch: (id, listener) => {
      watchers.set(id, listener)
      return () => void watchers.delete(id)
    },
    flush: wake,
    takeBack: async (id) => {
      inHand.delete(id)
      watchers.delete(id)
      await forget(id)
    },
    count: async () => lasting?.count() ?? passing.count(),
    // What waits for this very module to be opened comes in hand before the count is there.
    isHolding: async () => (await passing.count()).waiting > 0 || inHand.size > 0,
  }
}

const endpoint = '/api/v1/responses/batch'

const yes = () => true
const no = () => false

type Telling = { readonly onVerdict: (verdict: OutboxVerdict) => void; readonly onPause: (seconds: number) => void }

type Lane = ReturnType<typeof laneOf>

/** One store and its sending, which runs while something waits. */
function laneOf(store: OutboxStore, url: string, language: string, telling: Telling) {
  /** What this page handed over and nobody has answered. */
  const unanswered = new Map<string, Kept>()
  let running = false
  let more = false
  let wake = () => {}
  const asleep = (seconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  /** It may be gone unanswered: somebody deleted the database, or another page of ours ended before it could say what it heard. */
  const putBack = async () => {
    for (const [id, kept] of unanswered)
      if (!(await store.find(id)) && unanswered.has(id)) {
        await store.keep(kept)
        more = true
      }
  }
  const run = async () => {
    running = true
    do {
      more = false
      await flush({
        store,
        post: (batch) => postBatch(url, language, batch),
        alone: store.durable ? alone : (work) => work(),
        asleep,
        random: Math.random,
        ...telling,
      })
        .then(putBack)
        .catch(() => {
          more = true
          return asleep(unreadableSeconds)
        })
    } while (more)
    running = false
  }
  const start = () => {
    more = true
    wake()
    if (!running) void run()
  }
  return {
    keep: async ({ id, ...rest }: SubmittedResponse) => {
      const kept: Kept = { id, body: JSON.stringify({ id, ...rest }), state: waiting }
      await store.keep(kept)
      unanswered.set(id, kept)
      start()
    },
    flush: start,
    answered: (id: string) => void unanswered.delete(id),
    forget: (id: string) => {
      unanswered.delete(id)
      return store.forget(id)
    },
    count: store.count,
  }
}

/** Until a store that failed is looked into again. */
const unreadableSeconds = 30

/** One page of ours sends at a time; where a browser cannot promise that, the server counts once all the same. */
const alone = <T>(work: () => Promise<T>): Promise<T> => ('locks' in navigator ? navigator.locks.request('sipas-outbox', work) : work())
