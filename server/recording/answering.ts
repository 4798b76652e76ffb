import { z } from 'zod'
import { violationText } from '../../client/text/citizen'
import { type Brought, isSpoken, spokenFor } from '../../client/text/languages'
import { numbersOf } from '../../client/text/numbers'
import { type ProblemCode, problemMessage, shapeMessage } from '../../client/text/problems'
import type { SealedResponse } from '../../surveys/answers/sealed'
import { type Receipt, receipt, type SubmittedResponse, submittedResponse } from '../../surveys/instrument/schema'
import { inTurns } from '../turns'
import { type ApiProblem, mostDetails, problem, problemOf, problemOfEach, problemOfShape } from '../problems'
import { type Outcome, type RefusalCode, statusOf } from './outcome'
import type { Recorder } from './recorder'

/** What became of one response of several; its status is the one that it would have had alone. */
export const verdict = z.strictObject({ id: z.string(), status: z.int(), receipt: receipt.optional(), problem: problem.optional() })
export type ResponseVerdict = z.infer<typeof verdict>

/** What a device is told of each response, in the order in which it sent them. */
export const verdicts = z.strictObject({ results: z.array(verdict) })

/** No more responses than one commit takes: from a kiosk that has signed them. */
export const mostAtOnce = 50

/** From whoever asks: as many as stay within some ten milliseconds even when they are sealed. */
export const mostFromAnybody = 8

/** Answers in all of theirs: six of the longest instrument known. Of the responses after them it is said that they may come again. */
export const mostAnswersFromAnybody = 600

type Taking = Pick<Recorder, 'brought'> & {
  /** Takes the one that was sent in this place, from 0. */
  readonly take: (submitted: SubmittedResponse, place: number) => Promise<Outcome>
  /** What was sealed to the server, in the same order; undefined where that cannot be opened. */
  readonly open: (sealed: readonly SealedResponse[]) => Promise<readonly unknown[]>
  /** After so many answers in all, of the responses that follow it is said that they may come again. */
  readonly mostAnswers?: number
}

/** Takes each response by itself, sealed or not: what one of them lacks does not hold up the others. `language` is for what says none of its own. */
export async function takeEach(
  { take, open, brought, mostAnswers = Infinity }: Taking,
  sent: readonly unknown[],
  language: string,
): Promise<readonly ResponseVerdict[]> {
  // What one answer says at most is shared out among the responses of a batch.
  const most = Math.max(1, Math.floor(mostDetails / sent.length))
  const seals = sent.map((one) => (isStuffed(one) ? undefined : sealedResponse.safeParse(one).data))
  const opened = (await open(seals.filter((seal) => seal !== undefined))).values()
  const found = sent.map((one, place) => (seals[place] ? opened.next().value : one))
  let answers = 0
  const read = await inTurns([...found.entries()], readAtOnce, ([place, one]) => {
    answers += answersIn(one)
    // The first is taken whatever it holds, or it would come again for ever.
    return place > 0 && answers > mostAnswers
      ? { place, refused: refusal(claimedId(sent[place]), 503, problemOf('unavailable', language)) }
      : { place, ...readOne(sent[place], one, language, most) }
  })
  // What one commit takes is handed over together; long ones take long to check, and to say what is wrong with them.
  const isLong = found.some((one) => answersIn(one) > longAnswers)
  return inTurns(read, isLong ? readAtOnce : mostAtOnce, async (one) =>
    'submitted' in one
      ? verdictOn(one.submitted, await take(one.submitted, one.place), await brought(one.submitted, language), most)
      : one.refused,
  )
}

/** How many, before anything is known of them. */
function answersIn(one: unknown): number {
  if (typeof one !== 'object' || one === null) return 0
  const once = 'answers' in one ? keysIn(one.answers) : 0
  const ratings = 'ratings' in one && typeof one.ratings === 'object' && one.ratings !== null ? one.ratings : {}
  let rated = 0
  for (const [, own] of Object.entries(ratings)) rated += keysIn(own)
  return once + rated
}

const keysIn = (given: unknown): number => (typeof given === 'object' && given !== null ? Object.keys(given).length : 0)

