import type { Context } from 'hono'
import { type Invitation, inviteKiosk } from '../../acts/kiosks'
import { findKiosk } from '../../db/kiosks'
import { qrModules, qrSvg } from '../../files/images'
import { addressDoubt, publicAddress } from '../../public-address'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { page } from '../frame/document'
import { type Reader, readerOf } from '../frame/reader'
import { Shell } from '../frame/shell'
import { kioskAddress, lostKiosk } from './place'

/** A new code for a kiosk. */
export const invited = (deps: OfficeDeps, c: Context, id: string): Promise<Response> =>
  acting(deps, c, inviteKiosk, { id }, (came) => (came.kind === 'done' ? codePage(deps, c, came.value) : lostKiosk(c, id)))

/** Shows a code, or gets a new one where the form came twice: nobody can know any more what the first one was. */
export async function codePage(deps: OfficeDeps, c: Context, { id, code }: Invitation): Promise<Response> {
  if (code === '') return invited(deps, c, id)
  const reader = readerOf(c)
  const name = (await findKiosk(deps.database, id))?.name ?? ''
  const address = await publicAddress(deps)
  const origin = address ?? new URL(c.req.url).origin
  const doubt = address === undefined ? 'unset' : addressDoubt(address)
  return page(c, { reader, title: reader.say('kioskCodeTitle'), body: <Code {...{ reader, id, name, code, origin, doubt }} /> })
}

type CodeProps = {
  readonly reader: Reader
  readonly id: string
  readonly name: string
  readonly code: string
  readonly origin: string
  /** Why a device may not come to that address, or not do there what a kiosk does. */
  readonly doubt: 'unset' | ReturnType<typeof addressDoubt>
}

/** The one time that a code is shown. */
const Code = ({ reader: { say }, reader, id, name, code, origin, doubt }: CodeProps) => (
  <Shell reader={reader}>
    <p class="back">
      <a href={kioskAddress(id)}>{name}</a>
    </p>
    <h1>{say('kioskCodeTitle')}</h1>
    <section class="card form">
      <p class="once">
        <code>{code}</code>
      </p>
      <img
        class="oncepicture"
        src={`data:image/svg+xml,${encodeURIComponent(qrSvg(qrModules(`${origin}/kiosk#${code}`)))}`}
        alt={say('kioskCodePicture')}
        width="240"
        height="240"
      />
      <ol class="meanings">
        <li>
          {say('kioskCodeStep_open')} <code>{origin}/kiosk</code>
        </li>
        <li>{say('kioskCodeStep_type')}</li>
        <li>{say('kioskCodeStep_look')}</li>
      </ol>
      <p class="note">{say('kioskCodeNote')}</p>
      {doubt !== undefined && <p class="note">{say(doubt === 'unset' ? 'kioskAddressUnset' : `publicAddress_${doubt}`)}</p>}
      <p class="acts">
        <a class="button" href={kioskAddress(id)}>
          {say('kioskCodeDone')}
        </a>
        <a href="/admin/kiosks/guide">{say('guideTitle')}</a>
      </p>
    </section>
  </Shell>
)
