/**
 * Stands between a kiosk's page and the network, so that the kiosk starts without one. It is registered for that page's own address
 * and keeps the page with all that it names: the page is stored last and names everything else by its contents, so what is found is
 * always of one build and one questionnaire. It imports nothing, because it runs by itself.
 */
declare const self: {
  readonly registration: { readonly scope: string }
  readonly clients: { readonly claim: () => Promise<void> }
  readonly skipWaiting: () => Promise<void>
  addEventListener(type: 'install' | 'activate', listener: (event: Lasting) => void): void
  addEventListener(type: 'fetch', listener: (event: Asking) => void): void
}
type Lasting = Event & { waitUntil(work: Promise<unknown>): void }
type Asking = Lasting & { readonly request: Request; respondWith(reply: Promise<Response>): void }

const pageAddress = self.registration.scope
const storeName = `kiosk ${pageAddress}`

/** Milliseconds that a citizen waits for the network before what is kept is shown; what comes later is kept for the next time. */
const patienceMs = 3_000
/** Milliseconds until what does not come is given up. */
const longestMs = 60_000

self.addEventListener('install', (event) => event.waitUntil(Promise.all([self.skipWaiting(), offered(event)])))
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
self.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request
  const { origin, pathname } = new URL(url)
  // What is sent, and whatever is asked of the API, is the outbox's own matter.
  if (method !== 'GET' || origin !== new URL(pageAddress).origin || pathname.startsWith('/api/')) return
  if (url.replace(/#.*/, '') === pageAddress) event.respondWith(mode === 'navigate' ? shown(event) : offeredOrNone(event))
  else if (mode !== 'navigate') event.respondWith(part(event.request))
})

/** The page as the server has it now; what is kept where that does not come soon, or is not ours. */
async function shown(event: Asking): Promise<Response> {
  const kept = await found(pageAddress)
  if (!kept) return fetch(event.request)
  const fresh = offered(event)
  event.waitUntil(fresh)
  return (await Promise.race([fresh, after(patienceMs)])) ?? kept
}

const offeredOrNone = async (event: Lasting): Promise<Response> => (await offered(event)) ?? Response.error()

async function part(request: Request): Promise<Response> {
  return (await found(request.url)) ?? fetch(request)
}

/** The page from the server, once all that it names is here and kept; undefined where anything of it does not come, or is not ours. */
async function offered(event: Lasting): Promise<Response | undefined> {
  const page = await fetched(pageAddress, { cache: 'no-store', headers: { Accept: 'text/html' } })
  const html = await page?.clone().text()
  if (!page || html === undefined || !isOurs(page, html)) return undefined
  const parts = await partsOf(html, async (address) => (await found(address)) ?? fetchedPart(address))
  if (!parts) return undefined
  // A device that keeps nothing more still shows what has come.
  await alone(() => keep(page.clone(), parts)).catch(() => {})
  event.waitUntil(keepMedia(parts).catch(() => {}))
  return page
}

/** A questionnaire, or a notice in its place. A portal's page has neither mark; a server in trouble has nothing to say instead. */
const isOurs = ({ ok, status }: Response, html: string): boolean =>
  html.includes('<main class="notice" data-notice') ? ok || (status >= 400 && status < 500) : ok && /data-survey="\/s\//.test(html)

type Parts = ReadonlyMap<string, Response>

/** All that a page needs, by address: what it names, and what the scripts among that name in turn; undefined where one is missing. */
async function partsOf(html: string, get: (address: string) => Promise<Response | undefined>): Promise<Parts | undefined> {
  const parts = new Map<string, Response>()
  const take = async (address: string): Promise<boolean> => {
    if (parts.has(address)) return true
    const reply = await get(address)
    if (!reply) return false
    parts.set(address, reply)
    return takeAll(address.endsWith('.js') ? named(await reply.clone().text(), importing, address) : [])
  }
  const takeAll = async (addresses: readonly string[]): Promise<boolean> => (await Promise.all(addresses.map(take))).every(Boolean)
  return (await takeAll(named(html, naming, pageAddress))) ? parts : undefined
}

