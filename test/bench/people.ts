import { type Context, Hono } from 'hono'
import { join } from 'node:path'
import { newUser } from '../../server/access/account'
import { type Accounts, openAccounts } from '../../server/access/accounts'
import { hashPassword } from '../../server/access/credentials'
import { areaOf, may, personOf } from '../../server/access/permission'
import { beginSession, currentSession } from '../../server/access/session'
import { insertUser, markDisabled } from '../../server/db/accounts'
import { saveAgencies } from '../../server/db/agencies'
import { type Database, openDatabase, whole } from '../../server/db/dialect'
import { saveGrant } from '../../server/db/grants'
import { insertFactor } from '../../server/db/second-factors'
import { everyOffice, type Grant, roleNames, roles } from '../../surveys/people/roles'
import { startProduct, stopProduct } from '../faults/product'
import { agency } from '../server/fielded'
import { startPostgres } from '../server/postgres'
import { cookieOf, officer, sendForm } from '../server/signed-in'
import { databaseOn, folderFor, type Part, type Setting } from './setting'
import { against, median, shown, type Table } from './table'

export const people: Part = {
  name: 'people',
  about: 'what it costs to ask who may do this, among 3,500 agencies and 2,000 people, and whether the door tells names by its time',
  run: async (setting) => {
    const postgres = await startPostgres()
    try {
      const onSqlite = await checked(setting, 'SQLite', undefined)
      const onPostgres = await checked(setting, 'PostgreSQL', await databaseOn(postgres.address))
      return [...onSqlite, ...onPostgres, await named(setting)]
    } finally {
      await postgres.stop()
    }
  },
}

const [districts, communes, accounts] = [35, 99, 2_000]
const password = officer.password
const administrator = 'everything'

/** Asked for by the same people in turn, with and without the question of what they may. */
async function checked(setting: Setting, engine: Database['engine']['name'], address: string | undefined): Promise<readonly Table[]> {
  const folder = folderFor(setting, `people-${engine}`)
  await stopProduct(await startProduct(folder, address, {}))
  const database = openDatabase(address ?? join(folder, 'sipas.sqlite'))
  try {
    await filled(database)
    const deps = { database, accounts: await openAccounts(database, { trustProxy: 0, publicUrl: undefined, mail: undefined }) }
    const app = new Hono()
      .get('/in/:name', async (c) => c.text(await beginSession(deps.accounts, c, c.req.param('name'), password)))
      .get('/known', async (c) => c.text((await currentSession(deps.accounts, c))?.user.username ?? ''))
      .get('/allowed', async (c) => c.text(await answered(deps, c)))
    const rows: string[][] = []
    let worst = 0
    for (const [what, name] of Object.entries({
      'over the province': 'whole',
      'over a district of 100': 'district',
      'over one commune': 'commune',
    })) {
      const cookie = cookieOf(await app.request(`http://localhost/in/${name}`))
      const took = async (path: string): Promise<number> => {
        const begun = performance.now()
        const reply = await app.request(`http://localhost${path}`, { headers: { Cookie: cookie } })
        if ((await reply.text()) === '') throw new Error(`${path} knows nobody`)
        return performance.now() - begun
      }
      const [without, beside]: [number[], number[]] = [[], []]
      for (let round = setting.quick ? -20 : -200; round < (setting.quick ? 50 : 2_000); round += 1) {
        const [known, allowed] = [await took('/known'), await took('/allowed')]
        if (round < 0) continue
        without.push(known)
        beside.push(allowed)
      }
      const added = median(beside) - median(without)
      worst = Math.max(worst, added)
      rows.push([what, shown(median(without)), shown(median(beside)), shown(added)])
    }
    const asking = {
      title: `Asking who may do this, on ${engine}`,
      base: `In one process, ${1 + districts + districts * communes} agencies, ${accounts} people; medians, both in turn. At most: ${against(worst, '≤ 0.2 ms', worst <= 0.2)}.`,
      columns: ['an analyst', 'who it is, ms', 'and what they may where, ms', 'added, ms'],
      rows,
    }
    return [asking, await listed(setting, engine, folder, address)]
  } finally {
    await database.db.destroy()
  }
}

/** The list of people, looked through and turned over by an administrator. */
async function listed(setting: Setting, engine: Database['engine']['name'], folder: string, address: string | undefined): Promise<Table> {
  const product = await startProduct(folder, address, {})
  try {
    const headers = { Cookie: cookieOf(await sendForm(product, '/admin/sign-in', { username: administrator, password })) }
    const rows: string[][] = []
    let worst = 0
    for (const [what, query] of Object.entries({
      'the first fifty': '',
      'the last, by when they were here': '?sort=latest&page=40',
      'found by a word': '?q=user19',
      'found by role and agency': '?role=analyst&agency=P',
    })) {
      const times: number[] = []
      for (let round = setting.quick ? -2 : -10; round < (setting.quick ? 5 : 100); round += 1) {
        const begun = performance.now()
        const reply = await fetch(`${product.url}/admin/accounts${query}`, { headers })
        const text = await reply.text()
        if (reply.status !== 200 || !text.includes('/admin/accounts/')) throw new Error(`the list of people: ${reply.status}`)
        if (round >= 0) times.push(performance.now() - begun)
      }
      worst = Math.max(worst, median(times))
      rows.push([what, shown(median(times))])
    }
    return {
      title: `The list of ${accounts} people, on ${engine}`,
      base: `Whole pages over HTTP; medians. At most: ${against(worst, '≤ 100 ms', worst <= 100)}.`,
      columns: ['people', 'ms'],
      rows,
    }
  } finally {
    await stopProduct(product)
  }
}

