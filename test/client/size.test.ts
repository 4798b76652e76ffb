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
    expect(scriptBytes('assets', () => true)).toBeLessThanOrEqual(20 * kilobyte)
  })
})

it('runs at most 90 kB of script in the office, besides the charts that come when they are near', () => {
  expect(scriptBytes('assets/office', (name) => !name.startsWith('charts'))).toBeLessThanOrEqual(90 * kilobyte)
})

/** The scripts of one folder as they travel; that there are any is part of the answer. */
function scriptBytes(folder: string, isMeant: (name: string) => boolean): number {
  const scripts = readdirSync(join(clientDir, folder)).filter((name) => name.endsWith('.js') && isMeant(name))
  expect(scripts.length).toBeGreaterThan(0)
  return scripts.reduce((sum, name) => sum + gzipSync(readFileSync(join(clientDir, folder, name))).length, 0)
}
