import type { Context } from 'hono'
import { localDay } from '../../../surveys/instrument/calendar'
import { heldOn, isRole, roleNames } from '../../../surveys/people/roles'
import { listedGrants, peopleFound, type PeopleWanted, accountStanding, standings } from '../../../surveys/people/standing'
import { agenciesBelow } from '../../db/agency-tree'
import { agenciesWithRoles, allPeople, holdingsOf, type ListedPerson } from '../../db/people'
import { shownAddress } from '../../mail/setting'
import type { OfficeDeps } from '../frame/deps'
import { FilterChoice, FilterText } from '../frame/form'
import { momentText, type Reader, readerOf } from '../frame/reader'
import { ColumnHeads } from '../frame/shell'
import { accountAddress, areaText, type Names, namesOf, placesIn } from './roles'

/** The people of one page of the list, and the search that found them. */
export type PeoplePage = {
  readonly query: PeopleQuery
  readonly found: number
  readonly total: number
  readonly page: number
  readonly people: readonly ListedPerson[]
  readonly holdings: Awaited<ReturnType<typeof holdingsOf>>
  readonly names: Names
  readonly today: string
}

/** As an address says it; `agency` is one over which roles are held, with all below it. */
type PeopleQuery = Pick<PeopleWanted, 'role' | 'standing'> & {
  readonly q: string
  readonly agency: string
  readonly sort: (typeof orders)[number]
}

const orders = ['name', 'latest', 'longest'] as const
const pagePeople = 50

/** Looks through everybody and takes one page; what only that page shows is asked for it alone. */
export async function peoplePage(deps: OfficeDeps, c: Context): Promise<PeoplePage> {
  const { database, now } = deps
  const [query, today] = [queryIn(c), localDay(now())]
  const everybody = await allPeople(database)
  const within = query.agency === '' ? undefined : await agenciesBelow(database, [query.agency])
  const found = ordered(peopleFound(everybody, { ...query, words: query.q, agencies: within }, today), query.sort)
  const last = Math.max(1, Math.ceil(found.length / pagePeople))
  const page = Math.min(last, Math.max(1, Number(/^\d{1,6}$/.exec(c.req.query('page') ?? '')?.[0] ?? 1)))
  const people = found.slice((page - 1) * pagePeople, page * pagePeople)
  const holdings = await holdingsOf(
    database,
    people.map(({ id }) => id),
  )
  // Those over which nobody holds a role would find nobody, and there may be thousands.
  const places = await placesIn(
    deps,
    people.flatMap(({ grants }) => grants),
  )
  const names = namesOf(await agenciesWithRoles(database), readerOf(c).language, places)
  return { query, found: found.length, total: everybody.length, page, people, holdings, names, today }
}

function queryIn(c: Context): PeopleQuery {
  const asked = (name: string): string => c.req.query(name)?.replaceAll('\0', '').trim().slice(0, 200) ?? ''
  const role = asked('role')
  return {
    q: asked('q'),
    role: isRole(role) ? role : '',
    agency: asked('agency'),
    standing: standings.find((one) => one === asked('state')) ?? '',
    sort: orders.find((one) => one === asked('sort')) ?? 'name',
  }
}

const inOrder = new Intl.Collator('vi')

/** By name; or by when somebody was last signed in, which programs never are: they stand behind everybody. */
function ordered(people: readonly ListedPerson[], sort: PeopleQuery['sort']): readonly ListedPerson[] {
  const named = (a: ListedPerson, b: ListedPerson): number => inOrder.compare(a.name, b.name) || (a.username < b.username ? -1 : 1)
  if (sort === 'name') return [...people].sort(named)
  const [last, direction] = sort === 'latest' ? (['', -1] as const) : (['~', 1] as const)
  const seenAt = ({ signsIn, signedInAt }: ListedPerson): string => (signsIn ? signedInAt : last)
  const before = (a: ListedPerson, b: ListedPerson): number =>
    seenAt(a) === seenAt(b) ? named(a, b) : (seenAt(a) < seenAt(b) ? -1 : 1) * direction
  return [...people].sort(before)
}

const home = '/admin/accounts'

function addressOfPage({ q, role, agency, standing, sort }: PeopleQuery, page: number): string {
  const fields = { q, role, agency, state: standing, sort: sort === 'name' ? '' : sort, page: page === 1 ? '' : String(page) }
  const query = new URLSearchParams(Object.entries(fields).filter(([, value]) => value !== '')).toString()
  return query === '' ? home : `${home}?${query}`
}

type Props = { readonly reader: Reader; readonly list: PeoplePage }

/** Every account: a person's or a program's, what it may, how it stands, and when it was last used. */
export const People = ({ reader, reader: { say, numbers }, list }: Props) => (
  <section class="card" aria-labelledby="accounts-title">
    <h2 id="accounts-title">{say('accountsTitle')}</h2>
    <p class="acts">
      {reader.may('accounts.change') && (
        <a class="button" href="/admin/new/account">
          {say('inviteTitle')}
        </a>
      )}
      {reader.provider !== undefined && <a href="/admin/groups">{say('groupsTitle')}</a>}
    </p>
    <Search {...{ reader, list }} />
    <p class="note">
      {list.found === 0
        ? say('peopleNone')
        : say('peopleShown', {
            from: numbers.count((list.page - 1) * pagePeople + 1),
            to: numbers.count((list.page - 1) * pagePeople + list.people.length),
            n: numbers.count(list.found),
          })}
    </p>
    {list.found > 0 && (
      <table class="folds names">
        <ColumnHeads
          columns={(['displayName', 'role', 'personSeen', 'factorTitle', 'state'] as const).map((word) => ({ title: say(word) }))}
        />
        <tbody>
          {list.people.map((person) => (
            <Row key={person.id} {...{ reader, list, person }} />
          ))}
        </tbody>
      </table>
    )}
    <Pages {...{ reader, list }} />
  </section>
)

