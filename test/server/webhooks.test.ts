import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as listening, type Server as Listening } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { pino } from 'pino'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeCampaign, openCampaign } from '../../server/acts/campaigns'
import { act, atCommandLine } from '../../server/acts/act'
import { pauseWebhook, tryWebhook } from '../../server/acts/webhooks'
import { releaseCampaign } from '../../server/acts/releases'
import { openDatabase } from '../../server/db/dialect'
import { migrate } from '../../server/db/migrate'
import { insertMessage, insertWebhook } from '../../server/db/webhooks'
import { type AddressesOf, isBarredHost, lookupWithin, readNetworks } from '../../server/webhooks/networks'
import { newWebhookSecret, sealedSecretOf } from '../../server/webhooks/secrets'
import { type Sending, sendMessage } from '../../server/webhooks/sending'
import { keepTelling } from '../../server/webhooks/telling'
import { nextTry } from '../../surveys/fielding/webhooks'
import { localDay } from '../../surveys/instrument/calendar'
import { agency, fielded, post, response } from './fielded'
import { engines, startServer, type TestServer, until } from './harness'
import { type Office, officeInPerson, said } from './office'

const day = 24 * 3_600_000
/** In milliseconds, so long that no busy machine gives up a try that another one would answer. */
const patient = 600_000

describe('what lies inside', () => {
  const outside = { allowed: [], isEncrypted: true } as const
  it.each([
    'localhost',
    'a.localhost',
    '127.0.0.1',
    '10.0.0.8',
    '172.16.3.4',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',

    '[::1]',
    '[::]',
    '[fe80::1]',
    '[fd00::1]',
    '[::ffff:10.0.0.8]',
    '[::ffff:7f00:1]',
    '[64:ff9b::a00:8]',
    '[2002:a00:8::]',
    '[ff02::1]',
    'localhost.',
    '127.0.0.1.',
    '0x7f.1',
    '017700000001',
    '2130706433',
    '[::127.0.0.1]',
    '[::2]',
    '[4000::1]',
  ])('is %s', (host) => {
    expect(isBarredHost(new URL(`https://${host}`).hostname, outside)).toBe(true)
  })

  it('is no public address, and nothing that is allowed', () => {
    for (const host of ['93.184.215.14', '[2606:2800:21f::]', 'example.vn']) expect(isBarredHost(host, outside)).toBe(false)
    const allowed = readNetworks('10.20.0.0/16, 192.168.1.7, fd12::/32') ?? []
    for (const host of ['10.20.3.4', '192.168.1.7', '[fd12::8]']) expect(isBarredHost(host, { allowed, isEncrypted: false })).toBe(false)
    for (const host of ['10.21.0.1', '192.168.1.8', '[fd13::8]']) expect(isBarredHost(host, { allowed, isEncrypted: true })).toBe(true)
    // Without encryption nothing leaves the office.
    expect(isBarredHost('93.184.215.14', { allowed, isEncrypted: false })).toBe(true)
  })

  it('is looked for behind a name too, for the very connection that is made', async () => {
    const led = await new Promise<string>((resolve) =>
      lookupWithin(outside)('localhost', { all: true }, (error) => resolve(error?.constructor.name ?? 'led there')),
    )
    expect(led).toBe('Barred')
  })

  it.each<[readonly string[], readonly string[], Sending]>([
    [[], ['127.0.0.1'], { kind: 'failed', trouble: 'inside' }],
    [[], ['93.184.215.14', '127.0.0.1'], { kind: 'failed', trouble: 'inside' }],
    [['127.0.0.1'], ['127.0.0.1', '10.0.0.8'], { kind: 'failed', trouble: 'inside' }],
    [['127.0.0.1'], ['127.0.0.1'], { kind: 'taken', trouble: '' }],
  ])('and where %j is allowed a name that leads to %j gets: %j', async (allowed, addresses, came) => {
    const other = await receiver()
    const asked: string[] = []
    const addressesOf: AddressesOf = (name, _, answer) => {
      asked.push(name)
      answer(
        null,
        addresses.map((address) => ({ address, family: 4 })),
      )
    }
    const means = { allowed, now: 0, stop: new AbortController().signal, patience: patient, addressesOf }
    const url = other.url.replace('127.0.0.1', 'noi-nhan.vidu.vn')
    expect(await sendMessage({ url, id: 'x', body: '{}', secrets: [] }, means)).toEqual(came)
    expect([asked, other.got.length]).toEqual([['noi-nhan.vidu.vn'], came.kind === 'taken' ? 1 : 0])
    await other.close()
  })

  it('is not set by what is no network', () => {
    expect([readNetworks('10.0.0.0/8'), readNetworks('10.0.0.0/40'), readNetworks('intranet'), readNetworks('')]).toEqual([
      ['10.0.0.0/8'],
      undefined,
      undefined,
      undefined,
    ])
  })
})

