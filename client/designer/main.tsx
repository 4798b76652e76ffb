import { render } from 'preact'
import { fetchWords, sayIn } from '../text/designer'
import { Designer } from './Designer'
import { readStart } from './frame/desk'

const start = readStart(document)
const root = document.querySelector<HTMLElement>('#designer')

if (start && root) {
  const say = sayIn(await fetchWords(start.office))
  root.textContent = ''
  render(<Designer {...{ start, say }} />, root)
  document.documentElement.dataset['ready'] = ''
}
