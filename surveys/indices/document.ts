import type { Interval } from '../figures/intervals'
import { boundsOf } from '../figures/aims'
import { digitsOf, roundedText, shownAs, unitOf } from '../figures/rounding'
import { headlineOf, indicators, type Indicator } from '../instrument/indicators'
import { localised } from '../instrument/language'
import type { Questionnaire } from '../instrument/schema'
import type { AssessedNode, AssessmentResults } from './assessment'
import type { Assessment, AssessmentStage } from './fielding'
import { countedOf, type CountedScore, type ScoresStanding } from './scatter'

/** A node of an assessed agency as it leaves: unrounded, and as it is read. */
export type NodeDocument = {
  readonly code: string
  readonly tree: string
  readonly label: string
  readonly value: number | null
  /** As it is read, rounded once: `82.66` for a percentage. */
  readonly shown: string | null
  readonly self: number | null
  readonly maximum: number | null
  readonly unit: 'percent' | 'number'
  readonly grade: string | null
  readonly interval: Interval | null
  /** Of the released figures that it was drawn with, or by drawing persons anew with all that each of them said (Efron 1979). */
  readonly intervalMethod: 'released' | 'persons-redrawn' | null
  /** Of a figure that was drawn from a survey: valid answers. */
  readonly base: number | null
  /** Of a figure that was drawn: at least so many; of a score with an interval of persons drawn anew who have rated the agency. */
  readonly persons: number | null
  readonly lacking: string | null
  readonly missing: readonly string[]
  /** How many of the numbers below it are there. */
  readonly there: number
  readonly wanted: number
}

export type AssessedDocument = {
  readonly code: string
  readonly name: string
  readonly block: string
  readonly stage: AssessmentStage
  readonly rank: number | null
  readonly ranked: number
  readonly nodes: readonly NodeDocument[]
}

/** An assessment as programs read it. */
export type AssessmentDocument = {
  readonly assessment: string
  readonly title: string
  readonly set: Assessment['set']
  readonly headline: string | null
  readonly period: { readonly from: string; readonly to: string }
  readonly status: Assessment['status']
  /** How intervals by drawing persons anew were counted; null where there are none for whoever asks. */
  readonly redrawn: { readonly countedOn: string; readonly forms: number; readonly ratings: number; readonly resamples: number } | null
  readonly agencies: readonly AssessedDocument[]
  readonly means: readonly { readonly code: string; readonly value: number | null; readonly agencies: number }[]
}

/** An agency as it is called in an assessment, and where it stands. */
export type NamedAgency = { readonly code: string; readonly name: string; readonly stage: AssessmentStage }

/** An assessment with every agency of the results, in their order. */
export function assessmentDocument(
  assessment: Assessment,
  set: Questionnaire,
  results: AssessmentResults,
  named: ReadonlyMap<string, NamedAgency>,
  { language, standing }: { readonly language: string; readonly standing?: ScoresStanding | undefined },
): AssessmentDocument {
  const known = new Map(indicators(set, []).map((indicator) => [indicator.code, indicator]))
  const labels = new Map(
    set.trees.flatMap(({ nodes }) => nodes.map(({ code, label }) => [code, localised(label, language, set.languages)])),
  )
  return {
    assessment: assessment.code,
    title: localised(assessment.title, language),
    set: assessment.set,
    headline: headlineOf(set) ?? null,
    period: { from: assessment.from, to: assessment.to },
    status: assessment.status,
    redrawn: redrawnIn(standing),
    agencies: results.agencies.map(({ code, block, rank, ranked, nodes }) => ({
      code,
      name: named.get(code)?.name ?? code,
      block,
      stage: named.get(code)?.stage ?? 'entering',
      rank,
      ranked,
      nodes: nodes.flatMap((node) => {
        const indicator = known.get(node.code)
        if (!indicator) return []
        return [
          nodeDocument(set, indicator, { node, label: labels.get(node.code) ?? node.code, counted: countedOf(standing, code, node.code) }),
        ]
      }),
    })),
    means: results.means.map(({ code, value, agencies }) => ({ code, value, agencies })),
  }
}

function redrawnIn(standing: ScoresStanding | undefined): AssessmentDocument['redrawn'] {
  if (standing?.kind !== 'counted') return null
  const { countedOn, forms, ratings, resamples } = standing
  return { countedOn, forms, ratings, resamples }
}

type Told = { readonly node: AssessedNode; readonly label: string; readonly counted: CountedScore | undefined }

function nodeDocument(set: Questionnaire, indicator: Indicator, { node, label, counted }: Told): NodeDocument {
  const unit = unitOf(indicator)
  const { value } = node
  return {
    code: node.code,
    tree: node.tree,
    label,
    value,
    shown: value === null ? null : roundedText(shownAs(value, unit, digitsOf(set), boundsOf(set, indicator)), unit),
    self: node.self.value,
    maximum: indicator.maximum ?? null,
    unit,
    grade: node.grade,
    interval: node.interval ?? counted?.interval ?? null,
    intervalMethod: node.interval ? 'released' : counted ? 'persons-redrawn' : null,
    base: node.base,
    persons: node.persons ?? counted?.persons ?? null,
    lacking: node.lacking ?? null,
    missing: node.missing?.codes ?? [],
    there: node.filled.there,
    wanted: node.filled.wanted,
  }
}
