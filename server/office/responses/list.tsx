import type { Context } from 'hono'
import { sizeText } from '../../../client/text/numbers'
import { idsOf, receiptCode } from '../../../surveys/answers/receipt'
import { channels } from '../../../surveys/fielding/campaign'
import { mostSetAside } from '../../../surveys/fielding/set-aside'
import { localised } from '../../../surveys/instrument/language'
import { flags, flagsIn } from '../../../surveys/quality/flags'
import { personOf } from '../../access/permission'
import { seenTouchpoints } from '../../access/seen'
import { ownAgencies, waitingSince } from '../../acts/set-asides'
import type { CampaignRecord } from '../../db/campaigns'
import { type LineQuery, linesBetween, type ResponseLine } from '../../db/response-list'
import { type AsideRequest, asideRequests } from '../../db/set-asides'
import type { ServingTouchpoint } from '../../db/touchpoints'
import { importFileLimits } from '../../recording/import-file'
import { type OfficeDeps, setupAddress } from '../frame/deps'
import { page } from '../frame/document'
import { FilterChoice, FilterDay, FilterText, formProblemText, TableFile } from '../frame/form'
import { channelName, type Reader, readerOf } from '../frame/reader'
import { ColumnHeads, PageHead, Region, Shell } from '../frame/shell'
import { linesUnder } from './lines'
import { lineQueryIn, listAddress, responsesAddress } from './query'
import { RequestList } from './waiting'

const linesAPage = 50
/** In letters; a code has nine. */
const longestTyped = 40
/** More touchpoints than these are offered only once an agency is chosen. */
const mostOffered = 300

type Listed = {
  readonly record: CampaignRecord
  readonly query: LineQuery
  readonly typed: string
  readonly after: string
  readonly rows: readonly ResponseLine[]
  readonly next: string | undefined
  readonly touchpoints: readonly ServingTouchpoint[]
  readonly requests: readonly AsideRequest[]
  /** The agencies of whoever looks, whose responses others set aside. */
  readonly own: ReadonlySet<string>
  readonly wrong: string | undefined
}

/** A page of responses under a filter, or the one that a receipt belongs to. */
export async function listPage(deps: OfficeDeps, c: Context, record: CampaignRecord, wrong?: string): Promise<Response> {
  const { database } = deps
  const reader = readerOf(c)
  const code = record.campaign.code
  const query = lineQueryIn(c)
  const typed = (c.req.query('receipt') ?? '').trim().slice(0, longestTyped)
  const ids = typed === '' ? undefined : idsOf(typed)
  const after = (c.req.query('after') ?? '').slice(0, 64)
  const found =
    typed === ''
      ? await linesUnder(deps, record, query, after, linesAPage)
      : { rows: ids ? await linesBetween(database, code, ids) : [], next: undefined }
  const person = await personOf(deps, c)
  const listed: Listed = {
    record,
    query,
    typed,
    after,
    ...found,
    touchpoints: await seenTouchpoints(deps, c, 'responses.set-aside', code),
    requests: await asideRequests(database, waitingSince(deps), code),
    own: await ownAgencies(database, person ?? {}),
    wrong: wrong ?? (typed !== '' && !ids ? reader.say('receiptNoCodeText') : undefined),
  }
  return page(c, {
    reader,
    title: reader.say('responsesTitle'),
    status: listed.wrong ? 422 : 200,
    body: <Responses {...{ reader, listed }} />,
  })
}

type Props = { readonly reader: Reader; readonly listed: Listed }

