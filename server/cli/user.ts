import {
  createAccount,
  disableAccount,
  enableAccount,
  longestToken,
  grantRole,
  makeToken,
  resetAccount,
  takeRole,
  takeTokenBack,
} from '../acts/accounts'
import {
  everyOffice,
  type Grant,
  isAtTouchpoints,
  isPermission,
  isRole,
  type Permission,
  permissions,
  type RoleName,
  roleNames,
} from '../../surveys/people/roles'
import { allGrants } from '../db/grants'
import { listTokens } from '../db/tokens'
import { listUsers } from '../db/people'
import { addressHere } from '../public-address'
import { type Command, command, CommandFailed, type CommandGroup, UsageRefused } from './command'
import { formatOption, print, printJson, printRows, tell } from './output'
import { acting, type Store, withStore } from './store'

const name = { type: 'positional', description: 'User name', required: true } as const

const roleOption = {
  type: 'string',
  description: `What its owner may do, with commas between: ${roleNames.join(', ')}; "analyst@H13" over an agency and all below it, "clerk@TOUCHPOINT" at a touchpoint, "analyst<2026-12-31" until a day`,
  default: everyOffice.map(({ role }) => role).join(','),
} as const
const roleNamed = { type: 'string', description: `One of ${roleNames.join(', ')}`, required: true } as const
const atTouchpoint = { type: 'string', description: 'The touchpoints of an interviewer or a paper clerk, with commas between' } as const
const overAgency = { type: 'string', description: 'The agency over which, with all below it; over the province without' } as const

const create = command({
  description: 'Make an account and print a one-time link with which its owner chooses a password',
  args: {
    username: name,
    name: { type: 'string', description: 'Display name; without it the user name' },
    role: roleOption,
    email: { type: 'string', description: 'For letters: the link goes there too, where mail is set up' },
    script: { type: 'boolean', description: 'For a program: nobody signs in with it, it only holds access tokens' },
    format: formatOption,
  },
  run: (terminal, { username, name: shown, role, email, script, format }) =>
    withStore(terminal, async (store) => {
      const kind = script === true ? 'script' : 'person'
      const came = await acting(store, createAccount, { username, name: shown ?? '', kind, address: email ?? '', grants: grantsIn(role) })
      if (came.kind === 'failed' && 'place' in came.failure) throw new UsageRefused(`--role "${role}": ${grantFaults[came.failure.code]}`)
      if (came.kind === 'failed' && came.failure.code === 'no_role') throw new UsageRefused(`--role "${role}": ${grantFaults.no_role}`)
      if (came.kind === 'failed' && came.failure.code === 'address')
        throw new UsageRefused(`--email "${email ?? ''}": this is no e-mail address`)
      if (came.kind === 'failed' && came.failure.code === 'address_taken')
        throw new UsageRefused(`--email "${email ?? ''}": another account has this address`)
      if (came.kind === 'failed' && came.failure.code === 'taken')
        throw new CommandFailed(`There is a user "${username}" already; "user reset ${username}" prints a new link.`)
      if (came.kind === 'failed')
        throw new UsageRefused(
          `"${username}": a user name has 2 to 64 letters without marks, digits, ".", "_" or "-", and begins with a letter or digit`,
        )
      const { user: made, path, letter } = came.value
      if (letter !== undefined) tell(terminal, letterWaits)
      if (path !== undefined) return await printLink(store, made.username, path, format)
      if (format === 'json') return printJson(terminal, { code: made.username })
      return print(terminal, `Account "${made.username}" is made; "user token ${made.username}" prints an access token.`)
    }),
})

const give = command({
  description: 'Give an account a role, or another end to one it holds',
  args: {
    username: name,
    role: roleNamed,
    agency: overAgency,
    touchpoint: atTouchpoint,
    until: { type: 'string', description: 'Its last day, YYYY-MM-DD; for good without' },
  },
  run: (terminal, { username, role, agency, until }, repeated) =>
    withStore(terminal, async (store) => {
      const grant = { role: roleIn(role), agency: agency ?? '', endsOn: until ?? '' }
      const touchpoints = repeated('touchpoint')
      const came = await acting(store, grantRole, { username, grant, touchpoints })
      if (came.kind === 'failed')
        throw came.failure.code === 'unknown' ? unknownUser(username) : ungranted(username, role, came.failure.code)
      print(
        terminal,
        `"${username}" is ${role} ${placeText(grant.agency, touchpoints)}${grant.endsOn === '' ? '' : ` until ${grant.endsOn}`}.`,
      )
    }),
})

