import type { Channel, Entrance, Fielding, FormerAgency, Touchpoint } from '../../surveys/fielding/campaign'
import { spelledCode } from '../../surveys/fielding/codes'
import type { PlannedTouchpoint } from '../../surveys/fielding/drafts'
import { localDay } from '../../surveys/instrument/calendar'
import type { LocalText } from '../../surveys/instrument/schema'
import { namePatterns } from '../../surveys/instrument/spelling'
import { agencyInCampaign } from './agencies'
import { campaignOf } from './campaigns'
import { codeKeys, type CodeKeys, knownCode, newCode, turningCode, visitAt, visitSeal } from './codes'
import type { Database } from './dialect'
import type { QuestionnaireSource } from './questionnaires'
import type { TouchpointDoor, TouchpointRow } from './tables'

/** Creates a touchpoint that serves agencies in the given order; false when the code is taken. */
export async function createTouchpoint(
  { db, transact }: Database,
  { agencies, label, asksSince = '', ...touchpoint }: NewTouchpoint,
): Promise<boolean> {
  const created = await db
    .insertInto('touchpoints')
    .values({ ...touchpoint, label: JSON.stringify(label), asks_since: asksSince })
    .onConflict((conflict) => conflict.column('code').doNothing())
    .returning('code')
    .executeTakeFirst()
  if (!created) return false
  if (touchpoint.signed !== 1) readableKnown.set(transact, { until: Infinity, some: Promise.resolve(true) })
  for (const [position, agency] of agencies.entries())
    await db.insertInto('touchpoint_agencies').values({ touchpoint: touchpoint.code, agency, position }).execute()
  return true
}

/**
 * Whether anybody answered at a touchpoint; an erased response names none. The tallies of its agencies say at once that nobody did;
 * only where they cannot tell it from its neighbours are responses looked at.
 */
export async function hasResponses(
  { db }: Database,
  { code, campaign, kind, agencies, revision }: Pick<ServingTouchpoint, 'code' | 'campaign' | 'kind' | 'agencies' | 'revision'>,
): Promise<boolean> {
  // One that was changed may have served others before, whose answers stay with them.
  const counted =
    revision > 1 ||
    (await db
      .selectFrom('tallies')
      .select('agency')
      .where('campaign', '=', campaign)
      .where('month', '=', '')
      .where('agency', 'in', agencies)
      // What an interviewer asked there is counted as theirs.
      .where('channel', 'in', [kind, 'interviewer'])
      .limit(1)
      .executeTakeFirst())
  if (!counted) return false
  const response = await db
    .selectFrom('responses')
    .select('id')
    .where('campaign', '=', campaign)
    .where('touchpoint', '=', code)
    .limit(1)
    .executeTakeFirst()
  return response !== undefined
}

/** What may be changed of a touchpoint that stands; false when somebody has changed it since that revision. */
export async function changeTouchpoint(
  { db }: Database,
  before: Pick<ServingTouchpoint, 'code' | 'revision' | 'agencies'>,
  { kind, label, agencies }: Omit<PlannedTouchpoint, 'code'>,
  changedAt: string,
): Promise<boolean> {
  const { code, revision } = before
  const changed = await db
    .updateTable('touchpoints')
    .set({
      kind,
      label: JSON.stringify(label),
      revision: revision + 1,
      ...(before.agencies.join(' ') !== agencies.join(' ') && { asks_since: localDay(Date.parse(changedAt)) }),
    })
    .where('code', '=', code)
    .where('revision', '=', revision)
    .returning('code')
    .executeTakeFirst()
  if (!changed) return false
  await keepFormer({ db }, [before], agencies, changedAt)
  await db.deleteFrom('touchpoint_agencies').where('touchpoint', '=', code).execute()
  const rows = agencies.map((agency, position) => ({ touchpoint: code, agency, position }))
  await db.insertInto('touchpoint_agencies').values(rows).execute()
  return true
}

/** Pauses touchpoints from an instant on; what its pages show is that of a moment ago for two seconds. */
export const pauseTouchpoints = (database: Database, codes: readonly string[], pausedAt: string): Promise<void> =>
  setDoors(database, codes, { paused_at: pausedAt })

/** Lets touchpoints ask again from a local day on. */
export const resumeTouchpoints = (database: Database, codes: readonly string[], today: string): Promise<void> =>
  setDoors(database, codes, { paused_at: '', asks_since: today })

