import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { localDay } from '../../../surveys/instrument/calendar'
import { localised } from '../../../surveys/instrument/language'
import {
  firstYear,
  indexDigits,
  type IndexDraft,
  type IndexYear,
  type ProvinceIndex,
  sourceText,
  type YearDraft,
  type YearValue,
} from '../../../surveys/indices/year'
import { isWithin, requireAct } from '../../access/permission'
import { areaFor, seenCampaigns } from '../../access/seen'
import { dropProvinceIndex, enterIndexYear, saveProvinceIndex } from '../../acts/province-indices'
import { listAssessments, findAssessment } from '../../db/assessments'
import { indexYears, listIndices } from '../../db/province-indices'
import { readYearAtAGlance, type YearRow } from '../../reading/year'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import { ChoiceField, Field, type Filled, FormProblems, type FormValues, Picks, prefilled, sentForm, valueOf } from '../frame/form'
import { done, type Reader, readerOf } from '../frame/reader'
import { ColumnHeads, PageHead, Region, Shell } from '../frame/shell'
import { nodeName, setView } from '../assessments/tree'
import { baseOf } from '../results/cells'

const address = '/admin/indices'
const indexAddress = (code: string): string => `${address}/${encodeURIComponent(code)}`

/** Every index by which the province is judged, in a year beside the year before. */
export function indexPages(deps: OfficeDeps): Hono {
  const [read, mayDecide] = [requireAct(deps, 'results.read', refused), requireAct(deps, 'assessments.decide', refused)]
  // They are the province's own: whoever reads results reads them, and who is over all agencies enters them.
  const decide: MiddlewareHandler = (c, next) =>
    mayDecide(c, async () => {
      if (await decides(deps, c)) return next()
      c.res = await refused(c, c.req.param('code') === undefined ? 403 : 404)
      return undefined
    })
  return new Hono()
    .get('/indices', read, (c) => glancePage(deps, c))
    .get('/new/index', decide, (c) => indexForm(c, prefilled({ unit: 'number', top: '10' }), undefined))
    .post('/new/index', decide, (c) => indexSaved(deps, c, undefined))
    .get('/indices/:code', decide, (c) => withIndex(deps, c, (index) => indexForm(c, filledIndex(readerOf(c), index), index)))
    .post('/indices/:code', decide, (c) => withIndex(deps, c, (index) => indexSaved(deps, c, index)))
    .post('/indices/:code/drop', decide, (c) => dropped(deps, c))
    .get('/indices/:code/:year', decide, (c) => withIndex(deps, c, (index) => yearPage(deps, c, index)))
    .post('/indices/:code/:year', decide, (c) => withIndex(deps, c, (index) => yearSaved(deps, c, index)))
}

const decides = async (deps: OfficeDeps, c: Context): Promise<boolean> => (await areaFor(deps, c, 'assessments.decide')) === 'everywhere'

const lost = (c: Context): Response => noticePage(c, 404, 'lostTitle', 'indexUnknown')

async function withIndex(deps: OfficeDeps, c: Context, next: (index: ProvinceIndex) => Response | Promise<Response>): Promise<Response> {
  const index = (await listIndices(deps.database)).find(({ code }) => code === c.req.param('code'))
  return index ? next(index) : lost(c)
}

const thisYear = ({ now }: OfficeDeps): number => Number(localDay(now()).slice(0, 4))

function yearIn(text: string | undefined): number | undefined {
  const year = Number(text)
  return Number.isInteger(year) && year >= firstYear && year <= 2100 ? year : undefined
}

async function glancePage(deps: OfficeDeps, c: Context): Promise<Response> {
  const reader = readerOf(c)
  const asked = yearIn(c.req.query('year'))
  const newest = (await indexYears(deps.database))[0]?.year
  const year = asked ?? newest ?? thisYear(deps)
  const { rows, years } = await readYearAtAGlance(deps, year)
  const choices = [...new Set([...years, thisYear(deps), thisYear(deps) - 1, year])].sort((a, b) => b - a)
  return page(c, {
    reader,
    title: reader.say('indicesTitle', { year: String(year) }),
    body: <Glance {...{ reader, year, choices }} rows={await seenRows(deps, c, rows)} mayEnter={await decides(deps, c)} />,
  })
}

