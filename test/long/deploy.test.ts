import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { get as getPlain } from 'node:http'
import { request } from 'node:https'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { settingNames } from '../../server/config'
import { openDatabase } from '../../server/db/dialect'
import { questionnaireFileLimits } from '../../server/files/bundle'
import { readBytes } from '../../server/office/frame/form'
import { once, root, served, type Typed, typed } from '../faults/processes'
import { type Product, startProduct, stopProduct } from '../faults/product'
import { fielded, response } from '../server/fielded'
import { theBuild } from '../server/harness'

const deploy = join(root, 'server/deploy')
const read = (name: string): string => readFileSync(join(deploy, name), 'utf8')

/** A program of this machine, or out of Debian's package of that name, unpacked where it harms nobody. */
function program(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(':')
  const installed = folders.map((folder) => join(folder, name)).find((path) => existsSync(path))
  if (installed !== undefined) return installed
  const unpacked = join(root, 'node_modules/.cache/deploy', name)
  if (!existsSync(unpacked)) {
    mkdirSync(unpacked, { recursive: true })
    spawnSync('apt-get', ['download', name], { cwd: unpacked })
    for (const file of readdirSync(unpacked)) spawnSync('dpkg', ['-x', file, '.'], { cwd: unpacked })
  }
  return ['usr/sbin', 'usr/bin'].map((folder) => join(unpacked, folder, name)).find((path) => existsSync(path))
}

describe('the files to deploy with', () => {
  it('set nothing but settings of the product, and stop it no sooner than it may take', () => {
    const compose = read('compose.yaml') + read('compose.postgres.yaml')
    const set = [...compose.matchAll(/^ {6}([A-Z_]+): /gm)].map(([, name = '']) => name).filter((name) => !/^(SIPAS|POSTGRES)_/.test(name))
    const inImage = [...read('Containerfile').matchAll(/([A-Z_]+)=/g)].map(([, name = '']) => name)
    const inUnit = [...(/^Environment=(.*)$/m.exec(read('sipas.service'))?.[1] ?? '').matchAll(/([A-Z_]+)=/g)].map(([, name = '']) => name)
    expect([...set, ...inImage, ...inUnit].filter((name) => ![...settingNames, 'NODE_ENV'].includes(name))).toEqual([])
    expect(set).toEqual(['PUBLIC_URL', 'TRUST_PROXY', 'DATABASE_URL'])
    const graces = [/stop_grace_period: (\d+)s/.exec(compose)?.[1], /^TimeoutStopSec=(\d+)$/m.exec(read('sipas.service'))?.[1]]
    for (const seconds of graces) expect(Number(seconds)).toBeGreaterThan(10)
  })

  it('are all named in their README, which names no other', () => {
    const named = [...read('README.md').matchAll(/^\|.*$/gm)].flatMap(([line]) =>
      [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name),
    )
    expect(new Set([...named, 'README.md'])).toEqual(new Set(readdirSync(deploy)))
  })
})

const analyze = program('systemd-analyze')
describe.runIf(analyze !== undefined)('the systemd unit', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sipas-unit-'))
  const unit = join(folder, 'sipas.service')
  beforeAll(() => writeFileSync(unit, read('sipas.service').replace('/usr/bin/node', process.execPath)))
  afterAll(() => rmSync(folder, { recursive: true }))

  it('is a unit without a fault', () => {
    const { status, stdout, stderr } = spawnSync(analyze ?? '', ['verify', unit], { encoding: 'utf8' })
    expect([status, stdout + stderr]).toEqual([0, ''])
  })

  it("lets the service do little but serve: at most 1.5 of 10 by systemd's own measure of exposure", () => {
    const { status, stdout } = spawnSync(analyze ?? '', ['security', '--offline=true', '--threshold=15', unit], { encoding: 'utf8' })
    expect([status, stdout.split('\n').at(-2)]).toEqual([0, expect.stringContaining('OK')])
  })
})

/** What a Containerfile says, line by line. */
type Step = { readonly verb: string; readonly rest: string }

const steps: readonly Step[] = read('Containerfile')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => ({ verb: line.split(' ')[0] ?? '', rest: line.slice(line.indexOf(' ') + 1) }))

