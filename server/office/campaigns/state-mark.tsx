import { type Campaign, campaignState } from '../../../surveys/fielding/campaign'
import type { Reader } from '../frame/reader'

type Props = { readonly reader: Reader; readonly campaign: Campaign; readonly today: string }

/** Where a campaign stands today, in a word and a dot. */
export function State({ reader: { say }, campaign, today }: Props) {
  const state = campaign.status === 'published' ? 'published' : campaignState(campaign, today)
  return <span class={`state ${state}`}>{say(`state_${state}`)}</span>
}
