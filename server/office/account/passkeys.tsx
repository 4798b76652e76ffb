import { type Context, Hono } from 'hono'
import { composed, trimmed } from '../../../surveys/instrument/spelling'
import { againOptions, madePasskey, newPasskeyOptions, type PasskeyPlace } from '../../access/passkeys'
import { isFactorNeeded, personOf } from '../../access/permission'
import { newRecoveryCodes } from '../../access/second-factor'
import { renewKey, type Session } from '../../access/session'
import { addPasskey, mostPasskeys, removePasskey } from '../../acts/accounts'
import { passkeysOf } from '../../db/passkeys'
import { factorOf } from '../../db/second-factors'
import type { PasskeyRow } from '../../db/tables'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { page } from '../frame/document'
import { typedFields } from '../frame/door'
import { noPasskeyText, PasskeyForm, passkeyScript, passkeysHere, WithoutPasskeys } from '../frame/passkey'
import { ProvedForm, scriptFor, type Trouble, type Ways } from '../frame/proof'
import { done, type Reader, readerOf } from '../frame/reader'
import { afterCodes, codesPage, hashed, OwnPage, withoutFactor } from './factor'
import { ownAddress, passkeyAddress, passkeysAddress, signedIn } from './own'
import { ownProof, troubleIn, waysAsked } from './proof'

/** Adding a passkey to one's own account, and taking one away. */
export const passkeyPages = (deps: OfficeDeps): Hono =>
  new Hono()
    .get('/account/passkeys', (c) => signedIn(deps, c, (session) => begun(deps, c, session)))
    .post('/account/passkeys/challenge', (c) => signedIn(deps, c, (session) => challenged(deps, c, session)))
    .post('/account/passkeys', (c) => signedIn(deps, c, (session) => offered(deps, c, session)))
    .post('/account/passkeys/confirm', (c) => signedIn(deps, c, (session) => confirmed(deps, c, session)))
    .get('/account/passkeys/:id/remove', (c) => withPasskey(deps, c, (session, passkey) => removalPage(deps, c, session, passkey)))
    .post('/account/passkeys/:id/remove', (c) => withPasskey(deps, c, (session, passkey) => removed(deps, c, session, passkey)))

/** In characters, as it stands in a list. */
const longestName = 60

async function begun(deps: OfficeDeps, c: Context, session: Session, name = '', trouble?: Trouble): Promise<Response> {
  const [reader, ways, place] = [readerOf(c), await waysAsked(deps, c, session), await passkeysHere(c)]
  const isFull = (await passkeysOf(deps.database, session.user.id)).length >= mostPasskeys
  return page(c, {
    reader,
    title: reader.say('passkeyAdd'),
    status: trouble?.status ?? 200,
    ...scriptFor(c, ways),
    body: <Begin {...{ reader, ways, place, isFull, name, wrong: trouble?.wrong, username: session.user.username }} />,
  })
}

const nameIn = (field: (name: string) => string): string => composed(trimmed(field('name')))

async function offered(deps: OfficeDeps, c: Context, session: Session): Promise<Response> {
  const [field, reader, place] = [await typedFields(c), readerOf(c), await passkeysHere(c)]
  const name = nameIn(field)
  if (place.kind !== 'here') return begun(deps, c, session, name)
  if (name === '' || name.length > longestName)
    return begun(deps, c, session, name.slice(0, longestName), { wrong: reader.say('passkeyNameWrong'), status: 422 })
  const trouble = await troubleIn(deps, c, session, await waysAsked(deps, c, session), field)
  if (trouble) return begun(deps, c, session, name, trouble)
  const options = await newPasskeyOptions(deps.accounts, session, place.party)
  return page(c, { reader, title: reader.say('passkeyAdd'), ...passkeyScript(c), body: <Offer {...{ reader, name, options }} /> })
}

/** What the browser has made is taken in the session for which it was asked, and only once. */
async function confirmed(deps: OfficeDeps, c: Context, session: Session): Promise<Response> {
  const { accounts } = deps
  const [field, reader, place] = [await typedFields(c), readerOf(c), await passkeysHere(c)]
  const name = nameIn(field).slice(0, longestName)
  const made = place.kind === 'here' && name !== '' ? await madePasskey(accounts, session, place.party, field('passkey')) : undefined
  const refused = (word: 'passkeyNotMade' | 'passkeyThere' | 'passkeyMany') =>
    begun(deps, c, session, name, { wrong: reader.say(word), status: 422 })
  if (!made) return refused('passkeyNotMade')
  const [codes, next] = [newRecoveryCodes(), await afterCodes(deps, c)]
  const input = { passkey: { ...made, name }, codes: hashed(deps, session, codes), session: session.token }
  return acting(deps, c, addPasskey, input, async (came) => {
    if (came.kind === 'failed')
      return came.failure.code === 'unknown'
        ? c.redirect(ownAddress, 303)
        : refused(came.failure.code === 'there' ? 'passkeyThere' : 'passkeyMany')
    await renewKey(accounts, c, session)
    return came.value.isFirst ? codesPage(c, session, { title: 'factorOnTitle', codes, next }) : done(c, ownAddress, 'done_passkey-added')
  })
}

