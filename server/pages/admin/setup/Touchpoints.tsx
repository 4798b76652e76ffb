import type { Campaign } from '../../../../surveys/campaign'
import { localised } from '../../../../surveys/language'
import type { ServingTouchpoint } from '../../../db/touchpoints'
import type { Reader } from '../reader'
import { Shell } from '../Shell'
import { setupAddress } from './first-steps'
import type { Origin } from './origin'
import { TouchpointSection } from './TouchpointSection'

type Shown = { readonly campaign: Campaign; readonly touchpoints: readonly ServingTouchpoint[]; readonly names: ReadonlyMap<string, string>; readonly origin: Origin }
type Props = { readonly reader: Reader; readonly campaigns: readonly Campaign[]; readonly today: string; readonly shown: Shown | undefined }

/** Where one campaign is asked, and the way to the other campaigns. */
export const Touchpoints = ({ reader, campaigns, today, shown }: Props) => (
  <Shell reader={reader}>
    <h1>{reader.say('navTouchpoints')}</h1>
    <p class="sub">{reader.say('touchpointsText')}</p>
    {shown ? <><Choose {...{ reader, campaigns }} chosen={shown.campaign.code} /><TouchpointSection {...{ reader, today, ...shown }} heading={heading(reader, shown.campaign)} /></> : (
      <section class="card empty"><h2>{reader.say('noneTitle')}</h2><p>{reader.say('campaignFirst')}</p><p class="acts"><a class="button" href="/admin/new/campaign">{reader.say('campaignNew')}</a></p></section>
    )}
  </Shell>
)

const Choose = ({ reader, campaigns, chosen }: Pick<Props, 'reader' | 'campaigns'> & { readonly chosen: string }) =>
  campaigns.length < 2 ? null : (
    <form class="filters" method="get" action="/admin/touchpoints">
      <p>
        <label for="campaign">{reader.say('campaign')}</label>
        <select id="campaign" name="campaign">{campaigns.map(({ code, title }) => <option key={code} value={code} selected={code === chosen}>{localised(title, reader.language)} ({code})</option>)}</select>
      </p>
      <p class="acts"><button type="submit">{reader.say('show')}</button></p>
    </form>
  )

function heading({ language, say }: Reader, { code, title, synthetic }: Campaign) {
  return <><a href={setupAddress(code)}>{localised(title, language)}</a>{synthetic && <> <mark>{say('synthetic')}</mark></>}</>
}
