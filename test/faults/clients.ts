import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { localDay } from '../../surveys/instrument/calendar'
import { response } from '../server/fielded'

/** What clients know of the responses they sent. */
export type Ledger = {
  /** Every body that may have reached a server, by id. */
  readonly sent: Map<string, string>
  readonly acknowledged: Set<string>
  /** Ids without an acknowledgement, to be sent again. */
  readonly waiting: string[]
  /** Answers that no client should get. */
  readonly unexpected: string[]
  /** The token of an interviewer, who enters a third of them at `in1`. */
  readonly interviewer: string | undefined
}

export const newLedger = (interviewer?: string): Ledger => ({
  sent: new Map(),
  acknowledged: new Set(),
  waiting: [],
  unexpected: [],
  interviewer,
})

export type Clients = {
  /** Resolves once these clients got so many acknowledgements. */
  readonly acknowledged: (count: number) => Promise<void>
  /** Resolves when each client has come to the end of what it was doing. */
  readonly stop: () => Promise<void>
}

/** Clients that post one response after another over connections kept alive; what got no acknowledgement is sent again first. */
export function startClients(port: number, ledger: Ledger, clients: number, random: () => number): Clients {
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  let stopping = false
  let count = 0
  const waiting: { readonly from: number; readonly tell: () => void }[] = []
  const hear = (): void => {
    count += 1
    for (const { from, tell } of waiting) if (count >= from) tell()
  }
  const client = async (): Promise<void> => {
    while (!stopping) {
      const id = ledger.waiting.pop() ?? newResponse(ledger, random)
      note(ledger, id, await post(agent, port, ledger, id))
      if (ledger.acknowledged.has(id)) hear()
      // A server that is gone refuses at once.
      else await delay(5)
    }
  }
  const running = Array.from({ length: clients }, client)
  return {
    acknowledged: (from) => new Promise((tell) => (count >= from ? tell() : waiting.push({ from, tell }))),
    stop: async () => {
      stopping = true
      await Promise.all(running)
      agent.destroy()
    },
  }
}

/** Sends everything that has no acknowledgement yet, once. */
export async function sendWaiting(port: number, ledger: Ledger): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  for (const id of ledger.waiting.splice(0)) note(ledger, id, await post(agent, port, ledger, id))
  agent.destroy()
}

type Answer = { readonly status: number; readonly body: string } | undefined

function note(ledger: Ledger, id: string, answer: Answer): void {
  if (answer && (answer.status === 200 || answer.status === 201) && answer.body.includes(id)) ledger.acknowledged.add(id)
  else ledger.waiting.push(id)
  if (answer && ![200, 201, 503].includes(answer.status)) ledger.unexpected.push(`${answer.status} ${answer.body}`)
}

function newResponse(ledger: Ledger, random: () => number): string {
  const id = randomUUID()
  const answers = Object.fromEntries(itemIds.map((item) => [item, String(1 + Math.floor(random() * 5))]))
  const agency = random() < 0.5 ? 'A1' : 'A2'
  const place = ledger.interviewer !== undefined && random() < 1 / 3 ? { touchpoint: 'in1', assisted: true as const } : { touchpoint: 'k2' }
  ledger.sent.set(id, JSON.stringify(response(answers, { id, ...place, agency, answeredOn: localDay(Date.now()) })))
  return id
}

const itemIds = [
  'A1',
  'A2',
  'A3',
  'A4',
  'B1',
  'B2',
  'B3',
  'B4',
  'B5',
  'C1',
  'C2',
  'C3',
  'C4',
  'C5',
  'C6',
  'D1',
  'D2',
  'D3',
  'E1',
  'E2',
  'E3',
  'E4',
  'overall',
]

/** Undefined when the connection broke before the whole answer was there. */
const post = (agent: Agent, port: number, { sent: bodies, interviewer }: Ledger, id: string): Promise<Answer> =>
  new Promise((resolve) => {
    const body = bodies.get(id) ?? ''
    const headers = {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
      ...(interviewer === undefined ? {} : { Authorization: `Bearer ${interviewer}` }),
    }
    const sent = request({ host: '127.0.0.1', port, path: '/api/v1/responses', method: 'POST', agent, headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (part: string) => (text += part))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: text }))
      answer.on('error', () => resolve(undefined))
    })
    sent.on('error', () => resolve(undefined))
    sent.end(body)
  })

/** A response whose head the server has taken, and whose body comes to an end when asked for. */
export async function halfSent(url: string, body: string): Promise<{ readonly finish: () => Promise<number> }> {
  const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body), Expect: '100-continue' }
  const sending = request(`${url}/api/v1/responses`, { method: 'POST', headers })
  const answered = new Promise<number>((resolve, reject) => {
    sending.once('error', reject)
    sending.once('response', (answer) => {
      answer.resume()
      answer.once('end', () => resolve(answer.statusCode ?? 0))
    })
  })
  const taken = new Promise<void>((resolve) => sending.once('continue', resolve))
  sending.flushHeaders()
  await taken
  sending.write(body.slice(0, 20))
  return {
    finish: () => {
      sending.end(body.slice(20))
      return answered
    },
  }
}