const take = command({
  description: 'Take a role away from an account, at once',
  args: {
    username: name,
    role: roleNamed,
    agency: overAgency,
    touchpoint: { type: 'string', description: 'The touchpoint at which an interviewer or a paper clerk entered' },
  },
  run: (terminal, { username, role, agency = '', touchpoint }) =>
    withStore(terminal, async (store) => {
      const where = placeText(agency, touchpoint === undefined ? [] : [touchpoint])
      const taken = { role: roleIn(role), agency, ...(touchpoint !== undefined && { touchpoint }) }
      const came = await acting(store, takeRole, { username, ...taken })
      if (came.kind === 'failed' && came.failure.code === 'last_administrator')
        throw new CommandFailed(`"${username}" is the last administrator; make another one first.`)
      if (came.kind === 'failed' && came.failure.code === 'from_group')
        throw new CommandFailed(`"${username}" is ${role} ${where} by a group; it ends with the group's role, on the page of groups.`)
      if (came.kind === 'failed') throw new CommandFailed(`"${username}" is not ${role} ${where}; "user list" shows every role.`)
      print(terminal, `"${username}" is not ${role} ${where} any more.`)
    }),
})

const ungranted = (username: string, role: string, code: keyof typeof grantFaults): CommandFailed =>
  new CommandFailed(`"${username}" cannot be given "${role}": ${grantFaults[code]}`)

const placeText = (agency: string, touchpoints: readonly string[]): string =>
  touchpoints.length > 0 ? `at ${touchpoints.join(', ')}` : agency === '' ? 'over the province' : `over ${agency}`

const reset = command({
  description:
    'Lock everybody out of an account (password, second factor, sessions, access tokens) and print a one-time link to choose a new password',
  args: { username: name, format: formatOption },
  run: (terminal, { username, format }) =>
    withStore(terminal, async (store) => {
      const came = await acting(store, resetAccount, { username })
      if (came.kind === 'failed') throw unknownUser(username)
      const { path, letter } = came.value
      if (letter !== undefined) tell(terminal, letterWaits)
      if (path !== undefined) await printLink(store, username, path, format)
      else if (format === 'json') printJson(terminal, { code: username })
      else print(terminal, `The access tokens of "${username}" open nothing any more.`)
    }),
})

const disable = command({
  description: 'Close an account: nobody signs in with it, and its sessions, links and access tokens end',
  args: { username: name },
  run: (terminal, { username }) =>
    withStore(terminal, async (store) => {
      const came = await acting(store, disableAccount, { username })
      if (came.kind === 'failed' && came.failure.code === 'last')
        throw new CommandFailed(`"${username}" is the last administrator who can sign in; make another one first.`)
      if (came.kind === 'failed') throw unknownUser(username)
      print(terminal, `Account "${username}" is disabled; "user enable ${username}" opens it again.`)
    }),
})

const enable = command({
  description: 'Open a disabled account again; its password is the one it had',
  args: { username: name },
  run: (terminal, { username }) =>
    withStore(terminal, async (store) => {
      const came = await acting(store, enableAccount, { username })
      if (came.kind === 'failed') throw unknownUser(username)
      print(terminal, `Account "${username}" can be used again.`)
    }),
})

const usualScope = 'results.read,released.read,responses.export'
const usualDays = 90

const token: Command = command({
  description: 'Print an access token of an account, for scripts; it is shown only now',
  args: {
    username: name,
    label: { type: 'string', description: 'What it is for', default: '' },
    scope: { type: 'string', description: `What it may do, with commas between: ${permissions.join(', ')}`, default: usualScope },
    days: { type: 'string', description: `How many days it works, at most ${longestToken}`, default: String(usualDays) },
    format: formatOption,
  },
  run: (terminal, { username, label, scope, days, format }) =>
    withStore(terminal, async (store) => {
      const came = await acting(store, makeToken, { username, label, scope: scopeOf(scope), days: Number(days) })
      if (came.kind === 'failed' && came.failure.code === 'days')
        throw new UsageRefused(`--days "${days}" is not a whole number from 1 to ${longestToken}`)
      if (came.kind === 'failed' && came.failure.code === 'disabled') throw new CommandFailed(`Account "${username}" is disabled.`)
      if (came.kind === 'failed') throw unknownUser(username)
      const { id, token: made, expiresOn } = came.value
      if (format === 'json') return printJson(terminal, { code: username, id, token: made, expires: expiresOn })
      print(terminal, made)
      tell(terminal, `Token ${id} of "${username}" works until ${expiresOn}; "user revoke ${id}" takes it back.`)
    }),
})