/** What is below its maximum, and what is still open, is told of agencies that whoever asks sees. */
async function seenRows(deps: OfficeDeps, c: Context, rows: readonly YearRow[]): Promise<readonly YearRow[]> {
  const area = await areaFor(deps, c, 'results.read')
  const isSeen = (one: YearRow['now']): boolean => one?.source.from !== 'assessment' || isWithin(area, one.source.agency)
  return rows.map((row) => {
    const { now, before } = row
    const [isHidden, wasHidden] = [now, before].map((one) => one?.isStillOpen === true && !isSeen(one))
    return {
      ...row,
      ...(now && area !== 'everywhere' && { now: { ...now, redrawn: undefined } }),
      ...(!isSeen(now) && { reading: undefined, shortfalls: [] }),
      ...(now && isHidden && { now: { ...now, value: null, interval: null, redrawn: undefined }, isReached: undefined }),
      ...((isHidden || wasHidden) && { change: undefined }),
    }
  })
}

type GlanceProps = {
  readonly reader: Reader
  readonly year: number
  readonly rows: readonly YearRow[]
  readonly choices: readonly number[]
  readonly mayEnter: boolean
}

const Glance = ({ reader, year, rows, choices, mayEnter }: GlanceProps) => {
  const { say } = reader
  const title = say('indicesTitle', { year: String(year) })
  return (
    <Shell reader={reader}>
      <PageHead title={title} text={say('indicesText')}>
        <div class="acts screen">
          <form method="get" action={address} class="acts of-year">
            <label for="year">{say('year')}</label>
            <select id="year" name="year">
              {choices.map((one) => (
                <option key={one} value={String(one)} selected={one === year}>
                  {one}
                </option>
              ))}
            </select>
            <button type="submit" class="button quiet">
              {say('indicesShow')}
            </button>
          </form>
          {mayEnter && (
            <a class="button quiet" href="/admin/new/index">
              {say('indexNew')}
            </a>
          )}
        </div>
      </PageHead>
      <section class="card">
        <Region label={title}>
          <table class="list folds glance">
            <ColumnHeads
              columns={[
                { title: say('index'), look: 'name' },
                { title: say('indexValue'), look: 'r' },
                { title: say('indexChange'), look: 'r' },
                { title: say('indexRank'), look: 'r' },
                { title: say('indexTarget'), look: 'r' },
                { title: say('shortfallsTitle') },
              ]}
            />
            <tbody>
              {rows.map((row) => (
                <Row key={row.index.code} {...{ reader, year, row, mayEnter }} />
              ))}
            </tbody>
          </table>
        </Region>
        <p class="note">{say('indicesMethod')}</p>
      </section>
    </Shell>
  )
}

type RowProps = { readonly reader: Reader; readonly year: number; readonly row: YearRow; readonly mayEnter: boolean }

