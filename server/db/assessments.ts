import { asOpened, type Agency } from '../../surveys/fielding/campaign'
import type { AssessedNumber, Assessment, AssessmentStage, AssessmentStatus, PlannedAssessment } from '../../surveys/indices/fielding'
import { agencyInRow } from './agencies'
import type { Database } from './dialect'
import type { AssessmentDrawnRow, AssessmentEvidenceRow, AssessmentRow, AssessmentStepRow } from './tables'

/** An agency in an assessment, as it was when that was opened, and where it stands. */
export type InAssessment = {
  readonly agency: Agency
  readonly stage: AssessmentStage
  readonly stagedAt: string
  readonly stagedBy: string
  readonly remark: string
  readonly remindedOn: string
}

export type AssessmentRecord = { readonly assessment: Assessment; readonly agencies: readonly InAssessment[] }

const assessmentOf = (row: AssessmentRow): Assessment => ({
  code: row.code,
  title: JSON.parse(row.title),
  set: { id: row.set_id, version: row.set_version },
  from: row.from_month,
  to: row.to_month,
  selfDue: row.self_due,
  lookDue: row.look_due,
  status: row.status,
  sources: JSON.parse(row.sources),
  revision: row.revision,
})

/** All assessments, the latest period first. */
export async function listAssessments({ db }: Pick<Database, 'db'>): Promise<readonly Assessment[]> {
  const rows = await db.selectFrom('assessments').selectAll().orderBy('to_month', 'desc').orderBy('code').execute()
  return rows.map(assessmentOf)
}

export async function findAssessment({ db }: Pick<Database, 'db'>, code: string): Promise<AssessmentRecord | undefined> {
  const row = await db.selectFrom('assessments').selectAll().where('code', '=', code).executeTakeFirst()
  if (!row) return undefined
  const rows = await db
    .selectFrom('assessment_agencies')
    .innerJoin('agencies', 'agencies.code', 'assessment_agencies.agency')
    .selectAll('agencies')
    .select(['frozen', 'stage', 'staged_at', 'staged_by', 'remark', 'reminded_on'])
    .where('assessment', '=', code)
    .orderBy('position')
    .execute()
  return {
    assessment: assessmentOf(row),
    agencies: rows.map(({ frozen, stage, staged_at, staged_by, remark, reminded_on, ...today }) => {
      const now = agencyInRow(today)
      const agency = frozen === '' ? now : asOpened(JSON.parse(frozen), now)
      return { agency, stage, stagedAt: staged_at, stagedBy: staged_by, remark, remindedOn: reminded_on }
    }),
  }
}

/** The codes of the assessments that assess any of these agencies. */
export async function assessingOf({ db }: Pick<Database, 'db'>, agencies: readonly string[]): Promise<ReadonlySet<string>> {
  if (agencies.length === 0) return new Set()
  const rows = await db
    .selectFrom('assessment_agencies')
    .select('assessment')
    .distinct()
    .where('agency', 'in', agencies)
    .orderBy('assessment')
    .execute()
  return new Set(rows.map(({ assessment }) => assessment))
}

/** Keeps a new assessment as a draft; false where its code is taken. */
export async function createAssessment(database: Database, planned: PlannedAssessment): Promise<boolean> {
  const made = await database.db
    .insertInto('assessments')
    .values({ ...columnsOf(planned), code: planned.code, status: 'draft', revision: 1 })
    .onConflict((conflict) => conflict.column('code').doNothing())
    .returning('code')
    .executeTakeFirst()
  if (made) await insertAgencies(database, planned)
  return made !== undefined
}

/** Plans one anew; once it is open its agencies stay. */
export async function changeAssessment(
  database: Database,
  planned: PlannedAssessment,
  what: 'with-agencies' | 'besides-agencies',
): Promise<void> {
  const { code } = planned
  await database.db.updateTable('assessments').set(columnsOf(planned)).where('code', '=', code).execute()
  if (what === 'besides-agencies') return
  await database.db.deleteFrom('assessment_agencies').where('assessment', '=', code).execute()
  await insertAgencies(database, planned)
}

const columnsOf = (planned: PlannedAssessment) => ({
  title: JSON.stringify(planned.title),
  set_id: planned.set.id,
  set_version: planned.set.version,
  from_month: planned.from,
  to_month: planned.to,
  self_due: planned.selfDue,
  look_due: planned.lookDue,
  sources: JSON.stringify(planned.sources),
})