/** Some five milliseconds' worth, when they are as large as a batch allows. */
const readAtOnce = 5

/** Answers; a citizen gives fewer. */
const longAnswers = 100

type Read = { readonly submitted: SubmittedResponse } | { readonly refused: ResponseVerdict }

/** What was sent, and what was found in it when it was sealed. */
function readOne(one: unknown, opened: unknown, language: string, most: number): Read {
  if (opened === undefined) return { refused: refusal(claimedId(one), 422, problemOf('sealed_unreadable', language)) }
  if (isStuffed(opened)) return { refused: refusal(claimedId(one), 422, problemOfShape('body_invalid', language, [stuffed])) }
  const parsed = submittedResponse.safeParse(opened)
  if (parsed.success) return { submitted: parsed.data }
  return { refused: refusal(claimedId(one), 422, problemOfShape('body_invalid', language, parsed.error.issues, most)) }
}

/** A response has ten fields, a seal two; what has many more is not looked into. */
const mostFields = 20
function isStuffed(one: unknown): boolean {
  if (typeof one !== 'object' || one === null) return false
  let fields = 0
  // Without a list of them, and no further than the limit.
  for (const _ in one) if (++fields > mostFields) return true
  return false
}
const stuffed = { code: 'too_big', maximum: mostFields, message: `more than ${mostFields} fields` }

function verdictOn({ id, language }: SubmittedResponse, outcome: Outcome, words: Brought | undefined, most: number): ResponseVerdict {
  const said = bodyOf(outcome, language, words, most)
  return { id, status: statusOf[outcome.kind], ...('code' in said && 'id' in said ? { receipt: said } : { problem: said }) }
}

const sealedResponse = z.strictObject({ id: z.string().max(64), sealed: z.string() })

export const refusal = (id: string, status: number, why: ApiProblem): ResponseVerdict => ({ id, status, problem: why })

/** The id under which a device knows what it sent, whatever else that is. */
export const claimedId = (sent: unknown): string => claimed.safeParse(sent).data?.id ?? ''

const claimed = z.object({ id: z.string().max(64) })

type Refused = Extract<Outcome, { kind: 'refused' }>

/** Why a response as a whole is refused, and until or from when it would not be; that last in a language of ours alone. */
export function refusalMessage(refused: Refused, language: string, brought?: Brought): string {
  const why = problemMessage(language, refused.code, brought)
  return refused.day === undefined || !isSpoken(language) ? why : `${why} ${dayText(refused.code, refused.day, language)}`
}

/** Which day would be taken about the agency of a response that is refused for its day. */
const allowedDay = ({ code, day }: Refused, language: string): readonly unknown[] | undefined =>
  day === undefined ? undefined : [{ path: 'answeredOn', rule: code, message: dayText(code, day, language), allowed: day }]

const dayText = (code: RefusalCode, day: string, language: string): string =>
  shapeMessage(language, code, { seen: '', allowed: numbersOf(spokenFor(language)).day(day) }) ?? ''

/** What is answered: the receipt, or what is the matter, in the reader's language. */
export function bodyOf(outcome: Outcome, language: string, brought: Brought | undefined, most?: number): Receipt | ApiProblem {
  const problem = (code: ProblemCode, details?: readonly unknown[]) => problemOf(code, language, details, brought)
  switch (outcome.kind) {
    case 'recorded':
    case 'repeated':
    case 'tried':
      return outcome.receipt
    case 'invalid':
      return problemOfEach(
        'answers_invalid',
        language,
        outcome.violations,
        (violation) => ({ ...violation, message: violationText(language, violation, brought) }),
        brought,
        most,
      )
    case 'refused':
      return { ...problem(outcome.code, allowedDay(outcome, language)), message: refusalMessage(outcome, language, brought) }
    case 'conflict':
      return problem('id_conflict')
    case 'erased':
      return problem('response_erased')
    case 'unsigned':
      return problem('token_needed')
    case 'unavailable':
      return problem('unavailable')
    case 'pressed':
      return problem('puzzle_needed', [{ puzzle: outcome.puzzle }])
  }
}
