import { act, atCommandLine } from '../../server/acts/act'
import { releaseCampaign } from '../../server/acts/releases'
import { findCampaign } from '../../server/db/campaigns'
import { openDatabase } from '../../server/db/dialect'
import { questionnaireSource } from '../../server/db/questionnaires'
import type { Filter } from '../../server/reading/filter'
import { readReleased } from '../../server/reading/released'
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

/** How long a night of a campaign takes that has had none, the first reading after it, and one more, in milliseconds. */
export async function releaseTimes(
  file: string,
  code: string,
  rounds: number,
): Promise<Readonly<Record<'night' | 'first' | 'again', readonly number[]>>> {
  const database = openDatabase(file)
  const questionnaires = questionnaireSource(database)
  const took = { night: new Array<number>(), first: new Array<number>(), again: new Array<number>() }
  const timed = async (name: keyof typeof took, round: number, work: () => Promise<unknown>): Promise<void> => {
    const begun = performance.now()
    await work()
    if (round >= 0) took[name].push(performance.now() - begun)
  }
  const day = Date.now()
  for (let round = -3; round < rounds; round += 1) {
    await database.db.deleteFrom('releases').execute()
    await database.db.deleteFrom('released_sums').execute()
    // Another night each time, so that nothing is kept of the one before.
    const now = (): number => day + (round + 3) * 86_400_000
    await timed('night', round, () => act({ database, now }, atCommandLine(), releaseCampaign, { code }))
    const record = await findCampaign(database, code)
    if (!record) throw new Error(`campaign "${code}" is not there`)
    await timed('first', round, () => readReleased({ database, questionnaires }, record, 'vi'))
    await timed('again', round, () => readReleased({ database, questionnaires }, record, 'vi'))
  }
  await database.db.destroy()
  return took
}
