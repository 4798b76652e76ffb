import type { Context } from 'hono'
import type { Page } from '../../client/survey/model'
import { localDay } from '../../surveys/calendar'
import { type SubmittedResponse, submittedResponse } from '../../surveys/schema'
import type { Outcome } from '../recording/outcome'
import { type Fields, fieldsOf, readForm } from './form'
import { agencyOf, type Place, showNotice, standingAt, unknownAgency, unknownLanguage } from './place'
import { showOutcome } from './outcomes'
import { pageHeaders } from './shell'
import { pageDocument, pageOf } from './show'
import type { SurveyPageDeps } from './survey'

/** A form posted without JavaScript: another language, what is wrong with the answers kept, or the receipt. */
export async function submitForm(deps: SurveyPageDeps, c: Context, touchpoint: string): Promise<Response> {
  const standing = await standingAt(deps, c, touchpoint)
  if ('reply' in standing) return standing.reply
  const fields = await fieldsOf(c.req.raw).catch(() => undefined)
  if (!fields) return showNotice(c, standing.place, 422, 'unreadableTitle', 'unreadableText')
  const place = placed(standing.place, fields)
  const { agencies, questionnaire } = place.fielding
  if (!questionnaire.languages.includes(place.language)) return unknownLanguage(c, standing.place, 422)
  const agency = agencyOf(place)
  if (!agencies.some(({ code }) => code === agency)) return unknownAgency(c, standing.place, 422)
  return answered(deps, c, place, fields)
}

/** More than a citizen writes by hand. */
export async function refuseLarge(deps: SurveyPageDeps, c: Context, touchpoint: string): Promise<Response> {
  const standing = await standingAt(deps, c, touchpoint)
  return 'reply' in standing ? standing.reply : showNotice(c, standing.place, 413, 'largeTitle', 'largeText')
}

async function answered(deps: SurveyPageDeps, c: Context, place: Place, fields: Fields): Promise<Response> {
  const { answers, violations } = readForm(place.fielding.questionnaire, fields)
  const carried = { id: first(fields, '_id') ?? deps.newId(), day: first(fields, '_day') ?? localDay(deps.now()) }
  const page = pageOf(place, { ...carried, answers, problems: [] })
  if (first(fields, '_switch') !== undefined) return c.html(pageDocument(deps, place, page), 200, pageHeaders())
  const parsed = submittedResponse.safeParse(submissionOf(place, page, fields))
  if (!parsed.success) return showNotice(c, place, 422, 'unreadableTitle', 'unreadableText')
  const outcome = violations.length > 0 ? { kind: 'invalid' as const, violations } : await hand(deps, place, parsed.data)
  return showOutcome(deps, c, place, page, outcome)
}

const hand = ({ recorder, now }: SurveyPageDeps, { visit }: Place, submitted: SubmittedResponse): Promise<Outcome> =>
  visit.test ? recorder.try(submitted, now()) : recorder.record(submitted, now())

function submissionOf({ fielding }: Place, page: Page, fields: Fields) {
  const { campaign, touchpoint } = fielding
  return {
    id: page.carried.id,
    campaign: first(fields, '_campaign') ?? campaign.code,
    version: Number(first(fields, '_version') ?? campaign.version),
    touchpoint: touchpoint.code,
    agency: page.agency,
    language: page.language,
    answeredOn: page.carried.day,
    answers: page.answers,
  }
}

/** The form's own language and agency, which the address may not name. */
const placed = (place: Place, fields: Fields): Place => ({
  ...place,
  language: first(fields, '_switch') ?? first(fields, '_language') ?? place.language,
  visit: { ...place.visit, agency: first(fields, '_agency') ?? place.visit.agency },
})

const first = (fields: Fields, name: string): string | undefined => fields[name]?.[0] || undefined
