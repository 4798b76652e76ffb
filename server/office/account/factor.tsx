import { type Context, Hono } from 'hono'
import type { ComponentChildren } from 'preact'
import { isFactorNeeded, personOf } from '../../access/permission'
import {
  appAddress,
  isOurOffer,
  newOffer,
  newRecoveryCodes,
  type Offer,
  plainCode,
  recoveryHash,
  sealedSecret,
  stepOf,
} from '../../access/second-factor'
import { renewKey, type Session } from '../../access/session'
import { addFactor, removeOwnFactor, renewRecoveryCodes } from '../../acts/accounts'
import { hasPassword } from '../../db/accounts'
import { passkeysOf } from '../../db/passkeys'
import { factorOf, hasFactor } from '../../db/second-factors'
import { qrModules, qrSvg } from '../../files/images'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { page } from '../frame/document'
import { CodeInput, typedFields } from '../frame/door'
import { passkeysHere } from '../frame/passkey'
import { ProvedForm, scriptFor, type Trouble, type Ways } from '../frame/proof'
import { done, type Reader, readerOf } from '../frame/reader'
import { Shell } from '../frame/shell'
import { factorAddress, ownAddress, passkeysAddress, removeAddress, renewAddress, signedIn } from './own'
import { ownProof, troubleIn, waysAsked } from './proof'

/** Setting one's own second factor up, its recovery codes, and taking it away. */
export const factorPages = (deps: OfficeDeps): Hono =>
  new Hono()
    .get('/account/factor', (c) => signedIn(deps, c, (session) => begun(deps, c, session)))
    .post('/account/factor', (c) => signedIn(deps, c, (session) => offered(deps, c, session)))
    .post('/account/factor/confirm', (c) => signedIn(deps, c, (session) => confirmed(deps, c, session)))
    .get('/account/recovery-codes', (c) => withFactor(deps, c, renewing, (session) => proofPage(deps, c, session, renewing)))
    .post('/account/recovery-codes', (c) => withFactor(deps, c, renewing, (session) => renewed(deps, c, session)))
    .get('/account/remove-factor', (c) => withFactor(deps, c, removing, (session) => proofPage(deps, c, session, removing)))
    .post('/account/remove-factor', (c) => withFactor(deps, c, removing, (session) => removed(deps, c, session)))

/** What there is to be done only with a second factor leads home without one: recovery codes stand for a passkey as well. */
const withFactor = (deps: OfficeDeps, c: Context, doing: Doing, next: (session: Session) => Promise<Response>): Promise<Response> =>
  signedIn(deps, c, async (session) => {
    const there = doing === renewing ? await hasFactor(deps.database, session.user.id) : await factorOf(deps.database, session.user.id)
    return there ? next(session) : c.redirect(ownAddress, 303)
  })

async function begun(deps: OfficeDeps, c: Context, session: Session, trouble?: Trouble): Promise<Response> {
  const { user } = session
  if (await factorOf(deps.database, user.id)) return c.redirect(ownAddress, 303)
  const ways = await waysAsked(deps, c, session)
  const reader = readerOf(c)
  const isNeeded = await isAskedFor(deps, c)
  const hasPasskeys = (await passkeysHere(c)).kind === 'here'
  return page(c, {
    reader,
    title: reader.say('factorBegin'),
    status: trouble?.status ?? 200,
    ...scriptFor(c, ways),
    body: <Begin {...{ reader, isNeeded, hasPasskeys, ways, username: user.username, wrong: trouble?.wrong }} />,
  })
}

/** Whether the office asks whoever is signed in here for a second factor. */
async function isAskedFor(deps: OfficeDeps, c: Context): Promise<boolean> {
  const person = await personOf(deps, c)
  return person !== undefined && isFactorNeeded(deps.database, person)
}

async function offered(deps: OfficeDeps, c: Context, session: Session): Promise<Response> {
  const field = await typedFields(c)
  if (await factorOf(deps.database, session.user.id)) return c.redirect(ownAddress, 303)
  const trouble = await troubleIn(deps, c, session, await waysAsked(deps, c, session), field)
  if (trouble) return begun(deps, c, session, trouble)
  return offerPage(c, session, newOffer(deps.accounts, session))
}

function offerPage(c: Context, session: Session, offer: Offer, wrong?: string): Response {
  const reader = readerOf(c)
  const status = wrong === undefined ? 200 : 422
  return page(c, {
    reader,
    title: reader.say('factorBegin'),
    status,
    body: <OfferToApp {...{ reader, offer, wrong, uri: appAddress(session, offer) }} />,
  })
}

