import fc from 'fast-check'
import { text } from 'node:stream/consumers'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { flush, type BatchReply, type OutboxVerdict } from '../../client/outbox/flusher'
import { postBatch } from '../../client/outbox/post'
import { solutionsFor, solved } from '../../client/outbox/puzzle'
import { puzzleText } from '../../surveys/quality/puzzle'
import { type Kept, passingStore, setAside, type OutboxStore, waiting } from '../../client/outbox/store'

const kept = (id: string): Kept => ({ id, body: JSON.stringify({ id }), state: waiting })
const receiptFor = (id: string) => ({ id, code: 'ABCD-2345', receivedOn: '2026-11-28' })
const accepted = (id: string): OutboxVerdict => ({ id, kind: 'accepted', receipt: receiptFor(id) })
const refused = (id: string): OutboxVerdict => ({ id, kind: 'refused', refusal: { code: 'campaign_closed', message: 'x' }, details: [] })

async function filled(...ids: readonly string[]): Promise<OutboxStore> {
  const store = passingStore()
  for (const id of ids) await store.keep(kept(id))
  return store
}

/** Flushes to a server that answers each batch by this, without ever really sleeping. */
async function flushed(store: OutboxStore, answer: (batch: readonly string[]) => BatchReply, random = () => 1) {
  const batches: (readonly string[])[] = []
  const pauses: number[] = []
  const verdicts: OutboxVerdict[] = []
  await flush({
    store,
    post: async (batch) => {
      const ids = batch.map(({ id }) => id)
      batches.push(ids)
      return answer(ids)
    },
    alone: (work) => work(),
    asleep: async () => {},
    random,
    onVerdict: (verdict) => void verdicts.push(verdict),
    onPause: (seconds) => void pauses.push(seconds),
  })
  return { batches, pauses, verdicts }
}

