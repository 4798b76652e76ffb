import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { newUser } from '../../server/access/account'
import { hashPassword } from '../../server/access/credentials'
import { act, atCommandLine } from '../../server/acts/act'
import { disableAccount, enableAccount, removeFactor, resetAccount } from '../../server/acts/accounts'
import { saveDossiers } from '../../server/acts/dossiers'
import { importServices } from '../../server/acts/services'
import { serviceEditTo } from '../../surveys/fielding/services'
import { actTable } from '../../server/acts/table'
import { insertUser, userNamed } from '../../server/db/accounts'
import { listTokens } from '../../server/db/tokens'
import { saveAgencies } from '../../server/db/agencies'
import { createCampaign } from '../../server/db/campaigns'
import type { Database } from '../../server/db/dialect'
import { eventsOf } from '../../server/db/events'
import { deleteGrant, saveGrant } from '../../server/db/grants'
import { insertKiosk } from '../../server/db/kiosks'
import { insertFactor } from '../../server/db/second-factors'
import { saveFactorRule } from '../../server/db/settings'
import { createTouchpoint } from '../../server/db/touchpoints'
import { everyOffice, type Grant, isAtTouchpoints, permissionsOf, roleNames, roles } from '../../surveys/people/roles'
import { type About, routes, type Rule } from './authorisation'
import { agency, post, response, shippedVersion } from './fielded'
import { isLongRun, oneEngine, migratedDatabase, startServer, type TestServer } from './harness'
import { cookieOf, officer, sendForm, signIn } from './signed-in'
import { changedTables, type Rows, rowsOf } from './stored-rows'
import { tokenOf } from './token'

/** Agencies by where they stand to the one that roles are held over, and all of them together. */
const places = { parent: 'P', own: 'O', child: 'C', ended: 'E', sibling: 'S', foreign: 'F', all: 'ALL' } as const
type Place = keyof typeof places
const placeNames = ['parent', 'own', 'child', 'ended', 'sibling', 'foreign', 'all'] as const satisfies readonly Place[]
const single = placeNames.filter((place) => place !== 'all')

const version = shippedVersion['sipas-service']

/** Touchpoints at which somebody of the office enters, by how their codes begin. */
const entered = { i: 'interviewer', p: 'paper' } as const

/** At each place a campaign, a touchpoint of it and a kiosk there; one of each is about all agencies. */
async function build(database: Database): Promise<void> {
  const parents = { P: null, O: 'P', C: 'O', E: 'O', S: 'P', F: null } as const
  await saveAgencies(
    database,
    single.map((place) => {
      const code = places[place]
      return { ...agency(code), parent: parents[code], validTo: place === 'ended' ? '2026-01-01' : null }
    }),
  )
  for (const place of placeNames) {
    const code = places[place]
    const agencies = place === 'all' ? single.map((one) => places[one]) : [code]
    await createCampaign(database, {
      code: `c${code}`,
      title: { vi: `Đợt ${code}` },
      questionnaire: 'sipas-service',
      version,
      kind: 'open',
      status: 'open',
      opensOn: '2026-01-01',
      closesOn: '2099-12-31',
      threshold: 10,
      synthetic: true,
      breakdowns: ['touchpoint'],
      agencies: agencies.map((one) => ({ code: one, population: undefined })),
    })
    for (const [first, kind] of Object.entries(entered))
      await createTouchpoint(database, { code: `${first}${code}`, campaign: `c${code}`, kind, label: { vi: `Điểm ${code}` }, agencies })
    await createTouchpoint(database, { code: `t${code}`, campaign: `c${code}`, kind: 'kiosk', label: { vi: `Sảnh ${code}` }, agencies })
    await insertKiosk(database, { id: `k${code}`, name: `Kiosk ${code}`, touchpoint: `t${code}` })
  }
  for (const place of single) {
    const code = places[place]
    await createTouchpoint(database, { code: `in${code}`, campaign: 'cALL', kind: 'qr', label: { vi: `Quầy ${code}` }, agencies: [code] })
  }
}

const filled = (pattern: string, place: Place): string => {
  const code = places[place]
  return pattern
    .replace(':touchpoint=interviews', `i${code}`)
    .replace(':touchpoint=sheets', `p${code}`)
    .replace(/:\w+=([^/]+)/g, '$1')
    .replace('/campaigns/:code', `/campaigns/c${code}`)
    .replace(':campaign', `c${code}`)
    .replace(/\/touchpoints\/:code|:touchpoint/, (found) => (found === ':touchpoint' ? `t${code}` : `/touchpoints/t${code}`))
    .replace('/agencies/:code', '/agencies/O')
    .replace('/kiosks/:id', `/kiosks/k${code}`)
    .replace('/questionnaires/:id', '/questionnaires/sipas-service')
    .replace(':version', String(version))
    .replace(':username', 'other')
    .replace(':node', 'overall')
    .replace(/:\w+(\{.*\})?/g, 'nothing')
}

