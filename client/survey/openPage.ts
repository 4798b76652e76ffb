import { readAnswers } from '../../surveys/response'
import type { Answers } from '../../surveys/schema'
import type { Layout, Page, SurveyModel } from './model'

/** Reads what the server has put on the page, with the answers that were tapped before the script arrived. */
export async function openPage(root: HTMLElement): Promise<Page> {
  const { survey = '', language = 'vi', agency, test } = root.dataset
  const reply = await fetch(survey)
  if (!reply.ok) throw new Error(`${survey} answered ${reply.status}`)
  const model: SurveyModel = await reply.json()
  return {
    model,
    layout: layoutOf(root),
    language,
    agency: agency === '' ? undefined : agency,
    test: test !== undefined,
    answers: layoutOf(root) === 'kiosk' ? {} : answersIn(root, model),
    problems: [],
    carried: { id: '', day: '' },
  }
}

export const layoutOf = (root: HTMLElement): Layout => (root.dataset['layout'] === 'kiosk' ? 'kiosk' : 'phone')

function answersIn(root: HTMLElement, { questionnaire }: SurveyModel): Answers {
  const form = root.querySelector('form')
  if (!form) return {}
  const fields = new FormData(form)
  return readAnswers(questionnaire, (field) => fields.getAll(field).filter((value) => typeof value === 'string'))
}
