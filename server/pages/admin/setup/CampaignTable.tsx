import { type Campaign, campaignState } from '../../../../surveys/campaign'
import { localised } from '../../../../surveys/language'
import type { Reader } from '../reader'
import { Region } from '../Region'

export type CampaignRows = { readonly campaigns: readonly Campaign[]; readonly totals: ReadonlyMap<string, number>; readonly today: string }
type Props = CampaignRows & { readonly reader: Reader; readonly hrefOf: (code: string) => string }

/** Campaigns, the latest first, each leading to its page. */
export const CampaignTable = ({ reader, campaigns, totals, today, hrefOf }: Props) => (
  <section class="card">
    <Region label={reader.say('campaigns')}>
      <table class="campaigns">
        <thead>
          <tr>
            <th scope="col">{reader.say('campaign')}</th>
            <th scope="col">{reader.say('state')}</th>
            <th scope="col" class="n">{reader.say('responses')}</th>
            <th scope="col">{reader.say('period')}</th>
            <th scope="col">{reader.say('questionnaire')}</th>
          </tr>
        </thead>
        <tbody>{campaigns.map((campaign) => <Row key={campaign.code} {...{ reader, campaign, today, hrefOf }} total={totals.get(campaign.code) ?? 0} />)}</tbody>
      </table>
    </Region>
  </section>
)

type RowProps = Pick<Props, 'reader' | 'today' | 'hrefOf'> & { readonly campaign: Campaign; readonly total: number }

function Row({ reader, campaign, total, today, hrefOf }: RowProps) {
  const { say, numbers, language } = reader
  return (
    <tr>
      <th scope="row">
        <a href={hrefOf(campaign.code)}>{localised(campaign.title, language)}</a>
        <small>{say('code')}: {campaign.code}{campaign.synthetic && <> · <mark>{say('synthetic')}</mark></>}</small>
      </th>
      <td><State {...{ reader, campaign, today }} /></td>
      <td class="n" data-label={say('responses')}>{numbers.count(total)}</td>
      <td data-label={say('period')}>{numbers.day(campaign.opensOn)} – {numbers.day(campaign.closesOn)}</td>
      <td data-label={say('questionnaire')}>{campaign.questionnaire}<small>{say('version', { n: String(campaign.version) })} · {say(campaign.kind)}</small></td>
    </tr>
  )
}

/** Where a campaign stands today, in a word and a dot. */
export function State({ reader: { say }, campaign, today }: Pick<RowProps, 'reader' | 'campaign' | 'today'>) {
  const state = campaignState(campaign, today)
  return <span class={`state ${state}`}>{say(`state_${state}`)}</span>
}
