import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { workspacePages } from '../../server/office/results/tabs'
import { createTouchpoint } from '../../server/db/touchpoints'
import { compared } from './compared'
import { agency, fielded, shippedVersion } from './fielded'
import { isLongRun, oneEngine, oneLanguage, type TestServer } from './harness'
import { officeOf, officeWith, said } from './office'
import { settingsFor } from './provider'
import { published } from './publishing'
import { signIn } from './signed-in'

/** Never on a page or in a file: figures that are none. */
const never = /NaN|undefined|Infinity|\[object/
/** The name of a word where its text should stand (`lostTitle`, `done_export`), or a place that nothing was filled in. */
const key = /\{[a-zA-Z]+\}|\b[a-z]+(?:[A-Z][a-z]+)+\b|\b(?:done|wrong|step|kind|scope|spread)_[a-z-]+/

/** Sorting and filtering give the same page in endless ways; of each page and set of filters one is read. */
describe.each(oneEngine)('every page that a link leads to on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    const provider = settingsFor('https://canbo.songngan.gov.vn')
    server = await compared({ engine, settings: { PUBLIC_URL: 'https://khaosat.songngan.gov.vn', ...provider } })
    await fielded(server.database, {
      code: 'national',
      questionnaire: 'sipas-2026',
      agencies: [agency('A1'), agency('A2')],
      touchpoints: [],
      status: 'draft',
      synthetic: true,
    })
    await createTouchpoint(server.database, {
      code: 'several',
      campaign: 'national',
      kind: 'kiosk',
      label: { vi: 'Sảnh chính' },
      agencies: ['A1', 'A2'],
    })
    await server.database.db
      .insertInto('published_figures')
      .values({ year: 2025, place: 'Toàn tỉnh', node: 'SIPAS', formula: 'share', value: 0.881, source: 'Báo cáo 42' })
      .execute()
    await officeOf(server).send('/admin/new/kiosk', { name: 'Máy sảnh chính', touchpoint: 'several' })
    await officeOf(server).send(`/admin/questionnaires/sipas-service/${shippedVersion['sipas-service']}/next`)
    await officeOf(server).send('/admin/exports', { campaign: 'q4', file: 'results.xlsx' })
    await published(server, 'q3')
  })
  afterAll(() => server.close())

  it.each(oneLanguage)(
    'is there in %s, with every figure and every word',
    async (language) => {
      const start = [
        '/admin',
        '/s/q4-qr',
        '/s/q4-kiosk?kiosk',
        '/s/several?test',
        '/s/q3-qr',
        '/s/none',
        '/api/docs',
        '/r',
        '/r/none',
        '/admin/campaigns/q3/publication',
        '/embed/q3',
      ]
      const { found: read, improper, templates } = await crawled(server, language, start)
      expect(improper).toEqual([])
      expect(templates.size).toBeGreaterThan(30)
      // The same elements whatever the pages say, and a page takes that checker as long as the crawl itself: a quarter of them in the short run.
      expect(await unconforming(new Map([...templates].filter((_, at) => isLongRun || at % 4 === 0)))).toEqual([])
      expect(read.size).toBeGreaterThan(80)
      const shapes = [...read.keys()].map((address) => address.split('?')[0])
      for (const path of [
        ...workspacePages.map(({ path }) => `/admin/campaigns/q4${path}`),
        '/admin/campaigns/q4/report',
        '/admin/campaigns/q4/figures/SIPAS',
        '/admin/exports',
        '/admin/kiosks',
        '/admin/kiosks/guide',
        '/admin/kiosks/hours',
        '/admin/receipts',
        '/admin/settings',
        '/admin/account/provider',
        '/admin/accounts/lan',
        '/admin/questionnaires/sipas-service/history',
        '/admin/designs/sipas-service/review',
        '/admin/designs/sipas-service/instrument',
        '/admin/results/published',
        '/admin/campaigns/q3/publication',
        '/r/q3',
        '/r/q3/agencies/A2',
        '/api/v1/campaigns/q4/exports/results.csv',
      ])
        expect(shapes).toContain(path)
      expect([...read].flatMap(([address, problems]) => problems.map((problem) => `${address}: ${problem}`))).toEqual([])
    },
    900_000,
  )
})

type Crawled = {
  readonly found: ReadonlyMap<string, readonly string[]>
  readonly improper: readonly string[]
  readonly templates: ReadonlyMap<string, string>
}

