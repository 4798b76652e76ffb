import { randomUUID } from 'node:crypto'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, atCommandLine } from '../../server/acts/act'
import { eraseResponse } from '../../server/acts/responses'
import { countResponses } from '../../server/db/responses'
import { type CommentsOf, readComments } from '../../server/reading/comments'
import { noFilter } from '../../server/reading/filter'
import { readFigure, readResults, responseTotals } from '../../server/reading/results'
import { workspacePages } from '../../server/office/results/tabs'
import { readWorkspace } from '../../server/reading/workspace'
import { csv } from '../../server/files/csv'
import { responsesTable } from '../../server/files/responses-document'
import { importSettingOf, lookAtFile, takeFile } from '../../server/recording/import-file'
import { prepareAnswers, ratingId } from '../../server/recording/prepare'
import { openWriter } from '../../server/recording/writer'
import { receiptCode } from '../../surveys/answers/receipt'
import { localDay } from '../../surveys/instrument/calendar'
import type { SubmittedResponse } from '../../surveys/instrument/schema'
import { seeded } from '../surveys/random'
import { newUser } from '../../server/access/account'
import { insertUser } from '../../server/db/accounts'
import { tokenOf } from './token'
import { saveGrant } from '../../server/db/grants'
import { createTouchpoint } from '../../server/db/touchpoints'
import { type Office, officeOf, officeWith, said, unsaid } from './office'
import { signIn } from './signed-in'
import { commandOn } from './cli'
import { post } from './fielded'
import { engines, type TestServer } from './harness'
import { agrees, codes, form, loopingServer, recorded } from './looping'

const statusOf = async (server: TestServer, body: unknown): Promise<number> => (await post(server.url, body)).status

const rowsOf = (server: TestServer, id: string) =>
  server.database.db
    .selectFrom('responses')
    .select(['id', 'agency', 'answers', 'erased'])
    .where('form', '=', id)
    .orderBy('agency')
    .execute()

