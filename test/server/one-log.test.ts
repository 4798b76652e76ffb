import { screenWords } from '../../client/text/screen'
import { sql } from 'kysely'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { acceptedIn, versionIn } from '../../server/acts/questionnaires'
import { tokenOf } from './token'
import { openDatabase } from '../../server/db/dialect'
import { eventsOf } from '../../server/db/events'
import { oneLog } from '../../server/db/migrations/0009-one-log'
import { saveFourEyes } from '../../server/db/settings'
import { lint } from '../../surveys/instrument/lint'
import { readSmall, smallSource } from '../surveys/small'
import { type CommandLine, commandLine } from './cli'
import { designing, jsonFile } from './designing'
import { engines, migratedDatabase, startServer } from './harness'

const rules = [...new Set(lint(readSmall(), screenWords).map(({ rule }) => rule))]
const reasons = rules.flatMap((rule) => ['--reason', `${rule}=Nhỏ, chỉ để thử, và có dấu phẩy`])

describe.each(engines)('publishing on the command line on %s', (engine) => {
  let cli: CommandLine
  let file: string
  beforeAll(async () => {
    cli = await commandLine(engine)
    file = cli.file('small.json', JSON.stringify(smallSource))
  })
  afterAll(() => cli.close())
  const told = async () => {
    const database = cli.database()
    const events = await eventsOf(database, 'questionnaires', smallSource.id)
    await database.db.destroy()
    return events
  }

  it('asks for a reason for each warning, and names them', async () => {
    const { code, stderr } = await cli.run('questionnaires', 'publish', file)
    expect(code).toBe(1)
    for (const rule of rules) expect(stderr).toContain(`(${rule})`)
    expect(stderr).toContain('--reason RULE=WHY')
    expect((await cli.run('questionnaires', 'publish', file, '--reason', 'no_such_rule=vì thế')).code).toBe(2)
    expect((await cli.run('questionnaires', 'publish', file, '--reason', `${rules[0] ?? ''}= `)).code).toBe(2)
    expect(await told()).toEqual([])
  })

  it('asks for a second person where the office does, and takes what was approved', async () => {
    const database = cli.database()
    await saveFourEyes(database, true)
    const refused = await cli.run('questionnaires', 'publish', file, ...reasons)
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('somebody else has to approve')])

    const server = await startServer({ engine, address: cli.address })
    const at = async (name: string) => designing({ ...server, token: await tokenOf(database, name) })
    const [lan, minh] = [await at('lan'), await at('minh')]
    await lan.office.send('/admin/new/design', { origin: 'file', file: jsonFile(smallSource) })
    const { definition, revision } = await lan.state(smallSource.id)
    const accepted = Object.fromEntries(
      lint(definition, screenWords).map(({ rule, path, seen }) => [[rule, path, seen].join(' | '), 'Chỉ để thử']),
    )
    await lan.save(smallSource.id, revision, definition, accepted)
    await minh.office.send(`/admin/designs/${smallSource.id}/approve`, { revision: String(revision + 1) })
    await server.close()

    const published = await cli.run('questionnaires', 'publish', file)
    expect([published.code, published.stdout, published.stderr]).toEqual([0, expect.stringContaining('version 1: published'), ''])
    expect(await database.db.selectFrom('designs').select('questionnaire').execute()).toEqual([])
    await database.db.destroy()
  })

  it('says in the log who did it, from which door, and what stood for which reason', async () => {
    const [event] = await told()
    expect(event).toMatchObject({
      act: 'questionnaires.publish-file',
      person: `command:${userInfo().username}`,
      account: '',
      door: 'command',
    })
    if (!event) throw new Error('nothing was written down')
    expect(acceptedIn(event).map(({ reason }) => reason)).toEqual(acceptedIn(event).map(() => 'Chỉ để thử'))
    expect(JSON.parse(event.details).approvedBy).toBe('minh')
  })

  it('changes nothing and says so when it is the same again, and refuses other content', async () => {
    const before = await told()
    expect((await cli.run('questionnaires', 'publish', file)).stdout).toContain('was published before')
    const other = cli.file('other.json', JSON.stringify({ ...smallSource, secondsPerItem: 9 }))
    const { code, stderr } = await cli.run('questionnaires', 'publish', other, ...reasons)
    expect([code, stderr]).toEqual([1, expect.stringContaining('raise "version"')])
    expect(await told()).toEqual(before)
  })
})

describe.each(engines)('the log of questionnaires that was kept apart before, on %s', (engine) => {
  it('goes into the one log in its order, warnings with the publishing they stood in', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sipas-log-'))
    const database = openDatabase(await migratedDatabase(engine, folder))
    const { db } = database
    const before = (await db.selectFrom('events').select('seq').execute()).length
    await sql`create table questionnaire_events (id text primary key, questionnaire text, version bigint, at text, person text, act text, note text)`.execute(
      db,
    )
    const note = { key: 'k', reason: 'Vì thế', warning: { vi: 'Cảnh báo' }, path: 'scales' }
    const rows = [
      ['z', 'x', 1, '2026-10-01T01:02:03.456Z', 'Lan', 'begun', ''],
      ['b', 'x', 1, '2026-10-02T01:02:03.456Z', 'Minh', 'published', ''],
      ['c', 'x', 1, '2026-10-02T01:02:03.456Z', 'Minh', 'accepted', JSON.stringify(note)],
      ['a', 'x', 1, '2026-10-02T01:02:03.456Z', 'Minh', 'approved', ''],
      ['d', 'y', 3, '2026-10-03T01:02:03.456Z', 'Lan', 'discarded', JSON.stringify({ definition: {}, accepted: {}, authors: ['lan'] })],
    ] as const
    for (const [id, questionnaire, version, at, person, act, text] of rows)
      await sql`insert into questionnaire_events values (${id}, ${questionnaire}, ${version}, ${at}, ${person}, ${act}, ${text})`.execute(
        db,
      )
    await oneLog().up(db)

    const events = await eventsOf(database, 'questionnaires', 'x')
    expect(events.map(({ seq, at, person, act }) => [seq - before, at, person, act])).toEqual([
      [3, '2026-10-02T01:02:03Z', 'Minh', 'questionnaires.publish'],
      [2, '2026-10-02T01:02:03Z', 'Minh', 'questionnaires.approve'],
      [1, '2026-10-01T01:02:03Z', 'Lan', 'questionnaires.begin'],
    ])
    expect(events.map((event) => [versionIn(event), acceptedIn(event)])).toEqual([
      [1, [note]],
      [1, []],
      [1, []],
    ])
    const [discarded] = await eventsOf(database, 'questionnaires', 'y')
    expect(JSON.parse(discarded?.details ?? '')).toEqual({ version: 3, design: { definition: {}, accepted: {}, authors: ['lan'] } })
    const turn = await db.selectFrom('event_turn').select('seq').executeTakeFirstOrThrow()
    expect(turn.seq).toBe(before + 4)
    await db.destroy()
    rmSync(folder, { recursive: true })
  })
})
