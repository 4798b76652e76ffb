/** Bytes of a design as JSON, at most: a thousand items in three languages. */
export const largestDesign = 2 * 1024 * 1024
