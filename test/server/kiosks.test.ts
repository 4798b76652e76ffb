import { webcrypto } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, atCommandLine } from '../../server/acts/act'
import { addKiosk, inviteKiosk, revokeKiosk } from '../../server/acts/kiosks'
import { openDatabase } from '../../server/db/dialect'
import { findKiosk, insertKiosk, knownKiosk, noteArrived, noteKiosk, stillGone } from '../../server/db/kiosks'
import { kioskLooks } from '../../server/db/migrations/0015-kiosk-looks'
import { countResponses } from '../../server/db/responses'
import { mostAnswerBytes } from '../../surveys/instrument/spelling'
import { presenceClaim } from '../../surveys/fielding/beat'
import { kioskCondition, missingNumbers, neverArrived, type NumberRanges, usualHours } from '../../surveys/fielding/kiosk'
import { standingKiosks } from '../../server/reading/kiosks'
import type { SubmittedResponse } from '../../surveys/instrument/schema'
import { openSealing } from '../../server/recording/sealing'
import { takeFromKiosk } from '../../server/recording/kiosk-batch'
import { agency, fielded, post, response } from './fielded'
import { engines, migratedDatabase, startServer, type TestServer } from './harness'
import { piled } from '../surveys/piled'
import { sealed, shownKey } from './sealed'

const now = Date.parse('2026-11-28T03:00:00Z')
const state = { made: 0, waiting: 0, setAside: 0, build: 'a1' }

type Told = typeof state & { readonly held?: unknown }

type Word = { readonly body: string; readonly headers: Readonly<Record<string, string>> }

type Said = {
  readonly code?: string
  readonly details?: readonly { readonly kiosk?: string; readonly sending?: number }[]
  readonly results?: readonly { readonly status: number; readonly problem?: { readonly code: string } }[]
}

