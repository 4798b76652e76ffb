import {
  type AssessedAgency,
  assessed,
  type AssessmentResults,
  shortfalls,
  type Shortfall,
  type Surveyed,
} from '../../surveys/indices/assessment'
import { type AssessmentDocument, assessmentDocument } from '../../surveys/indices/document'
import { type AssessedNumber, endsOf, type SetEnd, sourceOf } from '../../surveys/indices/fielding'
import type { ScoresStanding } from '../../surveys/indices/scatter'
import { localised } from '../../surveys/instrument/language'
import type { Draws, Questionnaire } from '../../surveys/instrument/schema'
import { agenciesBelow } from '../db/agency-tree'
import { type AssessmentRecord, drawnIn, findAssessment, numbersIn } from '../db/assessments'
import { type Area, type CampaignRecord, findCampaign } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { type QuestionnaireSource, questionnaireSource, tallyLayoutOf } from '../db/questionnaires'
import { readReleased, releasedWithin, type ReleasedView } from './released'

/**
 * A figure that was drawn for an agency, or why there is none: no source is named; it does not exist; it measures the agency not; it is
 * withheld or not released yet; the agency was not told it there; it draws from itself.
 */
export type Drawn = Surveyed & { readonly value: number | null; readonly lacking: DrawnLacking | '' }
export type DrawnLacking = 'no-source' | 'unknown' | 'not-measured' | 'not-released' | 'not-told' | 'circular'

export type AssessmentReading = {
  readonly record: AssessmentRecord
  readonly set: Questionnaire
  /** By agency, and by node. */
  readonly numbers: ReadonlyMap<string, ReadonlyMap<string, AssessedNumber>>
  readonly drawn: ReadonlyMap<string, ReadonlyMap<string, Drawn>>
  readonly assessed: readonly AssessedAgency[]
  readonly results: AssessmentResults
}

type Deps = { readonly database: Database; readonly questionnaires: QuestionnaireSource }

/** An assessment with what every node comes to; while it is open figures are drawn anew, from released ones. */
export async function readAssessment(deps: Deps, code: string): Promise<AssessmentReading | undefined> {
  return await readThrough({ ...deps, released: (record) => readReleased(deps, record, 'vi') }, code, new Set())
}

/** The same within a transaction, in which no other begins, and whose connection nothing else that is read waits for. */
export async function readAssessmentWithin(database: Database, code: string): Promise<AssessmentReading | undefined> {
  const deps = { database, questionnaires: questionnaireSource(database) }
  return await readThrough({ ...deps, released: (record) => releasedWithin(deps.database, deps.questionnaires, record) }, code, new Set())
}

type Reading = Deps & { readonly released: (record: CampaignRecord) => Promise<ReleasedView> }

async function readThrough(deps: Reading, code: string, above: ReadonlySet<string>): Promise<AssessmentReading | undefined> {
  const { database, questionnaires } = deps
  const record = await findAssessment(database, code)
  if (!record) return undefined
  const { questionnaire: set } = await questionnaires.get(record.assessment.set.id, record.assessment.set.version)
  const numbers = byAgency(await numbersIn(database, code))
  const drawn =
    record.assessment.status === 'closed' ? byAgencyDrawn(await drawnIn(database, code)) : await drawNow(deps, record, set, above)
  const ends = endsOf(set)
  const agencies = record.agencies.map(({ agency }) => assessedAgency(agency.code, agency.block, ends, numbers, drawn))
  return { record, set, numbers, drawn, assessed: agencies, results: assessed(set, tallyLayoutOf(set), agencies) }
}

/** What is below its maximum for one agency, what brings most first. */
export function shortfallsOf({ set, assessed: all }: AssessmentReading, agency: string): readonly Shortfall[] {
  const one = all.find(({ code }) => code === agency)
  return one ? shortfalls(set, tallyLayoutOf(set), one, all) : []
}

type Numbers = AssessmentReading['numbers']

function assessedAgency(
  code: string,
  block: string,
  ends: readonly SetEnd[],
  numbers: Numbers,
  drawn: AssessmentReading['drawn'],
): AssessedAgency {
  const surveyed = new Map<string, Surveyed>()
  const inputs = new Map(
    ends.flatMap((end) => {
      if (end.input === 'drawn') {
        const found = drawn.get(code)?.get(end.code)
        if (found) surveyed.set(end.code, found)
        return found ? [[end.code, { self: null, verified: found.value }] as const] : []
      }
      const found = numbers.get(code)?.get(end.code)
      return found ? [[end.code, { self: found.self, verified: found.verified }] as const] : []
    }),
  )
  return { code, block, inputs, surveyed }
}

function byAgency(numbers: readonly AssessedNumber[]): Numbers {
  const found = new Map<string, Map<string, AssessedNumber>>()
  for (const number of numbers) {
    const of = found.get(number.agency) ?? new Map<string, AssessedNumber>()
    found.set(number.agency, of.set(number.node, number))
  }
  return found
}

function byAgencyDrawn(rows: Awaited<ReturnType<typeof drawnIn>>): AssessmentReading['drawn'] {
  const found = new Map<string, Map<string, Drawn>>()
  for (const { agency, node, value, low, high, base, persons, lacking } of rows) {
    const of = found.get(agency) ?? new Map<string, Drawn>()
    const interval = low === null || high === null ? null : ([low, high] as const)
    found.set(agency, of.set(node, { value, interval, base, persons, lacking: lackingIn(lacking) }))
  }
  return found
}

