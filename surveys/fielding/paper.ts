import { isBlank } from '../answers/check'
import type { Answer, Answers } from '../instrument/schema'
import { ownValue } from '../instrument/spelling'

/** Which sheets of a pile are keyed a second time by somebody else. */
export const keyings = ['double', 'sample', 'single'] as const
export type Keying = (typeof keyings)[number]

/** Sheets of one pile; more are two piles. */
export const mostSheets = 500
/** In letters. */
export const longestPileName = 60

/** A pile as somebody begins it. */
export type PileDraft = { readonly label: string; readonly sheets: string; readonly keying: string }

export type PileFault = {
  readonly field: keyof PileDraft
  readonly code: 'needed' | 'too-long' | 'out-of-range'
  readonly allowed?: string
}

/** What is wrong with a draft. */
export function pileFaults({ label, sheets, keying }: PileDraft): readonly PileFault[] {
  const count = Number(sheets)
  return [
    ...(label === '' ? [{ field: 'label', code: 'needed' } as const] : []),
    ...(label.length > longestPileName ? [{ field: 'label', code: 'too-long', allowed: String(longestPileName) } as const] : []),
    ...(/^\d{1,4}$/.test(sheets) && count >= 1 && count <= mostSheets
      ? []
      : [{ field: 'sheets', code: 'out-of-range', allowed: `1–${mostSheets}` } as const]),
    ...(keyings.some((one) => one === keying) ? [] : [{ field: 'keying', code: 'needed' } as const]),
  ]
}

/** Of a sample every tenth, from where the seed says, and one of a smaller pile: nobody who keys first knows which. */
const sampleStep = 10

/** Whether a sheet is keyed a second time; `seed` begins with hexadecimal digits. */
export function isKeyedTwice(
  { keying, seed, sheets }: { readonly keying: Keying; readonly seed: string; readonly sheets: number },
  number: number,
) {
  if (keying !== 'sample') return keying === 'double'
  const step = Math.min(sampleStep, sheets)
  return (number + Number.parseInt(seed.slice(0, 6), 16)) % step === 0
}

/** What two keyings of a sheet have in common. */
export type Compared = {
  /** Items that one of them has answered. */
  readonly asked: number
  /** Those of them in which they differ, in the order of the questionnaire. */
  readonly differing: readonly string[]
}

/** Compares two keyings item by item, as they were checked. */
export function comparedKeyings(
  ids: readonly string[],
  first: Answers,
  second: Answers,
  isOrdered: (id: string) => boolean = () => false,
): Compared {
  const asked = ids.filter((id) => !isBlank(ownValue(first, id)) || !isBlank(ownValue(second, id)))
  return { asked: asked.length, differing: asked.filter((id) => !isSameAnswer(ownValue(first, id), ownValue(second, id), isOrdered(id))) }
}

/** Several options are the same in any order, unless their order is what was asked. */
function isSameAnswer(one: Answer | undefined, other: Answer | undefined, isOrder: boolean): boolean {
  if (isBlank(one) || isBlank(other)) return isBlank(one) && isBlank(other)
  return isOrder ? JSON.stringify(one) === JSON.stringify(other) : spelled(one) === spelled(other)
}

const spelled = (answer: Answer | undefined): string =>
  JSON.stringify(Array.isArray(answer) ? answer.map((one: unknown) => JSON.stringify(one)).sort() : answer)

/** The first keying with those answers of the second that the paper bears out. */
export function settledAnswers(first: Answers, second: Answers, bySecond: readonly string[]): Answers {
  const kept = Object.entries(first).filter(([id]) => !bySecond.includes(id))
  const taken = bySecond.flatMap((id) => {
    const answer = ownValue(second, id)
    return answer === undefined || isBlank(answer) ? [] : [[id, answer] as const]
  })
  return Object.fromEntries([...kept, ...taken])
}
