import { type MigrationProvider, Migrator, sql } from 'kysely'
import type { Database, Engine } from './dialect'
import { start } from './migrations/0001-start'
import { accounts } from './migrations/0002-accounts'
import { settings } from './migrations/0003-settings'
import { publishedFigures } from './migrations/0004-published-figures'
import { exportJobs } from './migrations/0005-exports'
import { designs } from './migrations/0006-designs'
import { erasures } from './migrations/0007-erasures'
import { events } from './migrations/0008-events'
import { oneLog } from './migrations/0009-one-log'
import { accountEnds } from './migrations/0010-account-ends'
import { codeSpellings } from './migrations/0011-code-spellings'
import { talliesInPlace } from './migrations/0012-tallies-in-place'
import { kioskTables } from './migrations/0013-kiosks'
import { soundTables } from './migrations/0014-sounds'
import { kioskLooks } from './migrations/0015-kiosk-looks'
import { kioskNumbers } from './migrations/0017-kiosk-numbers'
import { releaseTables } from './migrations/0016-releases'
import { kioskSendings } from './migrations/0018-kiosk-sendings'
import { releasedCommentTable } from './migrations/0019-released-comments'
import { daySums } from './migrations/0020-day-sums'
import { daysCounted } from './migrations/0021-days-counted'
import { logChain } from './migrations/0023-log-chain'
import { secondFactors } from './migrations/0024-second-factors'
import { rolesGranted } from './migrations/0025-roles'
import { singleSignOn } from './migrations/0026-single-sign-on'
import { passkeyTables } from './migrations/0027-passkeys'
import { mail } from './migrations/0028-mail'
import { stepUp } from './migrations/0029-step-up'
import { enteringTables } from './migrations/0030-entering'
import { agencyParents } from './migrations/0031-agency-parents'
import { sentBack } from './migrations/0033-sent-back'
import { rolesEnd } from './migrations/0034-roles-end'
import { keptAgencies } from './migrations/0035-kept-agencies'
import { agencyLineage } from './migrations/0036-agency-lineage'
import { dossierTables } from './migrations/0037-dossiers'
import { campaignLife } from './migrations/0038-campaign-life'
import { touchpointDoors } from './migrations/0039-touchpoint-doors'
import { setAsideTables } from './migrations/0040-set-aside'
import { responseFlags } from './migrations/0041-response-flags'
import { refusalsCounted } from './migrations/0042-refusals-counted'
import { movedPlaces } from './migrations/0044-moved-places'
import { asksSince } from './migrations/0045-asks-since'
import { reportTexts } from './migrations/0046-report-texts'
import { hiddenCommentTable } from './migrations/0047-hidden-comments'
import { onTimeTables } from './migrations/0048-on-time'
import { publicationTables } from './migrations/0049-publications'
import { withdrawnInEnglish } from './migrations/0050-withdrawn-in-english'
import { forms } from './migrations/0055-forms'
import { assessmentTables } from './migrations/0057-assessments'
import { provinceIndexTables } from './migrations/0058-province-indices'
import { drawnBases } from './migrations/0059-drawn-bases'
import { webhookTables } from './migrations/0060-webhooks'
import { assessmentIntervalTable } from './migrations/0061-assessment-intervals'
import { colleagueTables } from './migrations/0062-colleagues'
import { contactTable } from './migrations/0063-contacts'
import { labelMappingTable } from './migrations/0064-label-mappings'
import { mediaTable } from './migrations/0065-media'
import { publishedMediaTable } from './migrations/0066-published-media'
import { mediaNamed } from './migrations/0067-media-named'

/** Brings the schema to the newest state and names the steps that were taken; running it again does nothing. */
export async function migrate({ db, engine }: Database): Promise<readonly string[]> {
  const migrator = new Migrator({ db, provider: providerOf(engine) })
  const { error, results = [] } = await migrator.migrateToLatest()
  if (error !== undefined) throw new Error('the database could not be migrated', { cause: error })
  return results.map(({ migrationName }) => migrationName)
}

/** Whether every migration of this build has run, for readiness. */
export async function isMigrated({ db, engine }: Database): Promise<boolean> {
  const migrator = new Migrator({ db, provider: providerOf(engine) })
  return (await migrator.getMigrations()).every(({ executedAt }) => executedAt !== undefined)
}

