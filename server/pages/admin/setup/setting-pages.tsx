import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { nameProblems } from '../../../../surveys/drafts/problem'
import { requireAct } from '../../../accounts/require-act'
import { readCrest, readFourEyes, saveCrest, saveFourEyes, saveProvinceName } from '../../../db/settings'
import { readCrest as readImage } from '../../../setup/crest'
import type { AdminDeps } from '../../admin'
import { page } from '../document'
import { done } from '../flash'
import { type FieldProblem, type Filled, prefilled, readBytes, type Sent, sentForm, valueOf } from '../forms/filled'
import { noticePage, refused } from '../notice-page'
import { readerOf } from '../reader'
import { Settings } from './Settings'

/** The crest, for whoever stands before the door too. */
export const crestFile = (deps: AdminDeps): Hono => new Hono().get('/crest.png', (c) => crest(deps, c))

/** The province's name and crest, and how questionnaires are published. */
export function settingPages(deps: AdminDeps): Hono {
  const change = requireAct(deps, 'accounts.change', refused)
  const limited = bodyLimit({ maxSize: readBytes, onError: async (c) => formPage(deps, c, { ...(await current(deps, c)), problems: [{ field: 'crest', code: 'too-large' }] }) })
  return new Hono()
    .get('/settings', change, async (c) => formPage(deps, c, await current(deps, c)))
    .post('/settings', change, limited, (c) => saved(deps, c))
}

/** An image of our own writing, served as nothing but an image. */
async function crest({ database }: AdminDeps, c: Context): Promise<Response> {
  const png = await readCrest(database)
  if (!png) return noticePage(c, 404, 'lostTitle', 'lostText')
  return c.body(png, 200, { 'Content-Type': 'image/png', 'Cache-Control': 'private, max-age=31536000, immutable', 'X-Content-Type-Options': 'nosniff', 'Cross-Origin-Resource-Policy': 'same-origin' })
}

function formPage({ config }: AdminDeps, c: Context, filled: Filled): Response {
  const reader = readerOf(c)
  return page(c, { reader, title: reader.say('navSettings'), status: filled.problems.length > 0 ? 422 : 200, body: <Settings {...{ reader, filled }} publicUrl={config.publicUrl} /> })
}

async function current({ database }: AdminDeps, c: Context): Promise<Filled> {
  const { name } = readerOf(c).province
  return prefilled({ fourEyes: (await readFourEyes(database)) ? 'yes' : '', name: name?.['vi'] ?? '', nameEn: name?.['en'] ?? '' })
}

async function saved(deps: AdminDeps, c: Context): Promise<Response> {
  const sent = await sentForm(c)
  const [vi, en] = [valueOf(sent.values, 'name'), valueOf(sent.values, 'nameEn')]
  const image = await imageIn(sent)
  const problems = [...nameProblems('name', vi, 'needed'), ...nameProblems('nameEn', en, 'optional'), ...image.problems]
  if (problems.length > 0) return formPage(deps, c, { values: sent.values, problems })
  await saveProvinceName(deps.database, en === '' ? { vi } : { vi, en })
  await saveFourEyes(deps.database, valueOf(sent.values, 'fourEyes') === 'yes')
  if (image.png !== undefined || valueOf(sent.values, 'remove') === 'yes') await saveCrest(deps.database, image.png)
  return done(c, '/admin/settings', 'done_settings')
}

async function imageIn({ file }: Sent): Promise<{ readonly png: Uint8Array | undefined; readonly problems: readonly FieldProblem[] }> {
  const bytes = await file('crest')
  if (!bytes) return { png: undefined, problems: [] }
  const reading = readImage(bytes)
  return reading.ok ? { png: reading.png, problems: [] } : { png: undefined, problems: [{ field: 'crest', code: reading.code }] }
}
