import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findCampaign } from '../../server/db/campaigns'
import { questionnaireSource } from '../../server/db/questionnaires'
import { noFilter } from '../../server/reading/filter'
import { readResults, type Results } from '../../server/reading/results'
import { readWorkspace } from '../../server/reading/workspace'
import type { PartResult } from '../../surveys/figures/results'
import { compared } from './compared'
import { anotherWriter } from './erasing'
import { post, response } from './fielded'
import { engines, type TestServer } from './harness'
import { officeOf } from './office'
import { everyTab, percent, rowsOf, sectionOf } from './reading-html'

describe.each(engines)('a results page that is read again on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await compared({ engine })
  })
  afterAll(() => server.close())

  /** Responses and headline of each month or channel: on the page, and anew from the API. */
  const shown = async (section: string) =>
    rowsOf(sectionOf(await everyTab(officeOf(server).html, '/admin/campaigns/q4'), section))
      .slice(1)
      .map((row) => row.slice(1, 3).join(' '))
      .sort()
  const computed = async (by: string) => {
    const results: Results = await (
      await fetch(`${server.url}/api/v1/campaigns/q4/results?by=${by}`, { headers: { Authorization: `Bearer ${server.token}` } })
    ).json()
    return (results.parts ?? [])
      .map(({ responses, nodes }) => `${responses} ${percent(nodes.find(({ code }) => code === 'SIPAS')?.value, 2)}`)
      .sort()
  }

  it('counts what has come since once, in the month and the channel where it belongs', async () => {
    for (const [day, touchpoint] of [
      ['2026-11-04', 'q4-qr'],
      ['2026-10-12', 'q4-qr'],
      ['2026-11-04', 'q4-kiosk'],
      ['2026-11-05', 'q4-kiosk'],
    ] as const) {
      for (const [section, by] of [
        ['months', 'month'],
        ['channels', 'channel'],
      ] as const)
        expect(await shown(section)).toEqual(await computed(by))
      const reply = await post(
        server.url,
        response({ service: 'land', A1: '1', B1: '2', overall: '1' }, { campaign: 'q4', agency: 'A2', touchpoint, answeredOn: day }),
      )
      expect(reply.status).toBe(201)
    }
  })

  it('takes out what was erased, though the same came in for another month and the whole is what it was', async () => {
    const known = await server.database.db
      .selectFrom('responses')
      .selectAll()
      .where('campaign', '=', 'q4')
      .where('agency', '=', 'A1')
      .where('answered_on', 'like', '2026-10-%')
      .limit(1)
      .executeTakeFirstOrThrow()
    const writer = await anotherWriter(server)
    const october = { ...known, id: randomUUID() }
    await writer.record(october)
    const before = await shown('months')
    await writer.erase(october)
    await writer.record({ ...known, id: randomUUID(), answered_on: '2026-11-06' })
    const after = await shown('months')
    expect(after).not.toEqual(before)
    expect(after).toEqual(await computed('month'))
  })

  it('has the intervals of the days of which results are made anew', async () => {
    const { database } = server
    const days = ['2026-11-10', '2026-11-11', '2026-11-12'].flatMap((day, at) =>
      Array.from({ length: 6 }, () => [day, at === 1 ? '1' : '5'] as const),
    )
    const read = async () => {
      const record = await findCampaign(database, 'q4')
      if (!record) throw new Error('the campaign is not there')
      const deps = { database, questionnaires: questionnaireSource(database) }
      const kept = await readWorkspace(deps, record, noFilter, 'vi')
      const anew = {
        month: await readResults(deps, record, noFilter, 'vi', 'month'),
        channel: await readResults(deps, record, noFilter, 'vi', 'channel'),
      }
      const figures = (parts: readonly PartResult[] = []) =>
        parts.map(({ code, nodes }) => {
          const { interval, intervalMethod } = nodes.find((node) => node.code === 'SIPAS') ?? {}
          return [code, intervalMethod, interval?.map((end) => end.toFixed(12))]
        })
      return {
        kept: [figures(kept.results.agencies), figures(kept.months), figures(kept.channels)],
        anew: [figures(anew.month.agencies), figures(anew.month.parts), figures(anew.channel.parts)],
      }
    }
    await read()
    for (const [answeredOn, A1] of days) {
      const body = response({ service: 'land', A1, B1: A1, overall: A1 }, { campaign: 'q4', agency: 'A2', touchpoint: 'q4-qr', answeredOn })
      expect((await post(server.url, body)).status).toBe(201)
    }
    const { kept, anew } = await read()
    expect(kept).toEqual(anew)
    expect(JSON.stringify(kept[0])).toContain('["A2","wilson-days"')
    expect(JSON.stringify(kept[1])).toContain('["2026-11","wilson-days"')
  })

  it('counts the days anew where the same answers were erased on one day and came on another', async () => {
    const { database } = server
    const read = async (from: typeof database) => {
      const record = (await findCampaign(from, 'q4')) ?? expect.fail('the campaign is not there')
      const { agencies } = await readResults({ database: from, questionnaires: questionnaireSource(from) }, record, noFilter, 'vi')
      return agencies.find(({ code }) => code === 'A2') ?? expect.fail('A2 is not there')
    }
    const known = await database.db
      .selectFrom('responses')
      .selectAll()
      .where('campaign', '=', 'q4')
      .where('agency', '=', 'A2')
      .where('answered_on', '=', '2026-11-11')
      .where('answers', 'like', '%"A1":"1"%')
      .limit(1)
      .executeTakeFirstOrThrow()
    const writer = await anotherWriter(server)
    const copies = Array.from({ length: 4 }, () => ({ ...known, id: randomUUID() }))
    for (const copy of copies) await writer.record(copy)
    const before = await read(database)
    for (const copy of copies) {
      await writer.erase(copy)
      await writer.record({ ...copy, id: randomUUID(), answered_on: '2026-11-12' })
    }
    const after = await read(database)
    expect(after.responses).toBe(before.responses)
    expect(after.nodes).not.toEqual(before.nodes)
    // Of another connection nothing is kept.
    expect(after).toEqual(await read({ ...database }))
  })
})