const Row = ({ reader, year, row, mayEnter }: RowProps) => {
  const { say, numbers, language } = reader
  const { index, now, before, change, unlike, places, isReached, isAtTop } = row
  const digits = indexDigits(index)
  const figure = (value: number): string => numbers.figure(value, index.unit, digits)
  return (
    <tr>
      <th scope="row" class="name">
        {localised(index.name, language)}
        <small>{localised(index.method, language)}</small>
        {localised(index.owner, language) !== '' && <small>{say('indexOwner', { owner: localised(index.owner, language) })}</small>}
        {mayEnter && (
          <small class="screen">
            <a href={`${indexAddress(index.code)}/${year}`} aria-label={`${say('indexEnter')}: ${localised(index.name, language)}`}>
              {say('indexEnter')}
            </a>{' '}
            ·{' '}
            <a href={indexAddress(index.code)} aria-label={`${say('indexChangeIt')}: ${localised(index.name, language)}`}>
              {say('indexChangeIt')}
            </a>
          </small>
        )}
      </th>
      <td class="r" data-label={say('indexValue')}>
        {now && now.value !== null ? (
          <>
            <b>{figure(now.value)}</b>
            {index.maximum !== null && index.unit === 'number' && <small>/ {numbers.plain(index.maximum)}</small>}
            <StandsOn {...{ reader }} of={now} />
            {now.interval && <small>{say('assessmentInterval', { low: figure(now.interval[0]), high: figure(now.interval[1]) })}</small>}
            {now.redrawn && (
              <small>
                {say('assessmentRedrawn', {
                  low: figure(now.redrawn.interval[0]),
                  high: figure(now.redrawn.interval[1]),
                  n: numbers.count(now.redrawn.persons),
                })}
              </small>
            )}
            <small>
              {now.source.from === 'entered'
                ? now.reference
                : say('indexDrawn', { source: sourceText(now.source).split(' ').slice(1).join(' · ') })}
            </small>
          </>
        ) : (
          <span>{say(now ? 'indexNoValue' : 'indexNotEntered')}</span>
        )}
      </td>
      <td class="r" data-label={say('indexChange')}>
        {change === undefined
          ? unlike === undefined
            ? '–'
            : say(unlike === 'break' ? 'indexBreak' : 'indexOtherBasis')
          : numbers.signed(change, index.unit, digits)}
        {before && before.value !== null && change !== undefined && (
          <small>
            {say('indexBefore', { year: String(before.year), value: figure(before.value) })} <StandsOn {...{ reader }} of={before} />
          </small>
        )}
      </td>
      <td class="r" data-label={say('indexRank')}>
        {now && now.rank !== null && now.ranked !== null ? (
          <>
            <b>
              {numbers.count(now.rank)}/{numbers.count(now.ranked)}
            </b>
            <small>{placesText(reader, places, row)}</small>
            {index.top !== null && <small>{say(isAtTop ? 'indexTopIn' : 'indexTopOut', { n: numbers.count(index.top) })}</small>}
          </>
        ) : (
          '–'
        )}
      </td>
      <td class="r" data-label={say('indexTarget')}>
        {now && now.target !== null ? (
          <>
            {figure(now.target)}
            {isReached !== undefined && <small>{say(isReached ? 'indexReached' : 'indexNotReached')}</small>}
          </>
        ) : (
          '–'
        )}
      </td>
      <td data-label={say('shortfallsTitle')}>
        <Shortfalls {...{ reader, row }} />
      </td>
    </tr>
  )
}

/** What a value stands on that a survey gave. */
const StandsOn = ({ reader, of: { base = null, persons = null } }: { readonly reader: Reader; readonly of: YearValue }) =>
  base === null ? null : <small>{baseOf(reader, { base, persons }, 'baseOfAtLeast')}</small>

function placesText({ say, numbers }: Reader, places: number | undefined, { before }: YearRow): string {
  if (places === undefined)
    return before && before.rank !== null && before.ranked !== null
      ? say('indexRankBefore', { year: String(before.year), rank: numbers.count(before.rank), ranked: numbers.count(before.ranked) })
      : ''
  if (places === 0) return say('indexPlacesSame')
  return say(places > 0 ? 'indexPlacesUp' : 'indexPlacesDown', { n: numbers.count(Math.abs(places)) })
}

/** So many are named on the page that is printed on one sheet; all stand with the agency. */
const mostShown = 3

const Shortfalls = ({ reader, row: { shortfalls, reading, now } }: Pick<RowProps, 'reader' | 'row'>) => {
  const { say, numbers } = reader
  if (!reading || now?.source.from !== 'assessment') return <>–</>
  if (shortfalls.length === 0) return <>{say('indexAllFull')}</>
  const view = setView(reading.set)
  return (
    <>
      <ul class="plain">
        {shortfalls.slice(0, mostShown).map(({ code, brings }) => (
          <li key={code}>
            {code} {nodeName(view, reader, code)}
            {brings !== null && ` (+${numbers.figure(Math.max(brings, 0), 'number', 2)})`}
          </li>
        ))}
      </ul>
      {shortfalls.length > mostShown && (
        <small>
          <a
            href={`/admin/assessments/${encodeURIComponent(now.source.assessment)}/agencies/${encodeURIComponent(now.source.agency)}#shortfalls`}
          >
            {say('indexMore', { n: numbers.count(shortfalls.length - mostShown) })}
          </a>
        </small>
      )}
    </>
  )
}

const plainOf = ({ numbers }: Reader, value: number | null, { unit }: Pick<ProvinceIndex, 'unit'>): string =>
  value === null ? '' : numbers.plain(unit === 'percent' ? value * 100 : value)

const filledIndex = (reader: Reader, index: ProvinceIndex): Filled =>
  prefilled({
    code: index.code,
    name: index.name['vi'] ?? '',
    name_en: index.name['en'] ?? '',
    method: index.method['vi'] ?? '',
    method_en: index.method['en'] ?? '',
    owner: index.owner['vi'] ?? '',
    owner_en: index.owner['en'] ?? '',
    unit: index.unit,
    maximum: plainOf(reader, index.maximum, index),
    top: index.top === null ? '' : String(index.top),
  })

