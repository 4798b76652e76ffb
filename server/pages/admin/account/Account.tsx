import type { Place, Session } from '../../../accounts/session'
import type { listUsers } from '../../../db/users'
import type { Reader } from '../reader'
import { Shell } from '../Shell'
import { momentText } from './moment'
import { faultText, type FormFault, NewPassword, PasswordField } from './PasswordFields'

export type Refused = { readonly fault: FormFault | undefined; readonly slowed: string | undefined }

type Users = Awaited<ReturnType<typeof listUsers>>
type Props = { readonly reader: Reader; readonly own: Own | undefined; readonly users: Users | undefined; readonly refused: Refused }
export type Own = { readonly session: Session; readonly places: readonly Place[] }

/** One's own account, and who else has one. */
export const Account = ({ reader, own, users, refused }: Props) => (
  <Shell reader={reader}>
    <h1>{reader.say('accountTitle')}</h1>
    {own ? <OwnAccount {...{ reader, refused }} {...own} /> : <p>{reader.say('accountByToken')}</p>}
    {users && <Everybody {...{ reader, users }} />}
  </Shell>
)

const OwnAccount = ({ reader, session: { user }, places, refused }: Own & Pick<Props, 'reader' | 'refused'>) => (
  <>
    <p class="sub">{reader.say('accountYoursText', { username: user.username, name: user.name })}</p>
    <section class="card" aria-labelledby="password-title">
      <h2 id="password-title">{reader.say('passwordTitle')}</h2>
      <p class="note">{reader.say('passwordText')}</p>
      {refused.slowed !== undefined && <p class="wrong" role="alert">{refused.slowed}</p>}
      <form class="narrow" method="post" action="/admin/accounts/password">
        <input type="hidden" name="username" value={user.username} />
        <PasswordField reader={reader} name="present" label={reader.say('presentPassword')} fault={faultText(reader, refused.fault, ['wrong'])} />
        <NewPassword reader={reader} fault={refused.fault} />
        <button type="submit">{reader.say('passwordGo')}</button>
      </form>
    </section>
    <Places {...{ reader, places }} />
  </>
)

const Places = ({ reader, reader: { say }, places }: Pick<Own, 'places'> & Pick<Props, 'reader'>) => (
  <section class="card" aria-labelledby="places-title">
    <h2 id="places-title">{say('placesTitle')}</h2>
    <p class="note">{say('placesText')}</p>
    <table>
      <thead><tr><th scope="col">{say('placeSince')}</th><th scope="col">{say('placeSeen')}</th></tr></thead>
      <tbody>
        {places.map(({ startedAt, seenAt, isHere }, index) => (
          <tr key={index}>
            <td>{momentText(reader, startedAt)}{isHere && <small>{say('placeHere')}</small>}</td>
            <td>{momentText(reader, seenAt)}</td>
          </tr>
        ))}
      </tbody>
    </table>
    {places.length > 1 && <form method="post" action="/admin/accounts/sign-out-elsewhere"><button type="submit">{say('placesElsewhere')}</button></form>}
  </section>
)

const Everybody = ({ reader: { say, numbers }, users }: Pick<Props, 'reader'> & { readonly users: Users }) => (
  <section class="card" aria-labelledby="accounts-title">
    <h2 id="accounts-title">{say('accountsTitle')}</h2>
    <table>
      <thead><tr><th scope="col">{say('username')}</th><th scope="col">{say('displayName')}</th><th scope="col" class="n">{say('accountSessions')}</th><th scope="col" class="n">{say('accountTokens')}</th></tr></thead>
      <tbody>
        {users.map(({ id, username, name, sessions, tokens }) => (
          <tr key={id}><th scope="row">{username}</th><td>{name}</td><td class="n">{numbers.count(sessions)}</td><td class="n">{numbers.count(tokens)}</td></tr>
        ))}
      </tbody>
    </table>
    <p class="note">{say('accountsText')}</p>
    <pre><code>npm run -s sipas -- user create {say('signInName')}</code></pre>
  </section>
)
