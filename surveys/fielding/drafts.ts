import { isDay } from '../instrument/calendar'
import type { LocalText } from '../instrument/schema'
import { hiddenSign, isLongerThan, isVisible, namePatterns } from '../instrument/spelling'
import {
  type Agency,
  agencyState,
  type AgencyType,
  agencyTypes,
  type Alias,
  type Campaign,
  type Channel,
  channels,
  isChannel,
  isThereBetween,
} from './campaign'

/** Why a draft is refused: the field, the rule, what was seen, and what is allowed. */
export type DraftProblem = {
  readonly field: string
  readonly code: DraftRule
  readonly seen?: string
  readonly allowed?: string
}

export type DraftRule =
  | 'needed'
  | 'too-long'
  | 'bad-code'
  | 'taken'
  | 'bad-day'
  | 'reversed'
  | 'unknown'
  | 'itself'
  | 'choose-one'
  | 'bad-number'
  | 'out-of-range'
  | 'hidden-sign'
  | 'no-agencies'
  | 'ended'
  | 'not-begun'
  | 'served'
  | 'twice'
  | 'not-a-field'
  | 'has-procedures'
  | 'bad-month'
  | 'future-month'
  | 'not-there'
  | 'not-offered'
  | 'asks-nobody'
  | 'more-than'
  | 'less-than'
  | 'too-many-digits'
  | 'drawn'
  | 'unshown'
  | 'changed'
  | 'too-early'
  | 'several'
  | 'circle'
  | 'parent-ends'
  | 'outlived'
  | 'code-shared'
  | 'bad-language'
  | 'two-needed'
  | 'bad-webhook'
  | 'inside'

/** Characters of a name or title. */
export const longestName = 200

export const codeProblems = (field: string, code: string): readonly DraftProblem[] =>
  namePatterns.code.test(code) ? [] : [code === '' ? { field, code: 'needed' } : { field, code: 'bad-code', seen: code }]

/** A name has to be seen and to fit; a translation may be empty. */
export function nameProblems(field: string, name: string, need: 'needed' | 'optional'): readonly DraftProblem[] {
  if (!isVisible(name)) return need === 'needed' || name !== '' ? [{ field, code: 'needed' }] : []
  const hidden = hiddenSign(name)
  if (hidden !== undefined) return [{ field, code: 'hidden-sign', seen: hidden }]
  return isLongerThan(longestName, name) ? [{ field, code: 'too-long', allowed: String(longestName) }] : []
}

export const agencyFields = [
  'code',
  'name',
  'name_en',
  'block',
  'parent',
  'valid_from',
  'valid_to',
  'predecessors',
  'split_from',
  'type',
  'official_code',
  'aliases',
  'names',
] as const

/**
 * An agency as it is typed, in a form or in a line of a file; what there may be several of is separated by `|`. `predecessors` came whole, of
 * `split_from` a part; `aliases` have the last day on which they were its name behind them, in brackets; `names` have the tag of their language before them, with a colon.
 */
export type AgencyDraft = Readonly<Record<(typeof agencyFields)[number], string>>

/** Everything wrong with an agency among those of the codes known. */
export function checkAgency(draft: AgencyDraft, codes: ReadonlySet<string>): readonly DraftProblem[] {
  const isOther = (code: string) => code !== draft.code && codes.has(code)
  const { block, parent, valid_from: from, valid_to: to, type, official_code } = draft
  const strangers = (field: 'predecessors' | 'split_from') =>
    listed(draft[field]).flatMap((seen) => (isOther(seen) ? [] : [{ field, code: 'itself', seen } as const]))
  return [
    ...codeProblems('code', draft.code),
    ...(block === '' || namePatterns.code.test(block) ? [] : [{ field: 'block', code: 'bad-code', seen: block } as const]),
    ...nameProblems('name', draft.name, 'needed'),
    ...nameProblems('name_en', draft.name_en, 'optional'),
    ...(parent === '' || isOther(parent) ? [] : [{ field: 'parent', code: 'itself', seen: parent } as const]),
    ...strangers('predecessors'),
    ...strangers('split_from'),
    ...(['valid_from', 'valid_to'] as const).flatMap((field) =>
      draft[field] === '' || isDay(draft[field]) ? [] : [{ field, code: 'bad-day', seen: draft[field] } as const],
    ),
    ...(from !== '' && to !== '' && to < from ? [{ field: 'valid_to', code: 'reversed', seen: to, allowed: from } as const] : []),
    ...(type === '' || isAgencyType(type)
      ? []
      : [{ field: 'type', code: 'choose-one', seen: type, allowed: agencyTypes.join(', ') } as const]),
    ...(official_code === '' ? [] : codeProblems('official_code', official_code)),
    ...split(draft.aliases).flatMap((text) => aliasProblems(aliasOf(text))),
    ...split(draft.names).flatMap(namedProblems),
  ]
}

