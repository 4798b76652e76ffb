/** Orders the rows of a table in place, as the server would at the address that the column's head leads to. */
export function watchSorts(page: Document): void {
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
  requestAnimationFrame(() => setTimeout(() => {
    for (const { group, rows } of groups) put(group, rows)
  }))
}

const rowsOf = (group: HTMLElement): HTMLElement[] => [...group.querySelectorAll<HTMLElement>(':scope > tr[data-name]')]

/** In one piece, so that they are laid out once. */
function put(group: HTMLElement, rows: readonly HTMLElement[], before: Element | null = group.querySelector(':scope > .sum')): void {
  const piece = document.createDocumentFragment()
  piece.append(...rows)
  group.insertBefore(piece, before)
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
