import { createHash } from 'node:crypto'
import { readingAt } from '../../surveys/figures/linear'
import { type Inputs, sampleOf } from '../../surveys/figures/sums'
import { emptyTally, markAnswers, type TallyLayout } from '../../surveys/figures/tally'
import { endsOf } from '../../surveys/indices/fielding'
import {
  intervalsOver,
  type MeanOf,
  type PersonForm,
  type PersonRating,
  repeatable,
  type ScoreInterval,
} from '../../surveys/indices/rated-scores'
import type { CountedScore, CountedScores, ScoresStanding } from '../../surveys/indices/scatter'
import { columnsOf } from '../../surveys/indices/values'
import { headlineOf, type Indicator } from '../../surveys/instrument/indicators'
import { isLooping } from '../../surveys/instrument/loop'
import type { Draws } from '../../surveys/instrument/schema'
import { findIntervals } from '../db/assessment-intervals'
import { type CampaignRecord, findCampaign } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { type QuestionnaireSource, tallyLayoutOf } from '../db/questionnaires'
import { responsePages } from '../db/responses'
import { type AssessmentReading, readAssessment } from './assessments'

type Deps = { readonly database: Database; readonly questionnaires: QuestionnaireSource }

/** The headline of an agency over all responses, not the released ones alone, and how far it scatters over persons. */
export type AgencyScore = ScoreInterval & { readonly agency: string }

/**
 * Why scores have no such intervals: there is no such assessment; it draws nothing from a campaign, or from several; what it draws stands on several
 * questions or on none that can be counted; nobody rates several agencies there, so that each figure has its own.
 */
export type NoScores = 'unknown' | 'no-campaign' | 'several-campaigns' | 'not-single' | 'not-looped'

/** How often all persons are drawn anew. */
const resamples = 500

type DrawnNode = { readonly node: string; readonly from: Extract<Draws, { readonly from: 'campaign' }> }

/** What the scores of an assessment stand on: one campaign, and how each figure that is drawn reads one answer of a person. */
type ScoreSource = {
  readonly campaign: CampaignRecord
  readonly layout: TallyLayout
  readonly draws: readonly DrawnNode[]
  readonly tellers: readonly Teller[]
  readonly isLooping: boolean
}

/** What the scores of an assessment stand on, or why nobody can say how far they scatter. */
export async function scoreSource(
  deps: Deps,
  { record, set }: AssessmentReading,
): Promise<ScoreSource | Exclude<NoScores, 'unknown' | 'not-looped'>> {
  const draws = endsOf(set).flatMap(({ code: node, draws: from }): readonly DrawnNode[] =>
    from?.from === 'campaign' ? [{ node, from }] : [],
  )
  const named = new Set(draws.map(({ from }) => record.assessment.sources[`campaign ${from.questionnaire}`] ?? ''))
  const [source = ''] = named
  if (draws.length === 0 || source === '') return 'no-campaign'
  if (named.size > 1) return 'several-campaigns'
  const campaign = await findCampaign(deps.database, source)
  if (!campaign) return 'no-campaign'
  const { questionnaire } = await deps.questionnaires.get(campaign.campaign.questionnaire, campaign.campaign.version)
  const layout = tallyLayoutOf(questionnaire)
  const tellers = draws.flatMap(({ from }) => tellerOf(layout, from) ?? [])
  if (tellers.length < draws.length) return 'not-single'
  return { campaign, layout, draws, tellers, isLooping: isLooping(questionnaire) }
}

/**
 * How far what an assessment comes to scatters over the persons who were asked, all that a person said of several agencies together. From the
 * responses, as working figures are: what it shows is for inside, and below the campaign's threshold of persons it shows nothing.
 */
export async function readScoreIntervals(deps: Deps, code: string): Promise<readonly AgencyScore[] | Exclude<NoScores, 'not-looped'>> {
  const reading = await readAssessment(deps, code)
  if (!reading) return 'unknown'
  const source = await scoreSource(deps, reading)
  if (typeof source === 'string') return source
  const headline = scoresIn(reading, source.draws).filter(({ code: node }) => node === headlineOf(reading.set))
  const { threshold } = source.campaign.campaign
  const forms = await formsOf(deps.database, source, reading)
  const [found = []] = intervalsOver(
    scoring(reading, source.draws, headline, () => true),
    forms,
    { uniform: repeatable(1), resamples },
  )
  return reading.record.agencies.map(({ agency }, place) => {
    const one = found[place] ?? { value: undefined, persons: 0, interval: null }
    return { agency: agency.code, ...(one.persons < threshold ? { persons: one.persons, value: undefined, interval: null } : one) }
  })
}

/** What was counted, and about which numbers. */
export type StampedScores = { readonly stamp: string; readonly counted: CountedScores }

/**
 * The intervals of everything that rests on figures of a campaign in which one person rates several agencies. What is not shown of an agency counts
 * here for nothing either, and no interval misses its value. It takes long: to be done aside.
 */
