import { findCampaign } from '../../server/db/campaigns'
import { questionnaireSource } from '../../server/db/questionnaires'
import type { ResponseRow } from '../../server/db/tables'
import { commitErasure, responseInsert } from '../../server/recording/commit'
import { takeLease } from '../../server/recording/lease'
import { preparedAgain } from '../../server/recording/stored'
import { writerTallies } from '../../server/recording/writer-tallies'
import type { TestServer } from './harness'

/** Takes a stored response out, as another process does beside the server. */
export async function erased({ database }: TestServer, row: ResponseRow): Promise<void> {
  const record = await findCampaign(database, row.campaign)
  if (!record) throw new Error(`campaign "${row.campaign}" is not there`)
  const { questionnaire } = await questionnaireSource(database).get(record.campaign.questionnaire, row.version)
  const lease = await takeLease(database, 'test', Date.now())
  await commitErasure(database, { lease, tallies: writerTallies(database.engine), insertResponses: responseInsert(database.engine) }, preparedAgain(row, questionnaire, record.breakdowns))
}
