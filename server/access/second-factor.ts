import { base32 } from '@better-auth/utils/base32'
import { createOTP } from '@better-auth/utils/otp'
import { randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import { factorOf, spendRecoveryCode, takeStep } from '../db/second-factors'
import type { Accounts } from './accounts'
import { isSealed, sealOf } from './keys'
import type { Session } from './session'

/** Milliseconds for which an app shows one code. */
const stepMs = 30_000

/** The time step that a code is of, by this machine's clock or one step beside it; undefined when it is of none (RFC 6238, 5.2). */
export async function stepOf(secret: string, code: string, now: number): Promise<number | undefined> {
  const app = createOTP(new Uint8Array(base32.decode(secret)))
  const here = Math.floor(now / stepMs)
  for (const step of [here, here - 1, here + 1]) if (isSame(await app.hotp(step), code)) return step
  return undefined
}

function isSame(right: string, given: string): boolean {
  const [one, other] = [Buffer.from(right), Buffer.from(given)]
  return one.length === other.length && timingSafeEqual(one, other)
}

/** What an app is given to be set up. The seal says that we made the secret for this session; nothing is stored until a code confirms it. */
export type Offer = { readonly secret: string; readonly seal: string }

export function newOffer({ secret: ours }: Accounts, { token }: Session): Offer {
  const secret = base32.encode(new Uint8Array(randomBytes(20)), { padding: false })
  return { secret, seal: sealOf(ours, 'factor', token, secret) }
}

export const isOurOffer = ({ secret: ours }: Accounts, { token }: Session, { secret, seal }: Offer): boolean =>
  isSealed(seal, ours, 'factor', token, secret)

/** What the picture for the app says. */
export const appAddress = ({ user }: Session, { secret }: Pick<Offer, 'secret'>): string =>
  createOTP(new Uint8Array(base32.decode(secret))).url('SIPAS', user.username)

/** Loaded where it is needed, as the account library is. */
const sealing = () => import('better-auth/crypto')

export const sealedSecret = async ({ secret: key }: Accounts, secret: string): Promise<string> =>
  (await sealing()).symmetricEncrypt({ key, data: secret })

/** Whether somebody shows their second factor: a code of the app that was not taken before, or a recovery code, which is worth nothing then. */
export async function showsFactor(accounts: Accounts, user: string, typed: string): Promise<boolean> {
  const { database, secret: key, now } = accounts
  const plain = plainCode(typed)
  if (!/^\d{6}$/.test(plain)) return spendRecoveryCode(database, user, recoveryHash(accounts, user, plain))
  const factor = await factorOf(database, user)
  if (!factor) return false
  const secret = await (await sealing()).symmetricDecrypt({ key, data: factor.secret })
  const step = await stepOf(secret, plain, now())
  return step !== undefined && (await takeStep(database, user, step))
}

/** However a code was typed: with spaces or dashes, in small letters, and with those that are read for digits. */
export const plainCode = (typed: string): string =>
  typed
    .slice(0, 100)
    .toUpperCase()
    .replace(/[\s\-–]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')

export const recoveryCodes = 10

/** Codes that stand for the app once each: 80 bits, without letters that are read for others. They can be shown only now. */
export const newRecoveryCodes = (): readonly string[] => Array.from({ length: recoveryCodes }, newRecoveryCode)

const newRecoveryCode = (): string =>
  Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')).join('-')

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** What is stored of a recovery code. */
export const recoveryHash = ({ secret }: Pick<Accounts, 'secret'>, user: string, code: string): string =>
  sealOf(secret, 'recovery', user, plainCode(code))
