import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { builtMain, type Product, startProduct } from '../faults/product'
import { openDatabase } from '../../server/db/dialect'
import { withDesigns } from '../server/designed'
import { officeWith } from '../server/office'
import { officer } from '../server/signed-in'
import { localDay } from '../../surveys/instrument/calendar'
import { everyType, everyTypeAnswers, everyTypeFile } from './every-type'
import { rated, withContacts, withRated } from './rated'
import { looping, scoring } from '../surveys/looping'
import { paperClerks, signedInFor, withBreakOffs, withPeople, withPiles, withStatements, withWebhooks } from './people'

/** The sample province, running; and a second product where nothing has been done yet. */
export type Province = {
  readonly product: Product
  readonly touchpoint: (kind: 'qr' | 'kiosk' | 'link') => string
  readonly campaign: string
  readonly published: string
  /** Where every question type is asked, for several agencies. */
  readonly everyType: string
  /** Of whoever made the first account; of the same person, who signed in some minutes ago; of somebody who enters paper forms; and of somebody of an agency. */
  readonly cookies: Readonly<Record<'officer' | 'looker' | 'clerk' | 'agency', readonly Cookie[]>>
  readonly setupPath: string
  readonly paper: string
}

type Cookie = { readonly name: string; readonly value: string; readonly url: string }

/** Fills a folder with the sample province by the command, starts the product on it, makes the first account and has it design. */
export async function sampleProvince(folder: string): Promise<Province> {
  const { stdout } = await promisify(execFile)(process.execPath, [builtMain, 'demo'], { env: settings(folder) })
  const sipas: Sipas = (...asked) => promisify(execFile)(process.execPath, [builtMain, ...asked], { env: settings(folder) })
  await everyTypeAsked(folder, sipas)
  await ratingAsked(folder, sipas)
  const product = await startProduct(folder, undefined, { PUBLIC_URL: '' })
  const links = [...stdout.matchAll(/^ {2}(\S.*?) {2,}http:\/\/\S+?(\/s\/\S+)$/gm)].map(([, what = '', path = '']) => ({ what, path }))
  const setupPath = await setupPathOf(folder)
  const officers = await firstAccount(product, setupPath)
  const asked = [builtMain, 'user', 'token', officer.username, '--scope', 'questionnaires.publish']
  const { stdout: token } = await promisify(execFile)(process.execPath, asked, { env: settings(folder) })
  const database = openDatabase(join(folder, 'sipas.sqlite'))
  await withDesigns({ url: product.url, token: token.trim(), database, now: Date.now })
  await withPeople(product.url, database)
  const looker = [cookieIn(await signedInFor(10, token.trim(), database), product)]
  const clerks = await paperClerks(database)
  const clerk = [cookieIn(await signedInFor(0, clerks.tokens[0] ?? '', database), product)]
  const agency = [cookieIn(await signedInFor(0, await withStatements(database), database), product)]
  const campaign = /--campaign (\S+)/.exec(stdout)?.[1] ?? ''
  const published = /\/r\/\S+/.exec(stdout)?.[0] ?? '/r'
  const paper = `/admin/entering/${clerks.touchpoint}/batches`
  await withPiles(product.url, paper, clerks.tokens)
  await withBreakOffs(database, campaign)
  await withWebhooks(database, campaign)
  await withContacts(product.url, everyType, asking[0] ?? '')
  await officeWith(product, officers.map(({ name, value }) => `${name}=${value}`).join('; ')).send(
    `/admin/questionnaires/${everyType}/1/next`,
  )
  await withRated(product.url, officers.map(({ name, value }) => `${name}=${value}`).join('; '), database, () =>
    sipas('campaigns', 'release', rated.campaign),
  )
  await database.db.destroy()
  return {
    product,
    setupPath,
    cookies: { officer: officers, looker, clerk, agency },
    everyType: `/s/${everyType}`,
    campaign,
    published,
    paper,
    touchpoint: (kind) => links.find(({ what }) => what.startsWith(words[kind]))?.path ?? '',
  }
}