export const isAgencyType = (text: string): text is AgencyType => agencyTypes.some((type) => type === text)

const aliasProblems = ({ name, until }: Alias): readonly DraftProblem[] => [
  ...nameProblems('aliases', name, 'needed'),
  ...(until === null || isDay(until) ? [] : [{ field: 'aliases', code: 'bad-day', seen: until } as const]),
]

function namedProblems(text: string): readonly DraftProblem[] {
  const [language, name] = namedIn(text)
  const isOwn = /^[a-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(language) && language !== 'vi' && language !== 'en'
  return isOwn ? nameProblems('names', name, 'needed') : [{ field: 'names', code: 'bad-language', seen: text }]
}

/** Agencies whose draft names no block are ranked together. */
export function draftedAgency(draft: AgencyDraft): Agency {
  const { code, name, name_en, block, parent, valid_from, valid_to, type, official_code } = draft
  const [whole, inPart, aliases] = [listed(draft.predecessors), listed(draft.split_from), split(draft.aliases).map(aliasOf)]
  return {
    code,
    name: { vi: name, ...(name_en !== '' && { en: name_en }), ...Object.fromEntries(split(draft.names).map(namedIn)) },
    block: block || 'other',
    parent: parent || null,
    validFrom: valid_from || null,
    validTo: valid_to || null,
    predecessors: [...new Set([...whole, ...inPart])],
    ...(inPart.length > 0 && { inPart }),
    ...(isAgencyType(type) && { type }),
    ...(official_code !== '' && { officialCode: official_code }),
    ...(aliases.length > 0 && { aliases }),
  }
}

export const draftOfAgency = (agency: Agency): AgencyDraft => {
  const { code, name, block, parent, validFrom, validTo, predecessors, inPart = [], type, officialCode, aliases = [] } = agency
  const { vi = '', en = '', ...others } = name
  return {
    code,
    name: vi,
    name_en: en,
    block,
    parent: parent ?? '',
    valid_from: validFrom ?? '',
    valid_to: validTo ?? '',
    predecessors: predecessors.filter((one) => !inPart.includes(one)).join('|'),
    split_from: inPart.join('|'),
    type: type ?? '',
    official_code: officialCode ?? '',
    aliases: aliases.map(({ name: was, until }) => (until === null ? was : `${was} (${until})`)).join('|'),
    names: Object.entries(others)
      .map(([language, text]) => `${language}: ${text ?? ''}`)
      .join('|'),
  }
}

const split = (cell: string): readonly string[] =>
  cell
    .split('|')
    .map((text) => text.trim())
    .filter((text) => text !== '')

/** A day in brackets behind a name, as it is written in files or in Vietnam. */
function aliasOf(text: string): Alias {
  const [, name = text, day] = /^(.*\S)\s*\((\d[\d/.-]*)\)$/.exec(text) ?? []
  if (day === undefined) return { name: text, until: null }
  const [, date, month, year] = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(day) ?? []
  return { name, until: year === undefined ? day : `${year}-${(month ?? '').padStart(2, '0')}-${(date ?? '').padStart(2, '0')}` }
}

function namedIn(text: string): readonly [language: string, name: string] {
  const colon = text.indexOf(':')
  return colon < 0 ? ['', text] : [text.slice(0, colon).trim(), text.slice(colon + 1).trim()]
}

const listed = (cell: string): readonly string[] =>
  cell
    .split(/[|,;]/)
    .map((code) => code.trim())
    .filter((code) => code !== '')

export type AgencyField = (typeof agencyFields)[number]

/** A field that would change; no value is an empty text. */
export type FieldChange = { readonly field: AgencyField; readonly before: string; readonly after: string }

/** What saving an agency would do: nothing to it is an edit without changes. */
export type AgencyEdit = { readonly agency: Agency; readonly isNew: boolean; readonly changes: readonly FieldChange[] }

/** An agency as it would be with these fields; those that are not named stay as they are. */
export const amended = (known: Agency | undefined, fields: Partial<AgencyDraft>): AgencyDraft => ({
  ...(known ? draftOfAgency(known) : blankAgency),
  ...fields,
})

/** Field by field what a draft would change. */
export function editOf(known: Agency | undefined, draft: AgencyDraft): AgencyEdit {
  return editTo(known, draftedAgency(draft))
}

/** The same for an agency as it would be. */
export function editTo(known: Agency | undefined, agency: Agency): AgencyEdit {
  const [before, after] = [known ? draftOfAgency(known) : blankAgency, draftOfAgency(agency)]
  const changes = agencyFields.flatMap((field) =>
    before[field] === after[field] ? [] : [{ field, before: before[field], after: after[field] }],
  )
  return { agency, isNew: !known, changes }
}

export const blankAgency: AgencyDraft = {
  code: '',
  name: '',
  name_en: '',
  block: '',
  parent: '',
  valid_from: '',
  valid_to: '',
  predecessors: '',
  split_from: '',
  type: '',
  official_code: '',
  aliases: '',
  names: '',
}

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
  /** What parts of an agency are released by themselves: `channel`, `service` where that is kept apart, or nothing. */
  readonly releasedBy?: string
  readonly synthetic: boolean
}

