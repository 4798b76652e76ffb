import fc from 'fast-check'
import { flush, type BatchReply, type FlusherParts, type OutboxVerdict } from '../../client/outbox/flusher'
import { type Kept, setAside, type OutboxStore, waiting } from '../../client/outbox/store'

/** What happens to a batch: it gets lost, its answer does, somebody in between answers, or it is answered. */
const fates = ['lost', 'cut', 'stranger', 'told'] as const
type Fate = (typeof fates)[number]

/** Where an outbox lies, and how pages wait for each other. */
export type World = {
  /** One empty store, as two pages have it open. */
  readonly open: () => Promise<readonly [OutboxStore, OutboxStore]>
  readonly alone: () => FlusherParts['alone']
}

export type Parts = Pick<FlusherParts, 'store' | 'post' | 'alone'>
/** The same with a gate broken. */
export type Defect = (parts: Parts) => Parts

export const sound: Defect = (parts) => parts

const paper = (id: string, text: string = id): Kept => ({ id, body: JSON.stringify({ id, text }), state: waiting })
const textOf = ({ body }: Kept): string => JSON.parse(body).text

/** In whatever order steps, losses and answers fall, every promise is kept. */
export const holds = (world: World, defect: Defect) =>
  fc.asyncProperty(
    fc.scheduler(),
    fc.array(fc.constantFrom(...fates), { maxLength: 8 }),
    fc.array(fc.boolean(), { maxLength: 40 }),
    async (s, chances, hurries) => {
      const broken = await brokenPromises(s, chances, hurries, world, defect)
      if (broken.length > 0) throw new Error(broken.join('; '))
    },
  )

/**
 * Two tabs send what one store holds, in whatever order their steps, losses and answers fall: `a` to `c` wait, `r` is refused by the
 * server, `e` is kept, `a` is taken back and `b` corrected meanwhile. `hurries` says which steps begin while the disk still works at others.
 * Every promise that was broken then; none is the only good answer.
 */
async function brokenPromises(
  s: fc.Scheduler,
  chances: readonly Fate[],
  hurries: readonly boolean[],
  world: World,
  defect: Defect,
): Promise<readonly string[]> {
  const broken: string[] = []
  const server = serverOf()
  const arrived = (one: string) => [...server.texts.keys()].some((id) => id.split('-')[0] === one)
  const [first, second] = await world.open()
  const [post, alone] = [through(s, server, chances, broken), world.alone()]
  const disk = diskOf(s)
  const [here, there] = [first, second].map((store) => defect({ store: disk.inSteps(store), post, alone }))
  if (!here || !there) return ['there are no pages']
  for (const id of ['a', 'b', 'c', 'r']) await first.add(paper(id))
  const tab = (parts: Parts) =>
    flush({
      ...parts,
      asleep: () => s.schedule(Promise.resolve(), 'asleep'),
      random: () => 0,
      onVerdict: ({ id, kind }) => {
        if (kind === 'accepted' && !arrived(id)) broken.push(`${id} was called accepted and has not arrived`)
      },
      onPause: () => {},
    })
  const later = async (what: string, parts: Parts, work: (store: OutboxStore) => Promise<void>) => {
    await s.schedule(Promise.resolve(), what)
    await work(parts.store)
    await tab(parts)
  }
  await s.waitFor(
    Promise.all([
      tab(here),
      tab(there),
      later('a visit', there, (store) => store.add(paper('e'))),
      later('taking back', here, (store) => store.takeBack('a')),
      later('correcting', here, async (store) => {
        await store.takeBack('b')
        await store.add(paper('b', 'corrected'))
      }),
    ]),
    disk.inTurn(hurries),
  )
  const counted = [...server.texts.values()].sort()
  const aside = await first.all(setAside)
  const left = (id: string) => aside.find((one) => one.id === id)
  for (const id of ['c', 'e']) if (!arrived(id)) broken.push(`${id} is lost`)
  if (!counted.includes('corrected') && (left('b') === undefined || textOf(left('b') ?? paper('b')) !== 'corrected'))
    broken.push('the correction of b is lost')
  if (left('r')?.refusal?.code !== 'campaign_closed') broken.push('r was refused and nobody can see it')
  if (left('a')) broken.push('a was taken back and is kept again')
  if (new Set(counted).size < counted.length) broken.push(`counted twice among ${counted.join(' ')}`)
  if ((await first.count()).waiting > 0) broken.push('something still waits')
  return [...broken, ...(await brokenNumbers(first, server))]
}