function indexForm(c: Context, filled: Filled, index: ProvinceIndex | undefined): Response {
  const reader = readerOf(c)
  const { say, language } = reader
  const title = index ? localised(index.name, language) : say('indexNew')
  const labels = {
    code: say('assessmentCode'),
    name: say('indexName'),
    name_en: say('indexNameEn'),
    method: say('indexMethod'),
    method_en: say('indexMethodEn'),
    owner: say('indexOwnerName'),
    owner_en: say('indexOwnerEn'),
    unit: say('indexUnit'),
    maximum: say('assessmentMaximum'),
    top: say('indexTop'),
  }
  return page(c, {
    reader,
    title,
    status: filled.problems.length > 0 ? 422 : 200,
    body: (
      <Shell reader={reader}>
        <p class="back">
          <a href={address}>{say('indicesBack')}</a>
        </p>
        <h1>{title}</h1>
        <form class="card form" method="post" action={index ? indexAddress(index.code) : '/admin/new/index'}>
          <FormProblems {...{ reader, filled, labels }} />
          {index === undefined && <Field {...{ reader, filled }} name="code" label={labels.code} hint={say('indexCodeHint')} />}
          {(['name', 'name_en', 'method', 'method_en', 'owner', 'owner_en'] as const).map((name) => (
            <Field key={name} {...{ reader, filled, name }} label={labels[name]} input={{ maxLength: 400 }} />
          ))}
          <ChoiceField
            {...{ reader, filled }}
            name="unit"
            label={labels.unit}
            items={[
              { value: 'number', text: say('entry_points') },
              { value: 'percent', text: '%' },
            ]}
          />
          <div class="pair">
            <Field {...{ reader, filled }} name="maximum" label={labels.maximum} input={{ inputMode: 'numeric' }} />
            <Field {...{ reader, filled }} name="top" label={labels.top} hint={say('indexTopHint')} input={{ inputMode: 'numeric' }} />
          </div>
          <p class="acts">
            <button type="submit">{say('save')}</button>
            <a href={address}>{say('cancel')}</a>
          </p>
        </form>
        {index && (
          <form class="card" method="post" action={`${indexAddress(index.code)}/drop`}>
            <p>{say('indexDropText')}</p>
            <p class="acts">
              <button class="quiet" type="submit">
                {say('indexDrop')}
              </button>
            </p>
          </form>
        )}
      </Shell>
    ),
  })
}

const indexIn = (values: FormValues): IndexDraft => ({
  code: valueOf(values, 'code'),
  name: valueOf(values, 'name'),
  name_en: valueOf(values, 'name_en'),
  method: valueOf(values, 'method'),
  method_en: valueOf(values, 'method_en'),
  owner: valueOf(values, 'owner'),
  owner_en: valueOf(values, 'owner_en'),
  unit: valueOf(values, 'unit'),
  maximum: valueOf(values, 'maximum'),
  top: valueOf(values, 'top'),
})

const yearDraftIn = (values: FormValues): YearDraft => ({
  source: valueOf(values, 'source'),
  value: valueOf(values, 'value'),
  rank: valueOf(values, 'rank'),
  ranked: valueOf(values, 'ranked'),
  target: valueOf(values, 'target'),
  reference: valueOf(values, 'reference'),
  break: valueOf(values, 'break'),
})

async function indexSaved(deps: OfficeDeps, c: Context, index: ProvinceIndex | undefined): Promise<Response> {
  const { values } = await sentForm(c)
  const draft: IndexDraft = { ...indexIn(values), ...(index && { code: index.code }) }
  return acting(deps, c, saveProvinceIndex, draft, (came) =>
    came.kind === 'done' ? done(c, address, 'done_index') : indexForm(c, { values, problems: came.failure.problems }, index),
  )
}

const dropped = (deps: OfficeDeps, c: Context): Promise<Response> =>
  acting(deps, c, dropProvinceIndex, { code: c.req.param('code') ?? '' }, (came) =>
    came.kind === 'done' ? done(c, address, 'done_index-dropped') : lost(c),
  )