export type PublishedVersion = { readonly id: string; readonly version: number }

/** What a draft is checked against. */
export type Surroundings = {
  readonly agencies: readonly Agency[]
  readonly published: readonly PublishedVersion[]
  /** Published indicator sets, which ask nobody: an assessment fields them, and no campaign. */
  readonly sets?: readonly string[]
}

export type PlannedCampaign = Campaign & {
  readonly breakdowns: readonly string[]
  readonly releasedBy?: ReleasedBy
  readonly agencies: readonly { readonly code: string; readonly population: number | undefined }[]
}

export type CampaignPlan =
  { readonly ok: true; readonly campaign: PlannedCampaign } | { readonly ok: false; readonly problems: readonly DraftProblem[] }

/** What a tally may be kept apart by. */
export const breakdownNames = ['service', 'touchpoint'] as const

/** What parts of an agency may be released by themselves; empty: an agency is one. */
export const releasedParts = ['', 'channel', 'service'] as const
export type ReleasedBy = (typeof releasedParts)[number]

/** No campaign shows figures of fewer persons than this. */
export const lowestThreshold = 3

/** The draft campaign that is wanted, or everything that hinders it. */
export function planCampaign(draft: CampaignDraft, { agencies, published, sets = [] }: Surroundings): CampaignPlan {
  const version = versionOf(draft, published)
  const measured = measuredBy(draft, agencies)
  const problems = [
    ...shapeProblems(draft),
    ...(version === undefined ? [unpublished(draft, published, sets)] : []),
    ...agencyProblems(draft, agencies, measured),
  ]
  if (problems.length > 0 || version === undefined) return { ok: false, problems }
  const { code, title, titleEn, questionnaire, from, to, kind, threshold, synthetic, breakdowns, releasedBy } = draft
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
    releasedBy: releasedParts.find((name) => name === releasedBy) ?? '',
    agencies: measured.map((agency) => ({ code: agency.code, population: undefined })),
  } as const
  return { ok: true, campaign }
}

function shapeProblems({
  code,
  title,
  titleEn,
  from,
  to,
  kind,
  threshold,
  breakdowns,
  releasedBy = '',
}: CampaignDraft): readonly DraftProblem[] {
  const strange = breakdowns.find((name) => !breakdownNames.some((known) => known === name))
  const parts = releasedParts.filter((name) => name !== 'service' || breakdowns.includes(name))
  const days = [
    ['from', from],
    ['to', to],
  ] as const
  return [
    ...codeProblems('code', code),
    ...nameProblems('title', title, 'needed'),
    ...nameProblems('titleEn', titleEn, 'optional'),
    ...days.flatMap(([field, day]) => (isDay(day) ? [] : [{ field, code: day === '' ? 'needed' : 'bad-day', seen: day } as const])),
    ...(isDay(from) && isDay(to) && to < from ? [{ field: 'to', code: 'reversed', seen: to, allowed: from } as const] : []),
    ...(kind === 'open' || kind === 'sampled'
      ? []
      : [{ field: 'kind', code: 'choose-one', seen: kind, allowed: 'open, sampled' } as const]),
    ...(/^\d{1,6}$/.test(threshold) && Number(threshold) >= lowestThreshold
      ? []
      : [{ field: 'threshold', code: 'bad-number', seen: threshold, allowed: String(lowestThreshold) } as const]),
    ...(strange === undefined
      ? []
      : [{ field: 'breakdowns', code: 'choose-one', seen: strange, allowed: breakdownNames.join(', ') } as const]),
    ...(parts.some((name) => name === releasedBy)
      ? []
      : [{ field: 'releasedBy', code: 'choose-one', seen: releasedBy, allowed: parts.filter((name) => name !== '').join(', ') } as const]),
  ]
}

