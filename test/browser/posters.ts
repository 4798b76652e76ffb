import type { Page } from 'playwright-core'

/** Orders the posters that an address chooses, waits until they are drawn and fetches the file. */
export async function printed(page: Page, address: string): Promise<Uint8Array> {
  await page.goto(address)
  await page.locator('main form[method=post] button').first().click()
  await page.waitForURL(/done=places-print/)
  const file = await page.locator('tbody tr:first-child a[href$="/file"]').getAttribute('href')
  const reply = await page.request.get(new URL(file ?? '', page.url()).href)
  return new Uint8Array(await reply.body())
}
