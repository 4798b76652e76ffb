import type { Context } from 'hono'
import { personOf } from '../../../accounts/person'
import type { Author } from '../../../db/designs'
import type { AdminDeps } from '../../admin'

/** Who asks, behind a door that lets nobody else pass. */
export async function authorOf(deps: AdminDeps, c: Context): Promise<Author> {
  const person = await personOf(deps, c)
  if (!person) throw new Error('a design is only changed by somebody who is known')
  return { id: person.id, name: person.name }
}
