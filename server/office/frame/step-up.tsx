import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { isSealed, provedMs, sealOf } from '../../access/keys'
import { currentSession, hasJustProved, type Session } from '../../access/session'
import { proveAgain } from '../../access/sign-in'
import type { OfficeDeps } from './deps'
import { noticePage, page } from './document'
import { formOf } from './form'
import { formPlace, safePlace, signInPage } from './door'
import { type ProofNames, ProvedForm, scriptFor, proofIn, type Trouble, troubleWith, type Ways, waysOf } from './proof'
import { type Reader, readerOf } from './reader'
import { Shell } from './shell'

type Deps = Pick<OfficeDeps, 'accounts' | 'database'>

/** One field of a form as it is carried through the page that asks who it is; a file as text. */
type Carried = readonly [name: string, value: string]

const names: ProofNames = { password: 'proof-password', code: 'proof-code', passkey: 'proof-passkey' }
const fileField = 'proof-file'
/** Where the form stood, for who does not go on after all. */
const backField = 'proof-back'
const ours: ReadonlySet<string> = new Set([...Object.values(names), backField])
/** In the address, so that only a form that was held back is read before its own page reads it. */
const sealField = 'proof'

/** Holds a form back that does what cannot be undone, until whoever sent it shows again who they are: the page carries it along. */
export async function askAgain(deps: Deps, c: Context): Promise<Response> {
  const session = await currentSession(deps.accounts, c)
  if (!session) return signInPage(c)
  const form = await formOf(c).catch(() => new FormData())
  // Whatever a form has under our names is none of its own.
  for (const name of [fileField, ...ours]) form.delete(name)
  return proofPage(deps, c, session, { carried: await carriedIn(form), back: formPlace(c) }, await waysOf(deps, c, session.user.id))
}

/** Lets a form that was held back go on once its sender has shown who they are, as it was sent, in the session in which it was. */
export function provedFirst(deps: Deps): MiddlewareHandler {
  const limited = bodyLimit({ maxSize: mostCarried, onError: (c) => noticePage(c, 413, 'refusedTitle', 'unreadableText') })
  return async (c, next) => {
    if (c.req.method !== 'POST' || c.req.query(sealField) === undefined) return next()
    let answer: Response | undefined
    const tooLarge = await limited(c, async () => {
      answer = await held(deps, c)
    })
    return tooLarge ?? answer ?? next()
  }
}

/** In bytes: a file of a form is read up to eight million, and is a third longer as text. */
const mostCarried = 12 * 1024 * 1024

async function held(deps: Deps, c: Context): Promise<Response | undefined> {
  const { accounts } = deps
  const session = await currentSession(accounts, c)
  if (!session) return signInPage(c)
  const form = await formOf(c).catch(() => undefined)
  if (!form) return noticePage(c, 400, 'refusedTitle', 'unreadableText')
  const typed = (name: string): string => [form.get(name)].find((value) => typeof value === 'string') ?? ''
  const carried = (await carriedIn(form)).filter(([name]) => !ours.has(name))
  if (!isSealed(c.req.query(sealField) ?? '', accounts.secret, ...sealedParts(c, session, carried)))
    return noticePage(c, 409, 'proveNotTitle', 'proveNotText')
  // A double click sends both; the second finds it proved.
  const isProved = async () => isJustProved(deps, await currentSession(accounts, c))
  if (!(await isProved())) {
    const ways = await waysOf(deps, c, session.user.id)
    const shown = await proofIn(c, ways, names, typed)
    const proof = await proveAgain(accounts, c, session, shown)
    if (proof.kind !== 'right' && !(await isProved()))
      return proofPage(deps, c, session, { carried, back: safePlace(typed(backField)) }, ways, troubleWith(c, proof, shown, ways))
  }
  c.req.raw = asItWas(c, carried)
  c.req.bodyCache = {}
  return undefined
}

