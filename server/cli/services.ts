import { createReadStream } from 'node:fs'
import { draftOfService } from '../../surveys/fielding/services'
import { importServices } from '../acts/services'
import { listAgencies } from '../db/agencies'
import { listServices } from '../db/services'
import { readTable } from '../files/reading/table'
import { serviceColumns, serviceEdits, serviceFileLimits } from '../files/service-file'
import { command, CommandFailed, type CommandGroup } from './command'
import { formatOption, print, printRows } from './output'
import { mustBeReadable } from './responses'
import { fileSentence, lineSentence } from './sentences'
import { acting, withStore } from './store'

const list = command({
  description: 'Every field and procedure by which dossiers and responses are counted',
  args: { format: formatOption },
  run: (terminal, { format }) =>
    withStore(terminal, async ({ database }) => {
      const rows = (await listServices(database)).map((service) => ({ ...draftOfService(service) }))
      printRows(terminal, format, rows, 'There are no services yet; "services import FILE" brings them in.')
    }),
})

const importFile = command({
  description: 'Add fields and procedures from CSV or XLSX, or change those whose code is known; all of them or none',
  args: {
    file: {
      type: 'positional',
      description:
        'Columns: code, name, and as wanted name_en, field, procedure, valid_from, valid_to, agencies (separated by |); what has no column stays as it is',
      required: true,
    },
    'dry-run': { type: 'boolean', description: 'Only say what would change' },
  },
  run: (terminal, args) =>
    withStore(terminal, async (store) => {
      const { file } = args
      await mustBeReadable(file)
      const known = { services: await listServices(store.database), agencies: await listAgencies(store.database) }
      const reading = await serviceEdits(await readTable(createReadStream(file), serviceColumns, serviceFileLimits), known)
      if (!reading.ok) {
        const sentences = 'file' in reading ? [`${file}: ${fileSentence(reading.file)}`] : reading.lines.map(lineSentence)
        throw new CommandFailed([...sentences, `${file}: nothing was changed.`].join('\n'))
      }
      const edits = reading.edits.filter(({ changes }) => changes.length > 0)
      const added = edits.filter(({ isNew }) => isNew).length
      if (!args['dry-run'] && (await acting(store, importServices, edits)).kind === 'failed')
        throw new CommandFailed('Somebody changed services at the same moment; nothing was changed. Try again.')
      const told = `${added} services added, ${edits.length - added} changed, ${reading.edits.length - edits.length} as they were.`
      print(terminal, args['dry-run'] ? `${told} This was a dry run: nothing was saved.` : told)
    }),
})

export const serviceCommands: CommandGroup = {
  description: 'What people come to agencies for: fields and procedures',
  commands: { list, import: importFile },
}
