import { mediaNames } from '../../surveys/designing/pictures'
import { readDraft } from '../../surveys/instrument/definition'
import type { Questionnaire } from '../../surveys/instrument/schema'
import type { Database } from './dialect'
import { eventsOf } from './events'
import { namedUntil } from './media'
import { readOnce } from './questionnaires'
import type { DesignRow } from './tables'

/** Why a warning may stand, by its key. */
export type Accepted = Readonly<Record<string, string>>

/** Somebody who works on designs. */
export type Author = { readonly id: string; readonly name: string }

/** The draft of a questionnaire's next version. It may break rules for the moment, never the schema's structure. */
export type Design = {
  readonly definition: Questionnaire
  readonly accepted: Accepted
  /** Rises with every save, and on from one design of a questionnaire to its next. */
  readonly revision: number
  /** Ids of all who changed it. */
  readonly authors: readonly string[]
  /** The name of who changed it last, and the instant. */
  readonly changedBy: string
  readonly changedAt: string
  /** Who asked for approval; undefined: nobody. */
  readonly askedBy: string | undefined
  /** Who approved this very revision. */
  readonly approvedBy: string | undefined
  /** Who sent it back; it stands while its authors change it, until they ask again. */
  readonly sentBack: SentBack | undefined
}

/** Somebody who was to approve a design did not, and says why. */
export type SentBack = { readonly who: string; readonly why: string; readonly at: string }

export type DesignChange = { readonly definition: Questionnaire; readonly accepted: Accepted }

/** Every design, by questionnaire. */
export async function listDesigns({ db }: Database): Promise<readonly Design[]> {
  return (await db.selectFrom('designs').selectAll().orderBy('questionnaire').execute()).map(designOf)
}

/** Those of which somebody asked for approval, and what came of it. */
export async function listAskedDesigns({ db }: Database): Promise<readonly Design[]> {
  const asked = db
    .selectFrom('designs')
    .selectAll()
    .where((row) => row.or([row('asked_by', '!=', ''), row('sent_back', '!=', ''), row('approved_revision', '>', 0)]))
  return (await asked.orderBy('questionnaire').execute()).map(designOf)
}

export async function findDesign({ db }: Database, questionnaire: string): Promise<Design | undefined> {
  const row = await db.selectFrom('designs').selectAll().where('questionnaire', '=', questionnaire).executeTakeFirst()
  return row && designOf(row)
}

/** Begins a design, which others may have worked on before; false when the questionnaire has one already. */
export async function startDesign(
  database: Database,
  { definition, accepted }: DesignChange,
  author: Author,
  now: string,
  others: readonly string[] = [],
): Promise<boolean> {
  const row = {
    questionnaire: definition.id,
    definition: JSON.stringify(definition),
    accepted: JSON.stringify(accepted),
    revision: (await revisionsOf(database, definition.id)) + 1,
    authors: JSON.stringify([...new Set([...others, author.id])]),
    changed_by: author.name,
    changed_at: now,
    asked_by: '',
    approved_by: '',
    approved_revision: 0,
    sent_back: '',
  }
  const made = await database.db
    .insertInto('designs')
    .values(row)
    .onConflict((conflict) => conflict.column('questionnaire').doNothing())
    .returning('revision')
    .executeTakeFirst()
  return made !== undefined
}

/**
 * How many revisions the designs of a questionnaire have had: the next one goes on from there, so that a page which shows one that is gone
 * approves, publishes or overwrites no other that has come in its place.
 */
const revisionsOf = async (database: Database, id: string): Promise<number> =>
  (await eventsOf(database, 'questionnaires', id)).filter(
    ({ act, details }) => revising.includes(act) || 'designVersion' in JSON.parse(details),
  ).length

/** A published file makes way for itself besides, and says so. */
const revising: readonly string[] = ['questionnaires.begin', 'questionnaires.begin-next', 'questionnaires.restore', 'questionnaires.save']

/** Saves what somebody made of the revision they had read, and gives the new one; undefined when somebody else saved since. What it names no more has its days of grace from now. */
export async function saveDesign(
  database: Database,
  base: Design,
  { definition, accepted }: DesignChange,
  author: Author,
  now: string,
): Promise<number | undefined> {
  const saved = await database.db
    .updateTable('designs')
    .set({
      definition: JSON.stringify(definition),
      accepted: JSON.stringify(accepted),
      revision: base.revision + 1,
      authors: JSON.stringify([...new Set([...base.authors, author.id])]),
      changed_by: author.name,
      changed_at: now,
      asked_by: '',
    })
    .where('questionnaire', '=', base.definition.id)
    .where('revision', '=', base.revision)
    .returning('revision')
    .executeTakeFirst()
  if (!saved) return undefined
  const named = mediaNames(definition)
  await namedUntil(
    database,
    [...mediaNames(base.definition)].filter((name) => !named.has(name)),
    now,
  )
  return saved.revision
}

/** Takes a design away; false when somebody else saved since. */
export async function removeDesign({ db }: Database, { definition, revision }: Design): Promise<boolean> {
  const removed = await db
    .deleteFrom('designs')
    .where('questionnaire', '=', definition.id)
    .where('revision', '=', revision)
    .returning('revision')
    .executeTakeFirst()
  return removed !== undefined
}

/** Somebody says that a revision is ready to be approved. */
export async function askApproval({ db }: Database, { definition, revision }: Design, name: string): Promise<boolean> {
  const asked = await db
    .updateTable('designs')
    .set({ asked_by: name, sent_back: '' })
    .where('questionnaire', '=', definition.id)
    .where('revision', '=', revision)
    .returning('revision')
    .executeTakeFirst()
  return asked !== undefined
}

/** Somebody else than its authors approves a revision; any later change asks for a new approval. */
export async function approveDesign({ db }: Database, { definition, revision }: Design, name: string): Promise<boolean> {
  const approved = await db
    .updateTable('designs')
    .set({ approved_by: name, approved_revision: revision, sent_back: '' })
    .where('questionnaire', '=', definition.id)
    .where('revision', '=', revision)
    .returning('revision')
    .executeTakeFirst()
  return approved !== undefined
}

/** Somebody else than its authors sends a revision back to them: nothing is asked or approved any more. */
export async function sendBackDesign({ db }: Database, { definition, revision }: Design, sentBack: SentBack): Promise<boolean> {
  const sent = await db
    .updateTable('designs')
    .set({ sent_back: JSON.stringify(sentBack), asked_by: '', approved_by: '', approved_revision: 0 })
    .where('questionnaire', '=', definition.id)
    .where('revision', '=', revision)
    .returning('revision')
    .executeTakeFirst()
  return sent !== undefined
}

const draftOf = readOnce((text) => readDraft(JSON.parse(text)))

function designOf(row: DesignRow): Design {
  const reading = draftOf(row.questionnaire, row.definition)
  if (!reading.ok) throw new Error(`design "${row.questionnaire}" as stored has not the shape of one: ${reading.problems[0]?.path ?? ''}`)
  const accepted: Accepted = JSON.parse(row.accepted)
  const authors: readonly string[] = JSON.parse(row.authors)
  return {
    definition: reading.draft,
    accepted,
    authors,
    revision: row.revision,
    changedBy: row.changed_by,
    changedAt: row.changed_at,
    askedBy: row.asked_by || undefined,
    approvedBy: row.approved_revision === row.revision ? row.approved_by : undefined,
    sentBack: row.sent_back === '' ? undefined : JSON.parse(row.sent_back),
  }
}

/** What is kept of a design that was discarded; who worked on it stays among its authors. */
export type Discarded = Pick<Design, 'definition' | 'accepted' | 'authors'>
