import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client'
import type { Outcome } from './recording/outcome'

/** What operators watch; no label names a person, an address or a response. */
export function createMetrics() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'sipas_http_request_seconds',
    help: 'Time to answer, by route',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  })
  const responses = new Counter({
    name: 'sipas_responses_total',
    help: 'Responses by outcome',
    labelNames: ['outcome'],
    registers: [registry],
  })
  return {
    text: () => registry.metrics(),
    contentType: registry.contentType,
    request: (method: string, route: string, status: number, seconds: number) =>
      requests.observe({ method, route, status: String(status) }, seconds),
    outcome: (kind: Outcome['kind']) => responses.inc({ outcome: kind }),
  }
}

export type Metrics = ReturnType<typeof createMetrics>
