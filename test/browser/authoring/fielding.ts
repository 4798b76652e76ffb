import type { Browser } from 'playwright-core'
import { localDay } from '../../../surveys/instrument/calendar'
import type { Answers } from '../../../surveys/instrument/schema'
import { post, response } from '../../server/fielded'
import type { TestServer } from '../../server/harness'
import { officeOf } from '../../server/office'
import { openPage } from '../browser'
import { next, send, tap } from '../visiting'
import { criteria } from './desk-form'

type Fielded = { readonly code: string; readonly questionnaire: string; readonly version: number }

const dayMs = 86_400_000
const dayFrom = (days: number): string => localDay(Date.now() + days * dayMs)

/** An open campaign of one agency by the office's forms, begun some days ago; gives the code of its QR touchpoint. */
export async function openCampaign(server: TestServer, { code, questionnaire, version }: Fielded, begunDaysAgo: number): Promise<string> {
  const office = officeOf(server)
  await office.send('/admin/new/agency', { code: 'H1', name: 'UBND phường Sa Pa', block: 'commune' })
  const fields = {
    code,
    title: `Đợt bản ${version}`,
    titleEn: `Wave of version ${version}`,
    questionnaire: `${questionnaire} ${version}`,
    from: dayFrom(-begunDaysAgo),
    to: dayFrom(30),
    kind: 'open',
    threshold: '10',
    scope: 'all',
  }
  const made = await office.send('/admin/new/campaign', fields)
  if (made.status !== 303) throw new Error(`campaign "${code}": ${await made.text()}`)
  await office.send(`/admin/new/touchpoint?campaign=${code}`, { kind: 'qr', spread: 'every' })
  await office.send(`/admin/campaigns/${code}/setup/open`)
  const { code: touchpoint } = await server.database.db
    .selectFrom('touchpoints')
    .select('code')
    .where('campaign', '=', code)
    .executeTakeFirstOrThrow()
  return touchpoint
}

/** Answers of several persons by the API: so many of them satisfied with everything, the others with nothing. */
export async function answerMany(
  server: TestServer,
  { code, version }: Fielded,
  touchpoint: string,
  { persons, satisfied, rest }: { readonly persons: number; readonly satisfied: number; readonly rest: Answers },
): Promise<void> {
  for (let person = 0; person < persons; person += 1) {
    const answers = { ...Object.fromEntries(criteria.map((item) => [item, person < satisfied ? '5' : '3'])), ...rest }
    const reply = await post(server.url, response(answers, { campaign: code, version, touchpoint, agency: 'H1' }))
    if (reply.status !== 201) throw new Error(`${code}: ${reply.status} ${await reply.text()}`)
  }
}

/** Over since yesterday, so that the next campaign comes after it. */
export const close = (server: TestServer, code: string) =>
  server.database.db
    .updateTable('campaigns')
    .set({ opens_on: dayFrom(-20), closes_on: dayFrom(-1), status: 'closed' })
    .where('code', '=', code)
    .execute()

/** One person on a phone who is satisfied with everything but the whole; says whether the reason was asked for before that. */
export async function answerOnPhone(
  browser: Browser,
  server: TestServer,
  touchpoint: string,
): Promise<{ readonly isAskedTooSoon: boolean }> {
  const page = await openPage(browser, { hasTouch: true, isMobile: true })
  await page.goto(`${server.url}/s/${touchpoint}`)
  await page.locator('html[data-ready]').waitFor()
  for (const item of ['service', ...criteria, 'overall']) {
    while (!(await page.locator(`[name="${item}"]`).first().isVisible())) await next(page)
    if (item === 'overall') break
    await tap(page, item, item === 'service' ? 'ho-tich' : '5')
  }
  const reason = page.locator('[name="reason"]')
  await tap(page, 'overall', '5')
  const isAskedTooSoon = await reason.isVisible()
  await tap(page, 'overall', '2')
  await reason.fill('Chờ lâu')
  await send(page)
  await page.locator('[data-receipt]').waitFor()
  await page.context().close()
  return { isAskedTooSoon }
}
