import { setImmediate as turn } from 'node:timers/promises'
import { isAgencyType } from '../../surveys/fielding/drafts'
import { type Agency, asOpened, isOtherNow } from '../../surveys/fielding/campaign'
import { folded } from '../../surveys/instrument/folding'
import type { LocalText } from '../../surveys/instrument/schema'
import { nameTreeAnew } from './agency-tree'
import type { Database } from './dialect'
import type { AgencyBesides, AgencyRow } from './tables'

type WholeRow = AgencyRow & AgencyBesides

export const agencyInRow = ({ type, ...row }: WholeRow): Agency => ({
  code: row.code,
  name: JSON.parse(row.name),
  block: row.block,
  parent: row.parent,
  validFrom: row.valid_from,
  validTo: row.valid_to,
  predecessors: JSON.parse(row.predecessors),
  ...(row.in_part !== '[]' && { inPart: JSON.parse(row.in_part) }),
  ...(isAgencyType(type) && { type }),
  ...(row.official_code !== '' && { officialCode: row.official_code }),
  ...(row.aliases !== '[]' && { aliases: JSON.parse(row.aliases) }),
})

/** An agency as a campaign has it. */
export type AgencyInCampaign = {
  /** As it was when the campaign was opened, until then as it is. */
  readonly agency: Agency
  /** As it is, where it has another name or block than in the campaign. */
  readonly now?: Agency
}

export function agencyInCampaign({ opened_as, ...row }: WholeRow & { readonly opened_as: string | null }): AgencyInCampaign {
  const now = agencyInRow(row)
  if (!opened_as) return { agency: now }
  const agency = asOpened(JSON.parse(opened_as), now)
  return isOtherNow(agency, now) ? { agency, now } : { agency }
}

export async function listAgencies({ db }: Pick<Database, 'db'>): Promise<readonly Agency[]> {
  return (await db.selectFrom('agencies').selectAll().orderBy('code').execute()).map(agencyInRow)
}

/** The codes of the agencies whose name, a former one, or code holds the words, with or without marks. */
export async function searchAgencies({ db }: Database, words: string): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('agencies').select(['code', 'name_folded', 'official_code']).orderBy('code').execute()
  const wanted = folded(words).split(/\s+/)
  const found = rows.filter(({ code, name_folded: name, official_code: official }) =>
    wanted.every((word) => name.includes(word) || [code, official].some((text) => text.toLowerCase().includes(word))),
  )
  return new Set(found.map(({ code }) => code))
}

export async function hasAgencies({ db }: Database): Promise<boolean> {
  return (await db.selectFrom('agencies').select('code').limit(1).executeTakeFirst()) !== undefined
}

export async function hasAgency({ db }: Database, code: string): Promise<boolean> {
  return (await db.selectFrom('agencies').select('code').where('code', '=', code).executeTakeFirst()) !== undefined
}

/** Adds agencies, or changes those whose code is known; within one transaction others are answered meanwhile. */
export async function saveAgencies({ db }: Database, agencies: readonly Agency[]): Promise<void> {
  for (let at = 0; at < agencies.length; at += savedAtOnce) {
    await db
      .insertInto('agencies')
      .values(agencies.slice(at, at + savedAtOnce).map(rowOf))
      .onConflict((conflict) =>
        conflict.column('code').doUpdateSet((update) => ({
          name: update.ref('excluded.name'),
          name_folded: update.ref('excluded.name_folded'),
          block: update.ref('excluded.block'),
          parent: update.ref('excluded.parent'),
          valid_from: update.ref('excluded.valid_from'),
          valid_to: update.ref('excluded.valid_to'),
          predecessors: update.ref('excluded.predecessors'),
          in_part: update.ref('excluded.in_part'),
          type: update.ref('excluded.type'),
          official_code: update.ref('excluded.official_code'),
          aliases: update.ref('excluded.aliases'),
        })),
      )
      .execute()
    await turn()
  }
  await nameTreeAnew({ db })
}

