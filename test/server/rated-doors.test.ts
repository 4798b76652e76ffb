import { webcrypto } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, atCommandLine } from '../../server/acts/act'
import { addKiosk } from '../../server/acts/kiosks'
import { countResponses } from '../../server/db/responses'
import { createTouchpoint } from '../../server/db/touchpoints'
import { presenceClaim } from '../../surveys/fielding/beat'
import { daysLater, localDay } from '../../surveys/instrument/calendar'
import { post } from './fielded'
import { engines, type TestServer } from './harness'
import { agrees, codes, form, loopingServer } from './looping'

type Heard = {
  readonly results?: readonly { readonly id: string; readonly status: number; readonly problem?: { readonly code: string } }[]
}

/** A device as a browser would be one. */
async function kioskAt(server: TestServer) {
  const came = await act({ database: server.database, now: Date.now }, atCommandLine(), addKiosk, { name: 'Sảnh', touchpoint: 'k1' })
  if (came.kind !== 'done') throw new Error(came.kind)
  const { publicKey, privateKey } = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
  const key = Buffer.from(await webcrypto.subtle.exportKey('raw', publicKey)).toString('base64url')
  const send = (path: string, body: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${server.url}/api/v1/kiosks/${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body })
  const place: { readonly id: string } = await (await send('enrol', JSON.stringify({ code: came.value.code, publicKey: key }))).json()
  const signed = async (text: string) =>
    Buffer.from(await webcrypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, new TextEncoder().encode(text))).toString(
      'base64url',
    )
  let sending = 0
  return async (items: readonly { readonly number: number; readonly response: unknown }[]) => {
    sending += 1
    const body = JSON.stringify({ kiosk: place.id, sending, items, state: { made: items.length, waiting: 0, setAside: 0, build: 'a' } })
    const reply = await send(`${place.id}/batch`, body, {
      'Kiosk-Signature': await signed(body),
      'Kiosk-Sending': String(sending),
      'Kiosk-Presence': await signed(presenceClaim(place.id, sending)),
    })
    const heard: Heard = await reply.json()
    return [reply.status, heard.results?.map(({ status, problem }) => problem?.code ?? status)]
  }
}

describe.each(engines)('a form about several agencies through rare doors on %s', (engine) => {
  let server: TestServer
  const today = localDay(Date.now())
  beforeAll(async () => {
    server = await loopingServer(engine)
    await createTouchpoint(server.database, { code: 'k1', campaign: 'c1', kind: 'kiosk', label: { vi: 'Sảnh' }, agencies: codes })
  })
  afterAll(() => server.close())
  const count = () => countResponses(server.database, 'c1')

  it('comes from a kiosk in a batch, whole or not at all, and the same again is the same', async () => {
    const send = await kioskAt(server)
    const at = { touchpoint: 'k1' }
    const [one, other, wrong] = [
      form({ S1: { open: '5' }, W1: { open: '2' } }, at),
      form({ S2: { open: '4' } }, at),
      form({ S1: { open: '5' }, W1: { open: '9' } }, at),
    ]
    const items = [one, other, wrong].map((response, place) => ({ number: place + 1, response }))
    expect(await send(items)).toEqual([200, [201, 201, 'answers_invalid']])
    expect(await count()).toBe(3)
    expect(await send(items.slice(0, 2))).toEqual([200, [200, 200]])
    // Another form under a number that has come, and another content under an id that has.
    expect(await send([{ number: 1, response: form({ S3: { open: '1' } }, at) }])).toEqual([200, ['kiosk_number']])
    expect(await send([{ number: 1, response: { ...one, ratings: { S1: { open: '5' } } } }])).toEqual([200, ['id_conflict']])
    expect(await count()).toBe(3)
    await agrees(server)
  })

  it('is taken late, as long as it was answered while its campaign ran and its agencies were there, and whole', async () => {
    const { db } = server.database
    const [closed, dayBefore] = [daysLater(today, -3), daysLater(today, -4)]
    await db
      .updateTable('campaigns')
      .set({ opens_on: daysLater(today, -60), closes_on: closed, status: 'closed' })
      .where('code', '=', 'c1')
      .execute()
    await db
      .updateTable('agencies')
      .set({ valid_to: daysLater(today, -5) })
      .where('code', '=', 'W2')
      .execute()
    try {
      const before = await count()
      const late = async (ratings: Parameters<typeof form>[0], answeredOn: string) => {
        const reply = await post(server.url, form(ratings, { answeredOn }))
        const told: { readonly code: string } = await reply.json()
        return reply.status === 201 ? 201 : told.code
      }
      // What a server knows of a touchpoint it knows for two seconds.
      await expect.poll(() => late({ S1: { open: '5' }, S2: { open: '5' } }, today)).toBe('campaign_closed')
      const stood = await count()
      expect(await late({ S1: { open: '5' }, S2: { open: '4' } }, dayBefore)).toBe(201)
      expect(await count()).toBe(stood + 2)
      expect(await late({ S1: { open: '5' }, S2: { open: '4' } }, daysLater(today, -40))).toBe('campaign_closed')
      // One of them was no more on that day.
      expect(await late({ S1: { open: '5' }, W2: { open: '4' } }, dayBefore)).not.toBe(201)
      expect(await late({ S1: { open: '5' }, W2: { open: '4' } }, daysLater(today, -6))).toBe(201)
      expect(await count()).toBe(stood + 4)
      expect(stood).toBeGreaterThanOrEqual(before)
      await agrees(server)
    } finally {
      await db
        .updateTable('campaigns')
        .set({ closes_on: daysLater(today, 30), status: 'open' })
        .where('code', '=', 'c1')
        .execute()
      await db.updateTable('agencies').set({ valid_to: null }).where('code', '=', 'W2').execute()
    }
  })
})
