import { type Context, Hono, type MiddlewareHandler } from 'hono'
import type { Language } from '../../../client/text/languages'
import { officeWords, type OfficeWord } from '../../../client/text/office'
import type { Agency } from '../../../surveys/fielding/campaign'
import { enteringState, entererAt, type EntererRole, entererRoles, isEnterer } from '../../../surveys/people/entering'
import { groupRoleDays } from '../../../surveys/people/groups'
import { localDay } from '../../../surveys/instrument/calendar'
import { localised } from '../../../surveys/instrument/language'
import {
  type Grant,
  heldOn,
  isOverSubtree,
  isRole,
  isSameGrant,
  permissions,
  permissionsOf,
  type RoleName,
  roleNames,
} from '../../../surveys/people/roles'
import { personOf, requireAct } from '../../access/permission'
import { grantRole, takeRole } from '../../acts/accounts'
import { listAgencies } from '../../db/agencies'
import { type EntryPlace, listEntryPlaces } from '../../db/entering'
import { type HeldGrant, isByHand } from '../../db/grants'
import { personNamed } from '../../db/people'
import { acting } from '../frame/acting'
import { askPage } from '../frame/ask'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { refused } from '../frame/door'
import { ChoiceField, Field, type Filled, type FormValues, prefilled, sentForm, valueOf } from '../frame/form'
import { Finder, fitTo, isLooking, offered } from '../frame/looking'
import { channelName, done, type Reader, readerOf } from '../frame/reader'
import { ColumnHeads, FactList, Shell } from '../frame/shell'

export const accountAddress = (username: string): string => `/admin/accounts/${encodeURIComponent(username)}`

/** A token for accounts could give itself a link that opens everything, so these pages are for who is signed in. */
export const inPerson =
  (deps: OfficeDeps): MiddlewareHandler =>
  async (c, next) =>
    (await personOf(deps, c))?.via === 'session' ? next() : noticePage(c, 403, 'refusedTitle', 'notAllowedText')

/** Before the pages of people, roles and groups: for who reads them, and for who changes them. */
export const peopleDoors = (deps: OfficeDeps) =>
  ({
    read: [requireAct(deps, 'accounts.read', refused), inPerson(deps)],
    change: [requireAct(deps, 'accounts.change', refused), inPerson(deps)],
  }) as const

/** What each may do: giving a role and taking one away. */
export function rolePages(deps: OfficeDeps): Hono {
  const { read, change } = peopleDoors(deps)
  return new Hono()
    .get('/accounts/:username/roles', ...read, (c) =>
      withHolder(deps, c, (holder) => rolesPage(deps, c, holder, prefilled({ role: 'analyst' }))),
    )
    .post('/accounts/:username/roles', ...change, (c) => withHolder(deps, c, (holder) => given(deps, c, holder)))
    .get('/accounts/:username/roles/take', ...change, (c) => withHolder(deps, c, (holder) => askedToTake(deps, c, holder)))
    .post('/accounts/:username/roles/take', ...change, (c) => withHolder(deps, c, (holder) => taken(deps, c, holder)))
}

type Holder = { readonly username: string; readonly name: string; readonly grants: readonly HeldGrant[] }

async function withHolder(deps: OfficeDeps, c: Context, next: (holder: Holder) => Promise<Response>): Promise<Response> {
  const username = c.req.param('username') ?? ''
  const person = await personNamed(deps.database, username)
  return person ? next(person) : accountLost(c, username)
}

/** What is wrong with a role that is wanted, in words. */
export type GrantFaultWord = Extract<OfficeWord, `grantFault_${string}`>

async function rolesPage(deps: OfficeDeps, c: Context, holder: Holder, filled: Filled, fault?: GrantFaultWord): Promise<Response> {
  const reader = readerOf(c)
  const [agencies, today] = [await listAgencies(deps.database), localDay(deps.now())]
  const names = namesOf(agencies, reader.language, await placesIn(deps, holder.grants))
  const places = await placesOpen(deps)
  return page(c, {
    reader,
    title: reader.say('rolesOf', { name: holder.name }),
    status: fault === undefined ? 200 : 422,
    script: deps.assets.results,
    body: <Roles {...{ reader, holder, filled, fault, agencies, places, names, today }} />,
  })
}

