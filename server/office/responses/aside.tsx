import type { Context } from 'hono'
import { fileProblemText } from '../../../client/text/imports'
import { type AsideCause, aloneUpTo, asideCauses, formsAmong, mostSetAside } from '../../../surveys/fielding/set-aside'
import { localised } from '../../../surveys/instrument/language'
import { personOf } from '../../access/permission'
import {
  askSetAside,
  type AskedAside,
  loadsOf,
  needsSecond,
  ownAgencies,
  quarantineResponses,
  restoreResponses,
  voidResponses,
} from '../../acts/set-asides'
import { longestReason, shortestReason } from '../../acts/settings'
import type { CampaignRecord } from '../../db/campaigns'
import type { ResponseLine } from '../../db/response-list'
import { responsesNamed } from '../../db/set-asides'
import { readAsideBound } from '../../db/settings'
import type { StoredResponse } from '../../db/tables'
import { readTableAside } from '../../files/reading/thread'
import { importFileLimits } from '../../recording/import-file'
import { withWriter } from '../../recording/writer'
import { acting, Once } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import {
  ChoiceField,
  type Filled,
  FormProblems,
  formProblemText,
  type FormProblem,
  type FormValues,
  Hint,
  marks,
  prefilled,
  sentForm,
  valueOf,
  Wrong,
} from '../frame/form'
import { done, type Reader, readerOf } from '../frame/reader'
import { ColumnHeads, Region, Shell } from '../frame/shell'
import { linesUnder } from './lines'
import { fileTooLarge, listPage } from './list'
import { type Doing, doingIn, doings, lineQueryIn, responsesAddress } from './query'

/** Reasons that fit: what counts again was looked at, what shall not count was not given by somebody who was served. */
const causesFor = (doing: Doing): readonly AsideCause[] =>
  asideCauses.filter((cause) => cause === 'other' || (cause === 'checked') === (doing === 'restore'))

/** What would be done, agency by agency, before anything is. */
export async function previewPage(deps: OfficeDeps, c: Context, record: CampaignRecord): Promise<Response> {
  const { values } = await sentForm(c)
  const doing = doingIn(valueOf(values, 'to'))
  const isAll = valueOf(values, 'which') === 'all'
  const ids = isAll ? await allFound(deps, c, record, doing) : (values['id'] ?? [])
  if (ids.length === 0) return listPage(deps, c, record, readerOf(c).say('responsesNothingChosen'))
  return asidePage(deps, c, record, {
    doing,
    ids: ids.slice(0, mostSetAside),
    isCut: ids.length > mostSetAside,
    filled: prefilled({}),
  })
}

/** Those under the filter of the address that would move and may be moved; one more than one act takes where there are more. */
async function allFound(deps: OfficeDeps, c: Context, record: CampaignRecord, doing: Doing): Promise<readonly string[]> {
  const moves = await movable(deps, c, doing)
  const ids: string[] = []
  for (let after: string | undefined = ''; after !== undefined && ids.length <= mostSetAside;) {
    const { rows, next } = await linesUnder(deps, record, lineQueryIn(c), after, mostSetAside)
    ids.push(...rows.filter(moves).map(({ id }) => id))
    after = next
  }
  return ids.slice(0, mostSetAside + 1)
}

type Movable = Pick<ResponseLine, 'agency' | 'set_aside'>

/** Whether somebody may move a response, and it is not there yet. */
async function movable({ database, accounts }: OfficeDeps, c: Context, doing: Doing): Promise<(row: Movable) => boolean> {
  const own = await ownAgencies(database, (await personOf({ database, accounts }, c)) ?? {})
  return ({ agency, set_aside: state }) => state !== doings[doing] && !own.has(agency)
}

const idColumn = { names: ['id'], needed: ['id'], aliases: {}, ignored: 'others' } as const

/** The same for the responses that a file names by their ids, as far as an import reads it. */
export async function fileNamed(deps: OfficeDeps, c: Context, record: CampaignRecord): Promise<Response> {
  const { values, file } = await sentForm(c)
  const reader = readerOf(c)
  const bytes = await file('file')
  if (!bytes) return listPage(deps, c, record, formProblemText(reader, { field: 'file', code: 'no-file' }))
  if (bytes.length > importFileLimits.bytes) return listPage(deps, c, record, fileTooLarge(reader))
  const reading = await readTableAside(bytes, idColumn, importFileLimits)
  if (!reading.ok) return listPage(deps, c, record, fileProblemText(reader.language, reading.problem))
  const doing = doingIn(valueOf(values, 'all-to'))
  const named = new Set(reading.lines.map(({ cells }) => (cells['id'] ?? '').toLowerCase()))
  const ids = (await responsesNamed(deps.database, record.campaign.code, [...named]))
    .filter(({ id }) => named.has(id))
    .filter(await movable(deps, c, doing))
    .map(({ id }) => id)
  if (ids.length === 0) return listPage(deps, c, record, reader.say('asideFileNone'))
  return asidePage(deps, c, record, { doing, ids, left: named.size - ids.length, isCut: false, filled: prefilled({}) })
}

