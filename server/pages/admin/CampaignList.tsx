import { type Campaign, campaignState } from '../../../surveys/campaign'
import { localised } from '../../../surveys/language'
import type { Reader } from './reader'
import { Shell } from './Shell'
import { Region } from './Region'

type Props = { readonly reader: Reader; readonly campaigns: readonly Campaign[]; readonly totals: ReadonlyMap<string, number>; readonly today: string }

/** Every campaign, the latest first, or how to make the first. */
export const CampaignList = ({ reader, campaigns, totals, today }: Props) => (
  <Shell reader={reader}>
    <h1>{reader.say('campaigns')}</h1>
    <p class="sub">{reader.say('campaignsText')}</p>
    {campaigns.length === 0 ? <FirstSteps reader={reader} /> : (
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
            <tbody>{campaigns.map((campaign) => <Row key={campaign.code} {...{ reader, campaign, today }} total={totals.get(campaign.code) ?? 0} />)}</tbody>
          </table>
        </Region>
      </section>
    )}
  </Shell>
)

type RowProps = { readonly reader: Reader; readonly campaign: Campaign; readonly total: number; readonly today: string }

function Row({ reader: { say, numbers, language }, campaign, total, today }: RowProps) {
  const state = campaignState(campaign, today)
  return (
    <tr>
      <th scope="row">
        <a href={`/admin/campaigns/${encodeURIComponent(campaign.code)}`}>{localised(campaign.title, language)}</a>
        <small>{say('code')}: {campaign.code}{campaign.synthetic && <> · <mark>{say('synthetic')}</mark></>}</small>
      </th>
      <td><span class={`state ${state}`}>{say(`state_${state}`)}</span></td>
      <td class="n">{numbers.count(total)}</td>
      <td>{numbers.day(campaign.opensOn)} – {numbers.day(campaign.closesOn)}</td>
      <td>{campaign.questionnaire}<small>{say('version', { n: String(campaign.version) })} · {say(campaign.kind)}</small></td>
    </tr>
  )
}

const FirstSteps = ({ reader: { say } }: { readonly reader: Reader }) => (
  <section class="card empty">
    <h2>{say('noneTitle')}</h2>
    <p>{say('noneText')}</p>
    <ol>
      {steps.map(({ word, command }) => <li key={word}>{say(word)}<Command text={command} /></li>)}
    </ol>
    <p>{say('orDemo')}</p>
    <Command text="npm run demo" />
  </section>
)

/** A line to type. */
export const Command = ({ text }: { readonly text: string }) => <pre><code>{text}</code></pre>

const steps = [
  { word: 'stepAgencies', command: 'npm run -s sipas -- agencies import agencies.csv' },
  { word: 'stepCampaign', command: 'npm run -s sipas -- campaigns create --help' },
  { word: 'stepTouchpoint', command: 'npm run -s sipas -- touchpoints create --help' },
] as const
