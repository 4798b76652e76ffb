import { type Context, Hono, type MiddlewareHandler } from 'hono'
import type { AgencyStatement, ReturnedStatement, StatedQuarter } from '../../../surveys/fielding/statements'
import type { Agency } from '../../../surveys/fielding/campaign'
import { localDay } from '../../../surveys/instrument/calendar'
import { localised } from '../../../surveys/instrument/language'
import { isWithin, requireAct } from '../../access/permission'
import { areaFor } from '../../access/seen'
import { statedNow, stateForAgency } from '../../acts/statements'
import { sentBackIn, statementsIn } from '../../db/agency-statements'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import { type Filled, FormProblems, marks, prefilled, sentForm, valueOf, Wrong } from '../frame/form'
import { done, momentText, type Reader, readerOf } from '../frame/reader'
import { Shell } from '../frame/shell'
import { gatheredPage, reminded, remindingSet, sendBackPage, statementSentBack } from './gathered'
import { quarterText, Returns, Stated } from './stated'

export const statementAddress = '/admin/statement'

/** What agencies state for a quarter: each for itself, and the office over all. */
export function statementPages(deps: OfficeDeps): Hono {
  const state = requireAct(deps, 'statements.write', refused)
  const act = requireAct(deps, 'campaigns.change', refused)
  // Who runs campaigns of all agencies gathers what they state.
  const gather: MiddlewareHandler = (c, next) =>
    act(c, async () => {
      if ((await areaFor(deps, c, 'campaigns.change')) === 'everywhere') return next()
      c.res = await refused(c, c.req.param('agency') === undefined ? 403 : 404)
      return undefined
    })
  return new Hono()
    .get('/statement', state, (c) => ownPage(deps, c))
    .post('/statement/:agency', state, (c) => stated(deps, c, c.req.param('agency')))
    .get('/statements', gather, (c) => gatheredPage(deps, c))
    .post('/statements/remind', gather, (c) => reminded(deps, c))
    .post('/statements/reminding', gather, (c) => remindingSet(deps, c))
    .get('/statements/:agency/send-back', gather, (c) => sendBackPage(deps, c, c.req.param('agency')))
    .post('/statements/:agency/send-back', gather, (c) => statementSentBack(deps, c, c.req.param('agency')))
}

type Own = { readonly agency: Agency; readonly statement: AgencyStatement | undefined; readonly returns: readonly ReturnedStatement[] }

/** The agencies for which whoever asks states something, with what they have stated. */
export async function statingAgencies(deps: OfficeDeps, c: Context): Promise<StatedQuarter & { readonly agencies: readonly Own[] }> {
  const { record, ...stated } = await statedNow(deps.database, localDay(deps.now()))
  const [area, kept] = [await areaFor(deps, c, 'statements.write'), await statementsIn(deps.database, stated.quarter)]
  const returned = await sentBackIn(deps.database, stated.quarter)
  const agencies = (record?.measured ?? []).flatMap(({ agency }) =>
    isWithin(area, agency.code) ? [{ agency, statement: kept.get(agency.code), returns: returned.get(agency.code) ?? [] }] : [],
  )
  return { ...stated, agencies }
}

const mostShown = 20

async function ownPage(
  deps: OfficeDeps,
  c: Context,
  failed?: { readonly agency: string; readonly filled: Filled; readonly trouble?: Trouble },
): Promise<Response> {
  const reader = readerOf(c)
  const { say, numbers } = reader
  const stated = await statingAgencies(deps, c)
  const title = say('statementTitle', { quarter: quarterText(stated.quarter) })
  return page(c, {
    reader,
    title,
    status: failed ? (failed.trouble ? 409 : 422) : 200,
    body: (
      <Shell reader={reader}>
        <h1>{title}</h1>
        <p class="sub">{say('statementText', { day: numbers.day(stated.dueOn) })}</p>
        {stated.agencies.length === 0 && (
          <section class="card empty">
            <p>{say('statementNone')}</p>
          </section>
        )}
        {stated.agencies.slice(0, mostShown).map((one) => (
          <OwnStatement
            key={one.agency.code}
            {...{ reader, one }}
            quarter={stated.quarter}
            failed={failed?.agency === one.agency.code ? failed : undefined}
          />
        ))}
      </Shell>
    ),
  })
}