describe('what was not taken', () => {
  it('is tried again soon, then seldom, for three days', () => {
    const tries: number[] = []
    let [at, count] = [0, 1]
    for (let next = nextTry(0, count, at); next !== undefined; next = nextTry(0, ++count, at)) {
      tries.push((next - at) / 60_000)
      at = next
    }
    expect(tries).toEqual([1, 5, 30, 120, 360, 720, 1_440, 1_440])
  })
})

describe('an answer that is none', () => {
  const answers = {
    'to what was not asked': 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n',
    'and only hints at one': 'HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n',
    'of no protocol': 'xin chào',
    'of endless heads': `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`,
    'that breaks off': 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{',
  }
  it.each(Object.entries(answers))('%s is a failure in time', async (_, text) => {
    const server = listening((socket) => {
      socket.on('error', () => undefined)
      socket.once('data', () => socket.write(text))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const url = `http://127.0.0.1:${portOf(server)}/`
    const means = { allowed: ['127.0.0.1'], now: 0, stop: new AbortController().signal, patience: 300 }
    expect((await sendMessage({ url, id: 'x', body: '{}', secrets: [] }, means)).kind).toBe('failed')
    server.close()
  })
})

describe('a receiver that keeps a try waiting', () => {
  const heads = { 'without a word': '', 'with an answer that does not end': 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{' }
  it.each(Object.entries(heads))('%s is given up in time, also where memory is tidied up meanwhile', async (_, text) => {
    const server = listening((socket) => {
      socket.on('error', () => undefined)
      socket.once('data', () => socket.write(text))
    })
    server.listen(0, '127.0.0.1')
    const [asked] = [once(server, 'connection'), await once(server, 'listening')]
    const means = { allowed: ['127.0.0.1'], now: 0, stop: new AbortController().signal, patience: 300 }
    const trying = sendMessage({ url: `http://127.0.0.1:${portOf(server)}/`, id: 'x', body: '{}', secrets: [] }, means)
    await Promise.race([asked, trying])
    tidiedUp()
    expect(await trying).toEqual({ kind: 'failed', trouble: 'time' })
    server.close()
  })
})

/** Lets the engine let go of all that nobody holds, as it does now and then by itself. */
function tidiedUp(): void {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
}

const portOf = (server: Listening): number => {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

type Got = { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string }

/** Another system on this machine, which does with each path what the path says. */
async function receiver(): Promise<{
  readonly url: string
  readonly got: Got[]
  /** What happens at a path before it answers. */
  readonly meanwhile: Map<string, () => Promise<unknown>>
  /** What comes and goes is broken for as long as a test says so. */
  readonly isFlaky: { now: boolean }
  readonly server: Server
  readonly close: () => Promise<void>
}> {
  const got: Got[] = []
  const meanwhile = new Map<string, () => Promise<unknown>>()
  const isFlaky = { now: true }
  const server = createServer((request, answer) => {
    const path = request.url ?? ''
    let body = ''
    request.on('data', (piece: Buffer) => (body += piece.toString()))
    request.on('end', async () => {
      got.push({ path, headers: request.headers, body })
      await meanwhile.get(path)?.()
      if (path === '/hang' || path === '/silent') return
      if (path === '/inward') return void answer.writeHead(302, { Location: '/secret' }).end()
      if (path === '/gone') return void answer.writeHead(410).end('<h1>gone</h1>')
      if (path === '/flaky' && isFlaky.now) return void answer.writeHead(500).end('{"trouble":')
      if (path === '/endless') {
        answer.writeHead(200)
        const pour = setInterval(() => answer.write('x'.repeat(100_000)), 1)
        answer.on('close', () => clearInterval(pour))
        return
      }
      answer.writeHead(204).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    got,
    meanwhile,
    isFlaky,
    server,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

describe('a process that is asked to end while it tells', () => {
  it('does not wait for who hangs, and lets the message be sent by the next one', async () => {
    const other = await receiver()
    const folder = mkdtempSync(join(tmpdir(), 'sipas-webhooks-'))
    const database = openDatabase(join(folder, 'sipas.sqlite'))
    await migrate(database)
    const at = new Date().toISOString()
    const webhook = { id: 'w', name: 'W', url: `${other.url}/hang`, events: [], state: 'on' } as const
    const beginning = { since: at.slice(0, 10), afterSeq: 0 }
    await insertWebhook(database, webhook, await sealedSecretOf(database, newWebhookSecret()), beginning)
    await insertMessage(database, 'w', { id: 'm', event: 'trial', campaign: '', details: {}, dueAt: at }, at)
    const config = { publicUrl: undefined, webhookNetworks: ['127.0.0.1'] }
    const log = pino({ level: 'silent' })
    const telling = keepTelling({ database, config, now: Date.now, log, pace: { lookEvery: 20, patience: patient } })
    await until(() => other.got.length >= 1)
    await telling.stop()
    const [message] = await database.db.selectFrom('webhook_messages').selectAll().execute()
    expect(message).toMatchObject({ state: 'waiting', trouble: '' })
    expect((message?.due_at ?? '') <= new Date().toISOString()).toBe(true)
    await database.db.destroy()
    await other.close()
    rmSync(folder, { recursive: true })
  })
})

describe.each(engines)('other systems on %s', (engine) => {
  let other: Awaited<ReturnType<typeof receiver>>
  let server: TestServer
  let office: Office
  let later = 0
  const now = () => Date.now() + later
  const pace = { lookEvery: 25, patience: patient }
  beforeAll(async () => {
    other = await receiver()
    server = await startServer({
      engine,
      now,
      settings: { WEBHOOK_NETWORKS: '127.0.0.1', PUBLIC_URL: 'https://khaosat.tinh.gov.vn' },
      mailPace: pace,
    })
    office = officeInPerson(server)
    const today = localDay(now())
    await fielded(server.database, { agencies: [agency('A1')], status: 'draft', opensOn: today, closesOn: localDay(now() + 3 * day) })
  })
  afterAll(async () => {
    await server.close()
    await other.close()
  })

  const all = ['campaign.opened', 'campaign.closed', 'campaign.changed', 'figures.released', 'figures.published', 'figures.withdrawn']
  /** Adds a receiver at a path and gives its page and its secret. */
  const add = async (path: string, events: readonly string[] = all): Promise<{ readonly at: string; readonly secret: string }> => {
    const page = await (await office.send('/admin/new/webhook', { name: `Nơi ${path}`, url: other.url + path, events })).text()
    const secret = /whsec_[A-Za-z0-9+/=]+/.exec(page)?.[0] ?? ''
    const at = /\/admin\/webhooks\/[0-9a-f-]{36}/.exec(page)?.[0] ?? ''
    expect([secret.length, at.length]).toEqual([50, 52])
    return { at, secret }
  }
  const gotAt = (path: string): readonly Got[] => other.got.filter((one) => one.path === path)
  const nth = (path: string, place: number): Got => gotAt(path)[place] ?? { path, headers: {}, body: '{}' }
  const typesAt = (path: string): readonly string[] => gotAt(path).map(({ body }) => JSON.parse(body).type)
  /** The messages that came to a path, each once however often it came. */
  const told = (path: string): readonly string[] => [...new Set(gotAt(path).map(({ headers }) => String(headers['webhook-id'])))]
  const shows = (at: string, text: string) => until(async () => said(await office.html(at)).includes(text))
  const done = async (doing: Promise<{ readonly kind: string }>): Promise<void> => expect((await doing).kind).toBe('done')
  const deps = () => ({ database: server.database, now })
  const open = (code: string) => done(act(deps(), atCommandLine(), openCampaign, { code }))

  it('are told that a campaign takes responses, in a message that a library of theirs finds signed', async () => {
    const { secret } = await add('/portal')
    await open('c1')
    await until(() => gotAt('/portal').length >= 1)
    const { body, headers } = nth('/portal', 0)
    const sent = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
    expect(new Webhook(secret).verify(body, sent)).toMatchObject({ type: 'campaign.opened' })
    expect(() => new Webhook(secret).verify(body.replace('c1', 'c2'), sent)).toThrow()
    const { timestamp: _, ...message } = JSON.parse(body)
    expect(message).toEqual({
      type: 'campaign.opened',
      data: {
        campaign: {
          code: 'c1',
          title: { vi: 'Quý IV năm 2026', en: 'Fourth quarter of 2026' },
          questionnaire: { id: 'sipas-service', version: 2 },
          opensOn: localDay(now()),
          closesOn: localDay(now() + 3 * day),
          state: 'open',
          synthetic: false,
        },
        released: 'https://khaosat.tinh.gov.vn/api/v1/campaigns/c1/released',
      },
    })
    expect(sent['webhook-id']).toMatch(/^campaign\.opened:c1:\d+$/)
  })

  it('are told what they asked for and nothing before they were there; a night that brings nothing is no news', async () => {
    await add('/closings', ['campaign.closed'])
    await done(act(deps(), atCommandLine(), releaseCampaign, { code: 'c1' }))
    await office.send('/admin/campaigns/c1/setup/pause', { reason: 'Máy hỏng, chờ sửa' })
    await until(() => gotAt('/portal').length >= 2)
    expect([typesAt('/portal'), typesAt('/closings')]).toEqual([['campaign.opened', 'campaign.changed'], []])
    await office.send('/admin/campaigns/c1/setup/resume')
    await until(() => gotAt('/portal').length >= 3)
    expect(JSON.parse(gotAt('/portal')[2]?.body ?? '{}').data.campaign.state).toBe('open')
  })

  it('are told of new figures without one of them, and nothing of who answered', async () => {
    for (let person = 0; person < 12; person++) {
      const reply = await post(server.url, response({ A1: '5', overall: '4', comment: 'Cán bộ tận tình' }, { answeredOn: localDay(now()) }))
      expect(reply.status).toBe(201)
    }
    later += day
    await done(act(deps(), atCommandLine(), releaseCampaign, { code: 'c1' }))
    await until(() => typesAt('/portal').includes('figures.released'))
    const { data } = JSON.parse(gotAt('/portal').at(-1)?.body ?? '{}')
    expect(Object.keys(data)).toEqual(['campaign', 'night', 'released'])
    expect(data.night).toBe(localDay(now()))
    expect(JSON.stringify(other.got)).not.toMatch(/tận tình|cells|waiting/)
  })

  it('are told once that a campaign ended by its day, however many processes look', async () => {
    later += 4 * day
    const log = pino({ level: 'silent' })
    const config = { publicUrl: undefined, webhookNetworks: ['127.0.0.1'] }
    const second = keepTelling({ ...deps(), config, log, pace })
    await until(() => gotAt('/closings').length >= 1)
    await done(act(deps(), atCommandLine(), closeCampaign, { code: 'c1' }))
    await add('/after')
    await openAnother()
    await until(() => gotAt('/portal').some(({ body }) => body.includes('"c3"')) && gotAt('/after').length > 0)
    await second.stop()
    expect(typesAt('/closings')).toEqual(['campaign.closed'])
    // Who stops before it has heard the answer lets the message be sent again, under its id.
    expect(told('/portal').filter((id) => id.startsWith('campaign.closed'))).toHaveLength(1)
    expect(told('/after')).toEqual([expect.stringContaining(':c3:')])
  })

  /** Another campaign, to be told of. */
  const openAnother = async (): Promise<void> => {
    await drafted('c3', localDay(now()), localDay(now() + day))
    await open('c3')
  }

  const drafted = (code: string, opensOn: string, closesOn: string) =>
    fielded(server.database, {
      code,
      agencies: [agency('A1')],
      touchpoints: [{ code: `q-${code}`, campaign: code, kind: 'qr', label: { vi: 'Q' }, agencies: ['A1'] }],
      status: 'draft',
      opensOn,
      closesOn,
    })
  const byName = (name: string) => server.database.db.selectFrom('webhooks').select('id').where('name', '=', name).executeTakeFirstOrThrow()
  /** Sends what says nothing and waits until it is there, so that what was due before is there too. */
  const caughtUp = async (path: string): Promise<void> => {
    const { id } = await byName(`Nơi ${path}`)
    const before = typesAt(path).filter((type) => type === 'trial').length
    expect((await office.send(`/admin/webhooks/${id}/try`)).status).toBe(303)
    await until(() => typesAt(path).filter((type) => type === 'trial').length >= before + 1)
  }
  const toldOf = (code: string) =>
    gotAt('/portal').flatMap(({ body }) => (JSON.parse(body).data.campaign?.code === code ? [JSON.parse(body).type] : []))

  it('that hang, lead elsewhere, pour or are gone delay nobody, and their page says so', async () => {
    const pages = Object.fromEntries(
      await Promise.all(
        ['/hang', '/inward', '/endless', '/gone', '/flaky'].map(
          async (path) => [path, (await add(path, ['campaign.changed'])).at] as const,
        ),
      ),
    )
    await office.send('/admin/campaigns/c3/setup/pause', { reason: 'Máy hỏng, chờ sửa' })
    await until(() => toldOf('c3').includes('campaign.changed'))
    await shows(pages['/inward'] ?? '', 'trả lời 302: chuyển sang địa chỉ khác')
    expect(gotAt('/secret')).toHaveLength(0)
    await shows(pages['/endless'] ?? '', 'Nơi nhận đã nhận')
    await shows(pages['/gone'] ?? '', 'Nơi nhận đã thôi nhận')
    await shows(pages['/flaky'] ?? '', 'trả lời 500')
    const [failed] = await server.database.db.selectFrom('events').selectAll().where('act', '=', 'webhooks.fail').execute()
    expect(failed).toMatchObject({ object: 'Nơi /gone' })
    other.isFlaky.now = false
    // However slow the machine was: the fourth try at the latest is due by then.
    later += 3 * 3_600_000
    await shows(pages['/flaky'] ?? '', 'Nơi nhận đã nhận')
    const [one, two] = gotAt('/flaky')
    expect([one?.headers['webhook-id'], one?.body]).toEqual([two?.headers['webhook-id'], two?.body])
    // All this while one of them was waited for.
    expect(gotAt('/hang')).toHaveLength(1)
  })

  it('that give no answer are given up in time, and their page says so', async () => {
    const { at } = await add('/silent', ['campaign.changed'])
    pace.patience = 300
    await office.send(`${at}/try`)
    await shows(at, 'không trả lời trong 10 giây')
    pace.patience = patient
  })

  it('are given up after three days, and told again by hand', async () => {
    const page = `/admin/webhooks/${(await byName('Nơi /inward')).id}`
    later += 4 * day
    await shows(page, 'Không báo được')
    const tries = gotAt('/inward').length
    const retry = /action="([^"]+\/retry)"/.exec(await office.html(page))?.[1] ?? ''
    expect((await office.send(retry)).status).toBe(303)
    await until(() => gotAt('/inward').length >= tries + 1)
  })

  it('are told by an old and a new secret for a day', async () => {
    const { at, secret } = await add('/renewed')
    const page = await (await office.send(`${at}/renew`)).text()
    const fresh = /whsec_[A-Za-z0-9+/=]+/.exec(page)?.[0] ?? ''
    expect((await office.send(`${at}/try`)).status).toBe(303)
    await until(() => gotAt('/renewed').length >= 1)
    const { body, headers } = nth('/renewed', 0)
    expect(JSON.parse(body)).toMatchObject({ type: 'trial', data: {} })
    expect(String(headers['webhook-signature']).split(' ')).toHaveLength(2)
    expect(fresh).not.toBe(secret)
    later += day + 1
    await office.send(`${at}/try`)
    await until(() => gotAt('/renewed').length >= 2)
    expect(String(nth('/renewed', 1).headers['webhook-signature']).split(' ')).toHaveLength(1)
    const kept = await server.database.db.selectFrom('webhooks').select(['secret', 'secret_before']).execute()
    expect(JSON.stringify(kept)).not.toContain(fresh.slice(6))
  })

  it('are told by the secret that they have, also where the office asked for another one twice', async () => {
    const { at: page, secret } = await add('/twice')
    await office.send(`${page}/renew`)
    const fresh = /whsec_[A-Za-z0-9+/=]+/.exec(await (await office.send(`${page}/renew`)).text())?.[0] ?? ''
    await office.send(`${page}/try`)
    await until(() => gotAt('/twice').length >= 1)
    const { body, headers } = nth('/twice', 0)
    const at = new Date(Number(headers['webhook-timestamp']) * 1_000)
    const signed = [secret, fresh].map((key) => new Webhook(key).sign(String(headers['webhook-id']), at, body))
    expect(String(headers['webhook-signature']).split(' ')).toEqual(expect.arrayContaining(signed))
  })

  it('inside are refused at the form, by name, unless the setting allows them', async () => {
    for (const url of ['https://10.0.0.8/x', 'http://93.184.215.14/', 'https://[::ffff:10.0.0.8]/']) {
      const reply = await office.send('/admin/new/webhook', { name: 'X', url, events: ['campaign.opened'] })
      expect([reply.status, said(await reply.text()).includes('WEBHOOK_NETWORKS')]).toEqual([422, true])
    }
    for (const url of ['ftp://a.vn', 'https://u:p@a.vn/', 'a.vn', 'https://a.vn/#x', '']) {
      const reply = await office.send('/admin/new/webhook', { name: 'X', url, events: ['campaign.opened', 'all'] })
      expect(reply.status, url).toBe(422)
    }
    const came = await sendMessage(
      { url: 'https://127.0.0.1:1/', id: 'x', body: '{}', secrets: [] },
      { allowed: [], now: 0, stop: new AbortController().signal, patience: 1_000 },
    )
    expect(came).toEqual({ kind: 'failed', trouble: 'inside' })
  })

  it('are told on its first day that a campaign opens which was opened ahead, unless it was closed before', async () => {
    await add('/openings', ['campaign.opened'])
    for (const code of ['c4', 'c6']) {
      await drafted(code, localDay(now() + 2 * day), localDay(now() + 5 * day))
      await open(code)
    }
    await done(act(deps(), atCommandLine(), closeCampaign, { code: 'c4' }))
    await until(() => toldOf('c4').length > 0)
    await caughtUp('/openings')
    later += 3 * day
    await caughtUp('/portal')
    await caughtUp('/openings')
    expect([toldOf('c4'), toldOf('c6')]).toEqual([['campaign.closed'], ['campaign.opened']])
    expect(typesAt('/openings')).toEqual(['trial', 'campaign.opened', 'trial'])
  })

  it('are told of an end that nothing was running at, once somebody closes it', async () => {
    await drafted('c5', localDay(now()), localDay(now()))
    await open('c5')
    await until(() => toldOf('c5').length >= 1)
    await done(act({ ...deps(), now: () => now() + day }, atCommandLine(), closeCampaign, { code: 'c5' }))
    later += day
    await until(() => toldOf('c5').length >= 2)
    expect(toldOf('c5')).toEqual(['campaign.opened', 'campaign.closed'])
  })

  it('are told nothing more in the midst of what waits once they are paused', async () => {
    const { at } = await add('/quiet')
    const id = at.split('/').at(-1) ?? ''
    other.meanwhile.set('/quiet', () => act(deps(), atCommandLine(), pauseWebhook, { id }))
    for (let nth = 0; nth < 2; nth++) await done(act({ ...deps(), now: () => now() + 60_000 }, atCommandLine(), tryWebhook, { id }))
    later += 61_000
    await until(() => gotAt('/quiet').length > 0)
    await caughtUp('/portal')
    expect(gotAt('/quiet')).toHaveLength(1)
  })
})
