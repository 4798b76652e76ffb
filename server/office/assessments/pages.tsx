import { type Context, Hono } from 'hono'
import { localDay } from '../../../surveys/instrument/calendar'
import { localised } from '../../../surveys/instrument/language'
import type { Permission } from '../../../surveys/people/roles'
import { isWithin, requireAct } from '../../access/permission'
import { areaFor } from '../../access/seen'
import { closeAssessment, countIntervals, deleteAssessment, openAssessment, remindAssessed, reopenAssessment } from '../../acts/assessments'
import { type AssessmentRecord, findAssessment, listAssessments } from '../../db/assessments'
import { type AssessmentReading, readAssessment } from '../../reading/assessments'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import { type Filled, FormProblems, marks, prefilled, sentForm, valueOf, Wrong } from '../frame/form'
import { done, type Reader, readerOf } from '../frame/reader'
import { ColumnHeads, PageHead, Region, Shell } from '../frame/shell'
import { assessmentAddress, ownSheetAddress, monthsText, stageText, statusWords } from './address'
import { evidencePages } from './evidence'
import { assessmentFiles } from './files'
import { assessmentFormPages } from './form'
import { numberFilePages } from './import'
import { overviewPage } from './overview'
import { lostAssessment } from './agency-sheet'
import { answered, asked, numberPage } from './number'
import { entered, handedIn, numbersSentBack, ownSheetPage, sheetPage, verified, verifiedTold } from './sheet'

/** Assessments: planned, entered by who is rated, verified by who decides. */
export function assessmentPages(deps: OfficeDeps): Hono {
  const [read, enter, decide] = (['results.read', 'assessments.enter', 'assessments.decide'] as const).map((to) =>
    requireAct(deps, to, refused),
  )
  if (!read || !enter || !decide) throw new Error('three permissions have three doors')
  return new Hono()
    .route('/', assessmentFormPages(deps, decide))
    .route('/', evidencePages(deps, { enter, read }))
    .route('/', numberFilePages(deps, decide))
    .route('/', assessmentFiles(deps, read, decide))
    .get('/assessments', read, (c) => listPage(deps, c))
    .get('/assessments/:code', read, (c) => withReading(deps, c, 'results.read', (reading) => overviewPage(deps, c, reading)))
    .post('/assessments/:code/open', decide, (c) => step(deps, c, openAssessment, 'done_assessment-open'))
    .post('/assessments/:code/delete', decide, (c) => deleted(deps, c))
    .get('/assessments/:code/close', decide, (c) => withReading(deps, c, 'assessments.decide', (reading) => closePage(c, reading)))
    .post('/assessments/:code/close', decide, (c) => step(deps, c, closeAssessment, 'done_assessment-closed'))
    .get('/assessments/:code/reopen', decide, (c) =>
      withReading(deps, c, 'assessments.decide', (reading) => reopenPage(c, reading.record, prefilled({ reason: '' }))),
    )
    .post('/assessments/:code/reopen', decide, (c) => reopened(deps, c))
    .post('/assessments/:code/intervals', decide, (c) => intervalsOrdered(deps, c))
    .post('/assessments/:code/remind', decide, (c) => reminded(deps, c))
    .get('/assessments/:code/agencies/:agency', read, (c) => sheetPage(deps, c))
    .post('/assessments/:code/agencies/:agency', decide, (c) => verified(deps, c))
    .post('/assessments/:code/agencies/:agency/tell', decide, (c) => verifiedTold(deps, c))
    .post('/assessments/:code/agencies/:agency/send-back', decide, (c) => numbersSentBack(deps, c))
    .get('/assessments/:code/agencies/:agency/numbers/:node', read, (c) => numberPage(deps, c, 'results.read'))
    .post('/assessments/:code/agencies/:agency/numbers/:node', decide, (c) => answered(deps, c))
    .get('/own-assessments', enter, (c) => ownListPage(deps, c))
    .get('/own-assessments/:code/:agency', enter, (c) => ownSheetPage(deps, c))
    .post('/own-assessments/:code/:agency', enter, (c) => entered(deps, c))
    .post('/own-assessments/:code/:agency/hand-in', enter, (c) => handedIn(deps, c))
    .get('/own-assessments/:code/:agency/numbers/:node', enter, (c) => numberPage(deps, c, 'assessments.enter'))
    .post('/own-assessments/:code/:agency/numbers/:node', enter, (c) => asked(deps, c))
}

/** Goes on with an assessment that assesses an agency of whoever asks. */
async function withReading(
  deps: OfficeDeps,
  c: Context,
  to: Permission,
  next: (reading: AssessmentReading) => Response | Promise<Response>,
): Promise<Response> {
  const area = await areaFor(deps, c, to)
  const reading = await readAssessment(deps, c.req.param('code') ?? '')
  return reading?.record.agencies.some(({ agency }) => isWithin(area, agency.code)) ? next(reading) : lostAssessment(c)
}

