import type { Context } from 'hono'
import type { ComponentChildren } from 'preact'
import type { ShownAgain, SlowedDown } from '../../access/sign-in'
import { hasPassword } from '../../db/accounts'
import type { Database } from '../../db/dialect'
import { passkeysOf } from '../../db/passkeys'
import { factorOf } from '../../db/second-factors'
import { ComeInAgain, toFault, slowedText } from './door'
import { PasswordField } from './form'
import { PasskeyButton, passkeyScript, passkeysHere, type PasskeysShown, passkeysShown, WithoutPasskeys } from './passkey'
import { type Reader, readerOf } from './reader'

/** By what somebody who is signed in can show again who they are. */
export type Ways = {
  readonly password: boolean
  /** What is typed beside the password; whoever holds passkeys alone has recovery codes. */
  readonly code: 'appOrRecovery' | 'recoveryCode' | undefined
  readonly passkey: PasskeysShown
}

export async function waysOf({ database }: { readonly database: Database }, c: Context, user: string): Promise<Ways> {
  const [app, passkeys] = [await factorOf(database, user), await passkeysOf(database, user)]
  return {
    password: await hasPassword(database, user),
    code: app ? 'appOrRecovery' : passkeys.length > 0 ? 'recoveryCode' : undefined,
    passkey: await passkeysShown({ database }, c, user),
  }
}

/** What the fields of a proof are called in a form that has others besides. */
export type ProofNames = { readonly password: string; readonly code: string; readonly passkey: string }

/** Where a browser asks what a passkey is to sign here. */
export const challengeAddress = '/admin/account/passkeys/challenge'

/** What a page that asks for a proof adds to itself. */
export const scriptFor = (c: Context, ways: Ways | undefined) => (ways?.passkey === 'here' ? passkeyScript(c) : {})

/** What a form brings to show who sent it. */
export async function proofIn(c: Context, ways: Ways, names: ProofNames, field: (name: string) => string): Promise<ShownAgain> {
  const passkey = field(names.passkey)
  const place = passkey === '' ? undefined : await passkeysHere(c)
  if (place?.kind === 'here') return { passkey, party: place.party }
  return { password: field(names.password), code: ways.code && field(names.code) }
}

/** What a form says that did not show who sent it, or was not taken for another reason. */
export type Trouble = { readonly wrong: string; readonly status: 422 | 429 }

export function troubleWith(c: Context, proof: { readonly kind: 'wrong' } | SlowedDown, shown: ShownAgain, { code }: Ways): Trouble {
  const reader = readerOf(c)
  if (proof.kind === 'wrong')
    return { wrong: reader.say('passkey' in shown ? 'passkeyNotProved' : code ? 'proofWrong' : 'fault_wrong'), status: 422 }
  c.header('Retry-After', String(proof.seconds))
  return { wrong: slowedText(reader, proof), status: 429 }
}

type Props = {
  readonly reader: Reader
  /** Nothing is asked where there are none. */
  readonly ways: Ways | undefined
  readonly names: ProofNames
  readonly username: string
  readonly action: string
  readonly go: string
  readonly look?: 'grave' | undefined
  /** Where who does not go on is led. */
  readonly back?: string
  /** Where who has nothing to show here goes on after coming in again. */
  readonly next: string
  /** Within so many after that. */
  readonly minutes: number
  readonly wrong: string | undefined
  readonly enctype?: 'multipart/form-data'
  /** The form's own fields. */
  readonly children?: ComponentChildren
}

/** A form that is taken from who shows again who they are: by password and code, by a passkey, or by coming in again. */
export const ProvedForm = ({
  reader,
  reader: { say },
  ways,
  names,
  username,
  action,
  go,
  look,
  back,
  next,
  minutes,
  wrong,
  enctype,
  children,
}: Props) => {
  const isTyped = ways === undefined || ways.password
  const cancel = back !== undefined && <a href={back}>{say('cancel')}</a>
  return (
    <>
      {wrong !== undefined && (
        <p class="wrong" role="alert" id="wrong">
          {wrong}
        </p>
      )}
      {(isTyped || ways.passkey === 'here') && (
        <form class="narrow" method="post" action={action} enctype={enctype}>
          {children}
          {ways?.password && (
            <>
              <PasswordField
                name={names.password}
                which="current-password"
                label={say('provePassword', { username })}
                marked={toFault(wrong)}
              />
              {ways.code && (
                <div class="field">
                  <label for={names.code}>{say(ways.code)}</label>
                  <input
                    id={names.code}
                    name={names.code}
                    autocomplete="one-time-code"
                    spellcheck={false}
                    required
                    maxLength={40}
                    {...toFault(wrong)}
                  />
                </div>
              )}
            </>
          )}
          {isTyped && (
            <p class="acts">
              <button type="submit" class={look}>
                {go}
              </button>
              {cancel}
            </p>
          )}
          {ways?.passkey === 'here' && (
            <PasskeyButton
              {...{ reader }}
              name={names.passkey}
              go={say('passkeyProve')}
              ask={{ from: challengeAddress }}
              look={isTyped ? 'quiet' : look}
            />
          )}
        </form>
      )}
      {ways && typeof ways.passkey !== 'string' && <p class="note">{ways.passkey.why}</p>}
      {!isTyped && ways.passkey === 'here' && <WithoutPasskeys text={say('passkeyNotKnown')} />}
      {!isTyped && ways.passkey !== 'here' && <ComeInAgain {...{ reader, next, minutes }} />}
      {!isTyped && ways.passkey === 'here' && (
        <details>
          <summary>{say('passkeyLost')}</summary>
          <ComeInAgain {...{ reader, next, minutes }} />
        </details>
      )}
      {!isTyped && <p class="acts">{cancel}</p>}
    </>
  )
}
