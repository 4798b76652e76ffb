import { type Context, Hono } from 'hono'
import { campaignState } from '../../../surveys/fielding/campaign'
import { findPlaces, placeState } from '../../../surveys/fielding/places'
import { localDay } from '../../../surveys/instrument/calendar'
import { localised } from '../../../surveys/instrument/language'
import { requireAct } from '../../access/permission'
import { seenCampaign } from '../../access/seen'
import { movePlaces, pausePlaces, resumePlaces } from '../../acts/touchpoints'
import type { CampaignRecord } from '../../db/campaigns'
import type { ServingTouchpoint } from '../../db/touchpoints'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import { ChoiceField, type Filled, FormProblems, prefilled, sentForm, valueOf } from '../frame/form'
import { channelName, done, type Reader, readerOf } from '../frame/reader'
import { Shell } from '../frame/shell'
import { placesAddress, many, placeQueryIn, placesSeen } from './list'
import { servedText } from './place'
import { printed } from './posters'

/** What is done to many touchpoints at once: said first, with what it means for each, then done as one thing. */
export function manyPages(deps: OfficeDeps): Hono {
  const [read, change] = [requireAct(deps, 'office.read', refused), requireAct(deps, 'touchpoints.change', refused)]
  return new Hono()
    .get('/print', read, (c) => withChosen(deps, c, 'office.read', ({ record, chosen, back }) => printed(deps, c, record, chosen, back)))
    .get('/pause', change, (c) => withChosen(deps, c, 'touchpoints.change', async (chosen) => askPage(c, 'pause', chosen)))
    .get('/resume', change, (c) => withChosen(deps, c, 'touchpoints.change', async (chosen) => askPage(c, 'resume', chosen)))
    .get('/move', change, (c) => withChosen(deps, c, 'touchpoints.change', (chosen) => movePage(deps, c, chosen)))
    .post('/pause', change, (c) => stopped(deps, c, 'pause'))
    .post('/resume', change, (c) => stopped(deps, c, 'resume'))
    .post('/move', change, (c) => moved(deps, c))
}

type Chosen = { readonly record: CampaignRecord; readonly chosen: readonly ServingTouchpoint[]; readonly back: string }

/** Goes on with the touchpoints that an address names one by one, or with all that its search finds. */
async function withChosen(
  deps: OfficeDeps,
  c: Context,
  to: 'office.read' | 'touchpoints.change',
  next: (chosen: Chosen) => Promise<Response>,
): Promise<Response> {
  const campaign = c.req.query('campaign') ?? ''
  const record = await seenCampaign(deps, c, campaign, to)
  if (!record) return noticePage(c, 404, 'lostTitle', 'campaignUnknown', { seen: campaign })
  const places = await placesSeen(deps, c, record, to)
  const query = placeQueryIn(c, campaign)
  const named = new Set(c.req.queries('code'))
  const chosen =
    c.req.query('all') === undefined
      ? places.all.filter(({ code }) => named.has(code))
      : findPlaces(places.all, query, places.agencies).found
  if (chosen.length === 0) return noticePage(c, 200, 'placesNotChosenTitle', 'placesNotChosen')
  return next({ record, chosen, back: placesAddress(query) })
}

/** Asks before many touchpoints are paused, or ask again. */
function askPage(c: Context, what: 'pause' | 'resume', { record, chosen, back }: Chosen): Response {
  const reader = readerOf(c)
  const { say, numbers } = reader
  const changed = chosen.filter(({ door }) => (placeState(door) === 'paused') === (what === 'resume'))
  const title = say(`places_${what}_title`, { n: numbers.count(changed.length) })
  const there = chosen.length - changed.length
  return page(c, {
    reader,
    title,
    body: (
      <Shell reader={reader}>
        <Back {...{ reader, back }} />
        <h1>{title}</h1>
        <form class="card form" method="post" action={`${many}/${what}`}>
          <ul class="meanings">
            <li>{say(`places_${what}_means`)}</li>
            {there > 0 && <li>{say(`places_${what}_there`, { n: numbers.count(there) })}</li>}
          </ul>
          <Named {...{ reader, record, chosen: changed }} />
          <Carried {...{ chosen: changed, back }} />
          <p class="acts">
            {changed.length > 0 && <button type="submit">{say(what)}</button>}
            <a href={back}>{say('cancel')}</a>
          </p>
        </form>
      </Shell>
    ),
  })
}

const Back = ({ reader, back }: { readonly reader: Reader; readonly back: string }) => (
  <p class="back">
    <a href={back}>{reader.say('navTouchpoints')}</a>
  </p>
)

/** Touchpoints that are shown by name; how many more there are is said. */
const shownNames = 20

function Named({ reader, record, chosen }: { readonly reader: Reader } & Pick<Chosen, 'record' | 'chosen'>) {
  const { say, numbers, language } = reader
  const more = chosen.length - shownNames
  return (
    <>
      <ul>
        {chosen.slice(0, shownNames).map((touchpoint) => (
          <li key={touchpoint.code}>
            {[servedText(reader, record, touchpoint), localised(touchpoint.label, language), channelName(reader, touchpoint.kind)].join(
              ' · ',
            )}
          </li>
        ))}
      </ul>
      {more > 0 && <p>{say('touchpointPlannedMore', { n: numbers.count(more) })}</p>}
    </>
  )
}

