import BetterSqlite from 'better-sqlite3'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresDialect,
  type QueryResult,
  type RawBuilder,
  sql,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type TableMetadata,
} from 'kysely'
import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { arrayType, encodeColumn } from './columns'
import type { Tables } from './tables'
import { damagedLog, type LogDamage } from './wal'

/** A connection and what differs between engines; nothing else in the project knows which one it is. */
export type Database = {
  readonly db: Kysely<Tables>
  readonly engine: Engine
  /** Where it is; a thread opens it by that with `openBeside`. */
  readonly address: string
  /** A transaction of a few statements that are built already, outside of any other: without what a query builder keeps around each. */
  readonly transact: <T>(work: (within: Executing) => Promise<T>) => Promise<T>
  /** Runs a statement that is asked over and over, outside of any transaction, where the engine plans it once only if it has a name. */
  readonly planned?: Executing
  /** The engine's own way of copying itself into an SQLite file, as of one moment, while others write; without one its rows are copied. */
  readonly copyItself?: (file: string) => Promise<void>
  /**
   * Takes what was overwritten out of the engine's files, as far as we reach into them; outside a transaction. False while somebody
   * still reads it: nobody is kept waiting, and it is to be tried again.
   */
  readonly letGo: () => Promise<boolean>
}

/** Whoever runs statements that are built: a connection within `transact`, or a transaction of the query builder. */
export type Executing = { readonly executeQuery: <R>(query: CompiledQuery<R>) => Promise<QueryResult<R>> }

export type Engine = {
  readonly name: 'SQLite' | 'PostgreSQL'
  /** Column types where the engines' names differ. */
  readonly types: {
    readonly key: ReturnType<typeof sql>
    readonly bytes: 'blob' | 'bytea'
    /** Only in the account library's tables. */
    readonly instant: 'text' | 'timestamptz'
    readonly flag: 'integer' | 'boolean'
  }
  /** What is said at the end of a table so that its rows lie by their keys, and no order of arrival is kept; nothing where the engine has no such words. */
  readonly byKeyAlone: ReturnType<typeof sql>
  /** Whether a row tells which transaction wrote it, and so with what it came: rows that shall not are written anew together. */
  readonly tellsTransaction: boolean
  /** What the account library calls the engine. */
  readonly accounts: 'sqlite' | 'postgres'
  /** The whole transaction may be run again: a deadlock or a failed serialisation. */
  readonly isRetryable: (error: unknown) => boolean
  /** Rows that one statement should insert: some where a call costs little, many where each is a round trip. */
  readonly rowsAtOnce: number
  readonly bulk: Bulk
  /** Reads as of one moment, however long it takes, without holding writers up. */
  readonly snapshot: <T>(db: Kysely<Tables>, read: (db: Kysely<Tables>) => Promise<T>) => Promise<T>
  /** The engine cannot take writes now: busy, full or out of reach. */
  readonly isUnavailable: (error: unknown) => boolean
  /** Makes ready for many small commits; whoever only looks or brings in a file does without. */
  readonly makeRoom: (db: Kysely<Tables>) => Promise<void>
  /** Lays a table out for long rows that are written over and over; within a migration. */
  readonly keepInPlace: (db: Kysely<Tables>, table: keyof Tables) => Promise<void>
  /** The tables in the place where ours are made, the migrator's too. */
  readonly tables: (db: Kysely<Tables>) => Promise<readonly TableMetadata[]>
  /** Every row of a table, in pages; inside `snapshot`. */
  readonly rowsOf: (db: Kysely<Tables>, table: string) => AsyncIterable<readonly StoredRow[]>
  /** A value that came out of either engine, as this one takes it into a column of that type. */
  readonly taken: (value: unknown, type: string) => unknown
  /** What the engine finds wrong with its own file. */
  readonly faults: (db: Kysely<Tables>) => Promise<readonly string[]>
  /** What a database on another machine takes for the time, in milliseconds since 1970. */
  readonly clock: (db: Kysely<Tables>) => Promise<number | undefined>
}

