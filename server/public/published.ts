import type { Language } from '../../client/text/languages'
import { editionStanding, type FrozenFigures, toldEditions } from '../../surveys/figures/publication'
import { localDay } from '../../surveys/instrument/calendar'
import type { Database } from '../db/dialect'
import { type Edition, editionsOf, frozenEdition, type PublishedEdition } from '../db/publications'
import type { QuestionnaireSource } from '../db/questionnaires'
import { printOf, publicFile, publicFiles } from './files'
import { type PublicView, publicView } from './view'

export type PublicDeps = { readonly database: Database; readonly questionnaires: QuestionnaireSource; readonly now: () => number }

/** What there is to read of a campaign today. */
export type FoundEdition =
  | { readonly kind: 'public'; readonly edition: Edition; readonly told: readonly Edition[] }
  | { readonly kind: 'withdrawn'; readonly edition: Edition }
  | { readonly kind: 'untold' }

export async function foundOf({ database, now }: Pick<PublicDeps, 'database' | 'now'>, campaign: string): Promise<FoundEdition> {
  const [editions, today] = [await editionsOf(database, campaign), localDay(now())]
  const standing = editionStanding(editions, today)
  return standing.kind === 'public' ? { ...standing, told: toldEditions(editions, today) } : standing
}

/** An edition with all that its pages are made of. */
export async function viewOfEdition(
  deps: PublicDeps,
  { edition, told }: { readonly edition: Edition; readonly told: readonly Edition[] },
  language: Language,
  place: Pick<PublicView, 'home' | 'isPreview'>,
): Promise<PublicView> {
  const frozen = await readFrozen(deps, edition)
  const figures = await Promise.all(told.map((one) => readFrozen(deps, one)))
  const whole = told.map((one, at) => ({ ...one, figures: figures[at]?.figures, before: figures[at + 1]?.figures }))
  const { id, version } = frozen.figures.questionnaire
  const stored = await deps.questionnaires.get(id, version)
  const files = await Promise.all(
    publicFiles.map(async (ending) => printOf(ending, await publicFile(ending, { edition: frozen, stored, language, told: whole }))),
  )
  return publicView({ language, edition: frozen, questionnaire: stored.questionnaire, told: whole, files, ...place })
}

/** Frozen figures never change, so they are read once; a few of them, since they are large. */
const mostFrozen = 6
const frozen = new WeakMap<Database, Map<string, Promise<FrozenFigures | undefined>>>()

/** An edition with its figures. */
export async function readFrozen({ database }: Pick<PublicDeps, 'database'>, edition: Edition): Promise<PublishedEdition> {
  const { campaign, number, checksum } = edition
  const kept = frozen.get(database) ?? new Map<string, Promise<FrozenFigures | undefined>>()
  frozen.set(database, kept)
  const key = JSON.stringify([campaign, number, checksum])
  const reading = kept.get(key) ?? frozenEdition(database, { campaign, number }).then((found) => found?.figures)
  if (!kept.has(key)) {
    if (kept.size >= mostFrozen) kept.clear()
    kept.set(key, reading)
    reading.catch(() => kept.delete(key))
  }
  const figures = await reading
  if (!figures) throw new Error(`edition ${number} of campaign "${campaign}" has no figures`)
  return { ...edition, figures }
}