/** What is wrong on each page, by address, and a page of each template. */
async function crawled(server: TestServer, language: string, start: readonly string[]): Promise<Crawled> {
  const office = officeWith(server, await signIn(server))
  const found = new Map<string, readonly string[]>()
  const improper: string[] = []
  const templates = new Map<string, string>()
  const shapes = new Set<string>()
  const waiting = [...start]
  for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
    const shape = shapeOf(address)
    if (found.has(address) || (shapes.has(shape) && !start.includes(address))) continue
    shapes.add(shape)
    const reply = await office.get(address, language)
    const isPage = reply.headers.get('content-type')?.startsWith('text/html') === true
    // Read to the end, whatever it is: a file that nobody reads keeps its place among those that leave.
    const bytes = Buffer.from(await reply.arrayBuffer())
    const body = reply.headers.get('content-type')?.match(/text|json/) ? bytes.toString() : ''
    found.set(address, [
      ...(reply.status < 400 || start.includes(address) ? [] : [`answered ${reply.status}`]),
      ...problemsOf(body, isPage),
    ])
    if (isPage) improper.push(...amiss(body).map((fault) => `${address}: ${fault}`))
    if (isPage) templates.set(shape.split('?')[0] ?? shape, body)
    if (isPage) waiting.push(...linksOf(body, server.url, address))
  }
  return { found, improper, templates }
}

/** An address without what differs between pages of one kind. */
function shapeOf(address: string): string {
  const { pathname, searchParams } = new URL(address, 'http://x')
  const place = pathname.replace(/\/(figures|touchpoints|agencies|campaigns|accounts|tokens)\/[^/]+/g, '/$1/…').replace(/^\/s\/.*/, '/s/…')
  return `${place}?${[...searchParams.keys()]
    .filter((name) => name !== 'lang')
    .sort()
    .join('&')}`
}

function problemsOf(body: string, isPage: boolean): readonly string[] {
  const text = isPage
    ? `${said(body.replace(/<script[\s\S]*?<\/script>|<(code|kbd|pre)[^>]*>[\s\S]*?<\/\1>/g, ''))}\n${attributesOf(body)}`
    : body
  return [never, ...(isPage ? [key] : [])].flatMap((pattern) => {
    const match = pattern.exec(text)
    return match ? [`"${text.slice(Math.max(0, match.index - 40), match.index + 40).replace(/\s+/g, ' ')}"`] : []
  })
}

/** What an independent checker finds on these pages: landmarks, names, labels, ids, what may stand in what (`.htmlvalidate.json`). */
async function unconforming(templates: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'pages-'))
  try {
    const addresses = [...templates.keys()]
    await Promise.all([...templates.values()].map((html, index) => writeFile(join(folder, `${index}.html`), html)))
    const arguments_ = ['node_modules/html-validate/bin/html-validate.mjs', '--config', '.htmlvalidate.json', '--formatter', 'text', folder]
    const { stdout } = await promisify(execFile)(process.execPath, arguments_).catch((failed: Error & { readonly stdout: string }) => {
      // It ends with 1 where it finds something; saying nothing, it did not run.
      if (failed.stdout === '') throw failed
      return failed
    })
    const lines = stdout.split('\n').filter((line) => line.startsWith(folder))
    return lines.map((line) => line.replace(/^.*?(\d+)\.html/, (_, index: string) => addresses[Number(index)] ?? ''))
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** What that checker does not look for. */
function amiss(html: string): readonly string[] {
  return (html.match(/<[a-z]+\s[^>]*/g) ?? []).filter((tag) => /(?:href|src)="[^"]*\s[^"]*"/.test(tag))
}

/** What a screen reader or a pointer is told beside the text. */
const attributesOf = (html: string): string =>
  [...html.matchAll(/\s(?:aria-label|title|alt|placeholder|content)="([^"]*)"/g)].map(([, value]) => value).join('\n')

const linksOf = (html: string, origin: string, from: string): readonly string[] =>
  [...html.matchAll(/\s(?:href|src)="([^"]+)"/g)]
    .map(([, href = '']) => new URL(href.replaceAll('&amp;', '&'), origin + from))
    .filter((url) => url.origin === origin && !url.pathname.startsWith('/assets/') && !/\/(?:sign-out|docs)\b/.test(url.pathname))
    .map(({ pathname, search }) => pathname + search)