const naming = /="(\/assets\/[^"]+|\/s\/[^"]+\/model\.json[^"]*)"/g
const importing = /(?:\bimport\s*\(?|\bfrom)\s*["'`](\.\/[\w.-]+\.js)["'`]/g

const named = (text: string, pattern: RegExp, base: string): readonly string[] => [
  ...new Set([...text.matchAll(pattern)].map(([, address = '']) => new URL(address.replace(/&amp;/g, '&'), base).href)),
]

/** Addresses of the recordings and pictures that a questionnaire names: a page is whole without them, and they may be long on their way. */
async function mediaOf(parts: Parts): Promise<readonly string[]> {
  const models = await Promise.all(
    [...parts].flatMap(([address, reply]) => (address.includes('/model.json') ? [reply.clone().text()] : [])),
  )
  return models
    .flatMap((model) => [...model.matchAll(/"(?:sound":\{[^}]*|picture":"[\w-]+")/g)])
    .flatMap(([named]) => [...named.matchAll(/:"([\w-]+)"/g)])
    .map(([, name = '']) => new URL(`/media/${name}`, pageAddress).href)
}

/** One after the other, so that nobody's answers wait behind them; what does not come now comes with the next look. */
async function keepMedia(parts: Parts): Promise<void> {
  const cache = await caches.open(storeName)
  for (const address of await mediaOf(parts)) {
    const reply = (await found(address)) ? undefined : await fetchedPart(address)
    if (reply) await cache.put(address, reply)
  }
}

async function fetchedPart(address: string): Promise<Response | undefined> {
  const reply = await fetched(address, {})
  return reply?.ok && !/html/.test(reply.headers.get('content-type') ?? 'html') ? reply : undefined
}

/** Never what we are led to elsewhere. */
async function fetched(address: string, wanted: RequestInit): Promise<Response | undefined> {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), longestMs)
  try {
    const reply = await fetch(address, { ...wanted, redirect: 'error', signal: abort.signal })
    // Read to its end before it counts: a connection that breaks off in the middle leaves half of it.
    return new Response(await reply.blob(), reply)
  } catch {
    return undefined
  } finally {
    clearTimeout(timer)
  }
}

/** Takes the page into the store after all of its parts, and away what neither it nor the one before it needs, which may be open still. */
async function keep(page: Response, parts: Parts): Promise<void> {
  const cache = await caches.open(storeName)
  const before = await partsOf((await (await found(pageAddress))?.text()) ?? '', found)
  const isSame = before?.size === parts.size && [...parts.keys()].every((address) => before.has(address))
  for (const [address, reply] of parts) if (!(await found(address))) await cache.put(address, reply.clone())
  await cache.put(pageAddress, page)
  if (isSame) return
  const both = [parts, ...(before ? [before] : [])]
  const needed = new Set([pageAddress, ...both.flatMap((one) => [...one.keys()]), ...(await Promise.all(both.map(mediaOf))).flat()])
  for (const { url } of await cache.keys()) if (!needed.has(url)) await cache.delete(url)
}

/** What is kept; a file of ours is the same whatever stands behind its name. */
async function found(address: string): Promise<Response | undefined> {
  try {
    const cache = await caches.open(storeName)
    return await cache.match(address, { ignoreVary: true, ignoreSearch: new URL(address).pathname.startsWith('/assets/') })
  } catch {
    return undefined
  }
}

/** One at a time, an old worker and a new one too. */
const alone = (work: () => Promise<void>): Promise<void> => ('locks' in navigator ? navigator.locks.request(storeName, work) : work())

const after = (ms: number): Promise<undefined> => new Promise((resolve) => setTimeout(() => resolve(undefined), ms))

export {}
