import type { Kysely, Migration } from 'kysely'

/** What was done to questionnaires before goes into the one log; warnings that stood become part of the publishing they stood in. */
export const oneLog = (): Migration => ({
  up: async (db: Kysely<Before>) => {
    const old = await db.selectFrom('questionnaire_events').selectAll().orderBy('at').orderBy('id').execute()
    const { seq } = await db.selectFrom('event_turn').select('seq').where('log', '=', 'events').executeTakeFirstOrThrow()
    const kept = old
      .filter(({ act }) => act !== 'accepted')
      .toSorted((a, b) => (a.at === b.at ? steps.indexOf(a.act) - steps.indexOf(b.act) : a.at < b.at ? -1 : 1))
    for (const [place, row] of kept.entries())
      await db
        .insertInto('events')
        .values(eventOf(row, seq + 1 + place, old))
        .execute()
    await db
      .updateTable('event_turn')
      .set({ seq: seq + kept.length })
      .where('log', '=', 'events')
      .execute()
    await db.schema.dropTable('questionnaire_events').execute()
  },
})

type Old = { id: string; questionnaire: string; version: number; at: string; person: string; act: string; note: string }

type Before = {
  questionnaire_events: Old
  event_turn: { log: string; seq: number }
  events: Record<'at' | 'account' | 'person' | 'door' | 'act' | 'kind' | 'object' | 'details', string> & {
    seq: number
    once: string | null
  }
}

/** In this order things were done that were written down at the same moment. */
const steps: readonly string[] = ['begun', 'asked', 'approved', 'published', 'discarded', 'restored', 'archived', 'unarchived']

const names: Readonly<Record<string, string>> = {
  begun: 'begin',
  asked: 'ask',
  approved: 'approve',
  published: 'publish',
  discarded: 'discard',
  restored: 'restore',
  archived: 'archive',
  unarchived: 'unarchive',
}

const eventOf = (row: Old, seq: number, all: readonly Old[]): Before['events'] => ({
  seq,
  at: `${row.at.slice(0, 19)}Z`,
  account: '',
  person: row.person,
  door: 'page',
  act: `questionnaires.${names[row.act] ?? row.act}`,
  kind: 'questionnaires',
  object: row.questionnaire,
  details: JSON.stringify({ version: row.version, ...more(row, all) }),
  once: null,
})

function more({ act, note, questionnaire, version, at }: Old, all: readonly Old[]) {
  if (act === 'discarded') return { design: JSON.parse(note) }
  if (act !== 'published') return {}
  const stood = all.filter(
    (one) => one.act === 'accepted' && one.questionnaire === questionnaire && one.version === version && one.at === at,
  )
  return { accepted: stood.map((one) => JSON.parse(one.note)) }
}
