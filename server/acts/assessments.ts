import { randomUUID } from 'node:crypto'
import type { DraftProblem } from '../../surveys/fielding/drafts'
import {
  type AssessedNumber,
  type Assessment,
  type AssessmentDraft,
  type AssessmentSurroundings,
  endsOf,
  isEnteredEnd,
  isLookedAtAgain,
  longestWords,
  type NumberTyped,
  planAssessment,
  aboveWholes,
  numberName,
  readTyped,
  type NumberSide,
  type SetEnd,
  sourceOf,
  type TypedProblem,
} from '../../surveys/indices/fielding'
import { remindedFrom } from '../../surveys/fielding/statements'
import { localDay } from '../../surveys/instrument/calendar'
import { steady } from '../../surveys/instrument/decimal'
import { localised } from '../../surveys/instrument/language'
import { isLongerThan } from '../../surveys/instrument/spelling'
import type { Questionnaire } from '../../surveys/instrument/schema'
import { heldOn, rootsFor } from '../../surveys/people/roles'
import { agenciesBelow } from '../db/agency-tree'
import { listAgencies } from '../db/agencies'
import {
  type AssessmentRecord,
  changeAssessment as storeChange,
  changeStatus,
  createAssessment as storeNew,
  deleteAssessment as storeDeleted,
  deleteEvidence,
  evidenceIn,
  findAssessment,
  findEvidence,
  freezeAgencies,
  type InAssessment,
  insertEvidence,
  listAssessments,
  noteReminded,
  numbersIn,
  saveDrawn,
  saveNumber,
  stageAgency,
  touchAssessment,
} from '../db/assessments'
import { orderIntervals } from '../db/assessment-intervals'
import { listCampaigns } from '../db/campaigns'
import type { Database } from '../db/dialect'
import { allGrants } from '../db/grants'
import { listUsers } from '../db/people'
import { listQuestionnaires, publishedDefinition, questionnaireSource } from '../db/questionnaires'
import { readProvince, readReminding } from '../db/settings'
import { type Letter, letterWord } from '../mail/letter'
import { type MailDeps, sendReminder } from '../mail/outbox'
import { oneLine } from '../mail/setting'
import { readAssessmentWithin } from '../reading/assessments'
import { readCountedScores } from '../reading/rated-scores'
import { type Act, type ActDeps, type Actor, changes, did, failed, nothing } from './act'

type Named = { readonly code: string }
type Unknown = { readonly code: 'unknown' }
type Wrong = { readonly code: 'wrong'; readonly problems: readonly DraftProblem[] }
/** It stands otherwise than this takes: not a draft any more, not open, or its agency handed in or not yet. */
type Standing = { readonly code: 'not-draft' | 'not-open' | 'not-closed' | 'handed-in' | 'not-handed-in' | 'not-told' | 'too-late' }
type WrongNumbers = { readonly code: 'wrong-numbers'; readonly problems: readonly TypedProblem[] }
/** Why numbers are not kept. */
export type NumbersRefused = Unknown | Standing | WrongNumbers

/** What assessments are planned among: published sets, agencies, and by what they draw through the campaigns and assessments there are. */
export async function assessmentSurroundings(database: Database): Promise<AssessmentSurroundings> {
  const published = await listQuestionnaires(database)
  const [campaigns, assessments] = [await listCampaigns(database), await listAssessments(database)]
  const sources = new Map<string, Set<string>>()
  const add = (source: string, code: string): void => void sources.set(source, (sources.get(source) ?? new Set()).add(code))
  for (const { code, questionnaire, status } of campaigns)
    if (status !== 'draft') add(sourceOf({ from: 'campaign', questionnaire, node: '', figure: 'value' }), code)
  for (const { code, set } of assessments) add(sourceOf({ from: 'assessment', set: set.id, node: '' }), code)
  return {
    sets: new Map(
      published.flatMap(({ questionnaire: one, isArchived }) =>
        one.kind === 'indicator-set' && !isArchived ? [[`${one.id} ${one.version}`, one] as const] : [],
      ),
    ),
    agencies: new Map((await listAgencies(database)).map((agency) => [agency.code, agency])),
    sources,
  }
}

const assessedIn = async ({ database }: ActDeps, { code }: Named): Promise<readonly string[] | undefined> =>
  (await findAssessment(database, code))?.agencies.map(({ agency }) => agency.code)

