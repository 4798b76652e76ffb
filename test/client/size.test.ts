import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSite } from '../browser/site'
import { clientDir, type TestServer, theBuild } from '../server/harness'
import { loadedBy, manifests, packed } from './loaded'

const kilobyte = 1000
const kibibyte = 1024

describe('what a citizen downloads', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startSite()
  })
  afterAll(() => server.close())

  it.each(['national', 'service', 'quick', 'every', 'choice', 'national?kiosk', 'national?lang=en'])(
    'shows %s after at most 14 KiB',
    async (path) => {
      const page = await (await fetch(`${server.url}/s/${path}`)).text()
      expect(page).toContain('<style>')
      expect(gzipSync(page).length).toBeLessThanOrEqual(14 * kibibyte)
    },
  )

  it('runs one script on a phone, of at most 18.5 kB', () => {
    const files = loadedBy(clientDir, manifests.survey, 'client/citizen.tsx')
    expect(files).toHaveLength(1)
    expect(packed(clientDir, files)).toBeLessThanOrEqual(18.5 * kilobyte)
  })

  it('runs two on a kiosk, of at most 21 kB, and names both on its page', async () => {
    const files = loadedBy(clientDir, manifests.survey, 'client/kiosk/Kiosk.tsx')
    expect(files).toHaveLength(2)
    // The phone's own screens are in the first of them.
    expect(packed(clientDir, files)).toBeLessThanOrEqual(21 * kilobyte)
    const page = await (await fetch(`${server.url}/s/quick?kiosk`)).text()
    for (const file of files) expect(page).toContain(`"/${file}"`)
  })

  it('fetches what keeps responses while the first screen is read: at most 5 kB, then what reads aloud, at most 2 kB, and nothing else', () => {
    const entries = [
      'client/kiosk/Kiosk.tsx',
      'client/outbox/outbox.ts',
      'client/kiosk/upkeep.ts',
      'client/kiosk/worker.ts',
      'client/sound/listen.ts',
      'client/kiosk/Sight.tsx',
    ]
    const [first, later, upkeep, worker, aloud, sight] = entries.map((entry) => loadedBy(clientDir, manifests.survey, entry))
    expect([later?.length, upkeep?.length, aloud?.length, sight?.length]).toEqual([1, 1, 1, 2])
    // By itself, with nothing to fetch before it runs.
    expect(worker).toHaveLength(1)
    expect(
      readdirSync(join(clientDir, 'assets'))
        .filter((name) => name.endsWith('.js'))
        .map((name) => `assets/${name}`)
        .toSorted(),
    ).toEqual([...new Set([first, later, upkeep, worker, aloud, sight].flatMap((files) => files ?? []))].toSorted())
    expect(packed(clientDir, aloud ?? [])).toBeLessThanOrEqual(2 * kilobyte)
    expect(packed(clientDir, later ?? [])).toBeLessThanOrEqual(5 * kilobyte)
  })

  it.each([
    ['client/outbox/device.ts', 10],
    ['client/kiosk/staff.tsx', 15],
    ['client/kiosk/enrol.tsx', 15],
  ])('fetches for a device that strangers share %s: at most %i kB', (entry, most) => {
    const files = loadedBy(clientDir, manifests.kiosk, entry)
    expect(files.length).toBeGreaterThan(0)
    expect(packed(clientDir, files)).toBeLessThanOrEqual(most * kilobyte)
  })
})

describe('what the office downloads', () => {
  beforeAll(async () => {
    await theBuild()
  })

  it.each([
    ['client/designer/main.tsx', 91, 'the designer, before a tab or a language is opened'],
    ['client/designer/preview/main.tsx', 40, 'the frame in which a design is tried'],
    ['client/office/main.ts', 5, 'results, before a chart comes near'],
  ])('runs from %s at most %i kB: %s', (entry, most) => {
    const files = loadedBy(clientDir, manifests.office, entry)
    expect(files.length).toBeGreaterThan(0)
    expect(packed(clientDir, files)).toBeLessThanOrEqual(most * kilobyte)
  })
})
