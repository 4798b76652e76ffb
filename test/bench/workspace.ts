import { tokenOf } from '../server/token'
import { post, response } from '../server/fielded'
import { filled, responsesOf } from './filled'
import { slowestOf, withHand } from './hand'
import { type Part, type Setting, withProduct } from './setting'
import { against, median, shown, type Table } from './table'

export const workspace: Part = {
  name: 'workspace',
  about: 'the results pages of 200 agencies with a million responses, tables across them, and how soon they answer a hand',
  run: async (setting) => {
    const made = await filled(setting)
    const responses = responsesOf(made, 'large')
    return withProduct(made.folder, undefined, async ({ url }, database) => {
      const token = await tokenOf(database, `bench-${Date.now()}`)
      const headers = { Authorization: `Bearer ${token}` }
      const [pages, tables] = [await served(setting, url, headers, views), await served(setting, url, headers, crossed)]
      const first = { what: 'six questions by the age group, each for the first time', ms: await firstTimes(url, headers) }
      return [serverTable(responses, pages), crossTable(responses, [...tables, first]), handTable(await touched(setting, url, headers))]
    })
  },
}

const address = '/admin/campaigns/large'

type Served = { readonly what: string; readonly ms: readonly number[] }

const views: Readonly<Record<string, string>> = {
  overview: address,
  agencies: `${address}/agencies`,
  criteria: `${address}/criteria`,
  trend: `${address}/trend`,
  respondents: `${address}/respondents`,
  'one agency': `${address}?agency=A7`,
  'one channel': `${address}/agencies?channel=qr`,
}

const crossed: Readonly<Record<string, string>> = Object.fromEntries(
  ['agency', 'month', 'channel', 'age'].map((by) => [`the overall question by ${by}`, `${address}/respondents?item=overall&by=${by}`]),
)

/** Questions whose tables nobody has looked at since the start. */
async function firstTimes(url: string, headers: Record<string, string>): Promise<readonly number[]> {
  const took: number[] = []
  for (const item of ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'])
    took.push(await timed(url, headers, `${address}/respondents?item=${item}&by=age`))
  return took
}

async function timed(url: string, headers: Record<string, string>, path: string): Promise<number> {
  const begun = performance.now()
  const reply = await fetch(url + path, { headers })
  await reply.text()
  if (reply.status !== 200) throw new Error(`${path} answered ${reply.status}`)
  return performance.now() - begun
}

/** Each view again and again, and once more after each new response, when nothing that was kept is true any more. */
async function served(
  { quick }: Setting,
  url: string,
  headers: Record<string, string>,
  asked: Readonly<Record<string, string>>,
): Promise<readonly Served[]> {
  const rounds = quick ? 3 : 15
  const rows: Served[] = []
  for (const [what, path] of Object.entries(asked)) {
    for (let warm = 0; warm < 5; warm += 1) await timed(url, headers, path)
    const again: number[] = []
    const fresh: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      again.push(await timed(url, headers, path))
      await post(url, response({ A1: '5', overall: '4' }, { campaign: 'large', touchpoint: 'large-A1', agency: 'A1' }))
      fresh.push(await timed(url, headers, path))
    }
    rows.push({ what: `${what}, seen before`, ms: again }, { what: `${what}, just after a new response`, ms: fresh })
  }
  return rows
}

/** From the hand's event to the next paint, as the browser itself times it. */
const touched = ({ quick }: Setting, url: string, headers: Record<string, string>): Promise<readonly Served[]> =>
  withHand(`${url}${address}/agencies`, headers, async (page) => {
    const rounds = quick ? 2 : 6
    const rows: Served[] = []
    const sorting: number[] = []
    for (let round = 0; round < rounds; round += 1)
      for (const place of [1, 4, 0]) sorting.push(await slowestOf(page, () => page.locator('#agencies thead a.sort').nth(place).click()))
    rows.push({ what: 'a click on the head of a column', ms: sorting })
    const finding: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      finding.push(await slowestOf(page, () => page.locator('#find').press('7')))
      finding.push(await slowestOf(page, () => page.locator('#find').press('Backspace')))
    }
    rows.push({ what: 'a key in the search', ms: finding })
    return rows
  })

function serverTable(responses: number, rows: readonly Served[]): Table {
  const worst = Math.max(...rows.map(({ ms }) => median(ms)))
  return {
    title: 'The results workspace on the server',
    base: `Whole pages over HTTP, ${shown(responses)} responses, 200 agencies, 12 months; medians. The slowest: ${against(worst, '≤ 100 ms', worst <= 100)}.`,
    columns: ['view', 'ms', 'slowest, ms'],
    rows: rows.map(({ what, ms }) => [what, shown(median(ms)), shown(Math.max(...ms))]),
  }
}

function crossTable(responses: number, rows: readonly Served[]): Table {
  const worst = Math.max(...rows.map(({ ms }) => median(ms)))
  return {
    title: 'Tables across the answers',
    base: `Whole pages of respondents with a table, counted from the packed answers of ${shown(responses)} responses; medians. The slowest: ${against(worst, '≤ 1 s', worst <= 1000)}.`,
    columns: ['table', 'ms', 'slowest, ms'],
    rows: rows.map(({ what, ms }) => [what, shown(median(ms)), shown(Math.max(...ms))]),
  }
}

function handTable(rows: readonly Served[]): Table {
  const worst = Math.max(...rows.map(({ ms }) => median(ms)))
  return {
    title: 'The results workspace under the hand',
    base: `Chromium at 1440×900, 200 agencies; from the event to the next paint, in steps of 8 ms; medians. The slowest: ${against(worst, '≤ 200 ms', worst <= 200)}.`,
    columns: ['what', 'ms', 'slowest, ms'],
    rows: rows.map(({ what, ms }) => [what, shown(median(ms)), shown(Math.max(...ms))]),
  }
}