/** How the rows of one insert are handed over: each value by itself, or a column at a time, so that one statement fits any number of rows. */
export type Bulk = {
  readonly values: <Row>(rows: readonly Row[], columns: readonly (keyof Row)[]) => readonly unknown[]
  /** What stands in the insert for such values. */
  readonly source: (values: readonly unknown[], columns: number) => RawBuilder<unknown>
}

export type StoredRow = Readonly<Record<string, unknown>>

/** The log beside the database has lost what was acknowledged; opening the database would make that final. */
export class DatabaseDamaged extends Error {
  constructor(
    readonly file: string,
    readonly damage: LogDamage,
  ) {
    super(
      `${damage.file} is damaged from frame ${damage.frame} on: ${damage.transactions} transactions behind it cannot be read, and opening the database would give them up; "sipas doctor" shows the way back`,
    )
  }
}

/** Opens `postgres://…`, or else the SQLite file at that path. */
export function openDatabase(address: string): Database {
  const file = fileOf(address)
  if (file === undefined) return openPostgres(address)
  const damage = damagedLog(file)
  if (damage) throw new DatabaseDamaged(file, damage)
  return openSqlite(file)
}

/** Opens what is left of a database whose log is damaged; what the damage hides is then gone from its files. */
export function openWhatIsLeft(address: string): Database {
  const file = fileOf(address)
  return file === undefined ? openPostgres(address) : openSqlite(file)
}

/**
 * Opens a database once more that this process has open, on a thread that only reads: whoever records does not wait for its statements. An SQLite
 * file is not looked through again, and no other way opened, since closing it would drop this process's locks on it.
 */
export function openBeside(address: string): Database {
  const file = fileOf(address)
  if (file === undefined) return openPostgres(address)
  const connection = new BetterSqlite(file, { readonly: true, fileMustExist: true })
  for (const setting of readingSettings) connection.pragma(setting)
  return sqliteOver(file, connection)
}

