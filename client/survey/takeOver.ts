import './engines'
import type { Page } from './model'
import { openPage } from './openPage'

/** Lets the browser's screens take the place of the server's plain form, which stays wherever that fails. */
export function takeOver(start: (page: Page, root: HTMLElement) => void): void {
  const html = document.documentElement
  const root = document.querySelector<HTMLElement>('[data-survey]')
  // Without the class the browser has been judged too old, or too late.
  const wanted = () => html.classList.contains('js')
  if (!root || !wanted()) return
  const begin = (page: Page) => {
    if (!wanted()) return
    start(page, root)
    html.dataset['ready'] = ''
  }
  openPage(root).then(begin).catch(() => html.classList.remove('js'))
}
