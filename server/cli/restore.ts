import { ArchiveRefused, readIdentity } from '../safekeeping/archive'
import { restoreBackup, RestoreRefused, takeAsIs } from '../safekeeping/restore'
import { faultLine } from '../safekeeping/verify'
import { command, CommandFailed, UsageRefused } from './command'
import { print, progress, tell, type Terminal } from './output'
import { settingsHere } from './store'

export const restore = command({
  description: 'Put a backup into an empty DATA_DIR or DATABASE_URL, on this or another machine; it is read through first',
  args: {
    file: { type: 'positional', description: 'The backup', required: false },
    key: { type: 'string', description: 'The file with the private key, where the backup is encrypted' },
    'as-is': {
      type: 'boolean',
      description: 'Without FILE: go on with what is left of a damaged database; its files are copied aside first',
    },
    replace: { type: 'boolean', description: 'Set aside the database that is there (nothing is deleted)' },
  },
  run: async (terminal, { file, key, replace, 'as-is': asIs }) => {
    if ((file === undefined) === (asIs !== true)) throw new UsageRefused('"restore" needs either a FILE or --as-is')
    try {
      if (file === undefined) await goOn(terminal)
      else await putBack(terminal, { file, key, present: replace === true ? 'set-aside' : 'refuse' })
    } catch (error) {
      if (error instanceof RestoreRefused || error instanceof ArchiveRefused) throw new CommandFailed(sentencesOf(error))
      throw error
    }
  },
})

type Wanted = { readonly file: string; readonly key: string | undefined; readonly present: 'refuse' | 'set-aside' }

async function putBack(terminal: Terminal, { file, key, present }: Wanted): Promise<void> {
  const { dataDir, database } = settingsHere(terminal)
  const told = progress(terminal, 'responses read back')
  const onStep = (step: string, done?: number): void => (done === undefined ? tell(terminal, `${step} …`) : told(done))
  const identity = key === undefined ? undefined : await readIdentity(key)
  const restored = await restoreBackup({ dataDir, database, now: Date.now, onStep }, { file, identity, present })
  const { madeAt, verified, setAside, erasedAgain } = restored
  const { responses, tallies, receipts } = verified
  print(terminal, `The backup of ${madeAt} is in its place: ${responses} responses, ${tallies} tallies and ${receipts} receipts agree.`)
  if (erasedAgain === undefined) tell(terminal, 'What was erased after it was made is not known here; erase that again.')
  if (erasedAgain !== undefined && erasedAgain > 0)
    print(
      terminal,
      `${erasedAgain} of its responses ${erasedAgain === 1 ? 'was' : 'were'} erased since and ${erasedAgain === 1 ? 'is' : 'are'} erased again.`,
    )
  if (setAside !== undefined) print(terminal, `What was there lies in ${setAside}.`)
}

async function goOn(terminal: Terminal): Promise<void> {
  const { dataDir, database } = settingsHere(terminal)
  const { verified, aside } = await takeAsIs({ dataDir, database, now: Date.now })
  if (aside !== undefined) tell(terminal, `The files as they were lie in ${aside}.`)
  if (verified.faults.length > 0)
    throw new CommandFailed(['What is left does not agree; put a backup back:', ...verified.faults.map(faultLine)].join('\n'))
  print(terminal, `${verified.responses} responses and ${verified.tallies} tallies are left and agree; the server goes on with them.`)
}

const sentencesOf = (error: Error): string => (error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message)