/** The file of a database that is one; its log and its index of the log lie beside it under `logEndings`. */
export const fileOf = (address: string): string | undefined => (/^postgres(ql)?:\/\//.test(address) ? undefined : address)

export const logEndings: readonly string[] = ['-wal', '-shm']

const sqlite: Engine = {
  name: 'SQLite',
  types: { key: sql`text`, bytes: 'blob', instant: 'text', flag: 'integer' },
  byKeyAlone: sql`without rowid`,
  tellsTransaction: false,
  accounts: 'sqlite',
  rowsAtOnce: 16,
  bulk: {
    values: (rows, columns) => {
      const values: unknown[] = []
      for (const row of rows) for (const column of columns) values.push(row[column])
      return values
    },
    source: (values, columns) => {
      const rows = Array.from({ length: values.length / columns }, (_, row) => values.slice(row * columns, (row + 1) * columns))
      return sql`values ${sql.join(rows.map((row) => sql`(${sql.join(row)})`))}`
    },
  },
  snapshot: (db, read) =>
    db.connection().execute(async (connection) => {
      await connection.executeQuery(CompiledQuery.raw('begin'))
      try {
        const made = await read(connection)
        await connection.executeQuery(CompiledQuery.raw('commit'))
        return made
      } catch (error) {
        // Fails where SQLite has ended the transaction by itself; the first error says why.
        await connection.executeQuery(CompiledQuery.raw('rollback')).catch(() => undefined)
        throw error
      }
    }),
  isRetryable: () => false,
  isUnavailable: (error) => /^SQLITE_(BUSY|FULL|IOERR|READONLY)/.test(codeOf(error)),
  makeRoom: growLog,
  keepInPlace: async () => undefined,
  tables: (db) => db.introspection.getTables({ withInternalKyselyTables: true }),
  rowsOf: async function* (db, table) {
    let page: StoredRow[] = []
    for await (const row of db
      .selectFrom(sql<StoredRow>`${sql.table(table)}`.as('stored'))
      .selectAll()
      .stream()) {
      page.push(row)
      if (page.length < copiedRows) continue
      yield page
      page = []
    }
    if (page.length > 0) yield page
  },
  taken: (value) => (typeof value === 'boolean' ? Number(value) : value instanceof Date ? value.toISOString() : value),
  faults: async (db) => {
    const { rows } = await sql<{ readonly integrity_check: string }>`pragma integrity_check`.execute(db)
    return rows.map((row) => row.integrity_check).filter((line) => line !== 'ok')
  },
  clock: () => Promise.resolve(undefined),
}

/** Rows that are copied from one engine to another at once. */
const copiedRows = 500

const postgres: Engine = {
  name: 'PostgreSQL',
  types: { key: sql`text collate "C"`, bytes: 'bytea', instant: 'timestamptz', flag: 'boolean' },
  byKeyAlone: sql``,
  tellsTransaction: true,
  accounts: 'postgres',
  rowsAtOnce: 500,
  bulk: {
    values: (rows, columns) => columns.map((column) => rows.map((row) => row[column])),
    source: (values) => sql`select * from unnest(${sql.join(values.map((column) => sql`${column}::${sql.raw(arrayType(column))}`))})`,
  },
  snapshot: (db, read) => db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read),
  isRetryable: (error) => ['40001', '40P01'].includes(codeOf(error)),
  isUnavailable: (error) => /^(53|57P|08|ECONN|ETIMEDOUT|ENOENT|EPIPE)/.test(codeOf(error)),
  makeRoom: async () => undefined,
  keepInPlace: keptInPages,
  tables: async (db) => {
    const { rows } = await sql<{ readonly schema: string }>`select current_schema() as schema`.execute(db)
    const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
    return tables.filter(({ schema }) => schema === rows[0]?.schema)
  },
  rowsOf: async function* (db, table) {
    await sql`declare copied no scroll cursor for select * from ${sql.table(table)}`.execute(db)
    for (;;) {
      const { rows } = await sql<StoredRow>`fetch ${sql.lit(copiedRows)} from copied`.execute(db)
      if (rows.length === 0) break
      yield rows
    }
    await sql`close copied`.execute(db)
  },
  taken: (value, type) => (type === 'bool' && typeof value === 'number' ? value !== 0 : value),
  faults: () => Promise.resolve([]),
  clock: async (db) => {
    const { rows } = await sql<{ readonly now: Date }>`select now() as now`.execute(db)
    return rows[0]?.now.getTime()
  },
}

/** The engine's own code for what went wrong, also where somebody has wrapped it. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return ''
  if ('code' in error) return String(error.code)
  return 'cause' in error ? codeOf(error.cause) : ''
}

/** The database's own file is no database any more, or damaged where it was read. */
export const isDamaged = (error: unknown): boolean => /^SQLITE_(NOTADB|CORRUPT)/.test(codeOf(error))

function openSqlite(file: string): Database {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  if (existsSync(file)) makePrivate(file)
  else createPrivate(file)
  return sqliteOver(file, connectedTo(file))
}