function versionOf({ questionnaire, version }: CampaignDraft, published: readonly PublishedVersion[]): number | undefined {
  const versions = published.filter(({ id }) => id === questionnaire).map((one) => one.version)
  return version === '' ? versions.sort((a, b) => b - a)[0] : versions.find((one) => String(one) === version)
}

function unpublished(
  { questionnaire, version }: CampaignDraft,
  published: readonly PublishedVersion[],
  sets: readonly string[],
): DraftProblem {
  if (questionnaire === '') return { field: 'questionnaire', code: 'needed' }
  if (sets.includes(questionnaire)) return { field: 'questionnaire', code: 'asks-nobody', seen: questionnaire }
  return {
    field: 'questionnaire',
    code: 'unknown',
    seen: version === '' ? questionnaire : `${questionnaire} version ${version}`,
    allowed: published.map((one) => `${one.id} version ${one.version}`).join(', '),
  }
}

function measuredBy(draft: CampaignDraft, known: readonly Agency[]): readonly Agency[] {
  const inPeriod = known.filter((agency) => isThereBetween(agency, draft.from, draft.to))
  if (draft.agencies.includes('all')) return inPeriod
  return known.filter(
    (agency) => draft.agencies.includes(agency.code) || (draft.blocks.includes(agency.block) && inPeriod.includes(agency)),
  )
}

function agencyProblems(
  { agencies: wanted, from, to }: CampaignDraft,
  known: readonly Agency[],
  measured: readonly Agency[],
): readonly DraftProblem[] {
  const missing = wanted.filter((code) => code !== 'all' && !known.some((agency) => agency.code === code))
  if (missing.length > 0) return [{ field: 'agencies', code: 'unknown', seen: missing.join(', '), allowed: '' }]
  if (measured.length === 0) return [{ field: 'agencies', code: 'no-agencies' }]
  // Without a period that can be, its ends are what is wrong.
  return isDay(from) && isDay(to) && from <= to ? measured.flatMap((agency) => gone(agency, from, to)) : []
}

/** Why an agency has no day of a period, with its last or first one. */
function gone(agency: Agency, from: string, to: string): readonly DraftProblem[] {
  if (isThereBetween(agency, from, to)) return []
  const hasEnded = agencyState(agency, from) === 'ended'
  return [
    {
      field: 'agencies',
      code: hasEnded ? 'ended' : 'not-begun',
      seen: agency.code,
      allowed: (hasEnded ? agency.validTo : agency.validFrom) ?? '',
    },
  ]
}

/** A touchpoint as it is wanted; an empty code is made up, an empty label named after the kind. */
export type TouchpointDraft = {
  readonly code: string
  readonly kind: string
  readonly label: string
  readonly labelEn: string
  readonly agencies: readonly string[]
}

export type PlannedTouchpoint = {
  readonly code: string | undefined
  readonly kind: Channel
  readonly label: LocalText
  readonly agencies: readonly string[]
}

export type TouchpointPlan =
  { readonly ok: true; readonly touchpoint: PlannedTouchpoint } | { readonly ok: false; readonly problems: readonly DraftProblem[] }

/** The touchpoint that is wanted in a campaign that measures these agencies, or everything that hinders it; without a label it is called by its kind. */
export function planTouchpoint(
  nameOf: (kind: Channel) => LocalText,
  { code, kind, label, labelEn, agencies }: TouchpointDraft,
  measured: readonly string[],
): TouchpointPlan {
  const foreign = agencies.filter((one) => !measured.includes(one))
  const problems: readonly DraftProblem[] = [
    ...(code === '' ? [] : codeProblems('code', code)),
    ...(isChannel(kind) ? [] : [{ field: 'kind', code: 'choose-one', seen: kind, allowed: channels.join(', ') } as const]),
    ...nameProblems('label', label, 'optional'),
    ...nameProblems('labelEn', labelEn, 'optional'),
    ...(foreign.length > 0 ? [{ field: 'agencies', code: 'unknown', seen: foreign.join(', '), allowed: '' } as const] : []),
    ...(agencies.length === 0 ? [{ field: 'agencies', code: 'no-agencies' } as const] : []),
  ]
  if (problems.length > 0 || !isChannel(kind)) return { ok: false, problems }
  return {
    ok: true,
    touchpoint: { code: code || undefined, kind, label: labelOf(nameOf(kind), label, labelEn), agencies: [...new Set(agencies)] },
  }
}

function labelOf(name: LocalText, vi: string, en: string): LocalText {
  if (vi === '') return en === '' ? name : { ...name, en }
  return en === '' ? { vi } : { vi, en }
}