describe('the container, step by step in folders of this machine', () => {
  const place = mkdtempSync(join(tmpdir(), 'sipas-image-'))
  const last = steps.findLastIndex(({ verb }) => verb === 'FROM')
  const env: Record<string, string> = {}
  afterAll(() => rmSync(place, { recursive: true, force: true }))

  it('is built', async () => {
    let [stage, work] = ['', '']
    for (const { verb, rest } of steps) {
      if (verb === 'FROM') stage = join(place, rest.split(' AS ')[1] ?? 'image')
      if (verb === 'WORKDIR') mkdirSync((work = join(stage, rest)), { recursive: true })
      if (verb === 'COPY') copied(rest.split(' '), work)
      // The packages of Debian's and the account `node` are the base image's affair.
      if (verb === 'RUN' && !/^(apt-get|install) /.test(rest)) await ran(rest, work)
      if (verb === 'ENV' && stage.endsWith('image'))
        for (const [, name = '', value = ''] of rest.matchAll(/(\S+)=(\S+)/g)) env[name] = value
    }
    expect(existsSync(join(place, 'image/app/dist/server/main.js'))).toBe(true)
    expect(existsSync(join(place, 'image/app/node_modules/playwright-core'))).toBe(false)
  }, 900_000)

  it('runs as somebody without rights, on a pinned Node', () => {
    expect(steps.slice(last).filter(({ verb }) => verb === 'USER')).toEqual([{ verb: 'USER', rest: 'node' }])
    for (const { rest } of steps.filter(({ verb }) => verb === 'FROM'))
      expect(rest).toMatch(/^docker\.io\/library\/node:\d+\.\d+\.\d+-bookworm-slim( |$)/)
  })

  it('serves out of what it holds, says that it is healthy, and ends when it is told to', async () => {
    const [command = '', ...args]: string[] = JSON.parse(valueOf('CMD'))
    const health: string[] = JSON.parse(/CMD (\[.*\])$/.exec(valueOf('HEALTHCHECK'))?.[1] ?? '[]')
    const settings = {
      ...env,
      HOST: '127.0.0.1',
      PORT: String(await freePort()),
      DATA_DIR: join(place, 'data'),
      BACKUP_DIR: join(place, 'backups'),
    }
    const healthy = (): number | null => spawnSync(health[0] ?? '', health.slice(1), { env: { ...process.env, ...settings } }).status
    expect(healthy()).toBe(1)
    const container = typed(command, args, join(place, 'image/app'), settings)
    const url = await served(container)
    expect(healthy()).toBe(0)
    const page = await (await fetch(`${url}/s/nothing`)).text()
    expect(page).toContain('Không tìm thấy điểm khảo sát')
    process.kill(container.pid, 'SIGTERM')
    await once(() => container.child.exitCode ?? undefined, container.said)
    expect(container.child.exitCode).toBe(0)
  })

  const valueOf = (verb: string): string => steps.slice(last).findLast((step) => step.verb === verb)?.rest ?? ''
  const copied = (words: readonly string[], work: string): void => {
    const from = words[0]?.startsWith('--from=') ? join(place, words[0].slice(7)) : root
    const names = words.filter((word) => !word.startsWith('--'))
    const to = join(work, names.at(-1) ?? '')
    for (const name of names.slice(0, -1))
      cpSync(join(from, name), to.endsWith('/') ? join(to, name.split('/').at(-1) ?? '') : to, { recursive: true })
  }
})

async function ran(command: string, cwd: string): Promise<void> {
  const run = typed('sh', ['-c', command], cwd, {})
  await new Promise((resolve) => run.child.once('close', resolve))
  if (run.child.exitCode !== 0) throw new Error(`${command}:\n${run.said()}`)
}

const proxies = [
  { name: 'nginx', path: program('nginx'), start: startNginx },
  { name: 'caddy', path: program('caddy'), start: startCaddy },
] as const

describe.each(proxies.filter(({ path }) => path !== undefined))('the product behind $name', ({ name, path = '', start }) => {
  const folder = mkdtempSync(join(tmpdir(), 'sipas-proxy-'))
  let product: Product | undefined
  let proxy: Typed | undefined
  let [port, plain] = [0, 0]
  beforeAll(async () => {
    await theBuild()
    ;[port, plain] = [await freePort(), await freePort()]
    mkdirSync(join(folder, 'data'))
    const started = await startProduct(join(folder, 'data'), undefined, { TRUST_PROXY: '1' })
    product = started
    const database = openDatabase(join(folder, 'data/sipas.sqlite'))
    await fielded(database)
    await database.db.destroy()
    const before = start(path, folder, { port, plain, upstream: `127.0.0.1:${started.port}` })
    proxy = before
    await once(async () => (await asked('GET', '/healthz').catch(() => undefined)) && true, proxy.said)
  })
  afterAll(async () => {
    product?.signal('SIGKILL')
    if (proxy) {
      const { pid, child, said } = proxy
      process.kill(pid, 'SIGTERM')
      await once(() => (child.exitCode === null && child.signalCode === null ? undefined : true), said)
    }
    rmSync(folder, { recursive: true, force: true })
  })
  const asked = (method: string, address: string, body?: string, headers: Readonly<Record<string, string>> = {}): Promise<Asked> =>
    new Promise((resolve, reject) => {
      const options = { host: 'localhost', port, path: address, method, rejectUnauthorized: false, headers }
      const sent = request(options, (answer) => {
        let text = ''
        answer.setEncoding('utf8').on('data', (part: string) => (text += part))
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }))
      })
      sent.on('error', reject)
      sent.end(body)
    })

  it('gives the page over https, and holds browsers to that', async () => {
    const { status, headers, text } = await asked('GET', '/s/q1')
    expect([status, headers['strict-transport-security'], headers['cache-control']]).toEqual([200, 'max-age=31536000', 'no-store'])
    expect(text).toContain('Quầy 1')
    if (plain > 0) expect(await movedTo(plain, '/s/q1')).toMatch(/^https:\/\/localhost.*\/s\/q1$/)
  })

  it('records a response, one after another over connections that are kept', async () => {
    for (let n = 0; n < 20; n += 1) {
      const { status } = await asked('POST', '/api/v1/responses', JSON.stringify(response()), { 'Content-Type': 'application/json' })
      expect(status).toBe(201)
    }
  })

  it('slows a stranger down who guesses passwords, whatever addresses they claim', async () => {
    const statuses: number[] = []
    for (let n = 0; n < 32; n += 1) {
      const headers = {
        Origin: `https://localhost:${port}`,
        'Content-Type': 'application/x-www-form-urlencoded',
        'X-Forwarded-For': `198.51.${n}.1`,
      }
      statuses.push((await asked('POST', '/admin/sign-in', `username=user${n}&password=sai`, headers)).status)
    }
    expect(statuses).toEqual([...Array<number>(30).fill(401), 429, 429])
  })

  // Caddy counts while somebody reads; what the product refuses by itself it never does.
  it.runIf(name === 'nginx')('refuses by its length what is larger than any upload', async () => {
    const largest = Number(/client_max_body_size (\d+)m/.exec(readFileSync(join(root, 'server/deploy/nginx.conf'), 'utf8'))?.[1]) * 2 ** 20
    expect(largest).toBeGreaterThanOrEqual(questionnaireFileLimits.bundle + readBytes)
    expect((await asked('POST', '/admin/import/agencies', undefined, { 'Content-Length': String(largest + 1) })).status).toBe(413)
  })

  it('writes no address of a survey down, also when the product is not there', async () => {
    expect(product && (await stopProduct(product))).toBe(0)
    expect((await asked('GET', '/s/q1?lang=en')).status).toBe(502)
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile() && !entry.parentPath.includes('/data'),
    )
    const written = files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')).join('\n') + (proxy?.said() ?? '')
    expect(written).not.toContain('/s/q1')
  })
})