type Who = Pick<Grant, 'role' | 'agency' | 'touchpoint'>

/** Every role as it can be held: over the province, and over one agency where that can be; or at one touchpoint. */
const everyRole: readonly Who[] = roleNames.flatMap((role): readonly Who[] => {
  if (isAtTouchpoints(role)) return [{ role, agency: '', touchpoint: role === 'interviewer' ? 'iO' : 'pO' }]
  return [{ role, agency: '' }, ...(roles[role].over === 'subtree' ? [{ role, agency: places.own }] : [])]
})

const below: readonly Place[] = ['own', 'child', 'ended']

type Expected = 401 | 403 | 404 | 'let'

/** What somebody is answered: the whole rule. */
function expected({ needs, about, isFinal }: Rule, who: Who, place: Place, path = ''): Expected {
  if (needs === 'open' || needs === 'person') return 'let'
  if (!permissionsOf([{ ...who, endsOn: '' }]).includes(needs)) return 403
  if (about === 'unknown') return 404
  const may = isFinal ? 403 : 'let'
  if (about === undefined) return may
  if (who.touchpoint !== undefined) return `${filled(path, place)}/`.includes(`/${who.touchpoint}/`) ? may : 404
  if (who.agency === '') return may
  if (about === 'province') return 403
  return below.includes(place) || (place === 'all' && about === 'campaign') ? may : 404
}

const isAboutPlace = (about: About | undefined): boolean => about !== undefined && about !== 'province' && about !== 'unknown'

/** Where each is asked for: a place of others besides for who is over the province, and none but one where nobody looks at it. */
function placesOf(rule: Rule, who: Who): readonly Place[] {
  if (!isAboutPlace(rule.about) || expected(rule, who, 'own') === 403) return ['own']
  return who.agency === '' && who.touchpoint === undefined ? ['own', 'all'] : placeNames
}

const seenAs = (status: number): Expected => (status === 401 || status === 403 || status === 404 ? status : 'let')

const rules = Object.entries(routes).map(([name, rule]) => {
  const [method = '', pattern = ''] = name.split(' ')
  return { name, method, pattern, rule }
})

/** What has a file made, on a thread or in its own time. */
const isFileMade = ({ pattern }: (typeof rules)[number]): boolean => /\/exports|\/file|\.pdf$/.test(pattern)

const isAct = (name: string): boolean => Object.hasOwn(actTable, name)

