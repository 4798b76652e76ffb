import type { MiddlewareHandler } from 'hono'
import { type AgencyEdit, agencyFields } from '../../../surveys/fielding/drafts'
import { importAgencies } from '../../acts/agencies'
import { listAgencies } from '../../db/agencies'
import { agencyColumns, agencyEdits, agencyFileLimits } from '../../files/agency-file'
import { acting } from '../frame/acting'
import type { OfficeDeps } from '../frame/deps'
import { done, readerOf } from '../frame/reader'
import { type ListImport, listFilePages } from '../lists/taking'
import { AgencyChanges } from './changes'
import { agencyWords } from './naming'

/** Loading a list of agencies from a file: all of its lines, or none with every reason. A list that only adds is taken at once, and taken back with one press. */
export const agencyFilePages = (deps: OfficeDeps, change: MiddlewareHandler) => listFilePages(deps, change, list)

const isChange = ({ changes }: AgencyEdit): boolean => changes.length > 0

const list: ListImport<AgencyEdit> = {
  kind: {
    address: '/admin/import/agencies',
    home: { href: '/admin/agencies', word: 'navAgencies' },
    title: 'importTitle',
    text: 'importText',
    example: 'importExampleFile',
    go: 'importGo',
    bytes: agencyFileLimits.bytes,
    columns: agencyFields.map((name) => ({ name, word: agencyWords[name], isNeeded: agencyColumns.needed.includes(name) })),
  },
  columns: agencyColumns,
  limits: agencyFileLimits,
  read: async ({ database }, _, table) => agencyEdits(table, await listAgencies(database)),
  marked: ({ agency, isNew, changes }) => [agency.code, isNew, changes],
  isTakenAtOnce: (edits) => edits.every(({ isNew, changes }) => isNew || changes.length === 0),
  shown: async ({ database }, c, edits) => {
    const reader = readerOf(c)
    const { say, numbers } = reader
    const added = edits.filter(({ isNew }) => isNew)
    const changed = edits.filter((edit) => !edit.isNew && isChange(edit))
    const n = (count: number) => ({ n: numbers.count(count) })
    const all = added.length + changed.length
    return {
      note: 'importPreviewText',
      counts: [say('importChanged', n(changed.length)), say('importAdded', n(added.length)), say('importSame', n(edits.length - all))],
      stale: 'importStale',
      table: <AgencyChanges {...{ reader }} agencies={await listAgencies(database)} edits={[...changed, ...added]} when="wanted" />,
      go: all === 0 ? undefined : say('importApply', n(all)),
      nothing: 'reorganiseNothing',
    }
  },
  take: (deps, c, edits, anew) => {
    const changed = edits.filter(isChange)
    return acting(deps, c, importAgencies, changed, (came) =>
      came.kind === 'done' ? done(c, '/admin/agencies', 'done_agencies', changed.length) : anew(),
    )
  },
}
