import type { Context } from 'hono'
import { localised } from '../../../surveys/instrument/language'
import type { KioskPlace } from '../../reading/kiosks'
import { noticePage } from '../frame/document'
import type { Reader } from '../frame/reader'

/** The page of one kiosk. */
export const kioskAddress = (id: string): string => `/admin/kiosks/${encodeURIComponent(id)}`

export const lostKiosk = (c: Context, seen: string): Response => noticePage(c, 404, 'lostTitle', 'kioskUnknown', { seen })

/** Where it stands in a line, and whether anybody can still answer there. */
export const PlaceLines = ({ reader, place }: { readonly reader: Reader; readonly place: KioskPlace | undefined }) =>
  place ? (
    <>
      <small>
        {kioskPlaceText(reader, place)}
        {place.campaign.synthetic && (
          <>
            {' · '}
            <mark>{reader.say('synthetic')}</mark>
          </>
        )}
      </small>
      {place.isOver && <small class="amiss">{reader.say('kioskPlaceOver')}</small>}
    </>
  ) : (
    <small class="amiss">{reader.say('kioskPlaceGone')}</small>
  )

/** A touchpoint with its first agency and how many more it serves. */
export function kioskPlaceText({ say, numbers, language }: Reader, { label, agencies: [first, ...others] }: KioskPlace): string {
  const agency = first ? localised(first, language) : ''
  const more = others.length > 0 ? ` ${say('andOthers', { n: numbers.count(others.length) })}` : ''
  return `${localised(label, language)}, ${agency}${more}`
}
