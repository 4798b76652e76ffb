import { hash } from 'node:crypto'
import { canonicalAnswers, checkAnswers, normalisedAnswers } from '../../surveys/answers/check'
import { hasText } from '../../surveys/answers/words'
import { packAnswers } from '../../surveys/answers/packing'
import {
  contactAsked,
  contactField,
  contactIn,
  contactKind,
  contactProblem,
  type ContactQuestion,
  lastMonthKept,
} from '../../surveys/answers/contact'
import { checkForm } from '../../surveys/answers/ratings'
import { type Agency, agencyState, type Campaign, campaignState, type Channel, lateDays } from '../../surveys/fielding/campaign'
import { daysBetween, localDay } from '../../surveys/instrument/calendar'
import { canonicalRecord, spelledKeys } from '../../surveys/instrument/canonical'
import { isLooping } from '../../surveys/instrument/loop'
import type { Answers, Questionnaire, SubmittedResponse } from '../../surveys/instrument/schema'
import { ownValue } from '../../surveys/instrument/spelling'
import { type Flag, flagsIn, flagText, isStraight, samenessOf } from '../../surveys/quality/flags'
import type { GivenContact } from '../db/contacts'
import type { ResponseRow } from '../db/tables'
import type { Outcome, RefusalCode } from './outcome'

/** A response that has been checked and only waits for its writer's number and place. */
export type Prepared = {
  readonly row: Omit<ResponseRow, 'writer' | 'seq'>
  readonly answers: Answers
  readonly questionnaire: Questionnaire
  /** The touchpoint and service under which it is tallied; empty where the campaign does not ask for them. */
  readonly breakdown: { readonly touchpoint: string; readonly service: string }
  /** How the person wants to be reached: written with the row, and never into it. */
  readonly contact?: GivenContact | undefined
  /** What the same form says of other agencies: recorded with it or not at all. Its own row bears the id of the form. */
  readonly others?: readonly Prepared[]
}

/** Every row of a form. */
export const wholeForm = (response: Prepared): readonly Prepared[] => (response.others ? [response, ...response.others] : [response])

/** What a response is checked against, whichever way it came in. */
export type Setting = {
  readonly campaign: Campaign
  readonly breakdowns: readonly string[]
  readonly questionnaire: Questionnaire
}

export type Preparation = { readonly ok: true; readonly prepared: Prepared } | { readonly ok: false; readonly outcome: Outcome }

/** Checks a response against its campaign as it stands now, then its answers, and makes its row. */
export function prepare(setting: Setting, submitted: SubmittedResponse, channel: Channel, now: number): Preparation {
  const refusal = refusalOf(setting, submitted, now)
  if (refusal) return { ok: false, outcome: { kind: 'refused', code: refusal } }
  const today = localDay(now)
  return prepareAnswers(setting, submitted, channel, {
    answeredOn: countedDay(setting.campaign, submitted.answeredOn, today),
    receivedOn: today,
  })
}

/** Checks the answers against their pinned version and makes the row; whether the campaign takes it is the caller's to know. */
export function prepareAnswers(setting: Setting, submitted: SubmittedResponse, channel: Channel, days: Days): Preparation {
  const { questionnaire } = setting
  const finish = finisher(setting, submitted, channel, days)
  if (submitted.ratings === undefined && !isLooping(questionnaire)) {
    const answers = normalisedAnswers(submitted.answers)
    const asked = contactAsked(questionnaire, answers)
    const given = asked && contactIn({ [contactField]: submitted.contact ?? '' })
    const wrong = asked && given !== undefined ? contactProblem(asked, given) : undefined
    const violations = [...checkAnswers(questionnaire, answers), ...(wrong ? [wrong] : [])]
    if (violations.length > 0) return { ok: false, outcome: { kind: 'invalid', violations } }
    const only = { agency: submitted.agency, answers, stored: canonicalAnswers(questionnaire, answers) }
    const prepared = finish(only, { id: submitted.id, form: '', hash: bodyHash(submitted, channel, only.stored) })
    // Where it is not asked for, nothing of it stays.
    return { ok: true, prepared: asked && given !== undefined ? { ...prepared, contact: contactOf(asked, given, prepared.row) } : prepared }
  }
  const checked = checkForm(questionnaire, submitted)
  if (!checked.ok) return { ok: false, outcome: { kind: 'invalid', violations: checked.violations } }
  const ratings = checked.ratings.map((one) => ({ ...one, stored: canonicalAnswers(questionnaire, one.answers) }))
  const pinned = bodyHash(submitted, channel, ratings.map(({ agency, stored }) => `${agency} ${stored}`).join(''))
  const { id: form } = submitted
  const [first, ...others] = ratings.map((one, place) =>
    finish(one, { id: place === 0 ? form : ratingId(form, one.agency), form, hash: pinned }),
  )
  return first ? { ok: true, prepared: { ...first, others } } : { ok: false, outcome: { kind: 'invalid', violations: [] } }
}

