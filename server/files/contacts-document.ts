import { exportWords } from '../../client/text/files'
import { spokenFor } from '../../client/text/languages'
import { officeWords } from '../../client/text/office'
import { localised } from '../../surveys/instrument/language'
import type { CampaignRecord } from '../db/campaigns'
import type { ContactRow } from '../db/tables'
import { type Cell, type Document, onePage } from './document'

/** How people want to be reached as a list to work from: nothing of what they answered, by agency and by the signs of the contact, which tell no order of coming. */
export function contactsDocument(
  { campaign, measured }: Pick<CampaignRecord, 'campaign' | 'measured'>,
  contacts: readonly Readonly<ContactRow>[],
  language: string,
): Document {
  const [say, office] = [exportWords(language), officeWords(spokenFor(language))]
  const names = new Map(measured.map(({ agency }) => [agency.code, localised(agency.name, language)]))
  const title = `${localised(campaign.title, language)} (${campaign.code})`
  const columns = [
    { title: say('code'), width: 12 },
    { title: say('name'), width: 34 },
    { title: office('contactKind'), width: 12 },
    { title: office('contactReach'), width: 30 },
    { title: office('contactMonth'), width: 16 },
    { title: office('contactUntil'), width: 18 },
    { title: office('contactState'), width: 16 },
    ...(campaign.synthetic ? [{ title: say('mark'), width: 18 }] : []),
  ]
  const rows = inNoOrderOfComing(contacts).map((one): readonly Cell[] => [
    one.agency,
    names.get(one.agency) ?? '',
    office(one.kind === 'email' ? 'contactKind_email' : 'contactKind_phone'),
    one.contact,
    one.month,
    one.until,
    office(one.handled === 1 ? 'contactHandled' : 'contactOpen'),
    ...(campaign.synthetic ? [say('synthetic')] : []),
  ])
  const about = [
    [say('campaign'), title],
    [office('navContacts'), office('contactsFileMeans')],
  ]
  return {
    title,
    table: { columns: columns.map((column) => column.title), pages: onePage(rows) },
    sheets: [
      { name: office('navContacts'), columns, pages: onePage(rows) },
      {
        name: say('method'),
        columns: [
          { title: say('about'), width: 24 },
          { title: say('means'), width: 90, look: 'wrapped' },
        ],
        pages: onePage(about),
      },
    ],
  }
}

const inNoOrderOfComing = (contacts: readonly Readonly<ContactRow>[]): readonly Readonly<ContactRow>[] => {
  const signs = (one: Readonly<ContactRow>): string => `${one.agency}\u0000${one.contact}\u0000${one.id}`
  return contacts
    .map((one) => [signs(one), one] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, one]) => one)
}
