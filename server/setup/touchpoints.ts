import { randomInt } from 'node:crypto'
import type { Touchpoint } from '../../surveys/campaign'
import type { PlannedTouchpoint } from '../../surveys/drafts/touchpoint'
import { createTouchpoint } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { listTouchpoints } from '../db/touchpoints'

/** Stores a touchpoint under the code wanted, or under one that is made; undefined when the wanted one is taken. */
export async function makeTouchpoint(database: Database, campaign: string, { code: wanted, ...planned }: PlannedTouchpoint): Promise<string | undefined> {
  for (;;) {
    const code = wanted ?? madeCode()
    if (await createTouchpoint(database, { ...planned, campaign, code })) return code
    if (wanted !== undefined) return undefined
  }
}

/** Makes a touchpoint for each of the agencies that has none of this kind and label of its own yet; says how many. */
export async function makeTouchpointsEach(database: Database, campaign: string, { kind, label, agencies }: PlannedTouchpoint): Promise<number> {
  const there = await listTouchpoints(database, campaign)
  const alone = there.filter((one) => one.kind === kind && one.agencies.length === 1 && JSON.stringify(one.label) === JSON.stringify(label))
  const lacking = agencies.filter((agency) => !alone.some((one) => one.agencies[0] === agency))
  for (const agency of lacking) await makeTouchpoint(database, campaign, { code: undefined, kind, label, agencies: [agency] })
  return lacking.length
}

/** The address that citizens open under an origin; a kiosk's shows its own layout. */
export const surveyAddress = (origin: string, { code, kind }: Pick<Touchpoint, 'code' | 'kind'>): string => `${origin}/s/${code}${kind === 'kiosk' ? '?kiosk' : ''}`

// Without 0/o, 1/i/l and u: what a person can read aloud and type.
const alphabet = '23456789abcdefghjkmnpqrstvwxyz'

const madeCode = (): string => Array.from({ length: 6 }, () => alphabet[randomInt(alphabet.length)]).join('')
