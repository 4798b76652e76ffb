import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../server/config'
import { saveAddress, userNamed } from '../../server/db/accounts'
import { createTouchpoint } from '../../server/db/touchpoints'
import { remindWhenDue } from '../../server/schedules/remind'
import { agency, fielded } from './fielded'
import { engines, startServer, type TestServer } from './harness'
import { type Mailbox, mailPace, startMailbox } from './mailbox'
import { type Office, officeOf } from './office'
import { written } from './stored-rows'
import { tokenOf } from './token'

describe.each(engines)('what agencies state for a quarter on %s', (engine) => {
  let mailbox: Mailbox
  let server: TestServer
  let office: Office
  let one: Office
  let clock = Date.parse('2026-10-02T03:00:00Z')
  beforeAll(async () => {
    mailbox = await startMailbox()
    server = await startServer({
      engine,
      now: () => clock,
      settings: { SMTP_URL: `smtp://127.0.0.1:${mailbox.port}`, MAIL_FROM: 'SIPAS <khaosat@tinh.gov.vn>' },
      mailPace,
    })
    await fielded(server.database, {
      agencies: [agency('A1'), agency('A2'), agency('A3')],
      touchpoints: [],
      status: 'open',
      opensOn: '2026-07-01',
      closesOn: '2026-09-30',
    })
    await createTouchpoint(server.database, { code: 'q9', campaign: 'c1', kind: 'qr', label: { vi: 'Q', en: 'Q' }, agencies: ['A1'] })
    office = officeOf(server)
    const token = await tokenOf(server.database, 'hoa', [{ role: 'reader', agency: 'A1', endsOn: '' }])
    one = officeOf({ url: server.url, token })
    await saveAddress(server.database, (await userNamed(server.database, 'hoa'))?.id ?? '', 'hoa@a1.gov.vn')
  })
  afterAll(async () => {
    await server.close()
    await mailbox.close()
  })
  const words = { quarter: '2026-Q3', causes: 'Thiếu người trực <b>quầy</b>', measures: 'Tăng hai người' }

  it('waits where its officer arrives, until it is handed in', async () => {
    const home = await one.html('/admin')
    expect(home).toContain('Chưa nộp: Xã A1. Hạn nộp 05/10/2026.')
    const page = await one.html('/admin/statement')
    expect(page).toContain('Giải trình quý 3/2026')
    expect(page).not.toContain('Xã A2')
  })

  it('is not saved for another quarter than it was written for, and what was typed comes back', async () => {
    const late = await one.send('/admin/statement/A1', { ...words, quarter: '2026-Q2', step: 'hand-in', revision: '0' })
    const form = await late.text()
    expect([late.status, form.includes('đã qua'), form.includes('Tăng hai người</textarea>')]).toEqual([409, true, true])
    expect(await one.html('/admin')).toContain('Chưa nộp')
  })

  it('is kept as a draft that nobody else reads, then handed in whole and stands', async () => {
    const kept = await written(server, 'POST /admin/statement/:agency', () =>
      one.send('/admin/statement/A1', { ...words, measures: '', step: 'keep', revision: '0' }),
    )
    expect(kept.left).toEqual(['statements.save'])
    expect(await office.html('/admin/statements')).not.toContain('Thiếu người trực')
    const lacking = await one.send('/admin/statement/A1', { ...words, measures: '', step: 'hand-in', revision: '1' })
    expect(lacking.status).toBe(422)
    const moved = await one.send('/admin/statement/A1', { ...words, step: 'hand-in', revision: '0' })
    expect([moved.status, (await moved.text()).includes('Người khác vừa lưu')]).toEqual([409, true])
    expect((await one.send('/admin/statement/A1', { ...words, step: 'hand-in', revision: '1' })).status).toBe(303)
    expect((await one.send('/admin/statement/A1', { ...words, causes: 'khác', step: 'keep', revision: '2' })).status).toBe(409)
    expect((await one.send('/admin/statement/A2', { ...words, step: 'hand-in', revision: '0' })).status).toBe(404)
    expect(await one.html('/admin')).not.toContain('Chưa nộp')
    const gathered = await office.html('/admin/statements')
    expect(gathered).toContain('Đã nộp 1/3 cơ quan; hạn 05/10/2026')
    expect(gathered).toContain('Thiếu người trực &lt;b>quầy&lt;/b>')
  })

  it('is sent back with a reason, keeps what it said, and is handed in again', async () => {
    const at = '/admin/statements/A1/send-back'
    const form = await office.html(at)
    expect(form).toContain('Thiếu người trực &lt;b>quầy&lt;/b>')
    const revision = /name="revision" value="(\d+)"/.exec(form)?.[1] ?? ''
    const { quarter } = words
    const reason = 'Chưa nêu <i>số liệu</i>'
    expect((await office.send(at, { quarter, revision, reason: ' ' })).status).toBe(422)
    expect((await office.send(at, { quarter: '2026-Q2', revision, reason })).status).toBe(409)
    const moved = await office.send(at, { quarter, revision: '1', reason })
    expect([moved.status, (await moved.text()).includes('Chưa nêu &lt;i>số liệu&lt;/i>')]).toEqual([409, true])
    const sent = await written(server, 'POST /admin/statements/:agency/send-back', () => office.send(at, { quarter, revision, reason }))
    expect(sent.left).toEqual(['statements.send-back'])
    const [told] = await mailbox.until(1)
    expect([told?.to, told?.subject]).toEqual([['hoa@a1.gov.vn'], 'SIPAS: giải trình quý 2026-Q3 bị trả lại'])
    expect(told?.text).toContain(`Lý do: “${reason}”.`)
    expect([(await office.get(at)).status, (await office.send(at, { quarter, revision, reason })).status]).toEqual([409, 409])
    expect((await office.send('/admin/statements/A9/send-back', { quarter, revision, reason })).status).toBe(404)
    expect((await one.send(at, { quarter, revision, reason })).status).toBe(403)
    expect(await one.html('/admin')).toContain('Chưa nộp: Xã A1 (bị trả lại)')
    const own = await one.html('/admin/statement')
    expect(own).toContain('Chưa nêu &lt;i>số liệu&lt;/i>')
    expect(own).toMatch(/<textarea[^>]*>\s*Thiếu người trực/)
    expect(await office.html('/admin/statements')).toContain('Bị trả lại')
    const again = { ...words, causes: 'Thiếu 2 người', step: 'hand-in', revision: String(Number(revision) + 1) }
    expect((await one.send('/admin/statement/A1', again)).status).toBe(303)
    const gathered = await office.html('/admin/statements')
    expect(gathered).toContain('Thiếu 2 người')
    expect(gathered).toContain('Thiếu người trực &lt;b>quầy&lt;/b>')
    expect(gathered).not.toContain('Bị trả lại')
    expect(await office.html('/admin/log')).toContain('trả lại giải trình của Xã A1 (2026-Q3)')
  })

  it('is asked for by letter, each agency once a day, and is late when its day is past', async () => {
    const token = await tokenOf(server.database, 'mai', [{ role: 'reader', agency: 'A2', endsOn: '' }])
    expect(token).not.toBe('')
    await saveAddress(server.database, (await userNamed(server.database, 'mai'))?.id ?? '', 'mai@a2.gov.vn')
    clock = Date.parse('2026-10-07T03:00:00Z')
    const sent = await written(server, 'POST /admin/statements/remind', () => office.send('/admin/statements/remind'))
    expect(sent.left).toEqual(['statements.remind'])
    const letter = (await mailbox.until(2))[1]
    expect([letter?.to, letter?.subject]).toEqual([['mai@a2.gov.vn'], 'SIPAS: nhắc nộp giải trình quý 2026-Q3'])
    expect(letter?.text).toContain('Hạn nộp: 05/10/2026')
    expect((await office.send('/admin/statements/remind')).status).toBe(409)
    expect(mailbox.letters).toHaveLength(2)
    const page = await office.html('/admin/statements')
    expect(page).toContain('Quá hạn')
    expect(page).toContain('nhắc ngày 07/10/2026')
    expect(page).toContain('nhắc ngày 07/10/2026, không có ai để gửi thư')
  })

  it('is asked for by itself on its days, once however many processes look, unless that is switched off', async () => {
    const reading = readConfig({ SMTP_URL: `smtp://127.0.0.1:${mailbox.port}`, MAIL_FROM: 'SIPAS <khaosat@tinh.gov.vn>' })
    if (!reading.ok) throw new Error('the settings are wrong')
    const deps = { database: server.database, now: () => clock, config: reading.config, log: pino({ level: 'silent' }) }
    const look = () => remindWhenDue(deps)
    const on = async (instant: string): Promise<number> => {
      clock = Date.parse(instant)
      const letters = await Promise.all(Array.from({ length: 5 }, look))
      return letters.reduce((sum, count) => sum + count, 0)
    }
    expect(await on('2026-10-12T03:00:00Z')).toBe(0)
    expect(await on('2026-10-12T23:00:00Z')).toBe(0)
    expect(await on('2026-10-13T03:00:00Z')).toBe(1)
    await mailbox.until(3)
    expect(await on('2026-10-14T03:00:00Z')).toBe(0)
    const days = { before: '3', after: '1', every: '7' }
    const off = await written(server, 'POST /admin/statements/reminding', () => office.send('/admin/statements/reminding', days))
    expect(off.left).toEqual(['statements.set-reminding'])
    expect(await office.html('/admin/statements')).toContain('Hệ thống không tự gửi thư nhắc')
    expect(await on('2026-10-20T03:00:00Z')).toBe(0)
    await office.send('/admin/statements/reminding', { ...days, wanted: 'yes' })
    // A machine that slept on the day makes it up.
    expect(await on('2026-10-22T03:00:00Z')).toBe(1)
    expect(await mailbox.until(4)).toHaveLength(4)
    // As often as the office wants it.
    const wrong = await office.send('/admin/statements/reminding', { ...days, wanted: 'yes', every: '0' })
    expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('không phải là số nguyên trong khoảng 1–60')])
    await office.send('/admin/statements/reminding', { ...days, wanted: 'yes', every: '2' })
    expect(await office.html('/admin/statements')).toContain('rồi cứ 2 ngày một lần')
    expect(await on('2026-10-23T03:00:00Z')).toBe(0)
    expect(await on('2026-10-24T03:00:00Z')).toBe(1)
    await mailbox.until(5)
  })
})
