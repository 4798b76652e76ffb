import { createHash } from 'node:crypto'
import { type TallyLayout, tallyLayout } from '../../surveys/figures/tally'
import { canonical } from '../../surveys/instrument/canonical'
import { readPublished } from '../../surveys/instrument/definition'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { type Database, whole } from './dialect'
import { forgetChosen } from './settings'
import type { QuestionnaireEventRow, QuestionnaireRow } from './tables'

export type StoredQuestionnaire = { readonly questionnaire: Questionnaire; readonly hash: string }

export type QuestionnaireSource = { readonly get: (id: string, version: number) => Promise<StoredQuestionnaire> }

/** Published versions never change, so each is read once. */
export function questionnaireSource(database: Database): QuestionnaireSource {
  const kept = new Map<string, Promise<StoredQuestionnaire>>()
  return {
    get: (id, version) => {
      const name = `${id} ${version}`
      const found = kept.get(name) ?? load(database, id, version)
      kept.set(name, found)
      found.catch(() => kept.delete(name))
      return found
    },
  }
}

/** `isArchived`: no new campaign takes it. */
export type PublishedQuestionnaire = StoredQuestionnaire & { readonly publishedOn: string; readonly isArchived: boolean }

/** Every published version, by id and version. */
export async function listQuestionnaires({ db }: Database): Promise<readonly PublishedQuestionnaire[]> {
  const rows = await db.selectFrom('questionnaires').selectAll().orderBy('id').orderBy('version').execute()
  return rows.map((row) => ({ ...storedOf(row), publishedOn: row.published_on, isArchived: row.archived === 1 }))
}

/** Ids and versions of all that is published, without reading what they ask. */
export const publishedVersions = ({ db }: Database): Promise<readonly { readonly id: string; readonly version: number }[]> =>
  db.selectFrom('questionnaires').select(['id', 'version']).orderBy('id').orderBy('version').execute()

/** Ids and versions that a new campaign may take. */
export const offeredVersions = ({ db }: Database): Promise<readonly { readonly id: string; readonly version: number }[]> =>
  db.selectFrom('questionnaires').select(['id', 'version']).where('archived', '=', 0).orderBy('id').orderBy('version').execute()

export type Publication = 'published' | 'unchanged' | 'other-content'

/** Stores a version once and for all; the same id and version with other content is refused. */
export async function publishQuestionnaire({ db }: Database, questionnaire: Questionnaire, today: string): Promise<Publication> {
  const hash = contentHash(questionnaire)
  const { id, version } = questionnaire
  const inserted = await db
    .insertInto('questionnaires')
    .values({ id, version, hash, definition: JSON.stringify(questionnaire), published_on: today, archived: 0 })
    .onConflict((conflict) => conflict.columns(['id', 'version']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (inserted) return 'published'
  const stored = await db
    .selectFrom('questionnaires')
    .select('hash')
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirstOrThrow()
  return stored.hash === hash ? 'unchanged' : 'other-content'
}

/** Whether exactly this is published, as far as it is a questionnaire at all. */
export async function isPublished({ db }: Database, json: unknown): Promise<boolean> {
  const questionnaire = readPublished(json)
  if (!questionnaire) return false
  const { id, version } = questionnaire
  const stored = await db.selectFrom('questionnaires').select('hash').where('id', '=', id).where('version', '=', version).executeTakeFirst()
  return stored?.hash === contentHash(questionnaire)
}

export const contentHash = (questionnaire: Questionnaire): string => createHash('sha256').update(canonical(questionnaire)).digest('hex')

async function load({ db }: Database, id: string, version: number): Promise<StoredQuestionnaire> {
  const row = await db.selectFrom('questionnaires').selectAll().where('id', '=', id).where('version', '=', version).executeTakeFirst()
  if (!row) throw new Error(`questionnaire "${id}" version ${version} is not published`)
  return storedOf(row)
}

function storedOf({ id, version, definition, hash }: QuestionnaireRow): StoredQuestionnaire {
  const questionnaire = readPublished(JSON.parse(definition))
  if (!questionnaire) throw new Error(`questionnaire "${id}" version ${version} as stored has not the shape of one`)
  return { questionnaire, hash }
}

/** The tally layout of a questionnaire version, made once for each. */
export function layoutOf(questionnaire: Questionnaire): TallyLayout {
  const made = layouts.get(questionnaire) ?? tallyLayout(questionnaire)
  layouts.set(questionnaire, made)
  return made
}

const layouts = new WeakMap<Questionnaire, TallyLayout>()

/** What can happen to a questionnaire; `accepted` is a warning that stands for a reason. */
export const questionnaireActs = [
  'begun',
  'asked',
  'approved',
  'accepted',
  'published',
  'discarded',
  'restored',
  'archived',
  'unarchived',
] as const
export type QuestionnaireAct = (typeof questionnaireActs)[number]

export type QuestionnaireEvent = Omit<QuestionnaireEventRow, 'act'> & { readonly act: QuestionnaireAct }

/** Writes down what happened, so that it can be read years later. */
export async function recordEvents({ db }: Database, events: readonly QuestionnaireEvent[]): Promise<void> {
  if (events.length > 0) await db.insertInto('questionnaire_events').values(events).execute()
}

/** What happened to a questionnaire, the newest first. */
export const listEvents = ({ db }: Database, questionnaire: string): Promise<readonly QuestionnaireEventRow[]> =>
  db
    .selectFrom('questionnaire_events')
    .selectAll()
    .where('questionnaire', '=', questionnaire)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .execute()

/** The questionnaires of which a design was ever discarded. */
export async function everDiscarded({ db }: Database): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('questionnaire_events')
    .select('questionnaire')
    .distinct()
    .where('act', '=', 'discarded')
    .orderBy('questionnaire')
    .execute()
  return rows.map(({ questionnaire }) => questionnaire)
}

/** One event; undefined when there is none. */
export const findEvent = ({ db }: Database, questionnaire: string, id: string): Promise<QuestionnaireEventRow | undefined> =>
  db.selectFrom('questionnaire_events').selectAll().where('questionnaire', '=', questionnaire).where('id', '=', id).executeTakeFirst()

export const isQuestionnaireAct = (text: string): text is QuestionnaireAct => questionnaireActs.some((act) => act === text)

type Archiving = QuestionnaireEvent & { readonly act: 'archived' | 'unarchived' }

/** Puts a version away or brings it back, as the event says; false when it was so before. */
export const archiveVersion = (database: Database, event: Archiving): Promise<boolean> =>
  whole(database, async (within) => {
    const { questionnaire: id, version, act } = event
    const archived = act === 'archived' ? 1 : 0
    const changed = await within.db
      .updateTable('questionnaires')
      .set({ archived })
      .where('id', '=', id)
      .where('version', '=', version)
      .where('archived', '=', 1 - archived)
      .returning('id')
      .executeTakeFirst()
    if (!changed) return false
    if (archived === 1) await forgetChosen(within, { id, version })
    await recordEvents(within, [event])
    return true
  })
