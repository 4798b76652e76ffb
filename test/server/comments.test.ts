import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compared, hostile } from './compared'
import { anotherWriter } from './erasing'
import { oneEngine, type TestServer } from './harness'
import { sectionOf, textOf } from './reading-html'

describe.each(oneEngine)('the comments about an agency on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await compared({ engine })
  })
  afterAll(() => server.close())
  const page = async (query: string, language = 'vi', tab = 'comments') =>
    (
      await fetch(`${server.url}/admin/campaigns/q4/${tab}${query}`, {
        headers: { Authorization: `Bearer ${server.token}`, 'Accept-Language': language },
      })
    ).text()
  const comments = async (query: string) =>
    [...sectionOf(await page(query), 'comments').matchAll(/<li>([\s\S]*?)<\/li>/g)].map(([, text = '']) => textOf(text).trim())

  it('are shown from ten on, each once, as text', async () => {
    const shown = await comments('?agency=A1')
    expect(shown).toHaveLength(40)
    expect(new Set(shown).size).toBe(40)
    expect(shown).toContain(hostile)
    expect(await page('?agency=A1')).not.toContain('<img')
  })

  it('stand in an order that does not follow time, the same at every reading', async () => {
    const numbers = async () => (await comments('?agency=A1')).map((text) => Number(/\d+$/.exec(text)?.[0] ?? 3))
    const order = await numbers()
    expect(await numbers()).toEqual(order)
    // Of 40 in random order about 20 stand behind the one that came before them; by time all or none would.
    const rises = order.filter((number, place) => place > 0 && number > (order[place - 1] ?? 0)).length
    expect(rises).toBeGreaterThan(8)
    expect(rises).toBeLessThan(32)
  })

  it('come without time, channel or any other answer, and are the same under every filter', async () => {
    const section = sectionOf(await page('?agency=A1'), 'comments')
    expect(textOf(section)).not.toMatch(/2026|\d\d\/\d\d|Kiosk|QR|Hài lòng/)
    expect(section).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/)
    expect(await comments('?agency=A1&channel=kiosk')).toEqual(await comments('?agency=A1'))
    expect(await comments('?agency=A1&from=2026-11')).toEqual(await comments('?agency=A1'))
  })

  it('are not shown below ten, and the page says so', async () => {
    expect(await comments('?agency=A2')).toEqual([])
    expect(textOf(sectionOf(await page('?agency=A2'), 'comments'))).toContain('Có 4 ý kiến. Từ 10 ý kiến khác nhau trở lên mới hiện')
    expect(await page('?agency=A2', 'en')).toContain('4 comments were written. They are shown from 10 different ones on')
    expect(await page('?agency=A2')).not.toContain('Ý kiến A2')
  })

  it('stand on no page but that of one agency', async () => {
    for (const query of ['', '?block=commune', '?channel=qr']) expect(await page(query)).not.toContain('Ý kiến A1')
  })

  it('go when their response is erased', async () => {
    const row = await server.database.db
      .selectFrom('responses')
      .selectAll()
      .where('campaign', '=', 'q4')
      .where('agency', '=', 'A1')
      .where('answers', 'like', '%Ý kiến A1 7"%')
      .executeTakeFirstOrThrow()
    await (await anotherWriter(server)).erase(row)
    const shown = await comments('?agency=A1')
    expect(shown).toHaveLength(39)
    expect(shown).not.toContain('Ý kiến A1 7')
    expect(textOf(sectionOf(await page('?agency=A1', 'vi', 'trend'), 'months'))).toContain('19')
  })
})
