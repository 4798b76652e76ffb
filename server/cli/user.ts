import { localDay } from '../../surveys/calendar'
import { createToken, hasToken, revokeTokens } from '../db/access-tokens'
import { type Command, command, CommandFailed, type Group } from './command'
import { formatOption, print, printJson } from './output'
import { type Store, withStore } from './store'

const args = { name: { type: 'positional', description: 'Who reads results with it', required: true }, format: formatOption } as const

const tokenCommand = (description: string, prepare: (store: Store, name: string) => Promise<void>): Command =>
  command({
    description,
    args,
    run: ({ name, format }) =>
      withStore(async (store) => {
        await prepare(store, name)
        const token = await createToken(store.database, name, localDay(Date.now()))
        if (format === 'json') printJson({ code: name, token })
        else print(token)
      }),
  })

const create = tokenCommand('Name a user and print an access token, which is shown only now', async ({ database }, name) => {
  if (await hasToken(database, name)) throw new CommandFailed(`There is a user "${name}" already; "user token ${name}" makes another token, "user reset ${name}" replaces all.`)
})

const token = tokenCommand('Print one more access token of a user', mustExist)

const reset = tokenCommand('Take every access token of a user back and print a new one', async (store, name) => {
  await mustExist(store, name)
  await revokeTokens(store.database, name)
})

export const user: Group = { description: 'Who may read results', commands: { create, token, reset } }

async function mustExist({ database }: Store, name: string): Promise<void> {
  if (!(await hasToken(database, name))) throw new CommandFailed(`There is no user "${name}"; "user create ${name}" makes one.`)
}
