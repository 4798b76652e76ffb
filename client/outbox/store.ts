/** A response that this device keeps until the server has said what became of it. */
export type Kept = {
  readonly id: string
  /** As it is sent, each time the same; a response as JSON, or sealed for the server alone. */
  readonly body: string
  /** Where it stands: a number, because a database's index takes no booleans. */
  readonly state: typeof waiting | typeof setAside
  /** Why the server did not take it, or why it cannot be sent. */
  readonly refusal?: Refusal | undefined
}

export type Refusal = { readonly code: string; readonly message: string }

export const waiting = 0
export const setAside = 1

/** Where responses are kept; each promise is fulfilled when what it says is on the disk. */
export type OutboxStore = {
  /** Whether they outlive this page. */
  readonly durable: boolean
  readonly keep: (response: Kept) => Promise<void>
  /** Some of those that wait, those after an id first and then from the beginning again. */
  readonly next: (after: string, most: number) => Promise<readonly Kept[]>
  readonly find: (id: string) => Promise<Kept | undefined>
  readonly forget: (id: string) => Promise<void>
  /** Puts another in its place, or nothing, unless it has been taken back or changed since it was read. */
  readonly replace: (read: Kept, by: Kept | undefined) => Promise<void>
  readonly all: (state: Kept['state']) => Promise<readonly Kept[]>
  readonly count: () => Promise<HeldCounts>
}

export type HeldCounts = { readonly waiting: number; readonly setAside: number }

/** Keeps responses in the browser's database; refused where the browser has none, or not for us. */
export async function openOutboxStore(name = 'sipas-outbox'): Promise<OutboxStore> {
  let opened: Promise<IDBDatabase> | undefined
  const connect = (): Promise<IDBDatabase> => {
    const connecting = connectTo(name, () => (opened = undefined))
    connecting.catch(() => (opened = undefined))
    return connecting
  }
  const database = () => (opened ??= connect())
  await setStraysAside(await database())
  return {
    durable: true,
    keep: async (response) => write(await database(), (records) => records.put(response)),
    forget: async (id) => write(await database(), (records) => records.delete(id)),
    replace: async (read, by) =>
      write(await database(), (records) => {
        const request = records.get(read.id)
        request.addEventListener('success', () => {
          const found: unknown = request.result
          if (!isKept(found) || found.body !== read.body) return
          if (by) records.put(by)
          else records.delete(read.id)
        })
      }),
    find: async (id) => {
      const found: unknown = await asked(reading(await database()).get(id))
      return isKept(found) ? found : undefined
    },
    next: async (after, most) => {
      const later = await first(await database(), IDBKeyRange.bound([waiting, after], [waiting, []], true), most)
      const earlier = later.length < most ? await first(await database(), upTo(after), most - later.length) : []
      return [...later, ...earlier]
    },
    all: async (state) => first(await database(), IDBKeyRange.bound([state], [state, []]), undefined),
    count: async () => {
      const index = reading(await database()).index('place')
      const [wait, aside] = await Promise.all(
        [waiting, setAside].map((state) => asked(index.count(IDBKeyRange.bound([state], [state, []])))),
      )
      return { waiting: wait ?? 0, setAside: aside ?? 0 }
    },
  }
}

/** Keeps them as long as the page lives: where the browser keeps nothing, and for trials, which nobody shall find again. */
export function passingStore(): OutboxStore {
  const records = new Map<string, Kept>()
  const all = (state: Kept['state']) => [...records.values()].filter((one) => one.state === state)
  return {
    durable: false,
    keep: async (response) => void records.set(response.id, response),
    forget: async (id) => void records.delete(id),
    replace: async (read, by) => {
      if (records.get(read.id)?.body !== read.body) return
      if (by) records.set(by.id, by)
      else records.delete(read.id)
    },
    find: async (id) => records.get(id),
    next: async (after, most) => {
      const inOrder = all(waiting).sort((a, b) => (a.id < b.id ? -1 : 1))
      return [...inOrder.filter(({ id }) => id > after), ...inOrder.filter(({ id }) => id <= after)].slice(0, most)
    },
    all: async (state) => all(state),
    count: async () => ({ waiting: all(waiting).length, setAside: all(setAside).length }),
  }
}

/** Each step leads from one shape of the database to the next, with what is in it. */
const steps: readonly ((database: IDBDatabase, within: IDBTransaction) => void)[] = [
  (database) => void database.createObjectStore('responses', { keyPath: 'id' }),
  (_, within) => void within.objectStore('responses').createIndex('place', ['state', 'id']),
]

function connectTo(name: string, gone: () => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, steps.length)
    request.addEventListener('upgradeneeded', ({ oldVersion }) => {
      const { transaction, result } = request
      if (transaction) for (const step of steps.slice(oldVersion)) step(result, transaction)
    })
    request.addEventListener('error', () => reject(request.error))
    request.addEventListener('success', () => {
      const { result } = request
      // A newer page of ours is not held up, and what somebody has deleted is opened anew.
      result.addEventListener('versionchange', () => {
        result.close()
        gone()
      })
      result.addEventListener('close', gone)
      resolve(result)
    })
  })
}

const reading = (database: IDBDatabase): IDBObjectStore => database.transaction('responses').objectStore('responses')

/** Fulfilled when the disk has it: a browser says so earlier unless it is asked for this. */
function write(database: IDBDatabase, work: (records: IDBObjectStore) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction('responses', 'readwrite', { durability: 'strict' })
    transaction.addEventListener('complete', () => resolve())
    transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('the browser gave a transaction up')))
    work(transaction.objectStore('responses'))
  })
}

const asked = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error))
  })

const upTo = (id: string): IDBKeyRange => IDBKeyRange.bound([waiting], [waiting, id])

/** The first records of a range; those that are none of ours are set aside on the way. */
async function first(database: IDBDatabase, range: IDBKeyRange, most: number | undefined): Promise<readonly Kept[]> {
  const found: readonly unknown[] = await asked(reading(database).index('place').getAll(range, most))
  const strays = found.filter((record) => !isKept(record))
  for (const stray of strays) await setStrayAside(database, stray)
  const kept = found.filter(isKept)
  return strays.length > 0 && kept.length === 0 ? first(database, range, most) : kept
}

/** Records without a place are in no range, so that nobody would ever see them. */
async function setStraysAside(database: IDBDatabase): Promise<void> {
  const placed = await asked(reading(database).index('place').count())
  const total = await asked(reading(database).count())
  if (placed === total) return
  const found: readonly unknown[] = await asked(reading(database).getAll())
  for (const record of found) if (!isKept(record)) await setStrayAside(database, record)
}

function setStrayAside(database: IDBDatabase, stray: unknown): Promise<void> {
  const id = hasId(stray) ? stray.id : ''
  return write(database, (records) =>
    records.put({ id, body: asText(stray), state: setAside, refusal: { code: 'unreadable', message: '' } }),
  )
}

const hasId = (value: unknown): value is { readonly id: string } =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'

function asText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? ''
  } catch {
    return ''
  }
}

/** Whether it can be sent: a body under another id, or none at all, would spoil the batch that it goes in. */
const isKept = (value: unknown): value is Kept =>
  hasId(value) &&
  'body' in value &&
  typeof value.body === 'string' &&
  'state' in value &&
  (value.state === setAside || (value.state === waiting && idIn(value.body) === value.id))

function idIn(body: string): string | undefined {
  try {
    const sent: unknown = JSON.parse(body)
    return hasId(sent) ? sent.id : undefined
  } catch {
    return undefined
  }
}
