import { readFile } from 'node:fs/promises'
import { listAgencies, saveAgencies } from '../db/agencies'
import { readAgencies } from '../files/agency-file'
import { command, CommandFailed, type Group } from './command'
import { formatOption, print, printRows } from './output'
import { lineSentence, tableSentence } from './sentences'
import { withStore } from './store'

const list = command({
  description: 'Every agency that campaigns can measure',
  args: { format: formatOption },
  run: (terminal, { format }) =>
    withStore(terminal, async ({ database }) => {
      const rows = (await listAgencies(database)).map(({ code, name, block, parent, validFrom, validTo, predecessors }) => ({
        code,
        name: name['vi'] ?? '',
        name_en: name['en'] ?? '',
        block,
        parent,
        valid_from: validFrom,
        valid_to: validTo,
        predecessors: predecessors.join('|'),
      }))
      printRows(terminal, format, rows, 'There are no agencies yet; "agencies import FILE" brings them in.')
    }),
})

const importFile = command({
  description: 'Add agencies from CSV, or change those whose code is known; all of them or none',
  args: {
    file: {
      type: 'positional',
      description: 'Columns: code, name, and as wanted name_en, block, parent, valid_from, valid_to, predecessors (separated by |)',
      required: true,
    },
  },
  run: (terminal, { file }) =>
    withStore(terminal, async ({ database }) => {
      const known = new Set((await listAgencies(database)).map(({ code }) => code))
      const reading = readAgencies(await readFile(file, 'utf8'), known)
      if (!reading.ok) {
        const sentences = 'table' in reading ? [tableSentence(reading.table)] : reading.lines.map(lineSentence)
        throw new CommandFailed([...sentences, `${file}: nothing was changed.`].join('\n'))
      }
      await saveAgencies(database, reading.agencies)
      const added = reading.agencies.filter(({ code }) => !known.has(code)).length
      print(terminal, `${added} agencies added, ${reading.agencies.length - added} changed.`)
    }),
})

export const agencies: Group = { description: 'The organisation that is measured', commands: { list, import: importFile } }
