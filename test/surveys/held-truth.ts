import { beforeAll, expect, it } from 'vitest'
import { type CoverageRow, coverageTable } from './coverage'

/** What holds of a node's 95 % interval in so many samples of each setting; gives the table once it is made. */
export function holdsTheTruth(samples: number, dayParts: readonly number[]): () => readonly CoverageRow[] {
  let rows: readonly CoverageRow[] = []
  beforeAll(() => {
    rows = coverageTable(samples, dayParts)
  }, 1_800_000)
  const coverages = (from: number, to: number): readonly number[] =>
    rows
      .filter(({ effective }) => from <= effective && effective < to)
      .flatMap(({ shareCoverage, levelCoverage }) => [shareCoverage, levelCoverage])
  const mean = (of: (row: CoverageRow) => number): number => rows.reduce((sum, row) => sum + of(row), 0) / rows.length
  /** Three standard errors of a coverage that is itself only sampled. */
  const error = (coverage: number): number => 3 * Math.sqrt((coverage * (1 - coverage)) / samples)

  it('holds the truth in 93 to 98 % of samples from 100 effective persons, whatever was asked of whom and however much is of the day', () => {
    expect(Math.min(...coverages(100, Infinity))).toBeGreaterThanOrEqual(0.93 - error(0.93))
    expect(Math.max(...coverages(100, Infinity))).toBeLessThanOrEqual(0.985 + error(0.985))
  })
  it('holds the truth in no less than 92 % of samples from 30 effective persons', () =>
    expect(Math.min(...coverages(30, 100))).toBeGreaterThanOrEqual(0.92 - error(0.92)))
  it('holds the truth in no less than 88 % of samples from 12 effective persons', () =>
    expect(Math.min(...coverages(12, 30))).toBeGreaterThanOrEqual(0.88 - error(0.88)))
  it('is neither too narrow nor wastefully wide on the whole', () => {
    for (const coverage of [mean((row) => row.shareCoverage), mean((row) => row.levelCoverage)]) {
      expect(coverage).toBeGreaterThan(0.935)
      expect(coverage).toBeLessThan(0.98)
    }
  })
  return () => rows
}
