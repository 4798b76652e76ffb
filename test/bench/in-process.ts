import { findCampaign } from '../../server/db/campaigns'
import { openDatabase } from '../../server/db/dialect'
import { questionnaireSource } from '../../server/db/questionnaires'
import type { Filter } from '../../server/reading/filter'
import { readResults } from '../../server/reading/results'

/** How long the results of a campaign take, each time read anew, in milliseconds. */
export async function timesInProcess(file: string, campaign: string, query: Filter, rounds: number): Promise<readonly number[]> {
  const database = openDatabase(file)
  const questionnaires = questionnaireSource(database)
  const took: number[] = []
  for (let round = -10; round < rounds; round += 1) {
    const record = await findCampaign(database, campaign)
    if (!record) throw new Error(`campaign "${campaign}" is not there`)
    const begun = performance.now()
    await readResults({ database, questionnaires }, record, query, 'vi')
    if (round >= 0) took.push(performance.now() - begun)
  }
  await database.db.destroy()
  return took
}
