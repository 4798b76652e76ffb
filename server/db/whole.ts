import type { Database } from './dialect'

const attempts = 5

/** Does all of it or nothing, and again as a whole where the engine asks for that. */
export async function whole<T>(database: Database, work: (within: Database) => Promise<T>, attempt = 1): Promise<T> {
  try {
    return await database.db.transaction().execute((db) => work({ ...database, db }))
  } catch (error) {
    if (attempt === attempts || !database.engine.isRetryable(error)) throw error
    return whole(database, work, attempt + 1)
  }
}
