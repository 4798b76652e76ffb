import { randomInt, randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { localDay } from '../../surveys/instrument/calendar'
import { seeded } from '../surveys/random'
import { agencyCodes, answeredCodes, criteria, oneOf } from './province'
import { shippedVersion } from '../server/fielded'

/** What a load client is asked for; it answers with a `LoadReport`. */
export type Load = {
  readonly port: number
  readonly path: string
  readonly campaign: string
  readonly agencies: number
  /** A touchpoint for each agency in their order; those of `province` where they are not named. */
  readonly touchpoints?: readonly string[]
  readonly connections: number
  readonly ms: number
}
export type LoadReport = {
  readonly acknowledged: number
  readonly refused: number
  readonly ms: number
  readonly latencies: readonly number[]
}

// A process of its own with bare sockets and bodies made beforehand, so that it is never what limits.
process.on('message', (load: Load) => {
  run(load).then(
    (report) => process.send?.(report),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`)
      process.exit(1)
    },
  )
})

async function run(load: Load): Promise<LoadReport> {
  const report = { acknowledged: 0, refused: 0, latencies: new Array<number>() }
  const next = requests(load)
  const begun = performance.now()
  const note = (status: string, ms: number): void => {
    if (status === '201') report.acknowledged += 1
    else report.refused += 1
    report.latencies.push(ms)
  }
  await Promise.all(Array.from({ length: load.connections }, () => connection(load.port, begun + load.ms, next, note)))
  return { ...report, ms: performance.now() - begun }
}

/** One keep-alive connection that sends a request whenever the one before is answered. */
function connection(port: number, until: number, next: () => string, note: (status: string, ms: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let received = ''
    let sentAt = 0
    const send = (): void => {
      sentAt = performance.now()
      socket.write(next(), 'latin1')
    }
    socket.setNoDelay()
    socket.setEncoding('latin1')
    socket.on('connect', send)
    socket.on('error', reject)
    socket.on('close', () => resolve())
    socket.on('data', (part: string) => {
      received += part
      if (!isWhole(received)) return
      const now = performance.now()
      note(received.slice(9, 12), now - sentAt)
      received = ''
      if (now < until) send()
      else socket.end()
    })
  })
}

function isWhole(answer: string): boolean {
  const head = answer.indexOf('\r\n\r\n')
  if (head < 0) return false
  const length = /content-length: (\d+)/i.exec(answer.slice(0, head))?.[1]
  return length === undefined ? answer.endsWith('\r\n0\r\n\r\n') : answer.length >= head + 4 + Number(length)
}

const bodies = 500

/** Somebody's own, for a server that is told of its proxy. */
const network = (): string => `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`

/** Requests that differ in id, network, answers and, where asked for, agency. */
function requests({ path, campaign, agencies, touchpoints }: Load): () => string {
  const random = seeded(agencies)
  const made = Array.from({ length: bodies }, () => {
    const agency = oneOf(agencyCodes.slice(0, agencies), random)
    const codes = answeredCodes(random)
    const answers = Object.fromEntries(criteria.map((item, index) => [item, codes[index]]))
    const rest = JSON.stringify({
      campaign,
      version: shippedVersion['sipas-service'],
      touchpoint: touchpoints?.[agencyCodes.indexOf(agency)] ?? `${campaign}-${agency}`,
      agency,
      language: 'vi',
      answeredOn: localDay(Date.now()),
      answers,
    }).slice(1)
    const length = '{"id":"",'.length + 36 + rest.length
    return {
      head: `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\nX-Forwarded-For: `,
      tail: `",${rest}`,
    }
  })
  let index = 0
  return () => {
    const { head, tail } = made[(index = (index + 1) % bodies)] ?? { head: '', tail: '' }
    return `${head}${network()}\r\n\r\n{"id":"${randomUUID()}${tail}`
  }
}
