import type { Context } from 'hono'
import { localDay } from '../../../surveys/instrument/calendar'
import { type Person, personOf } from '../../access/permission'
import { seenNow } from '../../access/seen'
import type { LiveLook } from '../../live'
import { arrivalStamp, readFieldwork } from '../../reading/fieldwork'
import type { OfficeDeps } from '../frame/deps'
import { type Reader, readerOf } from '../frame/reader'
import { changedTexts, type FieldView, fieldViewNamed, type LiveTexts, textsOf } from './fieldwork-live'

/** Tells an open page of fieldwork what changes, as long as whoever reads it may; who looks as somebody else reloads. */
export async function fieldworkStream(deps: OfficeDeps, c: Context, code: string): Promise<Response> {
  const person = await personOf(deps, c)
  if (!person || person.seeing) return c.body(null, 204)
  const stream = deps.live.follow(person.id, lookOf(deps, person, code, readerOf(c), fieldViewNamed(c.req.query('view'))))
  if (!stream) return c.body(null, 503, { 'Retry-After': '60' })
  return c.body(stream, 200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'private, no-store', 'X-Accel-Buffering': 'no' })
}

/** Session, roles and agencies are asked for at every look, so that what somebody may not see any more is not sent any more. */
function lookOf(deps: OfficeDeps, person: Person, code: string, reader: Reader, view: FieldView): LiveLook {
  let [known, told]: [string, LiveTexts] = ['', new Map()]
  return async () => {
    const { database, now } = deps
    const seeing = await seenNow(database, person, 'results.read')
    if (!seeing) return 'over'
    const stamp = `${await arrivalStamp(database)} ${localDay(now())} ${seeing.extent}`
    if (stamp === known) return 'same'
    const found = await seeing.campaign(code)
    if (!found) return 'over'
    const fieldwork = await readFieldwork(deps, found.record, found.touchpoints)
    const texts = textsOf(reader, found.record.campaign, fieldwork, view)
    const data = changedTexts(told, texts)
    ;[known, told] = [stamp, texts]
    return Object.keys(data).length === 0 ? 'same' : { event: 'figures', data }
  }
}
