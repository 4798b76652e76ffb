import { type Context, Hono } from 'hono'
import { localDay } from '../../../surveys/instrument/calendar'
import type { PasskeyPlace } from '../../access/passkeys'
import type { PersonDeps } from '../../access/permission'
import { recoveryCodes } from '../../access/second-factor'
import { currentSession, placesOf, type Session, type SignedInPlace, signOutAt, signOutElsewhere } from '../../access/session'
import { changePassword, type PasswordChange } from '../../access/sign-in'
import { mailAddressOf, hasPassword } from '../../db/accounts'
import { linkedSince } from '../../db/provider-accounts'
import { passkeysOf } from '../../db/passkeys'
import { countRecoveryCodes, factorOf } from '../../db/second-factors'
import type { PasskeyRow } from '../../db/tables'
import { shownAddress } from '../../mail/setting'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { refused, slowedText, typedFields } from '../frame/door'
import { PasswordField } from '../frame/form'
import { noPasskeyText, passkeysHere } from '../frame/passkey'
import { done, momentText, type Reader, readerOf } from '../frame/reader'
import { ColumnHeads, Shell } from '../frame/shell'
import { faultText, type FormFault, NewPassword } from './passwords'

/** One's own account. */
export const ownAddress = '/admin/account'
/** Where an app is set up; these pages and those that add a passkey alone are open while a second factor is missing that somebody needs. */
export const factorAddress = `${ownAddress}/factor`
export const renewAddress = `${ownAddress}/recovery-codes`
export const removeAddress = `${ownAddress}/remove-factor`
/** Where it is said to where letters go. */
export const mailAddress = `${ownAddress}/address`
/** Where a passkey is added, which is a second factor too. */
export const passkeysAddress = `${ownAddress}/passkeys`
export const passkeyAddress = (id: string): string => `${passkeysAddress}/${id}`

/** How one's own account is kept safe: second factor, passkeys, password, and where it is signed in. */
export const ownPages = (deps: OfficeDeps): Hono =>
  new Hono()
    .get('/account', (c) => signedIn(deps, c, (session) => ownPage(deps, c, session)))
    .post('/account/places/:id/end', (c) => signedIn(deps, c, (session) => placeEnded(deps, c, session)))
    .post('/accounts/password', (c) => signedIn(deps, c, (session) => passwordChanged(deps, c, session)))
    .post('/accounts/sign-out-elsewhere', (c) => signedIn(deps, c, (session) => elsewhereEnded(deps, c, session)))

/** What somebody does with their own account needs no permission, but a session: a token is not enough. */
export async function signedIn({ accounts }: PersonDeps, c: Context, act: (session: Session) => Promise<Response>): Promise<Response> {
  // It would be one's own that is shown, not that of the person as whom one looks.
  if (readerOf(c).seeing) return refused(c, 'hidden')
  const session = await currentSession(accounts, c)
  return session ? act(session) : noticePage(c, 403, 'refusedTitle', 'notAllowedText')
}

type OwnRefused = {
  readonly fault: FormFault | undefined
  readonly slowed: string | undefined
}

const fine: OwnRefused = { fault: undefined, slowed: undefined }

async function ownPage({ accounts, database }: OfficeDeps, c: Context, session: Session, refused = fine): Promise<Response> {
  const reader = readerOf(c)
  const { id } = session.user
  const [app, passkeys] = [await factorOf(database, id), await passkeysOf(database, id)]
  const since = [...(app ? [app] : []), ...passkeys].map((one) => one.since).sort()[0]
  const own = {
    session,
    passkeys,
    place: await passkeysHere(c),
    address: await mailAddressOf(database, session.user.id),
    places: await placesOf(accounts, session),
    factor: since === undefined ? undefined : { since, hasApp: app !== undefined, codes: await countRecoveryCodes(database, id) },
    linked: await linkedSince(database, session.user.id),
    isOpenedByPassword: await hasPassword(database, session.user.id),
  }
  const status = refused.slowed !== undefined ? 429 : refused.fault !== undefined ? 422 : 200
  return page(c, { reader, title: reader.say('ownTitle'), status, body: <OwnAccount {...{ reader, refused }} {...own} /> })
}

