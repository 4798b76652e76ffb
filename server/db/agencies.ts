import type { Agency } from '../../surveys/fielding/campaign'
import { folded } from '../../surveys/instrument/language'
import type { Database } from './dialect'
import type { AgencyRow } from './tables'

export const agencyOf = (row: AgencyRow): Agency => ({
  code: row.code,
  name: JSON.parse(row.name),
  block: row.block,
  parent: row.parent,
  validFrom: row.valid_from,
  validTo: row.valid_to,
  predecessors: JSON.parse(row.predecessors),
})

export async function listAgencies({ db }: Database): Promise<readonly Agency[]> {
  return (await db.selectFrom('agencies').selectAll().orderBy('code').execute()).map(agencyOf)
}

/** What a search finds, among how many. */
export type FoundAgencies = { readonly agencies: readonly Agency[]; readonly total: number }

/** Agencies whose name or code holds the words, with or without marks. */
export async function searchAgencies({ db }: Database, words: string): Promise<FoundAgencies> {
  const rows = await db.selectFrom('agencies').selectAll().orderBy('code').execute()
  const wanted = folded(words).split(/\s+/)
  const found = rows.filter(({ code, name_folded: name }) =>
    wanted.every((word) => name.includes(word) || code.toLowerCase().includes(word)),
  )
  return { agencies: found.map(agencyOf), total: rows.length }
}

export async function hasAgencies({ db }: Database): Promise<boolean> {
  return (await db.selectFrom('agencies').select('code').limit(1).executeTakeFirst()) !== undefined
}

/** Adds agencies, or changes those whose code is known; none is ever deleted, since responses name them. */
export async function saveAgencies({ db }: Database, agencies: readonly Agency[]): Promise<void> {
  const rows = agencies.map((agency) => ({
    code: agency.code,
    name: JSON.stringify(agency.name),
    name_folded: folded(Object.values(agency.name).join(' ')),
    block: agency.block,
    parent: agency.parent,
    valid_from: agency.validFrom,
    valid_to: agency.validTo,
    predecessors: JSON.stringify(agency.predecessors),
  }))
  await db.transaction().execute(async (trx) => {
    for (const row of rows) {
      const { code: _, ...changed } = row
      await trx
        .insertInto('agencies')
        .values(row)
        .onConflict((conflict) => conflict.column('code').doUpdateSet(changed))
        .execute()
    }
  })
}
