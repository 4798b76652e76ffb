import type { Context } from 'hono'
import { cameInMs } from '../../access/keys'
import { personOf } from '../../access/permission'
import { hasJustProved, type Session } from '../../access/session'
import { proved } from '../../access/sign-in'
import type { OfficeDeps } from '../frame/deps'
import { type ProofNames, proofIn, type Trouble, troubleWith, type Ways, waysOf } from '../frame/proof'

/** As what is shown comes in the forms of one's own account. */
export const ownProof = {
  names: { password: 'present', code: 'code', passkey: 'shown' } satisfies ProofNames,
  minutes: cameInMs / 60_000,
} as const

/**
 * How somebody shows who they are before their ways in change, however lately they signed in: the screen may stand open. Nothing is asked for
 * the second factor without which the office lets them do nothing, just after they came in; nor of who has nothing to show but coming in.
 */
export async function waysAsked(deps: OfficeDeps, c: Context, session: Session): Promise<Ways | undefined> {
  const { accounts } = deps
  if (hasJustProved(accounts, session) && (await personOf(deps, c))?.isHeldBack) return undefined
  const ways = await waysOf(deps, c, session.user.id)
  const hasNothing = !ways.password && ways.passkey !== 'here'
  return hasNothing && hasJustProved(accounts, session, cameInMs) ? undefined : ways
}

/** What stands against a form's sender being who they are; undefined where nothing does. */
export async function troubleIn(
  deps: OfficeDeps,
  c: Context,
  session: Session,
  ways: Ways | undefined,
  field: (name: string) => string,
): Promise<Trouble | undefined> {
  if (!ways) return undefined
  const shown = await proofIn(c, ways, ownProof.names, field)
  const proof = await proved(deps.accounts, c, session, shown)
  return proof.kind === 'right' ? undefined : troubleWith(c, proof, shown, ways)
}
