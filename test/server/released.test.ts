import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, atCommandLine } from '../../server/acts/act'
import { releaseCampaign } from '../../server/acts/releases'
import { findCampaign } from '../../server/db/campaigns'
import { whole } from '../../server/db/dialect'
import { releasesAmiss } from '../../server/db/released'
import { questionnaireSource } from '../../server/db/questionnaires'
import { releaseWhenDue } from '../../server/nightly'
import { readReleased } from '../../server/reading/released'
import { eraseResponse } from '../../server/acts/responses'
import { openWriter } from '../../server/recording/writer'
import { agency, fielded, post, response } from './fielded'
import { engines, startServer, type TestServer } from './harness'
import { sectionOf, textOf } from './reading-html'
import { officeOf } from './office'
import { signIn } from './signed-in'
import { pino } from 'pino'

const day = (on: string, hour = 2): number => Date.parse(`${on}T00:00:00Z`) + (hour - 7) * 3_600_000

describe.each(engines)('released figures on %s', (engine) => {
  let server: TestServer
  let now = day('2026-11-02', 12)
  let forgotten = 0
  const log = pino({ level: 'silent' })
  const night = (on: string) => {
    now = day(on)
    return releaseWhenDue({
      database: server.database,
      questionnaires: questionnaireSource(server.database),
      now: () => now,
      log,
      forget: () => void (forgotten += 1),
    })
  }
  const released = async () => {
    const record = await findCampaign(server.database, 'c1')
    if (!record) throw new Error('no campaign')
    return readReleased({ database: server.database, questionnaires: questionnaireSource(server.database) }, record, 'vi')
  }
  const answer = async (count: number, at: string, answers = { A1: '5', A2: '5', overall: '4' }): Promise<readonly string[]> => {
    const sent = Array.from({ length: count }, () => response(answers, { agency: at, touchpoint: 'k2', answeredOn: '2026-11-02' }))
    for (const one of sent) expect((await post(server.url, one)).status).toBe(201)
    return sent.map(({ id }) => id)
  }
  const erase = async (id: string, campaign = 'c1'): Promise<void> => {
    const writer = await openWriter(server.database)
    await act({ database: server.database, now: () => now, writer }, atCommandLine(), eraseResponse, { campaign, id })
    await writer.release()
  }
  const figure = (of: Awaited<ReturnType<typeof released>>, at: string, code: string) =>
    of.agencies.find((one) => one.code === at)?.nodes.find((node) => node.code === code)

  beforeAll(async () => {
    server = await startServer({ engine, now: () => now })
    await fielded(server.database, { opensOn: '2026-11-01', closesOn: '2026-11-30', agencies: [agency('A1'), agency('A2'), agency('A3')] })
  })
  afterAll(() => server.close())

  let standing = ''
  let late = ''
  it('are empty before the first night, whatever was recorded', async () => {
    standing = (await answer(11, 'A1'))[0] ?? ''
    await answer(9, 'A2')
    const view = await released()
    expect(view).toMatchObject({ asOf: null, filter: null, total: { responses: 0, waiting: 0 } })
    expect(
      view.agencies.flatMap(({ nodes }) => nodes).every(({ persons, base, value }) => persons === null && base === null && value === null),
    ).toBe(true)
  })

  it('move on once a night, however often and in how many processes it is asked', async () => {
    const ran = await Promise.all([night('2026-11-03'), night('2026-11-03'), night('2026-11-03')])
    expect(ran.reduce((sum, one) => sum + one, 0)).toBe(1)
    await answer(5, 'A2')
    expect(await night('2026-11-03')).toBe(0)
    const view = await released()
    expect(view).toMatchObject({ asOf: '2026-11-03', total: { responses: 11, waiting: 9 } })
    expect(view.agencies.map(({ responses }) => responses)).toEqual([11, 0, 0])
    // Of one agency it would be the persons of a withheld figure.
    expect(JSON.stringify(view.agencies)).not.toContain('waiting')
    expect(figure(view, 'A1', 'A1')).toMatchObject({ value: 1, base: 11 })
    expect(figure(view, 'A2', 'A1')).toMatchObject({ value: null, base: null, withheld: 'small' })
  })

  it('are not changed by one response more nor by one erased, until ten others have come', async () => {
    const [id = ''] = await answer(1, 'A1')
    await night('2026-11-04')
    expect((await released()).agencies.map(({ responses }) => responses)).toEqual([11, 14, 0])
    await erase(id)
    await erase(standing)
    await night('2026-11-05')
    expect((await released()).agencies.map(({ responses }) => responses)).toEqual([11, 14, 0])
    expect((await released()).total).toMatchObject({ responses: 25, waiting: 0 })
  })

  it('go up to the rest of the block and the province when the period ends, and settle', async () => {
    late = (await answer(4, 'A1'))[0] ?? ''
    await answer(5, 'A3')
    await night('2026-12-01')
    const view = await released()
    expect(view).toMatchObject({ settled: true, asOf: '2026-12-01' })
    expect(view.agencies.map(({ responses }) => responses)).toEqual([11, 14, 0])
    expect(view.total).toMatchObject({ responses: 25, waiting: 8 })
  })

  it('are given by the API to whoever may read results, in the shape of results', async () => {
    const address = `${server.url}/api/v1/campaigns/c1/released`
    expect((await fetch(address)).status).toBe(401)
    const given = await fetch(address, { headers: { authorization: `Bearer ${server.token}` } })
    expect(given.status).toBe(200)
    expect(await given.json()).toEqual(JSON.parse(JSON.stringify(await released())))
    const filtered = await fetch(`${address}?channel=qr`, { headers: { authorization: `Bearer ${server.token}` } })
    expect(filtered.status).toBe(422)
  })

  it('stand beside the working figures on a page of their own, with what waits and without bases of what is withheld', async () => {
    const headers = { cookie: await signIn(server), 'accept-language': 'vi' }
    const html = async (path: string) => (await fetch(`${server.url}/admin/campaigns/c1${path}`, { headers })).text()
    const page = await html('/released')
    expect(page).toContain('Chốt đêm ngày 01/12/2026.')
    expect(page).toContain('8 phiếu trả lời không đủ để công bố.')
    expect(page).toContain('Số liệu làm việc')
    // Who answered one criterion may be other than who answered the next: the sums of both tell only the least.
    expect(page).toMatch(/n\u00a0=\u00a0\d+ \(ít nhất \d+\u00a0người\)/)
    expect(await html('/released/report')).toContain('Số người: ít nhất chừng ấy người')
    expect(await html('/report')).toContain('Số người: những người')
    expect(await html('/released?agency=A3')).toContain('chưa đủ để công bố')
    expect(await html('')).toContain('/admin/campaigns/c1/released')
    expect((await fetch(`${server.url}/admin/campaigns/c1/released?agency=none`, { headers })).status).toBe(404)
  })

  it('are told by the doctor when what is stored of them does not add up', async () => {
    expect(await releasesAmiss(server.database)).toEqual([])
    await whole(server.database, async ({ db }) => {
      const rest = await db.selectFrom('released_sums').selectAll().where('level', '=', 'block').executeTakeFirstOrThrow()
      const { passed } = await db.selectFrom('released_sums').select('passed').where('code', '=', 'A2').executeTakeFirstOrThrow()
      const change = (bytes: Uint8Array) => db.updateTable('released_sums').set({ passed: bytes }).where('level', '=', 'block').execute()
      await change(passed)
      expect(await releasesAmiss({ db })).toEqual(['c1'])
      await change(rest.passed)
      expect(await releasesAmiss({ db })).toEqual([])
    })
  })

  it('know of a response that was erased when nothing else comes any more, and are at rest again', async () => {
    expect(await night('2027-01-01')).toBe(1)
    const view = await released()
    expect(await night('2027-01-02')).toBe(0)
    await erase(late)
    expect(await night('2027-01-02')).toBe(1)
    // One that is gone is no ten that came: the figures stay, and what waits is told anew.
    const after = await released()
    expect(after.total).toMatchObject({ responses: view.total.responses, waiting: view.total.waiting - 1 })
    expect(after.asOf).toBe('2027-01-02')
    for (const on of ['2027-01-03', '2027-02-03']) expect(await night(on)).toBe(0)
    expect(await releasesAmiss(server.database)).toEqual([])
  })

  it('leave one event for each night', async () => {
    const events = await server.database.db.selectFrom('events').select('act').where('act', '=', 'campaigns.release').execute()
    expect(events).toHaveLength(6)
    now = day('2027-01-02', 12)
    const again = await act({ database: server.database, now: () => now }, atCommandLine(), releaseCampaign, { code: 'c1' })
    expect(again).toEqual({ kind: 'done', value: undefined })
  })

  it('keep what came by each channel apart where the campaign says so', async () => {
    const at = (kind: 'qr' | 'kiosk') => ({ code: `cut-${kind}`, campaign: 'cut', kind, label: { vi: kind }, agencies: ['C1'] })
    now = day('2027-03-01', 12)
    await fielded(server.database, {
      code: 'cut',
      releasedBy: 'channel',
      opensOn: '2027-02-28',
      agencies: [agency('C1')],
      touchpoints: [at('qr'), at('kiosk')],
    })
    for (const [touchpoint, count] of [
      ['cut-qr', 10],
      ['cut-kiosk', 9],
    ] as const)
      for (let sent = 0; sent < count; sent++) {
        const one = response({ A1: '5', overall: '4' }, { campaign: 'cut', agency: 'C1', touchpoint, answeredOn: '2027-03-01' })
        expect((await post(server.url, one)).status).toBe(201)
      }
    await night('2027-03-02')
    const record = (await findCampaign(server.database, 'cut')) ?? expect.fail('no campaign')
    const view = await readReleased({ database: server.database, questionnaires: questionnaireSource(server.database) }, record, 'vi')
    expect(view).toMatchObject({ total: { responses: 10, waiting: 9 } })
    expect(view.parts?.map(({ code, responses }) => [code, responses])).toEqual([['qr', 10]])
  })

  describe('comments', () => {
    const said = (count: number, at: string, from = 0) =>
      Array.from({ length: count }, (_, index) =>
        response(
          { A1: '5', overall: '4', comment: `Lời ${from + index} về ${at}` },
          { campaign: 'said', agency: at, touchpoint: 'said-k', answeredOn: '2027-04-01' },
        ),
      )
    const send = async (all: ReturnType<typeof said>): Promise<void> => {
      for (const one of all) expect((await post(server.url, one)).status).toBe(201)
    }
    const view = async () => {
      const record = (await findCampaign(server.database, 'said')) ?? expect.fail('no campaign')
      return readReleased({ database: server.database, questionnaires: questionnaireSource(server.database) }, record, 'vi')
    }
    const texts = (pools: readonly { readonly texts: readonly string[] }[] | undefined) => pools?.flatMap((pool) => pool.texts) ?? []
    const about = async (code: string) => texts((await view()).agencies.find((one) => one.code === code)?.comments)
    const pageOf = async (query: string) => {
      const headers = { cookie: await signIn(server), 'accept-language': 'vi' }
      return textOf(sectionOf(await (await fetch(`${server.url}/admin/campaigns/said/released${query}`, { headers })).text(), 'comments'))
    }
    const stored = () =>
      server.database.db.selectFrom('released_comments').select('text').where('campaign', '=', 'said').orderBy('text').execute()

    let first: ReturnType<typeof said> = []
    beforeAll(async () => {
      now = day('2027-04-01', 12)
      await fielded(server.database, {
        code: 'said',
        opensOn: '2027-03-31',
        closesOn: '2027-04-30',
        agencies: ['D1', 'D2', 'D3'].map((code) => agency(code)),
        touchpoints: [{ code: 'said-k', campaign: 'said', kind: 'kiosk', label: { vi: 'k' }, agencies: ['D1', 'D2', 'D3'] }],
      })
      first = said(12, 'D1')
      await send([...first, ...said(6, 'D2'), ...said(5, 'D3')])
    })

    it('come in the night, ten and more of an agency that differ, in an order that tells nothing', async () => {
      expect(await about('D1')).toEqual([])
      await night('2027-04-02')
      const written = first.map(({ answers }) => answers['comment'])
      expect(await about('D1')).toHaveLength(12)
      expect(await about('D1')).toEqual(expect.arrayContaining(written))
      expect(await about('D1')).not.toEqual(written)
      expect(await about('D2')).toEqual([])
      expect(await pageOf('?agency=D1')).toContain('Lời 3 về D1')
      expect(await pageOf('?agency=D2')).toMatch(/Chưa đủ 10 lời khác nhau/)
      expect(await pageOf('?agency=D1')).not.toMatch(/2027|Kiosk|Lời 3 về D2/)
      const office = officeOf(server)
      const report = await office.html('/admin/campaigns/said/released/report')
      expect(report).toContain('Lời 3 về D1')
      expect(report).not.toContain('Lời 3 về D2')
      const lines = (await office.html('/api/v1/campaigns/said/exports/released-comments.jsonl')).trim().split('\n')
      expect(lines.map((line) => JSON.parse(line).text)).toEqual(await about('D1'))
      // Whose night it is, and nothing of whoever wrote.
      const names = [
        'campaign',
        'questionnaire',
        'version',
        'figures',
        'night',
        'settled',
        'threshold',
        'level',
        'code',
        'name',
        'item',
        'question',
        'text',
      ]
      expect(Object.keys(JSON.parse(lines[0] ?? ''))).toEqual(names)
      expect(await office.html('/api/v1/campaigns/said/exports/released.jsonl')).not.toContain('Lời 3 về D1')
    })

    it('are the same until the night, whoever wrote or was erased meanwhile, and take in no fewer than ten', async () => {
      const before = JSON.stringify(await view())
      await send(said(9, 'D1', 20))
      await erase(first[0]?.id ?? '', 'said')
      expect(JSON.stringify(await view())).toBe(before)
      expect(await stored()).toHaveLength(12)
    })

    it('lose what was erased in the next night, which has the database let go of it', async () => {
      forgotten = 0
      const files = ['results', 'responses', 'released', 'released-comments']
      for (const content of files) await insertExport(server, content)
      const left = (): boolean =>
        readdirSync(server.dataDir).some((name) => /sqlite/.test(name) && readFileSync(join(server.dataDir, name)).includes('Lời 0 về D1'))
      expect(left()).toBe(engine === 'SQLite')
      await night('2027-04-03')
      expect(await server.database.letGo()).toBe(true)
      expect(left()).toBe(false)
      const states = await server.database.db.selectFrom('exports').select(['content', 'state']).where('campaign', '=', 'said').execute()
      expect(new Map(states.map(({ content, state }) => [content, state]))).toEqual(
        new Map(files.map((content) => [content, content.startsWith('released') ? 'withdrawn' : 'done'])),
      )
      expect(await about('D1')).toHaveLength(11)
      expect(await about('D1')).not.toContain('Lời 0 về D1')
      expect(JSON.stringify(await stored())).not.toContain('Lời 0 về D1')
      expect(forgotten).toBe(1)
      await night('2027-04-04')
      expect(forgotten).toBe(1)
    })

    it('go up at the end of the period where they are too few, and come by the API with the figures', async () => {
      await night('2027-05-01')
      const { blocks, total, agencies } = await view()
      // Nine of D1, six of D2 and five of D3.
      expect(texts(blocks[0]?.comments)).toHaveLength(20)
      expect(texts(total.comments)).toEqual([])
      expect(agencies.map(({ comments }) => texts(comments).length)).toEqual([11, 0, 0])
      const given = await fetch(`${server.url}/api/v1/campaigns/said/released`, { headers: { authorization: `Bearer ${server.token}` } })
      expect((await given.json()).blocks[0].comments).toEqual(blocks[0]?.comments)
      expect(await pageOf('')).toContain('Lời 5 về D2')
    })

    it('are told by the doctor when they are of no response', async () => {
      expect(await releasesAmiss(server.database)).toEqual([])
      await whole(server.database, async (within) => {
        await within.db
          .updateTable('released_comments')
          .set({ response: randomUUID() })
          .where('response', '=', first[3]?.id ?? '')
          .execute()
        expect(await releasesAmiss(within)).toEqual(['said'])
        await within.db
          .updateTable('released_comments')
          .set({ response: first[3]?.id ?? '' })
          .where('text', '=', 'Lời 3 về D1')
          .execute()
      })
    })

    it('lose what is erased also when nothing comes any more', async () => {
      await night('2027-06-15')
      await night('2027-06-16')
      await erase(first[1]?.id ?? '', 'said')
      await erase(first[2]?.id ?? '', 'said')
      await night('2027-06-17')
      // Nine are no pool.
      expect(await about('D1')).toEqual([])
      expect((await stored()).filter(({ text }) => /về D1/.test(text) && /Lời (0|1|2) /.test(text))).toEqual([])
    })
  })

  it('come for every other campaign where those of one cannot be read', async () => {
    // The campaigns that opened last come first.
    for (const [code, opensOn] of [
      ['broken', '2027-07-02'],
      ['well', '2027-07-01'],
    ] as const)
      await fielded(server.database, { code, opensOn, closesOn: '2027-08-31', touchpoints: [] })
    await night('2027-07-04')
    const broken = {
      campaign: 'broken',
      level: 'leaf',
      code: 'A1',
      part: '',
      block: 'commune',
      released: bytes(9),
      passed: bytes(9),
    } as const
    await server.database.db.insertInto('released_sums').values(broken).execute()
    await night('2027-07-05')
    const nights = await server.database.db
      .selectFrom('releases')
      .select(['campaign', 'night'])
      .where('campaign', 'in', ['broken', 'well'])
      .where('night', '=', '2027-07-05')
      .execute()
    expect(nights).toEqual([{ campaign: 'well', night: '2027-07-05' }])
  })
})

const bytes = (...values: readonly number[]) => Uint8Array.from(values)

/** A file that was prepared earlier. */
const insertExport = ({ database }: TestServer, content: string) =>
  database.db
    .insertInto('exports')
    .values({
      id: randomUUID(),
      campaign: 'said',
      content,
      format: 'csv',
      filter: '{}',
      language: 'vi',
      requested_by: '',
      requested_at: '2027-04-02T00:00:00.000Z',
      state: 'done',
      expected_rows: 1,
      written_rows: 1,
      bytes: 1,
      owner: '',
      leased_until: '',
      expires_at: '2099-01-01T00:00:00.000Z',
    })
    .execute()