const draftTold = (planned: Omit<Assessment, 'code' | 'status' | 'revision'>, agencies: number) => ({
  title: localised(planned.title, 'vi'),
  set: `${planned.set.id} ${planned.set.version}`,
  from: planned.from,
  to: planned.to,
  selfDue: planned.selfDue,
  lookDue: planned.lookDue,
  sources: Object.values(planned.sources),
  agencies,
})

/** Plans an assessment that nobody enters anything in yet, and gives its code. */
export const createAssessment: Act<AssessmentDraft, string, Wrong> = {
  name: 'assessments.create',
  about: async ({ database }, draft) => {
    const plan = planAssessment(draft, await assessmentSurroundings(database))
    return plan.ok ? plan.assessment.agencies.map(({ code }) => code) : 'faulty'
  },
  run: async ({ database }, _, draft) => {
    const plan = planAssessment(draft, await assessmentSurroundings(database))
    if (!plan.ok) return failed({ code: 'wrong', problems: plan.problems })
    const { assessment: planned } = plan
    if (!(await storeNew(database, planned)))
      return failed({ code: 'wrong', problems: [{ field: 'code', code: 'taken', seen: planned.code }] })
    return did(planned.code, draftTold(planned, planned.agencies.length), planned.code)
  },
  again: ({ object }) => object,
}

/** Plans a draft anew; of one that is open only the days, the name and what it draws from. */
export const changeAssessment: Act<AssessmentDraft, undefined, Unknown | Wrong | Standing> = {
  name: 'assessments.change',
  about: async (deps, draft) => {
    const record = await findAssessment(deps.database, draft.code)
    const before = record?.agencies.map(({ agency }) => agency.code)
    // Those that a draft is to have as well; it is the planner's own before and after.
    const plan = record?.assessment.status === 'draft' ? planAssessment(draft, await assessmentSurroundings(deps.database)) : undefined
    return before && plan?.ok ? [...before, ...plan.assessment.agencies.map(({ code }) => code)] : before
  },
  run: async ({ database }, _, draft) => {
    const record = await findAssessment(database, draft.code)
    if (!record) return failed({ code: 'unknown' })
    const { assessment: before, agencies } = record
    if (before.status === 'closed') return failed({ code: 'not-open' })
    const among = await assessmentSurroundings(database)
    const plan =
      before.status === 'draft'
        ? planAssessment(draft, among)
        : planAssessment(...asOpen(draft, record, await setOf(database, before), among))
    if (!plan.ok) return failed({ code: 'wrong', problems: plan.problems })
    const { assessment: planned } = plan
    await storeChange(database, planned, before.status === 'draft' ? 'with-agencies' : 'besides-agencies')
    await touchAssessment(database, draft.code)
    const told = changes(draftTold(before, agencies.length), draftTold(planned, planned.agencies.length))
    return Object.keys(told.after).length === 0 ? nothing(undefined) : did(draft.code, told)
  },
}

/** What may change of one that is open: its set stays though none takes it any more, and its agencies though they were not there, as is known now. */
function asOpen(
  draft: AssessmentDraft,
  { assessment: { set, from, to }, agencies }: AssessmentRecord,
  definition: Questionnaire | undefined,
  among: AssessmentSurroundings,
): readonly [AssessmentDraft, AssessmentSurroundings] {
  const named = `${set.id} ${set.version}`
  const stay = agencies.map(({ agency }) => [agency.code, { ...agency, validFrom: null, validTo: null }] as const)
  return [
    { ...draft, set: named, from, to, agencies: stay.map(([code]) => code) },
    { ...among, sets: new Map(definition ? [[named, definition]] : []), agencies: new Map(stay) },
  ]
}

/** Takes a draft away. */
export const deleteAssessment: Act<Named, undefined, Unknown | Standing> = {
  name: 'assessments.delete',
  about: assessedIn,
  run: async ({ database }, _, { code }) => {
    const record = await findAssessment(database, code)
    if (!record) return failed({ code: 'unknown' })
    if (record.assessment.status !== 'draft') return failed({ code: 'not-draft' })
    await storeDeleted(database, code)
    return did(code, { before: draftTold(record.assessment, record.agencies.length) })
  },
}

/** Lets agencies enter; from now on set, period and agencies stay as they are. */
export const openAssessment: Act<Named, undefined, Unknown | Standing> = {
  name: 'assessments.open',
  about: assessedIn,
  run: async ({ database }, _, { code }) => {
    const record = await findAssessment(database, code)
    if (!record) return failed({ code: 'unknown' })
    if (record.assessment.status !== 'draft') return failed({ code: 'not-draft' })
    await freezeAgencies(database, record)
    await changeStatus(database, code, 'open')
    return did(code, { agencies: record.agencies.length })
  },
}

