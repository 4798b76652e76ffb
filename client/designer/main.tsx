import { render } from 'preact'
import { sayIn } from '../text/designer'
import { vi } from '../text/vi/designer'
import { Designer } from './Designer'
import { readStart } from './frame/desk'

const start = readStart(document)
const root = document.querySelector<HTMLElement>('#designer')

if (start && root) {
  const say = sayIn(start.office === 'en' ? (await import('../text/en/designer')).en : vi)
  root.textContent = ''
  render(<Designer {...{ start, say }} />, root)
  document.documentElement.dataset['ready'] = ''
}
