import { randomBytes } from 'node:crypto'
import type { Database } from './dialect'

/** The secret of that name, made when it is first asked for; whichever process comes first, all read the same. */
export async function secretNamed({ db }: Database, name: string): Promise<string> {
  await db
    .insertInto('secrets')
    .values({ name, value: randomBytes(32).toString('base64url') })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute()
  const { value } = await db.selectFrom('secrets').select('value').where('name', '=', name).executeTakeFirstOrThrow()
  return value
}
