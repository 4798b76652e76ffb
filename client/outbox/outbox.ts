import { ratedApart } from '../../surveys/answers/rated'
import type { SubmittedResponse } from '../../surveys/instrument/schema'
import type { SharedDevice } from './device'
import { flush, type BatchReply, type OutboxVerdict } from './flusher'
import { postBatch, type Solve } from './post'
import { tellRefused } from './refused'
import { type HeldCounts, type Kept, openOutboxStore, passingStore, type OutboxStore, waiting } from './store'

/** What becomes of one response that was handed over. */
export type News =
  /** Not said yet; sent again after so many seconds. */
  { readonly kind: 'pause'; readonly seconds: number } | OutboxVerdict

/** A response as it was filled in; `rated`: the agencies of which its answers say something, each under the agency's code and a dot. */
export type FilledIn = SubmittedResponse & { readonly rated?: readonly string[] }

export type Outbox = {
  /** Fulfilled when the response is where it waits; true where that outlives the page. */
  readonly keep: (response: FilledIn) => Promise<boolean>
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
  readonly test?: string | undefined
  /** In which the server says what it refuses. */
  readonly language?: string | undefined
  readonly layout?: string | undefined
  /** Addresses of what a device that strangers share needs besides, and of what its staff sees. */
  readonly device?: string | undefined
  readonly staff?: string | undefined
}

/** Opens what this device has kept, and begins to send it. */
export async function openOutbox({ test, language = 'vi', layout, device = '', staff = '' }: Options): Promise<Outbox> {
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
  const telling: Telling = {
    onVerdict: (verdict) => {
      // Whoever sent it here reads it in its place.
      const isLate = verdict.kind === 'refused' && !watchers.has(verdict.id)
      tell(verdict)
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches pages of our own alone
      others?.postMessage(verdict)
      if (isLate) tellLate()
      changed()
    },
    onPause: (seconds) => {
      for (const listener of watchers.values()) listener({ kind: 'pause', seconds })
      changed()
    },
  }
  const url = test === undefined ? endpoint : `${endpoint}?test`
  const inTheOpen: Way = { sealed: async (_, json) => json, post: (batch) => postBatch(url, language, batch, solve) }
  const lane = (store: OutboxStore, way: Way): Lane => {
    const made = laneOf(store, way, telling)
    lanes.push(made)
    return made
  }
  const passing = lane(passingStore(), inTheOpen)
  // What strangers share keeps nothing that it cannot seal.
  const mayKeep = test === undefined && (layout !== 'kiosk' || device !== '')
  const store = mayKeep ? await openOutboxStore().catch(() => undefined) : undefined
  const isShared = store && device !== '' && (layout === 'kiosk' || (await isEnrolled(store)))
  const shared = isShared ? await sharedDevice(device, store, language) : undefined
  const lasting = store && lane(store, shared ? { ...shared, post: (batch) => shared.post(url, batch) } : inTheOpen)
  // What is refused at a screen that strangers share is for its staff.
  const tellLate = () => void (store && layout === 'phone' && tellRefused(store).catch(() => {}))
  tellLate()
  if (shared) keepBeating(shared)
  if (layout === 'kiosk' && test === undefined && staff !== '') void fetched<unknown>(staff)
  const wake = () => {
    lasting?.flush()
    passing.flush()
  }
  addEventListener('online', wake)
  wake()
  /** Handed over, and not yet where it waits. */
  const inHand = new Set<string>()
  const forget = async (id: string) => {
    await lasting?.takeBack(id)
    await passing.takeBack(id)
  }
  return {
    keep: async (response) => {
      const { id } = response
      inHand.add(id)
      const kept = (await lasting?.keep(response).then(yes, no)) ?? false
      if (!kept && inHand.has(id)) await passing.keep(response)
      // Taken back in the meantime.
      if (!inHand.delete(id)) await forget(id)
      changed()
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

const isEnrolled = (store: OutboxStore): Promise<boolean> => store.device().then(({ kiosk }) => kiosk !== undefined, no)

const endpoint = '/api/v1/responses/batch'

const yes = () => true
const no = () => false

/** Whoever shows how things stand here looks again. */
const changed = () => void dispatchEvent(new Event('sipas-outbox'))

/** Fetched by the few who are asked; a browser does not ask twice for a module that it could not get. */
const solve: Solve = async (said) => {
  const worker: typeof import('./puzzle') | undefined = await import(/* @vite-ignore */ `/assets/puzzle.js?${failures}`).catch(() => {})
  if (!worker) failures += 1
  return worker?.solutionsFor(said)
}

let failures = 0

/** Fetches a module of ours, and again where the network fails. */
async function fetched<Module>(address: string, tries = 0): Promise<Module> {
  try {
    // A browser does not ask twice for a module that it could not get: each attempt has an address of its own.
    const module: Module = await import(/* @vite-ignore */ tries === 0 ? address : `${address}?${tries}`)
    return module
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 1000 * Math.min(30, 2 ** tries)))
    return fetched(address, tries + 1)
  }
}

async function sharedDevice(address: string, store: OutboxStore, language: string): Promise<SharedDevice> {
  const { openShared } = await fetched<typeof import('./device')>(address)
  return openShared(store, language)
}

/** Tells the server from time to time that the device is there, also when nobody answers. */
function keepBeating({ beat }: SharedDevice): void {
  const once = () => void beat(alone).then(changed, changed)
  setInterval(once, beatMs)
  once()
}

const beatMs = 5 * 60_000

/** How a response is kept, and how a batch is sent. */
type Way = {
  readonly sealed: (id: string, json: string) => Promise<string>
  readonly post: (batch: readonly Kept[]) => Promise<BatchReply>
}

type Telling = { readonly onVerdict: (verdict: OutboxVerdict) => void; readonly onPause: (seconds: number) => void }

type Lane = ReturnType<typeof laneOf>

/** One store and its sending, which runs while something waits. */
function laneOf(store: OutboxStore, { sealed, post }: Way, telling: Telling) {
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
        await store.add(kept)
        more = true
      }
  }
  const run = async () => {
    running = true
    do {
      more = false
      await flush({
        store,
        post,
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
    keep: async ({ id, rated, ...rest }: FilledIn) => {
      const response = rated ? { id, ...rest, ...ratedApart(rated, rest.answers) } : { id, ...rest }
      const kept: Kept = { id, body: await sealed(id, JSON.stringify(response)), state: waiting }
      await store.add(kept)
      unanswered.set(id, kept)
      start()
    },
    flush: start,
    answered: (id: string) => void unanswered.delete(id),
    takeBack: (id: string) => {
      unanswered.delete(id)
      return store.takeBack(id)
    },
    count: store.count,
  }
}

/** Until a store that failed is looked into again. */
const unreadableSeconds = 30

/** One page of ours sends at a time; where a browser cannot promise that, the server counts once all the same. */
const alone = <T>(work: () => Promise<T>): Promise<T> => ('locks' in navigator ? navigator.locks.request('sipas-outbox', work) : work())
