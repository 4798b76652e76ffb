import type { CampaignRecord } from '../../db/campaigns'
import { type LineQuery, type Lines, linesNamed, type ResponseLine, responseLines } from '../../db/response-list'
import { copiesIn } from '../../reading/quality'
import type { OfficeDeps } from '../frame/deps'

/** A page of responses under a filter; copies are found by reading all of them, which is kept for a while. */
export async function linesUnder(deps: OfficeDeps, record: CampaignRecord, query: LineQuery, after: string, most: number): Promise<Lines> {
  const { code } = record.campaign
  if (query.flag !== 'copy') return responseLines(deps.database, code, query, after, most)
  const copies = (await copiesIn(deps, record)).filter((id) => id > after)
  const rows = (await linesNamed(deps.database, code, copies)).filter((row) => isUnder(query, row))
  return { rows: rows.slice(0, most), next: rows.length > most ? rows[most - 1]?.id : undefined }
}

const isUnder = ({ agency, touchpoint, channel, day, state }: LineQuery, row: ResponseLine): boolean =>
  (agency === null || row.agency === agency) &&
  (touchpoint === null || row.touchpoint === touchpoint) &&
  (channel === null || row.channel === channel) &&
  (day === null || row.received_on === day) &&
  (state === null || (state === 'aside' ? row.set_aside !== '' : row.set_aside === state))
