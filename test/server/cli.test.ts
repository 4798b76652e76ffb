import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { agencyFile, type CommandLine, commandLine, fieldedByCommand, succeeding } from './cli'
import { oneEngine, until } from './harness'
import { startProcess } from './process'
import { cookieOf, sendForm } from './signed-in'
import { shippedVersion } from './fielded'

describe('the command line', () => {
  let cli: CommandLine
  beforeAll(async () => {
    cli = await commandLine()
  })
  afterAll(() => cli.close())

  it('prints its version', async () => {
    expect(await cli.start('--version')).toEqual({ code: 0, stdout: '0.1.0\n', stderr: '' })
  })

  it.each([
    [['agencies', 'list'], 0],
    [['campaigns', 'open', 'none'], 1],
    [['agencies', 'fly'], 2],
  ])('ends after %j with exit code %i, data on one output and everything else on the other', async (words, code) => {
    const ran = await cli.start(...words)
    expect([ran.code, ran.stdout === '', ran.stderr === '']).toEqual([code, code !== 0, code === 0])
    expect(ran).toEqual(await cli.run(...words))
  })

  it('explains every command with --help, without a database', async () => {
    const overview = await succeeding(cli.run('--help'))
    for (const name of [
      'serve',
      'demo',
      'migrate',
      'questionnaires',
      'agencies',
      'campaigns',
      'touchpoints',
      'kiosks',
      'responses',
      'report',
      'recount',
      'user',
    ])
      expect(overview.stdout).toContain(name)
    for (const name of ['touchpoints', 'demo', 'report']) expect((await succeeding(cli.run(name, '--help'))).stdout).toContain('USAGE')
    expect((await succeeding(cli.run('campaigns', 'create', '--help'))).stdout).toContain('--threshold')
  })

  it.each([
    [[], 'needs a command'],
    [['fly'], 'no command "fly"'],
    [['campaigns'], '"sipas campaigns" needs a command'],
    [['campaigns', 'list', '--colour'], "Unknown option '--colour'"],
    [['campaigns', 'list', 'now'], '"now" is one word too many'],
    [['campaigns', 'open'], 'CODE'],
    [['report'], '--campaign'],
    [['report', '--campaign', 'c1', '--format', 'xml'], 'Expected one of: text, json'],
    [
      [
        'campaigns',
        'create',
        '--code',
        'c',
        '--title',
        't',
        '--questionnaire',
        'sipas-service',
        '--from',
        '2026-01-01',
        '--to',
        '2026-02-31',
      ],
      '--to "2026-02-31" is not a day',
    ],
    [
      [
        'campaigns',
        'create',
        '--code',
        'c',
        '--title',
        't',
        '--questionnaire',
        'sipas-service',
        '--from',
        '2026-01-01',
        '--to',
        '2026-02-01',
        '--threshold',
        '2',
      ],
      '--threshold "2"',
    ],
  ])('refuses %j with exit code 2 and says why', async (words, sentence) => {
    const { code, stdout, stderr } = await cli.run(...words)
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain(sentence)
  })

  it('lists every wrong setting at once', async () => {
    const wrong = await commandLine('SQLite', { PORT: 'many', METRICS_TOKEN: 'short' })
    const { code, stderr } = await wrong.run('campaigns', 'list')
    expect(code).toBe(1)
    expect(stderr).toContain('PORT="many"')
    expect(stderr).toContain('METRICS_TOKEN="short"')
    wrong.close()
  })

  it('says in a sentence that the database cannot be reached', async () => {
    const away = await commandLine('SQLite', { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' })
    const { code, stderr } = await away.run('campaigns', 'list')
    expect(code).toBe(1)
    expect(stderr).toContain('ECONNREFUSED')
    expect(stderr.trim().split('\n')).toHaveLength(1)
    away.close()
  })

  it('names file, place and rule of a broken questionnaire', async () => {
    const { code, stderr } = await cli.run('questionnaires', 'check', cli.file('broken.json', '{"id":"x","version":1}'))
    expect(code).toBe(1)
    expect(stderr).toContain('broken.json')
    expect((await cli.run('questionnaires', 'check', cli.file('bad.json', '{'))).code).toBe(1)
  })

  it('changes nothing when one line of an agency file is wrong', async () => {
    const text = 'code,name,parent,valid_from\nA1,Xã Một,,\nA2,,Z9,2026-13-01\n'
    const { code, stderr } = await cli.run('agencies', 'import', cli.file('wrong.csv', text))
    expect(code).toBe(1)
    for (const column of ['name', 'parent', 'valid_from']) expect(stderr).toContain(`Line 3, column ${column}`)
    expect(await cli.json('agencies', 'list')).toEqual([])
  })
})

describe.each(oneEngine)('a campaign made on the command line on %s', (engine) => {
  let cli: CommandLine
  beforeAll(async () => {
    cli = await commandLine(engine, { PUBLIC_URL: 'https://khaosat.example.vn/' })
    await fieldedByCommand(cli)
  })
  afterAll(() => cli.close())

  it('has the newest version, all agencies and the threshold 10', async () => {
    expect(await cli.json('campaigns', 'list')).toEqual([
      {
        code: 'c1',
        title: 'Từ năm 2026',
        title_en: '',
        questionnaire: 'sipas-service',
        version: shippedVersion['sipas-service'],
        kind: 'open',
        status: 'open',
        from: '2026-01-01',
        to: '2099-12-31',
        threshold: 10,
        synthetic: false,
      },
    ])
    expect(await cli.json('agencies', 'list')).toHaveLength(3)
    expect(await cli.json('questionnaires', 'list')).toMatchObject([
      { code: 'sipas-2026' },
      { code: 'sipas-service' },
      { code: 'sipas-service-quick' },
    ])
  })

  it('refuses a code that is taken, and agencies and questionnaires that do not exist', async () => {
    const create = (...more: readonly string[]) =>
      cli.run('campaigns', 'create', '--title', 't', '--from', '2026-01-01', '--to', '2026-12-31', ...more)
    expect((await create('--code', 'c1', '--questionnaire', 'sipas-service')).stderr).toContain('already')
    expect((await create('--code', 'c2', '--questionnaire', 'nothing')).stderr).toContain(
      `sipas-service version ${shippedVersion['sipas-service']}`,
    )
    expect((await create('--code', 'c2', '--questionnaire', 'sipas-service', '--agencies', 'A1,Z9')).stderr).toContain('Z9')
    expect((await cli.run('campaigns', 'open', 'c2')).code).toBe(1)
  })

  it('gets touchpoints with unguessable codes, whose addresses answer', async () => {
    const made = await succeeding(
      cli.run('touchpoints', 'create', '--campaign', 'c1', '--agency', 'A1', '--agency', 'A2', '--kind', 'kiosk'),
    )
    expect(made.stdout).toMatch(/^https:\/\/khaosat\.example\.vn\/s\/[0-9a-z]{12}\?kiosk\n$/)
    await succeeding(
      cli.run('touchpoints', 'create', '--campaign', 'c1', '--agency', 'A1,A2', '--kind', 'qr', '--code', 'quay-1', '--label', 'Quầy 1'),
    )
    const listed = await cli.json('touchpoints', 'list', '--campaign', 'c1')
    expect(listed).toContainEqual({
      code: 'quay-1',
      url: 'https://khaosat.example.vn/s/quay-1',
      kind: 'qr',
      agency: 'A1,A2',
      campaign: 'c1',
      label: 'Quầy 1',
    })
    expect((await succeeding(cli.run('touchpoints', 'add-key'))).stdout).toContain('the key "1"')
    const sealed = await succeeding(cli.run('touchpoints', 'create', '--campaign', 'c1', '--agency', 'A1', '--kind', 'qr'))
    expect(sealed.stdout).toMatch(/\/s\/[0-9a-z]{5}1[0-9a-z]{6}\n$/)
    expect((await cli.run('touchpoints', 'create', '--campaign', 'c1', '--agency', 'Z9', '--kind', 'qr')).stderr).toContain('Z9')
    expect((await cli.run('touchpoints', 'create', '--campaign', 'c1', '--agency', 'A1', '--kind', 'pigeon')).code).toBe(2)
    const server = await startProcess({ ...cli.settings, PUBLIC_URL: '' })
    expect((await fetch(`${server.url}/s/quay-1`)).status).toBe(200)
    await server.end('SIGTERM')
  })

  it('prints the results of the API and a table in Vietnamese', async () => {
    const results = await cli.json('report', '--campaign', 'c1', '--agency', 'A1', '--from', '2026-01')
    expect(results).toMatchObject({
      campaign: 'c1',
      questionnaire: { id: 'sipas-service', version: shippedVersion['sipas-service'] },
      filter: { agency: 'A1', from: '2026-01', channel: null },
      agencies: [{ code: 'A1', responses: 0 }],
    })
    expect((await succeeding(cli.run('report', '--campaign', 'c1'))).stdout).toContain('Tỷ lệ hài lòng')
    expect((await cli.run('report', '--campaign', 'c1', '--from', '2026-1')).code).toBe(2)
    expect((await cli.run('report', '--campaign', 'c1', '--agency', 'Z9')).code).toBe(1)
  })

  it('closes, and does not open again', async () => {
    await succeeding(
      cli.run(
        'campaigns',
        'create',
        '--code',
        'short',
        '--title',
        't',
        '--questionnaire',
        'sipas-service-quick',
        '--from',
        '2026-01-01',
        '--to',
        '2099-12-31',
        '--agencies',
        'S1',
        '--synthetic',
      ),
    )
    expect((await cli.run('campaigns', 'close', 'short')).stderr).toContain('never opened')
    await succeeding(cli.run('campaigns', 'open', 'short'))
    await succeeding(cli.run('campaigns', 'close', 'short'))
    expect((await cli.run('campaigns', 'open', 'short')).stderr).toContain('closed')
    expect((await succeeding(cli.run('report', '--campaign', 'short'))).stdout).toContain('Dữ liệu minh hoạ')
  })

  it('keeps agencies whose code is known and changes their names', async () => {
    const { stdout } = await succeeding(cli.run('agencies', 'import', cli.file('again.csv', agencyFile.replace('Xã Hai', 'Xã Hai mới'))))
    expect(stdout).toContain('0 agencies added, 1 changed, 2 as they were')
    expect(await cli.json('agencies', 'list')).toContainEqual(expect.objectContaining({ code: 'A2', name: 'Xã Hai mới' }))
  })

  it('is read with a token until the token is taken back', async () => {
    const { stdout: link } = await succeeding(cli.run('user', 'create', 'lan', '--name', 'Nguyễn Thị Lan'))
    expect(link).toMatch(/^https:\/\/khaosat\.example\.vn\/admin\/password\/[\w-]{43}\n$/)
    expect((await cli.run('user', 'create', 'Lan')).stderr).toContain('already')
    expect((await cli.run('user', 'token', 'nobody')).code).toBe(1)
    const token = (await succeeding(cli.run('user', 'token', 'lan'))).stdout.trim()
    expect(await cli.json('user', 'list')).toEqual([
      {
        code: 'lan',
        name: 'Nguyễn Thị Lan',
        roles: 'administrator,author,manager,protection',
        kind: 'person',
        disabled: '',
        tokens: 1,
        sessions: 0,
      },
    ])
    const server = await startProcess({ ...cli.settings, PUBLIC_URL: '' })
    expect(server.output()).not.toContain('/admin/setup/')
    const reading = () => fetch(`${server.url}/api/v1/campaigns/c1/results`, { headers: { Authorization: `Bearer ${token}` } })
    expect(await (await reading()).json()).toEqual(await cli.json('report', '--campaign', 'c1'))
    await succeeding(cli.run('user', 'reset', 'lan'))
    // A connection that was kept may have ended while the command ran.
    await until(async () => (await reading().catch(() => undefined))?.status === 401)
    await server.end('SIGTERM')
  })

  it('rescues the only administrator, who chooses a password by a link and is signed out elsewhere', async () => {
    const server = await startProcess({ ...cli.settings, PUBLIC_URL: '' })
    const wanted = 'bốn con cá bơi ngược'
    const choose = (link: string) => sendForm(server, new URL(link.trim()).pathname, { wanted, again: wanted })
    const status = async (cookie: string) => (await fetch(`${server.url}/admin/accounts`, { headers: { Cookie: cookie } })).status
    const { stdout: forgotten } = await succeeding(cli.run('user', 'reset', 'lan'))
    const { stdout: link } = await succeeding(cli.run('user', 'reset', 'lan'))
    expect((await choose(forgotten)).status).toBe(404)
    const cookie = cookieOf(await choose(link))
    expect([await status(cookie), (await choose(link)).status]).toEqual([200, 404])
    await succeeding(cli.run('user', 'reset', 'lan'))
    expect(await status(cookie)).toBe(401)
    await server.end('SIGTERM')
  })

  it('has a schema that needs no second migration', async () => {
    expect((await succeeding(cli.run('migrate'))).stdout).toContain('up to date')
  })
})
