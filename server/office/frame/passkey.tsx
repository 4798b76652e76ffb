import type { Context, MiddlewareHandler } from 'hono'
import type { Accounts } from '../../access/accounts'
import { type PasskeyPlace, passkeyPlace } from '../../access/passkeys'
import type { Assets } from '../../assets'
import { passkeysOf } from '../../db/passkeys'
import type { OfficeDocument } from './document'
import { type Reader, readerOf } from './reader'

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

type ButtonProps = {
  readonly reader: Reader
  /** The field that is sent with what the browser says. */
  readonly name?: string
  readonly go: string
  /** What is to be made, or where to ask what is to be signed. */
  readonly ask: { readonly options: object } | { readonly from: string }
  readonly look?: 'quiet' | 'grave' | undefined
}

/** Asks the browser for a passkey and sends the form that it stands in. A script shows it where the browser knows any; what stands beside it for all others goes then. */
export const PasskeyButton = ({ reader: { say }, name = 'passkey', go, ask, look }: ButtonProps) => (
  <div
    hidden
    data-passkey={'options' in ask ? JSON.stringify(ask.options) : ''}
    data-from={'from' in ask ? ask.from : undefined}
    data-cancelled={say('passkeyCancelled')}
    data-there={say('passkeyThere')}
    data-failed={say('passkeyFailed')}
  >
    <input type="hidden" name={name} value="" />
    <button type="button" class={look === undefined ? undefined : `button ${look}`}>
      {go}
    </button>
    <p class="wrong" role="alert" hidden></p>
  </div>
)

type Props = ButtonProps & { readonly action: string; readonly fields: Readonly<Record<string, string>> }

/** A form of a passkey alone. */
export const PasskeyForm = ({ action, fields, ...button }: Props) => (
  <form class="narrow" method="post" action={action}>
    {Object.entries(fields).map(([name, value]) => (
      <input key={name} type="hidden" name={name} value={value} />
    ))}
    <PasskeyButton {...button} />
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

/** Whether somebody has a passkey that works on this page, or why those that they have do not. */
export type PasskeysShown = 'none' | 'here' | { readonly why: string }

export async function passkeysShown({ database }: Pick<Accounts, 'database'>, c: Context, user: string): Promise<PasskeysShown> {
  const held = await passkeysOf(database, user)
  if (held.length === 0) return 'none'
  const [place, reader] = [await passkeysHere(c), readerOf(c)]
  if (place.kind !== 'here') return { why: noPasskeyText(reader, place) ?? '' }
  if (held.some(({ party }) => party === place.party.id)) return 'here'
  return { why: reader.say('passkeyElsewhere', { at: [...new Set(held.map(({ party }) => party))].join(', ') }) }
}
