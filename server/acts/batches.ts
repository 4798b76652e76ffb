import { randomBytes } from 'node:crypto'
import { ratedApart } from '../../surveys/answers/rated'
import { type Keying, keyings, type PileDraft, type PileFault, pileFaults, settledAnswers } from '../../surveys/fielding/paper'
import { isLooping, ratedField } from '../../surveys/instrument/loop'
import { localDay } from '../../surveys/instrument/calendar'
import type { Answers, Questionnaire, SubmittedResponse } from '../../surveys/instrument/schema'
import { enteringState, isSheetDay } from '../../surveys/people/entering'
import { findCampaign } from '../db/campaigns'
import { dropKeying, findPile, insertPile, saveKeying, secondKeyings } from '../db/paper'
import { questionnaireSource } from '../db/questionnaires'
import { findTouchpoint } from '../db/touchpoints'
import { sheetId, sheetNow } from '../recording/paper'
import { prepareAnswers, preparedAgain } from '../recording/prepare'
import type { Writer } from '../recording/writer'
import { type Act, type ActDeps, did, failed } from './act'

type Begun = { readonly touchpoint: string; readonly agency: string; readonly language: string; readonly draft: PileDraft }

/** Begins a pile of paper sheets about one agency at a touchpoint where somebody enters. */
export const beginBatch: Act<
  Begun,
  { readonly code: string },
  { readonly code: 'unknown' | 'closed' } | { readonly code: 'wrong'; readonly problems: readonly PileFault[] }
> = {
  name: 'batches.begin',
  about: async ({ database }, { touchpoint }) => (await findTouchpoint(database, touchpoint))?.agencies,
  at: async (_, { touchpoint }) => touchpoint,
  run: async ({ database, now }, _, { touchpoint, agency, language, draft }) => {
    const place = await findTouchpoint(database, touchpoint)
    const record = place && (await findCampaign(database, place.campaign))
    if (!place || !record || place.kind !== 'paper') return failed({ code: 'unknown' })
    const { questionnaire } = await questionnaireSource(database).get(record.campaign.questionnaire, record.campaign.version)
    // Where several are rated, each sheet of a pile says which.
    if (isLooping(questionnaire) ? agency !== '' : !place.agencies.includes(agency)) return failed({ code: 'unknown' })
    const state = enteringState(record.campaign, place.kind, localDay(now()))
    if (state !== 'open' && state !== 'late') return failed({ code: 'closed' })
    const problems = pileFaults(draft)
    if (problems.length > 0) return failed({ code: 'wrong', problems })
    const keying = keyings.find((one): one is Keying => one === draft.keying) ?? 'double'
    const pile = {
      code: randomBytes(8).toString('hex'),
      campaign: place.campaign,
      touchpoint,
      agency,
      label: draft.label,
      language,
      sheets: Number(draft.sheets),
      keying,
      seed: randomBytes(16).toString('hex'),
      begun_on: localDay(now()),
    }
    await insertPile(database, pile)
    return did(pile.code, { label: pile.label, touchpoint, agency, sheets: pile.sheets, keying }, { code: pile.code })
  },
  again: ({ object }) => ({ code: object }),
}

/** Which of the two keyings the paper bears out, item by item; `day` where it is the second one's. Nothing to be told of what was answered. */
export type Settled = {
  readonly code: string
  readonly number: number
  readonly bySecond: readonly string[]
  readonly dayBySecond: boolean
  /** Neither is right: the second one is keyed once more. */
  readonly again: boolean
}

type SettleDeps = ActDeps & { readonly writer: Pick<Writer, 'replaceWithin'> }

/**
 * Settles a sheet whose two keyings differ, by whoever holds the paper. What was keyed wrong was said by nobody: it goes as an erased response
 * does, and what the paper says takes its place in the same transaction, so that the sheet is counted once at every moment.
 */
export const settleSheet: Act<
  Settled,
  { readonly changed: number },
  { readonly code: 'unknown' | 'moved' | 'aside' | 'invalid' },
  SettleDeps
> = {
  name: 'batches.settle',
  about: async ({ database }, { code }) => {
    const pile = await findPile(database, code)
    return pile && (await findTouchpoint(database, pile.touchpoint))?.agencies
  },
  at: async ({ database }, { code }) => (await findPile(database, code))?.touchpoint,
  run: async ({ database, writer, now }, _, { code, number, bySecond, dayBySecond, again }) => {
    const pile = await findPile(database, code)
    const record = pile && (await findCampaign(database, pile.campaign))
    if (!pile || !record) return failed({ code: 'unknown' })
    const second = (await secondKeyings(database, code)).get(number)
    const { questionnaire } = await questionnaireSource(database).get(record.campaign.questionnaire, record.campaign.version)
    const stands = await sheetNow(database, questionnaire, pile, number)
    if (second?.compared !== 'waits' || !stands) return failed({ code: 'moved' })
    const { first } = stands
    const told = { label: pile.label, touchpoint: pile.touchpoint, sheet: number }
    if (again) {
      await dropKeying(database, code, number)
      return did(code, { ...told, changed: 0 }, { changed: 0 })
    }
    const { campaign, breakdowns } = record
    const day = dayBySecond ? second.day : first.answered_on
    const [was, is]: readonly [Answers, Answers] = [stands.answers, JSON.parse(second.answers)]
    const answers = settledAnswers(was, is, bySecond)
    const changed = bySecond.length + (day === first.answered_on ? 0 : 1)
    if (changed > 0) {
      // Somebody of the office looks at it, or has decided about it.
      if (stands.rows.some(({ set_aside: state }) => state !== '')) return failed({ code: 'aside' })
      const isAllowed = isSheetDay(campaign, day, localDay(now())) || day === first.answered_on
      if (!isAllowed) return failed({ code: 'invalid' })
      const submitted = {
        id: sheetId(pile, number, 'mended'),
        campaign: campaign.code,
        version: first.version,
        touchpoint: first.touchpoint,
        language: first.language,
        answeredOn: day,
        ...toldOf(questionnaire, first.agency, answers),
      }
      const days = { answeredOn: day, receivedOn: first.received_on }
      const prepared = prepareAnswers({ campaign, questionnaire, breakdowns }, submitted, first.channel, days)
      if (!prepared.ok) return failed({ code: 'invalid' })
      const [own, ...others] = stands.rows.map((row) => preparedAgain(row, questionnaire, breakdowns))
      if (own) await writer.replaceWithin(database, { ...own, others }, prepared.prepared)
    }
    await saveKeying(database, { ...second, answers: '', day: '', compared: 'mended' })
    return did(code, { ...told, changed }, { changed })
  },
}

/** What a sheet says of its agency, or of each that is rated on it. */
function toldOf(
  questionnaire: Questionnaire,
  agency: string,
  { [ratedField]: named, ...answers }: Answers,
): Pick<SubmittedResponse, 'agency' | 'answers' | 'ratings'> {
  if (!isLooping(questionnaire)) return { agency, answers }
  const rated = Array.isArray(named) ? named.map(String) : []
  return { agency: rated[0] ?? agency, ...ratedApart(rated, answers) }
}
