import { type Context, Hono } from 'hono'
import type { Session } from '../../access/session'
import { changeOwnAddress } from '../../acts/accounts'
import { mailAddressOf } from '../../db/accounts'
import { readMailAddress, shownAddress } from '../../mail/setting'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { noticePage, page } from '../frame/document'
import { typedFields } from '../frame/door'
import { ProvedForm, scriptFor, type Trouble } from '../frame/proof'
import { done, readerOf } from '../frame/reader'
import { OwnPage } from './factor'
import { mailAddress, ownAddress, signedIn } from './own'
import { AddressField, type AddressFaultWord, addressFaultWord } from './passwords'
import { ownProof, troubleIn, waysAsked } from './proof'

/** Where letters about one's own account go. */
export const ownMailPages = (deps: OfficeDeps): Hono =>
  new Hono()
    .get('/account/address', (c) => signedIn(deps, c, (session) => addressPage(deps, c, session, {})))
    .post('/account/address', (c) => signedIn(deps, c, (session) => changed(deps, c, session)))

type Sent = { readonly typed?: string; readonly fault?: AddressFaultWord; readonly trouble?: Trouble }

async function addressPage(deps: OfficeDeps, c: Context, session: Session, { typed, fault, trouble }: Sent): Promise<Response> {
  const [reader, ways] = [readerOf(c), await waysAsked(deps, c, session)]
  const { say } = reader
  const value = typed ?? shownAddress(await mailAddressOf(deps.database, session.user.id))
  return page(c, {
    reader,
    title: say('mailAddress'),
    status: trouble?.status ?? (fault === undefined ? 200 : 422),
    ...scriptFor(c, ways),
    body: (
      <OwnPage reader={reader} title={say('mailAddress')}>
        {ways?.password && <p class="note">{say('mailAddressOwn')}</p>}
        <ProvedForm
          {...{ reader, ways, ...ownProof }}
          username={session.user.username}
          wrong={trouble?.wrong}
          action={mailAddress}
          go={say('save')}
          back={ownAddress}
          next={mailAddress}
        >
          <input type="hidden" name="username" value={session.user.username} />
          <AddressField {...{ reader, value, fault }} />
        </ProvedForm>
      </OwnPage>
    ),
  })
}

/** Letters with links that open the account go there, so whoever sits at a screen that was left open does not change it. */
async function changed(deps: OfficeDeps, c: Context, session: Session): Promise<Response> {
  const field = await typedFields(c)
  const typed = field('address').trim()
  // Before the proof, since a code is spent by being shown.
  if (typed !== '' && readMailAddress(typed) === undefined)
    return addressPage(deps, c, session, { typed, fault: addressFaultWord('address') })
  const trouble = await troubleIn(deps, c, session, await waysAsked(deps, c, session), field)
  if (trouble) return addressPage(deps, c, session, { typed, trouble })
  return acting(deps, c, changeOwnAddress, { address: typed }, (came) => {
    if (came.kind === 'done') return done(c, ownAddress, 'done_address')
    const { code } = came.failure
    return code === 'unknown'
      ? noticePage(c, 404, 'lostTitle', 'lostText')
      : addressPage(deps, c, session, { typed, fault: addressFaultWord(code) })
  })
}
