import { type IndexYear, type YearLine, yearLines, type YearValue } from '../../surveys/indices/year'
import type { Shortfall } from '../../surveys/indices/assessment'
import { countedOf, type ScoresStanding } from '../../surveys/indices/scatter'
import { headlineOf } from '../../surveys/instrument/indicators'
import { findCampaign } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { indexYears, listIndices } from '../db/province-indices'
import type { QuestionnaireSource } from '../db/questionnaires'
import { type AssessmentReading, readAssessment, shortfallsOf } from './assessments'
import { readCountedScores } from './rated-scores'
import { readReleased } from './released'

type Deps = { readonly database: Database; readonly questionnaires: QuestionnaireSource }

/** An index in a year with what is below its maximum, where an assessment tells it. */
export type YearRow = YearLine & {
  readonly shortfalls: readonly Shortfall[]
  /** The assessment by which these are called. */
  readonly reading: AssessmentReading | undefined
}

/** Every index by which the province is judged in a year, beside the year before; drawn values are released ones. */
export async function readYearAtAGlance(
  deps: Deps,
  year: number,
): Promise<{ readonly rows: readonly YearRow[]; readonly years: readonly number[] }> {
  const [indices, kept] = [await listIndices(deps.database), await indexYears(deps.database)]
  const wanted = kept.filter((one) => one.year === year || one.year === year - 1)
  const readings = new Map<string, Read>()
  for (const { source } of wanted)
    if (source.from === 'assessment' && !readings.has(source.assessment))
      readings.set(source.assessment, await readOf(deps, source.assessment))
  const valued: (IndexYear & YearValue)[] = []
  for (const one of wanted) valued.push({ ...one, ...(await valueOf(deps, one, readings)) })
  const rows = yearLines(indices, valued, year).map((line) => {
    const source = line.now?.source
    const reading = source?.from === 'assessment' ? readings.get(source.assessment)?.reading : undefined
    return { ...line, reading, shortfalls: reading && source?.from === 'assessment' ? shortfallsOf(reading, source.agency) : [] }
  })
  return { rows, years: [...new Set(kept.map((one) => one.year))].sort((a, b) => b - a) }
}

/** An assessment with the intervals that were counted of its scores. */
type Read = { readonly reading: AssessmentReading | undefined; readonly standing: ScoresStanding | undefined }

async function readOf(deps: Deps, code: string): Promise<Read> {
  const reading = await readAssessment(deps, code)
  return { reading, standing: reading && (await readCountedScores(deps, reading)) }
}

async function valueOf(deps: Deps, { source, value }: IndexYear, readings: ReadonlyMap<string, Read>): Promise<YearValue> {
  if (source.from === 'entered') return { value, interval: null, basis: '' }
  if (source.from === 'campaign') {
    const record = await findCampaign(deps.database, source.campaign)
    if (!record) return { value: null, interval: null, basis: '' }
    const { questionnaire } = await deps.questionnaires.get(record.campaign.questionnaire, record.campaign.version)
    const view = await readReleased(deps, record, 'vi')
    const node = view.total.nodes.find(({ code }) => code === headlineOf(questionnaire))
    const { value: drawn = null, interval = null, base = null, persons = null } = node ?? {}
    return { value: drawn, interval, base, persons, basis: `campaign ${questionnaire.id}` }
  }
  const { reading, standing } = readings.get(source.assessment) ?? { reading: undefined, standing: undefined }
  const node = reading?.results.agencies
    .find(({ code }) => code === source.agency)
    ?.nodes.find(({ code }) => code === headlineOf(reading.set))
  const isStillOpen = reading !== undefined && reading.record.assessment.status !== 'closed'
  const basis = `assessment ${reading?.set.id ?? ''} ${source.agency}`
  const { value: assessed = null, interval = null, base = null, persons = null } = node ?? {}
  const counted = node && countedOf(standing, source.agency, node.code)
  const redrawn = counted && { interval: counted.interval, persons: counted.persons }
  return { value: assessed, interval, base, persons, redrawn, basis, isStillOpen }
}
