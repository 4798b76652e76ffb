import { createHash } from 'node:crypto'
import { type KeptMapping, type LabelMapping, signatureOf } from '../../surveys/exchange/labelled'
import { canonical } from '../../surveys/instrument/canonical'
import type { Database } from './dialect'

/** A sheet by what its head says, short enough to be a key. */
const headKey = (heads: readonly string[]): string => createHash('sha256').update(signatureOf(heads)).digest('hex')

/** Mappings of one questionnaire that are looked through, the latest first. */
const mostKept = 50

/** How sheets for a questionnaire were read before, the latest first. A mapping that was kept without its heads is one of a sheet with these heads, or says nothing. */
export async function keptMappings({ db }: Database, questionnaire: string, heads: readonly string[]): Promise<readonly KeptMapping[]> {
  const rows = await db
    .selectFrom('label_mappings')
    .select(['head', 'mapping'])
    .where('questionnaire', '=', questionnaire)
    .orderBy('saved_at', 'desc')
    .orderBy('head')
    .limit(mostKept)
    .execute()
  return rows.flatMap(({ head, mapping: text }): readonly KeptMapping[] => {
    const { heads: own, ...mapping }: LabelMapping & { readonly heads?: readonly string[] } = JSON.parse(text)
    const known = own ?? (head === headKey(heads) ? heads : undefined)
    return known ? [{ mapping, heads: known }] : []
  })
}

/** Keeps how a sheet is read, for the next one with this head; says whether that is any other than before. */
export async function keepMapping(
  { db }: Database,
  questionnaire: string,
  heads: readonly string[],
  mapping: LabelMapping,
  saved: { readonly by: string; readonly at: string },
): Promise<boolean> {
  const row = { mapping: canonical({ ...mapping, heads }), saved_by: saved.by, saved_at: saved.at }
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
