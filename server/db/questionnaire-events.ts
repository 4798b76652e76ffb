import type { Database } from './dialect'
import type { QuestionnaireEventRow } from './tables'

/** What can happen to a questionnaire; `accepted` is a warning that stands for a reason. */
export const questionnaireActs = ['begun', 'asked', 'approved', 'accepted', 'published', 'discarded', 'restored', 'archived', 'unarchived'] as const
export type QuestionnaireAct = (typeof questionnaireActs)[number]

export type QuestionnaireEvent = Omit<QuestionnaireEventRow, 'act'> & { readonly act: QuestionnaireAct }

/** Writes down what happened, so that it can be read years later. */
export async function recordEvents({ db }: Database, events: readonly QuestionnaireEvent[]): Promise<void> {
  if (events.length > 0) await db.insertInto('questionnaire_events').values(events).execute()
}

/** What happened to a questionnaire, the newest first. */
export const listEvents = ({ db }: Database, questionnaire: string): Promise<readonly QuestionnaireEventRow[]> =>
  db.selectFrom('questionnaire_events').selectAll().where('questionnaire', '=', questionnaire).orderBy('at', 'desc').orderBy('id', 'desc').execute()

/** The questionnaires of which a design was ever discarded. */
export async function everDiscarded({ db }: Database): Promise<readonly string[]> {
  const rows = await db.selectFrom('questionnaire_events').select('questionnaire').distinct().where('act', '=', 'discarded').orderBy('questionnaire').execute()
  return rows.map(({ questionnaire }) => questionnaire)
}

/** One event; undefined when there is none. */
export const findEvent = ({ db }: Database, questionnaire: string, id: string): Promise<QuestionnaireEventRow | undefined> =>
  db.selectFrom('questionnaire_events').selectAll().where('questionnaire', '=', questionnaire).where('id', '=', id).executeTakeFirst()

export const isQuestionnaireAct = (text: string): text is QuestionnaireAct => questionnaireActs.some((act) => act === text)
