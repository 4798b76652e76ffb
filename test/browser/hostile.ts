import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import type { TestServer } from '../server/harness'
import { openPage } from './browser'

/** A page and all the harm that was done in it and in its frames. */
export type Watched = { readonly page: Page; readonly harm: () => Promise<readonly string[]> }

/** A browser that runs whatever it finds: the policy that would forbid it is off, so that only the texts' own harmlessness counts. */
export async function openWatched(browser: Browser, server: TestServer, options: BrowserContextOptions = {}): Promise<Watched> {
  const page = await openPage(browser, {
    viewport: { width: 1440, height: 900 },
    bypassCSP: true,
    extraHTTPHeaders: { Authorization: `Bearer ${server.token}` },
    ...options,
  })
  const harm: string[] = []
  page.on('dialog', (dialog) => void dialog.dismiss().then(() => harm.push('a dialog')))
  page.on('request', (request) => /^https?:/.test(request.url()) && !request.url().startsWith(server.url) && harm.push(request.url()))
  await page.exposeFunction('hit', (n: number) => harm.push(`${page.url()} ran text ${n}`))
  const contents = () => Promise.all(page.frames().map((frame) => frame.content()))
  return { page, harm: async () => [...harm, ...(await page.evaluate(strangeNodes, await contents()))] }
}

/** A definition whose every text is another one: `text` gives it by the text's place in the definition. */
export function withHostileTexts(source: unknown, text: (place: number, language: 'vi' | 'en') => string): unknown {
  let place = 0
  const written = JSON.stringify(source, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('vi' in value)) return value
    const local = { vi: text(place, 'vi'), en: text(place, 'en') }
    place += 1
    return local
  })
  return JSON.parse(written)
}

/** Runs in the browser: whatever in these pages could act and is not ours. */
export function strangeNodes(pages: readonly string[]): readonly string[] {
  const acts = /^\s*(?:javascript|data|vbscript):/i
  return pages.flatMap((html) =>
    [...new DOMParser().parseFromString(html, 'text/html').querySelectorAll('*')].flatMap((node) => {
      const isOurs = node.tagName === 'IFRAME' && /^\/admin\/designs\/[^/]+\/preview\?layout=\w+$/.test(node.getAttribute('src') ?? '')
      const isStranger =
        (!isOurs && ['IFRAME', 'OBJECT', 'EMBED', 'BASE', 'VIDEO', 'MATH'].includes(node.tagName)) ||
        (node.tagName === 'SCRIPT' && node.getAttribute('type') !== 'application/json' && /hit|evil/.test(node.outerHTML))
      const attributes = [...node.attributes].filter(
        ({ name, value }) =>
          name.startsWith('on') ||
          (['href', 'src', 'action', 'formaction', 'srcdoc'].includes(name) &&
            (name === 'srcdoc' || /^(?:https?:)?\/\/evil/.test(value) || (acts.test(value) && !value.startsWith('data:image/')))),
      )
      return [
        ...(isStranger ? [node.outerHTML.slice(0, 120)] : []),
        ...attributes.map(({ name, value }) => `${node.tagName} ${name}=${value.slice(0, 80)}`),
      ]
    }),
  )
}