function Responses({ reader, reader: { say, language }, listed }: Props) {
  const { record, requests, rows, next, after, query, typed, wrong } = listed
  const { code, title } = record.campaign
  const isNarrowed = typed !== '' || listAddress(code, query) !== responsesAddress(code)
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href={setupAddress(code)}>{localised(title, language)}</a>
      </p>
      <PageHead title={say('responsesTitle')} text={say('responsesText')}>
        {reader.seeing === undefined && (
          <p class="acts">
            <a class="button quiet" href={`${responsesAddress(code)}/import`}>
              {say('responsesImportLink')}
            </a>
          </p>
        )}
      </PageHead>
      {requests.length > 0 && <RequestList {...{ reader, code, requests }} />}
      {wrong !== undefined && (
        <p class="wrong summary" role="alert">
          {wrong}
        </p>
      )}
      {rows.some(({ form }) => form !== '') && <p class="note">{say('responsesForms')}</p>}
      <Search {...{ reader, listed }} />
      {rows.length === 0 ? (
        <section class="card empty">
          <h2>{say(next === undefined ? 'responsesNone' : 'responsesNoneYet')}</h2>
          {next === undefined && <p>{say(isNarrowed ? 'responsesNoneFound' : 'responsesNoneAtAll')}</p>}
        </section>
      ) : (
        <Choice {...{ reader, listed }} />
      )}
      {reader.seeing === undefined && <ByFile {...{ reader, code }} />}
      <p class="acts">
        {after !== '' && (
          <a class="button quiet" href={listAddress(code, query)}>
            {say('responsesFirst')}
          </a>
        )}
        {next !== undefined && (
          <a class="button quiet" rel="next" href={listAddress(code, query, { after: next })}>
            {say('responsesNext')}
          </a>
        )}
      </p>
    </Shell>
  )
}

/** A plain form, so that every list has an address of its own. */
function Search({ reader, reader: { say, language }, listed: { record, query, typed, touchpoints } }: Props) {
  const { code } = record.campaign
  const names = new Intl.Collator('vi', { numeric: true })
  const agencies = record.measured
    .map(({ agency }) => ({ value: agency.code, text: localised(agency.name, language) }))
    .sort((a, b) => names.compare(a.text, b.text))
  const near =
    query.agency === null ? touchpoints : touchpoints.filter((one) => query.agency !== null && one.agencies.includes(query.agency))
  const offered = near.length > mostOffered ? near.filter((one) => one.code === query.touchpoint) : near
  return (
    <form class="filters" method="get" action={responsesAddress(code)} aria-label={say('responsesFilter')}>
      <FilterChoice name="agency" label={say('agency')} all={say('allAgencies')} chosen={query.agency} items={agencies} />
      <FilterChoice
        name="touchpoint"
        label={say('touchpoint')}
        all={say(near.length > mostOffered ? 'responsesAgencyFirst' : 'allTouchpoints')}
        chosen={query.touchpoint}
        items={offered.map((one) => ({ value: one.code, text: placeName(reader, one) }))}
      />
      <FilterChoice
        name="channel"
        label={say('channel')}
        all={say('allChannels')}
        chosen={query.channel}
        items={channels.map((value) => ({ value, text: channelName(reader, value) }))}
      />
      <FilterDay name="day" label={say('responsesDay')} value={query.day ?? ''} />
      <FilterChoice
        name="flag"
        label={say('flagsTitle')}
        all={say('flagsAll')}
        chosen={query.flag}
        items={(['marked', 'doubtful', ...flags] as const).map((value) => ({ value, text: say(`flag_${value}`) }))}
      />
      <FilterChoice
        name="state"
        label={say('state')}
        all={say('asideAll')}
        chosen={query.state === '' ? 'counted' : query.state}
        items={(['counted', 'aside', 'quarantine', 'void'] as const).map((value) => ({ value, text: say(`aside_${value}`) }))}
      />
      <FilterText name="receipt" label={say('receiptCodeLabel')} value={typed} />
      <p class="acts">
        <button class="button quiet" type="submit">
          {say('responsesShow')}
        </button>
        <a href={responsesAddress(code)}>{say('clear')}</a>
      </p>
    </form>
  )
}

const placeName = ({ language }: Reader, { label, code }: ServingTouchpoint): string => `${localised(label, language) || code} (${code})`

