/** Orders the rows of a table in place, as the server would at the address that the column's head leads to. */
export function watchSorts(page: Document): void {
  for (const table of page.querySelectorAll<HTMLElement>('[data-orders]')) {
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

/** Each row stays in its own group, before what is pooled over the group; a group is put back in one piece, so that it is laid out once. */
function arrange(table: HTMLElement, order: readonly string[]): void {
  const rows = new Map([...table.querySelectorAll<HTMLElement>('tr[data-name]')].map((row) => [row.dataset['name'], row]))
  const groups = new Map<ParentNode, DocumentFragment>()
  for (const code of order) {
    const row = rows.get(code)
    const parent = row?.parentElement
    if (!row || !parent) continue
    const group = groups.get(parent) ?? document.createDocumentFragment()
    groups.set(parent, group)
    group.append(row)
  }
  for (const [parent, group] of groups) parent.insertBefore(group, parent.querySelector(':scope > .sum'))
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