/** A number that is nowhere is a loss that the office would look for, and one that two bear hides one. */
async function brokenNumbers(store: OutboxStore, { numbers }: ReturnType<typeof serverOf>): Promise<readonly string[]> {
  const { issued, free, waiting: wait, setAside: aside } = await store.numbers()
  const here = [...wait, ...aside]
  const known = new Set([...numbers.keys(), ...free, ...here])
  return [
    ...Array.from({ length: issued }, (_, place) => place + 1).flatMap((number) =>
      known.has(number) ? [] : [`number ${number} is missing`],
    ),
    ...(isDoubled(here) ? ['two bear one number'] : []),
  ]
}

const isDoubled = (numbers: readonly number[]): boolean => new Set(numbers).size < numbers.length

/** Ours: the first body under an id counts, the same again is acknowledged again, another is refused; so is a number that another response has. */
function serverOf() {
  const texts = new Map<string, string>()
  const numbers = new Map<number, string>()
  const refused = (id: string, code: string): OutboxVerdict => ({ id, kind: 'refused', refusal: { code, message: 'x' }, details: [] })
  const take = (kept: Kept): OutboxVerdict => {
    const { id, number } = kept
    if (number !== undefined && numbers.has(number) && !texts.has(id)) return refused(id, 'kiosk_number')
    if (id.startsWith('r')) return refused(id, 'campaign_closed')
    const text = texts.get(id) ?? textOf(kept)
    texts.set(id, text)
    if (text !== textOf(kept)) return refused(id, 'id_conflict')
    if (number !== undefined) numbers.set(number, id)
    return { id, kind: 'accepted', receipt: { id, code: 'ABCD-2345', receivedOn: '2026-11-28' } }
  }
  return { texts, numbers, take }
}

function through(s: fc.Scheduler, { take }: ReturnType<typeof serverOf>, chances: readonly Fate[], broken: string[]): Parts['post'] {
  let attempt = 0
  let underway = 0
  return async (batch): Promise<BatchReply> => {
    const fate = chances[attempt++] ?? 'told'
    if (attempt > mostAttempts) throw new Error('it is sent for ever')
    if (++underway > 1) broken.push('two pages send at once')
    if (isDoubled(batch.flatMap(({ number = [] }) => number))) broken.push('two bear one number')
    await s.schedule(Promise.resolve(), 'on the way')
    const verdicts = fate === 'lost' ? [] : fate === 'stranger' ? strangers(batch) : batch.map(take)
    await s.schedule(Promise.resolve(), 'on the way back')
    underway -= 1
    return { verdicts: fate === 'cut' ? [] : verdicts, pause: 0 }
  }
}

/** Many times as many as are ever needed. */
const mostAttempts = 100

/** An answer to somebody else's batch. */
const strangers = (batch: readonly Kept[]): readonly OutboxVerdict[] =>
  ['c', 'e', 'z']
    .filter((id) => batch.every((kept) => kept.id.split('-')[0] !== id))
    .map((id) => ({ id, kind: 'accepted', receipt: { id, code: 'ABCD-2345', receivedOn: '2026-11-28' } }))

/** As a database does it: nothing happens at once. */
function diskOf(s: fc.Scheduler) {
  let working = 0
  let rest = () => {}
  const atRest = () => (working === 0 ? undefined : new Promise<void>((resolve) => (rest = resolve)))
  const step = async <T>(work: () => Promise<T>): Promise<T> => {
    await s.schedule(Promise.resolve(), 'the disk')
    working += 1
    return work().finally(() => {
      working -= 1
      if (working === 0) rest()
    })
  }
  const inSteps = (store: OutboxStore): OutboxStore => ({
    ...store,
    add: (kept) => step(() => store.add(kept)),
    keep: (kept) => step(() => store.keep(kept)),
    next: (after, most) => step(() => store.next(after, most)),
    find: (id) => step(() => store.find(id)),
    forget: (id) => step(() => store.forget(id)),
    takeBack: (id) => step(() => store.takeBack(id)),
    replace: (read, by) => step(() => store.replace(read, by)),
    numberAnew: (read) => step(() => store.numberAnew(read)),
  })
  /** Without it a real disk would decide what comes next: whatever else waits is begun before it has done anything. */
  const inTurn = (hurries: readonly boolean[]): fc.SchedulerAct => {
    let turn = 0
    return async (run) => {
      await run()
      for (let ticks = 0; ticks < 10; ticks += 1) await Promise.resolve()
      if (!(hurries[turn++] ?? false)) await atRest()
    }
  }
  return { inSteps, inTurn }
}

