import type { CDPSession, Page } from 'playwright-core'

/** Lets so many people answer and go in one tab of a kiosk, as fast as its screens follow. */
export const visited = (page: Page, people: number): Promise<void> =>
  page.evaluate(async (count) => {
    const until = async <T>(find: () => T | null | undefined): Promise<T> => {
      for (;;) {
        const found = find()
        if (found) return found
        await new Promise((resolve) => setTimeout(resolve))
      }
    }
    const press = async (selector: string) => (await until(() => document.querySelector<HTMLElement>(selector))).click()
    for (let visit = 0; visit < count; visit += 1) {
      await press('.start .go')
      let before: string | undefined
      for (;;) {
        const input = await until(() => document.querySelector<HTMLInputElement>('form input[type="radio"]'))
        if (input.name !== before) input.click()
        const isLast = input.name === 'overall'
        before = input.name
        await until(() => document.querySelector('form input:checked'))
        await press('form [type="submit"]')
        if (isLast) break
        await until(() => document.querySelector<HTMLInputElement>('form input[type="radio"]')?.name !== before)
      }
      await until(() => document.querySelector('[data-receipt]'))
      await press('.thanks .go')
      await until(() => document.querySelector('.start .go'))
    }
  }, people)

export type Footprint = { readonly listeners: number; readonly nodes: number; readonly documents: number; readonly heap: number }

/** What a page holds once everything that nobody holds has gone; the heap in bytes. */
export async function footprint(session: CDPSession): Promise<Footprint> {
  await session.send('Performance.enable')
  for (let round = 0; round < 3; round += 1) {
    await session.send('HeapProfiler.collectGarbage')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const { metrics } = await session.send('Performance.getMetrics')
  const metric = (wanted: string): number => metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  return { listeners: metric('JSEventListeners'), nodes: metric('Nodes'), documents: metric('Documents'), heap: usedSize }
}
