import { folded } from '../../../../surveys/language'
import { speaksOf } from '../../../../surveys/published'
import { itemsById } from '../../../../surveys/response'
import type { LocalText, Questionnaire } from '../../../../surveys/schema'
import type { CampaignRecord } from '../../../db/campaigns'
import type { Database } from '../../../db/dialect'
import { listPublished, type PublishedFigure } from '../../../db/published-figures'

/** What was published before about the headline: of one agency, or of places that are no agency of the campaign, such as the province. */
export async function publishedFor(database: Database, { measured }: CampaignRecord, questionnaire: Questionnaire, headline: string, agency: string | null): Promise<readonly PublishedFigure[]> {
  const figures = (await listPublished(database)).filter((figure) => speaksOf(figure, headline, wordsOf(questionnaire, headline)))
  if (figures.length === 0) return []
  const places = measured.map(({ agency: { code, name } }) => ({ code, names: [code, ...Object.values(name)].map(folded) }))
  const placeOf = ({ place }: PublishedFigure) => places.find(({ names }) => names.includes(folded(place)))?.code ?? null
  return figures.filter((figure) => placeOf(figure) === agency)
}

/** What a node is called in every language. */
export function wordsOf(questionnaire: Questionnaire, code: string): readonly string[] {
  const node = questionnaire.trees.flatMap(({ nodes }) => nodes).find((one) => one.code === code)
  const label: LocalText | undefined = node?.label ?? itemsById(questionnaire).get(code)?.text
  return Object.values(label ?? {})
}
