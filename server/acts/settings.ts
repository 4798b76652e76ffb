import type { LocalText } from '../../surveys/instrument/schema'
import { asksFewer, type FactorRule, heldOn, type Permission, rootsFor } from '../../surveys/people/roles'
import { localDay } from '../../surveys/instrument/calendar'
import { listUsers, type ListedUser } from '../db/people'
import { allGrants } from '../db/grants'
import {
  dropFourEyesRequest,
  readEmbedOrigins,
  saveEmbedOrigins,
  type FourEyesRequest,
  readFactorRule,
  readFourEyes,
  readFourEyesRequest,
  readProvince,
  readPublicUrl,
  saveCrest,
  saveFactorRule,
  saveFourEyes,
  saveFourEyesRequest,
  saveProvinceName,
  savePublicUrl,
} from '../db/settings'
import { type Act, type ActDeps, changes, did, failed, nothing } from './act'
import { freshSince, secondPersonMs } from './second-person'

type Settings = {
  readonly name: LocalText
  /** Two persons publish from now on; `as-is`: as before, since switching that off takes two persons as well. */
  readonly fourEyes: 'on' | 'as-is'
  /** Who shows a second factor. */
  readonly secondFactor: FactorRule
  /** Another address that citizens see, or that there shall be none; undefined leaves it as it is. */
  readonly publicUrl: { readonly address: string | undefined } | undefined
  /** The sites that may show published results inside of theirs; undefined leaves them as they are. */
  readonly embedOrigins: readonly string[] | undefined
  /** A new crest, or that there shall be none; undefined leaves it as it is. */
  readonly crest: { readonly png: Uint8Array | undefined } | undefined
}

/** Says whose administration this is, how it publishes questionnaires and how people sign in. */
export const changeSettings: Act<Settings, undefined, never> = {
  name: 'settings.change',
  finalWhen: async ({ database }, { secondFactor }) => asksFewer(await readFactorRule(database), secondFactor),
  run: async ({ database }, _, { name, fourEyes, secondFactor, publicUrl, embedOrigins, crest }) => {
    const state = async () => {
      const { name: called, crest: mark } = await readProvince(database)
      return {
        name: called ?? null,
        crest: mark ?? null,
        fourEyes: await readFourEyes(database),
        secondFactor: await readFactorRule(database),
        publicUrl: (await readPublicUrl(database)) ?? null,
        embedOrigins: await readEmbedOrigins(database),
      }
    }
    const before = await state()
    await saveProvinceName(database, name)
    if (fourEyes === 'on' && !before.fourEyes) await saveFourEyes(database, true)
    await saveFactorRule(database, secondFactor)
    if (publicUrl) await savePublicUrl(database, publicUrl.address)
    if (embedOrigins) await saveEmbedOrigins(database, embedOrigins)
    if (crest) await saveCrest(database, crest.png)
    const told = changes(before, await state())
    return Object.keys(told.after).length === 0 ? nothing(undefined) : did('province', told)
  },
}

/** The request that waits for a second person at this moment: as long as that person has to have been somebody here before it. */
export async function fourEyesRequest({ database, now }: ActDeps): Promise<FourEyesRequest | undefined> {
  const request = await readFourEyesRequest(database)
  return request && now() - Date.parse(request.askedAt) < secondPersonMs ? request : undefined
}

/** In letters: "test" tells a second person nothing. */
export const shortestReason = 10
export const longestReason = 500

/** Asks for the second person to be needed no more. */
export const askFourEyesOff: Act<{ readonly reason: string }, undefined, { readonly code: 'off' | 'reason' | 'asked' }> = {
  name: 'settings.ask-four-eyes-off',
  run: async (deps, { id, name }, { reason }) => {
    if (!(await readFourEyes(deps.database))) return failed({ code: 'off' })
    if (await fourEyesRequest(deps)) return failed({ code: 'asked' })
    if (reason.length < shortestReason || reason.length > longestReason) return failed({ code: 'reason' })
    const askedAt = new Date(deps.now()).toISOString()
    await saveFourEyesRequest(deps.database, { account: id, person: name, reason, askedAt })
    return did('four-eyes', { reason, until: new Date(deps.now() + secondPersonMs).toISOString().slice(0, 19) })
  },
}

/** The request as somebody read it; another one that came in its place is not acted on unseen. */
type ReadRequest = { readonly askedAt: string }

/** Does what was asked, by a second person who was one before it was asked. */
export const confirmFourEyesOff: Act<ReadRequest, undefined, { readonly code: 'moved' | 'own' | 'new' }> = {
  name: 'settings.confirm-four-eyes-off',
  takesAnother: ({ code }) => code === 'own' || code === 'new',
  run: async (deps, { id }, { askedAt }) => {
    const request = await fourEyesRequest(deps)
    if (request?.askedAt !== askedAt) return failed({ code: 'moved' })
    if (request.account === id) return failed({ code: 'own' })
    if (!(await secondPersons(deps, request)).some((one) => one.id === id)) return failed({ code: 'new' })
    await saveFourEyes(deps.database, false)
    await dropFourEyesRequest(deps.database)
    const { person, reason } = request
    return did('four-eyes', { ...changes({ fourEyes: true }, { fourEyes: false }), askedBy: person, reason })
  },
}

/** Takes a request back, by who asked or by who would have to confirm it. */
export const withdrawFourEyesOff: Act<ReadRequest, undefined, { readonly code: 'moved' }> = {
  name: 'settings.withdraw-four-eyes-off',
  run: async (deps, _, { askedAt }) => {
    const request = await fourEyesRequest(deps)
    if (request?.askedAt !== askedAt) return failed({ code: 'moved' })
    await dropFourEyesRequest(deps.database)
    return did('four-eyes', { askedBy: request.person, reason: request.reason })
  },
}

/**
 * Who can confirm a request, or one that was made now: everybody else who may do it over the province and signs in, and who was let in, given
 * a role that lets them, by somebody or by a group at the provider of identities, or whose sign-in was put back by somebody else, at least
 * seven days before it.
 */
export async function secondPersons(
  { database, now }: ActDeps,
  { account, askedAt }: Pick<FourEyesRequest, 'account' | 'askedAt'>,
  needed: Permission = 'settings.change',
): Promise<readonly ListedUser[]> {
  const [users, grants, today] = [await listUsers(database), await allGrants(database), localDay(now())]
  const since = new Date(Date.parse(askedAt) - secondPersonMs).toISOString()
  const able = users.filter(
    ({ id, signsIn, disabled_at }) =>
      id !== account && signsIn && disabled_at === '' && rootsFor(heldOn(grants.get(id) ?? [], today), needed).includes(''),
  )
  const fresh = await freshSince(
    database,
    able.map(({ username }) => username),
    needed,
    since,
  )
  return able.filter(({ username }) => !fresh.has(username))
}
