import type { Context } from 'hono'
import { hasJustProved, type Session } from '../../access/session'
import { type Proof, proved } from '../../access/sign-in'
import { hasPassword } from '../../db/accounts'
import { hasFactor } from '../../db/second-factors'
import type { OfficeDeps } from '../frame/deps'
import { ComeInAgain, slowedText } from '../frame/door'
import { type Reader, readerOf } from '../frame/reader'
import { PasswordField } from './passwords'

/** What is asked before somebody changes how they sign in; who has no password comes in again. */
export type Proving = 'nothing' | 'password' | 'password and code' | 'to come in'

/** Nothing of who has just shown it, as by coming in; else all that the door would ask. */
export async function provingOf({ accounts, database }: OfficeDeps, session: Session): Promise<Proving> {
  if (hasJustProved(accounts, session)) return 'nothing'
  if (!(await hasPassword(database, session.user.id))) return 'to come in'
  return (await hasFactor(database, session.user.id)) ? 'password and code' : 'password'
}

export function provedBy(
  { accounts }: OfficeDeps,
  c: Context,
  session: Session,
  proving: Proving,
  field: (name: string) => string,
): Promise<Proof> {
  if (proving === 'nothing') return Promise.resolve({ kind: 'right' })
  if (proving === 'to come in') return Promise.resolve({ kind: 'wrong' })
  return proved(accounts, c, session, field('present'), proving === 'password' ? undefined : field('code'))
}

/** What a form says that did not prove who sent it, or was not taken for another reason. */
export type Trouble = { readonly wrong: string; readonly status: 422 | 429 }

export function troubleIn(
  c: Context,
  proof: Exclude<Proof, { readonly kind: 'right' }>,
  word: 'fault_wrong' | 'proofWrong' = 'proofWrong',
): Trouble {
  const reader = readerOf(c)
  if (proof.kind === 'wrong') return { wrong: reader.say(word), status: 422 }
  c.header('Retry-After', String(proof.seconds))
  return { wrong: slowedText(reader, proof), status: 429 }
}

export const TroubleNote = ({ wrong }: { readonly wrong: string | undefined }) =>
  wrong === undefined ? null : (
    <p class="wrong" role="alert" id="wrong">
      {wrong}
    </p>
  )

export function ProofFields({ reader, reader: { say }, proving }: { readonly reader: Reader; readonly proving: Proving }) {
  if (proving === 'nothing') return null
  if (proving === 'to come in') return <ComeInAgain {...{ reader, next: '/admin/account' }} />
  return (
    <>
      <PasswordField reader={reader} name="present" label={say('presentPassword')} />
      {proving === 'password and code' && (
        <div class="field">
          <label for="code">{say('appOrRecovery')}</label>
          <input id="code" name="code" autocomplete="one-time-code" spellcheck={false} required maxLength={40} />
        </div>
      )}
    </>
  )
}
