import { type Context, Hono } from 'hono'
import { isOfficeWord } from '../../../client/text/office'
import { localDay } from '../../../surveys/instrument/calendar'
import { groupRoleDays } from '../../../surveys/people/groups'
import { heldOn } from '../../../surveys/people/roles'
import { personOf } from '../../access/permission'
import { beginSeeing, endSeeing } from '../../access/see-as'
import { changeAddress, disableAccount, enableAccount, removeFactor, resetAccount, takeTokenBack } from '../../acts/accounts'
import { type ListedToken, listTokens } from '../../db/tokens'
import { sessionsOf } from '../../db/sessions'
import { isByHand } from '../../db/grants'
import { holdingsOf, type ListedPerson, personNamed } from '../../db/people'
import { linkedSince } from '../../db/provider-accounts'
import { shownAddress } from '../../mail/setting'
import { acting } from '../frame/acting'
import { askPage } from '../frame/ask'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import { sentForm, valueOf } from '../frame/form'
import { done, momentText, type Reader, readerOf } from '../frame/reader'
import { ColumnHeads, Shell } from '../frame/shell'
import { linkPage } from './invite'
import { ownAddress } from './own'
import { AddressField, type AddressFaultWord, addressFaultWord } from './passwords'
import { PersonStanding } from './people'
import { accountAddress, peopleDoors } from './roles'

/** One account, whoever's it is: what it holds, and closing it, opening it, resetting it, taking tokens back. */
export function otherAccountPages(deps: OfficeDeps): Hono {
  const { read, change } = peopleDoors(deps)
  return new Hono()
    .get('/accounts/:username', ...read, (c) => withAccount(deps, c, (account) => shown(c, account)))
    .get('/accounts/:username/disable', ...change, (c) => withAccount(deps, c, (account) => asked(c, account, 'disable')))
    .get('/accounts/:username/enable', ...change, (c) => withAccount(deps, c, (account) => asked(c, account, 'enable')))
    .get('/accounts/:username/reset', ...change, (c) => withAccount(deps, c, (account) => asked(c, account, 'reset')))
    .get('/accounts/:username/remove-factor', ...change, (c) => withAccount(deps, c, (account) => asked(c, account, 'remove-factor')))
    .get('/accounts/:username/tokens/:id/revoke', ...change, (c) => withAccount(deps, c, (account) => askedToRevoke(c, account)))
    .post('/accounts/:username/see-as', ...change, (c) => seeingBegun(deps, c))
    .post('/accounts/:username/disable', ...change, (c) => disabled(deps, c))
    .post('/accounts/:username/enable', ...change, (c) => enabled(deps, c))
    .post('/accounts/:username/reset', ...change, (c) => reset(deps, c))
    .post('/accounts/:username/remove-factor', ...change, (c) => factorRemoved(deps, c))
    .post('/accounts/:username/address', ...change, (c) => addressed(deps, c))
    .post('/accounts/:username/tokens/:id/revoke', ...change, (c) => revoked(deps, c))
}

type Account = {
  readonly user: ListedPerson
  readonly tokens: readonly ListedToken[]
  readonly sessions: number
  /** The instant at which a second factor was set up; undefined without one. */
  readonly factorSince: string | undefined
  /** The instant since which a provider of identities lets its owner in. */
  readonly linked: string | undefined
  readonly isOwn: boolean
  /** The day in Viet Nam, by which tokens expire. */
  readonly today: string
}

async function withAccount(deps: OfficeDeps, c: Context, next: (account: Account) => Response): Promise<Response> {
  const { database, now } = deps
  const user = await personNamed(database, c.req.param('username') ?? '')
  if (!user) return lost(c)
  return next({
    user,
    tokens: (await listTokens(database)).filter(({ user_id }) => user_id === user.id),
    sessions: (await sessionsOf(database, user.id)).length,
    factorSince: (await holdingsOf(database, [user.id])).factorSince.get(user.id),
    linked: await linkedSince(database, user.id),
    isOwn: (await personOf(deps, c))?.id === user.id,
    today: localDay(now()),
  })
}

const lost = (c: Context): Response => noticePage(c, 404, 'lostTitle', 'accountUnknown', { seen: c.req.param('username') ?? '' })

