import { type Context, Hono } from 'hono'
import { findMedia } from '../db/media'
import type { Database } from '../db/dialect'

type Deps = { readonly database: Database }

/** The recordings that are played to citizens and the pictures beside what they choose; a name stands for the same bytes for ever. */
export const keptMedia = ({ database }: Deps) =>
  new Hono().get('/:name', async (c) => {
    const found = await findMedia(database, c.req.param('name'))
    return found ? sent(c, new Uint8Array(found.bytes), found.type) : c.notFound()
  })

/** The whole, or the piece that is asked for: some browsers play nothing that they cannot have in pieces (RFC 9110, 14). */
function sent(c: Context, bytes: Uint8Array<ArrayBuffer>, type: string): Response {
  const headers = { 'Content-Type': type, 'Cache-Control': 'public, max-age=31536000, immutable', 'Accept-Ranges': 'bytes' }
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(c.req.header('range') ?? '') ?? []
  if (from === '' && to === '') return c.body(bytes, 200, headers)
  const first = from === '' ? Math.max(0, bytes.length - Number(to)) : Number(from)
  const last = from === '' || to === '' ? bytes.length - 1 : Math.min(Number(to), bytes.length - 1)
  if (first > last) return c.body(null, 416, { ...headers, 'Content-Range': `bytes */${bytes.length}` })
  return c.body(bytes.slice(first, last + 1), 206, { ...headers, 'Content-Range': `bytes ${first}-${last}/${bytes.length}` })
}
