import { type Context, Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { GroupRoleNotGiven } from '../../../surveys/people/groups'
import { linkFor } from '../../access/account'
import { hashOf, isSealed, sealOf } from '../../access/keys'
import { originOf } from '../../access/origin'
import type { Provider } from '../../access/provider'
import { currentSession, type Session, signOut as endSession } from '../../access/session'
import { comeFromProvider, isLinkingPass, linkingPass, type Return, sendToProvider, type Stop } from '../../access/single-sign-on'
import { linkProvider, unlinkProvider } from '../../acts/accounts'
import { linkedSince } from '../../db/provider-accounts'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { AtDoor, safePlace, typedFields } from '../frame/door'
import { ProvedForm, scriptFor, type Trouble, type Ways, waysOf } from '../frame/proof'
import { done, type Reader, readerOf } from '../frame/reader'
import { OwnPage } from './factor'
import { ownAddress, signedIn } from './own'
import { ownProof, troubleIn } from './proof'

const enterAddress = '/admin/sign-in/provider'
export const linkAddress = `${ownAddress}/provider`

/** The way to the office's provider of identities and back, and out of both. */
export const providerDoor = (deps: OfficeDeps): Hono =>
  new Hono()
    .get('/sign-in/provider', (c) => withProvider(deps, c, (provider) => sent(deps, c, provider)))
    .get('/sign-in/provider/back', (c) => withProvider(deps, c, (provider) => back(deps, c, provider)))
    .get('/sign-in/provider/stopped', (c) => withProvider(deps, c, () => Promise.resolve(stoppedPage(c))))
    .get('/sign-in/provider/not-given', (c) => withProvider(deps, c, () => Promise.resolve(notGivenPage(deps, c))))
    .post('/sign-out', (c) => signedOut(deps, c))

/** Letting the provider open one's own account, and ending that. */
export const ownProviderPages = (deps: OfficeDeps): Hono =>
  new Hono()
    .get('/account/provider', (c) => signedIn(deps, c, (session) => withOwn(deps, c, (provider) => asked(deps, c, provider, session))))
    .post('/account/provider', (c) => signedIn(deps, c, (session) => withOwn(deps, c, (provider) => began(deps, c, provider, session))))
    .post('/account/provider/remove', (c) =>
      signedIn(deps, c, (session) => withOwn(deps, c, (provider) => removed(deps, c, provider, session))),
    )

/** Where there is no provider, nothing of one's own is to be done about it. */
const withOwn = ({ accounts }: OfficeDeps, c: Context, next: (provider: Provider) => Promise<Response>): Promise<Response> =>
  accounts.provider ? next(accounts.provider) : Promise.resolve(c.redirect(ownAddress, 303))

const withProvider = ({ accounts }: OfficeDeps, c: Context, next: (provider: Provider) => Promise<Response>): Promise<Response> =>
  accounts.provider ? next(accounts.provider) : Promise.resolve(noticePage(c, 404, 'lostTitle', 'lostText'))

/** An address rather than a form: browsers hold the redirects of a form to the form's own policy. */
async function sent({ accounts }: OfficeDeps, c: Context, provider: Provider): Promise<Response> {
  const purpose = await purposeIn(accounts, c)
  if (!purpose) return stop(c, 'link_gone')
  const found = await sendToProvider(accounts, provider, c, purpose)
  return found.ok ? c.redirect(found.value.href, 302) : stop(c, found.why)
}

async function purposeIn(accounts: OfficeDeps['accounts'], c: Context) {
  const [link, pass] = [c.req.query('link'), c.req.query('pass')]
  if (link !== undefined) return (await linkFor(accounts, link))?.kind === 'password' ? { next: '/admin', link: hashOf(link) } : undefined
  const again = c.req.query('again') === undefined ? {} : ({ again: true } as const)
  if (pass === undefined) return { next: safePlace(c.req.query('next') ?? ''), ...again }
  const session = await currentSession(accounts, c)
  return session && isLinkingPass(accounts, session, pass) ? { next: ownAddress, own: session.token } : undefined
}

async function back(deps: OfficeDeps, c: Context, provider: Provider): Promise<Response> {
  const came = await comeFromProvider(deps.accounts, provider, c)
  if (came.kind === 'stopped') return stop(c, came.why)
  if (came.kind === 'own') return linked(deps, c, came)
  if (came.kind === 'half') return c.redirect(`/admin/sign-in/code?${new URLSearchParams({ next: came.next })}`, 303)
  return came.notGiven.length === 0 ? c.redirect(came.next, 303) : notGiven(deps, c, toldOf(came))
}

const toldOf = ({ next, notGiven: all }: Extract<Return, { readonly kind: 'in' | 'half' }>): Told => ({
  next,
  roles: all.slice(0, mostTold),
  more: Math.max(0, all.length - mostTold),
})

const linked = (deps: OfficeDeps, c: Context, { subject, spent }: Extract<Return, { readonly kind: 'own' }>): Promise<Response> =>
  acting(deps, c, linkProvider, { subject, spent }, (came) =>
    came.kind === 'done'
      ? done(c, ownAddress, 'done_provider-linked')
      : stop(c, came.failure.code === 'unknown' ? 'spent' : came.failure.code),
  )

/** Ends the session here, and at the provider as well where that let somebody in: the next person at this screen would come in by it. */
async function signedOut({ accounts }: OfficeDeps, c: Context): Promise<Response> {
  const session = await endSession(accounts, c)
  const provider = session && session.enteredBy !== '' ? accounts.provider : undefined
  const leaving = await provider?.leaving(`${originOf(accounts.config, c)}/admin`)
  if (!provider || !leaving) return c.redirect('/admin', 303)
  // A redirect after a form would be held to the policy of forms.
  c.header('Refresh', `0; url=${leaving.href}`)
  const reader = readerOf(c)
  return page(c, { reader, title: reader.say('signOut'), body: <Leaving {...{ reader, href: leaving.href }} /> })
}

const statuses: Readonly<Record<Stop, ContentfulStatusCode>> = {
  unreachable: 503,
  misconfigured: 502,
  denied: 403,
  clock: 502,
  spent: 400,
  unsound: 502,
  lost: 400,
  no_role: 403,
  disabled: 403,
  taken: 409,
  link_gone: 404,
  elsewhere: 409,
  linked: 409,
  last_administrator: 409,
}

/** Leads to a page of its own, which can be read in another language; what came back from the provider leaves the address. */
const stop = (c: Context, why: Stop): Response => c.redirect(`${enterAddress}/stopped?${new URLSearchParams({ why })}`, 303)

/** Says in the reader's language why nobody was signed in; what the provider wrote itself is shown to nobody. */
function stoppedPage(c: Context): Response {
  const reader = readerOf(c)
  const why = stops.find((one) => one === c.req.query('why')) ?? 'lost'
  if (why === 'unreachable') c.header('Retry-After', '30')
  return page(c, { reader, title: reader.say('providerStopTitle'), status: statuses[why], body: <StoppedThere {...{ reader, why }} /> })
}

const isStop = (text: string): text is Stop => Object.hasOwn(statuses, text)
const stops = Object.keys(statuses).filter(isStop)

/** What a sign-in could not give, and how much more; and where it goes on to. */
type Told = { readonly next: string; readonly roles: readonly GroupRoleNotGiven[]; readonly more: number }

/** An address may not grow with somebody's groups; the log holds all. */
const mostTold = 10

/** As with a stop; what the page says stands under our seal, so that nobody makes it say something else. */
function notGiven({ accounts }: OfficeDeps, c: Context, told: Told): Response {
  const text = Buffer.from(JSON.stringify(told)).toString('base64url')
  return c.redirect(
    `${enterAddress}/not-given?${new URLSearchParams({ told: text, seal: sealOf(accounts.secret, 'not-given', text) })}`,
    303,
  )
}

function notGivenPage({ accounts }: OfficeDeps, c: Context): Response {
  const reader = readerOf(c)
  const text = c.req.query('told') ?? ''
  if (!isSealed(c.req.query('seal') ?? '', accounts.secret, 'not-given', text)) return noticePage(c, 404, 'lostTitle', 'lostText')
  const told: Told = JSON.parse(Buffer.from(text, 'base64url').toString())
  return page(c, { reader, title: reader.say('notGivenTitle'), body: <NotGiven {...{ reader, told }} /> })
}

async function asked(deps: OfficeDeps, c: Context, provider: Provider, { user }: Session, trouble?: Trouble): Promise<Response> {
  const reader = readerOf(c)
  const [since, ways] = [await linkedSince(deps.database, user.id), await waysOf(deps, c, user.id)]
  return page(c, {
    reader,
    title: reader.say('providerTitle'),
    status: trouble?.status ?? 200,
    ...scriptFor(c, ways),
    body: <OwnProvider {...{ reader, since, ways, name: provider.name, username: user.username, wrong: trouble?.wrong }} />,
  })
}

async function began(deps: OfficeDeps, c: Context, provider: Provider, session: Session): Promise<Response> {
  const trouble = await unproved(deps, c, session)
  if (trouble) return asked(deps, c, provider, session, trouble)
  const reader = readerOf(c)
  const href = `${enterAddress}?${new URLSearchParams({ pass: linkingPass(deps.accounts, session) })}`
  return page(c, { reader, title: reader.say('providerTitle'), body: <GoThere {...{ reader, href, name: provider.name }} /> })
}

/** A way in is given and taken by who has shown all that the door asks for, however lately. */
const unproved = async (deps: OfficeDeps, c: Context, session: Session): Promise<Trouble | undefined> =>
  troubleIn(deps, c, session, await waysOf(deps, c, session.user.id), await typedFields(c))

async function removed(deps: OfficeDeps, c: Context, provider: Provider, session: Session): Promise<Response> {
  const trouble = await unproved(deps, c, session)
  if (trouble) return asked(deps, c, provider, session, trouble)
  return acting(deps, c, unlinkProvider, undefined, (came) =>
    came.kind === 'done' ? done(c, ownAddress, 'done_provider-removed') : c.redirect(ownAddress, 303),
  )
}

type StoppedProps = { readonly reader: Reader; readonly why: Stop }

const StoppedThere = ({ reader, reader: { say, provider = '' }, why }: StoppedProps) => (
  <AtDoor reader={reader} title={say('providerStopTitle')}>
    <p role="alert">{say(`providerStop_${why}`, { name: provider })}</p>
    <p class="acts">
      <a class="button" href="/admin">
        {say('providerStopBack')}
      </a>
    </p>
  </AtDoor>
)

type NotGivenProps = { readonly reader: Reader; readonly told: Told }

const NotGiven = ({ reader, reader: { say, numbers }, told: { next, roles, more } }: NotGivenProps) => (
  <AtDoor reader={reader} title={say('notGivenTitle')}>
    <p>{say('notGivenText')}</p>
    <ul>
      {roles.map(({ group, role, agency, why }) => (
        <li key={`${group} ${role} ${agency}`}>
          <b>{say(`role_${role}`)}</b> {agency !== '' && `(${agency}) `}– {say('roleFromGroup', { group })}: {say(`grantFault_${why}`)}
        </li>
      ))}
    </ul>
    {more > 0 && <p>{say('notGivenMore', { n: numbers.count(more) })}</p>}
    <p class="acts">
      <a class="button" href={next}>
        {say('notGivenGo')}
      </a>
    </p>
  </AtDoor>
)

const Leaving = ({ reader, reader: { say, provider = '' }, href }: { readonly reader: Reader; readonly href: string }) => (
  <AtDoor reader={reader} title={say('leavingTitle')}>
    <p role="status">{say('leavingText', { name: provider })}</p>
    <p class="acts">
      <a class="button" href={href}>
        {say('leavingGo', { name: provider })}
      </a>
      <a href="/admin">{say('providerStopBack')}</a>
    </p>
  </AtDoor>
)

type OwnProps = {
  readonly reader: Reader
  readonly name: string
  readonly username: string
  readonly since: string | undefined
  readonly ways: Ways
  readonly wrong: string | undefined
}

const OwnProvider = ({ reader, reader: { say }, name, username, since, ways, wrong }: OwnProps) => (
  <OwnPage reader={reader} title={say('providerTitle')}>
    <p>{say(since === undefined ? 'providerLinkText' : 'providerLinkedText', { name })}</p>
    {since !== undefined && <p>{say('providerRolesGo')}</p>}
    {ways.password ? (
      <ProvedForm
        {...{ reader, ways, username, wrong, ...ownProof }}
        action={since === undefined ? linkAddress : `${linkAddress}/remove`}
        go={say(since === undefined ? 'factorGo' : 'providerRemoveGo')}
        look={since === undefined ? undefined : 'grave'}
        back={ownAddress}
        next={linkAddress}
      >
        <input type="hidden" name="username" value={username} />
      </ProvedForm>
    ) : (
      <p class="note">{say('providerAlone', { name })}</p>
    )}
  </OwnPage>
)

type GoProps = { readonly reader: Reader; readonly href: string; readonly name: string }

const GoThere = ({ reader, reader: { say }, href, name }: GoProps) => (
  <OwnPage reader={reader} title={say('providerTitle')}>
    <p>{say('providerGoText', { name })}</p>
    <p class="acts">
      <a class="button" href={href}>
        {say('providerGo', { name })}
      </a>
      <a href={ownAddress}>{say('cancel')}</a>
    </p>
  </OwnPage>
)
