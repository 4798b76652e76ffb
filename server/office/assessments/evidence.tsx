import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { sizeText } from '../../../client/text/numbers'
import { nameProblems } from '../../../surveys/fielding/drafts'
import { isLongerThan } from '../../../surveys/instrument/spelling'
import { localised } from '../../../surveys/instrument/language'
import { isWithin } from '../../access/permission'
import { areaFor } from '../../access/seen'
import { attachEvidence, detachEvidence, type EvidenceType, largestEvidence, mostEvidence } from '../../acts/assessments'
import { evidenceIn, findAssessment, findEvidence } from '../../db/assessments'
import { kindOf, kindOfArchive } from '../../files/reading/kind'
import { acting, Once } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { Field, type Filled, type FormProblem, FormProblems, prefilled, sentForm, valueOf, Wrong } from '../frame/form'
import { done, momentText, readerOf } from '../frame/reader'
import { Shell } from '../frame/shell'
import { ownSheetAddress } from './address'
import { nodeName, setView } from './tree'

/** What shows a number: added and removed by its agency, read by who may see it. */
export function evidencePages(
  deps: OfficeDeps,
  { enter, read }: { readonly enter: MiddlewareHandler; readonly read: MiddlewareHandler },
): Hono {
  const at = '/own-assessments/:code/:agency/evidence/:node'
  const limited = bodyLimit({
    maxSize: largestEvidence + 64 * 1024,
    onError: (c) => formPage(deps, c, tooLarge),
  })
  return new Hono()
    .get(at, enter, (c) => formPage(deps, c, prefilled({})))
    .post(at, enter, limited, (c) => attached(deps, c))
    .post('/own-assessments/:code/:agency/evidence/:node/:id/remove', enter, (c) => detached(deps, c))
    .get(
      '/assessments/:code/evidence/:id',
      async (c, next) => ((await isOwn(deps, c)) ? next() : read(c, next)),
      (c) => file(deps, c),
    )
}

const tooLarge: Filled = { values: {}, problems: [{ field: 'file', code: 'too-large', allowed: sizeText(largestEvidence) }] }
const lost = (c: Context): Response => noticePage(c, 404, 'lostTitle', 'assessmentUnknown')

/** Whether it shows a number of an agency for which whoever asks enters. */
async function isOwn(deps: OfficeDeps, c: Context): Promise<boolean> {
  const row = await findEvidence(deps.database, c.req.param('code') ?? '', c.req.param('id') ?? '')
  return row !== undefined && isWithin(await areaFor(deps, c, 'assessments.enter'), row.agency)
}

/** As it was handed in, never opened in the page. */
async function file(deps: OfficeDeps, c: Context): Promise<Response> {
  const row = await findEvidence(deps.database, c.req.param('code') ?? '', c.req.param('id') ?? '')
  const mine = row && (isWithin(await areaFor(deps, c, 'results.read'), row.agency) || (await isOwn(deps, c)))
  if (!row || !mine || row.link !== '') return lost(c)
  return c.body(new Uint8Array(row.bytes), 200, {
    'Content-Type': row.type,
    'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(fileNameOf(row.name))}`,
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cache-Control': 'private, no-store',
  })
}

