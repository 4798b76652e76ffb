import type { Questionnaire } from '../../surveys/instrument/schema'
import { listCatalogue } from '../catalogue'
import type { Database } from '../db/dialect'
import { listQuestionnaires } from '../db/questionnaires'

/** An indicator set as it is listed: a published version, or what comes with the product and nobody has taken up, which was published on no day. */
export type ListedSet = {
  readonly set: Questionnaire
  readonly publishedOn: string | undefined
  readonly hash: string | undefined
  /** How many numbers it stands on, and how many of them are drawn from elsewhere. */
  readonly numbers: number
  readonly drawn: number
}

/** Every published version by id and version, then what could be taken up. */
export async function listSets(database: Database): Promise<readonly ListedSet[]> {
  const published = (await listQuestionnaires(database)).filter(({ questionnaire }) => questionnaire.kind !== undefined)
  const known = new Set(published.map(({ questionnaire }) => questionnaire.id))
  const offered = (await listCatalogue()).filter(({ id, kind }) => kind !== undefined && !known.has(id))
  return [
    ...published.map(({ questionnaire, publishedOn, hash }) => listed(questionnaire, publishedOn, hash)),
    ...offered.map((set) => listed(set, undefined, undefined)),
  ]
}

function listed(set: Questionnaire, publishedOn: string | undefined, hash: string | undefined): ListedSet {
  const inputs = set.trees.flatMap(({ nodes }) => nodes.flatMap(({ input }) => input ?? []))
  return { set, publishedOn, hash, numbers: inputs.length, drawn: inputs.filter((one) => one === 'drawn').length }
}
