import type { Page } from 'playwright-core'
import { openBrowser } from '../browser/browser'

declare global {
  interface Window {
    slowest: number
  }
}

/** A page in a browser of its own, open while work lasts, that knows how long each event took to be painted. */
export async function withHand<T>(address: string, headers: Record<string, string>, work: (page: Page) => Promise<T>): Promise<T> {
  const browser = await openBrowser()
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, extraHTTPHeaders: headers, locale: 'vi-VN' })
    await page.goto(address, { waitUntil: 'networkidle' })
    await page.evaluate(watchEvents)
    return await work(page)
  } finally {
    await browser.close()
  }
}

/** Milliseconds from the slowest event of an act to its next paint, in steps of 8, as the browser itself times it. */
export async function slowestOf(page: Page, act: () => Promise<unknown>): Promise<number> {
  await page.evaluate(() => (window.slowest = 0))
  await act()
  await page.waitForTimeout(500)
  return page.evaluate(() => window.slowest)
}

function watchEvents(): void {
  window.slowest = 0
  const shortest = { type: 'event', durationThreshold: 16 }
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.slowest = Math.max(window.slowest, duration)
  }).observe(shortest)
}
