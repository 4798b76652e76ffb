import { type Context, Hono } from 'hono'
import type { Accounts } from '../../../accounts/accounts'
import { type ChoiceFault, linkFor, type LinkFor, useLink } from '../../../accounts/links'
import { page } from '../document'
import { readerOf } from '../reader'
import { Choose } from './Choose'
import { fieldsOf } from './fields'
import { LinkGone } from './LinkGone'

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
  const field = await fieldsOf(c)
  const chosen = { username: field('username'), name: field('name').normalize('NFC').slice(0, 100), password: field('wanted'), again: field('again') }
  const outcome = await useLink(accounts, c, key, chosen)
  if (outcome.kind === 'done') return c.redirect('/admin', 303)
  const target = outcome.kind === 'faulty' ? await linkFor(accounts, key) : undefined
  return outcome.kind === 'faulty' && target ? choicePage(c, target, { ...chosen, fault: outcome.fault }) : gonePage(c)
}

type Typed = { readonly username: string; readonly name: string; readonly fault: ChoiceFault | undefined }

function choicePage(c: Context, target: LinkFor, { username, name, fault }: Typed = { username: '', name: '', fault: undefined }): Response {
  const reader = readerOf(c)
  const title = reader.say(target.kind === 'setup' ? 'setupTitle' : 'chooseTitle')
  return page(c, { reader, title, status: fault === undefined ? 200 : 422, body: <Choose {...{ reader, target, fault, username, name }} /> })
}

function gonePage(c: Context): Response {
  const reader = readerOf(c)
  return page(c, { reader, title: reader.say('linkGoneTitle'), status: 404, body: <LinkGone reader={reader} /> })
}
