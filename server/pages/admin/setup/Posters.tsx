import { type Campaign, channels } from '../../../../surveys/campaign'
import type { LocalText, Questionnaire } from '../../../../surveys/schema'
import type { ServingTouchpoint } from '../../../db/touchpoints'
import { surveyAddress } from '../../../setup/touchpoints'
import { channelName, type Reader } from '../reader'
import type { Origin } from './origin'
import { Poster } from './Poster'
import { type Paper, papers } from './poster-style'

type Props = {
  readonly reader: Reader
  readonly campaign: Campaign
  readonly questionnaire: Questionnaire
  readonly touchpoints: readonly ServingTouchpoint[]
  readonly names: ReadonlyMap<string, LocalText>
  readonly origin: Origin
  readonly paper: Paper
  readonly path: string
  readonly back: string
}

/** A print run: what it holds above, which no printer sees, then a sheet for each touchpoint. */
export const Posters = ({ reader, campaign, questionnaire, touchpoints, names, origin, paper, path, back }: Props) => (
  <div class={paper}>
    <header class="tools">
      <h1>{reader.say('posters')}</h1>
      <p>{reader.say('posterHow', { n: reader.numbers.count(touchpoints.length) })}</p>
      <form method="get" action={path}>
        <p><label for="size">{reader.say('paper')}</label><select id="size" name="size">{papers.map((one) => <option key={one} value={one} selected={one === paper}>{one.toUpperCase()}</option>)}</select></p>
        {path.endsWith('/posters') && <p><label for="kind">{reader.say('channel')}</label><select id="kind" name="kind"><option value="">{reader.say('allChannels')}</option>{channels.map((kind) => <option key={kind} value={kind} selected={touchpoints.every((one) => one.kind === kind)}>{channelName(reader, kind)}</option>)}</select></p>}
        <p><button type="submit">{reader.say('show')}</button> <a href={back}>{reader.say('back')}</a></p>
      </form>
    </header>
    <main>
      {touchpoints.map((touchpoint) => (
        <Poster key={touchpoint.code} {...{ campaign, questionnaire, touchpoint }} province={reader.province} address={surveyAddress(origin.url, touchpoint)} agencies={touchpoint.agencies.map((code) => names.get(code) ?? { vi: code })} />
      ))}
    </main>
  </div>
)
