import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commandLine, type CommandLine } from './cli'
import { agency, fielded, post, response } from './fielded'
import { engines, startServer, type TestServer } from './harness'
import { officeOf, said } from './office'

const agencies = [
  { ...agency('A1'), name: { vi: 'Xã Cũ', en: 'Old commune' }, validTo: '2026-06-30' },
  { ...agency('A2'), name: { vi: 'Xã Bền', en: 'Lasting commune' } },
  { ...agency('A3'), name: { vi: 'Xã Mới', en: 'New commune' }, validFrom: '2026-07-01', predecessors: ['A1'] },
  { ...agency('A4'), name: { vi: 'Xã Lẻ', en: 'Single commune' }, validTo: '2026-06-30' },
]
const touchpoint = (code: string, ...served: string[]) => ({
  code,
  campaign: 'c1',
  kind: 'qr' as const,
  label: { vi: 'Quầy 1', en: 'Counter 1' },
  agencies: served,
})
const touchpoints = [touchpoint('old', 'A1'), touchpoint('new', 'A3'), touchpoint('alone', 'A4'), touchpoint('all', 'A1', 'A2', 'A3')]
const period = { opensOn: '2026-01-01', closesOn: '2026-12-31' }

describe.each(engines)('the days of an agency on %s', (engine) => {
  let server: TestServer
  let today = ''
  beforeAll(async () => {
    server = await startServer({ engine, now: () => Date.parse(`${today || '2026-06-30'}T03:00:00Z`) })
    await fielded(server.database, { agencies, touchpoints, ...period })
    await fielded(server.database, {
      code: 'next',
      agencies,
      opensOn: '2027-01-01',
      closesOn: '2027-12-31',
      touchpoints: [{ ...touchpoint('trial', 'A3', 'A1'), campaign: 'next' }],
    })
  })
  afterAll(() => server.close())
  const page = async (day: string, path: string, language = 'vi') => {
    today = day
    const reply = await fetch(`${server.url}${path}`, { headers: { 'Accept-Language': language } })
    return said(await reply.text())
  }
  const sent = async (day: string, touchpoint: string, code: string, answeredOn: string) => {
    today = day
    const reply = await post(server.url, response(undefined, { touchpoint, agency: code, answeredOn }))
    const { code: why } = await reply.json()
    return reply.status === 201 ? 201 : [reply.status, why]
  }

  it('lets its touchpoint ask to the end of its last day, and says afterwards who ended, when, and who took over', async () => {
    expect(await page('2026-06-30', '/s/old')).not.toContain('không còn hoạt động')
    const vi = await page('2026-07-01', '/s/old')
    expect(vi).toContain('Xã Cũ đã thôi hoạt động từ sau ngày 30/06/2026')
    expect(vi).toContain('do Xã Mới tiếp nhận')
    const en = await page('2026-07-01', '/s/old', 'en')
    expect(en).toContain('Old commune ended with 30 June 2026')
    expect(en).toContain('taken over by New commune')
    expect(await page('2026-07-01', '/s/alone')).toContain('Xin hỏi cán bộ tại quầy')
  })

  it('says when an agency begins that is not there yet', async () => {
    expect(await page('2026-06-30', '/s/new')).toContain('Xã Mới hoạt động từ ngày 01/07/2026')
    expect(await page('2026-07-01', '/s/new')).not.toContain('Mời ông/bà trở lại')
  })

  it('offers only the agencies of the day where a touchpoint serves several', async () => {
    let choice = await page('2026-06-30', '/s/all')
    expect(['Xã Cũ', 'Xã Bền', 'Xã Mới'].filter((name) => choice.includes(name))).toEqual(['Xã Cũ', 'Xã Bền'])
    choice = await page('2026-07-01', '/s/all')
    expect(['Xã Cũ', 'Xã Bền', 'Xã Mới'].filter((name) => choice.includes(name))).toEqual(['Xã Bền', 'Xã Mới'])
    const gone = await page('2026-07-01', '/s/all?agency=A1')
    expect(gone).toContain('Xã Cũ đã thôi hoạt động')
    expect(gone).toContain('Chọn cơ quan')
  })

  it('gives the browser the same agencies as the page', async () => {
    today = '2026-07-01'
    const html = await (await fetch(`${server.url}/s/all?agency=A2`)).text()
    const model = /data-survey="([^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const { agencies: named } = await (await fetch(`${server.url}${model}`)).json()
    expect(named.map(({ code }: { readonly code: string }) => code)).toEqual(['A2', 'A3'])
  })

  it('takes answers given on its days, late ones for 31 days, and refuses the others by name', async () => {
    expect(await sent('2026-06-30', 'old', 'A1', '2026-06-30')).toBe(201)
    expect(await sent('2026-07-01', 'old', 'A1', '2026-07-01')).toEqual([422, 'agency_ended'])
    expect(await sent('2026-07-31', 'old', 'A1', '2026-06-30')).toBe(201)
    expect(await sent('2026-08-01', 'old', 'A1', '2026-06-30')).toEqual([422, 'agency_ended'])
    expect(await sent('2026-07-01', 'old', 'A1', '2026-08-01')).toEqual([422, 'agency_ended'])
    expect(await sent('2026-06-30', 'all', 'A3', '2026-06-30')).toEqual([422, 'agency_not_started'])
    expect(await sent('2026-07-02', 'all', 'A3', '2026-06-30')).toEqual([422, 'agency_not_started'])
    expect(await sent('2026-07-01', 'all', 'A3', '2026-07-01')).toBe(201)
    expect(await sent('2026-08-01', 'all', 'A2', '2026-06-30')).toBe(201)
    const told = async (wanted: Parameters<typeof response>[1]) => (await post(server.url, response(undefined, wanted))).json()
    today = '2026-07-02'
    expect(await told({ touchpoint: 'old', agency: 'A1', answeredOn: '2026-07-01' })).toEqual({
      code: 'agency_ended',
      message: 'Cơ quan này đã thôi hoạt động trước ngày trả lời. Cơ quan này nhận phiếu trả lời đến hết ngày 30/06/2026.',
      details: [expect.objectContaining({ path: 'answeredOn', rule: 'agency_ended', allowed: '2026-06-30' })],
    })
    expect((await told({ touchpoint: 'all', agency: 'A3', answeredOn: '2026-06-30', language: 'en' })).message).toContain(
      'are taken from 1 Jul 2026 on.',
    )
  })

  it('tells the same to a form without JavaScript', async () => {
    today = '2026-07-01'
    const form = (day: string) =>
      fetch(`${server.url}/s/old`, { method: 'POST', body: new URLSearchParams({ A1: '5', overall: '4', _day: day }) })
    expect((await form('2026-06-30')).status).toBe(200)
    const late = await form('2026-07-01')
    expect([late.status, said(await late.text()).includes('Xã Cũ đã thôi hoạt động')]).toEqual([422, true])
  })

  it('tries a campaign with the agencies that it will open with', async () => {
    expect(await page('2026-06-30', '/s/trial?test')).not.toContain('trở lại')
    today = '2026-06-30'
    const tried = async (code: string) =>
      (
        await fetch(`${server.url}/api/v1/responses?test`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(response(undefined, { campaign: 'next', touchpoint: 'trial', agency: code, answeredOn: today })),
        })
      ).status
    expect([await tried('A3'), await tried('A1')]).toEqual([201, 422])
  })

  it('stand on the list of touchpoints', async () => {
    const office = officeOf(server)
    today = '2026-07-01'
    const list = said(await office.html('/admin/touchpoints?campaign=c1'))
    expect(list).toContain('Xã Cũ chỉ đến hết ngày 30/06/2026')
    today = '2026-06-30'
    const before = said(await office.html('/admin/campaigns/c1/setup'))
    expect([before.includes('Xã Cũ chỉ đến'), before.includes('Xã Mới chỉ từ ngày 01/07/2026')]).toEqual([false, true])
  })
})

