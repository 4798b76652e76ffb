import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { localDay } from '../surveys/calendar'
import { openAccounts } from './accounts/accounts'
import { setupPath } from './accounts/links'
import { createApp } from './app'
import type { Config } from './config'
import { type Database, openDatabase } from './db/dialect'
import { fieldingSource } from './db/fielding'
import { migrate } from './db/migrate'
import { questionnaireSource } from './db/questionnaires'
import { exportFolder } from './exports/jobs/folder'
import { openExporter } from './exports/jobs/exporter'
import { createMetrics } from './metrics'
import { loadAssets } from './pages/assets'
import { createRecorder } from './recording/recorder'
import { openWriter } from './recording/writer'
import { publishShipped } from './shipped'

/** The database, migrated, with every shipped and local questionnaire published. */
export async function openStore(config: Config): Promise<Database> {
  const database = openDatabase(config.database)
  try {
    await migrate(database)
    await publishShipped(database, join(config.dataDir, 'questionnaires'), localDay(Date.now()))
    return database
  } catch (error) {
    await database.db.destroy()
    throw error
  }
}

export type Running = {
  readonly app: ReturnType<typeof createApp>
  /** While there is no account: the path of a link to make the first one; it works once and can be shown only now. */
  readonly setupLink: string | undefined
  /** Stores what was accepted, gives the writer's slot back and closes the database. */
  readonly close: () => Promise<void>
}

/** Puts the parts together; nothing listens yet. */
export async function boot(config: Config, log: Logger, clientDir: string, now: () => number = Date.now): Promise<Running> {
  const database = await openStore(config)
  const questionnaires = questionnaireSource(database)
  const fieldings = fieldingSource(database, questionnaires, now)
  const writer = await openWriter(database)
  const recorder = createRecorder({ database, writer, fieldings })
  const accounts = await openAccounts(database, config, now)
  const exporter = openExporter({ database, questionnaires, now, log, folder: exportFolder(join(config.dataDir, 'exports')) })
  await exporter.tidy()
  const assets = loadAssets(clientDir)
  const app = createApp({ config, database, accounts, questionnaires, fieldings, recorder, exporter, metrics: createMetrics(), log, assets, clientDir, now, newId: randomUUID })
  return {
    app,
    setupLink: await setupPath(accounts),
    close: async () => {
      await exporter.close()
      await recorder.drain()
      await writer.release()
      await database.db.destroy()
    },
  }
}