/** The store behind a gate that is broken. */
const withStore = (parts: Parts, change: Partial<OutboxStore>): Parts => ({ ...parts, store: { ...parts.store, ...change } })

type Seeded = { readonly sentence: string; readonly defect: Defect }

/** Each gate of an outbox, broken, and the promise that is seen to be broken then. */
export const defects = {
  'pages do not wait for each other': {
    sentence: 'two pages send at once',
    defect: (parts) => ({ ...parts, alone: (work) => work() }),
  },
  'what is refused is thrown away': {
    sentence: 'r was refused and nobody can see it',
    defect: (parts) => withStore(parts, { replace: (read) => parts.store.replace(read, undefined) }),
  },
  'silence is taken for an acknowledgement': {
    sentence: 'is lost',
    defect: (parts) => ({
      ...parts,
      post: async (batch) => {
        const { verdicts, pause } = await parts.post(batch)
        return { verdicts: verdicts.length > 0 ? verdicts : batch.map(({ id }) => ({ ...accepted, id })), pause }
      },
    }),
  },
  'a verdict is believed without a look at what was sent': {
    sentence: 'r was refused and nobody can see it',
    defect: (parts) => ({
      ...parts,
      post: async (batch) => {
        const reply = await parts.post(batch)
        for (const { id } of reply.verdicts) await parts.store.forget(id)
        return reply
      },
    }),
  },
  'a verdict falls on whatever stands under its id by now': {
    sentence: 'the correction of b is lost',
    defect: (parts) => withStore(parts, { replace: (read, by) => (by ? parts.store.keep(by) : parts.store.forget(read.id)) }),
  },
  'what was taken back comes back when it is refused': {
    sentence: 'a was taken back and is kept again',
    defect: (parts) => ({
      ...withStore(parts, { replace: (read, by) => (by && read.id === 'a' ? parts.store.keep(by) : parts.store.replace(read, by)) }),
      post: async (batch) => {
        const { verdicts, pause } = await parts.post(batch)
        return { verdicts: verdicts.map((one) => (one.id === 'a' ? { ...one, ...closed } : one)), pause }
      },
    }),
  },
  'each attempt gets an id of its own': {
    sentence: 'counted twice',
    defect: (parts) => {
      let attempt = 0
      return {
        ...parts,
        post: async (batch) => {
          const suffix = `-${(attempt += 1)}`
          const { verdicts, pause } = await parts.post(batch.map((one) => ({ ...one, id: one.id + suffix })))
          return { verdicts: verdicts.map((one) => ({ ...one, id: one.id.replace(suffix, '') })), pause }
        },
      }
    },
  },
} as const satisfies Readonly<Record<string, Seeded>>

const accepted = { kind: 'accepted', receipt: { id: '', code: 'ABCD-2345', receivedOn: '2026-11-28' } } as const
const closed = { kind: 'refused', refusal: { code: 'campaign_closed', message: 'x' }, details: [] } as const

/** Gates of a database that several pages have open, and that numbers what it keeps. */
export const databaseDefects = {
  'what stands there is read in one transaction and changed in another': {
    sentence: 'the correction of b is lost',
    defect: (parts) =>
      withStore(parts, {
        replace: async (read, by) => {
          const found = await parts.store.find(read.id)
          if (found?.body !== read.body || found.number !== read.number) return
          await (by ? parts.store.keep(by) : parts.store.forget(read.id))
        },
      }),
  },
  'a number is looked up before it is given': {
    sentence: 'two bear one number',
    defect: (parts) =>
      withStore(parts, { add: async (kept) => parts.store.keep({ ...kept, number: (await parts.store.numbers()).issued + 1 }) }),
  },
  'what is taken back takes its number along': {
    sentence: 'is missing',
    defect: (parts) => withStore(parts, { takeBack: (id) => parts.store.forget(id) }),
  },
} as const satisfies Readonly<Record<string, Seeded>>
