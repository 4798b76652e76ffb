import { act, atCommandLine } from '../../server/acts/act'
import { preparedIn, prepareEdition, publishEdition, stampOfEdition } from '../../server/acts/publications'
import { releaseCampaign } from '../../server/acts/releases'
import { editionsOf } from '../../server/db/publications'
import { localDay } from '../../surveys/instrument/calendar'
import type { TestServer } from './harness'

/** Publishes what a campaign that has ended has released by a night of today, for everybody from today on. */
export async function published({ database, now }: Pick<TestServer, 'database' | 'now'>, code: string): Promise<void> {
  const deps = { database, now }
  await act(deps, atCommandLine(), releaseCampaign, { code })
  const terms = { publicOn: localDay(now()), licence: 'cc-by-4.0', contact: 'Phòng KSTT', note: '', noteEn: '', reason: '', reasonEn: '' }
  await act(deps, atCommandLine(), prepareEdition, { code, ...terms })
  const edition = preparedIn(await editionsOf(database, code))
  const came = edition && (await act(deps, atCommandLine(), publishEdition, { code, seen: stampOfEdition(edition) }))
  if (came?.kind !== 'done') throw new Error(`campaign ${code} was not published: ${came?.kind ?? 'nothing prepared'}`)
}