async function confirmed(deps: OfficeDeps, c: Context, session: Session): Promise<Response> {
  const { accounts, now } = deps
  const field = await typedFields(c)
  const offer = { secret: field('secret'), seal: field('seal') }
  if (!isOurOffer(accounts, session, offer)) return c.redirect(factorAddress, 303)
  const step = await stepOf(offer.secret, plainCode(field('code')), now())
  if (step === undefined) return offerPage(c, session, offer, readerOf(c).say('codeWrong'))
  const codes = newRecoveryCodes()
  const next = await afterCodes(deps, c)
  const factor = { secret: await sealedSecret(accounts, offer.secret), step, codes: hashed(deps, session, codes), session: session.token }
  return acting(deps, c, addFactor, factor, async (came) => {
    if (came.kind === 'failed') return c.redirect(ownAddress, 303)
    await renewKey(accounts, c, session)
    return codesPage(c, session, { title: 'factorOnTitle', codes, next })
  })
}

export const hashed = ({ accounts }: OfficeDeps, { user }: Session, codes: readonly string[]): readonly string[] =>
  codes.map((code) => recoveryHash(accounts, user.id, code))

type CodesShown = Pick<CodesProps, 'title' | 'codes' | 'next'>

export function codesPage(c: Context, { user: { username } }: Session, shown: CodesShown): Response {
  const reader = readerOf(c)
  return page(c, { reader, title: reader.say(shown.title), body: <Codes {...{ reader, username, ...shown }} /> })
}

/** Where the codes lead: who could do nothing before goes on to their work. */
export const afterCodes = async (deps: OfficeDeps, c: Context): Promise<string> =>
  (await personOf(deps, c))?.isHeldBack ? '/admin' : ownAddress

/** Something that is done only after password and code. */
type Doing = {
  readonly title: 'renewTitle' | 'removeOwnTitle'
  readonly meanings: readonly Parameters<Reader['say']>[0][]
  readonly go: 'renewGo' | 'removeOwnGo'
  readonly action: string
}

const renewing: Doing = { title: 'renewTitle', meanings: ['renewMeans_old', 'renewMeans_once'], go: 'renewGo', action: renewAddress }
const removing: Doing = { title: 'removeOwnTitle', meanings: [], go: 'removeOwnGo', action: removeAddress }

async function proofPage(deps: OfficeDeps, c: Context, session: Session, doing: Doing, trouble?: Trouble): Promise<Response> {
  const [reader, ways] = [readerOf(c), await waysAsked(deps, c, session)]
  const meanings = doing === removing ? await removalMeanings(deps, c, session) : doing.meanings
  return page(c, {
    reader,
    title: reader.say(doing.title),
    status: trouble?.status ?? 200,
    ...scriptFor(c, ways),
    body: <ProofAsked {...{ reader, ways, username: session.user.username, doing: { ...doing, meanings }, wrong: trouble?.wrong }} />,
  })
}

async function removalMeanings(deps: OfficeDeps, c: Context, { user }: Session): Promise<Doing['meanings']> {
  if ((await passkeysOf(deps.database, user.id)).length > 0) return ['removeOwnMeans_passkeys']
  const meanings = [await withoutFactor(deps, user.id)]
  return (await isAskedFor(deps, c)) ? [...meanings, 'removeOwnMeans_needed'] : meanings
}

/** Who comes in then: whoever knows the password, or whoever the provider lets in. */
export const withoutFactor = async (
  { database }: OfficeDeps,
  user: string,
): Promise<'removeOwnMeans_password' | 'removeOwnMeans_provider'> =>
  (await hasPassword(database, user)) ? 'removeOwnMeans_password' : 'removeOwnMeans_provider'

async function provedIn(
  deps: OfficeDeps,
  c: Context,
  session: Session,
  doing: Doing,
  next: () => Response | Promise<Response>,
): Promise<Response> {
  const trouble = await troubleIn(deps, c, session, await waysAsked(deps, c, session), await typedFields(c))
  return trouble ? proofPage(deps, c, session, doing, trouble) : next()
}

const renewed = (deps: OfficeDeps, c: Context, session: Session): Promise<Response> =>
  provedIn(deps, c, session, renewing, () => {
    const codes = newRecoveryCodes()
    return acting(deps, c, renewRecoveryCodes, { codes: hashed(deps, session, codes) }, (came) =>
      came.kind === 'done' ? codesPage(c, session, { title: 'renewedTitle', codes, next: ownAddress }) : c.redirect(ownAddress, 303),
    )
  })

const removed = (deps: OfficeDeps, c: Context, session: Session): Promise<Response> =>
  provedIn(deps, c, session, removing, () => acting(deps, c, removeOwnFactor, undefined, () => done(c, ownAddress, 'done_factor-removed')))

type PageProps = { readonly reader: Reader; readonly title: string; readonly children: ComponentChildren }

/** A page about one's own second factor. */
export const OwnPage = ({ reader, reader: { say }, title, children }: PageProps) => (
  <Shell reader={reader}>
    <p class="back">
      <a href={ownAddress}>{say('ownTitle')}</a>
    </p>
    <h1>{title}</h1>
    <section class="card form">{children}</section>
  </Shell>
)