/** The responses with a box each, and what to do with those that are ticked or with all that the filter finds. */
function Choice({ reader, reader: { say, numbers }, listed }: Props) {
  const { record, query, typed } = listed
  const isReadOnly = reader.seeing !== undefined
  const table = <Table {...{ reader, listed }} />
  if (isReadOnly) return <section class="card">{table}</section>
  return (
    <form class="card" method="post" action={listAddress(record.campaign.code, query).replace(/(\?|$)/, '/preview$1')}>
      {table}
      <div class="filters choice">
        <fieldset class="picks">
          <legend>{say('responsesWhich')}</legend>
          <label class="pick">
            <input type="radio" name="which" value="ticked" checked />
            <span>{say('responsesTicked')}</span>
          </label>
          {typed === '' && (
            <label class="pick">
              <input type="radio" name="which" value="all" />
              <span>{say('responsesAllFound', { n: numbers.count(mostSetAside) })}</span>
            </label>
          )}
        </fieldset>
        <FilterChoice name="to" label={say('asideDoing')} chosen="quarantine" items={doingItems(say)} />
        <p class="acts">
          <button type="submit">{say('asidePreview')}</button>
        </p>
      </div>
    </form>
  )
}

/** The responses that a file names by their ids, such as one that brought them in. */
const ByFile = ({ reader: { say }, code }: { readonly reader: Reader; readonly code: string }) => (
  <details class="card more">
    <summary>{say('asideFileTitle')}</summary>
    <form class="form" method="post" action={`${responsesAddress(code)}/file`} enctype="multipart/form-data">
      <p class="note">{say('asideFileText')}</p>
      <TableFile label={say('dossiersImportFile', { size: sizeText(importFileLimits.bytes) })} />
      <div class="filters choice">
        <FilterChoice name="all-to" label={say('asideDoing')} chosen="quarantine" items={doingItems(say)} />
        <p class="acts">
          <button type="submit">{say('asidePreview')}</button>
        </p>
      </div>
    </form>
  </details>
)

const doingItems = (say: Reader['say']) =>
  (['quarantine', 'void', 'restore'] as const).map((value) => ({ value, text: say(`asideDo_${value}`) }))

export const fileTooLarge = (reader: Reader): string =>
  formProblemText(reader, { field: 'file', code: 'too-large', allowed: sizeText(importFileLimits.bytes) })

/** Whether a line is of the same form as the one before it; a form is ticked once. */
const goesOn = (before: ResponseLine | undefined, { form }: ResponseLine): boolean => form !== '' && before?.form === form

function Table({ reader, reader: { say, numbers, language }, listed: { record, rows, touchpoints, own } }: Props) {
  const names = new Map(record.measured.map(({ agency }) => [agency.code, localised(agency.name, language)]))
  const places = new Map(touchpoints.map((one) => [one.code, localised(one.label, language) || one.code]))
  return (
    <Region label={say('responsesTitle')}>
      <table class="list folds responses">
        <ColumnHeads
          columns={(['receiptCodeLabel', 'responsesDay', 'agency', 'touchpoint', 'channel', 'flagsTitle', 'state'] as const).map(
            (word) => ({
              title: say(word),
            }),
          )}
        />
        <tbody>
          {rows.map((one, place) => (
            <tr key={one.id}>
              <th scope="row">
                {goesOn(rows[place - 1], one) ? (
                  <small>{say('responsesSameForm', { code: receiptCode(one.id) })}</small>
                ) : own.has(one.agency) || reader.seeing ? (
                  <>
                    {receiptCode(one.id)}
                    {own.has(one.agency) && <small>{say('asideOwn')}</small>}
                  </>
                ) : (
                  <label class="pick">
                    <input type="checkbox" name="id" value={one.id} />
                    <span>{receiptCode(one.id)}</span>
                  </label>
                )}
              </th>
              <td data-label={say('responsesDay')}>
                {numbers.day(one.received_on)}
                {one.answered_on !== one.received_on && <small>{say('responsesAnswered', { day: numbers.day(one.answered_on) })}</small>}
              </td>
              <td data-label={say('agency')}>{names.get(one.agency) ?? one.agency}</td>
              <td data-label={say('touchpoint')}>{places.get(one.touchpoint) ?? one.touchpoint}</td>
              <td data-label={say('channel')}>{channelName(reader, one.channel)}</td>
              <td data-label={say('flagsTitle')}>
                {flagsIn(one.flags)
                  .map((flag) => say(`flag_${flag}`))
                  .join(', ')}
              </td>
              <td data-label={say('state')}>
                {one.set_aside === '' ? say('aside_counted') : <mark>{say(`aside_${one.set_aside}`)}</mark>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Region>
  )
}
