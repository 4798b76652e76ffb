import { setTimeout as delay } from 'node:timers/promises'
import type { AgencyRate } from '../../surveys/fielding/dossiers'
import { headlineOf } from '../../surveys/instrument/indicators'
import type { Answers } from '../../surveys/instrument/schema'
import { type NodeResult, pooledResults } from '../../surveys/figures/results'
import { addAnswers, addTally, readableTally, type Tally, type TallyLayout } from '../../surveys/figures/tally'
import { copiedIn, patternOf } from '../../surveys/quality/copies'
import { type Flag, flags, flagsIn, isDoubtful } from '../../surveys/quality/flags'
import {
  addMarks,
  addToForm,
  countedForms,
  type Counting,
  type MarkCounts,
  type MarkedForms,
  noMarks,
  tellable,
} from '../../surveys/quality/panel'
import type { CampaignRecord } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { type QuestionnaireSource, tallyLayoutOf } from '../db/questionnaires'
import { type MarkedResponse, markedPages, arrivalMark } from '../db/response-list'
import { erasuresIn } from '../db/responses'
import { readRates } from './dossiers'
import { noFilter } from './filter'
import { sumsBy, sumsRows } from './results'

/** The index of all that count, of those without the doubtful, and had nothing been set aside; undefined where that would tell of too few. */
export type IndexBeside = {
  readonly counted: NodeResult
  readonly without: NodeResult | undefined
  readonly whole: NodeResult | undefined
}

export type AgencyQuality = MarkCounts & { readonly agency: string; readonly figures: IndexBeside | undefined }
export type PlaceQuality = MarkCounts & { readonly agency: string; readonly touchpoint: string }

/** What looks wrong in a campaign, as of one moment. */
export type Quality = {
  readonly at: number
  readonly total: MarkCounts & { readonly figures: IndexBeside | undefined }
  /** Of agencies that have any response, in the order of their codes. */
  readonly agencies: readonly AgencyQuality[]
  readonly places: readonly PlaceQuality[]
  /** Agencies with months in which more responses came than dossiers were handled. */
  readonly over: readonly AgencyRate[]
  /** Ids of copies beyond chance, those that count. */
  readonly copies: readonly string[]
}

type Deps = { readonly database: Database; readonly questionnaires: QuestionnaireSource; readonly now: () => number }

export type QualityState = { readonly kind: 'ready'; readonly quality: Quality } | { readonly kind: 'reading'; readonly read: number }

type Work = { readonly mark: string; readonly progress: { read: number }; readonly made: Promise<Quality>; done?: Quality }

const works = new WeakMap<Database, Map<string, Work>>()

/** So long what was found is shown although more has come since, so that a campaign that runs is not read again at every look. */
const freshMs = 60_000
/** So long a page waits before it tells how far the reading is. */
const patienceMs = 1_500

/** What looks wrong in a campaign: every response is read for it, so it is kept, and a long reading goes on while its page is left. */
export async function readQuality(deps: Deps, record: CampaignRecord): Promise<QualityState> {
  const work = await workOn(deps, record)
  const quality = work.done ?? (await Promise.race([work.made, delay(patienceMs, undefined, { ref: false })]))
  return quality ? { kind: 'ready', quality } : { kind: 'reading', read: work.progress.read }
}

/** The ids of copies, however long it takes to find them. */
export const copiesIn = async (deps: Deps, record: CampaignRecord): Promise<readonly string[]> =>
  (await (await workOn(deps, record)).made).copies

async function workOn(deps: Deps, record: CampaignRecord): Promise<Work> {
  const { database, now } = deps
  const kept = works.get(database) ?? new Map<string, Work>()
  works.set(database, kept)
  const { code } = record.campaign
  const mark = await arrivalMark(database)
  const known = kept.get(code)
  const isGood =
    known && (known.mark === mark || known.done === undefined || (known.done.at > now() - freshMs && sameErasures(known.mark, mark)))
  const work = isGood ? known : begun(deps, record, mark)
  kept.set(code, work)
  return work
}

/** What somebody has set aside is seen at once. */
const sameErasures = (one: string, other: string): boolean => erasuresOf(one) === erasuresOf(other)
const erasuresOf = (mark: string): number => mark.split(' ').reduce((sum, writer) => sum + Number(writer.split(':')[2] ?? 0), 0)

