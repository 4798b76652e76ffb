/**
 * Lets a paper form be entered by keyboard alone: a digit chooses, Enter goes on, Ctrl with Enter stores. It is sent within the page, so
 * that it stays as it was typed when nobody answers. Without it all is a plain form.
 */
const sheetIn = (page: Document): HTMLFormElement | null => page.querySelector<HTMLFormElement>('form[data-sheet]')

const first = sheetIn(document)
if (first) begin(first)

function begin(form: HTMLFormElement): void {
  document.documentElement.classList.add('keys')
  form.addEventListener('keydown', (event) => pressed(form, event))
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void send(form)
  })
  // The day of a pile is that of its first form, so that the next ones begin at their first question.
  const day = form.querySelector<HTMLInputElement>('input[type="date"]')
  if (!document.querySelector('#_problems, .wrong')) (day?.value ? fieldsOf(form)[1] : day)?.focus()
}

/** So long nobody has answered, and it is sent again by hand; in milliseconds. */
const patienceMs = 30_000
/** So long nothing is said about sending; in milliseconds. */
const quietMs = 1_000

/** Under the id that the page brought, however often, so that it is counted once. */
async function send(form: HTMLFormElement): Promise<void> {
  if (form.dataset['sheet'] === 'sending') return
  form.dataset['sheet'] = 'sending'
  tell(form)
  const slow = setTimeout(() => tell(form, 'sending'), quietMs)
  const waiting = new AbortController()
  const over = setTimeout(() => waiting.abort(), patienceMs)
  const page = await answerTo(form, waiting.signal).catch(() => undefined)
  clearTimeout(slow)
  clearTimeout(over)
  form.dataset['sheet'] = ''
  if (typeof page === 'object') return take(page)
  addEventListener('beforeunload', stay)
  tell(form, page ?? 'unanswered')
}

async function answerTo(form: HTMLFormElement, signal: AbortSignal): Promise<Document | 'refused'> {
  const body = new URLSearchParams()
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value)
  const answer = await fetch(form.action, { method: 'POST', body, signal })
  // At the end of a pile the answer is the page of the pile.
  if (answer.redirected && answer.ok) {
    location.assign(answer.url)
    return new Promise(() => undefined)
  }
  const html = await answer.text()
  // Another page than a sheet is not even parsed: its styles are none that this one may have.
  return html.includes('data-sheet') ? new DOMParser().parseFromString(html, 'text/html') : 'refused'
}

/** What is typed and not stored is not left by accident. */
const stay = (event: Event): void => event.preventDefault()

/** Says what became of sending, in words that the page brought; nothing when it goes well. */
function tell(form: HTMLFormElement, what?: 'sending' | 'refused' | 'unanswered'): void {
  const place = document.querySelector('#_told')
  const words = what && document.querySelector<HTMLTemplateElement>(`template[data-told="${what}"]`)
  place?.replaceChildren(...(words ? [words.content.cloneNode(true)] : []))
  if (words && what !== 'sending') place?.scrollIntoView({ block: 'nearest' })
  form.setAttribute('aria-busy', String(what === 'sending'))
}

/** The answer in place of this page: the next sheet, or this one with what is wrong. */
function take(page: Document): void {
  removeEventListener('beforeunload', stay)
  const [stored, next] = [document.querySelector('.stored'), page.querySelector('.stored')]
  const said = [...(next?.childNodes ?? [])]
  // What is said aloud is what changes in a place that stays.
  if (stored) next?.replaceWith(stored)
  document.title = page.title
  document.body.replaceWith(page.body)
  stored?.replaceChildren(...said)
  scrollTo(0, 0)
  const form = sheetIn(document)
  if (form) begin(form)
  const wrong = document.querySelector<HTMLElement>('#_problems, .wrong')
  wrong?.setAttribute('tabindex', '-1')
  wrong?.focus()
}

function pressed(form: HTMLFormElement, event: KeyboardEvent): void {
  const { target, key } = event
  if (key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault()
    return form.requestSubmit()
  }
  const isSelect = target instanceof HTMLSelectElement
  if (!(target instanceof HTMLInputElement || isSelect) || event.ctrlKey || event.metaKey || event.altKey) return
  const isChoice = target.type === 'radio' || target.type === 'checkbox'
  const figures = isChoice && /^\d$/.test(key) ? target.closest('.eleven') : null
  if (figures) {
    event.preventDefault()
    figureMeant(figures, key)?.click()
  } else if (isChoice && /^[1-9]$/.test(key)) {
    const option = optionsBeside(target)[Number(key) - 1]
    if (!option) return
    event.preventDefault()
    option.focus()
    option.click()
    if (option.type === 'radio' && !asksWhich(option)) goOn(form, target)
  } else if (key === 'Enter') {
    event.preventDefault()
    goOn(form, target)
  }
}

/** Options that are figures are typed as they stand, and ten is 1 and 0. */
function figureMeant(figures: Element, key: string): HTMLInputElement | null {
  const before = figures.querySelector<HTMLInputElement>('input:checked')?.value
  const option = figures.querySelector<HTMLInputElement>(`input[value="${before === '1' && key === '0' ? '10' : key}"]`)
  option?.focus()
  return option
}

function optionsBeside(input: Element): readonly HTMLInputElement[] {
  return [...(input.closest('.options')?.querySelectorAll<HTMLInputElement>('input[type="radio"], input[type="checkbox"]') ?? [])]
}

/** Whether words can be written beside this option. */
const asksWhich = (option: Element): boolean => option.closest('label')?.nextElementSibling?.matches('.other') ?? false

/** A question, or a line of one that has several to be written in. */
const oneField = '.card:not(.numbers), .numbers > .row'

/** The first field of each question, in the order of the sheet, and the button at its end. */
function fieldsOf(form: HTMLFormElement): readonly HTMLElement[] {
  const asked = [...form.querySelectorAll(oneField)].flatMap((card) => card.querySelector<HTMLElement>('input, textarea, select') ?? [])
  return [...asked, ...form.querySelectorAll<HTMLElement>('[type="submit"]:not([disabled])')]
}

/** To the field of the next question. */
function goOn(form: HTMLFormElement, from: Element): void {
  const fields = fieldsOf(form)
  const card = from.closest(oneField)
  const here = fields.findIndex((field) => card?.contains(field))
  fields[here + 1]?.focus()
}
