import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newUser } from '../../server/access/account'
import { act, type Act, type ActDeps, type Actor, atCommandLine } from '../../server/acts/act'
import { eraseResponse } from '../../server/acts/responses'
import { releaseCampaign } from '../../server/acts/releases'
import {
  type AskedAside,
  askSetAside,
  confirmSetAside,
  quarantineResponses,
  restoreResponses,
  voidResponses,
  withdrawSetAside,
} from '../../server/acts/set-asides'
import { insertUser } from '../../server/db/accounts'
import { findCampaign } from '../../server/db/campaigns'
import { saveGrant } from '../../server/db/grants'
import { questionnaireSource } from '../../server/db/questionnaires'
import { countResponses, findResponse, responsePages } from '../../server/db/responses'
import { asideCounts, setAsidesOf } from '../../server/db/set-asides'
import { countAll } from '../../server/db/soundness'
import { readComments } from '../../server/reading/comments'
import { readReleased } from '../../server/reading/released'
import { countDaysAnew } from '../../server/db/migrations/0021-days-counted'
import { recountCampaign } from '../../server/recording/recount'
import { withWriter, type Writer } from '../../server/recording/writer'
import { receiptCode } from '../../surveys/answers/receipt'
import { permissionsOf, type Grant } from '../../surveys/people/roles'
import { fielded, post, response } from './fielded'
import { engines, startServer, type TestServer } from './harness'
import { officeOf, said } from './office'

const day = 86_400_000
const reason = 'Đã đối chiếu với sổ tiếp dân của bộ phận một cửa'

