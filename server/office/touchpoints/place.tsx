import { type Context, Hono } from 'hono'
import { agencyState, campaignState, channels } from '../../../surveys/fielding/campaign'
import { groupedCode } from '../../../surveys/fielding/codes'
import { localDay } from '../../../surveys/instrument/calendar'
import { localised } from '../../../surveys/instrument/language'
import { requireAct } from '../../access/permission'
import { seenCampaign, seenTouchpoint } from '../../access/seen'
import { changeTouchpointPlace, hideTouchpoint, pausePlaces, renewTouchpoint, resumePlaces, showTouchpoint } from '../../acts/touchpoints'
import type { CampaignRecord } from '../../db/campaigns'
import { hasResponses, type ServingTouchpoint, surveyAddress } from '../../db/touchpoints'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import { ChoiceField, Field, type Filled, FormProblems, Picks, prefilled, sentForm, valueOf, type FormValues } from '../frame/form'
import { someAgencies } from '../frame/names'
import { channelName, done, type Reader, readerOf } from '../frame/reader'
import { FactList, Shell } from '../frame/shell'
import { doorText, type Origin, originFor, placeAddress, posterAddress } from './list'

/** One touchpoint: where it leads, what it is called, whom it serves, whether it asks, and what its counter's screen shows. */
export function placePages(deps: OfficeDeps): Hono {
  const change = requireAct(deps, 'touchpoints.change', refused)
  const at = (what: string) => `/touchpoints/:code${what}` as const
  return new Hono()
    .get(at(''), requireAct(deps, 'office.read', refused), (c) => placePage(deps, c, codeIn(c)))
    .post(at(''), change, (c) => changed(deps, c, codeIn(c)))
    .post(at('/pause'), change, (c) => stopped(deps, c, codeIn(c), 'pause'))
    .post(at('/resume'), change, (c) => stopped(deps, c, codeIn(c), 'resume'))
    .get(at('/renew'), change, (c) => askToRenew(deps, c, codeIn(c)))
    .post(at('/renew'), change, (c) => renewed(deps, c, codeIn(c)))
    .post(at('/show'), change, (c) => shownOnScreen(deps, c, codeIn(c)))
    .post(at('/hide'), change, (c) => hidden(deps, c, codeIn(c)))
}

const codeIn = (c: Context): string => c.req.param('code') ?? ''

const lost = (c: Context, code: string): Response => noticePage(c, 404, 'lostTitle', 'touchpointUnknown', { seen: code })

type Known = { readonly touchpoint: ServingTouchpoint; readonly record: CampaignRecord }

async function known(deps: OfficeDeps, c: Context, code: string, to: 'office.read' | 'touchpoints.change'): Promise<Known | undefined> {
  const touchpoint = await seenTouchpoint(deps, c, code, to)
  const record = touchpoint && (await seenCampaign(deps, c, touchpoint.campaign, to))
  return record && { touchpoint, record }
}

type Shown = { readonly filled?: Filled; readonly status?: 200 | 409 | 422; readonly screen?: string }

async function placePage(deps: OfficeDeps, c: Context, code: string, { filled, status = 200, screen }: Shown = {}): Promise<Response> {
  const found = await known(deps, c, code, 'office.read')
  if (!found) return lost(c, code)
  const { touchpoint, record } = found
  const reader = readerOf(c)
  const origin = await originFor(deps, c, record.campaign.synthetic)
  const today = localDay(deps.now())
  const isAnswered = await hasResponses(deps.database, touchpoint)
  const title = localised(touchpoint.label, reader.language)
  const props = { reader, record, touchpoint, origin, today, isAnswered, screen, isStale: status === 409 }
  return page(c, { reader, title, status, body: <Place {...props} filled={filled ?? draftOf(touchpoint)} /> })
}

const draftOf = ({ kind, label, agencies, revision }: ServingTouchpoint): Filled =>
  prefilled({ kind, label: label['vi'] ?? '', labelEn: label['en'] ?? '', agencies, revision: String(revision) })

