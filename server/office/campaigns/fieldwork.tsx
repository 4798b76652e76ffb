import { type Context, Hono } from 'hono'
import type { ComponentChildren } from 'preact'
import { isRunning } from '../../../surveys/fielding/campaign'
import type { ResponseRates } from '../../../surveys/fielding/dossiers'
import type { FieldProgress, PlaceProgress } from '../../../surveys/fielding/fieldwork'
import { localised } from '../../../surveys/instrument/language'
import { requireAct } from '../../access/permission'
import { seenTouchpoints } from '../../access/seen'
import type { CampaignRecord } from '../../db/campaigns'
import type { ServingTouchpoint } from '../../db/touchpoints'
import { readRates } from '../../reading/dossiers'
import { type BreakOff, readBreakOffs, type ReadFieldwork, readFieldwork } from '../../reading/fieldwork'
import { noFilter } from '../../reading/filter'
import { type OfficeDeps, setupAddress, withCampaign } from '../frame/deps'
import { page } from '../frame/document'
import { refused } from '../frame/door'
import { channelName, type Reader, readerOf } from '../frame/reader'
import { ColumnHeads, Region, Shell } from '../frame/shell'
import { rateText } from '../../../client/text/rates'
import {
  agencyKey,
  barEnd,
  barTrack,
  barWidth,
  type FieldView,
  fieldViewNamed,
  fieldViews,
  type LiveTexts,
  liveTexts,
  namedPlaces,
  placeKey,
  shownDays,
  silentFirst,
  slowestFirst,
} from './fieldwork-live'
import { fieldworkStream } from './fieldwork-stream'
import { WhereItStands } from './standing'

/** How a campaign fares: answers against what is wanted and against last year, and where nobody answers. */
export const fieldworkPages = (deps: OfficeDeps): Hono =>
  new Hono()
    .get('/campaigns/:code/fieldwork', requireAct(deps, 'results.read', refused), (c) =>
      withCampaign(deps, c, c.req.param('code'), 'results.read', (record) => fieldworkPage(deps, c, record)),
    )
    .get('/campaigns/:code/fieldwork/live', requireAct(deps, 'results.read', refused), (c) =>
      withCampaign(deps, c, c.req.param('code'), 'results.read', ({ campaign }) => fieldworkStream(deps, c, campaign.code)),
    )

export const fieldworkAddress = (code: string): string => `/admin/campaigns/${encodeURIComponent(code)}/fieldwork`

type View = {
  readonly reader: Reader
  readonly record: CampaignRecord
  readonly fieldwork: ReadFieldwork
  readonly texts: LiveTexts
  readonly touchpoints: ReadonlyMap<string, ServingTouchpoint>
  readonly rates: ResponseRates | undefined
  readonly here: FieldView
  readonly breakOffs: readonly BreakOff[]
}

async function fieldworkPage(deps: OfficeDeps, c: Context, record: CampaignRecord): Promise<Response> {
  const reader = readerOf(c)
  const touchpoints = await seenTouchpoints(deps, c, 'results.read', record.campaign.code)
  const fieldwork = await readFieldwork(deps, record, touchpoints)
  const here = fieldViewNamed(c.req.query('view'))
  const view: View = {
    reader,
    record,
    fieldwork,
    texts: liveTexts(reader, record.campaign, fieldwork),
    touchpoints: new Map(touchpoints.map((one) => [one.code, one])),
    rates: here === 'places' ? undefined : await readRates(deps, record, noFilter),
    here,
    breakOffs: here === 'overview' ? await readBreakOffs(deps, record) : [],
  }
  return page(c, {
    reader,
    title: reader.say('fieldTitle'),
    script: deps.assets.results,
    policy: ["connect-src 'self'"],
    body: <Fieldwork {...view} />,
  })
}

