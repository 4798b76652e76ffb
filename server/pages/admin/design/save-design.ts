import type { Context } from 'hono'
import { structureProblems } from '../../../../surveys/definition'
import { type Accepted, type Change, type Design, findDesign, saveDesign } from '../../../db/designs'
import { problemOf } from '../../../problems'
import type { AdminDeps } from '../../admin'
import { authorOf } from './author'
import { storedOf } from './designer-page'
import { readerOf } from '../reader'

/** Saves over the revision that was read; what somebody else saved meanwhile is given back instead. */
export async function savedDesign(deps: AdminDeps, c: Context, design: Design): Promise<Response> {
  const { language } = readerOf(c)
  const sent = await sentChange(c)
  if (!sent) return c.json(problemOf('body_malformed', language), 400)
  const problems = sent.change.definition.id === design.definition.id ? structureProblems(sent.change.definition) : [{ path: 'id', rule: 'id', message: `is not "${design.definition.id}"` }]
  if (problems.length > 0) return c.json(problemOf('body_invalid', language, problems), 422)
  if (sent.revision !== design.revision) return c.json(storedOf(design), 409)
  const revision = await saveDesign(deps.database, design, sent.change, await authorOf(deps, c), new Date(deps.now()).toISOString())
  if (revision !== undefined) return c.json({ revision })
  const newer = await findDesign(deps.database, design.definition.id)
  return newer ? c.json(storedOf(newer), 409) : c.json(problemOf('not_found', language), 404)
}

/** What stands when it is newer than the revision that the asker has. */
export const designState = (c: Context, design: Design): Response => (c.req.query('since') === String(design.revision) ? c.body(null, 204) : c.json(storedOf(design)))

type Sent = { readonly revision: number; readonly change: Change }

async function sentChange(c: Context): Promise<Sent | undefined> {
  const body: unknown = await c.req.json().catch(() => undefined)
  if (typeof body !== 'object' || body === null || !('revision' in body) || !('definition' in body) || !('accepted' in body)) return undefined
  const { revision, definition, accepted } = body
  if (typeof revision !== 'number' || typeof definition !== 'object' || definition === null || !isAccepted(accepted)) return undefined
  const change: Change = JSON.parse(JSON.stringify({ definition, accepted }))
  return { revision, change }
}

const isAccepted = (value: unknown): value is Accepted =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every((reason) => typeof reason === 'string' && reason.length <= 1_000)
