import { type Context, Hono } from 'hono'
import { may, personOf } from '../../access/permission'
import { currentSession, type Session } from '../../access/session'
import type { OfficeDeps } from '../frame/deps'
import { page } from '../frame/document'
import { type Reader, readerOf } from '../frame/reader'
import { Shell } from '../frame/shell'
import { ownMailPages } from './address'
import { factorPages } from './factor'
import { groupPages } from './groups'
import { passkeyPages } from './passkeys'
import { invitationPages } from './invite'
import { otherAccountPages, seeingEnded } from './others'
import { People, type PeoplePage, peoplePage } from './people'
import { rolePages } from './roles'
import { ownAddress, ownPages } from './own'
import { ownProviderPages } from './provider'

/** One's own account, for everybody; all of them for who may read them. */
export const accountPages = (deps: OfficeDeps): Hono =>
  new Hono()
    .get('/accounts', (c) => accountPage(deps, c))
    .post('/see-as/end', (c) => seeingEnded(deps, c))
    .route('/', ownPages(deps))
    .route('/', factorPages(deps))
    .route('/', passkeyPages(deps))
    .route('/', ownMailPages(deps))
    .route('/', otherAccountPages(deps))
    .route('/', rolePages(deps))
    .route('/', ownProviderPages(deps))
    .route('/', groupPages(deps))
    .route('/', invitationPages(deps))

async function accountPage(deps: OfficeDeps, c: Context): Promise<Response> {
  const [reader, person, session] = [readerOf(c), await personOf(deps, c), await currentSession(deps.accounts, c)]
  const user = reader.seeing ?? session?.user
  const list = person && may(person, 'accounts.read') ? await peoplePage(deps, c) : undefined
  return page(c, { reader, title: reader.say('accountTitle'), body: <Accounts {...{ reader, user, list }} /> })
}

type Props = {
  readonly reader: Reader
  readonly user: Pick<Session['user'], 'name' | 'username'> | undefined
  readonly list: PeoplePage | undefined
}

/** Who one is here, and who else has an account. */
const Accounts = ({ reader, reader: { say }, user, list }: Props) => (
  <Shell reader={reader}>
    <h1>{say('accountTitle')}</h1>
    {user ? (
      <p class="sub">
        {say('accountYoursText', { username: user.username, name: user.name })} <a href={ownAddress}>{say('ownTitle')}</a>
      </p>
    ) : (
      <p>{say('accountByToken')}</p>
    )}
    {list && <People {...{ reader, list }} />}
  </Shell>
)
