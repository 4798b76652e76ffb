import { join } from 'node:path'
import { pino } from 'pino'
import { serve as listen } from '../serve'
import { command } from './command'
import { settings } from './store'

export const serve = command({
  description: 'Serve surveys, results and the administration',
  args: {},
  run: async () => {
    const config = settings()
    const log = pino({ level: config.logLevel }, pino.destination(2))
    await listen(config, log, join(import.meta.dirname, '../client'))
  },
})
