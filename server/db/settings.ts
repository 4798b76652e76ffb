import { type RemindingDays, usualRemindingDays } from '../../surveys/fielding/statements'
import { createHash } from 'node:crypto'
import { shippedTopics } from '../../surveys/figures/topic-set'
import type { Topic } from '../../surveys/figures/topics'
import { type OfficeHours, usualHours } from '../../surveys/fielding/kiosk'
import { type AsideBound, usualBound } from '../../surveys/fielding/set-aside'
import type { LocalText } from '../../surveys/instrument/schema'
import { type FactorRule, isRole } from '../../surveys/people/roles'
import type { Database } from './dialect'

/** Who asks: the province's name, and a mark of its crest that changes with the image. */
export type Province = { readonly name: LocalText | undefined; readonly crest: string | undefined }

export const noProvince: Province = { name: undefined, crest: undefined }

export async function readProvince({ db }: Database): Promise<Province> {
  const rows = await db.selectFrom('settings').selectAll().where('name', 'in', ['province', 'crest-mark']).execute()
  const valueOf = (wanted: string) => rows.find(({ name }) => name === wanted)?.value
  const name = valueOf('province')
  return { name: name === undefined ? undefined : parseText(name), crest: valueOf('crest-mark') }
}

export const saveProvinceName = (database: Database, name: LocalText): Promise<void> => save(database, { province: JSON.stringify(name) })

/** Keeps a crest, or removes it when there is none. */
export async function saveCrest(database: Database, png: Uint8Array | undefined): Promise<void> {
  if (!png) return void (await database.db.deleteFrom('settings').where('name', 'in', ['crest', 'crest-mark']).execute())
  await save(database, {
    crest: Buffer.from(png).toString('base64'),
    'crest-mark': createHash('sha256').update(png).digest('hex').slice(0, 16),
  })
}

export async function storedCrest({ db }: Database): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', 'crest').executeTakeFirst()
  return row && new Uint8Array(Buffer.from(row.value, 'base64'))
}

async function save({ db }: Database, values: Readonly<Record<string, string>>): Promise<void> {
  const rows = Object.entries(values).map(([name, value]) => ({ name, value }))
  await db
    .insertInto('settings')
    .values(rows)
    .onConflict((conflict) => conflict.column('name').doUpdateSet((row) => ({ value: row.ref('excluded.value') })))
    .execute()
}

const parseText = (json: string): LocalText => JSON.parse(json)

/** The address that citizens see, as the office has set it. */
export async function readPublicUrl({ db }: Database): Promise<string | undefined> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', 'public-url').executeTakeFirst()
  return row?.value
}

/** Keeps the address that citizens see, or forgets it when there is none. */
export async function savePublicUrl(database: Database, address: string | undefined): Promise<void> {
  if (address === undefined) return void (await database.db.deleteFrom('settings').where('name', '=', 'public-url').execute())
  await save(database, { 'public-url': address })
}

/** The sites that may show published results inside of theirs. */
export async function readEmbedOrigins({ db }: Pick<Database, 'db'>): Promise<readonly string[]> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', 'embed-origins').executeTakeFirst()
  return row ? row.value.split(' ').filter((origin) => origin !== '') : []
}

export const saveEmbedOrigins = (database: Database, origins: readonly string[]): Promise<void> =>
  save(database, { 'embed-origins': origins.join(' ') })

/** The questionnaire that was chosen for the next campaign. */
export async function readChosen({ db }: Database): Promise<ChosenVersion | undefined> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', 'questionnaire').executeTakeFirst()
  return row && parseChosen(row.value)
}

export const saveChosen = (database: Database, chosen: ChosenVersion): Promise<void> =>
  save(database, { questionnaire: JSON.stringify({ id: chosen.id, version: chosen.version }) })

/** Chooses nothing for the next campaign if this was chosen. */
export async function forgetChosen({ db }: Database, { id, version }: ChosenVersion): Promise<void> {
  await db.deleteFrom('settings').where('name', '=', 'questionnaire').where('value', '=', JSON.stringify({ id, version })).execute()
}

export type ChosenVersion = { readonly id: string; readonly version: number }