describe('sending what a device has kept', () => {
  it('takes away what has arrived, and sets aside what was refused', async () => {
    const store = await filled('a', 'b', 'c')
    await flushed(store, (ids) => ({ verdicts: ids.map((id) => (id === 'b' ? refused(id) : accepted(id))), pause: 0 }))
    expect(await store.count()).toEqual({ waiting: 0, setAside: 1 })
    expect(await store.all(setAside)).toEqual([{ ...kept('b'), state: setAside, refusal: { code: 'campaign_closed', message: 'x' } }])
  })

  it('takes away what has arrived first: on a full device that makes room for why others were refused', async () => {
    const store = await filled('a', 'b')
    const full: OutboxStore = {
      ...store,
      replace: async (read, by) => {
        if (by && (await store.count()).waiting > 1) throw new DOMException('no room', 'QuotaExceededError')
        await store.replace(read, by)
      },
    }
    await flushed(full, (ids) => ({ verdicts: ids.map((id) => (id === 'a' ? refused(id) : accepted(id))), pause: 0 }))
    expect(await store.count()).toEqual({ waiting: 0, setAside: 1 })
  })

  it('sends again whatever nothing was said of, and believes nothing about what it did not send', async () => {
    const store = await filled('a', 'b')
    let round = 0
    const { batches } = await flushed(store, (ids) => {
      round += 1
      return { verdicts: round === 1 ? [accepted('a'), accepted('z')] : ids.map(accepted), pause: 0 }
    })
    expect(batches).toEqual([['a', 'b'], ['b']])
  })

  it('sets aside what is larger than anything that the server takes, and sends the others', async () => {
    const store = await filled('a', 'c')
    const huge = (id: string): Kept => ({ id, body: JSON.stringify({ id, text: 'x'.repeat(150_000) }), state: waiting })
    await store.keep(huge('b'))
    const { batches, verdicts, pauses } = await flushed(store, (ids) => ({ verdicts: ids.map(accepted), pause: 0 }))
    expect([batches, pauses]).toEqual([[['a', 'c']], []])
    expect(verdicts.map(({ id, kind }) => [id, kind])).toEqual(expect.arrayContaining([['b', 'refused']]))
    expect(await store.all(setAside)).toEqual([{ ...huge('b'), state: setAside, refusal: { code: 'too_large', message: '' } }])
    await store.keep(huge('d'))
    expect(await flushed(store, (ids) => ({ verdicts: ids.map(accepted), pause: 0 }))).toMatchObject({ batches: [], pauses: [] })
    expect(await store.count()).toEqual({ waiting: 0, setAside: 2 })
  })

  it('sends no more letters at once than the largest batch may have', async () => {
    const long = (id: string): Kept => ({ id, body: JSON.stringify({ id, text: 'x'.repeat(60_000) }), state: waiting })
    const store = await filled()
    for (const id of ['a', 'b', 'c', 'd']) await store.keep(long(id))
    const { batches } = await flushed(store, (ids) => ({ verdicts: ids.map(accepted), pause: 0 }))
    expect(batches).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
  })

  it("sends a kiosk's numbered responses apart from what was kept before it was one", async () => {
    const store = await filled('b', 'd')
    await store.keep({ ...kept('a'), number: 1 })
    await store.keep({ ...kept('c'), number: 2 })
    const { batches } = await flushed(store, (ids) => ({ verdicts: ids.map(accepted), pause: 0 }))
    expect(batches).toEqual([
      ['a', 'c'],
      ['d', 'b'],
    ])
  })

  it('goes on with a response whose number is taken, and tells nobody that it was refused', async () => {
    const store = await filled('a', 'b')
    let round = 0
    const taken: OutboxVerdict = { id: 'a', kind: 'refused', refusal: { code: 'kiosk_number', message: 'x' }, details: [] }
    const { verdicts, pauses } = await flushed(store, (ids) => ({
      verdicts: ids.map((id) => (id === 'a' && round++ === 0 ? taken : accepted(id))),
      pause: 0,
    }))
    expect([verdicts.map(({ id, kind }) => [id, kind]), pauses]).toEqual([
      [
        ['b', 'accepted'],
        ['a', 'accepted'],
      ],
      [],
    ])
    expect(await store.count()).toEqual({ waiting: 0, setAside: 0 })
  })

  it('brings nothing back that its citizen has deleted while its number turned out to be taken', async () => {
    const store = await filled('a', 'b')
    const taken: OutboxVerdict = { id: 'a', kind: 'refused', refusal: { code: 'kiosk_number', message: 'x' }, details: [] }
    await flush({
      store,
      post: async (batch) => {
        if (batch.some(({ id }) => id === 'a')) await store.takeBack('a')
        return { verdicts: batch.map(({ id }) => (id === 'a' ? taken : accepted(id))), pause: 0 }
      },
      alone: (work) => work(),
      asleep: async () => {},
      random: () => 1,
      onVerdict: () => {},
      onPause: () => {},
    })
    expect(await store.count()).toEqual({ waiting: 0, setAside: 0 })
  })

  it('sends again what was altered on its way, with longer pauses, and sets it aside where nothing else ever comes there', async () => {
    const sealed = (id: string): Kept => ({ id, body: JSON.stringify({ id, sealed: 'x.AAAA' }), state: waiting })
    const altered = (id: string, code: string): OutboxVerdict => ({ id, kind: 'refused', refusal: { code, message: 'x' }, details: [] })
    const store = await filled('c')
    for (const id of ['a', 'b']) await store.keep(sealed(id))
    // A signature vouches for what comes under a number.
    await store.keep({ ...sealed('d'), number: 1 })
    let round = 0
    const { pauses, verdicts, batches } = await flushed(store, (ids) => {
      round += 1
      const code = (id: string) => (id === 'a' ? 'body_invalid' : 'sealed_unreadable')
      return { verdicts: ids.map((id) => (id === 'c' || (id === 'b' && round > 5) ? accepted(id) : altered(id, code(id)))), pause: 0 }
    })
    expect(verdicts.map(({ id, kind }) => `${id} ${kind}`)).toEqual(['c accepted', 'd refused', 'b accepted', 'a refused'])
    expect([pauses.length > 15, pauses.at(-1)]).toEqual([true, 301])
    expect(batches.filter((ids) => ids.includes('a'))).toHaveLength(21)
    expect((await store.all(setAside)).map(({ id, refusal }) => [id, refusal?.code])).toEqual([
      ['a', 'body_invalid'],
      ['d', 'sealed_unreadable'],
    ])
  })

  it('waits longer each time, five minutes at most, and as long as the server asks', async () => {
    const store = await filled('a')
    let round = 0
    const { pauses } = await flushed(store, (ids) => ({
      verdicts: round++ < 9 ? [] : ids.map(accepted),
      pause: round === 2 ? 40 : 0,
    }))
    expect(pauses).toEqual([4, 40, 13, 25, 49, 97, 193, 301, 301])
  })

  it('waits by chance, so that devices which lost the network together do not come back together', async () => {
    const waited = async (chance: number) => {
      let round = 0
      const { pauses } = await flushed(
        await filled('a'),
        (ids) => ({ verdicts: round++ < 4 ? [] : ids.map(accepted), pause: 0 }),
        () => chance,
      )
      return pauses
    }
    expect([await waited(0), await waited(0.5), await waited(1)]).toEqual([
      [1, 1, 1, 1],
      [3, 4, 7, 13],
      [4, 7, 13, 25],
    ])
  })

  it('lets one response to which no answer comes hold up none of the others', async () => {
    const ids = Array.from({ length: 120 }, (_, index) => `id-${String(index).padStart(3, '0')}`)
    const store = await filled(...ids)
    let rounds = 0
    await flushed(store, (batch) => {
      rounds += 1
      if (rounds > 400) return { verdicts: batch.map(refused), pause: 0 }
      return { verdicts: batch.includes('id-007') ? [] : batch.map(accepted), pause: 0 }
    })
    expect((await store.all(setAside)).map(({ id }) => id)).toEqual(['id-007'])
  })

  it('ends with an empty outbox and each response counted once, in whatever order pages, losses and answers fall', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(fc.constantFrom('lost', 'cut', 'told'), { maxLength: 12 }), async (s, fates) => {
        const store = await filled('a', 'b', 'c', 'd')
        const stored = new Map<string, number>()
        let attempt = 0
        const post = async (batch: readonly Kept[]): Promise<BatchReply> => {
          const fate = fates[attempt++] ?? 'told'
          await s.schedule(Promise.resolve(), 'on the way')
          if (fate === 'lost') return { verdicts: [], pause: 0 }
          for (const { id } of batch) stored.set(id, (stored.get(id) ?? 0) + 1)
          await s.schedule(Promise.resolve(), 'on the way back')
          return { verdicts: fate === 'cut' ? [] : batch.map(({ id }) => accepted(id)), pause: 0 }
        }
        const page = () =>
          flush({
            store,
            post,
            alone: async (work) => work(),
            asleep: () => s.schedule(Promise.resolve(), 'asleep'),
            random: () => 0,
            onVerdict: () => {},
            onPause: () => {},
          })
        const pages = [
          page(),
          page(),
          s
            .schedule(Promise.resolve(), 'a visit')
            .then(() => store.keep(kept('e')))
            .then(page),
        ]
        await s.waitFor(Promise.all(pages))
        expect(await store.count()).toEqual({ waiting: 0, setAside: 0 })
        expect([...stored.keys()].sort()).toEqual(['a', 'b', 'c', 'd', 'e'])
      }),
      { numRuns: 300, seed: 20261128 },
    )
  })
})

