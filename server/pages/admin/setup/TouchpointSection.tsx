import type { ComponentChildren } from 'preact'
import { type Campaign, campaignState } from '../../../../surveys/campaign'
import type { ServingTouchpoint } from '../../../db/touchpoints'
import type { Reader } from '../reader'
import { setupAddress } from './first-steps'
import type { Origin } from './origin'
import { TouchpointTable } from './TouchpointTable'

type Props = {
  readonly reader: Reader
  readonly heading: ComponentChildren
  readonly campaign: Campaign
  readonly touchpoints: readonly ServingTouchpoint[]
  readonly names: ReadonlyMap<string, string>
  readonly origin: Origin
  readonly today: string
}

/** Where a campaign is asked, with what can be printed and, until it ends, added. */
export function TouchpointSection({ reader, heading, campaign, touchpoints, names, origin, today }: Props) {
  const { say } = reader
  const state = campaignState(campaign, today)
  const isEmpty = touchpoints.length === 0
  const make = state === 'closed' ? null : <a class={isEmpty ? 'button' : 'button quiet'} href={`/admin/new/touchpoint?campaign=${encodeURIComponent(campaign.code)}`}>{say('touchpointNew')}</a>
  return (
    <section class="card">
      <div class="head">
        <h2>{heading}</h2>
        {!isEmpty && <p class="acts"><a class="button" href={`${setupAddress(campaign.code)}/posters`}>{say('printAll')}</a>{make}</p>}
      </div>
      {isEmpty ? <><p>{say(state === 'closed' ? 'touchpointsNoneClosed' : 'touchpointsNoneText')}</p><p class="acts">{make}</p></> : <TouchpointTable {...{ reader, touchpoints, names, origin }} isTrial={state === 'draft' || state === 'upcoming'} />}
    </section>
  )
}
