import { type Context, Hono } from 'hono'
import { personOf } from '../../../accounts/person'
import { requireAct } from '../../../accounts/require-act'
import { findCampaign } from '../../../db/campaigns'
import { deleteExport, findExport, listExports } from '../../../db/exports'
import { readResults } from '../../../db/results'
import { contentNames, fileName } from '../../../exports/content'
import { downloadHeaders, streamOf } from '../../../exports/download'
import { encoderNamed } from '../../../exports/encoder'
import type { AdminDeps } from '../../admin'
import { page } from '../document'
import { readFilter } from '../filter'
import { done } from '../flash'
import { sentForm, valueOf } from '../forms/filled'
import { Notice } from '../Notice'
import { refused } from '../notice-page'
import { readerOf } from '../reader'
import { ExportList } from './ExportList'

/** Files that are prepared in the background: asked for, looked at, fetched and deleted. */
export function exportPages(deps: AdminDeps): Hono {
  const may = requireAct(deps, 'responses.export', refused)
  return new Hono()
    .get('/exports', may, (c) => listPage(deps, c))
    .post('/exports', may, (c) => ask(deps, c))
    .get('/exports/:id/file', may, (c) => fetchFile(deps, c, c.req.param('id')))
    .post('/exports/:id/delete', may, (c) => remove(deps, c, c.req.param('id')))
    .post('/exports/:id/again', may, (c) => again(deps, c, c.req.param('id')))
}

const home = '/admin/exports'

/** While something is being prepared the page asks for itself again, unless its reader wants it still. */
async function listPage({ database, exporter }: AdminDeps, c: Context): Promise<Response> {
  await exporter.tidy()
  const reader = readerOf(c)
  const rows = await listExports(database)
  const isBusy = rows.some(({ state }) => state === 'waiting' || state === 'running')
  const isStill = c.req.query('still') !== undefined
  if (isBusy && !isStill) c.header('Refresh', `2; url=${home}`)
  return page(c, { reader, title: reader.say('jobs'), body: <ExportList {...{ reader, rows, isBusy, isStill }} /> })
}

async function ask(deps: AdminDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  const field = (name: string): string => valueOf(values, name)
  const [stem = '', ending = ''] = field('file').split('.')
  const content = contentNames.find((one) => one === stem)
  const record = await findCampaign(deps.database, field('campaign'))
  if (!record) return noFile(c, 404, 'campaignUnknown', { seen: field('campaign') })
  const reading = readFilter(record, field)
  if (!reading.ok) return noFile(c, reading.status, reading.word, reading.values)
  if (!content || !encoderNamed(ending)) return noFile(c, 422, 'jobUnknown', { seen: field('file') })
  const { language } = readerOf(c)
  const { total } = await readResults(deps, record, reading.filter, language)
  await deps.exporter.request({
    campaign: record.campaign.code,
    content,
    format: ending,
    filter: JSON.stringify(reading.filter),
    language,
    requested_by: (await personOf(deps, c))?.name ?? '',
    expected_rows: total.responses,
  })
  return done(c, home, 'done_export')
}

async function fetchFile({ database, exporter, now }: AdminDeps, c: Context, id: string): Promise<Response> {
  const row = await findExport(database, id)
  const encoder = encoderNamed(row?.format ?? '')
  const record = await findCampaign(database, row?.campaign ?? '')
  const content = contentNames.find((one) => one === row?.content)
  const isThere = row?.state === 'done' && row.expires_at > new Date(now()).toISOString()
  const file = isThere ? await exporter.read(row) : undefined
  if (!file || !record || !encoder || !content) return noFile(c, 404, 'jobGone')
  return new Response(streamOf(file.pieces), { headers: { ...downloadHeaders(encoder, fileName(record, content)), 'Content-Length': String(file.size) } })
}

async function remove({ database, exporter }: AdminDeps, c: Context, id: string): Promise<Response> {
  if (!(await findExport(database, id))) return noFile(c, 404, 'jobGone')
  await deleteExport(database, id)
  await exporter.tidy()
  return done(c, home, 'done_export-deleted')
}

async function again({ exporter }: AdminDeps, c: Context, id: string): Promise<Response> {
  return (await exporter.retry(id)) ? done(c, home, 'done_export-again') : noFile(c, 404, 'jobGone')
}

type Words = Parameters<ReturnType<typeof readerOf>['say']>

function noFile(c: Context, status: 404 | 422, ...text: Words): Response {
  const reader = readerOf(c)
  const title = reader.say('jobs')
  return page(c, { reader, title, status, body: <Notice {...{ reader, title }} text={reader.say(...text)} link={{ href: home, text: reader.say('backToJobs') }} /> })
}
