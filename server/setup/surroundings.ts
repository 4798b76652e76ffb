import type { Surroundings } from '../../surveys/drafts/campaign'
import { listAgencies } from '../db/agencies'
import type { Database } from '../db/dialect'
import { publishedVersions } from '../db/questionnaires'

/** The agencies and published questionnaires that a new campaign chooses from. */
export const surroundingsOf = async (database: Database): Promise<Surroundings> => ({
  agencies: await listAgencies(database),
  published: await publishedVersions(database),
})