describe.each(engines)('a form about several agencies on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await loopingServer(engine)
  })
  afterAll(() => server.close())

  it('is recorded as one response for each, with one receipt', async () => {
    const sent = form({ W1: { open: '5' }, S2: { open: '1', quick: 'na' } })
    const reply = await post(server.url, sent)
    expect(reply.status).toBe(201)
    expect(await reply.json()).toMatchObject({ id: sent.id, code: receiptCode(sent.id) })
    expect(await rowsOf(server, sent.id)).toEqual([
      { id: sent.id, agency: 'S2', answers: '{"open":"1","quick":"na","size":"small"}', erased: 0 },
      { id: ratingId(sent.id, 'W1'), agency: 'W1', answers: '{"open":"5","size":"small"}', erased: 0 },
    ])
    await agrees(server)
  })

  it('is counted once however often it is sent, and refused with any other content under its id', async () => {
    const before = await countResponses(server.database, 'c1')
    const sent = form({ S1: { open: '5' }, S2: { open: '4' } })
    const replies = await Promise.all([1, 2, 3].map(() => post(server.url, sent)))
    expect(replies.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 200, 201])
    expect(new Set(await Promise.all(replies.map((reply) => reply.text()))).size).toBe(1)
    for (const ratings of [
      { S1: { open: '5' }, S2: { open: '3' } },
      { S1: { open: '5' } },
      { S1: { open: '5' }, S3: { open: '4' } },
      // None of the same agencies.
      { W1: { open: '5' }, S3: { open: '4' } },
      { S1: { open: '5' }, S2: { open: '4' }, W2: { open: '4' } },
    ])
      expect(await statusOf(server, { ...sent, agency: Object.keys(ratings)[0], ratings })).toBe(409)
    expect(await countResponses(server.database, 'c1')).toBe(before + 2)
    await agrees(server)
  })

  it('is stored whole or not at all, when another has the id of one of its ratings', async () => {
    const before = await countResponses(server.database, 'c1')
    const sent = form({ S1: { open: '5' }, S2: { open: '4' } })
    const other = form({ S3: { open: '1' } }, { id: ratingId(sent.id, 'S2') })
    expect(await statusOf(server, other)).toBe(201)
    expect(await statusOf(server, sent)).toBe(409)
    const twin = form({ S1: { open: '5' }, S2: { open: '4' } })
    const together = await Promise.all(
      [twin, form({ S3: { open: '1' } }, { id: ratingId(twin.id, 'S2') })].map((one) => statusOf(server, one)),
    )
    expect(together.sort((a, b) => a - b)).toEqual([201, 409])
    expect(await rowsOf(server, sent.id)).toEqual([])
    expect(await countResponses(server.database, 'c1')).toBe(
      before + 1 + (await rowsOf(server, twin.id)).length + (await rowsOf(server, ratingId(twin.id, 'S2'))).length,
    )
    await agrees(server)
  })

  it('is stored whole or not at all, when its transaction fails', async () => {
    const { record, deps } = await recorded(server)
    const before = await countResponses(server.database, 'c1')
    const { questionnaire } = await deps.questionnaires.get('rating', 1)
    const sent = form({ S1: { open: '5' }, S2: { open: '4' }, W1: { open: '3' } })
    const day = localDay(Date.now())
    const setting = { campaign: record.campaign, breakdowns: [], questionnaire }
    const prepared = prepareAnswers(setting, sent, 'link', { answeredOn: day, receivedOn: day })
    if (!prepared.ok) throw new Error('not prepared')
    const writer = await openWriter(server.database)
    const failing = () => Promise.reject(new Error('the power is gone'))
    await expect(writer.commit([prepared.prepared], failing)).rejects.toThrow('the power is gone')
    expect(await rowsOf(server, sent.id)).toEqual([])
    expect(await writer.commit([prepared.prepared])).toMatchObject([{ kind: 'recorded', id: sent.id }])
    await writer.release()
    expect(await countResponses(server.database, 'c1')).toBe(before + 3)
    await agrees(server)
  })

  it('names what is wrong about which agency', async () => {
    const wrong = async (body: unknown) => {
      const reply = await post(server.url, body)
      const { code, details = [] }: { code: string; details?: readonly { item: string; code: string }[] } = await reply.json()
      return [reply.status, code, ...details.map((one) => `${one.item} ${one.code}`)]
    }
    expect(await wrong(form({ S1: { open: '5' }, W2: { open: '7', paid: 3 } }))).toEqual([
      422,
      'answers_invalid',
      'W2.open unknown_option',
      'W2.paid unreachable',
    ])
    expect(await wrong(form({ S1: { open: '5' }, S9: { open: '5' } }))).toEqual([422, 'agency_unknown'])
    expect(await wrong(form({ S1: { open: '5' }, W1: { open: '5' } }, { touchpoint: 'q1' }))).toEqual([422, 'agency_unknown'])
    expect(await wrong(form({ S1: { open: '5' } }, { agency: 'S2' }))).toEqual([422, 'agency_unknown'])
    expect(await wrong(form({}))).toEqual([422, 'answers_invalid', '_agencies required'])
    expect(await wrong({ ...form({}), ratings: undefined, answers: { size: 'small', open: '5' } })).toEqual([
      422,
      'answers_invalid',
      '_agencies required',
    ])
    expect(await wrong(form(Object.fromEntries(codes.map((code) => [code, { open: '5' }]))))).toEqual([
      422,
      'answers_invalid',
      '_agencies too_many',
    ])
  })

  it('goes whole when it is erased, and never comes back', async () => {
    const sent = form({ S1: { open: '5' }, S2: { open: '4' }, W1: { open: '1' } })
    expect(await statusOf(server, sent)).toBe(201)
    const before = await countResponses(server.database, 'c1')
    const writer = await openWriter(server.database)
    // Whichever of its ratings is named.
    await act({ database: server.database, now: Date.now, writer }, atCommandLine(), eraseResponse, {
      campaign: 'c1',
      id: ratingId(sent.id, 'W1'),
    })
    await writer.release()
    expect(await countResponses(server.database, 'c1')).toBe(before - 3)
    expect((await rowsOf(server, sent.id)).map(({ erased, answers }) => `${erased} ${answers}`)).toEqual(['1 ', '1 ', '1 '])
    expect(await statusOf(server, sent)).toBe(410)
    expect(await statusOf(server, { ...sent, agency: 'S3', ratings: { S3: { open: '5' } } })).toBe(410)
    await agrees(server)
  })

  it('leaves in a file of ratings that is the same when it is taken in again', async () => {
    const { record, deps } = await recorded(server)
    const { questionnaire } = await deps.questionnaires.get('rating', 1)
    const table = responsesTable(server.database, { record, questionnaire, filter: noFilter })
    const chunks: Uint8Array[] = []
    for await (const chunk of csv.write({ title: '', sheets: [], table }))
      chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)
    const bytes = Buffer.concat(chunks)
    expect(bytes.toString('utf8').split('\r\n')[0]).toContain(',language,form,size,')
    const setting = await importSettingOf(deps, record)
    const again = await takeFile(deps, setting, bytes, localDay(Date.now()))
    const stored = await countResponses(server.database, 'c1')
    expect(again).toMatchObject({ ok: true, count: { recorded: 0, already: stored, refused: 0 } })
    const other = await loopingServer(engine)
    try {
      const there = await recorded(other)
      const taken = await takeFile(there.deps, await importSettingOf(there.deps, there.record), bytes, localDay(Date.now()))
      expect(taken).toMatchObject({ ok: true, count: { recorded: stored, already: 0, refused: 0 } })
      await agrees(other)
      const results = (of: Awaited<ReturnType<typeof recorded>>) => readResults(of.deps, of.record, noFilter, 'vi', 'month')
      expect(await results(there)).toEqual(await results({ record, deps }))
    } finally {
      await other.close()
    }
    const line = bytes.toString('utf8').split('\r\n')[1] ?? ''
    const strange = Buffer.from(`${bytes.toString('utf8').split('\r\n')[0]}\r\n${line.replace(/^[0-9a-f-]{36}/, randomUUID())}\r\n`)
    const looked = await lookAtFile(deps, setting, strange, localDay(Date.now()))
    expect(looked).toMatchObject({ ok: true, look: { ready: 0, out: 1 } })
  })
})