const seenRevision = (values: FormValues): number => Number(/^\d{1,9}$/.exec(valueOf(values, 'revision'))?.[0] ?? 0)

async function changed(deps: OfficeDeps, c: Context, code: string): Promise<Response> {
  const { values } = await sentForm(c)
  const before = await seenTouchpoint(deps, c, code, 'touchpoints.change')
  const draft = {
    code: '',
    kind: valueOf(values, 'kind') || (before?.kind ?? ''),
    label: valueOf(values, 'label'),
    labelEn: valueOf(values, 'labelEn'),
    agencies: values['agencies'] ?? [],
  }
  return acting(deps, c, changeTouchpointPlace, { code, revision: seenRevision(values), draft }, async (came) => {
    if (came.kind === 'done') return done(c, placeAddress(code), 'done_touchpoint-changed')
    const { failure } = came
    if (failure.code === 'wrong') return placePage(deps, c, code, { status: 422, filled: { values, problems: failure.problems } })
    if (failure.code === 'changed') return placePage(deps, c, code, { status: 409, filled: await seenNow(deps, c, code, values) })
    if (failure.code === 'unknown') return lost(c, code)
    return noticePage(c, 409, 'touchpointChangeNotTitle', `touchpointChangeNot_${failure.code}`)
  })
}

/** What was typed, over what somebody else has saved meanwhile: sent again it takes its place. */
async function seenNow(deps: OfficeDeps, c: Context, code: string, values: FormValues): Promise<Filled> {
  const now = await seenTouchpoint(deps, c, code, 'touchpoints.change')
  return { values: { ...values, revision: [String(now?.revision ?? 0)] }, problems: [] }
}

const stopped = (deps: OfficeDeps, c: Context, code: string, what: 'pause' | 'resume'): Promise<Response> =>
  acting(deps, c, what === 'pause' ? pausePlaces : resumePlaces, { codes: [code] }, (came) =>
    came.kind === 'done' ? done(c, placeAddress(code), `done_touchpoint-${what}`) : lost(c, code),
  )

async function askToRenew(deps: OfficeDeps, c: Context, code: string): Promise<Response> {
  const touchpoint = await seenTouchpoint(deps, c, code, 'touchpoints.change')
  if (!touchpoint) return lost(c, code)
  const reader = readerOf(c)
  return page(c, { reader, title: reader.say('codeRenewTitle'), body: <Renew {...{ reader, touchpoint }} /> })
}

async function renewed(deps: OfficeDeps, c: Context, code: string): Promise<Response> {
  const { values } = await sentForm(c)
  const grace = valueOf(values, 'grace') === 'none' ? 'none' : 'day'
  return acting(deps, c, renewTouchpoint, { code, grace, revision: seenRevision(values) }, (came) =>
    came.kind === 'done' ? done(c, placeAddress(code), 'done_touchpoint-renew') : notDone(deps, c, code, came.failure.code),
  )
}

async function shownOnScreen(deps: OfficeDeps, c: Context, code: string): Promise<Response> {
  const { values } = await sentForm(c)
  return acting(deps, c, showTouchpoint, { code, revision: seenRevision(values) }, (came) =>
    came.kind === 'done' ? placePage(deps, c, code, { screen: came.value }) : notDone(deps, c, code, came.failure.code),
  )
}

async function hidden(deps: OfficeDeps, c: Context, code: string): Promise<Response> {
  const { values } = await sentForm(c)
  return acting(deps, c, hideTouchpoint, { code, revision: seenRevision(values) }, (came) =>
    came.kind === 'done' ? done(c, placeAddress(code), 'done_touchpoint-hide') : notDone(deps, c, code, came.failure.code),
  )
}

/** What somebody has not seen yet is shown to them first. */
const notDone = (deps: OfficeDeps, c: Context, code: string, why: 'unknown' | 'changed' | 'not_shown'): Response | Promise<Response> =>
  why === 'changed'
    ? placePage(deps, c, code, { status: 409 })
    : why === 'unknown'
      ? lost(c, code)
      : noticePage(c, 409, 'touchpointChangeNotTitle', 'touchpointChangeNot_not_shown')

