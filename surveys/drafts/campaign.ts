import { isDay } from '../calendar'
import type { Agency, Campaign } from '../campaign'
import { codeProblems, type DraftProblem, nameProblems } from './problem'

/** A campaign as it is wanted. */
export type CampaignDraft = {
  readonly code: string
  readonly title: string
  readonly titleEn: string
  readonly questionnaire: string
  /** Empty: the newest. */
  readonly version: string
  readonly from: string
  readonly to: string
  readonly kind: string
  readonly threshold: string
  /** Codes, or `all` that exist in the period. */
  readonly agencies: readonly string[]
  /** All agencies of these blocks besides. */
  readonly blocks: readonly string[]
  readonly breakdowns: readonly string[]
  readonly synthetic: boolean
}

export type PublishedVersion = { readonly id: string; readonly version: number }

/** What a draft is checked against. */
export type Surroundings = { readonly agencies: readonly Agency[]; readonly published: readonly PublishedVersion[] }

export type PlannedCampaign = Campaign & { readonly breakdowns: readonly string[]; readonly agencies: readonly { readonly code: string; readonly population: number | undefined }[] }

export type CampaignPlan = { readonly ok: true; readonly campaign: PlannedCampaign } | { readonly ok: false; readonly problems: readonly DraftProblem[] }

/** What a tally may be kept apart by. */
export const breakdownNames = ['service', 'touchpoint'] as const

/** No campaign shows figures of fewer persons than this. */
export const lowestThreshold = 3

/** The draft campaign that is wanted, or everything that hinders it. */
export function planCampaign(draft: CampaignDraft, { agencies, published }: Surroundings): CampaignPlan {
  const version = versionOf(draft, published)
  const measured = measuredBy(draft, agencies)
  const problems = [...shapeProblems(draft), ...(version === undefined ? [unpublished(draft, published)] : []), ...agencyProblems(draft, agencies, measured)]
  if (problems.length > 0 || version === undefined) return { ok: false, problems }
  const { code, title, titleEn, questionnaire, from, to, kind, threshold, synthetic, breakdowns } = draft
  const campaign = {
    code,
    title: titleEn === '' ? { vi: title } : { vi: title, en: titleEn },
    questionnaire,
    version,
    kind: kind === 'sampled' ? 'sampled' : 'open',
    status: 'draft',
    opensOn: from,
    closesOn: to,
    threshold: Number(threshold),
    synthetic,
    breakdowns,
    agencies: measured.map((agency) => ({ code: agency.code, population: undefined })),
  } as const
  return { ok: true, campaign }
}

function shapeProblems({ code, title, titleEn, from, to, kind, threshold, breakdowns }: CampaignDraft): readonly DraftProblem[] {
  const strange = breakdowns.find((name) => !breakdownNames.some((known) => known === name))
  const days = [['from', from], ['to', to]] as const
  return [
    ...codeProblems('code', code),
    ...nameProblems('title', title, 'needed'),
    ...nameProblems('titleEn', titleEn, 'optional'),
    ...days.flatMap(([field, day]) => (isDay(day) ? [] : [{ field, code: day === '' ? 'needed' : 'bad-day', seen: day } as const])),
    ...(isDay(from) && isDay(to) && to < from ? [{ field: 'to', code: 'reversed', seen: to, allowed: from } as const] : []),
    ...(kind === 'open' || kind === 'sampled' ? [] : [{ field: 'kind', code: 'choose-one', seen: kind, allowed: 'open, sampled' } as const]),
    ...(/^\d{1,6}$/.test(threshold) && Number(threshold) >= lowestThreshold ? [] : [{ field: 'threshold', code: 'bad-number', seen: threshold, allowed: String(lowestThreshold) } as const]),
    ...(strange === undefined ? [] : [{ field: 'breakdowns', code: 'choose-one', seen: strange, allowed: breakdownNames.join(', ') } as const]),
  ]
}

function versionOf({ questionnaire, version }: CampaignDraft, published: readonly PublishedVersion[]): number | undefined {
  const versions = published.filter(({ id }) => id === questionnaire).map((one) => one.version)
  return version === '' ? versions.sort((a, b) => b - a)[0] : versions.find((one) => String(one) === version)
}

const unpublished = ({ questionnaire, version }: CampaignDraft, published: readonly PublishedVersion[]): DraftProblem =>
  questionnaire === ''
    ? { field: 'questionnaire', code: 'needed' }
    : { field: 'questionnaire', code: 'unknown', seen: version === '' ? questionnaire : `${questionnaire} version ${version}`, allowed: published.map((one) => `${one.id} version ${one.version}`).join(', ') }

function measuredBy(draft: CampaignDraft, known: readonly Agency[]): readonly Agency[] {
  const inPeriod = known.filter(({ validFrom, validTo }) => (validFrom === null || validFrom <= draft.to) && (validTo === null || validTo >= draft.from))
  if (draft.agencies.includes('all')) return inPeriod
  return known.filter((agency) => draft.agencies.includes(agency.code) || (draft.blocks.includes(agency.block) && inPeriod.includes(agency)))
}

function agencyProblems({ agencies: wanted }: CampaignDraft, known: readonly Agency[], measured: readonly Agency[]): readonly DraftProblem[] {
  const missing = wanted.filter((code) => code !== 'all' && !known.some((agency) => agency.code === code))
  if (missing.length > 0) return [{ field: 'agencies', code: 'unknown', seen: missing.join(', '), allowed: '' }]
  return measured.length > 0 ? [] : [{ field: 'agencies', code: 'no-agencies' }]
}
