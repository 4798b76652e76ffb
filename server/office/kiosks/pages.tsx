import { type Context, Hono } from 'hono'
import type { Permission } from '../../../surveys/people/roles'
import { isProblemCode, problemMessage } from '../../../client/text/problems'
import { type KioskTrouble, type NumberRanges, type OfficeHours, sizeOf } from '../../../surveys/fielding/kiosk'
import { localised } from '../../../surveys/instrument/language'
import { requireAct } from '../../access/permission'
import { areaFor, seenKioskPlaces } from '../../access/seen'
import { lookAtKiosk, revokeKiosk } from '../../acts/kiosks'
import { stillGone } from '../../db/kiosks'
import { readOfficeHours } from '../../db/settings'
import { type KioskPlace, type StandingKiosk, standingKiosks } from '../../reading/kiosks'
import { acting } from '../frame/acting'
import { askPage } from '../frame/ask'
import type { OfficeDeps } from '../frame/deps'
import { page } from '../frame/document'
import { refused } from '../frame/door'
import { done, momentText, type Reader, readerOf } from '../frame/reader'
import { ColumnHeads, type Fact, FactList, Region, Shell } from '../frame/shell'
import { invited } from './code'
import { kioskFormPages } from './form'
import { guidePages } from './guide'
import { kioskAddress, lostKiosk, PlaceLines } from './place'

/** The devices at touchpoints: how they fare, and adding, moving, enrolling anew and shutting out. */
export function kioskPages(deps: OfficeDeps): Hono {
  const [read, change] = [requireAct(deps, 'office.read', refused), requireAct(deps, 'touchpoints.change', refused)]
  return new Hono()
    .get('/kiosks', read, (c) => listPage(deps, c))
    .route('/', guidePages(deps))
    .route('/', kioskFormPages(deps))
    .get('/kiosks/:id', read, (c) => withStanding(deps, c, 'office.read', (standing) => onePage(c, standing)))
    .get('/kiosks/:id/code', change, (c) => withStanding(deps, c, 'touchpoints.change', (standing) => asked(c, standing, 'code')))
    .post('/kiosks/:id/code', change, (c) => invited(deps, c, c.req.param('id')))
    .get('/kiosks/:id/revoke', change, (c) => withStanding(deps, c, 'touchpoints.change', (standing) => asked(c, standing, 'revoke')))
    .post('/kiosks/:id/revoke', change, (c) => revoked(deps, c, c.req.param('id')))
    .post('/kiosks/:id/look', change, (c) => looked(deps, c, c.req.param('id')))
}

async function withStanding(deps: OfficeDeps, c: Context, to: Permission, next: (standing: StandingKiosk) => Response): Promise<Response> {
  const id = c.req.param('id') ?? ''
  const standing = (await standingKiosks(deps, await seenKioskPlaces(deps, c, to))).find(({ kiosk }) => kiosk.id === id)
  return standing ? next(standing) : lostKiosk(c, id)
}

async function listPage(deps: OfficeDeps, c: Context): Promise<Response> {
  const reader = readerOf(c)
  const [kiosks, hours] = [await standingKiosks(deps, await seenKioskPlaces(deps, c, 'office.read')), await readOfficeHours(deps.database)]
  const mayHours = (await areaFor(deps, c, 'touchpoints.change')) === 'everywhere'
  return page(c, { reader, title: reader.say('navKiosks'), body: <Kiosks {...{ reader, kiosks, hours, mayHours }} /> })
}

function onePage(c: Context, standing: StandingKiosk): Response {
  const reader = readerOf(c)
  return page(c, { reader, title: standing.kiosk.name, body: <OneKiosk {...{ reader, ...standing }} /> })
}

const questions = {
  code: { title: 'kioskCodeAskTitle', go: 'kioskCodeGo', means: ['kioskCodeMeans_old', 'kioskCodeMeans_sealed', 'kioskCodeMeans_once'] },
  revoke: {
    title: 'kioskRevokeTitle',
    go: 'kioskRevokeGo',
    means: ['kioskRevokeMeans_door', 'kioskRevokeMeans_kept', 'kioskRevokeMeans_again'],
  },
} as const

