import { randomInt } from 'node:crypto'
import type { Channel, Fielding, Touchpoint } from '../../surveys/fielding/campaign'
import type { PlannedTouchpoint } from '../../surveys/fielding/drafts'
import type { LocalText } from '../../surveys/instrument/schema'
import { namePatterns } from '../../surveys/instrument/spelling'
import { agencyInCampaign } from './agencies'
import { campaignOf } from './campaigns'
import type { Database } from './dialect'
import type { QuestionnaireSource } from './questionnaires'
import type { TouchpointRow } from './tables'

/** Creates a touchpoint that serves agencies in the given order; false when the code is taken. */
export async function createTouchpoint({ db }: Database, { agencies, label, ...touchpoint }: NewTouchpoint): Promise<boolean> {
  const created = await db
    .insertInto('touchpoints')
    .values({ ...touchpoint, label: JSON.stringify(label) })
    .onConflict((conflict) => conflict.column('code').doNothing())
    .returning('code')
    .executeTakeFirst()
  if (!created) return false
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
  { code, campaign, kind, agencies }: Pick<ServingTouchpoint, 'code' | 'campaign' | 'kind' | 'agencies'>,
): Promise<boolean> {
  const counted = await db
    .selectFrom('tallies')
    .select('agency')
    .where('campaign', '=', campaign)
    .where('month', '=', '')
    .where('agency', 'in', agencies)
    // What an interviewer asked there is counted as theirs.
    .where('channel', 'in', [kind, 'interviewer'])
    .limit(1)
    .executeTakeFirst()
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

/** With the roles that were held there: another one under its code begins with none. */
export async function deleteTouchpoint({ db }: Database, code: string): Promise<void> {
  await db.deleteFrom('touchpoint_grants').where('touchpoint', '=', code).execute()
  await db.deleteFrom('touchpoint_agencies').where('touchpoint', '=', code).execute()
  await db.deleteFrom('touchpoints').where('code', '=', code).execute()
}

export type NewTouchpoint = {
  readonly code: string
  readonly campaign: string
  readonly kind: Channel
  readonly label: LocalText
  readonly agencies: readonly string[]
}

/** A touchpoint with the codes of the agencies it serves, in its own order. */
export type ServingTouchpoint = Touchpoint & { readonly agencies: readonly string[] }

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
  return (await rows.execute()).map((row) => ({ ...touchpointOf(row), agencies: byTouchpoint.get(row.code) ?? [] }))
}

export async function hasTouchpoints({ db }: Database): Promise<boolean> {
  return (await db.selectFrom('touchpoints').select('code').limit(1).executeTakeFirst()) !== undefined
}

/** One touchpoint by its code. */
export async function findTouchpoint({ db }: Database, code: string): Promise<ServingTouchpoint | undefined> {
  const row = await db.selectFrom('touchpoints').selectAll().where('code', '=', code).executeTakeFirst()
  if (!row) return undefined
  const served = await db.selectFrom('touchpoint_agencies').select('agency').where('touchpoint', '=', code).orderBy('position').execute()
  return { ...touchpointOf(row), agencies: served.map(({ agency }) => agency) }
}

/** The code that somebody meant who typed it in another case; undefined where none or more than one could be meant. */
export async function codeMeant({ db }: Database, typed: string): Promise<string | undefined> {
  const rows = await db
    .selectFrom('touchpoints')
    .select('code')
    .where((where) => where.fn<string>('lower', ['code']), '=', typed.toLowerCase())
    .limit(2)
    .execute()
  const exact = rows.find(({ code }) => code === typed)
  return exact?.code ?? (rows.length === 1 ? rows[0]?.code : undefined)
}

/** A fielding with what its campaign's tallies are kept apart by. */
export type RecordedFielding = Fielding & { readonly breakdowns: readonly string[] }

export type FieldingSource = { readonly find: (touchpoint: string) => Promise<RecordedFielding | undefined> }

const keptMs = 2_000
const keptTouchpoints = 10_000

/**
 * Finds what a touchpoint asks; kept for two seconds, so that another process's change is soon seen, and read once for however many
 * ask meanwhile. Only what exists is kept: what a stranger makes up takes no room.
 */
