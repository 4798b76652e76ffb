import { afterAll, beforeAll, expect, it, describe } from 'vitest'
import { showTouchpoint } from '../../server/acts/touchpoints'
import { act, atCommandLine } from '../../server/acts/act'
import { createTouchpoint, makeTouchpoint } from '../../server/db/touchpoints'
import { routes } from './authorisation'
import { fielded, post, response } from './fielded'
import { startServer, type TestServer } from './harness'
import { changedTables, rowsOf } from './stored-rows'

/** How programs come that look at an address before a person does, or instead of one: a link preview, a mail scanner, a browser that fetches ahead. */
const lookers = {
  'a link preview': { method: 'GET', headers: { 'User-Agent': 'facebookexternalhit/1.1' } },
  'a chat app': { method: 'GET', headers: { 'User-Agent': 'Zalo' } },
  'a mail scanner': { method: 'HEAD', headers: {} },
  'a browser that fetches ahead': { method: 'GET', headers: { 'Sec-Purpose': 'prefetch', Purpose: 'prefetch' } },
  'a browser that draws ahead': { method: 'GET', headers: { 'Sec-Purpose': 'prefetch;prerender' } },
  'a form that was turned into a link': { method: 'GET', headers: { Accept: 'text/html' } },
} as const

/** Every door that is open to whoever knows its address, on a touchpoint of each kind. */
describe('who only looks', () => {
  let server: TestServer
  const addresses: string[] = []
  beforeAll(async () => {
    server = await startServer()
    const { database } = server
    await fielded(database)
    await createTouchpoint(database, { code: 'say', campaign: 'c1', kind: 'interviewer', label: { vi: 'Hỏi' }, agencies: ['A1'] })
    const made =
      (await makeTouchpoint(database, 'c1', { code: undefined, kind: 'qr', label: { vi: 'Quầy' }, agencies: ['A1', 'A2'] }, '')) ?? ''
    const turning =
      (await makeTouchpoint(database, 'c1', { code: undefined, kind: 'qr', label: { vi: 'Màn' }, agencies: ['A1'] }, '')) ?? ''
    const shown = await act({ database, now: server.now }, atCommandLine(), showTouchpoint, { code: turning, revision: 1 })
    const key = shown.kind === 'done' ? shown.value : ''
    expect((await post(server.url, response())).status).toBe(201)

    const doors = Object.entries(routes).flatMap(([route, { needs }]) =>
      needs === 'open' && route.startsWith('GET ') ? [route.slice(4)] : [],
    )
    const values: Readonly<Record<string, readonly string[]>> = {
      touchpoint: ['q1', 'k2', 'say', made, turning, 'none'],
      key: [key, 'none'],
      name: ['outbox.js', 'none'],
    }
    for (const door of doors) {
      const [, place = ''] = /:(\w+)/.exec(door) ?? []
      for (const value of values[place] ?? ['']) addresses.push(door.replace(/:\w+(\{.*\})?/, value))
    }
    // As an edited link, a kiosk, a trial, an interviewer, and a form whose fields stand in its address.
    for (const query of [
      '?kiosk',
      '?test',
      '?assisted',
      '?lang=en',
      '?agency=A2',
      '?A1=5&overall=5&_id=00000000-0000-4000-8000-000000000000&_agency=A1',
    ])
      addresses.push(`/s/${made}${query}`, `/s/q1${query}`)
  })
  afterAll(() => server.close())

  it.each(Object.entries(lookers))('like %s starts, counts and sends nothing at any door', async (_, { method, headers }) => {
    const before = await rowsOf(server.database)
    const failed: string[] = []
    for (const address of addresses) {
      const reply = await fetch(server.url + address, { method, headers, redirect: 'manual' })
      await reply.arrayBuffer()
      if (reply.status >= 500 && address !== '/readyz') failed.push(`${address}: ${reply.status}`)
      // A cookie would make of a program somebody who has begun.
      if (address.startsWith('/s/') && reply.headers.has('set-cookie')) failed.push(`${address}: sets a cookie`)
    }
    expect(failed).toEqual([])
    expect(addresses.length).toBeGreaterThan(30)
    // A writer says every few seconds that it is there, whoever looks.
    const changed = changedTables(before, await rowsOf(server.database)).filter((table) => table !== 'writers')
    expect(changed).toEqual([])
  })
})
