import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { get } from 'node:http'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { builtMain } from '../faults/product'
import { province } from './province'
import { folderFor, type Part, withProduct } from './setting'
import { shown } from './table'

export const sizes: Part = {
  name: 'sizes',
  about: 'bytes on the wire of a first view and of all its scripts',
  run: async (setting) =>
    withProduct(folderFor(setting, `sizes-${randomUUID()}`), undefined, async ({ port }, database) => {
      const views: string[][] = []
      for (const id of ['sipas-service', 'sipas-service-quick', 'sipas-2026']) {
        await province(database, id, id)
        for (const kiosk of ['', '?kiosk']) views.push([`first view of \`${id}\`${kiosk === '' ? '' : ', kiosk'}`, shown((await wireBytes(port, `/s/${id}-A1${kiosk}`)) / 1024, 'KiB'), '≤ 14 KiB'])
      }
      const scripts = [
        ['all JavaScript of the survey, phone and kiosk together', shown(scriptBytes('client/survey/main.tsx') / 1000, 'kB'), '≤ 20 kB'],
        ['all JavaScript of the office but its charts', shown(scriptBytes('client/admin/main.ts') / 1000, 'kB'), '≤ 90 kB'],
      ]
      return [{ title: 'Sizes', base: 'Gzip, as sent. Held by tests.', columns: ['what', 'size', 'target'], rows: [...views, ...scripts] }]
    }),
}

const wireBytes = (port: number, path: string): Promise<number> =>
  new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, headers: { 'Accept-Encoding': 'gzip' } }, (answer) => {
      let bytes = 0
      if (answer.statusCode !== 200 || answer.headers['content-encoding'] !== 'gzip') reject(new Error(`${path} answered ${answer.statusCode ?? ''}, ${answer.headers['content-encoding'] ?? 'not packed'}`))
      answer.on('data', (part: Buffer) => (bytes += part.length))
      answer.on('end', () => resolve(bytes))
    }).once('error', reject)
  })

type Manifest = Readonly<Record<string, { readonly file: string; readonly imports?: readonly string[] }>>

/** What an entry of the client's build loads, all the way down. */
function scriptBytes(entry: string): number {
  const folder = join(dirname(builtMain), '../client')
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8'))
  const files = new Set<string>()
  const visit = (name: string): void => {
    const chunk = manifest[name]
    if (!chunk || files.has(chunk.file)) return
    files.add(chunk.file)
    for (const imported of chunk.imports ?? []) visit(imported)
  }
  visit(entry)
  return [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length, 0)
}
