import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../server/config'
import { saveAddress, userNamed } from '../../server/db/accounts'
import { eventsOf } from '../../server/db/events'
import { localDay } from '../../surveys/instrument/calendar'
import { questionnaireSource } from '../../server/db/questionnaires'
import { lettersOfDeliveries, listSchedules } from '../../server/db/schedules'
import type { Results } from '../../server/reading/results'
import { deliverDue } from '../../server/schedules/deliver'
import { agency, fielded, post, response } from './fielded'
import { engines, type TestServer, until } from './harness'
import { type Mailbox, mailPace, startMailbox } from './mailbox'
import { type Office, officeOf } from './office'
import { openedDocx } from './opened-report'
import { surveyed } from './surveyed'
import { tokenOf } from './token'
import { openWorkbook, unzip } from './unpacked'

/** The office opens on Friday 20 November 2026. */
const opening = Date.parse('2026-11-20T03:00:00Z')

describe.each(engines)('what is sent by itself on %s', (engine) => {
  let mailbox: Mailbox
  let server: TestServer
  let office: Office
  let lan = ''
  let clock = opening
  let isRefusing = false
  let isAway = false
  beforeAll(async () => {
    mailbox = await startMailbox({
      onRcptTo: (_, __, done) =>
        done(
          isRefusing
            ? Object.assign(new Error('No such mailbox'), { responseCode: 550 })
            : isAway
              ? Object.assign(new Error('Come again'), { responseCode: 450 })
              : null,
        ),
    })
    server = await surveyed({
      engine,
      now: () => clock,
      settings: {
        SMTP_URL: `smtp://127.0.0.1:${mailbox.port}`,
        MAIL_FROM: 'SIPAS <khaosat@tinh.gov.vn>',
        PUBLIC_URL: 'https://khaosat.tinh.gov.vn',
      },
      mailPace,
    })
    office = officeOf(server)
    lan = (await server.database.db.selectFrom('users').select('id').executeTakeFirstOrThrow()).id
    await saveAddress(server.database, lan, 'lan@tinh.gov.vn')
  })
  afterAll(async () => {
    await server.close()
    await mailbox.close()
  })

  const add = async (fields: Readonly<Record<string, string>>): Promise<string> => {
    const wanted = { content: 'digest', language: 'vi', rhythm: 'week', offset: '1', campaign: '', folder: '', ...fields }
    const reply = await office.send('/admin/new/schedule', wanted)
    expect([reply.status, reply.headers.get('location')]).toEqual([303, '/admin/schedules?done=schedule'])
    return (await listSchedules(server.database)).find(({ name }) => name === fields['name'])?.id ?? ''
  }
  const page = async (): Promise<string> => (await office.get('/admin/schedules')).text()
  const states = async (id: string) =>
    server.database.db
      .selectFrom('deliveries')
      .select(['due_on', 'state', 'trouble', 'tries'])
      .where('schedule', '=', id)
      .orderBy('due_on')
      .execute()

  it('is the news of a week, in the words and with the figures of the pages, once on the Monday', async () => {
    const id = await add({ name: 'Bản tin tuần', recipients: lan, folder: 'ban-tin' })
    expect((await listSchedules(server.database))[0]?.nextOn).toBe('2026-11-23')
    expect(mailbox.letters).toHaveLength(0)
    clock = Date.parse('2026-11-23T00:30:00Z')
    const [letter] = await mailbox.until(1)
    expect([letter?.to, letter?.subject]).toEqual([['lan@tinh.gov.vn'], 'SIPAS: Bản tin tuần'])
    const { total }: Pick<Results, 'total'> = await (await office.get('/api/v1/campaigns/c1/results')).json()
    expect(letter?.text).toContain('từ 16/11/2026 đến 22/11/2026')
    expect(letter?.text).toContain(`cả đợt đến nay có ${total.responses} phiếu`)
    const node = total.nodes.find(({ code }) => code === 'SIPAS')
    expect(letter?.text).toContain(`trên ${node?.base} câu trả lời được tính`)
    expect(letter?.text).toContain(`: ${((node?.value ?? 0) * 100).toFixed(2).replace('.', ',')}`)
    expect(letter?.text).toContain('4 cơ quan không có phiếu nào trong kỳ')
    const news = readFileSync(join(server.dataDir, 'deliveries', 'ban-tin', '2026-11-23-c1-news.txt'), 'utf8')
    expect(letter?.text.startsWith(news.trim().split('\n')[0] ?? '?')).toBe(true)
    await until(async () => (await page()).includes('máy chủ thư đã nhận'))
    expect(await states(id)).toMatchObject([{ due_on: '2026-11-23', state: 'sent' }])
    expect((await listSchedules(server.database))[0]?.nextOn).toBe('2026-11-30')
  })

  it('is sent once however many processes look', async () => {
    const before = mailbox.letters.length
    clock = Date.parse('2026-11-30T00:30:00Z')
    const reading = readConfig({ SMTP_URL: `smtp://127.0.0.1:${mailbox.port}`, MAIL_FROM: 'SIPAS <khaosat@tinh.gov.vn>' })
    if (!reading.ok) throw new Error('the settings are wrong')
    const { config } = reading
    const { database } = server
    const deps = {
      database,
      questionnaires: questionnaireSource(database),
      now: () => clock,
      config,
      log: pino({ level: 'silent' }),
      folder: server.dataDir,
    }
    await Promise.all(Array.from({ length: 5 }, () => deliverDue(deps)))
    await mailbox.until(before + 1)
    await until(async () => (await database.db.selectFrom('letters').select('id').where('state', '<>', 'sent').execute()).length === 0)
    expect(mailbox.letters).toHaveLength(before + 1)
    expect((await eventsOf(database, 'schedules', 'Bản tin tuần')).filter(({ act }) => act === 'schedules.deliver')).toHaveLength(2)
  })

  it('says why nothing could be sent: no campaign in the period', async () => {
    const early = await add({ name: 'Quá sớm', rhythm: 'quarter', recipients: lan })
    await office.send(`/admin/schedules/${early}/send`)
    await until(async () => (await states(early))[0]?.state === 'failed')
    expect(await page()).toContain('không có đợt khảo sát nào trong kỳ')
  })

  it('is a workbook that is the one of the page, by letter and in a folder', async () => {
    const id = await add({
      name: 'Sổ quý',
      content: 'results.xlsx',
      rhythm: 'quarter',
      offset: '5',
      recipients: lan,
      folder: 'bao-cao-quy',
    })
    clock = Date.parse('2027-01-04T23:30:00Z')
    await until(() => mailbox.letters.some(({ subject }) => subject === 'SIPAS: Sổ quý'))
    const letter = mailbox.letters.find(({ subject }) => subject === 'SIPAS: Sổ quý')
    expect(letter?.text).toContain('sample-c1-results.xlsx')
    expect(letter?.text).not.toContain('không riêng kỳ này')
    expect(letter?.text).toContain('Số liệu tính đến ngày 05/01/2027.')
    const [name = ''] = readdirSync(join(server.dataDir, 'deliveries', 'bao-cao-quy'))
    expect(name).toBe('2027-01-05-sample-c1-results.xlsx')
    const put = readFileSync(join(server.dataDir, 'deliveries', 'bao-cao-quy', name))
    const fetched = Buffer.from(await (await office.get(`/admin/schedules/${id}/2027-01-05/file`)).arrayBuffer())
    expect(Buffer.compare(put, fetched)).toBe(0)
    const streamed = await (await office.get('/api/v1/campaigns/c1/exports/results.xlsx?lang=vi')).arrayBuffer()
    expect(openWorkbook(fetched).slice(0, 3)).toEqual(openWorkbook(new Uint8Array(streamed)).slice(0, 3))
  })

  it('is the report that is signed, as a document of the office and as PDF', async () => {
    for (const [format, magic] of [
      ['docx', 'PK'],
      ['pdf', '%PDF'],
    ] as const) {
      const id = await add({ name: `Báo cáo ${format}`, content: `report.${format}`, rhythm: 'quarter', recipients: lan })
      await office.send(`/admin/schedules/${id}/send`)
      await until(async () => (await states(id))[0]?.state === 'sent')
      const due = (await states(id))[0]?.due_on ?? ''
      const file = await office.get(`/admin/schedules/${id}/${due}/file`)
      expect(file.headers.get('content-disposition')).toBe(`attachment; filename="sample-c1-results.${format}"`)
      const bytes = Buffer.from(await file.arrayBuffer())
      expect(bytes.toString('latin1').startsWith(magic)).toBe(true)
      // It lies in folders without the letter, so it says itself as of when.
      if (format === 'docx') expect(unzip(bytes).get('word/document.xml')).toMatch(/Số\sliệu\stính\sđến\sngày\s05\/01\/2027\./)
    }
  })

  it('stays on the page with its reason when the mail server refuses it, and is sent again from there', async () => {
    isRefusing = true
    const id = await add({ name: 'Bị từ chối', recipients: lan })
    const reply = await office.send(`/admin/schedules/${id}/send`)
    expect(reply.headers.get('location')).toBe('/admin/schedules?done=schedule-send')
    const refusedOf = async () =>
      (await lettersOfDeliveries(server.database, [id])).filter(({ state }) => state === 'failed').map(({ trouble }) => trouble)
    await until(async () => (await refusedOf()).length === 1)
    expect((await refusedOf())[0]).toContain('No such mailbox')
    expect(await page()).toContain('No such mailbox')
    expect((await office.send(`/admin/schedules/${id}/send`)).status).toBe(409)
    isRefusing = false
    const before = mailbox.letters.length
    const [due = { due_on: '' }] = await states(id)
    expect((await office.send(`/admin/schedules/${id}/${due.due_on}/retry`)).status).toBe(303)
    await mailbox.until(before + 1)
    expect(await refusedOf()).toEqual([])
    expect((await office.send(`/admin/schedules/${id}/${due.due_on}/retry`)).status).toBe(404)
  })

  it('says of a file that it is of the whole campaign where the period is a part of it', async () => {
    const id = await add({ name: 'Sổ tuần', content: 'results.xlsx', recipients: lan, campaign: 'c1' })
    await office.send(`/admin/schedules/${id}/send`)
    await until(() => mailbox.letters.some(({ subject }) => subject === 'SIPAS: Sổ tuần'))
    const letter = mailbox.letters.find(({ subject }) => subject === 'SIPAS: Sổ tuần')
    expect(letter?.text).toContain('cả đợt khảo sát từ 01/10/2026 đến 31/12/2026, không riêng kỳ này')
  })

  it('is of its period alone where the campaign goes on beyond it, in the file and in the letter', async () => {
    await fielded(server.database, {
      code: 'ca-nam',
      agencies: [agency('N1')],
      touchpoints: [{ code: 'ca-nam', campaign: 'ca-nam', kind: 'qr', label: { vi: 'Cả năm' }, agencies: ['N1'] }],
      opensOn: '2026-02-01',
      closesOn: '2027-01-31',
    })
    const answered = async (answeredOn: string, persons: number) => {
      for (let person = 0; person < persons; person++) {
        const sent = { campaign: 'ca-nam', touchpoint: 'ca-nam', agency: 'N1', answeredOn }
        const reply = await post(server.url, response({ A1: String(3 + (person % 3)), overall: '4' }, sent))
        expect(reply.status).toBe(201)
      }
    }
    await answered('2026-08-12', 15)
    await answered('2026-11-12', 21)
    const before = mailbox.letters.length
    const id = await add({ name: 'Quý của năm', content: 'report.docx', rhythm: 'quarter', recipients: lan, campaign: 'ca-nam' })
    await office.send(`/admin/schedules/${id}/send`)
    const letter = (await mailbox.until(before + 1)).at(-1)
    expect(letter?.text).toContain('Tệp chỉ gồm phiếu trả lời trong kỳ này; cả đợt khảo sát kéo dài từ 01/02/2026 đến 31/01/2027.')
    expect(letter?.text).not.toContain('không riêng kỳ này')
    const due = (await states(id))[0]?.due_on ?? ''
    const file = await office.get(`/admin/schedules/${id}/${due}/file`)
    expect(file.headers.get('content-disposition')).toContain('ca-nam-results-2026-10-2026-12.docx')
    const text = openedDocx(new Uint8Array(await file.arrayBuffer())).text.replaceAll('\u00a0', ' ')
    expect(text).toContain('quý IV năm 2026')
    expect(text).toContain('Số liệu ở đây chỉ là một phần của đợt khảo sát')
    const total = async (query: string): Promise<Results['total']> =>
      (await (await office.get(`/api/v1/campaigns/ca-nam/results${query}`)).json()).total
    const [own, whole] = [await total('?from=2026-10&to=2026-12'), await total('')]
    expect([own.responses, whole.responses]).toEqual([21, 36])
    const standsOn = ({ nodes }: Results['total']) => `tính trên ${nodes.find(({ code }) => code === 'SIPAS')?.base} câu trả lời`
    expect(text).toContain(standsOn(own))
    expect(text).not.toContain(standsOn(whole))
  })

  it('says why nothing could be sent: the campaign has no day in the period, or nobody answered in it', async () => {
    for (const [campaign, rhythm, why] of [
      ['c1', 'year', undefined],
      ['chua-den', 'quarter', 'thời gian của đợt khảo sát đã chọn không có ngày nào trong kỳ'],
      ['vang', 'quarter', 'trong kỳ không có phiếu trả lời nào của đợt khảo sát này'],
    ] as const) {
      const [opensOn, closesOn] = campaign === 'vang' ? ['2026-12-01', '2027-02-28'] : ['2027-01-02', '2027-03-31']
      if (campaign !== 'c1')
        await fielded(server.database, { code: campaign, agencies: [agency('N1')], touchpoints: [], opensOn, closesOn })
      const id = await add({ name: `Kỳ ${campaign}`, content: 'report.docx', rhythm, recipients: lan, campaign })
      await office.send(`/admin/schedules/${id}/send`)
      await until(async () => ['failed', 'sent'].includes((await states(id))[0]?.state ?? ''))
      if (why !== undefined) expect(await page()).toContain(why)
      else expect((await states(id))[0]?.state).toBe('sent')
    }
  })

  it('lies in a folder in both languages and of both periods, none in the place of another', async () => {
    for (const [language, rhythm] of [
      ['vi', 'week'],
      ['en', 'week'],
      ['vi', 'quarter'],
    ] as const) {
      const id = await add({ name: `Chung ${language} ${rhythm}`, campaign: 'c1', language, rhythm, folder: 'chung' })
      await office.send(`/admin/schedules/${id}/send`)
      await until(async () => (await states(id))[0]?.state === 'sent')
    }
    const today = localDay(clock)
    const files = ['news-en.txt', 'news-quarter.txt', 'news.txt'].map((end) => `${today}-c1-${end}`)
    expect(readdirSync(join(server.dataDir, 'deliveries', 'chung')).sort()).toEqual(files)
  })

  it('leaves to nobody who lost the right while the mail server was away', async () => {
    isAway = true
    await tokenOf(server.database, 'mai')
    const mai = (await userNamed(server.database, 'mai'))?.id ?? ''
    await saveAddress(server.database, mai, 'mai@tinh.gov.vn')
    const id = await add({ name: 'Mất quyền', recipients: mai })
    await office.send(`/admin/schedules/${id}/send`)
    await until(async () => ((await lettersOfDeliveries(server.database, [id]))[0]?.trouble ?? '') !== '')
    await server.database.db.deleteFrom('grants').where('user_id', '=', mai).execute()
    const before = mailbox.letters.length
    isAway = false
    clock += 2 * 60_000
    await until(async () => (await lettersOfDeliveries(server.database, [id]))[0]?.state === 'failed')
    expect(mailbox.letters).toHaveLength(before)
    expect(await page()).toContain('không được xem kết quả của mọi cơ quan')
  })

  it('says why nothing could be sent: nobody whom a letter reaches', async () => {
    const someone = await add({ name: 'Không ai', recipients: lan })
    await saveAddress(server.database, lan, '')
    await office.send(`/admin/schedules/${someone}/send`)
    await until(async () => (await states(someone))[0]?.state === 'failed')
    expect(await page()).toContain('không có ai nhận được')
    await saveAddress(server.database, lan, 'lan@tinh.gov.vn')
  })

  it('ends with its schedule, and what was sent stays', async () => {
    const [one] = await listSchedules(server.database)
    expect((await office.send(`/admin/schedules/${one?.id}/delete`)).status).toBe(303)
    expect((await listSchedules(server.database)).some(({ id }) => id === one?.id)).toBe(false)
    expect(await page()).toContain(one?.name)
  })
})
