import { type Context, Hono } from 'hono'
import { localDay } from '../../../surveys/instrument/calendar'
import type { Accounts } from '../../access/accounts'
import { may, type PersonDeps, personOf } from '../../access/permission'
import { currentSession, placesOf, type Session, type SignedInPlace, signOutElsewhere } from '../../access/session'
import { changePassword, type PasswordChange } from '../../access/sign-in'
import { listTokens, listUsers } from '../../db/accounts'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { slowedText, typedFields } from '../frame/door'
import { done, momentText, type Reader, readerOf } from '../frame/reader'
import { ColumnHeads, Shell } from '../frame/shell'
import { Everybody, type Others, otherAccountPages } from './others'
import { faultText, type FormFault, NewPassword, PasswordField } from './passwords'

/** One's own account, for everybody; all of them for who may change them. */
export const accountPages = (deps: OfficeDeps): Hono =>
  new Hono()
    .get('/accounts', (c) => accountPage(deps, c))
    .post('/accounts/password', (c) => signedIn(deps, c, (session) => passwordChanged(deps, c, session)))
    .post('/accounts/sign-out-elsewhere', (c) => signedIn(deps, c, (session) => elsewhereEnded(deps.accounts, c, session)))
    .route('/', otherAccountPages(deps))

/** What somebody does with their own account needs no permission, but a session: a token is not enough. */
async function signedIn({ accounts }: PersonDeps, c: Context, act: (session: Session) => Promise<Response>): Promise<Response> {
  const session = await currentSession(accounts, c)
  return session ? act(session) : noticePage(c, 403, 'refusedTitle', 'notAllowedText')
}

const fine: PasswordRefused = { fault: undefined, slowed: undefined }

async function accountPage(deps: OfficeDeps, c: Context, refused = fine): Promise<Response> {
  const { accounts } = deps
  const [reader, person, session] = [readerOf(c), await personOf(deps, c), await currentSession(accounts, c)]
  const own = session && { session, places: await placesOf(accounts, session) }
  const others = person && may(person, 'accounts.change') ? await everybody(deps) : undefined
  const status = refused.slowed !== undefined ? 429 : refused.fault !== undefined ? 422 : 200
  return page(c, { reader, title: reader.say('accountTitle'), status, body: <Account {...{ reader, own, others, refused }} /> })
}

const everybody = async ({ database, now }: OfficeDeps): Promise<Others> => ({
  users: await listUsers(database),
  tokens: await listTokens(database),
  today: localDay(now()),
})

async function passwordChanged(deps: OfficeDeps, c: Context, session: Session): Promise<Response> {
  const field = await typedFields(c)
  if (field('wanted') !== field('again')) return accountPage(deps, c, { ...fine, fault: 'differs' })
  const change = await changePassword(deps.accounts, c, session, field('present'), field('wanted'))
  if (change.kind === 'changed') return done(c, '/admin/accounts', 'done_password')
  if (change.kind !== 'slowed') return accountPage(deps, c, { ...fine, fault: faultIn(change) })
  c.header('Retry-After', String(change.seconds))
  return accountPage(deps, c, { ...fine, slowed: slowedText(readerOf(c), change) })
}

const faultIn = (change: Exclude<PasswordChange, { readonly kind: 'changed' | 'slowed' }>): FormFault =>
  change.kind === 'wrong' ? 'wrong' : change.fault

async function elsewhereEnded(accounts: Accounts, c: Context, session: Session): Promise<Response> {
  await signOutElsewhere(accounts, session)
  return done(c, '/admin/accounts', 'done_elsewhere')
}

type PasswordRefused = { readonly fault: FormFault | undefined; readonly slowed: string | undefined }

type Props = {
  readonly reader: Reader
  readonly own: Own | undefined
  readonly others: Others | undefined
  readonly refused: PasswordRefused
}
export type Own = { readonly session: Session; readonly places: readonly SignedInPlace[] }

/** One's own account, and who else has one. */
const Account = ({ reader, own, others, refused }: Props) => (
  <Shell reader={reader}>
    <h1>{reader.say('accountTitle')}</h1>
    {own ? <OwnAccount {...{ reader, refused }} {...own} /> : <p>{reader.say('accountByToken')}</p>}
    {others && <Everybody {...{ reader, ...others }} />}
  </Shell>
)

const OwnAccount = ({ reader, session: { user }, places, refused }: Own & Pick<Props, 'reader' | 'refused'>) => (
  <>
    <p class="sub">{reader.say('accountYoursText', { username: user.username, name: user.name })}</p>
    <section class="card" aria-labelledby="password-title">
      <h2 id="password-title">{reader.say('passwordTitle')}</h2>
      <p class="note">{reader.say('passwordText')}</p>
      {refused.slowed !== undefined && (
        <p class="wrong" role="alert">
          {refused.slowed}
        </p>
      )}
      <form class="narrow" method="post" action="/admin/accounts/password">
        <input type="hidden" name="username" value={user.username} />
        <PasswordField
          reader={reader}
          name="present"
          label={reader.say('presentPassword')}
          fault={faultText(reader, refused.fault, ['wrong'])}
        />
        <NewPassword reader={reader} fault={refused.fault} />
        <button type="submit">{reader.say('passwordGo')}</button>
      </form>
    </section>
    <SignedInPlaces {...{ reader, places }} />
  </>
)

const SignedInPlaces = ({ reader, reader: { say }, places }: Pick<Own, 'places'> & Pick<Props, 'reader'>) => (
  <section class="card" aria-labelledby="places-title">
    <h2 id="places-title">{say('placesTitle')}</h2>
    <p class="note">{say('placesText')}</p>
    <table class="folds">
      <ColumnHeads columns={[{ title: say('placeSince') }, { title: say('placeSeen') }]} />
      <tbody>
        {places.map(({ startedAt, seenAt, isHere }, index) => (
          <tr key={index}>
            <td data-label={say('placeSince')}>
              {momentText(reader, startedAt)}
              {isHere && <small>{say('placeHere')}</small>}
            </td>
            <td data-label={say('placeSeen')}>{momentText(reader, seenAt)}</td>
          </tr>
        ))}
      </tbody>
    </table>
    {places.length > 1 && (
      <form method="post" action="/admin/accounts/sign-out-elsewhere">
        <button class="button quiet" type="submit">
          {say('placesElsewhere')}
        </button>
      </form>
    )}
  </section>
)
