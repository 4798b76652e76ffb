/** On which side of a bound a figure lies that no rounding could tell from it. */
export const vi = { below: 'dưới {n}', above: 'từ {n}' } as const
