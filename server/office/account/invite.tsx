import { type Context, Hono } from 'hono'
import type { Agency } from '../../../surveys/fielding/campaign'
import { grantsAt, isRole, type RoleName } from '../../../surveys/people/roles'
import { isUsername, usernameFrom } from '../../access/credentials'
import { requireAct } from '../../access/permission'
import { createAccount } from '../../acts/accounts'
import { mailAddressOf, userNamed } from '../../db/accounts'
import { listAgencies } from '../../db/agencies'
import type { EntryPlace } from '../../db/entering'
import type { UserRow } from '../../db/tables'
import type { Posted } from '../../mail/post'
import { shownAddress } from '../../mail/setting'
import { publicAddress } from '../../public-address'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { page } from '../frame/document'
import { refused } from '../frame/door'
import { ChoiceField, Field, type Filled, type FormValues, prefilled, sentForm, valueOf } from '../frame/form'
import { isLooking } from '../frame/looking'
import { done, type Reader, readerOf } from '../frame/reader'
import { Shell } from '../frame/shell'
import { accountAddress, GrantFields, type GrantFaultWord, inPerson, isUnplaced, placesOpen, wantedIn, WhoMayWhat } from './roles'

/** Letting somebody in. */
export function invitationPages(deps: OfficeDeps): Hono {
  return new Hono()
    .use('/new/account', requireAct(deps, 'accounts.change', refused), inPerson(deps))
    .get('/new/account', (c) => newPage(deps, c, prefilled(roleAsked(c)), 1))
    .post('/new/account', (c) => invited(deps, c))
}

/** The role that an address asks for: whoever invites many gives most of them the same. */
function roleAsked(c: Context): { readonly role: RoleName; readonly agency: string } {
  const role = c.req.query('role') ?? ''
  return { role: isRole(role) ? role : 'analyst', agency: c.req.query('agency') ?? '' }
}

/** Nobody holds more; a form of hundreds of rows would only take time. */
const mostRoles = 12

/** What is wrong, and with which of the roles if it is one. */
type Wrong = { readonly fault: GrantFaultWord; readonly place: number | undefined }

async function newPage(deps: OfficeDeps, c: Context, filled: Filled, rows: number, wrong?: Wrong): Promise<Response> {
  const reader = readerOf(c)
  const agencies = await listAgencies(deps.database)
  const places = await placesOpen(deps)
  return page(c, {
    reader,
    title: reader.say('inviteTitle'),
    status: wrong === undefined ? 200 : 422,
    script: deps.assets.results,
    body: <Invitation {...{ reader, filled, wrong, agencies, places, rows }} />,
  })
}

async function invited(deps: OfficeDeps, c: Context): Promise<Response> {
  const values = await withUsername(deps, (await sentForm(c)).values)
  const rows = rowsIn(values)
  if (valueOf(values, 'more') !== '') return newPage(deps, c, { values, problems: [] }, Math.min(mostRoles, rows + 1))
  if (isLooking(values)) return newPage(deps, c, { values, problems: [] }, rows)
  const all = Array.from({ length: rows }, (_, place) => place)
  const unplaced = all.find((place) => isUnplaced(values, place))
  if (unplaced !== undefined) return newPage(deps, c, { values, problems: [] }, rows, { fault: 'grantFault_unplaced', place: unplaced })
  const filled = all.flatMap((place) => {
    const role = wantedIn(values, place)
    return role ? grantsAt(role.grant, role.touchpoints).map((grant) => ({ grant, place })) : []
  })
  const wanted = {
    username: valueOf(values, 'username').toLowerCase(),
    name: valueOf(values, 'name'),
    kind: kindIn(values),
    address: valueOf(values, 'address'),
    grants: filled.map(({ grant }) => grant),
  }
  return acting(deps, c, createAccount, wanted, (came) => {
    if (came.kind === 'done') {
      const { user, path, letter } = came.value
      return path === undefined
        ? done(c, accountAddress(user.username), 'done_account-made')
        : linkPage(deps, c, { user, path, letter, title: 'invitedTitle', next: nextAddress(values) })
    }
    const { failure } = came
    const place = 'place' in failure ? filled[failure.place]?.place : failure.code === 'no_role' ? 0 : undefined
    return newPage(deps, c, { values, problems: [] }, rows, { fault: `grantFault_${failure.code}`, place })
  })
}

const kindIn = (values: FormValues) => (valueOf(values, 'kind') === 'script' ? ('script' as const) : ('person' as const))

/** What was typed; where that is no user name, the first that the name gives and nobody of another name has, so that nobody is invited twice. */
async function withUsername({ database }: OfficeDeps, values: FormValues): Promise<FormValues> {
  const name = valueOf(values, 'name')
  const wanted = usernameFrom(name, kindIn(values))
  if (valueOf(values, 'username') !== '' || wanted === '') return values
  for (let n = 1; ; n++) {
    const username = n === 1 ? wanted : `${wanted}${n}`
    const held = await userNamed(database, username)
    if (isUsername(username) && (held === undefined || held.name === name)) return { ...values, username: [username] }
  }
}

/** The form for the next one, with the first role of the one before. */
const nextAddress = (values: FormValues): string =>
  `/admin/new/account?${new URLSearchParams({ role: valueOf(values, 'role'), agency: valueOf(values, 'agency') })}`

