import './engines'
import { readAnswers } from '../../surveys/answers/check'
import type { Outbox } from '../outbox/outbox'
import { draftsOf } from './draft'
import type { Layout, Page, SurveyModel } from './model'
import { sectionScreens } from './screens'

/** Lets the browser's screens take the place of the server's plain form, which stays wherever that fails. */
export function takeOver(start: (page: Page, root: HTMLElement) => Promise<void>): void {
  const html = document.documentElement
  const root = document.querySelector<HTMLElement>('[data-survey]')
  // Without the class the browser has been judged too old, or too late.
  const wanted = () => html.classList.contains('js')
  if (!root || !wanted()) return
  const begin = async (page: Page) => {
    if (!wanted()) return
    await start(page, root)
    html.dataset['ready'] = ''
    const { sound } = root.dataset
    if (sound)
      import(/* @vite-ignore */ sound).then(
        (listening: Listening) => listening.letListen(root, page.model.questionnaire),
        () => {},
      )
  }
  openPage(root)
    .then(begin)
    .catch(() => html.classList.remove('js'))
}

type Listening = typeof import('../sound/listen')

/** Reads what the server has put on the page, with the answers that were tapped before the script arrived. */
async function openPage(root: HTMLElement): Promise<Page> {
  const { survey = '', language = 'vi', agency, test, assisted } = root.dataset
  const reply = await fetch(survey)
  if (!reply.ok) throw new Error(`${survey} answered ${reply.status}`)
  const model: SurveyModel = await reply.json()
  const place = { model, agency: agency === '' ? undefined : agency }
  return {
    ...place,
    layout: layoutOf(root),
    language,
    test: test !== undefined,
    assisted: assisted !== undefined,
    drafts:
      layoutOf(root) === 'kiosk' || test !== undefined || assisted !== undefined ? undefined : draftsOf({ ...model, agency: place.agency }),
    ...(layoutOf(root) === 'kiosk' ? { answers: {} } : begunIn(root, model)),
    problems: [],
    carried: { id: '', day: '' },
    openOutbox: opener(root),
  }
}

/** Fetches what keeps responses while the first screen is read, and again where the network fails; it is opened once. */
function opener({ dataset }: HTMLElement): () => Promise<Outbox> {
  const { outbox = '' } = dataset
  const fetched = async (tries: number): Promise<typeof import('../outbox/outbox')> => {
    try {
      // A browser does not ask twice for a module that it could not get: each attempt has an address of its own.
      return await import(/* @vite-ignore */ tries === 0 ? outbox : `${outbox}?${tries}`)
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 1000 * Math.min(30, 2 ** tries)))
      return fetched(tries + 1)
    }
  }
  const opened = fetched(0).then(({ openOutbox }) => openOutbox(dataset))
  return () => opened
}

export const layoutOf = (root: HTMLElement): Layout => (root.dataset['layout'] === 'kiosk' ? 'kiosk' : 'phone')

/** The answers given, and the part reached, while the script was on its way. */
function begunIn(root: HTMLElement, { questionnaire }: SurveyModel): Pick<Page, 'answers' | 'reached'> {
  const form = root.querySelector('form')
  if (!form) return { answers: {} }
  const fields = new FormData(form)
  const answers = readAnswers(questionnaire, (field) => fields.getAll(field).filter((value) => typeof value === 'string'))
  const part = questionnaire.sections[Number(document.documentElement.dataset['part'] ?? 0)]?.id
  return {
    answers,
    reached: Math.max(
      0,
      sectionScreens(questionnaire, answers).findIndex(({ key }) => key === part),
    ),
  }
}