async function setDoors(
  { db }: Pick<Database, 'db'>,
  codes: readonly string[],
  doors: Partial<Pick<TouchpointDoor, 'paused_at' | 'asks_since'>>,
): Promise<void> {
  for (const part of chunked(codes))
    await db
      .updateTable('touchpoints')
      .set((row) => ({ ...doors, revision: row('revision', '+', 1) }))
      .where('code', 'in', part)
      .execute()
}

/** Keeps which agencies touchpoints serve no more from an instant on; one that they serve again is no former one. */
async function keepFormer(
  { db }: Pick<Database, 'db'>,
  before: readonly Pick<ServingTouchpoint, 'code' | 'agencies'>[],
  agencies: readonly string[],
  servedUntil: string,
): Promise<void> {
  const left = before.flatMap(({ code, agencies: served }) =>
    served.filter((agency) => !agencies.includes(agency)).map((agency) => ({ touchpoint: code, agency, served_until: servedUntil })),
  )
  for (const part of chunked(left))
    await db
      .insertInto('former_agencies')
      .values(part)
      .onConflict((conflict) =>
        conflict.columns(['touchpoint', 'agency']).doUpdateSet((row) => ({ served_until: row.ref('excluded.served_until') })),
      )
      .execute()
  for (const part of chunked(before.map(({ code }) => code)))
    await db.deleteFrom('former_agencies').where('touchpoint', 'in', part).where('agency', 'in', agencies).execute()
}

/** Lets touchpoints serve these agencies instead of theirs. */
export async function moveTouchpoints(
  { db }: Database,
  before: readonly Pick<ServingTouchpoint, 'code' | 'agencies'>[],
  agencies: readonly string[],
  movedAt: string,
): Promise<void> {
  await keepFormer({ db }, before, agencies, movedAt)
  for (const part of chunked(before.map(({ code }) => code))) {
    await db.deleteFrom('touchpoint_agencies').where('touchpoint', 'in', part).execute()
    const rows = part.flatMap((touchpoint) => agencies.map((agency, position) => ({ touchpoint, agency, position })))
    for (const some of chunked(rows)) await db.insertInto('touchpoint_agencies').values(some).execute()
  }
  await setDoors(
    { db },
    before.map(({ code }) => code),
    { asks_since: localDay(Date.parse(movedAt)) },
  )
}

/** More values than that some engine does not take at once. */
const mostAtOnce = 500

const chunked = <T>(all: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / mostAtOnce) }, (_, part) => all.slice(part * mostAtOnce, (part + 1) * mostAtOnce))

/** Gives a touchpoint another code in its address; by the one before one comes until that instant. */
export async function renewCode(
  database: Database,
  { code, door, revision }: Pick<ServingTouchpoint, 'code' | 'door' | 'revision'>,
  retiredAt: string,
): Promise<string> {
  const link = await freeCode(database)
  await database.db.insertInto('retired_codes').values({ code: door.link, touchpoint: code, retired_at: retiredAt }).execute()
  await database.db
    .updateTable('touchpoints')
    .set({ link, revision: revision + 1 })
    .where('code', '=', code)
    .execute()
  return link
}

/** Lets a counter's screen show a touchpoint's code, which turns from then on; an empty key takes the screen away. */
export async function setDisplay(
  { db }: Database,
  { code, revision }: Pick<ServingTouchpoint, 'code' | 'revision'>,
  display: string,
): Promise<void> {
  await db
    .updateTable('touchpoints')
    .set({ display, turns: display === '' ? 0 : 1, revision: revision + 1 })
    .where('code', '=', code)
    .execute()
}

/** The touchpoint whose code a counter's screen shows that was opened by this key. */
export async function displayedBy({ db }: Database, display: string): Promise<string | undefined> {
  if (display === '') return undefined
  return (await db.selectFrom('touchpoints').select('code').where('display', '=', display).executeTakeFirst())?.code
}

/** The code to be scanned at this time where a counter's screen shows it. */
export const codeShown = async (database: Database, { link }: Entrance, now: number): Promise<string> =>
  turningCode(await keysOf(database), link, now)

