import type { OfficeWord } from '../../../client/text/office'
import type { Assessment, AssessmentStage } from '../../../surveys/indices/fielding'
import type { InAssessment } from '../../db/assessments'
import { momentText, type Reader } from '../frame/reader'

export const assessmentAddress = (code: string): string => `/admin/assessments/${encodeURIComponent(code)}`
/** Where the numbers of one agency are verified. */
export const sheetAddress = (code: string, agency: string): string => `${assessmentAddress(code)}/agencies/${encodeURIComponent(agency)}`
/** Where an agency enters its own. */
export const ownListAddress = '/admin/own-assessments'
export const ownSheetAddress = (code: string, agency: string): string =>
  `${ownListAddress}/${encodeURIComponent(code)}/${encodeURIComponent(agency)}`

export const statusWords: Readonly<Record<Assessment['status'], OfficeWord>> = {
  draft: 'assessment_draft',
  open: 'assessment_open',
  closed: 'assessment_closed',
}

const stageWords: Readonly<Record<AssessmentStage, OfficeWord>> = {
  entering: 'stage_entering',
  'handed-in': 'stage_handed-in',
  told: 'stage_told',
}

/** Where an agency stands, and since when. */
export function stageText(reader: Reader, { stage, stagedAt, remark }: InAssessment): string {
  if (stage === 'entering' && remark !== '') return reader.say('stage_returned')
  const word = reader.say(stageWords[stage])
  return stage === 'entering' || stagedAt === '' ? word : `${word}, ${momentText(reader, stagedAt)}`
}

/** A month as it is typed, `01/2026` or `2026-01`. */
export const typedMonth = ({ language }: Reader, month: string): string =>
  language === 'vi' ? month.split('-').reverse().join('/') : month

/** Months as a period: one month, a quarter's ends, a year's. */
export const monthsText = ({ numbers }: Reader, { from, to }: Pick<Assessment, 'from' | 'to'>): string =>
  from === to ? numbers.month(from) : `${numbers.month(from)} – ${numbers.month(to)}`
