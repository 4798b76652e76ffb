import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { build } from 'vite'
import { openPage } from './browser'

type Checked = { readonly runs: number; readonly found: string }

/** Checks so many orders; `defect` is empty for the outbox as it is. */
export type Check = (defect: string, runs: number, seed: number) => Promise<Checked>

/** Opens a page in which the law of the outbox is checked over the browser's own database. */
export async function lawPage(browser: Browser): Promise<Check> {
  const [page, script] = await Promise.all([openPage(browser), bundled()])
  await page.route('http://127.0.0.1/law', (route) => route.fulfill({ contentType: 'text/html', body: `<script>${script}</script>` }))
  await page.goto('http://127.0.0.1/law')
  return (defect, runs, seed) => page.evaluate<Checked>(`checkLaw(${JSON.stringify(defect)}, ${runs}, ${seed})`)
}

/** One script with all that it imports, the outbox as citizens get it among that. */
async function bundled(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      rolldownOptions: { input: join(import.meta.dirname, 'outbox-law-page.ts'), output: { format: 'iife' } },
    },
  })
  const outputs = Array.isArray(built) ? built.flatMap(({ output }) => output) : 'output' in built ? built.output : []
  return outputs
    .flatMap((one) => (one.type === 'chunk' ? [one.code] : []))
    .join('\n')
    .replaceAll('</script', '<\\/script')
}
