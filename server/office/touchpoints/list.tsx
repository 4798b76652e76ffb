import type { Context } from 'hono'
import type { ComponentChildren } from 'preact'
import {
  type Agency,
  agencyState,
  type Campaign,
  campaignState,
  channels,
  type Channel,
  isChannel,
} from '../../../surveys/fielding/campaign'
import { groupedCode } from '../../../surveys/fielding/codes'
import {
  findPlaces,
  type NamedAgencies,
  placeState,
  placeStates,
  type PlacesWanted,
  type PlaceState,
  treeOrder,
} from '../../../surveys/fielding/places'
import { entererAt } from '../../../surveys/people/entering'
import { localDay } from '../../../surveys/instrument/calendar'
import { localised } from '../../../surveys/instrument/language'
import type { Permission } from '../../../surveys/people/roles'
import { seenAgencies, seenTouchpoints } from '../../access/seen'
import { entryAddress } from '../../citizen/place'
import type { CampaignRecord } from '../../db/campaigns'
import { type ServingTouchpoint, surveyAddress } from '../../db/touchpoints'
import type { OfficeDeps } from '../frame/deps'
import { FilterChoice, FilterText } from '../frame/form'
import { publicAddress } from '../../public-address'
import { answersAtPlaces, type PlaceAnswers } from '../../reading/fieldwork'
import { channelName, momentText, type Reader } from '../frame/reader'
import { ColumnHeads } from '../frame/shell'

/** What a touchpoint is called, and its channel where the name does not say it. */
export function calledWithChannel(reader: Reader, { label, kind }: Pick<ServingTouchpoint, 'label' | 'kind'>): string {
  const [name, channel] = [localised(label, reader.language), channelName(reader, kind)]
  return name === channel ? name : `${name} · ${channel}`
}

type CampaignState = ReturnType<typeof campaignState>

/** The address under which citizens reach touchpoints. */
export type Origin = {
  readonly url: string
  /** Whether it may be printed: a real survey's code has to lead to the address that was set, not to where an administrator happens to sit. */
  readonly isPrintable: boolean
}

export async function originFor(deps: Pick<OfficeDeps, 'config' | 'database'>, c: Context, synthetic: boolean): Promise<Origin> {
  const address = await publicAddress(deps)
  return { url: address ?? new URL(c.req.url).origin, isPrintable: address !== undefined || synthetic }
}

export const placeAddress = (code: string): string => `/admin/touchpoints/${encodeURIComponent(code)}`

/** What somebody looks for among the touchpoints of a campaign, as an address says it. */
export type PlaceQuery = PlacesWanted & { readonly campaign: string; readonly page: number }

export function placeQueryIn(c: Context, campaign: string): PlaceQuery {
  const asked = (name: string): string => c.req.query(name)?.replaceAll('\0', '').trim().slice(0, 200) ?? ''
  const kind = asked('kind')
  return {
    campaign,
    words: asked('q'),
    kind: isChannel(kind) ? kind : '',
    state: placeStates.find((one) => one === asked('state')) ?? '',
    agency: asked('agency'),
    page: Number(/^[1-9]\d{0,5}$/.exec(asked('page'))?.[0] ?? 1),
  }
}

/** A query in an address, the first page and empty filters left out. */
export function queryText({ campaign, words, kind, state, agency, page }: PlaceQuery): string {
  const fields = { campaign, q: words, kind, state, agency, page: page === 1 ? '' : String(page) }
  return new URLSearchParams(Object.entries(fields).filter(([, value]) => value !== '')).toString()
}

const home = '/admin/touchpoints'
export const placesAddress = (query: PlaceQuery): string => `${home}?${queryText(query)}`

/** The touchpoints of a campaign that somebody may do this at, in order, with the agencies that they name and those above. */
export type Places = {
  readonly all: readonly ServingTouchpoint[]
  readonly agencies: NamedAgencies
  readonly answers: ReadonlyMap<string, PlaceAnswers>
}

export async function placesSeen(deps: OfficeDeps, c: Context, { campaign, measured }: CampaignRecord, to: Permission): Promise<Places> {
  const agencies = new Map((await seenAgencies(deps, c, to)).map(({ code, name, parent }) => [code, { name, parent }]))
  // Names are those of the campaign; what lies above what follows the list as it is.
  for (const { agency } of measured) agencies.set(agency.code, { name: agency.name, parent: agencies.get(agency.code)?.parent ?? null })
  const answers = await answersSeen(deps, c, campaign.code)
  return { all: inOrder(await seenTouchpoints(deps, c, to, campaign.code), agencies), agencies, answers }
}

