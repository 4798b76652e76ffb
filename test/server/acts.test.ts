import type { KyselyPlugin } from 'kysely'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { permissions } from '../../surveys/people/roles'
import { type Act, act, type ActDeps, type Actor, did, failed, nothing } from '../../server/acts/act'
import { createCampaign, openCampaign } from '../../server/acts/campaigns'
import { actTable, type ActEntry } from '../../server/acts/table'
import { saveAgencies } from '../../server/db/agencies'
import { findCampaign } from '../../server/db/campaigns'
import { type Database, type Executing, openDatabase } from '../../server/db/dialect'
import { readThrough } from '../../server/db/events'
import { questionnaireSource } from '../../server/db/questionnaires'
import { saveProvinceName } from '../../server/db/settings'
import { fieldingSource } from '../../server/db/touchpoints'
import { createRecorder } from '../../server/recording/recorder'
import { openWriter } from '../../server/recording/writer'
import { agency, fielded, response } from './fielded'
import { oneEngine, migratedDatabase } from './harness'

const lan: Actor = { id: 'lan-id', name: 'Lan', via: 'session', permissions, door: 'page', provedAt: '2026-11-27T03:00:00Z' }
const draft = {
  code: 'c1',
  title: 'Quý IV',
  titleEn: '',
  questionnaire: 'sipas-service',
  version: '',
  from: '2026-10-01',
  to: '2026-12-31',
  kind: 'open',
  threshold: '10',
  agencies: ['all'],
  blocks: [],
  breakdowns: [],
  synthetic: false,
}

/** A database that keeps every statement that is built or run with it, before it is known whether it stays. */
function watched(database: Database) {
  const statements: string[] = []
  const plugin: KyselyPlugin = {
    transformQuery: ({ node, queryId }) => {
      statements.push(database.db.getExecutor().compileQuery(node, queryId).sql)
      return node
    },
    transformResult: ({ result }) => Promise.resolve(result),
  }
  const seen = (within: Executing): Executing => ({
    executeQuery: (query) => {
      statements.push(query.sql)
      return within.executeQuery(query)
    },
  })
  return {
    statements,
    /** The statements that change something of a table whose name is like this, without what they change it to. */
    changing: (table: RegExp): readonly string[] =>
      [...new Set(statements)]
        .flatMap((text) => /^(?:insert into|update|delete from) "\w+"/.exec(text)?.[0] ?? [])
        .filter((text) => table.test(text)),
    database: {
      ...database,
      db: database.db.withPlugin(plugin),
      transact: (work) => database.transact((within) => work(seen(within))),
    } satisfies Database,
  }
}

/** Every act that is written in the room of acts, by itself or among its like. */
const written = Object.values(import.meta.glob<Record<string, unknown>>('../../server/acts/*.ts', { eager: true }))
  .flatMap((module) => Object.values(module))
  .flatMap((value) => (isAct(value) || typeof value !== 'object' || value === null ? [value] : Object.values(value)))
  .filter(isAct)
type AnyAct = Act<unknown, unknown, { readonly code: string }>
function isAct(value: unknown): value is AnyAct {
  return typeof value === 'object' && value !== null && 'run' in value && 'name' in value
}

describe('the table of acts', () => {
  it('names every act that is written, once, with a permission that there is', () => {
    expect(written.map(({ name }) => name).sort()).toEqual(Object.keys(actTable).sort())
    for (const { needs } of Object.values(actTable)) expect([...permissions, 'own']).toContain(needs)
  })
})

