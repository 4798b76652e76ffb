/** Lets a paper form be entered by keyboard alone: a digit chooses, Enter goes on, Ctrl with Enter stores. Without it all is a plain form. */
const sheet = document.querySelector<HTMLFormElement>('form[data-sheet]')
if (sheet) begin(sheet)

function begin(form: HTMLFormElement): void {
  document.documentElement.classList.add('keys')
  form.addEventListener('keydown', (event) => pressed(form, event))
  // The day of a pile is that of its first form, so that the next ones begin at their first question.
  const day = form.querySelector<HTMLInputElement>('input[type="date"]')
  if (!document.querySelector('#_problems, .wrong')) (day?.value ? fieldsOf(form)[1] : day)?.focus()
}

function pressed(form: HTMLFormElement, event: KeyboardEvent): void {
  const { target, key } = event
  if (key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault()
    return form.requestSubmit()
  }
  if (!(target instanceof HTMLInputElement) || event.ctrlKey || event.metaKey || event.altKey) return
  const isChoice = target.type === 'radio' || target.type === 'checkbox'
  if (isChoice && /^[1-9]$/.test(key)) {
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

function optionsBeside(input: Element): readonly HTMLInputElement[] {
  return [...(input.closest('.options')?.querySelectorAll<HTMLInputElement>('input[type="radio"], input[type="checkbox"]') ?? [])]
}

/** Whether words can be written beside this option. */
const asksWhich = (option: Element): boolean => option.closest('label')?.nextElementSibling?.matches('.other') ?? false

/** The first field of each question, in the order of the sheet, and the button at its end. */
function fieldsOf(form: HTMLFormElement): readonly HTMLElement[] {
  const asked = [...form.querySelectorAll('.card')].flatMap((card) => card.querySelector<HTMLElement>('input, textarea') ?? [])
  return [...asked, ...form.querySelectorAll<HTMLElement>('[type="submit"]:not([disabled])')]
}

/** To the field of the next question. */
function goOn(form: HTMLFormElement, from: Element): void {
  const fields = fieldsOf(form)
  const card = from.closest('.card')
  const here = fields.findIndex((field) => card?.contains(field))
  fields[here + 1]?.focus()
}
