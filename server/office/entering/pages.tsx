import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { localDay } from '../../../surveys/instrument/calendar'
import { localised } from '../../../surveys/instrument/language'
import { lateDays } from '../../../surveys/fielding/campaign'
import { entererAt, enteringState } from '../../../surveys/people/entering'
import { type Grant, heldOn } from '../../../surveys/people/roles'
import { type Person, personOf, requireAct } from '../../access/permission'
import { entererOf, entryPlace, entryPlaces } from '../../access/seen'
import { type KeptPages, keeping, showInterview, submitInterview } from '../../citizen/pages'
import { entryAddress } from '../../citizen/place'
import { listHeirs } from '../../db/agencies'
import { enteredBy, type EnteredCounts, type EntryPlace, listEntryPlaces } from '../../db/entering'
import { grantsOf } from '../../db/grants'
import { codeMeant } from '../../db/touchpoints'
import { entryPlaceText } from '../account/roles'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import { type Reader, readerOf } from '../frame/reader'
import { ColumnHeads, Shell } from '../frame/shell'
import { batchPages, pilesAddress } from './batches'
import { sheetKept, sheetSignedOut, showSheet, submitSheet } from './sheet'

/** What interviewers and paper clerks come for: their touchpoints, and the form at each. */
export function enteringPages(deps: OfficeDeps): Hono {
  const kept = keptIn(deps)
  const theirs: MiddlewareHandler = requireAct(deps, 'responses.enter', (c, why) =>
    why === 403 ? shutOut(deps, kept, c, 403) : refused(c, why),
  )
  return new Hono()
    .get('/entering', theirs, (c) => workPage(deps, c))
    .get('/entering/:touchpoint', theirs, (c) => withPlace(deps, kept, c, (place) => shown(deps, kept, c, place)))
    .post('/entering/:touchpoint', theirs, (c) => withPlace(deps, kept, c, (place) => submitted(deps, kept, c, place)))
    .route(
      '/',
      batchPages(deps, kept, theirs, (c, next) => withPlace(deps, kept, c, next)),
    )
}

/** Before the door: a sheet of somebody whose session has ended is not lost behind it. */
export function lateSheets(deps: OfficeDeps): Hono {
  const kept = keptIn(deps)
  return new Hono().post('/entering/:touchpoint', async (c, next) => {
    const typed = (await personOf(deps, c)) ? undefined : await sheetSignedOut(deps, kept, c, c.req.param('touchpoint'))
    return typed ?? next()
  })
}

const keptIn = (deps: OfficeDeps): KeptPages =>
  keeping({
    ...deps,
    fielding: deps.fieldings.find,
    codeMeant: (typed) => codeMeant(deps.database, typed),
    heirs: (agency) => listHeirs(deps.database, agency),
    // What is entered here is vouched for by who enters.
    networkOf: () => undefined,
  })

/** The first local day whose campaigns may still be entered for. */
const earliest = ({ now }: Pick<OfficeDeps, 'now'>): string => localDay(now() - lateDays * 86_400_000)

async function withPlace(deps: OfficeDeps, kept: KeptPages, c: Context, next: (place: EntryPlace) => Promise<Response>): Promise<Response> {
  const code = c.req.param('touchpoint') ?? ''
  const place = await entryPlace(deps, c, code)
  return place ? next(place) : shutOut(deps, kept, c, 404)
}

const shown = (deps: OfficeDeps, kept: KeptPages, c: Context, place: EntryPlace): Promise<Response> =>
  entererAt(place.touchpoint.kind) === 'interviewer' ? showInterview(kept, c, place.touchpoint.code) : showSheet(deps, kept, c, place)

const submitted = (deps: OfficeDeps, kept: KeptPages, c: Context, place: EntryPlace): Promise<Response> =>
  entererAt(place.touchpoint.kind) === 'interviewer'
    ? submitInterview(kept, c, place.touchpoint.code, { enterer: entererOf(deps, c) })
    : submitSheet(deps, kept, c, place)

/** Who enters there no more reads until when they did, and what they have just typed stays before them; for all others there is nothing. */
async function shutOut(deps: OfficeDeps, kept: KeptPages, c: Context, status: 403 | 404): Promise<Response> {
  const code = c.req.param('touchpoint')
  const typed = code !== undefined && c.req.method === 'POST' ? await sheetKept(deps, kept, c, code, status) : undefined
  if (typed) return typed
  const [ended] = (await endedGrants(deps, await personOf(deps, c))).filter(({ touchpoint }) => code === undefined || touchpoint === code)
  const { numbers } = readerOf(c)
  return ended ? noticePage(c, 403, 'workOverTitle', 'workOverText', { day: numbers.day(ended.endsOn) }) : refused(c, status)
}

/** Roles at touchpoints that somebody held, the last to end first. */
async function endedGrants({ database, now }: OfficeDeps, person: Person | undefined): Promise<readonly Grant[]> {
  const all = person ? await grantsOf(database, accountOf(person)) : []
  const held = heldOn(all, localDay(now()))
  return all
    .filter((grant) => grant.touchpoint !== undefined && !held.includes(grant))
    .toSorted((one, other) => (one.endsOn < other.endsOn ? 1 : -1))
}

