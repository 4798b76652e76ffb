import { localDay } from '../../surveys/instrument/calendar'
import { createAccount, passwordPath } from '../access/account'
import { type Accounts, openAccounts } from '../access/accounts'
import { isUsername } from '../access/credentials'
import { createToken, endSessionsOf, listUsers, revokeTokens, userNamed } from '../db/accounts'
import type { UserRow } from '../db/tables'
import { type Command, command, CommandFailed, type Group, UsageRefused } from './command'
import { formatOption, print, printJson, printRows, say } from './output'
import { type Store, withStore } from './store'

const name = { type: 'positional', description: 'User name', required: true } as const

const create = command({
  description: 'Make an account and print a one-time link with which its owner chooses a password',
  args: { username: name, name: { type: 'string', description: 'Display name; without it the user name' }, format: formatOption },
  run: (terminal, { username, name: shown, format }) =>
    withStore(terminal, async (store) => {
      if (!isUsername(username))
        throw new UsageRefused(
          `"${username}": a user name has 2 to 64 letters without marks, digits, ".", "_" or "-", and begins with a letter or digit`,
        )
      if (await userNamed(store.database, username))
        throw new CommandFailed(`There is a user "${username}" already; "user reset ${username}" prints a new link.`)
      const accounts = await openAccounts(store.database, store.config)
      await printLink(store, accounts, await createAccount(accounts, username.toLowerCase(), shown ?? ''), format)
    }),
})

const reset = command({
  description: 'Sign a user out everywhere, take their access tokens back and print a one-time link to choose a new password',
  args: { username: name, format: formatOption },
  run: (terminal, { username, format }) =>
    withStore(terminal, async (store) => {
      const user = await known(store, username)
      await endSessionsOf(store.database, user.id)
      await revokeTokens(store.database, user.username)
      await printLink(store, await openAccounts(store.database, store.config), user, format)
    }),
})

const token: Command = command({
  description: 'Print an access token of a user, for scripts; it is shown only now',
  args: { username: name, format: formatOption },
  run: (terminal, { username, format }) =>
    withStore(terminal, async (store) => {
      const user = await known(store, username)
      const made = await createToken(store.database, user.username, localDay(Date.now()))
      if (format === 'json') printJson(terminal, { code: user.username, token: made })
      else print(terminal, made)
    }),
})

const list = command({
  description: 'Every account, with its access tokens and the places where it is signed in',
  args: { format: formatOption },
  run: (terminal, { format }) =>
    withStore(terminal, async ({ database }) => {
      const rows = (await listUsers(database)).map(({ username: code, name: shown, tokens, sessions }) => ({
        code,
        name: shown,
        tokens,
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

export const user: Group = { description: 'Who may use the administration', commands: { create, reset, token, list } }

async function known({ database }: Store, username: string): Promise<UserRow> {
  const found = await userNamed(database, username)
  if (found) return found
  throw new CommandFailed(`There is no user "${username}"; "user create ${username}" makes one.`)
}

/** The link alone goes to the output, so that a script can hand it on. */
async function printLink({ terminal, config }: Store, accounts: Accounts, account: UserRow, format: string): Promise<void> {
  const link = `${config.publicUrl ?? `http://localhost:${config.port}`}${await passwordPath(accounts, account)}`
  if (format === 'json') return printJson(terminal, { code: account.username, link })
  print(terminal, link)
  say(terminal, `Whoever opens this link within three days chooses the password of "${account.username}"; it works once.`)
}
