import { watchLive } from './live'

/** As the server folds; its own function would make a file that a citizen's phone has to fetch as well. */
const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase()

watchFinders(document)

const rowsOf = (group: HTMLElement): HTMLElement[] => [...group.querySelectorAll<HTMLElement>(':scope > tr[data-name]')]

watchSorts(document)

watchNumbers(document)

watchLive(document)

const charts = document.querySelectorAll<HTMLElement>('[data-chart]')

/** Charts come with the first that is about to be seen; until then nobody waits for them. */
if (charts.length > 0) {
  const seen = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return
      seen.disconnect()
      void import('./charts').then(({ drawCharts }) => drawCharts([...charts]))
    },
    { rootMargin: '600px' },
  )
  // What is hidden is never seen: the section around it is.
  for (const chart of charts) seen.observe(chart.closest('section') ?? document.body)
}

watchPreviews(document)

/** Shows a form's preview again shortly after something was typed; without it a button does so. */
function watchPreviews(page: Document): void {
  for (const form of page.querySelectorAll<HTMLFormElement>('form[data-previews]')) {
    const button = form.querySelector<HTMLButtonElement>('button[formtarget]')
    let waiting = 0
    form.addEventListener('input', () => {
      clearTimeout(waiting)
      waiting = window.setTimeout(() => button && form.requestSubmit(button), 700)
    })
  }
}

/** Narrows lists while one writes; without it the form around the field does so. */
function watchFinders(page: Document): void {
  for (const field of page.querySelectorAll<HTMLInputElement>('[data-finds]')) watchFinder(page, field)
  for (const form of page.forms) if (form.querySelector('[name=look]')) watchEnter(form)
}

function watchFinder(page: Document, field: HTMLInputElement): void {
  const rows = [...page.querySelectorAll<HTMLElement>(field.dataset['finds'] ?? 'never')].map((row) => ({
    row,
    text: folded(`${row.querySelector('.name')?.textContent ?? ''} ${row.dataset['name'] ?? ''}`),
  }))
  const output = field.closest('fieldset, form')?.querySelector('output')
  field.addEventListener('input', () => {
    const words = folded(field.value.trim()).split(/\s+/)
    let found = 0
    for (const { row, text } of rows) {
      row.hidden = !words.every((word) => text.includes(word))
      if (!row.hidden) found += 1
    }
    if (output)
      output.textContent = (field.dataset['says'] ?? '').replace('{n}', new Intl.NumberFormat(page.documentElement.lang).format(found))
  })
}

/** Enter in a search looks, or narrows only; anywhere else it does what the form is for. By itself it would press the first button, a search's. */
function watchEnter(form: HTMLFormElement): void {
  form.addEventListener('keydown', (event) => {
    const field = event.target
    if (event.key !== 'Enter' || !(field instanceof HTMLInputElement)) return
    event.preventDefault()
    if (field.type !== 'search') form.querySelector<HTMLButtonElement>('[type=submit]:not([name])')?.click()
    else if (field.dataset['finds'] === undefined) field.parentElement?.querySelector<HTMLButtonElement>('[name=look]')?.click()
  })
}

/** Enter goes to the next number of a sheet, as in a spreadsheet; behind the last one it keeps them. */
function watchNumbers(page: Document): void {
  const fields = [...page.querySelectorAll<HTMLElement>('.entry > :first-child')]
  for (const [place, field] of fields.entries())
    field.addEventListener('keydown', (event) => {
      const next = fields[place + (event.shiftKey ? -1 : 1)]
      if (event.key !== 'Enter' || !next) return
      event.preventDefault()
      next.focus()
      if (next instanceof HTMLInputElement) next.select()
    })
}

/** Orders the rows of a table in place, as the server would at the address that the column's head leads to. */
function watchSorts(page: Document): void {
  for (const table of page.querySelectorAll<HTMLTableElement>('table[data-orders]')) {
    const orders: Readonly<Record<string, readonly string[]>> = JSON.parse(table.dataset['orders'] ?? '{}')
    table.addEventListener('click', (event) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[data-sort]') : null
      const sort = link && new URL(link.href).searchParams.get('sort')
      const order = sort && orders[sort]
      if (!order || event.ctrlKey || event.metaKey || event.shiftKey) return
      event.preventDefault()
      history.replaceState(null, '', link.href)
      arrange(table, order)
      for (const head of table.querySelectorAll<HTMLAnchorElement>('a[data-sort]')) mark(head, sort)
    })
  }
}

/** Each row stays in its own group, before what is pooled over the group. What is in sight is put in order first, the rest once that is painted. */
function arrange(table: HTMLTableElement, order: readonly string[]): void {
  const places = new Map(order.map((code, place) => [code, place]))
  const placeOf = ({ dataset }: HTMLElement): number => places.get(dataset['name'] ?? '') ?? order.length
  const groups = [...table.tBodies].map((group) => ({ group, rows: rowsOf(group).sort((a, b) => placeOf(a) - placeOf(b)) }))
  for (const { group, rows } of groups) {
    const [first, end] = inSight(group)
    const seen = rows.slice(first, end)
    const others = rowsOf(group).filter((row) => !seen.includes(row))
    put(group, seen, others[first])
  }
  requestAnimationFrame(() =>
    setTimeout(() => {
      for (const { group, rows } of groups) put(group, rows)
    }),
  )
}

/** In one piece, so that they are laid out once; what has the focus in them keeps it. */
function put(group: HTMLElement, rows: readonly HTMLElement[], before: Element | null = group.querySelector(':scope > .sum')): void {
  const focused = document.activeElement
  const piece = document.createDocumentFragment()
  piece.append(...rows)
  group.insertBefore(piece, before)
  if (focused instanceof HTMLElement && group.contains(focused)) focused.focus({ preventScroll: true })
}

/** From which to before which of its rows a group is on the screen. */
function inSight(group: HTMLElement): readonly [number, number] {
  const rows = rowsOf(group)
  const tops = rows.map((row) => row.getBoundingClientRect().top)
  const first = tops.findIndex((top) => top > -100)
  const end = tops.findIndex((top) => top > innerHeight)
  return first < 0 ? [0, 0] : [first, end < 0 ? rows.length : end]
}

/** Says which column rules and which way, and turns its link the other way round. */
function mark(link: HTMLAnchorElement, sort: string): void {
  const column = link.dataset['sort'] ?? ''
  const isHere = sort === column || sort === `-${column}`
  const isRising = (link.dataset['rising'] === 'true') === (sort === column)
  const next = new URL(link.href)
  next.searchParams.set('sort', sort === column ? `-${column}` : column)
  link.href = next.href
  link.querySelector('.dir')?.remove()
  const head = link.closest('th')
  head?.removeAttribute('aria-sort')
  if (!isHere) return
  head?.setAttribute('aria-sort', isRising ? 'ascending' : 'descending')
  const arrow = document.createElement('span')
  arrow.className = 'dir'
  arrow.setAttribute('aria-hidden', 'true')
  arrow.textContent = isRising ? ' ▲' : ' ▼'
  link.append(arrow)
}
