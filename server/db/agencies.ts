import type { Agency } from '../../surveys/campaign'
import { folded } from '../../surveys/language'
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
