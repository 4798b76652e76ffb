import { codeOf, isChoice } from '../instrument/questions/options'
import { isValidOption } from '../instrument/item'
import { countables } from '../instrument/countables'
import type { Answers, Questionnaire } from '../instrument/schema'
import { ownValue } from '../instrument/spelling'

/**
 * What can look wrong with a response, in the order in which it is told. A mark is no verdict: the response counts until somebody sets it
 * aside. `burst`: one of more at a touchpoint than people can answer in that time; `copy`: the same answers as others there, beyond chance;
 * `unproven`: nobody and nothing vouches for how it came; `fast`: answered faster than it can be read; `straight`: one answer all
 * through; `late`: by an open channel more than `openDays` after the day of its answers.
 */
export const flags = ['burst', 'copy', 'unproven', 'fast', 'straight', 'late'] as const
export type Flag = (typeof flags)[number]

export const isFlag = (text: string): text is Flag => flags.some((flag) => flag === text)

/** Flags as they are stored, in their order with spaces between. */
export const flagText = (marks: readonly Flag[]): string => flags.filter((flag) => marks.includes(flag)).join(' ')
export const flagsIn = (text: string): readonly Flag[] => text.split(' ').filter(isFlag)

/**
 * Whether it is among those that the second figure leaves out. Speed alone is a hurried citizen, one answer all through alone a content or
 * an angry one, a late one a phone without a network: most of them are honest.
 */
export const isDoubtful = (marks: readonly Flag[]): boolean =>
  marks.some((flag) => flag === 'burst' || flag === 'copy' || flag === 'unproven') || (marks.includes('fast') && marks.includes('straight'))

/** Days for which an open channel is believed about the day of its answers. */
export const openDays = 3

/** How many items of the scale on which most are judged have a valid answer, and how many of them the same. */
export type Sameness = { readonly answered: number; readonly same: number }

export function samenessOf(questionnaire: Questionnaire, answers: Answers): Sameness {
  const { ids, codes } = judged(questionnaire)
  const counts = new Map<string, number>()
  let answered = 0
  let same = 0
  for (const id of ids) {
    const answer = ownValue(answers, id)
    if (answer === undefined || !isChoice(answer)) continue
    const code = codeOf(answer)
    if (!codes.has(code)) continue
    answered += 1
    const count = (counts.get(code) ?? 0) + 1
    counts.set(code, count)
    same = Math.max(same, count)
  }
  return { answered, same }
}

/** Fewer than so many alike say nothing. */
const fewestAlike = 5

export const isStraight = ({ answered, same }: Sameness): boolean => answered >= fewestAlike && same === answered

/** Whether three quarters or more of the answers are one, whichever; undefined where there are too few to tell. */
export const isOneSided = ({ answered, same }: Sameness): boolean | undefined =>
  answered < fewestAlike ? undefined : same >= 0.75 * answered

type Judged = { readonly ids: readonly string[]; readonly codes: ReadonlySet<string> }

/** The items that are judged on one scale, of the scale that most of them are judged on. */
function judged(questionnaire: Questionnaire): Judged {
  const made = known.get(questionnaire) ?? judgedOnMost(questionnaire)
  known.set(questionnaire, made)
  return made
}

const known = new WeakMap<Questionnaire, Judged>()

function judgedOnMost(questionnaire: Questionnaire): Judged {
  const scales = new Map<string, { ids: string[]; codes: ReadonlySet<string> }>()
  for (const { id, answer, options, hasShare } of countables(questionnaire)) {
    if (answer !== 'one' || !hasShare) continue
    const codes = options.filter(isValidOption).map(({ code }) => code)
    const scale = scales.get(codes.join(' ')) ?? { ids: [], codes: new Set(codes) }
    scale.ids.push(id)
    scales.set(codes.join(' '), scale)
  }
  return [...scales.values()].reduce((most, scale) => (scale.ids.length > most.ids.length ? scale : most), {
    ids: [],
    codes: new Set<string>(),
  })
}
