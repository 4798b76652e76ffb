/** A response that this device keeps until the server has said what became of it. */
export type Kept = {
  readonly id: string
  /** As it is sent, each time the same; a response as JSON, or sealed for the server alone. */
  readonly body: string
  /** Where it stands: a number, because a database's index takes no booleans. */
  readonly state: typeof waiting | typeof setAside
  /** Its place in an enrolled kiosk's count, from which the server sees what never came. */
  readonly number?: number | undefined
  /** Why the server did not take it, or why it cannot be sent. */
  readonly refusal?: Refusal | undefined
  /** How often it came to the server as nobody could have sent it. */
  readonly garbled?: number | undefined
}

export type Refusal = { readonly code: string; readonly message: string }

export const waiting = 0
export const setAside = 1

/** As what a device is enrolled, and how that stands. */
export type EnrolledKiosk = {
  readonly name: 'kiosk'
  readonly id: string
  readonly called: string
  readonly touchpoint: string
  /** Signs what is sent; no page can read it. */
  readonly key: CryptoKey
  /** How many responses were numbered. */
  readonly made: number
  /** Numbers of responses that were taken back before they came anywhere, for the next ones. */
  readonly free: readonly number[]
  /** The number of its last sending, or of a later one that the server has heard; devices of before did not count them. */
  readonly sendings?: number | undefined
  /** Why the server takes nothing of it any more, in the server's word; empty while it does. */
  readonly shut: string
  /** What opens the staff's menu, as a salted hash. */
  readonly staff: { readonly salt: string; readonly hash: string }
}

/** The public half of the server's key, as it shows it. */
export type ServerKey = { readonly name: 'server-key'; readonly kid: string; readonly key: string }

/** The last answer of the server, in milliseconds since 1970. */
export type Heard = { readonly name: 'heard'; readonly at: number }

/** Written now and then, to see whether anything can be. */
export type Trial = { readonly name: 'trial'; readonly at: number }

/** The key of a device that asks to be enrolled: one whose answer was lost asks again with the same. */
export type AskingKey = { readonly name: 'asking'; readonly key: CryptoKey; readonly shown: string }

/** What a device knows of itself, beside what it keeps for others. */
export type Device = {
  readonly kiosk?: EnrolledKiosk | undefined
  readonly serverKey?: ServerKey | undefined
  readonly heard?: Heard | undefined
  readonly asking?: AskingKey | undefined
}

/** Where responses are kept; each promise is fulfilled when what it says is on the disk. */
export type OutboxStore = {
  /** Whether they outlive this page. */
  readonly durable: boolean
  /** Keeps a response; on an enrolled kiosk under its next number, both or neither. */
  readonly add: (response: Kept) => Promise<void>
  readonly keep: (response: Kept) => Promise<void>
  /** Some of those that wait, those after an id first and then from the beginning again. */
  readonly next: (after: string, most: number) => Promise<readonly Kept[]>
  readonly find: (id: string) => Promise<Kept | undefined>
  readonly forget: (id: string) => Promise<void>
  /** Puts another in its place, or nothing, unless it has been taken back or changed since it was read. */
  readonly replace: (read: Kept, by: Kept | undefined) => Promise<void>
  /** On an enrolled kiosk, gives it the next number, unless it has been taken back or changed since it was read. */
  readonly numberAnew: (read: Kept) => Promise<void>
  /** Forgets what has not come anywhere, and gives its number to the next. */
  readonly takeBack: (id: string) => Promise<void>
  readonly all: (state: Kept['state']) => Promise<readonly Kept[]>
  readonly count: () => Promise<HeldCounts>
  /** The numbers that the kiosk has given, read at one moment. */
  readonly numbers: () => Promise<HeldByNumber>
  readonly device: () => Promise<Device>
  readonly note: (record: ServerKey | Heard | Trial | AskingKey) => Promise<void>
  /** Changes what the device is enrolled as, where it still is. */
  readonly noteKiosk: (change: Partial<Pick<EnrolledKiosk, 'called' | 'touchpoint' | 'sendings' | 'shut'>>) => Promise<void>
  /** Makes it this kiosk; what waits on it already is numbered anew. */
  readonly enrol: (kiosk: Omit<EnrolledKiosk, 'name' | 'made' | 'free' | 'sendings' | 'shut'>) => Promise<void>
}

