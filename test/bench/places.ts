import { saveAgencies } from '../../server/db/agencies'
import { whole } from '../../server/db/dialect'
import type { Agency } from '../../surveys/fielding/campaign'
import { provincesOfVietnam, treeOfProvince } from '../../surveys/fielding/provinces'
import { agency } from '../server/fielded'
import { officeOf } from '../server/office'
import { tokenOf } from '../server/token'
import { folderFor, type Part, withProduct } from './setting'
import { against, median, shown } from './table'

export const places: Part = {
  name: 'places',
  about: 'how soon a tree of 3,321 communes opens, finds and saves',
  run: async (setting) =>
    withProduct(folderFor(setting, 'places'), undefined, async ({ url }, database) => {
      const tree = nation()
      await whole(database, (within) => saveAgencies(within, tree))
      const office = officeOf({ url, token: await tokenOf(database, `places-${Date.now()}`) })
      let number = 0
      const named = (): string => `Xã Đổi Tên ${(number += 1)}`
      const moved = { to: 'P14' }
      const ways: Readonly<Record<string, () => Promise<Response>>> = {
        'the top of the tree': () => office.get('/admin/agencies'),
        'a branch of communes': () => office.get('/admin/agencies?at=P15'),
        'a search among all': () => office.get('/admin/agencies?q=xa+so+9'),
        'a search with kind and state': () => office.get('/admin/agencies?q=so&type=commune&state=valid'),
        'one agency with its history': () => office.get('/admin/agencies/X100'),
        'the form of one': () => office.get('/admin/agencies/X100/change'),
        'choosing a superior by looking': () => office.send('/admin/agencies/X100/move', { 'find-to': 'son la', look: 'find-to' }),
        'what a move of a whole province would change': () => office.send('/admin/agencies/P15/move', moved),
        'saving one': () => office.send('/admin/agencies/X100', { name: named(), block: 'commune', type: 'commune', parent: 'P15' }),
      }
      const rows: { readonly what: string; readonly ms: readonly number[] }[] = []
      for (const [what, ask] of Object.entries(ways)) {
        const took: number[] = []
        for (let round = -3; round < (setting.quick ? 5 : 25); round += 1) {
          const begun = performance.now()
          const reply = await ask()
          await reply.text()
          if (![200, 303].includes(reply.status)) throw new Error(`${what} answered ${reply.status}`)
          if (round >= 0) took.push(performance.now() - begun)
        }
        rows.push({ what, ms: took })
      }
      const worst = Math.max(...rows.map(({ ms }) => median(ms)))
      return [
        {
          title: 'A tree of 3,321 communes',
          base: `Whole pages over HTTP on SQLite, ${tree.length} agencies in 34 provinces; medians. The slowest: ${against(worst, '≤ 200 ms', worst <= 200)}.`,
          columns: ['what', 'ms', 'slowest, ms'],
          rows: rows.map(({ what, ms }) => [what, shown(median(ms)), shown(Math.max(...ms))]),
        },
      ]
    }),
}

/** The country: each province with what every one has, and the communes spread over them. */
function nation(): readonly Agency[] {
  const roots = provincesOfVietnam.map(({ code }) => `P${code}`)
  return [
    ...provincesOfVietnam.flatMap(treeOfProvince),
    ...Array.from({ length: 3_321 }, (_, index): Agency => ({
      ...agency(`X${index + 1}`),
      name: { vi: `Xã Số ${index + 1}`, en: `Commune ${index + 1}` },
      type: 'commune',
      officialCode: String(10_000 + index),
      parent: roots[index % roots.length] ?? null,
    })),
  ]
}
