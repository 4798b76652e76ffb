import './engines'
import { options, render } from 'preact'
import { readAnswers } from '../../surveys/answers/check'
import type { Outbox } from '../outbox/outbox'
import { draftsOf, isSharedDevice } from './draft'
import type { Layout, Page, SurveyModel } from './model'
import { sectionScreens } from './screens'

/** Lets the browser's screens take the place of the server's plain form, which stays wherever that fails. */
export function takeOver(begunIn: BegunIn, start: (page: Page, root: HTMLElement) => void): void {
  const html = document.documentElement
  const root = document.querySelector<HTMLElement>('[data-survey]')
  // Without the class the browser has been judged too old, or too late.
  const wanted = () => html.classList.contains('js')
  if (!root || !wanted()) return
  const begin = (page: Page) => {
    if (!wanted()) return
    orAsItWas(root, page.part, () => {
      const drawAll = heldBack()
      start(page, root)
      html.dataset['ready'] = ''
      drawAll()
    })
    const { sound } = root.dataset
    if (sound)
      import(/* @vite-ignore */ sound).then(
        (listening: Listening) => listening.letListen(root, page.model.questionnaire),
        () => {},
      )
  }
  openPage(root, begunIn)
    .then(begin)
    .catch(() => html.classList.remove('js'))
}

/** What somebody has begun on this device: a draft, or what was tapped before the script arrived. */
type BegunIn = (root: HTMLElement, place: Pick<Page, 'model' | 'agency'>) => Pick<Page, 'answers' | 'reached' | 'part' | 'drafts'>

type Listening = typeof import('../sound/listen')

/** Reads what the server has put on the page. */
async function openPage(root: HTMLElement, begunIn: BegunIn): Promise<Page> {
  const { survey = '', language = 'vi', agency, test, assisted } = root.dataset
  const reply = await fetch(survey)
  if (!reply.ok) throw new Error(`${survey} answered ${reply.status}`)
  const model: SurveyModel = await reply.json()
  if (model.more) (await import('./questions/more')).learnRare()
  const place = { model, agency: agency === '' ? undefined : agency }
  return {
    ...place,
    layout: layoutOf(root),
    language,
    test: test !== undefined,
    assisted: assisted !== undefined,
    ...begunIn(root, place),
    problems: [],
    order: fieldIn(root, '_id'),
    carried: { id: '', day: '', visit: fieldIn(root, '_visit') },
    openOutbox: opener(root),
  }
}

const fieldIn = (root: HTMLElement, name: string): string | undefined => root.querySelector<HTMLInputElement>(`[name=${name}]`)?.value

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

/** The answers given, and the part reached, while the script was on its way; a draft of an earlier visit where one is kept. */
export const begunOnPhone: BegunIn = (root, { model, agency }) => {
  const { test, assisted } = root.dataset
  const drafts =
    test !== undefined || assisted !== undefined || isSharedDevice()
      ? undefined
      : // Of several agencies the same draft, whichever are chosen.
        draftsOf({ ...model, agency: model.questionnaire.loop ? '' : agency })
  const form = root.querySelector('form')
  if (!form) return { drafts, answers: {} }
  const { questionnaire } = model
  const fields = new FormData(form)
  const contact = fields.get('_contact')
  const answers = {
    ...readAnswers(questionnaire, (field) => fields.getAll(field).filter((value) => typeof value === 'string')),
    ...(typeof contact === 'string' && contact !== '' ? { _contact: contact } : {}),
  }
  const part = Number(document.documentElement.dataset['part'] ?? 0)
  const reached = sectionScreens(questionnaire, answers).findIndex(({ key }) => key === questionnaire.sections[part]?.id)
  return { drafts, answers, part, reached: Math.max(0, reached) }
}

/** Leaves only that part of the server's form on the page while work lasts, and puts everything back as it was where it fails. */
function orAsItWas(root: HTMLElement, part: number | undefined, work: () => void): void {
  const parts = [...root.querySelectorAll('.section')]
  const at = part !== undefined && part < parts.length ? part : undefined
  const [before, after] = at === undefined ? [[], []] : [parts.slice(0, at), parts.slice(at + 1)]
  for (const one of [...before, ...after]) one.remove()
  // A copy with what was answered: what fails has changed some of what it came past, and listens to all of it.
  const copy = root.cloneNode(true)
  try {
    work()
  } catch (error) {
    delete document.documentElement.dataset['ready']
    try {
      render(null, root)
    } catch {
      // What came half into being cannot always be taken apart.
    }
    root.replaceChildren(...copy.childNodes)
    const left = root.querySelector('.section')
    left?.before(...before)
    left?.after(...after)
    throw error
  }
}

/** Keeps back what drawing brings about until what is given back draws it: what fails then fails in the sight of whoever called it. */
function heldBack(): () => void {
  const held: (() => void)[] = []
  options.debounceRendering = (draw) => void held.push(draw)
  return () => {
    // It grows meanwhile.
    for (const draw of held) draw()
    delete options.debounceRendering
  }
}