/** With the roles that were held there: another one under its code begins with none. */
export async function deleteTouchpoint({ db }: Database, code: string): Promise<void> {
  await db.deleteFrom('touchpoint_grants').where('touchpoint', '=', code).execute()
  await db.deleteFrom('touchpoint_agencies').where('touchpoint', '=', code).execute()
  await db.deleteFrom('retired_codes').where('touchpoint', '=', code).execute()
  await db.deleteFrom('former_agencies').where('touchpoint', '=', code).execute()
  await db.deleteFrom('touchpoints').where('code', '=', code).execute()
}

export type NewTouchpoint = {
  readonly code: string
  /** 1: the server made the code. */
  readonly signed?: 0 | 1
  /** The local day on which it was made. */
  readonly asksSince?: string
  readonly campaign: string
  readonly kind: Channel
  readonly label: LocalText
  readonly agencies: readonly string[]
}

/** A touchpoint with the codes of the agencies it serves, in its own order, and how one comes there. */
export type ServingTouchpoint = Touchpoint & {
  readonly agencies: readonly string[]
  readonly door: Entrance
  /** What opens the page of its counter's screen; empty without one. */
  readonly display: string
  /** The local day since which it asks, for these agencies and without a break; empty where that is not known. */
  readonly asksSince: string
  /** Rises with every change, so that nobody overwrites one that they have not seen. */
  readonly revision: number
}

/** The touchpoints of a campaign, or of all. */
export async function listTouchpoints({ db }: Database, campaign?: string): Promise<readonly ServingTouchpoint[]> {
  let rows = db.selectFrom('touchpoints').selectAll().orderBy('campaign').orderBy('code')
  let served = db
    .selectFrom('touchpoint_agencies')
    .innerJoin('touchpoints', 'touchpoints.code', 'touchpoint_agencies.touchpoint')
    .select(['touchpoint', 'agency'])
    .orderBy('touchpoint')
    .orderBy('position')
  if (campaign !== undefined) {
    rows = rows.where('campaign', '=', campaign)
    served = served.where('campaign', '=', campaign)
  }
  const byTouchpoint = new Map<string, string[]>()
  for (const { touchpoint, agency } of await served.execute())
    byTouchpoint.set(touchpoint, [...(byTouchpoint.get(touchpoint) ?? []), agency])
  return (await rows.execute()).map((row) => serving(row, byTouchpoint.get(row.code) ?? []))
}

const serving = (row: TouchpointRow & TouchpointDoor, agencies: readonly string[]): ServingTouchpoint => ({
  ...touchpointOf(row),
  agencies,
  door: doorOf(row),
  display: row.display,
  asksSince: row.asks_since,
  revision: row.revision,
})

type DoorRow = Pick<TouchpointRow & TouchpointDoor, 'code' | 'link' | 'turns' | 'paused_at'>

function doorOf({ code, link, turns, paused_at }: DoorRow, retiredAt = ''): Entrance {
  const instant = (text: string): number | undefined => (text === '' ? undefined : Date.parse(text))
  return { link: link || code, turns: turns === 1, pausedAt: instant(paused_at), retiredAt: instant(retiredAt) }
}

/** Those of these that there are, by their codes. */
export async function findTouchpoints({ db }: Database, codes: readonly string[]): Promise<readonly ServingTouchpoint[]> {
  const found: ServingTouchpoint[] = []
  for (const part of chunked([...new Set(codes)])) {
    const rows = await db.selectFrom('touchpoints').selectAll().where('code', 'in', part).orderBy('code').execute()
    const served = await db.selectFrom('touchpoint_agencies').selectAll().where('touchpoint', 'in', part).orderBy('position').execute()
    for (const row of rows)
      found.push(
        serving(
          row,
          served.flatMap(({ touchpoint, agency }) => (touchpoint === row.code ? [agency] : [])),
        ),
      )
  }
  return found
}

export async function hasTouchpoints({ db }: Database): Promise<boolean> {
  return (await db.selectFrom('touchpoints').select('code').limit(1).executeTakeFirst()) !== undefined
}

/** One touchpoint by its code. */
export async function findTouchpoint({ db }: Database, code: string): Promise<ServingTouchpoint | undefined> {
  const row = await db.selectFrom('touchpoints').selectAll().where('code', '=', code).executeTakeFirst()
  if (!row) return undefined
  const served = await db.selectFrom('touchpoint_agencies').select('agency').where('touchpoint', '=', code).orderBy('position').execute()
  return serving(
    row,
    served.map(({ agency }) => agency),
  )
}

