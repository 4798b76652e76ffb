import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type CommandLine, commandLine, fieldedByCommand, succeeding } from './cli'
import { oneEngine } from './harness'
import { startProcess } from './process'

describe.each(oneEngine)('the sample province on %s', (engine) => {
  let cli: CommandLine
  let printed: string
  beforeAll(async () => {
    cli = await commandLine(engine)
    printed = (await succeeding(cli.run('demo'))).stdout
  })
  afterAll(() => cli.close())

  it('has a whole tree of agencies of which 40 in three blocks are rated, two campaigns, and touchpoints of each kind', async () => {
    const agencies = z
      .array(z.object({ code: z.string(), parent: z.string().nullable(), type: z.string() }))
      .parse(await cli.json('agencies', 'list'))
    const codes = new Set(agencies.map(({ code }) => code))
    expect(agencies.filter(({ parent }) => parent === null || !codes.has(parent)).map(({ code }) => code)).toEqual(['H99'])
    const types = ['department', 'vertical', 'commune', 'one-stop', 'school', 'clinic', 'hospital', 'province']
    expect(types.map((type) => agencies.filter((agency) => agency.type === type).length)).toEqual([12, 4, 24, 25, 26, 24, 2, 1])
    expect(await cli.json('campaigns', 'list')).toMatchObject([
      { status: 'open', synthetic: true },
      { status: 'published', synthetic: true },
    ])
    const touchpoints = JSON.stringify(await cli.json('touchpoints', 'list'))
    for (const kind of ['kiosk', 'qr', 'link', 'interviewer', 'paper', 'phone', 'post']) expect(touchpoints).toContain(`"kind":"${kind}"`)
  })

  it('holds 20,000 responses that a recount confirms, and withholds small agencies', async () => {
    const { stderr } = await succeeding(cli.run('recount'))
    expect(stderr).toContain(': 8000 responses')
    expect(stderr).toContain(': 12000 responses')
    const campaign = /--campaign (\S+)/.exec(printed)?.[1] ?? ''
    const report = (await succeeding(cli.run('report', '--campaign', campaign))).stdout
    expect(report).toContain('Dữ liệu minh hoạ')
    expect(report.match(/dưới 10 người trả lời/g)).toHaveLength(3)
  })

  it('has a kiosk of each kind that an office meets: well, with responses waiting, silent, in trouble, and not yet enrolled', async () => {
    const kiosks = await cli.json('kiosks', 'list')
    expect(
      (Array.isArray(kiosks) ? kiosks : []).map(({ stands, troubles, waiting, never_arrived: never }) => [
        stands,
        troubles,
        waiting,
        never,
      ]),
    ).toEqual([
      ['enrolled', 'silent', 2, 0],
      ['enrolled', 'missing,refused', 0, 2],
      ['awaited', '', 0, 0],
      ['enrolled', '', 7, 0],
      ['enrolled', '', 0, 0],
    ])
  })

  it('prints links and a token that work, also for what the nights of the quarter before have released', async () => {
    const server = await startProcess(cli.settings)
    for (const [, path] of printed.matchAll(/http:\/\/localhost:3000(\/s\/\S+)/g))
      expect((await fetch(`${server.url}${path ?? ''}`)).status).toBe(200)
    const token = /sipas_\S+/.exec(printed)?.[0] ?? ''
    const campaign = /--campaign (\S+)/.exec(printed)?.[1] ?? ''
    expect(
      (await fetch(`${server.url}/api/v1/campaigns/${campaign}/results`, { headers: { Authorization: `Bearer ${token}` } })).status,
    ).toBe(200)
    const [, before] = z.array(z.object({ code: z.string() })).parse(await cli.json('campaigns', 'list'))
    const released = await fetch(`${server.url}/api/v1/campaigns/${before?.code ?? ''}/released`, {
      headers: { Authorization: `Bearer ${token}` },
    })
    const { settled, total } = z
      .object({ settled: z.boolean(), total: z.object({ responses: z.number(), waiting: z.number().nullable() }) })
      .parse(await released.json())
    // So few that no number says it, or all of them.
    expect([settled, total.waiting === null || total.responses + total.waiting === 12_000]).toEqual([true, true])
    // Each quarter has its own people, and so its own agencies where there are too few for a night.
    expect(total.responses).toBeGreaterThan(11_500)
    const page = await fetch(`${server.url}/admin/campaigns/${before?.code ?? ''}/released?lang=vi`, {
      headers: { Authorization: `Bearer ${token}` },
    })
    expect([page.status, (await page.text()).includes('Chưa gồm')]).toEqual([200, false])
    const glance = await (await fetch(`${server.url}/admin/indices?lang=vi`, { headers: { Authorization: `Bearer ${token}` } })).text()
    // Those that were entered say so; two are drawn.
    expect([glance.match(/Số liệu minh hoạ/g)?.length, glance.match(/lấy từ sample-/g)?.length]).toEqual([5, 2])
    const published = /http:\/\/localhost:3000(\/r\/\S+)/.exec(printed)?.[1] ?? ''
    const shown = await (await fetch(server.url + published)).text()
    // Of forty agencies; a phone on a bad network has it in one look.
    expect(gzipSync(shown).length).toBeLessThan(20_000)
    expect(/<title>([^<]*)</.exec(shown)?.[1]).toMatch(/ · Dữ liệu minh hoạ$/)
    await server.end('SIGTERM')
  })

  it('has an assessment that goes on with one agency late, one that is closed with ranks, and two years of indices', async () => {
    const [reform, service] = z
      .array(z.object({ code: z.string(), status: z.string(), title: z.string() }))
      .parse(await cli.json('assessments', 'list'))
    expect([reform?.status, service?.status]).toEqual(['open', 'closed'])
    for (const { title = '' } of [reform ?? {}, service ?? {}]) expect(title).toContain('minh hoạ')
    const agencies = z.object({ agencies: z.array(z.object({ stage: z.string(), rank: z.number().nullable(), ranked: z.number() })) })
    const of = async (code = '') => agencies.parse(await cli.json('assessments', 'compute', code)).agencies
    const departments = await of(reform?.code)
    expect(['entering', 'handed-in', 'told'].map((stage) => departments.filter((one) => one.stage === stage).length)).toEqual([1, 9, 2])
    expect(departments.map(({ rank }) => rank).filter((rank) => rank === null)).toHaveLength(1)
    expect((await of(service?.code)).map(({ ranked }) => ranked)).toEqual([...Array.from({ length: 24 }, () => 24), 1])
  })

  it('adds nothing when it is filled again, and says so', async () => {
    expect((await succeeding(cli.run('demo'))).stdout).toContain('nothing was added')
  })
})

it('does not mix sample data with real campaigns', async () => {
  const cli = await commandLine()
  await fieldedByCommand(cli)
  const { code, stderr } = await cli.run('demo')
  expect(code).toBe(1)
  expect(stderr).toContain('real campaigns (c1)')
  cli.close()
})