/** Ends it: numbers stand, and the figures that were drawn are kept as they are now. */
export const closeAssessment: Act<Named, undefined, Unknown | Standing> = {
  name: 'assessments.close',
  about: assessedIn,
  run: async ({ database }, _, { code }) => {
    const reading = await readAssessmentWithin(database, code)
    if (!reading) return failed({ code: 'unknown' })
    if (reading.record.assessment.status !== 'open') return failed({ code: 'not-open' })
    const rows = [...reading.drawn].flatMap(([agency, nodes]) =>
      [...nodes].map(([node, { value, interval, base, persons, lacking }]) => ({
        assessment: code,
        agency,
        node,
        value,
        low: interval?.[0] ?? null,
        high: interval?.[1] ?? null,
        base,
        persons,
        lacking,
      })),
    )
    await saveDrawn(database, code, rows)
    await changeStatus(database, code, 'closed')
    const standing = await readCountedScores({ database, questionnaires: questionnaireSource(database) }, reading)
    if (standing && standing.kind !== 'counted') await orderIntervals(database, code)
    return did(code, { agencies: reading.record.agencies.length, drawn: rows.length })
  },
}

/** Why intervals are not counted: scores stand on no form about several agencies, or they are there already. */
type NotCounted = { readonly code: 'not-looped' | 'counted' }

/** Has it counted how far scores scatter over the persons who rated several agencies each; it is done aside. */
export const countIntervals: Act<Named, undefined, Unknown | NotCounted> = {
  name: 'assessments.count',
  about: assessedIn,
  run: async ({ database }, _, { code }) => {
    const reading = await readAssessmentWithin(database, code)
    if (!reading) return failed({ code: 'unknown' })
    const standing = await readCountedScores({ database, questionnaires: questionnaireSource(database) }, reading)
    if (!standing) return failed({ code: 'not-looped' })
    if (standing.kind === 'counted') return failed({ code: 'counted' })
    if (standing.kind === 'waiting' || standing.kind === 'counting') return nothing(undefined)
    await orderIntervals(database, code)
    return did(code, { agencies: reading.record.agencies.length })
  },
}

/** Opens one again that was closed; figures are drawn anew. */
export const reopenAssessment: Act<Named & { readonly reason: string }, undefined, Unknown | Standing | Wrong> = {
  name: 'assessments.reopen',
  about: assessedIn,
  run: async ({ database }, _, { code, reason }) => {
    const record = await findAssessment(database, code)
    if (!record) return failed({ code: 'unknown' })
    if (record.assessment.status !== 'closed') return failed({ code: 'not-closed' })
    const problems = wordsProblems('reason', reason)
    if (problems.length > 0) return failed({ code: 'wrong', problems })
    await changeStatus(database, code, 'open')
    return did(code, { reason })
  },
}

type OfAgency = Named & { readonly agency: string }
/** `seen` is its stamp as the form showed it; nothing where it is meant whatever stands there. */
export type NumberSent = Omit<NumberTyped, 'agency'> & { readonly seen?: string }

const aboutOne = async ({ database }: ActDeps, { code, agency }: OfAgency): Promise<readonly string[] | undefined> =>
  (await findAssessment(database, code))?.agencies.some((one) => one.agency.code === agency) ? [agency] : undefined

/** An agency in an open assessment with the set, or why nothing can be done there. */
async function standing(
  { database }: ActDeps,
  { code, agency }: OfAgency,
): Promise<
  | { readonly ok: true; readonly record: AssessmentRecord; readonly one: InAssessment; readonly ends: ReadonlyMap<string, SetEnd> }
  | { readonly ok: false; readonly failure: Unknown | Standing }
> {
  const record = await findAssessment(database, code)
  const one = record?.agencies.find((each) => each.agency.code === agency)
  const set = record && (await setOf(database, record.assessment))
  if (!record || !one || !set) return { ok: false, failure: { code: 'unknown' } }
  if (record.assessment.status !== 'open') return { ok: false, failure: { code: 'not-open' } }
  return { ok: true, record, one, ends: new Map(endsOf(set).map((end) => [end.code, end])) }
}

const setOf = (database: Database, { set }: Assessment): Promise<Questionnaire | undefined> =>
  publishedDefinition(database, set.id, set.version)

const objectOf = ({ agency }: InAssessment, code: string): string => `${localised(agency.name, 'vi')} (${code})`

const blank = (agency: string, node: string): AssessedNumber => ({
  agency,
  node,
  self: null,
  verified: null,
  note: '',
  reason: '',
  asked: '',
  answered: '',
})

