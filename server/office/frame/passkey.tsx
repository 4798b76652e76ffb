import type { Context, MiddlewareHandler } from 'hono'
import type { Accounts } from '../../access/accounts'
import { type PasskeyPlace, passkeyPlace } from '../../access/passkeys'
import type { Assets } from '../../assets'
import type { OfficeDocument } from './document'
import type { Reader } from './reader'

declare module 'hono' {
  interface ContextVariableMap {
    /** What pages need to offer passkeys; where they work is asked only by those that do. */
    readonly passkeys?: { readonly script: string | undefined; readonly place: () => Promise<PasskeyPlace> }
  }
}

type Deps = { readonly accounts: Accounts; readonly assets: Pick<Assets, 'passkeys'> }

/** Lets pages offer passkeys, the door too, which everybody meets. */
export const withPasskeys =
  ({ accounts, assets }: Deps): MiddlewareHandler =>
  async (c, next) => {
    c.set('passkeys', { script: assets.passkeys, place: () => passkeyPlace(accounts, c) })
    await next()
  }

/** Where passkeys work for this page; without a script of ours nowhere. */
export async function passkeysHere(c: Context): Promise<PasskeyPlace> {
  const passkeys = c.get('passkeys')
  return passkeys?.script === undefined ? { kind: 'nowhere' } : passkeys.place()
}

/** What a page adds to itself that offers a passkey: the script, and that it may ask us what is to be signed. */
export const passkeyScript = (c: Context): Pick<OfficeDocument, 'script' | 'policy'> => ({
  script: c.get('passkeys')?.script,
  policy: ["connect-src 'self'"],
})

type Props = {
  readonly reader: Reader
  /** Where what the browser says of a passkey is sent. */
  readonly action: string
  readonly go: string
  readonly fields: Readonly<Record<string, string>>
  /** What is to be made, or where to ask what is to be signed. */
  readonly ask: { readonly options: object } | { readonly from: string }
  readonly look?: 'quiet'
}

/** A button that asks the browser for a passkey. A script shows it where the browser knows any; what stands beside it for all others goes then. */
export const PasskeyForm = ({ reader: { say }, action, go, fields, ask, look }: Props) => (
  <form
    class="narrow"
    method="post"
    action={action}
    hidden
    data-passkey={'options' in ask ? JSON.stringify(ask.options) : ''}
    data-from={'from' in ask ? ask.from : undefined}
    data-cancelled={say('passkeyCancelled')}
    data-there={say('passkeyThere')}
    data-failed={say('passkeyFailed')}
  >
    {Object.entries(fields).map(([name, value]) => (
      <input key={name} type="hidden" name={name} value={value} />
    ))}
    <input type="hidden" name="passkey" value="" />
    <button type="submit" class={look === undefined ? undefined : `button ${look}`}>
      {go}
    </button>
    <p class="wrong" role="alert" hidden></p>
  </form>
)

/** Stands where a browser has no passkeys or runs no scripts; the script takes it away otherwise. */
export const WithoutPasskeys = ({ text }: { readonly text: string }) => (
  <p class="note" data-without-passkeys>
    {text}
  </p>
)

/** Why passkeys do not work on this page, where they do not. */
export function noPasskeyText({ say }: Pick<Reader, 'say'>, place: PasskeyPlace): string | undefined {
  if (place.kind === 'here') return undefined
  return place.kind === 'elsewhere' ? say('passkeyElsewhere', { at: place.at }) : say('passkeyNowhere')
}
