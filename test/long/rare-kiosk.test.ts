import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { saveMedia } from '../../server/db/media'
import { publishQuestionnaire } from '../../server/db/questionnaires'
import type { QuestionnaireInput } from '../../surveys/instrument/schema'
import { closePages, sharedBrowser } from '../browser/browser'
import { emptied, held } from '../browser/device'
import { startGate } from '../browser/gate'
import { stored } from '../browser/site'
import { agency, fielded } from '../server/fielded'
import { startServer, until } from '../server/harness'
import { pictureOf } from '../server/picture-files'
import { readSmall, smallSource } from '../surveys/small'
import { tapped, withoutNetwork } from './without-network'

type Typed = QuestionnaireInput['sections'][number]['questions'][number]

const both = (text: string) => ({ vi: text, en: text })
const plain = (code: string) => ({ code, label: both(code) })

const questions: readonly Typed[] = [
  { id: 'nick', type: 'text', text: both('Gọi là'), maxLength: 200 },
  { id: 'place', type: 'single', shuffled: true, scale: 'places', text: both('Ở đâu, {answer:nick|bạn}') },
  { id: 'order', type: 'ranking', shuffled: true, scale: 'wanted', text: both('Xếp thứ tự') },
  { id: 'ease', type: 'slider', min: 0, max: 100, step: 5, text: both('Dễ ở {answer:place}'), least: both('Khó'), most: both('Dễ') },
  { id: 'home', type: 'single', asList: true, scale: 'communes', text: both('Xã nào') },
  { id: 'came', type: 'date-time', min: '2026-01-01T00:00', text: both('Lúc nào') },
  {
    id: 'visits',
    type: 'number-matrix',
    min: 0,
    max: 99,
    total: true,
    text: both('Số lần'),
    items: [
      { id: 'v1', text: both('Nơi 1') },
      { id: 'v2', text: both('Nơi 2') },
    ],
  },
  { id: 'often', type: 'yes-no', scale: 'yn', text: both('Đến nhiều'), showIf: { item: 'all', atLeast: 5 } },
  { id: 'seldom', type: 'yes-no', scale: 'yn', text: both('Đến ít'), showIf: { item: 'all', atMost: 4 } },
  {
    id: 'likely',
    type: 'recommend',
    text: both('Giới thiệu {answer:order} {answer:came} {answer:v1}'),
    least: both('Không'),
    most: both('Có'),
  },
  { id: 'reach', type: 'contact', text: both('Liên hệ') },
]

const source = (pictures: readonly string[]) =>
  ({
    ...smallSource,
    id: 'deep',
    scales: [
      {
        id: 'places',
        options: [
          ...['desk', 'web', 'post', 'home'].map((code, at) => ({ ...plain(code), picture: pictures[at] })),
          { ...plain('pinned'), fixed: true as const },
          { ...plain('else'), kind: 'other' as const },
        ],
      },
      { id: 'wanted', options: ['fast', 'cheap', 'near', 'kind'].map(plain) },
      { id: 'communes', options: ['Sa Pa', 'Bảo Thắng', 'Đồng Tuyển'].map((name, at) => ({ code: `x${at}`, label: both(name) })) },
      smallSource.scales[2],
    ],
    computed: [{ id: 'all', label: both('Tổng'), value: 'sum', of: ['v1', 'v2'] }],
    sections: questions.map((question) => ({ id: `s-${question.id}`, title: both(`Phần ${question.id}`), questions: [question] })),
    trees: [
      {
        id: 'perception',
        label: both('Giới thiệu'),
        formula: 'net-promoters',
        nodes: [{ code: 'N', kind: 'overall', label: both('Giới thiệu'), items: ['likely'] }],
      },
    ],
  }) satisfies QuestionnaireInput

/** What each writes at first, how that is told later and kept, how often they came, and what is asked because of it. */
const people = [
  {
    nick: '<b>Lan</b> \u202Eabc 👩‍👩‍👧',
    reads: '<b>Lan</b> abc 👩‍👩‍👧',
    kept: '<b>Lan</b> \u202Eabc 👩‍👩‍👧',
    visits: ['2', '3'],
    asked: 'often',
    told: '\u20682\u2069',
  },
  { nick: 'Hùng\nhai dòng', reads: 'Hùng hai dòng', kept: 'Hùng hai dòng', visits: ['0', '4'], asked: 'seldom', told: '\u20680\u2069' },
  { nick: 'Mai', reads: 'Mai', kept: 'Mai', visits: ['', ''], asked: undefined, told: '…' },
] as const

/** Whether all four are drawn. */
const hasPictures = (within: Element): boolean => {
  const all = [...within.querySelectorAll('img')]
  return all.length === 4 && all.every(({ complete, naturalWidth }) => complete && naturalWidth > 0)
}