type Entered = OfAgency & { readonly numbers: readonly NumberSent[] }
export type NumbersKept = { readonly changed: number }

/** Keeps what an agency enters of itself, all of it or nothing. */
export const enterNumbers: Act<Entered, NumbersKept, NumbersRefused> = {
  name: 'assessments.enter',
  about: aboutOne,
  run: async (deps, actor, { numbers, ...of }) => {
    const found = await standing(deps, of)
    if (!found.ok) return failed(found.failure)
    if (found.one.stage !== 'entering') return failed({ code: 'handed-in' })
    return await entered(deps, actor, found.one, of, found.ends, numbers, 'self')
  },
}

/** Keeps numbers of one agency on one side; `words` are the agency's note or the reason of who verifies. */
async function entered(
  { database, now }: ActDeps,
  { name }: Actor,
  one: InAssessment,
  { code, agency }: OfAgency,
  ends: ReadonlyMap<string, SetEnd>,
  numbers: readonly NumberSent[],
  side: NumberSide,
  others: Others = 'as-they-are',
) {
  const readings = numbers.map((number) => ({ number, reading: readTyped(ends.get(number.node), { ...number, agency }) }))
  const problems = readings.flatMap(({ reading }) => (reading.ok ? [] : reading.problems))
  const kept = new Map((await numbersIn(database, code, agency)).map((number) => [`${number.agency} ${number.node}`, number]))
  const typed = readings.flatMap(({ number: { node, seen }, reading }) => {
    const before = kept.get(`${agency} ${node}`) ?? blank(agency, node)
    if (!reading.ok) return []
    const after: AssessedNumber =
      side === 'self'
        ? { ...before, self: reading.value, note: reading.note }
        : { ...before, verified: reading.value, reason: reading.note }
    // What was left as it was shown stays as somebody else has made it since.
    const isLeft = seen !== undefined && seen === numberStamp(after, side)
    return [{ before, after: isLeft ? before : after, seen }]
  })
  const changedSince = typed.flatMap(({ before, after, seen }) =>
    overtakenIn(before, after, { side, seen, isShare: ends.get(before.node)?.entry?.unit === 'percent' }),
  )
  const named = new Set(numbers.map(({ node }) => node))
  const unnamed = [...kept.values()].filter((number) => !named.has(number.node))
  const wanted = [...typed, ...unnamed.map((before) => ({ before, after: before }))]
    .map(({ before, after }) => ({ before, after: others === 'as-entered' ? { ...after, verified: after.verified ?? after.self } : after }))
    .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after))
  const unexplained = wanted.flatMap(({ after: { node, self, verified, reason } }): readonly TypedProblem[] =>
    side === 'verified' && verified !== null && self !== null && verified !== self && reason === ''
      ? [{ agency, node, field: 'note', code: 'needed' }]
      : [],
  )
  const after = [...new Map([...kept.values(), ...wanted.map((one) => one.after)].map((number) => [numberName(number), number])).values()]
  const above = aboveWholes(ends, after, new Set(numbers.map(({ node }) => numberName({ agency, node }))), side)
  const wrong = [...problems, ...changedSince, ...unexplained, ...above]
  if (wrong.length > 0) return failed({ code: 'wrong-numbers', problems: wrong })
  if (wanted.length === 0) return nothing({ changed: 0 })
  const at = new Date(now()).toISOString()
  for (const { after } of wanted)
    await saveNumber(database, code, after, {
      what: side,
      value: after[side],
      words: side === 'self' ? after.note : after.reason,
      person: name,
      at,
    })
  await touchAssessment(database, code)
  const told = (which: 'before' | 'after') =>
    wanted.slice(0, mostTold).map(({ [which]: number }) => `${number.node}: ${number[side] ?? '–'}`)
  return did(objectOf(one, code), { numbers: wanted.length, before: told('before'), after: told('after') }, { changed: wanted.length })
}

/** A number with its words on one side, as a page shows it: by this a form says what it was filled in over. */
export const numberStamp = (number: AssessedNumber | undefined, side: NumberSide): string =>
  JSON.stringify(number ? [number[side], side === 'self' ? number.note : number.reason] : [null, ''])

