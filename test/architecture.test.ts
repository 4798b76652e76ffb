import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Permission, roles } from '../surveys/people/roles'

const root = join(import.meta.dirname, '..')
const rooms = ['surveys', 'server', 'client', 'test']

type Source = { readonly path: string; readonly text: string; readonly imports: readonly Import[] }
type Import = { readonly from: string; readonly typeOnly: boolean }

const sources = rooms.flatMap((room) => filesIn(join(root, room))).map(read)
const inRoom = (prefix: string): readonly Source[] => sources.filter(({ path }) => path.startsWith(prefix))

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesIn(path)
    return /\.tsx?$/.test(entry.name) ? [path] : []
  })
}

function read(file: string): Source {
  const text = readFileSync(file, 'utf8')
  const path = relative(root, file)
  const statements = [...text.matchAll(/^(?:import|export)\s+(type\s+)?([^'"`;]*?)from\s+['"]([^'"]+)['"]/gm)]
  const bare = [...text.matchAll(/^import\s+['"]([^'"]+)['"]/gm)].map(([, from = '']) => ({ from: resolved(path, from), typeOnly: false }))
  const lazy = [...text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)].map(([, from = '']) => ({
    from: resolved(path, from),
    typeOnly: false,
  }))
  const named = statements.map(([, type, names = '', from = '']) => ({
    from: resolved(path, from),
    typeOnly:
      type !== undefined ||
      (/^\{[^}]*\}\s*$/.test(names) &&
        names
          .replace(/[{}\s]/g, '')
          .split(',')
          .filter(Boolean).length > 0 &&
        names
          .replace(/[{}]/g, '')
          .split(',')
          .filter((name) => name.trim() !== '')
          .every((name) => name.trim().startsWith('type '))),
  }))
  return { path, text, imports: [...named, ...bare, ...lazy] }
}

function resolved(path: string, from: string): string {
  return from.startsWith('.') ? normalize(join(dirname(path), from)) : from
}

/** Every import of a room that the rule does not allow, with where it belongs. */
const strangers = (prefix: string, allowed: (imported: Import, source: Source) => boolean): readonly string[] =>
  inRoom(prefix).flatMap((source) =>
    source.imports.filter((imported) => !allowed(imported, source)).map(({ from }) => `${source.path} imports ${from}`),
  )

/** What an entry loads at run time, all the way down. */
function reachableFrom(entry: string): ReadonlySet<string> {
  const seen = new Set<string>()
  const visit = (path: string): void => {
    const source = sources.find((one) => one.path === path || one.path === `${path}.ts` || one.path === `${path}.tsx`)
    if (!source || seen.has(source.path)) return
    seen.add(source.path)
    for (const { from, typeOnly } of source.imports) {
      if (typeOnly) continue
      if (/^(surveys|client|server)\//.test(from)) visit(from)
      else seen.add(from)
    }
  }
  visit(entry)
  return seen
}

describe('the house', () => {
  it('keeps the domain pure: surveys/ imports only itself, and zod in instrument/schema.ts', () => {
    expect(
      strangers(
        'surveys/',
        ({ from }, { path }) => from.startsWith('surveys/') || (from === 'zod' && path === 'surveys/instrument/schema.ts'),
      ),
    ).toEqual([])
  })

  it('lets the domain read no file, no clock and no chance', () => {
    expect(
      inRoom('surveys/')
        .filter(({ text }) => /Date\.now|new Date\(\)|Math\.random|process\.|globalThis/.test(text))
        .map(({ path }) => path),
    ).toEqual([])
  })

  it('keeps databases in server/db, and which engine it is in dialect.ts', () => {
    const engines = ['better-sqlite3', 'pg']
    expect(strangers('server/', ({ from }, { path }) => path === 'server/db/dialect.ts' || !engines.includes(from))).toEqual([])
    expect(
      strangers(
        'server/db/',
        ({ from }, { path }) => /^(kysely$|surveys\/|server\/db\/|node:)/.test(from) || path === 'server/db/dialect.ts',
      ),
    ).toEqual([])
    const naming = inRoom('server/').filter(
      ({ path, text }) => path !== 'server/db/dialect.ts' && /engine\.name|'SQLite'|'PostgreSQL'/.test(text),
    )
    expect(naming.map(({ path }) => path)).toEqual([])
  })

  it('keeps the routes of the API apart from one another', () => {
    expect(strangers('server/api/', ({ from }) => !from.startsWith('server/api/'))).toEqual([])
  })

  it('lets a response enter only through server/recording', () => {
    const writing = inRoom('server/').filter(({ text }) =>
      /insertInto\('(responses|tallies)'\)|updateTable\('(responses|tallies)'\)/.test(text),
    )
    expect(writing.map(({ path }) => path).filter((path) => !path.startsWith('server/recording/'))).toEqual([])
  })

  it('lets only acts, and what nobody decides, write what is stored', () => {
    // Letters and messages and how they fare, notes beside acts, sessions and guesses, the progress of an export and of counting, made-up data, a backup put back, counting anew: no person's decision about an object.
    const free =
      /^server\/(acts|db|log|mail|recording|demo|access|safekeeping|schedules|webhooks)\/|^server\/(files\/export-queue|intervals)\.ts$/
    // Takes back the token that it made for the sample province.
    const demo = 'server/cli/demo.ts'
    const strange = inRoom('server/').filter(({ path }) => !free.test(path) && path !== demo)
    const writing = writingFunctions()
    expect([...writing]).toEqual(expect.arrayContaining(['createCampaign', 'makeTouchpointsEach', 'removeDesign', 'writeEvent']))
    expect(
      strange.flatMap(({ path, text }) =>
        namesFrom(text, /\/db\//)
          .filter((name) => writing.has(name))
          .map((name) => `${path}: ${name}`),
      ),
    ).toEqual([])
    expect(strange.filter(({ text }) => writes.test(text)).map(({ path }) => path)).toEqual([])
  })

  it('lets acts be done only through the wrapper that knows permission, transaction and event', () => {
    const around = inRoom('server/').filter(
      ({ path, text, imports }) =>
        path !== 'server/acts/act.ts' && imports.some(({ from }) => from.startsWith('server/acts/')) && /\b\w+\.run\(/.test(codeOf(text)),
    )
    expect(around.map(({ path }) => path)).toEqual([])
    expect(
      inRoom('server/').filter(
        ({ path, text }) =>
          !['server/acts/act.ts', 'server/log/note.ts'].includes(path) && namesFrom(text, /\/db\/events$/).includes('writeEvent'),
      ),
    ).toEqual([])
  })

  it('shows what is about agencies by server/access/seen.ts, which knows whose they are', () => {
    const unseen = /^(findCampaign|listCampaigns|findTouchpoint|listTouchpoints|listAgencies|searchAgencies|findKiosk|listKiosks)$/
    const rooms = [...inRoom('server/office/'), ...inRoom('server/api/')]
    const found = rooms.flatMap(({ path, text }) =>
      namesFrom(text, /\/db\//)
        .filter((name) => unseen.test(name))
        .map((name) => `${path}: ${name}`),
    )
    // Asked for by who holds these over the province alone.
    const everywhere = {
      'accounts.read': ['server/office/account/groups.tsx: listAgencies', 'server/office/account/roles.tsx: listAgencies'],
      'accounts.change': ['server/office/account/invite.tsx: listAgencies'],
      'agencies.change': ['server/office/agencies/import.tsx: listAgencies'],
      'responses.erase': ['server/office/receipts.tsx: findCampaign', 'server/office/receipts.tsx: listCampaigns'],
      'responses.export': ['server/office/exports.tsx: findCampaign', 'server/office/exports.tsx: listCampaigns'],
    } as const satisfies Partial<Record<Permission, readonly string[]>>
    const held = Object.values(roles).filter(({ over, may }) => over !== 'province' && may.some((one) => Object.hasOwn(everywhere, one)))
    expect(held).toEqual([])
    const others = [
      // A device is known by its key, and is told of itself alone.
      'server/api/kiosks.ts: findKiosk',
      // A code that is suggested must be free in the whole province.
      'server/office/campaigns/copy.tsx: listCampaigns',
      'server/office/campaigns/form.tsx: listCampaigns',
      // Of a campaign that is run whole.
      'server/office/campaigns/state.tsx: listTouchpoints',
      // The first steps, for who may change agencies and campaigns.
      'server/office/home.tsx: listCampaigns',
      // The name of the kiosk that an act has just been done to.
      'server/office/kiosks/code.tsx: findKiosk',
      // Narrowed to what the record shows.
      'server/office/results/view.ts: listTouchpoints',
    ]
    expect(found.sort()).toEqual([...Object.values(everywhere).flat(), ...others].sort())
  })

  it('lets only pages render the client; its words serve everywhere', () => {
    const rendering = /^server\/(citizen|office|public)\//
    expect(
      strangers('server/', ({ from }, { path }) => !from.startsWith('client/') || from.startsWith('client/text/') || rendering.test(path)),
    ).toEqual([])
  })

  it('gives the client preact and the domain, and nothing of the server; one module draws charts, one seals, one asks for passkeys', () => {
    const allowed = ({ from }: Import, { path }: Source): boolean =>
      /^(preact($|\/)|surveys\/|client\/)/.test(from) ||
      (from === 'chart.js' && path === 'client/office/charts.ts') ||
      (from === '@simplewebauthn/browser' && path === 'client/office/passkeys.ts') ||
      (from === 'hpke' && path === 'client/outbox/device.ts')
    expect(strangers('client/', allowed)).toEqual([])
  })

  it('writes numbers in one place', () => {
    // A count in a file that is not to wait for another; a number that a citizen typed, in any language of a questionnaire.
    const others = ['client/office/main.ts', 'client/survey/personal.ts']
    const writing = [...inRoom('client/'), ...inRoom('server/'), ...inRoom('surveys/')].filter(({ text }) =>
      /Intl\.NumberFormat|toLocaleString/.test(text),
    )
    expect(writing.map(({ path }) => path).sort()).toEqual([...others, 'client/text/numbers.ts'])
  })

  it('rounds figures in one place', () => {
    const rounding = [...inRoom('client/'), ...inRoom('server/'), ...inRoom('surveys/')].filter(({ text }) =>
      /\.toFixed\(|\.toPrecision\(|Math\.round\([^\n]*\* ?(100|10_000)\)/.test(text),
    )
    // The bound of a weighted sum, which is not shown; and how full a disk or a device is.
    const others = ['client/kiosk/staff.tsx', 'server/safekeeping/doctor.ts', 'surveys/figures/linear.ts']
    expect(rounding.map(({ path }) => path).sort()).toEqual([...others, 'surveys/figures/rounding.ts', 'surveys/instrument/decimal.ts'])
  })

  it("loads neither zod nor charts on a citizen's phone or a kiosk", () => {
    const loaded = [...reachableFrom('client/citizen')]
    expect(loaded.length).toBeGreaterThan(10)
    expect(loaded.filter((path) => /^(zod|chart\.js)|surveys\/instrument\/(schema|definition|rules)/.test(path))).toEqual([])
  })

  it('lets only the designer read definitions in the browser, through surveys/instrument/schema', () => {
    expect([...reachableFrom('client/designer/main')]).toEqual(expect.arrayContaining(['surveys/instrument/schema.ts', 'zod']))
    expect(
      [...reachableFrom('client/office/main'), ...reachableFrom('client/designer/preview/main')].filter((path) => path === 'zod'),
    ).toEqual([])
  })

  it('has no rooms without a name of their own', () => {
    const folders = new Set(sources.flatMap(({ path }) => dirname(path).split('/')))
    expect(['shared', 'utils', 'util', 'lib', 'types', 'helpers', 'common', 'misc'].filter((name) => folders.has(name))).toEqual([])
    expect(sources.filter(({ path }) => /\/index\.tsx?$/.test(path)).map(({ path }) => path)).toEqual([])
  })

  it('has one meaning for a name: what two places export is one thing to both', () => {
    const places = new Map<string, Set<string>>()
    const named = /^export (?:async )?(?:const|function\*?|type|class) (\w+)/gm
    for (const { path, text } of sources.filter(({ path: one }) => !/^(test|client\/text\/[a-z-]+)\//.test(one)))
      for (const [, name = ''] of text.matchAll(named)) places.set(name, (places.get(name) ?? new Set()).add(path))
    const isActAndQuery = ([act = '', query = '', ...others]: readonly string[]): boolean =>
      others.length === 0 && act.startsWith('server/acts/') && query.startsWith('server/db/')
    const shared = [...places].filter(([, paths]) => paths.size > 1 && !isActAndQuery([...paths].sort()))
    expect(shared.length).toBeGreaterThan(0)
    expect(shared.map(([name]) => name).sort()).toEqual(sameInSeveral)
  })

  it('has no circle of imports, types included', () => {
    expect(circles(sources.filter(({ path }) => !path.startsWith('test/')))).toEqual([])
  })

  it('has no circle of rooms: each imports only what lies beneath it', () => {
    expect(circles(roomsOf(sources.filter(({ path }) => !path.startsWith('test/'))))).toEqual([])
  })

  it('asserts nothing away: no any, no "as" but "as const", no "!", no default exports', () => {
    const own = sources.filter(({ path }) => !path.startsWith('test/'))
    const doubtful = own.filter(({ text }) =>
      /: any\b|<any>|\bas (?!const\b)[A-Z{(]|@ts-(ignore|expect-error|nocheck)|^export default/m.test(codeOf(text)),
    )
    expect(doubtful.map(({ path }) => path)).toEqual([])
  })

  it('stands alone', () => {
    const foreign = sources.filter(({ path, text }) => path !== 'test/architecture.test.ts' && /\.\.\/shared|\.library|\/work\//.test(text))
    expect(foreign.map(({ path }) => path)).toEqual([])
  })
})

/** One meaning in several rooms that cannot or need not share the code. */
const sameInSeveral = [
  // Warnings accepted with a reason: as stored, and as the browser sends them.
  'Accepted',
  // A part of a form: of the office without a script, of the designer, of a question.
  'ChoiceField',
  'Field',
  // A way on from a notice: to citizens, and in the office.
  'Link',
  // Done in the name of who asks: a session's, or the command line's.
  'acting',
  // What a block is called: in a file, on a page.
  'blockName',
  // A resource: its routes, and its commands.
  'campaigns',
  'kiosks',
  'migrate',
  'responses',
  'serve',
  // What happens, and the route that it happens on.
  'signIn',
].sort()

const writes = /\b(insertInto|updateTable|deleteFrom)\(/

/** Functions of server/db that write, themselves or through another one. */
function writingFunctions(): ReadonlySet<string> {
  const blocks = inRoom('server/db/')
    .filter(({ path }) => !path.includes('/migrations/'))
    .flatMap(({ text }) => text.split(/^(?=(?:export )?(?:async )?(?:function|const) \w)/m))
    .map((block) => ({ name: /^(?:export )?(?:async )?(?:function|const) (\w+)/.exec(block)?.[1] ?? '', block }))
  const found = new Set(blocks.filter(({ block }) => writes.test(block)).map(({ name }) => name))
  for (let before = -1; before < found.size;) {
    before = found.size
    for (const { name, block } of blocks) if ([...found].some((one) => new RegExp(`\\b${one}\\(`).test(block))) found.add(name)
  }
  return found
}

/** The names that a source takes from places like that, as they are called there. */
const namesFrom = (text: string, place: RegExp): readonly string[] =>
  [...text.matchAll(/^import \{([^}]*)\} from '([^']+)'/gm)]
    .filter(([, , from = '']) => place.test(from))
    .flatMap(([, names = '']) => names.split(','))
    .map((name) => name.trim().split(' as ')[0] ?? '')
    .filter((name) => name !== '' && !name.startsWith('type '))

/** Groups of places that import one another, directly or around corners (Tarjan 1972). */
function circles(places: readonly { readonly path: string; readonly imports: readonly { readonly from: string }[] }[]): readonly string[] {
  const byPath = new Map(places.flatMap((place) => [place.path, place.path.replace(/\.tsx?$/, '')].map((name) => [name, place] as const)))
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const open: string[] = []
  const found: string[] = []
  const visit = (path: string): number => {
    order.set(path, order.size)
    lowest.set(path, order.size - 1)
    open.push(path)
    for (const { from } of byPath.get(path)?.imports ?? []) {
      const next = byPath.get(from)?.path
      if (next === undefined || next === path) continue
      const reached = !order.has(next) ? visit(next) : open.includes(next) ? (order.get(next) ?? 0) : Infinity
      lowest.set(path, Math.min(lowest.get(path) ?? 0, reached))
    }
    if (lowest.get(path) === order.get(path)) {
      const circle = open.splice(open.indexOf(path))
      if (circle.length > 1) found.push(circle.sort().join(' ↔ '))
    }
    return lowest.get(path) ?? 0
  }
  for (const { path } of places) if (!order.has(path)) visit(path)
  return found
}

/** Folders of the second level with what their files import of other folders; a file that lies loose is a room of its own. */
function roomsOf(files: readonly Source[]): readonly { readonly path: string; readonly imports: readonly { readonly from: string }[] }[] {
  const roomOf = (path: string): string =>
    path
      .replace(/\.tsx?$/, '')
      .split('/')
      .slice(0, 2)
      .join('/')
  const rooms = new Map<string, Set<string>>()
  const known = new Set(files.map(({ path }) => path.replace(/\.tsx?$/, '')))
  for (const { path, imports } of files) {
    const others = rooms.get(roomOf(path)) ?? new Set()
    for (const { from } of imports) if (known.has(from) && roomOf(from) !== roomOf(path)) others.add(roomOf(from))
    rooms.set(roomOf(path), others)
  }
  return [...rooms].map(([path, others]) => ({ path, imports: [...others].map((from) => ({ from })) }))
}

/** A source without its comments, texts and imports. */
const codeOf = (text: string): string =>
  text
    .replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
    .replace(/^import[^'"]*from.*$/gm, '')
    .replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g, "''")