function Fieldwork(view: View) {
  const { reader, record, fieldwork, here } = view
  const { say, numbers } = reader
  const { campaign, measured, peers } = record
  const { code } = campaign
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href={reader.may('office.read') ? setupAddress(code) : `/admin/campaigns/${encodeURIComponent(code)}`}>
          {localised(campaign.title, reader.language)}
        </a>
      </p>
      <h1>{say('fieldTitle')}</h1>
      <p class="sub">
        <WhereItStands {...{ reader, campaign }} today={fieldwork.today} />
      </p>
      {measured.length < peers.length && (
        <p class="note">{say('seenPart', { n: numbers.count(measured.length), all: numbers.count(peers.length) })}</p>
      )}
      {fieldwork.isLooping && <p class="note">{say('fieldLooping')}</p>}
      {campaign.status === 'draft' ? (
        <NotYet {...view} />
      ) : (
        <>
          <FieldFigures {...view} />
          <p class="views screen">
            {fieldViews.map((name, place) => (
              <span key={name}>
                {place > 0 && ' · '}
                {name === here ? (
                  <strong aria-current="page">{say(`fieldView_${name}`)}</strong>
                ) : (
                  <a href={`${fieldworkAddress(code)}${name === 'overview' ? '' : `?view=${name}`}`}>{say(`fieldView_${name}`)}</a>
                )}
              </span>
            ))}
          </p>
          {here === 'overview' && <Overview {...view} />}
          {here === 'agencies' && <Agencies {...view} />}
          {here === 'places' && <Places {...view} />}
        </>
      )}
    </Shell>
  )
}

const NotYet = ({ reader: { say, may }, record: { campaign } }: View) => (
  <section class="card empty">
    <h2>{say('fieldDraftTitle')}</h2>
    <p>{say('fieldDraftText')}</p>
    {may('office.read') && (
      <p class="acts">
        <a class="button" href={setupAddress(campaign.code)}>
          {say('emptyNext')}
        </a>
      </p>
    )}
  </section>
)

/** A text that changes while responses come. */
const Live = ({ texts, of }: { readonly texts: LiveTexts; readonly of: string }) => <span data-live={of}>{texts.get(of)}</span>

/** What a place looks like that stands out, now or later. */
const standsOut = (texts: LiveTexts, of: string, look = '') => ({
  class: [look, texts.get(of) ? 'amiss' : ''].filter(Boolean).join(' ') || undefined,
  'data-amiss': of,
})

/** How much of what is wanted is there; the stroke is where it should be by the end of today. */
export function TargetBar({
  progress,
  live,
}: {
  readonly progress: Pick<FieldProgress, 'towards' | 'wanted' | 'expected'>
  readonly live?: string
}) {
  if (progress.wanted === undefined) return null
  const at = Math.round((barTrack * (progress.expected ?? 0)) / barEnd(progress))
  return (
    <svg class="progress" viewBox={`0 0 ${barTrack + 2} 16`} width={barTrack + 2} height="16" aria-hidden="true" focusable="false">
      <rect class="track" x="1" y="4" width={barTrack} height="8" />
      <rect class="fill" x="1" y="4" width={barWidth(progress)} height="8" data-live={live} />
      <rect class="mark" x={at} y="0" width="2" height="16" />
    </svg>
  )
}

const Stat = ({ title, children }: { readonly title: string; readonly children: ComponentChildren }) => (
  <div>
    <dt>{title}</dt>
    {children}
  </div>
)

type FiguresProps = Pick<View, 'reader' | 'record' | 'fieldwork' | 'texts' | 'rates'> & {
  /** Where the page follows what comes. */
  readonly here?: FieldView
}

