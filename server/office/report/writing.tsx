import { type Context, Hono } from 'hono'
import { localised } from '../../../surveys/instrument/language'
import { editionOf, mostWritten, type ReportTexts, writtenFields } from '../../../surveys/reporting/form'
import { requireAct } from '../../access/permission'
import { seenCampaign } from '../../access/seen'
import { stampOfTexts, writeReport } from '../../acts/reports'
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
  const input = {
    code: record.campaign.code,
    agency: filter.agency,
    block: filter.block,
    texts: textsIn(values),
    based: valueOf(values, 'based'),
  }
  return acting(deps, c, writeReport, input, async (came) => {
    if (came.kind === 'done') return done(c, reportAddress(edition), 'done_report')
    const { failure } = came
    if (failure.code === 'unknown') return noticePage(c, 404, 'lostTitle', 'campaignUnknown', { seen: record.campaign.code })
    if (failure.code === 'wrong') return formPage(deps, c, edition, { values, problems: failure.problems })
    const row = await findReportTexts(deps.database, record.campaign.code, editionOf(filter))
    return formPage(deps, c, edition, { values: { ...values, based: [stampOfTexts(row)] }, problems: [] }, 'overtaken')
  })
}

/** The texts of a form; English stands beside. */
export function textsIn(values: FormValues): ReportTexts {
  const both = (name: string) => bothIn(values, name)
  return {
    number: valueOf(values, 'number'),
    day: valueOf(values, 'day'),
    purpose: both('purpose'),
    findings: both('findings'),
    causes: both('causes'),
    recommendations: both('recommendations'),
  }
}

/** A text and its English beside it, as far as they are written. */
export function bothIn(values: FormValues, name: string): Readonly<Record<string, string>> {
  const [vi, en] = [valueOf(values, name), valueOf(values, `${name}-en`)]
  return { ...(vi === '' ? {} : { vi }), ...(en === '' ? {} : { en }) }
}

const filledOf = (texts: ReportTexts, row: ReportTextsRow | undefined): Filled =>
  prefilled({
    based: stampOfTexts(row),
    number: texts.number,
    day: texts.day,
    ...Object.fromEntries(
      writtenFields.flatMap((name) => [
        [name, texts[name]['vi'] ?? ''],
        [`${name}-en`, texts[name]['en'] ?? ''],
      ]),
    ),
  })

async function formPage(deps: OfficeDeps, c: Context, edition: Edition, sent?: Filled, trouble?: 'overtaken'): Promise<Response> {
  const { record, filter } = edition
  const { database } = deps
  const key = editionOf(filter)
  const row = await findReportTexts(database, record.campaign.code, key)
  const filled = sent ?? filledOf(await readReportTexts(database, record.campaign.code, key), row)
  const reader = readerOf(c)
  const status = trouble ? 409 : filled.problems.length > 0 ? 422 : 200
  const body = <Writing {...{ reader, edition, filled, row }} isOvertaken={trouble !== undefined} />
  return page(c, { reader, title: reader.say('reportWriteTitle'), status, body })
}

type Props = {
  readonly reader: Reader
  readonly edition: Edition
  readonly filled: Filled
  readonly row: ReportTextsRow | undefined
  readonly isOvertaken: boolean
}

function Writing({ reader, edition, filled, row, isOvertaken }: Props) {
  const { say, language } = reader
  const { record, filter } = edition
  const agency = record.measured.find((one) => one.agency.code === filter.agency)?.agency
  const of = agency ? localised(agency.name, language) : filter.block === null ? '' : blockName(reader, filter.block)
  const fields = writtenFields.map((name) => ({ name, label: say(`reportField_${name}`) }))
  const labels = {
    number: say('reportField_number'),
    day: say('reportField_day'),
    ...Object.fromEntries(
      fields.flatMap(({ name, label }) => [
        [name, label],
        [`${name}-en`, say('reportInEnglish', { field: label })],
      ]),
    ),
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
      {row && <p class="note">{say('reportChangedBy', { who: row.changed_by, when: momentText(reader, row.changed_at) })}</p>}
      <FormProblems {...{ reader, filled, labels }} />
      {isOvertaken && (
        <p class="wrong summary" role="alert">
          {say('reportOvertaken')}
        </p>
      )}
      <form class="card form" method="post" action={textsAddress(edition)}>
        <input type="hidden" name="based" value={valueOf(filled.values, 'based')} />
        <Field {...{ reader, filled }} name="number" label={labels.number} hint={say('reportHint_number')} />
        <Field {...{ reader, filled }} name="day" label={labels.day} input={{ type: 'date' }} />
        {fields.map(({ name, label }) => (
          <LongField key={name} {...{ reader, filled, name, label }} hint={hints[name]} lang="vi" />
        ))}
        <details open={writtenFields.some((name) => valueOf(filled.values, `${name}-en`) !== '')}>
          <summary>{say('reportEnglishFields')}</summary>
          {fields.map(({ name, label }) => (
            <LongField key={name} {...{ reader, filled }} name={`${name}-en`} label={say('reportInEnglish', { field: label })} lang="en" />
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
