import { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../server/config'
import { openDatabase } from '../../server/db/dialect'
import { fielded, post, response } from './fielded'
import { startServer, type TestServer } from './harness'

describe('running the product', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer({ settings: { METRICS_TOKEN: 'a-token-of-sixteen' } })
    await fielded(server.database)
  })
  afterAll(() => server.close())

  it('says that it lives and that it is ready', async () => {
    expect(await (await fetch(`${server.url}/healthz`)).json()).toEqual({ status: 'ok' })
    expect(await (await fetch(`${server.url}/readyz`)).json()).toEqual({ status: 'ready' })
  })

  it('counts failed responses at once, by outcome and route, without an address or an id', async () => {
    const sent = response()
    await post(server.url, sent)
    await post(server.url, { ...sent, answers: { overall: '1' } })
    const text = await (await fetch(`${server.url}/metrics`)).text()
    expect(text).toContain('sipas_responses_total{outcome="conflict"} 1')
    expect(text).toContain('sipas_http_request_seconds_count{method="POST",route="/api/v1/responses",status="409"} 1')
    const formed = await fetch(`${server.url}/s/q1`, { method: 'POST', body: new URLSearchParams({ A1: '9', _agency: 'A1' }) })
    expect(formed.status).toBe(422)
    expect(await (await fetch(`${server.url}/metrics`)).text()).toContain('sipas_responses_total{outcome="invalid"} 1')
    expect(text).not.toContain(sent.id)
    expect(text).not.toContain('127.0.0.1')
  })

  it('describes its interface from the shapes that it checks', async () => {
    const description = await (await fetch(`${server.url}/api/v1/openapi.json`)).json()
    expect(description.openapi).toMatch(/^3\./)
    expect(Object.keys(description.paths)).toEqual(
      expect.arrayContaining(['/api/v1/responses', '/api/v1/campaigns/{code}/results', '/api/v1/campaigns/{code}/exports/{file}']),
    )
    const body = JSON.stringify(description.paths['/api/v1/responses'].post.requestBody)
    for (const field of ['id', 'campaign', 'version', 'touchpoint', 'agency', 'language', 'answeredOn', 'answers'])
      expect(body).toContain(`"${field}"`)
  })

  it('shows that description from its own address', async () => {
    const page = await fetch(`${server.url}/api/docs`)
    const html = await page.text()
    expect(page.status).toBe(200)
    for (const [, file = ''] of html.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect(file.startsWith('/')).toBe(true)
      expect((await fetch(`${server.url}${file}`)).status).toBe(200)
    }
  })

  it.each(['/healthz', '/nothing', '/api/v1/openapi.json', '/api/docs', '/s/q1', '/s/nothing', '/admin', '/api/v1/campaigns/c1/results'])(
    'sends safe headers with %s',
    async (path) => {
      const { headers } = await fetch(`${server.url}${path}`)
      expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('same-origin')
      expect(headers.get('x-powered-by')).toBeNull()
    },
  )

  it("answers an unknown address in the reader's language", async () => {
    const vietnamese = await (await fetch(`${server.url}/api/v1/nothing`)).json()
    const english = await (await fetch(`${server.url}/api/v1/nothing`, { headers: { 'Accept-Language': 'en' } })).json()
    expect([vietnamese.message, english.message]).toEqual(['Không có gì ở địa chỉ này.', 'There is nothing at this address.'])
  })
})

describe('metrics', () => {
  it('are refused behind a proxy without their token', async () => {
    const server = await startServer({ settings: { TRUST_PROXY: '1', METRICS_TOKEN: 'a-token-of-sixteen' } })
    expect((await fetch(`${server.url}/metrics`)).status).toBe(401)
    expect((await fetch(`${server.url}/metrics`, { headers: { Authorization: 'Bearer a-token-of-sixteen' } })).status).toBe(200)
    await server.close()
  })
})

describe('settings', () => {
  it('have defaults, and an empty value counts as not set', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '' })).toEqual({
      ok: true,
      config: {
        port: 3000,
        host: '127.0.0.1',
        dataDir: 'data',
        database: 'data/sipas.sqlite',
        webhookNetworks: [],
        backupDir: 'data/backups',
        backupKey: undefined,
        publicUrl: undefined,
        trustProxy: 0,
        metricsToken: undefined,
        logLevel: 'info',
      },
    })
  })

  it('that are wrong are all named at once, with what was seen', () => {
    const reading = readConfig({ PORT: 'x', DATABASE_URL: 'mysql://x', PUBLIC_URL: 'ftp://x', LOG_LEVEL: 'loud', METRICS_TOKEN: 'short' })
    expect(reading.ok ? [] : reading.lines.map((line) => line.split(':')[0]?.split('=')[0])).toEqual([
      'PORT',
      'DATABASE_URL',
      'PUBLIC_URL',
      'METRICS_TOKEN',
      'LOG_LEVEL',
    ])
  })
})

describe('a SQLite connection', () => {
  it('is durable on power loss: WAL with synchronous=FULL, also after another connection wrote', async () => {
    const server = await startServer()
    const { db } = openDatabase(`${server.dataDir}/sipas.sqlite`)
    await db.insertInto('secrets').values({ name: 'n', value: 'v' }).execute()
    const pragma = async (name: string) =>
      Object.values((await db.executeQuery<Record<string, unknown>>(CompiledQuery.raw(`pragma ${name}`))).rows[0] ?? {})[0]
    expect([await pragma('journal_mode'), await pragma('synchronous')]).toEqual(['wal', 2])
    await db.destroy()
    await server.close()
  })
})
