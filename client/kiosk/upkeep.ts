import type { Outbox } from '../outbox/outbox'

/** What keeps a kiosk going from visit to visit, for months. */
export type Upkeep = {
  /** The screen is free again. */
  readonly ended: () => void
}

export type UpkeepParts = {
  /** A trial leaves nothing on the device. */
  readonly test: boolean
  readonly openOutbox?: (() => Promise<Outbox>) | undefined
  /** Whether nobody has begun. */
  readonly isFree: () => boolean
  /** Ends the visit of whoever left the start screen changed. */
  readonly end: () => void
}

/** Lets the kiosk start without a network, takes in what is new between two visits, and leaves the next person nothing of the last. */
export function keepUp({ test, openOutbox, isFree, end }: UpkeepParts): Upkeep {
  let isOld = false
  if (!test) startWithoutNetwork()
  /** Loads the page anew, unless somebody is there or what somebody has sent would go with it. */
  const renew = async () => {
    const outbox = await openOutbox?.()
    if ((await outbox?.isHolding()) !== true && isFree()) location.replace(ownAddress())
  }
  const look = async () => {
    isOld = await isAnotherOffered()
    if (isOld) await renew()
    setTimeout(() => void look(), lookEveryMs)
  }
  setTimeout(() => void look(), lookEveryMs)
  whenLeft(() => {
    if (isFree()) end()
  })
  leadWithinPage()
  const ended = async () => {
    letGo()
    const isZoomed = !(await zoomOut())
    if ((isOld || isZoomed) && (await canLoad())) await renew()
  }
  return { ended: () => void ended() }
}

const lookEveryMs = 5 * 60_000

const ownAddress = (): string => location.pathname + location.search

/** Registers for this very address: no other page of ours, on a phone or in the office, is touched. */
function startWithoutNetwork(): void {
  if (!('serviceWorker' in navigator)) return
  navigator.serviceWorker.register('/kiosk-worker.js', { scope: ownAddress(), updateViaCache: 'none' }).catch(() => {})
}

/** Whether the server has another questionnaire, a newer build of these screens, or a notice for this place. */
async function isAnotherOffered(): Promise<boolean> {
  const page = await pageFromServer()
  if (!page) return false
  return page.querySelector('[data-notice]') !== null || (marksOf(page) !== '' && marksOf(page) !== marksOf(document))
}

/** Whether loading the page anew surely gives a page of ours. */
const canLoad = async (): Promise<boolean> =>
  ('caches' in globalThis && (await caches.match(ownAddress())) !== undefined) || marksOf(await pageFromServer()) !== ''

/** What a portal or a fault answers has no mark of ours. */
async function pageFromServer(): Promise<Document | undefined> {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), 60_000)
  try {
    const reply = await fetch(ownAddress(), { cache: 'no-store', signal: abort.signal })
    return reply.status < 500 ? new DOMParser().parseFromString(await reply.text(), 'text/html') : undefined
  } catch {
    return undefined
  } finally {
    clearTimeout(timer)
  }
}

/** Names what a page shows and the scripts that show it, by their contents. */
function marksOf(page: Document | undefined): string {
  const root = page?.querySelector<HTMLElement>('[data-survey]')
  if (!root) return ''
  return [page?.querySelector('script[src^="/assets/"]')?.getAttribute('src'), root.dataset['outbox'], root.dataset['survey']].join(' ')
}

/** Calls back when a minute has passed since the last touch. */
function whenLeft(left: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const again = () => {
    clearTimeout(timer)
    timer = setTimeout(left, leftMs)
  }
  for (const sign of ['pointerdown', 'keydown', 'wheel', 'touchmove']) addEventListener(sign, again, { passive: true })
}

const leftMs = 60_000

/** Leads to a place on the page without a step in the browser's history, which nobody could take away again. */
function leadWithinPage(): void {
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href^="#"]') : null
    if (!link || event.defaultPrevented) return
    event.preventDefault()
    const place = document.getElementById(link.hash.slice(1))
    const field = place?.matches('input, textarea') ? place : place?.querySelector<HTMLElement>('input, textarea')
    place?.scrollIntoView()
    field?.focus()
  })
}

/** Nothing selected or in focus, the page's beginning in sight, and no place in its address. */
function letGo(): void {
  getSelection()?.removeAllRanges()
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  history.replaceState(null, '', ownAddress())
  scrollTo(0, 0)
}

/** Takes back what two fingers have enlarged; false where the browser lets no page do that. */
async function zoomOut(): Promise<boolean> {
  if (!isEnlarged()) return true
  const viewport = document.querySelector<HTMLMetaElement>('meta[name="viewport"]')
  if (!viewport) return false
  const { content } = viewport
  viewport.content = `${content},minimum-scale=1,maximum-scale=1`
  await painted()
  viewport.content = content
  await painted()
  return !isEnlarged()
}

/** Above one by more than a browser's rounding. */
const isEnlarged = (): boolean => (visualViewport?.scale ?? 1) > 1.01

const painted = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())))
