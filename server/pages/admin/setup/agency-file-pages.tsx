import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { listAgencies, saveAgencies } from '../../../db/agencies'
import { readAgencies } from '../../../setup/agency-file'
import type { AdminDeps } from '../../admin'
import { page } from '../document'
import { done } from '../flash'
import { type FileRule, readBytes, sentForm } from '../forms/filled'
import { readerOf } from '../reader'
import { AgencyImport, type Refused } from './AgencyImport'

const fileBytes = 1024 * 1024

/** Loading a list of agencies from a file: all of its lines, or none with every reason. */
export function agencyFilePages(deps: AdminDeps, change: MiddlewareHandler): Hono {
  const limited = bodyLimit({ maxSize: readBytes, onError: (c) => formPage(c, { file: 'too-large' }) })
  return new Hono().get('/', change, (c) => formPage(c)).post('/', change, limited, (c) => loaded(deps, c))
}

function formPage(c: Context, refused: Refused = {}): Response {
  const reader = readerOf(c)
  const status = Object.keys(refused).length > 0 ? 422 : 200
  return page(c, { reader, title: reader.say('importTitle'), status, body: <AgencyImport {...{ reader, refused }} /> })
}

async function loaded({ database }: AdminDeps, c: Context): Promise<Response> {
  const text = textOf(await (await sentForm(c)).file('file'))
  if ('rule' in text) return formPage(c, { file: text.rule })
  const known = new Set((await listAgencies(database)).map(({ code }) => code))
  const reading = readAgencies(text.text, known)
  if (!reading.ok) return formPage(c, 'table' in reading ? { table: reading.table } : { lines: reading.lines })
  await saveAgencies(database, reading.agencies)
  return done(c, '/admin/agencies', 'done_agencies', reading.agencies.length)
}

function textOf(bytes: Uint8Array<ArrayBuffer> | undefined): { readonly text: string } | { readonly rule: FileRule } {
  if (!bytes) return { rule: 'no-file' }
  if (bytes.length > fileBytes) return { rule: 'too-large' }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return { rule: 'not-utf8' }
  }
}