function asked(c: Context, { kiosk: { id, name, touchpoint }, condition }: StandingKiosk, what: keyof typeof questions): Response {
  const reader = readerOf(c)
  const { title, go, means } = questions[what]
  // Where no device has been enrolled yet, none is shut out.
  const meant = what === 'code' && condition.stands === 'awaited' ? means.slice(-1) : means
  return askPage(c, {
    reader,
    title: reader.say(title),
    back: { href: kioskAddress(id), text: name },
    what: name,
    code: touchpoint,
    meanings: meant.map((word) => reader.say(word)),
    action: `${kioskAddress(id)}/${what}`,
    go: reader.say(go),
    isGrave: what === 'revoke',
  })
}

const revoked = (deps: OfficeDeps, c: Context, id: string): Promise<Response> =>
  acting(deps, c, revokeKiosk, { id }, (came) =>
    came.kind === 'done' ? done(c, kioskAddress(id), 'done_kiosk-revoked') : lostKiosk(c, id),
  )

const looked = (deps: OfficeDeps, c: Context, id: string): Promise<Response> =>
  acting(deps, c, lookAtKiosk, { id }, (came) => (came.kind === 'done' ? done(c, kioskAddress(id), 'done_kiosk-looked') : lostKiosk(c, id)))

type KiosksProps = {
  readonly reader: Reader
  readonly kiosks: readonly StandingKiosk[]
  readonly hours: OfficeHours
  /** The hours hold for every office of the province. */
  readonly mayHours: boolean
}

const Kiosks = ({ reader, reader: { say }, kiosks, hours, mayHours }: KiosksProps) => (
  <Shell reader={reader}>
    <h1>{say('navKiosks')}</h1>
    <p class="sub">{say('kiosksText')}</p>
    {kiosks.length === 0 ? (
      <section class="card empty">
        <h2>{say('kiosksNone')}</h2>
        <p>{say('kiosksNoneText')}</p>
        <MoreKiosks reader={reader} look="button" />
      </section>
    ) : (
      <section class="card">
        <div class="head">
          <TroubleHeading {...{ reader, kiosks }} />
          <MoreKiosks reader={reader} look="button quiet" />
        </div>
        <KioskTable {...{ reader, kiosks }} />
        <p class="note">
          {say('kioskHoursNow', { hours: hoursText(reader, hours) })}{' '}
          {mayHours && <a href="/admin/kiosks/hours">{say('kioskHoursChange')}</a>}
        </p>
      </section>
    )}
  </Shell>
)

type MoreKiosksProps = Pick<KiosksProps, 'reader'> & {
  /** Quiet beside kiosks, where the eye shall find first what is amiss. */
  readonly look: 'button' | 'button quiet'
}

const MoreKiosks = ({ reader: { say, may }, look }: MoreKiosksProps) => (
  <p class="acts">
    {may('touchpoints.change') && (
      <a class={look} href="/admin/new/kiosk">
        {say('kioskNew')}
      </a>
    )}
    <a href="/admin/kiosks/guide">{say('guideTitle')}</a>
  </p>
)

/** What a reader wants to know first: how many somebody should look at. */
function TroubleHeading({ reader: { say, numbers }, kiosks }: Pick<KiosksProps, 'reader' | 'kiosks'>) {
  const standing = kiosks.filter(({ condition }) => condition.stands !== 'revoked')
  const troubled = standing.filter(({ condition }) => condition.troubles.length > 0).length
  if (troubled === 0) return <h2>{say('kiosksWell', { all: numbers.count(standing.length) })}</h2>
  return <h2 class="amiss">{say('kiosksTroubled', { n: numbers.count(troubled), all: numbers.count(standing.length) })}</h2>
}

/** The days and times as people write them. */
function hoursText({ say }: Reader, { days, spans }: OfficeHours): string {
  const isRow = days.length > 2 && days.every((day, place) => place === 0 || day === (days[place - 1] ?? 0) + 1)
  const [first, last] = [days[0], days.at(-1)].map((day) => say(`weekday_${day ?? 1}`))
  const named = isRow ? `${first ?? ''}–${last ?? ''}` : days.map((day) => say(`weekday_${day}`)).join(', ')
  return `${named}, ${spans.map(({ from, to }) => `${from}–${to}`).join(', ')}`
}

