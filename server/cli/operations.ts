import { join } from 'node:path'
import { pino } from 'pino'
import { serve as listen } from '../boot'
import { listCampaigns } from '../db/campaigns'
import { openDatabase } from '../db/dialect'
import { migrate as bringUp } from '../db/migrate'
import { openLog } from '../metrics'
import { type Difference, rebuildDays, recountCampaign } from '../recording/recount'
import { lossFinding, newestBackup } from '../safekeeping/doctor'
import { findingsText } from '../safekeeping/findings'
import { command, CommandFailed } from './command'
import { formatOption, print, printRows, progress, tell } from './output'
import { campaignNamed, settingsHere, withStore } from './store'

export const serve = command({
  description: 'Serve surveys, results and the administration',
  args: {},
  run: async (terminal) => {
    const config = settingsHere(terminal)
    const log = openLog(config.logLevel, pino.destination(2))
    try {
      await listen(config, log, join(import.meta.dirname, '../client'))
    } catch (error) {
      const loss = lossFinding(error, await newestBackup(config.backupDir))
      throw loss ? new CommandFailed(`${findingsText([loss], 'vi')}\n\n${findingsText([loss], 'en')}`) : error
    }
  },
})

export const migrate = command({
  description: 'Bring the database to the newest schema',
  args: {},
  run: async (terminal) => {
    const database = openDatabase(settingsHere(terminal).database)
    try {
      const steps = await bringUp(database)
      print(terminal, steps.length === 0 ? 'The schema is up to date.' : `Done: ${steps.join(', ')}`)
    } finally {
      await database.db.destroy()
    }
  },
})

export const recount = command({
  description: 'Count every tally anew from the stored responses and compare; fails when any differs',
  args: {
    campaign: { type: 'string', description: 'Only this campaign' },
    'rebuild-days': {
      type: 'boolean',
      description: 'First count the sums of days of every campaign anew and store them; no server may run',
    },
    format: formatOption,
  },
  run: (terminal, { campaign, 'rebuild-days': anew, format }) =>
    withStore(terminal, async (store) => {
      if (anew && (await rebuildDays(store.database, store.now())) === 'busy')
        throw new CommandFailed('A server or an import is writing. Stop it first, then run this again.')
      const codes = campaign === undefined ? (await listCampaigns(store.database)).map(({ code }) => code) : [campaign]
      const differences: Difference[] = []
      for (const code of codes) {
        const told = progress(terminal, `responses of "${code}"`)
        const found = await recountCampaign({ database: store.database, onProgress: told }, await campaignNamed(store, code))
        tell(terminal, `"${code}": ${found.responses} responses, ${found.tallies} tallies, ${found.differences.length} differ.`)
        differences.push(...found.differences)
      }
      printRows(terminal, format, differences.map(rowOf), `Every tally agrees (${codes.length} campaigns).`)
      if (differences.length > 0) throw new CommandFailed(`${differences.length} tallies differ from the responses.`)
    }),
})

const rowOf = ({ campaign, month, version, agency, touchpoint, service, channel, numbers, responses }: Difference) => ({
  code: campaign,
  month,
  version,
  agency,
  touchpoint,
  service,
  channel,
  numbers,
  stored: responses.stored,
  counted: responses.counted,
})
