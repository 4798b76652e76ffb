import { type Best, meritOf } from '../../../surveys/figures/merit'
import { type Distance, type Standout } from '../../../surveys/figures/standout'
import { type Digits, type Unit } from '../../../surveys/figures/rounding'
import type { Reader } from '../frame/reader'

/** Distances are read in one digit: that is what tells them apart. */
export const distanceDigits = (digits: Digits): Digits => (digits === 0 ? 0 : 1)

const signs: Readonly<Record<Standout, string>> = { 'far-below': '▼', below: '▼', unclear: '', above: '▲', 'far-above': '▲' }

type DistanceProps = {
  readonly reader: Reader
  readonly distance: Distance
  readonly unit: Unit
  readonly digits: Digits
}

/** A distance with its sign; ▼ and ▲ only where its interval bears it out. */
export const DistanceText = ({ reader: { numbers }, distance: { difference, side }, unit, digits }: DistanceProps) => (
  <>
    {signs[side] !== '' && (
      <span class="sign" aria-hidden="true">
        {signs[side]}{' '}
      </span>
    )}
    {numbers.signed(difference, unit, digits)}
  </>
)

/** What the cells of the factors mean, each drawn as it stands there. */
export const DistanceLegend = ({ reader, unit, best }: { readonly reader: Reader; readonly unit: Unit; readonly best: Best }) => {
  const sample = (side: Standout, difference: number) => (
    <span class={`heat ${meritOf(side, best)}`}>
      <DistanceText {...{ reader, unit: 'percent' }} distance={{ side, difference }} digits={1} />
    </span>
  )
  const { say } = reader
  return (
    <p class="legend">
      <span>{say('legendOf')}</span>
      {unit === 'percent' && (
        <span>
          {sample('far-below', -0.05)} {say('side_far-below')}
        </span>
      )}
      <span>
        {sample('below', -0.02)} {say('side_below')}
      </span>
      <span>
        {sample('unclear', -0.01)} {say('side_unclear')}
      </span>
      <span>
        {sample('above', 0.02)} {say('side_above')}
      </span>
      {unit === 'percent' && (
        <span>
          {sample('far-above', 0.05)} {say('side_far-above')}
        </span>
      )}
      <span>
        <svg class="dash" viewBox="0 0 4 18" width="4" height="18" aria-hidden="true">
          <path class="mean" d="M2 0V18" />
        </svg>{' '}
        {say('blockMean')}
      </span>
    </p>
  )
}