describe.each(engines)('a kiosk on %s', (engine) => {
  let server: TestServer
  let time = now
  beforeAll(async () => {
    server = await startServer({ engine, now: () => time })
    const touchpoints = (['kiosk', 'qr'] as const).map((kind) => ({
      code: kind,
      campaign: 'c1',
      kind,
      label: { vi: kind },
      agencies: ['A1'],
    }))
    await fielded(server.database, { agencies: [agency('A1')], touchpoints, opensOn: '2026-11-01', closesOn: '2026-12-31' })
  })
  afterAll(() => server.close())

  const deps = () => ({ database: server.database, now: () => time })
  const added = async () => {
    const outcome = await act(deps(), atCommandLine(), addKiosk, { name: 'Sảnh chính', touchpoint: 'kiosk' })
    if (outcome.kind !== 'done') throw new Error(outcome.kind)
    return outcome.value
  }
  const send = (path: string, body: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${server.url}/api/v1/kiosks/${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body })

  /** A device as a browser would be one: the private half of its key cannot be read. */
  async function device(code: string) {
    const { publicKey, privateKey } = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
    const key = Buffer.from(await webcrypto.subtle.exportKey('raw', publicKey)).toString('base64url')
    const enrolled = await send('enrol', JSON.stringify({ code, publicKey: key }))
    const place: { readonly id: string; readonly touchpoint: string } = await enrolled.json()
    const signed = async (body: string) =>
      Buffer.from(await webcrypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, new TextEncoder().encode(body))).toString(
        'base64url',
      )
    const word = async (
      items: readonly unknown[],
      told: Told = state,
      more: { readonly kiosk?: string; readonly sending?: number } = {},
    ) => {
      const body = JSON.stringify({ ...more, items, state: told })
      const { sending = 1 } = more
      const presence = { 'Kiosk-Sending': String(sending), 'Kiosk-Presence': await signed(presenceClaim(place.id, sending)) }
      return { body, headers: { 'Kiosk-Signature': await signed(body), ...presence } }
    }
    const batch = async (items: readonly unknown[], told: Told = state, altered = (body: string) => body) => {
      const { body, headers } = await word(items, told)
      return heard(place.id, { body: altered(body), headers })
    }
    return { status: enrolled.status, place, key, word, batch }
  }
  /** Sends a word as it was signed, whoever does it. */
  const heard = async (kiosk: string, { body, headers }: Word) => {
    const reply = await send(`${kiosk}/batch`, body, headers)
    const said: Said = await reply.json()
    return { status: reply.status, said, statuses: said.results?.map(({ status }) => status) }
  }
  const numbered = (number: number, one: SubmittedResponse = response({ A1: '5', overall: '4' }, { touchpoint: 'kiosk' })) => ({
    number,
    response: one,
  })

  it('is enrolled once by its code, however it is typed', async () => {
    const { id, code } = await added()
    const kiosk = await device(code.toLowerCase().replace('-', ' '))
    expect([kiosk.status, kiosk.place]).toEqual([201, { id, name: 'Sảnh chính', touchpoint: 'kiosk' }])
    expect((await device(code)).status).toBe(404)
    expect((await findKiosk(server.database, id))?.enrolled_on).toBe('2026-11-28')
  })

  it('is answered the same when its device asks again with its code, as after an answer that was lost, and for as long as the code holds', async () => {
    const { id, code } = await added()
    const pair = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
    const publicKey = Buffer.from(await webcrypto.subtle.exportKey('raw', pair.publicKey)).toString('base64url')
    const ask = async () => {
      const reply = await send('enrol', JSON.stringify({ code, publicKey }))
      const said: unknown = await reply.json()
      return { status: reply.status, said }
    }
    const first = await ask()
    expect([first.status, await ask()]).toEqual([201, first])
    expect([(await device(code)).status, (await findKiosk(server.database, id))?.public_key]).toEqual([404, publicKey])
    const standing = (await standingKiosks(deps())).find(({ kiosk }) => kiosk.id === id)
    expect(standing?.isInvited).toBe(false)
    time = now + 24 * 3_600_000
    expect((await ask()).status).toBe(404)
    time = now
    await act(deps(), atCommandLine(), revokeKiosk, { id })
    expect((await ask()).status).toBe(404)
  })

  it('is one device, though two come with its code at once', async () => {
    const { code } = await added()
    const two = await Promise.all([device(code), device(code)])
    expect(two.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 404])
  })

  it('is not enrolled a day later, nor with another code or what is no key', async () => {
    const { code } = await added()
    time = now + 24 * 3_600_000
    expect((await device(code)).status).toBe(404)
    time = now
    expect((await device('AAAAA-AAAAA')).status).toBe(404)
    expect((await send('enrol', JSON.stringify({ code, publicKey: 'AAAA' }))).status).toBe(422)
    expect((await device(code)).status).toBe(201)
  })

  it('stands only where answers are given at a kiosk', async () => {
    const outcome = await act(deps(), atCommandLine(), addKiosk, { name: 'x', touchpoint: 'qr' })
    expect(outcome).toEqual({ kind: 'failed', failure: { code: 'not_a_kiosk' } })
  })

  it('tells what it has kept, and what never came of it is seen', async () => {
    const { id, code } = await added()
    const { batch } = await device(code)
    const before = await countResponses(server.database, 'c1')
    expect((await batch([numbered(1), numbered(2), numbered(5)], { ...state, made: 6, waiting: 1 })).statuses).toEqual([201, 201, 201])
    expect(await countResponses(server.database, 'c1')).toBe(before + 3)
    const kiosk = await findKiosk(server.database, id)
    expect(kiosk).toMatchObject({
      arrived: [
        [1, 2],
        [5, 5],
      ],
      made: 6,
      waiting: 1,
      seen_at: '2026-11-28T03:00Z',
      build: 'a1',
    })
    expect(kiosk && neverArrived(kiosk.arrived, { made: kiosk.made, waiting: kiosk.waiting, setAside: kiosk.set_aside })).toBe(2)
  })

  it('gets the same answer when it sends the same again, and a refusal when a number comes with another response', async () => {
    const { id, code } = await added()
    const { batch } = await device(code)
    const first = numbered(1)
    expect((await batch([first])).statuses).toEqual([201])
    expect((await batch([first])).statuses).toEqual([200])
    const before = await countResponses(server.database, 'c1')
    const { said } = await batch([numbered(1), numbered(2), numbered(2)])
    expect(said.results?.map(({ status, problem }) => problem?.code ?? status)).toEqual(['kiosk_number', 201, 'kiosk_number'])
    expect(await countResponses(server.database, 'c1')).toBe(before + 1)
    const kiosk = await findKiosk(server.database, id)
    // It goes again under another number: the office sees that it happened, and looks for nothing.
    expect([kiosk?.refused, kiosk?.set_aside]).toEqual([[{ code: 'kiosk_number', on: '2026-11-28' }], 0])
  })

  it('is told by name what it sealed and nobody can open; it is set aside there, the office sees it, and the others go in', async () => {
    const { id, code } = await added()
    const { batch } = await device(code)
    const before = await countResponses(server.database, 'c1')
    const shown = await shownKey(server.url)
    const [whole, lost] = [response({ A1: '5', overall: '4' }, { touchpoint: 'kiosk' }), response()]
    const items = [
      { number: 1, response: await sealed({ ...shown, kid: 'of before' }, lost.id, lost) },
      { number: 2, response: await sealed(shown, whole.id, whole) },
    ]
    const { said } = await batch(items, { ...state, made: 2, held: { issued: 2, waiting: [], aside: [], free: [] } })
    expect(said.results?.map(({ status, problem }) => problem?.code ?? status)).toEqual(['sealed_unreadable', 201])
    expect(await countResponses(server.database, 'c1')).toBe(before + 1)
    const kiosk = await findKiosk(server.database, id)
    expect(kiosk).toMatchObject({ arrived: [[2, 2]], set_aside: 1, refused: [{ code: 'sealed_unreadable', on: '2026-11-28' }] })
    expect(kiosk && kioskCondition(knownKiosk(kiosk), usualHours, now).never).toBe(0)
  })

  it('is looked for nothing that has come without its number before, or that nobody could store in that moment', async () => {
    const { id, code } = await added()
    const { batch } = await device(code)
    const before = numbered(1)
    expect((await post(server.url, before.response)).status).toBe(201)
    expect((await batch([before])).statuses).toEqual([200])
    const kiosk = await findKiosk(server.database, id)
    expect(kiosk?.arrived).toEqual([[1, 1]])
    if (!kiosk) throw new Error('the kiosk is not there')
    const full = async () => ({ kind: 'unavailable', retryAfter: 5 }) as const
    const recorder = { record: full, try: full, brought: async () => undefined, drain: async () => {} }
    const parts = { database: server.database, recorder, sealing: await openSealing(server.database), metrics: { outcome: () => {} } }
    const told = { ...state, made: 2, held: { issued: 2, waiting: [], aside: [], free: [] } }
    const [verdict] = await takeFromKiosk({ ...parts, now: () => time }, kiosk, { items: [numbered(2)], state: told }, 'vi')
    expect(verdict?.status).toBe(503)
    const known = await findKiosk(server.database, id)
    expect([known?.waiting, known && kioskCondition(knownKiosk(known), usualHours, now).never]).toEqual([1, 0])
    // It comes again: nothing was refused.
    expect([known?.set_aside, known?.refused]).toEqual([0, []])
  })

  it('is not spoken for by somebody who recorded what it sent: nothing is counted, told or noted again', async () => {
    const { id, code } = await added()
    const { word } = await device(code)
    const held = (issued: number, aside: NumberRanges = []) => ({ issued, waiting: [], aside, free: [] })
    const told = (made: number) => ({ ...state, made, held: held(made) })
    const wrong = numbered(2, response({ A1: '5', overall: '4' }, { touchpoint: 'nowhere' }))
    const first = await word([numbered(1), wrong], told(2), { kiosk: id, sending: 1 })
    const second = await word([], { ...told(9), setAside: 1, held: held(9, [[2, 2]]) }, { kiosk: id, sending: 2 })
    expect((await heard(id, first)).statuses?.map((status) => status < 300)).toEqual([true, false])
    expect((await heard(id, second)).status).toBe(200)
    const known = await findKiosk(server.database, id)
    const before = await countResponses(server.database, 'c1')
    expect([known?.held?.issued, known?.refused]).toEqual([9, [{ code: 'touchpoint_unknown', on: '2026-11-28' }]])
    time = now + 26 * 3_600_000
    for (const again of [first, second]) {
      const { status, said } = await heard(id, again)
      expect([status, said.code, said.details]).toEqual([409, 'kiosk_repeated', [{ kiosk: id, sending: 2 }]])
    }
    // As where the older of two was still being recorded when the newer was noted.
    if (known) await noteKiosk(server.database, known, { ...told(2), at: '2026-11-28T04:00Z', sending: 1 })
    expect(await findKiosk(server.database, id)).toEqual(known)
    expect(await countResponses(server.database, 'c1')).toBe(before)
    time = now
  })

  it('has counted nothing that was taken back on it, though it was recorded on its way and comes later; whoever says no sending says nothing new', async () => {
    const { id, code } = await added()
    const { word } = await device(code)
    const caught = await word([numbered(1)], { ...state, made: 1 }, { kiosk: id, sending: 1 })
    const before = await countResponses(server.database, 'c1')
    expect((await heard(id, await word([numbered(1)], { ...state, made: 1 }, { kiosk: id, sending: 2 }))).statuses).toEqual([201])
    expect((await heard(id, caught)).said.code).toBe('kiosk_repeated')
    expect((await heard(id, await word([numbered(2)]))).said.code).toBe('kiosk_repeated')
    expect(await countResponses(server.database, 'c1')).toBe(before + 1)
  })

  it('is nobody else, though one key stands for two: what was signed for one is nothing at the other', async () => {
    const [one, two] = [await added(), await added()]
    const { word, key } = await device(one.code)
    expect((await send('enrol', JSON.stringify({ code: two.code, publicKey: key }))).status).toBe(201)
    const before = await countResponses(server.database, 'c1')
    const meant = await word([numbered(1)], { ...state, made: 1 }, { kiosk: one.id, sending: 1 })
    const { status, said } = await heard(two.id, meant)
    expect([status, said.code, said.details?.[0]?.kiosk]).toEqual([401, 'kiosk_signature', two.id])
    expect(await findKiosk(server.database, two.id)).toMatchObject({ arrived: [], made: 0, seen_at: '' })
    expect(await countResponses(server.database, 'c1')).toBe(before)
    expect((await heard(one.id, meant)).statuses).toEqual([201])
  })

  it('begins to count its sendings anew where another device takes its place', async () => {
    const { id, code } = await added()
    const { word } = await device(code)
    expect((await heard(id, await word([], state, { kiosk: id, sending: 40 }))).status).toBe(200)
    const again = await act(deps(), atCommandLine(), inviteKiosk, { id })
    if (again.kind !== 'done') throw new Error(again.kind)
    const other = await device(again.value.code)
    expect((await heard(id, await other.word([numbered(1)], state, { kiosk: id, sending: 1 }))).statuses).toEqual([201])
  })

  it('is not shut out when what it sends was altered on the way, and can send it again; the office sees it', async () => {
    const { id, code } = await added()
    const { batch, word } = await device(code)
    const one = numbered(1)
    const altered = await batch([one], state, (body) => body.replace('"4"', '"5"'))
    expect([altered.status, altered.said.code]).toEqual([400, 'kiosk_altered'])
    expect((await findKiosk(server.database, id))?.refused).toEqual([{ code: 'kiosk_altered', on: '2026-11-28' }])
    expect((await heard(id, await word([one], state, { sending: 2 }))).statuses).toEqual([201])
  })

  it('is not said to be altered by whoever recorded one of its sendings: each is heard once, whole or altered', async () => {
    const { id, code } = await added()
    const { word } = await device(code)
    const say = (sending: number) => word([numbered(sending)], state, { kiosk: id, sending })
    const spoilt = ({ body, headers }: Word): Word => ({ body: `${body} `, headers })
    const refusals = async () => (await findKiosk(server.database, id))?.refused
    const [whole, altered] = [await say(1), await say(2)]
    expect((await heard(id, whole)).statuses).toEqual([201])
    expect((await heard(id, spoilt(whole))).said).toMatchObject({ code: 'kiosk_repeated', details: [{ kiosk: id, sending: 1 }] })
    expect(await refusals()).toEqual([])
    expect((await heard(id, spoilt(altered))).said.code).toBe('kiosk_altered')
    expect(await refusals()).toEqual([{ code: 'kiosk_altered', on: '2026-11-28' }])
    time = now + 24 * 3_600_000
    for (const again of [spoilt(whole), spoilt(altered), altered]) expect((await heard(id, again)).said.code).toBe('kiosk_repeated')
    // What is said beside the body is signed with it, and what says no number proves nothing of this sending.
    for (const sending of ['3', '']) {
      const { body, headers } = spoilt(altered)
      expect((await heard(id, { body, headers: { ...headers, 'Kiosk-Sending': sending } })).said.code).toBe('kiosk_signature')
    }
    time = now
    expect((await refusals())?.find(({ code: why }) => why === 'kiosk_altered')).toEqual({ code: 'kiosk_altered', on: '2026-11-28' })
    expect((await heard(id, await say(3))).statuses).toEqual([201])
  })

  it('is refused, with its own name, when another device has its place or it has been shut out; nothing is stored, and the office sees it', async () => {
    const { id, code } = await added()
    const { batch } = await device(code)
    const before = await countResponses(server.database, 'c1')
    const again = await act(deps(), atCommandLine(), inviteKiosk, { id })
    if (again.kind !== 'done') throw new Error(again.kind)
    await device(again.value.code)
    const replaced = await batch([numbered(1)])
    expect([replaced.status, replaced.said.code, replaced.said.details?.[0]?.kiosk]).toEqual([401, 'kiosk_signature', id])
    const told = { code: 'kiosk_signature', on: '2026-11-28' }
    expect((await findKiosk(server.database, id))?.refused).toEqual([told])
    await act(deps(), atCommandLine(), revokeKiosk, { id })
    const shut = await batch([numbered(1)])
    expect([shut.status, shut.said.code, shut.said.details?.[0]?.kiosk]).toEqual([403, 'kiosk_revoked', id])
    expect((await findKiosk(server.database, id))?.refused).toEqual([told, { code: 'kiosk_revoked', on: '2026-11-28' }])
    expect(await countResponses(server.database, 'c1')).toBe(before)
  })

  it('names what is missing, though what it has set aside comes by a file; what is refused is set aside and never missing', async () => {
    const { id, code } = await added()
    const { batch } = await device(code)
    const held = { issued: 6, waiting: [[6, 6]], aside: [[2, 2]], free: [] }
    const told = { ...state, made: 6, waiting: 1, setAside: 1, held }
    const closed = numbered(3, response({ A1: '5', overall: '4' }, { touchpoint: 'nowhere' }))
    expect((await batch([numbered(1), closed], told)).statuses?.map((status) => status < 300)).toEqual([true, false])
    const missing = async () => {
      const kiosk = await findKiosk(server.database, id)
      const { never } = kiosk ? kioskCondition(knownKiosk(kiosk), usualHours, now) : { never: undefined }
      return [never, kiosk?.held && missingNumbers(kiosk.arrived, kiosk.held), kiosk?.set_aside]
    }
    expect(await missing()).toEqual([2, [[4, 5]], 2])
    const key = (await findKiosk(server.database, id))?.public_key ?? ''
    await server.database.transact((within) => noteArrived(within, server.database, [{ kiosk: id, device: key, number: 2 }]))
    expect(await missing()).toEqual([2, [[4, 5]], 2])
  })

  it('keeps apart which numbers never came of the device before it', async () => {
    const { id, code } = await added()
    const old = await device(code)
    const held = { issued: 5, waiting: [[2, 2]], aside: [], free: [[5, 5]] }
    await old.batch([numbered(1)], { ...state, made: 4, waiting: 1, held })
    const key = (await findKiosk(server.database, id))?.public_key ?? ''
    const again = await act(deps(), atCommandLine(), inviteKiosk, { id })
    if (again.kind !== 'done') throw new Error(again.kind)
    await device(again.value.code)
    const before = async () => {
      const kiosk = await findKiosk(server.database, id)
      return [kiosk?.lost, kiosk?.held, kiosk?.former.map(stillGone)]
    }
    expect(await before()).toEqual([3, undefined, [[[2, 4]]]])
    await server.database.transact((within) =>
      noteArrived(
        within,
        server.database,
        [3, 6].map((number) => ({ kiosk: id, device: key, number })),
      ),
    )
    expect(await before()).toEqual([
      2,
      undefined,
      [
        [
          [2, 2],
          [4, 4],
        ],
      ],
    ])
  })

  it('shuts the device out that stood there before, and remembers what never came of it', async () => {
    const { id, code } = await added()
    const old = await device(code)
    await old.batch([numbered(1)], { ...state, made: 3, waiting: 2 })
    const again = await act(deps(), atCommandLine(), inviteKiosk, { id })
    if (again.kind !== 'done') throw new Error(again.kind)
    expect((await old.batch([numbered(2)], { ...state, made: 3, waiting: 1 })).status).toBe(200)
    const other = await device(again.value.code)
    expect((await old.batch([numbered(3)])).status).toBe(401)
    expect((await other.batch([numbered(1)], { ...state, made: 1 })).statuses).toEqual([201])
    // As where its last word was still being recorded when the other came.
    await noteKiosk(server.database, { id, public_key: old.key }, { ...state, made: 9, at: '2026-11-28T03:00Z' })
    expect(await findKiosk(server.database, id)).toMatchObject({ lost: 1, arrived: [[1, 1]], made: 1 })
  })

  it('keeps what was refused of it when the database comes from before refusals had days', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sipas-kiosks-'))
    const database = openDatabase(await migratedDatabase(engine, folder))
    const { db } = database
    for (const id of ['refused', 'well']) await insertKiosk(database, { id, name: id, touchpoint: 'kiosk' })
    for (const column of ['former', 'looked']) await db.schema.alterTable('kiosks').dropColumn(column).execute()
    await db.updateTable('kiosks').set({ refused: 'campaign_closed' }).where('id', '=', 'refused').execute()
    await db.updateTable('kiosks').set({ refused: '' }).where('id', '=', 'well').execute()
    await kioskLooks().up(db)
    expect(await findKiosk(database, 'refused')).toMatchObject({ refused: [{ code: 'campaign_closed', on: '' }], former: [] })
    expect(await findKiosk(database, 'well')).toMatchObject({ refused: [], looked: undefined })
    await db.destroy()
    rmSync(folder, { recursive: true })
  })

  it('brings the longest answers that a citizen is thanked for through either door, sealed, and one byte more through none', async () => {
    const { code } = await added()
    const { batch } = await device(code)
    const key = await shownKey(server.url)
    const given = { A1: '5', overall: '4' }
    const paper = async (bytes: number) => {
      const written = (comment: string) => response({ ...given, comment }, { touchpoint: 'kiosk' })
      const one = written(piled(900, bytes - JSON.stringify({ ...given, comment: '' }).length))
      expect(Buffer.byteLength(JSON.stringify(one.answers))).toBe(bytes)
      return sealed(key, one.id, one)
    }
    const anybody = async (responses: readonly unknown[]): Promise<Said['results']> => {
      const headers = { 'Content-Type': 'application/json' }
      const reply = await fetch(`${server.url}/api/v1/responses/batch`, { method: 'POST', headers, body: JSON.stringify({ responses }) })
      const said: Said = await reply.json()
      return said.results
    }
    const enrolled = async (responses: readonly unknown[]) =>
      (await batch(responses.map((one, place) => ({ number: place + 1, response: one })))).said.results
    for (const door of [anybody, enrolled]) {
      const results = await door([await paper(mostAnswerBytes), await paper(mostAnswerBytes + 1)])
      expect(results?.map(({ status, problem }) => problem?.code ?? status)).toEqual([201, 'answers_invalid'])
    }
  })

  it('is told what is wrong with what it signed, and where', async () => {
    const { code } = await added()
    const { batch } = await device(code)
    const { status, said } = await batch([numbered(0)])
    expect([status, said.code, said.details]).toMatchObject([422, 'body_invalid', [{ path: 'items[0].number' }]])
    expect((await send('nowhere/batch', '{}')).status).toBe(404)
  })
})
