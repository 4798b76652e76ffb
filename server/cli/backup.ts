import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileOf, openDatabase } from '../db/dialect'
import { makeBackup } from '../safekeeping/backup'
import { faultLine } from '../safekeeping/verify'
import { command, CommandFailed } from './command'
import { formatOption, print, printJson, progress, tell } from './output'
import { settingsHere } from './store'

export const backup = command({
  description:
    'Copy the database and your own questionnaires into one file, while the server runs; the copy is read through before it counts',
  args: {
    file: {
      type: 'positional',
      description: 'Where to write, such as sipas-2026-11-27.tar.gz (or ….tar.gz.age when BACKUP_KEY is set)',
      required: true,
    },
    replace: { type: 'boolean', description: 'Write over a file that is there' },
    format: formatOption,
  },
  run: async (terminal, { file, replace, format }) => {
    const config = settingsHere(terminal)
    const source = fileOf(config.database)
    if (source !== undefined && !existsSync(source))
      throw new CommandFailed(`There is no database at ${source}; DATA_DIR or DATABASE_URL says where it is.`)
    if (existsSync(file) && replace !== true) throw new CommandFailed(`${file} is there already; --replace writes over it.`)
    const database = openDatabase(config.database)
    try {
      const told = progress(terminal, 'responses read back')
      const made = await makeBackup(
        {
          database,
          questionnaires: join(config.dataDir, 'questionnaires'),
          recipient: config.backupKey,
          now: Date.now,
          onStep: (step, done) => (done === undefined ? tell(terminal, `${step} …`) : told(done)),
        },
        file,
      )
      const { verified, bytes } = made
      if (format === 'json')
        printJson(terminal, {
          file: made.file,
          bytes,
          responses: verified.responses,
          tallies: verified.tallies,
          receipts: verified.receipts,
          encrypted: config.backupKey !== undefined,
          faults: verified.faults.map(faultLine),
        })
      else
        print(
          terminal,
          `${made.file}: ${verified.responses} responses, ${verified.tallies} tallies and ${verified.receipts} receipts read back; ${bytes} bytes${config.backupKey === undefined ? ', not encrypted' : ''}.`,
        )
      if (verified.faults.length > 0)
        throw new CommandFailed(['This copy does not count; what is wrong in the database:', ...verified.faults.map(faultLine)].join('\n'))
    } finally {
      await database.db.destroy()
    }
  },
})
