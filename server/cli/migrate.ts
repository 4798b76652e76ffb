import { openDatabase } from '../db/dialect'
import { migrate as bringUp } from '../db/migrate'
import { command } from './command'
import { print } from './output'
import { settings } from './store'

export const migrate = command({
  description: 'Bring the database to the newest schema',
  args: {},
  run: async () => {
    const database = openDatabase(settings().database)
    try {
      const steps = await bringUp(database)
      print(steps.length === 0 ? 'The schema is up to date.' : `Done: ${steps.join(', ')}`)
    } finally {
      await database.db.destroy()
    }
  },
})