/** What came where somebody may read results; nowhere for others. */
async function answersSeen(deps: OfficeDeps, c: Context, campaign: string): Promise<Places['answers']> {
  const read = await seenTouchpoints(deps, c, 'results.read', campaign)
  if (read.length === 0) return new Map()
  const came = await answersAtPlaces(deps.database, campaign, localDay(deps.now()))
  return new Map(read.map(({ code }) => [code, came.get(code) ?? { all: 0, onDay: 0 }]))
}

/** By channel, then by the name of the first agency and its own. */
function inOrder(touchpoints: readonly ServingTouchpoint[], agencies: NamedAgencies): readonly ServingTouchpoint[] {
  const keyed = touchpoints.map((touchpoint) => ({
    touchpoint,
    channel: channels.indexOf(touchpoint.kind),
    name: `${localised(agencies.get(touchpoint.agencies[0] ?? '')?.name ?? {}, 'vi')} ${localised(touchpoint.label, 'vi')}`,
  }))
  return keyed.sort((a, b) => a.channel - b.channel || names.compare(a.name, b.name)).map(({ touchpoint }) => touchpoint)
}

const names = new Intl.Collator('vi', { numeric: true })

type SectionProps = {
  readonly reader: Reader
  readonly record: CampaignRecord
  readonly places: Places
  readonly origin: Origin
  readonly today: string
}

/** So many touchpoints stand on the page of their campaign; the others are in the list. */
const shownFew = 20

/** Where a campaign is asked: how many of each kind, and the first of them. */
export function TouchpointSection({ reader, record: { campaign, measured }, places: { all, answers }, origin, today }: SectionProps) {
  const { say, numbers } = reader
  const query = { campaign: campaign.code, words: '', kind: '', state: '', agency: '', page: 1 } as const
  const kinds = channels.flatMap((kind) => {
    const n = all.filter((one) => one.kind === kind).length
    return n === 0 ? [] : [{ kind, n }]
  })
  return (
    <section class="card">
      <div class="head">
        <h2>{say('navTouchpoints')}</h2>
        <Making {...{ reader, campaign, today }} isEmpty={all.length === 0} />
      </div>
      {all.length === 0 ? (
        <p>{say(campaignState(campaign, today) === 'closed' ? 'touchpointsNoneClosed' : 'touchpointsNoneText')}</p>
      ) : (
        <>
          <p class="acts">
            {kinds.map(({ kind, n }) => (
              <a key={kind} href={placesAddress({ ...query, kind })}>
                {channelName(reader, kind)}: {numbers.count(n)}
              </a>
            ))}
          </p>
          <NoAddress {...{ reader, origin }} />
          <PlaceTable
            {...{ reader, campaign, measured, origin, today, answers }}
            touchpoints={all.slice(0, shownFew)}
            choosing={undefined}
          />
          {all.length > shownFew && (
            <p class="acts">
              <a href={placesAddress(query)}>{say('touchpointsAll', { n: numbers.count(all.length) })}</a>
            </p>
          )}
        </>
      )}
    </section>
  )
}

type MakingProps = Pick<SectionProps, 'reader' | 'today'> & { readonly campaign: Campaign; readonly isEmpty: boolean }

/** Printing what is there, and making more until the campaign ends. */
function Making({ reader: { say, may }, campaign, today, isEmpty }: MakingProps) {
  const state = campaignState(campaign, today)
  return (
    <p class="acts">
      {!isEmpty && (
        <a
          class={state === 'open' || state === 'upcoming' ? 'button' : 'button quiet'}
          href={`${many}/print?campaign=${encodeURIComponent(campaign.code)}&all=found`}
        >
          {say('printAll')}
        </a>
      )}
      {state !== 'closed' && may('touchpoints.change') && (
        <a class={isEmpty ? 'button' : 'button quiet'} href={`/admin/new/touchpoint?campaign=${encodeURIComponent(campaign.code)}`}>
          {say('touchpointNew')}
        </a>
      )}
    </p>
  )
}