async function insertAgencies({ db, engine }: Database, { code, agencies }: PlannedAssessment): Promise<void> {
  const rows = agencies.map((agency, position) => ({
    assessment: code,
    agency: agency.code,
    position,
    frozen: '',
    stage: 'entering' as const,
    staged_at: '',
    staged_by: '',
    remark: '',
    reminded_on: '',
  }))
  for (let at = 0; at < rows.length; at += engine.rowsAtOnce)
    await db
      .insertInto('assessment_agencies')
      .values(rows.slice(at, at + engine.rowsAtOnce))
      .execute()
}

export async function deleteAssessment({ db }: Database, code: string): Promise<void> {
  for (const table of [
    'assessment_intervals',
    'assessment_evidence',
    'assessment_steps',
    'assessment_numbers',
    'assessment_agencies',
  ] as const)
    await db.deleteFrom(table).where('assessment', '=', code).execute()
  await db.deleteFrom('assessments').where('code', '=', code).execute()
}

/** Says where an assessment stands now; what was computed before it holds no more. */
export async function changeStatus({ db }: Database, code: string, status: AssessmentStatus): Promise<void> {
  await db
    .updateTable('assessments')
    .set((column) => ({ status, revision: column('revision', '+', 1) }))
    .where('code', '=', code)
    .execute()
}

/** Says that numbers of an assessment have changed. */
export async function touchAssessment({ db }: Database, code: string): Promise<void> {
  await db
    .updateTable('assessments')
    .set((column) => ({ revision: column('revision', '+', 1) }))
    .where('code', '=', code)
    .execute()
}

/** Keeps the agencies as they are on the day of opening. */
export async function freezeAgencies({ db }: Database, { assessment: { code }, agencies }: AssessmentRecord): Promise<void> {
  for (const { agency } of agencies)
    await db
      .updateTable('assessment_agencies')
      .set({ frozen: JSON.stringify(agency) })
      .where('assessment', '=', code)
      .where('agency', '=', agency.code)
      .execute()
}

type Staged = { readonly stage: AssessmentStage; readonly at: string; readonly by: string; readonly remark: string }

export async function stageAgency({ db }: Database, code: string, agency: string, { stage, at, by, remark }: Staged): Promise<void> {
  await db
    .updateTable('assessment_agencies')
    .set({ stage, staged_at: at, staged_by: by, remark })
    .where('assessment', '=', code)
    .where('agency', '=', agency)
    .execute()
}

export async function noteReminded({ db }: Database, code: string, agency: string, day: string): Promise<void> {
  await db
    .updateTable('assessment_agencies')
    .set({ reminded_on: day })
    .where('assessment', '=', code)
    .where('agency', '=', agency)
    .execute()
}

/** The numbers of an assessment, of one agency where one is named. */
export async function numbersIn({ db }: Pick<Database, 'db'>, code: string, agency?: string): Promise<readonly AssessedNumber[]> {
  const all = db.selectFrom('assessment_numbers').selectAll().where('assessment', '=', code)
  const some = agency === undefined ? all : all.where('agency', '=', agency)
  return (await some.orderBy('agency').orderBy('node').execute()).map(({ assessment: _, ...number }) => number)
}

/** The numbers at which somebody is asked to look again. */
export async function secondLooksIn(
  { db }: Pick<Database, 'db'>,
  code: string,
): Promise<readonly Pick<AssessedNumber, 'agency' | 'node'>[]> {
  return await db
    .selectFrom('assessment_numbers')
    .select(['agency', 'node'])
    .where('assessment', '=', code)
    .where('asked', '!=', '')
    .where('answered', '=', '')
    .orderBy('agency')
    .orderBy('node')
    .execute()
}

/** Where the agencies of every open assessment stand. */
export async function openStages({
  db,
}: Pick<Database, 'db'>): Promise<readonly { readonly assessment: string; readonly agency: string; readonly stage: AssessmentStage }[]> {
  return await db
    .selectFrom('assessment_agencies')
    .innerJoin('assessments', 'assessments.code', 'assessment_agencies.assessment')
    .select(['assessment_agencies.assessment', 'assessment_agencies.agency', 'assessment_agencies.stage'])
    .where('assessments.status', '=', 'open')
    .orderBy('assessment_agencies.assessment')
    .orderBy('assessment_agencies.position')
    .execute()
}

