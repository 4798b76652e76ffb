import { agenciesHidingEach, isSameContact, listContacts } from '../db/contacts'
import type { CampaignRecord } from '../db/campaigns'
import type { Database } from '../db/dialect'
import type { ContactRow } from '../db/tables'

/** How people of a campaign want to be reached, agency by agency, as far as somebody's area goes. */
export type CampaignContacts = {
  readonly record: CampaignRecord
  readonly agencies: readonly {
    readonly agency: CampaignRecord['measured'][number]['agency']
    readonly contacts: readonly Readonly<ContactRow>[]
  }[]
  /** Agencies with contacts that wait until more people have answered: one of few responses could be told to be theirs. */
  readonly waiting: readonly CampaignRecord['measured'][number]['agency'][]
}

/** Those that can be shown in a month, whose time is not over; `asked`: only what says the same as somebody who calls. */
export async function readContacts(database: Database, record: CampaignRecord, month: string, asked: string): Promise<CampaignContacts> {
  const { code, threshold } = record.campaign
  const all = (await listContacts(database, code)).filter(({ until }) => until >= month)
  const hiding = all.length === 0 ? new Set<string>() : await agenciesHidingEach(database, code, threshold)
  const own = record.measured
    .map(({ agency }) => ({ agency, contacts: all.filter((one) => one.agency === agency.code) }))
    .filter(({ contacts }) => contacts.length > 0)
  return {
    record,
    agencies: own
      .filter(({ agency }) => hiding.has(agency.code))
      .map(({ agency, contacts }) => ({ agency, contacts: contacts.filter((one) => asked === '' || isSameContact(one, asked)) }))
      .filter(({ contacts }) => contacts.length > 0),
    waiting: own.filter(({ agency }) => !hiding.has(agency.code)).map(({ agency }) => agency),
  }
}
