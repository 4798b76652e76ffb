import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { openDatabase } from '../../server/db/dialect'
import { publishQuestionnaire } from '../../server/db/questionnaires'
import { mostFromAnybody } from '../../server/recording/answering'
import { savePublicUrl } from '../../server/db/settings'
import { mostItems } from '../../surveys/instrument/limits'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { startProduct, stopProduct } from '../faults/product'
import { agency, fielded, response } from '../server/fielded'
import { tokenOf } from '../server/token'
import { largestQuestionnaire } from '../surveys/ceilings'
import { leavingFormats } from '../../server/files/foreign/writing'
import { imported } from './filled'
import { agencyCodes, importFile, province } from './province'
import { folderFor, type Part, type Setting } from './setting'
import { shown, type Table } from './table'
import { seeded } from '../surveys/random'
import { writeFileSync, existsSync } from 'node:fs'

export const loop: Part = {
  name: 'loop',
  about: 'for how much processor time each page and call at its ceiling holds the one thread that answers everybody',
  run: async (setting) => {
    const folder = await arranged(setting)
    const watch = join(folder, 'held')
    const product = await startProduct(folder, undefined, { NODE_OPTIONS: `--import=${loopWatcher}`, HELD_FILE: watch })
    const database = openDatabase(join(folder, 'sipas.sqlite'))
    try {
      const token = await tokenOf(database, `loop-${Date.now()}`)
      const rows: Held[] = []
      for (const call of calls(product.url, token)) {
        const held = await heldBy(call, product.url, product.pid, watch, setting.quick ? 3 : 9)
        setting.say(`${held.what}: ${shown(held.ms)} ms at once, ${shown(held.processor)} ms in all, status ${held.status}`)
        rows.push(held)
      }
      return [tableOf(rows)]
    } finally {
      await database.db.destroy()
      await stopProduct(product)
    }
  },
}

/**
 * Runs in the product's process: a signal lets it count how long its first thread runs between two turns of the loop, the next one
 * writes the longest. Processor time, since a crowded machine holds every clock.
 */
