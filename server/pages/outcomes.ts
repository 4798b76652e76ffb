import type { Context } from 'hono'
import type { Page } from '../../client/survey/model'
import { say } from '../../client/text/citizen/words'
import { notice } from '../../client/text/notices/words'
import type { Receipt } from '../../surveys/schema'
import type { Violation } from '../../surveys/violations'
import type { Outcome, RefusalCode } from '../recording/outcome'
import { campaignNotice, type NoticeStatus, type Place, showNotice, titleOf } from './place'
import { receiptBody } from './receipt'
import { documentOf, pageHeaders } from './shell'
import { pageDocument } from './show'
import type { SurveyPageDeps } from './survey'
import { addressOf } from './visit'

/** What a citizen without JavaScript reads after sending. */
export function showOutcome(deps: SurveyPageDeps, c: Context, place: Place, page: Page, outcome: Outcome): Response | Promise<Response> {
  switch (outcome.kind) {
    case 'recorded':
    case 'repeated':
    case 'tried':
      return c.html(receiptDocument(place, page, outcome.receipt), 200, pageHeaders())
    case 'invalid':
      return c.html(pageDocument(deps, place, withProblems(page, outcome.violations)), 422, pageHeaders())
    case 'unavailable':
      return c.html(pageDocument(deps, place, { ...page, message: notice(place.language, 'unavailable') }), 503, {
        ...pageHeaders(),
        'Retry-After': String(outcome.retryAfter),
      })
    case 'conflict':
      return notRecorded(c, place, 409, notice(place.language, 'id_conflict'))
    case 'erased':
      return notRecorded(c, place, 410, notice(place.language, 'response_erased'))
    case 'refused':
      return refused(deps, c, place, outcome.code)
  }
}

const withProblems = (page: Page, problems: readonly Violation[]): Page => ({ ...page, problems })

function receiptDocument(place: Place, page: Page, receipt: Receipt): string {
  const title = `${say(place.language, 'thanks')} · ${titleOf(place)}`
  return documentOf({ language: place.language, title, layout: place.visit.layout, body: receiptBody(page, receipt) })
}

const refused = (deps: SurveyPageDeps, c: Context, place: Place, code: RefusalCode): Response | Promise<Response> =>
  (code === 'campaign_closed' || code === 'campaign_not_open' ? campaignNotice(deps, c, place, 422) : undefined) ??
  notRecorded(c, place, 422, notice(place.language, code))

function notRecorded(c: Context, place: Place, status: NoticeStatus, text: string): Response | Promise<Response> {
  const link = { href: addressOf(place.visit, {}), text: notice(place.language, 'again') }
  return showNotice(c, place, status, 'notSentTitle', 'notSentTitle', { text, links: [link] })
}
