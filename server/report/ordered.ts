import { findCampaign, type CampaignRecord, withinArea } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { type ReportContent, reportContents } from '../db/exports'
import type { ExportRow } from '../db/tables'
import type { Filter } from '../reading/filter'
import type { WantedReport } from './facts'
import { isReportFormat, reportAside } from './write'
import type { ReportPiece } from './written'

/** A report as it lies in the list of files: by which account it was ordered, of which edition, and which agencies they saw then. */
export type OrderedReport = { readonly account: string; readonly seen: 'everywhere' | readonly string[]; readonly filter: Filter }

export const reportOrderOf = (account: string, { record, filter }: Pick<WantedReport, 'record' | 'filter'>): OrderedReport => ({
  account,
  seen: record.area === 'everywhere' ? 'everywhere' : record.measured.map(({ agency }) => agency.code),
  filter,
})

export const reportOrderIn = ({ filter }: Pick<ExportRow, 'filter'>): OrderedReport => JSON.parse(filter)

/** Of which figures each is. */
const figuresOf: Readonly<Record<ReportContent, WantedReport['of']>> = { report: 'working', 'released-report': 'released' }
export const reportContentOf = (of: WantedReport['of']): ReportContent => (of === 'released' ? 'released-report' : 'report')
export const reportContentIn = ({ content }: Pick<ExportRow, 'content'>): ReportContent | undefined =>
  reportContents.find((name) => name === content)

/** Whether somebody sees at least what whoever ordered it saw. */
export const seesOrdered = ({ area, measured }: CampaignRecord, { seen }: OrderedReport): boolean =>
  area === 'everywhere' || (seen !== 'everywhere' && seen.every((code) => measured.some(({ agency }) => agency.code === code)))

/** How the file of an edition is called, without its ending. */
export function reportFileName({ campaign: { code, synthetic } }: Pick<CampaignRecord, 'campaign'>, { agency }: Filter): string {
  const parts = [synthetic && !code.startsWith('sample-') ? 'sample' : '', code, agency ?? '', 'report']
  return parts.filter((part) => part !== '').join('-')
}

type Deps = { readonly database: Database; readonly now: () => number }

/** The file that was ordered, from the figures as they are when its turn comes. */
export async function* orderedReport(deps: Deps, row: ExportRowOrdered, stop: AbortSignal): AsyncGenerator<ReportPiece> {
  const [content, { seen, filter }] = [reportContentIn(row), reportOrderIn(row)]
  const whole = await findCampaign(deps.database, row.campaign)
  const record = whole && withinArea(whole, seen === 'everywhere' ? seen : new Set(seen))
  if (!record || !content || !isReportFormat(row.format))
    throw new Error(`export ${row.id}: campaign "${row.campaign}", content "${row.content}", format "${row.format}"`)
  yield* reportAside(deps, { record, filter, of: figuresOf[content], language: row.language }, row.format, stop)
}

type ExportRowOrdered = Pick<ExportRow, 'id' | 'campaign' | 'content' | 'format' | 'filter' | 'language'>
