import { type Context, Hono } from 'hono'
import type { OfficeWord } from '../../../client/text/office'
import type { Agency } from '../../../surveys/fielding/campaign'
import { type GroupRole, groupRoleDays } from '../../../surveys/people/groups'
import { isAtTouchpoints, isRole, roleNames } from '../../../surveys/people/roles'
import { giveGroupRole, longestGroup, takeGroupRole } from '../../acts/groups'
import { listAgencies } from '../../db/agencies'
import { groupRoles } from '../../db/grants'
import { acting } from '../frame/acting'
import { askPage } from '../frame/ask'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { Field, type Filled, prefilled, sentForm, valueOf } from '../frame/form'
import { isLooking } from '../frame/looking'
import { done, type Reader, readerOf } from '../frame/reader'
import { ColumnHeads, Shell } from '../frame/shell'
import { agencyIn, areaText, isUnplaced, namesOf, peopleDoors, RoleFields, WhoMayWhat } from './roles'

export const groupsAddress = '/admin/groups'

/** What the groups of the office's provider of identities let their members be here. */
export function groupPages(deps: OfficeDeps): Hono {
  const { read, change } = peopleDoors(deps)
  return new Hono()
    .get('/groups', ...read, (c) => listPage(deps, c, prefilled({ role: 'analyst' })))
    .post('/groups', ...change, (c) => given(deps, c))
    .get('/groups/take', ...change, (c) => askedToTake(deps, c))
    .post('/groups/take', ...change, (c) => taken(deps, c))
}

type Fault = Extract<OfficeWord, `grantFault_${string}`>

async function listPage({ accounts, assets, config, database }: OfficeDeps, c: Context, filled: Filled, fault?: Fault): Promise<Response> {
  const reader = readerOf(c)
  const claim = accounts.provider && config.provider?.groupsClaim
  return page(c, {
    reader,
    title: reader.say('groupsTitle'),
    status: fault === undefined ? 200 : 422,
    script: assets.results,
    body: <Groups {...{ reader, filled, fault, claim }} table={await groupRoles(database)} agencies={await listAgencies(database)} />,
  })
}

async function given(deps: OfficeDeps, c: Context): Promise<Response> {
  const { values } = await sentForm(c)
  if (isLooking(values)) return listPage(deps, c, { values, problems: [] })
  const [group, role, agency] = [valueOf(values, 'group'), valueOf(values, 'role'), agencyIn(values)]
  const again = (fault: Fault) => listPage(deps, c, { values, problems: [] }, fault)
  if (!isRole(role)) return again('grantFault_no_role')
  if (isUnplaced(values)) return again('grantFault_unplaced')
  return acting(deps, c, giveGroupRole, { group, role, agency }, (came) =>
    came.kind === 'done'
      ? done(c, groupsAddress, 'done_group-given')
      : again(came.failure.code === 'both_sides' ? 'grantFault_group_both_sides' : `grantFault_${came.failure.code}`),
  )
}

const namedIn = (c: Context): GroupRole | undefined => {
  const role = c.req.query('role') ?? ''
  return isRole(role) ? { group: c.req.query('group') ?? '', role, agency: c.req.query('agency') ?? '' } : undefined
}

const takeAddress = (held: GroupRole): string => `${groupsAddress}/take?${new URLSearchParams(held)}`

const lost = (c: Context): Response => noticePage(c, 404, 'lostTitle', 'lostText')

async function askedToTake({ database }: OfficeDeps, c: Context): Promise<Response> {
  const [reader, named] = [readerOf(c), namedIn(c)]
  const held = (await groupRoles(database)).find(
    ({ group, role, agency }) => group === named?.group && role === named.role && agency === named.agency,
  )
  if (!held) return lost(c)
  return askPage(c, {
    reader,
    title: reader.say('groupTakeTitle'),
    back: { href: groupsAddress, text: reader.say('groupsTitle') },
    what: `${reader.say(`role_${held.role}`)} · ${areaText(reader, held, namesOf(await listAgencies(database), reader.language))}`,
    code: held.group,
    meanings: [reader.say('groupTakeMeans_now'), reader.say('groupTakeMeans_hand')],
    action: takeAddress(held),
    go: reader.say('takeGo'),
    isGrave: true,
  })
}

async function taken(deps: OfficeDeps, c: Context): Promise<Response> {
  const named = namedIn(c)
  if (!named) return lost(c)
  return acting(deps, c, takeGroupRole, named, (came) => (came.kind === 'done' ? done(c, groupsAddress, 'done_group-taken') : lost(c)))
}

type Props = {
  readonly reader: Reader
  readonly filled: Filled
  readonly fault: Fault | undefined
  /** The claim in which the provider names groups; undefined where there is no provider. */
  readonly claim: string | undefined
  readonly table: readonly GroupRole[]
  readonly agencies: readonly Agency[]
}

const Groups = ({ reader, reader: { say }, filled, fault, claim, table, agencies }: Props) => (
  <Shell reader={reader}>
    <p class="back">
      <a href="/admin/accounts">{say('accountTitle')}</a>
    </p>
    <h1>{say('groupsTitle')}</h1>
    <p class="sub">
      {claim === undefined
        ? say('groupsNoProvider')
        : say('groupsText', { name: reader.provider ?? '', claim, days: reader.numbers.count(groupRoleDays) })}
    </p>
    <section class="card" aria-labelledby="table">
      <h2 id="table">{say('groupsTable')}</h2>
      {table.length === 0 ? <p>{say('groupsNone')}</p> : <GroupTable {...{ reader, table, agencies }} />}
    </section>
    {reader.may('accounts.change') && (
      <form class="card form" method="post" action={groupsAddress}>
        <h2>{say('groupGive')}</h2>
        {fault !== undefined && (
          <p class="wrong" role="alert">
            {say(fault)}
          </p>
        )}
        <Field
          {...{ reader, filled }}
          name="group"
          label={say('group')}
          hint={say('groupHint')}
          input={{ required: true, maxLength: longestGroup, autocapitalize: 'none', spellcheck: false }}
        />
        <RoleFields {...{ reader, filled, agencies }} roles={roleNames.filter((role) => !isAtTouchpoints(role))} />
        <button type="submit">{say('groupGive')}</button>
      </form>
    )}
    <WhoMayWhat reader={reader} />
  </Shell>
)

const GroupTable = ({ reader, reader: { say, language, may }, table, agencies }: Pick<Props, 'reader' | 'table' | 'agencies'>) => {
  const names = namesOf(agencies, language)
  return (
    <table class="folds names">
      <ColumnHeads columns={(['group', 'role', 'roleArea', 'jobActs'] as const).map((word) => ({ title: say(word) }))} />
      <tbody>
        {table.map((held) => (
          <tr key={takeAddress(held)}>
            <th scope="row">{held.group}</th>
            <td data-label={say('role')}>{say(`role_${held.role}`)}</td>
            <td data-label={say('roleArea')}>{areaText(reader, held, names)}</td>
            <td>
              {may('accounts.change') && (
                <a href={takeAddress(held)} aria-label={`${say('takeGo')}: ${held.group}, ${say(`role_${held.role}`)}`}>
                  {say('takeGo')}
                </a>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