export function fieldingSource(database: Database, questionnaires: QuestionnaireSource, now: () => number): FieldingSource {
  const kept = new Map<string, { readonly since: number; readonly fielding: RecordedFielding }>()
  const underway = new Map<string, Promise<RecordedFielding | undefined>>()
  const read = async (touchpoint: string): Promise<RecordedFielding | undefined> => {
    const since = now()
    const fielding = await load(database, questionnaires, touchpoint).finally(() => underway.delete(touchpoint))
    if (!fielding) {
      kept.delete(touchpoint)
      return undefined
    }
    if (kept.size >= keptTouchpoints) kept.clear()
    kept.set(fielding.touchpoint.code, { since, fielding })
    return fielding
  }
  return {
    find: async (touchpoint) => {
      if (!namePatterns.code.test(touchpoint)) return undefined
      const known = kept.get(touchpoint)
      const age = now() - (known?.since ?? 0)
      // A clock that was set back says nothing about the age.
      if (known && age >= 0 && age < keptMs) return known.fielding
      const reading = underway.get(touchpoint) ?? read(touchpoint)
      underway.set(touchpoint, reading)
      return reading
    },
  }
}

async function load({ db }: Database, questionnaires: QuestionnaireSource, code: string): Promise<RecordedFielding | undefined> {
  const row = await db
    .selectFrom('touchpoints')
    .innerJoin('campaigns', 'campaigns.code', 'touchpoints.campaign')
    .selectAll('campaigns')
    .select(['touchpoints.kind as asked_by', 'touchpoints.label'])
    .where('touchpoints.code', '=', code)
    .executeTakeFirst()
  if (!row) return undefined
  const agencies = await db
    .selectFrom('touchpoint_agencies')
    .innerJoin('agencies', 'agencies.code', 'touchpoint_agencies.agency')
    .leftJoin('campaign_agencies', (join) =>
      join.onRef('campaign_agencies.agency', '=', 'agencies.code').on('campaign_agencies.campaign', '=', row.code),
    )
    .selectAll('agencies')
    .select('opened_as')
    .where('touchpoint', '=', code)
    .orderBy('position')
    .execute()
  const { questionnaire, hash } = await questionnaires.get(row.questionnaire, row.version)
  return {
    touchpoint: touchpointOf({ code, campaign: row.code, kind: row.asked_by, label: row.label }),
    campaign: campaignOf(row),
    breakdowns: row.breakdowns.split(',').filter((name) => name !== ''),
    agencies: agencies.map((served) => agencyInCampaign(served).agency),
    questionnaire,
    hash,
  }
}

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
): Promise<string | undefined> {
  for (;;) {
    const code = wanted ?? madeCode()
    if (await createTouchpoint(database, { ...planned, campaign, code })) return code
    if (wanted !== undefined) return undefined
  }
}

/** Makes a touchpoint for each of the agencies that has none of this kind and label of its own yet; gives their codes. */
export async function makeTouchpointsEach(
  database: Database,
  campaign: string,
  { kind, label, agencies }: PlannedTouchpoint,
): Promise<readonly string[]> {
  const there = await listTouchpoints(database, campaign)
  const alone = there.filter((one) => one.kind === kind && one.agencies.length === 1 && JSON.stringify(one.label) === JSON.stringify(label))
  const lacking = agencies.filter((agency) => !alone.some((one) => one.agencies[0] === agency))
  const made: string[] = []
  for (const agency of lacking) {
    const code = await makeTouchpoint(database, campaign, { code: undefined, kind, label, agencies: [agency] })
    if (code !== undefined) made.push(code)
  }
  return made
}

/** The address that citizens open under an origin; a kiosk's shows its own layout. */
export const surveyAddress = (origin: string, { code, kind }: Pick<Touchpoint, 'code' | 'kind'>): string =>
  `${origin}/s/${code}${kind === 'kiosk' ? '?kiosk' : ''}`

// Without 0/o, 1/i/l and u: what a person can read aloud and type.
const alphabet = '23456789abcdefghjkmnpqrstvwxyz'

const madeCode = (): string => Array.from({ length: 6 }, () => alphabet[randomInt(alphabet.length)]).join('')
