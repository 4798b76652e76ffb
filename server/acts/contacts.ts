import { dropContact, dropExpired, findContact, setHandled } from '../db/contacts'
import type { Database } from '../db/dialect'
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
