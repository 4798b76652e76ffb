/** Keeps a counter's screen awake and its code the newest; it imports nothing, because it runs by itself. */
const retryMs = 10_000

/** The page as the server shows it now takes the place of what stands there; what cannot be fetched is told, and asked for again. */
async function renew(): Promise<void> {
  const reply = await fetch(location.href, { cache: 'no-store' }).catch(() => undefined)
  if (reply?.ok !== true) return tellOffline(reply?.status)
  const fresh = new DOMParser().parseFromString(await reply.text(), 'text/html').querySelector('main')
  const shown = document.querySelector('main')
  if (!fresh || !shown) return location.reload()
  shown.replaceWith(fresh)
  later(dueIn(fresh))
}

/** A code whose minutes are over helps nobody: what stands in its place says so. */
function tellOffline(status: number | undefined): void {
  // The office has taken the screen away: the page says it.
  if (status === 404) return location.reload()
  document.querySelector('main')?.setAttribute('data-offline', '')
  later(retryMs)
}

const dueIn = (main: HTMLElement): number => Math.max(1, Number(main.dataset['next'])) * 1_000

const later = (ms: number): void => void setTimeout(() => void renew(), ms)

/** Where a browser can; asked again each time the page is seen, since it is given up when it is not. */
async function keepAwake(): Promise<void> {
  if (document.visibilityState === 'visible') await navigator.wakeLock?.request('screen').catch(() => undefined)
}

const first = document.querySelector<HTMLElement>('main[data-next]')
if (first) later(dueIn(first))
document.addEventListener('visibilitychange', () => void keepAwake())
void keepAwake()

export {}
