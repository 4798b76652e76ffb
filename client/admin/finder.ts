/** Narrows a table while one writes; without it the form around the field does so. */
export function watchFinder(page: Document): void {
  const field = page.querySelector<HTMLInputElement>('[data-finds]')
  const rows = [...page.querySelectorAll<HTMLElement>(field?.dataset['finds'] ?? 'never')].map((row) => ({ row, text: folded(`${row.querySelector('.name')?.textContent ?? ''} ${row.dataset['name'] ?? ''}`) }))
  const output = field?.form?.querySelector('output')
  field?.addEventListener('input', () => {
    const words = folded(field.value.trim()).split(/\s+/)
    let found = 0
    for (const { row, text } of rows) {
      row.hidden = !words.every((word) => text.includes(word))
      if (!row.hidden) found += 1
    }
    if (output) output.textContent = (field.dataset['says'] ?? '').replace('{n}', new Intl.NumberFormat(page.documentElement.lang).format(found))
  })
}

/** As the server folds; its own function would make a file that a citizen's phone has to fetch as well. */
const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase()
