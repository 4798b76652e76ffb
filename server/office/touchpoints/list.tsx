import type { Context } from 'hono'
import type { ComponentChildren } from 'preact'
import { type Agency, agencyState, type Campaign, campaignState, channels } from '../../../surveys/fielding/campaign'
import { entererAt } from '../../../surveys/people/entering'
import { localised } from '../../../surveys/instrument/language'
import { entryAddress } from '../../citizen/place'
import type { MeasuredAgency } from '../../db/campaigns'
import { type ServingTouchpoint, surveyAddress } from '../../db/touchpoints'
import { type OfficeDeps, setupAddress } from '../frame/deps'
import { publicAddress } from '../../public-address'
import { channelName, type Reader } from '../frame/reader'
import { ColumnHeads, Region } from '../frame/shell'

/** The address under which citizens reach touchpoints. */
export type Origin = {
  readonly url: string
  /** Whether it may be printed: a real survey's code has to lead to the address that was set, not to where an administrator happens to sit. */
  readonly isPrintable: boolean
}

export async function originFor(deps: Pick<OfficeDeps, 'config' | 'database'>, c: Context, synthetic: boolean): Promise<Origin> {
  const address = await publicAddress(deps)
  return { url: address ?? new URL(c.req.url).origin, isPrintable: address !== undefined || synthetic }
}

type SectionProps = {
  readonly reader: Reader
  readonly heading: ComponentChildren
  readonly campaign: Campaign
  readonly touchpoints: readonly ServingTouchpoint[]
  readonly measured: readonly MeasuredAgency[]
  readonly origin: Origin
  readonly today: string
}

/** Where a campaign is asked, with what can be printed and, until it ends, added. */
export function TouchpointSection({ reader, heading, campaign, touchpoints, measured, origin, today }: SectionProps) {
  const { say } = reader
  const state = campaignState(campaign, today)
  const isEmpty = touchpoints.length === 0
  const make =
    state === 'closed' || !reader.may('touchpoints.change') ? null : (
      <a class={isEmpty ? 'button' : 'button quiet'} href={`/admin/new/touchpoint?campaign=${encodeURIComponent(campaign.code)}`}>
        {say('touchpointNew')}
      </a>
    )
  return (
    <section class="card">
      <div class="head">
        <h2>{heading}</h2>
        {!isEmpty && (
          <p class="acts">
            <a class={state === 'open' || state === 'upcoming' ? 'button' : 'button quiet'} href={`${setupAddress(campaign.code)}/posters`}>
              {say('printAll')}
            </a>
            {make}
          </p>
        )}
      </div>
      {isEmpty ? (
        <>
          <p>{say(state === 'closed' ? 'touchpointsNoneClosed' : 'touchpointsNoneText')}</p>
          <p class="acts">{make}</p>
        </>
      ) : (
        <TouchpointTable {...{ reader, touchpoints, measured, origin, today }} isTrial={state === 'draft' || state === 'upcoming'} />
      )}
    </section>
  )
}

type TableProps = {
  readonly reader: Reader
  readonly touchpoints: readonly ServingTouchpoint[]
  readonly measured: readonly MeasuredAgency[]
  readonly origin: Origin
  readonly today: string
  /** Whether the campaign takes only trials yet. */
  readonly isTrial: boolean
}

/** Touchpoints by channel and name, with their QR code, link and files. */
function TouchpointTable({ touchpoints, measured, ...props }: TableProps) {
  const agencies = new Map(measured.map(({ agency }) => [agency.code, agency]))
  const nameOf = ({ agencies: [first = ''], label }: ServingTouchpoint): string =>
    `${localised(agencies.get(first)?.name ?? {}, 'vi')} ${localised(label, 'vi')}`
  const sorted = [...touchpoints].sort((a, b) => channels.indexOf(a.kind) - channels.indexOf(b.kind) || names.compare(nameOf(a), nameOf(b)))
  return (
    <Region label={props.reader.say('navTouchpoints')}>
      <table class="list touchpoints">
        <ColumnHeads
          columns={[
            { title: props.reader.say('qrCode') },
            { title: props.reader.say('touchpoint'), look: 'name' },
            { title: props.reader.say('channel') },
            { title: props.reader.say('link') },
            { title: props.reader.say('files') },
          ]}
        />
        <tbody>
          {sorted.map((touchpoint) => (
            <Row
              key={touchpoint.code}
              {...{ ...props, touchpoint }}
              served={touchpoint.agencies.flatMap((code) => agencies.get(code) ?? [])}
            />
          ))}
        </tbody>
      </table>
    </Region>
  )
}

