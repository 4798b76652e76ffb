import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findCampaign } from '../../server/db/campaigns'
import { type Database } from '../../server/db/dialect'
import { daySums } from '../../server/db/migrations/0020-day-sums'
import { daysCounted } from '../../server/db/migrations/0021-days-counted'
import { releasesAmiss } from '../../server/db/released'
import { type Difference, recountCampaign } from '../../server/recording/recount'
import { type CommandLine, commandLine, fieldedByCommand, succeeding } from './cli'
import { post, response } from './fielded'
import { oneEngine } from './harness'
import { startProcess } from './process'

const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

const inOrder = (differences: readonly Difference[]): readonly Difference[] =>
  [...differences].sort((a, b) => (`${a.agency} ${a.channel} ${a.month}` < `${b.agency} ${b.channel} ${b.month}` ? -1 : 1))

describe.each(oneEngine)('recount on %s', (engine) => {
  let cli: CommandLine
  let database: Database
  beforeAll(async () => {
    cli = await commandLine(engine)
    await fieldedByCommand(cli, '--breakdown', 'service,touchpoint')
    await succeeding(cli.run('touchpoints', 'create', '--campaign', 'c1', '--agency', 'A1', '--kind', 'qr', '--code', 'q1'))
    database = cli.database()
  })
  afterAll(async () => {
    await database.db.destroy()
    cli.close()
  })

  it('agrees to the bit after two servers and an import wrote at once, and an erasure', async () => {
    const servers = [await startProcess(cli.settings), await startProcess(cli.settings)]
    const lines = Array.from(
      { length: 1_500 },
      (_, index) =>
        `${id(index)},${['A1', 'A2', 'S1'][index % 3] ?? ''},2026-0${(index % 9) + 1}-15,paper,${(index % 5) + 1},${index % 4 === 0 ? 'na' : String((index % 5) + 1)},${(index % 5) + 1}`,
    )
    const importing = cli.run(
      'responses',
      'import',
      cli.file('many.csv', `id,agency,submitted_at,channel,A1,B2,overall\n${lines.join('\n')}`),
      '--campaign',
      'c1',
    )
    const bodies = Array.from({ length: 200 }, (_, index) =>
      response({ service: index % 2 === 0 ? 'land' : 'tax', A1: String((index % 5) + 1), overall: '4' }, { answeredOn: '2026-06-01' }),
    )
    const replies = await Promise.all(bodies.map((body, index) => post(servers[index % 2]?.url ?? '', body)))
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]))
    await succeeding(importing)
    await succeeding(cli.run('responses', 'erase', bodies[0]?.id ?? '', '--campaign', 'c1'))
    const { stderr, stdout } = await succeeding(cli.run('recount'))
    expect(stderr).toContain('"c1": 1699 responses')
    expect(stdout).toContain('Every tally agrees')
    for (const server of servers) await server.end('SIGTERM')
  })

  it('agrees beside released figures, of which it knows nothing and changes nothing, whatever was erased since their night', async () => {
    const released = async () => ({
      nights: await database.db.selectFrom('releases').selectAll().execute(),
      sums: await database.db.selectFrom('released_sums').selectAll().orderBy('level').orderBy('code').execute(),
    })
    await succeeding(cli.run('campaigns', 'release', 'c1'))
    await succeeding(cli.run('responses', 'erase', id(3), '--campaign', 'c1'))
    const before = await released()
    expect(before.sums.length).toBeGreaterThan(2)
    expect((await succeeding(cli.run('recount'))).stdout).toContain('Every tally agrees')
    expect(await released()).toEqual(before)
    expect(await releasesAmiss({ db: database.db })).toEqual([])
  })

  it('agrees in the days of what was stored before days were kept, once the schema is new', async () => {
    const days = () => database.db.selectFrom('day_sums').select('sums').orderBy('agency').orderBy('month').execute()
    expect(await days()).not.toEqual([])
    // Step by step: the schema's later steps have run already, and a database is never without the ones between.
    await database.db.schema.dropTable('day_sums').execute()
    await database.db.transaction().execute(async (db) => {
      for (const step of [daySums(database.engine), daysCounted]) await step.up(db)
    })
    expect(await days()).not.toEqual([])
    expect((await succeeding(cli.run('recount'))).stdout).toContain('Every tally agrees')
  })

  it('is told apart by the doctor, who holds the days of each month against its tally, and the days are counted anew', async () => {
    const doctor = async () => {
      const { stdout } = await cli.run('doctor', '--format', 'json', '--language', 'en')
      const findings: readonly { readonly code: string; readonly severity: string; readonly what: string }[] = JSON.parse(stdout)
      return findings.filter(({ code }) => /^(days|tallies|counts)_/.test(code))
    }
    const stored = () =>
      database.db.selectFrom('day_sums').selectAll().orderBy('agency').orderBy('month').orderBy('channel').orderBy('writer').execute()
    expect((await doctor()).map(({ code }) => code)).toEqual(['counts_well', 'days_well'])
    const first = (await stored()).find(({ agency, month }) => agency === 'A2' && month === '2026-02') ?? expect.fail('no such row')
    const damaged = [
      // One number more, a row that is gone, and bytes that say nothing.
      async () => {
        const sums = Buffer.from(first.sums)
        const place = sums.findIndex((byte, at) => at > 0 && byte >= 2 && byte < 0x80 && sums[at - 1] !== 0 && byte % 2 === 0)
        sums[place] = (sums[place] ?? 0) + 2
        await database.db.updateTable('day_sums').set({ sums }).where('agency', '=', 'A2').where('month', '=', '2026-02').execute()
      },
      () => database.db.deleteFrom('day_sums').where('agency', '=', 'A2').where('month', '=', '2026-02').execute(),
      () =>
        database.db
          .updateTable('day_sums')
          .set({ sums: Buffer.from([7, 255, 255]) })
          .where('agency', '=', 'A2')
          .where('month', '=', '2026-02')
          .execute(),
    ]
    for (const damage of damaged) {
      await damage()
      const [, days] = await doctor()
      expect(days).toMatchObject({
        code: 'days_differ',
        severity: 'grave',
        what: expect.stringContaining('1 month of agencies (A2 2026-02'),
      })
      expect((await succeeding(cli.run('recount', '--rebuild-days'))).stdout).toContain('Every tally agrees')
      expect((await doctor()).map(({ code }) => code)).toEqual(['counts_well', 'days_well'])
    }
    const server = await startProcess(cli.settings)
    await post(server.url, response({ service: 'land', A1: '4', overall: '4' }, { answeredOn: '2026-06-01' }))
    expect(await cli.run('recount', '--rebuild-days')).toMatchObject({ code: 1, stderr: expect.stringContaining('Stop it first') })
    await server.end('SIGTERM')
    expect((await succeeding(cli.run('recount'))).stdout).toContain('Every tally agrees')
  })

  it('names the month whose days were tampered with', async () => {
    const month = { agency: 'A2', month: '2026-02' } as const
    const of = await database.db
      .selectFrom('day_sums')
      .selectAll()
      .where('agency', '=', month.agency)
      .where('month', '=', month.month)
      .executeTakeFirstOrThrow()
    const set = (sums: Uint8Array) =>
      database.db
        .updateTable('day_sums')
        .set({ sums })
        .where('agency', '=', month.agency)
        .where('month', '=', month.month)
        .where('writer', '=', of.writer)
        .where('channel', '=', of.channel)
        .execute()
    const tampered = Buffer.from(of.sums)
    const place = tampered.findIndex((byte, at) => at > 0 && byte >= 2 && byte < 0x80 && tampered[at - 1] !== 0 && byte % 2 === 0)
    tampered[place] = (tampered[place] ?? 0) + 2
    await set(tampered)
    const { code, stdout } = await cli.run('recount', '--campaign', 'c1', '--format', 'json')
    expect([code, JSON.parse(stdout)]).toEqual([1, [expect.objectContaining({ ...month, numbers: 1 })]])
    await set(of.sums)
  })

  it('names the tally that was tampered with, and fails', async () => {
    const row = await database.db
      .selectFrom('tallies')
      .selectAll()
      .where('agency', '=', 'A2')
      .where('month', '=', '2026-02')
      .orderBy('writer')
      .executeTakeFirstOrThrow()
    const sums = Buffer.from(row.sums)
    sums[1] = (sums[1] ?? 0) + 2
    await database.db
      .updateTable('tallies')
      .set({ sums })
      .where('agency', '=', 'A2')
      .where('month', '=', '2026-02')
      .where('writer', '=', row.writer)
      .execute()
    const { code, stdout } = await cli.run('recount', '--campaign', 'c1', '--format', 'json')
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toEqual([expect.objectContaining({ code: 'c1', agency: 'A2', month: '2026-02', numbers: 1 })])
  })

  it('names the tally that is missing', async () => {
    await database.db.deleteFrom('tallies').where('agency', '=', 'A2').execute()
    const { code, stdout } = await cli.run('recount', '--format', 'json')
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toContainEqual(expect.objectContaining({ agency: 'A2', month: '', stored: 0, counted: 500 }))
  })

  it('finds the same in one reading and in a reading for each agency', async () => {
    const record = await findCampaign(database, 'c1')
    if (!record) throw new Error('the campaign is not there')
    const reading = { database, onProgress: () => undefined }
    const whole = await recountCampaign(reading, record)
    const parts = await recountCampaign({ ...reading, numbersAtOnce: 1 }, record)
    expect(whole).toMatchObject({ responses: 1_699 })
    expect(whole.differences.map(({ agency }) => agency)).toContain('A2')
    expect({ ...parts, differences: inOrder(parts.differences) }).toEqual({ ...whole, differences: inOrder(whole.differences) })
  })
})
