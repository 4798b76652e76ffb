import { randomUUID } from 'node:crypto'
import { mailAddressOf } from '../db/accounts'
import { secretNamed } from '../db/secrets'
import type { Database } from '../db/dialect'
import { insertLetter } from '../db/letters'
import { readProvince } from '../db/settings'
import type { LetterRow, UserRow } from '../db/tables'
import { publicAddress } from '../public-address'
import { type AccountNotice, type Letter, type LetterFacts, type LetterKind, letterOf } from './letter'
import type { MailSettings } from './setting'

/** What writing letters works with; within an act the database is its transaction, and the letter stands or falls with it. */
export type MailDeps = {
  readonly database: Database
  readonly now: () => number
  readonly config: { readonly mail: MailSettings | undefined; readonly publicUrl: string | undefined }
}

type Owner = Pick<UserRow, 'id' | 'username' | 'name'>

/** Tells the owner of an account what was done to it, where mail is set up and reaches them; `addresses` besides their own are told as well. */
export async function tellOwner(deps: MailDeps, owner: Owner, notice: AccountNotice, ...addresses: readonly string[]): Promise<void> {
  if (!deps.config.mail) return
  const own = await mailAddressOf(deps.database, owner.id)
  for (const address of new Set([own, ...addresses]))
    if (address !== '') await put(deps, owner, address, notice, await factsOf(deps, owner))
}

type SentLink = { readonly path: string; readonly until: string }

/**
 * Sends a link with which a password is chosen, and gives the letter's id; undefined where it has to be handed over otherwise. What the
 * link begins with is set by who runs the office, never taken from a request: whoever sends that could lead the reader elsewhere.
 */
export async function sendLink(
  deps: MailDeps,
  owner: Owner,
  kind: 'invitation' | 'reset',
  { path, until }: SentLink,
): Promise<string | undefined> {
  const [address, site] = [await mailAddressOf(deps.database, owner.id), await publicAddress(deps)]
  if (!deps.config.mail || address === '' || site === undefined) return undefined
  return put(deps, owner, address, kind, { ...(await factsOf(deps, owner)), link: { href: `${site}${path}`, until } })
}

/** A letter to who asks for it, to see whether mail works; undefined where they have no address or mail is not set up. */
export async function sendTrial(deps: MailDeps, owner: Owner): Promise<string | undefined> {
  const address = await mailAddressOf(deps.database, owner.id)
  return deps.config.mail && address !== '' ? put(deps, owner, address, 'trial', await factsOf(deps, owner)) : undefined
}

/** Writes what is sent by itself to somebody of the office; gives the letter's id, undefined where they have no address or mail is not set up. */
export async function sendDelivered(deps: MailDeps, owner: Owner, letter: Letter): Promise<string | undefined> {
  const address = await mailAddressOf(deps.database, owner.id)
  return deps.config.mail && address !== '' ? putLetter(deps, owner, address, 'delivery', letter) : undefined
}

/** Reminds somebody of what they have not done yet; false where no letter reaches them. */
export async function sendReminder(deps: MailDeps, owner: Owner, letter: Letter): Promise<boolean> {
  const address = await mailAddressOf(deps.database, owner.id)
  if (!deps.config.mail || address === '') return false
  await putLetter(deps, owner, address, 'reminder', letter)
  return true
}

const factsOf = async ({ database, now }: MailDeps, { name, username }: Owner): Promise<LetterFacts> => ({
  office: (await readProvince(database)).name,
  name,
  username,
  at: new Date(now()).toISOString(),
})

type FactLetter = Parameters<typeof letterOf>[0]

const put = (deps: MailDeps, owner: Owner, address: string, kind: FactLetter, facts: LetterFacts): Promise<string> =>
  putLetter(deps, owner, address, kind, letterOf(kind, facts))

async function putLetter(
  { database, now }: MailDeps,
  { id: account, name }: Owner,
  address: string,
  kind: LetterKind,
  letter: Letter,
): Promise<string> {
  const id = randomUUID()
  const body = await sealedLetter(database, letter)
  await insertLetter(database, { id, kind, account, name, address, body, written_at: new Date(now()).toISOString() })
  return id
}

/** Loaded where it is needed, as the account library is. */
const sealing = () => import('better-auth/crypto')

/** A letter's links open an account, so a row that leaves, in a query's log say, opens nothing. */
const sealedLetter = async (database: Database, letter: Letter): Promise<string> =>
  (await sealing()).symmetricEncrypt({ key: await secretNamed(database, 'letters'), data: JSON.stringify(letter) })

/** What a letter says that has not ended yet. */
export async function unsealedLetter(database: Database, { body }: Pick<LetterRow, 'body'>): Promise<Letter> {
  const letter: Letter = JSON.parse(await (await sealing()).symmetricDecrypt({ key: await secretNamed(database, 'letters'), data: body }))
  return letter
}
