/** What a page is told while it stands open: the text of an event, nothing new, or that it is over for whoever reads. */
export type LiveLook = () => Promise<{ readonly event: string; readonly data: unknown } | 'same' | 'over'>

/** Streams of events to open pages, so many at once and no more. */
export type Live = {
  /** What `look` finds, again and again; nothing where the account or the process has too many already. */
  readonly follow: (account: string, look: LiveLook) => ReadableStream<Uint8Array> | undefined
  /** Ends all of them: pages ask again by themselves, perhaps another process. */
  readonly hangUp: () => void
}

const most = { process: 200, account: 6 } as const
const lookEveryMs = 1_000
/** However large what is looked at, a stream takes no more than this part of the time. */
const partOfTime = 0.1
/** So that nobody in between takes a stream for dead. */
const beatEveryMs = 20_000
/** Then the page asks again, through the door. */
const longestMs = 300_000

export function openLive(): Live {
  const streams = new Map<AbortController, string>()
  const countOf = (account: string): number => [...streams.values()].filter((one) => one === account).length
  return {
    follow: (account, look) => {
      if (streams.size >= most.process || countOf(account) >= most.account) return undefined
      const ending = new AbortController()
      streams.set(ending, account)
      ending.signal.addEventListener('abort', () => streams.delete(ending))
      return streamOf(look, ending)
    },
    hangUp: () => {
      for (const ending of streams.keys()) ending.abort()
    },
  }
}

/** A few pieces may wait for a slow reader; meanwhile nothing is looked at. */
const waiting = new CountQueuingStrategy({ highWaterMark: 4 })

function streamOf(look: LiveLook, ending: AbortController): ReadableStream<Uint8Array> {
  let isHeard = true
  return new ReadableStream(
    {
      start: (controller) => {
        ending.signal.addEventListener('abort', () => isHeard && controller.close())
        follow(controller, look, ending)
          .catch(() => undefined)
          .finally(() => ending.abort())
      },
      cancel: () => {
        isHeard = false
        ending.abort()
      },
    },
    waiting,
  )
}

async function follow(controller: ReadableStreamDefaultController<Uint8Array>, look: LiveLook, { signal }: AbortController): Promise<void> {
  const tell = (text: string): void => void (signal.aborted || controller.enqueue(encoder.encode(text)))
  const begun = performance.now()
  let beaten = begun
  tell('retry: 3000\n\n')
  while (!signal.aborted && performance.now() - begun < longestMs) {
    const from = performance.now()
    if ((controller.desiredSize ?? 0) > 0) {
      const found = await look()
      if (found === 'over') return tell('event: over\ndata: {}\n\n')
      if (found !== 'same') tell(`event: ${found.event}\ndata: ${JSON.stringify(found.data)}\n\n`)
      else if (from - beaten > beatEveryMs) tell(':\n\n')
      if (found !== 'same' || from - beaten > beatEveryMs) beaten = from
    }
    await pause(Math.max(lookEveryMs, (performance.now() - from) / partOfTime), signal)
  }
}

const encoder = new TextEncoder()

/** Waits, unless it ends before. */
const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', done)
  })
