import { createReadStream } from 'node:fs'
import type { Agency } from '../../surveys/fielding/campaign'
import { type AgencyEdit, draftOfAgency } from '../../surveys/fielding/drafts'
import { importAgencies } from '../acts/agencies'
import { listAgencies } from '../db/agencies'
import { agencyColumns, agencyEdits, agencyFileLimits } from '../files/agency-file'
import { readTable } from '../files/reading/table'
import { command, CommandFailed, type CommandGroup } from './command'
import { formatOption, print, printRows } from './output'
import { mustBeReadable } from './responses'
import { fileSentence, lineSentence } from './sentences'
import { acting, withStore } from './store'

const list = command({
  description: 'Every agency that campaigns can measure',
  args: { format: formatOption },
  run: (terminal, { format }) =>
    withStore(terminal, async ({ database }) => {
      const rows = (await listAgencies(database)).map((agency) => ({ ...draftOfAgency(agency), parent: agency.parent, ...daysOf(agency) }))
      printRows(terminal, format, rows, 'There are no agencies yet; "agencies import FILE" brings them in.')
    }),
})

/** No day is null, as in what scripts have read so far. */
const daysOf = ({ validFrom, validTo }: Agency) => ({ valid_from: validFrom, valid_to: validTo })

const importFile = command({
  description: 'Add agencies from CSV or XLSX, or change those whose code is known; all of them or none',
  args: {
    file: {
      type: 'positional',
      description:
        'Columns: code, name, and as wanted name_en, block, parent, valid_from, valid_to, predecessors (separated by |), split_from, type, official_code, aliases, names; what has no column stays as it is',
      required: true,
    },
    'dry-run': { type: 'boolean', description: 'Only say what would change' },
  },
  run: (terminal, args) =>
    withStore(terminal, async (store) => {
      const { file } = args
      await mustBeReadable(file)
      const reading = await agencyEdits(
        await readTable(createReadStream(file), agencyColumns, agencyFileLimits),
        await listAgencies(store.database),
      )
      if (!reading.ok) {
        const sentences = 'file' in reading ? [`${file}: ${fileSentence(reading.file)}`] : reading.lines.map(lineSentence)
        throw new CommandFailed([...sentences, `${file}: nothing was changed.`].join('\n'))
      }
      const edits = reading.edits.filter(({ changes }) => changes.length > 0)
      for (const edit of edits) if (!edit.isNew) print(terminal, changeText(edit))
      if (!args['dry-run'] && (await acting(store, importAgencies, edits)).kind === 'failed')
        throw new CommandFailed('Somebody changed agencies at the same moment; nothing was changed. Try again.')
      const added = edits.filter(({ isNew }) => isNew).length
      print(
        terminal,
        `${added} agencies added, ${edits.length - added} changed, ${reading.edits.length - edits.length} as they were.${args['dry-run'] ? ' This was a dry run: nothing was saved.' : ''}`,
      )
    }),
})

/** An agency's fields before and after, one a line. */
const changeText = ({ agency, changes }: AgencyEdit): string =>
  changes.map(({ field, before, after }) => `${agency.code} ${field}: ${shownValue(before)} → ${shownValue(after)}`).join('\n')

const shownValue = (text: string): string => (text === '' ? '(nothing)' : `"${text}"`)

export const agencies: CommandGroup = { description: 'The organisation that is measured', commands: { list, import: importFile } }
