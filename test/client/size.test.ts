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

  it('runs one script on a phone, of at most 19 kB', () => {
    const files = loadedBy(clientDir, manifests.survey, 'client/citizen.tsx')
    expect(files).toHaveLength(1)
    expect(packed(clientDir, files)).toBeLessThanOrEqual(19 * kilobyte)
  })

  it('runs one on a kiosk, of at most 20 kB', () => {
    const files = loadedBy(clientDir, manifests.kiosk, 'client/kiosk/main.tsx')
    expect(files).toHaveLength(1)
    expect(packed(clientDir, files)).toBeLessThanOrEqual(20 * kilobyte)
  })

  it.each([manifests.survey, manifests.kiosk])(
    'fetches one script beside it where the questionnaire has a rare type (%s): at most 8 kB',
    (manifest) => {
      const [first, more] = [
        manifest === manifests.survey ? 'client/citizen.tsx' : 'client/kiosk/main.tsx',
        'client/survey/questions/more.ts',
      ].map((entry) => loadedBy(clientDir, manifest, entry))
      const beside = more?.filter((file) => !first?.includes(file)) ?? []
      expect(beside).toHaveLength(1)
      expect(packed(clientDir, beside)).toBeLessThanOrEqual(8 * kilobyte)
    },
  )

  it.each([
    ['every', 'more-'],
    ['every?kiosk', 'kiosk/more-'],
  ])('names that script to the browser on %s, and not where nothing needs it', async (path, file) => {
    const preloaded = async (address: string) =>
      /<link rel="modulepreload" href="([^"]*)">/.exec(await (await fetch(`${server.url}/s/${address}`)).text())?.[1]
    expect(await preloaded(path)).toContain(`/assets/${file}`)
    expect(await preloaded(path.replace('every', 'national'))).toBeUndefined()
  })

  it('fetches behind the first screen what keeps responses: at most 5.5 kB, then what reads aloud: at most 2.5 kB', () => {
    const [outbox, aloud] = ['client/outbox/outbox.ts', 'client/sound/listen.ts'].map((entry) =>
      loadedBy(clientDir, manifests.survey, entry),
    )
    expect([outbox?.length, aloud?.length]).toEqual([1, 1])
    expect(packed(clientDir, outbox ?? [])).toBeLessThanOrEqual(5.5 * kilobyte)
    expect(packed(clientDir, aloud ?? [])).toBeLessThanOrEqual(2.5 * kilobyte)
  })

  it('fetches what works on a puzzle where a server under pressure asks for it: at most 1.5 kB', () => {
    const files = loadedBy(clientDir, manifests.survey, 'client/outbox/puzzle.ts')
    expect(files).toHaveLength(1)
    expect(packed(clientDir, files)).toBeLessThanOrEqual(1.5 * kilobyte)
  })

  it('runs nothing else on a phone', () => {
    const entries = [
      'client/citizen.tsx',
      'client/survey/questions/more.ts',
      'client/outbox/outbox.ts',
      'client/outbox/puzzle.ts',
      'client/sound/listen.ts',
    ]
    const scripts = readdirSync(join(clientDir, 'assets')).filter((name) => name.endsWith('.js'))
    const loaded = new Set(entries.flatMap((entry) => loadedBy(clientDir, manifests.survey, entry)))
    expect(scripts.map((name) => `assets/${name}`).toSorted()).toEqual([...loaded].toSorted())
  })

  it('keeps a kiosk with a worker that has nothing to fetch before it runs', () => {
    expect(loadedBy(clientDir, manifests.kiosk, 'client/kiosk/worker.ts')).toHaveLength(1)
  })

  it.each([
    ['client/outbox/device.ts', 11],
    ['client/kiosk/staff.tsx', 16],
    ['client/kiosk/enrol.tsx', 15],
  ])('fetches for a device that strangers share %s: at most %i kB', (entry, most) => {
    const files = loadedBy(clientDir, manifests.device, entry)
    expect(files.length).toBeGreaterThan(0)
    expect(packed(clientDir, files)).toBeLessThanOrEqual(most * kilobyte)
  })
})

describe('what the office downloads', () => {
  beforeAll(async () => {
    await theBuild()
  })

  it.each([
    ['client/designer/main.tsx', 85, 'the designer, before a tab or a language is opened'],
    ['client/designer/preview/main.tsx', 41, 'the frame in which a design is tried'],
    ['client/office/passkeys.ts', 4, 'the door, where there are passkeys'],
    ['client/office/main.ts', 5, 'results, before a chart comes near'],
  ])('runs from %s at most %i kB: %s', (entry, most) => {
    const files = loadedBy(clientDir, manifests.office, entry)
    expect(files.length).toBeGreaterThan(0)
    expect(packed(clientDir, files)).toBeLessThanOrEqual(most * kilobyte)
  })
})