/** Whose work it is: theirs, or of the account as whom they look. */
const accountOf = ({ id, seeing }: Person): string => seeing?.id ?? id

type Row = EntryPlace & { readonly counts: EnteredCounts; readonly until: string }

async function workPage(deps: OfficeDeps, c: Context): Promise<Response> {
  const reader = readerOf(c)
  const today = localDay(deps.now())
  const person = await personOf(deps, c)
  const places = await entryPlaces(deps, c, earliest(deps))
  const counts = person ? await enteredBy(deps.database, accountOf(person), today) : new Map<string, EnteredCounts>()
  const rows = places.map((place) => ({
    ...place,
    counts: counts.get(place.touchpoint.code) ?? { today: 0, all: 0 },
    until: person?.grants?.find(({ touchpoint }) => touchpoint === place.touchpoint.code)?.endsOn ?? '',
  }))
  const entered = [...counts.values()].reduce((sum, { today: some }) => sum + some, 0)
  const over = await endedGrants(deps, person)
  const overAt = await listEntryPlaces(
    deps.database,
    earliest(deps),
    over.flatMap(({ touchpoint }) => touchpoint ?? []),
  )
  const ended = overAt.flatMap((place) => {
    const grant = over.find(({ touchpoint }) => touchpoint === place.touchpoint.code)
    return grant ? [{ place, endsOn: grant.endsOn }] : []
  })
  return page(c, { reader, title: reader.say('navWork'), body: <Work {...{ reader, rows, entered, ended, today }} /> })
}

type WorkProps = {
  readonly reader: Reader
  readonly rows: readonly Row[]
  readonly entered: number
  readonly ended: readonly { readonly place: EntryPlace; readonly endsOn: string }[]
  readonly today: string
}

const Work = ({ reader, reader: { say, numbers, language }, rows, entered, ended, today }: WorkProps) => (
  <Shell reader={reader}>
    <h1>{say('navWork')}</h1>
    {rows.length === 0 ? (
      <section class="card">
        <p>{say('workNone')}</p>
        <p>{say('workNoneAsk')}</p>
      </section>
    ) : (
      <>
        <p class="sub">{say('workText', { n: numbers.count(entered) })}</p>
        <section class="card">
          <table class="folds names work">
            <ColumnHeads
              columns={[
                { title: say('touchpoint') },
                { title: say('workDays') },
                { title: say('workToday'), look: 'r' },
                { title: say('workAll'), look: 'r' },
                { title: say('jobActs') },
              ]}
            />
            <tbody>
              {rows.map((row) => (
                <WorkRow key={row.touchpoint.code} {...{ reader, row, today }} />
              ))}
            </tbody>
          </table>
        </section>
      </>
    )}
    {ended.length > 0 && (
      <section class="card" aria-labelledby="ended">
        <h2 id="ended">{say('workEnded')}</h2>
        <ul>
          {ended.map(({ place, endsOn }) => (
            <li key={place.touchpoint.code}>{say('workEndedAt', { place: entryPlaceText(place, language), day: numbers.day(endsOn) })}</li>
          ))}
        </ul>
      </section>
    )}
  </Shell>
)

type RowProps = { readonly reader: Reader; readonly row: Row; readonly today: string }

function WorkRow({ reader: { say, numbers, language }, row, today }: RowProps) {
  const { touchpoint, campaign, counts, until } = row
  const role = entererAt(touchpoint.kind)
  const state = enteringState(campaign, touchpoint.kind, today)
  const name = entryPlaceText(row, language)
  return (
    <tr>
      <th scope="row">
        {name}
        <small>{localised(campaign.title, language)}</small>
        {campaign.synthetic && <small>{say('synthetic')}</small>}
      </th>
      <td data-label={say('workDays')}>
        {numbers.day(campaign.opensOn)} – {numbers.day(campaign.closesOn)}
        {state !== 'open' && <small>{say(`workState_${state}`, state === 'upcoming' ? { day: numbers.day(campaign.opensOn) } : {})}</small>}
        {until !== '' && <small>{say('workUntil', { day: numbers.day(until) })}</small>}
      </td>
      <td class="r" data-label={say('workToday')}>
        {numbers.count(counts.today)}
      </td>
      <td class="r" data-label={say('workAll')}>
        {numbers.count(counts.all)}
      </td>
      <td>
        <div class="acts">
          {role !== undefined && (state === 'open' || state === 'late') && (
            <a class="button" href={entryAddress(touchpoint.code)} aria-label={`${say(`workGo_${role}`)}: ${name}`}>
              {say(`workGo_${role}`)}
            </a>
          )}
          {role === 'clerk' && (state === 'open' || state === 'late') && (
            <a class="button quiet" href={pilesAddress(touchpoint.code)} aria-label={`${say('workBatches')}: ${name}`}>
              {say('workBatches')}
            </a>
          )}
          {(state === 'draft' || state === 'upcoming') && (
            <a
              href={`/s/${encodeURIComponent(touchpoint.code)}?test${role === 'interviewer' ? '&assisted' : ''}`}
              aria-label={`${say('workTry')}: ${name}`}
            >
              {say('workTry')}
            </a>
          )}
        </div>
      </td>
    </tr>
  )
}
