import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { flush, type FlusherParts, type BatchReply, type OutboxVerdict } from '../../client/outbox/flusher'
import { type Kept, passingStore, setAside, type OutboxStore, waiting } from '../../client/outbox/store'

/** What happens to a batch: it gets lost, its answer does, somebody in between answers, or it is answered. */
const fates = ['lost', 'cut', 'stranger', 'told'] as const
type Fate = (typeof fates)[number]

type Parts = Pick<FlusherParts, 'store' | 'post' | 'alone'>
/** The same with a gate broken. */
type Defect = (parts: Parts) => Parts

const sound: Defect = (parts) => parts

const paper = (id: string, text: string = id): Kept => ({ id, body: JSON.stringify({ id, text }), state: waiting })
const textOf = ({ body }: Kept): string => JSON.parse(body).text

/**
 * Two tabs send what one store holds, in whatever order their steps, losses and answers fall: `a` to `c` wait, `r` is refused by the
 * server, `e` is kept, `a` is taken back and `b` corrected meanwhile. Every promise that was broken then; none is the only good answer.
 */
async function brokenPromises(s: fc.Scheduler, chances: readonly Fate[], defect: Defect): Promise<readonly string[]> {
  const broken: string[] = []
  const server = serverOf()
  const arrived = (paper: string) => [...server.texts.keys()].some((id) => id.split('-')[0] === paper)
  const parts = defect({ store: inSteps(s, passingStore()), post: through(s, server, chances, broken), alone: turns() })
  const { store } = parts
  for (const id of ['a', 'b', 'c', 'r']) await passing(store).keep(paper(id))
  const tab = () =>
    flush({
      ...parts,
      asleep: () => s.schedule(Promise.resolve(), 'asleep'),
      random: () => 0,
      onVerdict: ({ id, kind }) => {
        if (kind === 'accepted' && !arrived(id)) broken.push(`${id} was called accepted and has not arrived`)
      },
      onPause: () => {},
    })
  const later = async (what: string, work: () => Promise<void>) => {
    await s.schedule(Promise.resolve(), what)
    await work()
    await tab()
  }
  await s.waitFor(
    Promise.all([
      tab(),
      tab(),
      later('a visit', () => store.keep(paper('e'))),
      later('taking back', () => store.forget('a')),
      later('correcting', async () => {
        await store.forget('b')
        await store.keep(paper('b', 'corrected'))
      }),
    ]),
  )
  const counted = [...server.texts.values()].sort()
  const aside = await passing(store).all(setAside)
  const left = (id: string) => aside.find((one) => one.id === id)
  for (const id of ['c', 'e']) if (!arrived(id)) broken.push(`${id} is lost`)
  if (!counted.includes('corrected') && (left('b') === undefined || textOf(left('b') ?? paper('b')) !== 'corrected'))
    broken.push('the correction of b is lost')
  if (left('r')?.refusal?.code !== 'campaign_closed') broken.push('r was refused and nobody can see it')
  if (left('a')) broken.push('a was taken back and is kept again')
  if (new Set(counted).size < counted.length) broken.push(`counted twice among ${counted.join(' ')}`)
  if ((await passing(store).count()).waiting > 0) broken.push('something still waits')
  return broken
}

/** Ours: the first body under an id counts, the same again is acknowledged again, another is refused. */
function serverOf() {
  const texts = new Map<string, string>()
  const take = (kept: Kept): OutboxVerdict => {
    const { id } = kept
    if (id.startsWith('r')) return { id, kind: 'refused', refusal: { code: 'campaign_closed', message: 'x' }, details: [] }
    const text = texts.get(id) ?? textOf(kept)
    texts.set(id, text)
    if (text !== textOf(kept)) return { id, kind: 'refused', refusal: { code: 'id_conflict', message: 'x' }, details: [] }
    return { id, kind: 'accepted', receipt: { id, code: 'ABCD-2345', receivedOn: '2026-11-28' } }
  }
  return { texts, take }
}

function through(s: fc.Scheduler, { take }: ReturnType<typeof serverOf>, chances: readonly Fate[], broken: string[]): Parts['post'] {
  let attempt = 0
  let underway = 0
  return async (batch): Promise<BatchReply> => {
    const fate = chances[attempt++] ?? 'told'
    if (++underway > 1) broken.push('two pages send at once')
    await s.schedule(Promise.resolve(), 'on the way')
    const verdicts = fate === 'lost' ? [] : fate === 'stranger' ? strangers(batch) : batch.map(take)
    await s.schedule(Promise.resolve(), 'on the way back')
    underway -= 1
    return { verdicts: fate === 'cut' ? [] : verdicts, pause: 0 }
  }
}