const parseChosen = (json: string): ChosenVersion => JSON.parse(json)

/** Whether agencies that have not handed in are reminded without anybody asking, and on which days; they are until the office says otherwise. */
export type Reminding = { readonly isOn: boolean; readonly days: RemindingDays }

export async function readReminding({ db }: Database): Promise<Reminding> {
  const rows = await db.selectFrom('settings').selectAll().where('name', 'in', ['reminding', 'reminding-days']).execute()
  const valueOf = (name: string): string | undefined => rows.find((row) => row.name === name)?.value
  const days = valueOf('reminding-days')
  return { isOn: valueOf('reminding') !== 'no', days: days === undefined ? usualRemindingDays : JSON.parse(days) }
}

export const saveReminding = (database: Database, { isOn, days }: Reminding): Promise<void> =>
  save(database, { reminding: isOn ? 'yes' : 'no', 'reminding-days': JSON.stringify(days) })

/** Whether a version is published only after somebody else than its authors approved it. */
export async function readFourEyes({ db }: Database): Promise<boolean> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', 'four-eyes').executeTakeFirst()
  return row?.value === 'yes'
}

export const saveFourEyes = (database: Database, wanted: boolean): Promise<void> => save(database, { 'four-eyes': wanted ? 'yes' : 'no' })

/** Somebody wants the second person no more, for this reason; somebody else has to want it too. */
export type FourEyesRequest = {
  readonly account: string
  readonly person: string
  readonly reason: string
  readonly askedAt: string
}

export async function readFourEyesRequest({ db }: Database): Promise<FourEyesRequest | undefined> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', 'four-eyes-off').executeTakeFirst()
  return row && parseRequest(row.value)
}

const parseRequest = (json: string): FourEyesRequest => JSON.parse(json)

export const saveFourEyesRequest = (database: Database, request: FourEyesRequest): Promise<void> =>
  save(database, { 'four-eyes-off': JSON.stringify(request) })

/** How much of an agency one person alone sets aside. */
export async function readAsideBound({ db }: Pick<Database, 'db'>): Promise<AsideBound> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', 'aside-bound').executeTakeFirst()
  return row ? parseBound(row.value) : usualBound
}

export const saveAsideBound = (database: Database, bound: AsideBound): Promise<void> =>
  save(database, { 'aside-bound': JSON.stringify(bound) })

const parseBound = (json: string): AsideBound => JSON.parse(json)

export async function dropFourEyesRequest({ db }: Database): Promise<void> {
  await db.deleteFrom('settings').where('name', '=', 'four-eyes-off').execute()
}

/** Who shows a second factor besides the password. */
export async function readFactorRule({ db }: Database): Promise<FactorRule> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', 'second-factor').executeTakeFirst()
  return factorRuleIn(row?.value)
}

/** As it is stored. */
export function factorRuleIn(value = 'free'): FactorRule {
  if (value === 'needed') return 'everybody'
  return value === 'free' ? 'nobody' : value.split(',').filter(isRole)
}

export const saveFactorRule = (database: Database, rule: FactorRule): Promise<void> =>
  save(database, { 'second-factor': rule === 'everybody' ? 'needed' : rule === 'nobody' ? 'free' : rule.join(',') })

/** What comments are told apart by: as shipped until the office says otherwise. */
export async function readCommentTopics({ db }: Pick<Database, 'db'>): Promise<readonly Topic[]> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', 'comment-topics').executeTakeFirst()
  return row ? parseTopics(row.value) : shippedTopics
}

export const saveCommentTopics = (database: Database, topics: readonly Topic[]): Promise<void> =>
  save(database, { 'comment-topics': JSON.stringify(topics) })

const parseTopics = (json: string): readonly Topic[] => JSON.parse(json)

/** When people are at the office, by which a kiosk's silence is told. */
export async function readOfficeHours({ db }: Database): Promise<OfficeHours> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', 'office-hours').executeTakeFirst()
  return row ? parseHours(row.value) : usualHours
}

export const saveOfficeHours = (database: Database, hours: OfficeHours): Promise<void> =>
  save(database, { 'office-hours': JSON.stringify(hours) })

const parseHours = (json: string): OfficeHours => JSON.parse(json)
