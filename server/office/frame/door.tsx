import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ComponentChildren } from 'preact'
import type { Accounts } from '../../access/accounts'
import type { NotLet } from '../../access/permission'
import { currentHalf } from '../../access/session'
import { secondStepOptions } from '../../access/passkeys'
import { askForPasskey, passkeySignIn, showFactor, signIn as enter, type SlowedDown } from '../../access/sign-in'
import { factorOf } from '../../db/second-factors'
import { noticePage, page } from './document'
import { formOf, type Ties, PasswordField } from './form'
import { PasskeyForm, passkeyScript, passkeysHere, type PasskeysShown, passkeysShown, WithoutPasskeys } from './passkey'
import { type Reader, readerOf } from './reader'
import { Brand, Languages } from './shell'

/** What a page answers instead: the door to nobody, a kind word to somebody who may not, and that there is nothing where it is none of theirs. */
export function refused(c: Context, why: NotLet): Response | Promise<Response> {
  if (why === 401) return signInPage(c)
  if (why === 404) return noticePage(c, 404, 'lostTitle', 'lostText')
  if (why === 'hidden') return noticePage(c, 403, 'seeAsHiddenTitle', 'seeAsHiddenText')
  return noticePage(c, 403, 'refusedTitle', why === 'in-person' ? 'inPersonText' : 'notAllowedText')
}

type Deps = { readonly accounts: Accounts }

/** Signs in and leads to the page that was asked for. */
export const signIn =
  ({ accounts }: Deps) =>
  async (c: Context): Promise<Response> => {
    const field = await typedFields(c)
    const next = safePlace(field('next'))
    const outcome = await enter(accounts, c, field('username'), field('password'))
    if (outcome.kind === 'in') return c.redirect(next, 303)
    if (outcome.kind === 'half') return c.redirect(`/admin/sign-in/code?${new URLSearchParams({ next })}`, 303)
    return doorPage(c, next, outcome.kind === 'slowed' ? outcome : { kind: outcome.kind }, field('username'))
  }

/** The second step of a sign-in, in the browser in which the password was typed. */
export const codeAsked =
  ({ accounts }: Deps) =>
  async (c: Context): Promise<Response> => {
    const next = safePlace(c.req.query('next') ?? '')
    return (await currentHalf(accounts, c)) ? codePage(accounts, c, next) : c.redirect(next, 303)
  }

export const codeGiven =
  ({ accounts }: Deps) =>
  async (c: Context): Promise<Response> => {
    const field = await typedFields(c)
    const next = safePlace(field('next'))
    const place = field('passkey') === '' ? undefined : await passkeysHere(c)
    const shown = place?.kind === 'here' ? { passkey: field('passkey'), party: place.party } : { code: field('code') || field('recovery') }
    const outcome = await showFactor(accounts, c, shown)
    if (outcome.kind === 'in') return c.redirect(next, 303)
    if (outcome.kind === 'over') return doorPage(c, next, { kind: 'over' })
    const kind = place ? 'passkey' : field('code') === '' && field('recovery') !== '' ? 'recovery' : 'wrong'
    return codePage(accounts, c, next, outcome.kind === 'slowed' ? outcome : { kind })
  }

/** What a browser is to have signed by a passkey of whoever has typed the right password in it. */
export const secondPasskeyAsked =
  ({ accounts }: Deps) =>
  async (c: Context): Promise<Response> => {
    const [place, half] = [await passkeysHere(c), await currentHalf(accounts, c)]
    if (place.kind !== 'here') return notAsked(c, { kind: 'passkey' })
    return half ? c.json(await secondStepOptions(accounts, half, place.party)) : notAsked(c, { kind: 'over' })
  }

/** What a browser is to have signed by a passkey alone. */
export const passkeyAsked =
  ({ accounts }: Deps) =>
  async (c: Context): Promise<Response> => {
    const place = await passkeysHere(c)
    if (place.kind !== 'here') return notAsked(c, { kind: 'passkey' })
    const asked = await askForPasskey(accounts, c, place.party)
    return asked.kind === 'asked' ? c.json(asked.options) : notAsked(c, asked)
  }

