import type { Database } from './dialect'
import { type QuestionnaireEvent, recordEvents } from './questionnaire-events'
import { forgetChosen } from './settings'
import { whole } from './whole'

type Archiving = QuestionnaireEvent & { readonly act: 'archived' | 'unarchived' }

/** Puts a version away or brings it back, as the event says; false when it was so before. */
export const archiveVersion = (database: Database, event: Archiving): Promise<boolean> =>
  whole(database, async (within) => {
    const { questionnaire: id, version, act } = event
    const archived = act === 'archived' ? 1 : 0
    const changed = await within.db.updateTable('questionnaires').set({ archived }).where('id', '=', id).where('version', '=', version).where('archived', '=', 1 - archived).returning('id').executeTakeFirst()
    if (!changed) return false
    if (archived === 1) await forgetChosen(within, { id, version })
    await recordEvents(within, [event])
    return true
  })
