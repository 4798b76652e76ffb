import { type Context, Hono } from 'hono'
import { localDay, monthOf } from '../../../surveys/instrument/calendar'
import { localised } from '../../../surveys/instrument/language'
import { doerOf, personOf, requireAct } from '../../access/permission'
import { seenCampaign } from '../../access/seen'
import { deleteContact, exportContacts, handleContact } from '../../acts/contacts'
import { campaignsWithContacts, findContact } from '../../db/contacts'
import type { ContactRow } from '../../db/tables'
import { contactsDocument } from '../../files/contacts-document'
import { csv } from '../../files/csv'
import { download } from '../../files/export'
import { xlsx } from '../../files/xlsx'
import { note } from '../../log/note'
import { type CampaignContacts, readContacts } from '../../reading/contacts'
import { acting } from '../frame/acting'
import { askPage } from '../frame/ask'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import { FilterText, sentForm, valueOf } from '../frame/form'
import { someAgencies, AllAgencies } from '../frame/names'
import { done, type Reader, readerOf } from '../frame/reader'
import { ColumnHeads, Region, Shell } from '../frame/shell'

const address = '/admin/contacts'
const addressOf = ({ campaign, id }: Pick<ContactRow, 'campaign' | 'id'>): string =>
  `${address}/${encodeURIComponent(campaign)}/${encodeURIComponent(id)}`

/** Who wants to be reached, for those whose task that is: looked at, marked, let go of. */
export function contactPages(deps: OfficeDeps): Hono {
  const may = requireAct(deps, 'contacts.handle', refused)
  return (
    new Hono()
      .get('/contacts', may, (c) => listPage(deps, c, ''))
      // What is looked for stands in no address, which others write down.
      .post('/contacts', may, async (c) => listPage(deps, c, valueOf((await sentForm(c)).values, 'q')))
      .post('/contacts/:campaign/export', may, (c) => exported(deps, c))
      .post('/contacts/:campaign/:id/handle', may, (c) => handled(deps, c))
      .get('/contacts/:campaign/:id/delete', may, (c) => askToDelete(deps, c))
      .post('/contacts/:campaign/:id/delete', may, (c) => deleted(deps, c))
  )
}

async function listPage(deps: OfficeDeps, c: Context, typed: string): Promise<Response> {
  const reader = readerOf(c)
  const search = typed.trim().slice(0, 254)
  const person = await personOf(deps, c)
  const found: CampaignContacts[] = []
  for (const code of await campaignsWithContacts(deps.database)) {
    const record = await seenCampaign(deps, c, code, 'contacts.handle')
    const contacts = record && (await readContacts(deps.database, record, monthNow(deps), search))
    if (!contacts) continue
    found.push(contacts)
    const agencies = contacts.agencies.map(({ agency }) => agency.code)
    if (person && agencies.length > 0 && c.req.method !== 'HEAD')
      await note(deps, doerOf(person), 'contacts.read', code, { agency: agencies.slice(0, 20).join(', ') })
  }
  return page(c, { reader, title: reader.say('navContacts'), body: <Contacts {...{ reader, search, found }} /> })
}

const monthNow = ({ now }: Pick<OfficeDeps, 'now'>): string => monthOf(localDay(now()))

const lost = (c: Context): Response => noticePage(c, 404, 'lostTitle', 'contactUnknown')

const askedIn = (c: Context) => ({ campaign: c.req.param('campaign') ?? '', id: c.req.param('id') ?? '' })

/** As the page shows them: of agencies whose people nobody can tell apart by it. */
async function exported(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  const encoder = valueOf(values, 'format') === 'csv' ? csv : xlsx
  const record = await seenCampaign(deps, c, c.req.param('campaign') ?? '', 'contacts.handle')
  if (!record) return lost(c)
  const month = monthNow(deps)
  const { agencies } = await readContacts(deps.database, record, month, '')
  const wanted = {
    campaign: record.campaign.code,
    agencies: agencies.map(({ agency }) => agency.code),
    threshold: record.campaign.threshold,
    month,
    format: encoder.extension,
  }
  return acting(deps, c, exportContacts, wanted, (came) =>
    came.kind === 'done'
      ? download(encoder, contactsDocument(record, came.value, readerOf(c).language), `${record.campaign.code}-contacts`)
      : lost(c),
  )
}

async function handled(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  const wanted = { ...askedIn(c), handled: valueOf(values, 'handled') !== 'no' }
  return acting(deps, c, handleContact, wanted, (came) => (came.kind === 'done' ? done(c, address, 'done_contact') : lost(c)))
}

async function askToDelete(deps: OfficeDeps, c: Context): Promise<Response> {
  const asked = askedIn(c)
  const record = await seenCampaign(deps, c, asked.campaign, 'contacts.handle')
  const contact = record && (await findContact(deps.database, asked))
  const agency = contact && record.measured.find((one) => one.agency.code === contact.agency)?.agency
  if (!contact || !agency) return lost(c)
  const reader = readerOf(c)
  return askPage(c, {
    reader,
    title: reader.say('contactDeleteTitle'),
    back: { href: address, text: reader.say('navContacts') },
    what: localised(agency.name, reader.language),
    code: contact.contact,
    meanings: [reader.say('contactDeleteMeans'), reader.say('deleteMeans_log'), reader.say('deleteMeans_final')],
    action: `${addressOf(asked)}/delete`,
    go: reader.say('contactDelete'),
    isGrave: true,
  })
}

