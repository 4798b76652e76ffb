import { join } from 'node:path'
import { type Act, act, type ActDeps, atCommandLine, type Came } from '../acts/act'
import { openStore } from '../boot'
import { type Config, readConfig } from '../config'
import { type CampaignRecord, findCampaign } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { type QuestionnaireSource, questionnaireSource } from '../db/questionnaires'
import { exportFolder, sweepExports } from '../files/export-queue'
import { forgetSoon } from '../recording/forgetting'
import { CommandFailed, UsageRefused } from './command'
import { tell, type Terminal } from './output'

/** What most commands work with. */
export type Store = {
  readonly terminal: Terminal
  readonly config: Config
  readonly database: Database
  readonly questionnaires: QuestionnaireSource
  readonly now: () => number
}

/** The settings, or a failure that lists every wrong one. */
export function settingsHere({ env }: Terminal): Config {
  const reading = readConfig(env)
  if (reading.ok) return reading.config
  throw new CommandFailed(['These settings are wrong:', ...reading.lines.map((line) => `  ${line}`)].join('\n'))
}

/** Opens the database for one piece of work and closes it whatever happens. */
export async function withStore<T>(terminal: Terminal, work: (store: Store) => Promise<T>): Promise<T> {
  const config = settingsHere(terminal)
  const database = await openStore(config)
  try {
    return await work({ terminal, config, database, questionnaires: questionnaireSource(database), now: Date.now })
  } finally {
    await database.db.destroy()
  }
}

export async function campaignNamed({ database }: Store, code: string): Promise<CampaignRecord> {
  const record = await findCampaign(database, code)
  if (record) return record
  throw new CommandFailed(`There is no campaign with the code "${code}"; "campaigns list" shows all.`)
}

/** Does an act for whoever runs this command. */
export async function acting<Input, Value, Failure extends { readonly code: string }, Deps extends ActDeps>(
  deps: Deps,
  doing: Act<Input, Value, Failure, Deps>,
  input: Input,
): Promise<Came<Value, Failure>> {
  const outcome = await act(deps, atCommandLine(), doing, input)
  if (outcome.kind === 'hidden')
    throw new UsageRefused(`${outcome.path.join('.')}: there is a sign in it that nobody sees (${outcome.sign}); type it anew without it`)
  if (outcome.kind !== 'done' && outcome.kind !== 'failed') throw new CommandFailed('You may not do this.')
  return outcome
}

/** How long it tries to cut off the log while somebody reads. */
const patienceMs = 10_000

/** Sees to it that words which were erased are nowhere any more. */
export async function letGo(terminal: Terminal, { database, config }: Store): Promise<void> {
  const folder = exportFolder(join(config.dataDir, 'exports'))
  if (await forgetSoon({ database, sweep: () => sweepExports(database, folder) }, patienceMs)) return
  tell(
    terminal,
    'Somebody is reading, so its words are still in the log beside the database; the running server lets go of them within minutes, at its next start at the latest.',
  )
}
