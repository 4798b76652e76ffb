import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** The lists of files of the client's builds, in its folder. */
export const manifests = { survey: '.vite/manifest.json', kiosk: 'kiosk.json', device: 'device.json', office: 'office.json' } as const

type Manifest = Readonly<Record<string, { readonly file: string; readonly imports?: readonly string[] }>>

/** What an entry loads at once, all the way down; what it fetches later is not among it. */
export function loadedBy(clientDir: string, manifest: string, entry: string): readonly string[] {
  const chunks: Manifest = JSON.parse(readFileSync(join(clientDir, manifest), 'utf8'))
  const files = new Set<string>()
  const visit = (name: string): void => {
    const chunk = chunks[name]
    if (!chunk || files.has(chunk.file)) return
    files.add(chunk.file)
    for (const imported of chunk.imports ?? []) visit(imported)
  }
  visit(entry)
  return [...files]
}

/** Bytes of files as they travel. */
export const packed = (clientDir: string, files: readonly string[]): number =>
  files.reduce((sum, file) => sum + gzipSync(readFileSync(join(clientDir, file))).length, 0)