/** The four figures of a campaign in the field. */
export function FieldFigures({ reader, reader: { say, numbers }, record: { campaign }, fieldwork, texts, rates, here }: FiguresProps) {
  const { total, places, campaignBefore } = fieldwork
  const { count } = numbers
  const runs = isRunning(campaign, fieldwork.today)
  return (
    <section class="card">
      <dl class="stats">
        <Stat title={say('fieldSoFar')}>
          <dd class="big">
            <Live {...{ texts }} of="total:n" />
          </dd>
          <dd>
            <TargetBar progress={total} live="total:bar" />
            <small>
              <Live {...{ texts }} of="total:target" />
            </small>
            {campaignBefore && total.before !== undefined && (
              <small>{say('fieldBefore', { n: count(total.before), campaign: localised(campaignBefore.title, reader.language) })}</small>
            )}
          </dd>
        </Stat>
        <Stat title={say('fieldTodayTitle')}>
          <dd class="big">
            <Live {...{ texts }} of="total:today" />
          </dd>
          <dd>
            <small>{todayText(reader, fieldwork)}</small>
          </dd>
        </Stat>
        {runs && (
          <Stat title={say('fieldSilentTitle')}>
            <dd {...standsOut(texts, 'silent:some', 'big')}>
              <Live {...{ texts }} of="silent:n" />
            </dd>
            <dd>
              <small>{say('fieldOfPlaces', { n: count(places.length) })}</small>
            </dd>
          </Stat>
        )}
        {rates && rates.total.handled > 0 && (
          <Stat title={say('rateTitle')}>
            <dd class="big">{rateText(reader, rates.total)}</dd>
            <dd>
              <small>{say('rateBase', { n: count(rates.total.responses), all: count(rates.total.handled) })}</small>
            </dd>
          </Stat>
        )}
      </dl>
      {runs && here && reader.seeing === undefined && (
        <p class="note screen" role="status" aria-atomic="false" data-live-from={`${fieldworkAddress(campaign.code)}/live?view=${here}`}>
          {(['on', 'off', 'over'] as const).map((state) => (
            <span key={state} data-live-state={state} hidden>
              {say(`fieldLive_${state}`)}
            </span>
          ))}{' '}
          <span class="unseen">
            <Live {...{ texts }} of="silent:said" />
          </span>
        </p>
      )}
    </section>
  )
}

function todayText({ say, numbers }: Reader, { days: [now], total, isLooping }: ReadFieldwork): string {
  if (total.wanted === undefined) return ''
  if (now?.expected === undefined) return say('fieldTodayFree')
  const expected = numbers.count(now.expected)
  return isLooping ? say('fieldTodayRatings', { n: numbers.count(now.towards), expected }) : say('fieldTodayExpected', { n: expected })
}

function Overview(view: View) {
  const { reader, record, fieldwork } = view
  const { say, may } = reader
  const { campaign } = record
  if (fieldwork.places.length === 0 && fieldwork.total.responses === 0)
    return (
      <section class="card empty">
        <h2>{say('openLack_no-touchpoints')}</h2>
        <p>{say('openLack_no-touchpoints_why')}</p>
        {may('touchpoints.change') && (
          <p class="acts">
            <a class="button" href={`/admin/new/touchpoint?campaign=${encodeURIComponent(campaign.code)}`}>
              {say('openLack_no-touchpoints_go')}
            </a>
          </p>
        )}
      </section>
    )
  return (
    <>
      {isRunning(campaign, fieldwork.today) && <Silent {...view} />}
      <Days {...view} />
      <Channels {...view} />
      <BreakOffs {...view} />
    </>
  )
}

function Silent(view: View) {
  const { reader, record, fieldwork, texts } = view
  return (
    <section class="card" id="silent-places">
      <h2>{reader.say('fieldSilentTitle')}</h2>
      <p class="note">
        <Live {...{ texts }} of="silent:text" />
      </p>
      <PlaceTable {...view} places={namedPlaces(fieldwork)} label={reader.say('fieldSilentTitle')} />
      <a href={`${fieldworkAddress(record.campaign.code)}?view=places`} data-live="silent:more">
        {texts.get('silent:more')}
      </a>
    </section>
  )
}

