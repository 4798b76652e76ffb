import type { Context } from 'hono'
import type { Page } from '../../client/survey/model'
import { localDay } from '../../surveys/calendar'
import type { Answers } from '../../surveys/schema'
import type { Violation } from '../../surveys/violations'
import { chooserBody } from './chooser'
import type { Lately } from './lately'
import { modelAddress, modelHash, modelOf } from './model'
import { agencyOf, campaignNotice, type Place, standingAt, titleOf } from './place'
import { questionnaireBody } from './questionnaire'
import { documentOf, pageHeaders } from './shell'
import type { SurveyPageDeps } from './survey'

/** The questionnaire at a touchpoint, or why there is none. */
export async function showPage(deps: SurveyPageDeps, blanks: Lately<string>, c: Context, touchpoint: string): Promise<Response> {
  const standing = await standingAt(deps, c, touchpoint)
  if ('reply' in standing) return standing.reply
  return campaignNotice(deps, c, standing.place) ?? c.html(blankPage(deps, blanks, standing.place), 200, pageHeaders())
}

/** What has been written so far on a form without JavaScript. */
export type Written = { readonly id: string; readonly day: string; readonly answers: Answers; readonly problems: readonly Violation[] }

export function pageOf(place: Place, written: Written): Page {
  const { fielding, visit, language } = place
  return {
    model: modelOf(fielding),
    layout: visit.layout,
    language,
    agency: agencyOf(place),
    test: visit.test,
    answers: written.answers,
    problems: written.problems,
    carried: { id: written.id, day: written.day },
  }
}

/** The document of a questionnaire; one that says what is wrong stays plain, since the browser does not know of it. */
export function pageDocument({ assets }: SurveyPageDeps, place: Place, page: Page): string {
  const { fielding, visit, language } = place
  const model = modelAddress(fielding)
  const chooser = page.agency === undefined ? chooserBody(place) : ''
  const takenOver = page.problems.length === 0 && page.message === undefined && (page.agency !== undefined || page.layout === 'kiosk')
  return documentOf({
    language,
    title: titleOf(place),
    layout: visit.layout,
    body: questionnaireBody(page, model, chooser),
    scripts: takenOver && assets.script !== undefined ? { script: assets.script, model } : undefined,
  })
}

/** A page without answers is the same for all but the id and the day that it carries. */
function blankPage(deps: SurveyPageDeps, blanks: Lately<string>, place: Place): string {
  const { fielding, visit, language } = place
  const blank = { id: idMark, day: dayMark, answers: {}, problems: [] }
  const render = () => pageDocument(deps, place, pageOf(place, blank))
  const key = [modelHash(fielding), agencyOf(place), language, visit.layout, visit.test].join(' ')
  // A search among agencies is as various as its readers.
  const html = visit.find === '' && agencyOf(place) !== undefined ? blanks(key, render) : render()
  return html.replace(idMark, deps.newId()).replace(dayMark, localDay(deps.now()))
}

// Private characters, which no text of a questionnaire contains.
const idMark = '\uE000id\uE001'
const dayMark = '\uE000day\uE001'
