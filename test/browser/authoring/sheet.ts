import { readFileSync } from 'node:fs'
import { readXlsx, writeXlsx } from 'hucre'
import type { Page } from 'playwright-core'
import { press } from './author'

/** Downloads the sheet for a translator, fills in what `translate` knows, and loads it again; gives how many texts it held. */
export async function translateBySheet(page: Page, translate: (text: string) => string | undefined): Promise<number> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /^Tải bảng dịch/ }).click()])
  const { sheets } = await readXlsx(readFileSync(await download.path()))
  const [sheet] = sheets
  const [head = [], ...rows] = sheet?.rows ?? []
  const filled = rows.map(([key = null, place = null, source = null, present = null]) => [
    key,
    place,
    source,
    present ?? translate(String(source)) ?? null,
  ])
  const buffer = Buffer.from(await writeXlsx({ sheets: [{ name: sheet?.name ?? '', rows: [[...head], ...filled] }] }))
  await page
    .getByLabel(/^Nạp bảng đã dịch/)
    .setInputFiles({ name: 'dich.xlsx', mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer })
  await press(page, 'Nạp vào phiếu')
  await page.locator('.outcome .done').waitFor()
  return rows.length
}
