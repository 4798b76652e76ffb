/** What may still come without being asked for anything, as of an instant in milliseconds; below nothing where more has come. */
export type Remaining = { readonly left: number; readonly at: number }

export type Allowance = {
  /** At once. */
  readonly most: number
  /** Milliseconds until one more may come. */
  readonly everyMs: number
}

/** From one network at one touchpoint: 30 in ten minutes, so that a full waiting room behind one address passes. */
export const networkAllowance: Allowance = { most: 30, everyMs: 20_000 }

/** At one touchpoint from all networks: 120 in ten minutes, more than a lobby full of people with phones sends. */
export const placeAllowance: Allowance = { most: 120, everyMs: 5_000 }

/** As it stands at an instant; a clock that was set back gives nothing. */
export const budgetAt = ({ most, everyMs }: Allowance, known: Remaining | undefined, at: number): Remaining => ({
  left: known ? Math.min(most, known.left + Math.max(0, at - known.at) / everyMs) : most,
  at,
})

/** One less. It falls no further below nothing than it can stand above, so that it is whole again in twice the time. */
export const oneLess = ({ most }: Allowance, { left, at }: Remaining): Remaining => ({ left: Math.max(-most, left - 1), at })

export const isSpent = ({ left }: Remaining): boolean => left < 1

/** Bits of work that are asked for: from 14, some hundredths of a second on a phone, to 18, some seconds. */
export const bitsFor = ({ most }: Allowance, { left }: Remaining): number =>
  fewestBits + Math.min(4, Math.floor((4 * Math.max(0, 1 - left)) / most))

const fewestBits = 14