type Row = { readonly record: AssessmentRecord; readonly late: boolean }

async function seenAssessments(deps: OfficeDeps, c: Context, to: Permission): Promise<readonly Row[]> {
  const [area, today] = [await areaFor(deps, c, to), localDay(deps.now())]
  const rows: Row[] = []
  for (const { code } of await listAssessments(deps.database)) {
    const record = await findAssessment(deps.database, code)
    const seen = record && { ...record, agencies: record.agencies.filter(({ agency }) => isWithin(area, agency.code)) }
    if (seen && seen.agencies.length > 0)
      rows.push({ record: seen, late: seen.assessment.status === 'open' && today > seen.assessment.selfDue })
  }
  return rows
}

async function listPage(deps: OfficeDeps, c: Context): Promise<Response> {
  const reader = readerOf(c)
  const rows = await seenAssessments(deps, c, 'results.read')
  return page(c, { reader, title: reader.say('assessmentsTitle'), body: <List {...{ reader, rows }} /> })
}

const List = ({ reader, rows }: { readonly reader: Reader; readonly rows: readonly Row[] }) => {
  const { say, numbers, language, may } = reader
  return (
    <Shell reader={reader}>
      <PageHead title={say('assessmentsTitle')} text={say('assessmentsText')}>
        {may('assessments.decide') && (
          <p class="acts">
            <a class="button" href="/admin/new/assessment">
              {say('assessmentNew')}
            </a>
          </p>
        )}
      </PageHead>
      {rows.length === 0 ? (
        <section class="card empty">
          <p>{say('assessmentsNone')}</p>
        </section>
      ) : (
        <section class="card">
          <Region label={say('assessmentsTitle')}>
            <table class="list folds">
              <ColumnHeads
                columns={[
                  { title: say('assessment'), look: 'name' },
                  { title: say('period') },
                  { title: say('state') },
                  { title: say('assessmentHandedIn'), look: 'r' },
                  { title: say('assessmentSelfDue') },
                ]}
              />
              <tbody>
                {rows.map(({ record: { assessment, agencies }, late }) => {
                  const handed = agencies.filter(({ stage }) => stage !== 'entering').length
                  return (
                    <tr key={assessment.code}>
                      <th scope="row" class="name">
                        <a href={assessmentAddress(assessment.code)}>{localised(assessment.title, language)}</a>
                        <small>{assessment.code}</small>
                      </th>
                      <td data-label={say('period')}>{monthsText(reader, assessment)}</td>
                      <td data-label={say('state')}>
                        <span class={assessment.status === 'closed' ? 'state closed' : 'state'}>{say(statusWords[assessment.status])}</span>
                      </td>
                      <td class="r" data-label={say('assessmentHandedIn')}>
                        {numbers.count(handed)}/{numbers.count(agencies.length)}
                      </td>
                      <td data-label={say('assessmentSelfDue')}>
                        {numbers.day(assessment.selfDue)}
                        {late && handed < agencies.length && <small>{say('duty_late')}</small>}
                      </td>
                    </tr>
                  )
                })}
              </tbody>
            </table>
          </Region>
        </section>
      )}
    </Shell>
  )
}

