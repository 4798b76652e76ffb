import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../server/db/dialect'
import { tallyLayoutOf, questionnaireSource } from '../../server/db/questionnaires'
import { fileName } from '../../server/files/facts'
import type { ExportRow } from '../../server/db/tables'
import { decodeTally, encodeTally } from '../../surveys/figures/tally'
import { multiply, post, response, shippedVersion } from './fielded'
import { oneEngine, migratedDatabase, startServer, type TestServer, until } from './harness'
import { readingDay, surveyed } from './surveyed'
import { openWorkbook } from './unpacked'

describe.each(oneEngine)('exports in the background on %s', (engine) => {
  let server: TestServer
  let clock = readingDay
  beforeAll(async () => {
    server = await surveyed({ engine, now: () => clock })
  })
  afterAll(() => server.close())

  it('are listed with who, when, what, filter, rows, size and state, and fetched as they would have streamed', async () => {
    const id = await ask(server, { campaign: 'c1', file: 'responses.xlsx', agency: 'A1' })
    const row = await ended(server, id)
    expect(row).toMatchObject({ state: 'done', expected_rows: 14, written_rows: 14, language: 'vi' })
    const shown = rowOf(await page(server), id)
    expect(shown).toEqual(
      expect.arrayContaining([
        'Phiếu trả lời · XLSX',
        expect.stringMatching(/^Quý IV/),
        'Cơ quan: A1',
        row.requested_by,
        '20/11/2026 10:00',
        'Đã xong',
        'giữ đến 27/11/2026',
        '14',
      ]),
    )
    const file = await get(server, `/admin/exports/${id}/file`)
    expect([file.status, file.headers.get('content-disposition'), Number(file.headers.get('content-length'))]).toEqual([
      200,
      'attachment; filename="sample-c1-responses.xlsx"',
      row.bytes,
    ])
    const streamed = await get(server, '/api/v1/campaigns/c1/exports/responses.xlsx?agency=A1&lang=vi')
    const opened = async (reply: Response) => openWorkbook(new Uint8Array(await reply.arrayBuffer()))
    expect(await opened(file)).toEqual(await opened(streamed))
  })

  it.each([
    'responses.csv',
    'responses.jsonl',
    'responses.sav',
    'responses.R',
    'codebook.csv',
    'results.xlsx',
    'results.csv',
    'released.xlsx',
    'released.csv',
    'released-comments.jsonl',
  ])('make %s', async (file) => {
    const id = await ask(server, { campaign: 'c1', file })
    expect((await ended(server, id)).state).toBe('done')
    const made = await bytesOf(await get(server, `/admin/exports/${id}/file`))
    const streamed = await bytesOf(await get(server, `/api/v1/campaigns/c1/exports/${file}?lang=vi`))
    expect(Buffer.compare(made, streamed)).toBe(0)
  })

  it('with semicolons are a format of their own, by the list and by address', async () => {
    const id = await ask(server, { campaign: 'c1', file: 'responses.csv', separator: 'semicolon' })
    expect((await ended(server, id)).state).toBe('done')
    expect(rowOf(await page(server), id)).toContain('Phiếu trả lời · CSV (;)')
    const file = await get(server, `/admin/exports/${id}/file`)
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="sample-c1-responses.csv"')
    const made = await bytesOf(file)
    expect(made.toString('utf8').slice(1, 40)).toBe('id;campaign;version;agency;submitted_at')
    expect(
      Buffer.compare(made, await bytesOf(await get(server, '/api/v1/campaigns/c1/exports/responses.csv?lang=vi&separator=semicolon'))),
    ).toBe(0)
    expect((await get(server, '/api/v1/campaigns/c1/exports/responses.csv?separator=pipe')).status).toBe(422)
    expect(fileName({ campaign: { code: 'sample-2026-q4', synthetic: true } }, 'responses')).toBe('sample-2026-q4-responses')
  })

  it('lose their file when deleted, and can be made again', async () => {
    const id = await ask(server, { campaign: 'c1', file: 'responses.csv' })
    await ended(server, id)
    await act(server, id, 'delete')
    expect(filesOf(server).filter((name) => name.startsWith(id))).toEqual([])
    expect((await get(server, `/admin/exports/${id}/file`)).status).toBe(404)
    expect(rowOf(await page(server), id)).toContain('Đã xoá tệp')
    await act(server, id, 'again')
    expect((await ended(server, id)).state).toBe('done')
    expect((await get(server, `/admin/exports/${id}/file`)).status).toBe(200)
  })

  it('are given up when their process has died, leave nothing, and can be started again', async () => {
    const abandoned = {
      ...(await ended(server, await ask(server, { campaign: 'c1', file: 'responses.csv' }))),
      id: randomUUID(),
      state: 'running' as const,
      owner: 'a process that died',
      leased_until: '2026-11-01T00:00:00.000Z',
    }
    await server.database.db.insertInto('exports').values(abandoned).execute()
    writeFileSync(join(folderOf(server), `${abandoned.id}.csv.part`), 'half')
    expect(rowOf(await page(server), abandoned.id)).toContain('Bị dừng giữa chừng')
    expect(filesOf(server).filter((name) => name.startsWith(abandoned.id))).toEqual([])
    expect((await get(server, `/admin/exports/${abandoned.id}/file`)).status).toBe(404)
    await act(server, abandoned.id, 'again')
    expect((await ended(server, abandoned.id)).state).toBe('done')
  })

  it('say that their file is not here, as after a restore, and are made again', async () => {
    const id = await ask(server, { campaign: 'c1', file: 'responses.csv' })
    await ended(server, id)
    expect(rowOf(await page(server), id)).toContain('Đã xong')
    for (const name of filesOf(server).filter((one) => one.startsWith(id))) rmSync(join(folderOf(server), name))
    const shown = rowOf(await page(server), id)
    expect([shown.includes('Tệp không còn ở máy chủ này'), shown.includes('Tải xuống'), shown.includes('Làm lại')]).toEqual([
      true,
      false,
      true,
    ])
    await act(server, id, 'again')
    expect((await ended(server, id)).state).toBe('done')
    expect((await get(server, `/admin/exports/${id}/file`)).status).toBe(200)
  })

  it('go after seven days', async () => {
    const id = await ask(server, { campaign: 'c1', file: 'results.csv' })
    await ended(server, id)
    clock += 7 * 86_400_000 + 1
    expect((await get(server, `/admin/exports/${id}/file`)).status).toBe(404)
    expect(rowOf(await page(server), id)).toContain('Đã hết hạn')
    expect(filesOf(server)).toEqual([])
    clock = readingDay
  })

  it.each([
    [{ campaign: 'none', file: 'responses.csv' }, 404, 'không có đợt khảo sát|Không có đợt khảo sát'],
    [{ campaign: 'c1', file: 'responses.exe' }, 422, 'responses.exe'],
    [{ campaign: 'c1', file: '../../etc/passwd' }, 422, 'Yêu cầu không hợp lệ'],
    [{ campaign: 'c1', file: 'responses.csv', agency: 'zz' }, 404, 'zz'],
    [{ campaign: 'c1', file: 'responses.csv', from: 'May' }, 422, 'không phải là tháng'],
  ])('refuse %o with %d', async (fields, status, text) => {
    const reply = await send(server, '', fields)
    expect([reply.status, new RegExp(text).test(await reply.text())]).toEqual([status, true])
  })

  it('are for nobody who is not signed in, and no other site can start one', async () => {
    const nobody = await fetch(`${server.url}/admin/exports`, {
      method: 'POST',
      headers: { Origin: server.url },
      body: new URLSearchParams({ campaign: 'c1', file: 'responses.csv' }),
    })
    expect(nobody.status).toBe(401)
    expect((await send(server, '', { campaign: 'c1', file: 'responses.csv' }, 'https://elsewhere.example')).status).toBe(403)
    for (const path of ['/admin/exports/none/file', '/admin/exports/..%2f..%2fsipas.sqlite/file'])
      expect((await get(server, path)).status).toBe(404)
  })
})