describe('a paper form about several agencies', () => {
  let server: TestServer
  let office: Office
  beforeAll(async () => {
    server = await loopingServer('SQLite')
    const cookie = await signIn(server)
    office = officeWith(server, cookie)
    await createTouchpoint(server.database, { code: 'p1', campaign: 'c1', kind: 'paper', label: { vi: 'Hồ sơ giấy' }, agencies: codes })
    const { id } = await server.database.db.selectFrom('users').select('id').executeTakeFirstOrThrow()
    await saveGrant(server.database, id, { role: 'clerk', agency: '', touchpoint: 'p1', endsOn: '' })
  })
  afterAll(() => server.close())

  it('is printed with room for the agencies, and what is asked for each on a page to be copied', async () => {
    const html = await (await office.get('/admin/questionnaires/rating/1/print?in=en')).text()
    expect(html).toContain('Which of these did you deal with?')
    expect(html).toContain('Name at most 4 agencies.')
    // Those of the one campaign that fields it, to be ticked.
    for (const code of codes) expect(html).toContain(`<li>${code} commune</li>`)
    expect(html).toMatch(/<section class="each"><p class="if">For each agency/)
  })

  it('is entered as one sheet: which agencies, then all of it', async () => {
    expect(await (await office.get('/admin/entering/p1')).text()).toContain('name="agency" value="S1"')
    expect((await office.get('/admin/entering/p1?chosen=')).status).toBe(422)
    const sheet = await (await office.get('/admin/entering/p1?agency=S2&agency=W1&chosen=')).text()
    for (const name of ['size', 'S2.open', 'W1.open', 'comment']) expect(sheet).toContain(`name="${name}"`)
    expect(sheet).not.toContain('name="S1.open"')
    const id = randomUUID()
    const day = localDay(Date.now())
    const typed = { _id: id, _agency: 'S2 W1', _language: 'vi', _day: day, size: 'large', 'S2.open': '4', 'W1.quick': '1' }
    const wrong = await office.send('/admin/entering/p1?agency=S2+W1', typed)
    expect(wrong.status).toBe(422)
    const again = await wrong.text()
    expect(again).toMatch(/href="#W1.open"/)
    expect(again).toMatch(/name="S2.open" value="4" checked/)
    const sent = await office.send('/admin/entering/p1?agency=S2+W1', { ...typed, 'W1.open': '2' })
    expect(sent.status).toBe(200)
    expect(await sent.text()).toContain(receiptCode(id))
    expect((await rowsOf(server, id)).map(({ agency: code, answers }) => `${code} ${answers}`)).toEqual([
      'S2 {"open":"4","size":"large"}',
      'W1 {"open":"2","quick":"1","size":"large"}',
    ])
  })

  it('is keyed in a pile twice, compared with all that it says, and settled by the paper', async () => {
    const clerk = async (name: string): Promise<Office> => {
      const user = newUser(name, '')
      await insertUser(server.database, user, undefined, 0)
      await saveGrant(server.database, user.id, { role: 'clerk', agency: '', touchpoint: 'p1', endsOn: '' })
      return officeOf({ url: server.url, token: await tokenOf(server.database, name) })
    }
    const [mai, hoa] = [await clerk('mai'), await clerk('hoa')]
    const home = '/admin/entering/p1/batches'
    const begun = await mai.send(home, { label: 'Tập 1', agency: '', language: 'vi', sheets: '2', keying: 'double' })
    const pile = begun.headers.get('location') ?? ''
    expect(pile).toContain(home)
    const day = localDay(Date.now())
    const key = (who: Office, which: string, sheet: number, rated: string, answers: Readonly<Record<string, string>>) =>
      who.send(`${pile}/${which}?sheet=${sheet}`, { _day: day, _agency: rated, size: 'small', ...answers })
    const before = await countResponses(server.database, 'c1')
    expect(await mai.html(`${pile}/first`)).toContain('name="agency" value="W1"')
    expect(await mai.html(`${pile}/first?sheet=1&agency=S1&agency=W1&chosen=`)).toContain('name="W1.open"')
    const next = await key(mai, 'first', 1, 'S1 W1', { 'S1.open': '5', 'W1.open': '2', comment: 'gõ sai' })
    expect(said(await next.text())).toContain('Nhập lần một: phiếu 2/2')
    expect((await key(mai, 'first', 2, 'S2', { 'S2.open': '4' })).headers.get('location')).toBe(pile)
    expect(await countResponses(server.database, 'c1')).toBe(before + 3)
    await key(hoa, 'second', 1, 'S1 W2', { 'S1.open': '5', 'W2.open': '2', comment: 'gõ đúng' })
    expect((await key(hoa, 'second', 2, 'S2', { 'S2.open': '4' })).headers.get('location')).toBe(pile)
    expect(await countResponses(server.database, 'c1')).toBe(before + 3)
    const page = await mai.html(`${pile}/sheets/1`)
    expect([...page.matchAll(/name="by\.([\w.]+)" value="first"/g)].map(([, id]) => id)).toEqual([
      '_agencies',
      'W1.open',
      'W2.open',
      'comment',
    ])
    expect(said(page)).not.toMatch(unsaid)
    const choices = { 'by._agencies': 'second', 'by.W1.open': 'second', 'by.W2.open': 'second', 'by.comment': 'second' }
    expect((await mai.send(`${pile}/sheets/1`, choices)).headers.get('location')).toBe(`${pile}?done=batch-settled`)
    expect(await countResponses(server.database, 'c1')).toBe(before + 3)
    const stands = await server.database.db
      .selectFrom('responses')
      .select(['agency', 'answers'])
      .where('erased', '=', 0)
      .where('answers', 'like', '%gõ đúng%')
      .orderBy('agency')
      .execute()
    expect(stands.map(({ agency: code, answers }) => `${code} ${answers}`)).toEqual([
      'S1 {"comment":"gõ đúng","open":"5","size":"small"}',
      'W2 {"comment":"gõ đúng","open":"2","size":"small"}',
    ])
    await agrees(server)
  })
})