async function answered(deps: { readonly database: Database; readonly accounts: Accounts }, c: Context): Promise<string> {
  const person = await personOf(deps, c)
  if (!person || !may(person, 'results.read')) return ''
  const area = await areaOf(deps.database, person, 'results.read')
  return `${person.name} ${area === 'everywhere' ? area : area.size}`
}

/** A province, its districts and their communes; people of every role, each over some of them. */
async function filled(database: Database): Promise<void> {
  const below = Array.from({ length: districts }, (_, at) => ({ ...agency(`D${at}`), parent: 'P' }))
  const lowest = below.flatMap(({ code }) => Array.from({ length: communes }, (_, at) => ({ ...agency(`${code}.${at}`), parent: code })))
  await saveAgencies(database, [agency('P'), ...below, ...lowest])
  const hash = await hashPassword(password)
  await whole(database, async (within) => {
    const made = async (name: string, grants: readonly Grant[]): Promise<void> => {
      const user = newUser(name, '')
      await insertUser(within, user, hash, 0)
      for (const grant of grants) await saveGrant(within, user.id, grant)
    }
    for (const [name, over] of Object.entries({ whole: '', district: 'D7', commune: 'D7.7' }))
      await made(name, [{ role: 'analyst', agency: over, endsOn: '' }])
    await made(administrator, everyOffice)
    for (let at = 4; at < accounts; at += 1) {
      const role = roleNames[at % roleNames.length] ?? 'reader'
      const over = roles[role].over === 'subtree' ? (lowest[(at * 7) % lowest.length]?.code ?? '') : ''
      await made(`user${at}`, [{ role, agency: over, endsOn: '' }])
    }
  })
}

/** Wrong passwords for names of every kind in turn, each from a network of its own. */
async function named(setting: Setting): Promise<Table> {
  const folder = folderFor(setting, 'names')
  const rounds = setting.quick ? 20 : 300
  const product = await startProduct(folder, undefined, { TRUST_PROXY: '1' })
  const database = openDatabase(join(folder, 'sipas.sqlite'))
  try {
    const hash = await hashPassword(password)
    await whole(database, async (within) => {
      for (let at = -10; at < rounds; at += 1) {
        const made = async (kind: Kind, opens: string | undefined): Promise<string> => {
          const user = newUser(`${kind}${at + 10}`, '')
          await insertUser(within, user, opens, 0)
          return user.id
        }
        await made('known', hash)
        await made('program', undefined)
        await markDisabled(within, await made('closed', hash), since)
        await insertFactor(within, { user_id: await made('factor', hash), secret: 'x', last_step: 0, since }, ['x'])
      }
    })
    const times: Readonly<Record<Kind, number[]>> = { known: [], unknown: [], program: [], closed: [], factor: [] }
    let network = 0
    for (let at = -10; at < rounds; at += 1)
      for (const kind of kinds) {
        network += 1
        const from = { 'X-Forwarded-For': `10.${network >> 8}.${network & 255}.1` }
        const begun = performance.now()
        const reply = await sendForm(product, '/admin/sign-in', { username: `${kind}${at + 10}`, password: 'sai mất rồi nhé' }, from)
        await reply.text()
        if (reply.status !== 401) throw new Error(`${kind}: ${reply.status}`)
        if (at >= 0) times[kind].push(performance.now() - begun)
      }
    const ratio = (kind: Kind): number => median(times[kind]) / median(times.known)
    const apart = Math.max(...kinds.map((kind) => Math.abs(1 - ratio(kind))))
    return {
      title: 'Whether the door tells names by its time',
      base: `Wrong passwords over HTTP, ${rounds} of each kind in turn; medians. Furthest apart: ${against(100 * apart, '≤ 5 %', apart <= 0.05)}.`,
      columns: ['the name is', 'ms', 'of a known one'],
      rows: kinds.map((kind) => [whose[kind], shown(median(times[kind])), ratio(kind).toFixed(3)]),
    }
  } finally {
    await database.db.destroy()
    await stopProduct(product)
  }
}

/** Whose name is typed at the door. */
const whose = {
  known: 'of somebody',
  unknown: 'of nobody',
  program: 'of a program',
  closed: 'of a closed account',
  factor: 'of somebody with a second factor',
} as const
type Kind = keyof typeof whose
const kinds = ['known', 'unknown', 'program', 'closed', 'factor'] as const satisfies readonly Kind[]
const since = '2026-01-01T00:00:00Z'
