import { monthOf } from '../../../../surveys/calendar'
import type { CampaignDraft } from '../../../../surveys/drafts/campaign'
import type { CampaignRecord } from '../../../db/campaigns'
import type { Chosen } from '../../../db/settings'
import { type Filled, prefilled, valueOf, type Values } from '../forms/filled'

/** What the form of a campaign asks for; questionnaire and version are one choice, agencies hang on their scope. */
export function draftIn(values: Values): CampaignDraft {
  const [questionnaire = '', version = ''] = valueOf(values, 'questionnaire').split(' ')
  const scope = valueOf(values, 'scope')
  return {
    code: valueOf(values, 'code'),
    title: valueOf(values, 'title'),
    titleEn: valueOf(values, 'titleEn'),
    questionnaire,
    version,
    from: valueOf(values, 'from'),
    to: valueOf(values, 'to'),
    kind: valueOf(values, 'kind'),
    threshold: valueOf(values, 'threshold'),
    agencies: scope === 'all' ? ['all'] : scope === 'some' ? (values['agencies'] ?? []) : [],
    blocks: scope === 'blocks' ? (values['blocks'] ?? []) : [],
    breakdowns: values['breakdowns'] ?? [],
    synthetic: valueOf(values, 'synthetic') === 'yes',
  }
}

/** A campaign of this quarter, as most are. */
export function suggested(today: string, taken: ReadonlySet<string>, chosen: Chosen | undefined): Filled {
  const year = today.slice(0, 4)
  const quarter = Math.ceil(Number(monthOf(today).slice(5)) / 3)
  const code = [`${year}-q${quarter}`, ...Array.from({ length: 98 }, (_, index) => `${year}-q${quarter}-${index + 2}`)].find((one) => !taken.has(one)) ?? ''
  return prefilled({
    code,
    title: `Quý ${['I', 'II', 'III', 'IV'][quarter - 1] ?? ''} năm ${year}`,
    titleEn: `${['First', 'Second', 'Third', 'Fourth'][quarter - 1] ?? ''} quarter of ${year}`,
    questionnaire: chosen ? `${chosen.id} ${chosen.version}` : '',
    from: `${year}-${['01-01', '04-01', '07-01', '10-01'][quarter - 1] ?? ''}`,
    to: `${year}-${['03-31', '06-30', '09-30', '12-31'][quarter - 1] ?? ''}`,
    kind: 'open',
    threshold: '10',
    scope: 'all',
    breakdowns: [],
  })
}

/** The form of a campaign as it stands. */
export const filledFrom = ({ campaign, breakdowns, measured }: CampaignRecord): Filled =>
  prefilled({
    title: campaign.title['vi'] ?? '',
    titleEn: campaign.title['en'] ?? '',
    questionnaire: `${campaign.questionnaire} ${campaign.version}`,
    from: campaign.opensOn,
    to: campaign.closesOn,
    kind: campaign.kind,
    threshold: String(campaign.threshold),
    scope: 'some',
    agencies: measured.map(({ agency }) => agency.code),
    breakdowns,
    synthetic: campaign.synthetic ? 'yes' : '',
  })
