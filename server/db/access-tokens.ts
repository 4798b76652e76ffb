import { createHash, randomBytes } from 'node:crypto'
import type { Database } from './dialect'

/** Makes a token for a person or a script; only its hash is stored, so it can be shown only now. */
export async function createToken({ db }: Database, name: string, today: string): Promise<string> {
  const token = `sipas_${randomBytes(24).toString('base64url')}`
  await db.insertInto('access_tokens').values({ hash: hashOf(token), name, created_on: today }).execute()
  return token
}

/** Whose token this is; undefined when nobody's. */
export async function tokenHolder({ db }: Database, token: string): Promise<string | undefined> {
  const row = await db.selectFrom('access_tokens').select('name').where('hash', '=', hashOf(token)).executeTakeFirst()
  return row?.name
}

/** Takes every token of a name back. */
export async function revokeTokens({ db }: Database, name: string): Promise<void> {
  await db.deleteFrom('access_tokens').where('name', '=', name).execute()
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')