async function passwordChanged(deps: OfficeDeps, c: Context, session: Session): Promise<Response> {
  const field = await typedFields(c)
  if (field('wanted') !== field('again')) return ownPage(deps, c, session, { ...fine, fault: 'differs' })
  const change = await changePassword(deps.accounts, c, session, field('present'), field('wanted'))
  if (change.kind === 'changed') return done(c, ownAddress, 'done_password')
  if (change.kind !== 'slowed') return ownPage(deps, c, session, { ...fine, fault: faultIn(change) })
  c.header('Retry-After', String(change.seconds))
  return ownPage(deps, c, session, { ...fine, slowed: slowedText(readerOf(c), change) })
}

const faultIn = (change: Exclude<PasswordChange, { readonly kind: 'changed' | 'slowed' }>): FormFault =>
  change.kind === 'wrong' ? 'wrong' : change.fault

async function elsewhereEnded({ accounts }: OfficeDeps, c: Context, session: Session): Promise<Response> {
  await signOutElsewhere(accounts, session)
  return done(c, ownAddress, 'done_elsewhere')
}

/** One that has ended meanwhile is where it was to be. */
async function placeEnded({ accounts }: OfficeDeps, c: Context, session: Session): Promise<Response> {
  await signOutAt(accounts, session, c.req.param('id') ?? '')
  return done(c, ownAddress, 'done_place')
}

type Own = {
  readonly reader: Reader
  readonly session: Session
  readonly address: string
  readonly places: readonly SignedInPlace[]
  readonly factor: { readonly since: string; readonly hasApp: boolean; readonly codes: number } | undefined
  readonly passkeys: readonly PasskeyRow[]
  /** Whether passkeys work where this page was opened. */
  readonly place: PasskeyPlace
  /** The instant since which the provider lets them in. */
  readonly linked: string | undefined
  readonly isOpenedByPassword: boolean
  readonly refused: OwnRefused
}

const OwnAccount = ({
  reader,
  reader: { say },
  session: { user },
  address,
  places,
  factor,
  passkeys,
  place,
  linked,
  isOpenedByPassword,
  refused,
}: Own) => (
  <Shell reader={reader}>
    <h1>{say('ownTitle')}</h1>
    <p class="sub">{say('accountYoursText', { username: user.username, name: user.name })}</p>
    <SecondFactor {...{ reader, factor, isOpenedByPassword, hasPasskeys: passkeys.length > 0 }} />
    <Passkeys {...{ reader, passkeys, place }} />
    {isOpenedByPassword && <Password {...{ reader, user, refused }} />}
    <SignedInByProvider {...{ reader, linked }} />
    <OwnAddress {...{ reader, address }} />
    <SignedInPlaces {...{ reader, places }} />
  </Shell>
)

const OwnAddress = ({ reader: { say }, address }: Pick<Own, 'reader' | 'address'>) => (
  <section class="card" aria-labelledby="address-title">
    <h2 id="address-title">{say('mailAddress')}</h2>
    <p>{address === '' ? say('mailAddressNone') : shownAddress(address)}</p>
    <p class="acts">
      <a class="button quiet" href={mailAddress}>
        {say('mailAddressChange')}
      </a>
    </p>
  </section>
)

const Password = ({ reader, reader: { say }, user, refused }: Pick<Own, 'reader' | 'refused'> & Pick<Session, 'user'>) => (
  <section class="card" aria-labelledby="password-title">
    <h2 id="password-title">{say('passwordTitle')}</h2>
    <p class="note">{say('passwordText')}</p>
    {refused.slowed !== undefined && (
      <p class="wrong" role="alert">
        {refused.slowed}
      </p>
    )}
    <form class="narrow" method="post" action="/admin/accounts/password">
      <input type="hidden" name="username" value={user.username} />
      <PasswordField
        name="present"
        which="current-password"
        label={say('presentPassword')}
        fault={faultText(reader, refused.fault, ['wrong'])}
      />
      <NewPassword reader={reader} fault={refused.fault} />
      <button class="button quiet" type="submit">
        {say('passwordGo')}
      </button>
    </form>
  </section>
)

const SignedInByProvider = ({ reader: { say, numbers, provider }, linked }: Pick<Own, 'reader' | 'linked'>) =>
  provider === undefined ? null : (
    <section class="card" aria-labelledby="provider-title">
      <h2 id="provider-title">{say('providerTitle')}</h2>
      <p>
        {linked === undefined
          ? say('providerOff', { name: provider })
          : say('providerOn', { name: provider, day: numbers.day(localDay(Date.parse(linked))) })}
      </p>
      <p class="acts">
        <a class="button quiet" href={`${ownAddress}/provider`}>
          {say(linked === undefined ? 'providerLinkGo' : 'providerChange', { name: provider })}
        </a>
      </p>
    </section>
  )