/** Said once: nothing can be printed yet; who may set the address is led there. */
const NoAddress = ({ reader: { say, may }, origin }: Pick<SectionProps, 'reader' | 'origin'>) =>
  origin.isPrintable ? null : (
    <p class="note">{may('settings.change') ? <a href="/admin/settings#publicUrl">{say('noPublicUrl')}</a> : say('noPublicUrl')}</p>
  )

const pagePlaces = 100

type ListProps = SectionProps & {
  readonly query: PlaceQuery
  readonly campaigns: readonly Campaign[]
  readonly heading: ComponentChildren
}

/** The touchpoints of one campaign: looked for, counted, and chosen to do something with many of them. */
export function PlaceList(props: ListProps) {
  const { reader, record, places, origin, today, query, heading } = props
  const { say, numbers, may } = reader
  const { campaign, measured } = record
  const counted = findPlaces(places.all, query, places.agencies)
  const { found } = counted
  const page = Math.min(query.page, Math.max(1, Math.ceil(found.length / pagePlaces)))
  const touchpoints = found.slice((page - 1) * pagePlaces, page * pagePlaces)
  const [from, to] = [(page - 1) * pagePlaces + 1, (page - 1) * pagePlaces + touchpoints.length]
  const isOver = campaignState(campaign, today) === 'closed'
  const acts = ['print', 'pause', 'resume', 'move'] as const
  const offered = acts.filter((act) => (act === 'print' ? origin.isPrintable : may('touchpoints.change') && !isOver))
  const choosing = { all: found.length, query, acts: offered }
  return (
    <section class="card">
      <div class="head">
        <h2>{heading}</h2>
        <Making {...{ reader, campaign, today }} isEmpty={places.all.length === 0} />
      </div>
      <Search {...{ ...props, counted }} />
      {places.all.length === 0 ? (
        <p>{say(isOver ? 'touchpointsNoneClosed' : 'touchpointsNoneText')}</p>
      ) : (
        <>
          <NoAddress {...{ reader, origin }} />
          <p class="note" role="status">
            {found.length === 0
              ? say('placesNone')
              : say('placesShown', { from: numbers.count(from), to: numbers.count(to), n: numbers.count(found.length) })}
          </p>
          {found.length > 0 && (
            <PlaceTable {...{ reader, campaign, measured, origin, today, touchpoints, choosing }} answers={places.answers} />
          )}
          <Pages {...{ reader, page }} query={query} found={found.length} />
        </>
      )}
    </section>
  )
}

/** What may be done with those that are ticked, or with all that were found. */
type Choosing = { readonly all: number; readonly query: PlaceQuery; readonly acts: readonly ('print' | 'pause' | 'resume' | 'move')[] }

type SearchProps = ListProps & { readonly counted: ReturnType<typeof findPlaces> }

/** A plain form, so that every search has an address of its own; each choice says how many it would find. */
function Search({ reader, campaigns, places: { agencies }, query, counted, record }: SearchProps) {
  const { say, numbers, language } = reader
  const choice = (value: string, text: string, n: number | undefined) => ({ value, text: `${text} (${numbers.count(n ?? 0)})` })
  const shown = (code: string): string => localised(agencies.get(code)?.name ?? {}, language) || code
  const tree = treeOrder([...counted.agencies.keys()], agencies, (one, other) => names.compare(shown(one), shown(other)))
  const isNarrowed = [query.words, query.kind, query.state, query.agency].some((value) => value !== '')
  return (
    <form class="filters" method="get" action={home} role="search" aria-label={say('placesSearch')}>
      {campaigns.length > 1 ? (
        <FilterChoice
          name="campaign"
          label={say('campaign')}
          chosen={query.campaign}
          items={campaigns.map(({ code, title }) => ({ value: code, text: `${localised(title, language)} (${code})` }))}
        />
      ) : (
        <input type="hidden" name="campaign" value={record.campaign.code} />
      )}
      <FilterText name="q" label={say('placesWords')} value={query.words} />
      <FilterChoice
        name="agency"
        label={say('roleArea')}
        all={say('placesAnyAgency')}
        chosen={query.agency}
        items={tree.map(({ code, depth }) => choice(code, `${'\u2003'.repeat(depth)}${shown(code)}`, counted.agencies.get(code)))}
      />
      <FilterChoice
        name="kind"
        label={say('channel')}
        all={say('allChannels')}
        chosen={query.kind}
        items={channels.map((kind: Channel) => choice(kind, channelName(reader, kind), counted.kinds.get(kind)))}
      />
      <FilterChoice
        name="state"
        label={say('state')}
        all={say('placesAnyState')}
        chosen={query.state}
        items={placeStates.map((state) => choice(state, say(`placeState_${state}`), counted.states.get(state)))}
      />
      <p class="acts">
        <button class="button quiet" type="submit">
          {say('search')}
        </button>
        {isNarrowed && <a href={`${home}?campaign=${encodeURIComponent(query.campaign)}`}>{say('searchClear')}</a>}
      </p>
    </form>
  )
}