function sqliteOver(file: string, connection: BetterSqlite.Database): Database {
  const adapter = new SqliteAdapter()
  const driver = patientDriver(connection, new SqliteDriver({ database: withStatementCache(connection) }))
  const dialect: Dialect = {
    createAdapter: () => adapter,
    createDriver: () => driver,
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
  return {
    db: new Kysely<Tables>({ dialect }),
    engine: sqlite,
    address: file,
    transact: transactions(driver),
    copyItself: (to) => copyFile(file, to),
    letGo: () => truncateLog(file),
  }
}

/** Transactions on the connections of the driver that the query builder has too, so that each waits for the other. */
function transactions(driver: Driver): Database['transact'] {
  let ready: Promise<void> | undefined
  return async (work) => {
    await (ready ??= driver.init())
    const connection = await driver.acquireConnection()
    try {
      await driver.beginTransaction(connection, {})
      return await settled(driver, connection, work)
    } finally {
      await driver.releaseConnection(connection)
    }
  }
}

async function settled<T>(driver: Driver, connection: DatabaseConnection, work: (within: Executing) => Promise<T>): Promise<T> {
  try {
    const made = await work(connection)
    await driver.commitTransaction(connection)
    return made
  } catch (error) {
    await driver.rollbackTransaction(connection)
    throw error
  }
}

function connectedTo(file: string): BetterSqlite.Database {
  const connection = new BetterSqlite(file)
  for (const setting of sqliteSettings) connection.pragma(setting)
  assertSettings(connection, file)
  return connection
}

/**
 * Copies the log into the database and cuts it off: the log keeps every earlier state of a page. The copying holds nobody up, the
 * cutting goes on only where nobody reads or writes, and waits for nobody.
 */
function truncateLog(file: string): Promise<boolean> {
  const connection = connectedTo(file)
  try {
    connection.pragma('busy_timeout = 0')
    connection.pragma('wal_checkpoint(PASSIVE)')
    return Promise.resolve(connection.prepare<[], { readonly busy: number }>('pragma wal_checkpoint(TRUNCATE)').get()?.busy === 0)
  } catch (error) {
    if (sqlite.isUnavailable(error)) return Promise.resolve(false)
    throw error
  } finally {
    connection.close()
  }
}

/** Whatever SQLite puts beside its file gets the file's mode. Never opens one that is there: closing it again would drop this process's locks on it. */
function createPrivate(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600))
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
}

/** One that was made before files were private, or copied here, with what lies beside it; where it is somebody else's it stays as it is. */
function makePrivate(file: string): void {
  for (const path of ['', ...logEndings].map((ending) => `${file}${ending}`).filter((one) => existsSync(one)))
    try {
      chmodSync(path, 0o600)
    } catch (error) {
      if (!['EPERM', 'ENOENT', 'EROFS'].includes(codeOf(error))) throw error
    }
}

/** Pages copied before the event loop may do something else: 8 MB. */
const copiedPages = 2_000

/** Reads through a connection of its own inside one transaction: else every write of another process would begin the copy again. */
async function copyFile(from: string, to: string): Promise<void> {
  createPrivate(to)
  const source = new BetterSqlite(from, { readonly: true })
  try {
    source.exec('begin')
    source.prepare('select count(*) from sqlite_schema').get()
    await source.backup(to, { progress: () => copiedPages })
    source.exec('commit')
  } finally {
    source.close()
  }
}

const logPages = 8_000
const pageBytes = 4_096
const cacheKiB = 32_000

/**
 * Lets the log beside the database grow to its full size now. A commit that makes the file longer waits for the file system's own
 * books as well, about twice as long as one that writes over what is there. Pages that no longer fit the cache go to the log before
 * their transaction ends, and when it is rolled back their place is written over.
 */
async function growLog(db: Kysely<Tables>): Promise<void> {
  await db.connection().execute(async (connection) => {
    const run = (text: string) => connection.executeQuery(CompiledQuery.raw(text))
    try {
      await run(`pragma cache_size = -${pageBytes / 16}`)
      await run('begin immediate')
      await run('create table room_for_the_log (filler blob)')
      await run(`insert into room_for_the_log values (zeroblob(${logPages * pageBytes}))`)
    } catch (error) {
      // Without the room everything works, only slower.
      if (!sqlite.isUnavailable(error)) throw error
    } finally {
      await run('rollback').catch(() => undefined)
      await run(`pragma cache_size = -${cacheKiB}`)
    }
  })
}