/** One that is gone, or somebody else's, leads home. */
const withPasskey = (deps: OfficeDeps, c: Context, next: (session: Session, passkey: PasskeyRow) => Promise<Response>): Promise<Response> =>
  signedIn(deps, c, async (session) => {
    const passkey = (await passkeysOf(deps.database, session.user.id)).find(({ id }) => id === c.req.param('id'))
    return passkey ? next(session, passkey) : c.redirect(ownAddress, 303)
  })

async function removalPage(deps: OfficeDeps, c: Context, session: Session, passkey: PasskeyRow, trouble?: Trouble): Promise<Response> {
  const { database } = deps
  const [reader, person, ways] = [readerOf(c), await personOf(deps, c), await waysAsked(deps, c, session)]
  const isLast = !(await factorOf(database, session.user.id)) && (await passkeysOf(database, session.user.id)).length === 1
  const isNeeded = person !== undefined && (await isFactorNeeded(database, person))
  const meanings = [
    reader.say('passkeyRemoveMeans_door'),
    ...(isLast ? [reader.say(await withoutFactor(deps, session.user.id), { name: reader.provider ?? '' })] : []),
    ...(isLast && isNeeded ? [reader.say('removeOwnMeans_needed')] : []),
  ]
  return page(c, {
    reader,
    title: reader.say('passkeyRemoveTitle'),
    status: trouble?.status ?? 200,
    ...scriptFor(c, ways),
    body: <Removal {...{ reader, passkey, ways, meanings, wrong: trouble?.wrong, username: session.user.username }} />,
  })
}

async function removed(deps: OfficeDeps, c: Context, session: Session, passkey: PasskeyRow): Promise<Response> {
  const trouble = await troubleIn(deps, c, session, await waysAsked(deps, c, session), await typedFields(c))
  if (trouble) return removalPage(deps, c, session, passkey, trouble)
  return acting(deps, c, removePasskey, { id: passkey.id }, () => done(c, ownAddress, 'done_passkey-removed'))
}

/** What a browser is to have signed by a passkey of whoever is signed in, to show again who they are. */
async function challenged({ accounts }: OfficeDeps, c: Context, session: Session): Promise<Response> {
  const place = await passkeysHere(c)
  return place.kind === 'here'
    ? c.json(await againOptions(accounts, session, place.party))
    : c.json({ message: readerOf(c).say('passkeyNotProved') }, 422)
}

type Asked = {
  readonly reader: Reader
  readonly ways: Ways | undefined
  readonly wrong: string | undefined
  readonly username: string
}
type BeginProps = Asked & {
  readonly place: PasskeyPlace
  readonly isFull: boolean
  readonly name: string
}

/** What a passkey is, what it shall be called, and who asks for it. */
const Begin = ({ reader, reader: { say }, ways, place, isFull, name, username, wrong }: BeginProps) => (
  <OwnPage reader={reader} title={say('passkeyAdd')}>
    <p>{say('passkeysText')}</p>
    {place.kind !== 'here' && <p class="note">{noPasskeyText(reader, place)}</p>}
    {isFull && <p class="note">{say('passkeyMany')}</p>}
    {place.kind === 'here' && !isFull && (
      <ProvedForm
        {...{ reader, ways, username, wrong, ...ownProof }}
        action={passkeysAddress}
        go={say('factorGo')}
        back={ownAddress}
        next={passkeysAddress}
      >
        <input type="hidden" name="username" value={username} />
        <div class="field">
          <label for="name">{say('passkeyName')}</label>
          <small id="name-hint">{say('passkeyNameHint')}</small>
          <input
            id="name"
            name="name"
            autocomplete="off"
            required
            maxLength={longestName}
            value={name}
            aria-describedby={wrong === undefined ? 'name-hint' : 'name-hint wrong'}
          />
        </div>
      </ProvedForm>
    )}
  </OwnPage>
)

type OfferProps = { readonly reader: Reader; readonly name: string; readonly options: object }

const Offer = ({ reader, reader: { say }, name, options }: OfferProps) => (
  <OwnPage reader={reader} title={say('passkeyAdd')}>
    <p>{say('passkeyOffer', { name })}</p>
    <PasskeyForm {...{ reader }} action={`${passkeysAddress}/confirm`} go={say('passkeyMake')} fields={{ name }} ask={{ options }} />
    <WithoutPasskeys text={say('passkeyNotKnown')} />
    <p>
      <a href={ownAddress}>{say('cancel')}</a>
    </p>
  </OwnPage>
)

type RemovalProps = Asked & { readonly passkey: PasskeyRow; readonly meanings: readonly string[] }

const Removal = ({ reader, reader: { say }, passkey: { id, name }, ways, meanings, wrong, username }: RemovalProps) => (
  <OwnPage reader={reader} title={say('passkeyRemoveTitle')}>
    <p>
      <b>{name}</b>
    </p>
    <ul class="meanings">
      {meanings.map((meaning) => (
        <li key={meaning}>{meaning}</li>
      ))}
    </ul>
    <ProvedForm
      {...{ reader, ways, username, wrong, ...ownProof }}
      action={`${passkeyAddress(id)}/remove`}
      go={say('passkeyRemoveGo')}
      look="grave"
      back={ownAddress}
      next={`${passkeyAddress(id)}/remove`}
    >
      <input type="hidden" name="username" value={username} />
    </ProvedForm>
  </OwnPage>
)
