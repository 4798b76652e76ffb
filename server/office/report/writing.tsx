import { type Context, Hono } from 'hono'
import { Fragment } from 'preact'
import { localised } from '../../../surveys/instrument/language'
import { editionOf, fieldsOfTexts, mostWritten, type ReportTexts, textFields, writtenFields } from '../../../surveys/reporting/form'
import type { Contested } from '../../../surveys/reporting/settling'
import { requireAct } from '../../access/permission'
import { seenCampaign } from '../../access/seen'
import { writeReport } from '../../acts/reports'
import type { CampaignRecord } from '../../db/campaigns'
import { findReportTexts, readReportTexts } from '../../db/reports'
import type { ReportTextsRow } from '../../db/tables'
import { type Filter, noFilter, readFilter } from '../../reading/filter'
import { acting } from '../frame/acting'
import { isWholeEdition } from '../../report/facts'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import { Field, type Filled, FormProblems, type FormValues, Hint, marks, prefilled, sentForm, valueOf, Wrong } from '../frame/form'
import { blockName, done, momentText, type Reader, readerOf } from '../frame/reader'
import { Shell } from '../frame/shell'
import { addressQuery } from '../results/filter'
import { filterRefused } from '../results/filters'
import { sentFields, stampsAfter, stampsOf, TwoWordings } from './settling'

/** What the office itself says in a report: number and day, findings, causes, recommendations. */
export function writingPages(deps: OfficeDeps): Hono {
  const change = requireAct(deps, 'campaigns.change', refused)
  return new Hono()
    .get('/campaigns/:code/report/texts', change, (c) => writing(deps, c, (asked) => formPage(deps, c, asked)))
    .post('/campaigns/:code/report/texts', change, (c) => writing(deps, c, (asked) => written(deps, c, asked)))
}

type Edition = { readonly record: CampaignRecord; readonly filter: Filter }

/** Goes on with the edition of the address: of everything, of a block, of an agency. */
async function writing(deps: OfficeDeps, c: Context, next: (edition: Edition) => Promise<Response>): Promise<Response> {
  const code = c.req.param('code') ?? ''
  const record = await seenCampaign(deps, c, code, 'campaigns.change')
  if (!record) return noticePage(c, 404, 'lostTitle', 'campaignUnknown', { seen: code })
  const reading = readFilter(record, (name) => (name === 'agency' || name === 'block' ? c.req.query(name) : undefined))
  if (!reading.ok) return filterRefused(c, code, reading.refusal)
  const { agency, block } = reading.filter
  const filter = { ...noFilter, agency, block: agency === null ? block : null }
  // What is written about all is not for who sees a part.
  return isWholeEdition(record, filter) ? next({ record, filter }) : refused(c, 403)
}

const reportAddress = ({ record, filter }: Edition): string =>
  `/admin/campaigns/${encodeURIComponent(record.campaign.code)}/report${addressQuery(filter)}`

const textsAddress = ({ record, filter }: Edition): string =>
  `/admin/campaigns/${encodeURIComponent(record.campaign.code)}/report/texts${addressQuery(filter)}`

async function written(deps: OfficeDeps, c: Context, edition: Edition): Promise<Response> {
  const { values } = await sentForm(c)
  const { record, filter } = edition
  const typed = Object.fromEntries(textFields.map((name) => [name, valueOf(values, name)]))
  const place = { code: record.campaign.code, agency: filter.agency, block: filter.block }
  return acting(deps, c, writeReport, { ...place, sent: sentFields(textFields, typed, values) }, async (came) => {
    if (came.kind === 'done') return done(c, reportAddress(edition), 'done_report')
    const { failure } = came
    if (failure.code === 'unknown') return noticePage(c, 404, 'lostTitle', 'campaignUnknown', { seen: record.campaign.code })
    if (failure.code === 'wrong') return formPage(deps, c, edition, { filled: { values, problems: failure.problems }, contested: [] })
    const { fields, contested } = failure.settled
    const theirs = Object.fromEntries(contested.map((one) => [one.field, one.theirs]))
    const based = stampsAfter(textFields, { ...fields, ...theirs }, contested, values)
    return formPage(deps, c, edition, { filled: prefilled({ ...fields, based }), contested })
  })
}

/** A text and its English beside it, as far as they are written. */
export function bothIn(values: FormValues, name: string): Readonly<Record<string, string>> {
  const [vi, en] = [valueOf(values, name), valueOf(values, `${name}-en`)]
  return { ...(vi === '' ? {} : { vi }), ...(en === '' ? {} : { en }) }
}

const filledOf = (texts: ReportTexts): Filled => {
  const fields = fieldsOfTexts(texts)
  return prefilled({ ...fields, based: stampsOf(textFields, fields) })
}