async function ownListPage(deps: OfficeDeps, c: Context): Promise<Response> {
  const reader = readerOf(c)
  const { say, numbers, language } = reader
  const rows = (await seenAssessments(deps, c, 'assessments.enter')).filter(({ record }) => record.assessment.status !== 'draft')
  return page(c, {
    reader,
    title: say('ownAssessmentsTitle'),
    body: (
      <Shell reader={reader}>
        <h1>{say('ownAssessmentsTitle')}</h1>
        <p class="sub">{say('ownAssessmentsText')}</p>
        {rows.length === 0 && (
          <section class="card empty">
            <p>{say('ownAssessmentsNone')}</p>
          </section>
        )}
        {rows.map(({ record: { assessment, agencies }, late }) => (
          <section class="card" key={assessment.code} aria-label={localised(assessment.title, language)}>
            <h2>{localised(assessment.title, language)}</h2>
            <p class="note">
              {monthsText(reader, assessment)}. {say('ownAssessmentDue', { day: numbers.day(assessment.selfDue) })}
              {late && agencies.some(({ stage }) => stage === 'entering') ? ` ${say('duty_late')}.` : ''}
            </p>
            <ul class="plain">
              {agencies.map((one) => (
                <li key={one.agency.code}>
                  <a href={ownSheetAddress(assessment.code, one.agency.code)}>{localised(one.agency.name, language)}</a>
                  <small>{stageText(reader, one)}</small>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </Shell>
    ),
  })
}

type Step = typeof openAssessment

const step = (deps: OfficeDeps, c: Context, doing: Step, word: `done_${string}`): Promise<Response> => {
  const code = c.req.param('code') ?? ''
  return acting(deps, c, doing, { code }, (came) => {
    if (came.kind === 'done') {
      deps.intervals.look()
      return done(c, assessmentAddress(code), word)
    }
    return came.failure.code === 'unknown' ? lostAssessment(c) : noticePage(c, 409, 'assessmentStoodTitle', 'assessmentStood')
  })
}

const intervalsOrdered = (deps: OfficeDeps, c: Context): Promise<Response> => {
  const code = c.req.param('code') ?? ''
  return acting(deps, c, countIntervals, { code }, (came) => {
    if (came.kind === 'done') {
      deps.intervals.look()
      return done(c, assessmentAddress(code), 'done_assessment-counting')
    }
    return came.failure.code === 'unknown' ? lostAssessment(c) : noticePage(c, 409, 'assessmentStoodTitle', 'assessmentStood')
  })
}

const deleted = (deps: OfficeDeps, c: Context): Promise<Response> =>
  acting(deps, c, deleteAssessment, { code: c.req.param('code') ?? '' }, (came) => {
    if (came.kind === 'done') return done(c, '/admin/assessments', 'done_assessment-deleted')
    return came.failure.code === 'unknown' ? lostAssessment(c) : noticePage(c, 409, 'assessmentStoodTitle', 'assessmentStood')
  })

const reminded = (deps: OfficeDeps, c: Context): Promise<Response> => {
  const code = c.req.param('code') ?? ''
  return acting(deps, c, remindAssessed, { code, occasion: 'asked' }, (came) => {
    if (came.kind === 'done') return done(c, assessmentAddress(code), 'done_assessment-reminded', came.value.letters)
    return came.failure.code === 'unknown' ? lostAssessment(c) : noticePage(c, 409, 'assessmentRemind', 'assessmentRemindNot')
  })
}

/** What closing does, and what is not ready for it. */
function closePage(c: Context, { record, results, set }: AssessmentReading): Response {
  const reader = readerOf(c)
  const { say, numbers } = reader
  const { assessment, agencies } = record
  const at = assessmentAddress(assessment.code)
  const open = agencies.filter(({ stage }) => stage === 'entering').length
  const without = results.agencies.filter(({ rank }) => rank === null).length
  const title = `${say('assessmentClose')}: ${localised(assessment.title, reader.language)}`
  return page(c, {
    reader,
    title,
    body: (
      <Shell reader={reader}>
        <p class="back">
          <a href={at}>{localised(assessment.title, reader.language)}</a>
        </p>
        <h1>{title}</h1>
        <p class="sub">{say('assessmentCloseText')}</p>
        <section class="card">
          <ul>
            <li>{say('assessmentCloseOpen', { n: numbers.count(open), all: numbers.count(agencies.length) })}</li>
            <li>
              {say('assessmentCloseWithout', { n: numbers.count(without), set: localised(set.title, reader.language, set.languages) })}
            </li>
          </ul>
          <form method="post" action={`${at}/close`}>
            <p class="acts">
              <button type="submit">{say('assessmentClose')}</button>
              <a href={at}>{say('cancel')}</a>
            </p>
          </form>
        </section>
      </Shell>
    ),
  })
}

function reopenPage(c: Context, { assessment }: AssessmentRecord, filled: Filled): Response {
  const reader = readerOf(c)
  const { say } = reader
  const at = assessmentAddress(assessment.code)
  const title = `${say('assessmentReopen')}: ${localised(assessment.title, reader.language)}`
  const label = say('lifeReason')
  return page(c, {
    reader,
    title,
    status: filled.problems.length > 0 ? 422 : 200,
    body: (
      <Shell reader={reader}>
        <p class="back">
          <a href={at}>{localised(assessment.title, reader.language)}</a>
        </p>
        <h1>{title}</h1>
        <p class="sub">{say('assessmentReopenText')}</p>
        <form class="card form" method="post" action={`${at}/reopen`}>
          <FormProblems {...{ reader, filled }} labels={{ reason: label }} />
          <div class="field">
            <label for="reason">{label}</label>
            <textarea id="reason" name="reason" rows={3} maxLength={2_000} {...marks({ reader, filled, name: 'reason', label })}>
              {valueOf(filled.values, 'reason')}
            </textarea>
            <Wrong {...{ reader, filled, label }} name="reason" />
          </div>
          <p class="acts">
            <button type="submit">{say('assessmentReopen')}</button>
            <a href={at}>{say('cancel')}</a>
          </p>
        </form>
      </Shell>
    ),
  })
}

async function reopened(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  const code = c.req.param('code') ?? ''
  return acting(deps, c, reopenAssessment, { code, reason: valueOf(values, 'reason') }, async (came) => {
    if (came.kind === 'done') return done(c, assessmentAddress(code), 'done_assessment-open')
    const { failure } = came
    const record = await findAssessment(deps.database, code)
    if (!record || failure.code === 'unknown') return lostAssessment(c)
    if (failure.code === 'wrong') return reopenPage(c, record, { values, problems: failure.problems })
    return noticePage(c, 409, 'assessmentStoodTitle', 'assessmentStood')
  })
}