/**
 * A page written often is copied into the database once for many writes: 8,000 pages (32 MB) of log, 32 MB of cache. What is
 * deleted or overwritten is filled with zeros.
 */
const sqliteSettings = [
  'journal_mode = WAL',
  'synchronous = FULL',
  // SQLite waits with the whole process; longer waits are the driver's.
  'busy_timeout = 10',
  'foreign_keys = ON',
  'secure_delete = ON',
  'trusted_schema = OFF',
  'cell_size_check = ON',
  `wal_autocheckpoint = ${logPages}`,
  `cache_size = -${cacheKiB}`,
] as const

/** Of a connection that only reads, with a cache for one reading. */
const readingSettings = ['busy_timeout = 10', 'trusted_schema = OFF', 'cell_size_check = ON', 'cache_size = -8000'] as const

/**
 * better-sqlite3 falls to `synchronous=NORMAL` in WAL mode by itself, and then loses acknowledged rows on power loss. Without
 * `secure_delete`, or with its quick form, the words of an erased response stay in the file.
 */
function assertSettings(connection: BetterSqlite.Database, file: string): void {
  for (const [name, wanted] of [
    ['journal_mode', 'wal'],
    ['synchronous', 2],
    ['secure_delete', 1],
  ] as const) {
    const seen = connection.pragma(name, { simple: true })
    if (seen !== wanted) throw new Error(`${file}: ${name} is ${String(seen)}, not ${wanted}`)
  }
}

/** Milliseconds between the tries of a write while another process writes; about four seconds in all. */
const pauses = [20, 40, 80, 160, 320, 640, 1_000, 1_000, 1_000] as const

/**
 * The driver of one connection that waits for a foreign lock without holding up the process, nor whoever only reads. Its transactions
 * take the lock when they begin: one that turns into a write later fails when another process wrote in between.
 */
function patientDriver(sqliteConnection: BetterSqlite.Database, driver: SqliteDriver): Driver {
  const patient = (connection: DatabaseConnection): DatabaseConnection => ({
    streamQuery: (query, size) => connection.streamQuery(query, size),
    executeQuery: async (query) => {
      for (const pause of pauses) {
        try {
          return await connection.executeQuery(query)
        } catch (error) {
          if (!codeOf(error).startsWith('SQLITE_BUSY') || sqliteConnection.inTransaction) throw error
          await driver.releaseConnection()
          await setTimeout(pause)
          await driver.acquireConnection()
        }
      }
      return connection.executeQuery(query)
    },
  })
  return {
    init: () => driver.init(),
    acquireConnection: async () => patient(await driver.acquireConnection()),
    beginTransaction: async (connection) => void (await connection.executeQuery(CompiledQuery.raw('begin immediate'))),
    commitTransaction: (connection) => driver.commitTransaction(connection),
    // On a full disk SQLite has rolled back by itself; to ask again would fail and hide why.
    rollbackTransaction: async (connection) => {
      if (sqliteConnection.inTransaction) await driver.rollbackTransaction(connection)
    },
    releaseConnection: () => driver.releaseConnection(),
    destroy: () => driver.destroy(),
  }
}

const cachedStatements = 300

function withStatementCache(connection: BetterSqlite.Database) {
  const statements = new Map<string, BetterSqlite.Statement>()
  return {
    close: () => connection.close(),
    prepare: (text: string) => {
      const known = statements.get(text)
      if (known && !known.busy) return known
      const made = connection.prepare(text)
      if (statements.size >= cachedStatements) statements.clear()
      statements.set(text, made)
      return made
    },
  }
}

