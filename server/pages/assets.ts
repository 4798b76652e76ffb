import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Addresses of what the client's build made; without a build there is no script, and pages are plain forms. */
export type Assets = { readonly script: string | undefined; /** What adds charts and search to the results. */ readonly results: string | undefined }

/** Reads the manifest of the client's build. */
export function loadAssets(clientDir: string): Assets {
  const manifest = readManifest(join(clientDir, '.vite', 'manifest.json'))
  const address = (entry: string) => manifest[entry] && `/${manifest[entry].file}`
  return { script: address('client/survey/main.tsx'), results: address('client/admin/main.ts') }
}

type Manifest = Readonly<Record<string, { readonly file: string }>>

function readManifest(file: string): Manifest {
  try {
    const manifest: Manifest = JSON.parse(readFileSync(file, 'utf8'))
    return manifest
  } catch {
    return {}
  }
}
