import { ArchiveRefused, readIdentity } from '../safekeeping/archive'
import { restoreBackup, RestoreRefused } from '../safekeeping/restore'
import { command, CommandFailed } from './command'
import { print, progress, say } from './output'
import { settings } from './store'

export const restore = command({
  description: 'Put a backup into an empty DATA_DIR or DATABASE_URL, on this or another machine; it is read through first',
  args: {
    file: { type: 'positional', description: 'The backup', required: true },
    key: { type: 'string', description: 'The file with the private key, where the backup is encrypted' },
    replace: { type: 'boolean', description: 'Set aside the database that is there (nothing is deleted)' },
  },
  run: async ({ file, key, replace }) => {
    const config = settings()
    const told = progress('responses read back')
    try {
      const identity = key === undefined ? undefined : await readIdentity(key)
      const { madeAt, verified, setAside } = await restoreBackup(
        {
          dataDir: config.dataDir,
          database: config.database,
          now: Date.now,
          onStep: (step, done) => (done === undefined ? say(`${step} …`) : told(done)),
        },
        { file, identity, present: replace === true ? 'set-aside' : 'refuse' },
      )
      print(
        `The backup of ${madeAt} is in its place: ${verified.responses} responses, ${verified.tallies} tallies and ${verified.receipts} receipts agree.${setAside === undefined ? '' : `\nWhat was there lies in ${setAside}.`}`,
      )
    } catch (error) {
      if (error instanceof RestoreRefused || error instanceof ArchiveRefused) throw new CommandFailed(sentencesOf(error))
      throw error
    }
  },
})

const sentencesOf = (error: Error): string => (error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message)
