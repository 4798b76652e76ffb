import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventsOf } from '../../server/db/events'
import { daysLater, localDay } from '../../surveys/instrument/calendar'
import { commandOn } from './cli'
import { agency, fielded, post, response } from './fielded'
import { oneEngine, startServer, type TestServer } from './harness'
import { said } from './office'

/** Commands run by the clock of the machine. */
const today = localDay(Date.now())
const yesterday = daysLater(today, -1)

describe.each(oneEngine)('publishing from the command line on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer({ engine })
    await fielded(server.database, { agencies: [agency('A1')], opensOn: daysLater(today, -20), closesOn: yesterday })
    for (let person = 0; person < 14; person++) {
      const sent = response({ A1: String(3 + (person % 3)), overall: '4' }, { answeredOn: daysLater(today, -5) })
      expect((await post(server.url, sent)).status).toBe(201)
    }
  })
  afterAll(() => server.close())
  const campaigns = (...words: readonly string[]) => commandOn(server, 'campaigns', ...words)
  const page = async (query = ''): Promise<Response> => fetch(`${server.url}/r/c1${query}`)

  it('explains itself, and says what is missing or wrong', async () => {
    const help = await campaigns('publish', '--help')
    expect([help.code, help.stdout]).toEqual([0, expect.stringContaining('--on')])
    expect(await campaigns('publish', 'c1')).toMatchObject({ code: 2, stderr: expect.stringContaining('--contact') })
    expect(await campaigns('publish', 'none', '--contact', 'x')).toMatchObject({ code: 1 })
    expect(await campaigns('withdraw', 'c1', '--reason', 'Sai')).toMatchObject({ code: 1, stderr: 'Campaign "c1" is not published.\n' })
    expect((await campaigns('publish', 'c1', '--contact', 'x')).stderr).toContain('no figures of a night after its last day')
  })

  it('lets everybody read it from the day on, once, and keeps who did so', async () => {
    expect((await campaigns('release', 'c1')).code).toBe(0)
    const wrong = await campaigns('publish', 'c1', '--contact', 'Phòng KSTT', '--on', yesterday)
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining(`--on "${yesterday}" is too early; the earliest is ${today}`)])
    const came = await campaigns('publish', 'c1', '--contact', 'Phòng KSTT', '--on', today, '--format', 'json')
    expect([came.code, JSON.parse(came.stdout)]).toEqual([0, [{ code: 'c1', edition: 1, public_on: today, night: today }]])
    expect((await page()).status).toBe(200)
    const acts = (await eventsOf(server.database, 'publications', 'c1')).map(({ act, door }) => [act, door])
    expect(acts.toReversed()).toEqual([
      ['publications.prepare', 'command'],
      ['publications.publish', 'command'],
    ])
  })

  it('amends with a reason, and takes it back with one in both languages', async () => {
    const again = ['publish', 'c1', '--contact', 'Phòng khác']
    expect(await campaigns(...again)).toMatchObject({ code: 2, stderr: expect.stringContaining('--reason is needed') })
    expect((await campaigns(...again, '--reason', 'Đổi nơi hỏi')).stdout).toContain('edition 2')
    expect(said(await (await page()).text())).toContain('Lý do: Đổi nơi hỏi')
    expect((await campaigns('withdraw', 'c1', '--reason', 'Sai mẫu', '--reason-en', 'Wrong sample')).code).toBe(0)
    expect(said(await (await page('?lang=en')).text())).toContain('Wrong sample')
  })
})
