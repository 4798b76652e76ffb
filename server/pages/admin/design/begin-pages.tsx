import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { blankQuestionnaire, clone, nextVersion } from '../../../../surveys/designing/blank'
import { structureProblems } from '../../../../surveys/definition'
import { codeProblems, nameProblems } from '../../../../surveys/drafts/problem'
import type { Questionnaire } from '../../../../surveys/schema'
import { type Accepted, findDesign, startDesign } from '../../../db/designs'
import { listEvents, recordEvents } from '../../../db/questionnaire-events'
import { listQuestionnaires, publishedVersions } from '../../../db/questionnaires'
import type { AdminDeps } from '../../admin'
import { page } from '../document'
import { type FieldProblem, type Filled, prefilled, readBytes, type Sent, sentForm, valueOf } from '../forms/filled'
import { readerOf } from '../reader'
import { authorOf } from './author'
import { BeginForm } from './BeginForm'
import { designAddress } from './design-address'
import { definitionIn } from './definition-file'
import { readAccepted } from './event-notes'

/** Beginning a design: from nothing, from a published version, or from a file. */
export function beginPages(deps: AdminDeps, allowed: MiddlewareHandler): Hono {
  const limited = bodyLimit({ maxSize: readBytes, onError: (c) => formPage(deps, c, { values: {}, problems: [{ field: 'file', code: 'too-large' }] }) })
  return new Hono()
    .get('/new/design', allowed, (c) => formPage(deps, c, prefilled({ origin: c.req.query('from') === undefined ? 'blank' : 'copy', from: c.req.query('from') ?? '', id: '', title: '' })))
    .post('/new/design', allowed, limited, (c) => begun(deps, c))
    .post('/questionnaires/:id/:version/next', allowed, (c) => nextBegun(deps, c))
}

async function formPage({ database }: AdminDeps, c: Context, filled: Filled): Promise<Response> {
  const reader = readerOf(c)
  const published = await listQuestionnaires(database)
  return page(c, { reader, title: reader.say('designNew'), status: filled.problems.length > 0 ? 422 : 200, body: <BeginForm {...{ reader, filled, published }} /> })
}

type Begun = { readonly definition: Questionnaire } | { readonly problems: readonly FieldProblem[] }

async function begun(deps: AdminDeps, c: Context): Promise<Response> {
  const sent = await sentForm(c)
  const made = await definitionOf(deps, sent)
  if ('problems' in made) return formPage(deps, c, { values: sent.values, problems: made.problems })
  const { id } = made.definition
  const isTaken = (await publishedVersions(deps.database)).some((one) => one.id === id) || (await findDesign(deps.database, id)) !== undefined
  if (isTaken || !(await started(deps, c, made.definition))) return formPage(deps, c, { values: sent.values, problems: [{ field: valueOf(sent.values, 'origin') === 'file' ? 'file' : 'id', code: 'taken', seen: id }] })
  return c.redirect(designAddress(id), 303)
}

async function definitionOf({ database }: AdminDeps, { values, file }: Sent): Promise<Begun> {
  const [id, title] = [valueOf(values, 'id'), valueOf(values, 'title')]
  if (valueOf(values, 'origin') === 'file') return fromFile(await file('file'))
  const problems = [...codeProblems('id', id), ...nameProblems('title', title, 'needed')]
  if (problems.length > 0) return { problems }
  if (valueOf(values, 'origin') === 'blank') return { definition: blankQuestionnaire(id, { vi: title }, ['vi']) }
  const source = (await listQuestionnaires(database)).find(({ questionnaire }) => `${questionnaire.id} ${questionnaire.version}` === valueOf(values, 'from'))?.questionnaire
  if (!source) return { problems: [{ field: 'from', code: 'needed' }] }
  return { definition: { ...clone(source, id), title: { ...source.title, [source.languages[0] ?? 'vi']: title } } }
}

/** A file of a questionnaire that may be unfinished; what is none at all is refused with the place. */
function fromFile(bytes: Uint8Array<ArrayBuffer> | undefined): Begun {
  const read = definitionIn(bytes)
  if ('rule' in read) return { problems: [{ field: 'file', code: read.rule }] }
  const [first] = structureProblems(read.definition)
  if (first) return { problems: [{ field: 'file', code: 'not-a-questionnaire', seen: `${first.path}: ${first.message}` }] }
  return { definition: clone(read.definition, read.definition.id) }
}

/** Goes on to the design of the next version, which may have been begun before. */
async function nextBegun(deps: AdminDeps, c: Context): Promise<Response> {
  const id = c.req.param('id') ?? ''
  const versions = (await listQuestionnaires(deps.database)).filter(({ questionnaire }) => questionnaire.id === id)
  const from = versions.find(({ questionnaire }) => String(questionnaire.version) === c.req.param('version'))?.questionnaire
  if (!from) return c.redirect('/admin/questionnaires', 303)
  await started(deps, c, nextVersion(from, Math.max(...versions.map(({ questionnaire }) => questionnaire.version)) + 1), await reasonsOf(deps, from))
  return c.redirect(designAddress(id), 303)
}

/** Why warnings stand in a published version; what stood for a reason is not asked again in the next. */
async function reasonsOf({ database }: AdminDeps, { id, version }: Questionnaire): Promise<Accepted> {
  const notes = (await listEvents(database, id)).filter((event) => event.act === 'accepted' && event.version === version).map(({ note }) => readAccepted(note))
  return Object.fromEntries(notes.map(({ key, reason }) => [key, reason]))
}

async function started(deps: AdminDeps, c: Context, definition: Questionnaire, accepted: Accepted = {}): Promise<boolean> {
  const [author, at] = [await authorOf(deps, c), new Date(deps.now()).toISOString()]
  if (!(await startDesign(deps.database, { definition, accepted }, author, at))) return false
  await recordEvents(deps.database, [{ id: crypto.randomUUID(), questionnaire: definition.id, version: definition.version, at, person: author.name, act: 'begun', note: '' }])
  return true
}