describe.each(oneEngine)('a long export on %s', (engine) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sipas-exports-'))
  let address = ''
  let server: TestServer
  beforeAll(async () => {
    address = await migratedDatabase(engine, dataDir)
    server = await surveyed({ engine, address, settings: { DATA_DIR: dataDir } })
    await multiply(server.database, 25_000)
  })
  afterAll(async () => {
    await server.close()
    rmSync(dataDir, { recursive: true, force: true })
  })
  const files = () => (existsSync(join(dataDir, 'exports')) ? readdirSync(join(dataDir, 'exports')) : [])

  it('shows how far it is while its page asks for itself again, and holds nobody up', async () => {
    const id = await ask(server, { campaign: 'c1', file: 'responses.xlsx' })
    const seen = new Set<number>()
    for (let row = await found(server, id); row.state !== 'done'; row = await found(server, id)) {
      if (row.state === 'failed') throw new Error('the export failed')
      const reply = await get(server, '/admin/exports')
      const text = await reply.text()
      if (!text.includes('Đang chuẩn bị')) continue
      expect(reply.headers.get('refresh')).toBe('2; url=/admin/exports')
      expect((await get(server, '/admin/exports?still')).headers.get('refresh')).toBe(null)
      if (row.state === 'running') seen.add(row.written_rows)
      await delay(50)
    }
    expect(seen.size).toBeGreaterThan(1)
    expect((await found(server, id)).written_rows).toBe(25_041)
    expect((await get(server, '/admin/exports')).headers.get('refresh')).toBe(null)
  })

  it('is streamed to two readers at once; others are asked to come back, and everything else is answered', async () => {
    const replies = await Promise.all(Array.from({ length: 20 }, () => download(server)))
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(2)
    const refused = replies.filter(({ status }) => status === 503)
    expect(refused).toHaveLength(18)
    for (const { headers: sent } of refused) expect(Number(sent.get('retry-after'))).toBeGreaterThan(0)
    expect(await refused[0]?.json()).toMatchObject({ code: 'exports_busy' })
    expect((await post(server.url, response({ overall: '4' }, { touchpoint: 'none' }))).status).toBe(422)
    expect((await get(server, '/api/v1/campaigns/c1/exports/results.csv')).status).toBe(200)
    for (const { status, body } of replies) if (status === 200) await body?.cancel()
    await until(async () => (await streamed(server)) === 200)
  })

  it('takes no place when only its head is asked for, or when it has left', async () => {
    for (let time = 0; time < 3; time++) {
      const head = await download(server, 'HEAD')
      expect([head.status, head.headers.get('content-type')]).toEqual([200, 'application/x-ndjson; charset=utf-8'])
    }
    for (let time = 0; time < 3; time++) expect(await streamed(server)).toBe(200)
  })

  it('ends when it is deleted, and leaves nothing', async () => {
    const id = await ask(server, { campaign: 'c1', file: 'responses.xlsx' })
    await until(async () => (await found(server, id)).state === 'running')
    await act(server, id, 'delete')
    await until(() => !files().some((name) => name.startsWith(id)))
    const next = await ask(server, { campaign: 'c1', file: 'results.csv' })
    expect((await ended(server, next)).state).toBe('done')
    expect((await found(server, id)).state).toBe('deleted')
    expect(files().filter((name) => name.startsWith(id))).toEqual([])
  })

  it("is one process's alone, and seen by all", async () => {
    const other = await startServer({ engine, address, now: () => readingDay, settings: { DATA_DIR: dataDir } })
    const [here, there] = await Promise.all([
      ask(server, { campaign: 'c1', file: 'responses.csv' }),
      ask(other, { campaign: 'c1', file: 'responses.jsonl' }),
    ])
    const rows = await Promise.all([ended(server, here), ended(other, there)])
    expect(rows.map(({ state, written_rows }) => [state, written_rows])).toEqual([
      ['done', 25_041],
      ['done', 25_041],
    ])
    expect(rows[0].owner).not.toBe(rows[1].owner)
    expect((await get(other, `/admin/exports/${here}/file`)).status).toBe(200)
    await other.close()
    mkdirSync(join(dataDir, 'exports'), { recursive: true })
    expect((await found(server, there)).state).toBe('done')
  })

  it('fails when its process stops, leaves no file, and is made again after the restart', async () => {
    const id = await ask(server, { campaign: 'c1', file: 'responses.xlsx' })
    const behind = await ask(server, { campaign: 'c1', file: 'responses.csv' })
    await until(async () => (await found(server, id)).state === 'running' && files().some((name) => name.startsWith(id)))
    await server.close()
    expect(files().filter((name) => name.includes('.part') || name.startsWith(id) || name.startsWith(behind))).toEqual([])
    server = await startServer({ engine, address, now: () => readingDay, settings: { DATA_DIR: dataDir } })
    expect([(await found(server, id)).state, (await found(server, behind)).state]).toEqual(['failed', 'failed'])
    await act(server, id, 'again')
    expect(await ended(server, id)).toMatchObject({ state: 'done', written_rows: 25_041 })
  })

  it('is a button on the page of what its campaign gives away, with the filter of that page', async () => {
    await countMore(server.database, 25_000)
    const text = await (await get(server, '/admin/campaigns/c1/downloads?channel=qr')).text()
    const forms = [...text.matchAll(/<form method="post" action="\/admin\/exports">(.*?)<\/form>/gs)].map(([form]) =>
      Object.fromEntries([...form.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value])),
    )
    expect(forms).toEqual(
      ['xlsx', 'csv', 'jsonl', 'sav', 'R', 'zip'].map((ending) => ({ campaign: 'c1', file: `responses.${ending}`, channel: 'qr' })),
    )
    expect(text).not.toContain('exports/responses.')
    expect(text).toContain('exports/results.xlsx?channel=qr')
  })
})

