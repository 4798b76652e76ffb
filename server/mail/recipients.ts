import { localDay } from '../../surveys/instrument/calendar'
import { heldOn, rootsFor } from '../../surveys/people/roles'
import { userWithId } from '../db/accounts'
import { allGrants } from '../db/grants'
import type { UserRow } from '../db/tables'
import type { MailDeps } from './outbox'

/** An account as it stands now, or why it gets no figures of every agency: it is closed or gone, or may not read them. */
export async function figureReader(
  { database, now }: Pick<MailDeps, 'database' | 'now'>,
  id: string,
): Promise<{ readonly user: UserRow } | { readonly why: 'gone' | 'not-allowed'; readonly name: string }> {
  const user = await userWithId(database, id)
  if (!user || user.disabled_at !== '') return { why: 'gone', name: user?.name ?? id }
  const held = heldOn((await allGrants(database)).get(id) ?? [], localDay(now()))
  return rootsFor(held, 'results.read').includes('') ? { user } : { why: 'not-allowed', name: user.name }
}