it('asks rare questions at an enrolled kiosk without a network, pictures and all, and counts each person once when it is back', async () => {
  const [server, browser] = await Promise.all([startServer(), sharedBrowser()])
  const gate = await startGate(server.url)
  const profile = mkdtempSync(join(tmpdir(), 'sipas-kiosk-'))
  try {
    const pictures = await Promise.all(
      [10, 90, 170, 250].map((hue) =>
        saveMedia(
          server.database,
          { type: 'image/png', bytes: pictureOf('png', { width: 120, height: 90, hue }) },
          new Date().toISOString(),
        ),
      ),
    )
    await publishQuestionnaire(server.database, readSmall(source(pictures)), '2026-01-01')
    await fielded(server.database, {
      questionnaire: 'deep',
      version: 1,
      agencies: [agency('A1')],
      touchpoints: [{ code: 'hall', campaign: 'c1', kind: 'kiosk', label: { vi: 'Sảnh' }, agencies: ['A1'] }],
    })
    const { page } = await withoutNetwork(server.database, gate, profile)
    const button = (name: string) => tapped(page, page.getByRole('button', { name, exact: true }))
    const shown = (item: string) => page.locator(`[name="${item}"], [id="${item}"]`).first().waitFor()
    const chosen = (item: string, code: string) =>
      tapped(page, page.locator('label', { has: page.locator(`[name="${item}"][value="${code}"]`) }))
    const nowAsked = () => page.locator('legend, .card label').first().innerText()
    for (const { nick, visits, reads, asked, told } of people) {
      await button('Bắt đầu · Tiếng Việt')
      await shown('nick')
      await page.locator('[name="nick"]').fill(nick)
      await button('Tiếp tục')
      await shown('place')
      expect(await nowAsked()).toBe(`Ở đâu, \u2068${reads}\u2069`)
      const codes = await page.locator('[name="place"]').evaluateAll((all) => all.map((one) => one.getAttribute('value')))
      expect([new Set(codes.slice(0, 4)), codes.slice(4)]).toEqual([new Set(['desk', 'home', 'post', 'web']), ['pinned', 'else']])
      await until(() => page.locator('fieldset').evaluate(hasPictures))
      await chosen('place', 'web')
      await shown('order')
      for (const code of ['near', 'fast', 'kind']) await tapped(page, page.locator('label', { has: page.locator(`[value="${code}"]`) }))
      await button('Tiếp tục')
      await shown('ease')
      expect(await nowAsked()).toBe('Dễ ở \u2068web\u2069')
      await page.locator('#ease').press('End')
      await page.locator('#ease').press('ArrowLeft')
      await button('Tiếp tục')
      await shown('home')
      await page.locator('#home').fill('bao th')
      await tapped(page, page.getByRole('option'))
      await button('Tiếp tục')
      await shown('came')
      await page.locator('#came').fill('2026-03-04T09:30')
      await button('Tiếp tục')
      for (const [at, count] of visits.entries()) {
        await shown(`v${at + 1}`)
        await page.locator(`#v${at + 1}`).fill(count)
        await button(count === '' ? 'Bỏ qua' : 'Tiếp tục')
      }
      if (asked) await chosen(asked, 'yes')
      await shown('likely')
      expect(await nowAsked()).toBe(`Giới thiệu \u2068near, fast, kind và cheap\u2069 \u206804/03/2026 09:30\u2069 ${told}`)
      await chosen('likely', '9')
      await shown('_contact')
      await page.locator('[name="_contact"]').fill('0912 345 678')
      await button('Gửi câu trả lời')
      await page.getByText('Máy đã giữ phiếu và sẽ tự gửi.').waitFor()
      await button('Kết thúc')
    }
    expect((await held(page)).map(({ body }) => Object.keys(JSON.parse(body)).sort())).toEqual(people.map(() => ['id', 'sealed']))
    expect(await stored(server, 'c1')).toEqual([])
    await gate.begin()
    await emptied(page)
    const same = {
      place: 'web',
      order: ['near', 'fast', 'kind', 'cheap'],
      ease: 95,
      home: 'x1',
      came: '2026-03-04T09:30',
      likely: '9',
    }
    const kept = (await stored(server, 'c1')).map(({ answers }) => answers)
    expect(kept).toHaveLength(people.length)
    expect(kept).toEqual(
      expect.arrayContaining(
        people.map(({ kept: nick, visits: [v1, v2], asked }) => ({
          ...same,
          nick,
          ...(v1 === '' ? {} : { v1: Number(v1), v2: Number(v2) }),
          ...(asked && { [asked]: 'yes' }),
        })),
      ),
    )
    expect(await server.database.db.selectFrom('contacts').select(['kind', 'contact']).execute()).toEqual(
      people.map(() => ({ kind: 'phone', contact: '0912 345 678' })),
    )
    await page.context().close()
  } finally {
    await closePages(browser)
    await gate.end()
    await server.close()
    rmSync(profile, { recursive: true, force: true })
  }
})