type BeginProps = {
  readonly reader: Reader
  readonly isNeeded: boolean
  readonly hasPasskeys: boolean
  readonly ways: Ways | undefined
  readonly username: string
  readonly wrong: string | undefined
}

/** What it takes, and the password before anything is shown. */
const Begin = ({ reader, reader: { say }, isNeeded, hasPasskeys, ways, username, wrong }: BeginProps) => (
  <OwnPage reader={reader} title={say('factorBegin')}>
    {isNeeded && (
      <p>
        <b>{say('factorNeededNow')}</b>
      </p>
    )}
    <p>{say('factorText')}</p>
    <ol class="meanings">
      <li>{say('factorStep_app')}</li>
      <li>{say('factorStep_scan')}</li>
      <li>{say('factorStep_codes')}</li>
    </ol>
    <ProvedForm {...{ reader, ways, username, wrong, ...ownProof }} action={factorAddress} go={say('factorGo')} next={factorAddress}>
      <input type="hidden" name="username" value={username} />
    </ProvedForm>
    {hasPasskeys && (
      <p>
        {say('factorOr')} <a href={passkeysAddress}>{say('passkeyAdd')}</a>
      </p>
    )}
  </OwnPage>
)

type OfferProps = { readonly reader: Reader; readonly offer: Offer; readonly uri: string; readonly wrong: string | undefined }

/** The secret as a picture and in groups, and the code that shows that the app has it. */
const OfferToApp = ({ reader, reader: { say }, offer: { secret, seal }, uri, wrong }: OfferProps) => (
  <OwnPage reader={reader} title={say('factorBegin')}>
    <p class="phones">
      <a class="button quiet" href={uri}>
        {say('offerHereGo')}
      </a>
    </p>
    <p class="phones">{say('offerElsewhere')}</p>
    <p class="desks">{say('offerScan')}</p>
    <img
      class="oncepicture"
      src={`data:image/svg+xml,${encodeURIComponent(qrSvg(qrModules(uri)))}`}
      alt={say('offerPicture')}
      width="240"
      height="240"
    />
    <p class="desks">
      <a href={uri}>{say('offerHere')}</a>
    </p>
    <p>{say('offerType')}</p>
    <p class="secret">
      <code>{secret.match(/.{1,4}/g)?.join(' ')}</code>
    </p>
    <form class="narrow" method="post" action={`${factorAddress}/confirm`}>
      <input type="hidden" name="secret" value={secret} />
      <input type="hidden" name="seal" value={seal} />
      <div class="field">
        <label for="code">{say('appCode')}</label>
        <small id="code-hint">{say('offerConfirm')}</small>
        <CodeInput
          {...(wrong === undefined
            ? { 'aria-describedby': 'code-hint' }
            : ({ 'aria-invalid': true, 'aria-describedby': 'code-hint wrong' } as const))}
        />
        {wrong !== undefined && (
          <p class="wrong" role="alert" id="wrong">
            {wrong}
          </p>
        )}
      </div>
      <button type="submit">{say('offerGo')}</button>
    </form>
  </OwnPage>
)

type CodesProps = {
  readonly reader: Reader
  readonly title: 'factorOnTitle' | 'renewedTitle'
  readonly username: string
  readonly codes: readonly string[]
  /** Where one goes on. */
  readonly next: string
}

/** The one time that recovery codes are shown. */
const Codes = ({ reader, reader: { say }, title, username, codes, next }: CodesProps) => (
  <OwnPage reader={reader} title={say(title)}>
    <p>{say('codesText', { username })}</p>
    <pre class="secret codes">
      <code>{codes.join('\n')}</code>
    </pre>
    <p class="note">{say('codesNote')}</p>
    <p class="acts screen">
      <a class="button" href={next}>
        {say('codesDone')}
      </a>
      <a download={say('codesFile')} href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${codes.join('\r\n')}\r\n`)}`}>
        {say('codesSave')}
      </a>
    </p>
  </OwnPage>
)

type ProofProps = {
  readonly reader: Reader
  readonly ways: Ways | undefined
  readonly username: string
  readonly doing: Doing
  readonly wrong: string | undefined
}

const ProofAsked = ({ reader, reader: { say, provider = '' }, doing: { title, meanings, go, action }, username, ...asked }: ProofProps) => (
  <OwnPage reader={reader} title={say(title)}>
    <ul class="meanings">
      {meanings.map((meaning) => (
        <li key={meaning}>{say(meaning, { name: provider })}</li>
      ))}
    </ul>
    <ProvedForm
      {...{ reader, username, action, ...asked, ...ownProof }}
      go={say(go)}
      look={go === 'removeOwnGo' ? 'grave' : undefined}
      back={ownAddress}
      next={action}
    >
      <input type="hidden" name="username" value={username} />
    </ProvedForm>
  </OwnPage>
)
