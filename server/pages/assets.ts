import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Layout } from '../../client/survey/model'

/** Addresses of the built scripts by layout; without a build there are none, and pages are plain forms. */
export type Assets = Readonly<Record<Layout, Scripts | undefined>>

export type Scripts = {
  readonly script: string
  /** What the script loads as well, so that the browser need not find out step by step. */
  readonly preloads: readonly string[]
}

type Chunk = { readonly file: string; readonly imports?: readonly string[] }
type Manifest = Readonly<Record<string, Chunk>>

/** Reads the manifest of the client's build. */
export function loadAssets(clientDir: string): Assets {
  const manifest = readManifest(join(clientDir, '.vite', 'manifest.json'))
  return { phone: scriptsOf(manifest, 'client/survey/main.tsx'), kiosk: scriptsOf(manifest, 'client/kiosk/main.tsx') }
}

function readManifest(file: string): Manifest {
  try {
    const manifest: Manifest = JSON.parse(readFileSync(file, 'utf8'))
    return manifest
  } catch {
    return {}
  }
}

function scriptsOf(manifest: Manifest, entry: string): Scripts | undefined {
  const chunk = manifest[entry]
  return chunk && { script: address(chunk), preloads: importsOf(manifest, chunk) }
}

const importsOf = (manifest: Manifest, chunk: Chunk): readonly string[] =>
  (chunk.imports ?? []).flatMap((name) => {
    const imported = manifest[name]
    return imported ? [address(imported), ...importsOf(manifest, imported)] : []
  })

const address = ({ file }: Chunk): string => `/${file}`
