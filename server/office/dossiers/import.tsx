import type { Context, MiddlewareHandler } from 'hono'
import { cellOf, handledFields, handledName, type HandledSurroundings } from '../../../surveys/fielding/dossiers'
import { localDay, monthOf } from '../../../surveys/instrument/calendar'
import { localised } from '../../../surveys/instrument/language'
import { seenAgencies } from '../../access/seen'
import { importDossiers } from '../../acts/dossiers'
import { dossiersAt } from '../../db/dossiers'
import { listServices } from '../../db/services'
import { dossierColumns, dossierEdits, dossierFileLimits, type HandledEdit, isChangedCell, isNewCell } from '../../files/dossier-file'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { done, type Reader, readerOf } from '../frame/reader'
import { ListRows } from '../lists/file'
import { type ListImport, listFilePages } from '../lists/taking'

/** Dossiers from a file. */
export const dossierFilePages = (deps: OfficeDeps, change: MiddlewareHandler) => listFilePages(deps, change, list)

const list: ListImport<HandledEdit> = {
  kind: {
    address: '/admin/import/dossiers',
    home: { href: '/admin/dossiers', word: 'dossiersTitle' },
    title: 'dossiersImportTitle',
    text: 'dossiersImportText',
    example: 'dossiersImportExample',
    go: 'dossiersImportGo',
    bytes: dossierFileLimits.bytes,
    columns: handledFields.map((name) => ({ name, word: `dossiersColumn_${name}`, isNeeded: dossierColumns.needed.includes(name) })),
  },
  columns: dossierColumns,
  limits: dossierFileLimits,
  read: async (deps, c, table) => dossierEdits(table, await surroundings(deps, c), (keys) => dossiersAt(deps.database, keys)),
  marked: ({ handled, before }) => [handledName(handled), cellOf(before), cellOf(handled)],
  shown: async (deps, c, edits) => {
    const reader = readerOf(c)
    const { say, numbers } = reader
    const around = await surroundings(deps, c)
    const [added, changed] = [edits.filter(isNewCell), edits.filter(isChangedCell)]
    const n = (count: number) => ({ n: numbers.count(count) })
    const all = added.length + changed.length
    return {
      note: 'dossiersImportPreviewText',
      counts: [
        say('dossiersImportNew', n(added.length)),
        say('dossiersImportChanged', n(changed.length)),
        say('dossiersImportSame', n(edits.length - all)),
      ],
      stale: 'dossiersImportStale',
      table: (
        <ListRows
          reader={reader}
          columns={[
            { title: say('agency') },
            { title: say('dossiersService') },
            { title: say('dossiersMonth') },
            { title: say('importBefore') },
            { title: say('importAfter') },
          ]}
          rows={[...changed, ...added].map((edit) => rowOf(reader, edit, around))}
        />
      ),
      go: all === 0 ? undefined : say('dossiersImportApply', n(all)),
      nothing: 'dossiersImportNothing',
    }
  },
  take: (deps, c, edits, anew) => {
    const entries = edits.filter((edit) => isNewCell(edit) || isChangedCell(edit)).map(entryOf)
    return acting(deps, c, importDossiers, { entries, source: 'file' }, (came) =>
      came.kind === 'done' ? done(c, '/admin/dossiers', 'done_dossiers', came.value.added + came.value.changed) : anew(),
    )
  },
}

/** The agencies are those alone for which whoever asks may enter: no other is known to the file. */
async function surroundings(deps: OfficeDeps, c: Context): Promise<HandledSurroundings> {
  const agencies = await seenAgencies(deps, c, 'dossiers.change')
  return {
    agencies: new Map(agencies.map((agency) => [agency.code, agency])),
    services: new Map((await listServices(deps.database)).map((service) => [service.code, service])),
    thisMonth: monthOf(localDay(deps.now())),
  }
}

const entryOf = ({ handled, before }: HandledEdit) => ({ ...draftOf(handled), seen: cellOf(before) })

const draftOf = ({ agency, service, month, handled, onTime }: HandledEdit['handled']) => ({
  agency,
  service,
  month,
  handled: String(handled),
  on_time: onTime === null ? '' : String(onTime),
})

function rowOf(reader: Reader, { handled, before }: HandledEdit, { agencies, services }: HandledSurroundings): readonly string[] {
  const { say, numbers, language } = reader
  const [agency, service] = [agencies.get(handled.agency), services.get(handled.service)]
  const written = (one: HandledEdit['before']): string =>
    one === undefined
      ? say('dossiersUnknown')
      : numbers.count(one.handled) + (one.onTime === null ? '' : ` (${say('dossiersOnTime').toLowerCase()}: ${numbers.count(one.onTime)})`)
  return [
    `${localised(agency?.name ?? {}, language)} (${handled.agency})`,
    service ? localised(service.name, language) : say('dossiersAll'),
    numbers.month(handled.month),
    written(before),
    written(handled),
  ]
}