/** Some two milliseconds' worth. */
const savedAtOnce = 100

const rowOf = (agency: Agency): WholeRow => ({
  code: agency.code,
  name: JSON.stringify(agency.name),
  name_folded: folded([...Object.values(agency.name), ...(agency.aliases ?? []).map(({ name }) => name)].join(' ')),
  block: agency.block,
  parent: agency.parent,
  valid_from: agency.validFrom,
  valid_to: agency.validTo,
  predecessors: JSON.stringify(agency.predecessors),
  in_part: JSON.stringify(agency.inPart ?? []),
  type: agency.type ?? '',
  official_code: agency.officialCode ?? '',
  aliases: JSON.stringify(agency.aliases ?? []),
})

/** What still refers to an agency. */
export type AgencyUse = {
  readonly kind: 'campaign' | 'assessment' | 'agency' | 'service' | 'dossiers'
  readonly code: string
  readonly name: LocalText
}

/** What an agency cannot be taken from: campaigns that measure it and assessments that assess it, the latest first, other agencies that it is parent or predecessor of, services that name it, a month of its dossiers. */
export async function agencyUses({ db }: Database, code: string): Promise<readonly AgencyUse[]> {
  const measuring = await db
    .selectFrom('campaign_agencies')
    .innerJoin('campaigns', 'campaigns.code', 'campaign_agencies.campaign')
    .select(['campaigns.code', 'campaigns.title'])
    .where('campaign_agencies.agency', '=', code)
    .orderBy('campaigns.opens_on', 'desc')
    .orderBy('campaigns.code')
    .execute()
  const assessing = await db
    .selectFrom('assessment_agencies')
    .innerJoin('assessments', 'assessments.code', 'assessment_agencies.assessment')
    .select(['assessments.code', 'assessments.title'])
    .where('assessment_agencies.agency', '=', code)
    .orderBy('assessments.to_month', 'desc')
    .orderBy('assessments.code')
    .execute()
  const naming = (await listAgencies({ db })).filter(({ parent, predecessors }) => parent === code || predecessors.includes(code))
  const offering = await db
    .selectFrom('service_agencies')
    .innerJoin('services', 'services.code', 'service_agencies.service')
    .select(['services.code', 'services.name'])
    .where('service_agencies.agency', '=', code)
    .orderBy('services.code')
    .execute()
  const handled = await db.selectFrom('dossiers').select('month').where('agency', '=', code).orderBy('month', 'desc').limit(1).execute()
  return [
    ...measuring.map((one) => ({ kind: 'campaign', code: one.code, name: JSON.parse(one.title) }) as const),
    ...assessing.map((one) => ({ kind: 'assessment', code: one.code, name: JSON.parse(one.title) }) as const),
    ...naming.map((one) => ({ kind: 'agency', code: one.code, name: one.name }) as const),
    ...offering.map((one) => ({ kind: 'service', code: one.code, name: JSON.parse(one.name) }) as const),
    ...handled.map(({ month }) => ({ kind: 'dossiers', code: month, name: { vi: month } }) as const),
  ]
}

/** With the roles over it, by hand and by groups: another one under its code begins with none. Gives how many ended. */
export async function deleteAgency({ db }: Database, code: string): Promise<number> {
  const held = await db.deleteFrom('grants').where('agency', '=', code).returning('user_id').execute()
  const byGroups = await db.deleteFrom('group_grants').where('agency', '=', code).returning('user_id').execute()
  await db.deleteFrom('group_roles').where('agency', '=', code).execute()
  await db.deleteFrom('agencies').where('code', '=', code).execute()
  await nameTreeAnew({ db })
  return held.length + byGroups.length
}

/** The agencies that name one among their predecessors. */
export async function listHeirs({ db }: Database, code: string): Promise<readonly Agency[]> {
  const rows = await db.selectFrom('agencies').selectAll().where('predecessors', '<>', '[]').orderBy('code').execute()
  return rows.map(agencyInRow).filter(({ predecessors }) => predecessors.includes(code))
}
