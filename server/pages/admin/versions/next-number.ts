import type { Database } from '../../../db/dialect'
import { publishedVersions } from '../../../db/questionnaires'

/** The number after the last published version; 1 when there is none. */
export async function nextVersionNumber(database: Database, id: string): Promise<number> {
  const versions = (await publishedVersions(database)).filter((one) => one.id === id).map(({ version }) => version)
  return Math.max(0, ...versions) + 1
}
