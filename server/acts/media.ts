import { dropMedia, namedInDesigns, unpublishedMedia } from '../db/media'
import { type Act, did, nothing } from './act'

/** How long what nothing names any more is kept from when it came or was last named: a page of the designer that is open still may name it again. */
export const graceDays = 30

/**
 * Lets go of recordings and pictures that no version, no design and no discarded design names, once their days of grace are over, and gives
 * how many. Whoever keeps or names one does so in an act, in whose turn this one is not.
 */
export const forgetMedia: Act<object, number, never> = {
  name: 'media.forget',
  run: async ({ database, now }) => {
    const before = await unpublishedMedia(database, new Date(now() - graceDays * 86_400_000).toISOString())
    if (before.length === 0) return nothing(0)
    const named = await namedInDesigns(database)
    const unnamed = before.filter(({ name }) => !named.has(name))
    if (unnamed.length === 0) return nothing(0)
    await dropMedia(
      database,
      unnamed.map(({ name }) => name),
    )
    const bytes = unnamed.reduce((sum, { size }) => sum + size, 0)
    return did('media', { files: unnamed.length, bytes }, unnamed.length)
  },
}
