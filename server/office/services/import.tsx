import type { MiddlewareHandler } from 'hono'
import { type ServiceEdit, serviceFields } from '../../../surveys/fielding/services'
import { localised } from '../../../surveys/instrument/language'
import { seenAgencies } from '../../access/seen'
import { importServices } from '../../acts/services'
import { listServices } from '../../db/services'
import { serviceColumns, serviceEdits, serviceFileLimits } from '../../files/service-file'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { done, type Reader, readerOf } from '../frame/reader'
import { ListRows } from '../lists/file'
import { type ListImport, listFilePages } from '../lists/taking'
import { serviceWords } from './words'

/** The list of services from a file. */
export const serviceFilePages = (deps: OfficeDeps, change: MiddlewareHandler) => listFilePages(deps, change, list)

const isChange = ({ changes }: ServiceEdit): boolean => changes.length > 0

const list: ListImport<ServiceEdit> = {
  kind: {
    address: '/admin/import/services',
    home: { href: '/admin/services', word: 'servicesTitle' },
    title: 'servicesImportTitle',
    text: 'servicesImportText',
    example: 'servicesImportExample',
    go: 'dossiersImportGo',
    bytes: serviceFileLimits.bytes,
    columns: serviceFields.map((name) => ({ name, word: serviceWords[name], isNeeded: serviceColumns.needed.includes(name) })),
  },
  columns: serviceColumns,
  limits: serviceFileLimits,
  read: async (deps, c, table) =>
    serviceEdits(table, { services: await listServices(deps.database), agencies: await seenAgencies(deps, c, 'agencies.change') }),
  marked: ({ service, isNew, changes }) => [service.code, isNew, changes],
  shown: async (_, c, edits) => {
    const reader = readerOf(c)
    const { say, numbers } = reader
    const n = (count: number) => ({ n: numbers.count(count) })
    const changed = edits.filter(isChange)
    const added = changed.filter(({ isNew }) => isNew)
    return {
      note: 'importPreviewText',
      counts: [
        say('servicesImportNew', n(added.length)),
        say('servicesImportChanged', n(changed.length - added.length)),
        say('servicesImportSame', n(edits.length - changed.length)),
      ],
      stale: 'servicesImportStale',
      table: (
        <ListRows
          reader={reader}
          columns={[
            { title: say('serviceCode') },
            { title: say('serviceName') },
            { title: say('importField') },
            { title: say('importBefore') },
            { title: say('importAfter') },
          ]}
          rows={[...changed.filter(({ isNew }) => !isNew), ...added].flatMap((edit) => rowsOf(reader, edit))}
        />
      ),
      go: changed.length === 0 ? undefined : say('servicesImportApply', n(changed.length)),
      nothing: 'dossiersImportNothing',
    }
  },
  take: (deps, c, edits, anew) => {
    const changed = edits.filter(isChange)
    return acting(deps, c, importServices, changed, (came) =>
      came.kind === 'done' ? done(c, '/admin/services', 'done_services', changed.length) : anew(),
    )
  },
}

const rowsOf = ({ say, language }: Reader, { service, changes }: ServiceEdit): readonly (readonly string[])[] =>
  changes
    .filter(({ field }) => field !== 'code')
    .map(({ field, before, after }) => [
      service.code,
      localised(service.name, language),
      say(serviceWords[field]),
      before || say('importNothing'),
      after || say('importNothing'),
    ])