function begun(deps: Deps, record: CampaignRecord, mark: string): Work {
  const progress = { read: 0 }
  const work: Work = { mark, progress, made: readAll(deps, record, progress) }
  work.made.then(
    (quality) => (work.done = quality),
    // Whoever waits is told; the next look begins anew.
    () => works.get(deps.database)?.delete(record.campaign.code),
  )
  return work
}

/** What was counted of one agency: its marks, and the tallies of those that a figure leaves out or lacks. */
type Apart = { readonly counts: Counting; readonly doubtful: Tally; readonly aside: Tally }

async function readAll(deps: Deps, record: CampaignRecord, progress: { read: number }): Promise<Quality> {
  const { database, questionnaires, now } = deps
  const { campaign } = record
  const { questionnaire } = await questionnaires.get(campaign.questionnaire, campaign.version)
  const layout = tallyLayoutOf(questionnaire)
  const at = now()
  for (;;) {
    const erasures = await erasuresIn(database.db)
    progress.read = 0
    const found = await counted(database, campaign.code, layout, progress)
    const sums = sumsBy(layout, await sumsRows(database.db, record, noFilter, 'whole'), (row) => row.agency)
    // What was set aside meanwhile would be taken out twice.
    if (erasures !== (await erasuresIn(database.db))) continue
    const head = layout.nodes.findIndex(({ indicator }) => indicator.code === headlineOf(questionnaire))
    const rates = await readRates(deps, record, noFilter)
    return { at, ...assembled({ record, layout, head }, found, sums), over: rates?.agencies.filter(({ over }) => over.length > 0) ?? [] }
  }
}

type Found = {
  readonly agencies: ReadonlyMap<string, Apart>
  readonly places: ReadonlyMap<string, Counting>
  /** Where one person rates several agencies. */
  readonly forms: MarkedForms | undefined
  readonly copies: readonly string[]
}

/** Reads every response; a second time those places alone where too many are the same, since only then it is known which are. */
async function counted(database: Database, campaign: string, layout: TallyLayout, progress: { read: number }): Promise<Found> {
  const patterns = new Map<string, Map<number, number>>()
  // Who rates several agencies alike has copied nobody: of the ratings of one form, which lie together, the same count once.
  const inForm = new Set<number>()
  let last = ''
  for await (const rows of markedPages(database, campaign, [])) {
    for (const { touchpoint, form, packed, set_aside: state } of rows) {
      if (state !== '' || touchpoint === '') continue
      const own = patterns.get(touchpoint) ?? new Map<number, number>()
      patterns.set(touchpoint, own)
      const pattern = patternOf(packed)
      if (form === '' || form !== last) inForm.clear()
      last = form
      if (inForm.has(pattern)) continue
      inForm.add(pattern)
      own.set(pattern, (own.get(pattern) ?? 0) + 1)
    }
    progress.read += rows.length
  }
  const found = copiedIn(patterns)
  patterns.clear()
  const copied = new Set(found.map(({ place, pattern }) => `${pattern} ${place}`))
  const copiedAt = [...new Set(found.map(({ place }) => place))].slice(0, mostPlaces)
  const agencies = new Map<string, Apart>()
  const places = new Map<string, Counting>()
  const copies: string[] = []
  const forms: MarkedForms | undefined = layout.rated && new Map()
  for await (const rows of markedPages(database, campaign, copiedAt))
    for (const row of rows) {
      const isCopy = row.set_aside === '' && copied.size > 0 && copied.has(`${patternOf(row.packed)} ${row.touchpoint}`)
      if (isCopy) copies.push(row.id)
      const marks: readonly Flag[] = isCopy ? [...flagsIn(row.flags), 'copy'] : flagsIn(row.flags)
      addRow(layout, agencies, places, row, marks)
      if (forms) addToForm(forms, row.form || row.id, row.set_aside, marks)
    }
  return { agencies, places, forms, copies: copies.sort() }
}

/** Names in one statement. */
const mostPlaces = 1_000

