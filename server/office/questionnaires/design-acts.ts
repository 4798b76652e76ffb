import type { Context } from 'hono'
import type { Finding } from '../../../surveys/designing/findings'
import type { Hindrance } from '../../../surveys/designing/gates'
import { readDraft } from '../../../surveys/instrument/definition'
import { isVisible } from '../../../surveys/instrument/spelling'
import { personOf, permissionProblem } from '../../access/permission'
import { approveDesign, askApproval, longestWhy, publishDesign, saveDesign, sendBackDesign } from '../../acts/questionnaires'
import type { Accepted, Author, Design } from '../../db/designs'
import type { ProblemCode } from '../../../client/text/problems'
import { problemOf } from '../../problems'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { noticePage } from '../frame/document'
import { type FormValues, sentForm, valueOf } from '../frame/form'
import { done, momentText, readerOf } from '../frame/reader'
import { reviewPage } from './review'
import { questionnaireAddress, reviewAddress } from './version'

/** What the designer is told of a design. */
export const storedOf = ({ definition, accepted, revision, changedBy, changedAt }: Design) => ({
  definition,
  accepted,
  revision,
  changedBy,
  changedAt,
})

/** Saves over the revision that was read; what somebody else saved meanwhile is given back instead. */
export async function savedDesign(deps: OfficeDeps, c: Context, design: Design): Promise<Response> {
  const { language } = readerOf(c)
  const sent = await sentChange(c)
  if (!sent) return c.json(problemOf('body_malformed', language), 400)
  const { id } = design.definition
  const reading = readDraft(sent.definition)
  if (!reading.ok) return c.json(problemOf('body_invalid', language, reading.problems), 422)
  const { draft: definition } = reading
  if (definition.id !== id) return c.json(problemOf('body_invalid', language, [{ path: 'id', rule: 'id', message: `is not "${id}"` }]), 422)
  const change = { revision: sent.revision, definition, accepted: sent.accepted }
  return acting(
    deps,
    c,
    saveDesign,
    change,
    (came) => (came.kind === 'done' ? c.json({ revision: came.value }) : standsOtherwise(c, came.failure)),
    asJson,
  )
}

/** The designer is a script: it is told in JSON what it may not. */
export const asJson = { refuse: permissionProblem } as const

type NotThere = { readonly code: 'unknown' } | { readonly code: 'overtaken'; readonly design: Design }

/** Somebody else saved, published or discarded in the meantime. */
export const standsOtherwise = (c: Context, failure: NotThere): Response =>
  failure.code === 'overtaken' ? c.json(storedOf(failure.design), 409) : c.json(problemOf('not_found', readerOf(c).language), 404)

/** What stands when it is newer than the revision that the asker has. */
export const designState = (c: Context, design: Design): Response =>
  c.req.query('since') === String(design.revision) ? c.body(null, 204) : c.json(storedOf(design))

type SentChange = { readonly revision: number; readonly definition: object; readonly accepted: Accepted }

async function sentChange(c: Context): Promise<SentChange | undefined> {
  const body: unknown = await c.req.json().catch(() => undefined)
  if (typeof body !== 'object' || body === null || !('revision' in body) || !('definition' in body) || !('accepted' in body))
    return undefined
  const { revision, definition, accepted } = body
  if (typeof revision !== 'number' || typeof definition !== 'object' || definition === null || !isAccepted(accepted)) return undefined
  return { revision, definition, accepted }
}

const isAccepted = (value: unknown): value is Accepted =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((reason) => typeof reason === 'string' && reason.length <= 1_000)

/** Publishes the revision that was read, once every gate is open. */
export async function publishedDesign(deps: OfficeDeps, c: Context, { definition: { id } }: Design): Promise<Response> {
  const { language } = readerOf(c)
  const revision = await sentRevision(c)
  if (!isJson(c)) {
    if (revision === undefined) return unpublished(c)
    return acting(deps, c, publishDesign, { id, revision }, (came) =>
      came.kind === 'done' ? done(c, questionnaireAddress(came.value), 'done_version') : unpublished(c, came.failure.code),
    )
  }
  if (revision === undefined) return c.json(problemOf('body_malformed', language), 400)
  return acting(
    deps,
    c,
    publishDesign,
    { id, revision },
    (came) => {
      if (came.kind === 'done') return c.json({ address: questionnaireAddress(came.value) })
      const { failure } = came
      if (failure.code === 'unknown' || failure.code === 'overtaken') return standsOtherwise(c, failure)
      if (failure.code === 'version-taken') return c.json(problemOf('design_version_taken', language, [taken(failure.version)]), 422)
      return c.json(problemOf(hindranceCodes[failure.code], language, failure.findings.map(detailOf)), 422)
    },
    asJson,
  )
}

const hindranceCodes = {
  unfinished: 'design_unfinished',
  warnings: 'design_warnings',
  unapproved: 'design_unapproved',
} as const satisfies Readonly<Record<Hindrance['code'], ProblemCode>>

