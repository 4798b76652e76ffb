/** Keeps the figures of a page at their newest while somebody sees it; without it they are as old as the page. */
export function watchLive(page: Document): void {
  const said = page.querySelector<HTMLElement>('[data-live-from]')
  const from = said?.dataset['liveFrom']
  if (!said || from === undefined) return
  let [stream, isOver]: [EventSource | undefined, boolean] = [undefined, false]
  const ordered = watchRows(page)
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
    stream.addEventListener('figures', ({ data }) => {
      const texts: Texts = JSON.parse(data)
      put(page, texts)
      ordered(texts)
    })
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

type Texts = Readonly<Record<string, string>>

/** A text goes into its place; of a bar it is the width. */
function put(page: Document, texts: Texts): void {
  for (const place of page.querySelectorAll('[data-amiss]')) {
    const text = texts[place.getAttribute('data-amiss') ?? '']
    if (text !== undefined) place.classList.toggle('amiss', text !== '')
  }
  for (const place of page.querySelectorAll('[data-live]')) {
    const text = texts[place.getAttribute('data-live') ?? '']
    if (text === undefined) continue
    if (place instanceof SVGElement) place.setAttribute('width', text)
    else if (place.textContent !== text) place.textContent = text
  }
}

/** So that who reads a list does not see its rows change places all the time. */
const calmMs = 5_000
const againMs = 300
/** A pointer that rested longer is about to press nothing. */
const restedMs = 10_000

/** Keeps rows in the order that was told last; where somebody points at the list, stands in it or has chosen words of it, they wait until that one leaves. */
function watchRows(page: Document): (texts: Texts) => void {
  const list = page.querySelector<HTMLElement>(listed)
  let [timer, calmUntil, movedAt] = [0, 0, -restedMs]
  let wanted: readonly string[] = []
  page.addEventListener('pointermove', () => (movedAt = performance.now()), { passive: true })
  const isUsed = (rows: HTMLElement): boolean =>
    rows.matches(':focus-within') || isChosen(rows) || (rows.matches(':hover') && performance.now() - movedAt < restedMs)
  const again = (): void => void (timer = window.setTimeout(() => void settle(), againMs))
  const settle = async (): Promise<void> => {
    clearTimeout(timer)
    if (!list || [...rowsIn(list).keys()].join(' ') === wanted.join(' ')) return
    if (performance.now() < calmUntil || isUsed(list)) return again()
    const order = wanted
    const rows = rowsIn(list)
    const fresh = order.every((key) => rows.has(key)) ? rows : await freshRows()
    if (order !== wanted || isUsed(list)) return again()
    list.replaceChildren(...order.flatMap((key) => rows.get(key) ?? fresh.get(key) ?? []))
    list.closest('.region')?.toggleAttribute('hidden', order.length === 0)
    calmUntil = performance.now() + calmMs
  }
  return ({ rows }) => {
    if (rows === undefined) return
    wanted = rows.split(' ').filter(Boolean)
    void settle()
  }
}

const listed = '[data-live-rows]'

function isChosen(list: HTMLElement): boolean {
  const chosen = getSelection()
  return chosen !== null && !chosen.isCollapsed && chosen.containsNode(list, true)
}

const rowsIn = (list: Element | null): ReadonlyMap<string, HTMLElement> =>
  new Map([...(list?.querySelectorAll<HTMLElement>(':scope > tr') ?? [])].map((row) => [row.dataset['row'] ?? '', row]))

/** The rows of the list as the page has them now. */
async function freshRows(): Promise<ReadonlyMap<string, HTMLElement>> {
  const html = await fetch(location.href)
    .then((reply) => reply.text())
    .catch(() => '')
  return rowsIn(new DOMParser().parseFromString(html, 'text/html').querySelector(listed))
}