/** An answer to somebody else's batch. */
const strangers = (batch: readonly Kept[]): readonly OutboxVerdict[] =>
  ['c', 'e', 'z']
    .filter((id) => batch.every((kept) => kept.id.split('-')[0] !== id))
    .map((id) => ({ id, kind: 'accepted', receipt: { id, code: 'ABCD-2345', receivedOn: '2026-11-28' } }))

/** As a database does it: nothing happens at once. */
function inSteps(s: fc.Scheduler, store: OutboxStore): OutboxStore {
  const step = () => s.schedule(Promise.resolve(), 'the disk')
  const slow: OutboxStore = {
    ...store,
    keep: (kept) => step().then(() => store.keep(kept)),
    next: (after, most) => step().then(() => store.next(after, most)),
    forget: (id) => step().then(() => store.forget(id)),
    replace: (read, by) => step().then(() => store.replace(read, by)),
  }
  atOnce.set(slow, store)
  return slow
}

const atOnce = new WeakMap<OutboxStore, OutboxStore>()
const passing = (store: OutboxStore): OutboxStore => atOnce.get(store) ?? store

/** One after the other, as Web Locks do it. */
function turns(): Parts['alone'] {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const mine = last.then(work)
    last = mine.catch(() => {})
    return mine
  }
}

const holds = (defect: Defect) =>
  fc.asyncProperty(fc.scheduler(), fc.array(fc.constantFrom(...fates), { maxLength: 8 }), async (s, chances) => {
    const broken = await brokenPromises(s, chances, defect)
    if (broken.length > 0) throw new Error(broken.join('; '))
  })

/** The store behind a gate that is broken. */
const withStore = (parts: Parts, change: Partial<OutboxStore>): Parts => {
  const store: OutboxStore = { ...parts.store, ...change }
  atOnce.set(store, passing(parts.store))
  return { ...parts, store }
}

describe('an outbox that two tabs empty while responses come, go and change', () => {
  it('keeps every promise, in whatever order the steps fall', async () => {
    await fc.assert(holds(sound), { numRuns: 400, seed: 20261128 })
  })

  it.each<[string, string, Defect]>([
    ['pages do not wait for each other', 'two pages send at once', (parts) => ({ ...parts, alone: (work) => work() })],
    [
      'what is refused is thrown away',
      'r was refused and nobody can see it',
      (parts) => withStore(parts, { replace: (read) => parts.store.replace(read, undefined) }),
    ],
    [
      'silence is taken for an acknowledgement',
      'is lost',
      (parts) => ({
        ...parts,
        post: async (batch) => {
          const { verdicts, pause } = await parts.post(batch)
          return { verdicts: verdicts.length > 0 ? verdicts : batch.map(({ id }) => ({ ...accepted, id })), pause }
        },
      }),
    ],
    [
      'a verdict is believed without a look at what was sent',
      'is lost',
      (parts) => ({
        ...parts,
        post: async (batch) => {
          const reply = await parts.post(batch)
          for (const { id } of reply.verdicts) await parts.store.forget(id)
          return reply
        },
      }),
    ],
    [
      'a verdict falls on whatever stands under its id by now',
      'the correction of b is lost',
      (parts) => withStore(parts, { replace: (read, by) => (by ? parts.store.keep(by) : parts.store.forget(read.id)) }),
    ],
    [
      'what was taken back comes back when it is refused',
      'a was taken back and is kept again',
      (parts) => ({
        ...withStore(parts, { replace: (read, by) => (by && read.id === 'a' ? parts.store.keep(by) : parts.store.replace(read, by)) }),
        post: async (batch) => {
          const { verdicts, pause } = await parts.post(batch)
          return { verdicts: verdicts.map((one) => (one.id === 'a' ? { ...one, ...closed } : one)), pause }
        },
      }),
    ],
    [
      'each attempt gets an id of its own',
      'counted twice',
      (parts) => {
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
    ],
  ])('would show it if %s', async (_, sentence, defect) => {
    const { failed, errorInstance } = await fc.check(holds(defect), { numRuns: 400, seed: 20261128, endOnFailure: true })
    expect(failed).toBe(true)
    expect(String(errorInstance)).toContain(sentence)
  })
})

const accepted = { kind: 'accepted', receipt: { id: '', code: 'ABCD-2345', receivedOn: '2026-11-28' } } as const
const closed = { kind: 'refused', refusal: { code: 'campaign_closed', message: 'x' }, details: [] } as const