type Asked = {
  readonly doing: Doing
  readonly ids: readonly string[]
  readonly isCut: boolean
  /** How many a file names besides. */
  readonly left?: number
  readonly filled: Filled
  readonly trouble?: 'aside_unknown' | 'aside_inside' | 'aside_second' | undefined
}

async function asidePage(deps: OfficeDeps, c: Context, record: CampaignRecord, asked: Asked): Promise<Response> {
  const reader = readerOf(c)
  const { doing, ids, filled, trouble } = asked
  const rows = await responsesNamed(deps.database, record.campaign.code, ids)
  const needsTwo = await needsSecond(deps.database, { record, rows }, doings[doing])
  const weights = await weightsOf(deps, record, rows)
  const status = trouble ? 409 : filled.problems.length > 0 ? 422 : 200
  const title = reader.say(`asideDo_${doing}`)
  return page(c, {
    reader,
    title,
    status,
    body: <Aside {...{ reader, record, asked, weights, needsTwo }} count={formsAmong(rows)} ratings={ratingsAmong(rows)} />,
  })
}

/** How many of them rate one agency of several in a form. */
const ratingsAmong = (rows: readonly StoredResponse[]): number => rows.filter(({ form }) => form !== '').length

/** Of one agency: how many are chosen, how many there are, and how many one person may still set aside alone. */
export type Weight = { readonly agency: string; readonly chosen: number; readonly stored: number; readonly left: number }

export async function weightsOf(
  { database }: OfficeDeps,
  record: CampaignRecord,
  rows: readonly StoredResponse[],
): Promise<readonly Weight[]> {
  const bound = await readAsideBound(database)
  return (await loadsOf(database, record, rows)).map(({ agency, stored, alone }) => ({
    agency,
    chosen: rows.filter((row) => row.agency === agency).length,
    stored,
    left: Math.max(0, aloneUpTo(bound, stored) - alone),
  }))
}

/** Does it, or asks for a second person where it takes one. */
export async function asideDone(deps: OfficeDeps, c: Context, record: CampaignRecord): Promise<Response> {
  const { values } = await sentForm(c)
  const { code } = record.campaign
  const doing = doingIn(valueOf(values, 'to'))
  const ids = valueOf(values, 'ids').split(' ').filter(Boolean)
  const asked: AskedAside = { campaign: code, ids, cause: valueOf(values, 'cause'), reason: valueOf(values, 'reason') }
  const back = (problems: readonly FormProblem[], trouble?: Asked['trouble']) =>
    asidePage(deps, c, record, { doing, ids, isCut: false, filled: { values, problems }, trouble })
  const problem = problemOf(values, doing)
  if (ids.length === 0 || ids.length > mostSetAside) return listPage(deps, c, record, readerOf(c).say('responsesNothingChosen'))
  if (problem) return back([problem])
  const failed = ({ code: why }: { readonly code: Refusal }): Response | Promise<Response> => {
    if (why === 'unknown' || why === 'inside' || why === 'second') return back([], `aside_${why}`)
    return back([{ field: why === 'cause' ? 'cause' : 'reason', code: why === 'cause' ? 'choose-one' : 'reason', allowed: reasonLength }])
  }
  if (valueOf(values, 'two') === 'yes')
    return acting(
      deps,
      c,
      askSetAside,
      { ...asked, state: doings[doing] },
      (came) => (came.kind === 'done' ? done(c, responsesAddress(code), 'done_aside-asked', ids.length) : failed(came.failure)),
      { form: values },
    )
  return withWriter(deps.database, (writer) =>
    acting({ ...deps, writer }, c, acts[doing], asked, (came) =>
      came.kind === 'done' ? done(c, responsesAddress(code), `done_aside-${doing}`, came.value.moved) : failed(came.failure),
    ),
  )
}

type Refusal = 'unknown' | 'many' | 'cause' | 'reason' | 'inside' | 'second'

const acts = { void: voidResponses, quarantine: quarantineResponses, restore: restoreResponses } as const

const reasonLength = `${shortestReason}–${longestReason}`

