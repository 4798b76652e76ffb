import { type Context, Hono } from 'hono'
import { composed } from '../../../surveys/instrument/spelling'
import { type ChoiceFault, type LinkFor, linkFor, useLink } from '../../access/account'
import type { Accounts } from '../../access/accounts'
import { page } from '../frame/document'
import { AtDoor, ByProvider, typedFields, UsernameInput } from '../frame/door'
import { described, FieldFault } from '../frame/form'
import { type Reader, readerOf } from '../frame/reader'
import { faultText, NewPassword } from './passwords'

type Deps = { readonly accounts: Accounts }

/** What one-time links open; looking at one does not use it up. */
export const linkPages = (deps: Deps): Hono =>
  new Hono()
    .get('/setup/:key', (c) => opened(deps, c, c.req.param('key')))
    .get('/password/:key', (c) => opened(deps, c, c.req.param('key')))
    .post('/setup/:key', (c) => used(deps, c, c.req.param('key')))
    .post('/password/:key', (c) => used(deps, c, c.req.param('key')))

async function opened({ accounts }: Deps, c: Context, key: string): Promise<Response> {
  const target = await linkFor(accounts, key)
  return target ? choicePage(c, target) : gonePage(c)
}

async function used({ accounts }: Deps, c: Context, key: string): Promise<Response> {
  const field = await typedFields(c)
  const chosen = {
    username: field('username'),
    name: composed(field('name').slice(0, 100)),
    password: field('wanted'),
    again: field('again'),
  }
  const outcome = await useLink(accounts, c, key, chosen)
  if (outcome.kind === 'done') return c.redirect('/admin', 303)
  const target = outcome.kind === 'faulty' ? await linkFor(accounts, key) : undefined
  return outcome.kind === 'faulty' && target ? choicePage(c, target, { ...chosen, fault: outcome.fault }) : gonePage(c)
}

type Typed = { readonly username: string; readonly name: string; readonly fault: ChoiceFault | undefined }

function choicePage(
  c: Context,
  target: LinkFor,
  { username, name, fault }: Typed = { username: '', name: '', fault: undefined },
): Response {
  const reader = readerOf(c)
  const title = reader.say(target.kind === 'setup' ? 'setupTitle' : 'chooseTitle')
  return page(c, {
    reader,
    title,
    status: fault === undefined ? 200 : 422,
    body: <Choose {...{ reader, target, fault, username, name }} />,
  })
}

function gonePage(c: Context): Response {
  const reader = readerOf(c)
  return page(c, { reader, title: reader.say('linkGoneTitle'), status: 404, body: <LinkGone reader={reader} /> })
}

type Props = {
  readonly reader: Reader
  readonly target: LinkFor
  readonly fault: ChoiceFault | undefined
  readonly username: string
  readonly name: string
}

/** What a one-time link opens: the first account, or a password for one that there is. */
const Choose = ({ reader: { say, path }, reader, target, fault, username, name }: Props) => (
  <AtDoor reader={reader} title={say(target.kind === 'setup' ? 'setupTitle' : 'chooseTitle')}>
    <p>{target.kind === 'setup' ? say('setupText') : say('chooseText', { name: target.user.username })}</p>
    <form method="post" action={path}>
      {target.kind === 'setup' ? (
        <Names {...{ reader, fault, username, name }} />
      ) : (
        <input type="hidden" name="username" value={target.user.username} />
      )}
      <NewPassword {...{ reader, fault }} />
      <button type="submit">{say(target.kind === 'setup' ? 'setupGo' : 'chooseGo')}</button>
    </form>
    {target.kind === 'password' && reader.provider !== undefined && (
      <>
        <p>{say('chooseOrProvider', { name: reader.provider })}</p>
        <ByProvider {...{ reader, query: { link: path.split('/').at(-1) ?? '' } }} />
      </>
    )}
  </AtDoor>
)

function Names({ reader, fault, username, name }: Omit<Props, 'target'>) {
  const { say } = reader
  const wrong = faultText(reader, fault, ['username', 'taken'])
  return (
    <>
      <div class="field">
        <label for="username">{say('username')}</label>
        <small id="username-hint">{say('usernameHint')}</small>
        <UsernameInput value={username} {...described('username', '', wrong)} />
        <FieldFault name="username" fault={wrong} />
      </div>
      <div class="field">
        <label for="name">{say('displayName')}</label>
        <small id="name-hint">{say('displayNameHint')}</small>
        <input id="name" name="name" autocomplete="name" maxLength={100} value={name} {...described('name', '', undefined)} />
      </div>
    </>
  )
}

/** What a link opens that was used, ran out or was replaced. */
const LinkGone = ({ reader: { say }, reader }: { readonly reader: Reader }) => (
  <AtDoor reader={reader} title={say('linkGoneTitle')}>
    <p>{say('linkGoneText')}</p>
    <p>{say('linkGoneSetup')}</p>
    <pre>
      <code>npm run -s sipas -- user reset {say('signInName')}</code>
    </pre>
    <p>
      <a class="button" href="/admin">
        {say('signIn')}
      </a>
    </p>
  </AtDoor>
)
