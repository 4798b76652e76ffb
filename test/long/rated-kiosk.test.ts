import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findKiosk } from '../../server/db/kiosks'
import { publishQuestionnaire } from '../../server/db/questionnaires'
import { closePages, sharedBrowser } from '../browser/browser'
import { held } from '../browser/device'
import { startGate } from '../browser/gate'
import { stored } from '../browser/site'
import { agency, fielded } from '../server/fielded'
import { startServer } from '../server/harness'
import { defined } from '../surveys/looping'
import { tapped, withoutNetwork } from './without-network'

const codes = ['S1', 'S2', 'W1'] as const

it('hears about several agencies at an enrolled kiosk without a network, after it was switched off, and sends the form whole', async () => {
  const [server, browser] = await Promise.all([startServer(), sharedBrowser()])
  const gate = await startGate(server.url)
  const profile = mkdtempSync(join(tmpdir(), 'sipas-kiosk-'))
  try {
    await publishQuestionnaire(server.database, defined(), '2026-01-01')
    await fielded(server.database, {
      questionnaire: 'rating',
      version: 1,
      agencies: codes.map((code) => agency(code, 'department', `Sở ${code}`)),
      touchpoints: [{ code: 'hall', campaign: 'c1', kind: 'kiosk', label: { vi: 'Sảnh' }, agencies: codes }],
    })
    const { page, kiosk } = await withoutNetwork(server.database, gate, profile)
    const option = (item: string, code: string) =>
      tapped(page, page.locator('label', { has: page.locator(`[name="${item}"][value="${code}"]`) }))
    const button = (name: string) => tapped(page, page.getByRole('button', { name, exact: true }))
    await button('Bắt đầu · Tiếng Việt')
    await option('agency', 'W1')
    await option('agency', 'S2')
    await button('Tiếp tục')
    await option('size', 'large')
    await option('S2.open', '4')
    await button('Bỏ qua')
    await button('Bỏ qua')
    await option('W1.open', '1')
    await button('Bỏ qua')
    await button('Bỏ qua')
    await button('Gửi câu trả lời')
    await page.getByText('Máy đã giữ phiếu và sẽ tự gửi.').waitFor()
    const [waits] = await held(page)
    expect(Object.keys(JSON.parse(waits?.body ?? '{}')).sort()).toEqual(['id', 'sealed'])
    expect(await stored(server, 'c1')).toEqual([])
    await gate.begin()
    await page.evaluate(() => void dispatchEvent(new Event('online')))
    await expect
      .poll(async () => (await stored(server, 'c1')).map(({ agency: code, answers }) => ({ code, answers })))
      .toEqual([
        { code: 'S2', answers: { size: 'large', open: '4' } },
        { code: 'W1', answers: { size: 'large', open: '1' } },
      ])
    await expect.poll(async () => held(page)).toEqual([])
    expect(await findKiosk(server.database, kiosk)).toMatchObject({ arrived: [[1, 1]] })
    await page.context().close()
  } finally {
    rmSync(profile, { recursive: true, force: true })
    await closePages(browser)
    await gate.end()
    await server.close()
  }
})
