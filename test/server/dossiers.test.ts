import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, type Actor, atCommandLine } from '../../server/acts/act'
import { type HandledEntry, importDossiers, saveDossiers, undoDossiers } from '../../server/acts/dossiers'
import { changeService, createService, deleteService, importServices, undoServices } from '../../server/acts/services'
import { findCampaign } from '../../server/db/campaigns'
import { listDossiers } from '../../server/db/dossiers'
import { listServices } from '../../server/db/services'
import { readRates, readDossiers } from '../../server/reading/dossiers'
import { noFilter } from '../../server/reading/filter'
import { amendedService, draftedService, draftOfService, serviceEdit, serviceEditTo } from '../../surveys/fielding/services'
import { permissions } from '../../surveys/people/roles'
import { agency, fielded, post, response } from './fielded'
import { engines, startServer, type TestServer } from './harness'

const draft = (code: string, wanted: Partial<Record<'name' | 'field' | 'agencies' | 'valid_to' | 'procedure', string>> = {}) => ({
  ...amendedService(undefined, { code, name: `Dịch vụ ${code}` }),
  ...wanted,
})

describe.each(engines)('services and dossiers on %s', (engine) => {
  let server: TestServer
  let time = Date.parse('2026-12-05T03:00:00Z')
  beforeAll(async () => {
    server = await startServer({ engine, now: () => time })
    await fielded(server.database, {
      agencies: [agency('A1'), agency('A2'), agency('A3', 'department')],
      opensOn: '2026-10-01',
      closesOn: '2026-12-31',
      breakdowns: ['service'],
    })
  })
  afterAll(() => server.close())
  const deps = () => ({ database: server.database, now: () => time })
  const cell = (of: string, month: string, handled: string, more: Partial<HandledEntry> = {}): HandledEntry => ({
    agency: of,
    service: '',
    month,
    handled,
    on_time: '',
    ...more,
  })
  const save = (entries: readonly HandledEntry[]) => act(deps(), atCommandLine(), saveDossiers, { entries, source: 'page' })
  const doneBy = async (entries: readonly HandledEntry[]) => {
    const came = await save(entries)
    if (came.kind !== 'done') throw new Error(JSON.stringify(came))
    return came.value
  }
  const stored = async () =>
    (await listDossiers(server.database, { from: '2026-01', to: '2026-12' }))
      .map(({ agency: of, service, month, handled, onTime }) => `${of} ${service || '*'} ${month} ${handled} ${onTime ?? '-'}`)
      .sort()
  const whole = async (of: string, month: string) =>
    (await readDossiers(server.database, { from: month, to: month, service: null })).get(of)?.get(month)
  const lastEvent = async () =>
    server.database.db.selectFrom('events').select(['act', 'object', 'details']).orderBy('seq', 'desc').limit(1).executeTakeFirstOrThrow()

  it('keeps a list of fields and procedures, with who offers each', async () => {
    for (const one of [draft('land'), draft('land-1', { field: 'land', procedure: '1.004194' }), draft('tax', { agencies: 'A2' })])
      expect((await act(deps(), atCommandLine(), createService, one)).kind).toBe('done')
    expect((await listServices(server.database)).map(draftOfService)).toEqual([
      draft('land'),
      draft('land-1', { field: 'land', procedure: '1.004194' }),
      draft('tax', { agencies: 'A2' }),
    ])
    expect(await act(deps(), atCommandLine(), createService, draft('land'))).toMatchObject({
      failure: { problems: [{ field: 'code', code: 'taken' }] },
    })
  })

  it('changes a service unless somebody else did since it was shown', async () => {
    const seen = draft('tax', { agencies: 'A2' })
    const change = (wanted: Parameters<typeof draft>[1]) => act(deps(), atCommandLine(), changeService, { ...draft('tax', wanted), seen })
    expect((await change({ agencies: 'A2', name: 'Thuế' })).kind).toBe('done')
    expect(await change({ agencies: 'A2', name: 'Lệ phí' })).toMatchObject({ failure: { code: 'changed', now: { name: 'Thuế' } } })
    expect(await change({ agencies: 'A2', name: 'Thuế' })).toEqual({ kind: 'done', value: undefined })
  })

  it('takes numbers of a month, and adds up the whole where nobody gave it', async () => {
    expect(
      await doneBy([
        cell('A1', '10/2026', '1.000', { on_time: '900' }),
        cell('A1', '2026-11', '20'),
        cell('A2', '2026-10', '300', { service: 'land' }),
        cell('A2', '2026-10', '40', { service: 'land-1' }),
        cell('A2', '2026-10', '60', { service: 'tax' }),
      ]),
    ).toMatchObject({ added: 5, changed: 0, removed: 0, same: 0 })
    expect(await stored()).toEqual([
      'A1 * 2026-10 1000 900',
      'A1 * 2026-11 20 -',
      'A2 land 2026-10 300 -',
      'A2 land-1 2026-10 40 -',
      'A2 tax 2026-10 60 -',
    ])
    expect(await whole('A1', '2026-10')).toEqual({ handled: 1000, onTime: 900, isSummed: false })
    expect(await whole('A2', '2026-10')).toEqual({ handled: 360, onTime: null, isSummed: true })
    expect(await whole('A3', '2026-10')).toBeUndefined()
  })

  it('tells the log what stood before and after', async () => {
    await doneBy([cell('A1', '2026-11', '25')])
    const { act: name, object, details } = await lastEvent()
    expect([name, object]).toEqual(['dossiers.save', '2026-11'])
    expect(JSON.parse(details)).toMatchObject({ changed: 1, before: [{ agency: 'A1', handled: 20 }], after: [{ handled: 25 }] })
  })

  it('changes nothing the second time, and no other cell', async () => {
    const before = [await stored(), await lastEvent()]
    expect(await doneBy([cell('A1', '2026-11', '25'), cell('A1', '2026-10', '1000', { on_time: '900' })])).toEqual({
      added: 0,
      changed: 0,
      removed: 0,
      same: 2,
      batch: undefined,
    })
    expect([await stored(), await lastEvent()]).toEqual(before)
  })

  it('takes all of it or nothing, and names each cell that is wrong', async () => {
    const before = await stored()
    expect(await save([cell('A1', '2026-09', '1'), cell('A9', '2026-09', '1'), cell('A1', '09/2026', '2')])).toEqual({
      kind: 'failed',
      failure: {
        code: 'wrong',
        problems: [
          { index: 1, field: 'agency', code: 'unknown', seen: 'A9', allowed: '' },
          { index: 2, field: 'agency', code: 'twice', seen: 'A1  2026-09' },
        ],
      },
    })
    expect(await stored()).toEqual(before)
  })

  it('overwrites nothing that somebody else entered since it was shown', async () => {
    await doneBy([cell('A3', '2026-10', '50')])
    expect(await save([cell('A3', '2026-10', '70', { seen: '' }), cell('A3', '2026-11', '80', { seen: '' })])).toEqual({
      kind: 'failed',
      failure: { code: 'changed', conflicts: [{ index: 0, now: '50' }] },
    })
    // The same number is no conflict, and what was seen is overwritten.
    expect(await doneBy([cell('A3', '2026-10', '50', { seen: '' })])).toMatchObject({ same: 1 })
    expect(await doneBy([cell('A3', '2026-10', '70', { seen: '50' })])).toMatchObject({ changed: 1 })
  })

  it('takes a number away that is emptied, and falls back to what services add up to', async () => {
    await doneBy([cell('A2', '2026-10', '500')])
    expect(await whole('A2', '2026-10')).toMatchObject({ handled: 500, isSummed: false })
    expect(await doneBy([cell('A2', '2026-10', ''), cell('A3', '2026-10', '')])).toMatchObject({ removed: 2 })
    expect(await whole('A2', '2026-10')).toMatchObject({ handled: 360, isSummed: true })
    expect(await whole('A3', '2026-10')).toBeUndefined()
    expect(await doneBy([cell('A3', '2026-10', '')])).toMatchObject({ removed: 0, same: 1 })
  })

  it('adds up anew when a procedure comes into another field', async () => {
    const moved = (field: string) => act(deps(), atCommandLine(), changeService, draft('land-1', { field, procedure: '1.004194' }))
    await moved('')
    expect(await whole('A2', '2026-10')).toMatchObject({ handled: 400 })
    await moved('land')
    expect(await whole('A2', '2026-10')).toMatchObject({ handled: 360 })
  })

  it('undoes what a file did, at once, and not over what was entered since', async () => {
    const before = await stored()
    const entries = [cell('A3', '2026-09', '5'), cell('A1', '2026-11', '26'), cell('A3', '2026-09', '3', { service: 'land' })]
    const came = await act(deps(), atCommandLine(), importDossiers, { entries, source: 'file' })
    if (came.kind !== 'done' || came.value.batch === undefined) throw new Error(JSON.stringify(came))
    const { batch } = came.value
    expect(came.value).toMatchObject({ added: 2, changed: 1 })
    await doneBy([cell('A3', '2026-09', '6')])
    const undo = () => act(deps(), atCommandLine(), undoDossiers, { batch })
    expect(await undo()).toEqual({ kind: 'failed', failure: { code: 'changed-since', objects: ['A3  2026-09'] } })
    await doneBy([cell('A3', '2026-09', '5')])
    expect(await undo()).toMatchObject({ kind: 'done', value: { removed: 2, changed: 1 } })
    expect(await stored()).toEqual(before)
    expect(await whole('A3', '2026-09')).toBeUndefined()
    expect(await act(deps(), atCommandLine(), undoDossiers, { batch: 'none' })).toEqual({ kind: 'failed', failure: { code: 'unknown' } })
  })

  it('lets nobody enter for agencies that are not theirs', async () => {
    const lan: Actor = {
      id: 'lan',
      name: 'Lan',
      via: 'session',
      door: 'page',
      permissions,
      grants: [
        {
          role: 'manager',
          agency: 'A1',
          endsOn: '',
        },
      ],
    }
    const enter = (of: string) => act(deps(), lan, saveDossiers, { entries: [cell(of, '2026-08', '9')], source: 'page' })
    expect([(await enter('A1')).kind, (await enter('A2')).kind]).toEqual(['done', 'absent'])
    expect(await save([cell('A1', '2026-08', '')])).toMatchObject({ kind: 'done' })
  })

  it('deletes a service that nothing was counted under, and undoes a list as long as nothing is', async () => {
    const remove = (code: string) => act(deps(), atCommandLine(), deleteService, { code })
    expect(await remove('land')).toEqual({ kind: 'failed', failure: { code: 'used', by: ['dossiers', 'procedures'] } })
    const known = await listServices(server.database)
    const list = [draft('civil'), draft('civil-1', { field: 'civil' }), draft('tax', { agencies: 'A1|A2', name: 'Thuế' })].map((one) =>
      serviceEdit(
        known.find(({ code }) => code === one.code),
        one,
      ),
    )
    const load = async () => {
      const came = await act(deps(), atCommandLine(), importServices, list)
      if (came.kind !== 'done' || !came.value) throw new Error(JSON.stringify(came))
      return came.value.batch
    }
    const batch = await load()
    const undo = (of: string) => act(deps(), atCommandLine(), undoServices, { batch: of })
    expect((await undo(batch)).kind).toBe('done')
    expect(await listServices(server.database)).toEqual(known)
    expect(await undo(batch)).toMatchObject({ failure: { code: 'changed-since' } })
    const again = await load()
    await doneBy([cell('A1', '2026-10', '7', { service: 'civil' })])
    expect(await undo(again)).toEqual({ kind: 'failed', failure: { code: 'used-since', objects: ['civil'] } })
    await doneBy([cell('A1', '2026-10', '', { service: 'civil' })])
    expect((await undo(again)).kind).toBe('done')
    expect(await listServices(server.database)).toEqual(known)
    // To a field that is gone nothing is brought back.
    const moved = list.map(({ service }) => (service.code === 'tax' ? { ...service, field: 'civil' } : service))
    const take = (services: typeof moved, from: typeof known) =>
      act(
        deps(),
        atCommandLine(),
        importServices,
        services.map((service) =>
          serviceEditTo(
            from.find(({ code }) => code === service.code),
            service,
          ),
        ),
      )
    expect((await take(moved, known)).kind).toBe('done')
    expect(await take([draftedService(draft('tax'))], known)).toEqual({ kind: 'failed', failure: { code: 'stale' } })
    const came = await take([draftedService(draft('tax')), draftedService(draft('civil-1'))], await listServices(server.database))
    expect((await remove('civil')).kind).toBe('done')
    expect(await undo(came.kind === 'done' ? (came.value?.batch ?? '') : '')).toEqual({
      kind: 'failed',
      failure: { code: 'changed-since', objects: ['civil'] },
    })
  })

  it('gives response rates over whole months of which dossiers are known, by hand', async () => {
    const answer = async (day: string, of: string, service: string, count: number) => {
      time = Date.parse(`${day}T03:00:00Z`)
      const sent = Array.from({ length: count }, () =>
        post(server.url, response({ service, overall: '4' }, { agency: of, touchpoint: 'k2', answeredOn: day })),
      )
      for (const reply of await Promise.all(sent)) expect(reply.status).toBe(201)
    }
    await answer('2026-10-05', 'A1', 'land', 5)
    await answer('2026-10-31', 'A2', 'land', 6)
    await answer('2026-10-31', 'A2', 'tax', 3)
    await answer('2026-11-01', 'A1', 'land', 40)
    await answer('2026-11-20', 'A2', 'land', 2)
    await answer('2026-12-01', 'A1', 'land', 9)
    time = Date.parse('2026-12-05T03:00:00Z')
    const record = await findCampaign(server.database, 'c1')
    if (!record) throw new Error('no campaign')
    const rates = await readRates(deps(), record, noFilter)
    expect(rates?.months.map(({ month, state }) => `${month} ${state}`)).toEqual(['2026-10 whole', '2026-11 whole', '2026-12 running'])
    expect(rates?.agencies).toMatchObject([
      {
        code: 'A1',
        responses: 45,
        handled: 1025,
        rate: 45 / 1025,
        missing: [],
        isOver: false,
        over: [
          {
            month: '2026-11',
            responses: 40,
            handled: 25,
          },
        ],
      },
      { code: 'A2', responses: 9, handled: 360, counted: ['2026-10'], missing: ['2026-11'], isSummed: true },
      { code: 'A3', responses: 0, handled: 0, rate: null, missing: ['2026-10', '2026-11'] },
    ])
    expect(rates?.total).toMatchObject({ responses: 54, handled: 1385, agencies: 2, of: 3, lacking: 2 })
    expect(rates?.blocks.map(({ code, responses, handled }) => [code, responses, handled])).toEqual([
      ['commune', 54, 1385],
      ['department', 0, 0],
    ])

    const narrowed = async (filter: Partial<typeof noFilter>) =>
      (await readRates(deps(), record, { ...noFilter, ...filter }))?.agencies.map(({ code, responses, handled }) => [
        code,
        responses,
        handled,
      ])
    expect(await narrowed({ agency: 'A2', service: 'land' })).toEqual([['A2', 6, 300]])
    expect(await narrowed({ agency: 'A1', from: '2026-11' })).toEqual([['A1', 40, 25]])
    expect(await narrowed({ block: 'department' })).toEqual([['A3', 0, 0]])
    expect(await narrowed({ channel: 'kiosk' })).toBeUndefined()
  })
})
