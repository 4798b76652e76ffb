import type { Reader } from '../reader'
import { Shell } from '../Shell'
import { type CampaignRows, CampaignTable } from './CampaignTable'
import { setupAddress } from './first-steps'

type Props = CampaignRows & { readonly reader: Reader }

/** Every campaign with the way to run it, or how to make the first. */
export const Campaigns = ({ reader, ...rows }: Props) => (
  <Shell reader={reader}>
    <div class="head">
      <div><h1>{reader.say('campaigns')}</h1><p class="sub">{reader.say('campaignsText')}</p></div>
      {rows.campaigns.length > 0 && <New reader={reader} />}
    </div>
    {rows.campaigns.length > 0 ? <CampaignTable {...{ reader, ...rows }} hrefOf={setupAddress} /> : (
      <section class="card empty"><h2>{reader.say('noneTitle')}</h2><p>{reader.say('campaignsNoneText')}</p><New reader={reader} /></section>
    )}
  </Shell>
)

const New = ({ reader }: Pick<Props, 'reader'>) => <p class="acts"><a class="button" href="/admin/new/campaign">{reader.say('campaignNew')}</a></p>
