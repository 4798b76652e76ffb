import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listDuties } from '../../server/db/duties'
import { fielded } from './fielded'
import { engines, startServer, type TestServer } from './harness'
import { type Office, officeOf } from './office'

describe.each(engines)('the calendar of duties on %s', (engine) => {
  let server: TestServer
  let office: Office
  beforeAll(async () => {
    server = await startServer({ engine, now: () => Date.parse('2026-12-10T03:00:00Z') })
    await fielded(server.database, { opensOn: '2026-09-01', closesOn: '2026-12-31' })
    office = officeOf(server)
  })
  afterAll(() => server.close())

  it('begins with what is shipped, and presses on the page where everybody arrives', async () => {
    const page = await office.html('/admin/duties')
    expect(page).toContain('Báo cáo quý gửi Văn phòng UBND tỉnh')
    expect(page).toMatch(/Trình kế hoạch đo lường của năm sau[\s\S]*19\/12\/2026/)
    const home = await office.html('/admin')
    expect(home).toContain('quá hạn từ 05/10/2026')
    expect(home).toContain('hạn 19/12/2026')
    expect(page).not.toContain('19/12/2025')
  })

  it('says who did it and when, and takes that back', async () => {
    const at = '/admin/duties/quarterly-report/2026-10-05'
    expect((await office.send(`${at}/finish`, { note: 'Số 45/BC-SNV' })).status).toBe(303)
    expect(await office.html('/admin/duties')).toContain('Số 45/BC-SNV')
    expect(await office.html('/admin')).not.toContain('quá hạn từ 05/10/2026')
    expect((await office.send(`${at}/finish`)).status).toBe(404)
    expect((await office.send('/admin/duties/quarterly-report/2026-10-06/finish')).status).toBe(404)
    expect((await office.send(`${at}/reopen`)).status).toBe(303)
    expect(await office.html('/admin')).toContain('quá hạn từ 05/10/2026')
  })

  it('says that its days are proposed until the office confirms them, but for the one that a directive names', async () => {
    const proposed = async () => (await listDuties(server.database)).filter(({ isProposed }) => isProposed).map(({ code }) => code)
    expect(await proposed()).toEqual(['quarterly-report', 'verification', 'publication', 'yearly-report'])
    expect(await office.html('/admin/statements')).toContain('chưa được xác nhận')
    expect((await office.send('/admin/duties/quarterly-report/confirm')).status).toBe(303)
    expect(await proposed()).toEqual(['verification', 'publication', 'yearly-report'])
    const page = await office.html('/admin/duties')
    expect(page.split('chưa được xác nhận').length).toBeGreaterThan(3)
    expect(page).not.toContain('/duties/quarterly-report/confirm')
    expect(await office.html('/admin/statements')).not.toContain('chưa được xác nhận')
  })

  it('is made the office’s own: changed, added to and shortened', async () => {
    const form = await office.html('/admin/duties/yearly-plan')
    expect(form).toContain('value="19/12"')
    const changed = {
      name: 'Trình kế hoạch',
      name_en: '',
      who: 'Sở Nội vụ',
      basis: 'Kế hoạch 170',
      every: 'date',
      offset: '1',
      on: '15/12',
    }
    expect((await office.send('/admin/duties/yearly-plan', changed)).status).toBe(303)
    expect((await office.send('/admin/duties/yearly-plan', { ...changed, on: '31/02' })).status).toBe(422)
    expect((await office.send('/admin/new/duty', { ...changed, name: 'Họp <b>giao ban</b>', every: 'quarter', offset: '10' })).status).toBe(
      303,
    )
    expect((await office.send('/admin/duties/verification/drop')).status).toBe(303)
    const names = (await listDuties(server.database)).map(({ name }) => name['vi'])
    expect(names).toHaveLength(5)
    expect(names).toContain('Trình kế hoạch')
    const page = await office.html('/admin/duties')
    expect(page).toContain('15/12/2026')
    expect(page).toContain('Họp &lt;b>giao ban&lt;/b>')
    expect(page).not.toContain('Thẩm định giải trình')
  })
})