/** What a form carries of its touchpoints: each as it was when it was shown, and the list to go back to. */
const Carried = ({ chosen, back }: Pick<Chosen, 'chosen' | 'back'>) => (
  <>
    <input type="hidden" name="back" value={back} />
    {chosen.map(({ code, revision }) => (
      <input key={code} type="hidden" name="place" value={`${revision}.${code}`} />
    ))}
  </>
)

type Sent = {
  readonly places: readonly { readonly code: string; readonly revision: number }[]
  readonly to: string
  readonly back: string
}

async function sent(c: Context): Promise<Sent> {
  const { values } = await sentForm(c)
  const back = valueOf(values, 'back')
  return {
    places: (values['place'] ?? []).flatMap((text) => {
      const [, revision, code] = /^(\d{1,9})\.(.+)$/.exec(text) ?? []
      return code === undefined ? [] : [{ code, revision: Number(revision) }]
    }),
    to: valueOf(values, 'to'),
    back: back.startsWith(listStart) ? back : listStart,
  }
}

const listStart = '/admin/touchpoints'

const lost = (c: Context): Response => noticePage(c, 404, 'lostTitle', 'placesGone')

async function stopped(deps: OfficeDeps, c: Context, what: 'pause' | 'resume'): Promise<Response> {
  const { places, back } = await sent(c)
  const codes = places.map(({ code }) => code)
  return acting(deps, c, what === 'pause' ? pausePlaces : resumePlaces, { codes }, (came) =>
    came.kind === 'done' ? done(c, back, `done_places-${what}`, came.value) : lost(c),
  )
}

/** Asks where to, then says what moving there means. */
async function movePage(deps: OfficeDeps, c: Context, { record, chosen, back }: Chosen): Promise<Response> {
  const reader = readerOf(c)
  const { say, numbers, language } = reader
  if (campaignState(record.campaign, localDay(deps.now())) === 'closed')
    return noticePage(c, 409, 'touchpointChangeNotTitle', 'touchpointChangeNot_closed')
  const to = c.req.query('to') ?? ''
  const target = record.measured.find(({ agency }) => agency.code === to)?.agency
  const filled: Filled = {
    ...prefilled({ to }),
    problems: to === '' || target ? [] : [{ field: 'to', code: 'unknown', seen: to, allowed: '' }],
  }
  const items = record.measured
    .map(({ agency }) => ({ value: agency.code, text: localised(agency.name, language) }))
    .sort((one, other) => names.compare(one.text, other.text))
  const moving = target ? chosen.filter(({ agencies }) => agencies.length !== 1 || agencies[0] !== target.code) : []
  const title = say('places_move_title', { n: numbers.count(chosen.length) })
  const labels = { to: say('placesMoveTo') }
  return page(c, {
    reader,
    title,
    status: filled.problems.length > 0 ? 422 : 200,
    body: (
      <Shell reader={reader}>
        <Back {...{ reader, back }} />
        <h1>{title}</h1>
        <FormProblems {...{ reader, filled, labels }} />
        <form class="card form" method="get" action={`${many}/move`}>
          {Object.entries(c.req.queries()).map(([name, values]) =>
            name === 'to' ? null : values.map((value) => <input key={`${name} ${value}`} type="hidden" {...{ name, value }} />),
          )}
          <ChoiceField {...{ reader, filled, items: [{ value: '', text: say('chooseOne') }, ...items] }} name="to" label={labels.to} />
          <p class="acts">
            <button type="submit" class={target ? 'quiet' : undefined}>
              {say('touchpointPreview')}
            </button>
            <a href={back}>{say('cancel')}</a>
          </p>
        </form>
        {target && (
          <form class="card form" method="post" action={`${many}/move`}>
            <h2>{say('placesMoveWhat', { agency: localised(target.name, language) })}</h2>
            <ul class="meanings">
              <li>{say('placesMoveMeans_now', { n: numbers.count(moving.length) })}</li>
              <li>{say('placesMoveMeans_answered')}</li>
              {moving.length < chosen.length && (
                <li>{say('placesMoveMeans_there', { n: numbers.count(chosen.length - moving.length) })}</li>
              )}
            </ul>
            <Named {...{ reader, record, chosen: moving }} />
            <Carried {...{ chosen: moving, back }} />
            <input type="hidden" name="to" value={target.code} />
            {moving.length > 0 && (
              <p class="acts">
                <button type="submit">{say('places_move')}</button>
              </p>
            )}
          </form>
        )}
      </Shell>
    ),
  })
}

const names = new Intl.Collator('vi', { numeric: true })

async function moved(deps: OfficeDeps, c: Context): Promise<Response> {
  const { places, to, back } = await sent(c)
  return acting(deps, c, movePlaces, { places, agencies: to === '' ? [] : [to] }, (came) => {
    if (came.kind === 'done') return done(c, back, 'done_places-move', came.value)
    const { code } = came.failure
    if (code === 'unknown') return lost(c)
    if (code === 'changed') return noticePage(c, 409, 'touchpointChangeNotTitle', 'placesStale')
    return noticePage(c, 409, 'touchpointChangeNotTitle', code === 'closed' ? 'touchpointChangeNot_closed' : 'placesMoveNot')
  })
}