describe.each(engines)('responses that are set aside on %s', (engine) => {
  let server: TestServer
  let time = Date.parse('2026-11-20T03:00:00Z')
  beforeAll(async () => {
    server = await startServer({ engine, now: () => time })
    await fielded(server.database, { opensOn: '2026-01-01', breakdowns: ['touchpoint'] })
  })
  afterAll(() => server.close())

  type Doing<Input, Value, Failure extends { readonly code: string }> = Act<Input, Value, Failure, ActDeps & { readonly writer: Writer }>
  const does = <Input, Value, Failure extends { readonly code: string }>(who: Actor, doing: Doing<Input, Value, Failure>, input: Input) =>
    withWriter(server.database, (writer) => act({ database: server.database, now: () => time, writer }, who, doing, input))
  const asked = (ids: readonly string[], wanted: Partial<AskedAside> = {}): AskedAside => ({
    campaign: 'c1',
    ids,
    cause: 'double',
    reason,
    ...wanted,
  })
  const here = atCommandLine()
  /** Somebody who signs in, with these roles since long ago. */
  const somebody = async (name: string, grants: readonly Grant[]): Promise<Actor> => {
    const user = { ...newUser(name, ''), name }
    await insertUser(server.database, user, 'a hash of a password', 0)
    for (const grant of grants) await saveGrant(server.database, user.id, grant)
    return { id: user.id, name, via: 'session', permissions: permissionsOf(grants), grants, door: 'page' }
  }
  const manager: Grant = { role: 'manager', agency: '', endsOn: '' }
  const sent = async (count: number, answers = { A1: '5', overall: '4' }, agency: 'A1' | 'A2' = 'A1'): Promise<readonly string[]> => {
    const some = Array.from({ length: count }, (_, place) =>
      response(answers, {
        agency,
        touchpoint: agency === 'A1' ? 'q1' : 'k2',
        answeredOn: `2026-11-${String(1 + (place % 19)).padStart(2, '0')}`,
      }),
    )
    for (const one of some) expect((await post(server.url, one)).status).toBe(201)
    return some.map(({ id }) => id)
  }
  const results = async (): Promise<string> =>
    (await fetch(`${server.url}/api/v1/campaigns/c1/results`, { headers: { Authorization: `Bearer ${server.token}` } })).text()
  const agrees = async () => {
    const record = (await findCampaign(server.database, 'c1')) ?? expect.fail('no campaign')
    const { responses, differences } = await recountCampaign({ database: server.database, onProgress: () => undefined }, record)
    const { stored, tallied } = await countAll(server.database.db)
    expect([responses, differences, stored, tallied]).toEqual([await countResponses(server.database, 'c1'), [], responses, responses])
  }
  const events = async () =>
    (
      await server.database.db
        .selectFrom('events')
        .select(['act', 'object', 'details'])
        .where('kind', '=', 'responses')
        .orderBy('seq')
        .execute()
    ).map(({ act: name, object, details }) => [name, object, JSON.parse(details)] as const)

  it('leave every figure, and stand in it again to the bit once they are taken back, each with one event', async () => {
    const good = await sent(40)
    const bad = await sent(12, { A1: '1', overall: '2' })
    const before = await results()
    for (const some of [good.slice(0, 2), bad.slice(0, 2)]) {
      for (const doing of [voidResponses, quarantineResponses]) {
        const told = (await events()).length
        expect(await does(here, doing, asked(some))).toEqual({ kind: 'done', value: { moved: 2 } })
        expect(await results()).not.toBe(before)
        expect(await countResponses(server.database, 'c1')).toBe(50)
        await agrees()
        // The same again is nothing.
        expect(await does(here, doing, asked(some))).toEqual({ kind: 'done', value: { moved: 0 } })
        expect(await does(here, restoreResponses, asked(some, { cause: 'checked' }))).toEqual({ kind: 'done', value: { moved: 2 } })
        expect(await results()).toBe(before)
        await agrees()
        const [out, back] = (await events()).slice(told)
        expect((await events()).length).toBe(told + 2)
        expect(out).toEqual([doing.name, 'c1', { responses: 2, cause: 'double', reason, ids: expect.arrayContaining([...some]) }])
        expect(back?.[0]).toBe('responses.restore')
      }
    }
    expect(JSON.stringify(await events())).not.toMatch(/"A1"|overall/)
  })

  it('are not among what is exported, read as comments or counted anew, and their ids stay taken', async () => {
    const [loud = ''] = await sent(1)
    const spoken = response({ A1: '5', overall: '4', comment: 'chỉ một lần' }, { answeredOn: '2026-11-10' })
    await post(server.url, spoken)
    await does(here, voidResponses, asked([spoken.id, loud]))
    const ids: string[] = []
    for await (const page of responsePages(server.database, 'c1')) ids.push(...page.map(({ id }) => id))
    expect(ids).not.toContain(spoken.id)
    const record = (await findCampaign(server.database, 'c1')) ?? expect.fail('no campaign')
    const { questionnaire } = await questionnaireSource(server.database).get(record.campaign.questionnaire, record.campaign.version)
    const written = async () =>
      (await readComments(server.database, record, questionnaire, { agency: 'A1', block: null })).reduce(
        (sum, pool) => sum + pool.written,
        0,
      )
    expect(await written()).toBe(0)
    expect((await post(server.url, spoken)).status).toBe(200)
    expect(await asideCounts(server.database, 'c1')).toEqual([{ agency: 'A1', void: 2, quarantine: 0 }])
    await does(here, quarantineResponses, asked([loud]))
    expect(await asideCounts(server.database, 'c1')).toEqual([{ agency: 'A1', void: 1, quarantine: 1 }])
    await does(here, restoreResponses, asked([spoken.id, loud]))
    expect(await written()).toBe(1)
    await agrees()
  })

  it('tell their citizen and the office by the receipt that they are not counted', async () => {
    const [id = ''] = await sent(1)
    const [citizen, office] = [
      async () =>
        said(await (await fetch(`${server.url}/receipt?code=${receiptCode(id)}`, { headers: { 'Accept-Language': 'vi' } })).text()),
      async () => said(await officeOf(server).html(`/admin/receipts?code=${receiptCode(id)}`)),
    ]
    expect([await citizen(), await office()]).toEqual([expect.stringContaining('đã được tính'), expect.stringContaining('Được tính')])
    await does(here, voidResponses, asked([id]))
    expect([await citizen(), await office()]).toEqual([
      expect.stringContaining('hiện không được tính vào kết quả'),
      expect.stringContaining('Đã loại, không được tính'),
    ])
    await does(here, restoreResponses, asked([id]))
  })

  it('agree with every sum after any sequence of steps, erasures and answers among them', async () => {
    const all = [...(await sent(12)), ...(await sent(12, { A1: '1', overall: '1' }, 'A2'))]
    const chance = seeded(20_261_129)
    const erased = new Set<string>()
    const before = await results()
    for (let step = 0; step < 24; step += 1) {
      const some = all.filter((id) => !erased.has(id) && chance() < 0.3)
      const doing = [voidResponses, quarantineResponses, restoreResponses][Math.floor(chance() * 3)] ?? restoreResponses
      if (some.length > 0) expect((await does(here, doing, asked(some))).kind).toBe('done')
      if (step === 11) {
        const [one = '', other = ''] = [some[0], all.find((id) => !some.includes(id))]
        for (const id of [one, other]) {
          expect((await does(here, eraseResponse, { campaign: 'c1', id })).kind).toBe('done')
          erased.add(id)
        }
      }
      if (step % 6 === 5) await agrees()
    }
    const left = all.filter((id) => !erased.has(id))
    await does(here, restoreResponses, asked(left))
    await agrees()
    expect(await setAsidesOf(server.database, 'c1', all)).toEqual(new Map())
    expect(await countResponses(server.database, 'c1')).toBe(JSON.parse(before).total.responses - erased.size)
  })

  it('that were erased while they stood aside are taken from no sum a second time', async () => {
    const [id = ''] = await sent(1)
    await does(here, quarantineResponses, asked([id]))
    const before = await countResponses(server.database, 'c1')
    expect((await does(here, eraseResponse, { campaign: 'c1', id })).kind).toBe('done')
    expect(await countResponses(server.database, 'c1')).toBe(before)
    expect([await does(here, restoreResponses, asked([id])), await setAsidesOf(server.database, 'c1', [id])]).toEqual([
      { kind: 'failed', failure: { code: 'unknown' } },
      new Map(),
    ])
    await agrees()
  })

  it.each([
    ['a response that is nowhere', { ids: ['00000000-0000-4000-8000-000000000000'] }, 'unknown'],
    ['a campaign that is nowhere', { campaign: 'c9' }, 'unknown'],
    ['no response', { ids: [] }, 'many'],
    ['more than ten thousand', { ids: Array.from({ length: 10_001 }, (_, place) => String(place)) }, 'many'],
    ['no cause', { cause: 'because' }, 'cause'],
    ['too short a reason', { reason: 'thử' }, 'reason'],
  ])('are none of them where what is asked names %s', async (_, wanted, code) => {
    const [id = ''] = await sent(1)
    const before = await results()
    const ids = 'ids' in wanted && wanted.ids.length === 1 ? [id, ...wanted.ids] : [id]
    expect(
      await does(here, voidResponses, asked(ids, { ...wanted, ...('ids' in wanted && wanted.ids.length === 1 ? { ids } : {}) })),
    ).toEqual({
      kind: 'failed',
      failure: { code },
    })
    expect([await results(), (await findResponse(server.database, 'c1', id))?.set_aside]).toEqual([before, ''])
  })

  it('are so by nobody of the rated side: over a part, beside a role there, or entering there', async () => {
    const [id = ''] = await sent(1)
    const over = await somebody('truong-xa', [{ role: 'manager', agency: 'A1', endsOn: '' }])
    expect(await does(over, voidResponses, asked([id]))).toEqual({ kind: 'refused' })
    const beside = await somebody('hai-vai', [manager, { role: 'analyst', agency: 'A1', endsOn: '' }])
    const enters = await somebody('nhap-phieu', [manager, { role: 'clerk', agency: '', touchpoint: 'q1', endsOn: '' }])
    const elsewhere = await somebody('xa-khac', [manager, { role: 'analyst', agency: 'A2', endsOn: '' }])
    for (const who of [beside, enters])
      for (const doing of [voidResponses, quarantineResponses, restoreResponses])
        expect(await does(who, doing, asked([id]))).toEqual({ kind: 'failed', failure: { code: 'inside' } })
    const tried = await server.database.db.selectFrom('events').select('details').where('act', '=', 'refusals.alone').execute()
    expect(tried.map(({ details }) => JSON.parse(details).why)).toContain('inside')
    expect(await does(elsewhere, voidResponses, asked([id]))).toEqual({ kind: 'done', value: { moved: 1 } })
    await does(here, restoreResponses, asked([id]))
  })

  it('are so by two persons beyond the bound, in one step or in many, and count again by two', async () => {
    const [lan, minh] = [await somebody('lan-2', [manager]), await somebody('minh-2', [manager])]
    const stored = await countResponses(server.database, 'c1')
    const some = await sent(30)
    const before = await results()
    const small = [some.slice(0, 2), some.slice(2, 4)]
    for (const part of small) expect((await does(lan, voidResponses, asked(part))).kind).toBe('done')
    const rest = some.slice(4)
    expect(stored).toBeLessThan(200)
    expect(await does(lan, voidResponses, asked(rest))).toEqual({ kind: 'failed', failure: { code: 'second' } })
    const request = async () => {
      const came = await does(lan, askSetAside, { ...asked(rest), state: 'void' as const })
      return came.kind === 'done' ? { campaign: 'c1', id: came.value.id } : expect.fail(JSON.stringify(came))
    }
    const first = await request()
    expect(await does(lan, confirmSetAside, first)).toEqual({ kind: 'failed', failure: { code: 'own' } })
    const fresh = await somebody('moi-toi', [manager])
    await server.database.db
      .insertInto('events')
      .values({
        seq: 1_000_000,
        at: new Date(time).toISOString().slice(0, 19),
        account: '',
        person: 'x',
        door: 'page',
        act: 'accounts.create',
        kind: 'accounts',
        object: 'moi-toi',
        details: '{}',
        once: null,
        hash: '',
      })
      .execute()
    expect(await does(fresh, confirmSetAside, first)).toEqual({ kind: 'failed', failure: { code: 'new' } })
    // Nobody declines what they could not confirm.
    expect(await does(fresh, withdrawSetAside, first)).toEqual({ kind: 'failed', failure: { code: 'new' } })
    await server.database.db.deleteFrom('events').where('seq', '=', 1_000_000).execute()
    expect(await results()).not.toBe(before)
    // Nor declines for the agencies that are rated.
    const inside = { ...minh, grants: [manager, { role: 'analyst', agency: 'A1', endsOn: '' }] } as const
    expect(await does(inside, withdrawSetAside, first)).toEqual({ kind: 'failed', failure: { code: 'inside' } })
    expect((await does(minh, withdrawSetAside, first)).kind).toBe('done')
    expect(await does(minh, confirmSetAside, first)).toEqual({ kind: 'failed', failure: { code: 'moved' } })
    const late = await request()
    time += 7 * day
    expect(await does(minh, confirmSetAside, late)).toEqual({ kind: 'failed', failure: { code: 'moved' } })
    expect(await does(minh, confirmSetAside, await request())).toEqual({ kind: 'done', value: { moved: 26 } })
    await agrees()
    const why = await setAsidesOf(server.database, 'c1', rest)
    expect([...new Set([...why.values()].map(({ person, confirmed_by: second }) => `${person} ${second}`))]).toEqual(['lan-2 minh-2'])
    expect((await events()).at(-1)?.[2]).toMatchObject({ state: 'void', askedBy: 'lan-2', responses: 26 })
    // One of them alone does not take back what both have done.
    expect(await does(lan, restoreResponses, asked(rest))).toEqual({ kind: 'failed', failure: { code: 'second' } })
    // Nor by calling it otherwise first.
    expect(await does(lan, quarantineResponses, asked(rest))).toEqual({ kind: 'failed', failure: { code: 'second' } })
    expect((await does(lan, voidResponses, asked(rest))).kind).toBe('done')
    const back = await does(lan, askSetAside, { ...asked(rest, { cause: 'checked' }), state: '' as const })
    expect(back.kind === 'done' && (await does(minh, confirmSetAside, { campaign: 'c1', id: back.value.id }))).toMatchObject({
      kind: 'done',
    })
    expect((await does(lan, restoreResponses, asked(small.flat()))).kind).toBe('done')
    expect(await results()).toBe(before)
    await agrees()
  })

  it('go out of released figures like what is erased, in a night and with enough others, and come in again', async () => {
    const night = async () => {
      time += day
      return act({ database: server.database, now: () => time }, here, releaseCampaign, { code: 'c1' })
    }
    const record = (await findCampaign(server.database, 'c1')) ?? expect.fail('no campaign')
    const released = async () =>
      (await readReleased({ database: server.database, questionnaires: questionnaireSource(server.database) }, record, 'vi')).agencies.map(
        ({ responses }) => responses,
      )
    await night()
    const before = await released()
    const some = (await sent(1)).concat(await sent(1))
    await does(here, voidResponses, asked(some))
    await night()
    expect(await released()).toEqual(before)
    await does(here, restoreResponses, asked(some))
    await sent(10)
    await night()
    expect(await released()).toEqual([(before[0] ?? 0) + 12, before[1]])
    await agrees()
  })

  it('are left out where the days are counted anew', async () => {
    const [id = ''] = await sent(1)
    await does(here, voidResponses, asked([id]))
    await server.database.db.transaction().execute((trx) => countDaysAnew(trx, 'those that count'))
    await agrees()
  })
})

/** Numbers from 0 to 1 that are the same each time (Park and Miller 1988). */
function seeded(start: number): () => number {
  let state = start
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