const tokens = command({
  description: 'Every access token: whose it is, what it may do, until when, and the day it was last used',
  args: { format: formatOption },
  run: (terminal, { format }) =>
    withStore(terminal, async ({ database }) => {
      const rows = (await listTokens(database)).map(({ id, username, label, scope, created_on, expires_on, used_on }) => ({
        code: id,
        user: username,
        label,
        scope,
        created: created_on,
        expires: expires_on,
        used: used_on,
      }))
      printRows(terminal, format, rows, 'There are no access tokens; "user token NAME" makes one.')
    }),
})

const revoke = command({
  description: 'Take one access token back',
  args: { token: { type: 'positional', description: 'Its code, as "user tokens" shows it', required: true } },
  run: (terminal, { token: id }) =>
    withStore(terminal, async (store) => {
      const came = await acting(store, takeTokenBack, { id })
      if (came.kind === 'failed') throw new CommandFailed(`There is no access token "${id}"; "user tokens" shows all.`)
      print(terminal, `Token ${id} of "${came.value.username}" opens nothing any more.`)
    }),
})

const list = command({
  description: 'Every account, with its access tokens and the places where it is signed in',
  args: { format: formatOption },
  run: (terminal, { format }) =>
    withStore(terminal, async ({ database }) => {
      const grants = await allGrants(database)
      const rows = (await listUsers(database)).map(({ id, username: code, name: shown, signsIn, disabled_at, tokens: held, sessions }) => ({
        code,
        name: shown,
        roles: (grants.get(id) ?? []).map(grantText).join(','),
        kind: signsIn ? 'person' : 'script',
        disabled: disabled_at.slice(0, 10),
        tokens: held,
        sessions,
      }))
      printRows(
        terminal,
        format,
        rows,
        'There are no accounts yet; "user create NAME" makes one, and so does the link that the server prints when it starts.',
      )
    }),
})

export const user: CommandGroup = {
  description: 'Who may use the administration',
  commands: { create, give, take, reset, disable, enable, token, tokens, revoke, list },
}

const unknownUser = (username: string): CommandFailed =>
  new CommandFailed(`There is no user "${username}"; "user create ${username}" makes one.`)

function scopeOf(text: string): readonly Permission[] {
  const wanted = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const known = wanted.filter(isPermission)
  if (known.length === wanted.length && known.length > 0) return known
  throw new UsageRefused(
    `--scope "${text}": ${wanted.filter((part) => !isPermission(part)).join(', ') || 'nothing'} is not among ${permissions.join(', ')}`,
  )
}

function grantText({ role, agency, touchpoint = '', endsOn }: Grant): string {
  const where = agency || touchpoint
  return `${role}${where === '' ? '' : `@${where}`}${endsOn === '' ? '' : `<${endsOn}`}`
}

/** Roles as one writes them: `analyst@H13<2026-12-31,author`, `clerk@hall-2`. */
const grantsIn = (text: string): readonly Grant[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [, named = '', where = '', endsOn = ''] = /^([^@<]*)(?:@([^<]*))?(?:<(.*))?$/.exec(part) ?? []
      const role = roleIn(named)
      return isAtTouchpoints(role) && where !== '' ? { role, agency: '', touchpoint: where, endsOn } : { role, agency: where, endsOn }
    })

function roleIn(text: string): RoleName {
  if (isRole(text)) return text
  throw new UsageRefused(`"${text}" is no role; there are ${roleNames.join(', ')}`)
}

const grantFaults = {
  no_role: 'an account without a role may do nothing; name one at least',
  province_only: 'this role is held over the whole province only',
  touchpoint_needed: 'it is held at touchpoints: name them with --touchpoint (or role@touchpoint), and no agency',
  no_touchpoints: 'only interviewers and paper clerks are given touchpoints; this role is held over an agency or the province',
  touchpoint:
    'there is no such touchpoint of the kind for this role in a campaign that is not over; "touchpoints list --campaign C" shows all',
  both_sides: 'whoever is rated holds no role that rates, and the other way round',
  day: 'its last day is a day that is still to come, YYYY-MM-DD',
  agency: 'there is no such agency; "agencies list" shows all',
  last_administrator: 'one administrator at least stays for good',
} as const

const letterWaits = 'A letter with the same link waits for the running server to send it.'

/** The link alone goes to the output, so that a script can hand it on. */
async function printLink(store: Store, username: string, path: string, format: string): Promise<void> {
  const { terminal } = store
  const link = `${await addressHere(store)}${path}`
  if (format === 'json') return printJson(terminal, { code: username, link })
  print(terminal, link)
  tell(terminal, `Whoever opens this link within three days chooses the password of "${username}"; it works once.`)
}
