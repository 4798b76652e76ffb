import { setImmediate as turn } from 'node:timers/promises'
import type { Language } from '../../client/text/languages'
import { editionStanding, type FrozenFigures, toldEditions } from '../../surveys/figures/publication'
import { localDay } from '../../surveys/instrument/calendar'
import type { Database } from '../db/dialect'
import { type Edition, editionsOf, frozenEdition, type PublishedEdition } from '../db/publications'
import type { QuestionnaireSource } from '../db/questionnaires'
import { type FilePrint, printOf, type PublicFile, publicFile, publicFiles } from './files'
import { publicPackage } from './package'
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
  // Others are answered between reading figures of hundreds of agencies and drawing them.
  await turn()
  return publicView({ language, edition: frozen, questionnaire: stored.questionnaire, told: whole, files: [], ...place })
}

/** The view with what is told of its files, for the page that leads to them. */
export async function withFiles(deps: PublicDeps, view: PublicView): Promise<PublicView> {
  const files: FilePrint[] = []
  for (const ending of publicFiles) files.push(printOf(ending, await publicBytes(deps, view, ending)))
  return { ...view, files }
}

/** The files of an edition never change either; those of a few are kept. */
const mostFiles = 12
const files = new WeakMap<Database, Map<string, Promise<Uint8Array<ArrayBuffer>>>>()

/** The bytes of a file of an edition. */
export async function publicBytes(deps: PublicDeps, view: PublicView, ending: PublicFile): Promise<Uint8Array<ArrayBuffer>> {
  const { edition, told, language } = view
  const { id, version } = view.figures.questionnaire
  const stored = await deps.questionnaires.get(id, version)
  const whole = async () => ({ csv: await publicBytes(deps, view, 'csv'), json: await publicBytes(deps, view, 'json') })
  const make = async () =>
    ending === 'zip' ? publicPackage({ edition, language }, await whole()) : publicFile(ending, { edition, stored, language, told })
  // What nobody can read yet may be prepared again under the same number.
  if (view.isPreview) return make()
  const kept = files.get(deps.database) ?? new Map<string, Promise<Uint8Array<ArrayBuffer>>>()
  files.set(deps.database, kept)
  const key = JSON.stringify([edition.campaign, edition.number, edition.checksum, told.length, language, ending])
  const making = kept.get(key) ?? make()
  if (!kept.has(key)) {
    if (kept.size >= mostFiles) kept.clear()
    kept.set(key, making)
    making.catch(() => kept.delete(key))
  }
  return making
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