type PagesProps = { readonly reader: Reader; readonly query: PlaceQuery; readonly page: number; readonly found: number }

const Pages = ({ reader: { say }, query, page, found }: PagesProps) =>
  found <= pagePlaces ? null : (
    <p class="acts">
      {page > 1 && (
        <a class="button quiet" rel="prev" href={placesAddress({ ...query, page: page - 1 })}>
          {say('pageBefore')}
        </a>
      )}
      {page * pagePlaces < found && (
        <a class="button quiet" rel="next" href={placesAddress({ ...query, page: page + 1 })}>
          {say('pageNext')}
        </a>
      )}
    </p>
  )

type TableProps = Pick<SectionProps, 'reader' | 'origin' | 'today'> & {
  readonly campaign: Campaign
  readonly measured: CampaignRecord['measured']
  readonly touchpoints: readonly ServingTouchpoint[]
  readonly answers: Places['answers']
  readonly choosing: Choosing | undefined
}

/** A line for each touchpoint; what is ticked is sent to the page that says what would be done. */
function PlaceTable({ measured, touchpoints, choosing, campaign, ...props }: TableProps) {
  const { say } = props.reader
  const agencies = new Map(measured.map(({ agency }) => [agency.code, agency]))
  const state = campaignState(campaign, props.today)
  const table = (
    <table class="places folds">
      <ColumnHeads
        columns={[
          ...(choosing ? [{ title: say('placesChoose') }] : []),
          { title: say('touchpoint'), look: 'name' as const },
          { title: say('channel') },
          { title: say('state') },
          { title: say('placesToday'), look: 'n' as const },
          { title: say('placesInAll'), look: 'n' as const },
          { title: say('link') },
          { title: say('files') },
        ]}
      />
      <tbody>
        {touchpoints.map((touchpoint) => (
          <Row
            key={touchpoint.code}
            {...{ ...props, touchpoint }}
            isChosen={choosing !== undefined}
            state={state}
            served={touchpoint.agencies.flatMap((code) => agencies.get(code) ?? [])}
          />
        ))}
      </tbody>
    </table>
  )
  if (!choosing) return table
  return (
    <form method="get" action={`${many}/print`}>
      <Chosen {...{ choosing }} reader={props.reader} />
      {table}
    </form>
  )
}

export const many = '/admin/many/touchpoints'

/** Where the poster of one touchpoint is ordered. */
export const posterAddress = ({ campaign, code }: ServingTouchpoint): string => `${many}/print?${new URLSearchParams({ campaign, code })}`

/** The buttons over the table, and whether they mean all that were found. */
function Chosen({ reader: { say, numbers }, choosing: { all, query, acts } }: { readonly reader: Reader; readonly choosing: Choosing }) {
  const fields = { campaign: query.campaign, q: query.words, kind: query.kind, state: query.state, agency: query.agency }
  return acts.length === 0 ? null : (
    <fieldset class="chosen-many">
      <legend>{say('placesDo')}</legend>
      {Object.entries(fields).map(([name, value]) => (value === '' ? null : <input key={name} type="hidden" {...{ name, value }} />))}
      <label class="pick">
        <input type="checkbox" name="all" value="found" />
        <span>{say('placesAll', { n: numbers.count(all) })}</span>
      </label>
      {acts.map((act) => (
        <button key={act} class="quiet" type="submit" formAction={`${many}/${act}`}>
          {say(`places_${act}`)}
        </button>
      ))}
    </fieldset>
  )
}

