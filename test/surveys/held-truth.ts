import { beforeAll, expect, it } from 'vitest'
import { type CoverageRow, coverageTable } from './coverage'

/** What holds of a node's 95 % interval in so many samples of each setting. */
export function holdsTheTruth(samples: number): void {
  let rows: readonly CoverageRow[] = []
  beforeAll(() => {
    rows = coverageTable(samples)
  }, 1_800_000)
  const least = (from: number, to: number): number =>
    Math.min(
      ...rows
        .filter(({ persons }) => from <= persons && persons < to)
        .flatMap(({ shareCoverage, levelCoverage }) => [shareCoverage, levelCoverage]),
    )
  const mean = (of: (row: CoverageRow) => number): number => rows.reduce((sum, row) => sum + of(row), 0) / rows.length
  /** Three standard errors of a coverage that is itself only sampled. */
  const allowed = (floor: number): number => floor - 3 * Math.sqrt((floor * (1 - floor)) / samples)

  it('holds the truth in no less than 92 % of samples from 100 persons', () =>
    expect(least(100, Infinity)).toBeGreaterThanOrEqual(allowed(0.92)))
  it('holds the truth in no less than 88 % of samples from 12 persons', () => expect(least(12, 100)).toBeGreaterThanOrEqual(allowed(0.88)))
  it('is neither too narrow nor wastefully wide on the whole', () => {
    for (const coverage of [mean((row) => row.shareCoverage), mean((row) => row.levelCoverage)]) {
      expect(coverage).toBeGreaterThan(0.935)
      expect(coverage).toBeLessThan(0.98)
    }
  })
}