const detailOf = (finding: Finding) =>
  finding.severity === 'error' ? finding.source : { path: finding.path, rule: finding.rule, seen: finding.seen }

const taken = (version: number) => ({
  path: 'version',
  rule: 'version_taken',
  message: `version ${version} is published with other content`,
})

/** Says that this revision waits for somebody else to approve it. */
export async function askedDesign(deps: OfficeDeps, c: Context, { definition: { id } }: Design): Promise<Response> {
  const revision = await sentRevision(c)
  if (!isJson(c)) {
    if (revision === undefined) return moved(c)
    return acting(deps, c, askApproval, { id, revision }, (came) =>
      came.kind === 'done' ? done(c, reviewAddress(id), 'done_asked') : moved(c),
    )
  }
  if (revision === undefined) return c.json(problemOf('body_malformed', readerOf(c).language), 400)
  const { name } = await authorOf(deps, c)
  return acting(
    deps,
    c,
    askApproval,
    { id, revision },
    (came) => (came.kind === 'done' ? c.json({ askedBy: name }) : standsOtherwise(c, came.failure)),
    asJson,
  )
}

/** Approves this revision, for somebody who did not work on it and who sees it whole. */
export async function approvedDesign(deps: OfficeDeps, c: Context, { definition: { id } }: Design): Promise<Response> {
  const revision = await sentRevision(c)
  if (revision === undefined) return moved(c)
  return acting(deps, c, approveDesign, { id, revision }, (came) => {
    if (came.kind === 'done') return done(c, reviewAddress(id), 'done_approved')
    if (came.failure.code === 'own') return noticePage(c, 409, 'approveNotTitle', 'approveOwn')
    if (came.failure.code === 'new') return notYet(c, came.failure.from)
    return came.failure.code === 'unready' ? noticePage(c, 409, 'approveNotTitle', 'approveUnready') : moved(c)
  })
}

const notYet = (c: Context, from: string): Response =>
  noticePage(c, 409, 'approveNotTitle', 'approveNew', { when: momentText(readerOf(c), from) })

/** Sends this revision back to its authors; without a reason the review asks for it, with what was typed. */
export async function sentBackDesign(deps: OfficeDeps, c: Context, design: Design): Promise<Response> {
  const { id } = design.definition
  const { values } = await sentForm(c)
  const revision = revisionIn(values)
  // A browser ends the lines of a form with two characters, and counted one.
  const why = valueOf(values, 'why').replaceAll('\r\n', '\n')
  if (revision === undefined) return notSentBack(c, 'approveMoved')
  return acting(deps, c, sendBackDesign, { id, revision, why }, (came) => {
    if (came.kind === 'done') return done(c, reviewAddress(id), 'done_sentBack')
    const { code } = came.failure
    const problem = { field: 'why', code: isVisible(why) ? 'too-long' : 'needed', allowed: String(longestWhy) } as const
    if (code === 'why') return reviewPage(deps, c, design, { values, problems: [problem] })
    return notSentBack(c, code === 'own' ? 'approveOwn' : 'approveMoved')
  })
}

const notSentBack = (c: Context, why: 'approveMoved' | 'approveOwn'): Response => noticePage(c, 409, 'sendBackNotTitle', why)

/** Why nothing was published, to somebody who sent the form. */
function unpublished(c: Context, code = 'overtaken'): Response {
  if (code === 'unknown') return noticePage(c, 404, 'lostTitle', 'lostText')
  if (code === 'unapproved') return noticePage(c, 409, 'publishNotTitle', 'fourEyesOn')
  return noticePage(c, 409, 'publishNotTitle', code === 'overtaken' ? 'approveMoved' : 'publishUnready')
}

const moved = (c: Context): Response => noticePage(c, 409, 'approveNotTitle', 'approveMoved')

/** The revision that somebody acts on, from JSON or a form; undefined when none was sent. */
export async function sentRevision(c: Context): Promise<number | undefined> {
  if (!isJson(c)) {
    return revisionIn((await sentForm(c)).values)
  }
  const body: unknown = await c.req.json().catch(() => undefined)
  return typeof body === 'object' && body !== null && 'revision' in body && typeof body.revision === 'number' ? body.revision : undefined
}

const revisionIn = (values: FormValues): number | undefined =>
  /^\d{1,9}$/.test(valueOf(values, 'revision')) ? Number(valueOf(values, 'revision')) : undefined

/** Whether the designer asks, and not a form. */
const isJson = (c: Context): boolean => c.req.header('content-type')?.startsWith('application/json') === true

/** Who asks, behind a door that lets nobody else pass. */
export async function authorOf(deps: OfficeDeps, c: Context): Promise<Author> {
  const person = await personOf(deps, c)
  if (!person) throw new Error('a design is only changed by somebody who is known')
  return { id: person.id, name: person.name }
}