/** An e-mail address that was typed and cannot be had. */
type RefusedAddress = { readonly typed: string; readonly fault: AddressFaultWord }

function shown(c: Context, account: Account, refused?: RefusedAddress): Response {
  const reader = readerOf(c)
  const status = refused === undefined ? 200 : 422
  return page(c, { reader, title: account.user.name, status, body: <OneAccount {...{ reader, account, refused }} /> })
}

const questions = {
  disable: { title: 'disableTitle', go: 'disableGo', means: ['disableMeans_door', 'disableMeans_tokens', 'disableMeans_kept'] },
  enable: { title: 'enableTitle', go: 'enableGo', means: ['enableMeans_password', 'enableMeans_tokens'] },
  reset: { title: 'resetTitle', go: 'resetGo', means: ['resetMeans_door', 'resetMeans_tokens', 'resetMeans_link'] },
  'remove-factor': { title: 'removeTitle', go: 'removeGo', means: ['removeMeans_phone', 'removeMeans_password', 'removeMeans_sure'] },
} as const

function asked(c: Context, { user: { username, name }, factorSince, linked }: Account, what: keyof typeof questions): Response {
  const reader = readerOf(c)
  const { title, go, means } = questions[what]
  const tookMore = factorSince !== undefined || linked !== undefined
  return askPage(c, {
    reader,
    title: reader.say(title),
    back: { href: accountAddress(username), text: name },
    what: name,
    code: username,
    meanings: means.map((word) => reader.say(word === 'resetMeans_link' && tookMore ? 'resetMeans_hand' : word)),
    action: `${accountAddress(username)}/${what}`,
    go: reader.say(go),
    isGrave: what !== 'enable',
  })
}

function askedToRevoke(c: Context, { user: { username, name }, tokens }: Account): Response {
  const held = tokens.find(({ id }) => id === c.req.param('id'))
  if (!held) return lost(c)
  const reader = readerOf(c)
  return askPage(c, {
    reader,
    title: reader.say('revokeTitle'),
    back: { href: accountAddress(username), text: name },
    what: held.label || reader.say('tokenUnnamed'),
    code: held.id,
    meanings: [reader.say('revokeMeans_script'), reader.say('revokeMeans_again')],
    action: `${accountAddress(username)}/tokens/${held.id}/revoke`,
    go: reader.say('revokeGo'),
    isGrave: true,
  })
}

const usernameIn = (c: Context): { readonly username: string } => ({ username: c.req.param('username') ?? '' })

const disabled = (deps: OfficeDeps, c: Context): Promise<Response> =>
  acting(deps, c, disableAccount, usernameIn(c), (came) => {
    if (came.kind === 'done') return done(c, accountAddress(usernameIn(c).username), 'done_account-disabled')
    return came.failure.code === 'last' ? noticePage(c, 409, 'disableNotTitle', 'disableNotText') : lost(c)
  })

const enabled = (deps: OfficeDeps, c: Context): Promise<Response> =>
  acting(deps, c, enableAccount, usernameIn(c), (came) =>
    came.kind === 'done' ? done(c, accountAddress(usernameIn(c).username), 'done_account-enabled') : lost(c),
  )

const reset = (deps: OfficeDeps, c: Context): Promise<Response> =>
  acting(deps, c, resetAccount, usernameIn(c), (came) => {
    if (came.kind === 'failed') return came.failure.code === 'own' ? noticePage(c, 409, 'ownNotTitle', 'ownNotText') : lost(c)
    const { user, path, letter } = came.value
    if (path === undefined) return done(c, accountAddress(user.username), 'done_account-reset')
    return linkPage(deps, c, { user, path, letter, title: 'resetDoneTitle' })
  })

async function addressed(deps: OfficeDeps, c: Context): Promise<Response> {
  const [{ username }, typed] = [usernameIn(c), valueOf((await sentForm(c)).values, 'address')]
  return acting(deps, c, changeAddress, { username, address: typed }, (came) => {
    if (came.kind === 'done') return done(c, accountAddress(username), 'done_address')
    const { code } = came.failure
    if (code === 'unknown') return lost(c)
    if (code === 'own') return noticePage(c, 409, 'ownNotTitle', 'ownNotText')
    return withAccount(deps, c, (account) => shown(c, account, { typed, fault: addressFaultWord(code) }))
  })
}