type PlaceProps = {
  readonly reader: Reader
  readonly record: CampaignRecord
  readonly touchpoint: ServingTouchpoint
  readonly origin: Origin
  readonly today: string
  readonly isAnswered: boolean
  /** The key of its screen, just made. */
  readonly screen: string | undefined
  /** Somebody has changed it since the reader has seen it. */
  readonly isStale: boolean
  readonly filled: Filled
}

function Place(props: PlaceProps) {
  const { reader, record, touchpoint, isStale, today } = props
  const { say, language } = reader
  const { campaign } = record
  const mayChange = reader.may('touchpoints.change') && campaignState(campaign, today) !== 'closed'
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href={`/admin/touchpoints?campaign=${encodeURIComponent(campaign.code)}`}>{say('navTouchpoints')}</a>
      </p>
      <h1>{localised(touchpoint.label, language)}</h1>
      <p class="sub">{servedText(reader, record, touchpoint)}</p>
      {isStale && (
        <p class="wrong summary" role="alert">
          {say('touchpointStale')}
        </p>
      )}
      <Way {...props} />
      {mayChange && touchpoint.kind === 'qr' && <Screen {...props} />}
      {mayChange && <Change {...props} />}
    </Shell>
  )
}

/** The agencies of a touchpoint by name. */
export function servedText(reader: Reader, { measured }: CampaignRecord, { agencies }: ServingTouchpoint): string {
  const names = new Map(measured.map(({ agency }) => [agency.code, localised(agency.name, reader.language)]))
  return someAgencies(
    reader,
    agencies.map((code) => names.get(code) ?? code),
    3,
  )
}

