import { daysBetween } from '../instrument/calendar'
import type { Campaign } from './campaign'
import { type Fieldwork, isBehind } from './fieldwork'

/** What somebody should see to in a campaign that runs, the most urgent first; `n` is how many of them. */
export type Need = {
  readonly code: 'no-places' | 'silent' | 'kiosks' | 'behind' | 'doubtful' | 'waiting' | 'ends' | 'no-targets'
  readonly n: number
}

/** Kiosks that are in trouble, and requests that wait for a second person. */
export type Besides = { readonly kiosks: number; readonly waiting: number }

/** Days before the last one from which on its end is told. */
const endsSoon = 7

export function needsOf(
  { closesOn }: Pick<Campaign, 'closesOn'>,
  { places, agencies, total, doubtful }: Pick<Fieldwork, 'places' | 'agencies' | 'total' | 'doubtful'>,
  today: string,
  { kiosks, waiting }: Besides,
): readonly Need[] {
  const left = daysBetween(today, closesOn)
  const need = (code: Need['code'], n: number): readonly Need[] => (n > 0 ? [{ code, n }] : [])
  return [
    ...need('no-places', places.length === 0 ? 1 : 0),
    ...need('silent', places.filter(({ silence }) => silence !== undefined).length),
    ...need('kiosks', kiosks),
    ...need('behind', agencies.filter(isBehind).length),
    ...need('waiting', waiting),
    ...need('doubtful', doubtful),
    ...need('ends', left <= endsSoon ? left + 1 : 0),
    ...need('no-targets', total.wanted === undefined ? 1 : 0),
  ]
}
