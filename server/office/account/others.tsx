import { type Context, Hono } from 'hono'
import { isOfficeWord } from '../../../client/text/office'
import { localDay } from '../../../surveys/instrument/calendar'
import type { Grant } from '../../../surveys/people/roles'
import { personOf, requireAct } from '../../access/permission'
import { beginSeeing, endSeeing } from '../../access/see-as'
import { disableAccount, enableAccount, removeFactor, resetAccount, takeTokenBack } from '../../acts/accounts'
import { type ListedToken, type ListedUser, listTokens, listUsers } from '../../db/accounts'
import { publicAddress } from '../../public-address'
import { acting } from '../frame/acting'
import { Ask } from '../frame/ask'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import { done, type Reader, readerOf } from '../frame/reader'
import { ColumnHeads, Shell } from '../frame/shell'
import { accountAddress, inPerson, NewLink, roleLine } from './roles'
import { ownAddress } from './own'

/** One account, whoever's it is: what it holds, and closing it, opening it, resetting it, taking tokens back. */
export function otherAccountPages(deps: OfficeDeps): Hono {
  const allowed = requireAct(deps, 'accounts.change', refused)
  return new Hono()
    .use('/accounts/:username', allowed, inPerson(deps))
    .use('/accounts/:username/*', allowed, inPerson(deps))
    .get('/accounts/:username', (c) => withAccount(deps, c, (account) => shown(c, account)))
    .get('/accounts/:username/disable', (c) => withAccount(deps, c, (account) => asked(c, account, 'disable')))
    .get('/accounts/:username/enable', (c) => withAccount(deps, c, (account) => asked(c, account, 'enable')))
    .get('/accounts/:username/reset', (c) => withAccount(deps, c, (account) => asked(c, account, 'reset')))
    .get('/accounts/:username/remove-factor', (c) => withAccount(deps, c, (account) => asked(c, account, 'remove-factor')))
    .get('/accounts/:username/tokens/:id/revoke', (c) => withAccount(deps, c, (account) => askedToRevoke(c, account)))
    .post('/accounts/:username/see-as', (c) => seeingBegun(deps, c))
    .post('/accounts/:username/disable', (c) => disabled(deps, c))
    .post('/accounts/:username/enable', (c) => enabled(deps, c))
    .post('/accounts/:username/reset', (c) => reset(deps, c))
    .post('/accounts/:username/remove-factor', (c) => factorRemoved(deps, c))
    .post('/accounts/:username/tokens/:id/revoke', (c) => revoked(deps, c))
}

type Account = {
  readonly user: ListedUser
  readonly tokens: readonly ListedToken[]
  readonly isOwn: boolean
  /** The day in Viet Nam, by which tokens expire. */
  readonly today: string
}

async function withAccount(deps: OfficeDeps, c: Context, next: (account: Account) => Response): Promise<Response> {
  const username = c.req.param('username') ?? ''
  const user = (await listUsers(deps.database)).find((one) => one.username === username)
  if (!user) return lost(c)
  const tokens = (await listTokens(deps.database)).filter(({ user_id }) => user_id === user.id)
  return next({ user, tokens, isOwn: (await personOf(deps, c))?.id === user.id, today: localDay(deps.now()) })
}

const lost = (c: Context): Response => noticePage(c, 404, 'lostTitle', 'accountUnknown', { seen: c.req.param('username') ?? '' })

function shown(c: Context, account: Account): Response {
  const reader = readerOf(c)
  return page(c, { reader, title: account.user.name, body: <OneAccount {...{ reader, ...account }} /> })
}

const questions = {
  disable: { title: 'disableTitle', go: 'disableGo', means: ['disableMeans_door', 'disableMeans_tokens', 'disableMeans_kept'] },
  enable: { title: 'enableTitle', go: 'enableGo', means: ['enableMeans_password', 'enableMeans_tokens'] },
  reset: { title: 'resetTitle', go: 'resetGo', means: ['resetMeans_door', 'resetMeans_tokens', 'resetMeans_link'] },
  'remove-factor': { title: 'removeTitle', go: 'removeGo', means: ['removeMeans_phone', 'removeMeans_password', 'removeMeans_sure'] },
} as const

