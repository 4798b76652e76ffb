import type { LogFault, Mark } from '../db/chain'
import type { Database } from '../db/dialect'
import { readThrough } from '../db/events'
import { type DoctorFinding, grave, well } from './findings'
import { recordedMark } from './recorded'

export type LogLook = { readonly mark: Mark; readonly fault: LogFault | undefined; readonly finding: DoctorFinding }

/** Reads the log of what was done through, against its chain, the entry that was noted beside the database, and those that somebody kept. */
export async function readLog(database: Database, dataDir: string, known: readonly Mark[] = []): Promise<LogLook> {
  const noted = await recordedMark(database, dataDir)
  const { mark, fault } = await readThrough(database, noted ? [noted, ...known] : known)
  return {
    mark,
    fault,
    finding: fault ? grave(`audit_${fault.code}`, { seq: String(fault.seq) }) : well('audit_well', { count: mark.seq }),
  }
}
