import { type Campaign, campaignState } from '../../../surveys/fielding/campaign'
import { daysBetween } from '../../../surveys/instrument/calendar'
import type { Reader } from '../frame/reader'

type Props = { readonly reader: Reader; readonly campaign: Campaign; readonly today: string }

/** Where a campaign stands today, in a word and a dot. */
export function State({ reader: { say }, campaign, today }: Props) {
  const state = campaign.status === 'published' ? 'published' : campaignState(campaign, today)
  return <span class={`state ${state}`}>{say(`state_${state}`)}</span>
}

/** The same with how far it is, and that its data are made up where they are. */
export const WhereItStands = ({ reader, campaign, today }: Props) => (
  <>
    <State {...{ reader, campaign, today }} /> · {periodText(reader, campaign, today)}
    {campaign.synthetic && (
      <>
        {' '}
        · <mark>{reader.say('synthetic')}</mark>
      </>
    )}
  </>
)

/** On which of its days a campaign is, or when it begins or ended. */
function periodText({ say, numbers }: Reader, { status, opensOn, closesOn }: Campaign, today: string): string {
  const state = campaignState({ status, opensOn, closesOn }, today)
  const span = { from: numbers.day(opensOn), to: numbers.day(closesOn) }
  if (state === 'upcoming') return say('fieldFrom', span)
  if (state === 'closed' || state === 'draft') return say('fieldSpan', span)
  const [day, of] = [daysBetween(opensOn, today) + 1, daysBetween(opensOn, closesOn) + 1]
  return say('fieldDay', { ...span, n: numbers.count(day), all: numbers.count(of) })
}