/** The names of the steps that have run on a database, and of those that this build knows. */
export async function migrationsIn({ db, engine }: Database): Promise<readonly string[]> {
  const migrator = new Migrator({ db, provider: providerOf(engine) })
  return (await migrator.getMigrations()).filter(({ executedAt }) => executedAt !== undefined).map(({ name }) => name)
}

/** Steps that ran on a database and that this build does not know: a newer one was here. */
export async function migrationsUnknown(database: Database): Promise<readonly string[]> {
  const tables = await database.engine.tables(database.db)
  if (!tables.some(({ name }) => name === 'kysely_migration')) return []
  const { rows } = await sql<{ readonly name: string }>`select name from kysely_migration order by name`.execute(database.db)
  const known = await migrationsKnown(database)
  return rows.map(({ name }) => name).filter((name) => !known.includes(name))
}

export const migrationsKnown = async ({ engine }: Pick<Database, 'engine'>): Promise<readonly string[]> =>
  Object.keys(await providerOf(engine).getMigrations())

/** Every step in its order; a step that has run anywhere never changes. */
const providerOf = (engine: Engine): MigrationProvider => ({
  getMigrations: () =>
    Promise.resolve({
      '0001-start': start(engine),
      '0002-accounts': accounts(engine),
      '0003-settings': settings(engine),
      '0004-published-figures': publishedFigures(engine),
      '0005-exports': exportJobs(engine),
      '0006-designs': designs(engine),
      '0007-erasures': erasures(),
      '0008-events': events(engine),
      '0009-one-log': oneLog(),
      '0010-account-ends': accountEnds(engine),
      '0011-code-spellings': codeSpellings(),
      '0012-tallies-in-place': talliesInPlace(engine),
      '0013-kiosks': kioskTables(engine),
      '0014-sounds': soundTables(engine),
      '0015-kiosk-looks': kioskLooks(),
      '0016-releases': releaseTables(engine),
      '0017-kiosk-numbers': kioskNumbers(),
      '0018-kiosk-sendings': kioskSendings(),
      '0019-released-comments': releasedCommentTable(engine),
      '0020-day-sums': daySums(engine),
      '0021-days-counted': daysCounted,
      '0023-log-chain': logChain(engine),
      '0024-second-factors': secondFactors(engine),
      '0025-roles': rolesGranted(engine),
      '0026-single-sign-on': singleSignOn(engine),
      '0027-passkeys': passkeyTables(engine),
      '0028-mail': mail(engine),
      '0029-step-up': stepUp(),
      '0030-entering': enteringTables(engine),
      '0031-agency-parents': agencyParents(),
      '0033-sent-back': sentBack(),
      '0034-roles-end': rolesEnd(),
      '0035-kept-agencies': keptAgencies(),
      '0036-agency-lineage': agencyLineage(),
      '0037-dossiers': dossierTables(engine),
      '0038-campaign-life': campaignLife(engine),
      '0039-touchpoint-doors': touchpointDoors(engine),
      '0040-set-aside': setAsideTables(engine),
      '0041-response-flags': responseFlags(),
      '0042-refusals-counted': refusalsCounted(engine),
      '0044-moved-places': movedPlaces(engine),
      '0045-asks-since': asksSince(),
      '0046-report-texts': reportTexts(engine),
      '0047-hidden-comments': hiddenCommentTable(engine),
      '0048-on-time': onTimeTables(engine),
      '0049-publications': publicationTables(engine),
      '0050-withdrawn-in-english': withdrawnInEnglish(),
      '0055-forms': forms(),
      '0057-assessments': assessmentTables(engine),
      '0058-province-indices': provinceIndexTables(engine),
      '0059-drawn-bases': drawnBases(),
      '0060-webhooks': webhookTables(engine),
      '0061-assessment-intervals': assessmentIntervalTable(engine),
      '0062-colleagues': colleagueTables(engine),
      '0063-contacts': contactTable(engine),
      '0064-label-mappings': labelMappingTable(engine),
      '0065-media': mediaTable(),
      '0066-published-media': publishedMediaTable(engine),
      '0067-media-named': mediaNamed(),
    }),
})