/** Whether somebody else has made another number of it since it was shown. */
function overtakenIn(
  before: AssessedNumber,
  after: AssessedNumber,
  { side, seen, isShare }: { readonly side: NumberSide; readonly seen: string | undefined; readonly isShare: boolean },
): readonly TypedProblem[] {
  const stands = numberStamp(before, side)
  if (seen === undefined || seen === stands || after === before || numberStamp(after, side) === stands) return []
  const now = before[side]
  const told = now === null ? '–' : String(isShare ? steady(now * 100) : now)
  return [{ agency: before.agency, node: before.node, field: 'number', code: 'changed', seen: told }]
}

/** So many numbers of an entry are named in the log; all of them stand among the steps. */
const mostTold = 20

const evidenceTypes = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const
export type EvidenceType = keyof typeof evidenceTypes

/** In bytes, and how many show one number. */
export const largestEvidence = 10 * 1024 * 1024
export const mostEvidence = 10

/** What shows a number: a file of a kind that the door has looked at, or a link. */
export type EvidenceGiven = OfAgency & { readonly node: string; readonly name: string } & (
    { readonly type: EvidenceType; readonly bytes: Uint8Array } | { readonly link: string }
  )

/** Shows a number by a file or a link. */
export const attachEvidence: Act<EvidenceGiven, string, Unknown | Standing | { readonly code: 'too-many' }> = {
  name: 'assessments.attach',
  about: aboutOne,
  run: async (deps, { name: person }, given) => {
    const { code, agency, node, name } = given
    const found = await standing(deps, given)
    if (!found.ok) return failed(found.failure)
    const end = found.ends.get(node)
    if (!end || !isEnteredEnd(end)) return failed({ code: 'unknown' })
    if (found.one.stage === 'handed-in') return failed({ code: 'handed-in' })
    const there = (await evidenceIn(deps.database, code, agency)).filter((one) => one.node === node)
    if (there.length >= mostEvidence) return failed({ code: 'too-many' })
    const id = randomUUID()
    const content =
      'link' in given
        ? { link: given.link, type: '', bytes: new Uint8Array(), size: 0 }
        : { link: '', type: evidenceTypes[given.type], bytes: given.bytes, size: given.bytes.length }
    await insertEvidence(deps.database, {
      id,
      assessment: code,
      agency,
      node,
      name,
      ...content,
      person,
      at: new Date(deps.now()).toISOString(),
    })
    return did(objectOf(found.one, code), { node, name }, id)
  },
  again: () => '',
}

/** Takes what shows a number away again. */
export const detachEvidence: Act<OfAgency & { readonly id: string }, undefined, Unknown | Standing> = {
  name: 'assessments.detach',
  about: aboutOne,
  run: async (deps, _, { id, ...of }) => {
    const found = await standing(deps, of)
    if (!found.ok) return failed(found.failure)
    if (found.one.stage !== 'entering') return failed({ code: 'handed-in' })
    const row = await findEvidence(deps.database, of.code, id)
    if (!row || row.agency !== of.agency) return failed({ code: 'unknown' })
    await deleteEvidence(deps.database, id)
    return did(objectOf(found.one, of.code), { node: row.node, name: row.name })
  },
}

type Unshown = { readonly code: 'unshown'; readonly nodes: readonly string[] }

/** Hands an agency's numbers in, after which they stand until somebody sends them back; what has to be shown is shown. */
export const handInAssessment: Act<OfAgency, undefined, Unknown | Standing | Unshown> = {
  name: 'assessments.hand-in',
  about: aboutOne,
  run: async (deps, { name: by }, { code, agency }) => {
    const found = await standing(deps, { code, agency })
    if (!found.ok) return failed(found.failure)
    if (found.one.stage !== 'entering') return failed({ code: 'handed-in' })
    const [numbers, evidence] = [await numbersIn(deps.database, code, agency), await evidenceIn(deps.database, code, agency)]
    const shown = new Set(evidence.map(({ node }) => node))
    const unshown = numbers.filter(
      (one) => one.self !== null && one.self !== 0 && found.ends.get(one.node)?.entry?.evidence === 'needed' && !shown.has(one.node),
    )
    if (unshown.length > 0) return failed({ code: 'unshown', nodes: unshown.map(({ node }) => node) })
    await stageAgency(deps.database, code, agency, { stage: 'handed-in', at: new Date(deps.now()).toISOString(), by, remark: '' })
    return did(objectOf(found.one, code), { numbers: numbers.filter((one) => one.self !== null).length })
  },
}

