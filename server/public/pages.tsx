import { type Context, Hono } from 'hono'
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { type Language, languages } from '../../client/text/languages'
import { numbersOf } from '../../client/text/numbers'
import { publicWords } from '../../client/text/public'
import { editionStanding, isKeptOpen, toldEditions } from '../../surveys/figures/publication'
import { localDay } from '../../surveys/instrument/calendar'
import { localised } from '../../surveys/instrument/language'
import type { Config } from '../config'
import { allEditions, type Edition } from '../db/publications'
import { readEmbedOrigins, readProvince } from '../db/settings'
import { frozenNode } from '../reading/publication'
import { publicAddress } from '../public-address'
import { PublicAgency } from './agency'
import { Embedded } from './embed'
import { publicDocument, publicPolicy } from './document'
import { fileTypes, type PublicFile } from './files'
import { homeOf, InPlace, type Listed, PublishedList } from './list'
import { PublicOverview } from './overview'
import { publicBytes, foundOf, type PublicDeps, readFrozen, viewOfEdition, withFiles } from './published'
import { pictureAside } from './picture-thread'
import { agencyPath, descriptionOf, picturePath, pictureTexts, publicLink, type PublicView } from './view'

type Deps = PublicDeps & { readonly config: Pick<Config, 'publicUrl'> }

/** What a campaign has published, for everybody: pages that run nothing, files, and what a link to them shows. */
export function publicPages(deps: Deps) {
  const [kept, drawn] = [keeping(mostPages), keeping(mostPictures)]
  return new Hono()
    .get('/', (c) => listPage(deps, kept, c))
    .get('/:campaign', (c) =>
      shown(deps, kept, c, c.req.param('campaign'), '', async (view, origin) => ({
        type: html,
        content: pageOf(view, origin, undefined, <PublicOverview view={await withFiles(deps, view)} />),
      })),
    )
    .get('/:campaign/picture.png', (c) => picturePage(deps, drawn, c, c.req.param('campaign')))
    .get('/:campaign/agencies/:agency/picture.png', (c) => picturePage(deps, drawn, c, c.req.param('campaign'), c.req.param('agency')))
    .get('/:campaign/figures.csv', (c) => filePage(deps, kept, c, c.req.param('campaign'), 'csv'))
    .get('/:campaign/figures.json', (c) => filePage(deps, kept, c, c.req.param('campaign'), 'json'))
    .get('/:campaign/figures.zip', (c) => filePage(deps, kept, c, c.req.param('campaign'), 'zip'))
    .get('/:campaign/agencies/:agency', (c) => {
      const code = c.req.param('agency')
      return shown(deps, kept, c, c.req.param('campaign'), agencyPath(code), async (view, origin) => {
        const agency = view.figures.agencies.find((one) => one.code === code)
        if (!agency) return undefined
        return { type: html, content: pageOf(view, origin, agency, <PublicAgency {...{ view, agency }} />) }
      })
    })
}

const html = 'text/html; charset=UTF-8'

type Agency = PublicView['figures']['agencies'][number]

/** A page as a document, with what a link to it shows. */
function pageOf(view: PublicView, origin: string | undefined, agency: Agency | undefined, body: preact.VNode): string {
  const { language, figures, edition } = view
  const path = agency ? agencyPath(agency.code) : ''
  const mark = figures.campaign.synthetic ? ` · ${view.say('syntheticShort')}` : ''
  const title = `${agency ? `${localised(agency.name, language)} · ${view.title}` : view.title}${mark}`
  const description = descriptionOf(view, frozenNode((agency ?? figures.total).nodes, view.headline), agency?.digits)
  const site = figures.province ? localised(figures.province, language) : view.say('listTitle')
  const others = languages
    .filter((tag) => tag !== language)
    .map((tag) => ({ language: tag, href: publicLink({ ...view, language: tag }, path) }))
  // Whoever shows links keeps a picture by its address: an amendment has another one.
  const picture = `${view.home}${picturePath(agency?.code)}?lang=${language}&edition=${edition.number}`
  const preview =
    origin === undefined
      ? undefined
      : {
          url: `${origin}${publicLink(view, path)}`,
          site,
          description,
          picture: { url: `${origin}${picture}`, alt: `${title}. ${description}` },
        }
  return publicDocument({ language, title, body, preview, others })
}

