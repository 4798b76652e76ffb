import type { Option, Questionnaire, Scale } from '../schema'
import type { Warning } from './warning'

/** Scales that pull to one side, that were scored by position, or that contradict one another. */
export const scaleWarnings = ({ scales, languages }: Questionnaire): readonly Warning[] => [
  ...scales.flatMap((scale) => [...unbalanced(scale), ...againstCode(scale), ...facesAgainst(scale)]),
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
      const first = known.get(label)
      const size = scored(scale).length
      if (!first) known.set(label, { option, scale: scale.id, size })
      else if (first.size === size && (first.option.score !== option.score || first.option.positive !== option.positive))
        warnings.push({ path: pathOf(scale), rule: 'scored_differently', seen: `"${label}" (${first.scale}, ${scale.id})` })
    }
  return warnings
}
