import { createHash } from 'node:crypto'
import {
  publicText,
  type EditionStanding,
  editionStanding,
  type FrozenFigures,
  type PublicStanding,
  type Terms,
} from '../../surveys/figures/publication'
import type { LocalText } from '../../surveys/instrument/schema'
import type { Database } from './dialect'
import type { PublicationRow } from './tables'

/** An edition without its figures. */
export type Edition = EditionStanding & {
  readonly campaign: string
  /** SHA-256 of its frozen figures. */
  readonly checksum: string
  readonly terms: Terms
  readonly threshold: number
  readonly night: string
  readonly preparedBy: string
  readonly preparedPerson: string
  readonly publishedPerson: string
  readonly withdrawnReason: LocalText
}

export type PublishedEdition = Edition & { readonly figures: FrozenFigures }

/** The editions of a campaign, the first one first. */
export async function editionsOf({ db }: Pick<Database, 'db'>, campaign: string): Promise<readonly Edition[]> {
  const rows = await db.selectFrom('publications').select(besides).where('campaign', '=', campaign).orderBy('number').execute()
  return rows.map(editionIn)
}

/** The editions of all campaigns, for whoever asks what there is. */
export async function allEditions({ db }: Pick<Database, 'db'>): Promise<readonly Edition[]> {
  const rows = await db.selectFrom('publications').select(besides).orderBy('campaign').orderBy('number').execute()
  return rows.map(editionIn)
}

/** What everybody sees of a campaign on a local day. */
export const publicStanding = async (database: Pick<Database, 'db'>, campaign: string, today: string): Promise<PublicStanding<Edition>> =>
  editionStanding(await editionsOf(database, campaign), today)

export async function frozenEdition(
  { db }: Pick<Database, 'db'>,
  { campaign, number }: Pick<Edition, 'campaign' | 'number'>,
): Promise<PublishedEdition | undefined> {
  const row = await db
    .selectFrom('publications')
    .selectAll()
    .where('campaign', '=', campaign)
    .where('number', '=', number)
    .executeTakeFirst()
  return row && { ...editionIn(row), figures: figuresIn(row.content) }
}

/** Editions whose figures are not what they were frozen as. */
export async function editionsAmiss({ db }: Pick<Database, 'db'>): Promise<readonly Pick<Edition, 'campaign' | 'number'>[]> {
  const kept = await db.selectFrom('publications').select(['campaign', 'number']).orderBy('campaign').orderBy('number').execute()
  const amiss: Pick<Edition, 'campaign' | 'number'>[] = []
  for (const { campaign, number } of kept) {
    const one = db.selectFrom('publications').select(['content', 'checksum']).where('campaign', '=', campaign).where('number', '=', number)
    const row = await one.executeTakeFirst()
    if (row && checksumOf(row.content) !== row.checksum) amiss.push({ campaign, number })
  }
  return amiss
}

/** SHA-256 of frozen figures as they are stored. */
export const checksumOf = (content: string): string => createHash('sha256').update(content).digest('hex')

const besides = [
  'campaign',
  'number',
  'checksum',
  'terms',
  'threshold',
  'night',
  'prepared_by',
  'prepared_person',
  'published_on',
  'published_person',
  'public_on',
  'withdrawn_on',
  'withdrawn_reason',
  'withdrawn_reason_en',
] as const

const editionIn = (row: Pick<PublicationRow, (typeof besides)[number]>): Edition => ({
  campaign: row.campaign,
  number: row.number,
  checksum: row.checksum,
  terms: termsIn(row.terms),
  threshold: row.threshold,
  night: row.night,
  preparedBy: row.prepared_by,
  preparedPerson: row.prepared_person,
  publishedOn: row.published_on,
  publishedPerson: row.published_person,
  publicOn: row.public_on,
  withdrawnOn: row.withdrawn_on,
  withdrawnReason: publicText(row.withdrawn_reason, row.withdrawn_reason_en),
})

const termsIn = (json: string): Terms => JSON.parse(json)
const figuresIn = (json: string): FrozenFigures => JSON.parse(json)

type Prepared = Pick<Edition, 'campaign' | 'number' | 'checksum' | 'terms' | 'threshold' | 'night' | 'preparedBy' | 'preparedPerson'> & {
  /** JSON of the frozen figures, to the letter of which the checksum is. */
  readonly content: string
  readonly preparedAt: string
}

/** Keeps an edition that nobody can read yet, in place of one of the same number. */
export async function saveEdition({ db }: Database, prepared: Prepared): Promise<void> {
  const { campaign, number, content, checksum, terms, threshold, night, preparedBy, preparedPerson, preparedAt } = prepared
  await db.deleteFrom('publications').where('campaign', '=', campaign).where('number', '=', number).execute()
  await db
    .insertInto('publications')
    .values({
      campaign,
      number,
      content,
      checksum,
      terms: JSON.stringify(terms),
      threshold,
      night,
      prepared_by: preparedBy,
      prepared_person: preparedPerson,
      prepared_at: preparedAt,
      published_on: '',
      published_person: '',
      public_on: '',
      withdrawn_on: '',
      withdrawn_reason: '',
      withdrawn_reason_en: '',
    })
    .execute()
}

type Let = Pick<Edition, 'campaign' | 'number' | 'publishedOn' | 'publicOn' | 'publishedPerson'>

export async function letEditionOut({ db }: Database, { campaign, number, publishedOn, publicOn, publishedPerson }: Let): Promise<void> {
  await db
    .updateTable('publications')
    .set({ published_on: publishedOn, public_on: publicOn, published_person: publishedPerson })
    .where('campaign', '=', campaign)
    .where('number', '=', number)
    .execute()
}

/** Takes back every edition of a campaign that was let out. */
export async function takeEditionsBack({ db }: Database, campaign: string, day: string, reason: LocalText): Promise<void> {
  await db
    .updateTable('publications')
    .set({ withdrawn_on: day, withdrawn_reason: reason['vi'] ?? '', withdrawn_reason_en: reason['en'] ?? '' })
    .where('campaign', '=', campaign)
    .where('published_on', '!=', '')
    .where('withdrawn_on', '=', '')
    .execute()
}
