import { everyOffice, type Grant, permissions } from '../../surveys/people/roles'
import { newUser } from '../../server/access/account'
import { createToken } from '../../server/db/tokens'
import { insertUser, userNamed } from '../../server/db/accounts'
import type { Database } from '../../server/db/dialect'
import { saveGrant } from '../../server/db/grants'

/** A token of that account for all that it may do; an account that is not there yet is one of a script, and holds these roles. */
export async function tokenOf(database: Database, username: string, grants: readonly Grant[] = everyOffice): Promise<string> {
  const user = (await userNamed(database, username)) ?? newUser(username, '')
  if (!(await userNamed(database, username))) {
    await insertUser(database, user, undefined, 0)
    for (const grant of grants) await saveGrant(database, user.id, grant)
  }
  const made = await createToken(database, {
    user_id: user.id,
    label: 'test',
    scope: permissions.join(','),
    created_on: '2026-01-01',
    expires_on: '2999-12-31',
  })
  return made.token
}
