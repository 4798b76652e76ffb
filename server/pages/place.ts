import type { Context } from 'hono'
import { say, spoken } from '../../client/text/citizen/words'
import { notice, type NoticeWord } from '../../client/text/notices/words'
import { dayText } from '../../client/survey/Thanks'
import { localDay } from '../../surveys/calendar'
import { campaignState, type Fielding } from '../../surveys/campaign'
import { localised } from '../../surveys/language'
import { type Notice, noticeBody } from './notices'
import { documentOf, pageHeaders } from './shell'
import type { SurveyPageDeps } from './survey'
import { addressOf, languageOf, type Visit, visitOf } from './visit'

/** Where a citizen stands: at a touchpoint in a language, or before a notice that says why not. */
export type Place = { readonly fielding: Fielding; readonly visit: Visit; readonly language: string }

export type Standing = { readonly place: Place } | { readonly reply: Reply }
export type Reply = Response | Promise<Response>

/** Reads the address; whatever is not there is said in the reader's language. */
export async function standingAt(deps: SurveyPageDeps, c: Context, touchpoint: string): Promise<Standing> {
  const visit = visitOf(c)
  const fielding = await deps.fielding(touchpoint)
  const language = languageOf(visit, fielding)
  if (!fielding) return { reply: lost(c, visit, language) }
  const place = { fielding, visit, language }
  const { agencies, questionnaire } = fielding
  if (visit.asked !== undefined && !questionnaire.languages.includes(visit.asked)) return { reply: unknownLanguage(c, place) }
  if (agencies.length === 0) return { reply: showNotice(c, place, 404, 'agencyNoneTitle', 'agencyNoneText') }
  if (visit.agency !== undefined && !agencies.some(({ code }) => code === visit.agency)) return { reply: unknownAgency(c, place) }
  return { place }
}

/** The agency named in the address, or the only one there is. */
export const agencyOf = ({ fielding, visit }: Place): string | undefined =>
  visit.agency ?? (fielding.agencies.length === 1 ? fielding.agencies[0]?.code : undefined)

/** Why the campaign takes no answers today, and how to try it before it does; nothing while it is open. */
export function campaignNotice(deps: SurveyPageDeps, c: Context, place: Place, status: NoticeStatus = 200): Reply | undefined {
  const { campaign } = place.fielding
  const state = campaignState(campaign, localDay(deps.now()))
  if (state === 'open') return place.visit.test ? trialIsOver(c, place, status) : undefined
  if (state === 'closed') return showNotice(c, place, status, 'closedTitle', 'closedText')
  if (place.visit.test) return undefined
  const write = (word: NoticeWord) => notice(place.language, word)
  const link = { href: addressOf(place.visit, { test: true }), text: write('tryLink') }
  const aside = { title: write('tryTitle'), text: write('tryText'), link }
  const [title, text] = state === 'draft' ? (['draftTitle', 'draftText'] as const) : (['upcomingTitle', 'upcomingText'] as const)
  return showNotice(c, place, status, title, text, { aside })
}

const trialIsOver = (c: Context, place: Place, status: NoticeStatus): Reply =>
  showNotice(c, place, status, 'openedTitle', 'openedText', {
    links: [{ href: addressOf(place.visit, { test: false }), text: notice(place.language, 'openedLink') }],
  })

/** A notice at a touchpoint that exists. */
export function showNotice(c: Context, place: Place, status: NoticeStatus, title: NoticeWord, text: NoticeWord, more: Partial<Notice> = {}): Reply {
  const { fielding, visit, language } = place
  const { campaign, questionnaire } = fielding
  const values = { from: dayText(language, campaign.opensOn), to: dayText(language, campaign.closesOn) }
  return reply(c, visit, language, status, {
    title: notice(language, title),
    text: notice(language, text, values),
    languages: otherLanguages(visit, language, questionnaire.languages),
    label: campaign.synthetic ? say(language, 'synthetic') : undefined,
    ...more,
  })
}

export type NoticeStatus = 200 | 404 | 409 | 410 | 413 | 422

function lost(c: Context, visit: Visit, language: string): Reply {
  const content = { title: notice(language, 'lostTitle'), text: notice(language, 'lostText') }
  return reply(c, visit, language, 404, { ...content, languages: otherLanguages(visit, language, spoken) })
}

export const unknownLanguage = (c: Context, place: Place, status: NoticeStatus = 404): Reply =>
  showNotice(c, place, status, 'languageTitle', 'languageText', {
    languages: otherLanguages(place.visit, '', place.fielding.questionnaire.languages),
  })

export const unknownAgency = (c: Context, place: Place, status: NoticeStatus = 404): Reply =>
  showNotice(c, place, status, 'agencyTitle', 'agencyText', {
    links: [{ href: addressOf(place.visit, { agency: undefined }), text: notice(place.language, 'agencyAgain') }],
  })

const otherLanguages = (visit: Visit, language: string, offered: readonly string[]) =>
  offered.filter((tag) => tag !== language).map((tag) => ({ tag, href: addressOf(visit, { asked: tag }) }))

function reply(c: Context, visit: Visit, language: string, status: NoticeStatus, content: Notice): Reply {
  const refresh = visit.layout === 'kiosk' ? 300 : undefined
  return c.html(documentOf({ language, title: content.title, layout: visit.layout, body: noticeBody(content), refresh }), status, pageHeaders())
}

export const titleOf = ({ fielding, language }: Place): string =>
  localised(fielding.questionnaire.title, language, fielding.questionnaire.languages)