const KioskTable = ({ reader, reader: { say }, kiosks }: Pick<KiosksProps, 'reader' | 'kiosks'>) => (
  <Region label={say('navKiosks')}>
    <table class="folds list kiosks">
      <ColumnHeads
        columns={[
          { title: say('kiosk'), look: 'name' },
          { title: say('state') },
          { title: say('kioskSeen') },
          { title: say('kioskWaiting'), look: 'n' },
          { title: say('kioskSetAside'), look: 'n' },
          { title: say('kioskNever'), look: 'n' },
        ]}
      />
      <tbody>
        {kiosks.map((standing) => (
          <KioskRow key={standing.kiosk.id} {...{ reader, ...standing }} />
        ))}
      </tbody>
    </table>
  </Region>
)

type KioskProps = StandingKiosk & { readonly reader: Reader }

const KioskRow = ({ reader, reader: { say, numbers }, kiosk, place, condition, isInvited }: KioskProps) => (
  <tr>
    <th scope="row" class="name">
      <a href={kioskAddress(kiosk.id)}>{kiosk.name}</a>
      <PlaceLines {...{ reader, place }} />
    </th>
    <td>
      <Standing {...{ reader, kiosk, condition, isInvited }} />
    </td>
    <td data-label={say('kioskSeen')}>
      {seenText(reader, kiosk)}
      {kiosk.build !== '' && <small>{say('kioskBuildOf', { build: kiosk.build })}</small>}
    </td>
    <td class="n" data-label={say('kioskWaiting')}>
      {numbers.count(kiosk.waiting)}
    </td>
    <td class={kiosk.set_aside > 0 ? 'n amiss' : 'n'} data-label={say('kioskSetAside')}>
      {numbers.count(kiosk.set_aside)}
    </td>
    <td class={condition.never > 0 ? 'n amiss' : 'n'} data-label={say('kioskNever')}>
      {numbers.count(condition.never)}
    </td>
  </tr>
)

const seenText = (reader: Reader, { seen_at: at }: KioskProps['kiosk']): string =>
  at === '' ? reader.say('kioskNeverSeen') : momentText(reader, at)

/** How it stands, in words; what somebody should see to is said each in a line of its own, and then what somebody has seen. */
function Standing({
  reader,
  reader: { say, numbers },
  kiosk: { refused: refusals, revoked_on: revokedOn, looked: look },
  condition: { stands, troubles, seen, silent },
  isInvited,
}: Omit<KioskProps, 'place'>) {
  if (stands === 'revoked') return <span class="state closed">{say('kioskRevoked', { day: numbers.day(revokedOn) })}</span>
  if (stands === 'awaited') return <span class="state">{say(isInvited ? 'kioskInvited' : 'kioskAwaited')}</span>
  const words = {
    missing: say('kioskMissing'),
    refused: say('kioskRefused'),
    silent: say('kioskSilent', { time: durationText(reader, silent) }),
  }
  const said = (trouble: KioskTrouble) => (
    <>
      {words[trouble]}
      {trouble === 'refused' && refusals.map(({ code }) => <small key={code}>{refusalShown(reader, code)}</small>)}
    </>
  )
  return (
    <>
      {troubles.length === 0 && <span class="state open">{say('kioskWell')}</span>}
      {troubles.map((trouble) => (
        <span key={trouble} class="state amiss">
          {said(trouble)}
        </span>
      ))}
      {seen.map((trouble) => (
        <span key={trouble} class="state">
          {said(trouble)}
          {look && <small>{say('kioskLooked', { who: look.by, day: numbers.day(look.on) })}</small>}
        </span>
      ))}
    </>
  )
}

/** Why something was refused; a code of a version before or after this one stands for itself. */
const refusalShown = ({ language }: Reader, code: string): string => (isProblemCode(code) ? problemMessage(language, code) : code)

