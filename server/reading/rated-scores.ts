import { readingAt } from '../../surveys/figures/linear'
import { type Inputs, sampleOf } from '../../surveys/figures/sums'
import { emptyTally, markAnswers, type TallyLayout } from '../../surveys/figures/tally'
import { endsOf } from '../../surveys/indices/fielding'
import { intervalsOver, type PersonForm, type PersonRating, repeatable, type ScoreInterval } from '../../surveys/indices/rated-scores'
import { columnsOf } from '../../surveys/indices/values'
import { headlineOf, type Indicator } from '../../surveys/instrument/indicators'
import { type CampaignRecord, findCampaign } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { type QuestionnaireSource, tallyLayoutOf } from '../db/questionnaires'
import { responsePages } from '../db/responses'
import { type AssessmentReading, readAssessment } from './assessments'

type Deps = { readonly database: Database; readonly questionnaires: QuestionnaireSource }

/** The headline of an agency over all responses, not the released ones alone, and how far it scatters over persons. */
export type AgencyScore = ScoreInterval & { readonly agency: string }

/**
 * Why an assessment has none: there is no such assessment; it draws nothing from a campaign, or from several; what it draws stands on several
 * questions or on none that can be counted.
 */
export type NoScores = 'unknown' | 'no-campaign' | 'several-campaigns' | 'not-single'

const resamples = 500

/**
 * How far what an assessment comes to scatters over the persons who were asked, all that a person said of several agencies together. From the
 * responses, as working figures are: what it shows is for inside, and below the campaign's threshold of persons it shows nothing.
 */
export async function readScoreIntervals(deps: Deps, code: string): Promise<readonly AgencyScore[] | NoScores> {
  const reading = await readAssessment(deps, code)
  if (!reading) return 'unknown'
  const { record, set } = reading
  const draws = endsOf(set).flatMap(({ code: node, draws: from }) => (from?.from === 'campaign' ? [{ node, from }] : []))
  const named = new Set(draws.map(({ from }) => record.assessment.sources[`campaign ${from.questionnaire}`] ?? ''))
  const [source = ''] = named
  if (draws.length === 0 || source === '') return 'no-campaign'
  if (named.size > 1) return 'several-campaigns'
  const campaign = await findCampaign(deps.database, source)
  if (!campaign) return 'no-campaign'
  const { questionnaire } = await deps.questionnaires.get(campaign.campaign.questionnaire, campaign.campaign.version)
  const layout = tallyLayoutOf(questionnaire)
  const told = draws.map(({ from }) => tellerOf(layout, from.node))
  const tellers = told.flatMap((one) => one ?? [])
  if (tellers.length < told.length) return 'not-single'
  const agencies = record.agencies.map(({ agency }) => agency.code)
  const forms = await formsOf(deps.database, campaign, { layout, tellers, agencies })
  const scores = scoring(
    reading,
    draws.map(({ node }) => node),
  )
  const found = intervalsOver({ agencies: agencies.length, items: draws.length, scores }, forms, { uniform: repeatable(1), resamples })
  return found.map((one, place) => ({
    agency: agencies[place] ?? '',
    ...(one.persons < campaign.campaign.threshold ? { persons: one.persons, value: undefined, interval: null } : one),
  }))
}

/** What a person's answers, as they were marked last, say of a node; NaN for nothing. */
type Teller = (layout: TallyLayout) => number

/** Of a node that reads one question, in whatever unit its value has. */
function tellerOf(layout: TallyLayout, code: string): Teller | undefined {
  const indicator = layout.nodes.find((node) => node.indicator.code === code)?.indicator
  const [place, ...others] = indicator?.items ?? []
  if (!indicator || place === undefined || others.length > 0 || indicator.steps.length > 0) return undefined
  const reading = readingAt(place, sampleOf(layout, emptyTally(layout), {}), indicator.formula)
  if (!reading || reading.interval === 'none') return undefined
  const { measure, factor, offset } = reading
  return ({ marks }) => (marks.valid[place] === 1 ? offset + factor * (marks[measure][place] ?? 0) : NaN)
}

type Asked = { readonly layout: TallyLayout; readonly tellers: readonly Teller[]; readonly agencies: readonly string[] }

/** All that persons said, form by form, in no order that tells anything. */
async function formsOf(
  database: Database,
  { campaign }: CampaignRecord,
  { layout, tellers, agencies }: Asked,
): Promise<readonly PersonForm[]> {
  const places = new Map(agencies.map((agency, place) => [agency, place]))
  const forms = new Map<string, PersonRating[]>()
  for await (const page of responsePages(database, campaign.code))
    for (const { id, form, agency, answers } of page) {
      const place = places.get(agency)
      if (place === undefined) continue
      markAnswers(layout, JSON.parse(answers))
      const rating = { agency: place, values: Float64Array.from(tellers, (teller) => teller(layout)) }
      const own = forms.get(form === '' ? id : form)
      if (own) own.push(rating)
      else forms.set(form === '' ? id : form, [rating])
    }
  return [...forms.values()]
}

/** The headline of every agency, once what is drawn has these means and all else stands as it was entered. */
function scoring({ set, assessed }: AssessmentReading, nodes: readonly string[]) {
  const layout = tallyLayoutOf(set)
  const headline: Indicator | undefined = layout.nodes.find(({ indicator }) => indicator.code === headlineOf(set))?.indicator
  return (meanOf: (agency: number, item: number) => number | undefined): readonly (number | undefined)[] => {
    const inputs = assessed.map(
      (agency, place): Inputs =>
        new Map([...agency.inputs, ...nodes.map((node, item) => [node, { self: null, verified: meanOf(place, item) ?? null }] as const)]),
    )
    return headline
      ? columnsOf(layout, inputs)
          .of(headline)
          .map(({ value }) => value)
      : assessed.map(() => undefined)
  }
}
