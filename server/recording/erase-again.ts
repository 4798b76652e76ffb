import { findCampaign } from '../db/campaigns'
import { contactKeys, dropContact } from '../db/contacts'
import type { Database } from '../db/dialect'
import { isHeld, logMark } from '../db/events'
import { questionnaireSource } from '../db/questionnaires'
import { findResponse } from '../db/responses'
import { preparedAgain } from './prepare'
import { openWriter } from './writer'

/** The key of a response that was erased. */
export type Erased = { readonly campaign: string; readonly id: string }

export const erasedIn = ({ db }: Database): Promise<readonly Erased[]> =>
  db.selectFrom('responses').select(['campaign', 'id']).where('erased', '=', 1).orderBy('campaign').orderBy('id').execute()

/** Lets go of contacts that a database still holds, where the one that it replaces went on from it and holds them no more. */
export async function letContactsGoAgain(restored: Database, known: Database): Promise<void> {
  // A backup of an earlier version has none.
  const held = await contactKeys(restored).catch(() => [])
  if (held.length === 0 || !(await isHeld(known, await logMark(restored)).catch(() => false))) return
  // What cannot be read knows nothing.
  const kept = await contactKeys(known).catch(() => held)
  const ids = new Set(kept.map(({ id }) => id))
  for (const one of held) if (!ids.has(one.id)) await dropContact(restored, one)
}

/** Erases responses that a database still holds, and tells how many: a backup shall not bring back what was erased after it was made. */
export async function eraseAgain(restored: Database, erased: readonly Erased[]): Promise<number> {
  if (erased.length === 0) return 0
  const questionnaires = questionnaireSource(restored)
  const writer = await openWriter(restored)
  let count = 0
  try {
    for (const { campaign, id } of erased) {
      const record = await findCampaign(restored, campaign)
      const row = await findResponse(restored, campaign, id)
      if (!record || !row) continue
      const { questionnaire } = await questionnaires.get(record.campaign.questionnaire, row.version)
      await writer.erase(preparedAgain(row, questionnaire, record.breakdowns))
      count += 1
    }
  } finally {
    await writer.release()
  }
  await restored.letGo()
  return count
}
