import type { vi } from '../../vi/office/contacts'

export const en: Readonly<Record<keyof typeof vi, string>> = {
  navContacts: 'To get back to',
  contactsText:
    'Phone numbers and e-mail addresses that respondents left to be reached. They are kept apart: nobody knows which answers are theirs, and they are deleted in time. Each look at this page stands in the log.',
  contactsSearch: 'Find a phone number or an e-mail address',
  contactsNone: 'Nobody has left a contact yet',
  contactsNoneText: 'Only a questionnaire with a question of the type “Contact” receives them; who leaves one is shown here.',
  contactsNoneFound: 'Nothing found',
  contactsNoneFoundText: 'It may have been deleted in time or before, or be written otherwise.',
  contactsWaiting:
    'There are contacts at: {agencies}. Fewer than {n} {n|response is|responses are} about them, so they are not shown yet: nobody shall tell which answers are whose.',
  contactReach: 'Contact',
  contactMonth: 'Left in',
  contactUntil: 'Kept until the end of',
  contactState: 'State',
  contactActs: 'What to do',
  contactOpen: 'to be reached',
  contactHandled: 'reached',
  contactMark: 'Reached',
  contactReopen: 'Not done yet',
  contactDelete: 'Delete',
  contactDeleteTitle: 'Delete this contact?',
  contactDeleteMeans: 'The answers of this person stay as they are: nothing joins a contact to any.',
  contactUnknown: 'There is no such contact, or it was deleted in time.',
  done_contact: 'The state is noted.',
  'done_contact-deleted': 'The contact is deleted.',
  'may_contacts.handle': 'read and handle the contacts that respondents leave',
  receiptEraseMeans_contact:
    'A phone number or an e-mail address that this person may have left is kept apart and cannot be found from the response: to have it deleted they say which it is, and whoever is in charge finds it on the page “To get back to”.',
  logKind_contacts: 'Contacts',
  logField_reached: 'Reached',
  'log_contacts.handle': '{who} noted whether somebody was reached, in campaign {object}',
  'log_contacts.delete': '{who} deleted a contact in campaign {object}',
  'log_contacts.expire': '{who} deleted contacts whose time had passed',
  'log_contacts.read': '{who} looked at contacts in campaign {object}',
}