/** As every system lets a file be called; documents are numbered with slashes. */
const fileNameOf = (name: string): string => name.replace(/[\\/:*?"<>|\p{Cc}\p{Zl}\p{Zp}]/gu, '-').replace(/^\.+/, '')

async function formPage(deps: OfficeDeps, c: Context, filled: Filled): Promise<Response> {
  const reader = readerOf(c)
  const { say } = reader
  const [code, agency, node] = [c.req.param('code') ?? '', c.req.param('agency') ?? '', c.req.param('node') ?? '']
  const record = isWithin(await areaFor(deps, c, 'assessments.enter'), agency) ? await findAssessment(deps.database, code) : undefined
  const one = record?.agencies.find((each) => each.agency.code === agency)
  if (!record || !one || record.assessment.status === 'draft') return lost(c)
  const { questionnaire: set } = await deps.questionnaires.get(record.assessment.set.id, record.assessment.set.version)
  const view = setView(set)
  if (!view.ends.has(node)) return lost(c)
  const there = (await evidenceIn(deps.database, code, agency)).filter((each) => each.node === node)
  const title = `${say('evidenceTitle')}: ${node} ${nodeName(view, reader, node)}`
  const back = ownSheetAddress(code, agency)
  const labels = { file: say('evidenceFile', { size: sizeText(largestEvidence) }), link: say('evidenceLink'), name: say('evidenceName') }
  return page(c, {
    reader,
    title,
    status: filled.problems.length > 0 ? 422 : 200,
    body: (
      <Shell reader={reader}>
        <p class="back">
          <a href={`${back}#${node}`}>{localised(one.agency.name, reader.language)}</a>
        </p>
        <h1>{title}</h1>
        {there.length > 0 && (
          <section class="card">
            <h2>{say('evidenceThere')}</h2>
            <ul class="plain">
              {there.map(({ id, name, link, person, at }) => (
                <li key={id}>
                  <a
                    href={link === '' ? `/admin/assessments/${encodeURIComponent(code)}/evidence/${id}` : link}
                    rel="noreferrer noopener nofollow"
                  >
                    {name}
                  </a>
                  <small>
                    {person}, {momentText(reader, at)}
                  </small>
                  <form method="post" action={`${back}/evidence/${encodeURIComponent(node)}/${id}/remove`}>
                    <button class="quiet" type="submit" aria-label={`${say('evidenceRemove')}: ${name}`}>
                      {say('evidenceRemove')}
                    </button>
                  </form>
                </li>
              ))}
            </ul>
          </section>
        )}
        <form class="card form" method="post" enctype="multipart/form-data" action={`${back}/evidence/${encodeURIComponent(node)}`}>
          <FormProblems {...{ reader, filled, labels }} />
          <Once {...{ filled }} />
          <div class="field">
            <label for="file">{labels.file}</label>
            <input id="file" name="file" type="file" accept=".pdf,.png,.jpg,.jpeg,.docx,.xlsx" />
            <Wrong {...{ reader, filled }} name="file" label={labels.file} />
          </div>
          <Field {...{ reader, filled }} name="link" label={labels.link} hint={say('evidenceLinkHint')} input={{ maxLength: 500 }} />
          <Field {...{ reader, filled }} name="name" label={labels.name} hint={say('evidenceNameHint')} />
          <p class="acts">
            <button type="submit">{say('evidenceAdd')}</button>
            <a href={back}>{say('cancel')}</a>
          </p>
        </form>
      </Shell>
    ),
  })
}

/** Which of the kinds that are taken a file is, by what it holds and not by its name. */
function typeOf(bytes: Uint8Array): EvidenceType | undefined {
  const kind = kindOf(bytes)
  if (kind === 'pdf') return 'pdf'
  if (kind === 'picture') return bytes[0] === 0x89 ? 'png' : bytes[0] === 0xff ? 'jpg' : undefined
  const inside = kind === 'zip' ? kindOfArchive(bytes) : undefined
  return inside === 'docx' || inside === 'xlsx' ? inside : undefined
}

/** A name is one line. */
function nameProblem(named: string): FormProblem | undefined {
  const [end] = /[\t\n\r\u0085\u2028\u2029]/.exec(named) ?? []
  if (end !== undefined)
    return { field: 'name', code: 'hidden-sign', seen: `U+${end.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}` }
  return nameProblems('name', named, 'optional')[0]
}

function linkProblem(link: string): FormProblem | undefined {
  const address = URL.canParse(link) ? new URL(link) : undefined
  if (!address || !/^https?:\/\//i.test(link) || address.username !== '') return { field: 'link', code: 'not-an-address', seen: link }
  return isLongerThan(500, link) ? { field: 'link', code: 'too-long', allowed: '500' } : undefined
}

async function attached(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values, file: sentFile } = await sentForm(c)
  const of = { code: c.req.param('code') ?? '', agency: c.req.param('agency') ?? '', node: c.req.param('node') ?? '' }
  const bytes = await sentFile('file')
  const [link, named] = [valueOf(values, 'link'), valueOf(values, 'name')]
  const wrong = (problem: FormProblem): Promise<Response> => formPage(deps, c, { values, problems: [problem] })
  if (!bytes && link === '') return wrong({ field: 'file', code: 'no-file' })
  if (bytes && bytes.length > largestEvidence) return formPage(deps, c, { ...tooLarge, values })
  const type = bytes && typeOf(bytes)
  if (bytes && !type) return wrong({ field: 'file', code: 'not-evidence' })
  const problem = (bytes ? undefined : linkProblem(link)) ?? nameProblem(named)
  if (problem) return wrong(problem)
  const content = bytes && type ? { type, bytes } : { link }
  const name = named || (bytes && type ? `${of.node}.${type}` : link)
  return acting(
    deps,
    c,
    attachEvidence,
    { ...of, name: bytes && type && !name.toLowerCase().endsWith(`.${type}`) ? `${name}.${type}` : name, ...content },
    (came) => {
      if (came.kind === 'done') return done(c, `${ownSheetAddress(of.code, of.agency)}#${encodeURIComponent(of.node)}`, 'done_evidence')
      if (came.failure.code === 'too-many') return wrong({ field: 'file', code: 'too-many-files', allowed: String(mostEvidence) })
      return came.failure.code === 'unknown' ? lost(c) : noticePage(c, 409, 'assessmentStoodTitle', 'assessmentStood')
    },
    { form: values },
  )
}

const detached = (deps: OfficeDeps, c: Context): Promise<Response> => {
  const [code, agency, node, id] = ['code', 'agency', 'node', 'id'].map((name) => c.req.param(name) ?? '')
  return acting(deps, c, detachEvidence, { code: code ?? '', agency: agency ?? '', id: id ?? '' }, (came) => {
    if (came.kind === 'done')
      return done(c, `${ownSheetAddress(code ?? '', agency ?? '')}/evidence/${encodeURIComponent(node ?? '')}`, 'done_evidence-removed')
    return came.failure.code === 'unknown' ? lost(c) : noticePage(c, 409, 'assessmentStoodTitle', 'assessmentStood')
  })
}