function openPostgres(url: string): Database {
  const pool = new pg.Pool({ connectionString: url, max: 8, pipeline: true, types: { getTypeParser: parserOf } })
  pool.on('error', () => undefined)
  const adapter = new PostgresAdapter()
  // The migrator's own advisory lock does not exist on every engine; a row lock in its transaction does.
  adapter.acquireMigrationLock = async (db) => void (await sql`update kysely_migration_lock set is_locked = 1`.execute(db))
  adapter.releaseMigrationLock = async (db) => void (await sql`update kysely_migration_lock set is_locked = 0`.execute(db))
  const dialect = new PostgresDialect({ pool })
  const db = new Kysely<Tables>({
    dialect: {
      createAdapter: () => adapter,
      createDriver: () => dialect.createDriver(),
      createIntrospector: (reading) => dialect.createIntrospector(reading),
      createQueryCompiler: () => dialect.createQueryCompiler(),
    },
  })
  const named = namedStatements()
  return {
    db,
    engine: postgres,
    address: url,
    transact: plannedTransactions(pool, named),
    planned: runBy(pool, named),
    letGo: () => vacuumed(db),
  }
}

/** A name for each text, the same on all connections: one that has heard it before has planned it. */
function namedStatements(): (text: string) => string {
  const names = new Map<string, string>()
  return (text) => {
    const name = names.get(text) ?? `planned_${names.size}`
    names.set(text, name)
    return name
  }
}

const runBy = (runner: Pick<pg.Pool | pg.ClientBase, 'query'>, nameOf: (text: string) => string): Executing => ({
  executeQuery: async <R>({ sql: text, parameters }: CompiledQuery<R>): Promise<QueryResult<R>> => {
    const values = parameters.map((value) => (Array.isArray(value) ? encodeColumn(value) : value))
    const { rows, rowCount } = await runner.query({ name: nameOf(text), text, values })
    return { rows, numAffectedRows: BigInt(rowCount ?? 0) }
  },
})

/** Transactions whose statements each connection plans once and then calls by name, and whose columns go as bytes. */
function plannedTransactions(pool: pg.Pool, nameOf: (text: string) => string): Database['transact'] {
  return async (work) => {
    const client = await pool.connect()
    try {
      await client.query('begin')
      const made = await work(runBy(client, nameOf))
      await client.query('commit')
      return made
    } catch (error) {
      // Fails where the connection is lost; the first error says why.
      await client.query('rollback').catch(() => undefined)
      throw error
    } finally {
      client.release()
    }
  }
}

/**
 * Frees the place of what was overwritten, now rather than when the server comes to it, and puts that on the disk where we may. The
 * server writes over its own log in its own time.
 */
async function vacuumed(db: Kysely<Tables>): Promise<boolean> {
  const tidy = async (query: RawBuilder<unknown>): Promise<void> => {
    await query.execute(db).catch((error: unknown) => {
      if (!['42501', '0A000', '42601'].includes(codeOf(error))) throw error
    })
  }
  await tidy(sql`vacuum (truncate false) responses, released_comments, contacts`)
  await tidy(sql`checkpoint`)
  return true
}

/**
 * A row of more than 2 kB would be laid aside in a table of its own, two more rows and their index at every change; kept in a page that
 * is filled to two fifths, its next state finds room beside it and no index changes.
 */
async function keptInPages(db: Kysely<Tables>, table: keyof Tables): Promise<void> {
  await sql`savepoint before_layout`.execute(db)
  try {
    await sql`alter table ${sql.table(table)} set (toast_tuple_target = 8160, fillfactor = 40)`.execute(db)
  } catch (error) {
    // Engines that only speak the protocol lay out rows in their own way.
    if (!['0A000', '22023', '42601'].includes(codeOf(error))) throw error
    await sql`rollback to savepoint before_layout`.execute(db)
  }
  await sql`release savepoint before_layout`.execute(db)
}

const int8 = 20

const parserOf: pg.CustomTypesConfig['getTypeParser'] = (oid: number, format?: 'text' | 'binary') =>
  oid === int8 ? safeInteger : pg.types.getTypeParser(oid, format)

function safeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new Error(`${text} from the database is not a safe integer`)
  return value
}

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