/** The script of the page says this where it stands. */
function notAsked(c: Context, refused: { readonly kind: 'passkey' | 'over' } | SlowedDown): Response {
  const reader = readerOf(c)
  if (refused.kind === 'slowed') c.header('Retry-After', String(refused.seconds))
  const message =
    refused.kind === 'slowed' ? slowedText(reader, refused) : reader.say(refused.kind === 'over' ? 'codeOver' : 'passkeyRefused')
  return c.json({ message }, refused.kind === 'slowed' ? 429 : 422)
}

/** Signs in with a passkey alone and leads to the page that was asked for. */
export const passkeyGiven =
  ({ accounts }: Deps) =>
  async (c: Context): Promise<Response> => {
    const field = await typedFields(c)
    const next = safePlace(field('next'))
    const place = await passkeysHere(c)
    const outcome = place.kind === 'here' ? await passkeySignIn(accounts, c, place.party, field('passkey')) : { kind: 'wrong' as const }
    if (outcome.kind === 'in') return c.redirect(next, 303)
    return doorPage(c, next, outcome.kind === 'slowed' ? outcome : { kind: 'passkey' })
  }

/** The door instead of the page asked for, which opens after the sign-in; a form that comes late leads back to its page. */
export function signInPage(c: Context): Promise<Response> {
  const { pathname, search } = new URL(c.req.url)
  return c.req.method === 'GET' ? doorPage(c, safePlace(pathname + search)) : doorPage(c, formPlace(c), { kind: 'late' })
}

/** The page of ours from which a form was sent, where the browser says so. */
export function formPlace(c: Context): string {
  const sender = c.req.header('referer') ?? ''
  if (!URL.canParse(sender)) return home
  const { pathname, search, host } = new URL(sender)
  return host === new URL(c.req.url).host ? safePlace(pathname + search) : home
}

const home = '/admin'

/** `late`: a form was sent after its session had ended; `over`: the second step took too long, or too many tries. */
type SignInRefused = { readonly kind: 'wrong' | 'late' | 'over' | 'passkey' } | SlowedDown

async function doorPage(c: Context, next: string, refused?: SignInRefused, username = ''): Promise<Response> {
  const reader = readerOf(c)
  const hasPasskeys = (await passkeysHere(c)).kind === 'here'
  if (refused?.kind === 'slowed') c.header('Retry-After', String(refused.seconds))
  const asked = c.req.method === 'GET' && (next === home || next.startsWith(`${home}?`)) ? 200 : 401
  const wrong = refused?.kind === 'slowed' ? slowedText(reader, refused) : refused?.kind === 'wrong' ? reader.say('signInWrong') : undefined
  return page(c, {
    reader,
    title: reader.say('signInTitle'),
    status: refused?.kind === 'slowed' ? 429 : asked,
    ...(hasPasskeys ? passkeyScript(c) : {}),
    body: <SignIn {...{ reader, next, wrong, username, hasPasskeys, why: refused?.kind }} />,
  })
}

async function codePage(
  accounts: Accounts,
  c: Context,
  next: string,
  refused?: { readonly kind: 'wrong' | 'passkey' | 'recovery' } | SlowedDown,
): Promise<Response> {
  const half = await currentHalf(accounts, c)
  if (!half) return doorPage(c, next, { kind: 'over' })
  const reader = readerOf(c)
  if (refused?.kind === 'slowed') c.header('Retry-After', String(refused.seconds))
  const refusedText = { wrong: 'codeWrong', passkey: 'passkeyRefused', recovery: 'recoveryWrong' } as const
  const wrong = refused && (refused.kind === 'slowed' ? slowedText(reader, refused) : reader.say(refusedText[refused.kind]))
  const passkeys = await passkeysShown(accounts, c, half.user.id)
  const hasApp = (await factorOf(accounts.database, half.user.id)) !== undefined
  return page(c, {
    reader,
    title: reader.say(hasApp ? 'codeTitle' : 'passkeyStepTitle'),
    status: refused === undefined ? 200 : refused.kind === 'slowed' ? 429 : 401,
    ...(passkeys === 'here' ? passkeyScript(c) : {}),
    body: <SecondStep {...{ reader, next, wrong, hasApp, passkeys }} isRecovering={refused?.kind === 'recovery'} />,
  })
}