/** The days in a picture and in a table. */
function Days({ reader, reader: { say, numbers }, fieldwork, texts }: View) {
  const days = fieldwork.days.slice(0, shownDays)
  if (days.length === 0) return null
  const hasBefore = fieldwork.campaignBefore !== undefined && days.some(({ before }) => before !== undefined)
  // What is wanted are ratings, of which a form has several.
  const hasExpected = !fieldwork.isLooping && days.some(({ expected }) => expected !== undefined)
  return (
    <section class="card">
      <h2>{say('fieldDays', { n: numbers.count(days.length) })}</h2>
      <DayChart
        {...{ reader }}
        days={[...days].reverse().map((day) => (hasExpected ? day : { ...day, expected: undefined }))}
        today={fieldwork.today}
      />
      <details class="more">
        <summary>{say('fieldDaysTable')}</summary>
        <Region label={say('fieldDaysTable')}>
          <table class="list">
            <ColumnHeads
              columns={[
                { title: say('fieldDayHead'), look: 'name' },
                { title: say('responses'), look: 'n' },
                ...(hasExpected ? [{ title: say('fieldExpected'), look: 'n' as const }] : []),
                ...(hasBefore ? [{ title: say('fieldLastYearDay'), look: 'n' as const }] : []),
              ]}
            />
            <tbody>
              {days.map(({ day, expected, before }) => (
                <tr key={day}>
                  <th scope="row">{numbers.day(day)}</th>
                  <td class="n">
                    <Live {...{ texts }} of={`day-${day}`} />
                  </td>
                  {hasExpected && <td class="n">{expected === undefined ? '' : numbers.count(expected)}</td>}
                  {hasBefore && <td class="n">{before === undefined ? '' : numbers.count(before)}</td>}
                </tr>
              ))}
            </tbody>
          </table>
        </Region>
      </details>
    </section>
  )
}

const chart = { step: 26, bar: 14, height: 120, foot: 20 } as const

type ChartProps = { readonly reader: Reader; readonly days: ReadFieldwork['days']; readonly today: string }

/** A bar a day; a frame behind it is what was expected, and today, which is not over, is drawn hollow. */
function DayChart({ reader: { say, numbers }, days, today }: ChartProps) {
  const most = Math.max(0, ...days.map(({ responses, expected }) => Math.max(responses, expected ?? 0)))
  const width = days.length * chart.step
  const tall = (count: number): number => Math.round((chart.height * count) / Math.max(1, most))
  const [first, last] = [days[0], days.at(-1)]
  return (
    <figure class="days">
      <svg
        viewBox={`0 0 ${width} ${chart.height + chart.foot}`}
        width={width}
        height={chart.height + chart.foot}
        role="img"
        aria-label={say('fieldChart', { most: numbers.count(most), from: numbers.day(first?.day ?? ''), to: numbers.day(last?.day ?? '') })}
      >
        {days.map(({ day, responses, expected }, place) => {
          const x = place * chart.step
          return (
            <g key={day}>
              {expected !== undefined && (
                <rect
                  class="hoped"
                  x={x + 1}
                  y={chart.height - tall(expected)}
                  width={chart.step - 2}
                  height={Math.max(1, tall(expected))}
                />
              )}
              <rect
                class={day === today ? 'now' : 'came'}
                x={x + (chart.step - chart.bar) / 2}
                y={chart.height - tall(responses)}
                width={chart.bar}
                height={tall(responses)}
              >
                <title>{`${numbers.day(day)}: ${numbers.count(responses)}`}</title>
              </rect>
            </g>
          )
        })}
        <rect class="floor" x="0" y={chart.height} width={width} height="1" />
      </svg>
      <figcaption>
        {numbers.day(first?.day ?? '')} – {numbers.day(last?.day ?? '')} · {say('fieldChartMost', { n: numbers.count(most) })}
        {days.some(({ expected }) => expected !== undefined) && ` · ${say('fieldChartFrame')}`}
      </figcaption>
    </figure>
  )
}

