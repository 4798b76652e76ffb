import { type Context, Hono } from 'hono'
import { campaignState } from '../../../surveys/fielding/campaign'
import { placeState } from '../../../surveys/fielding/places'
import { localDay } from '../../../surveys/instrument/calendar'
import { localised } from '../../../surveys/instrument/language'
import { requireAct } from '../../access/permission'
import { movePlaces, pausePlaces, resumePlaces } from '../../acts/touchpoints'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import { ChoiceField, type Filled, FormProblems, prefilled, valueOf } from '../frame/form'
import { done, readerOf } from '../frame/reader'
import { Shell } from '../frame/shell'
import { Back, Carried, type ChosenPlaces, NamedPlaces, sentPlaces, withChosen } from './chosen'
import { many } from './list'

/** What is done to many touchpoints at once: said first, with what it means for each, then done as one thing. */
export function manyPages(deps: OfficeDeps): Hono {
  const change = requireAct(deps, 'touchpoints.change', refused)
  return new Hono()
    .get('/pause', change, (c) => withChosen(deps, c, 'touchpoints.change', async (chosen) => askPage(c, 'pause', chosen)))
    .get('/resume', change, (c) => withChosen(deps, c, 'touchpoints.change', async (chosen) => askPage(c, 'resume', chosen)))
    .get('/move', change, (c) => withChosen(deps, c, 'touchpoints.change', (chosen) => movePage(deps, c, chosen)))
    .post('/pause', change, (c) => stopped(deps, c, 'pause'))
    .post('/resume', change, (c) => stopped(deps, c, 'resume'))
    .post('/move', change, (c) => moved(deps, c))
}

/** Asks before many touchpoints are paused, or ask again. */
function askPage(c: Context, what: 'pause' | 'resume', { record, chosen, back }: ChosenPlaces): Response {
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
          <NamedPlaces {...{ reader, record, chosen: changed }} />
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

const lost = (c: Context): Response => noticePage(c, 404, 'lostTitle', 'placesGone')

async function stopped(deps: OfficeDeps, c: Context, what: 'pause' | 'resume'): Promise<Response> {
  const { places, back } = await sentPlaces(c)
  const codes = places.map(({ code }) => code)
  return acting(deps, c, what === 'pause' ? pausePlaces : resumePlaces, { codes }, (came) =>
    came.kind === 'done' ? done(c, back, `done_places-${what}`, came.value) : lost(c),
  )
}

/** Asks where to, then says what moving there means. */
async function movePage(deps: OfficeDeps, c: Context, { record, chosen, answers, back }: ChosenPlaces): Promise<Response> {
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
  const answered = moving.reduce((sum, { code }) => sum + (answers.get(code)?.all ?? 0), 0)
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
              <li>{say('placesMoveMeans_answered', { n: numbers.count(answered) })}</li>
              <li>{say('placesMoveMeans_begun')}</li>
              {moving.length < chosen.length && (
                <li>{say('placesMoveMeans_there', { n: numbers.count(chosen.length - moving.length) })}</li>
              )}
            </ul>
            <NamedPlaces {...{ reader, record, chosen: moving }} />
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
  const { places, values, back } = await sentPlaces(c)
  const to = valueOf(values, 'to')
  return acting(deps, c, movePlaces, { places, agencies: to === '' ? [] : [to] }, (came) => {
    if (came.kind === 'done') return done(c, back, 'done_places-move', came.value)
    const { code } = came.failure
    if (code === 'unknown') return lost(c)
    if (code === 'changed') return noticePage(c, 409, 'touchpointChangeNotTitle', 'placesStale')
    return noticePage(c, 409, 'touchpointChangeNotTitle', code === 'closed' ? 'touchpointChangeNot_closed' : 'placesMoveNot')
  })
}