/** Gives an agency its numbers back, with why. */
export const sendBackAssessment: Act<OfAgency & { readonly reason: string }, undefined, Unknown | Standing | Wrong, MailDeps> = {
  name: 'assessments.send-back',
  about: aboutOne,
  run: async (deps, { name: by }, { reason, ...of }) => {
    const found = await standing(deps, of)
    if (!found.ok) return failed(found.failure)
    if (found.one.stage === 'entering') return failed({ code: 'not-handed-in' })
    const problems = wordsProblems('reason', reason)
    if (problems.length > 0) return failed({ code: 'wrong', problems })
    const at = new Date(deps.now()).toISOString()
    await stageAgency(deps.database, of.code, of.agency, { stage: 'entering', at, by, remark: reason })
    await writeToAgencies(deps, 'assessment_returned', [of.agency], found.record, { reason: oneLine(reason) })
    return did(objectOf(found.one, of.code), { reason })
  },
}

/** What becomes of the numbers that nobody has verified: they wait, or are taken over as the agency entered them. */
type Others = 'as-they-are' | 'as-entered'

/** Keeps what whoever verifies found, with why where it differs; of an agency that has handed in, or whose day for it is over. */
export const verifyNumbers: Act<Entered & { readonly others: Others }, NumbersKept, NumbersRefused> = {
  name: 'assessments.verify',
  about: aboutOne,
  run: async (deps, actor, { numbers, others, ...of }) => {
    const found = await standing(deps, of)
    if (!found.ok) return failed(found.failure)
    const { one, record } = found
    if (one.stage === 'entering' && localDay(deps.now()) <= record.assessment.selfDue) return failed({ code: 'not-handed-in' })
    return await entered(deps, actor, one, of, found.ends, numbers, 'verified', others)
  },
}

/** Tells an agency what was verified; from now on it may ask for a second look. */
export const tellVerified: Act<OfAgency, undefined, Unknown | Standing, MailDeps> = {
  name: 'assessments.tell',
  about: aboutOne,
  run: async (deps, { name: by }, of) => {
    const found = await standing(deps, of)
    if (!found.ok) return failed(found.failure)
    if (found.one.stage === 'told') return nothing(undefined)
    if (found.one.stage === 'entering' && localDay(deps.now()) <= found.record.assessment.selfDue) return failed({ code: 'not-handed-in' })
    await stageAgency(deps.database, of.code, of.agency, { stage: 'told', at: new Date(deps.now()).toISOString(), by, remark: '' })
    await writeToAgencies(deps, 'assessment_told', [of.agency], found.record, { due: dayText(found.record.assessment.lookDue) })
    return did(objectOf(found.one, of.code))
  },
}

type Words = OfAgency & { readonly node: string; readonly words: string }

/** Asks for a second look at one number, with why; once, until it is answered, and up to the day for it. */
export const askSecondLook: Act<Words, undefined, Unknown | Standing | Wrong | { readonly code: 'asked' }> = {
  name: 'assessments.ask',
  about: aboutOne,
  run: async (deps, { name: person }, { node, words, ...of }) => {
    const found = await standing(deps, of)
    if (!found.ok) return failed(found.failure)
    const end = found.ends.get(node)
    if (!end || !isEnteredEnd(end)) return failed({ code: 'unknown' })
    if (found.one.stage !== 'told') return failed({ code: 'not-told' })
    if (localDay(deps.now()) > found.record.assessment.lookDue) return failed({ code: 'too-late' })
    const problems = wordsProblems('words', words)
    if (problems.length > 0) return failed({ code: 'wrong', problems })
    const before = await numberAt(deps.database, of, node)
    if (isLookedAtAgain(before)) return failed({ code: 'asked' })
    const at = new Date(deps.now()).toISOString()
    const after = { ...before, asked: words.trim(), answered: '' }
    await saveNumber(deps.database, of.code, after, { what: 'asked', value: before.verified, words: after.asked, person, at })
    return did(objectOf(found.one, of.code), { node, words: after.asked })
  },
}

/** Answers a second look: the number as it stands from now on, with why. */
export const answerSecondLook: Act<Words & { readonly typed: string }, undefined, Unknown | Standing | Wrong | WrongNumbers> = {
  name: 'assessments.answer',
  about: aboutOne,
  run: async (deps, { name: person }, { node, words, typed, ...of }) => {
    const found = await standing(deps, of)
    if (!found.ok) return failed(found.failure)
    const before = await numberAt(deps.database, of, node)
    if (!isLookedAtAgain(before)) return failed({ code: 'unknown' })
    const reading = readTyped(found.ends.get(node), { agency: of.agency, node, typed, note: words })
    if (!reading.ok) return failed({ code: 'wrong-numbers', problems: reading.problems })
    const problems = wordsProblems('words', words)
    if (problems.length > 0) return failed({ code: 'wrong', problems })
    const at = new Date(deps.now()).toISOString()
    const after = { ...before, verified: reading.value, reason: reading.note, answered: reading.note }
    const others = (await numbersIn(deps.database, of.code, of.agency)).filter((one) => numberName(one) !== numberName(after))
    const above = aboveWholes(found.ends, [...others, after], new Set([numberName(after)]), 'verified')
    if (above.length > 0) return failed({ code: 'wrong-numbers', problems: above })
    await saveNumber(deps.database, of.code, after, { what: 'answered', value: reading.value, words: reading.note, person, at })
    await touchAssessment(deps.database, of.code)
    return did(objectOf(found.one, of.code), {
      node,
      ...changes({ verified: before.verified }, { verified: after.verified }),
      words: reading.note,
    })
  },
}

