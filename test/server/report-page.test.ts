import { createHash } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, atCommandLine } from '../../server/acts/act'
import { releaseCampaign } from '../../server/acts/releases'
import type { Results } from '../../server/reading/results'
import { closePages, openPage, sharedBrowser } from '../browser/browser'
import { faults } from '../browser/faults'
import { engines, type TestServer } from './harness'
import { payload, readingDay, surveyed } from './surveyed'

describe.each(engines)('the report on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await surveyed({ engine })
  })
  afterAll(() => server.close())
  const get = (path: string, language = 'vi') =>
    fetch(server.url + path, { headers: { Authorization: `Bearer ${server.token}`, 'Accept-Language': language } })
  const html = async (query = '', language = 'vi') => (await get(`/admin/campaigns/c1/report${query}`, language)).text()
  const api = async (query = ''): Promise<Results> => (await get(`/api/v1/campaigns/c1/results${query}`)).json()

  it.each(['', '?agency=A1', '?block=department', '?from=2026-11&channel=qr'])(
    'under %s shows the figures of the API with their base and interval',
    async (query) => {
      const { total } = await api(query)
      const rows = tableRows(await html(query))
      for (const node of total.nodes.filter(({ tree }) => tree === 'satisfaction')) {
        const wanted = node.withheld
          ? [String(node.persons), String(node.base), node.withheld === 'small' ? 'chưa đủ 10 phiếu' : 'chưa có câu trả lời']
          : [
              String(node.persons),
              String(node.base),
              percent(node.value),
              range(node.interval),
              percent(node.level?.value),
              range(node.level?.interval),
            ]
        expect(
          rows.some((row) => wanted.every((text) => row.includes(text))),
          `${node.code} ${wanted.join(' ')}`,
        ).toBe(true)
      }
    },
  )

  it('puts the agencies in their blocks by rank, and names those without a figure', async () => {
    const page = await html()
    const { agencies } = await api()
    const shown = tableRows(section(page, 'Kết quả theo cơ quan'))
    for (const { name, rank, ranked, rankInterval, nodes } of agencies) {
      const row = shown.find((cells) => cells.includes(name))
      const [best = 0, worst = 0] = rankInterval ?? []
      expect(row?.[0]).toBe(rank === null ? '–' : `${rank}${best < worst ? ` (${best}–${worst})` : ''}/${ranked}`)
      expect(row).toContain(rank === null ? 'chưa đủ 10 phiếu' : percent(nodes[0]?.value))
    }
    expect(textOf(page)).toContain('Chưa đủ 10 người trả lời, không nêu số: Xã Y Tý.')
    expect(shown.filter((cells) => cells.includes('Xã Y Tý')).join('\n')).not.toMatch(/\d%/)
  })

  it('counts the answers to every criterion', async () => {
    const { total } = await api()
    const rows = tableRows(section(await html(), 'Phân bố câu trả lời theo tiêu chí'))
    for (const { counts, base } of total.nodes.filter(({ tree, kind }) => tree === 'satisfaction' && kind === 'item')) {
      const wanted = [
        ...['1', '2', '3', '4', '5', ...(counts && 'na' in counts ? ['na'] : [])].map((code) => String(counts?.[code])),
        String(base),
      ]
      expect(
        rows.some((row) => row.slice(-wanted.length).join() === wanted.join()),
        wanted.join(),
      ).toBe(true)
    }
  })

  it('has the head of an official annex, says what is made up, its filter, method and words, in both languages', async () => {
    const page = textOf(await html('?channel=qr'))
    for (const words of [
      'Cộng hoà xã hội chủ nghĩa Việt Nam',
      'Độc lập - Tự do - Hạnh phúc',
      'Số: ……/BC-……',
      'Nơi nhận:',
      'Dữ liệu minh hoạ',
      'Kênh: Mã QR',
      'từ ngày 01/10/2026 đến ngày 31/12/2026',
      'quý IV năm 2026',
      'wilson-cluster',
      'SHA-256',
      'Dưới 10 người trả lời',
      'Tỷ lệ hài lòng: số câu trả lời',
    ])
      expect(page).toContain(words)
    const english = textOf(await html('?channel=qr', 'en'))
    for (const words of [
      'Socialist Republic of Viet Nam',
      'Synthetic data',
      'Channel: QR code',
      'from 1 Oct 2026 to 31 Dec 2026',
      'quarter IV of 2026',
      'Below 10 persons',
      'Share satisfied: positive answers',
    ])
      expect(english).toContain(words)
    expect(page.split('Tỷ lệ hài lòng: số câu trả lời')).toHaveLength(2)
    for (const text of [page, english]) expect(text).not.toMatch(/NaN|undefined|Infinity|null|\[object|\{[a-z]+\}/)
  })

  it('says at its head and at its foot that a campaign is still open, and nothing of it once it is closed', async () => {
    const sentences = {
      header: {
        vi: 'Số liệu tính đến ngày 20/11/2026, đợt chưa kết thúc: còn có thể thay đổi.',
        en: 'Figures as of 20 Nov 2026; the campaign is still open and they may still change.',
      },
      footer: {
        vi: 'Đợt khảo sát chưa kết thúc: số liệu còn có thể thay đổi.',
        en: 'The campaign is still open: the figures may still change.',
      },
    }
    const places = async (language: 'vi' | 'en') => {
      const page = (await html('', language)).replace(/<style>[\s\S]*?<\/style>/, '')
      return (['header', 'footer'] as const).filter((part) =>
        new RegExp(`<${part}[\\s\\S]*?</${part}>`).exec(page)?.[0].includes(sentences[part][language]),
      )
    }
    const setStatus = (status: 'open' | 'closed') =>
      server.database.db.updateTable('campaigns').set({ status }).where('code', '=', 'c1').execute()
    for (const language of ['vi', 'en'] as const) expect(await places(language)).toEqual(['header', 'footer'])
    await setStatus('closed')
    for (const language of ['vi', 'en'] as const) expect(await places(language)).toEqual([])
    await setStatus('open')
  })

  it('speaks of satisfaction only above figures of satisfaction', async () => {
    const tables = (await html()).match(/<table[\s\S]*?<\/table>/g) ?? []
    const heads = (code: string) => tables.find((table) => table.includes(`(${code})`))?.match(/<thead>[\s\S]*?<\/thead>/)?.[0]
    expect(heads('SIPAS')).toContain('Tỷ lệ hài lòng')
    const perception = heads('on_time') ?? ''
    expect(perception).toContain('Tỷ lệ tích cực')
    expect(perception).not.toContain('hài lòng')
  })

  it('keeps what an author noted for the office off the paper', async () => {
    expect(textOf(await html())).not.toContain('do chúng tôi tự biên soạn')
  })

  it('gives no figure where too few answered, and says so', async () => {
    const page = textOf(await html('?agency=A2'))
    expect(page).toContain('chưa đủ số người trả lời để nêu số (4 người, ngưỡng 10)')
    expect(page.replace(/95%/g, '')).not.toMatch(/\d%/)
    expect((await get('/admin/campaigns/empty/report')).status).toBe(200)
  })

  it.each([
    ['c1/report?agency=zz', 404],
    ['c1/report?from=2026-13', 422],
    ['none/report', 404],
  ])('answers %s with %d', async (path, status) => {
    expect((await get(`/admin/campaigns/${path}`)).status).toBe(status)
  })

  it('runs nothing and is for nobody who is not signed in', async () => {
    const reply = await get('/admin/campaigns/c1/report')
    const page = await reply.text()
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? ''
    expect(reply.headers.get('content-security-policy')).toContain(
      `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    )
    expect(reply.headers.get('cache-control')).toBe('private, no-store')
    expect(page).not.toMatch(/<script| style="| on[a-z]+="/)
    expect(textOf(page)).toContain(payload)
    expect((await fetch(`${server.url}/admin/campaigns/c1/report`)).status).toBe(401)
  })
})

describe('the report on paper', () => {
  let server: TestServer
  let browser: Browser
  beforeAll(async () => {
    ;[server, browser] = await Promise.all([surveyed(), sharedBrowser()])
  })
  afterAll(() => Promise.all([closePages(browser), server.close()]))
  const opened = (language: string) =>
    openPage(browser, {
      locale: language,
      extraHTTPHeaders: { Authorization: `Bearer ${server.token}`, 'Accept-Language': language },
      viewport: { width: 1000, height: 1400 },
    })

  it.each(['vi', 'en'])(
    'in %s fits A4 in every table, repeats its heads, breaks no row and says on every sheet what it is',
    async (language) => {
      const page = await opened(language)
      await page.goto(`${server.url}/admin/campaigns/c1/report`)
      const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true })
      const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0
      expect(pages).toBeGreaterThanOrEqual(4)
      expect(pages).toBeLessThanOrEqual(16)
      expect(pdf.toString('latin1').match(/\/MediaBox\s*\[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]/g)?.length ?? 0).toBeGreaterThan(0)
      await page.emulateMedia({ media: 'print' })
      await page.setViewportSize({ width: Math.floor((162 / 25.4) * 96), height: 1000 })
      const wide = await page.evaluate(() =>
        [...document.querySelectorAll('main :not(svg *)')]
          .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0 && getComputedStyle(one).display !== 'inline')
          .map((one) => `${one.tagName} ${one.className} ${one.textContent?.slice(0, 40) ?? ''}`),
      )
      expect(wide).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
      const styles = await page.evaluate(() => ({
        head: getComputedStyle(document.querySelector('thead') ?? document.body).display,
        row: getComputedStyle(document.querySelector('tbody tr') ?? document.body).breakInside,
        screen: getComputedStyle(document.querySelector('.screen') ?? document.body).display,
      }))
      expect(styles).toEqual({ head: 'table-header-group', row: 'avoid', screen: 'none' })
      const sheet = await page.evaluate(() => {
        const name = getComputedStyle(document.querySelector('main') ?? document.body).getPropertyValue('page')
        const rules = [...document.styleSheets].flatMap((one) => [...one.cssRules])
        return rules.filter((rule) => rule instanceof CSSPageRule && rule.selectorText === name).map((rule) => rule.cssText)
      })
      const marks = { vi: ['Dữ liệu minh hoạ', 'chưa kết thúc'], en: ['Synthetic data', 'still open'] }[language] ?? ['a language']
      expect(sheet).toEqual([expect.stringMatching(marks.join('[^]*'))])
      await page.context().close()
    },
  )

  it('is shown beside its form as that is being filled in, and kept only when it is saved', async () => {
    const page = await opened('vi')
    await page.goto(`${server.url}/admin/report-form`)
    const tried = page.frameLocator('iframe')
    await tried.getByText('BC-……').first().waitFor()
    await page.getByLabel('Ký hiệu').fill('BC-UBND')
    await tried.getByText('BC-UBND').first().waitFor()
    await page.getByLabel('In phần này: Nguyên nhân').uncheck()
    await expect.poll(() => tried.getByRole('heading', { name: /Nguyên nhân/ }).count()).toBe(0)
    expect(
      await (await fetch(`${server.url}/admin/campaigns/c1/report`, { headers: { Authorization: `Bearer ${server.token}` } })).text(),
    ).not.toContain('BC-UBND')
    await page.context().close()
  })

  it('of working and of released figures, and the list of files, are for everybody, on a phone too', async () => {
    const page = await opened('vi')
    await act({ database: server.database, now: () => readingDay }, atCommandLine(), releaseCampaign, { code: 'c1' })
    const asked = await fetch(`${server.url}/admin/exports`, {
      method: 'POST',
      redirect: 'manual',
      headers: { Authorization: `Bearer ${server.token}`, Origin: server.url },
      body: new URLSearchParams({ campaign: 'c1', file: 'responses.xlsx' }),
    })
    expect(asked.status).toBe(303)
    const [report, released] = ['/admin/campaigns/c1/report', '/admin/campaigns/c1/released']
    expect(
      textOf(
        await (
          await fetch(`${server.url}${released}/report`, { headers: { Authorization: `Bearer ${server.token}`, 'Accept-Language': 'vi' } })
        ).text(),
      ),
    ).toMatch(/Số liệu công bố\.\s*Chốt đêm ngày 20\/11\/2026/)
    for (const path of [report, `${report}/texts`, '/admin/report-form', `${released}/report`, released, '/admin/exports?still']) {
      await page.goto(server.url + path)
      expect([path, await faults(page, [{ width: 1000, axe: ['light'] }, { width: 360 }])]).toEqual([path, []])
    }
    await page.context().close()
  })
})

const percent = (value: number | null | undefined): string => `${decimal((value ?? Number.NaN) * 100)}%`
const range = (interval: readonly [number, number] | null | undefined): string =>
  interval ? `${decimal(interval[0] * 100)}–${decimal(interval[1] * 100)}%` : '–'
const decimal = (value: number): string => value.toLocaleString('vi-VN', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

const textOf = (html: string): string =>
  html
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/<small>/g, '\n')
    .replace(/<[^>]*>/g, '\n')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll('\u00a0', ' ')
    .replace(/\n(?=\S)/g, '\n')

const tableRows = (html: string): readonly (readonly string[])[] =>
  [...html.matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)].map(([row]) =>
    textOf(row)
      .split('\n')
      .map((text) => text.trim().replace(/ \([a-z]\)$/, ''))
      .filter((text) => text !== ''),
  )

const section = (html: string, title: string): string =>
  html.split('<section').find((part) => new RegExp(`<h2>[^<]*${title}</h2>`).test(part.replaceAll('\u00a0', ' '))) ?? ''