/** How long to wait, in the unit that people count in. */
export const slowedText = ({ say, numbers }: ReturnType<typeof readerOf>, { seconds }: SlowedDown): string =>
  seconds > 90 ? say('slowedMinutes', { n: numbers.count(Math.ceil(seconds / 60)) }) : say('slowedSeconds', { n: numbers.count(seconds) })

/** Only a page of our own, so that signing in never leads elsewhere. */
export const safePlace = (place: string): string => (/^\/admin(?:[/?][\x21-\x7e]*)?$/.test(place) && !place.includes('\\') ? place : home)

type Props = {
  readonly reader: Reader
  readonly next: string
  readonly wrong: string | undefined
  readonly username: string
  readonly why: SignInRefused['kind'] | undefined
  readonly hasPasskeys: boolean
}

/** Asks for user name and password; the password is never shown again. */
const SignIn = ({ reader: { say }, reader, next, wrong, username, why, hasPasskeys }: Props) => (
  <AtDoor reader={reader} title={say('signInTitle')}>
    <p>{say('signInText')}</p>
    {why === 'over' && (
      <p class="wrong" role="alert">
        {say('codeOver')}
      </p>
    )}
    {why === 'passkey' && (
      <p class="wrong" role="alert">
        {say('passkeyRefused')}
      </p>
    )}
    {why === 'late' && (
      <p class="wrong" role="alert">
        {say('signInLate')}{' '}
        <a href={home} target="_blank" rel="noopener">
          {say('signInNewTab')}
        </a>
      </p>
    )}
    {wrong !== undefined && (
      <p class="wrong" role="alert" id="wrong">
        {wrong}
      </p>
    )}
    <form method="post" action="/admin/sign-in">
      <input type="hidden" name="next" value={next} />
      <div class="field">
        <label for="username">{say('username')}</label>
        <UsernameInput value={username} {...toFault(wrong)} />
      </div>
      <PasswordField name="password" which="current-password" label={say('password')} marked={toFault(wrong)} />
      <button type="submit">{say('signIn')}</button>
    </form>
    {hasPasskeys && (
      <PasskeyForm
        {...{ reader }}
        action="/admin/sign-in/passkey"
        go={say('passkeyAlone')}
        fields={{ next }}
        ask={{ from: '/admin/sign-in/passkey/challenge' }}
        look="quiet"
      />
    )}
    <ByProvider {...{ reader, query: { next } }} />
    <Rescue say={say} />
  </AtDoor>
)

/** Asks for the second factor; whoever has lost the phone types a recovery code. */
const SecondStep = ({ reader: { say }, reader, next, wrong, hasApp, passkeys, isRecovering }: SecondProps) => (
  <AtDoor reader={reader} title={say(hasApp ? 'codeTitle' : 'passkeyStepTitle')}>
    <p>{say(hasApp ? 'codeText' : 'passkeyStepText')}</p>
    {wrong !== undefined && !isRecovering && (
      <p class="wrong" role="alert" id="wrong">
        {wrong}
      </p>
    )}
    {hasApp && (
      <form method="post" action="/admin/sign-in/code">
        <input type="hidden" name="next" value={next} />
        <div class="field">
          <label for="code">{say('appCode')}</label>
          <CodeInput {...toFault(isRecovering ? undefined : wrong)} />
        </div>
        <button type="submit">{say('codeGo')}</button>
      </form>
    )}
    {passkeys === 'here' && (
      <>
        <PasskeyForm
          {...{ reader, ...(hasApp ? ({ look: 'quiet' } as const) : {}) }}
          action="/admin/sign-in/code"
          go={say('passkeySecond')}
          fields={{ next }}
          ask={{ from: '/admin/sign-in/code/challenge' }}
        />
        <WithoutPasskeys text={say('passkeyNotKnown')} />
      </>
    )}
    {typeof passkeys !== 'string' && <p class="note">{passkeys.why}</p>}
    <details open={isRecovering}>
      <summary>{say(hasApp ? 'codeLost' : 'passkeyLost')}</summary>
      <p>{say('codeLostText')}</p>
      <form method="post" action="/admin/sign-in/code">
        <input type="hidden" name="next" value={next} />
        <div class="field">
          <label for="recovery">{say('recoveryCode')}</label>
          <input
            id="recovery"
            name="recovery"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            required
            maxLength={40}
            {...toFault(isRecovering ? wrong : undefined)}
          />
          {isRecovering && (
            <p class="wrong" role="alert" id="wrong">
              {wrong}
            </p>
          )}
        </div>
        <button class="button quiet" type="submit">
          {say('recoveryGo')}
        </button>
      </form>
    </details>
    <p>
      <a href={home}>{say('codeOther')}</a>
    </p>
  </AtDoor>
)

