/** A session that nobody uses for so long has ended. */
export const idleMs = 30 * 60_000

/** No session lives longer, however much it is used. */
export const absoluteMs = 12 * 3_600_000

/** Use is noted once in so long, so that reading pages does not write each time. */
export const noteEveryMs = 60_000

/** A link to choose a password is for the days in which somebody hands it over. */
export const linkMs = 3 * 24 * 3_600_000

type Times = { readonly startedAt: string; readonly seenAt: string }

/** Whether a session lives by both rules. */
export const isAlive = ({ startedAt, seenAt }: Times, now: number): boolean => now - Date.parse(seenAt) < idleMs && now - Date.parse(startedAt) < absoluteMs
