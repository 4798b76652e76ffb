import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, atCommandLine } from '../../server/acts/act'
import { releaseCampaign } from '../../server/acts/releases'
import type { ExportRow } from '../../server/db/tables'
import type { RoleName } from '../../surveys/people/roles'
import { oneEngine, type TestServer } from './harness'
import { type Office, officeWith, said } from './office'
import { openedDocx, openedPdf, squeezed } from './opened-report'
import { justSignedIn } from './signed-in'
import { readingDay, surveyed } from './surveyed'
import { tokenOf } from './token'

const home = '/admin/exports'
const working = '/admin/campaigns/c1/report/file'
const released = '/admin/campaigns/c1/released/report/file'

describe.each(oneEngine)('a report that is ordered as a file, on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await surveyed({ engine })
    await act({ database: server.database, now: () => readingDay }, atCommandLine(), releaseCampaign, { code: 'c1' })
  })
  afterAll(() => server.close())
  let made = 0
  /** Somebody signed in who holds one role. */
  const somebody = async (role: RoleName, agency = ''): Promise<Office> => {
    const token = await tokenOf(server.database, `${role}-${made++}`, [{ role, agency, endsOn: '' }])
    return officeWith(server, await justSignedIn({ ...server, token }))
  }
  const latest = async (): Promise<ExportRow> =>
    server.database.db
      .selectFrom('exports')
      .selectAll()
      .orderBy('requested_at', 'desc')
      .orderBy('leased_until', 'desc')
      .executeTakeFirstOrThrow()
  const idsOf = (html: string): readonly string[] =>
    [...html.matchAll(/action="\/admin\/exports\/([^/"]+)\/delete"/g)].map(([, id = '']) => id)
  /** Orders a file and gives its id and, once it is done, its bytes. */
  const ordered = async (office: Office, path: string, fields: Readonly<Record<string, string>>) => {
    const before = new Set(idsOf(await office.html(home)))
    const reply = await office.send(path, fields)
    expect([reply.status, reply.headers.get('location')?.split('?')[0]]).toEqual([303, home])
    const [id = ''] = idsOf(await office.html(home)).filter((one) => !before.has(one))
    await expect.poll(async () => (await rowOf(server, id)).state).toBe('done')
    const file = await office.get(`${home}/${id}/file`)
    return { id, file, bytes: new Uint8Array(await file.arrayBuffer()) }
  }

  it('is prepared in the background, found again, and says what a program is given at once', async () => {
    const office = await somebody('analyst')
    const { file, bytes } = await ordered(office, working, { format: 'pdf', agency: 'A1' })
    expect([file.status, file.headers.get('content-type'), file.headers.get('content-disposition')]).toEqual([
      200,
      'application/pdf',
      'attachment; filename="sample-c1-A1-report.pdf"',
    ])
    const at = new Uint8Array(await (await office.get(`${working}/pdf?agency=A1`)).arrayBuffer())
    expect(squeezed((await openedPdf(bytes)).text)).toBe(squeezed((await openedPdf(at)).text))
    const list = said(await office.html(home))
    for (const words of ['Báo cáo · PDF', 'Cơ quan: A1', 'Đã xong', 'giữ đến 27/11/2026']) expect(list).toContain(words)
    expect(await office.html(home)).toContain('href="/admin/campaigns/c1/report?agency=A1"')
  })

  it('is one file for each press, in the language of who pressed', async () => {
    const office = await somebody('analyst')
    const first = await ordered(office, working, { format: 'docx', block: 'department' })
    const reply = await office.send(working, { format: 'docx', block: 'department' }, 'en')
    expect(reply.status).toBe(303)
    const ids = idsOf(await office.html(home))
    expect(ids.length).toBe(2)
    const [second = ''] = ids.filter((id) => id !== first.id)
    await expect.poll(async () => (await rowOf(server, second)).state).toBe('done')
    const english = new Uint8Array(await (await office.get(`${home}/${second}/file`)).arrayBuffer())
    expect(openedDocx(first.bytes).text).toContain('Kèm theo Báo cáo')
    expect(openedDocx(english).text).not.toContain('Kèm theo')
    expect(said(await office.html(home, 'en'))).toContain('Block: Departments')
  })

  it('tells how many sections are composed, then that it is written, while the page asks again', async () => {
    const office = await somebody('analyst')
    const { id } = await ordered(office, working, { format: 'pdf' })
    const shown = async (state: Partial<ExportRow>) => {
      await server.database.db.updateTable('exports').set(state).where('id', '=', id).execute()
      const reply = await office.get(home)
      return { refresh: reply.headers.get('refresh'), text: said(await reply.text()).replaceAll('\u00a0', ' ') }
    }
    const all = (await rowOf(server, id)).expected_rows
    const leased = { state: 'running' as const, leased_until: '2999-01-01T00:00:00.000Z' }
    const half = await shown({ ...leased, written_rows: 5 })
    expect([half.refresh, half.text.includes(`đã lập 5 / ${all} phần`)]).toEqual([`2; url=${home}`, true])
    expect((await shown({ ...leased, written_rows: all })).text).toContain('đang ghi tệp')
    expect((await shown({ state: 'done' })).refresh).toBeNull()
  })

  it('is given up at once, and nothing of it stays', async () => {
    const office = await somebody('analyst')
    expect((await office.send(working, { format: 'docx' })).status).toBe(303)
    const [id = ''] = idsOf(await office.html(home))
    expect((await office.send(`${home}/${id}/delete`)).status).toBe(303)
    expect((await rowOf(server, id)).state).toBe('deleted')
    expect((await office.get(`${home}/${id}/file`)).status).toBe(404)
    // The next one waits for the thread of this one to have ended.
    await ordered(office, working, { format: 'pdf' })
    expect(readdirSync(join(server.dataDir, 'exports')).filter((name) => name.startsWith(id))).toEqual([])
  })

  it('is nowhere for anybody else, whatever they may', async () => {
    const { id } = await ordered(await somebody('analyst'), working, { format: 'pdf' })
    for (const other of [await somebody('analyst'), await somebody('protection'), await somebody('reader', 'A1')]) {
      expect(await other.html(home)).not.toContain(id)
      expect((await other.get(`${home}/${id}/file`)).status).toBe(404)
      expect((await other.send(`${home}/${id}/delete`)).status).toBe(404)
    }
    expect((await rowOf(server, id)).state).toBe('done')
  })

  it('holds of a rated agency for its reader what is released alone', async () => {
    const reader = await somebody('reader', 'A1')
    expect((await reader.send(working, { format: 'pdf' })).status).toBe(403)
    const { file, bytes } = await ordered(reader, released, { format: 'pdf' })
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="sample-c1-A1-report.pdf"')
    const direct = new Uint8Array(await (await reader.get(`${released}/pdf`)).arrayBuffer())
    expect(squeezed((await openedPdf(bytes)).text)).toBe(squeezed((await openedPdf(direct)).text))
    const list = said(await reader.html(home))
    expect(list).toContain('Báo cáo số liệu công bố · PDF')
    expect(list).not.toContain('Phiếu trả lời')
  })

  it('goes with what its reader may see', async () => {
    const name = `shrinking-${made++}`
    const token = await tokenOf(server.database, name, [{ role: 'analyst', agency: '', endsOn: '' }])
    const office = officeWith(server, await justSignedIn({ ...server, token }))
    const whole = await ordered(office, working, { format: 'pdf' })
    await server.database.db
      .updateTable('grants')
      .set({ agency: 'A1' })
      .where('user_id', '=', (select) => select.selectFrom('users').select('id').where('username', '=', name))
      .execute()
    expect(await office.html(home)).not.toContain(whole.id)
    expect((await office.get(`${home}/${whole.id}/file`)).status).toBe(404)
    const own = await ordered(office, working, { format: 'pdf' })
    const direct = new Uint8Array(await (await office.get(`${working}/pdf`)).arrayBuffer())
    expect(squeezed((await openedPdf(own.bytes)).text)).toBe(squeezed((await openedPdf(direct)).text))
  })

  it('is not made in a format that it does not have, nor under a filter that nothing passes', async () => {
    const office = await somebody('analyst')
    const before = await latest()
    expect((await office.send(working, { format: 'odt' })).status).toBe(404)
    expect((await office.send(working, { format: 'pdf', agency: 'nobody' })).status).toBe(404)
    expect((await office.send(released, { format: 'pdf', channel: 'qr' })).status).toBe(422)
    expect((await latest()).id).toBe(before.id)
  })
})

const rowOf = ({ database }: TestServer, id: string): Promise<ExportRow> =>
  database.db.selectFrom('exports').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
