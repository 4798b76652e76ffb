import type { Campaign } from '../../surveys/campaign'
import { decodeTally } from '../../surveys/tally'
import type { Database } from './dialect'
import { layoutOf } from './layouts'
import type { QuestionnaireSource } from './questionnaires'

type Deps = { readonly database: Database; readonly questionnaires: QuestionnaireSource }

/** How many responses each campaign holds, from its tallies; the cost does not grow with the responses. */
export async function responseTotals({ database: { db }, questionnaires }: Deps, campaigns: readonly Campaign[]): Promise<ReadonlyMap<string, number>> {
  const totals = new Map<string, number>()
  for (const { code, questionnaire: id, version } of campaigns) {
    const { questionnaire } = await questionnaires.get(id, version)
    const layout = layoutOf(questionnaire)
    const rows = await db.selectFrom('tallies').select('sums').where('campaign', '=', code).where('version', '=', version).where('month', '=', '').execute()
    totals.set(code, rows.reduce((sum, row) => sum + (decodeTally(layout, row.sums)[0] ?? 0), 0))
  }
  return totals
}