describe('an interviewer who asks about several agencies', () => {
  it('chooses them with the person, and enters one form that is theirs', async () => {
    const server = await loopingServer('SQLite')
    try {
      const office = officeWith(server, await signIn(server))
      await createTouchpoint(server.database, {
        code: 'in1',
        campaign: 'c1',
        kind: 'interviewer',
        label: { vi: 'Điều tra viên' },
        agencies: codes,
      })
      const { id: user } = await server.database.db.selectFrom('users').select('id').executeTakeFirstOrThrow()
      await saveGrant(server.database, user, { role: 'interviewer', agency: '', touchpoint: 'in1', endsOn: '' })
      expect(await (await office.get('/admin/entering/in1')).text()).toContain('name="agency" value="W2"')
      const page = await (await office.get('/admin/entering/in1?agency=S1&agency=W2&chosen=')).text()
      expect(page).toContain('name="W2.open"')
      const id = randomUUID()
      const sent = await office.send('/admin/entering/in1?agency=S1&agency=W2&chosen=', {
        _id: id,
        _day: localDay(Date.now()),
        _agency: 'S1 W2',
        _language: 'vi',
        _assisted: '1',
        size: 'small',
        'S1.open': '5',
        'W2.open': '1',
      })
      expect([sent.status, (await sent.text()).includes(receiptCode(id))]).toEqual([200, true])
      expect(await rowsOf(server, id)).toHaveLength(2)
      const counted = await server.database.db.selectFrom('entered_counts').select('entered').executeTakeFirstOrThrow()
      expect(counted.entered).toBe(1)
      // Of who stopped it is counted at which question, and not about whom.
      await fetch(`${server.url}/s/l1/left?phone`, { method: 'POST', body: 'quick' })
      await server.flush()
      expect(await server.database.db.selectFrom('break_offs').select('question').execute()).toEqual([{ question: 'quick' }])
    } finally {
      await server.close()
    }
  })
})