type WantedRole = { readonly grant: Grant; readonly touchpoints: readonly string[] }

/** A role is held over what the form says, or at the touchpoints that are picked for it; what is picked for another does not matter to it. */
export function wantedIn(values: FormValues, place = 0): WantedRole | undefined {
  const [role, endsOn] = [valueOf(values, grantField('role', place)), valueOf(values, grantField('endsOn', place))]
  if (!isRole(role)) return undefined
  return isEnterer(role)
    ? { grant: { role, agency: '', endsOn }, touchpoints: values[grantField(`at-${role}`, place)] ?? [] }
    : { grant: { role, agency: agencyIn(values, place), endsOn }, touchpoints: [] }
}

/** Stands for the whole province in a form: nobody gives that by leaving a list as it was. */
const everywhere = '*'

/** The agency over which a form gives a role; none over the province. */
export function agencyIn(values: FormValues, place = 0): string {
  const value = valueOf(values, grantField('agency', place))
  return value === everywhere ? '' : value
}

/** Whether nobody has chosen yet over what: the roles that are given over the province alone need no choice. */
export function isUnplaced(values: FormValues, place = 0): boolean {
  const role = valueOf(values, grantField('role', place))
  return isRole(role) && isOverSubtree(role) && valueOf(values, grantField('agency', place)) === ''
}

async function given(deps: OfficeDeps, c: Context, holder: Holder): Promise<Response> {
  const { values } = await sentForm(c)
  if (isLooking(values)) return rolesPage(deps, c, holder, { values, problems: [] })
  const wanted = wantedIn(values)
  const again = (fault: GrantFaultWord) => rolesPage(deps, c, holder, { values, problems: [] }, fault)
  if (!wanted) return again('grantFault_no_role')
  if (isUnplaced(values)) return again('grantFault_unplaced')
  return acting(deps, c, grantRole, { username: holder.username, ...wanted }, (came) => {
    if (came.kind === 'done') return done(c, `${accountAddress(holder.username)}/roles`, 'done_role-given')
    return came.failure.code === 'unknown' ? accountLost(c, holder.username) : again(`grantFault_${came.failure.code}`)
  })
}

const accountLost = (c: Context, seen: string): Response => noticePage(c, 404, 'lostTitle', 'accountUnknown', { seen })

type TakenRole = Omit<Grant, 'endsOn'>

/** The role that an address names. */
function takenIn(c: Context): TakenRole | undefined {
  const [role = '', agency = '', touchpoint] = [c.req.query('role'), c.req.query('agency'), c.req.query('touchpoint')]
  return isRole(role) ? { role, agency, ...(touchpoint !== undefined && { touchpoint }) } : undefined
}

const takingQuery = ({ role, agency, touchpoint }: TakenRole): string =>
  new URLSearchParams(touchpoint === undefined ? { role, agency } : { role, touchpoint }).toString()

async function askedToTake(deps: OfficeDeps, c: Context, { username, name, grants }: Holder): Promise<Response> {
  const reader = readerOf(c)
  const wanted = takenIn(c)
  const held = wanted && grants.filter(isByHand).find((one) => isSameGrant(one, wanted))
  if (!held) return noticePage(c, 404, 'lostTitle', 'lostText')
  const names = namesOf(await listAgencies(deps.database), reader.language, await placesIn(deps, [held]))
  return askPage(c, {
    reader,
    title: reader.say('takeTitle'),
    back: { href: `${accountAddress(username)}/roles`, text: name },
    what: `${reader.say(`role_${held.role}`)} · ${areaText(reader, held, names)}`,
    code: username,
    meanings: [reader.say('takeMeans_now'), reader.say('takeMeans_again')],
    action: `${accountAddress(username)}/roles/take?${takingQuery(held)}`,
    go: reader.say('takeGo'),
    isGrave: true,
  })
}

async function taken(deps: OfficeDeps, c: Context, holder: Holder): Promise<Response> {
  const wanted = takenIn(c)
  if (!wanted) return noticePage(c, 404, 'lostTitle', 'lostText')
  return acting(deps, c, takeRole, { username: holder.username, ...wanted }, (came) => {
    if (came.kind === 'done') return done(c, `${accountAddress(holder.username)}/roles`, 'done_role-taken')
    if (came.failure.code === 'unknown') return accountLost(c, holder.username)
    if (came.failure.code === 'from_group') return noticePage(c, 409, 'takeNotTitle', 'takeFromGroup')
    return came.failure.code === 'not_held'
      ? noticePage(c, 404, 'takeNotTitle', 'takeNotHeld')
      : noticePage(c, 409, 'takeNotTitle', `grantFault_${came.failure.code}`)
  })
}