/** Keeps a number as it stands now, with the step that made it so. */
export async function saveNumber(
  { db }: Database,
  code: string,
  number: AssessedNumber,
  step: Pick<AssessmentStepRow, 'what' | 'value' | 'words' | 'person' | 'at'>,
): Promise<void> {
  const { agency, node, ...rest } = number
  const at = { assessment: code, agency, node }
  await db
    .insertInto('assessment_numbers')
    .values({ ...at, ...rest })
    .onConflict((conflict) => conflict.columns(['assessment', 'agency', 'node']).doUpdateSet(rest))
    .execute()
  const { last } = await db
    .selectFrom('assessment_steps')
    .select(({ fn }) => fn.max('step').as('last'))
    .where('assessment', '=', code)
    .where('agency', '=', agency)
    .where('node', '=', node)
    .executeTakeFirstOrThrow()
  await db
    .insertInto('assessment_steps')
    .values({ ...at, step: (last ?? 0) + 1, ...step })
    .execute()
}

/** Keeps many numbers that nobody has entered yet, with all steps that each of them took. */
export async function insertNumbers(
  { db, engine }: Database,
  code: string,
  numbers: readonly (AssessedNumber & { readonly steps: readonly Omit<AssessmentStepRow, 'assessment' | 'agency' | 'node' | 'step'>[] })[],
): Promise<void> {
  const rows = numbers.map(({ steps: _, ...number }) => ({ assessment: code, ...number }))
  const steps = numbers.flatMap(({ agency, node, steps: taken }) =>
    taken.map((step, place) => ({ assessment: code, agency, node, step: place + 1, ...step })),
  )
  for (let at = 0; at < rows.length; at += engine.rowsAtOnce)
    await db
      .insertInto('assessment_numbers')
      .values(rows.slice(at, at + engine.rowsAtOnce))
      .execute()
  for (let at = 0; at < steps.length; at += engine.rowsAtOnce)
    await db
      .insertInto('assessment_steps')
      .values(steps.slice(at, at + engine.rowsAtOnce))
      .execute()
}

/** Every step of a number, the first one first; of all numbers where no node is named, of all agencies where none is. */
export async function stepsOf(
  { db }: Pick<Database, 'db'>,
  code: string,
  agency?: string,
  node?: string,
): Promise<readonly AssessmentStepRow[]> {
  const all = db.selectFrom('assessment_steps').selectAll().where('assessment', '=', code)
  const some = agency === undefined ? all : all.where('agency', '=', agency)
  const one = node === undefined ? some : some.where('node', '=', node)
  return await one.orderBy('agency').orderBy('node').orderBy('step').execute()
}

/** What shows a number, without its bytes. */
export type Evidence = Omit<AssessmentEvidenceRow, 'bytes'>

const besidesBytes = ['id', 'assessment', 'agency', 'node', 'name', 'type', 'link', 'size', 'person', 'at'] as const

export async function evidenceIn({ db }: Pick<Database, 'db'>, code: string, agency?: string): Promise<readonly Evidence[]> {
  const all = db.selectFrom('assessment_evidence').select(besidesBytes).where('assessment', '=', code)
  const some = agency === undefined ? all : all.where('agency', '=', agency)
  return await some.orderBy('agency').orderBy('node').orderBy('at').orderBy('id').execute()
}

export async function findEvidence({ db }: Pick<Database, 'db'>, code: string, id: string): Promise<AssessmentEvidenceRow | undefined> {
  return await db.selectFrom('assessment_evidence').selectAll().where('id', '=', id).where('assessment', '=', code).executeTakeFirst()
}

export async function insertEvidence({ db }: Database, row: AssessmentEvidenceRow): Promise<void> {
  await db.insertInto('assessment_evidence').values(row).execute()
}

export async function deleteEvidence({ db }: Database, id: string): Promise<void> {
  await db.deleteFrom('assessment_evidence').where('id', '=', id).execute()
}

/** The figures as they were drawn when the assessment was closed. */
export async function drawnIn({ db }: Pick<Database, 'db'>, code: string): Promise<readonly AssessmentDrawnRow[]> {
  return await db.selectFrom('assessment_drawn').selectAll().where('assessment', '=', code).orderBy('agency').orderBy('node').execute()
}

/** Keeps what was drawn, in place of what was kept before. */
export async function saveDrawn({ db, engine }: Database, code: string, rows: readonly AssessmentDrawnRow[]): Promise<void> {
  await db.deleteFrom('assessment_drawn').where('assessment', '=', code).execute()
  for (let at = 0; at < rows.length; at += engine.rowsAtOnce)
    await db
      .insertInto('assessment_drawn')
      .values(rows.slice(at, at + engine.rowsAtOnce))
      .execute()
}