describe.each(engines)('figures of forms about several agencies on %s', (engine) => {
  let server: TestServer
  const forms: SubmittedResponse[] = []
  beforeAll(async () => {
    server = await loopingServer(engine)
    const random = seeded(11)
    for (let at = 0; at < 60; at += 1) {
      const mood = random()
      const rated = codes.filter(() => random() < 0.6).slice(0, 4)
      const ratings = Object.fromEntries(
        (rated.length > 0 ? rated : (['S1'] as const)).map((code) => [
          code,
          { open: String(1 + Math.floor(5 * Math.min(0.99, (mood + random()) / 2))), ...(random() < 0.7 && { quick: '4' }) },
        ]),
      )
      forms.push(form(ratings, { answers: { size: at % 3 === 0 ? 'large' : 'small' } }))
    }
    const statuses = await Promise.all(forms.map((one) => statusOf(server, one)))
    expect(new Set(statuses)).toEqual(new Set([201]))
  })
  afterAll(() => server.close())

  const about = (wanted: (code: string) => boolean) => forms.filter(({ ratings = {} }) => Object.keys(ratings).some(wanted))
  const satisfied = (wanted: (code: string) => boolean) => {
    const open = forms.flatMap(({ ratings = {} }) =>
      Object.entries(ratings).flatMap(([code, own]) => (wanted(code) ? [Number(own['open'])] : [])),
    )
    return open.filter((one) => one >= 4).length / open.length
  }

  it('are those of an agency over its ratings, and count a person once over several', async () => {
    const { record, deps } = await recorded(server)
    const results = await readResults(deps, record, noFilter, 'vi', 'month')
    const share = (nodes: (typeof results)['total']['nodes']) => nodes.find(({ code }) => code === 'open')
    for (const { code, responses, nodes } of results.agencies) {
      expect(responses).toBe(about((one) => one === code).length)
      expect(share(nodes)).toMatchObject({ persons: responses, base: responses })
      expect(share(nodes)?.value).toBeCloseTo(
        satisfied((one) => one === code),
        12,
      )
    }
    for (const [code, letter] of [
      ['department', 'S'],
      ['commune', 'W'],
    ] as const) {
      const block = results.blocks.find((one) => one.code === code)
      const mine = (one: string) => one.startsWith(letter)
      expect(block?.responses).toBe(about(mine).length)
      expect(share(block?.nodes ?? [])?.persons).toBe(about(mine).length)
      expect(share(block?.nodes ?? [])?.value).toBeCloseTo(satisfied(mine), 12)
      expect(share(block?.nodes ?? [])?.interval).not.toBe(null)
    }
    expect(results.total.responses).toBe(60)
    expect((await responseTotals(deps, [record.campaign], 'everywhere')).get('c1')).toBe(60)
    expect((await responseTotals(deps, [record.campaign], new Set(['S1', 'W1']))).get('c1')).toBe(
      about((one) => one === 'S1' || one === 'W1').length,
    )
    expect(share(results.total.nodes)).toMatchObject({ persons: 60, intervalMethod: 'wilson-cluster' })
    expect(share(results.total.nodes)?.base).toBeGreaterThan(100)
    expect(results.total.nodes.find(({ code }) => code === 'LARGE')).toMatchObject({ persons: 60, value: 1 / 3 })
    expect(results.parts).toMatchObject([{ responses: 60 }])
  })

  it('stand on every page of the office, each with its persons, and leave in every kind of file', async () => {
    const office = officeOf(server)
    for (const { path } of workspacePages) {
      const page = await office.get(`/admin/campaigns/c1${path}`)
      expect([path, page.status]).toEqual([path, 200])
      expect(unsaid.exec(said(await page.text()).replaceAll('\n', ' '))?.[0]).toBe(undefined)
    }
    for (const path of ['/figures/ALL', '/figures/LARGE', '/figures/open?agency=S1', '/report', '/fieldwork', '/responses'])
      expect([path, (await office.get(`/admin/campaigns/c1${path}`)).status]).toEqual([path, 200])
    if (engine === 'PostgreSQL') return
    for (const encoding of ['csv', 'xlsx', 'jsonl', 'sav', 'R', 'zip']) {
      const output = join(server.dataDir, `out.${encoding}`)
      const { code, stderr } = await commandOn(
        server,
        'responses',
        'export',
        '--campaign',
        'c1',
        '--encoding',
        encoding,
        '--output',
        output,
      )
      expect([encoding, code, stderr]).toEqual([encoding, 0, expect.any(String)])
      expect(statSync(output).size).toBeGreaterThan(100)
    }
  })

  it('hold what was written once once, under no agency', async () => {
    const { record, deps } = await recorded(server)
    const { questionnaire } = await deps.questionnaires.get('rating', 1)
    const writing = Array.from({ length: 12 }, (_, at) =>
      form({ S1: { open: '5' }, S2: { open: '5' } }, { answers: { size: 'small', comment: `Ý kiến ${'abcdefghijkl'[at] ?? ''}` } }),
    )
    for (const one of writing) expect(await statusOf(server, one)).toBe(201)
    const pool = async (of: CommentsOf) => (await readComments(server.database, record, questionnaire, of))[0]
    expect(await pool({ agency: null, block: null })).toMatchObject({ written: 12, texts: { length: 12 } })
    expect(await pool({ agency: 'S1', block: null })).toMatchObject({ written: 0, texts: [] })
    const writer = await openWriter(server.database)
    for (const { id } of writing)
      await act({ database: server.database, now: Date.now, writer }, atCommandLine(), eraseResponse, { campaign: 'c1', id })
    await writer.release()
    await agrees(server)
  })

  it('are the same on every page, and follow what comes and what goes', async () => {
    const { record, deps } = await recorded(server)
    const { total } = (await readWorkspace(deps, record, noFilter, 'vi')).results
    expect(total.nodes).toEqual((await readResults(deps, record, noFilter, 'vi')).total.nodes)
    const figure = await readFigure(deps, record, noFilter, 'ALL')
    expect(figure?.result).toEqual(total.nodes.find(({ code }) => code === 'ALL'))
    const beside = (await readWorkspace(deps, record, { ...noFilter, agency: 'S1' }, 'vi')).beside
    expect(beside?.total.nodes).toEqual(total.nodes)
    expect(await statusOf(server, form({ S1: { open: '1' }, W1: { open: '1' } }))).toBe(201)
    const later = (await readWorkspace(deps, record, noFilter, 'vi')).results.total
    expect(later.responses).toBe(61)
    await agrees(server)
  })
})
