import { findCampaign } from '../../server/db/campaigns'
import { questionnaireSource } from '../../server/db/questionnaires'
import type { ResponseRow } from '../../server/db/tables'
import { takeLease } from '../../server/recording/lease'
import { type Prepared, preparedAgain } from '../../server/recording/prepare'
import { commitErasure, commitGroup, slotOf } from '../../server/recording/writer'
import type { TestServer } from './harness'

/** Another process beside the server, with a writer's slot of its own: it records rows and takes them out. */
export async function anotherWriter({ database }: TestServer) {
  const slot = slotOf(database, await takeLease(database, Date.now()))
  const prepared = async ({
    campaign,
    id,
    form,
    version,
    touchpoint,
    agency,
    service,
    channel,
    language,
    answered_on,
    received_on,
    hash,
    answers,
    packed,
    erased,
    has_text,
    flags,
  }: ResponseRow): Promise<Prepared> => {
    // In the order of the statement that stores it.
    const row = {
      campaign,
      id,
      form,
      version,
      touchpoint,
      agency,
      service,
      channel,
      language,
      answered_on,
      received_on,
      hash,
      answers,
      packed,
      erased,
      has_text,
      flags,
    }
    const record = await findCampaign(database, row.campaign)
    if (!record) throw new Error(`campaign "${row.campaign}" is not there`)
    const { questionnaire } = await questionnaireSource(database).get(record.campaign.questionnaire, row.version)
    return preparedAgain(row, questionnaire, record.breakdowns)
  }
  return {
    record: async (row: ResponseRow) => commitGroup(database, slot, [await prepared(row)]),
    erase: async (row: ResponseRow) => commitErasure(database, slot, await prepared(row)),
  }
}