function addRow(
  layout: TallyLayout,
  agencies: Map<string, Apart>,
  places: Map<string, Counting>,
  { agency, touchpoint, set_aside: state, answers }: MarkedResponse,
  marks: readonly Flag[],
): void {
  const name = `${agency} ${touchpoint}`
  const apart = agencies.get(agency) ?? { counts: noMarks(), doubtful: readableTally(layout), aside: readableTally(layout) }
  const place = places.get(name) ?? noMarks()
  agencies.set(agency, apart)
  places.set(name, place)
  const given = (): Answers => JSON.parse(answers)
  if (state !== '') {
    apart.counts[state] += 1
    place[state] += 1
    if (answers !== '') addAnswers(layout, apart.aside, given(), 1)
    return
  }
  addMarks(apart.counts, marks)
  addMarks(place, marks)
  if (isDoubtful(marks) && answers !== '') addAnswers(layout, apart.doubtful, given(), 1)
}

type Setting = { readonly record: CampaignRecord; readonly layout: TallyLayout; readonly head: number }

function assembled(
  setting: Setting,
  { agencies, places, forms, copies }: Found,
  sums: ReadonlyMap<string, Tally>,
): Omit<Quality, 'at' | 'over'> {
  const { threshold } = setting.record.campaign
  const order = [...agencies.keys()].sort()
  const all = order.flatMap((agency) => {
    const apart = agencies.get(agency)
    return apart ? [{ agency, ...apart, whole: sums.get(agency) ?? readableTally(setting.layout) }] : []
  })
  const persons = (tallies: readonly Tally[]) => tallies.map((tally) => figureOf(setting, [tally])?.persons ?? 0)
  const [left, back] = [
    tellable(threshold, persons(all.map(({ doubtful }) => doubtful)), setting.layout.ratingsAtMost),
    tellable(threshold, persons(all.map(({ aside }) => aside)), setting.layout.ratingsAtMost),
  ]
  const total = noMarks()
  for (const { counts } of all) addCounts(total, counts)
  return {
    total: {
      ...(forms ? countedForms(forms) : total),
      figures: besideOf(setting, all, left.sum, back.sum),
    },
    agencies: all.map((one, place) => ({
      ...one.counts,
      agency: one.agency,
      figures: besideOf(setting, [one], left.parts[place] ?? false, back.parts[place] ?? false),
    })),
    places: [...places]
      .map(([name, counts]) => {
        const [agency = '', touchpoint = ''] = name.split(' ')
        return { ...counts, agency, touchpoint }
      })
      .sort((one, other) => other.doubtful - one.doubtful || marksOf(other) - marksOf(one) || (one.touchpoint < other.touchpoint ? -1 : 1)),
    copies,
  }
}

const marksOf = ({ by }: MarkCounts): number => flags.reduce((sum, flag) => sum + by[flag], 0)

type Part = Apart & { readonly whole: Tally }

function besideOf(setting: Setting, parts: readonly Part[], isLeftTold: boolean, isBackTold: boolean): IndexBeside | undefined {
  const counted = figureOf(
    setting,
    parts.map(({ whole }) => whole),
  )
  if (!counted) return undefined
  const each = (of: (part: Part, slot: number) => number) => parts.map((part) => part.whole.map((number, slot) => number + of(part, slot)))
  return {
    counted,
    without: isLeftTold
      ? figureOf(
          setting,
          each(({ doubtful }, slot) => -(doubtful[slot] ?? 0)),
        )
      : undefined,
    whole: isBackTold
      ? figureOf(
          setting,
          each(({ aside }, slot) => aside[slot] ?? 0),
        )
      : undefined,
  }
}

/** The published figure of the tallies of agencies added up, without what only days would tell. */
function figureOf({ record: { campaign }, layout, head }: Setting, tallies: readonly Tally[]): NodeResult | undefined {
  if (layout.rated && tallies.length > 1)
    return pooledResults(
      { layout, campaign },
      tallies.map((tally) => ({ tally })),
    ).nodes[head]
  const sum = readableTally(layout)
  for (const tally of tallies) addTally(sum, tally)
  return pooledResults({ layout, campaign }, [{ tally: sum, population: undefined }]).nodes[head]
}

function addCounts(into: Counting, { responses, by, doubtful, quarantine, void: voided }: MarkCounts): void {
  into.responses += responses
  for (const flag of flags) into.by[flag] += by[flag]
  into.doubtful += doubtful
  into.quarantine += quarantine
  into.void += voided
}
