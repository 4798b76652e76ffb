import { createHash, randomBytes } from 'node:crypto'
import type { Database } from './dialect'
import type { ReviewLinkRow } from './tables'

/** A link by which somebody without an account reads a version, or the design that is to become it. */
export type ReviewLink = Omit<ReviewLinkRow, 'hash'>

/** Keeps a link and gives the token that opens it, of which only the hash is kept. */
export async function insertReviewLink(
  { db }: Database,
  link: Pick<ReviewLink, 'questionnaire' | 'version' | 'label' | 'made_by' | 'made_at' | 'expires_at'>,
): Promise<{ readonly id: string; readonly token: string }> {
  const [id, token] = [randomBytes(6).toString('hex'), randomBytes(24).toString('base64url')]
  await db
    .insertInto('review_links')
    .values({ ...link, id, hash: hashOfToken(token), revoked_at: '' })
    .execute()
  return { id, token }
}

const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex')

/** The link that a token opens now. */
export async function reviewLinkBy({ db }: Database, token: string, now: string): Promise<ReviewLink | undefined> {
  if (!/^[A-Za-z0-9_-]{32}$/.test(token)) return undefined
  return db
    .selectFrom('review_links')
    .select(columns)
    .where('hash', '=', hashOfToken(token))
    .where('revoked_at', '=', '')
    .where('expires_at', '>', now)
    .executeTakeFirst()
}

export const findReviewLink = ({ db }: Database, id: string): Promise<ReviewLink | undefined> =>
  db.selectFrom('review_links').select(columns).where('id', '=', id).executeTakeFirst()

/** Every link that was made for a version, the newest first. */
export const reviewLinksOf = ({ db }: Database, questionnaire: string, version: number): Promise<readonly ReviewLink[]> =>
  db
    .selectFrom('review_links')
    .select(columns)
    .where('questionnaire', '=', questionnaire)
    .where('version', '=', version)
    .orderBy('made_at', 'desc')
    .orderBy('id')
    .execute()

/** Ends a link; false when it had ended so before. */
export async function revokeReviewLink({ db }: Database, id: string, now: string): Promise<boolean> {
  const ended = await db
    .updateTable('review_links')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('revoked_at', '=', '')
    .returning('id')
    .executeTakeFirst()
  return ended !== undefined
}

/** Ends every link to a version that will not be. */
export async function revokeReviewLinksOf({ db }: Database, questionnaire: string, version: number, now: string): Promise<number> {
  const ended = await db
    .updateTable('review_links')
    .set({ revoked_at: now })
    .where('questionnaire', '=', questionnaire)
    .where('version', '=', version)
    .where('revoked_at', '=', '')
    .returning('id')
    .execute()
  return ended.length
}

/** Links to a design lead to it when it gets another number. */
export async function renumberReviewLinks(
  { db }: Database,
  questionnaire: string,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  await db.updateTable('review_links').set({ version: to }).where('questionnaire', '=', questionnaire).where('version', '=', from).execute()
}

const columns = ['id', 'questionnaire', 'version', 'label', 'made_by', 'made_at', 'expires_at', 'revoked_at'] as const
