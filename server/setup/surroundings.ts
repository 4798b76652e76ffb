import type { PublishedVersion, Surroundings } from '../../surveys/drafts/campaign'
import { listAgencies } from '../db/agencies'
import type { Database } from '../db/dialect'
import { offeredVersions } from '../db/questionnaires'

/** The agencies and questionnaires that a campaign chooses from; what it asks already stays on offer though it be archived. */
export const surroundingsOf = async (database: Database, kept: readonly PublishedVersion[] = []): Promise<Surroundings> => ({
  agencies: await listAgencies(database),
  published: [...kept, ...(await offeredVersions(database))],
})
