import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publishQuestionnaire } from '../../server/db/questionnaires'
import { localDay } from '../../surveys/instrument/calendar'
import type { NewTouchpoint } from '../../server/db/touchpoints'
import { oursIn, readTai, saidIn, taiName, withTai } from '../surveys/tai'
import { agency, fielded } from './fielded'
import { startServer, type TestServer } from './harness'
import { problemMessage } from '../../client/text/problems'

const fontAddress = /\/assets\/fonts\/tai-viet-[\w-]+\.ttf/

describe('a citizen who reads a language in which the product does not speak', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer()
    await publishQuestionnaire(server.database, readTai(), '2026-01-01')
    const agencies = [agency('H1'), agency('H2')].map((one) => ({ ...one, name: withTai(one.name) }))
    const place = (code: string, of: readonly string[]): NewTouchpoint => ({
      code,
      campaign: code,
      kind: 'qr',
      label: withTai({ vi: 'Quầy 2', en: 'Counter 2' }),
      agencies: of,
    })
    const cases = { one: {}, over: { status: 'closed', closesOn: '2026-03-31' }, soon: { opensOn: '2098-01-01' } } as const
    for (const [code, rest] of Object.entries(cases))
      await fielded(server.database, {
        code,
        questionnaire: 'tai',
        title: withTai({ vi: 'Đợt', en: 'Campaign' }),
        agencies: agencies.slice(0, 1),
        touchpoints: [place(code, ['H1'])],
        ...rest,
      })
    await fielded(server.database, { code: 'two', questionnaire: 'tai', agencies, touchpoints: [place('two', ['H1', 'H2'])] })
    await fielded(server.database, {
      code: 'plain',
      questionnaire: 'sipas-service-quick',
      agencies: agencies.slice(0, 1),
      touchpoints: [place('plain', ['H1'])],
    })
  })
  afterAll(() => server.close())

  const get = async (path: string) => (await fetch(`${server.url}/s/${path}`, { headers: { 'Accept-Language': 'vi' } })).text()
  const post = (fields: Record<string, string>) =>
    fetch(`${server.url}/s/one?lang=blt`, { method: 'POST', body: new URLSearchParams({ _language: 'blt', ...fields }) })

  it.each([
    'one?lang=blt',
    'one?lang=blt&kiosk',
    'two?lang=blt',
    'two?lang=blt&find=zz',
    'over?lang=blt',
    'soon?lang=blt',
    'one?lang=blt&agency=H9',
  ])('reads no word of another language on %s', async (path) => {
    const html = await get(path)
    expect(html).toContain('<html lang="blt"')
    expect(html).toMatch(/[\uAA80-\uAADF]/)
    expect(oursIn(saidIn(html))).toEqual([])
  })

  it('is told in it what is wrong with the answers, and what was received', async () => {
    const wrong = await post({ why: 'a' })
    const html = await wrong.text()
    expect([wrong.status, html.includes('id="late-problem"'), oursIn(saidIn(html))]).toEqual([422, true, []])
    const right = await post({ late: 'no' })
    const thanks = await right.text()
    expect([right.status, /data-receipt="/.test(thanks), oursIn(saidIn(thanks))]).toEqual([200, true, []])
    const [stored] = await server.database.db.selectFrom('responses').select('language').where('campaign', '=', 'one').execute()
    expect(stored?.language).toBe('blt')
  })

  it('is told what else is read there where the touchpoint has gone, with its words', async () => {
    const headers = { 'Content-Type': 'application/json', 'Accept-Language': 'en' }
    const gone = { id: randomUUID(), campaign: 'one', version: 1, touchpoint: 'gone', agency: 'H1', language: 'blt', answers: {} }
    const body = { ...gone, answeredOn: localDay(Date.now()) }
    const sent = (path: string, what: unknown) =>
      fetch(`${server.url}/api/v1/responses${path}`, { method: 'POST', headers, body: JSON.stringify(what) })
    const message = problemMessage('en', 'touchpoint_unknown')
    expect(await (await sent('', body)).json()).toMatchObject({ code: 'touchpoint_unknown', message })
    expect(await (await sent('/batch', { responses: [body] })).json()).toMatchObject({ results: [{ problem: { message } }] })
    const form = { method: 'POST', body: new URLSearchParams({ _language: 'en' }), headers: { 'Accept-Language': 'vi' } }
    expect(await (await fetch(`${server.url}/s/gone`, form)).text()).toContain('<html lang="en"')
  })

  it('is told in it why a response is refused, one by one and in a batch', async () => {
    const paper = {
      id: randomUUID(),
      campaign: 'one',
      version: 1,
      touchpoint: 'one',
      agency: 'H1',
      language: 'blt',
      answeredOn: localDay(Date.now()),
      answers: { late: 'no' },
    }
    const cases = [
      [201, paper],
      [409, { ...paper, answers: { late: 'yes' } }],
      [422, { ...paper, id: randomUUID(), answers: {} }],
      [422, { ...paper, id: randomUUID(), agency: 'H2' }],
      [422, { ...paper, id: randomUUID(), version: 9 }],
      [422, { ...paper, id: randomUUID(), touchpoint: 'over', campaign: 'over' }],
      [422, { ...paper, id: randomUUID(), touchpoint: 'soon', campaign: 'soon' }],
    ] as const
    const sent = (path: string, body: unknown) =>
      fetch(`${server.url}/api/v1/responses${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Accept-Language': 'vi' },
        body: JSON.stringify(body),
      })
    for (const [status, body] of cases) {
      const reply = await sent('', body)
      const said = await reply.text()
      expect([reply.status, oursIn(said), status === 201 || said.includes('ꪼꪕ')]).toEqual([status, [], true])
    }
    const together = await (await sent('/batch', { responses: cases.map(([, body]) => body) })).text()
    expect([oursIn(together), together.split('ꪼꪕ').length > cases.length]).toEqual([[], true])
    const ours = await (await sent('', { ...paper, id: randomUUID(), language: 'vi', touchpoint: 'over', campaign: 'over' })).json()
    expect(ours).toEqual({ code: 'campaign_closed', message: 'Đợt khảo sát đã kết thúc.' })
  })

  it('finds on the page, in it, what will be said of a refused response later', async () => {
    for (const path of ['one?lang=blt', 'over?lang=blt', 'soon?lang=blt', 'two?lang=blt']) {
      const place = /<div class="summary told"[^]*?<\/div>/.exec(await get(path))?.[0] ?? ''
      expect(place).toContain('data-refused="ꪼꪕ"')
      expect(oursIn(place)).toEqual([])
    }
  })

  it('finds the language by its name in itself, whatever is read at the moment', async () => {
    for (const path of ['one?lang=vi', 'one?lang=vi&kiosk', 'two?lang=en', 'over?lang=vi']) expect(await get(path)).toContain(taiName)
  })

  it('gets its words with the questionnaire, those of its languages and no others', async () => {
    const address = /data-survey="([^"]*)"/.exec(await get('one'))?.[1]?.replace('&amp;', '&') ?? ''
    const { questionnaire, words } = await (await fetch(server.url + address)).json()
    expect(Object.keys(words)).toEqual(['vi', 'en', 'blt'])
    expect([words.blt.name, words.blt.phrases.next, words.blt.violations.required, words.vi.phrases.next]).toEqual([
      taiName,
      'ꪼꪕ',
      'ꪼꪕ',
      'Tiếp tục',
    ])
    expect(questionnaire.words).toBeUndefined()
  })

  it('gets the letters with it, and nobody else does', async () => {
    for (const path of ['one?lang=blt', 'one?lang=vi', 'over?lang=blt']) expect(await get(path)).toMatch(fontAddress)
    for (const path of ['plain', 'nowhere']) expect(await get(path)).not.toContain('@font-face')
    const [address = ''] = fontAddress.exec(await get('one?lang=blt')) ?? []
    const font = await fetch(server.url + address)
    expect([font.status, font.headers.get('content-type'), font.headers.get('cache-control')]).toEqual([
      200,
      'font/ttf',
      'public, max-age=31536000, immutable',
    ])
    expect([...new Uint8Array(await font.arrayBuffer()).slice(0, 4)]).toEqual([0, 1, 0, 0])
    expect((await fetch(`${server.url}/assets/fonts/none.ttf`)).status).toBe(404)
  })
})