describe.each(oneEngine)('an act on %s', (engine) => {
  const folder = mkdtempSync(join(tmpdir(), 'sipas-acts-'))
  let database: Database
  let deps: ActDeps
  beforeAll(async () => {
    database = openDatabase(await migratedDatabase(engine, folder))
    deps = { database, now: () => Date.parse('2026-11-27T03:04:05.678Z') }
    await saveAgencies(database, [agency('A1'), agency('A2')])
  })
  afterAll(async () => {
    await database.db.destroy()
    rmSync(folder, { recursive: true })
  })
  const events = () => database.db.selectFrom('events').selectAll().orderBy('seq').execute()
  const name = async () =>
    (await database.db.selectFrom('settings').select('value').where('name', '=', 'province').executeTakeFirst())?.value

  it.each(written)('$name is refused to somebody without its permission, and nothing is written but that they tried', async (one) => {
    const before = await events()
    const { needs } = actTable[one.name]
    const others = permissions.filter((permission) => permission !== needs)
    const other: Actor = { ...lan, via: needs === 'own' ? 'token' : 'session', permissions: others }
    await database.db.deleteFrom('refusal_counts').execute()
    for (const _ of [1, 2]) expect(await act(deps, other, one, { code: 'c9' })).toEqual({ kind: 'refused' })
    expect((await events()).slice(0, -1)).toEqual(before)
    expect((await events()).at(-1)).toMatchObject({
      act: 'refusals.attempt',
      account: 'lan-id',
      object: 'c9',
      details: JSON.stringify({ tried: one.name, needs }),
    })
  })

  it('has one row of the log in its transaction besides the turn, and what citizens say has neither', async () => {
    const act9 = { ...draft, code: 'c9', agencies: ['A1'] }
    const acting = watched(database)
    expect((await act({ ...deps, database: acting.database }, lan, createCampaign, act9)).kind).toBe('done')
    expect(acting.changing(/"event/)).toEqual(['update "event_turn"', 'insert into "events"'])
    const [entry = ''] = acting.statements.filter((text) => text.startsWith('insert into "events"'))
    expect(entry).toMatch(/ values \([^()]*\)$/)

    await fielded(database, {
      code: 'c8',
      touchpoints: [{ code: 'q8', campaign: 'c8', kind: 'qr', label: { vi: 'Quầy' }, agencies: ['A1'] }],
    })
    const recording = watched(database)
    const writer = await openWriter(recording.database)
    const fieldings = fieldingSource(recording.database, questionnaireSource(recording.database), Date.now)
    const recorder = createRecorder({ database: recording.database, writer, fieldings })
    const sent = Array.from({ length: 3 }, () => response(undefined, { campaign: 'c8', touchpoint: 'q8' }))
    const outcomes = await Promise.all(sent.map((one) => recorder.record(one, Date.now())))
    await writer.release()
    expect(outcomes.map(({ kind }) => kind)).toEqual(['recorded', 'recorded', 'recorded'])
    expect(recording.changing(/"responses"/)).toEqual(['insert into "responses"'])
    expect(recording.statements.filter((text) => text.includes('"event'))).toEqual([])
  })

  it.each(Object.keys(actTable))('%s leaves exactly one event, with which the log is whole', async (name) => {
    const before = await events()
    const one = written.find((other) => other.name === name)
    if (!one) throw new Error(`no act is called ${name}`)
    expect((await act(deps, lan, { ...one, run: () => Promise.resolve(did('x', { before: 1 })) }, {})).kind).toBe('done')
    expect((await events()).slice(0, -1)).toEqual(before)
    expect((await events()).at(-1)).toMatchObject({ seq: before.length + 1, act: name, kind: name.split('.')[0], object: 'x' })
    expect((await readThrough(database)).fault).toBeUndefined()
  })

  it.each(Object.keys(actTable))(
    '%s waits for a proof and a person where it is final, and is done by who runs the server',
    async (name) => {
      const one = written.find((other) => other.name === name)
      if (!one) throw new Error(`no act is called ${name}`)
      const entry: ActEntry = actTable[one.name]
      const isFinal = entry.isFinal === true
      const doing = { ...one, run: () => Promise.resolve(did('x')), finalWhen: () => Promise.resolve(true) }
      const before = await events()
      const came = async (who: Partial<Actor>, still = doing) => (await act(deps, { ...lan, ...who }, still, {})).kind
      const token = actTable[one.name].needs === 'own' ? 'refused' : isFinal ? 'in-person' : 'done'
      expect(await came({ provedAt: '2026-11-27T02:54:05.677Z' })).toBe(isFinal ? 'unproved' : 'done')
      expect(await came({ via: 'token' })).toBe(token)
      if (isFinal) expect(await events()).toEqual(before)
      expect(await came({ provedAt: '2026-11-27T02:54:05.679Z' })).toBe('done')
      expect(await came({ provedAt: '2026-01-01T00:00:00Z' }, { ...doing, finalWhen: () => Promise.resolve(false) })).toBe('done')
      if (isFinal) expect(await came({ via: 'command' })).toBe('done')
    },
  )

  it('leaves one event: who did what to which object, when, through which door', async () => {
    expect(await act(deps, lan, createCampaign, draft)).toEqual({ kind: 'done', value: 'c1' })
    const { details, hash, ...event } = (await events()).at(-1) ?? { details: '{}', hash: '' }
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    expect(event).toEqual({
      seq: (await events()).length,
      at: '2026-11-27T03:04:05Z',
      account: 'lan-id',
      person: 'Lan',
      door: 'page',
      act: 'campaigns.create',
      kind: 'campaigns',
      object: 'c1',
      once: null,
    })
    expect(JSON.parse(details)).toMatchObject({ title: { vi: 'Quý IV' }, threshold: 10, agencies: ['A1', 'A2'] })
  })

  it('leaves none when it fails or changes nothing', async () => {
    const before = await events()
    expect(await act(deps, lan, createCampaign, draft)).toMatchObject({ kind: 'failed', failure: { code: 'wrong' } })
    expect(await act(deps, lan, openCampaign, { code: 'none' })).toEqual({ kind: 'failed', failure: { code: 'unknown' } })
    expect(await events()).toEqual(before)
    const opened = await act(deps, lan, openCampaign, { code: 'c1' })
    const again = await act(deps, lan, openCampaign, { code: 'c1' })
    expect([opened, again]).toEqual([
      { kind: 'done', value: undefined },
      { kind: 'done', value: undefined },
    ])
    expect((await events()).length).toBe(before.length + 1)
    expect((await findCampaign(database, 'c1'))?.campaign.status).toBe('open')
  })

  it.each([
    ['fails', () => failed({ code: 'no' })],
    ['says that it did nothing', () => nothing(undefined)],
    ['breaks', () => Promise.reject(new Error('broken'))],
  ])('takes back what it wrote when it %s', async (_, end) => {
    const before = [await events(), await name()]
    const one: Act<undefined, undefined, { readonly code: 'no' }> = {
      name: 'campaigns.open',
      run: async (within) => {
        await saveProvinceName(within.database, { vi: 'Tỉnh Không Có' })
        return end()
      },
    }
    await act(deps, lan, one, undefined).catch((error: unknown) => expect(String(error)).toContain('broken'))
    expect([await events(), await name()]).toEqual(before)
  })

  it('is one of many at once, and their events are numbered without a gap', async () => {
    const named = (code: string) => act(deps, lan, createCampaign, { ...draft, code })
    await Promise.all([named('m1'), named('m2'), named('m2'), named('xấu'), named('m3')])
    const numbers = (await events()).map(({ seq }) => seq)
    expect(numbers).toEqual(numbers.map((_, place) => place + 1))
    expect(
      (await events())
        .slice(-3)
        .map(({ object }) => object)
        .sort(),
    ).toEqual(['m1', 'm2', 'm3'])
  })

  it('is done once for a form that is sent twice, also at the same moment; with other content it is another one', async () => {
    const form = randomUUID()
    const made: string[] = []
    const one: Act<{ readonly of: string }, string, never> = {
      name: 'campaigns.create',
      run: (_, __, { of }) => {
        made.push(of)
        return Promise.resolve(did(of, {}, of))
      },
      again: ({ object }) => object,
    }
    const send = (of: string, actor = lan) => act(deps, actor, one, { of }, form)
    expect(await Promise.all([send('x'), send('x')])).toEqual([
      { kind: 'done', value: 'x' },
      { kind: 'done', value: 'x' },
    ])
    expect(made).toEqual(['x'])
    await send('y')
    await send('x', { ...lan, id: 'minh-id' })
    expect(made).toEqual(['x', 'y', 'x'])
  })

  it('is run again as a whole when the engine asks for that', async () => {
    const before = (await events()).length
    let attempts = 0
    const one: Act<undefined, undefined, never> = {
      name: 'campaigns.open',
      run: () => {
        attempts += 1
        if (attempts === 1) throw Object.assign(new Error('deadlock'), { code: '40P01' })
        return Promise.resolve(did('again'))
      },
    }
    const again = { ...deps, database: { ...database, engine: { ...database.engine, isRetryable: () => true } } }
    expect(await act(again, lan, one, undefined)).toEqual({ kind: 'done', value: undefined })
    expect([attempts, (await events()).length]).toEqual([2, before + 1])
  })
})
