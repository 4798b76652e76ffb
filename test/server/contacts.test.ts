import { readXlsx } from 'hucre'
import { sql } from 'kysely'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, atCommandLine } from '../../server/acts/act'
import { expireContacts } from '../../server/acts/contacts'
import { findCampaign } from '../../server/db/campaigns'
import { contactKeys } from '../../server/db/contacts'
import { type Database, openDatabase } from '../../server/db/dialect'
import { migrate } from '../../server/db/migrate'
import { publishQuestionnaire, questionnaireSource } from '../../server/db/questionnaires'
import { responsesTable } from '../../server/files/responses-document'
import { letContactsGoAgain } from '../../server/recording/erase-again'
import { keepForgetting } from '../../server/recording/forgetting'
import { releaseWhenDue } from '../../server/nightly'
import { noFilter } from '../../server/reading/filter'
import { readDefinition } from '../../surveys/instrument/definition'
import type { SubmittedResponse } from '../../surveys/instrument/schema'
import { smallSource } from '../surveys/small'
import { agency, fielded, post, response } from './fielded'
import { engines, startServer, type TestServer } from './harness'
import { officeOf, said } from './office'
import { unzip } from './unpacked'

const reading = readDefinition({
  ...smallSource,
  id: 'reach',
  trees: [],
  sections: [
    {
      id: 'one',
      title: { vi: 'Một', en: 'One' },
      questions: [
        { id: 'late', type: 'yes-no', text: { vi: 'Trễ?', en: 'Late?' }, scale: 'yn' },
        { id: 'reach', type: 'contact', text: { vi: 'Liên hệ', en: 'Contact' }, months: 2, showIf: { not: { item: 'late', in: ['no'] } } },
      ],
    },
  ],
})

const sent = (contact: string | undefined, wanted: Partial<SubmittedResponse> = {}): SubmittedResponse =>
  response({ late: 'yes' }, { version: 1, answeredOn: '2026-11-20', ...(contact !== undefined && { contact }), ...wanted })