type SecondProps = Pick<Props, 'reader' | 'next' | 'wrong'> & {
  readonly hasApp: boolean
  readonly passkeys: PasskeysShown
  readonly isRecovering: boolean
}

/** Where the code of an app is typed. */
export const CodeInput = (marked: Ties) => (
  <input id="code" name="code" inputMode="numeric" autocomplete="one-time-code" spellcheck={false} required maxLength={20} {...marked} />
)

type UsernameProps = Ties & { readonly value: string }

/** Where a user name is typed, letter by letter as it is. */
export const UsernameInput = ({ value, ...marked }: UsernameProps) => (
  <input
    id="username"
    name="username"
    autocomplete="username"
    autocapitalize="none"
    spellcheck={false}
    required
    maxLength={64}
    value={value}
    {...marked}
  />
)

type AtDoorProps = { readonly reader: Reader; readonly title: string; readonly children: ComponentChildren }

/** What stands before the office: whose it is, one thing to do, and in which language. */
export const AtDoor = ({ reader, title, children }: AtDoorProps) => (
  <main class="door">
    <p class="brand">
      <Brand reader={reader} />
    </p>
    <section class="card">
      <h1>{title}</h1>
      {children}
    </section>
    <Languages reader={reader} />
  </main>
)

type ByProviderProps = { readonly reader: Reader; readonly query: Readonly<Record<string, string>> }

/** The other way in, where the office has a provider of identities. */
export const ByProvider = ({ reader: { say, provider }, query }: ByProviderProps) =>
  provider === undefined ? null : (
    <p class="acts">
      <a class="button quiet" href={`/admin/sign-in/provider?${new URLSearchParams(query)}`}>
        {say('signInBy', { name: provider })}
      </a>
    </p>
  )

type AgainProps = { readonly reader: Reader; readonly next: string; readonly minutes: number }

/** How somebody without a password shows anew who they are; `next` is where they go on, within so many minutes. */
export const ComeInAgain = ({ reader: { say, numbers, provider }, next, minutes }: AgainProps) =>
  provider === undefined ? (
    <p>{say('proveSignInAgain', { n: numbers.count(minutes) })}</p>
  ) : (
    <>
      <p>{say('proveByProvider', { name: provider, n: numbers.count(minutes) })}</p>
      <p class="acts">
        <a class="button" href={`/admin/sign-in/provider?${new URLSearchParams({ again: '', next })}`}>
          {say('signInBy', { name: provider })}
        </a>
      </p>
    </>
  )

/** How somebody without a password gets one. */
const Rescue = ({ say }: Pick<Reader, 'say'>) => (
  <details>
    <summary>{say('signInHelp')}</summary>
    <p>{say('signInFirst')}</p>
    <p>{say('signInMore')}</p>
    <pre>
      <code>npm run -s sipas -- user reset {say('signInName')}</code>
    </pre>
  </details>
)

/** Ties a control to what is wrong with the form as a whole. */
export const toFault = (wrong: string | undefined): Ties =>
  wrong === undefined ? {} : { 'aria-invalid': true, 'aria-describedby': 'wrong' }

/** The texts of a form exactly as they were typed, since a password may begin with a space. */
export async function typedFields(c: Context): Promise<(name: string) => string> {
  const form = await formOf(c).catch((cause: unknown) => {
    throw new HTTPException(400, { cause })
  })
  // As in other forms: not every database can hold a NUL, and nobody types one.
  for (const [, value] of form) if (typeof value === 'string' && value.includes('\0')) throw new HTTPException(400)
  return (name) => {
    const value = form.get(name)
    return typeof value === 'string' ? value : ''
  }
}
