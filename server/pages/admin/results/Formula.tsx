import { countedOptions, type Explanation, explanation, type Term } from '../../../../surveys/explanation'
import { isShown, unitOf } from '../numbers'
import type { Reader } from '../reader'
import type { FigureProps } from './FigurePage'

/** The rule in words, in symbols, and with this figure's own numbers. */
export function Formula({ reader, view }: FigureProps) {
  const { say } = reader
  const { formula, rollUp } = view.result
  const numbersIn = withNumbers(reader, view)
  return (
    <section class="card" id="formula">
      <h2>{say('howCounted')}</h2>
      <p>{say(`formula_${formula}`)}{rollUp !== null && <> {say(`rollUp_${rollUp}`)}</>}</p>
      <dl>
        <div>
          <dt>{say('inSymbols')}</dt>
          <dd class="math">{say(`symbol_${formula}`)}</dd>
          {rollUp !== null && <dd class="math">{say(`symbolOf_${rollUp}`)}</dd>}
        </div>
        {numbersIn !== undefined && <div><dt>{say('withNumbers')}</dt><dd class="math">{numbersIn}</dd></div>}
      </dl>
    </section>
  )
}

type View = FigureProps['view']

function withNumbers(reader: Reader, view: View): string | undefined {
  const { layout, node, tally, ranges, result } = view
  const how = explanation(layout, node, tally, ranges)
  if (!how || !isShown(result)) return undefined
  const value = reader.numbers.figure(result.value, unitOf(result.formula), 2)
  return `${fraction(reader, view, how)} = ${value}`
}

function fraction(reader: Reader, view: View, how: Explanation): string {
  const { count } = reader.numbers
  if (how.kind === 'persons') return `${count(how.hits)} / ${count(how.persons)}`
  const [only] = how.terms
  if (only && how.terms.length === 1) return ratioText(reader, view, only)
  const weights = new Set(how.terms.map(({ weight }) => Math.round(weight * 1e9)))
  const ratios = how.terms.map(({ ratio }) => ratio)
  const shown = ratios.length > 8 ? [...ratios.slice(0, 3).map(reader.numbers.exact), '…', reader.numbers.exact(ratios.at(-1) ?? 0)] : ratios.map(reader.numbers.exact)
  if (weights.size === 1 && Math.abs((how.terms[0]?.weight ?? 0) * how.terms.length - 1) < 1e-9) return `(${shown.join(' + ')}) / ${count(how.terms.length)}`
  return how.terms.map(({ weight, ratio }) => `${reader.numbers.exact(weight)} × ${reader.numbers.exact(ratio)}`).join(' + ')
}

/** A single ratio, down to the counts of the options where it stands on one item. */
function ratioText(reader: Reader, view: View, { items, base }: Term): string {
  const { count, exact } = reader.numbers
  const [only] = items
  const reading = only?.reading
  const over = reading && reading.measure === 'points' && reading.offset === 0 && reading.factor > 0 ? `${exact(1 / reading.factor)} × ${count(base)}` : count(base)
  if (!only || items.length > 1) return `${count(items.reduce((sum, part) => sum + part.sum, 0))} / ${over.includes('×') ? `(${over})` : over}`
  if (only.reading.offset !== 0) return `(${exact(only.sum / base)} − ${exact(-only.reading.offset / only.reading.factor)}) / ${exact(1 / only.reading.factor)}`
  const counted = countedOptions(only, view.tally)
  const sum = counted.map(({ count: n, points }) => (only.reading.measure === 'points' ? `${count(points)} × ${count(n)}` : count(n))).join(' + ')
  const top = counted.length === 0 ? count(only.sum) : `(${sum})`
  return `${top} / ${only.reading.measure === 'points' && only.reading.factor !== 1 ? `(${over})` : count(base)}`
}
