import type { Change } from '../../../../surveys/comparison'
import { titleOf, type ResultsView } from '../load'
import type { Unit } from '../numbers'
import type { Reader } from '../reader'

type Props = { readonly reader: Reader; readonly view: ResultsView; readonly change: Change | undefined; readonly unit: Unit }

/** A change in words first, then how far and how surely. */
export function ChangeText({ reader, view: { earlier }, change, unit }: Props) {
  const { say, numbers, language } = reader
  const before = earlier[0]
  if (!change || !before) return null
  const [n, campaign] = [numbers.apart(change.difference, unit), titleOf(before.record, language)]
  return (
    <span class={`change ${change.verdict}`}>
      <b>{say(words[change.verdict], { n, campaign })}</b>
      <span class="how">{rangeText(reader, change, unit)}</span>
    </span>
  )
}

/** The same in a narrow cell. */
export const ChangeCell = ({ reader, change, unit }: Omit<Props, 'view'>) =>
  change === undefined ? <td class="d out">–</td> : <td class={`d change ${change.verdict}`}>{shortText(reader, change, unit)}</td>

const words = { higher: 'changeUp', lower: 'changeDown', unclear: 'changeUnclear' } as const

const shortText = ({ say, numbers }: Reader, { difference, verdict }: Change, unit: Unit): string =>
  verdict === 'unclear' ? say('shortUnclear', { n: numbers.signed(difference, unit, 1) }) : say(verdict === 'higher' ? 'shortUp' : 'shortDown', { n: numbers.apart(difference, unit) })

function rangeText({ say, numbers }: Reader, { difference, interval }: Change, unit: Unit): string {
  const n = numbers.signed(difference, unit, 2)
  return interval ? say('changeRange', { n, low: numbers.signed(interval[0], unit, 2), high: numbers.signed(interval[1], unit, 2) }) : say('changeNoRange', { n })
}
