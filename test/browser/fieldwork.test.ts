import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newUser } from '../../server/access/account'
import { insertUser } from '../../server/db/accounts'
import { addBreakOffs } from '../../server/db/break-offs'
import { saveGrant } from '../../server/db/grants'
import { localDay } from '../../surveys/instrument/calendar'
import type { Grant } from '../../surveys/people/roles'
import { agency, fielded, post, response } from '../server/fielded'
import { startServer, type TestServer } from '../server/harness'
import { officeOf } from '../server/office'
import { tokenOf } from '../server/token'
import { closePages, openPage, sharedBrowser } from './browser'
import { faults, type Look } from './faults'
import { tabTo } from './keyboard'

const patience = 900_000
const narrow: readonly Look[] = [{ width: 360 }, { width: 768 }, { width: 1080 }]
const looks: readonly Look[] = [...narrow, { width: 1440, axe: ['light', 'dark'] }]
/** Of a kind that is looked at elsewhere. */
const alike: readonly Look[] = [...narrow, { width: 1440 }]

const pages = [
  '/admin/agencies/A1/change',
  '/admin/agencies/A1/split',
  '/admin/services',
  '/admin/services/CT.1',
  '/admin/dossiers',
  '/admin/campaigns/c1/setup/correct',
  '/admin/campaigns/c1/setup/copy',
  '/admin/campaigns/c1/setup/targets',
  '/admin/campaigns/draft/setup/open',
  '/admin/campaigns/c1/fieldwork?view=agencies',
  '/admin/campaigns/c1/responses',
  '/admin/campaigns/c1/quality',
  '/admin/touchpoints/q1',
  '/admin/many/touchpoints/print?campaign=c1&all=found',
  '/admin/posters',
] as const

const alikes = [
  '/admin/agencies',
  '/admin/agencies/A1',
  '/admin/agencies/A1/rename',
  '/admin/agencies/A1/end',
  '/admin/agencies/A2/delete',
  '/admin/services/CT.1/delete',
  '/admin/new/service',
  '/admin/import/services',
  '/admin/import/dossiers',
  '/admin/campaigns/c1/setup',
  '/admin/campaigns/c1/setup/pause',
  '/admin/campaigns/c1/setup/extend',
  '/admin/campaigns/c1/responses/import',
  '/admin/campaigns/c1/fieldwork?view=places',
  '/admin/touchpoints?campaign=c1',
  '/admin/touchpoints/q1/renew',
  '/admin/touchpoints/q1/delete',
] as const

