import { listPublished, type PublishedFigure, type PublishedKey, removePublished, savePublished } from '../db/published-figures'
import { type Act, did, failed, nothing } from './act'

/** Enters figures that were published before this system counted; one of the same place, indicator and year takes the old one's place. */
export const addPublished: Act<readonly PublishedFigure[], undefined, never> = {
  name: 'published.add',
  run: async ({ database }, _, figures) => {
    const there = new Map((await listPublished(database)).map((figure) => [nameOf(figure), figure]))
    const isThere = (figure: PublishedFigure): boolean => {
      const old = there.get(nameOf(figure))
      return old?.value === figure.value && old.source === figure.source
    }
    const after = figures.filter((figure) => !isThere(figure))
    if (after.length === 0) return nothing(undefined)
    await savePublished(database, after)
    const before = after.flatMap((figure) => there.get(nameOf(figure)) ?? [])
    return did(after.map(nameOf).join('; ').slice(0, longestObject), { before, after })
  },
}

/** Takes one figure away and gives what it was. */
export const deletePublished: Act<PublishedKey, PublishedFigure, { readonly code: 'unknown' }> = {
  name: 'published.delete',
  run: async ({ database }, _, key) => {
    const gone = await removePublished(database, key)
    return gone ? did(nameOf(gone), { before: gone }, gone) : failed({ code: 'unknown' })
  },
}

/** Figures have no code: an event names them by year, place, indicator and formula. */
const nameOf = ({ year, place, node, formula }: PublishedKey): string => `${year} ${place}: ${node} (${formula})`

const longestObject = 500