function Channels({ reader, reader: { say, numbers }, fieldwork: { channels, campaignBefore }, texts }: View) {
  if (channels.length === 0) return null
  return (
    <section class="card">
      <h2>{say('channels')}</h2>
      <Region label={say('channels')}>
        <table class="list">
          <ColumnHeads
            columns={[
              { title: say('channel'), look: 'name' },
              { title: say('responses'), look: 'n' },
              { title: say('fieldToday'), look: 'n' },
              ...(campaignBefore ? [{ title: say('fieldLastYear'), look: 'n' as const }] : []),
            ]}
          />
          <tbody>
            {channels.map(({ channel, before }) => (
              <tr key={channel}>
                <th scope="row">{channelName(reader, channel)}</th>
                <td class="n">
                  <Live {...{ texts }} of={`channel-${channel}:n`} />
                </td>
                <td class="n">
                  <Live {...{ texts }} of={`channel-${channel}:today`} />
                </td>
                {campaignBefore && <td class="n">{before === undefined ? '' : numbers.count(before)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </Region>
    </section>
  )
}

/** After which questions people stopped who sent nothing. */
function BreakOffs({ reader: { say, numbers, language }, breakOffs, fieldwork: { total } }: View) {
  const stopped = breakOffs.reduce((sum, { persons }) => sum + persons, 0)
  if (stopped === 0) return null
  const most = Math.max(...breakOffs.map(({ persons }) => persons))
  return (
    <section class="card">
      <h2>{say('breakOffs')}</h2>
      <p class="note">{say('breakOffsText', { n: numbers.count(stopped), all: numbers.count(total.responses) })}</p>
      <Region label={say('breakOffs')}>
        <table class="list">
          <ColumnHeads
            columns={[
              { title: say('breakOffAfter'), look: 'name' },
              { title: say('breakOffPersons'), look: 'n' },
            ]}
          />
          <tbody>
            {breakOffs.map(({ question, text, persons }) => (
              <tr key={question}>
                <th scope="row" class="name">
                  {localised(text, language)}
                  <small>{question}</small>
                </th>
                <td class="n">{persons === most ? <b>{numbers.count(persons)}</b> : numbers.count(persons)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Region>
    </section>
  )
}

function Agencies({ reader, reader: { say, numbers, language }, record: { campaign, measured, peers }, fieldwork, texts, rates }: View) {
  const rateOf = new Map(rates?.agencies.map((one) => [one.code, one]) ?? [])
  const hasRates = rates !== undefined && rates.total.handled > 0
  const hasTargets = fieldwork.total.wanted !== undefined
  const hasBefore = fieldwork.campaignBefore !== undefined
  const runs = isRunning(campaign, fieldwork.today)
  const rows = slowestFirst(reader, fieldwork.agencies)
  const mayTarget = reader.may('campaigns.change') && measured.length === peers.length && campaign.status !== 'published'
  return (
    <section class="card">
      <h2>{say('fieldView_agencies')}</h2>
      <p class="note">
        {say(hasTargets ? 'fieldAgenciesText' : 'fieldNoTargetText')}{' '}
        {mayTarget && <a href={`${setupAddress(campaign.code)}/targets`}>{say('targetsLink')}</a>}
      </p>
      <Region label={say('fieldView_agencies')}>
        <table class={rows.length >= 100 ? 'list folds fieldwork hundreds' : 'list folds fieldwork'}>
          <ColumnHeads
            columns={[
              { title: say('agency'), look: 'name' },
              { title: say('responses'), look: 'n' },
              ...(hasTargets ? [{ title: say('fieldExpectedOf') }] : []),
              { title: say('fieldToday'), look: 'n' },
              ...(hasBefore ? [{ title: say('fieldLastYear'), look: 'n' as const }] : []),
              ...(hasRates ? [{ title: say('rateTitle'), look: 'n' as const }] : []),
              { title: say('fieldLast') },
              ...(runs ? [{ title: say('fieldSilentHead'), look: 'n' as const }] : []),
            ]}
          />
          <tbody data-live-rows>
            {rows.map((one) => {
              const rate = rateOf.get(one.agency.code)
              const key = agencyKey(one)
              return (
                <tr key={key} data-row={key}>
                  <th scope="row" class="name">
                    {localised(one.agency.name, language)}
                    <small>{one.agency.code}</small>
                  </th>
                  <td class="n" data-label={say('responses')}>
                    <Live {...{ texts }} of={`${key}:n`} />
                  </td>
                  {hasTargets && (
                    <td data-label={say('fieldExpectedOf')} {...standsOut(texts, `${key}:behind`)}>
                      <TargetBar progress={one} live={`${key}:bar`} />
                      <small>
                        <Live {...{ texts }} of={`${key}:target`} />
                      </small>
                    </td>
                  )}
                  <td class="n" data-label={say('fieldToday')}>
                    <Live {...{ texts }} of={`${key}:today`} />
                  </td>
                  {hasBefore && (
                    <td class="n" data-label={say('fieldLastYear')}>
                      {one.before === undefined ? say('fieldNoBefore') : numbers.count(one.before)}
                    </td>
                  )}
                  {hasRates && (
                    <td class="n" data-label={say('rateTitle')}>
                      {rate && rateText(reader, rate)}
                      {rate && rate.handled > 0 && (
                        <small>{say('rateBase', { n: numbers.count(rate.responses), all: numbers.count(rate.handled) })}</small>
                      )}
                    </td>
                  )}
                  <td data-label={say('fieldLast')}>
                    <Live {...{ texts }} of={`${key}:last`} />
                  </td>
                  {runs && (
                    <td {...standsOut(texts, `${key}:some`, 'n')} data-label={say('fieldSilentHead')}>
                      <Live {...{ texts }} of={`${key}:silent`} />
                    </td>
                  )}
                </tr>
              )
            })}
          </tbody>
        </table>
      </Region>
    </section>
  )
}

function Places(view: View) {
  const { reader, fieldwork, texts } = view
  const { say, numbers } = reader
  const places = silentFirst(fieldwork.places)
  return (
    <section class="card">
      <h2>{say('fieldPlaces', { n: numbers.count(places.length) })}</h2>
      {places.length > narrowedFrom && (
        <form class="narrow screen" role="search">
          <label for="place-words">{say('fieldPlaceFind')}</label>
          <input id="place-words" type="search" data-finds="#places tr[data-name]" autocomplete="off" />
        </form>
      )}
      <PlaceTable {...view} places={places} label={say('fieldView_places')} id="places" />
      {fieldwork.elsewhere.responses > 0 && (
        <p class="note">
          {say('fieldElsewhere')} <Live {...{ texts }} of="elsewhere:n" />
        </p>
      )}
    </section>
  )
}

/** From so many places on they can be narrowed by words. */
const narrowedFrom = 12

type PlaceTableProps = View & { readonly places: readonly PlaceProgress[]; readonly label: string; readonly id?: string }

function PlaceTable({ reader, reader: { say, numbers, language }, record, texts, touchpoints, places, label, id }: PlaceTableProps) {
  const names = new Map(record.measured.map(({ agency }) => [agency.code, localised(agency.name, language)]))
  const labels = { n: say('responses'), today: say('fieldToday'), last: say('fieldLast'), channel: say('channel'), state: say('state') }
  return (
    <Region label={label} isHidden={places.length === 0}>
      <table class={places.length >= 100 ? 'list folds fieldwork hundreds' : 'list folds fieldwork'} id={id}>
        <ColumnHeads
          columns={[
            { title: say('touchpoint'), look: 'name' },
            { title: labels.channel },
            { title: labels.n, look: 'n' },
            { title: labels.today, look: 'n' },
            { title: labels.last },
            { title: labels.state },
          ]}
        />
        <tbody data-live-rows>
          {places.map((one) => {
            const { place } = one
            const key = placeKey(one)
            const [first = '', ...others] = place.agencies
            const served = `${names.get(first) ?? first}${others.length > 0 ? ` ${say('andOthers', { n: numbers.count(others.length) })}` : ''}`
            return (
              <tr key={key} data-row={key} data-name={id && place.code}>
                <th scope="row" class="name">
                  <a href={`/admin/touchpoints/${encodeURIComponent(place.code)}`}>
                    {localised(touchpoints.get(place.code)?.label ?? {}, language) || place.code}
                  </a>
                  <small>{served}</small>
                </th>
                <td data-label={labels.channel}>{channelName(reader, place.kind)}</td>
                <td class="n" data-label={labels.n}>
                  <Live {...{ texts }} of={`${key}:n`} />
                </td>
                <td class="n" data-label={labels.today}>
                  <Live {...{ texts }} of={`${key}:today`} />
                </td>
                <td data-label={labels.last}>
                  <Live {...{ texts }} of={`${key}:last`} />
                </td>
                <td data-label={labels.state} {...standsOut(texts, `${key}:some`)}>
                  <Live {...{ texts }} of={`${key}:state`} />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </Region>
  )
}
