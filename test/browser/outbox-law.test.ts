import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closePages, sharedBrowser } from './browser'
import { type Check, lawPage } from './outbox-law'

describe("an outbox in the browser's own database that two tabs empty while responses come, go and change", () => {
  let check: Check
  beforeAll(async () => {
    check = await lawPage(await sharedBrowser())
  })
  afterAll(async () => closePages(await sharedBrowser()))

  it('keeps every promise, and loses or doubles no number', async () => {
    expect(await check('', 40, 20261128)).toEqual({ runs: 40, found: '' })
  })

  // Those that few runs show; all of them in `long/`.
  it.each([
    ['pages do not wait for each other', 'two pages send at once'],
    ['a number is looked up before it is given', 'two bear one number'],
    ['what is taken back takes its number along', 'is missing'],
  ])('would show it if %s', async (defect, sentence) => {
    expect((await check(defect, 40, 20261128)).found).toContain(sentence)
  })
})