/** A form that comes back, with the fields in which another has other words. */
type Back = { readonly filled: Filled; readonly contested: readonly Contested[] }

async function formPage(deps: OfficeDeps, c: Context, edition: Edition, back?: Back): Promise<Response> {
  const { record, filter } = edition
  const { database } = deps
  const key = editionOf(filter)
  const row = await findReportTexts(database, record.campaign.code, key)
  const { filled, contested } = back ?? { filled: filledOf(await readReportTexts(database, record.campaign.code, key)), contested: [] }
  const reader = readerOf(c)
  const status = contested.length > 0 ? 409 : filled.problems.length > 0 ? 422 : 200
  const body = <Writing {...{ reader, edition, filled, row, contested }} />
  return page(c, { reader, title: reader.say('reportWriteTitle'), status, body })
}

type Props = {
  readonly reader: Reader
  readonly edition: Edition
  readonly filled: Filled
  readonly row: ReportTextsRow | undefined
  readonly contested: readonly Contested[]
}

function Writing({ reader, edition, filled, row, contested }: Props) {
  const { say, language } = reader
  const { record, filter } = edition
  const agency = record.measured.find((one) => one.agency.code === filter.agency)?.agency
  const of = agency ? localised(agency.name, language) : filter.block === null ? '' : blockName(reader, filter.block)
  const fields = writtenFields.map((name) => ({ name, label: say(`reportField_${name}`) }))
  const labels: Readonly<Record<string, string>> = {
    number: say('reportField_number'),
    day: say('reportField_day'),
    ...Object.fromEntries(
      fields.flatMap(({ name, label }) => [
        [name, label],
        [`${name}-en`, say('reportInEnglish', { field: label })],
      ]),
    ),
  }
  const whose = row && say('reportChangedBy', { who: row.changed_by, when: momentText(reader, row.changed_at) })
  const other = (name: string) => {
    const one = contested.find(({ field }) => field === name)
    return (
      one && (
        <TwoWordings {...{ reader, filled, one, whose }} label={labels[name] ?? name} canFollow={name !== 'number' && name !== 'day'} />
      )
    )
  }
  const hints: Readonly<Record<string, string | undefined>> = { purpose: say('reportHint_purpose'), findings: say('reportHint_findings') }
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href={reportAddress(edition)}>{say('report')}</a>
      </p>
      <h1>{say('reportWriteTitle')}</h1>
      <p class="sub">
        {localised(record.campaign.title, language)}
        {of !== '' && ` · ${of}`}
      </p>
      <p class="note">{say('reportWriteText')}</p>
      {whose !== undefined && <p class="note">{whose}</p>}
      <FormProblems {...{ reader, filled, labels }} />
      {contested.length > 0 && (
        <p class="wrong summary" role="alert">
          {say('reportOvertaken')}
        </p>
      )}
      <form class="card form" method="post" action={textsAddress(edition)}>
        <input type="hidden" name="based" value={valueOf(filled.values, 'based')} />
        {other('number')}
        <Field {...{ reader, filled }} name="number" label={say('reportField_number')} hint={say('reportHint_number')} />
        {other('day')}
        <Field {...{ reader, filled }} name="day" label={say('reportField_day')} input={{ type: 'date' }} />
        {fields.map(({ name, label }) => (
          <Fragment key={name}>
            {other(name)}
            <LongField {...{ reader, filled, name, label }} hint={hints[name]} lang="vi" />
          </Fragment>
        ))}
        <details open={writtenFields.some((name) => valueOf(filled.values, `${name}-en`) !== '')}>
          <summary>{say('reportEnglishFields')}</summary>
          {fields.map(({ name, label }) => (
            <Fragment key={name}>
              {other(`${name}-en`)}
              <LongField {...{ reader, filled }} name={`${name}-en`} label={say('reportInEnglish', { field: label })} lang="en" />
            </Fragment>
          ))}
        </details>
        <p class="acts">
          <button type="submit">{say('save')}</button>
          <a href={reportAddress(edition)}>{say('cancel')}</a>
        </p>
      </form>
    </Shell>
  )
}

type LongProps = {
  readonly reader: Reader
  readonly filled: Filled
  readonly name: string
  readonly label: string
  readonly hint?: string | undefined
  readonly lang: string
  readonly rows?: number
}

/** A text of several lines. */
export const LongField = ({ lang, rows = 5, ...props }: LongProps) => (
  <div class="field">
    <label for={props.name}>{props.label}</label>
    <Hint {...props} />
    <textarea id={props.name} name={props.name} rows={rows} lang={lang} maxLength={mostWritten} {...marks(props)}>
      {valueOf(props.filled.values, props.name)}
    </textarea>
    <Wrong {...props} />
  </div>
)
