import { readdirSync, readFileSync, statSync, writeFileSync, mkdirSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { writeArchive } from '../../server/safekeeping/archive'
import { countAll } from '../../server/db/soundness'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CommandLine, commandLine, fieldedByCommand, type Ran, succeeding } from './cli'
import { post, response } from './fielded'
import { engines, freshDatabase, oneEngine } from './harness'
import { startProcess } from './process'
import { cookieOf, officer, sendForm } from './signed-in'

const lines = (count: number): string =>
  [
    'id,agency,submitted_at,channel,A1,overall,comment',
    ...Array.from(
      { length: count },
      (_, index) =>
        `${idOf(index)},${['A1', 'A2', 'S1'][index % 3] ?? ''},2026-0${(index % 9) + 1}-15,paper,${(index % 5) + 1},${(index % 5) + 1},${index % 8 === 0 ? `Lời ${index}` : ''}`,
    ),
  ].join('\n')

const idOf = (number: number): string =>
  `${((number * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, '0')}-0000-4000-8000-${String(number).padStart(12, '0')}`

/** The sample: 1,200 imported responses, two of them erased, a night of released figures between, and a questionnaire of the province's own. */
async function filled(cli: CommandLine): Promise<void> {
  mkdirSync(join(cli.folder, 'questionnaires'))
  const own = {
    ...JSON.parse(readFileSync(join(import.meta.dirname, '../../surveys/questionnaires/sipas-service-quick.json'), 'utf8')),
    id: 'own-one',
  }
  writeFileSync(join(cli.folder, 'questionnaires/own-one.json'), JSON.stringify(own))
  await fieldedByCommand(cli)
  await succeeding(cli.run('touchpoints', 'create', '--campaign', 'c1', '--agency', 'A1', '--kind', 'qr', '--code', 'q1'))
  await succeeding(cli.run('responses', 'import', cli.file('many.csv', lines(1_200)), '--campaign', 'c1'))
  await succeeding(cli.run('responses', 'erase', idOf(7), '--campaign', 'c1'))
  await succeeding(cli.run('campaigns', 'release', 'c1'))
  // Its words stand in their pool until the next night.
  await succeeding(cli.run('responses', 'erase', idOf(8), '--campaign', 'c1'))
}

/** All that is released, as it leaves. */
const leaving = async (cli: CommandLine): Promise<string> =>
  (await succeeding(cli.run('report', '--campaign', 'c1', '--released', '--format', 'json'))).stdout

const figures = async (cli: CommandLine): Promise<string> =>
  (await succeeding(cli.run('report', '--campaign', 'c1', '--format', 'json'))).stdout

