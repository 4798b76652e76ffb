import { describe, expect, it } from 'vitest'
import { releaseLayout } from '../../surveys/figures/release'
import { tallyLayout } from '../../surveys/figures/tally'
import { fewestPersons, follow, randomWorld } from '../surveys/attack'
import { satisfaction } from '../surveys/fixtures'
import { seeded } from '../surveys/random'

const layout = releaseLayout(tallyLayout(satisfaction({ A: 2 })))

describe('released figures', () => {
  it.each([2, 3, 4])('tell nothing of fewer than %i persons in hundreds of campaigns', (threshold) => {
    for (let seed = 0; seed < 200; seed++) {
      const chance = seeded(1_000 * threshold + seed)
      const parts = seed % 2 === 0 ? [''] : ['kiosk', 'qr']
      const { seen } = follow(randomWorld(layout, chance, { threshold, persons: 12 + Math.floor(30 * chance()), parts }))
      for (const [list, { released }] of seen.entries())
        expect({ seed, list, fewest: fewestPersons(released, threshold) }).toEqual({ seed, list, fewest: undefined })
    }
  })
})
