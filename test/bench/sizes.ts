import { randomUUID } from 'node:crypto'
import { get } from 'node:http'
import { dirname, join } from 'node:path'
import { loadedBy, manifests, packed } from '../client/loaded'
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
        for (const kiosk of ['', '?kiosk'])
          views.push([
            `first view of \`${id}\`${kiosk === '' ? '' : ', kiosk'}`,
            shown((await wireBytes(port, `/s/${id}-A1${kiosk}`)) / 1024, 'KiB'),
            '≤ 14 KiB',
          ])
      }
      const scripts = [
        ['JavaScript of the survey on a phone', shown(scriptBytes('survey', 'client/citizen.tsx') / 1000, 'kB'), '≤ 20 kB'],
        ['JavaScript of the survey on a kiosk', shown(scriptBytes('kiosk', 'client/kiosk/main.tsx') / 1000, 'kB'), '≤ 20 kB'],
        ['JavaScript of results, before a chart comes near', shown(scriptBytes('office', 'client/office/main.ts') / 1000, 'kB'), '≤ 5 kB'],
        [
          'JavaScript of the designer, before a tab or a language is opened',
          shown(scriptBytes('office', 'client/designer/main.tsx') / 1000, 'kB'),
          '≤ 90 kB',
        ],
      ]
      return [{ title: 'Sizes', base: 'Gzip, as sent. Held by tests.', columns: ['what', 'size', 'target'], rows: [...views, ...scripts] }]
    }),
}

const wireBytes = (port: number, path: string): Promise<number> =>
  new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, headers: { 'Accept-Encoding': 'gzip' } }, (answer) => {
      let bytes = 0
      if (answer.statusCode !== 200 || answer.headers['content-encoding'] !== 'gzip')
        reject(new Error(`${path} answered ${answer.statusCode ?? ''}, ${answer.headers['content-encoding'] ?? 'not packed'}`))
      answer.on('data', (part: Buffer) => (bytes += part.length))
      answer.on('end', () => resolve(bytes))
    }).once('error', reject)
  })

const folder = join(dirname(builtMain), '../client')
const scriptBytes = (build: keyof typeof manifests, entry: string): number => packed(folder, loadedBy(folder, manifests[build], entry))