export async function countScores(deps: Deps, code: string, onDrawn: (times: number) => void): Promise<StampedScores | NoScores> {
  const reading = await readAssessment(deps, code)
  if (!reading) return 'unknown'
  const source = await scoreSource(deps, reading)
  if (typeof source === 'string') return source
  if (!source.isLooping) return 'not-looped'
  const nodes = scoresIn(reading, source.draws)
  const isShown = (agency: string, node: string): boolean => (reading.drawn.get(agency)?.get(node)?.value ?? null) !== null
  const forms = await formsOf(deps.database, source, reading)
  const found = intervalsOver(scoring(reading, source.draws, nodes, isShown), forms, { uniform: repeatable(1), resamples, onDrawn })
  const { threshold } = source.campaign.campaign
  const scores = nodes.flatMap(({ code: node }, which) =>
    reading.results.agencies.flatMap(({ code: agency, nodes: own }, place): readonly CountedScore[] => {
      const { interval = null, persons = 0 } = found[which]?.[place] ?? {}
      const value = own.find((one) => one.code === node)?.value ?? null
      if (interval === null || value === null || persons < threshold) return []
      return [{ agency, node, persons, interval: [Math.min(interval[0], value), Math.max(interval[1], value)] }]
    }),
  )
  const ratings = forms.reduce((sum, form) => sum + form.length, 0)
  return { stamp: stampOf(reading), counted: { forms: forms.length, ratings, scores } }
}

/** Intervals as they were counted last; undefined where the scores of an assessment stand on no form about several agencies. */
export async function readCountedScores(deps: Deps, reading: AssessmentReading): Promise<ScoresStanding | undefined> {
  if (reading.record.assessment.status === 'draft') return undefined
  const source = await scoreSource(deps, reading)
  if (typeof source === 'string' || !source.isLooping) return undefined
  const row = await findIntervals(deps.database, reading.record.assessment.code)
  if (!row) return { kind: 'none' }
  if (row.state === 'counting') return { kind: 'counting', drawn: row.drawn, of: resamples }
  if (row.state !== 'done') return { kind: row.state }
  if (row.stamp !== stampOf(reading)) return { kind: 'outdated' }
  const found: CountedScores = JSON.parse(row.found)
  return { kind: 'counted', countedOn: row.counted_on, resamples, ...found }
}

/** The numbers that scores are made of, by a hash. */
const stampOf = ({ assessed }: AssessmentReading): string =>
  createHash('sha256')
    .update(JSON.stringify(assessed.map(({ code, inputs }) => [code, [...inputs]])))
    .digest('base64url')

/** A score with the places of the drawn figures below it. */
type Resting = Indicator & { readonly standsOn: readonly number[] }

/** Every node that is made of drawn figures; a figure as it was drawn has the interval that it was drawn with. */
function scoresIn({ set }: AssessmentReading, draws: readonly DrawnNode[]): readonly Resting[] {
  const places = new Map(draws.map(({ node }, place) => [node, place]))
  const below = (indicator: Indicator): readonly number[] => [
    ...new Set([...(indicator.input === 'drawn' ? [places.get(indicator.code) ?? -1] : []), ...indicator.parts.flatMap(below)]),
  ]
  return tallyLayoutOf(set)
    .nodes.map(({ indicator }) => ({ ...indicator, standsOn: below(indicator).filter((place) => place >= 0) }))
    .filter(({ standsOn, input, steps }) => standsOn.length > 0 && (input === undefined || steps.length > 0))
}

/** What a person's answers, as they were marked last, say of a node; NaN for nothing. */
type Teller = (layout: TallyLayout) => number

/** Of a node that reads one question, in whatever unit the figure has that is drawn. */
function tellerOf(layout: TallyLayout, { node: code, figure }: DrawnNode['from']): Teller | undefined {
  const indicator = layout.nodes.find((node) => node.indicator.code === code)?.indicator
  const [place, ...others] = indicator?.items ?? []
  if (!indicator || place === undefined || others.length > 0 || indicator.steps.length > 0) return undefined
  const reading = readingAt(place, sampleOf(layout, emptyTally(layout), {}), figure === 'value' ? indicator.formula : figure)
  if (!reading || reading.interval === 'none') return undefined
  const { measure, factor, offset } = reading
  return ({ marks }) => (marks.valid[place] === 1 ? offset + factor * (marks[measure][place] ?? 0) : NaN)
}

/** All that persons said, form by form, in no order that tells anything. */
async function formsOf(
  database: Database,
  { campaign: { campaign }, layout, tellers }: ScoreSource,
  { record }: AssessmentReading,
): Promise<readonly PersonForm[]> {
  const places = new Map(record.agencies.map(({ agency }, place) => [agency.code, place]))
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

/** These scores of every agency, once what is drawn has other means and all else stands as it was entered. */
function scoring(
  { set, assessed }: AssessmentReading,
  draws: readonly DrawnNode[],
  scores: readonly Resting[],
  isShown: (agency: string, node: string) => boolean,
) {
  const layout = tallyLayoutOf(set)
  const shown = assessed.map(({ code }) => draws.map(({ node }) => isShown(code, node)))
  return {
    agencies: assessed.length,
    items: draws.length,
    standOn: scores.map(({ standsOn }) => standsOn),
    scores: (meanOf: MeanOf) => {
      const inputs = assessed.map(
        (agency, place): Inputs =>
          new Map([
            ...agency.inputs,
            ...draws.map(
              ({ node }, item) =>
                [node, { self: null, verified: shown[place]?.[item] === true ? (meanOf(place, item) ?? null) : null }] as const,
            ),
          ]),
      )
      const columns = columnsOf(layout, inputs)
      return scores.map((indicator) => columns.of(indicator).map(({ value }) => value))
    },
  }
}
