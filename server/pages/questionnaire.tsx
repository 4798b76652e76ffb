import { render } from 'preact-render-to-string'
import { StartScreen } from '../../client/kiosk/StartScreen'
import type { Page } from '../../client/survey/model'
import { Survey } from '../../client/survey/Survey'
import { escaped } from './shell'

/** The questionnaire as a plain form, marked with what the browser needs to take it over. */
export function questionnaireBody(page: Page, modelHref: string, chooser: string): string {
  const marks = Object.entries({
    survey: modelHref,
    layout: page.layout,
    language: page.language,
    agency: page.agency ?? '',
  }).map(([name, value]) => ` data-${name}="${escaped(value)}"`)
  const start = page.layout === 'kiosk' ? render(<StartScreen page={page} />) : ''
  const form = page.agency === undefined ? chooser : render(<Survey page={page} agency={page.agency} />)
  return `<div${marks.join('')}${page.test ? ' data-test=""' : ''}>${start}${form}</div>`
}
