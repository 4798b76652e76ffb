import { createExport, deleteExport as remove, findExport, type Hold, type NewExport, retryExport } from '../db/exports'
import type { Details } from '../db/events'
import type { ExportRow } from '../db/tables'
import { type Act, did, failed, nothing } from './act'

type Unknown = { readonly code: 'unknown' }

/** Asks for a file of results or responses; whoever asked begins to make it once this is stored. */
export const requestExport: Act<NewExport, undefined, never> = {
  name: 'exports.request',
  run: async ({ database }, _, row) => {
    await createExport(database, row)
    return did(row.id, toldOf(row))
  },
}

/** A report to sign, of some agencies. */
type OrderedFile = { readonly row: NewExport; readonly agencies: readonly string[]; readonly filter: Details }

/** Asks for a report of working figures as a file, by who sees all that it is about. */
export const requestReport = requesting('exports.request-report')

/** The same of released ones. */
export const requestReleasedReport = requesting('exports.request-released-report')

function requesting(name: 'exports.request-report' | 'exports.request-released-report'): Act<OrderedFile, undefined, never> {
  return {
    name,
    about: (_, { agencies }) => Promise.resolve(agencies),
    run: async ({ database }, _, { row, filter }) => {
      await createExport(database, row)
      const { campaign, content, format } = row
      return did(row.id, { campaign, content, format, filter })
    },
  }
}

/** An export and the states from which it is made again: without a file, and finished too when its file is nowhere. */
type Repeated = { readonly id: string; readonly hold: Hold; readonly from: readonly ExportRow['state'][] }

/** Asks again for a file that is gone or failed; gives what is to be made. */
export const repeatExport: Act<Repeated, NewExport, Unknown> = {
  name: 'exports.repeat',
  run: async ({ database }, _, { id, hold, from }) => {
    const row = await retryExport(database, id, hold, from)
    return row ? did(id, toldOf(row), row) : failed({ code: 'unknown' })
  },
}

/** Takes a file away; who asked for what stays. */
export const deleteExport = deleting('exports.delete')

/** The same of a run of posters, by whoever ordered it. */
export const deletePosters = deleting('exports.delete-posters')

/** The same of a report, by whoever ordered it. */
export const deleteReport = deleting('exports.delete-report')

function deleting(
  name: 'exports.delete' | 'exports.delete-posters' | 'exports.delete-report',
): Act<{ readonly id: string }, undefined, Unknown> {
  return {
    name,
    run: async ({ database }, _, { id }) => {
      const row = await findExport(database, id)
      if (!row) return failed({ code: 'unknown' })
      if (row.state === 'deleted') return nothing(undefined)
      await remove(database, id)
      return did(id, { campaign: row.campaign, content: row.content, format: row.format })
    },
  }
}

function toldOf({ campaign, content, format, filter, expected_rows: rows }: NewExport): Details {
  const told: Details = JSON.parse(filter)
  return { campaign, content, format, filter: told, rows }
}