/** The code in the address of a touchpoint. */
export async function linkOf({ db }: Database, code: string): Promise<string | undefined> {
  const row = await db.selectFrom('touchpoints').select('link').where('code', '=', code).executeTakeFirst()
  return row && (row.link || code)
}

/** The code that somebody meant who typed it in another case, or in groups; undefined where none or more than one could be meant. */
export async function codeMeant(database: Database, typed: string): Promise<string | undefined> {
  const spelled = spelledCode(typed)
  if (knownCode(await keysOf(database), spelled, 0)) return spelled
  if (!(await hasReadable(database))) return undefined
  const rows = await database.db
    .selectFrom('touchpoints')
    .select('code')
    .where((where) => where.fn<string>('lower', ['code']), '=', typed.toLowerCase())
    .where('signed', '=', 0)
    .limit(2)
    .execute()
  const exact = rows.find(({ code }) => code === typed)
  return exact?.code ?? (rows.length === 1 ? rows[0]?.code : undefined)
}

/** A fielding with what its campaign's tallies are kept apart by. */
export type RecordedFielding = Fielding & {
  readonly breakdowns: readonly string[]
  /** Whether a kiosk that was enrolled stands there, which signs what it sends. */
  readonly isDevices: boolean
}

/** A fielding as one comes to it: by a code that a display shows, or did. */
export type ReachedFielding = RecordedFielding & { readonly turn?: 'now' | 'past' }

export type FieldingSource = {
  readonly find: (code: string) => Promise<ReachedFielding | undefined>
  /** What says of a page when it was opened at a touchpoint. */
  readonly visit: (touchpoint: string) => Promise<string>
  /** When a page was opened that brings this; undefined for what was made up. */
  readonly visitedAt: (touchpoint: string, visit: string) => Promise<number | undefined>
}

const keptMs = 2_000
const keptTouchpoints = 10_000

/**
 * Finds what a touchpoint asks; kept for two seconds, so that another process's change is soon seen, and read once for however many
 * ask meanwhile. Only what exists is kept: what a stranger makes up takes no room.
 */
export function fieldingSource(database: Database, questionnaires: QuestionnaireSource, now: () => number): FieldingSource {
  const kept = new Map<string, { readonly since: number; readonly fielding: RecordedFielding }>()
  const underway = new Map<string, Promise<RecordedFielding | undefined>>()
  const read = async (code: string, signed: Signed): Promise<RecordedFielding | undefined> => {
    const since = now()
    const fielding = await load(database, questionnaires, code, signed).finally(() => underway.delete(code))
    if (!fielding) {
      kept.delete(code)
      return undefined
    }
    if (kept.size >= keptTouchpoints) kept.clear()
    kept.set(code, { since, fielding })
    return fielding
  }
  const lately = async (code: string, signed: Signed): Promise<RecordedFielding | undefined> => {
    const known = kept.get(code)
    const age = now() - (known?.since ?? 0)
    // A clock that was set back says nothing about the age.
    if (known && age >= 0 && age < keptMs) return known.fielding
    const reading = underway.get(code) ?? read(code, signed)
    underway.set(code, reading)
    return reading
  }
  return {
    find: async (code) => {
      if (!namePatterns.code.test(code)) return undefined
      const known = knownCode(await keysOf(database), code, now())
      if (!known) return (await hasReadable(database)) ? lately(code, 'unsigned') : undefined
      const fielding = await lately(known.link, 'signed')
      return fielding && known.turn ? { ...fielding, turn: known.turn } : fielding
    },
    visit: async (touchpoint) => visitSeal(await keysOf(database), touchpoint, now()),
    visitedAt: async (touchpoint, visit) => visitAt(await keysOf(database), touchpoint, visit, now()),
  }
}

/** The keys of a database, read again now and then: another process may have made one more. */
function keysOf(database: Database): Promise<CodeKeys> {
  const known = keysKnown.get(database.transact)
  if (known && performance.now() - known.since < keysMs) return known.keys
  const keys = codeKeys(database)
  keysKnown.set(database.transact, { since: performance.now(), keys })
  keys.catch(() => keysKnown.delete(database.transact))
  return keys
}

const keysMs = 10_000

/** By what every view of a database has in common. */
const keysKnown = new WeakMap<Database['transact'], { readonly since: number; readonly keys: Promise<CodeKeys> }>()

