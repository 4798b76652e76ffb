/** Keeps the figures of a page at their newest while somebody sees it; without it they are as old as the page. */
export function watchLive(page: Document): void {
  const said = page.querySelector<HTMLElement>('[data-live-from]')
  const from = said?.dataset['liveFrom']
  if (!said || from === undefined) return
  let [stream, isOver]: [EventSource | undefined, boolean] = [undefined, false]
  const tell = (state: string): void => {
    for (const text of said.querySelectorAll<HTMLElement>('[data-live-state]')) text.hidden = text.dataset['liveState'] !== state
  }
  const hangUp = (): void => {
    stream?.close()
    stream = undefined
  }
  const follow = (): void => {
    if (stream || isOver) return
    stream = new EventSource(from)
    stream.addEventListener('open', () => tell('on'))
    stream.addEventListener('error', () => tell('off'))
    stream.addEventListener('figures', ({ data }) => put(page, JSON.parse(data)))
    stream.addEventListener('over', () => {
      isOver = true
      hangUp()
      tell('over')
    })
  }
  // A browser keeps few connections to one host, so a page that nobody sees gives its own back.
  const look = (): void => (page.visibilityState === 'visible' ? follow() : hangUp())
  page.addEventListener('visibilitychange', look)
  addEventListener('pagehide', hangUp)
  addEventListener('pageshow', look)
  look()
}

/** A text goes into its place; of a bar it is the width. */
function put(page: Document, texts: Readonly<Record<string, string>>): void {
  for (const place of page.querySelectorAll('[data-live]')) {
    const text = texts[place.getAttribute('data-live') ?? '']
    if (text === undefined) continue
    if (place instanceof SVGElement) place.setAttribute('width', text)
    else if (place.textContent !== text) place.textContent = text
  }
}