/** A contact as it is stored: of an agency and a month. */
function contactOf(
  { months }: ContactQuestion,
  contact: string,
  { campaign, agency, answered_on }: Pick<ResponseRow, 'campaign' | 'agency' | 'answered_on'>,
): GivenContact | undefined {
  const [kind, month] = [contactKind(contact), answered_on.slice(0, 7)]
  return kind && { campaign, agency, month, until: lastMonthKept(month, months), kind, contact }
}

/** One line of a file: where one person rates several agencies it holds one rating of a form, with what was answered once. */
export function prepareLine(
  setting: Setting,
  submitted: SubmittedResponse,
  channel: Channel,
  { form, ...days }: Days & { readonly form: string },
): Preparation {
  if (!isLooping(setting.questionnaire)) return prepareAnswers(setting, submitted, channel, days)
  const answers = normalisedAnswers(submitted.answers)
  const violations = checkAnswers(setting.questionnaire, answers)
  if (violations.length > 0) return { ok: false, outcome: { kind: 'invalid', violations } }
  const { id, agency } = submitted
  const only = { agency, answers, stored: canonicalAnswers(setting.questionnaire, answers) }
  const pinned = bodyHash(submitted, channel, `${form} ${only.stored}`)
  return { ok: true, prepared: finisher(setting, submitted, channel, days)(only, { id, form, hash: pinned }) }
}

type Days = { readonly answeredOn: string; readonly receivedOn: string }

/** Makes rows of one form, each about one agency. */
const finisher =
  (
    { campaign, questionnaire, breakdowns }: Setting,
    { version, touchpoint, language }: SubmittedResponse,
    channel: Channel,
    { answeredOn, receivedOn }: Days,
  ) =>
  ({ agency, answers, stored }: Spelled, own: Pick<ResponseRow, 'id' | 'form' | 'hash'>): Prepared => {
    const row = {
      campaign: campaign.code,
      ...own,
      version,
      touchpoint,
      agency,
      service: serviceOf(questionnaire, answers),
      channel,
      language,
      answered_on: answeredOn,
      received_on: receivedOn,
      answers: stored,
      packed: packAnswers(questionnaire, answers),
      erased: 0,
      has_text: hasText(questionnaire, answers) ? 1 : 0,
      flags: isStraight(samenessOf(questionnaire, answers)) ? straight : '',
    }
    return { row, answers, questionnaire, breakdown: breakdownOf(breakdowns, row) }
  }

/** Answers about one agency, and as they are stored. */
type Spelled = { readonly agency: string; readonly answers: Answers; readonly stored: string }

/**
 * The id of what a form says of another agency than its first: the same however often it is sent. It begins as the form's does, so that the rows
 * of a form lie together.
 */
export function ratingId(form: string, agency: string): string {
  const hex = hash('sha256', `${form} ${agency}`, 'hex')
  return [form.slice(0, 8), `${form.slice(9, 11)}${hex.slice(0, 2)}`, `4${hex.slice(2, 5)}`, `8${hex.slice(5, 8)}`, hex.slice(8, 20)].join(
    '-',
  )
}

const straight = flagText(['straight'])

/** The same with what was seen of it while it came. */
export const flagged = (prepared: Prepared, flags: readonly Flag[]): Prepared =>
  flags.length === 0
    ? prepared
    : {
        ...prepared,
        row: { ...prepared.row, flags: flagText([...flagsIn(prepared.row.flags), ...flags]) },
        ...(prepared.others && { others: prepared.others.map((one) => flagged(one, flags)) }),
      }

