import { type Context, Hono } from 'hono'
import { localDay } from '../../../surveys/instrument/calendar'
import { may, personOf } from '../../access/permission'
import { currentSession, type Session } from '../../access/session'
import { listTokens, listUsers } from '../../db/accounts'
import { allGrants } from '../../db/grants'
import type { OfficeDeps } from '../frame/deps'
import { page } from '../frame/document'
import { type Reader, readerOf } from '../frame/reader'
import { Shell } from '../frame/shell'
import { factorPages } from './factor'
import { Everybody, type Others, otherAccountPages } from './others'
import { rolePages } from './roles'
import { ownAddress, ownPages } from './own'

/** One's own account, for everybody; all of them for who may change them. */
export const accountPages = (deps: OfficeDeps): Hono =>
  new Hono()
    .get('/accounts', (c) => accountPage(deps, c))
    .route('/', ownPages(deps))
    .route('/', factorPages(deps))
    .route('/', otherAccountPages(deps))
    .route('/', rolePages(deps))

async function accountPage(deps: OfficeDeps, c: Context): Promise<Response> {
  const [reader, person, session] = [readerOf(c), await personOf(deps, c), await currentSession(deps.accounts, c)]
  const others = person && may(person, 'accounts.change') ? await everybody(deps) : undefined
  return page(c, { reader, title: reader.say('accountTitle'), body: <Accounts {...{ reader, session, others }} /> })
}

const everybody = async ({ database, now }: OfficeDeps): Promise<Others> => ({
  users: await listUsers(database),
  tokens: await listTokens(database),
  grants: await allGrants(database),
  today: localDay(now()),
})

type Props = { readonly reader: Reader; readonly session: Session | undefined; readonly others: Others | undefined }

/** Who one is here, and who else has an account. */
const Accounts = ({ reader, reader: { say }, session, others }: Props) => (
  <Shell reader={reader}>
    <h1>{say('accountTitle')}</h1>
    {session ? (
      <p class="sub">
        {say('accountYoursText', { username: session.user.username, name: session.user.name })} <a href={ownAddress}>{say('ownTitle')}</a>
      </p>
    ) : (
      <p>{say('accountByToken')}</p>
    )}
    {others && <Everybody {...{ reader, ...others }} />}
  </Shell>
)
