import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { localised } from '../../../surveys/instrument/language'
import type { Agency } from '../../../surveys/fielding/campaign'
import { type AssessmentDraft, assessmentFields, type AssessmentSurroundings, sourcesOf } from '../../../surveys/indices/fielding'
import { areaFor, seenAgencies } from '../../access/seen'
import { isWithin } from '../../access/permission'
import { assessmentSurroundings, changeAssessment, createAssessment } from '../../acts/assessments'
import { type AssessmentRecord, findAssessment } from '../../db/assessments'
import { acting, Once } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { ChoiceField, Field, type Filled, FormProblems, type FormValues, Picks, prefilled, sentForm, valueOf } from '../frame/form'
import { blockName, done, type Reader, readerOf } from '../frame/reader'
import { Shell } from '../frame/shell'
import { assessmentAddress, typedMonth } from './address'
import { sourceName, sourceTitle, sourceTitles, type SourceTitles } from './sources'

/** Planning an assessment, and changing it until it is closed. */
export function assessmentFormPages(deps: OfficeDeps, decide: MiddlewareHandler): Hono {
  return new Hono()
    .get('/new/assessment', decide, (c) => formPage(deps, c, suggested(deps, readerOf(c), c.req.query('set'))))
    .post('/new/assessment', decide, (c) => created(deps, c))
    .get('/assessments/:code/change', decide, (c) =>
      withRecord(deps, c, (record) => formPage(deps, c, filledFrom(record, readerOf(c)), record)),
    )
    .post('/assessments/:code/change', decide, (c) => withRecord(deps, c, (record) => changed(deps, c, record)))
}

async function withRecord(deps: OfficeDeps, c: Context, next: (record: AssessmentRecord) => Promise<Response>): Promise<Response> {
  const [record, area] = [await findAssessment(deps.database, c.req.param('code') ?? ''), await areaFor(deps, c, 'assessments.decide')]
  const isTheirs = record?.agencies.every(({ agency }) => isWithin(area, agency.code)) ?? false
  return record && isTheirs ? next(record) : noticePage(c, 404, 'lostTitle', 'assessmentUnknown')
}

/** A whole year of the calendar, as most are; by the set from whose page somebody comes. */
function suggested({ now }: OfficeDeps, reader: Reader, set = ''): Filled {
  const year = new Date(now()).getUTCFullYear()
  const [from, to] = ['01', '12'].map((month) => typedMonth(reader, `${year}-${month}`))
  return prefilled({ set, from: from ?? '', to: to ?? '', self_due: `${year + 1}-01-15`, look_due: `${year + 1}-02-15`, scope: 'blocks' })
}

const filledFrom = ({ assessment, agencies }: AssessmentRecord, reader: Reader): Filled =>
  prefilled({
    code: assessment.code,
    title: assessment.title['vi'] ?? '',
    title_en: assessment.title['en'] ?? '',
    set: `${assessment.set.id} ${assessment.set.version}`,
    from: typedMonth(reader, assessment.from),
    to: typedMonth(reader, assessment.to),
    self_due: assessment.selfDue,
    look_due: assessment.lookDue,
    scope: 'some',
    agencies: agencies.map(({ agency }) => agency.code),
    ...Object.fromEntries(Object.entries(assessment.sources).map(([source, code]) => [`source ${source}`, code])),
  })

async function draftIn(deps: OfficeDeps, c: Context, values: FormValues): Promise<AssessmentDraft> {
  const blocks = new Set(values['blocks'] ?? [])
  const agencies =
    valueOf(values, 'scope') === 'blocks'
      ? (await seenAgencies(deps, c, 'assessments.decide')).filter(({ block }) => blocks.has(block)).map(({ code }) => code)
      : (values['agencies'] ?? [])
  const field = (name: (typeof assessmentFields)[number]): string => valueOf(values, name)
  return {
    code: field('code'),
    title: field('title'),
    title_en: field('title_en'),
    set: field('set'),
    from: field('from'),
    to: field('to'),
    self_due: field('self_due'),
    look_due: field('look_due'),
    agencies,
    sources: Object.fromEntries(
      Object.keys(values).flatMap((name) =>
        name.startsWith('source ') ? [[name.slice('source '.length), valueOf(values, name)] as const] : [],
      ),
    ),
  }
}

