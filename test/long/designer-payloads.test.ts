import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe } from 'vitest'
import { closePages, sharedBrowser } from '../browser/browser'
import { standTheirAuthors } from '../browser/hostile-authoring'
import { hostileDesigns } from '../browser/hostile-designs'
import { startServer, type TestServer } from '../server/harness'

describe('300 hostile texts in the designer, all of them', () => {
  let server: TestServer
  let browser: Browser
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startServer(), sharedBrowser()])
  })
  afterAll(async () => {
    await closePages(browser)
    await server.close()
  })

  standTheirAuthors(hostileDesigns(), () => ({ server, browser }))
})
