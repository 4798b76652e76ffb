import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Results } from '../../server/reading/results'
import { compared } from './compared'
import { anotherWriter } from './erasing'
import { post, response } from './fielded'
import { engines, type TestServer } from './harness'
import { officeOf } from './office'
import { percent, rowsOf, sectionOf } from './reading-html'

describe.each(engines)('a results page that is read again on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await compared({ engine })
  })
  afterAll(() => server.close())

  /** Responses and headline of each month or channel: on the page, and anew from the API. */
  const shown = async (section: string) =>
    rowsOf(sectionOf(await officeOf(server).html('/admin/campaigns/q4'), section))
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
})
