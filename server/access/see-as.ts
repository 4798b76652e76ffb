import type { Context } from 'hono'
import { markSeeing, markSeen } from '../db/sessions'
import { signsIn, userNamed, userWithId } from '../db/accounts'
import type { UserRow } from '../db/tables'
import { notedChange } from '../log/note'
import type { Accounts } from './accounts'
import { seeingMs } from './keys'
import { atPage, currentSession, type SeenWhy, type Session } from './session'

/** Why nobody looks as that account: there is none, it is one's own, or nobody signs in with it. */
export type NotSeen = 'unknown' | 'own' | 'nobody'

/** Lets who is signed in look at the office as that account does, for a while. */
export async function beginSeeing(accounts: Accounts, c: Context, username: string): Promise<NotSeen | undefined> {
  const [session, user] = [await currentSession(accounts, c), await userNamed(accounts.database, username)]
  if (!session || !user) return 'unknown'
  if (user.id === session.user.id) return 'own'
  if (user.disabled_at !== '' || !(await signsIn(accounts.database, user.id))) return 'nobody'
  const now = accounts.now()
  await notedChange(accounts, atPage(session.user), 'sessions.see-as', user.username, async (within) =>
    (await markSeeing(within, session.id, user.id, new Date(now).toISOString()))
      ? { until: new Date(now + seeingMs).toISOString() }
      : undefined,
  )
  return undefined
}

/** Ends that where it goes on; gives the account it was. */
export async function endSeeing(accounts: Accounts, c: Context): Promise<UserRow | undefined> {
  const session = await currentSession(accounts, c)
  if (!session?.seeing) return undefined
  await ended(accounts, session, 'asked')
  return userWithId(accounts.database, session.seeing.user)
}

export type Seeing = { readonly kind: 'seen'; readonly user: UserRow } | { readonly kind: 'over'; readonly why: SeenWhy }

/** As whom somebody looks at this moment; what may go on no longer ends here, once in all processes. */
export async function seeingNow(accounts: Accounts, session: Session, mayLook: () => boolean): Promise<Seeing | undefined> {
  if (!session.seeing) return undefined
  const { user: id, since } = session.seeing
  const user = await userWithId(accounts.database, id)
  const isOver = accounts.now() - Date.parse(since) >= seeingMs
  const why = isOver ? 'time' : !mayLook() ? 'permission' : user?.disabled_at !== '' ? 'account' : undefined
  if (user && why === undefined) return { kind: 'seen', user }
  await ended(accounts, session, why ?? 'account')
  return { kind: 'over', why: why ?? 'account' }
}

async function ended(accounts: Accounts, session: Session, why: SeenWhy): Promise<void> {
  if (!session.seeing) return
  const seen = await userWithId(accounts.database, session.seeing.user)
  await notedChange(accounts, atPage(session.user), 'sessions.see-as-end', seen?.username ?? '', async (within) =>
    (await markSeen(within, session.id)) ? { why } : undefined,
  )
}
