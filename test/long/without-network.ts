import type { Locator, Page } from 'playwright-core'
import { trembleMs } from '../../client/survey/taps'
import { act, atCommandLine } from '../../server/acts/act'
import { addKiosk } from '../../server/acts/kiosks'
import type { Database } from '../../server/db/dialect'
import { openLasting } from '../browser/browser'
import { enrolled, isPrepared, takenOver } from '../browser/device'
import type { Gate } from '../browser/gate'

/** A kiosk of the touchpoint `hall` that is enrolled, switched off, and switched on again where there is no network. */
export async function withoutNetwork(
  database: Database,
  gate: Gate,
  profile: string,
): Promise<{ readonly page: Page; readonly kiosk: string }> {
  const came = await act({ database, now: Date.now }, atCommandLine(), addKiosk, { name: 'Sảnh', touchpoint: 'hall' })
  if (came.kind !== 'done') throw new Error(came.kind)
  const first = await openLasting(profile)
  await first.clock.install()
  await enrolled(first, gate.url, came.value.code)
  await first.waitForURL(`${gate.url}/s/hall?kiosk`)
  await isPrepared(first)
  await first.context().close()
  await gate.end()

  const page = await openLasting(profile)
  await page.clock.install()
  await page.goto(`${gate.url}/s/hall?kiosk`)
  await page.locator('html[data-ready]').waitFor()
  return { page, kiosk: came.value.id }
}

/** A tap once the screen takes taps again. */
export async function tapped(page: Page, target: Locator): Promise<void> {
  await target.waitFor()
  await takenOver(page)
  await page.clock.fastForward(trembleMs)
  await target.click()
}