const lackingCodes = ['no-source', 'unknown', 'not-measured', 'not-released', 'not-told', 'circular'] as const
const lackingIn = (text: string): Drawn['lacking'] => lackingCodes.find((one) => one === text) ?? ''

/** Where one source keeps the figures that are drawn from it, for any agency and node. */
type Well = (agency: string, draws: Draws) => Drawn

const none = (lacking: DrawnLacking): Drawn => ({ value: null, interval: null, base: null, persons: null, lacking })

async function drawNow(
  deps: Reading,
  { assessment, agencies }: AssessmentRecord,
  set: Questionnaire,
  above: ReadonlySet<string>,
): Promise<AssessmentReading['drawn']> {
  const draws = endsOf(set).flatMap(({ code, draws: from }) => (from ? [{ code, from, source: sourceOf(from) }] : []))
  const wells = new Map<string, Well>()
  const within = new Set([...above, assessment.code])
  for (const { source, from } of draws)
    if (!wells.has(source)) wells.set(source, await wellOf(deps, from, { named: assessment.sources[source] ?? '', agencies, within }))
  return new Map(
    agencies.map(({ agency }) => [
      agency.code,
      new Map(draws.map(({ code, from, source }) => [code, wells.get(source)?.(agency.code, from) ?? none('no-source')])),
    ]),
  )
}

type Drawing = { readonly named: string; readonly agencies: AssessmentRecord['agencies']; readonly within: ReadonlySet<string> }

async function wellOf(deps: Reading, { from }: Draws, drawing: Drawing): Promise<Well> {
  if (drawing.named === '') return () => none('no-source')
  return from === 'campaign' ? await campaignWell(deps, drawing) : await assessmentWell(deps, drawing)
}

/** Released figures alone: agencies and everybody else see what comes of them. Who is above all that were measured draws the total. */
async function campaignWell(deps: Reading, { named, agencies }: Drawing): Promise<Well> {
  const record = await findCampaign(deps.database, named)
  if (!record) return () => none('unknown')
  const view = await deps.released(record)
  const rows = new Map(view.agencies.map((row) => [row.code, row.nodes]))
  const aboveAll = new Set<string>()
  for (const { agency } of agencies.filter((one) => !rows.has(one.agency.code))) {
    const below = await agenciesBelow(deps.database, [agency.code])
    if (record.peers.every((peer) => below.has(peer.agency.code))) aboveAll.add(agency.code)
  }
  return (agency, draws) => {
    const nodes = rows.get(agency) ?? (aboveAll.has(agency) ? view.total.nodes : undefined)
    return nodes ? drawnOf(nodes, draws) : none('not-measured')
  }
}

function drawnOf(nodes: ReleasedView['total']['nodes'], draws: Draws): Drawn {
  const node = nodes.find(({ code }) => code === draws.node)
  if (draws.from !== 'campaign' || !node) return none('unknown')
  const figure = draws.figure === 'value' ? node : node[draws.figure]
  if (!figure || figure.value === null) return none('not-released')
  return { value: figure.value, interval: figure.interval, base: node.base, persons: node.persons, lacking: '' }
}

/** What agencies were told there: nobody learns through another assessment what is still being verified. */
async function assessmentWell(deps: Reading, { named, within }: Drawing): Promise<Well> {
  if (within.has(named)) return () => none('circular')
  const reading = await readThrough(deps, named, within)
  if (!reading) return () => none('unknown')
  const { assessment, agencies } = reading.record
  const told = new Set(agencies.flatMap(({ agency, stage }) => (assessment.status === 'closed' || stage === 'told' ? [agency.code] : [])))
  const rows = new Map(reading.results.agencies.map((row) => [row.code, new Map(row.nodes.map((node) => [node.code, node]))]))
  return (agency, draws) => {
    const nodes = rows.get(agency)
    if (!nodes) return none('not-measured')
    if (!told.has(agency)) return none('not-told')
    const node = nodes.get(draws.node)
    if (!node) return none('unknown')
    const { value, interval, base, persons } = node
    return value === null ? none('not-released') : { value, interval, base, persons, lacking: '' }
  }
}

/** An assessment as programs read it, of the agencies within an area alone; ranks are among all. `standing`: intervals for who sees all of them. */
export function assessmentSeen(
  { record, set, results }: AssessmentReading,
  area: Area,
  { language, standing }: { readonly language: string; readonly standing: ScoresStanding | undefined },
): AssessmentDocument {
  const named = record.agencies.map(({ agency, stage }) => ({ code: agency.code, name: localised(agency.name, language), stage }))
  const seen = results.agencies.filter(({ code }) => area === 'everywhere' || area.has(code))
  // The mean of all, less what somebody knows of their own, would be of the others.
  const means = seen.length === results.agencies.length ? results.means : []
  return assessmentDocument(record.assessment, set, { agencies: seen, means }, new Map(named.map((one) => [one.code, one])), {
    language,
    standing: area === 'everywhere' ? standing : undefined,
  })
}