async function created(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  return acting(
    deps,
    c,
    createAssessment,
    await draftIn(deps, c, values),
    (came) =>
      came.kind === 'done'
        ? done(c, assessmentAddress(came.value), 'done_assessment')
        : formPage(deps, c, { values, problems: came.failure.problems }),
    { form: values },
  )
}

async function changed(deps: OfficeDeps, c: Context, record: AssessmentRecord): Promise<Response> {
  const { values } = await sentForm(c)
  const { code } = record.assessment
  return acting(deps, c, changeAssessment, { ...(await draftIn(deps, c, values)), code }, (came) => {
    if (came.kind === 'done') return done(c, assessmentAddress(code), 'done_changed')
    if (came.failure.code === 'wrong') return formPage(deps, c, { values, problems: came.failure.problems }, record)
    return noticePage(c, 409, 'assessmentStoodTitle', 'assessmentStood')
  })
}

async function formPage(deps: OfficeDeps, c: Context, filled: Filled, record?: AssessmentRecord): Promise<Response> {
  const reader = readerOf(c)
  const surroundings = await assessmentSurroundings(deps.database)
  const agencies = await seenAgencies(deps, c, 'assessments.decide')
  const title = reader.say(record ? 'assessmentChange' : 'assessmentNew')
  return page(c, {
    reader,
    title,
    status: filled.problems.length > 0 ? 422 : 200,
    body:
      surroundings.sets.size === 0 || agencies.length === 0 ? (
        <Nothing reader={reader} word={agencies.length === 0 ? 'assessmentNoAgencies' : 'assessmentNoSets'} />
      ) : (
        <Form {...{ reader, title, filled, record, surroundings, agencies }} titles={await sourceTitles(deps, c)} />
      ),
  })
}

const Nothing = ({ reader, word }: { readonly reader: Reader; readonly word: 'assessmentNoAgencies' | 'assessmentNoSets' }) => (
  <Shell reader={reader}>
    <h1>{reader.say('assessmentNew')}</h1>
    <section class="card empty">
      <p>{reader.say(word)}</p>
      <p class="acts">
        <a class="button" href={word === 'assessmentNoSets' ? '/admin/questionnaires' : '/admin/agencies'}>
          {reader.say(word === 'assessmentNoSets' ? 'navQuestionnaires' : 'navAgencies')}
        </a>
      </p>
    </section>
  </Shell>
)

type FormProps = {
  readonly reader: Reader
  readonly title: string
  readonly filled: Filled
  readonly record: AssessmentRecord | undefined
  readonly surroundings: AssessmentSurroundings
  readonly titles: SourceTitles
  readonly agencies: readonly Agency[]
}

