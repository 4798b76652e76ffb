import { type Campaign, campaignState } from '../../../../surveys/campaign'
import { localised } from '../../../../surveys/language'
import type { Questionnaire } from '../../../../surveys/schema'
import type { CampaignRecord } from '../../../db/campaigns'
import type { ServingTouchpoint } from '../../../db/touchpoints'
import type { Reader } from '../reader'
import { Shell } from '../Shell'
import { State } from './CampaignTable'
import { setupAddress } from './first-steps'
import type { Origin } from './origin'
import { TouchpointSection } from './TouchpointSection'

type Props = {
  readonly reader: Reader
  readonly record: CampaignRecord
  readonly questionnaire: Questionnaire
  readonly touchpoints: readonly ServingTouchpoint[]
  readonly origin: Origin
  readonly today: string
}

/** One campaign: where it stands, what can be done next, where it is asked. */
export function CampaignSetup({ reader, record, questionnaire, touchpoints, origin, today }: Props) {
  const { say } = reader
  const { campaign } = record
  const names = new Map(record.measured.map(({ agency }) => [agency.code, localised(agency.name, reader.language)]))
  return (
    <Shell reader={reader}>
      <p class="back"><a href="/admin/campaigns">{say('campaigns')}</a></p>
      <h1>{localised(campaign.title, reader.language)}</h1>
      <p class="sub"><State {...{ reader, campaign, today }} /> · {say('code')}: {campaign.code}{campaign.synthetic && <> · <mark>{say('synthetic')}</mark></>}</p>
      <Next {...{ reader, campaign, today }} hasTouchpoints={touchpoints.length > 0} />
      <Facts {...{ reader, record, questionnaire }} />
      <TouchpointSection {...{ reader, campaign, touchpoints, names, origin, today }} heading={say('navTouchpoints')} />
    </Shell>
  )
}

type NextProps = { readonly reader: Reader; readonly campaign: Campaign; readonly today: string; readonly hasTouchpoints: boolean }

/** What stands to be done in this state. */
function Next({ reader: { say, numbers }, campaign, today, hasTouchpoints }: NextProps) {
  const home = setupAddress(campaign.code)
  const state = campaignState(campaign, today)
  const results = <a class="button quiet" href={`/admin/campaigns/${encodeURIComponent(campaign.code)}`}>{say('results')}</a>
  return (
    <section class="card next">
      <p>{say(state === 'draft' && !hasTouchpoints ? 'state_draft_empty' : `state_${state}_text`, { from: numbers.day(campaign.opensOn), to: numbers.day(campaign.closesOn) })}</p>
      <p class="acts">
        {state === 'draft' && <><a class="button" href={`${home}/open`}>{say('openGo')}</a><a class="button quiet" href={`${home}/change`}>{say('change')}</a></>}
        {(state === 'open' || state === 'upcoming') && <>{results}<a class="button quiet" href={`${home}/close`}>{say('closeLink')}</a></>}
        {state === 'closed' && results}
      </p>
    </section>
  )
}

function Facts({ reader: { say, numbers, language }, record: { campaign, breakdowns, measured }, questionnaire }: Pick<Props, 'reader' | 'record' | 'questionnaire'>) {
  const facts = [
    [say('questionnaire'), <a href={`/admin/questionnaires/${encodeURIComponent(campaign.questionnaire)}/${campaign.version}`}>{localised(questionnaire.title, language)} · {say('version', { n: String(campaign.version) })}</a>],
    [say('period'), `${numbers.day(campaign.opensOn)} – ${numbers.day(campaign.closesOn)}`],
    [say('campaignKind'), say(campaign.kind)],
    [say('threshold'), say('thresholdOf', { n: numbers.count(campaign.threshold) })],
    [say('measuredAgencies'), say('agencyCount', { n: numbers.count(measured.length) })],
    [say('breakdowns'), breakdowns.map((name) => (name === 'service' || name === 'touchpoint' ? say(`breakdown_${name}`) : name)).join(', ') || say('none')],
  ] as const
  return (
    <section class="card" aria-labelledby="facts">
      <h2 id="facts">{say('facts')}</h2>
      <dl>{facts.map(([term, text]) => <div key={term}><dt>{term}</dt><dd>{text}</dd></div>)}</dl>
    </section>
  )
}
