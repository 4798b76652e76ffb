import type { Questionnaire } from '../../surveys/schema'
import { type Author, type Design, removeDesign, startDesign } from './designs'
import type { Database } from './dialect'
import { type QuestionnaireEvent, recordEvents } from './questionnaire-events'
import { publishQuestionnaire } from './questionnaires'
import { whole } from './whole'

export type Publishing = {
  readonly design: Design
  /** The design as it was read and found whole. */
  readonly questionnaire: Questionnaire
  readonly today: string
  readonly events: readonly QuestionnaireEvent[]
}

/** `overtaken`: the revision is no longer the present one; `version-taken`: that version is published with other content. */
export type DesignPublication = 'published' | 'overtaken' | 'version-taken'

/** Turns a design into a version: the version, the end of the design and what is written down about it, or nothing. */
export const publishDesign = (database: Database, { design, questionnaire, today, events }: Publishing): Promise<DesignPublication> =>
  whole(database, async (within) => {
    if (!(await heldDesign(within, design))) return 'overtaken'
    if ((await publishQuestionnaire(within, questionnaire, today)) === 'other-content') return 'version-taken'
    await removeDesign(within, design)
    await recordEvents(within, events)
    return 'published'
  })

/** Takes a design away; false when somebody else saved since. The event keeps what it was. */
export const discardDesign = (database: Database, design: Design, event: QuestionnaireEvent): Promise<boolean> =>
  whole(database, async (within) => {
    if (!(await removeDesign(within, design))) return false
    await recordEvents(within, [event])
    return true
  })

/** What is kept of a design that was discarded; who worked on it stays among its authors. */
export type Discarded = Pick<Design, 'definition' | 'accepted' | 'authors'>

/** Brings a discarded design back; false when the questionnaire is being designed already. */
export const restoreDesign = (database: Database, { definition, accepted, authors }: Discarded, author: Author, event: QuestionnaireEvent): Promise<boolean> =>
  whole(database, async (within) => {
    if (!(await startDesign(within, { definition, accepted }, author, event.at))) return false
    const all = JSON.stringify([...new Set([...authors, author.id])])
    await within.db.updateTable('designs').set({ authors: all }).where('questionnaire', '=', definition.id).execute()
    await recordEvents(within, [event])
    return true
  })

/** Keeps everybody else from this revision until the transaction ends; false when it is not the present one. */
async function heldDesign({ db }: Database, { definition, revision }: Design): Promise<boolean> {
  const held = await db.updateTable('designs').set({ revision }).where('questionnaire', '=', definition.id).where('revision', '=', revision).returning('revision').executeTakeFirst()
  return held !== undefined
}
