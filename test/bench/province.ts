import { randomUUID } from 'node:crypto'
import type { Database } from '../../server/db/dialect'
import { localDay } from '../../surveys/instrument/calendar'
import { agency, fielded } from '../server/fielded'

export const agencyCodes: readonly string[] = Array.from({ length: 200 }, (_, index) => `A${index + 1}`)

const blocks = ['commune', 'department', 'hospital'] as const

/** An open campaign of 200 agencies in three blocks, over the past year and more unless a day is given, with a touchpoint `<campaign>-<agency>` for each. */
export async function province(database: Database, campaign: string, questionnaire: string, opensOn = '2020-01-01'): Promise<void> {
  await fielded(database, {
    code: campaign,
    questionnaire,
    opensOn,
    agencies: agencyCodes.map((code, index) => agency(code, blocks[index % blocks.length])),
    touchpoints: agencyCodes.map((code) => ({
      code: `${campaign}-${code}`,
      campaign,
      kind: 'qr',
      label: { vi: code, en: code },
      agencies: [code],
    })),
  })
}

/** The 22 criteria of `sipas-service` and its item for overall satisfaction. */
export const criteria: readonly string[] = Object.entries({ A: 4, B: 5, C: 6, D: 3, E: 4 })
  .flatMap(([factor, count]) => Array.from({ length: count }, (_, index) => `${factor}${index + 1}`))
  .concat('overall')

/** Codes for every criterion: a person's own mood, some criteria not applicable, most near the top. */
export function answeredCodes(random: () => number): readonly string[] {
  const mood = random()
  return criteria.map((item) => {
    if (item !== 'overall' && random() < 0.03) return 'na'
    return String(Math.max(1, Math.min(5, Math.round(5.6 - 3 * mood * random() - random()))))
  })
}

/** A day of the past twelve months. */
export const pastDay = (random: () => number): string => localDay(Date.now() - Math.floor(random() * 364) * 86_400_000)

/** The lines of an import file, header first; an iterable of chunks, so that a million take no memory. */
export function* importFile(responses: number, random: () => number): Generator<string> {
  yield `id,agency,submitted_at,channel,${criteria.join(',')}\n`
  const linesAtOnce = 1_000
  for (let first = 0; first < responses; first += linesAtOnce) {
    const count = Math.min(linesAtOnce, responses - first)
    yield Array.from(
      { length: count },
      () => `${randomUUID()},${oneOf(agencyCodes, random)},${pastDay(random)},qr,${answeredCodes(random).join(',')}\n`,
    ).join('')
  }
}

export const oneOf = (all: readonly string[], random: () => number): string => all[Math.floor(random() * all.length)] ?? ''
