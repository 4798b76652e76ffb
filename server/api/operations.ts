import { getConnInfo } from '@hono/node-server/conninfo'
import { type Context, Hono } from 'hono'
import type { Config } from '../config'
import type { Database } from '../db/dialect'
import { isMigrated } from '../db/migrate'
import type { Metrics } from '../metrics'
import { languageWanted, problemOf } from '../problems'
import { takesWrites } from '../recording/lease'

type Deps = { readonly database: Database; readonly metrics: Metrics; readonly config: Config }

/** Whether the process lives, whether it can serve, and what it counts. */
export function operations({ database, metrics, config }: Deps) {
  const ready = atMostEach(1_000, async () => (await isMigrated(database).catch(() => false)) && (await takesWrites(database)))
  return new Hono()
    .get('/healthz', (c) => c.json({ status: 'ok' }))
    .get('/readyz', async (c) =>
      (await ready()) ? c.json({ status: 'ready' }) : c.json({ status: 'not ready' }, 503, { 'Retry-After': '5' }),
    )
    .get('/metrics', async (c) => {
      if (!maySeeMetrics(config, c)) return c.json(problemOf('token_needed', languageWanted(c)), 401)
      return c.body(await metrics.text(), 200, { 'Content-Type': metrics.contentType })
    })
}

/** One answer for all who ask within so many milliseconds: whoever asks is a stranger, and readiness costs a durable write. */
function atMostEach<T>(milliseconds: number, ask: () => Promise<T>): () => Promise<T> {
  let last: { readonly answer: Promise<T>; readonly at: number } | undefined
  return () => {
    if (!last || performance.now() - last.at >= milliseconds) last = { answer: ask(), at: performance.now() }
    return last.answer
  }
}

/** With its token; or from this machine, unless a proxy on it passes strangers on. */
function maySeeMetrics({ metricsToken, trustProxy }: Config, c: Context): boolean {
  if (metricsToken !== undefined && c.req.header('authorization') === `Bearer ${metricsToken}`) return true
  const address = getConnInfo(c).remote.address ?? ''
  return trustProxy === 0 && /^(127\.|::1$|::ffff:127\.)/.test(address)
}
