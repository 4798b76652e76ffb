import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { readPublished } from '../../../../surveys/published'
import { requireAct } from '../../../accounts/require-act'
import { listPublished, removePublished, savePublished } from '../../../db/published-figures'
import type { AdminDeps } from '../../admin'
import { page } from '../document'
import { done } from '../flash'
import { sentForm, valueOf } from '../forms/filled'
import { refused } from '../notice-page'
import { readerOf } from '../reader'
import { publishedAddress } from './addresses'
import { fieldsOf, publishedFields, readPublishedFile } from './published-file'
import { type Entry, PublishedPage } from './PublishedPage'

const fileBytes = 256 * 1024

/** Figures of earlier years: seen, entered, loaded from a file, taken away and put back. */
export function publishedPages(deps: AdminDeps): Hono {
  const change = requireAct(deps, 'published.change', refused)
  const limited = bodyLimit({ maxSize: fileBytes, onError: (c) => shown(deps, c, { file: 'unreadable' }, 422) })
  return new Hono()
    .get('/', requireAct(deps, 'results.read', refused), (c) => shown(deps, c, { removed: removedOf(c) }))
    .post('/', change, (c) => add(deps, c))
    .post('/import', change, limited, (c) => load(deps, c))
    .post('/remove', change, (c) => remove(deps, c))
}

async function shown({ database }: AdminDeps, c: Context, entry: Entry, status: 200 | 422 = 200): Promise<Response> {
  const reader = readerOf(c)
  const figures = await listPublished(database)
  return page(c, { reader, title: reader.say('publishedTitle'), status, body: <PublishedPage {...{ reader, figures, entry }} /> })
}

async function add(deps: AdminDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  const fields = fieldsOf((field) => valueOf(values, field))
  const reading = readPublished(fields)
  if (!reading.ok) return shown(deps, c, { fields, problems: reading.problems }, 422)
  await savePublished(deps.database, [reading.figure])
  return done(c, publishedAddress, 'done_published', 1)
}

async function load(deps: AdminDeps, c: Context): Promise<Response> {
  const bytes = await (await sentForm(c)).file('file')
  const reading = bytes ? readPublishedFile(bytes) : { ok: false as const, why: 'empty' as const }
  if (!reading.ok) return shown(deps, c, { file: reading.why }, 422)
  await savePublished(deps.database, reading.figures)
  return reading.refused.length === 0 ? done(c, publishedAddress, 'done_published', reading.figures.length) : shown(deps, c, { added: reading.figures.length, lines: reading.refused }, 422)
}

async function remove({ database }: AdminDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  const field = (name: string) => valueOf(values, name)
  const formula = field('formula') === 'level' ? 'level' : 'share'
  const gone = await removePublished(database, { place: field('place'), node: field('node'), formula, year: Number(field('year')) })
  if (!gone) return c.redirect(publishedAddress, 303)
  const kept = new URLSearchParams({ ...gone, year: String(gone.year), value: String(Number((gone.value * 100).toFixed(6))) })
  return done(c, `${publishedAddress}?${kept}`, 'done_published-removed')
}

/** What the page before took away, for putting it back. */
function removedOf(c: Context): Entry['removed'] {
  if (c.req.query('done') !== 'published-removed' || publishedFields.some((field) => c.req.query(field) === undefined)) return undefined
  return fieldsOf((field) => c.req.query(field) ?? '')
}