/**
 * Whether there are codes that the server did not make: only then is anything looked up for what is no code of its own. That there are
 * some is remembered; that there are none for two seconds, since somebody may choose one at the command line.
 */
function hasReadable({ db, transact }: Database): Promise<boolean> {
  const known = readableKnown.get(transact)
  if (known && performance.now() < known.until) return known.some
  const some = db
    .selectFrom('touchpoints')
    .select('code')
    .where('signed', '=', 0)
    .limit(1)
    .executeTakeFirst()
    .then((found) => found !== undefined)
  const asked = { until: performance.now() + keptMs, some }
  readableKnown.set(transact, asked)
  some.then(
    (found) => void (asked.until = found ? Infinity : asked.until),
    () => readableKnown.delete(transact),
  )
  return some
}

const readableKnown = new WeakMap<Database['transact'], { until: number; readonly some: Promise<boolean> }>()

/** Whether the server made the code by which a touchpoint is looked for. */
type Signed = 'signed' | 'unsigned'

async function load(
  database: Database,
  questionnaires: QuestionnaireSource,
  code: string,
  signed: Signed,
): Promise<RecordedFielding | undefined> {
  const { db } = database
  const row = (await underCode(database, code)) ?? (await underRetired(database, code))
  if (!row || (signed === 'unsigned' && (row.touchpoint !== code || row.signed === 1))) return undefined
  const agencies = await db
    .selectFrom('touchpoint_agencies')
    .innerJoin('agencies', 'agencies.code', 'touchpoint_agencies.agency')
    .leftJoin('campaign_agencies', (join) =>
      join.onRef('campaign_agencies.agency', '=', 'agencies.code').on('campaign_agencies.campaign', '=', row.code),
    )
    .selectAll('agencies')
    .select('opened_as')
    .where('touchpoint', '=', row.touchpoint)
    .orderBy('position')
    .execute()
  const { questionnaire, hash } = await questionnaires.get(row.questionnaire, row.version)
  return {
    touchpoint: touchpointOf({ code: row.touchpoint, campaign: row.code, kind: row.asked_by, label: row.label }),
    door: doorOf({ code: row.touchpoint, link: row.link, turns: row.turns, paused_at: row.place_paused_at }, row.retired_at),
    campaign: campaignOf(row),
    breakdowns: row.breakdowns.split(',').filter((name) => name !== ''),
    isDevices: Number(row.devices) > 0,
    agencies: agencies.map((served) => agencyInCampaign(served).agency),
    // One that was never changed has served no others.
    former: row.place_revision > 1 ? await formerOf(database, row.touchpoint, row.code) : [],
    questionnaire,
    hash,
  }
}

async function formerOf({ db }: Database, touchpoint: string, campaign: string): Promise<readonly FormerAgency[]> {
  const rows = await db
    .selectFrom('former_agencies')
    .innerJoin('agencies', 'agencies.code', 'former_agencies.agency')
    .leftJoin('campaign_agencies', (join) =>
      join.onRef('campaign_agencies.agency', '=', 'agencies.code').on('campaign_agencies.campaign', '=', campaign),
    )
    .selectAll('agencies')
    .select(['opened_as', 'served_until'])
    .where('former_agencies.touchpoint', '=', touchpoint)
    .orderBy('agencies.code')
    .execute()
  return rows.map((row) => ({ agency: agencyInCampaign(row).agency, until: Date.parse(row.served_until) }))
}

const withCampaigns = ({ db }: Database) =>
  db
    .selectFrom('touchpoints')
    .innerJoin('campaigns', 'campaigns.code', 'touchpoints.campaign')
    .selectAll('campaigns')
    .select(['touchpoints.code as touchpoint', 'touchpoints.kind as asked_by', 'touchpoints.label', 'touchpoints.signed'])
    .select(['touchpoints.link', 'touchpoints.turns', 'touchpoints.paused_at as place_paused_at', 'touchpoints.revision as place_revision'])
    .select((there) =>
      there
        .selectFrom('kiosks')
        .select(({ fn }) => fn.countAll<number>().as('devices'))
        .whereRef('kiosks.touchpoint', '=', 'touchpoints.code')
        .where('kiosks.public_key', '<>', '')
        .where('kiosks.revoked_on', '=', '')
        .as('devices'),
    )