function Form({ reader, title, filled, record, surroundings, titles, agencies }: FormProps) {
  const { say, language } = reader
  const labels = labelsOf(reader)
  const isDraft = record === undefined || record.assessment.status === 'draft'
  const back = record ? assessmentAddress(record.assessment.code) : '/admin/assessments'
  const field = (name: keyof typeof labels, hint?: string, type: 'text' | 'date' = 'text') => (
    <Field {...{ reader, filled, name, hint }} label={labels[name] ?? ''} input={type === 'date' ? { type } : {}} />
  )
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href={back}>{record ? localised(record.assessment.title, language) : say('assessmentsTitle')}</a>
      </p>
      <h1>{title}</h1>
      <form class="card form" method="post" action={record ? `${back}/change` : '/admin/new/assessment'}>
        <FormProblems {...{ reader, filled, labels }} />
        {record === undefined && <Once {...{ filled }} />}
        {record === undefined && field('code', say('assessmentCodeHint'))}
        {field('title')}
        {field('title_en')}
        {isDraft && (
          <>
            <ChoiceField
              {...{ reader, filled }}
              name="set"
              label={labels['set'] ?? ''}
              items={[
                { value: '', text: say('assessmentChoose') },
                ...[...surroundings.sets].map(([value, set]) => ({
                  value,
                  text: `${localised(set.title, language, set.languages)} · ${set.id} ${set.version}`,
                })),
              ]}
            />
            <div class="pair">
              {field('from', say('assessmentMonthHint'))}
              {field('to')}
            </div>
          </>
        )}
        <div class="pair">
          {field('self_due', undefined, 'date')}
          {field('look_due', say('assessmentLookDueHint'), 'date')}
        </div>
        <Sources {...{ reader, filled, surroundings, titles, record }} />
        {isDraft && <Who {...{ reader, filled, agencies }} />}
        <p class="acts">
          <button type="submit">{say(record ? 'save' : 'assessmentPlan')}</button>
          <a href={back}>{say('cancel')}</a>
        </p>
      </form>
    </Shell>
  )
}

/** By what figures are drawn, and from which campaign or assessment; of a set that is not chosen yet, of all of them. */
function Sources({
  reader,
  filled,
  surroundings,
  record,
  titles,
}: Pick<FormProps, 'reader' | 'filled' | 'surroundings' | 'record' | 'titles'>) {
  const { say } = reader
  const set = surroundings.sets.get(
    valueOf(filled.values, 'set') || (record ? `${record.assessment.set.id} ${record.assessment.set.version}` : ''),
  )
  const all = set ? sourcesOf(set) : [...new Set([...surroundings.sets.values()].flatMap(sourcesOf))]
  if (all.length === 0) return null
  return (
    <fieldset class="field">
      <legend>{say('assessmentSources')}</legend>
      <small>{say('assessmentSourcesHint')}</small>
      {all.map((source) => (
        <ChoiceField
          key={source}
          {...{ reader, filled }}
          name={`source ${source}`}
          label={sourceName(reader, source)}
          items={[
            { value: '', text: say('assessmentSourceLater') },
            ...[...(surroundings.sources.get(source) ?? [])].map((code) => ({
              value: code,
              text: sourceTitle(reader, titles, source, code),
            })),
          ]}
        />
      ))}
    </fieldset>
  )
}

/** Whole blocks, or agencies one by one. */
function Who({ reader, filled, agencies }: Pick<FormProps, 'reader' | 'filled' | 'agencies'>) {
  const { say, language } = reader
  const blocks = [...new Set(agencies.map(({ block }) => block))]
  return (
    <div id="agencies">
      <Picks
        {...{ reader, filled }}
        name="scope"
        type="radio"
        label={say('assessmentWho')}
        items={[
          { value: 'blocks', text: say('assessmentWhoBlocks') },
          { value: 'some', text: say('assessmentWhoSome') },
        ]}
      />
      <Picks
        {...{ reader, filled }}
        name="blocks"
        type="checkbox"
        label={say('assessmentBlocks')}
        items={blocks.map((value) => ({ value, text: blockName(reader, value) }))}
      />
      <details open={valueOf(filled.values, 'scope') === 'some'}>
        <summary>{say('assessmentAgencies')}</summary>
        <Picks
          {...{ reader, filled }}
          name="agencies"
          id="agencies-some"
          type="checkbox"
          label={say('assessmentAgencies')}
          items={agencies.map(({ code, name }) => ({ value: code, text: localised(name, language), note: code }))}
        />
      </details>
    </div>
  )
}

const labelsOf = ({ say }: Reader): Readonly<Record<string, string>> => ({
  code: say('assessmentCode'),
  title: say('assessmentTitle'),
  title_en: say('assessmentTitleEn'),
  set: say('indicatorSet'),
  from: say('assessmentFrom'),
  to: say('assessmentTo'),
  self_due: say('assessmentSelfDue'),
  look_due: say('assessmentLookDue'),
  agencies: say('assessmentAgencies'),
})
