import { addAnswers, decodeTally, emptyTally, type Tally, type TallyLayout } from '../../surveys/figures/tally'
import type { CampaignRecord } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { layoutOf, type QuestionnaireSource, questionnaireSource } from '../db/questionnaires'
import { responsePages } from '../db/responses'
import type { TallyRow } from '../db/tables'
import { type Prepared, preparedAgain } from './prepare'
import { type Key, keysOf, nameOf, type Tallied } from './writer-tallies'

/** A tally whose stored sums are not those of the responses. */
export type Difference = Key & {
  readonly responses: { readonly stored: number; readonly counted: number }
  /** How many of its numbers differ. */
  readonly numbers: number
}

export type Recount = { readonly responses: number; readonly tallies: number; readonly differences: readonly Difference[] }

type Deps = { readonly database: Database; readonly onProgress: (responses: number) => void }

/** Numbers kept in memory at once; a campaign with more is counted in several readings, some agencies each time. */
const numbersAtOnce = 6_000_000

/**
 * Counts a campaign's tallies anew from its stored responses and compares them, number by number, with the
 * sums over all writers of what is stored; both as of one moment, while others go on writing.
 */
export async function recountCampaign({ database, onProgress }: Deps, record: CampaignRecord): Promise<Recount> {
  return database.engine.snapshot(database.db, async (db) => {
    const reading = { ...database, db }
    const deps = { database: reading, questionnaires: questionnaireSource(reading), onProgress }
    let responses = 0
    let tallies = 0
    const differences: Difference[] = []
    for (const agencies of await portions(deps, record)) {
      const part = await recountAgencies(deps, record, agencies, responses)
      responses += part.responses
      tallies += part.tallies
      differences.push(...part.differences)
    }
    return { responses, tallies, differences }
  })
}

/** Everything that is read inside the one moment; a second connection would see another. */
type Reading = Deps & { readonly questionnaires: QuestionnaireSource }

/** The agencies in portions whose tallies fit into memory together. */
async function portions({ database, questionnaires }: Reading, { campaign }: CampaignRecord): Promise<readonly (readonly string[])[]> {
  const { questionnaire } = await questionnaires.get(campaign.questionnaire, campaign.version)
  const { length } = layoutOf(questionnaire)
  const made: string[][] = []
  let numbers = Infinity
  for (const { agency, rows } of await countedAgencies(database, campaign.code)) {
    numbers += rows * length
    if (numbers > numbersAtOnce) {
      made.push([])
      numbers = rows * length
    }
    made.at(-1)?.push(agency)
  }
  return made
}

async function recountAgencies(deps: Reading, record: CampaignRecord, agencies: readonly string[], before: number): Promise<Recount> {
  const { campaign, breakdowns } = record
  const balance = newBalance()
  let responses = 0
  const questionnaireOf = async (version: number) => (await deps.questionnaires.get(campaign.questionnaire, version)).questionnaire
  const questionnaire = await questionnaireOf(campaign.version)
  for await (const page of responsePages(deps.database, campaign.code, { agencies })) {
    for (const row of page)
      balance.count(preparedAgain({ ...row, campaign: campaign.code, version: campaign.version }, questionnaire, breakdowns))
    responses += page.length
    deps.onProgress(before + responses)
  }
  for await (const page of tallyPages(deps.database, campaign.code, agencies))
    for (const row of page) balance.store(layoutOf(await questionnaireOf(row.version)), row)
  return { responses, tallies: balance.size(), differences: balance.differences() }
}

type Sum = { readonly key: Key; readonly difference: Tally; counted: number; stored: number }

/** What was counted less what is stored, for each key; nothing but zeros when both agree. */
function newBalance() {
  const sums = new Map<string, Sum>()
  const sumOf = (key: Key, layout: TallyLayout): Sum => {
    const name = nameOf(key)
    const sum = sums.get(name) ?? { key, difference: emptyTally(layout), counted: 0, stored: 0 }
    sums.set(name, sum)
    return sum
  }
  return {
    count: (response: Tallied & Pick<Prepared, 'answers' | 'questionnaire'>): void => {
      const layout = layoutOf(response.questionnaire)
      for (const key of keysOf(response)) {
        const sum = sumOf(key, layout)
        sum.counted += 1
        addAnswers(layout, sum.difference, response.answers, 1)
      }
    },
    store: (layout: TallyLayout, { sums: bytes, writer: _, ...key }: TallyRow): void => {
      const sum = sumOf(key, layout)
      const stored = decodeTally(layout, bytes)
      sum.stored += stored[0] ?? 0
      for (let at = 0; at < stored.length; at++) sum.difference[at] = (sum.difference[at] ?? 0) - (stored[at] ?? 0)
    },
    size: () => sums.size,
    differences: (): readonly Difference[] =>
      [...sums.values()].flatMap(({ key, difference, counted, stored }) => {
        const numbers = difference.reduce((count, number) => count + (number === 0 ? 0 : 1), 0)
        return numbers === 0 ? [] : [{ ...key, responses: { stored, counted }, numbers }]
      }),
  }
}

/** Every agency that a campaign holds responses or tallies of, with the number of its tally rows. */
async function countedAgencies({ db }: Database, campaign: string): Promise<readonly { readonly agency: string; readonly rows: number }[]> {
  const tallied = await db
    .selectFrom('tallies')
    .select(['agency', (select) => select.fn.countAll<number>().as('rows')])
    .where('campaign', '=', campaign)
    .groupBy('agency')
    .execute()
  const answered = await db
    .selectFrom('responses')
    .select('agency')
    .distinct()
    .where('campaign', '=', campaign)
    .where('erased', '=', 0)
    .execute()
  const rows = new Map([...answered.map(({ agency }) => [agency, 0] as const), ...tallied.map((row) => [row.agency, row.rows] as const)])
  return [...rows].map(([agency, count]) => ({ agency, rows: count })).sort((a, b) => (a.agency < b.agency ? -1 : 1))
}

/** The tally rows of some agencies as they are stored, an agency at a time. */
export async function* tallyPages({ db }: Database, campaign: string, agencies: readonly string[]): AsyncGenerator<readonly TallyRow[]> {
  for (const agency of agencies)
    yield await db.selectFrom('tallies').selectAll().where('campaign', '=', campaign).where('agency', '=', agency).execute()
}
