import { agenciesHidingEach, dropContact, dropExpired, findContact, listContacts, setHandled } from '../db/contacts'
import type { Database } from '../db/dialect'
import type { ContactRow } from '../db/tables'
import { type Act, did, failed, nothing } from './act'

/** A contact as a page names it. */
export type ContactAsked = { readonly campaign: string; readonly id: string }

/** Marks that somebody was answered, or is still to be; the log says of which agency, and nothing by which they could be reached. */
export const handleContact: Act<ContactAsked & { readonly handled: boolean }, undefined, { readonly code: 'unknown' }> = {
  name: 'contacts.handle',
  about: ({ database }, asked) => agencyOf(database, asked),
  run: async ({ database }, _, asked) => {
    const contact = await findContact(database, asked)
    if (!contact) return failed({ code: 'unknown' })
    const isNew = await setHandled(database, asked, asked.handled)
    return isNew ? did(asked.campaign, { agency: contact.agency, reached: asked.handled }) : nothing(undefined)
  },
}

/** Contacts of some agencies as they are wanted as a list. */
export type ContactsWanted = {
  readonly campaign: string
  readonly agencies: readonly string[]
  /** As many responses an agency must have that nobody's contact is the only one. */
  readonly threshold: number
  /** Whose time has passed before this month is not given out any more. */
  readonly month: string
  readonly format: string
}

/** Gives out the contacts of some agencies; the log says of which agencies and how many, and nothing by which they could be reached. */
export const exportContacts: Act<ContactsWanted, readonly Readonly<ContactRow>[], { readonly code: 'none' }> = {
  name: 'contacts.export',
  about: (_, { agencies }) => Promise.resolve(agencies),
  run: async ({ database }, _, { campaign, agencies, threshold, month, format }) => {
    const hiding = await agenciesHidingEach(database, campaign, threshold)
    const all = await listContacts(database, campaign)
    const given = all.filter(({ agency, until }) => agencies.includes(agency) && hiding.has(agency) && until >= month)
    if (given.length === 0) return failed({ code: 'none' })
    const named = [...new Set(given.map(({ agency }) => agency))].slice(0, mostNamed).join(', ')
    return did(campaign, { agency: named, rows: given.length, format }, given)
  },
}

/** In one entry of the log. */
const mostNamed = 20

/** Lets go of a contact before its time. */
export const deleteContact: Act<ContactAsked, undefined, { readonly code: 'unknown' }> = {
  name: 'contacts.delete',
  about: ({ database }, asked) => agencyOf(database, asked),
  run: async ({ database }, _, asked) => {
    const contact = await findContact(database, asked)
    if (!contact) return failed({ code: 'unknown' })
    await dropContact(database, asked)
    return did(asked.campaign, { agency: contact.agency })
  },
}

/** Lets go of all contacts whose time has passed. */
export const expireContacts: Act<{ readonly month: string }, number, never> = {
  name: 'contacts.expire',
  run: async ({ database }, _, { month }) => {
    const count = await dropExpired(database, month)
    return count === 0 ? nothing(0) : did('contacts', { erased: count }, count)
  },
}

const agencyOf = async (database: Database, asked: ContactAsked): Promise<readonly string[] | undefined> => {
  const contact = await findContact(database, asked)
  return contact && [contact.agency]
}
