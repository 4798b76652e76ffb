import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crossTable, type CrossTable, turnedCross } from '../../surveys/figures/crosstab'

/** Whether a withheld number is the only unknown that any sums of what is shown leave: by elimination over all lines, the plain way. */
function solved({ rows, total }: CrossTable): number {
  const grid = [...rows, total].map(({ counts, base }) => [...counts, base])
  const [height, width] = [grid.length, grid[0]?.length ?? 0]
  const unknown = grid.flatMap((line, row) => line.flatMap((value, column) => (value === null ? [`${row} ${column}`] : [])))
  const place = new Map(unknown.map((key, at) => [key, at]))
  const sign = (at: number, last: number) => (at === last ? -1 : 1)
  const equations: number[][] = []
  for (let row = 0; row < height; row++)
    equations.push(unknown.map((key) => (key.startsWith(`${row} `) ? sign(Number(key.split(' ')[1]), width - 1) : 0)))
  for (let column = 0; column < width; column++)
    equations.push(unknown.map((key) => (key.endsWith(` ${column}`) ? sign(Number(key.split(' ')[0]), height - 1) : 0)))
  let rank = 0
  for (let column = 0; column < unknown.length && rank < equations.length; column++) {
    const pivot = equations.findIndex((one, at) => at >= rank && Math.abs(one[column] ?? 0) > 1e-9)
    if (pivot < 0) continue
    const [own = [], other = []] = [equations[pivot], equations[rank]]
    equations[pivot] = other
    const scale = own[column] ?? 1
    const unit = own.map((value) => value / scale)
    equations[rank] = unit
    for (const [at, one] of equations.entries())
      if (at !== rank) {
        const factor = one[column] ?? 0
        equations[at] = one.map((value, index) => value - factor * (unit[index] ?? 0))
      }
    rank++
  }
  expect(place.size).toBe(unknown.length)
  return equations.slice(0, rank).filter((one) => one.filter((value) => Math.abs(value) > 1e-9).length === 1).length
}

describe('a cross-table', () => {
  it('shows what stands on enough, with its sums', () => {
    expect(
      crossTable(
        [
          [20, 30],
          [40, 10],
        ],
        { threshold: 10 },
      ),
    ).toEqual({
      rows: [
        { counts: [20, 30], base: 50 },
        { counts: [40, 10], base: 50 },
      ],
      total: { counts: [60, 40], base: 100 },
    })
  })

  it('withholds a small cell and three others, so that no sum gives it back', () => {
    const { rows, total } = crossTable(
      [
        [3, 50, 60],
        [40, 30, 70],
        [80, 90, 20],
      ],
      { threshold: 10 },
    )
    expect(rows.map(({ counts }) => counts)).toEqual([
      [null, null, 60],
      [null, null, 70],
      [80, 90, 20],
    ])
    expect(total).toEqual({ counts: [123, 170, 150], base: 443 })
  })

  it('withholds the same from both sides, so that they give nothing away together', () => {
    const counts = [
      [83, 84, 79],
      [13, 10, 26],
      [4, 12, 11],
    ]
    const own = crossTable(counts, { threshold: 10 })
    const others = turnedCross(
      [0, 1, 2].map((column) => counts.map((row) => row[column] ?? 0)),
      { threshold: 10 },
    )
    expect(others.rows.map((_, row) => own.rows.map(({ counts: cells }) => cells[row]))).toEqual(
      others.rows.map(({ counts: cells }) => cells),
    )
    expect([others.rows.map(({ base }) => base), others.total]).toEqual([
      own.total.counts,
      { counts: own.rows.map(({ base }) => base), base: own.total.base },
    ])
  })

  it('lets no withheld number follow from any sums of what is shown, whatever the counts', () => {
    const counts = fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 2, max: 6 })).chain(([height, width]) =>
      fc.array(
        fc.array(fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 90 })), { minLength: width, maxLength: width }),
        {
          minLength: height,
          maxLength: height,
        },
      ),
    )
    fc.assert(
      fc.property(counts, (all) => {
        const table = crossTable(all, { threshold: 10 })
        for (const [row, line] of all.entries())
          for (const [column, count] of line.entries()) if (count < 10) expect(table.rows[row]?.counts[column]).toBeNull()
        expect(solved(table)).toBe(0)
        for (const [row, { counts: shown, base }] of table.rows.entries()) {
          const kept = (all[row] ?? []).filter((_, column) => shown[column] === null)
          if (base !== null && kept.length > 0) expect(kept.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(10)
        }
      }),
      { numRuns: 300, seed: 20_261_130 },
    )
  })

  it('has bases of its own where people choose several, and hides by column', () => {
    const { rows, total } = crossTable(
      [
        [3, 30],
        [40, 35],
        [60, 50],
      ],
      { threshold: 10, bases: [40, 50, 80] },
    )
    expect(rows).toEqual([
      { counts: [null, 30], base: 40 },
      { counts: [null, 35], base: 50 },
      { counts: [60, 50], base: 80 },
    ])
    expect(total).toEqual({ counts: [103, 115], base: 170 })
  })
})