/** A plain form, so that every search has an address of its own. */
const Search = ({ reader: { say }, list: { query, names } }: Props) => (
  <form class="filters" method="get" action={home} role="search" aria-label={say('peopleSearch')}>
    <FilterText name="q" label={say('peopleWords')} value={query.q} />
    <FilterChoice
      name="role"
      label={say('role')}
      all={say('peopleAnyRole')}
      chosen={query.role}
      items={roleNames.map((value) => ({ value, text: say(`role_${value}`) }))}
    />
    <FilterChoice
      name="agency"
      label={say('roleArea')}
      all={say('peopleAnyAgency')}
      chosen={query.agency}
      items={[...names.agencies].map(([value, text]) => ({ value, text }))}
    />
    <FilterChoice
      name="state"
      label={say('state')}
      all={say('peopleAnyState')}
      chosen={query.standing}
      items={standings.map((value) => ({ value, text: say(`standing_${value}`) }))}
    />
    <FilterChoice
      name="sort"
      label={say('peopleSort')}
      chosen={query.sort}
      items={orders.map((value) => ({ value, text: say(`peopleSort_${value}`) }))}
    />
    <p class="acts">
      <button class="button quiet" type="submit">
        {say('search')}
      </button>
      {addressOfPage({ ...query, sort: 'name' }, 1) !== home && <a href={home}>{say('searchClear')}</a>}
    </p>
  </form>
)

function Row({ reader, reader: { say, numbers }, list: { holdings, names, today }, person }: Props & { readonly person: ListedPerson }) {
  const { id, username, name, address, signsIn, signedInAt, grants } = person
  const since = holdings.factorSince.get(id)
  const ends = holdings.tokenEnds.get(id) ?? []
  const next = ends.find((day) => day >= today)
  return (
    <tr>
      <th scope="row">
        <a href={accountAddress(username)}>{name}</a>
        {name !== username && <small>{username}</small>}
        {address !== '' && <small>{shownAddress(address)}</small>}
      </th>
      <td data-label={say('role')}>
        {grants.length === 0 && say('rolesNone')}
        {listedGrants(grants, today).map((grant) => (
          <span key={`${grant.role} ${grant.agency} ${grant.touchpoint ?? ''} ${grant.group ?? ''}`} class="held">
            {say(`role_${grant.role}`)} · {areaText(reader, grant, names)}
            {grant.group !== undefined && <small>{say('roleFromGroup', { group: grant.group })}</small>}
            {grant.endsOn !== '' && (
              <small>{say(heldOn([grant], today).length > 0 ? 'roleEnds' : 'roleEndedOn', { day: numbers.day(grant.endsOn) })}</small>
            )}
          </span>
        ))}
      </td>
      <td data-label={say('personSeen')}>
        {!signsIn ? say('accountScript') : signedInAt === '' ? say('personNeverSeen') : momentText(reader, signedInAt)}
      </td>
      <td data-label={say('factorTitle')}>
        {!signsIn ? '–' : since === undefined ? say('factorNone') : say('factorSince', { day: numbers.day(localDay(Date.parse(since))) })}
      </td>
      <td data-label={say('state')}>
        <PersonStanding {...{ reader, today }} person={person} />
        {ends.length > 0 && (
          <small>
            {say('accountTokens')}: {numbers.count(ends.length)}
            {next !== undefined && `, ${say('tokenFirstEnds', { day: numbers.day(next) })}`}
          </small>
        )}
      </td>
    </tr>
  )
}

type StandingProps = { readonly reader: Reader; readonly person: Parameters<typeof accountStanding>[0]; readonly today: string }

/** Whether an account is open, in a word and a dot. */
export function PersonStanding({ reader: { say, numbers }, person, today }: StandingProps) {
  const standing = accountStanding(person, today)
  return (
    <span class={`state ${standing === 'open' ? 'open' : standing === 'invited' ? 'draft' : 'closed'}`}>
      {standing === 'disabled'
        ? say('accountDisabled', { day: numbers.day(localDay(Date.parse(person.disabledAt))) })
        : say(`standing_${standing}`)}
    </span>
  )
}

const Pages = ({ reader: { say }, list: { query, page, found } }: Props) =>
  found <= pagePeople ? null : (
    <p class="acts">
      {page > 1 && (
        <a class="button quiet" rel="prev" href={addressOfPage(query, page - 1)}>
          {say('pageBefore')}
        </a>
      )}
      {page * pagePeople < found && (
        <a class="button quiet" rel="next" href={addressOfPage(query, page + 1)}>
          {say('pageNext')}
        </a>
      )}
    </p>
  )