type Imported = Named & { readonly numbers: readonly NumberTyped[]; readonly file: string }

/** A number as it stands and as a file would make it. */
export type NumberEdit = { readonly before: AssessedNumber; readonly after: AssessedNumber }

/** What numbers from a file would change of those verified, or why none is taken; `file` is why where a line says nothing. */
export async function numberEdits(
  database: Database,
  { code, numbers, file }: Imported,
): Promise<{ readonly ok: true; readonly edits: readonly NumberEdit[] } | { readonly ok: false; readonly failure: NumbersRefused }> {
  const record = await findAssessment(database, code)
  const set = record && (await setOf(database, record.assessment))
  if (!record || !set) return { ok: false, failure: { code: 'unknown' } }
  if (record.assessment.status !== 'open') return { ok: false, failure: { code: 'not-open' } }
  const ends = new Map(endsOf(set).map((end) => [end.code, end]))
  const readings = numbers.map((number) => ({ number, reading: readTyped(ends.get(number.node), number) }))
  const strangers = await strangersAmong(database, record, numbers)
  const problems = [...strangers, ...readings.flatMap(({ reading }) => (reading.ok ? [] : reading.problems))]
  if (problems.length > 0) return { ok: false, failure: { code: 'wrong-numbers', problems } }
  const kept = new Map((await numbersIn(database, code)).map((number) => [numberName(number), number]))
  const edits = readings.flatMap(({ number, reading }): readonly NumberEdit[] => {
    const before = kept.get(numberName(number)) ?? blank(number.agency, number.node)
    // A cell that was left empty says nothing.
    if (!reading.ok || reading.value === null || before.verified === reading.value) return []
    return [{ before, after: { ...before, verified: reading.value, reason: reading.note === '' ? file : reading.note } }]
  })
  const after = [...new Map([...kept.values(), ...edits.map((edit) => edit.after)].map((number) => [numberName(number), number])).values()]
  const above = aboveWholes(ends, after, new Set(numbers.map(numberName)), 'verified')
  return above.length > 0 ? { ok: false, failure: { code: 'wrong-numbers', problems: above } } : { ok: true, edits }
}

/** Agencies that the assessment does not assess, with since when they are no more. */
async function strangersAmong(
  database: Database,
  record: AssessmentRecord,
  numbers: readonly NumberTyped[],
): Promise<readonly TypedProblem[]> {
  const known = new Set(record.agencies.map(({ agency }) => agency.code))
  const ended = new Map((await listAgencies(database)).map((agency) => [agency.code, agency.validTo]))
  return numbers.flatMap(({ agency, node }): readonly TypedProblem[] => {
    if (known.has(agency)) return []
    const until = ended.get(agency)
    return [
      until
        ? { agency, node, field: 'agency', code: 'ended', seen: agency, allowed: until }
        : { agency, node, field: 'agency', code: 'unknown', seen: agency },
    ]
  })
}

/** Takes numbers of many agencies from a file as verified, all of them or none. */
export const importNumbers: Act<Imported, NumbersKept, NumbersRefused> = {
  name: 'assessments.import',
  about: assessedIn,
  run: async ({ database, now }, { name: person }, imported) => {
    const reading = await numberEdits(database, imported)
    if (!reading.ok) return failed(reading.failure)
    const { code, file } = imported
    const changed = reading.edits.length
    if (changed === 0) return nothing({ changed })
    const at = new Date(now()).toISOString()
    for (const { after } of reading.edits)
      await saveNumber(database, code, after, { what: 'verified', value: after.verified, words: after.reason, person, at })
    await touchAssessment(database, code)
    return did(code, { numbers: changed, file }, { changed })
  },
}

type Reminded = { readonly agencies: number; readonly letters: number }

