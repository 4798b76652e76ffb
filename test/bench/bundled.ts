import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import type * as InProcess from './in-process'

/** Bundled as the product is: what runs TypeScript directly adds work of its own to every function that is made. */
export async function bundled(): Promise<typeof InProcess> {
  const outDir = join(import.meta.dirname, '../../dist/bench')
  await build({
    configFile: false,
    logLevel: 'error',
    build: { ssr: join(import.meta.dirname, 'in-process.ts'), outDir, emptyOutDir: true },
  })
  return import(pathToFileURL(join(outDir, 'in-process.js')).href)
}