/** How many roles a form has room for; each was added by a button, without a script. */
function rowsIn(values: FormValues): number {
  const rows = Number(/^\d{1,2}$/.exec(valueOf(values, 'rows'))?.[0] ?? 1)
  return Math.min(mostRoles, Math.max(1, rows))
}

type InvitationProps = {
  readonly reader: Reader
  readonly filled: Filled
  readonly wrong: Wrong | undefined
  readonly agencies: readonly Agency[]
  readonly places: readonly EntryPlace[]
  readonly rows: number
}

const Invitation = ({ reader, reader: { say }, filled, wrong, agencies, places, rows }: InvitationProps) => (
  <Shell reader={reader}>
    <p class="back">
      <a href="/admin/accounts">{say('accountTitle')}</a>
    </p>
    <h1>{say('inviteTitle')}</h1>
    <form class="card form" method="post" action="/admin/new/account">
      <input type="hidden" name="rows" value={rows} />
      {wrong !== undefined && wrong.place === undefined && (
        <p class="wrong" role="alert">
          {say(wrong.fault)}
        </p>
      )}
      <Field {...{ reader, filled }} name="name" label={say('displayName')} input={{ required: true }} />
      <Field
        {...{ reader, filled }}
        name="username"
        label={say('username')}
        hint={say('inviteUsernameHint')}
        input={{ maxLength: 64, autocapitalize: 'none', spellcheck: false }}
      />
      <Field
        {...{ reader, filled }}
        name="address"
        label={say('mailAddress')}
        hint={say('inviteAddressHint')}
        input={{ maxLength: 254, autocapitalize: 'none', spellcheck: false, inputMode: 'email' }}
      />
      <ChoiceField
        {...{ reader, filled }}
        name="kind"
        label={say('accountKind')}
        items={[
          { value: 'person', text: say('accountPerson') },
          { value: 'script', text: say('accountScript') },
        ]}
      />
      {Array.from({ length: rows }, (_, place) => (
        <fieldset key={place} class="one">
          <legend>{rows === 1 ? say('inviteRole') : say('roleNth', { n: String(place + 1) })}</legend>
          <GrantFields {...{ reader, filled, agencies, places, place, rows }} fault={wrong?.place === place ? wrong.fault : undefined} />
        </fieldset>
      ))}
      <p class="acts">
        <button type="submit">{say('inviteGo')}</button>
        {rows < mostRoles && (
          <button class="button quiet" type="submit" name="more" value="1" formNoValidate>
            {say('roleMore')}
          </button>
        )}
      </p>
    </form>
    <WhoMayWhat reader={reader} />
  </Shell>
)

type Given = {
  readonly user: Pick<UserRow, 'id' | 'username' | 'name'>
  readonly path: string
  readonly letter: string | undefined
  readonly title: 'invitedTitle' | 'resetDoneTitle'
  /** Where whoever invites goes on. */
  readonly next?: string
}

/** Says to which address a link to choose a password has gone; where none took it, shows it the one time that it can be shown. */
export async function linkPage(deps: OfficeDeps, c: Context, { user, path, letter, title: word, next }: Given): Promise<Response> {
  const reader = readerOf(c)
  const posted = letter === undefined ? undefined : await deps.post.attempt(letter)
  const address = await mailAddressOf(deps.database, user.id)
  const site = await publicAddress(deps)
  const isUnaddressed = address !== '' && deps.config.mail !== undefined && site === undefined
  const link = `${site ?? new URL(c.req.url).origin}${path}`
  const title = reader.say(word)
  return page(c, { reader, title, body: <NewLink {...{ reader, title, user, link, address, posted, isUnaddressed, next }} /> })
}

type NewLinkProps = Pick<Given, 'user'> & {
  readonly reader: Reader
  readonly title: string
  readonly link: string
  readonly address: string
  /** What came of the letter, where one was written. */
  readonly posted: Posted | undefined
  /** Mail would reach them, but nobody has said what the link begins with. */
  readonly isUnaddressed: boolean
  readonly next: string | undefined
}

const NewLink = ({
  reader,
  reader: { say },
  title,
  user: { username, name },
  link,
  address,
  posted,
  isUnaddressed,
  next,
}: NewLinkProps) => (
  <Shell reader={reader}>
    <p class="back">
      <a href={accountAddress(username)}>{name}</a>
    </p>
    <h1>{title}</h1>
    <p class="sub">
      {name} · {say('username')}: <b>{username}</b>
    </p>
    <section class="card form">
      {posted?.state === 'sent' ? (
        <>
          <p>{say('linkSent', { address: shownAddress(address), username })}</p>
          <p class="note">{say('linkSentNote')}</p>
        </>
      ) : (
        <>
          {posted !== undefined && (
            <p class="wrong" role="alert">
              {say(posted.state === 'failed' ? 'linkUnsent' : 'linkNotYet', { address: shownAddress(address) })}
              {posted.trouble !== '' && <small>{posted.trouble}</small>}
            </p>
          )}
          {isUnaddressed && <p class="note">{say('linkUnaddressed')}</p>}
          <p>{say('resetDoneText', { username })}</p>
          <pre class="secret">
            <code>{link}</code>
          </pre>
          <p class="note">{say('resetDoneNote')}</p>
        </>
      )}
      {next !== undefined && (
        <p class="acts">
          <a class="button" href={next}>
            {say('inviteNext')}
          </a>
        </p>
      )}
    </section>
  </Shell>
)
