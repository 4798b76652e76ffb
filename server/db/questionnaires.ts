import { createHash } from 'node:crypto'
import { type TallyLayout, tallyLayout } from '../../surveys/figures/tally'
import { mediaNames } from '../../surveys/designing/pictures'
import { canonical } from '../../surveys/instrument/canonical'
import { readPublished } from '../../surveys/instrument/definition'
import type { Questionnaire } from '../../surveys/instrument/schema'
import type { Database } from './dialect'
import { publishMedia } from './media'
import type { ChosenVersion } from './settings'
import type { QuestionnaireRow } from './tables'

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

export type Publication = 'published' | 'unchanged' | 'other-content'

/** Stores a version once and for all, and that anybody may be shown what it names; the same id and version with other content is refused. */
export async function publishQuestionnaire(database: Database, questionnaire: Questionnaire, today: string): Promise<Publication> {
  const { db } = database
  const hash = contentHash(questionnaire)
  const { id, version } = questionnaire
  const inserted = await db
    .insertInto('questionnaires')
    .values({ id, version, hash, definition: JSON.stringify(questionnaire), published_on: today, archived: 0 })
    .onConflict((conflict) => conflict.columns(['id', 'version']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (inserted) {
    await publishMedia(database, mediaNames(questionnaire))
    return 'published'
  }
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

/** A published version, within a transaction too; undefined where there is none. */
export async function publishedDefinition({ db }: Pick<Database, 'db'>, id: string, version: number): Promise<Questionnaire | undefined> {
  const row = await db.selectFrom('questionnaires').selectAll().where('id', '=', id).where('version', '=', version).executeTakeFirst()
  return row && storedOf(row).questionnaire
}

async function load({ db }: Database, id: string, version: number): Promise<StoredQuestionnaire> {
  const row = await db.selectFrom('questionnaires').selectAll().where('id', '=', id).where('version', '=', version).executeTakeFirst()
  if (!row) throw new Error(`questionnaire "${id}" version ${version} is not published`)
  return storedOf(row)
}

function storedOf({ id, version, definition, hash }: QuestionnaireRow): StoredQuestionnaire {
  const questionnaire = definitionOf(hash, definition)
  if (!questionnaire) throw new Error(`questionnaire "${id}" version ${version} as stored has not the shape of one`)
  return { questionnaire, hash }
}

const definitionOf = readOnce((text) => readPublished(JSON.parse(text)))

/** Reads a stored text once: as long as the same text stands under a name, the same is given, and what is made of it is made once. */
export function readOnce<Read>(read: (text: string) => Read): (name: string, text: string) => Read {
  const known = new Map<string, { readonly text: string; readonly made: Read }>()
  return (name, text) => {
    const before = known.get(name)
    if (before?.text === text) return before.made
    const made = read(text)
    known.set(name, { text, made })
    return made
  }
}

/** The tally layout of a questionnaire version, made once for each. */
export function tallyLayoutOf(questionnaire: Questionnaire): TallyLayout {
  const made = layouts.get(questionnaire) ?? tallyLayout(questionnaire)
  layouts.set(questionnaire, made)
  return made
}

const layouts = new WeakMap<Questionnaire, TallyLayout>()

/** Puts a version away or brings it back; false when it was so before, or is not there. */
export async function archiveVersion({ db }: Database, { id, version }: ChosenVersion, state: 'archived' | 'offered'): Promise<boolean> {
  const archived = state === 'archived' ? 1 : 0
  const changed = await db
    .updateTable('questionnaires')
    .set({ archived })
    .where('id', '=', id)
    .where('version', '=', version)
    .where('archived', '=', 1 - archived)
    .returning('id')
    .executeTakeFirst()
  return changed !== undefined
}
