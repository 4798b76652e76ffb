import BetterSqlite from 'better-sqlite3'

/** The least that stores a response durably and counts it: one row of JSON and a counter for each answer, a group at a time. */
export function minimalWriter(file: string) {
  const database = new BetterSqlite(file)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.exec(
    'create table responses (id text primary key, body text) without rowid; create table counts (agency text, item text, code text, n integer, primary key (agency, item, code)) without rowid',
  )
  const insert = database.prepare('insert into responses values (?, ?) on conflict do nothing')
  const count = database.prepare('insert into counts values (?, ?, ?, 1) on conflict do update set n = n + 1')
  const store = database.transaction((group: readonly Waiting[]) => {
    for (const { body } of group)
      if (insert.run(body.id, JSON.stringify(body)).changes === 1)
        for (const [item, code] of Object.entries(body.answers)) if (item !== 'overall') count.run(body.agency, item, code)
  })
  let group: Waiting[] = []
  const flush = (): void => {
    const stored = group
    group = []
    store.immediate(stored)
    for (const { body, resolve } of stored) resolve(body.id)
  }
  return {
    /** The id once its group is on the disk; undefined when it is no response. */
    write: (body: unknown): Promise<string | undefined> => {
      if (!isResponse(body)) return Promise.resolve(undefined)
      return new Promise((resolve) => {
        if (group.length === 0) setImmediate(flush)
        group.push({ body, resolve })
      })
    },
  }
}

type Body = { readonly id: string; readonly agency: string; readonly answers: Readonly<Record<string, string>> }
type Waiting = { readonly body: Body; readonly resolve: (id: string) => void }

function isResponse(body: unknown): body is Body {
  if (typeof body !== 'object' || body === null || !('id' in body) || !('agency' in body) || !('answers' in body)) return false
  const { id, agency, answers } = body
  if (typeof id !== 'string' || typeof agency !== 'string' || typeof answers !== 'object' || answers === null) return false
  return Object.values(answers).every((code) => ['1', '2', '3', '4', '5', 'na'].includes(String(code)))
}