type RowProps = Pick<TableProps, 'reader' | 'origin' | 'today' | 'answers'> & {
  readonly touchpoint: ServingTouchpoint
  readonly served: readonly Agency[]
  readonly isChosen: boolean
  /** Of the campaign: until it runs it takes only trials. */
  readonly state: CampaignState
}

/** Agencies of a touchpoint that are asked about no more, or not yet, each with the day. */
const NotAsked = ({ reader: { say, numbers, language }, served, today }: Pick<RowProps, 'reader' | 'served' | 'today'>) => (
  <>
    {served.map((agency) => {
      const state = agencyState(agency, today)
      const day = state === 'ended' ? agency.validTo : agency.validFrom
      return state === 'valid' || day === null ? null : (
        <small key={agency.code} class="out">
          {say(state === 'ended' ? 'agencyOver' : 'agencyYet', { agency: localised(agency.name, language), day: numbers.day(day) })}
        </small>
      )
    })}
  </>
)

const flagged = (href: string, flag: string): string => `${href}${href.includes('?') ? '&' : '?'}${flag}`

function Row({ reader, touchpoint, served, origin, answers, isChosen, state, today }: RowProps) {
  const { say, language, numbers } = reader
  const { code, kind, label, door } = touchpoint
  const came = answers.get(code)
  const href = surveyAddress(origin.url, touchpoint)
  const own = placeAddress(code)
  const [first = '', ...others] = served.map(({ name }) => localised(name, language))
  const of = `${localised(label, language)}, ${first}`
  return (
    <tr>
      {isChosen && (
        <td class="tick">
          <input type="checkbox" name="code" value={code} aria-label={say('placesChooseOne', { of })} />
        </td>
      )}
      <th scope="row" class="name">
        <a href={own}>
          {first}
          {others.length > 0 && ` ${say('andOthers', { n: numbers.count(others.length) })}`} · {localised(label, language)}
        </a>
        <NotAsked {...{ reader, served, today }} />
      </th>
      <td>{channelName(reader, kind)}</td>
      <td>
        <StateMark {...{ reader, touchpoint, state }} />
      </td>
      <td class="n" data-label={say('placesToday')}>
        {came ? numbers.count(came.onDay) : '–'}
      </td>
      <td class="n" data-label={say('placesInAll')}>
        {came ? numbers.count(came.all) : '–'}
      </td>
      <td class="way">{door.turns ? '–' : <a href={href}>{groupedCode(door.link)}</a>}</td>
      <td class="filesof">
        {origin.isPrintable && !door.turns && (
          <a href={posterAddress(touchpoint)} aria-label={say('posterOf', { of })}>
            {say('poster')}
          </a>
        )}
        {(state === 'draft' || state === 'upcoming') && (
          <a href={flagged(href, 'test')} aria-label={`${say('tryIt')}: ${of}`}>
            {say('tryIt')}
          </a>
        )}
        {entererAt(kind) !== undefined && reader.may('responses.enter') && (
          <a href={entryAddress(code)} aria-label={`${say('enterIt')}: ${of}`}>
            {say('enterIt')}
          </a>
        )}
        {kind === 'kiosk' && (
          <a href={flagged(href, 'assisted')} aria-label={`${say('assistIt')}: ${of}`}>
            {say('assistIt')}
          </a>
        )}
      </td>
    </tr>
  )
}

const stateLooks = { asks: 'open', 'on-screen': 'open', paused: 'paused' } as const satisfies Record<PlaceState, string>

/** Whether a touchpoint asks, in a word and a dot. */
const StateMark = ({ reader, touchpoint, state }: Pick<RowProps, 'reader' | 'touchpoint' | 'state'>) => {
  const its = placeState(touchpoint.door)
  const look = its === 'paused' || state === 'open' ? stateLooks[its] : state
  return <span class={`state ${look}`}>{doorText(reader, touchpoint, state)}</span>
}

/** The same with when it was paused; while its campaign does not ask, nor does it. */
export function doorText(reader: Reader, { door }: Pick<ServingTouchpoint, 'door'>, state: CampaignState): string {
  if (door.pausedAt !== undefined) return reader.say('pausedSince', { when: momentText(reader, new Date(door.pausedAt).toISOString()) })
  if (state !== 'open') return reader.say(`asksNot_${state}`)
  return reader.say(door.turns ? 'asksOnScreen' : 'asks')
}