/** How people come there, and what can be done about it. */
function Way({ reader, touchpoint, record: { campaign }, origin, today }: PlaceProps) {
  const { say, may } = reader
  const { code, door, kind } = touchpoint
  const href = surveyAddress(origin.url, touchpoint)
  const own = placeAddress(code)
  const state = campaignState(campaign, today)
  return (
    <section class="card">
      <h2>{say('touchpoint')}</h2>
      <FactList
        facts={[
          { name: say('channel'), value: channelName(reader, kind) },
          { name: say('state'), value: doorText(reader, touchpoint, state) },
          ...(door.turns ? [] : [{ name: say('link'), value: <a href={href}>{href.replace(/^https?:\/\//, '')}</a> }]),
          ...(door.turns ? [] : [{ name: say('posterCode'), value: <code>{groupedCode(door.link)}</code> }]),
        ]}
      />
      <div class="acts">
        {origin.isPrintable && !door.turns && (
          <>
            <a class="button" href={posterAddress(touchpoint)}>
              {say('poster')}
            </a>
            <a href={`${own}/qr.svg?download`} aria-label={`${say('qrCode')}, SVG`}>
              SVG
            </a>
            <a href={`${own}/qr.png?download`} aria-label={`${say('qrCode')}, PNG`}>
              PNG
            </a>
          </>
        )}
        {may('touchpoints.change') && state !== 'closed' && (
          <>
            <form method="post" action={`${own}/${door.pausedAt === undefined ? 'pause' : 'resume'}`}>
              <button class="quiet" type="submit">
                {say(door.pausedAt === undefined ? 'pause' : 'resume')}
              </button>
            </form>
            <a href={`${own}/renew`}>{say('renew')}</a>
            <a href={`${own}/delete`}>{say('delete')}</a>
          </>
        )}
      </div>
    </section>
  )
}

/** The screen of a counter. */
function Screen({ reader: { say }, touchpoint, origin, screen }: PlaceProps) {
  const { code, display, revision } = touchpoint
  const own = placeAddress(code)
  return (
    <section class="card" id="screen">
      <h2>{say('screenTitle')}</h2>
      <p>{say('screenText')}</p>
      {screen !== undefined && (
        <p class="note" role="status">
          {say('screenLink')} <a href={`${origin.url}/d/${screen}`}>{`${origin.url}/d/${screen}`}</a>
        </p>
      )}
      <div class="acts">
        <form method="post" action={`${own}/show`}>
          <input type="hidden" name="revision" value={revision} />
          <button class="quiet" type="submit">
            {say(display === '' ? 'screenBegin' : 'screenAgain')}
          </button>
        </form>
        {display !== '' && (
          <form method="post" action={`${own}/hide`}>
            <input type="hidden" name="revision" value={revision} />
            <button class="quiet" type="submit">
              {say('screenEnd')}
            </button>
          </form>
        )}
      </div>
    </section>
  )
}

function Change({ reader, record, touchpoint, filled, isAnswered, today }: PlaceProps) {
  const { say } = reader
  const labels = {
    kind: say('channel'),
    agencies: say('touchpointServes'),
    label: say('touchpointLabel'),
    labelEn: say('touchpointLabelEn'),
  }
  const field = (name: keyof typeof labels) => ({ reader, filled, name, label: labels[name] })
  return (
    <form class="card form" method="post" action={placeAddress(touchpoint.code)}>
      <h2>{say('touchpointChange')}</h2>
      <FormProblems {...{ reader, filled, labels }} />
      <input type="hidden" name="revision" value={valueOf(filled.values, 'revision')} />
      <Field {...field('label')} input={{ lang: 'vi' }} />
      <Field {...field('labelEn')} input={{ lang: 'en' }} />
      {isAnswered ? (
        <p class="note">{say('touchpointKindStays', { kind: channelName(reader, touchpoint.kind) })}</p>
      ) : (
        <ChoiceField {...field('kind')} items={channels.map((kind) => ({ value: kind, text: channelName(reader, kind) }))} />
      )}
      <details class="more" open={filled.problems.some((problem) => problem.field === 'agencies')}>
        <summary>{say('touchpointMove')}</summary>
        <p class="note">{say('touchpointMoveNote')}</p>
        <Picks {...field('agencies')} type="checkbox" items={agencyItems(reader, record, today)} />
      </details>
      <p class="acts">
        <button class="button quiet" type="submit">
          {say('save')}
        </button>
      </p>
    </form>
  )
}

const names = new Intl.Collator('vi', { numeric: true })

/** Agencies of a campaign to choose among, by name. */
export const agencyItems = ({ language, say }: Reader, { measured }: CampaignRecord, today: string) =>
  measured
    .map(({ agency }) => ({
      value: agency.code,
      text: localised(agency.name, language),
      note: agencyState(agency, today) === 'ended' ? `${agency.code} · ${say('agencyGone')}` : agency.code,
    }))
    .sort((a, b) => names.compare(a.text, b.text))

/** What another code means, and how long the one before is good. */
function Renew({ reader, touchpoint }: Pick<PlaceProps, 'reader' | 'touchpoint'>) {
  const { say, language } = reader
  const own = placeAddress(touchpoint.code)
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href={own}>{localised(touchpoint.label, language)}</a>
      </p>
      <h1>{say('codeRenewTitle')}</h1>
      <form class="card form" method="post" action={`${own}/renew`}>
        <ul class="meanings">
          <li>{say('renewMeans_new')}</li>
          <li>{say('renewMeans_begun')}</li>
          <li>{say('renewMeans_kiosk')}</li>
        </ul>
        <input type="hidden" name="revision" value={touchpoint.revision} />
        <fieldset class="field picks">
          <legend>{say('renewGrace')}</legend>
          {(['day', 'none'] as const).map((grace) => (
            <label key={grace} class="pick">
              <input type="radio" name="grace" value={grace} checked={grace === 'day'} />
              <span>{say(`renewGrace_${grace}`)}</span>
            </label>
          ))}
        </fieldset>
        <p class="acts">
          <button type="submit">{say('renew')}</button>
          <a href={own}>{say('cancel')}</a>
        </p>
      </form>
    </Shell>
  )
}