const factorRemoved = (deps: OfficeDeps, c: Context): Promise<Response> =>
  acting(deps, c, removeFactor, usernameIn(c), (came) => {
    if (came.kind === 'done') return done(c, accountAddress(usernameIn(c).username), 'done_factor-removed')
    return came.failure.code === 'own' ? noticePage(c, 409, 'ownNotTitle', 'ownNotText') : lost(c)
  })

const revoked = (deps: OfficeDeps, c: Context): Promise<Response> =>
  acting(deps, c, takeTokenBack, { id: c.req.param('id') ?? '', ...usernameIn(c) }, (came) =>
    came.kind === 'done' ? done(c, accountAddress(came.value.username), 'done_token-revoked') : lost(c),
  )

/** Looks at the office as that account does, from its first page on. */
async function seeingBegun({ accounts }: OfficeDeps, c: Context): Promise<Response> {
  const not = await beginSeeing(accounts, c, usernameIn(c).username)
  if (not === undefined) return c.redirect('/admin', 303)
  return not === 'unknown' ? lost(c) : noticePage(c, 409, 'seeAsNotTitle', `seeAsNot_${not}`)
}

/** Looks as oneself again, at the account where it began. */
export async function seeingEnded(deps: OfficeDeps, c: Context): Promise<Response> {
  const { accounts } = deps
  if ((await personOf(deps, c))?.via !== 'session') return refused(c, 403)
  const user = await endSeeing(accounts, c)
  return user ? done(c, accountAddress(user.username), 'done_see-as') : c.redirect('/admin/accounts', 303)
}

type OneProps = { readonly reader: Reader; readonly account: Account; readonly refused: RefusedAddress | undefined }

const OneAccount = ({ reader, reader: { say, numbers, may }, account, refused: wrong }: OneProps) => {
  const { user, tokens, sessions, factorSince, linked, isOwn, today } = account
  const groupsEnd = heldOn(user.grants, today).find((grant) => !isByHand(grant))?.endsOn
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href="/admin/accounts">{say('accountTitle')}</a>
      </p>
      <h1>{user.name}</h1>
      <p class="sub">
        <PersonStanding {...{ reader, today }} person={user} /> · {say(user.signsIn ? 'accountPerson' : 'accountScript')} ·{' '}
        {say('username')}: {user.username}
        {user.address !== '' && ` · ${shownAddress(user.address)}`}
      </p>
      <section class="card next">
        {user.signsIn ? (
          <>
            <p>
              {say('personSeen')}: {user.signedInAt === '' ? say('personNeverSeen') : momentText(reader, user.signedInAt)}.{' '}
              {say('accountSessionsText', { n: numbers.count(sessions) })}
            </p>
            <p>
              {say('factorTitle')}:{' '}
              {factorSince === undefined ? say('factorNone') : say('factorSince', { day: numbers.day(localDay(Date.parse(factorSince))) })}
            </p>
            {linked !== undefined && (
              <p>
                {say('providerTitle')}: {say('factorSince', { day: numbers.day(localDay(Date.parse(linked))) })}
              </p>
            )}
          </>
        ) : (
          <p>{say('accountScriptText')}</p>
        )}
        <p class="acts">
          <a class="button quiet" href={`${accountAddress(user.username)}/roles`}>
            {say('rolesTitle')}
          </a>
        </p>
        {isOwn ? (
          <p class="note">
            {say('accountOwn')} <a href={ownAddress}>{say('ownTitle')}</a>
          </p>
        ) : (
          may('accounts.change') && <Acts {...{ reader, account }} />
        )}
      </section>
      {may('accounts.change') && !isOwn && user.signsIn && user.disabledAt === '' && <SeeAs {...{ reader, account }} />}
      {may('accounts.change') && user.signsIn && !isOwn && (
        <section class="card" aria-labelledby="address-title">
          <h2 id="address-title">{say('mailAddress')}</h2>
          <p class="note">{say('mailAddressText')}</p>
          <form class="narrow" method="post" action={`${accountAddress(user.username)}/address`}>
            <AddressField {...{ reader }} value={wrong?.typed ?? shownAddress(user.address)} fault={wrong?.fault} />
            <button type="submit">{say('save')}</button>
          </form>
        </section>
      )}
      <section class="card" aria-labelledby="tokens-title">
        <h2 id="tokens-title">{say('tokensTitle')}</h2>
        <p class="note">{say('tokensText')}</p>
        {tokens.length === 0 ? <p>{say('tokensNone')}</p> : <Tokens {...{ reader, account }} />}
        {groupsEnd !== undefined && (
          <p class="note">{say('tokensFromGroups', { day: numbers.day(groupsEnd), n: numbers.count(groupRoleDays) })}</p>
        )}
        {may('accounts.change') && (
          <>
            <p class="note">{say('tokensMake')}</p>
            <pre>
              <code>npm run -s sipas -- user token {user.username}</code>
            </pre>
          </>
        )}
      </section>
    </Shell>
  )
}

