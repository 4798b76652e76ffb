import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSite } from '../browser/site'
import { clientDir, type TestServer } from '../server/harness'

const kilobyte = 1000
const kibibyte = 1024

describe('what a citizen downloads', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startSite()
  })
  afterAll(() => server.close())

  it.each(['national', 'service', 'quick', 'every', 'choice', 'national?kiosk', 'national?lang=en'])('shows %s after at most 14 KiB', async (path) => {
    const page = await (await fetch(`${server.url}/s/${path}`)).text()
    expect(page).toContain('<style>')
    expect(gzipSync(page).length).toBeLessThanOrEqual(14 * kibibyte)
  })

  it('runs at most 20 kB of script, phone and kiosk together', () => {
    const folder = join(clientDir, 'assets')
    const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'))
    const bytes = scripts.map((name) => gzipSync(readFileSync(join(folder, name))).length)
    expect(scripts.length).toBeGreaterThan(0)
    expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(20 * kilobyte)
  })
})