/** Where a row is tallied, as far as its campaign keeps touchpoints or services apart. */
const breakdownOf = (
  breakdowns: readonly string[],
  { touchpoint, service }: Pick<ResponseRow, 'touchpoint' | 'service'>,
): Prepared['breakdown'] => ({
  touchpoint: breakdowns.includes('touchpoint') ? touchpoint : '',
  service: breakdowns.includes('service') ? service : '',
})

/** Pins the whole body; without a touchpoint the channel is part of it, since nothing else says it. */
function bodyHash({ answers: _, ratings: __, contact: ___, ...rest }: SubmittedResponse, channel: Channel, answers: string): string {
  const head = canonicalRecord(headKeys, rest.touchpoint === '' ? { ...rest, channel } : rest)
  return hash('sha256', `${head}${answers}`, 'base64url')
}

const headKeys = spelledKeys(['id', 'campaign', 'version', 'touchpoint', 'agency', 'language', 'answeredOn', 'channel', 'assisted'])

function refusalOf({ campaign, questionnaire }: Setting, submitted: SubmittedResponse, now: number): RefusalCode | undefined {
  if (submitted.version !== campaign.version) return 'version_unknown'
  if (!questionnaire.languages.includes(submitted.language)) return 'language_unknown'
  const today = localDay(now)
  const state = campaignState(campaign, today)
  if (state === 'draft' || state === 'upcoming') return 'campaign_not_open'
  return state === 'closed' && !isLateButTimely(campaign, submitted.answeredOn, today) ? 'campaign_closed' : undefined
}

/** Why an agency takes no answer of that day; one given while it was there may still arrive as long as after a campaign. */
export function agencyRefusal(
  agency: Pick<Agency, 'validFrom' | 'validTo'>,
  campaign: Campaign,
  answeredOn: string,
  today: string,
): Pick<Refused, 'code' | 'day'> | undefined {
  const day = countedDay(campaign, answeredOn, today)
  const refusal = refusalOn(agency, day)
  const isTooLate = agencyState(agency, today) === 'ended' && daysBetween(day, today) > lateDays
  return refusal ?? (isTooLate ? { code: 'agency_ended' } : undefined)
}

/** The same of a day alone. */
export function refusalOn(agency: Pick<Agency, 'validFrom' | 'validTo'>, day: string): Pick<Refused, 'code' | 'day'> | undefined {
  const state = agencyState(agency, day)
  if (state === 'valid') return undefined
  return state === 'ended'
    ? { code: 'agency_ended', day: agency.validTo ?? undefined }
    : { code: 'agency_not_started', day: agency.validFrom ?? undefined }
}

type Refused = Extract<Outcome, { kind: 'refused' }>

const isLateButTimely = ({ opensOn, closesOn }: Campaign, answeredOn: string, today: string): boolean =>
  answeredOn >= opensOn && answeredOn <= closesOn && daysBetween(answeredOn, today) <= lateDays

/** A device whose clock stands outside the campaign's days so far does not know the day; the day of arrival counts then. */
const countedDay = ({ opensOn }: Campaign, answeredOn: string, today: string): string =>
  answeredOn > today || answeredOn < opensOn ? today : answeredOn

/** The service field that the answers name; empty where none is asked for. */
function serviceOf({ serviceItem }: Questionnaire, answers: Answers): string {
  const answer = serviceItem === undefined ? undefined : ownValue(answers, serviceItem)
  if (typeof answer === 'string') return answer
  return typeof answer === 'object' && 'code' in answer ? answer.code : ''
}

/** A stored response as it was tallied when it came, for taking it out again or counting anew. */
export function preparedAgain<Row extends Pick<ResponseRow, 'answers' | 'touchpoint'>>(
  row: Row,
  questionnaire: Questionnaire,
  breakdowns: readonly string[],
) {
  const answers: Answers = JSON.parse(row.answers)
  return {
    row,
    answers,
    questionnaire,
    breakdown: breakdownOf(breakdowns, { touchpoint: row.touchpoint, service: serviceOf(questionnaire, answers) }),
  }
}