const isJustProved = ({ accounts }: Deps, session: Session | undefined): boolean =>
  session !== undefined && hasJustProved(accounts, session)

/** The request as its page sent it. */
function asItWas(c: Context, carried: readonly Carried[]): Request {
  const form = new FormData()
  for (const [name, value] of carried) {
    if (name !== fileField) form.append(name, value)
    else {
      const { field, name: called, type, bytes } = fileIn(value)
      form.append(field, new File([Buffer.from(bytes, 'base64')], called, { type }))
    }
  }
  const headers = new Headers(c.req.raw.headers)
  headers.delete('content-type')
  headers.delete('content-length')
  return new Request(new URL(addressOf(c), c.req.url), { method: 'POST', headers, body: form })
}

type CarriedFile = { readonly field: string; readonly name: string; readonly type: string; readonly bytes: string }

const fileIn = (json: string): CarriedFile => JSON.parse(json)

/** Browsers write line ends their own way each time they send a text. */
async function carriedIn(form: FormData): Promise<readonly Carried[]> {
  const carried: Carried[] = []
  for (const [field, value] of form) {
    if (typeof value === 'string') carried.push([field, value.replace(/\r\n?/g, '\n')])
    else if (value.size > 0) {
      const bytes = Buffer.from(await value.arrayBuffer()).toString('base64')
      carried.push([fileField, JSON.stringify({ field, name: value.name, type: value.type, bytes } satisfies CarriedFile)])
    }
  }
  return carried
}

/** Where the form was sent, without what we have added. */
function addressOf(c: Context): string {
  const { pathname, searchParams } = new URL(c.req.url)
  searchParams.delete(sealField)
  return searchParams.size === 0 ? pathname : `${pathname}?${searchParams}`
}

/** The session's own id: its key may be another one when the form comes. */
const sealedParts = (c: Context, { id }: Session, carried: readonly Carried[]): readonly string[] => [
  'step-up',
  id,
  addressOf(c),
  JSON.stringify(carried),
]

type HeldForm = { readonly carried: readonly Carried[]; readonly back: string }

async function proofPage(
  deps: Deps,
  c: Context,
  session: Session,
  { carried, back }: HeldForm,
  ways: Ways,
  trouble?: Trouble,
): Promise<Response> {
  const [reader, { accounts }] = [readerOf(c), deps]
  const address = addressOf(c)
  const seal = sealOf(accounts.secret, ...sealedParts(c, session, carried))
  return page(c, {
    reader,
    title: reader.say('proveTitle'),
    status: trouble?.status ?? 401,
    ...scriptFor(c, ways),
    body: (
      <ProofAsked
        {...{ reader, carried, ways, back }}
        username={session.user.username}
        wrong={trouble?.wrong}
        action={`${address}${address.includes('?') ? '&' : '?'}${sealField}=${seal}`}
      />
    ),
  })
}

type Props = {
  readonly reader: Reader
  readonly username: string
  readonly action: string
  readonly back: string
  readonly carried: readonly Carried[]
  readonly wrong: string | undefined
  readonly ways: Ways
}

/** Asks who it is before what cannot be undone; what was sent waits in the page, where it can go on from there. */
const ProofAsked = ({ reader, reader: { say }, back, carried, ways, ...form }: Props) => (
  <Shell reader={reader}>
    <h1>{say('proveTitle')}</h1>
    <section class="card form">
      <p>{say('proveText')}</p>
      {(ways.password || ways.passkey === 'here') && <p class="note">{say('proveKept')}</p>}
      <ProvedForm
        {...{ reader, ways, names, back, ...form }}
        go={say('proveGo')}
        next={back}
        minutes={provedMs / 60_000}
        enctype="multipart/form-data"
      >
        {carried.map(([name, value], place) => (
          <input key={place} type="hidden" name={name} value={value} />
        ))}
        <input type="hidden" name={backField} value={back} />
      </ProvedForm>
    </section>
  </Shell>
)