export const loopWatcher = `data:text/javascript,${encodeURIComponent(`
import { readFileSync, writeFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'
if (isMainThread) {
  const ran = () => Number(readFileSync('/proc/self/task/' + process.pid + '/schedstat', 'utf8').split(' ')[0]) / 1e6
  let [isWatching, longest, last] = [false, 0, 0]
  const turned = () => {
    const now = ran()
    longest = Math.max(longest, now - last)
    last = now
    if (isWatching) setImmediate(turned)
  }
  process.on('SIGUSR2', () => setTimeout(() => {
    writeFileSync(process.env.HELD_FILE, String(longest))
    isWatching = !isWatching
    last = ran()
    longest = 0
    if (isWatching) setImmediate(turned)
  }, 20))
}`)}`

type Call = { readonly what: string; readonly path: string; readonly init?: () => RequestInit; readonly before?: () => Promise<unknown> }
type Held = { readonly what: string; readonly ms: number; readonly processor: number; readonly status: number }

/** The least of several runs: whatever else the machine does only adds. */
async function heldBy(call: Call, url: string, pid: number, file: string, rounds: number): Promise<Held> {
  const [holds, processor]: [number[], number[]] = [[], []]
  let status = 0
  for (let round = 0; round < rounds; round += 1) {
    await call.before?.()
    await longestHeld(pid, file)
    const begun = processorOf(pid)
    const reply = await fetch(url + call.path, { redirect: 'manual', ...call.init?.() })
    await reply.arrayBuffer()
    status = reply.status
    processor.push(processorOf(pid) - begun)
    holds.push(await longestHeld(pid, file))
  }
  return { what: call.what, ms: Math.min(...holds), processor: Math.min(...processor), status }
}

/** Milliseconds that the process's first thread, which runs the loop, has been running. */
const processorOf = (pid: number): number => Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6

/** Begins to watch, or ends it and gives the longest hold since, in ms of processor time. */
export async function longestHeld(pid: number, file: string): Promise<number> {
  rmSync(file, { force: true })
  process.kill(pid, 'SIGUSR2')
  while (!existsSync(file) || readFileSync(file, 'utf8') === '') await delay(5)
  return Number(readFileSync(file, 'utf8'))
}

const next = (questionnaire: Questionnaire): Questionnaire => ({
  ...questionnaire,
  version: 2,
  comparableTo: [1],
  thanks: { vi: 'xin cảm ơn', en: 'thanks' },
})

/** 200 agencies with a touchpoint each and responses of a year; the largest questionnaire in two versions, fielded, and a design of it. */
async function arranged(setting: Setting): Promise<string> {
  const folder = folderFor(setting, 'loop')
  if (existsSync(join(folder, 'done'))) return folder
  const product = await startProduct(folder, undefined, {})
  const database = openDatabase(join(folder, 'sipas.sqlite'))
  await savePublicUrl(database, 'https://survey.example')
  await province(database, 'small', 'sipas-service')
  for (const questionnaire of [largestQuestionnaire(), next(largestQuestionnaire())])
    await publishQuestionnaire(database, questionnaire, '2026-11-01')
  await fielded(database, {
    code: 'largest',
    questionnaire: 'largest',
    agencies: [agency('A1'), agency('A2')],
    touchpoints: [{ code: 'largest', campaign: 'largest', kind: 'qr', label: { vi: 'x' }, agencies: ['A1'] }],
  })
  await fielded(database, {
    code: 'draft',
    questionnaire: 'largest',
    agencies: agencyCodes.map((code) => agency(code)),
    touchpoints: [],
    status: 'draft',
  })
  const token = await tokenOf(database, 'arranging')
  const begun = await fetch(`${product.url}/admin/new/design`, {
    method: 'POST',
    redirect: 'manual',
    ...upload(product.url, token, { origin: 'file' }, file(designed)),
  })
  if (begun.status !== 303) throw new Error(`the design was not begun: ${begun.status}`)
  await database.db.destroy()
  await stopProduct(product)
  const csv = join(folder, 'small.csv')
  writeFileSync(csv, [...importFile(6_000, seeded(6))].join(''))
  await imported(folder, 'small', csv, 6_000)
  writeFileSync(join(folder, 'done'), '')
  return folder
}

const designed = { ...largestQuestionnaire('design') }
const file = (value: unknown): Blob => new Blob([typeof value === 'string' ? value : JSON.stringify(value)])

function upload(url: string, token: string, fields: Readonly<Record<string, string>>, blob: Blob): RequestInit {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  body.append('file', blob, 'file')
  return { method: 'POST', headers: { Authorization: `Bearer ${token}`, Origin: url }, body }
}

function calls(url: string, token: string): readonly Call[] {
  const headers = { Authorization: `Bearer ${token}` }
  const page = (what: string, path: string): Call => ({ what, path, init: () => ({ headers }) })
  const json = (what: string, method: string, path: string, body: () => unknown): Call => ({
    what,
    path,
    init: () => ({ method, headers: { ...headers, 'Content-Type': 'application/json' }, body: JSON.stringify(body()) }),
  })
  let revision = 1
  let agencies = ''
  const codes = Array.from({ length: 9_900 }, (_, at) => `H13.${at}`)
  agencies = `code,name,name_en,block,parent,valid_from,valid_to,predecessors\n${codes.map((code) => `${code},Xã ${code},${code} commune,commune,,,,`).join('\n')}\n`
  const answers = Object.fromEntries(Array.from({ length: mostItems }, (_, at) => [`q${at}`, String(1 + (at % 5))]))
  const wrong = Object.fromEntries(Object.keys(answers).map((id) => [id, 'none']))
  const thirty = Object.fromEntries(Object.entries(answers).slice(0, 30))
  const eight = Array.from({ length: mostFromAnybody })
  const answeredWith = (given: Readonly<Record<string, string>>) =>
    response(given, { campaign: 'largest', touchpoint: 'largest', version: 1 })
  const posted = (what: string, path: string, body: () => unknown): Call => ({
    what,
    path,
    init: () => ({ method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body()) }),
  })
  let sheet = new Blob([])
  return [
    // anonymous
    { what: `survey page of ${mostItems} items`, path: '/s/largest' },
    {
      what: 'the same sent as a form with an error, shown again',
      path: '/s/largest',
      init: () => ({ method: 'POST', body: new URLSearchParams({ ...answers, q0: 'none' }) }),
    },
    {
      what: 'the same with an error in every item',
      path: '/s/largest',
      init: () => ({ method: 'POST', body: new URLSearchParams(wrong) }),
    },
    {
      what: 'the same in another language',
      path: '/s/largest',
      init: () => ({ method: 'POST', body: new URLSearchParams({ _switch: 'en' }) }),
    },
    { what: `survey page of ${mostItems} items on a kiosk`, path: '/s/largest?kiosk' },
    { what: `survey page of ${mostItems} items for an interviewer`, path: '/s/largest?assisted' },
    posted('a response of 30 answers over the API', '/api/v1/responses', () => answeredWith(thirty)),
    posted('8 responses of 30 answers', '/api/v1/responses/batch', () => ({ responses: eight.map(() => answeredWith(thirty)) })),
    posted(`8 responses of ${mostItems} answers, each of them wrong`, '/api/v1/responses/batch', () => ({
      responses: eight.map(() => answeredWith(wrong)),
    })),
    posted('8 responses that are none, of 900 fields', '/api/v1/responses/batch', () => ({
      responses: eight.map(() => Object.fromEntries(Array.from({ length: 900 }, (_, at) => [`k${at}`, 1]))),
    })),
    { what: 'receipt looked up', path: '/receipt?code=AAAA-AAAA-A' },
    { what: 'kiosk page', path: '/kiosk' },
    { what: 'script of a kiosk without network', path: '/kiosk-worker.js' },
    { what: 'sign-in page', path: '/admin' },
    { what: 'openapi.json', path: '/api/v1/openapi.json' },
    // results
    page('home', '/admin'),
    page('results of 200 agencies', '/admin/campaigns/small'),
    page('table of 200 agencies', '/admin/campaigns/small/agencies'),
    page('results of one agency', '/admin/campaigns/small?agency=A7'),
    page('figure page', '/admin/campaigns/small/figures/SIPAS'),
    page('report', '/admin/campaigns/small/report'),
    page('results over the API', '/api/v1/campaigns/small/results'),
    page(`results of ${mostItems} items`, '/admin/campaigns/largest'),
    page(`results of ${mostItems} items over the API`, '/api/v1/campaigns/largest/results'),
    page(`report of ${mostItems} items`, '/admin/campaigns/largest/report'),
    ...['results.csv', 'results.xlsx', 'responses.csv', 'responses.xlsx'].map((name) =>
      page(`file ${name}`, `/api/v1/campaigns/small/exports/${name}`),
    ),
    // setting up
    page('campaigns', '/admin/campaigns'),
    page('a campaign of 200 touchpoints', '/admin/campaigns/small/setup'),
    page('opening a campaign of 200 agencies', '/admin/campaigns/draft/setup/open'),
    page('the form of a campaign', '/admin/new/campaign'),
    page('touchpoints', '/admin/touchpoints'),
    page('ordering posters of 200 touchpoints', '/admin/many/touchpoints/print?campaign=small&all=found'),
    page('QR of 4,096 px', '/admin/touchpoints/small-A1/qr.png?size=4096'),
    page('agencies', '/admin/agencies'),
    {
      what: 'a file of 9,900 new agencies',
      path: '/admin/import/agencies',
      init: () => upload(url, token, {}, file(agencies)),
    },
    page('earlier figures', '/admin/results/published'),
    {
      what: 'earlier figures from a file',
      path: '/admin/results/published/import',
      init: () => upload(url, token, {}, file(`x,y\n${'1,2\n'.repeat(10_000)}`)),
    },
    // questionnaires
    page('questionnaires', '/admin/questionnaires'),
    page('a questionnaire', '/admin/questionnaires/largest/1'),
    page('preview of a questionnaire', '/admin/questionnaires/largest/1/preview/form'),
    page('history', '/admin/questionnaires/largest/history'),
    ...['instrument', 'instrument.pdf', 'print', 'elsewhere', ...leavingFormats.map((format) => `elsewhere/${format}`)].map((name) =>
      page(`${name} of a questionnaire`, `/admin/questionnaires/largest/1/${name}`),
    ),
    page('differences between two versions', '/admin/questionnaires/largest/compare?from=1&to=2'),
    page('definition.json', '/admin/questionnaires/largest/1/definition.json'),
    {
      what: 'beginning a design from a file',
      path: '/admin/new/design',
      init: () => upload(url, token, { origin: 'file' }, file(designed)),
    },
    page('the designer', '/admin/designs/design'),
    page('state of a design', '/admin/designs/design/state'),
    page('review of a design', '/admin/designs/design/review'),
    page('asking before publishing', '/admin/designs/design/publish'),
    {
      ...json('saving a design', 'PUT', '/admin/designs/design', () => ({ revision, definition: designed, accepted: {} })),
      before: async () => {
        const state: { readonly revision: number } = await (await fetch(`${url}/admin/designs/design/state`, { headers })).json()
        revision = state.revision
      },
    },
    json('asking for approval', 'POST', '/admin/designs/design/ask', () => ({ revision })),
    json('publishing a design, refused for its warnings', 'POST', '/admin/designs/design/publish', () => ({ revision: revision + 1 })),
    page('a sheet for translators', '/admin/designs/design/translations.xlsx?from=vi&to=en'),
    {
      what: 'a sheet from translators',
      path: '/admin/designs/design/translations?from=vi&to=en',
      init: () => upload(url, token, {}, sheet),
      before: async () => {
        sheet = await (await fetch(`${url}/admin/designs/design/translations.xlsx?from=vi&to=en`, { headers })).blob()
      },
    },
    page('settings', '/admin/settings'),
    page('accounts', '/admin/accounts'),
  ]
}

function tableOf(rows: readonly Held[]): Table {
  const most = Math.max(...rows.map(({ ms }) => ms))
  return {
    title: 'What holds the loop',
    base: `Everything at its ceiling; the least of several runs, the longest that nothing else was answered, in processor time. The longest: ${shown(most)} ms.`,
    columns: ['what', 'longest hold, ms', 'in all, ms', 'status'],
    rows: rows.map(({ what, ms, processor, status }) => [what, shown(ms), shown(processor), String(status)]),
  }
}