/** What is called how, by code. */
export type Names = { readonly agencies: ReadonlyMap<string, string>; readonly touchpoints: ReadonlyMap<string, string> }

export const namesOf = (
  agencies: readonly Pick<Agency, 'code' | 'name'>[],
  language: Language,
  places: readonly EntryPlace[] = [],
): Names => ({
  agencies: new Map(agencies.map(({ code, name }) => [code, localised(name, language)])),
  touchpoints: new Map(places.map((place) => [place.touchpoint.code, entryPlaceText(place, language)])),
})

/** The touchpoints that roles name, whenever their campaigns end. */
export const placesIn = ({ database }: OfficeDeps, grants: readonly Grant[]): Promise<readonly EntryPlace[]> =>
  listEntryPlaces(
    database,
    '',
    grants.flatMap(({ touchpoint }) => touchpoint ?? []),
  )

/** A touchpoint by its own name and that of the agency whose it is, or of the first of them. */
export function entryPlaceText({ touchpoint: { label }, agencies: [first, ...others] }: EntryPlace, language: Language): string {
  const agency = first && localised(first.name, language)
  const whose = agency && others.length > 0 ? officeWords(language)('placeAndMore', { agency, n: String(others.length) }) : agency
  return [whose, localised(label, language)].filter(Boolean).join(' · ')
}

export function areaText({ say }: Reader, { agency, touchpoint }: Omit<Grant, 'endsOn'>, names: Names): string {
  if (touchpoint !== undefined) return say('roleAt', { touchpoint: names.touchpoints.get(touchpoint) ?? '–', code: touchpoint })
  return agency === '' ? say('roleEverywhere') : say('roleOver', { agency: names.agencies.get(agency) ?? agency })
}

/** Touchpoints that roles can be given at: of campaigns that run or are to come. */
export async function placesOpen({ database, now }: OfficeDeps): Promise<readonly EntryPlace[]> {
  const today = localDay(now())
  return (await listEntryPlaces(database, today)).filter(
    ({ campaign, touchpoint }) => enteringState(campaign, touchpoint.kind, today) !== 'closed',
  )
}

/** Of one role and all its rows: a page of some 200 KB. */
const mostPlaces = 500

/** As many as a list of choices is still read through. */
const fewAgencies = 60
const mostAgencies = 200

type RolesProps = {
  readonly reader: Reader
  readonly holder: Holder
  readonly filled: Filled
  readonly fault: GrantFaultWord | undefined
  readonly agencies: readonly Agency[]
  readonly places: readonly EntryPlace[]
  readonly names: Names
  readonly today: string
}