/** Somebody else has saved it meanwhile, or its quarter has gone by. */
type Trouble = 'statementMoved' | 'statementGoneBy'

type OwnProps = {
  readonly reader: Reader
  readonly quarter: string
  readonly one: Own
  readonly failed: { readonly filled: Filled; readonly trouble?: Trouble } | undefined
}

function OwnStatement({ reader, reader: { say, language }, quarter, one: { agency, statement, returns }, failed }: OwnProps) {
  const name = localised(agency.name, language)
  if (statement && statement.handedAt !== '')
    return (
      <section class="card" aria-label={name}>
        <h2>{name}</h2>
        <p>
          <span class="state">{say('statementHanded')}</span> {momentText(reader, statement.handedAt)}, {statement.person}
        </p>
        <Stated {...{ reader, statement }} />
        <Returns {...{ reader, returns }} />
      </section>
    )
  const filled = failed?.filled ?? prefilled({ causes: statement?.causes ?? '', measures: statement?.measures ?? '' })
  const labels = { causes: say('statementCauses'), measures: say('statementMeasures') }
  const revision = failed?.trouble ? (statement?.revision ?? 0) : valueOf(filled.values, 'revision') || (statement?.revision ?? 0)
  return (
    <form class="card form" method="post" action={`${statementAddress}/${encodeURIComponent(agency.code)}`} aria-label={name}>
      <h2>{name}</h2>
      {returns.length > 0 && (
        <>
          <p>
            <span class="state closed">{say('statementReturned')}</span>
          </p>
          <p>{say('statementReturnedText')}</p>
        </>
      )}
      <Returns {...{ reader, returns }} />
      <FormProblems {...{ reader, filled, labels }} />
      {failed?.trouble && (
        <p class="wrong" role="alert">
          {say(failed.trouble)}
        </p>
      )}
      <input type="hidden" name="quarter" value={quarter} />
      <input type="hidden" name="revision" value={String(revision)} />
      {(['causes', 'measures'] as const).map((field) => (
        <Words key={field} {...{ reader, filled, agency: agency.code, field }} label={labels[field]} />
      ))}
      <p class="acts">
        <button type="submit" name="step" value="hand-in">
          {say('statementHandIn')}
        </button>
        <button class="quiet" type="submit" name="step" value="keep">
          {say('statementKeep')}
        </button>
      </p>
    </form>
  )
}

type WordsProps = {
  readonly reader: Reader
  readonly filled: Filled
  readonly agency: string
  readonly field: 'causes' | 'measures'
  readonly label: string
}

/** Where something is wrong the summary leads to the field by its name; there is one such form at a time. */
function Words({ reader, filled, agency, field, label }: WordsProps) {
  const id = filled.problems.length > 0 ? field : `${field}-${agency}`
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea id={id} name={field} rows={5} maxLength={5_000} {...marks({ reader, filled, name: field, label })}>
        {valueOf(filled.values, field)}
      </textarea>
      <Wrong {...{ reader, filled, name: field, label }} />
    </div>
  )
}

async function stated(deps: OfficeDeps, c: Context, agency: string): Promise<Response> {
  const { values } = await sentForm(c)
  const step = valueOf(values, 'step') === 'hand-in' ? 'hand-in' : 'keep'
  const revision = Number(valueOf(values, 'revision'))
  const wanted = {
    quarter: valueOf(values, 'quarter'),
    agency,
    causes: valueOf(values, 'causes'),
    measures: valueOf(values, 'measures'),
    step,
    revision: Number.isSafeInteger(revision) ? revision : 0,
  } as const
  return acting(deps, c, stateForAgency, wanted, (came) => {
    if (came.kind === 'done') return done(c, statementAddress, step === 'hand-in' ? 'done_statement-handed' : 'done_statement')
    const { failure } = came
    if (failure.code === 'wrong') return ownPage(deps, c, { agency, filled: { values, problems: failure.problems } })
    const trouble = failure.code === 'moved' ? 'statementMoved' : failure.code === 'gone-by' ? 'statementGoneBy' : undefined
    if (trouble) return ownPage(deps, c, { agency, filled: { values, problems: [] }, trouble })
    return failure.code === 'unknown'
      ? noticePage(c, 404, 'lostTitle', 'statementNone')
      : noticePage(c, 409, 'statementHanded', 'statementHandedText')
  })
}
