import { render } from 'preact'
import { vi } from '../text/designer/vi'
import { sayIn } from '../text/designer/words'
import { Designer } from './Designer'
import { readStart } from './start'

const start = readStart(document)
const root = document.querySelector<HTMLElement>('#designer')

if (start && root) {
  const say = sayIn(start.office === 'en' ? (await import('../text/designer/en')).en : vi)
  root.textContent = ''
  render(<Designer {...{ start, say }} />, root)
  document.documentElement.dataset['ready'] = ''
}
