import { render } from 'preact'
import { Shown } from './Shown'
import { isPreviewMessage, layouts, type PreviewMessage, readyMessage } from './message'

const root = document.querySelector<HTMLElement>('[data-preview]')
const layout = layouts.find((one) => one === root?.dataset['preview']) ?? 'phone'

let shown = 0

addEventListener('message', ({ origin, source, data }) => {
  if (root && origin === location.origin && source === parent && isPreviewMessage(data)) show(root, data)
})
parent.postMessage(readyMessage, location.origin)
showAlone()

/** A published version is told by its own page, and takes the place of the form for browsers without scripts. */
function showAlone(): void {
  const told = document.querySelector('#shown')?.textContent
  const message: unknown = told ? JSON.parse(told) : undefined
  if (!root || !isPreviewMessage(message)) return
  root.replaceChildren()
  show(root, message)
}

/** What failed is put away with its state and tried anew with the next change. */
function show(into: HTMLElement, message: PreviewMessage): void {
  if (into.querySelector('[data-unfinished]')) shown += 1
  document.documentElement.classList.add('js')
  document.documentElement.dataset['ready'] = ''
  render(<Shown key={shown} {...{ message, layout }} unfinished={into.dataset['unfinished'] ?? ''} />, into)
}