/** The touchpoint whose address holds that code. */
async function underCode(database: Database, code: string) {
  const row = await withCampaigns(database)
    .where((where) => where.or([where('touchpoints.code', '=', code), where('touchpoints.link', '=', code)]))
    .executeTakeFirst()
  return row && (row.link || row.touchpoint) === code ? { ...row, retired_at: '' } : undefined
}

/** The touchpoint whose address held it. */
const underRetired = (database: Database, code: string) =>
  withCampaigns(database)
    .innerJoin('retired_codes', 'retired_codes.touchpoint', 'touchpoints.code')
    .select('retired_codes.retired_at')
    .where('retired_codes.code', '=', code)
    .executeTakeFirst()

export const touchpointOf = ({ code, campaign, kind, label }: TouchpointRow): Touchpoint => ({
  code,
  campaign,
  kind,
  label: parseText(label),
})

const parseText = (json: string): LocalText => JSON.parse(json)

/** Stores a touchpoint under the code wanted, or under one that is made; undefined when the wanted one is taken. */
export async function makeTouchpoint(
  database: Database,
  campaign: string,
  { code: wanted, ...planned }: PlannedTouchpoint,
  asksSince: string,
): Promise<string | undefined> {
  const code = wanted ?? (await freeCode(database))
  const isMade = await createTouchpoint(database, { ...planned, campaign, code, asksSince, signed: wanted === undefined ? 1 : 0 })
  return isMade ? code : undefined
}

/** A code that no touchpoint has or had. */
async function freeCode(database: Database): Promise<string> {
  const [code = ''] = await freeCodes(database, 1)
  return code
}

async function takenAmong({ db }: Database, codes: readonly string[]): Promise<readonly string[]> {
  const known = await db
    .selectFrom('touchpoints')
    .select(['code', 'link'])
    .where((where) => where.or([where('code', 'in', codes), where('link', 'in', codes)]))
    .execute()
  const retired = await db.selectFrom('retired_codes').select('code').where('code', 'in', codes).execute()
  return [...known.flatMap(({ code, link }) => [code, link]), ...retired.map(({ code }) => code)].filter((code) => codes.includes(code))
}

/** Makes touchpoints that serve one agency each, unless it has one of this kind and label of its own; gives their codes. */
export async function makeTouchpointsEach(
  database: Database,
  campaign: string,
  wanted: readonly PlannedTouchpoint[],
  asksSince: string,
): Promise<readonly string[]> {
  const known = new Set((await listTouchpoints(database, campaign)).filter(({ agencies }) => agencies.length === 1).map(likeness))
  const lacking = wanted.filter((one) => !known.has(likeness(one)))
  const made: string[] = []
  for (const part of chunked(lacking)) made.push(...(await insertMany(database, campaign, part, asksSince)))
  return made
}

/** What is the same in two touchpoints of which one would be made for nothing. */
export const likeness = ({ kind, label, agencies }: Pick<PlannedTouchpoint, 'kind' | 'label' | 'agencies'>): string =>
  JSON.stringify([kind, Object.entries(label).sort(([a], [b]) => (a < b ? -1 : 1)), agencies])

async function insertMany(
  database: Database,
  campaign: string,
  planned: readonly PlannedTouchpoint[],
  asksSince: string,
): Promise<readonly string[]> {
  const codes = await freeCodes(database, planned.length)
  const rows = planned.map(({ kind, label }, at) => ({
    code: codes[at] ?? '',
    campaign,
    kind,
    label: JSON.stringify(label),
    signed: 1,
    asks_since: asksSince,
  }))
  await database.db.insertInto('touchpoints').values(rows).execute()
  const served = planned.flatMap(({ agencies }, at) =>
    agencies.map((agency, position) => ({ touchpoint: codes[at] ?? '', agency, position })),
  )
  await database.db.insertInto('touchpoint_agencies').values(served).execute()
  return codes
}

async function freeCodes(database: Database, count: number): Promise<readonly string[]> {
  const keys = await keysOf(database)
  const codes = new Set<string>()
  while (codes.size < count) {
    while (codes.size < count) codes.add(newCode(keys))
    for (const taken of await takenAmong(database, [...codes])) codes.delete(taken)
  }
  return [...codes]
}

/** The address that citizens open under an origin; a kiosk's shows its own layout. */
export const surveyAddress = (origin: string, { door, kind }: Pick<ServingTouchpoint, 'door' | 'kind'>): string =>
  `${origin}/s/${door.link}${kind === 'kiosk' ? '?kiosk' : ''}`