describe.each(engines)('lines of an import on %s', (engine) => {
  let cli: CommandLine
  beforeAll(async () => {
    cli = await commandLine(engine)
  })
  afterAll(() => cli.close())

  it('go in on the days of their agency and are refused on others', async () => {
    const file = cli.file(
      'agencies.csv',
      'code,name,block,valid_from,valid_to\nA1,Xã Cũ,commune,,2026-06-30\nA3,Xã Mới,commune,2026-07-01,\n',
    )
    await cli.run('agencies', 'import', file)
    await cli.run(
      ...'campaigns create --code c1 --questionnaire sipas-service --from 2026-01-01 --to 2026-12-31'.split(' '),
      '--title',
      'Năm 2026',
    )
    await cli.run('campaigns', 'open', 'c1')
    const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
    const lines = ['A1,2026-06-30', 'A1,2026-07-01', 'A3,2026-06-30', 'A3,2026-07-01'].map(
      (own, index) => `${id(index)},${own},paper,vi,5,5`,
    )
    const responses = cli.file('responses.csv', ['id,agency,submitted_at,channel,language,A1,overall', ...lines].join('\n'))
    const { stdout, stderr } = await cli.run('responses', 'import', responses, '--campaign', 'c1', '--format', 'json')
    expect(JSON.parse(stdout)).toMatchObject({ recorded: 2, refused: 2 })
    expect(stderr).toContain('Cơ quan "A1" chỉ hoạt động đến hết ngày 2026-06-30.')
    expect(stderr).toContain('Cơ quan "A3" chỉ hoạt động từ ngày 2026-07-01.')
  })
})