/** Office hours as people count them: minutes first, then hours. */
const durationText = ({ say, numbers }: Reader, minutes: number): string =>
  minutes < 120 ? say('minutesLong', { n: numbers.count(minutes) }) : say('hoursLong', { n: numbers.count(Math.floor(minutes / 60)) })

/** As people write numbers: 3–5, 9. */
const rangesText = (ranges: NumberRanges): string =>
  ranges.map(([first, last]) => (first === last ? String(first) : `${first}–${last}`)).join(', ')

function OneKiosk({ reader, reader: { say, numbers, language }, kiosk, place, condition, isInvited }: KioskProps) {
  const own = kioskAddress(kiosk.id)
  const refusals = kiosk.refused.map(({ code, on }) => (
    <div key={code}>
      {on === '' ? '' : `${numbers.day(on)}: `}
      {refusalShown(reader, code)}
    </div>
  ))
  const gone = rangesText(condition.missing)
  const facts: readonly Fact[] = [
    ...(place ? [{ name: say('campaign'), value: <CampaignLink {...{ place, language }} /> }] : []),
    { name: say('kioskEnrolled'), value: kiosk.enrolled_on === '' ? say('kioskNotEnrolled') : numbers.day(kiosk.enrolled_on) },
    { name: say('kioskSeen'), value: seenText(reader, kiosk) },
    { name: say('kioskBuild'), value: kiosk.build === '' ? say('kioskNeverSeen') : kiosk.build },
    { name: say('kioskMade'), value: numbers.count(kiosk.made) },
    { name: say('kioskWaiting'), value: numbers.count(kiosk.waiting) },
    { name: say('kioskSetAside'), value: numbers.count(kiosk.set_aside) },
    { name: say('kioskNever'), value: numbers.count(condition.never) },
    ...(gone === '' ? [] : [{ name: say('kioskMissingNumbers'), value: gone }]),
    ...kiosk.former.flatMap((device) =>
      sizeOf(stillGone(device)) === 0
        ? []
        : [{ name: say('kioskMissingBefore', { key: device.key.slice(0, 8) }), value: rangesText(stillGone(device)) }],
    ),
    { name: say('kioskRefusal'), value: refusals.length === 0 ? say('none') : refusals, isWide: refusals.length > 0 },
  ]
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href="/admin/kiosks">{say('navKiosks')}</a>
      </p>
      <h1>{kiosk.name}</h1>
      <div class="sub">
        <PlaceLines {...{ reader, place }} />
      </div>
      <section class="card next">
        <Standing {...{ reader, kiosk, condition, isInvited }} />
        {condition.stands === 'awaited' && <p>{say('kioskAwaitedNext')}</p>}
        {condition.troubles.length > 0 && (
          <ul class="meanings">
            {condition.troubles.map((trouble) => (
              <li key={trouble}>{say(`kioskNext_${trouble}`)}</li>
            ))}
          </ul>
        )}
        {reader.may('touchpoints.change') && condition.troubles.some((trouble) => trouble !== 'silent') && (
          <form class="acts" method="post" action={`${own}/look`}>
            <button>{say('kioskLookGo')}</button>
            <small>{say('kioskLookHint')}</small>
          </form>
        )}
        {reader.may('touchpoints.change') && (
          <p class="acts">
            <a class={condition.stands === 'enrolled' ? 'button quiet' : 'button'} href={`${own}/code`}>
              {say('kioskCodeGo')}
            </a>
            <a href={`${own}/change`}>{say('kioskChange')}</a>
            {condition.stands !== 'revoked' && <a href={`${own}/revoke`}>{say('kioskRevokeGo')}</a>}
          </p>
        )}
      </section>
      <section class="card" aria-labelledby="facts-title">
        <h2 id="facts-title">{say('kioskFacts')}</h2>
        <FactList look="facts" facts={facts} />
        <p class="note">{say('kioskNeverText')}</p>
      </section>
    </Shell>
  )
}

const CampaignLink = ({ place: { campaign }, language }: { readonly place: KioskPlace; readonly language: string }) => (
  <a href={`/admin/touchpoints?campaign=${encodeURIComponent(campaign.code)}`}>{localised(campaign.title, language)}</a>
)
