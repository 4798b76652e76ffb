import type { IndicatorNode } from '../instrument/schema'
import { aimOf, type Measured } from './aims'
import type { Verdict } from './comparison'
import type { Standout } from './standout'

/** Which end of a figure's values is good: of how many had to pay beyond the fee it is the low one. */
export type Best = NonNullable<IndicatorNode['direction']>

/** Whether a figure is better or worse than what it is held against, which is not whether it is higher or lower. */
export type Merit = 'far-worse' | 'worse' | 'unclear' | 'better' | 'far-better'

export const bestOf = (questionnaire: Measured, { tree, code }: { readonly tree: string; readonly code: string }): Best =>
  aimOf(questionnaire, tree, code).direction ?? 'higher'

/** What lying on a side of a mean, or having risen or fallen, says of a figure. */
export const meritOf = (side: Standout | Verdict, best: Best): Merit => (best === 'higher' ? merits : mirrored)[side]

/** Differences so that the worst stands first, whichever end is good. */
export const gainOf = (difference: number, best: Best): number => (best === 'higher' ? difference : -difference)

const merits: Readonly<Record<Standout | Verdict, Merit>> = {
  'far-below': 'far-worse',
  below: 'worse',
  lower: 'worse',
  unclear: 'unclear',
  higher: 'better',
  above: 'better',
  'far-above': 'far-better',
}

const mirrored: typeof merits = {
  'far-below': 'far-better',
  below: 'better',
  lower: 'better',
  unclear: 'unclear',
  higher: 'worse',
  above: 'worse',
  'far-above': 'far-worse',
}