/** The language of the address alone, so that one address is one page for whoever keeps it. */
export const languageOf = (c: Context): Language => languages.find((language) => language === c.req.query('lang')) ?? languages[0]

type Made = { readonly type: string; readonly content: string | Uint8Array<ArrayBuffer> }
type Kept = {
  readonly type: string
  readonly etag: string
  readonly plain: Uint8Array<ArrayBuffer>
  readonly zipped: Uint8Array<ArrayBuffer>
}
type Keeping = (key: string, make: () => Promise<Made | undefined>) => Promise<Kept | undefined>

/** Pages are made once: what they are made of never changes. */
const mostPages = 400
const mostPictures = 150

function keeping(mostKept: number): Keeping {
  const kept = new Map<string, Promise<Kept | undefined>>()
  return (key, make) => {
    const known = kept.get(key)
    if (known) return known
    if (kept.size >= mostKept) kept.clear()
    const making = make().then((made) => (made ? keptOf(made) : undefined))
    kept.set(key, making)
    making.then(
      (page) => void (page ?? kept.delete(key)),
      () => kept.delete(key),
    )
    return making
  }
}

const zipped = promisify(gzip)

async function keptOf({ type, content }: Made): Promise<Kept> {
  const plain = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`
  return { type, etag, plain, zipped: type === 'image/png' ? plain : new Uint8Array(await zipped(plain, { level: 9 })) }
}

/** A page is asked for again after a minute, so that what is withdrawn is soon gone everywhere. */
const keptSeconds = 60

function answered(c: Context, { type, etag, plain, zipped: small }: Kept, headers: Readonly<Record<string, string>> = {}): Response {
  const told = {
    'Cache-Control': `public, max-age=${keptSeconds}`,
    'Content-Security-Policy': publicPolicy(),
    ETag: etag,
    Vary: 'Accept-Encoding',
    ...headers,
  }
  const known = (c.req.header('if-none-match') ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  if (known.includes(etag)) return c.body(null, 304, told)
  const takesZipped = small.length < plain.length && /\bgzip\b/.test(c.req.header('accept-encoding') ?? '')
  return takesZipped
    ? c.body(small, 200, { ...told, 'Content-Type': type, 'Content-Encoding': 'gzip' })
    : c.body(plain, 200, { ...told, 'Content-Type': type })
}

/** One campaign's number for the frame of another site, which the office has named; it says who may show it, and nothing else of ours does. */
export function embeddedPages(deps: Deps) {
  const kept = keeping(mostPages)
  return new Hono().get('/:campaign', async (c) => {
    const policy = { 'Content-Security-Policy': publicPolicy(await readEmbedOrigins(deps.database)) }
    const make = async (view: PublicView, origin: string | undefined): Promise<Made> => {
      const { language, title } = view
      const whole = `${origin ?? ''}${publicLink(view)}`
      return {
        type: html,
        content: publicDocument({ language, title, body: <Embedded {...{ view, whole }} />, scheme: 'light', isUnlisted: true }),
      }
    }
    return shown(deps, kept, c, c.req.param('campaign'), '', make, policy)
  })
}

/** Of a published campaign a page; of another one that there is none, the same whether there will be one or not. */
async function shown(
  deps: Deps,
  kept: Keeping,
  c: Context,
  campaign: string,
  path: string,
  make: (view: PublicView, origin: string | undefined) => Promise<Made | undefined>,
  headers: Readonly<Record<string, string>> = {},
  pick: (found: Public) => Public | undefined = (found) => found,
): Promise<Response> {
  const language = languageOf(c)
  const standing = await foundOf(deps, campaign)
  if (standing.kind === 'withdrawn') return withdrawn(c, language, standing.edition, headers)
  const found = standing.kind === 'public' ? pick(standing) : undefined
  if (!found) return lost(c, language, headers)
  const origin = await publicAddress(deps)
  const { checksum, number } = found.edition
  const key = JSON.stringify([campaign, number, checksum, found.told.length, language, path, origin])
  const page = await kept(key, async () =>
    make(await viewOfEdition(deps, found, language, { home: homeOf(campaign), isPreview: false }), origin),
  )
  return page ? answered(c, page, headers) : lost(c, language, headers)
}

const picturePage = (deps: Deps, kept: Keeping, c: Context, campaign: string, code?: string): Promise<Response> =>
  shown(deps, kept, c, campaign, picturePath(code), async (view, origin) => {
    const agency = view.figures.agencies.find((one) => one.code === code)
    if (code !== undefined && !agency) return undefined
    const host = origin === undefined ? '' : new URL(origin).host
    return { type: 'image/png', content: await pictureAside(pictureTexts(view, agency, host)) }
  })

async function filePage(deps: Deps, kept: Keeping, c: Context, campaign: string, ending: PublicFile): Promise<Response> {
  const make = async (view: PublicView): Promise<Made> => ({ type: fileTypes[ending], content: await publicBytes(deps, view, ending) })
  const wanted = c.req.query('edition')
  const reply = await shown(deps, kept, c, campaign, `/figures.${ending}`, make, {}, (found) => editionAsked(found, wanted))
  if (reply.status === 200 && ending !== 'json')
    reply.headers.set('Content-Disposition', `attachment; filename="${campaign.replace(/[^\w.-]/g, '_')}.${ending}"`)
  return reply
}

/** The edition that everybody reads, or an earlier one by its number. */
function editionAsked({ edition, told }: Public, wanted: string | undefined): Public | undefined {
  if (wanted === undefined) return { edition, told }
  const earlier = told.find((one) => String(one.number) === wanted && isKeptOpen(one, edition))
  return earlier && { edition: earlier, told: told.filter(({ number }) => number <= earlier.number) }
}

const inPlace = { 'Content-Type': html, 'Content-Security-Policy': publicPolicy() } as const

function lost(c: Context, language: Language, headers: Readonly<Record<string, string>> = {}): Response {
  const body = <InPlace {...{ language }} home="/r" title="lostTitle" text="lostText" />
  return c.body(publicDocument({ language, title: publicWords(language)('lostTitle'), body, isUnlisted: true }), 404, {
    ...inPlace,
    ...headers,
  })
}

/** It says that there was something, since whoever follows a link wants to know. */
function withdrawn(
  c: Context,
  language: Language,
  { campaign, withdrawnOn, withdrawnReason }: Edition,
  headers: Readonly<Record<string, string>>,
): Response {
  const values = { day: numbersOf(language).day(withdrawnOn) }
  const body = (
    <InPlace {...{ language, values }} home={homeOf(campaign)} title="withdrawnTitle" text="withdrawnText" told={withdrawnReason} />
  )
  return c.body(publicDocument({ language, title: publicWords(language)('withdrawnTitle'), body, isUnlisted: true }), 410, {
    ...inPlace,
    ...headers,
  })
}

async function listPage(deps: Deps, kept: Keeping, c: Context): Promise<Response> {
  const language = languageOf(c)
  const standing = standings(await allEditions(deps.database), localDay(deps.now()))
  const { name: province } = await readProvince(deps.database)
  const key = JSON.stringify([
    'list',
    standing.map(({ edition, told }) => [edition.campaign, edition.checksum, told.map(({ number, publicOn }) => [number, publicOn])]),
    language,
    province,
  ])
  const page = await kept(key, async () => {
    const listed = await Promise.all(standing.map((one) => listedAs(deps, one)))
    const title = publicWords(language)('listTitle')
    const body = <PublishedList {...{ language, listed }} province={province ? localised(province, language) : 'SIPAS'} />
    return { type: html, content: publicDocument({ language, title, body }) }
  })
  return page ? answered(c, page) : lost(c, language)
}

type Public = { readonly edition: Edition; readonly told: readonly Edition[] }

/** The campaigns that everybody can read today, the last published one first. */
function standings(editions: readonly Edition[], today: string): readonly Public[] {
  return [...new Set(editions.map(({ campaign }) => campaign))]
    .flatMap((campaign) => {
      const own = editions.filter((edition) => edition.campaign === campaign)
      const standing = editionStanding(own, today)
      return standing.kind === 'public' ? [{ edition: standing.edition, told: toldEditions(own, today) }] : []
    })
    .toSorted((a, b) => (a.edition.publicOn < b.edition.publicOn ? 1 : -1))
}

async function listedAs(deps: Deps, { edition, told }: Public): Promise<Listed> {
  const { figures } = await readFrozen(deps, edition)
  const { title, synthetic } = figures.campaign
  return { edition, title, synthetic, firstOn: told.at(-1)?.publicOn ?? edition.publicOn, amended: told.length - 1 }
}
