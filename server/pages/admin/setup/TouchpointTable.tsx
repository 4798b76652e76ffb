import { localised } from '../../../../surveys/language'
import type { ServingTouchpoint } from '../../../db/touchpoints'
import { surveyAddress } from '../../../setup/touchpoints'
import { channelName, type Reader } from '../reader'
import { Region } from '../Region'
import type { Origin } from './origin'

type Props = {
  readonly reader: Reader
  readonly touchpoints: readonly ServingTouchpoint[]
  /** Agencies' names by their code. */
  readonly names: ReadonlyMap<string, string>
  readonly origin: Origin
  /** Whether the campaign takes only trials yet. */
  readonly isTrial: boolean
}

/** Touchpoints with their QR code, link and files. */
export const TouchpointTable = ({ touchpoints, ...props }: Props) => (
  <Region label={props.reader.say('navTouchpoints')}>
    <table class="list touchpoints">
      <thead>
        <tr>
          <th scope="col">{props.reader.say('qrCode')}</th>
          <th scope="col" class="name">{props.reader.say('touchpoint')}</th>
          <th scope="col">{props.reader.say('channel')}</th>
          <th scope="col">{props.reader.say('link')}</th>
          <th scope="col">{props.reader.say('files')}</th>
        </tr>
      </thead>
      <tbody>{touchpoints.map((touchpoint) => <Row key={touchpoint.code} {...{ ...props, touchpoint }} />)}</tbody>
    </table>
  </Region>
)

function Row({ reader, touchpoint, names, origin, isTrial }: Omit<Props, 'touchpoints'> & { readonly touchpoint: ServingTouchpoint }) {
  const { say, language, numbers } = reader
  const { code, kind, label, agencies } = touchpoint
  const href = surveyAddress(origin.url, touchpoint)
  const own = `/admin/touchpoints/${encodeURIComponent(code)}`
  const [first = '', ...others] = agencies.map((agency) => names.get(agency) ?? agency)
  const of = `${localised(label, language)}, ${first}`
  return (
    <tr>
      <td class="thumb">{origin.isPrintable ? <a href={`${own}/poster`}><img src={`${own}/qr.svg`} alt={say('posterOf', { of })} width="64" height="64" loading="lazy" /></a> : <span class="out">–</span>}</td>
      <th scope="row" class="name">{first}{others.length > 0 && ` ${say('andOthers', { n: numbers.count(others.length) })}`}<small>{localised(label, language)}</small></th>
      <td>{channelName(reader, kind)}</td>
      <td class="link">
        <a href={href}>{href.replace(/^https?:\/\//, '')}</a>
        {isTrial && <small><a href={`${href}${href.includes('?') ? '&' : '?'}test`}>{say('tryIt')}</a></small>}
      </td>
      <td class="filesof">
        {origin.isPrintable ? <><a href={`${own}/poster`} aria-label={say('posterOf', { of })}>{say('poster')}</a> <a href={`${own}/qr.svg?download`} aria-label={`SVG, ${of}`}>SVG</a> <a href={`${own}/qr.png?download`} aria-label={`PNG, ${of}`}>PNG</a></> : <span class="out">{say('noPublicUrl')}</span>}
      </td>
    </tr>
  )
}