const Roles = ({ reader, reader: { say, numbers, may }, holder, filled, fault, agencies, places, names, today }: RolesProps) => {
  const home = accountAddress(holder.username)
  const held = heldOn(holder.grants, today)
  return (
    <Shell reader={reader}>
      <p class="back">
        <a href={home}>{holder.name}</a>
      </p>
      <h1>{say('rolesOf', { name: holder.name })}</h1>
      <section class="card" aria-labelledby="held">
        <h2 id="held">{say('rolesHeld')}</h2>
        {holder.grants.length === 0 ? (
          <p>{say('rolesNone')}</p>
        ) : (
          <table class="folds names">
            <ColumnHeads
              columns={[{ title: say('role') }, { title: say('roleArea') }, { title: say('roleUntil') }, { title: say('jobActs') }]}
            />
            <tbody>
              {holder.grants.map((grant) => (
                <tr key={`${takingQuery(grant)} ${grant.group ?? ''}`}>
                  <th scope="row">{say(`role_${grant.role}`)}</th>
                  <td data-label={say('roleArea')}>{areaText(reader, grant, names)}</td>
                  <td data-label={say('roleUntil')}>
                    {grant.group !== undefined && say('roleFromGroup', { group: grant.group })}
                    {grant.group === undefined && (grant.endsOn === '' ? say('roleForGood') : numbers.day(grant.endsOn))}
                    {grant.group !== undefined && <small>{say('roleEnds', { day: numbers.day(grant.endsOn) })}</small>}
                    {!held.includes(grant) && <small>{say('roleEnded')}</small>}
                  </td>
                  <td data-label={say('jobActs')}>
                    {grant.group === undefined && may('accounts.change') && (
                      <a href={`${home}/roles/take?${takingQuery(grant)}`}>{say('takeGo')}</a>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {holder.grants.some((grant) => !isByHand(grant)) && (
          <p class="note">{say('rolesFromGroups', { n: numbers.count(groupRoleDays) })}</p>
        )}
        {permissionsOf(held).length > 0 && (
          <p class="note">
            {say('rolesLet', {
              what: permissionsOf(held)
                .map((one) => say(`may_${one}`))
                .join(', '),
            })}
          </p>
        )}
      </section>
      {may('accounts.change') && (
        <form class="card form" method="post" action={`${home}/roles`}>
          <h2>{say('roleGive')}</h2>
          <GrantFields {...{ reader, filled, fault, agencies, places }} />
          <button type="submit">{say('roleGive')}</button>
        </form>
      )}
      <WhoMayWhat reader={reader} />
    </Shell>
  )
}

type GrantFieldProps = Pick<RolesProps, 'reader' | 'filled' | 'fault' | 'agencies' | 'places'> & {
  /** Of the second and every further role of one form; its fields bear it in their names. */
  readonly place?: number
  /** How many roles the form asks for. */
  readonly rows?: number
}

type GrantFieldName = 'role' | 'agency' | 'endsOn' | 'find-agency' | `at-${EntererRole}` | `find-${EntererRole}`

/** The names of the fields of one role among several. */
export const grantField = <Name extends GrantFieldName>(name: Name, place: number) =>
  place === 0 ? name : (`${name}-${place + 1}` as const)

/** A role with its end and its place: an area, or touchpoints to tick. Those of other roles are hidden where a browser can tell, by the style. */
export const GrantFields = ({ reader, reader: { say }, filled, fault, agencies, places, place = 0, rows = 1 }: GrantFieldProps) => (
  <div class="grant">
    {fault !== undefined && (
      <p class="wrong" role="alert">
        {say(fault)}
      </p>
    )}
    <RoleFields {...{ reader, filled, agencies, place }} roles={roleNames} />
    {entererRoles.map((role) => (
      <TouchpointPicks
        key={role}
        {...{ reader, filled, role, place }}
        places={places.filter(({ touchpoint }) => entererAt(touchpoint.kind) === role)}
        most={Math.floor(mostPlaces / rows)}
      />
    ))}
    <Field
      {...{ reader, filled }}
      name={grantField('endsOn', place)}
      label={say('roleUntil')}
      hint={say('roleUntilHint')}
      input={{ type: 'date' }}
    />
  </div>
)

type RoleFieldProps = Pick<GrantFieldProps, 'reader' | 'filled' | 'agencies' | 'place'> & { readonly roles: readonly RoleName[] }

/** A role, and over what. */
export const RoleFields = ({ reader, reader: { say }, filled, agencies, roles, place = 0 }: RoleFieldProps) => (
  <>
    <ChoiceField
      {...{ reader, filled }}
      name={grantField('role', place)}
      label={say('role')}
      items={[
        ...(place === 0 ? [] : [{ value: '', text: say('roleNoMore') }]),
        ...roles.map((value) => ({ value, text: say(`role_${value}`) })),
      ]}
    />
    <AreaField {...{ reader, filled, agencies, place }} />
  </>
)

/** All of them in one list, or, where they are many, those that a search finds. */
function AreaField({ reader, reader: { say, numbers, language }, filled, agencies, place = 0 }: Omit<RoleFieldProps, 'roles'>) {
  const [name, find] = [grantField('agency', place), grantField('find-agency', place)]
  const [chosen, words] = [valueOf(filled.values, name), valueOf(filled.values, find)]
  const fit = fitTo(words)
  const fitOf = ({ code, name: called }: Agency) => fit(`${Object.values(called).join(' ')} ${code}`)
  const isFound = (one: Agency): boolean => fitOf(one) !== undefined
  const isLooked = valueOf(filled.values, 'look') === find && words !== ''
  const looked = isLooked ? (agencies.find((one) => fitOf(one) === 'whole') ?? agencies.find(isFound)) : undefined
  // What is looked for is wanted more than what stood there before.
  const value = looked && !agencies.some((one) => one.code === chosen && isFound(one)) ? looked.code : chosen
  const { shown, more } =
    agencies.length <= fewAgencies ? { shown: agencies, more: 0 } : offered(agencies, ({ code }) => code === value, isFound, mostAgencies)
  return (
    <div class="over-area">
      {agencies.length > fewAgencies && <Finder {...{ reader, filled }} name={find} label={say('roleFindAgency')} />}
      <ChoiceField
        reader={reader}
        filled={{ ...filled, values: { ...filled.values, [name]: [value] } }}
        name={name}
        label={say('roleArea')}
        hint={say('roleAreaHint')}
        items={[
          { value: '', text: say('roleAreaChoose') },
          { value: everywhere, text: say('roleEverywhere') },
          ...shown.map((agency) => ({ value: agency.code, text: `${localised(agency.name, language)} (${agency.code})` })),
        ]}
      />
      {more > 0 && <p class="note">{say('roleFindMore', { n: numbers.count(more) })}</p>}
      {words !== '' && !agencies.some(isFound) && (
        <p class="note" role="status">
          {say('roleFindNone', { words })}
        </p>
      )}
    </div>
  )
}

type PickProps = Pick<GrantFieldProps, 'reader' | 'filled'> & {
  readonly role: EntererRole
  readonly places: readonly EntryPlace[]
  readonly place: number
  readonly most: number
}

/** Touchpoints to tick for a role. */
function TouchpointPicks({ reader, reader: { say, numbers, language }, filled, role, places, place, most }: PickProps) {
  const [name, find] = [grantField(`at-${role}`, place), grantField(`find-${role}`, place)]
  const isTicked = ({ touchpoint }: EntryPlace): boolean => filled.values[name]?.includes(touchpoint.code) ?? false
  const fit = fitTo(valueOf(filled.values, find))
  const isFound = (one: EntryPlace): boolean =>
    fit(`${entryPlaceText(one, language)} ${localised(one.campaign.title, language)} ${one.touchpoint.code}`) !== undefined
  const { shown, more } = offered(places, isTicked, isFound, most)
  return (
    <fieldset class={`field picks at-${role}`} id={name}>
      <legend>{say(`roleAt_${role}`)}</legend>
      <small>{say('roleTouchpointsHint')}</small>
      {places.length === 0 && <p class="note">{say('roleTouchpointsNone')}</p>}
      {places.length > 0 && (
        <Finder
          {...{ reader, filled }}
          name={find}
          label={say('roleFind')}
          narrows={more === 0 ? { list: `#${name} .pick`, says: say('roleFindSays', { n: '{n}' }) } : undefined}
        />
      )}
      <output class="note">{places.length > 0 && say('roleFindSays', { n: numbers.count(shown.length) })}</output>
      <div class="many">
        {shown.map((one) => (
          <label key={one.touchpoint.code} class="pick" data-name={one.touchpoint.code}>
            <input type="checkbox" name={name} value={one.touchpoint.code} checked={isTicked(one)} />
            <span class="name">
              {entryPlaceText(one, language)}
              <small>
                {channelName(reader, one.touchpoint.kind)} · {localised(one.campaign.title, language)}
              </small>
            </span>
          </label>
        ))}
      </div>
      {more > 0 && <p class="note">{say('roleFindMore', { n: numbers.count(more) })}</p>}
    </fieldset>
  )
}

/** The table of roles in words. */
export const WhoMayWhat = ({ reader: { say } }: Pick<RolesProps, 'reader'>) => (
  <section class="card" aria-labelledby="who">
    <h2 id="who">{say('whoMayWhat')}</h2>
    <FactList
      facts={roleNames.map((role) => ({
        name: say(`role_${role}`),
        value: permissions
          .filter((permission) => permissionsOf([{ role, agency: '', endsOn: '' }]).includes(permission))
          .map((permission) => say(`may_${permission}`))
          .join(', '),
        isWide: true,
      }))}
    />
  </section>
)