type AccountProps = { readonly reader: Reader; readonly account: Account }

const SeeAs = ({
  reader: { say },
  account: {
    user: { username },
  },
}: AccountProps) => (
  <section class="card" aria-labelledby="see-as">
    <h2 id="see-as">{say('seeAsGo')}</h2>
    <p class="note">{say('seeAsText')}</p>
    <form method="post" action={`${accountAddress(username)}/see-as`}>
      <button class="button quiet" type="submit">
        {say('seeAsGo')}
      </button>
    </form>
  </section>
)

function Acts({ reader: { say }, account: { factorSince, user } }: AccountProps) {
  const { username, signsIn, disabledAt } = user
  const home = accountAddress(username)
  return (
    <p class="acts">
      {disabledAt !== '' && (
        <a class="button" href={`${home}/enable`}>
          {say('enableGo')}
        </a>
      )}
      {disabledAt === '' && signsIn && (
        <a class="button quiet" href={`${home}/reset`}>
          {say('resetGo')}
        </a>
      )}
      {factorSince !== undefined && <a href={`${home}/remove-factor`}>{say('removeGo')}</a>}
      {disabledAt === '' && <a href={`${home}/disable`}>{say('disableGo')}</a>}
    </p>
  )
}

const Tokens = ({ reader, reader: { say }, account: { user, tokens, today } }: AccountProps) => (
  <table class="folds names">
    <ColumnHeads
      columns={[
        { title: say('tokenFor') },
        { title: say('tokenMay') },
        { title: say('tokenUntil') },
        { title: say('tokenUsed') },
        { title: say('jobActs') },
      ]}
    />
    <tbody>
      {tokens.map((token) => (
        <TokenRow key={token.id} {...{ reader, token, today }} home={accountAddress(user.username)} />
      ))}
    </tbody>
  </table>
)

type TokenProps = { readonly reader: Reader; readonly token: ListedToken; readonly today: string; readonly home: string }

function TokenRow({
  reader: { say, numbers, may },
  token: { id, label, scope, created_on, expires_on, used_on },
  today,
  home,
}: TokenProps) {
  const name = label || say('tokenUnnamed')
  return (
    <tr>
      <th scope="row">
        {name}
        <small>
          {say('code')}: {id} · {say('tokenMade', { day: numbers.day(created_on) })}
        </small>
      </th>
      <td data-label={say('tokenMay')}>
        {scope
          .split(',')
          .map((one) => permissionName(say, one))
          .join(', ')}
      </td>
      <td data-label={say('tokenUntil')}>
        {numbers.day(expires_on)}
        {expires_on < today && <small>{say('tokenOver')}</small>}
      </td>
      <td data-label={say('tokenUsed')}>{used_on === '' ? say('tokenUnused') : numbers.day(used_on)}</td>
      <td>
        {may('accounts.change') && (
          <a href={`${home}/tokens/${id}/revoke`} aria-label={`${say('revokeGo')}: ${name}`}>
            {say('revokeGo')}
          </a>
        )}
      </td>
    </tr>
  )
}

/** A permission of a version before or after this one stands as its code. */
const permissionName = (say: Reader['say'], permission: string): string => {
  const word = `may_${permission}`
  return isOfficeWord(word) ? say(word) : permission
}