const deleted = (deps: OfficeDeps, c: Context): Promise<Response> =>
  acting(deps, c, deleteContact, askedIn(c), (came) => (came.kind === 'done' ? done(c, address, 'done_contact-deleted') : lost(c)))

type ContactsProps = { readonly reader: Reader; readonly search: string; readonly found: readonly CampaignContacts[] }

const Contacts = ({ reader, reader: { say }, search, found }: ContactsProps) => {
  const shown = found.filter(({ agencies, waiting }) => agencies.length > 0 || (waiting.length > 0 && search === ''))
  return (
    <Shell reader={reader}>
      <h1>{say('navContacts')}</h1>
      <p class="sub">{say('contactsText')}</p>
      <form class="filters" method="post" action={address} role="search">
        <FilterText name="q" label={say('contactsSearch')} value={search} />
        <p class="acts">
          <button class="button quiet" type="submit">
            {say('search')}
          </button>
          {search !== '' && <a href={address}>{say('searchClear')}</a>}
        </p>
      </form>
      {shown.length === 0 && (
        <section class="card empty">
          <h2>{say(search === '' ? 'contactsNone' : 'contactsNoneFound')}</h2>
          <p>{say(search === '' ? 'contactsNoneText' : 'contactsNoneFoundText')}</p>
        </section>
      )}
      {shown.map((one) => (
        <OfCampaign key={one.record.campaign.code} {...{ reader, one }} isAll={search === ''} />
      ))}
    </Shell>
  )
}

type OfCampaignProps = { readonly reader: Reader; readonly one: CampaignContacts; readonly isAll: boolean }

function OfCampaign({ reader, one, isAll }: OfCampaignProps) {
  const { say, numbers, language } = reader
  const { campaign } = one.record
  const title = localised(campaign.title, language)
  const waiting = one.waiting.map(({ name }) => localised(name, language))
  return (
    <section class="card">
      <h2>{title}</h2>
      {one.agencies.map(({ agency, contacts }) => (
        <Region key={agency.code} label={`${title}, ${localised(agency.name, language)}`}>
          <h3>{localised(agency.name, language)}</h3>
          <table class="list folds paired">
            <ColumnHeads
              columns={[
                { title: say('contactReach'), look: 'name' },
                { title: say('contactMonth') },
                { title: say('contactUntil') },
                { title: say('contactState') },
                { title: say('jobActs') },
              ]}
            />
            <tbody>
              {contacts.map((contact) => (
                <tr key={contact.id}>
                  <th scope="row" class="name">
                    <a href={reaching(contact)}>{contact.contact}</a>
                  </th>
                  <td data-label={say('contactMonth')}>{numbers.month(contact.month)}</td>
                  <td data-label={say('contactUntil')}>{numbers.month(contact.until)}</td>
                  <td data-label={say('contactState')}>{say(contact.handled === 1 ? 'contactHandled' : 'contactOpen')}</td>
                  <td>
                    <Acts {...{ reader, contact }} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Region>
      ))}
      {isAll && one.agencies.length > 0 && (
        <form class="acts" method="post" action={`${address}/${encodeURIComponent(campaign.code)}/export`}>
          {(['xlsx', 'csv'] as const).map((format) => (
            <button
              key={format}
              class="button quiet"
              type="submit"
              name="format"
              value={format}
              aria-label={`${say('contactsFile', { format: format.toUpperCase() })}: ${title}`}
            >
              {say('contactsFile', { format: format.toUpperCase() })}
            </button>
          ))}
          <span class="note">{say('contactsFileText')}</span>
        </form>
      )}
      {waiting.length > 0 && (
        <p class="note">{say('contactsWaiting', { agencies: someAgencies(reader, waiting), n: numbers.count(campaign.threshold) })}</p>
      )}
      <AllAgencies {...{ reader }} names={waiting} />
    </section>
  )
}

/** Opens a letter to an address, or a call: what else a stranger wrote into the address fills nothing in the letter. */
const reaching = ({ kind, contact }: Readonly<ContactRow>): string =>
  kind === 'email' ? `mailto:${contact.split('@').map(encodeURIComponent).join('@')}` : `tel:${contact.replace(/\s/g, '')}`

const Acts = ({ reader: { say }, contact }: { readonly reader: Reader; readonly contact: Readonly<ContactRow> }) => (
  <form method="post" action={`${addressOf(contact)}/handle`} class="acts">
    <button
      class="quiet"
      type="submit"
      name="handled"
      value={contact.handled === 1 ? 'no' : 'yes'}
      aria-label={`${say(contact.handled === 1 ? 'contactReopen' : 'contactMark')}: ${contact.contact}`}
    >
      {say(contact.handled === 1 ? 'contactReopen' : 'contactMark')}
    </button>
    <a href={`${addressOf(contact)}/delete`} aria-label={`${say('contactDelete')}: ${contact.contact}`}>
      {say('contactDelete')}
    </a>
  </form>
)
