import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closePages, sharedBrowser } from '../browser/browser'
import { type Check, lawPage } from '../browser/outbox-law'
import { databaseDefects, defects } from '../client/outbox-law'

describe("an outbox in the browser's own database, in thousands of orders", () => {
  let check: Check
  beforeAll(async () => {
    check = await lawPage(await sharedBrowser())
  })
  afterAll(async () => closePages(await sharedBrowser()))

  it.each([1, 2, 3, 4])('keeps every promise (%i)', async (seed) => {
    expect(await check('', 1_000, seed)).toEqual({ runs: 1_000, found: '' })
  })

  it.each(Object.entries({ ...defects, ...databaseDefects }))('would show it if %s', async (defect, { sentence }) => {
    expect((await check(defect, 3_000, 20261128)).found).toContain(sentence)
  })
})
