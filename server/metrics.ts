import { type DestinationStream, type Logger, pino } from 'pino'
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client'
import type { Outcome } from './recording/outcome'

/** The log of the product. Of an error it says what and where: engines add the row that they could not take. */
export const openLog = (level: string, stream: DestinationStream): Logger => pino({ level, serializers: { err: errorFacts } }, stream)

function errorFacts(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) }
  const { name, message, stack, cause } = error
  return { type: name, message, stack, ...('code' in error ? { code: error.code } : {}), ...(cause ? { cause: errorFacts(cause) } : {}) }
}

/**
 * What operators watch; no label names a person, an address or a response. What citizens do is told by the hour, in the log and in
 * the metrics alike: a line or a step of its own would say at which moment somebody answered. What fails is counted at once.
 */
export function createMetrics(log: Logger, now: () => number) {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'sipas_http_request_seconds',
    help: 'Time to answer, by route; what citizens got is as of the last full hour',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  })
  const responses = new Counter({
    name: 'sipas_responses_total',
    help: 'Responses by outcome; those recorded are as of the last full hour',
    labelNames: ['outcome'],
    registers: [registry],
  })
  const sent = new Map<string, Told & { count: number }>()
  let hour = hourOf(now())
  let shown = ''
  const tell = (): void => {
    for (const { count, ...told } of sent.values()) log.info({ hour: new Date(hour).toISOString(), ...told, requests: count })
    sent.clear()
  }
  const turn = async (): Promise<void> => {
    if (hourOf(now()) === hour) return
    tell()
    hour = hourOf(now())
    shown = await registry.metrics()
  }
  const turning = setInterval(() => void turn(), lookMs)
  turning.unref()
  return {
    text: async () => asOf(shown, await registry.metrics()),
    contentType: registry.contentType,
    request: (told: Told, seconds: number): void => {
      requests.observe({ ...told, status: String(told.status) }, seconds)
      if (!citizens.test(told.route)) return log.info({ ...told, ms: Math.round(seconds * 1e4) / 10 })
      const name = Object.values(told).join(' ')
      sent.set(name, { ...told, count: (sent.get(name)?.count ?? 0) + 1 })
    },
    outcome: (kind: Outcome['kind']) => responses.inc({ outcome: kind }),
    /** Ends the hour when it is over; called every minute. */
    turn,
    close: (): void => {
      clearInterval(turning)
      tell()
    },
  }
}

export type Metrics = ReturnType<typeof createMetrics>

/** How a request was answered. */
type Told = { readonly method: string; readonly route: string; readonly status: number }

/** Where citizens ask and send; what has no route are assets and addresses that are none. */
const citizens = /^\/s\/|^\/receipt$|^\/api\/v1\/(responses|kiosks)(\/|$)|^none$/
const hourMs = 3_600_000
const lookMs = 60_000

const hourOf = (time: number): number => Math.floor(time / hourMs) * hourMs

/** A line of what citizens got. */
const late = /route="(\/s\/[^"]*|\/receipt|\/api\/v1\/(responses|kiosks)[^"]*|none)",status="[23]|outcome="(recorded|repeated)"/

/** The metrics as they are, with what is told late as it was; what was not there then is left out. */
function asOf(before: string, text: string): string {
  const values = new Map(before.split('\n').map((line) => [seriesOf(line), line]))
  return text
    .split('\n')
    .flatMap((line) => (late.test(line) ? (values.get(seriesOf(line)) ?? []) : [line]))
    .join('\n')
}

/** A line of the text without its value. */
const seriesOf = (line: string): string => line.slice(0, line.lastIndexOf(' '))