function problemOf(values: FormValues, doing: Doing): FormProblem | undefined {
  if (!causesFor(doing).some((cause) => cause === valueOf(values, 'cause'))) return { field: 'cause', code: 'needed' }
  const { length } = valueOf(values, 'reason')
  return length < shortestReason || length > longestReason ? { field: 'reason', code: 'reason', allowed: reasonLength } : undefined
}

export const requestGone = (c: Context): Response => noticePage(c, 409, 'asideGoneTitle', 'asideGoneText')

type Props = {
  readonly reader: Reader
  readonly record: CampaignRecord
  readonly asked: Asked
  readonly count: number
  readonly ratings: number
  readonly weights: readonly Weight[]
  readonly needsTwo: boolean
}

function Aside({ reader, reader: { say, numbers, language }, record, asked, count, ratings, weights, needsTwo }: Props) {
  const { doing, ids, isCut, left = 0, filled, trouble } = asked
  const { code, title } = record.campaign
  const labels = { cause: say('asideCause'), reason: say('asideReason') }
  const reason = { reader, filled, name: 'reason', label: labels.reason, hint: say('asideReasonHint') }
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href={responsesAddress(code)}>{say('responsesTitle')}</a>
      </p>
      <h1>{say(`asideDo_${doing}`)}</h1>
      <p class="sub">
        {say('asideChosen', { n: numbers.count(count) })} · {localised(title, language)}
      </p>
      <FormProblems {...{ reader, filled, labels }} />
      {trouble !== undefined && (
        <p class="wrong summary" role="alert">
          {say(trouble)}
        </p>
      )}
      {left > 0 && <p class="note">{say('asideFileLeft', { n: numbers.count(left) })}</p>}
      {ratings > 0 && <p class="note">{say('asideWholeForms', { n: numbers.count(ratings) })}</p>}
      {isCut && <p class="note">{say('asideCut', { n: numbers.count(mostSetAside) })}</p>}
      <section class="card">
        <Weights {...{ reader, record, weights }} isBound={doing !== 'restore'} />
      </section>
      <form class="card form" method="post" action={responsesAddress(code)}>
        <Once {...{ filled }} />
        <input type="hidden" name="to" value={doing} />
        <input type="hidden" name="ids" value={ids.join(' ')} />
        <input type="hidden" name="two" value={needsTwo ? 'yes' : 'no'} />
        <ul class="meanings">
          <li>{say(`asideMeans_${doing}`)}</li>
          <li>{say('asideMeans_released')}</li>
          <li>{say(needsTwo ? `asideMeans_two${doing === 'restore' ? '-back' : ''}` : 'asideMeans_back')}</li>
        </ul>
        <ChoiceField
          {...{ reader, filled }}
          name="cause"
          label={labels.cause}
          items={[{ value: '', text: say('chooseOne') }, ...causesFor(doing).map((value) => ({ value, text: say(`asideCause_${value}`) }))]}
        />
        <div class="field">
          <label for="reason">{reason.label}</label>
          <Hint {...reason} />
          <textarea id="reason" name="reason" rows={3} maxLength={longestReason} required {...marks(reason)}>
            {valueOf(filled.values, 'reason')}
          </textarea>
          <Wrong {...reason} />
        </div>
        <p class="acts">
          <button type="submit">{say(needsTwo ? 'asideAsk' : `asideGo_${doing}`, { n: numbers.count(count) })}</button>
          <a href={responsesAddress(code)}>{say('cancel')}</a>
        </p>
      </form>
    </Shell>
  )
}

type WeightsProps = Pick<Props, 'reader' | 'record' | 'weights'> & { readonly isBound: boolean }

/** What is chosen of each agency beside what there is of it. */
export function Weights({ reader: { say, numbers, language }, record, weights, isBound }: WeightsProps) {
  const names = new Map(record.measured.map(({ agency }) => [agency.code, localised(agency.name, language)]))
  return (
    <Region label={say('asideOf')}>
      <table class="list folds">
        <ColumnHeads
          columns={[
            { title: say('agency'), look: 'name' },
            { title: say('asideChosenOf'), look: 'n' },
            { title: say('asideStored'), look: 'n' },
            ...(isBound ? [{ title: say('asideLeft'), look: 'n' } as const] : []),
          ]}
        />
        <tbody>
          {weights.map(({ agency, chosen, stored, left }) => (
            <tr key={agency}>
              <th scope="row" class="name">
                {names.get(agency) ?? agency}
              </th>
              <td class="n" data-label={say('asideChosenOf')}>
                {numbers.count(chosen)}
              </td>
              <td class="n" data-label={say('asideStored')}>
                {numbers.count(stored)}
              </td>
              {isBound && (
                <td class="n" data-label={say('asideLeft')}>
                  {numbers.count(left)}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Region>
  )
}