export type HeldByNumber = {
  readonly issued: number
  readonly free: readonly number[]
  readonly waiting: readonly number[]
  readonly setAside: readonly number[]
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
    add: async (response) => write(await database(), ({ responses, device }) => numbered(responses, device, response)),
    keep: async (response) => write(await database(), ({ responses }) => responses.put(response)),
    forget: async (id) => write(await database(), ({ responses }) => responses.delete(id)),
    replace: async (read, by) =>
      write(await database(), ({ responses }) =>
        onGot(responses.get(read.id), (found) => {
          if (!isSame(found, read)) return
          if (by) responses.put(by)
          else responses.delete(read.id)
        }),
      ),
    numberAnew: async (read) =>
      write(await database(), ({ responses, device }) =>
        onGot(responses.get(read.id), (found) => {
          if (isSame(found, read)) numbered(responses, device, read)
        }),
      ),
    takeBack: async (id) => write(await database(), ({ responses, device }) => takenBack(responses, device, id)),
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
    count: async () => countsIn(await database()),
    numbers: async () => numbersIn(await database()),
    device: async () => {
      const found: readonly unknown[] = await asked((await database()).transaction('device').objectStore('device').getAll())
      const kiosk = found.find(isKiosk)
      const serverKey = found.find(isServerKey)
      const heard = found.find(isHeard)
      const asking = found.find(isAsking)
      return { kiosk, serverKey, heard, asking }
    },
    note: async (record) => write(await database(), ({ device }) => device.put(record)),
    noteKiosk: async (change) =>
      write(await database(), ({ device }) =>
        onGot(device.get('kiosk'), (kiosk) => {
          if (!isKiosk(kiosk)) return
          // Two pages send, and no number is given twice.
          const sendings = Math.max(kiosk.sendings ?? 0, change.sendings ?? 0)
          device.put({ ...kiosk, ...change, sendings })
        }),
      ),
    enrol: async (kiosk) => write(await database(), ({ responses, device }) => enrolled(responses, device, kiosk)),
  }
}

/** Gives a response the kiosk's next number, in the transaction that keeps it. */
function numbered(responses: IDBObjectStore, device: IDBObjectStore, response: Kept): void {
  onGot(device.get('kiosk'), (kiosk) => {
    if (!isKiosk(kiosk)) return void responses.put(response)
    const [first, ...free] = kiosk.free
    const made = first === undefined ? kiosk.made + 1 : kiosk.made
    device.put({ ...kiosk, made, free })
    responses.put({ ...response, number: first ?? made })
  })
}

/** A response that nobody wants sent any more leaves its number to the next one: nobody shall look for it. */
function takenBack(responses: IDBObjectStore, device: IDBObjectStore, id: string): void {
  onGot(responses.get(id), (response) => {
    responses.delete(id)
    if (!isKept(response) || response.number === undefined) return
    const { number } = response
    onGot(device.get('kiosk'), (kiosk) => {
      if (isKiosk(kiosk)) device.put({ ...kiosk, free: [...kiosk.free, number] })
    })
  })
}

function enrolled(
  responses: IDBObjectStore,
  device: IDBObjectStore,
  kiosk: Omit<EnrolledKiosk, 'name' | 'made' | 'free' | 'sendings' | 'shut'>,
): void {
  let made = 0
  const cursor = responses.openCursor()
  cursor.addEventListener('success', () => {
    const { result } = cursor
    const value: unknown = result?.value
    if (!result) {
      device.delete('asking')
      return void device.put({ ...kiosk, name: 'kiosk', made, free: [], shut: '' })
    }
    if (isKept(value)) result.update({ ...value, number: (made += 1) })
    result.continue()
  })
}

async function countsIn(database: IDBDatabase): Promise<HeldCounts> {
  const index = reading(database).index('place')
  const [wait, aside] = await Promise.all([waiting, setAside].map((state) => asked(index.count(IDBKeyRange.bound([state], [state, []])))))
  return { waiting: wait ?? 0, setAside: aside ?? 0 }
}

async function numbersIn(database: IDBDatabase): Promise<HeldByNumber> {
  const within = database.transaction(['responses', 'device'])
  const index = within.objectStore('responses').index('numbered')
  const [kiosk, wait, aside] = await Promise.all([
    asked<unknown>(within.objectStore('device').get('kiosk')),
    numbersOf(index, waiting),
    numbersOf(index, setAside),
  ])
  const { made: issued, free } = isKiosk(kiosk) ? kiosk : { made: 0, free: [] }
  return { issued, free, waiting: wait, setAside: aside }
}

/** By the keys alone: after a long outage every batch of fifty would have read the answers of thousands. */
const numbersOf = (index: IDBIndex, state: Kept['state']): Promise<readonly number[]> =>
  new Promise((resolve, reject) => {
    const numbers: number[] = []
    const request = index.openKeyCursor(IDBKeyRange.bound([state], [state, []]))
    request.addEventListener('error', () => reject(request.error))
    request.addEventListener('success', () => {
      const { result } = request
      if (!result) return resolve(numbers)
      const number: unknown = Array.isArray(result.key) ? result.key[1] : undefined
      if (isCount(number)) numbers.push(number)
      result.continue()
    })
  })

