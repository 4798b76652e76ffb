import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { deliver, type Delivery } from '../../client/survey/delivery'
import { response } from '../server/fielded'

const body = response()
const receipt = { id: body.id, code: 'ABCD-2345', receivedOn: '2026-11-22' }

// The browser's own events, which tell that the network is back; gone again for the files that run after this one.
beforeAll(() => {
  vi.stubGlobal('addEventListener', () => {})
  vi.stubGlobal('removeEventListener', () => {})
})
afterAll(() => void vi.unstubAllGlobals())

type Reply = { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> }

describe('sending a response', () => {
  let server: Server | undefined
  afterEach(() => void server?.close())

  /** Sends against a server that gives these replies in turn, retrying at once. */
  async function sent(
    ...replies: readonly Reply[]
  ): Promise<{ readonly last: Delivery; readonly bodies: readonly string[]; readonly waits: readonly number[] }> {
    const bodies: string[] = []
    server = createServer((request, reply) => {
      let text = ''
      request.on('data', (chunk) => (text += chunk))
      request.on('end', () => {
        const next = replies[bodies.push(text) - 1]
        reply.writeHead(next?.status ?? 500, { 'Content-Type': 'application/json', ...next?.headers }).end(next?.body)
      })
    })
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
    const waits: number[] = []
    const last = await new Promise<Delivery>((resolve) => {
      const sending = deliver(`http://127.0.0.1:${portOf(server?.address())}`, body, (delivery) => {
        if (delivery.kind === 'accepted' || delivery.kind === 'refused') resolve(delivery)
        if (delivery.kind !== 'waiting') return
        waits.push(delivery.seconds)
        setTimeout(() => sending.retryNow())
      })
    })
    return { last, bodies, waits }
  }

  it('ends with the receipt', async () => {
    expect((await sent({ status: 201, body: JSON.stringify(receipt) })).last).toEqual({ kind: 'accepted', receipt })
  })

  it('retries, ever more patiently, with the same body', async () => {
    const { last, bodies, waits } = await sent(
      { status: 500, body: '{}' },
      { status: 200, body: '<html>' },
      { status: 200, body: JSON.stringify({ ...receipt, id: 'other' }) },
      { status: 503, body: '{}', headers: { 'Retry-After': '40' } },
      { status: 200, body: JSON.stringify(receipt) },
    )
    expect(last.kind).toBe('accepted')
    expect(waits).toEqual([3, 6, 12, 40])
    expect(new Set(bodies)).toEqual(new Set([JSON.stringify(body)]))
  })

  it('stops at a refusal, with what is wrong', async () => {
    const details = [{ item: 'overall', code: 'required' }]
    const { last } = await sent({ status: 422, body: JSON.stringify({ code: 'answers_invalid', message: 'Không hợp lệ', details }) })
    expect(last).toEqual({ kind: 'refused', message: 'Không hợp lệ', violations: details })
  })
})

const portOf = (address: string | AddressInfo | null | undefined): number => (typeof address === 'object' && address ? address.port : 0)