const headers = (server: TestServer) => ({ Authorization: `Bearer ${server.token}`, 'Accept-Language': 'vi' })
const get = (server: TestServer, path: string) => fetch(server.url + path, { headers: headers(server) })
const bytesOf = async (reply: Response) => Buffer.from(await reply.arrayBuffer())
const page = async (server: TestServer) => (await get(server, '/admin/exports')).text()
const send = (server: TestServer, path: string, fields: Readonly<Record<string, string>> = {}, origin = server.url) =>
  fetch(`${server.url}/admin/exports${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { ...headers(server), Origin: origin },
    body: new URLSearchParams(fields),
  })

async function ask(server: TestServer, fields: Readonly<Record<string, string>>): Promise<string> {
  const before = new Set((await all(server)).map(({ id }) => id))
  const reply = await send(server, '', fields)
  expect([reply.status, reply.headers.get('location')]).toEqual([303, '/admin/exports?done=export'])
  const made = (await all(server)).filter(
    ({ id, campaign, content, format }) =>
      !before.has(id) && campaign === fields['campaign'] && `${content}.${format.replace(/-.*/, '')}` === fields['file'],
  )
  expect(made).toHaveLength(1)
  return made[0]?.id ?? ''
}

/** Uncompressed, so that it is more than the way to its reader holds. */
const download = (server: TestServer, method: 'GET' | 'HEAD' = 'GET') =>
  fetch(`${server.url}/api/v1/campaigns/c1/exports/responses.jsonl`, {
    method,
    headers: { ...headers(server), 'Accept-Encoding': 'identity' },
  })

/** How a download that is read to its end was answered. */
async function streamed(server: TestServer): Promise<number> {
  const reply = await download(server)
  await reply.arrayBuffer()
  return reply.status
}

async function act(server: TestServer, id: string, path: 'delete' | 'again'): Promise<void> {
  expect((await send(server, `/${id}/${path}`)).status).toBe(303)
}

const all = ({ database }: TestServer): Promise<readonly ExportRow[]> => database.db.selectFrom('exports').selectAll().execute()
const found = ({ database }: TestServer, id: string): Promise<ExportRow> =>
  database.db.selectFrom('exports').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

async function ended(server: TestServer, id: string): Promise<ExportRow> {
  await until(async () => !['waiting', 'running'].includes((await found(server, id)).state))
  return found(server, id)
}

const folderOf = ({ dataDir }: TestServer): string => join(dataDir, 'exports')
const filesOf = (server: TestServer): readonly string[] => readdirSync(folderOf(server))

/** Adds to what a campaign is said to hold, as its page reads it. */
async function countMore(database: Database, count: number): Promise<void> {
  const { questionnaire } = await questionnaireSource(database).get('sipas-service', shippedVersion['sipas-service'])
  const layout = tallyLayoutOf(questionnaire)
  const row = await database.db
    .selectFrom('tallies')
    .selectAll()
    .where('month', '=', '')
    .where('agency', '=', 'A1')
    .where('channel', '=', 'qr')
    .executeTakeFirstOrThrow()
  const tally = decodeTally(layout, row.sums)
  tally[0] = (tally[0] ?? 0) + count
  await database.db
    .updateTable('tallies')
    .set({ sums: encodeTally(tally) })
    .where('month', '=', '')
    .where('agency', '=', 'A1')
    .where('channel', '=', 'qr')
    .where('writer', '=', row.writer)
    .execute()
}

/** The texts of the row that holds links to an export. */
function rowOf(html: string, id: string): readonly string[] {
  const row = [...html.matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)].map(([text]) => text).find((text) => text.includes(id)) ?? ''
  return row
    .replace(/<[^>]*>/g, '\n')
    .split('\n')
    .map((text) => text.trim())
    .filter((text) => text !== '')
}