describe.each(engines)('how people want to be reached, on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer({ engine, now: () => Date.parse('2026-11-29T03:00:00Z') })
    if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
    await publishQuestionnaire(server.database, reading.questionnaire, '2026-01-01')
    await fielded(server.database, { questionnaire: 'reach', version: 1, agencies: [agency('A1'), agency('A2')] })
  })
  afterAll(() => server.close())
  const contacts = () => server.database.db.selectFrom('contacts').selectAll().orderBy('contact').execute()
  const told = async () => (await contacts()).map(({ contact }) => contact)
  const status = async (body: SubmittedResponse) => (await post(server.url, body)).status

  it('is written once with its response, however often that is sent, and is no part of what the id pins', async () => {
    const first = sent('0912 345 678')
    expect([await status(first), await status(first), await status({ ...first, contact: '0987 654 321' })]).toEqual([201, 200, 200])
    expect(await status({ ...first, answers: {} })).toBe(409)
    expect(await told()).toEqual(['0912 345 678'])
    expect((await contacts())[0]).toMatchObject({
      campaign: 'c1',
      agency: 'A1',
      month: '2026-11',
      until: '2027-01',
      kind: 'phone',
      handled: 0,
    })
  })

  it('leaves nothing with the response, and nothing of the response with it', async () => {
    const [row] = await server.database.db.selectFrom('responses').selectAll().execute()
    const [contact] = await contacts()
    // Without what is drawn by chance or bytes, in which three digits come by luck.
    expect(JSON.stringify({ ...row, id: '', hash: '', packed: '' })).not.toContain('345')
    expect(JSON.stringify(contact)).not.toContain(row?.id)
    expect(Object.keys(contact ?? {}).sort()).toEqual(['agency', 'campaign', 'contact', 'handled', 'id', 'kind', 'month', 'until'])
    const record = await findCampaign(server.database, 'c1')
    if (!record || !reading.ok) throw new Error('no campaign')
    const { columns } = responsesTable(server.database, { record, filter: noFilter, questionnaire: reading.questionnaire })
    expect(columns.filter((name) => /reach|contact/.test(name))).toEqual([])
  })

  it('is refused kindly where it is neither, and dropped where it was not asked for', async () => {
    const wrong = await post(server.url, sent('không có'))
    expect([wrong.status, JSON.stringify(await wrong.json())]).toEqual([422, expect.stringContaining('not_a_contact_either')])
    expect(await status(sent('lan@vidu.vn', { answers: { late: 'no' } }))).toBe(201)
    expect(await status(sent('  '))).toBe(201)
    expect(await told()).toEqual(['0912 345 678'])
  })

  it('comes with a form without a script, and stands there again where something is wrong', async () => {
    const form = await (await fetch(`${server.url}/s/q1?lang=vi`)).text()
    expect(form).toContain('Được giữ riêng, không gắn với câu trả lời')
    const fields = new URLSearchParams(
      [...form.matchAll(/name="(_[a-z]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
    )
    fields.delete('_switch')
    fields.set('_contact', 'lan@')
    const again = await (await fetch(`${server.url}/s/q1`, { method: 'POST', body: fields })).text()
    expect(again).toContain('value="lan@"')
    expect(again).toContain('chưa phải là số điện thoại hay địa chỉ email')
    const blank = await (await fetch(`${server.url}/s/q1?lang=vi`)).text()
    expect(blank).not.toContain('lan@')
    fields.set('_contact', 'lan@vidu.vn')
    expect((await fetch(`${server.url}/s/q1`, { method: 'POST', body: fields })).status).toBe(200)
    expect(await told()).toEqual(['0912 345 678', 'lan@vidu.vn'])
  })

  it('is shown once enough have answered, marked, found again and deleted, each look in the log', async () => {
    const office = officeOf(server)
    const page = async () => said(await office.html('/admin/contacts'))
    const found = async (q: string) => said(await (await office.send('/admin/contacts', { q })).text())
    expect(await page()).toContain('Ở đó chưa đủ 10 phiếu trả lời')
    expect(await page()).not.toContain('lan@vidu.vn')
    for (let at = 0; at < 10; at += 1) await post(server.url, sent(undefined))
    await post(server.url, sent('+84 912 000 111'))
    expect(await page()).toContain('lan@vidu.vn')
    expect(await found('0912.345.678')).toContain('0912 345 678')
    expect(await found('0912.345.678')).not.toContain('lan@vidu.vn')
    const kept = (until: string) => server.database.db.updateTable('contacts').set({ until }).where('contact', '=', 'lan@vidu.vn').execute()
    const [{ until } = { until: '' }] = (await contacts()).filter(({ contact }) => contact === 'lan@vidu.vn')
    // The night has yet to let go of it.
    await kept('2026-10')
    expect(await page()).not.toContain('lan@vidu.vn')
    await kept(until)
    for (const format of ['csv', 'xlsx'] as const) {
      const reply = await office.send('/admin/contacts/c1/export', { format })
      expect(reply.headers.get('content-disposition')).toBe(`attachment; filename="c1-contacts.${format}"`)
      const bytes = new Uint8Array(await reply.arrayBuffer())
      const rows =
        format === 'csv'
          ? new TextDecoder()
              .decode(bytes)
              .trim()
              .split('\r\n')
              .map((line) => line.split(','))
          : ((await readXlsx(bytes)).sheets[0]?.rows.map((row) => row.map(String)) ?? [])
      // By their signs, whoever came first; without a key of any kind, and what a spreadsheet would run stands as text.
      expect(rows.map((row) => row[3])).toEqual([
        'Liên hệ',
        format === 'csv' ? "'+84 912 000 111" : '+84 912 000 111',
        '0912 345 678',
        'lan@vidu.vn',
      ])
      expect(rows.slice(1).map(([agencyCode, , kind, , month, until]) => [agencyCode, kind, month, until])).toEqual(
        ['điện thoại', 'điện thoại', 'email'].map((kind) => ['A1', kind, '2026-11', '2027-01']),
      )
      expect(JSON.stringify(rows)).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/)
    }
    await server.database.db.deleteFrom('contacts').where('contact', 'like', '+84%').execute()
    // What is written as an address opens a letter to it and to nobody else, with nothing in it.
    await post(server.url, sent('a?bcc=b%40c.vn&body=x@vidu.vn'))
    expect(await office.html('/admin/contacts')).toContain('href="mailto:a%3Fbcc%3Db%2540c.vn%26body%3Dx@vidu.vn"')
    await server.database.db.deleteFrom('contacts').where('contact', 'like', 'a?%').execute()
    const [{ id } = { id: '' }] = await contacts()
    const backup = join(server.dataDir, 'backup.sqlite')
    await server.database.copyItself?.(backup)
    expect((await office.send(`/admin/contacts/c1/${id}/handle`, { handled: 'yes' })).status).toBe(303)
    expect((await contacts())[0]?.handled).toBe(1)
    expect(said(await office.html(`/admin/contacts/c1/${id}/delete`))).toContain('0912 345 678')
    await office.send(`/admin/contacts/c1/${id}/delete`)
    expect(await told()).toEqual(['lan@vidu.vn'])
    const events = await server.database.db
      .selectFrom('events')
      .select(['act', 'details'])
      .where('kind', '=', 'contacts')
      .orderBy('seq')
      .execute()
    expect(events.map(({ act: name }) => name)).toEqual([
      'contacts.read',
      'contacts.read',
      'contacts.read',
      'contacts.read',
      'contacts.export',
      'contacts.export',
      'contacts.read',
      'contacts.handle',
      'contacts.delete',
    ])
    expect(events.filter(({ act: name }) => name === 'contacts.export').map(({ details }) => JSON.parse(details))).toEqual([
      { agency: 'A1', rows: 3, format: 'csv' },
      { agency: 'A1', rows: 3, format: 'xlsx' },
    ])
    expect(JSON.stringify(events)).not.toMatch(/345|lan@/)
  })

  it.skipIf(engine !== 'SQLite')('stands in no file of responses, figures or codes, whatever its format', async () => {
    expect(await told()).toContain('lan@vidu.vn')
    const files = ['csv', 'jsonl', 'R', 'sav', 'zip', 'xlsx'].map((ending) => `responses.${ending}`)
    for (const file of [...files, 'codebook.xlsx', 'codebook.csv', 'results.xlsx', 'results.csv', 'released-comments.csv']) {
      const reply = await officeOf(server).get(`/api/v1/campaigns/c1/exports/${file}`)
      expect([file, reply.status]).toEqual([file, 200])
      const bytes = Buffer.from(await reply.arrayBuffer())
      const text = /\.(zip|xlsx)$/.test(file) ? [...unzip(bytes).values()].join() : bytes.toString('latin1')
      expect([file, /lan@|vidu/.exec(text)?.[0]]).toEqual([file, undefined])
    }
  })

  it('is nowhere once it was deleted, and comes back with no backup', async () => {
    const { db } = server.database
    const log = pino({ level: 'silent' })
    await (await keepForgetting({ database: server.database, sweep: () => Promise.resolve(), log })).stop()
    if (engine === 'SQLite') {
      const backup = openDatabase(join(server.dataDir, 'backup.sqlite'))
      const held = async () => (await contactKeys(backup)).length
      expect(await held()).toBe(2)
      await letContactsGoAgain(backup, await migrated(join(server.dataDir, 'other.sqlite')))
      expect(await held()).toBe(2)
      await letContactsGoAgain(backup, server.database)
      expect(await held()).toBe(1)
      await backup.db.destroy()
      const files = readdirSync(server.dataDir).filter((name) => readFileSync(join(server.dataDir, name)).includes('0912 345 678'))
      expect(files).toEqual([])
      return
    }
    const { rows } = await sql`select relname from pg_stat_user_tables where relname = 'contacts' and last_vacuum is not null`.execute(db)
    expect(rows).toHaveLength(1)
  })

  it('is let go of when its time has passed', async () => {
    const forget = (month: string) => act({ database: server.database, now: server.now }, atCommandLine(), expireContacts, { month })
    expect(await forget('2027-01')).toEqual({ kind: 'done', value: 0 })
    expect(await forget('2027-02')).toEqual({ kind: 'done', value: 1 })
    expect(await told()).toEqual([])
  })

  it('stands in no order of arrival', async () => {
    for (let at = 0; at < 12; at += 1) await post(server.url, sent(`\u202a09${String(10_000_000 + at)}\u202c\0`))
    const stored = await server.database.db.selectFrom('contacts').select(['id', 'contact']).execute()
    expect(stored).toHaveLength(12)
    // Telephones put signs that nobody sees around a number that is copied.
    for (const { contact } of stored) expect(contact).toMatch(/^09\d{8}$/)
    if (engine === 'SQLite') expect(stored.map(({ id }) => id)).toEqual(stored.map(({ id }) => id).toSorted())
    expect(stored.map(({ contact }) => contact)).not.toEqual(engine === 'SQLite' ? stored.map(({ contact }) => contact).toSorted() : [])
  })

  it('is gone after the night if its time has passed, and tells then by nothing that an engine keeps of rows with which response it came', async () => {
    const { database } = server
    const old = {
      campaign: 'c1',
      id: 'old',
      agency: 'A1',
      month: '2026-09',
      until: '2026-10',
      kind: 'phone',
      contact: '0900',
      handled: 0,
    } as const
    await database.db.insertInto('contacts').values(old).execute()
    const log = pino({ level: 'silent' })
    const night = { database, questionnaires: questionnaireSource(database), now: server.now, log, forget: () => undefined }
    expect(await releaseWhenDue(night)).toBe(1)
    if (engine === 'SQLite') return expect(await told()).toHaveLength(12)
    const { rows } = await sql<{
      readonly id: string
      readonly came: number
    }>`select id, (select count(*)::int from responses where responses.xmin = contacts.xmin) as came from contacts order by ctid`.execute(
      server.database.db,
    )
    expect(rows).toHaveLength(12)
    expect(rows.map(({ came }) => came)).toEqual(rows.map(() => 0))
    expect(rows.map(({ id }) => id)).toEqual(rows.map(({ id }) => id).toSorted())
  })
})

async function migrated(file: string): Promise<Database> {
  const database = openDatabase(file)
  await migrate(database)
  return database
}
