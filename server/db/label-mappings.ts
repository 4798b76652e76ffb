import { createHash } from 'node:crypto'
import { type LabelMapping, signatureOf } from '../../surveys/exchange/labelled'
import { canonical } from '../../surveys/instrument/canonical'
import type { Database } from './dialect'

/** A sheet by what its head says, short enough to be a key. */
const headKey = (heads: readonly string[]): string => createHash('sha256').update(signatureOf(heads)).digest('hex')

/** How a sheet with this head was read before; the places of its columns are those of the head. */
export async function keptMapping({ db }: Database, questionnaire: string, heads: readonly string[]): Promise<LabelMapping | undefined> {
  const row = await db
    .selectFrom('label_mappings')
    .select('mapping')
    .where('questionnaire', '=', questionnaire)
    .where('head', '=', headKey(heads))
    .executeTakeFirst()
  if (!row) return undefined
  const mapping: LabelMapping = JSON.parse(row.mapping)
  return mapping
}

/** Keeps how a sheet is read, for the next one with this head; says whether that is any other than before. */
export async function keepMapping(
  { db }: Database,
  questionnaire: string,
  heads: readonly string[],
  mapping: LabelMapping,
  saved: { readonly by: string; readonly at: string },
): Promise<boolean> {
  const row = { mapping: canonical(mapping), saved_by: saved.by, saved_at: saved.at }
  const before = await db
    .selectFrom('label_mappings')
    .select('mapping')
    .where('questionnaire', '=', questionnaire)
    .where('head', '=', headKey(heads))
    .executeTakeFirst()
  if (before?.mapping === row.mapping) return false
  await db
    .insertInto('label_mappings')
    .values({ questionnaire, head: headKey(heads), ...row })
    .onConflict((conflict) => conflict.columns(['questionnaire', 'head']).doUpdateSet(row))
    .execute()
  return true
}