const names = new Intl.Collator('vi', { numeric: true })

type RowProps = Omit<TableProps, 'touchpoints' | 'measured'> & {
  readonly touchpoint: ServingTouchpoint
  readonly served: readonly Agency[]
}

/** Agencies of a touchpoint that are asked about no more, or not yet, each with the day. */
const NotAsked = ({ reader: { say, numbers, language }, served, today }: Pick<RowProps, 'reader' | 'served' | 'today'>) => (
  <>
    {served.map((agency) => {
      const state = agencyState(agency, today)
      const day = state === 'ended' ? agency.validTo : agency.validFrom
      return state === 'valid' || day === null ? null : (
        <small key={agency.code} class="out">
          {say(state === 'ended' ? 'agencyOver' : 'agencyYet', { agency: localised(agency.name, language), day: numbers.day(day) })}
        </small>
      )
    })}
  </>
)

const flagged = (href: string, flag: string): string => `${href}${href.includes('?') ? '&' : '?'}${flag}`

function Row({ reader, touchpoint, served, origin, isTrial, today }: RowProps) {
  const { say, language, numbers } = reader
  const { code, kind, label } = touchpoint
  const href = surveyAddress(origin.url, touchpoint)
  const own = `/admin/touchpoints/${encodeURIComponent(code)}`
  const [first = '', ...others] = served.map(({ name }) => localised(name, language))
  const of = `${localised(label, language)}, ${first}`
  return (
    <tr>
      <td class="thumb">
        {origin.isPrintable ? (
          <a href={`${own}/poster`}>
            <img src={`${own}/qr.svg`} alt={say('posterOf', { of })} width="64" height="64" loading="lazy" />
          </a>
        ) : (
          <span class="out">–</span>
        )}
      </td>
      <th scope="row" class="name">
        {first}
        {others.length > 0 && ` ${say('andOthers', { n: numbers.count(others.length) })}`}
        <small>{localised(label, language)}</small>
        <NotAsked {...{ reader, served, today }} />
      </th>
      <td>{channelName(reader, kind)}</td>
      <td class="link">
        <a href={href}>{href.replace(/^https?:\/\//, '')}</a>
        {isTrial && (
          <small>
            <a href={flagged(href, 'test')}>{say('tryIt')}</a>
          </small>
        )}
        {entererAt(kind) !== undefined && reader.may('responses.enter') && (
          <small>
            <a href={entryAddress(code)}>{say('enterIt')}</a>
          </small>
        )}
        {kind === 'kiosk' && (
          <small>
            <a href={flagged(href, 'assisted')}>{say('assistIt')}</a>
          </small>
        )}
      </td>
      <td class="filesof">
        {origin.isPrintable ? (
          <>
            <a href={`${own}/poster`} aria-label={say('posterOf', { of })}>
              {say('poster')}
            </a>{' '}
            <a href={`${own}/qr.svg?download`} aria-label={`SVG, ${of}`}>
              SVG
            </a>{' '}
            <a href={`${own}/qr.png?download`} aria-label={`PNG, ${of}`}>
              PNG
            </a>
          </>
        ) : (
          <NoAddress reader={reader} />
        )}{' '}
        {reader.may('touchpoints.change') && (
          <a href={`${own}/delete`} aria-label={`${say('delete')}: ${of}`}>
            {say('delete')}
          </a>
        )}
      </td>
    </tr>
  )
}

/** Nothing can be printed yet; who may set the address is led there. */
const NoAddress = ({ reader: { say, may } }: Pick<TableProps, 'reader'>) =>
  may('settings.change') ? (
    <a class="out" href="/admin/settings#publicUrl">
      {say('noPublicUrl')}
    </a>
  ) : (
    <span class="out">{say('noPublicUrl')}</span>
  )