/** Keeps them as long as the page lives: where the browser keeps nothing, and for trials, which nobody shall find again. */
export function passingStore(): OutboxStore {
  const records = new Map<string, Kept>()
  const all = (state: Kept['state']) => [...records.values()].filter((one) => one.state === state)
  return {
    durable: false,
    add: async (response) => void records.set(response.id, response),
    keep: async (response) => void records.set(response.id, response),
    forget: async (id) => void records.delete(id),
    replace: async (read, by) => {
      if (!isSame(records.get(read.id), read)) return
      if (by) records.set(by.id, by)
      else records.delete(read.id)
    },
    numberAnew: async () => {},
    takeBack: async (id) => void records.delete(id),
    find: async (id) => records.get(id),
    next: async (after, most) => {
      const inOrder = all(waiting).sort((a, b) => (a.id < b.id ? -1 : 1))
      return [...inOrder.filter(({ id }) => id > after), ...inOrder.filter(({ id }) => id <= after)].slice(0, most)
    },
    all: async (state) => all(state),
    count: async () => ({ waiting: all(waiting).length, setAside: all(setAside).length }),
    numbers: async () => ({ issued: 0, free: [], waiting: [], setAside: [] }),
    device: async () => ({}),
    note: async () => {},
    noteKiosk: async () => {},
    enrol: async () => Promise.reject(new Error('what is enrolled must outlive its page')),
  }
}

/** Each step leads from one shape of the database to the next, with what is in it. */
const steps: readonly ((database: IDBDatabase, within: IDBTransaction) => void)[] = [
  (database) => void database.createObjectStore('responses', { keyPath: 'id' }),
  (_, within) => void within.objectStore('responses').createIndex('place', ['state', 'id']),
  (database, within) => {
    database.createObjectStore('device', { keyPath: 'name' })
    within.objectStore('responses').createIndex('numbered', ['state', 'number'])
  },
]

function connectTo(name: string, gone: () => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, steps.length)
    request.addEventListener('upgradeneeded', ({ oldVersion }) => {
      const { transaction, result } = request
      // Somebody else's, empty, under our name.
      const from = result.objectStoreNames.contains('responses') ? oldVersion : 0
      if (transaction) for (const step of steps.slice(from)) step(result, transaction)
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
function write(database: IDBDatabase, work: (stores: Record<'responses' | 'device', IDBObjectStore>) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(['responses', 'device'], 'readwrite', { durability: 'strict' })
    transaction.addEventListener('complete', () => resolve())
    transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('the browser gave a transaction up')))
    work({ responses: transaction.objectStore('responses'), device: transaction.objectStore('device') })
  })
}

/** Goes on within the transaction of a request, which a promise would let end. */
const onGot = (request: IDBRequest<unknown>, then: (value: unknown) => void): void =>
  request.addEventListener('success', () => then(request.result))

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
  return write(database, ({ responses }) =>
    responses.put({ id, body: asText(stray), state: setAside, refusal: { code: 'unreadable', message: '' } }),
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

/** What has been given a number meanwhile is not the same: the server is to hear of it under that. */
const isSame = (found: unknown, read: Kept): boolean => isKept(found) && found.body === read.body && found.number === read.number

/** Letters of the longest id by which the server answers. */
const longestId = 64

/** Whether it can be sent, and answered: a body under another id or none, or what is no number, would spoil the batch that it goes in. */
const isKept = (value: unknown): value is Kept =>
  hasId(value) &&
  value.id.length <= longestId &&
  (!('number' in value) || value.number === undefined || isCount(value.number)) &&
  'body' in value &&
  typeof value.body === 'string' &&
  'state' in value &&
  (value.state === setAside || (value.state === waiting && idIn(value.body) === value.id))

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) > 0

function idIn(body: string): string | undefined {
  try {
    const sent: unknown = JSON.parse(body)
    return hasId(sent) ? sent.id : undefined
  } catch {
    return undefined
  }
}

const hasName = <Name extends string>(value: unknown, name: Name): value is { readonly name: Name } =>
  typeof value === 'object' && value !== null && 'name' in value && value.name === name

const isKiosk = (value: unknown): value is EnrolledKiosk =>
  hasName(value, 'kiosk') &&
  'id' in value &&
  typeof value.id === 'string' &&
  'key' in value &&
  'made' in value &&
  typeof value.made === 'number' &&
  'free' in value &&
  Array.isArray(value.free)

const isServerKey = (value: unknown): value is ServerKey =>
  hasName(value, 'server-key') && 'kid' in value && typeof value.kid === 'string' && 'key' in value && typeof value.key === 'string'

const isAsking = (value: unknown): value is AskingKey =>
  hasName(value, 'asking') && 'key' in value && 'shown' in value && typeof value.shown === 'string'

const isHeard = (value: unknown): value is Heard => hasName(value, 'heard') && 'at' in value && typeof value.at === 'number'
