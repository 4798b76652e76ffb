import { type Context, Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { mediaNames } from '../../surveys/designing/pictures'
import { cookieAttributes } from '../access/session'
import { may, type PersonDeps, personOf } from '../access/permission'
import { openedBy } from '../acts/design-comments'
import { findMedia, findPublishedMedia } from '../db/media'
import { reviewLinkBy } from '../db/review-links'
import type { MediaRow } from '../db/tables'

type Deps = PersonDeps & { readonly now: () => number }

const forEver = 'public, max-age=31536000, immutable'
const forThemAlone = 'private, no-store'

/**
 * The recordings that are played to citizens and the pictures beside what they choose; a name stands for the same bytes for ever. What no
 * published version names is there for who may read designs and for who has a link to one that names it; for all others there is none.
 */
export const keptMedia = (deps: Deps) =>
  new Hono().get('/:name', async (c) => {
    const name = c.req.param('name')
    const published = await findPublishedMedia(deps.database, name)
    if (published) return sent(c, published, forEver)
    const kept = (await mayBeShown(deps, c, name)) ? await findMedia(deps.database, name) : undefined
    return kept ? sent(c, kept, forThemAlone) : c.notFound()
  })

async function mayBeShown(deps: Deps, c: Context, name: string): Promise<boolean> {
  const person = await personOf(deps, c)
  return (person !== undefined && may(person, 'designs.read')) || (await isShownByLink(deps, c, name))
}

async function isShownByLink({ database, now }: Deps, c: Context, name: string): Promise<boolean> {
  const tokens = Object.entries(getCookie(c)).flatMap(([cookie, token]) => (cookie.startsWith(reviewCookie) ? token : []))
  for (const token of tokens.slice(0, mostLinks)) {
    const link = await reviewLinkBy(database, token, new Date(now()).toISOString())
    const shown = link && (await openedBy(database, link))
    if (shown && mediaNames(shown).has(name)) return true
  }
  return false
}

/** More links than anybody opens in one browser; each costs two look-ups. */
const mostLinks = 20
const reviewCookie = 'sipas_review_'

/** Lets a browser that has opened a design by a link ask for what the design names: its pages name that by address, as a citizen's do. */
export function showMediaOf({ config }: Pick<PersonDeps['accounts'], 'config'>, c: Context, link: { readonly id: string }, token: string) {
  setCookie(c, `${reviewCookie}${link.id}`, token, { ...cookieAttributes(config, c), path: '/media', sameSite: 'Strict' })
}

/** The whole, or the piece that is asked for: some browsers play nothing that they cannot have in pieces (RFC 9110, 14). */
function sent(c: Context, { type, ...kept }: MediaRow, keeping: string): Response {
  const bytes = new Uint8Array(kept.bytes)
  const headers = { 'Content-Type': type, 'Cache-Control': keeping, 'Accept-Ranges': 'bytes' }
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(c.req.header('range') ?? '') ?? []
  if (from === '' && to === '') return c.body(bytes, 200, headers)
  const first = from === '' ? Math.max(0, bytes.length - Number(to)) : Number(from)
  const last = from === '' || to === '' ? bytes.length - 1 : Math.min(Number(to), bytes.length - 1)
  if (first > last) return c.body(null, 416, { ...headers, 'Content-Range': `bytes */${bytes.length}` })
  return c.body(bytes.slice(first, last + 1), 206, { ...headers, 'Content-Range': `bytes ${first}-${last}/${bytes.length}` })
}