describe.each(oneEngine)('a backup of %s', (engine) => {
  let cli: CommandLine
  let file: string
  let identity: string
  const others: CommandLine[] = []
  beforeAll(async () => {
    identity = await generateX25519Identity()
    cli = await commandLine(engine, { BACKUP_KEY: await identityToRecipient(identity) })
    await filled(cli)
    file = join(cli.folder, 'kept.tar.gz.age')
  })
  afterAll(() => {
    for (const one of [cli, ...others]) one.close()
  })

  const machine = async (kind: (typeof engines)[number]): Promise<CommandLine> => {
    const other = await commandLine(kind, {}, freshDatabase)
    others.push(other)
    writeFileSync(join(other.folder, 'key.txt'), `# created: 2026-11-27\n${identity}\n`)
    return other
  }
  const restored = (other: CommandLine, ...more: readonly string[]): Promise<Ran> =>
    other.run('restore', file, '--key', join(other.folder, 'key.txt'), ...more)

  it('is made while a server records, and has every response that was acknowledged before', async () => {
    const server = await startProcess(cli.settings)
    await expect.poll(server.output).toMatch(/works once\): \S+\n/)
    const account = await sendForm(server, /works once\): \S*?(\/admin\S+)/.exec(server.output())?.[1] ?? '', {
      username: officer.username,
      name: officer.name,
      wanted: officer.password,
      again: officer.password,
    })
    expect(account.status).toBe(303)
    let ended = false
    const recorded: number[] = []
    const recording = (async () => {
      while (!ended) recorded.push((await post(server.url, response())).status)
    })()
    const { stdout } = await succeeding(cli.run('backup', file, '--format', 'json'))
    ended = true
    await recording
    await server.end('SIGTERM')
    expect(new Set(recorded)).toEqual(new Set([201]))
    expect(recorded.length).toBeGreaterThan(0)
    expect(JSON.parse(stdout)).toMatchObject({ file, encrypted: true, faults: [] })
    expect(JSON.parse(stdout).responses).toBeGreaterThanOrEqual(1_198)
    expect(JSON.parse(stdout).receipts).toBeGreaterThan(100)
    expect(readFileSync(file).subarray(0, 21).toString()).toBe('age-encryption.org/v1')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(cli.folder).filter((name) => /part|work/.test(name))).toEqual([])
  })

  it.each(engines)('is put into an empty %s elsewhere in one command, and everything is there', async (kind) => {
    const other = await machine(kind)
    const { stdout } = await succeeding(restored(other))
    expect(stdout).toContain('agree')
    const database = other.database()
    const { writers, stored, tallied } = await countAll(database.db)
    await database.db.destroy()
    expect(stored).toBeGreaterThanOrEqual(1_198)
    expect(tallied).toBe(stored)
    for (const { rows, lastSeq } of writers) expect(rows).toBe(lastSeq)
    expect(readFileSync(join(other.folder, 'questionnaires/own-one.json'), 'utf8')).toBe(
      readFileSync(join(cli.folder, 'questionnaires/own-one.json'), 'utf8'),
    )
    expect(await leaving(other)).toBe(await leaving(cli))
    expect(await leaving(other)).toContain('"Lời 8"')
    await succeeding(other.run('recount'))
    const { mark } = JSON.parse((await succeeding(other.run('audit', 'verify', '--format', 'json'))).stdout)
    await succeeding(cli.run('audit', 'verify', '--mark', mark))
    const server = await startProcess(other.settings)
    const signedIn = await sendForm(server, '/admin/sign-in', { username: officer.username, password: officer.password })
    expect(cookieOf(signedIn)).not.toBe('')
    expect((await post(server.url, response())).status).toBe(201)
    expect((await post(server.url, response({ A1: '5', overall: '4' }, { id: idOf(7) }))).status).toBe(410)
    await server.end('SIGTERM')
    expect((await restored(other)).code).toBe(1)
    const { stdout: again } = await succeeding(restored(other, '--replace'))
    expect(again).toContain('replaced')
    expect(await figures(other)).toContain('"responses"')
  })

  it('is not put back where something is, nor under a server, nor with another key, nor cut short', async () => {
    const { code, stderr } = await cli.run('restore', file, '--key', join(others[0]?.folder ?? '', 'key.txt'))
    expect(code).toBe(1)
    expect(stderr).toContain('--replace')
    const server = await startProcess(cli.settings)
    expect((await cli.run('restore', file, '--key', join(others[0]?.folder ?? '', 'key.txt'), '--replace')).stderr).toContain('at work')
    await server.end('SIGTERM')
    const other = await machine(engine)
    expect((await other.run('restore', file)).stderr).toContain('--key')
    writeFileSync(join(other.folder, 'key.txt'), await generateX25519Identity())
    expect((await restored(other)).stderr).toContain('not the one')
    writeFileSync(join(other.folder, 'key.txt'), identity)
    writeFileSync(join(other.folder, 'cut.age'), readFileSync(file).subarray(0, -40_000))
    expect((await other.run('restore', join(other.folder, 'cut.age'), '--key', join(other.folder, 'key.txt'))).stderr).toContain(
      'cut short',
    )
    expect((await other.run('restore', file, '--key', join(other.folder, 'none.txt'))).stderr).toContain('none.txt cannot be read')
    const strange = join(other.folder, 'strange.tar.gz')
    await writeArchive(`${strange}.part`, [{ type: 'content', target: 'manifest.json', content: '{' }], undefined, () =>
      Promise.resolve(strange),
    )
    expect((await other.run('restore', strange)).stderr).toContain(`${strange} cannot be read through, so it was not put back`)
    expect(existsSync(join(other.folder, 'sipas.sqlite'))).toBe(false)
    expect(readdirSync(other.folder).filter((name) => name.startsWith('.'))).toEqual([])
  })

  it('of a database whose tallies do not agree does not count, and nothing is thrown away', async () => {
    const database = cli.database()
    await database.db.deleteFrom('tallies').where('agency', '=', 'A2').execute()
    await database.db.destroy()
    const { code, stderr } = await cli.run('backup', join(cli.folder, 'second.tar.gz.age'))
    expect(code).toBe(1)
    expect(stderr).toContain('campaign "c1"')
    expect(existsSync(join(cli.folder, 'second.tar.gz.age'))).toBe(false)
    expect(existsSync(join(cli.folder, 'second.tar.gz.age.doubtful'))).toBe(true)
    expect(readdirSync(cli.folder).filter((name) => /part|work/.test(name))).toEqual([])
  })

  it('with a response that no campaign counts does not count either', async () => {
    const database = cli.database()
    await database.db.updateTable('responses').set({ campaign: 'gone' }).where('id', '=', idOf(3)).execute()
    await database.db.destroy()
    const { code, stderr } = await cli.run('backup', join(cli.folder, 'third.tar.gz.age'))
    expect(code).toBe(1)
    expect(stderr).toMatch(/(\d+) responses are stored and (?!\1)\d+ of them belong to a campaign and a writer/)
    expect(existsSync(join(cli.folder, 'third.tar.gz.age.doubtful'))).toBe(true)
  })
})
