import type { Channel } from '../../surveys/campaign'

/** Rows as both engines hold them: booleans 0/1, days `YYYY-MM-DD`, JSON as text that no query looks into. */
export type Tables = {
  questionnaires: QuestionnaireRow
  agencies: AgencyRow
  campaigns: CampaignRow
  campaign_agencies: CampaignAgencyRow
  touchpoints: TouchpointRow
  touchpoint_agencies: TouchpointAgencyRow
  responses: ResponseRow
  tallies: TallyRow
  writers: WriterRow
  access_tokens: AccessTokenRow
}

/** A published version; its definition never changes. */
export type QuestionnaireRow = { id: string; version: number; hash: string; definition: string; published_on: string }

export type AgencyRow = {
  code: string
  /** Localised JSON. */
  name: string
  /** The name without marks, in lower case, for search. */
  name_folded: string
  block: string
  parent: string | null
  valid_from: string | null
  valid_to: string | null
  /** JSON array of codes. */
  predecessors: string
}

export type CampaignRow = {
  code: string
  title: string
  questionnaire: string
  version: number
  kind: 'open' | 'sampled'
  status: 'draft' | 'open' | 'closed'
  opens_on: string
  closes_on: string
  threshold: number
  synthetic: number
  /** What the tally is kept apart by besides agency, channel and month: `service`, `touchpoint`, both with a comma, or empty. */
  breakdowns: string
}

/** An agency that a campaign measures; `population` is the known number of persons of a sampled campaign. */
export type CampaignAgencyRow = { campaign: string; agency: string; population: number | null }

export type TouchpointRow = { code: string; campaign: string; kind: Channel; label: string }
export type TouchpointAgencyRow = { touchpoint: string; agency: string; position: number }

/** One response. No instant is kept, only local days; order of arrival is `(writer, seq)`. */
export type ResponseRow = {
  campaign: string
  id: string
  writer: number
  seq: number
  version: number
  touchpoint: string
  agency: string
  service: string
  channel: Channel
  language: string
  answered_on: string
  received_on: string
  /** SHA-256 of the canonical body, so that the same id with another body is seen. */
  hash: string
  answers: string
  packed: Uint8Array
  /** 1: only the key and the place in the order are left, so that the response cannot come back. */
  erased: number
}

/** The sums from which every figure follows; `month` is empty in the row of the whole campaign. */
export type TallyRow = {
  campaign: string
  version: number
  agency: string
  touchpoint: string
  service: string
  channel: Channel
  month: string
  writer: number
  sums: Uint8Array
}

/** A leased slot: one process at a time writes under its number. */
export type WriterRow = { slot: number; owner: string; expires_at: string; last_seq: number }

export type AccessTokenRow = { hash: string; name: string; created_on: string }
