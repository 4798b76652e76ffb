import { completed, noTexts, type ReportForm, type ReportTexts, usualForm } from '../../surveys/reporting/form'
import type { Database } from './dialect'
import type { ReportTextsRow } from './tables'

/** How the office's reports look. */
export async function readReportForm({ db }: Pick<Database, 'db'>): Promise<ReportForm> {
  const kept = await keptReportForm({ db })
  return kept === '' ? usualForm : completed({ ...usualForm, ...parsedForm(kept) })
}

/** The form as it is stored; empty where the office has not chosen one. */
export async function keptReportForm({ db }: Pick<Database, 'db'>): Promise<string> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', formName).executeTakeFirst()
  return row?.value ?? ''
}

export async function saveReportForm({ db }: Pick<Database, 'db'>, form: ReportForm): Promise<void> {
  await db
    .insertInto('settings')
    .values({ name: formName, value: JSON.stringify(form) })
    .onConflict((conflict) => conflict.column('name').doUpdateSet((row) => ({ value: row.ref('excluded.value') })))
    .execute()
}

const formName = 'report-form'
const parsedForm = (json: string): Partial<ReportForm> => JSON.parse(json)

/** What the office wrote into an edition, by whom and when; nothing where it has not. */
export async function findReportTexts(
  { db }: Pick<Database, 'db'>,
  campaign: string,
  edition: string,
): Promise<ReportTextsRow | undefined> {
  return db.selectFrom('report_texts').selectAll().where('campaign', '=', campaign).where('edition', '=', edition).executeTakeFirst()
}

export async function readReportTexts(database: Pick<Database, 'db'>, campaign: string, edition: string): Promise<ReportTexts> {
  const row = await findReportTexts(database, campaign, edition)
  return row ? { ...noTexts, ...parsedTexts(row.texts) } : noTexts
}

const parsedTexts = (json: string): Partial<ReportTexts> => JSON.parse(json)

export async function saveReportTexts({ db }: Pick<Database, 'db'>, row: ReportTextsRow): Promise<void> {
  await db
    .insertInto('report_texts')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['campaign', 'edition']).doUpdateSet((one) => ({
        texts: one.ref('excluded.texts'),
        changed_by: one.ref('excluded.changed_by'),
        changed_at: one.ref('excluded.changed_at'),
      })),
    )
    .execute()
}