describe.each(oneEngine)('who may come where, on %s', (engine) => {
  const folder = mkdtempSync(join(tmpdir(), 'sipas-'))
  let server: TestServer
  let address: string
  let cookie: string
  let officerId: string
  const tokens = new Map<string, string>()

  beforeAll(async () => {
    address = await migratedDatabase(engine, folder)
    server = await startServer({ address })
    await build(server.database)
    cookie = await signIn(server)
    officerId = (await userNamed(server.database, officer.username))?.id ?? ''
    await tokenOf(server.database, 'other', [])
    for (const who of everyRole) {
      const name = nameOf(who)
      tokens.set(name, await tokenOf(server.database, name.toLowerCase(), [{ ...who, endsOn: '' }]))
    }
  })
  afterAll(async () => {
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const nameOf = ({ role, agency: over }: Who): string => (over === '' ? role : `${role}-${over}`)
  const bearing = (who: Who) => ({ Authorization: `Bearer ${tokens.get(nameOf(who))}` })

  const ask = async (
    method: string,
    path: string,
    who: Readonly<Record<string, string>>,
    sends: Readonly<Record<string, string>> = {},
    url = server.url,
  ): Promise<Response> => {
    const reply = await fetch(url + path, {
      method,
      redirect: 'manual',
      headers: { Origin: url, ...who },
      ...(method === 'GET' ? {} : { body: new URLSearchParams(sends) }),
    })
    return reply
  }
  const status = async (...asked: Parameters<typeof ask>): Promise<number> => {
    const reply = await ask(...asked)
    // What is told goes on until somebody hangs up.
    await (reply.headers.get('content-type') === 'text/event-stream' ? reply.body?.cancel() : reply.arrayBuffer())
    return reply.status
  }
  const knock = (
    { method, pattern, rule }: (typeof rules)[number],
    place: Place,
    who: Readonly<Record<string, string>>,
  ): Promise<number> => {
    const sends = Object.fromEntries(
      Object.entries(rule.sends ?? {}).map(([name, value]) => [name, /(^|\.):/.test(value) ? filled(value, place) : value]),
    )
    return status(method, filled(pattern, place), who, sends)
  }
  const acts = async (): Promise<number> =>
    (await server.database.db.selectFrom('events').select('act').execute()).filter((event) => isAct(event.act)).length

  it('is written down for every route that the server has', () => {
    const listed = new Set(server.app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`))
    const written = new Set(rules.map(({ name }) => name.replace(/=[^/]+/g, '')))
    expect([...listed].filter((route) => !written.has(route))).toEqual([])
    expect([...written].filter((route) => !listed.has(route))).toEqual([])
  })

  it('is nowhere for nobody but where everybody may, and changes nothing', async () => {
    const before = await acts()
    const wrong: string[] = []
    for (const one of rules.filter(({ rule }) => rule.needs !== 'open'))
      for (const who of one.rule.inPerson ? [{}] : [{}, { Authorization: 'Bearer sipas_wrong' }]) {
        const found = await knock(one, 'own', who)
        if (found !== 401) wrong.push(`${one.name}: ${found}`)
      }
    expect(wrong).toEqual([])
    expect(await acts()).toBe(before)
  })

  it('asks nobody where everybody may', async () => {
    const asked = rules.filter(({ rule, name }) => rule.needs === 'open' && !name.startsWith('POST'))
    const found = await Promise.all(asked.map(async (one) => ({ name: one.name, status: await knock(one, 'own', {}) })))
    expect(found.filter((one) => one.status === 401 || one.status === 403)).toEqual([])
  })

  it('answers every role as the table says, and changes nothing where it refuses', async () => {
    const wrong: string[] = []
    const asking = rules.filter(({ rule }) => rule.needs !== 'open' && !rule.inPerson)
    const cases = asking.flatMap((one) => everyRole.flatMap((who) => placesOf(one.rule, who).map((place) => ({ one, who, place }))))
    const tell = async ({ one, who, place }: (typeof cases)[number]) => {
      const [wanted, found] = [expected(one.rule, who, place, one.pattern), await knock(one, place, bearing(who))]
      if (seenAs(found) !== wanted) wrong.push(`${one.name} at ${place} as ${nameOf(who)}: ${found}, not ${wanted}`)
    }
    const isRefused = ({ one, who, place }: (typeof cases)[number]) => expected(one.rule, who, place, one.pattern) !== 'let'
    // In the short run every other of the roles is let in or shut out at each route, and all are told that nothing is there; a file is made for one.
    const made = new Set<string>()
    const isMadeAgain = (one: (typeof cases)[number]) => isFileMade(one.one) && !isRefused(one) && made.size === made.add(one.one.name).size
    const short = cases.filter(
      (one, at) => (at % 2 === 0 || expected(one.one.rule, one.who, one.place, one.one.pattern) === 404) && !isMadeAgain(one),
    )
    const asked = isLongRun ? cases : short
    const inTurn = async (some: readonly (typeof cases)[number][]) => {
      for (let next = 0; next < some.length; next += 12) await Promise.all(some.slice(next, next + 12).map(tell))
    }
    const before = await acts()
    await inTurn(asked.filter(isRefused))
    expect(wrong).toEqual([])
    expect(await acts()).toBe(before)
    await inTurn(asked.filter((one) => !isRefused(one) && one.one.method === 'GET'))
    expect(wrong).toEqual([])
    const acting = isLongRun ? cases : cases.filter((one) => !isFileMade(one.one) || asked.includes(one))
    for (const one of acting.filter((one) => !isRefused(one) && one.one.method !== 'GET')) await tell(one)
    expect(wrong).toEqual([])
    expect(await acts()).toBeGreaterThan(before)
  })

  it('lets nobody with a token where one has to be signed in', async () => {
    const before = await acts()
    const wrong: string[] = []
    for (const one of rules.filter(({ rule }) => rule.inPerson)) {
      const found = await knock(one, 'own', bearing({ role: 'administrator', agency: '' }))
      if (found !== 403) wrong.push(`${one.name}: ${found}`)
    }
    expect(wrong).toEqual([])
    expect(await acts()).toBe(before)
  })

  const held = async (grants: readonly Grant[]): Promise<void> => {
    await server.database.db.deleteFrom('grants').where('user_id', '=', officerId).execute()
    for (const grant of grants) await saveGrant(server.database, officerId, grant)
  }

  it('answers who is signed in by the roles they hold at that moment', async () => {
    const wrong: string[] = []
    for (const who of everyRole) {
      await held([{ ...who, endsOn: '' }])
      const asked = rules.filter(({ rule, name }) => rule.inPerson && !/sign-out|places/.test(name))
      await Promise.all(
        asked.map(async (one) => {
          const [wanted, found] = [expected(one.rule, who, 'own'), await knock(one, 'own', { Cookie: cookie })]
          if (seenAs(found) !== wanted) wrong.push(`${one.name} as ${nameOf(who)}: ${found}, not ${wanted}`)
        }),
      )
    }
    expect(wrong).toEqual([])
  })

  const manager = { role: 'manager', agency: places.own } as const
  const analyst = { role: 'analyst', agency: places.own } as const
  const outside = ['P', 'S', 'F'] as const

  it('names nothing outside of somebody, whatever the address and the form say', async () => {
    const pages = [
      '/api/v1/campaigns/cALL/results',
      '/api/v1/campaigns/cALL/exports/results.csv',
      '/admin/campaigns/cALL',
      '/admin/campaigns/cALL/fieldwork',
      '/admin/campaigns/cALL/fieldwork?view=agencies',
      '/admin/campaigns/cALL/fieldwork?view=places',
      '/admin/campaigns/cALL/report',
      '/admin/campaigns/cALL/released',
      '/admin/campaigns/cALL/released/report',
      '/admin/campaigns/cALL/setup',
      '/admin/many/touchpoints/print?campaign=cALL&all=found',
      '/admin/touchpoints?campaign=cALL',
      '/admin/kiosks',
      '/admin/new/kiosk',
      '/admin/new/campaign',
      '/admin/new/touchpoint?campaign=cALL',
      '/admin/agencies',
      '/admin/campaigns',
      '/admin',
    ]
    for (const path of pages) {
      const reply = await ask('GET', path, bearing(manager))
      const text = await reply.text()
      // A campaign that the matrix has closed takes no touchpoint any more, and says so.
      expect([path, [200, 409].includes(reply.status)]).toEqual([path, true])
      for (const code of outside)
        expect([path, text.match(new RegExp(`(Xã|Quầy|Sảnh|Kiosk|Đợt) ${code}\\b.{0,40}`))?.[0]]).toEqual([path, undefined])
    }
  })

  it('finds no agency of others under a campaign that is theirs as well', async () => {
    for (const code of outside) {
      for (const path of ['results', 'exports/results.csv'])
        expect(await status('GET', `/api/v1/campaigns/cALL/${path}?agency=${code}`, bearing(analyst))).toBe(404)
      for (const path of ['', '/figures/overall', '/report', '/released', '/released/report'])
        expect([path, code, await status('GET', `/admin/campaigns/cALL${path}?agency=${code}`, bearing(analyst))]).toEqual([
          path,
          code,
          404,
        ])
    }
  })

  it('does to nothing of others what a form names, and says that it is nowhere', async () => {
    const before = await acts()
    for (const code of outside) {
      const touchpoint = { kind: 'qr', label_vi: 'x', spread: 'one', agencies: code, agency: code }
      const asked = [
        await status('POST', `/admin/new/touchpoint?campaign=c${code}`, bearing(manager), touchpoint),
        await status('POST', '/admin/new/kiosk', bearing(manager), { name: 'x', touchpoint: `t${code}` }),
        await status('POST', '/admin/new/kiosk', bearing(manager), { name: 'x', touchpoint: 'tALL' }),
        await status('POST', '/admin/kiosks/kO/change', bearing(manager), { name: 'x', touchpoint: `t${code}` }),
        await status('POST', `/admin/kiosks/k${code}/change`, bearing(manager), { name: 'x', touchpoint: 'tO' }),
      ]
      expect([code, ...asked]).toEqual([code, 404, 404, 404, 404, 404])
      expect(await status('POST', '/admin/new/touchpoint?campaign=cALL', bearing(manager), touchpoint)).not.toBe(303)
    }
    expect(await acts()).toBe(before)
    const made = await server.database.db.selectFrom('touchpoints').select('code').where('label', 'like', '%"x"%').execute()
    expect(made).toEqual([])
  })

  it('is not changed by headers, crooked paths or a body of no kind', async () => {
    const before = await acts()
    const who = bearing(analyst)
    for (const header of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'])
      expect(await status('GET', '/admin/touchpoints/tO/delete', { ...who, [header]: 'POST' })).toBe(403)
    expect(
      await status('GET', '/admin/agencies', { ...who, 'X-Original-URL': '/admin/settings', 'X-Rewrite-URL': '/admin/settings' }),
    ).toBe(200)
    const crooked = [
      '/admin/agencies/%2e%2e/settings',
      '/admin//settings',
      '//admin/settings',
      '/admin/agencies/..%2fsettings',
      '/admin/settings/',
      '/admin/%73ettings',
      '/admin/settings;x',
      '/ADMIN/settings',
      '/admin/campaigns/cO/../cS',
      '/admin/campaigns/%2e%2e/campaigns/cS',
      '/api/v1/campaigns/cO%2f..%2fcS/results',
      '/api/v1/campaigns/cS%20/results',
    ]
    const answers = crooked.map(async (path) => {
      const reply = await ask('GET', path, who)
      await reply.arrayBuffer()
      return `${reply.status} ${reply.headers.get('location') ?? ''} for ${path}`
    })
    // What is another spelling of an address leads to that address, which is asked again.
    expect((await Promise.all(answers)).filter((one) => !/^(40[34] |302 \/admin\/settings) for/.test(one))).toEqual([])
    for (const path of ['/admin/touchpoints/tO/delete', '/admin/kiosks/kO/revoke', '/admin/campaigns/cO/setup/close', '/admin/settings']) {
      for (const headers of [who, {}]) {
        const reply = await fetch(server.url + path, { method: 'POST', redirect: 'manual', headers, body: new Uint8Array([1]) })
        await reply.arrayBuffer()
        expect([path, [401, 403].includes(reply.status)]).toEqual([path, true])
      }
    }
    expect(await acts()).toBe(before)
  })

  /** Who may do everything, signed in. */
  const officerAt = async (): Promise<Readonly<Record<string, string>>> => {
    await held(everyOffice)
    return { Cookie: cookie }
  }
  /** What stands when nobody does anything, but for who was let in when and what was refused. */
  const standing = async () => {
    // Files that the matrix asked for are made in their own time.
    const making = () => server.database.db.selectFrom('exports').select('id').where('state', 'in', ['waiting', 'running']).execute()
    await vi.waitFor(async () => expect(await making()).toEqual([]), { timeout: 120_000, interval: 100 })
    return changedTables.bind(undefined, await rowsOf(server.database))
  }
  const moved = async (since: (after: Rows) => readonly string[]): Promise<readonly string[]> =>
    since(await rowsOf(server.database)).filter(
      (table) => !['events', 'event_turn', 'refusal_counts', 'sessions', 'guesses', 'writers'].includes(table),
    )

  it('takes no id of one thing for the id of another', async () => {
    const who = await officerAt()
    const [before, since] = [await acts(), await standing()]
    const strangers = ['cO', 'kO', 'sipas-service', '00000000-0000-4000-8000-000000000000']
    const wrong: string[] = []
    // The frame of a design's preview is empty until the designer fills it; a design is called as its questionnaire. Statements are the rated side's.
    const named = rules.filter(
      ({ rule, name }) =>
        rule.needs !== 'open' &&
        rule.needs !== 'statements.write' &&
        rule.needs !== 'assessments.enter' &&
        name !== 'GET /admin/designs/:id/preview',
    )
    const strangersOf = ({ pattern }: (typeof rules)[number]) =>
      pattern.includes('/designs/') ? strangers.filter((id) => id !== 'sipas-service') : strangers
    for (const one of named) {
      const own = filled(one.pattern, 'own')
      const [parts, asked] = [one.pattern.split('/'), own.split('/')]
      for (const [at, part] of parts.entries())
        for (const id of part.startsWith(':') && !part.includes('=') ? strangersOf(one).filter((other) => other !== asked[at]) : []) {
          const path = asked.with(at, id).join('/')
          const found = await status(one.method, path, who)
          // Of one's own what is not there, or somebody else's, is as it was to be, and leads home.
          if (found !== 404 && !(found === 303 && path.startsWith('/admin/account/'))) wrong.push(`${one.method} ${path}: ${found}`)
        }
    }
    expect(wrong).toEqual([])
    expect([await acts(), await moved(since)]).toEqual([before, []])
  })

  it('finds nothing that belongs to something else than the address says', async () => {
    const who = await officerAt()
    const at = (method: string, path: string, sends = {}) => status(method, path, who, sends)
    const second = newUser('second', '')
    await insertUser(server.database, second, await hashPassword(officer.password), 0)
    await saveGrant(server.database, second.id, { role: 'analyst', agency: '', endsOn: '' })
    await tokenOf(server.database, 'second')
    const token = (await listTokens(server.database)).find(({ username }) => username === 'second')?.id ?? ''
    const kept = await post(server.url, response(undefined, { campaign: 'cS', touchpoint: 'tS', agency: 'S' }))
    const { id }: { readonly id: string } = await kept.json()
    expect(await at('POST', '/admin/new/design', { origin: 'blank', id: 'fresh', title: 'Phiếu' })).toBe(303)
    expect(await at('POST', '/admin/designs/fresh/discard', { revision: '1' })).toBe(303)
    const [discarded] = await eventsOf(server.database, 'questionnaires', 'fresh')
    const session = (await server.database.db.selectFrom('sessions').select('id').where('user_id', '=', officerId).executeTakeFirst())?.id
    const other = { Cookie: cookieOf(await sendForm(server, '/admin/sign-in', { username: 'second', password: officer.password })) }
    // What a file did to one list is undone in that list alone.
    const doing = { database: server.database, now: Date.now }
    const land = { code: 'land', name: { vi: 'Đất' }, field: null, procedure: '', validFrom: null, validTo: null, agencies: [] }
    const cell = { agency: 'S', service: '', month: '2026-01', handled: '7', on_time: '' }
    const batches = [
      await act(doing, atCommandLine(), saveDossiers, { entries: [cell], source: 'file' }),
      await act(doing, atCommandLine(), importServices, [serviceEditTo(undefined, land)]),
    ].map((came) => (came.kind === 'done' ? (came.value?.batch ?? '') : ''))
    const [before, since] = [await acts(), await standing()]
    const asked = [
      ['GET', `/admin/accounts/other/tokens/${token}/revoke`],
      ['POST', `/admin/accounts/other/tokens/${token}/revoke`],
      ['GET', '/admin/accounts/other/roles/take?role=analyst&agency='],
      ['POST', '/admin/accounts/other/roles/take?role=analyst&agency='],
      ['POST', '/admin/accounts/second/roles/take?role=analyst&agency=O'],
      ['GET', `/admin/receipts/cO/${id}/erase`],
      ['POST', `/admin/receipts/cO/${id}/erase`],
      ['POST', `/admin/questionnaires/sipas-service/history/${discarded?.seq}/restore`],
      ['GET', '/admin/questionnaires/sipas-2026/999/definition.json'],
      ['POST', '/admin/questionnaires/sipas-2026/999/choose'],
      ['GET', '/admin/campaigns/cO/figures/I.A'],
      ['GET', '/admin/campaigns/cO?agency=S'],
      ['GET', '/api/v1/campaigns/cO/results?agency=S'],
      ['GET', '/api/v1/campaigns/cO/exports/responses.csv?agency=S'],
    ] as const
    const found = await Promise.all(asked.map(async ([method, path]) => `${await at(method, path)} ${method} ${path}`))
    expect(found).toEqual(asked.map(([method, path]) => `404 ${method} ${path}`))
    for (const [at, list] of ['services', 'dossiers'].entries())
      expect(await status('POST', `/admin/${list}/undo`, who, { batch: batches[at] ?? '' })).toBe(404)
    // What a campaign does not measure is no place of it; a session of somebody else is not there to be ended.
    expect(await at('POST', '/admin/new/touchpoint?campaign=cS', { kind: 'qr', spread: 'one', agencies: 'O' })).toBe(422)
    expect(await status('POST', `/admin/account/places/${session}/end`, other)).toBe(303)
    expect(await at('GET', '/admin/account')).toBe(200)
    expect([await acts(), await moved(since)]).toEqual([before, []])
  })

  it('does nothing for a page of another site, whatever kind of body it says to send', async () => {
    const who = await officerAt()
    const since = await standing()
    const [before, whole] = [await acts(), await server.database.db.selectFrom('events').select('seq').execute()]
    const origins: readonly Readonly<Record<string, string>>[] = [
      { Origin: 'https://elsewhere.example' },
      { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' },
      { Origin: `${server.url}.elsewhere.example`, 'Sec-Fetch-Site': 'same-site' },
      {},
    ]
    const kinds = ['application/x-www-form-urlencoded', 'text/plain', 'application/json', '']
    const wrong: string[] = []
    const changing = rules.filter(({ pattern, method }) => method !== 'GET' && pattern.startsWith('/admin'))
    for (const one of changing)
      for (const [at, origin] of origins.entries()) {
        const kind = kinds[at] ?? ''
        const reply = await fetch(server.url + filled(one.pattern, 'own'), {
          method: one.method,
          redirect: 'manual',
          headers: { ...who, ...origin, ...(kind === '' ? {} : { 'Content-Type': kind }) },
          body: new TextEncoder().encode(kind === 'application/json' ? '{"revision":1}' : 'name=x&code=x'),
        })
        await reply.arrayBuffer()
        if (reply.status !== 403) wrong.push(`${one.name} from ${JSON.stringify(origin)}: ${reply.status}`)
      }
    expect(wrong).toEqual([])
    expect([await acts(), await moved(since)]).toEqual([before, []])
    // Nor is it told as an attempt of theirs.
    expect(await server.database.db.selectFrom('events').select('seq').execute()).toEqual(whole)
  })

  it('reads no form of a body that does not say what it is, of somebody who may, and does nothing', async () => {
    const who = await officerAt()
    const token = bearing({ role: 'administrator', agency: '' })
    const kinds: readonly Readonly<Record<string, string>>[] = [
      {},
      { 'Content-Type': 'text/plain' },
      { 'Content-Type': 'application/json' },
    ]
    const fresh = { code: 'N9', name: 'Xã N9', block: 'commune' }
    const forms: Readonly<Record<string, Readonly<Record<string, string>>>> = {
      '/admin/new/agency': fresh,
      '/admin/agencies/S': { ...fresh, code: 'S' },
      '/admin/new/touchpoint?campaign=cS': { kind: 'qr', spread: 'one', agencies: 'S' },
      '/admin/new/kiosk': { name: 'x', touchpoint: 'tS' },
      '/admin/kiosks/kS/change': { name: 'x', touchpoint: 'tS' },
      '/admin/kiosks/hours': { days: '1', from: '07:30', to: '17:00' },
      '/admin/new/account': { username: 'x', name: 'x', kind: 'person', role: 'author', agency: '', endsOn: '' },
      '/admin/accounts/other/roles': { role: 'analyst', agency: 'O', endsOn: '' },
      '/admin/accounts/other/address': { address: 'x@example.vn' },
      '/admin/groups': { group: 'x', role: 'analyst', agency: '*' },
      '/admin/settings': { name: 'x', nameEn: '', fourEyes: 'yes' },
      '/admin/results/published': { place: 'X', node: 'overall', formula: 'share', year: '2023', value: '80', source: 'x' },
      '/admin/exports': { campaign: 'cS', file: 'results.csv' },
    }
    const byToken = /agenc|touchpoint|kiosk|settings/
    const [before, since] = [await acts(), await standing()]
    const wrong: string[] = []
    for (const [path, fields] of Object.entries(forms))
      for (const [at, kind] of kinds.entries())
        for (const asker of byToken.test(path) ? [who, token] : [who]) {
          const body = new TextEncoder().encode(new URLSearchParams(fields).toString())
          const headers = { ...asker, Origin: server.url, ...kind }
          const reply = await fetch(server.url + path, { method: 'POST', redirect: 'manual', headers, body })
          await reply.arrayBuffer()
          if (reply.status !== 400) wrong.push(`${path} ${at}: ${reply.status}`)
        }
    expect(wrong).toEqual([])
    // A token notes when it was used.
    const changed = (await moved(since)).filter((table) => table !== 'access_tokens')
    expect([await acts(), changed]).toEqual([before, []])
    // It was the kind alone that was missing.
    for (const asker of [who, token]) expect(await status('POST', '/admin/new/agency', asker, fresh)).toBe(asker === who ? 303 : 422)
  })

  it('is asked by the method that came, and by the address as it is spelled', async () => {
    const who = await officerAt()
    const [before, since] = [await acts(), await standing()]
    const wrong: string[] = []
    const doing = ['/admin/touchpoints/tS/delete', '/admin/kiosks/kS/revoke', '/admin/agencies/S/delete', '/admin/accounts/other/disable']
    for (const path of doing) {
      for (const name of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override', '_method']) {
        const found = await status('GET', `${path}?_method=POST`, { ...who, [name]: 'POST' })
        if (found !== 200) wrong.push(`${name} ${path}: ${found}`)
      }
      for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
        const found = await status(method, path, who, { _method: 'POST' })
        if (found !== 404) wrong.push(`${method} ${path}: ${found}`)
      }
      const spelled = [
        `${path}/`,
        `/${path}`,
        path.replace('/delete', '//delete'),
        `${path};a=b`,
        `${path}%00`,
        `${path}.json`,
        path.toUpperCase(),
      ]
      for (const other of spelled.filter((one) => one !== path)) {
        const found = await status('POST', other, who)
        if (found !== 404) wrong.push(`POST ${other}: ${found}`)
      }
    }
    expect(wrong).toEqual([])
    expect([await acts(), await moved(since)]).toEqual([before, []])
  })

  it('tells the log of who looked where nothing is there for them, once an hour', async () => {
    const attempts = async () =>
      (
        await server.database.db
          .selectFrom('events')
          .select(['person', 'object', 'details'])
          .where('act', '=', 'refusals.attempt')
          .execute()
      )
        .filter(({ person }) => person === nameOf(analyst).toLowerCase())
        .map(({ object, details }) => `${JSON.parse(details).tried} ${object}`)
    await server.database.db.deleteFrom('events').execute()
    await server.database.db.deleteFrom('refusal_counts').execute()
    for (const path of ['/admin/campaigns/cF', '/admin/campaigns/cF', '/api/v1/campaigns/cALL/results?agency=F', '/admin/campaigns/cO'])
      await status('GET', path, bearing(analyst))
    await status('POST', '/admin/campaigns/cF/setup/close', bearing(manager))
    const foreign = { entries: [{ agency: 'F', month: '2026-01', handled: 1 }] }
    const headers = { ...bearing(manager), 'Content-Type': 'application/json' }
    const put = await fetch(`${server.url}/api/v1/dossiers`, { method: 'PUT', headers, body: JSON.stringify(foreign) })
    expect(put.status).toBe(404)
    expect(await attempts()).toEqual(['GET /admin/campaigns/:code cF', 'GET /api/v1/campaigns/:code/results cALL F'])
    const [last, ...others] = (await eventsOf(server.database, 'refusals', 'cF')).filter(({ person }) => person.startsWith('manager'))
    expect([JSON.parse(last?.details ?? '{}').tried, others]).toEqual(['campaigns.close', []])
    // Told once, by the act, through whatever door.
    const byProgram = (await eventsOf(server.database, 'refusals', '')).filter(({ details }) => details.includes('dossiers'))
    expect(byProgram.map(({ details }) => JSON.parse(details).tried)).toEqual(['dossiers.save'])
    await status('GET', '/admin/campaigns/nowhere', await officerAt())
    expect(await eventsOf(server.database, 'refusals', 'nowhere')).toEqual([])
  })

  it('ends at the very next request when a role ends, the account is shut or somebody signs out, in another process too', async () => {
    const other = await startServer({ address })
    try {
      const both = async (path = '/admin/agencies') => [
        await status('GET', path, { Cookie: cookie }),
        await status('GET', path, { Cookie: cookie }, {}, other.url),
      ]
      await held([{ ...analyst, endsOn: '' }])
      expect(await both()).toEqual([200, 200])
      await deleteGrant(server.database, officerId, analyst)
      expect(await both()).toEqual([403, 403])
      await held([{ ...analyst, endsOn: '2026-01-01' }])
      expect(await both()).toEqual([403, 403])
      await held([{ ...analyst, endsOn: '' }])
      expect(await both()).toEqual([200, 200])
      expect(await both('/admin/campaigns/cS')).toEqual([404, 404])
      // From one agency to another.
      expect(await both('/admin/campaigns/cO')).toEqual([200, 200])
      await held([{ ...analyst, agency: places.sibling, endsOn: '' }])
      expect([...(await both('/admin/campaigns/cS')), ...(await both('/admin/campaigns/cO'))]).toEqual([200, 200, 404, 404])
      await held([{ ...analyst, endsOn: '' }])
      expect([...(await both('/admin/campaigns/cS')), ...(await both('/admin/campaigns/cO'))]).toEqual([404, 404, 200, 200])
      // What is below an agency is kept in memory, and moves at once all the same.
      const child = '/admin/campaigns/cC'
      expect(await both(child)).toEqual([200, 200])
      await saveAgencies(other.database, [{ ...agency('C'), parent: 'S' }])
      expect(await both(child)).toEqual([404, 404])
      await saveAgencies(server.database, [{ ...agency('C'), parent: 'O' }])
      expect(await both(child)).toEqual([200, 200])
      const deps = { database: server.database, now: Date.now, config: { mail: undefined, publicUrl: undefined } }
      await act(deps, atCommandLine(), disableAccount, { username: officer.username })
      expect(await both()).toEqual([401, 401])
      await act(deps, atCommandLine(), enableAccount, { username: officer.username })
      expect(await both()).toEqual([401, 401])
      cookie = await signIn(other)
      expect(await both()).toEqual([200, 200])
      expect(await status('POST', '/admin/sign-out', { Cookie: cookie, Origin: other.url }, {}, other.url)).toBe(303)
      expect(await both()).toEqual([401, 401])
      // The office asks for a second factor, and takes away what there was.
      cookie = await signIn(server)
      const factor = { user_id: officerId, secret: 'x', last_step: 0, since: '2026-01-01T00:00:00Z' }
      await insertFactor(server.database, factor, ['x'])
      await saveFactorRule(server.database, 'everybody')
      expect(await both()).toEqual([200, 200])
      await act(deps, atCommandLine(), removeFactor, { username: officer.username })
      expect(await both()).toEqual([401, 401])
      cookie = await signIn(server)
      expect(await both()).toEqual([303, 303])
      await saveFactorRule(server.database, 'nobody')
      expect(await both()).toEqual([200, 200])
      await act(deps, atCommandLine(), resetAccount, { username: officer.username })
      expect(await both()).toEqual([401, 401])
    } finally {
      await other.close()
    }
  })
})