type Sipas = (...asked: readonly string[]) => Promise<unknown>

async function everyTypeAsked(folder: string, sipas: Sipas): Promise<void> {
  const file = join(folder, `${everyType}.tar`)
  writeFileSync(file, new Uint8Array(await new Response(everyTypeFile()).arrayBuffer()))
  await sipas('questionnaires', 'publish', file)
  await sipas('campaigns', 'create', '--code', everyType, '--title', 'Mọi kiểu câu hỏi', '--questionnaire', everyType, ...thisYear)
  await sipas('touchpoints', 'create', '--campaign', everyType, '--kind', 'kiosk', '--code', everyType, ...over(asking))
  await sipas('campaigns', 'open', everyType)
  const answers = join(folder, `${everyType}.csv`)
  writeFileSync(answers, everyTypeAnswers(localDay(Date.now()), asking))
  await sipas('responses', 'import', answers, '--campaign', everyType)
}

const year = new Date().getFullYear()
const thisYear = ['--from', `${year}-01-01`, '--to', `${year}-12-31`]
const asking = ['H99.5', 'H99.6', 'H99.7', 'H99.8']
const over = (codes: readonly string[]) => codes.flatMap((code) => ['--agency', code])

/** Where businesses rate agencies, and how they are scored. */
async function ratingAsked(folder: string, sipas: Sipas): Promise<void> {
  for (const [name, definition] of Object.entries({ rating: looping, scoring })) {
    const file = join(folder, `${name}.json`)
    writeFileSync(file, JSON.stringify(definition))
    await sipas('questionnaires', 'publish', file)
  }
  const { campaign, agencies } = rated
  await sipas('campaigns', 'create', '--code', campaign, '--title', looping.title.vi ?? '', '--questionnaire', looping.id, ...thisYear)
  await sipas('touchpoints', 'create', '--campaign', campaign, '--kind', 'link', '--code', campaign, ...over(agencies))
  await sipas('campaigns', 'open', campaign)
}

/** A product on an empty folder, signed in. */
export async function emptyProvince(folder: string): Promise<Province> {
  const product = await startProduct(folder, undefined)
  const setupPath = await setupPathOf(folder)
  const cookies = await firstAccount(product, setupPath)
  return {
    product,
    setupPath,
    cookies: { officer: cookies, looker: cookies, clerk: cookies, agency: cookies },
    campaign: '',
    published: '/r',
    paper: '',
    everyType: '',
    touchpoint: () => '',
  }
}

const words = { qr: 'phone', kiosk: 'kiosk', link: 'several' } as const

const settings = (folder: string) => ({ PATH: process.env['PATH'], DATA_DIR: folder, LOG_LEVEL: 'error' })

/** The one-time link that the product prints when it listens. */
async function setupPathOf(folder: string): Promise<string> {
  for (let waited = 0; waited < 10_000; waited += 50) {
    const path = /http:\/\/\S+?(\/admin\/setup\/\S+)/.exec(readFileSync(join(folder, 'product.out'), 'utf8'))?.[1]
    if (path !== undefined) return path
    await delay(50)
  }
  throw new Error('the product printed no setup link')
}

async function firstAccount(product: Product, setupPath: string): Promise<readonly Cookie[]> {
  const { url } = product
  const { username, name, password } = officer
  const made = await fetch(url + setupPath, {
    method: 'POST',
    redirect: 'manual',
    headers: { Origin: url },
    body: new URLSearchParams({ username, name, wanted: password, again: password }),
  })
  if (made.status !== 303) throw new Error(`the first account could not be made: ${made.status} ${await made.text()}`)
  return made.headers.getSetCookie().map((cookie) => cookieIn(cookie.split(';')[0] ?? '', product))
}

const cookieIn = (pair: string, { url }: Product): Cookie => ({
  name: pair.slice(0, pair.indexOf('=')),
  value: pair.slice(pair.indexOf('=') + 1),
  url,
})
