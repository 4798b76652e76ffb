import { localised } from '../../../surveys/language'
import { isValidOption } from '../../../surveys/questionnaire'
import type { Option } from '../../../surveys/schema'
import { tonesOf } from './criteria'
import type { Reader } from './reader'
import { ownValue } from '../../../surveys/name-patterns'

type Props = {
  readonly reader: Reader
  readonly options: readonly Option[]
  readonly counts: Readonly<Record<string, number>>
  readonly base: number
  readonly languages: readonly string[]
}

/** The valid answers as one bar in the order of the scale; its table of counts stands beside. */
export function Stack({ reader: { say, numbers, language }, options, counts, base, languages }: Props) {
  const tones = tonesOf(options)
  let end = 0
  const parts = options.filter(isValidOption).map(({ code, label }) => {
    const count = ownValue(counts, code) ?? 0
    const [start, width] = [end, (100 * count) / base]
    end += width
    return { code, count, start, width, label: localised(label, language, languages) }
  })
  return (
    <svg class="stack" viewBox="0 0 100 16" preserveAspectRatio="none" aria-hidden="true">
      {parts.filter(({ count }) => count > 0).map(({ code, count, start, width, label }) => (
        <rect key={code} class={tones.get(code)} x={short(start)} width={short(width)} height="16">
          <title>{say('picture', { label, share: numbers.figure(width / 100, 'percent', 1), count: numbers.count(count) })}</title>
        </rect>
      ))}
    </svg>
  )
}

const short = (length: number): number => Math.round(length * 100) / 100
