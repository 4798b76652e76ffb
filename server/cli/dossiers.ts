import { createReadStream } from 'node:fs'
import { cellOf, monthIn } from '../../surveys/fielding/dossiers'
import { localDay, monthOf } from '../../surveys/instrument/calendar'
import { importDossiers, undoDossiers } from '../acts/dossiers'
import { listAgencies } from '../db/agencies'
import { dossiersAt, listDossiers } from '../db/dossiers'
import { listServices } from '../db/services'
import { dossierColumns, dossierEdits, dossierFileLimits, isChangedCell, isNewCell } from '../files/dossier-file'
import { readTable } from '../files/reading/table'
import { command, CommandFailed, type CommandGroup, UsageRefused } from './command'
import { formatOption, print, printRows } from './output'
import { mustBeReadable } from './responses'
import { fileSentence, lineSentence } from './sentences'
import { acting, withStore } from './store'

const list = command({
  description: 'How many dossiers agencies handled, by month and service',
  args: {
    from: { type: 'string', description: 'The first month, YYYY-MM', default: '2000-01' },
    to: { type: 'string', description: 'The last month, YYYY-MM', default: '2999-12' },
    agency: { type: 'string', description: 'Only this agency' },
    format: formatOption,
  },
  run: (terminal, { from, to, agency, format }) =>
    withStore(terminal, async ({ database }) => {
      const span = { from: monthGiven('from', from), to: monthGiven('to', to) }
      const found = await listDossiers(database, { ...span, ...(agency === undefined ? {} : { agencies: [agency] }) })
      const rows = found.map(({ agency: code, service, month, handled, onTime, source }) => ({
        code,
        service,
        month,
        handled,
        on_time: onTime,
        source,
      }))
      printRows(terminal, format, rows, 'No dossiers were given yet; "dossiers import FILE" brings them in.')
    }),
})

function monthGiven(option: string, text: string): string {
  const month = monthIn(text)
  if (month === undefined) throw new UsageRefused(`--${option} "${text}" is not a month (YYYY-MM)`)
  return month
}

const importFile = command({
  description: 'Enter dossiers handled from CSV or XLSX; all of them or none, and what is in already changes nothing',
  args: {
    file: {
      type: 'positional',
      description:
        'Columns: agency, month, handled, and as wanted service (a field or procedure; empty: all dossiers) and on_time; agencies and services by code or name',
      required: true,
    },
    'dry-run': { type: 'boolean', description: 'Only say what would change' },
  },
  run: (terminal, args) =>
    withStore(terminal, async (store) => {
      const { file } = args
      await mustBeReadable(file)
      const { database, now } = store
      const around = {
        agencies: new Map((await listAgencies(database)).map((agency) => [agency.code, agency])),
        services: new Map((await listServices(database)).map((service) => [service.code, service])),
        thisMonth: monthOf(localDay(now())),
      }
      const table = await readTable(createReadStream(file), dossierColumns, dossierFileLimits)
      const reading = await dossierEdits(table, around, (keys) => dossiersAt(database, keys))
      if (!reading.ok) {
        const sentences = 'file' in reading ? [`${file}: ${fileSentence(reading.file)}`] : reading.lines.map(lineSentence)
        throw new CommandFailed([...sentences, `${file}: nothing was changed.`].join('\n'))
      }
      const [added, changed] = [reading.edits.filter(isNewCell), reading.edits.filter(isChangedCell)]
      for (const { handled, before } of changed)
        print(terminal, `${handled.agency} ${handled.service || '(all)'} ${handled.month}: ${cellOf(before)} → ${cellOf(handled)}`)
      const same = reading.edits.length - added.length - changed.length
      const told = `${added.length} added, ${changed.length} changed, ${same} as they were.`
      if (args['dry-run']) return print(terminal, `${told} This was a dry run: nothing was saved.`)
      const entries = [...added, ...changed].map(({ handled, before }) => ({
        agency: handled.agency,
        service: handled.service,
        month: handled.month,
        handled: String(handled.handled),
        on_time: handled.onTime === null ? '' : String(handled.onTime),
        seen: cellOf(before),
      }))
      const came = await acting(store, importDossiers, { entries, source: 'command' })
      if (came.kind === 'failed') throw new CommandFailed('Somebody changed dossiers at the same moment; nothing was changed. Try again.')
      const { batch } = came.value
      print(terminal, batch === undefined ? told : `${told} "dossiers undo ${batch}" takes it back.`)
    }),
})

const undo = command({
  description: 'Take back what was entered at once, unless it was changed since',
  args: { batch: { type: 'positional', description: 'As "dossiers import" gives it', required: true } },
  run: (terminal, { batch }) =>
    withStore(terminal, async (store) => {
      const came = await acting(store, undoDossiers, { batch })
      if (came.kind === 'done') {
        const { added, changed, removed } = came.value
        return print(terminal, `${added + changed + removed} cells are as they were before.`)
      }
      const { failure } = came
      throw new CommandFailed(
        failure.code === 'unknown'
          ? `Nothing was entered under "${batch}".`
          : `Nothing was changed: ${failure.objects.map((object) => object.replace(/ +/g, ' ')).join('; ')} changed since.`,
      )
    }),
})

export const dossierCommands: CommandGroup = {
  description: 'How many dossiers agencies handled, from which response rates follow',
  commands: { list, import: importFile, undo },
}
