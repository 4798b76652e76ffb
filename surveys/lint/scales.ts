import type { Option, Questionnaire, Scale } from '../schema'
import type { Warning } from './warning'

/** Scales that pull to one side, that were scored by position, or that contradict one another. */
export const scaleWarnings = ({ scales, languages }: Questionnaire): readonly Warning[] => [
  ...scales.flatMap((scale) => [...unbalanced(scale), ...againstCode(scale), ...againstVerdict(scale), ...facesAgainst(scale), ...countedAsAnswer(scale)]),
  ...scoredDifferently(scales, languages[0] ?? 'vi'),
]

const pathOf = ({ id }: Scale): string => `scales "${id}"`

type Scored = Option & { readonly score: number }
const scored = ({ options }: Scale): readonly Scored[] => options.flatMap((option) => (option.score === undefined ? [] : [{ ...option, score: option.score }]))

/** Around the middle of the scores as many options below as above. */
function unbalanced(scale: Scale): readonly Warning[] {
  const options = scored(scale)
  if (options.length < 3) return []
  const scores = options.map(({ score }) => score)
  const middle = (Math.min(...scores) + Math.max(...scores)) / 2
  const [bad, good] = [scores.filter((score) => score < middle).length, scores.filter((score) => score > middle).length]
  return bad === good ? [] : [{ path: pathOf(scale), rule: 'unbalanced_scale', seen: `${good} : ${bad}` }]
}

function againstCode(scale: Scale): readonly Warning[] {
  const options = scored(scale).filter(({ code }) => /^\d+$/.test(code))
  const against = options.find((one) => options.some((other) => Number(one.code) < Number(other.code) && one.score > other.score))
  return against ? [{ path: pathOf(scale), rule: 'score_against_code', seen: options.map(({ code, score }) => `${code}→${score}`).join(', ') }] : []
}

/** A good option below a bad one, by the scale's own verdicts, else by the words of the labels. */
function againstVerdict(scale: Scale): readonly Warning[] {
  const options = scored(scale)
  const bad = options.filter((option) => verdictOf(option) === false)
  for (const good of options.filter((option) => verdictOf(option) === true)) {
    const above = bad.find(({ score }) => score > good.score)
    if (above) return [{ path: pathOf(scale), rule: 'score_by_position', seen: `${good.code}→${good.score}, ${above.code}→${above.score}` }]
  }
  return []
}

const badWords = /^(?:rất |hoàn toàn )?(?:không (?:hài lòng|đồng ý|tốt)|chưa (?:hài lòng|tốt)|kém|tệ)|^(?:very |strongly |completely )?(?:dissatisfied|unsatisfied|not satisfied|disagree|bad|poor)/i
const goodWords = /^(?:rất |hoàn toàn )?(?:hài lòng|đồng ý|tốt)|^(?:very |strongly |completely )?(?:satisfied|agree|good|excellent)/i

function verdictOf({ positive, label }: Option): boolean | undefined {
  if (positive !== undefined) return positive
  const words = label['vi'] ?? label['en'] ?? ''
  return badWords.test(words) ? false : goodWords.test(words) || undefined
}

const outsideWords = /^(?:không|chưa|không\/chưa) (?:liên quan|áp dụng|có ý kiến|ý kiến|biết|gặp(?= việc| trường hợp|$))|^(?:not applicable|does not apply|doesn['’]t apply|n\/a|don['’]t know|do not know|no opinion)/i

/** "Does not apply" that would count, on a scale that says how good something is. */
function countedAsAnswer(scale: Scale): readonly Warning[] {
  const isJudging = scale.options.some(({ score, positive }) => score !== undefined || positive !== undefined)
  const counted = isJudging ? scale.options.filter(({ kind, label }) => kind === 'answer' && outsideWords.test(label['vi'] ?? label['en'] ?? '')) : []
  return counted.map(({ code }) => ({ path: `${pathOf(scale)}.options "${code}"`, rule: 'counted_as_answer', seen: code }))
}

function facesAgainst(scale: Scale): readonly Warning[] {
  const options = scored(scale).flatMap(({ code, score, face }) => (face === undefined ? [] : [{ code, score, face }]))
  const isAgainst = options.some((one) => options.some((other) => one.score < other.score && one.face >= other.face))
  return isAgainst ? [{ path: pathOf(scale), rule: 'faces_against_score', seen: options.map(({ code, face }) => `${code}→${face}`).join(', ') }] : []
}

/** One label should mean one thing; the first scale that has it says which. */
function scoredDifferently(scales: readonly Scale[], language: string): readonly Warning[] {
  const known = new Map<string, { readonly option: Option; readonly scale: string; readonly size: number }>()
  const warnings: Warning[] = []
  for (const scale of scales)
    for (const option of scale.options) {
      const label = option.label[language] ?? ''
      if (label === '') continue
      const first = known.get(label)
      const size = scored(scale).length
      if (!first) known.set(label, { option, scale: scale.id, size })
      else if (first.size === size && (first.option.score !== option.score || first.option.positive !== option.positive))
        warnings.push({ path: pathOf(scale), rule: 'scored_differently', seen: `"${label}" (${first.scale}, ${scale.id})` })
    }
  return warnings
}