function asked(c: Context, { user: { username, name } }: Account, what: keyof typeof questions): Response {
  const reader = readerOf(c)
  const { title, go, means } = questions[what]
  return page(c, {
    reader,
    title: reader.say(title),
    body: (
      <Ask
        {...{ reader, what: name, code: username }}
        title={reader.say(title)}
        back={{ href: accountAddress(username), text: name }}
        meanings={means.map((word) => reader.say(word))}
        action={`${accountAddress(username)}/${what}`}
        go={reader.say(go)}
        isGrave={what !== 'enable'}
      />
    ),
  })
}

function askedToRevoke(c: Context, { user: { username, name }, tokens }: Account): Response {
  const held = tokens.find(({ id }) => id === c.req.param('id'))
  if (!held) return lost(c)
  const reader = readerOf(c)
  const title = reader.say('revokeTitle')
  return page(c, {
    reader,
    title,
    body: (
      <Ask
        {...{ reader, title }}
        back={{ href: accountAddress(username), text: name }}
        what={held.label || reader.say('tokenUnnamed')}
        code={held.id}
        meanings={[reader.say('revokeMeans_script'), reader.say('revokeMeans_again')]}
        action={`${accountAddress(username)}/tokens/${held.id}/revoke`}
        go={reader.say('revokeGo')}
        isGrave
      />
    ),
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
  acting(deps, c, resetAccount, usernameIn(c), async (came) => {
    if (came.kind === 'failed') return came.failure.code === 'own' ? noticePage(c, 409, 'ownNotTitle', 'ownNotText') : lost(c)
    const { username } = usernameIn(c)
    const { path } = came.value
    if (path === undefined) return done(c, accountAddress(username), 'done_account-reset')
    const reader = readerOf(c)
    const link = `${(await publicAddress(deps)) ?? new URL(c.req.url).origin}${path}`
    return page(c, {
      reader,
      title: reader.say('resetDoneTitle'),
      body: <NewLink {...{ reader, username, link }} title={reader.say('resetDoneTitle')} />,
    })
  })

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

export type Others = {
  readonly users: readonly ListedUser[]
  readonly tokens: readonly ListedToken[]
  /** By account. */
  readonly grants: ReadonlyMap<string, readonly Grant[]>
  readonly today: string
}

/** Every account: a person's or a script's, open or closed, and when what it holds runs out. */
export const Everybody = ({ reader, users, tokens, grants, today }: Others & { readonly reader: Reader }) => (
  <section class="card" aria-labelledby="accounts-title">
    <h2 id="accounts-title">{reader.say('accountsTitle')}</h2>
    <table class="folds names">
      <ColumnHeads
        columns={[
          { title: reader.say('displayName') },
          { title: reader.say('accountKind') },
          { title: reader.say('role') },
          { title: reader.say('state') },
          { title: reader.say('accountSessions'), look: 'n' },
          { title: reader.say('accountTokens'), look: 'n' },
        ]}
      />
      <tbody>
        {users.map((user) => (
          <UserRow
            key={user.id}
            {...{ reader, user, today }}
            grants={grants.get(user.id) ?? []}
            tokens={tokens.filter(({ user_id }) => user_id === user.id)}
          />
        ))}
      </tbody>
    </table>
    <p class="acts">
      <a class="button" href="/admin/new/account">
        {reader.say('inviteTitle')}
      </a>
      {reader.provider !== undefined && <a href="/admin/groups">{reader.say('groupsTitle')}</a>}
    </p>
  </section>
)

type UserProps = { readonly reader: Reader; readonly user: ListedUser; readonly tokens: readonly ListedToken[] }
type RowProps = UserProps & Pick<Account, 'today'> & { readonly grants: readonly Grant[] }

function UserRow({ reader, reader: { say, numbers }, user, tokens, grants, today }: RowProps) {
  const [first] = tokens
    .map(({ expires_on }) => expires_on)
    .filter((day) => day >= today)
    .sort()
  return (
    <tr>
      <th scope="row">
        <a href={accountAddress(user.username)}>{user.name}</a>
        {user.name !== user.username && <small>{user.username}</small>}
      </th>
      <td>
        {say(user.signsIn ? 'accountPerson' : 'accountScript')}
        {user.factorSince !== undefined && <small>{say('factorTitle')}</small>}
      </td>
      <td data-label={say('role')}>{roleLine(reader, grants, today)}</td>
      <td>
        <Standing {...{ reader, user }} />
      </td>
      <td class="n" data-label={say('accountSessions')}>
        {numbers.count(user.sessions)}
      </td>
      <td class="n" data-label={say('accountTokens')}>
        {numbers.count(tokens.length)}
        {first !== undefined && <small>{say('tokenFirstEnds', { day: numbers.day(first) })}</small>}
      </td>
    </tr>
  )
}

/** Whether an account is open, in a word and a dot. */
const Standing = ({ reader: { say, numbers }, user: { disabled_at: at } }: Pick<UserProps, 'reader' | 'user'>) => (
  <span class={`state ${at === '' ? 'open' : 'closed'}`}>
    {at === '' ? say('accountOpen') : say('accountDisabled', { day: numbers.day(localDay(Date.parse(at))) })}
  </span>
)

const OneAccount = ({ reader, reader: { say, numbers }, user, tokens, isOwn, today }: Account & { readonly reader: Reader }) => (
  <Shell reader={reader}>
    <p class="back">
      <a href="/admin/accounts">{say('accountTitle')}</a>
    </p>
    <h1>{user.name}</h1>
    <p class="sub">
      <Standing {...{ reader, user }} /> · {say(user.signsIn ? 'accountPerson' : 'accountScript')} · {say('username')}: {user.username}
    </p>
    <section class="card next">
      <p>
        {!user.signsIn && `${say('accountScriptText')} `}
        {user.signsIn && say('accountSessionsText', { n: numbers.count(user.sessions) })}
      </p>
      {user.signsIn && (
        <p>
          {say('factorTitle')}:{' '}
          {user.factorSince === undefined
            ? say('factorNone')
            : say('factorSince', { day: numbers.day(localDay(Date.parse(user.factorSince))) })}
        </p>
      )}
      {user.linkedSince !== undefined && (
        <p>
          {say('providerTitle')}: {say('factorSince', { day: numbers.day(localDay(Date.parse(user.linkedSince))) })}
        </p>
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
        <Acts {...{ reader, user }} />
      )}
    </section>
    {!isOwn && user.signsIn && user.disabled_at === '' && <SeeAs {...{ reader, user }} />}
    <section class="card" aria-labelledby="tokens-title">
      <h2 id="tokens-title">{say('tokensTitle')}</h2>
      <p class="note">{say('tokensText')}</p>
      {tokens.length === 0 ? <p>{say('tokensNone')}</p> : <Tokens {...{ reader, user, tokens, today }} />}
      <p class="note">{say('tokensMake')}</p>
      <pre>
        <code>npm run -s sipas -- user token {user.username}</code>
      </pre>
    </section>
  </Shell>
)

const SeeAs = ({ reader: { say }, user: { username } }: Pick<UserProps, 'reader' | 'user'>) => (
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

function Acts({ reader: { say }, user: { username, signsIn, disabled_at, factorSince } }: Pick<UserProps, 'reader' | 'user'>) {
  const home = accountAddress(username)
  return (
    <p class="acts">
      {disabled_at !== '' && (
        <a class="button" href={`${home}/enable`}>
          {say('enableGo')}
        </a>
      )}
      {disabled_at === '' && signsIn && (
        <a class="button quiet" href={`${home}/reset`}>
          {say('resetGo')}
        </a>
      )}
      {factorSince !== undefined && <a href={`${home}/remove-factor`}>{say('removeGo')}</a>}
      {disabled_at === '' && <a href={`${home}/disable`}>{say('disableGo')}</a>}
    </p>
  )
}

const Tokens = ({ reader, reader: { say }, user, tokens, today }: UserProps & Pick<Account, 'today'>) => (
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

function TokenRow({ reader: { say, numbers }, token: { id, label, scope, created_on, expires_on, used_on }, today, home }: TokenProps) {
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
        <a href={`${home}/tokens/${id}/revoke`} aria-label={`${say('revokeGo')}: ${name}`}>
          {say('revokeGo')}
        </a>
      </td>
    </tr>
  )
}

/** A permission of a version before or after this one stands as its code. */
const permissionName = (say: Reader['say'], permission: string): string => {
  const word = `may_${permission}`
  return isOfficeWord(word) ? say(word) : permission
}