type Asked = { readonly status: number; readonly headers: Readonly<Record<string, unknown>>; readonly text: string }
type Wiring = { readonly port: number; readonly plain: number; readonly upstream: string }

/** The configuration as it lies there, with the ports, the certificate and the folders of a test put in. */
function startNginx(path: string, folder: string, { port, plain, upstream }: Wiring): Typed {
  const certificate = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=localhost',
    '-keyout',
    join(folder, 'key.pem'),
    '-out',
    join(folder, 'cert.pem'),
  ]
  spawnSync('openssl', certificate)
  const site = read('nginx.conf')
    .replace(/^.*listen \[::\].*\n/gm, '')
    .replace('listen 80;', `listen 127.0.0.1:${plain};`)
    .replace('listen 443 ssl', `listen 127.0.0.1:${port} ssl`)
    .replaceAll('khaosat.example.vn', 'localhost')
    .replace(/ssl_certificate .*;/, `ssl_certificate ${join(folder, 'cert.pem')};`)
    .replace(/ssl_certificate_key .*;/, `ssl_certificate_key ${join(folder, 'key.pem')};`)
    .replace('127.0.0.1:3000', upstream)
    .replace('/var/log/nginx', folder)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${join(folder, name)};`)
  const around = `daemon off; pid ${join(folder, 'pid')}; user root; events {} http { ${temporary.join(' ')} include ${join(folder, 'site.conf')}; }`
  writeFileSync(join(folder, 'site.conf'), site)
  writeFileSync(join(folder, 'nginx.conf'), around)
  const words = ['-e', join(folder, 'error.log'), '-c', join(folder, 'nginx.conf')]
  const { status, stderr } = spawnSync(path, ['-t', ...words], { encoding: 'utf8' })
  if (status !== 0 || /\[(warn|emerg)\]/.test(stderr)) throw new Error(stderr)
  return typed(path, words, folder, {})
}

function startCaddy(path: string, folder: string, { port, plain, upstream }: Wiring): Typed {
  const settings = {
    SIPAS_DOMAIN: `https://localhost:${port}`,
    SIPAS_UPSTREAM: upstream,
    XDG_DATA_HOME: join(folder, 'home'),
    XDG_CONFIG_HOME: join(folder, 'home'),
    HOME: folder,
  }
  writeFileSync(
    join(folder, 'Caddyfile'),
    read('Caddyfile').replace('\tlog default {', `\tadmin off\n\tskip_install_trust\n\thttp_port ${plain}\n\tlog default {`),
  )
  const words = ['--config', join(folder, 'Caddyfile'), '--adapter', 'caddyfile']
  const { status, stderr } = spawnSync(path, ['validate', ...words], { encoding: 'utf8', env: { ...process.env, ...settings } })
  if (status !== 0) throw new Error(stderr)
  return typed(path, ['run', ...words], folder, settings)
}

const movedTo = (port: number, address: string): Promise<string> =>
  new Promise((resolve, reject) => {
    getPlain({ host: '127.0.0.1', port, path: address, headers: { Host: 'localhost' } }, (answer) => {
      answer.resume()
      resolve(answer.headers.location ?? '')
    }).once('error', reject)
  })

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const listener = createServer().listen(0, '127.0.0.1', () => {
      const address = listener.address()
      listener.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0))
    })
  })
