import { createServer, type IncomingMessage, type OutgoingHttpHeaders, request as ask, type ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'

/** What a network does to what a device sends. */
export const faults = [
  /** It never arrives. */
  'dropped',
  /** It arrives twice at once. */
  'doubled',
  'delayed',
  /** The device hears nothing, and what it sent arrives after what it sends next. */
  'overtaken',
  'request cut',
  'reply cut',
  /** It is stored, and the device hears nothing. */
  'reply lost',
  /** A hotspot's page, as if all were well. */
  'portal',
  'sent elsewhere',
  /** A box in between refuses, in JSON as we do. */
  'refused on the way',
] as const
export type Fault = (typeof faults)[number]

export type Network = {
  readonly url: string
  /** As it is from now on: all is well; what is posted meets one fault after another, shuffled; nothing posted gets through; or nothing at all. */
  readonly become: (weather: Weather) => void
  /** How often each fault has happened. */
  readonly happened: ReadonlyMap<Fault, number>
  /** Resolves when what is still on the way has arrived. */
  readonly settled: () => Promise<void>
  readonly close: () => Promise<void>
}

export type Weather = 'fair' | 'foul' | 'deaf' | 'down'

/** A network between devices and a server: pages pass, and what is posted meets what a seeded deck of faults holds. */
export async function startNetwork(target: string, random: () => number): Promise<Network> {
  let weather: Weather = 'fair'
  const happened = new Map<Fault, number>()
  const underway = new Set<Promise<unknown>>()
  const deck = deckOf([...faults, 'passed', 'passed', 'passed', 'passed'] as const, random)
  const server = createServer((request, reply) => {
    const carried = carry(request, reply).catch(() => void reply.destroy())
    underway.add(carried)
    void carried.finally(() => underway.delete(carried))
  })
  const carry = async (request: IncomingMessage, reply: ServerResponse): Promise<void> => {
    if (weather === 'down') return void reply.destroy()
    if (request.url === hotspot) return void reply.writeHead(200, { 'Content-Type': 'text/html' }).end(signIn)
    const sent: Sent = { path: request.url ?? '/', method: request.method ?? 'GET', headers: request.headers, body: await bytesOf(request) }
    if (sent.method !== 'POST' || weather === 'fair') return give(reply, await forward(target, sent))
    if (weather === 'deaf') return void reply.destroy()
    const fate = deck()
    if (fate !== 'passed') happened.set(fate, (happened.get(fate) ?? 0) + 1)
    await meet(fate, { target, sent, reply, random })
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    become: (wanted) => void (weather = wanted),
    happened,
    settled: async () => void (await Promise.all(underway)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Deals each card once before any comes again. */
function deckOf<Card>(cards: readonly Card[], random: () => number): () => Card {
  let left: Card[] = []
  return () => {
    if (left.length === 0) left = [...cards]
    const [card] = left.splice(Math.floor(random() * left.length), 1)
    if (card === undefined) throw new Error('an empty deck')
    return card
  }
}

type Sent = { readonly path: string; readonly method: string; readonly headers: OutgoingHttpHeaders; readonly body: Buffer }
type Said = { readonly status: number; readonly headers: OutgoingHttpHeaders; readonly body: Buffer }
type Meeting = { readonly target: string; readonly sent: Sent; readonly reply: ServerResponse; readonly random: () => number }

async function meet(fate: Fault | 'passed', { target, sent, reply, random }: Meeting): Promise<void> {
  const some = (bytes: Buffer): Buffer => bytes.subarray(0, 1 + Math.floor(random() * (bytes.length - 1)))
  switch (fate) {
    case 'passed':
      return give(reply, await forward(target, sent))
    case 'dropped':
      return void reply.destroy()
    case 'doubled': {
      const [, second] = await Promise.all([forward(target, sent), forward(target, sent)])
      return give(reply, second)
    }
    case 'delayed':
      await delay(random() * longestMs)
      return give(reply, await forward(target, sent))
    case 'overtaken':
      reply.destroy()
      await delay(random() * longestMs)
      return void (await forward(target, sent))
    case 'request cut':
      reply.destroy()
      return void (await forward(target, sent, some(sent.body)).catch(() => undefined))
    case 'reply cut': {
      const said = await forward(target, sent)
      reply.writeHead(said.status, wholeHeaders(said.headers, said.body))
      return void reply.write(some(said.body), () => reply.destroy())
    }
    case 'reply lost':
      await forward(target, sent)
      return void reply.destroy()
    case 'portal':
      return void reply.writeHead(200, { 'Content-Type': 'text/html' }).end(signIn)
    case 'sent elsewhere':
      return void reply.writeHead(302, { Location: hotspot }).end()
    case 'refused on the way': {
      const status = [401, 403, 404][Math.floor(random() * 3)] ?? 403
      const body = JSON.stringify({ code: 'forbidden', message: 'Please sign in to WiFi' })
      return void reply.writeHead(status, { 'Content-Type': 'application/json' }).end(body)
    }
  }
}

const longestMs = 400
const hotspot = '/hotspot'
const signIn = '<!doctype html><title>Wi-Fi</title><p>Đăng nhập Wi-Fi'

function give(reply: ServerResponse, { status, headers, body }: Said): void {
  reply.writeHead(status, wholeHeaders(headers, body)).end(body)
}

/** Headers for a body that is sent in one piece. */
function wholeHeaders(headers: OutgoingHttpHeaders, body: Buffer): OutgoingHttpHeaders {
  const { 'transfer-encoding': _, connection: __, ...rest } = headers
  return { ...rest, 'content-length': body.length }
}

/** Sends on what came; of a body that breaks off the server hears the beginning and that the line is dead. */
const forward = (target: string, { path, method, headers, body }: Sent, part = body): Promise<Said> =>
  new Promise((resolve, reject) => {
    const going = ask(`${target}${path}`, { method, headers, agent: false }, (answer) => {
      bytesOf(answer).then((all) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: all }), reject)
    })
    going.on('error', reject)
    if (part.length === body.length) going.end(body)
    else going.write(part, () => going.destroy(new Error('the line is dead')))
  })

const bytesOf = (stream: IncomingMessage): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    stream.on('data', (part: Buffer) => void parts.push(part))
    stream.on('end', () => resolve(Buffer.concat(parts)))
    stream.on('error', reject)
  })