describe('what is done while a campaign runs, in a browser', () => {
  let server: TestServer
  let browser: Browser
  let desk: Page
  let day = ''
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startServer(), sharedBrowser()])
    day = localDay(server.now())
    const agencies = [agency('A1', 'commune', 'Xã Bảo Thắng'), agency('A2', 'commune', 'Xã Y Tý'), agency('A3', 'department', 'Sở Nội vụ')]
    const at = (code: string, kind: 'qr' | 'kiosk' | 'paper', of: readonly string[]) =>
      ({ code, campaign: 'c1', kind, label: { vi: `Quầy ${code}`, en: `Counter ${code}` }, agencies: of }) as const
    await fielded(server.database, {
      agencies,
      // Nothing else is printed without a public address.
      synthetic: true,
      touchpoints: [at('q1', 'qr', ['A1']), at('sn-2026q4-kiosk-21', 'kiosk', ['A1', 'A2']), at('p3', 'paper', ['A1'])],
    })
    await fielded(server.database, { code: 'draft', status: 'draft', agencies, touchpoints: [] })
    for (const place of Array.from({ length: 12 }, (_, nth) => nth))
      expect((await post(server.url, response({ A1: String(1 + (place % 5)), overall: '4' }))).status).toBe(201)
    await addBreakOffs(server.database, [
      { campaign: 'c1', layout: 'phone', question: 'A1', day, persons: 1 },
      { campaign: 'c1', layout: 'phone', question: 'overall', day, persons: 7 },
    ])
    const office = officeOf(server)
    await office.send('/admin/new/service', { code: 'CT', name: 'Chứng thực', field: '', agency: '' })
    await office.send('/admin/new/service', { code: 'CT.1', name: 'Chứng thực bản sao từ bản chính', field: 'CT', agency: '' })
    desk = await openPage(browser, { viewport: { width: 1440, height: 900 } })
    await as('manager')
  })
  afterAll(async () => {
    await closePages(browser)
    await server.close()
  })

  /** Whose desk it is from now on. */
  async function as(name: 'manager' | 'mai' | 'hoa'): Promise<void> {
    const token = name === 'manager' ? server.token : await tokenOf(server.database, name)
    await desk.context().setExtraHTTPHeaders({ Authorization: `Bearer ${token}` })
  }
  const open = (path: string) => desk.goto(server.url + path)
  const looksWell = async (at = looks) => expect([desk.url(), await faults(desk, at, tablesCut)]).toEqual([desk.url(), []])
  const type = async (selector: string, text: string): Promise<void> => {
    await tabTo(desk, selector)
    await desk.keyboard.type(text)
  }
  /** Presses what leads on, and waits for the page that comes. */
  const press = async (selector: string, leadsTo: RegExp | string): Promise<void> => {
    await tabTo(desk, selector)
    await desk.keyboard.press('Enter')
    await (typeof leadsTo === 'string' ? desk.locator(leadsTo).first().waitFor() : desk.waitForURL(leadsTo))
  }
  const space = async (selector: string): Promise<void> => {
    await tabTo(desk, selector)
    await desk.keyboard.press('Space')
  }

  it.each(pages)(
    'has nothing for axe to find on %s, and nothing that scrolls sideways',
    async (path) => {
      expect((await open(path))?.status()).toBe(200)
      await looksWell()
    },
    patience,
  )

  it(
    'has nothing that scrolls sideways on pages alike',
    async () => {
      // Drawn at once as it is measured first.
      await desk.setViewportSize({ width: 360, height: 900 })
      for (const path of alikes) {
        expect([path, (await open(path))?.status()]).toEqual([path, 200])
        await looksWell(alike)
      }
      await desk.setViewportSize({ width: 1440, height: 900 })
    },
    patience,
  )

  it(
    'says at which question people stopped, in one or many',
    async () => {
      await open('/admin/campaigns/c1/fieldwork?lang=en')
      expect(await desk.textContent('main')).toContain('About 8 visits answered something')
      await looksWell()
      await open('/admin/campaigns/c1/fieldwork?lang=vi')
    },
    patience,
  )

  it(
    'moves an agency by keyboard alone, shown before it is done',
    async () => {
      await open('/admin/agencies/A2')
      await press('main a[href$="/A2/move"]', /\/move$/)
      await tabTo(desk, '#to input:checked')
      while ((await desk.locator('#to input:checked').getAttribute('value')) !== 'A3') await desk.keyboard.press('ArrowDown')
      await press('main form [type=submit]:not([name])', '#effects')
      await looksWell()
      await press('main form[method=post] button[type=submit]:not(.quiet)', /done=/)
      expect(await desk.locator('[role=status]').count()).toBe(1)
      await looksWell([{ width: 360, axe: ['light'] }])
    },
    patience,
  )

  it(
    'shows a file by field before it is saved, and what is wrong with one by row',
    async () => {
      const hand = async (path: string, lines: string): Promise<void> => {
        await open(path)
        await desk.setInputFiles('#file', { name: 'tep.csv', mimeType: 'text/csv', buffer: Buffer.from(lines) })
        await tabTo(desk, 'main form button')
        await Promise.all([desk.waitForEvent('load'), desk.keyboard.press('Enter')])
      }
      await hand('/admin/import/agencies', 'code,name,block\nA1,Xã Bảo Thắng mới,commune\nA9,Xã Chín,commune\n')
      await looksWell()
      await hand('/admin/import/services', 'code,name,field\nHT,Hộ tịch,\nCT.1,Chứng thực bản sao,CT\n')
      await looksWell(alike)
      await hand('/admin/import/dossiers', 'agency,month,handled\nA1,2026-09,412\n')
      await looksWell(alike)
      await hand('/admin/import/dossiers', 'agency,month,handled\nA1,2026-09,nhiều\n')
      await looksWell()
      const id = '00000000-0000-4000-8000-00000000000'
      const lines = [`${id}1,A1,${day},paper,5,4`, `${id}2,A0,${day},paper,5,4`]
      await hand('/admin/campaigns/c1/responses/import', ['id,agency,submitted_at,channel,A1,overall', ...lines].join('\n'))
      await looksWell()
      await press('main form[method=post] button[type=submit]:not(.quiet)', 'h1')
      await desk.waitForURL(/apply$/)
      await looksWell()
    },
    patience,
  )

  it(
    'enters dossiers in a grid by keyboard, and marks the cell that is wrong',
    async () => {
      await open('/admin/dossiers?month=2026-09')
      await type('[name="handled.A1"]', '120')
      await type('[name="on_time.A1"]', '200')
      await desk.keyboard.press('Enter')
      await desk.locator('[role=alert]').waitFor()
      await looksWell()
      await tabTo(desk, '[name="on_time.A1"]')
      await desk.keyboard.press('Control+A')
      await desk.keyboard.type('110')
      await desk.keyboard.press('Enter')
      await desk.waitForURL(/done=dossiers/)
      expect(await desk.inputValue('[name="on_time.A1"]')).toBe('110')
    },
    patience,
  )

  it(
    'sets responses aside by keyboard alone: ticked, looked at, with a reason',
    async () => {
      await open('/admin/campaigns/c1/responses')
      await space('.responses input[type=checkbox]')
      await press('form[action*="/preview"] button[type=submit]', '[name=reason]')
      await looksWell()
      await tabTo(desk, '[name=cause]')
      await desk.keyboard.press('ArrowDown')
      await type('[name=reason]', 'Đã đối chiếu với sổ tiếp dân của bộ phận một cửa')
      await press('main form[method=post] button[type=submit]:not(.quiet)', /done=aside/)
      await looksWell([{ width: 360, axe: ['light'] }])
    },
    patience,
  )

  it(
    'pauses touchpoints and lets them ask again by keyboard alone',
    async () => {
      await open('/admin/touchpoints?campaign=c1')
      await space('main table input[type=checkbox]')
      await press('main button[formaction*="/pause"], main button[value="pause"]', /many\/touchpoints\/pause/)
      await looksWell()
      await press('main form[method=post] button[type=submit]:not(.quiet)', /done=places-pause/)
      await open('/admin/many/touchpoints/move?campaign=c1&all=found')
      await looksWell()
    },
    patience,
  )

  it(
    'keys a pile of paper twice and settles what differs, by keyboard alone',
    async () => {
      for (const name of ['mai', 'hoa'] as const) {
        const user = newUser(name, '')
        await insertUser(server.database, user, undefined, 0)
        const clerk: Grant = { role: 'clerk', agency: '', touchpoint: 'p3', endsOn: '' }
        await saveGrant(server.database, user.id, clerk)
      }
      await as('mai')
      await open('/admin/entering/p3/batches')
      await looksWell()
      await type('#label', 'Tập 1')
      await type('#sheets', '1')
      await space('[name=keying][value=double]')
      await press('main form.form button[type=submit]', /batches\/[\w-]+/)
      const pile = desk.url().split('?')[0] ?? ''
      await looksWell()
      const key = async (which: string, overall: string) => {
        await press(`main a[href$="/${which}"]`, 'html.keys')
        await desk.fill('#_day', day)
        await looksWell(alike)
        await desk.locator('[name=overall]').first().focus()
        await desk.keyboard.press(overall)
        await desk.keyboard.press('Control+Enter')
      }
      await key('first', '4')
      await desk.waitForURL(pile)
      await as('hoa')
      await open(new URL(pile).pathname)
      await key('second', '2')
      await press('.ways a', /sheets\/1$/)
      await looksWell()
      await press('main form button[type=submit]:not([name])', '[role=alert]')
      await looksWell([{ width: 360, axe: ['light'] }])
      await space('[name="by.overall"]')
      await press('main form button[type=submit]:not([name])', /done=batch-settled/)
      await looksWell([{ width: 360 }])
    },
    patience,
  )
})

/** Tables that run out of their card, or have to be scrolled in it. */
const tablesCut = (page: Page): Promise<readonly string[]> =>
  page.locator('main table').evaluateAll((tables) =>
    tables
      .filter((table) => {
        const holder = table.closest('.region, .card')
        return (
          holder !== null &&
          (holder.scrollWidth > holder.clientWidth || table.getBoundingClientRect().right > holder.getBoundingClientRect().right)
        )
      })
      .map((table) => `a table is cut: ${table.textContent?.slice(0, 40)}`),
  )