const SecondFactor = ({
  reader: { say, numbers, provider = '' },
  factor,
  isOpenedByPassword,
  hasPasskeys,
}: Pick<Own, 'reader' | 'factor' | 'isOpenedByPassword'> & { readonly hasPasskeys: boolean }) => (
  <section class="card" aria-labelledby="factor-title">
    <h2 id="factor-title">{say('factorTitle')}</h2>
    {factor === undefined ? (
      <>
        <p>{isOpenedByPassword ? say('factorOff') : say('factorOffBy', { name: provider })}</p>
        <p class="acts">
          <a class="button" href={factorAddress}>
            {say('factorBegin')}
          </a>
        </p>
      </>
    ) : (
      <>
        <p>
          <span class="state open">{say('factorOnSince', { day: numbers.day(localDay(Date.parse(factor.since))) })}</span>
        </p>
        <p>{say('recoveryLeft', { n: numbers.count(factor.codes), most: numbers.count(recoveryCodes) })}</p>
        {factor.codes < 3 && <p class="note">{say('recoveryFew')}</p>}
        <p class="acts">
          <a class="button quiet" href={renewAddress}>
            {say('renewGo')}
          </a>
          {factor.hasApp ? (
            <a href={removeAddress}>{say(hasPasskeys ? 'removeAppGo' : 'removeOwnGo')}</a>
          ) : (
            <a href={factorAddress}>{say('factorAddApp')}</a>
          )}
        </p>
      </>
    )}
  </section>
)

/** Each by the name it was given, with when it was made and used last. */
const Passkeys = ({ reader, reader: { say, numbers }, passkeys, place }: Pick<Own, 'reader' | 'passkeys' | 'place'>) => (
  <section class="card" aria-labelledby="passkeys-title">
    <h2 id="passkeys-title">{say('passkeysTitle')}</h2>
    <p class="note">{say('passkeysText')}</p>
    {passkeys.length > 0 && (
      <table class="folds names">
        <ColumnHeads
          columns={[{ title: say('passkeyName') }, { title: say('passkeyMade') }, { title: say('passkeyUsed') }, { title: say('jobActs') }]}
        />
        <tbody>
          {passkeys.map(({ id, name, party, since, used_on }) => (
            <tr key={id}>
              <th scope="row">
                {name}
                {place.kind === 'here' && place.party.id !== party && <small>{say('passkeyFor', { at: party })}</small>}
              </th>
              <td data-label={say('passkeyMade')}>{numbers.day(localDay(Date.parse(since)))}</td>
              <td data-label={say('passkeyUsed')}>{used_on === '' ? say('passkeyUnused') : numbers.day(used_on)}</td>
              <td>
                <a href={`${passkeyAddress(id)}/remove`} aria-label={`${say('passkeyRemoveGo')}: ${name}`}>
                  {say('passkeyRemoveGo')}
                </a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
    {place.kind === 'here' ? (
      <p class="acts">
        <a class="button quiet" href={passkeysAddress}>
          {say('passkeyAdd')}
        </a>
      </p>
    ) : (
      <p class="note">{noPasskeyText(reader, place)}</p>
    )}
  </section>
)

const SignedInPlaces = ({ reader, reader: { say }, places }: Pick<Own, 'reader' | 'places'>) => (
  <section class="card" aria-labelledby="places-title">
    <h2 id="places-title">{say('placesTitle')}</h2>
    <p class="note">{say('placesText')}</p>
    <table class="folds">
      <ColumnHeads columns={[{ title: say('placeSince') }, { title: say('placeSeen') }, { title: say('jobActs') }]} />
      <tbody>
        {places.map(({ id, startedAt, seenAt, isHere }) => (
          <tr key={id}>
            <td data-label={say('placeSince')}>
              {momentText(reader, startedAt)}
              {isHere && <small>{say('placeHere')}</small>}
            </td>
            <td data-label={say('placeSeen')}>{momentText(reader, seenAt)}</td>
            <td>
              {!isHere && (
                <form method="post" action={`${ownAddress}/places/${id}/end`}>
                  <button class="button quiet" type="submit" aria-label={`${say('placeEnd')}: ${momentText(reader, startedAt)}`}>
                    {say('placeEnd')}
                  </button>
                </form>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
    {places.length > 1 && (
      <form method="post" action="/admin/accounts/sign-out-elsewhere">
        <p class="acts">
          <button class="button quiet" type="submit">
            {say('placesElsewhere')}
          </button>
        </p>
      </form>
    )}
  </section>
)