const filledYear = (reader: Reader, index: ProvinceIndex, kept: IndexYear | undefined): Filled =>
  prefilled({
    source: kept ? sourceText(kept.source) : '',
    value: plainOf(reader, kept?.value ?? null, index),
    rank: kept?.rank === null || kept === undefined ? '' : String(kept.rank),
    ranked: kept?.ranked === null || kept === undefined ? '' : String(kept.ranked),
    target: plainOf(reader, kept?.target ?? null, index),
    reference: kept?.reference ?? '',
    break: kept?.isBreak ? ['yes'] : [],
  })

async function yearPage(deps: OfficeDeps, c: Context, index: ProvinceIndex, failed?: Filled): Promise<Response> {
  const reader = readerOf(c)
  const { say, language } = reader
  const year = yearIn(c.req.param('year'))
  if (year === undefined) return lost(c)
  const kept = (await indexYears(deps.database)).find((one) => one.index === index.code && one.year === year)
  const filled = failed ?? filledYear(reader, index, kept)
  const title = `${localised(index.name, language)}, ${year}`
  const unit = index.unit === 'percent' ? '%' : say('entry_points')
  const labels = {
    source: say('indexSource'),
    value: `${say('indexValue')} (${unit})`,
    reference: say('indexReference'),
    rank: say('indexRank'),
    ranked: say('indexRanked'),
    target: `${say('indexTarget')} (${unit})`,
    break: say('indexBreakLabel'),
  }
  return page(c, {
    reader,
    title,
    status: failed ? 422 : 200,
    body: (
      <Shell reader={reader}>
        <p class="back">
          <a href={`${address}?year=${year}`}>{say('indicesTitle', { year: String(year) })}</a>
        </p>
        <h1>{title}</h1>
        <p class="sub">{localised(index.method, language)}</p>
        <form class="card form" method="post" action={`${indexAddress(index.code)}/${year}`}>
          <FormProblems {...{ reader, filled, labels }} />
          <ChoiceField {...{ reader, filled }} name="source" label={labels.source} items={await sourceItems(deps, c, reader)} />
          <Field {...{ reader, filled }} name="value" label={labels.value} hint={say('indexValueHint')} />
          <Field
            {...{ reader, filled }}
            name="reference"
            label={labels.reference}
            hint={say('indexReferenceHint')}
            input={{ maxLength: 300 }}
          />
          <div class="pair">
            <Field {...{ reader, filled }} name="rank" label={labels.rank} input={{ inputMode: 'numeric' }} />
            <Field {...{ reader, filled }} name="ranked" label={labels.ranked} input={{ inputMode: 'numeric' }} />
          </div>
          <Field {...{ reader, filled }} name="target" label={labels.target} />
          <Picks
            {...{ reader, filled }}
            name="break"
            type="checkbox"
            label={labels.break}
            items={[{ value: 'yes', text: say('indexBreakText') }]}
          />
          <p class="acts">
            <button type="submit">{say('save')}</button>
            <a href={`${address}?year=${year}`}>{say('cancel')}</a>
          </p>
        </form>
      </Shell>
    ),
  })
}

/** Entered, or any campaign that asked somebody, or any agency of an assessment of few. */
async function sourceItems(deps: OfficeDeps, c: Context, { say, language }: Reader) {
  const { database } = deps
  const campaigns = (await seenCampaigns(deps, c, 'results.read')).filter(({ status }) => status !== 'draft')
  const assessed: { value: string; text: string }[] = []
  for (const { code, title } of await listAssessments(database)) {
    const record = await findAssessment(database, code)
    for (const { agency } of record?.agencies ?? [])
      if (agency.parent === null || (record?.agencies.length ?? 0) <= mostOffered)
        assessed.push({
          value: `assessment ${code} ${agency.code}`,
          text: `${localised(title, language)}: ${localised(agency.name, language)}`,
        })
  }
  return [
    { value: '', text: say('indexSourceEntered') },
    ...campaigns.map(({ code, title }) => ({ value: `campaign ${code}`, text: `${localised(title, language)} (${code})` })),
    ...assessed,
  ]
}

const mostOffered = 30

async function yearSaved(deps: OfficeDeps, c: Context, index: ProvinceIndex): Promise<Response> {
  const { values } = await sentForm(c)
  const year = yearIn(c.req.param('year')) ?? 0
  return acting(deps, c, enterIndexYear, { code: index.code, year, draft: yearDraftIn(values) }, (came) => {
    if (came.kind === 'done') return done(c, `${address}?year=${year}`, 'done_index-year')
    return came.failure.code === 'unknown' ? lost(c) : yearPage(deps, c, index, { values, problems: came.failure.problems })
  })
}
