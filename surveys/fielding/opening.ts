import type { Agency, Campaign } from './campaign'

/** What a campaign lacks that is about to be opened: it can be opened all the same. */
export type OpeningLack = {
  readonly code:
    'no-touchpoints' | 'agencies-without' | 'ends-within' | 'no-address' | 'no-posters' | 'one-person' | 'no-targets' | 'no-sample'
  /** Which agencies it is about. */
  readonly agencies: readonly Agency[]
}

export type OpeningState = {
  /** The agencies that any touchpoint serves. */
  readonly served: ReadonlySet<string>
  /** Whether there is an address that posters can lead to. */
  readonly hasAddress: boolean
  /** Whether posters are needed by any touchpoint, and nobody has ordered a run of them. */
  readonly lacksPosters: boolean
  /** How many people can run the campaign. */
  readonly runners: number
  readonly targets: ReadonlyMap<string, number>
}

export function lacksBeforeOpening(
  { closesOn, synthetic, kind }: Pick<Campaign, 'closesOn' | 'synthetic' | 'kind'>,
  agencies: readonly Agency[],
  { served, hasAddress, lacksPosters, runners, targets }: OpeningState,
): readonly OpeningLack[] {
  const without = agencies.filter(({ code }) => !served.has(code))
  const ending = agencies.filter(({ validTo }) => validTo !== null && validTo < closesOn)
  const lack = (code: OpeningLack['code'], is: boolean, about: readonly Agency[] = []): readonly OpeningLack[] =>
    is ? [{ code, agencies: about }] : []
  return [
    ...lack('no-sample', kind === 'sampled'),
    ...lack('no-touchpoints', served.size === 0),
    ...lack('agencies-without', served.size > 0 && without.length > 0, without),
    ...lack('ends-within', ending.length > 0, ending),
    ...lack('no-address', !hasAddress && !synthetic),
    ...lack('no-posters', lacksPosters && (hasAddress || synthetic)),
    ...lack('one-person', runners < 2),
    ...lack('no-targets', targets.size === 0),
  ]
}
