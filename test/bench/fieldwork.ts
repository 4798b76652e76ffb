import { savePublicUrl } from '../../server/db/settings'
import { makeTouchpointsEach } from '../../server/db/touchpoints'
import { whole } from '../../server/db/dialect'
import { localDay } from '../../surveys/instrument/calendar'
import { officeOf, said } from '../server/office'
import { tokenOf } from '../server/token'
import { loadClient } from './load'
import { agencyCodes, province } from './province'
import { folderFor, type Part, withProduct } from './setting'
import { against, median, shown, type Table } from './table'

const campaign = 'bench'
const counters = 5

export const fieldwork: Part = {
  name: 'fieldwork',
  about: 'how soon the monitor and the list of a thousand touchpoints stand, and a thousand posters as one file',
  run: async (setting) =>
    withProduct(folderFor(setting, `fieldwork-${Date.now()}`), undefined, async ({ url, port, pid }, database) => {
      await province(database, campaign, 'sipas-service', localDay(Date.now() - 60 * 86_400_000))
      await savePublicUrl(database, 'https://khaosat.example.vn')
      await savePublicUrl(database, 'https://khaosat.example.vn')
      const planned = agencyCodes.flatMap((code) =>
        Array.from({ length: counters }, (_, at) => ({
          code: '',
          kind: 'kiosk' as const,
          label: { vi: `Quầy ${at + 1}` },
          agencies: [code],
        })),
      )
      const codes = await whole(database, (within) => makeTouchpointsEach(within, campaign, planned, localDay(Date.now())))
      const touchpoints = codes.filter((_, at) => at % counters === 0)
      const client = loadClient()
      const ms = setting.quick ? 500 : 5_000
      await client.run({ port, path: '/api/v1/responses', campaign, agencies: agencyCodes.length, touchpoints, connections: 8, ms }, pid)
      client.end()
      const office = officeOf({ url, token: await tokenOf(database, `fieldwork-${Date.now()}`) })
      const pages: Readonly<Record<string, string>> = {
        'the monitor, by agency': `/admin/campaigns/${campaign}/fieldwork`,
        'the monitor, by touchpoint': `/admin/campaigns/${campaign}/fieldwork?view=places`,
        'where to begin': '/admin',
        'the list of touchpoints': `/admin/touchpoints?campaign=${campaign}`,
        'found in the list': `/admin/touchpoints?campaign=${campaign}&q=quay+3`,
        'posters to be chosen': `/admin/many/touchpoints/print?campaign=${campaign}`,
      }
      const rows: { readonly what: string; readonly ms: readonly number[] }[] = []
      for (const [what, path] of Object.entries(pages)) {
        const took: number[] = []
        for (let round = -3; round < (setting.quick ? 5 : 25); round += 1) {
          const begun = performance.now()
          const reply = await office.get(path)
          await reply.text()
          if (reply.status !== 200) throw new Error(`${what} answered ${reply.status}`)
          if (round >= 0) took.push(performance.now() - begun)
        }
        rows.push({ what, ms: took })
      }
      const slowest = (words: string): number => Math.max(...rows.filter(({ what }) => what.includes(words)).map(({ ms }) => median(ms)))
      const [monitor, list] = [slowest('monitor'), slowest('list')]
      return [
        {
          title: `A campaign of ${codes.length} touchpoints`,
          base: `Whole pages over HTTP on SQLite, medians. The monitor: ${against(monitor, '≤ 100 ms', monitor <= 100)}; the list: ${against(list, '≤ 200 ms', list <= 200)}.`,
          columns: ['what', 'ms', 'slowest, ms'],
          rows: rows.map(({ what, ms }) => [what, shown(median(ms)), shown(Math.max(...ms))]),
        },
        await printed(office, setting.quick ? codes.slice(0, 50).map((code): [string, string] => ['code', code]) : [['all', '']]),
      ]
    }),
}

/** A run of posters from the order to the file. */
async function printed(office: ReturnType<typeof officeOf>, which: readonly (readonly [string, string])[]): Promise<Table> {
  const rows: string[][] = []
  let worst = 0
  for (const paper of ['a4', 'sticker']) {
    const form = await office.html(
      `/admin/many/touchpoints/print?${new URLSearchParams([['campaign', campaign], ...which.map(([name, value]) => [name, value])])}`,
    )
    const place = [...form.matchAll(/name="place" value="([^"]*)"/g)].map(([, value = '']) => value)
    const begun = performance.now()
    const ordered = await office.send('/admin/many/touchpoints/print', { place, campaign, paper, languages: 'both' })
    if (ordered.status !== 303) throw new Error(`ordering posters answered ${ordered.status}`)
    const newest = async (): Promise<string> => /<tbody><tr>(.*?)<\/tr>/s.exec(await office.html('/admin/posters?still'))?.[1] ?? ''
    while (!/Đã xong|Bị dừng/.test(said(await newest()))) await new Promise((resolve) => setTimeout(resolve, 100))
    const took = (performance.now() - begun) / 1000
    const file = await office.get(/href="([^"]*\/file)"/.exec(await newest())?.[1] ?? '')
    if (file.status !== 200) throw new Error(`posters answered ${file.status}`)
    worst = Math.max(worst, took)
    rows.push([paper, String(place.length), shown(took), shown((await file.arrayBuffer()).byteLength / 1e6)])
  }
  return {
    title: 'Posters as one file',
    base: `From the order to the file that can be fetched, in two languages: ${against(worst, '≤ 60 s', worst <= 60)}.`,
    columns: ['paper', 'touchpoints', 'seconds', 'MB'],
    rows,
  }
}