/** Why agencies are reminded: somebody asked for it today, or it is a day for it by the office's days. */
type Reminding = { readonly occasion: 'asked' | 'day' }

/** The agencies of an open assessment that have not handed in and were not reminded since the day that stands for it. */
async function assessedToRemind(
  database: Database,
  { assessment, agencies }: AssessmentRecord,
  today: string,
  { occasion }: Reminding,
): Promise<readonly string[]> {
  const { isOn, days } = await readReminding(database)
  const from = occasion === 'asked' ? today : isOn ? remindedFrom(today, assessment.selfDue, days) : undefined
  if (from === undefined) return []
  return agencies.filter(({ stage, remindedOn }) => stage === 'entering' && remindedOn < from).map(({ agency }) => agency.code)
}

/** The open assessments of which some agencies are to be reminded today without anybody asking. */
export async function assessmentsToRemind(database: Database, today: string): Promise<readonly string[]> {
  const due: string[] = []
  for (const { code, status } of await listAssessments(database)) {
    const record = status === 'open' ? await findAssessment(database, code) : undefined
    if (record && (await assessedToRemind(database, record, today, { occasion: 'day' })).length > 0) due.push(code)
  }
  return due
}

/** Writes to who enters for agencies that have not handed in, each agency once a day. */
export const remindAssessed: Act<Named & Reminding, Reminded, Unknown | Standing | { readonly code: 'none' }, MailDeps> = {
  name: 'assessments.remind',
  about: assessedIn,
  run: async (deps, _, { code, occasion }) => {
    const record = await findAssessment(deps.database, code)
    if (!record) return failed({ code: 'unknown' })
    if (record.assessment.status !== 'open') return failed({ code: 'not-open' })
    const today = localDay(deps.now())
    const agencies = await assessedToRemind(deps.database, record, today, { occasion })
    if (agencies.length === 0) return failed({ code: 'none' })
    const letters = await writeToAgencies(deps, 'assessment_reminder', agencies, record, { due: dayText(record.assessment.selfDue) })
    for (const agency of agencies) await noteReminded(deps.database, code, agency, today)
    const came = { agencies: agencies.length, letters }
    return did(code, came, came)
  },
}

const dayText = (day: string): string => day.split('-').reverse().join('/')

function wordsProblems(field: string, words: string): readonly DraftProblem[] {
  if (words.trim() === '') return [{ field, code: 'needed' }]
  return isLongerThan(longestWords, words) ? [{ field, code: 'too-long', allowed: String(longestWords) }] : []
}

const numberAt = async (database: Database, { code, agency }: OfAgency, node: string): Promise<AssessedNumber> =>
  (await numbersIn(database, code, agency)).find((one) => one.node === node) ?? blank(agency, node)

type LetterKind = 'assessment_reminder' | 'assessment_returned' | 'assessment_told'

/** Writes to everybody who enters for these agencies; gives how many letters that were. */
async function writeToAgencies(
  deps: MailDeps,
  kind: LetterKind,
  agencies: readonly string[],
  { assessment, agencies: all }: AssessmentRecord,
  values: Readonly<Record<string, string>>,
): Promise<number> {
  const { database, now } = deps
  const [users, grants, { name: province }] = [await listUsers(database), await allGrants(database), await readProvince(database)]
  let letters = 0
  for (const user of users.filter(({ disabled_at }) => disabled_at === '')) {
    const roots = rootsFor(heldOn(grants.get(user.id) ?? [], localDay(now())), 'assessments.enter')
    const area = roots.length > 0 ? await agenciesBelow(database, roots) : new Set<string>()
    for (const { agency } of all.filter((one) => agencies.includes(one.agency.code) && area.has(one.agency.code))) {
      const office = province ? oneLine(localised(province, 'vi')) : 'SIPAS'
      const letter = letterOf(kind, office, {
        ...values,
        agency: localised(agency.name, 'vi'),
        title: oneLine(localised(assessment.title, 'vi')),
      })
      if (await sendReminder(deps, user, letter)) letters += 1
    }
  }
  return letters
}

function letterOf(kind: LetterKind, office: string, values: Readonly<Record<string, string>>): Letter {
  const paragraphs = (language: 'vi' | 'en') => [letterWord(language, `${kind}_text`, values), letterWord(language, 'foot')]
  return {
    subject: letterWord('vi', 'subject', { office, what: letterWord('vi', `${kind}_subject`, values) }),
    parts: [
      { language: 'vi', paragraphs: paragraphs('vi') },
      { language: 'en', paragraphs: paragraphs('en') },
    ],
  }
}
