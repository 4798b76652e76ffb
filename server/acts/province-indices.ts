import type { DraftProblem } from '../../surveys/fielding/drafts'
import { localDay } from '../../surveys/instrument/calendar'
import { localised } from '../../surveys/instrument/language'
import {
  type IndexDraft,
  type IndexYear,
  type ProvinceIndex,
  readIndex,
  readYear,
  sourceText,
  type YearDraft,
} from '../../surveys/indices/year'
import { findAssessment } from '../db/assessments'
import { findCampaign } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { indexYears, listIndices, saveIndex, saveIndexYear } from '../db/province-indices'
import { type Act, changes, did, failed, nothing } from './act'

type Unknown = { readonly code: 'unknown' }
type Wrong = { readonly code: 'wrong'; readonly problems: readonly DraftProblem[] }

const told = (index: ProvinceIndex) => ({
  name: localised(index.name, 'vi'),
  method: localised(index.method, 'vi'),
  owner: localised(index.owner, 'vi'),
  unit: index.unit,
  maximum: index.maximum,
  top: index.top,
})

/** Keeps an index by which the province is judged, a new one or one that is shipped. */
export const saveProvinceIndex: Act<IndexDraft, undefined, Wrong> = {
  name: 'indices.save',
  run: async ({ database }, _, draft) => {
    const reading = readIndex(draft)
    if (!reading.ok) return failed({ code: 'wrong', problems: reading.problems })
    const before = (await listIndices(database)).find(({ code }) => code === draft.code)
    if (before && JSON.stringify(told(before)) === JSON.stringify(told(reading.index))) return nothing(undefined)
    await saveIndex(database, reading.index, 'kept')
    return did(draft.code, before ? changes(told(before), told(reading.index)) : { after: told(reading.index) })
  },
}

/** Takes an index off the list; what was entered of it is kept. */
export const dropProvinceIndex: Act<{ readonly code: string }, undefined, Unknown> = {
  name: 'indices.drop',
  run: async ({ database }, _, { code }) => {
    const index = (await listIndices(database)).find((one) => one.code === code)
    if (!index) return failed({ code: 'unknown' })
    await saveIndex(database, index, 'dropped')
    return did(code, { before: told(index) })
  },
}

type OfYear = { readonly code: string; readonly year: number; readonly draft: YearDraft }

/** Keeps what is known of an index in a year: its value or where it is drawn from, rank among provinces, target. */
export const enterIndexYear: Act<OfYear, undefined, Unknown | Wrong> = {
  name: 'indices.enter',
  run: async ({ database, now }, _, { code, year, draft }) => {
    const index = (await listIndices(database)).find((one) => one.code === code)
    if (!index) return failed({ code: 'unknown' })
    const reading = readYear(index, year, draft, Number(localDay(now()).slice(0, 4)))
    const problems = reading.ok ? await sourceProblems(database, reading.year) : reading.problems
    if (!reading.ok || problems.length > 0) return failed({ code: 'wrong', problems })
    const before = (await indexYears(database)).find((one) => one.index === code && one.year === year)
    if (before && JSON.stringify(yearTold(before)) === JSON.stringify(yearTold(reading.year))) return nothing(undefined)
    await saveIndexYear(database, reading.year)
    return did(`${code} ${year}`, before ? changes(yearTold(before), yearTold(reading.year)) : { after: yearTold(reading.year) })
  },
}

const yearTold = ({ source, value, rank, ranked, target, isBreak, reference }: IndexYear) => ({
  source: sourceText(source),
  value,
  rank,
  ranked,
  target,
  break: isBreak,
  reference,
})

async function sourceProblems(database: Database, { source }: IndexYear): Promise<readonly DraftProblem[]> {
  const seen = sourceText(source)
  const wrong: readonly DraftProblem[] = [{ field: 'source', code: 'unknown', seen }]
  if (source.from === 'campaign') return (await findCampaign(database, source.campaign)) ? [] : wrong
  if (source.from === 'entered') return []
  const record = await findAssessment(database, source.assessment)
  return record?.agencies.some(({ agency }) => agency.code === source.agency) ? [] : wrong
}
