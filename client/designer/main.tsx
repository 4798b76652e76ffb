import { render } from 'preact'
import { Designer } from './Designer'
import { readStart } from './start'

const start = readStart(document)
const root = document.querySelector<HTMLElement>('#designer')

if (start && root) {
  root.textContent = ''
  render(<Designer start={start} />, root)
  document.documentElement.dataset['ready'] = ''
}