describe("reading the server's answer", () => {
  let server: Server | undefined
  afterEach(() => void server?.close())

  async function said(status: number, body: string, headers: Readonly<Record<string, string>> = {}): Promise<BatchReply> {
    server = createServer((request, reply) => {
      request.resume()
      reply.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(body)
    })
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
    return postBatch(`http://127.0.0.1:${portOf(server.address())}`, 'vi', [kept('a'), kept('b')])
  }

  it('knows a receipt, and a refusal of ours', async () => {
    const results = [
      { id: 'a', status: 201, receipt: receiptFor('a') },
      { id: 'b', status: 422, problem: { code: 'campaign_closed', message: 'Đã kết thúc.' } },
    ]
    expect(await said(200, JSON.stringify({ results }))).toEqual({
      verdicts: [accepted('a'), { id: 'b', kind: 'refused', refusal: { code: 'campaign_closed', message: 'Đã kết thúc.' }, details: [] }],
      pause: 0,
    })
  })

  it.each([409, 410, 413, 422])('takes a refusal of one with %i for the last word on it', async (status) => {
    const results = [{ id: 'a', status, problem: { code: 'refused', message: 'x' } }]
    expect((await said(200, JSON.stringify({ results }))).verdicts.map(({ id, kind }) => [id, kind])).toEqual([['a', 'refused']])
  })

  it.each([
    ['a page', 200, '<html>Đăng nhập Wi-Fi</html>'],
    ['a box that wants a sign-in', 401, '{"message":"Please sign in to WiFi"}'],
    ['a box that forbids', 403, '{"code":"forbidden","message":"Blocked"}'],
    ['an address that is gone', 404, '{"code":"not_found","message":"x"}'],
    ['a fault', 500, '{"code":"internal","message":"x"}'],
    ['a receipt alone', 201, JSON.stringify(receiptFor('a'))],
    ['a receipt for another', 200, JSON.stringify({ results: [{ id: 'a', status: 201, receipt: receiptFor('b') }] })],
    ['a server that is busy', 200, JSON.stringify({ results: [{ id: 'a', status: 503, problem: { code: 'unavailable', message: 'x' } }] })],
    ['a list of nothing', 200, '{"results":[null,{"id":7}]}'],
  ])('takes %s for no answer', async (_, status, body) => {
    expect((await said(status, body)).verdicts).toEqual([])
  })

  it.each([
    ['a busy server', 503],
    ['a proxy that counts requests', 429],
  ])('waits as long as %s asks', async (_, status) => {
    expect(await said(status, '{}', { 'Retry-After': '40' })).toEqual({ verdicts: [], pause: 40 })
  })

  it('works for what a server under pressure asks, and sends it along once', async () => {
    const puzzle = puzzleText({ bits: 8, until: 1_795_000_000_000, mark: 'abcdefghijklmnopqrstuv' })
    const pressed = { id: 'a', status: 429, problem: { code: 'puzzle_needed', message: 'x', details: [{ puzzle }] } }
    const heard: string[] = []
    server = createServer(async (request, reply) => {
      heard.push(await text(request))
      const first = heard.length === 1 ? pressed : { id: 'a', status: 201, receipt: receiptFor('a') }
      reply.end(JSON.stringify({ results: [first, { id: 'b', status: 201, receipt: receiptFor('b') }] }))
    })
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${portOf(server.address())}`
    expect((await postBatch(url, 'vi', [kept('a'), kept('b')], solutionsFor)).verdicts).toEqual([accepted('a'), accepted('b')])
    expect(JSON.parse(heard[1] ?? '')).toMatchObject({ solutions: [{ id: 'a', solution: await solved(puzzle, 'a') }] })
    heard.length = 0
    expect((await postBatch(url, 'vi', [kept('a'), kept('b')], async () => undefined)).verdicts).toEqual([accepted('b')])
    expect(heard).toHaveLength(1)
  })

  it('lets nobody make it wait for longer than five minutes', async () => {
    expect(await said(503, '{}', { 'Retry-After': '86400' })).toEqual({ verdicts: [], pause: 300 })
  })

  it('takes a line that is dead for no answer', async () => {
    expect(await postBatch('http://127.0.0.1:9', 'vi', [kept('a')])).toEqual({ verdicts: [], pause: 0 })
  })
})

const portOf = (address: AddressInfo | string | null | undefined): number => (typeof address === 'object' ? (address?.port ?? 0) : 0)
