/**
 * How many of each part chose each option, with every cell below the threshold withheld, and as many others that none of those follows from the
 * sums that are shown. Rows and their totals, columns and theirs are sums of each other: a withheld number follows from them exactly
 * where it is a bridge of the graph whose points are the lines and whose edges are the withheld numbers.
 */
export type CrossTable = {
  readonly rows: readonly CrossRow[]
  readonly total: CrossRow
}

/** Null is withheld. */
export type CrossRow = { readonly counts: readonly (number | null)[]; readonly base: number | null }

type Rules = {
  readonly threshold: number
  /** Of each part so many answered; else the options of a part add up to its base. */
  readonly bases?: readonly number[]
}

/** The counts of parts by option, one line a part; where people choose several options the bases are given and no sum of a line. */
export function crossTable(counts: readonly (readonly number[])[], { threshold, bases }: Rules): CrossTable {
  const width = counts[0]?.length ?? 0
  const sumsOf = (row: readonly number[]): number => row.reduce((sum, count) => sum + count, 0)
  const lines = counts.map((row, place) => [...row, bases?.[place] ?? sumsOf(row)])
  const totals = Array.from({ length: width + 1 }, (_, column) => lines.reduce((sum, line) => sum + (line[column] ?? 0), 0))
  const grid = [...lines, totals]
  const hidden = grid.map((line) => line.map((count) => count < threshold))
  while (hideMore(grid, hidden, threshold, bases === undefined));
  const rowOf = (place: number): CrossRow => {
    const shown = (grid[place] ?? []).map((count, column) => (hidden[place]?.[column] === true ? null : count))
    return { counts: shown.slice(0, width), base: shown[width] ?? null }
  }
  return { rows: lines.map((_, place) => rowOf(place)), total: rowOf(lines.length) }
}

/**
 * Two questions by each other, seen from the side of the second: what is withheld is chosen from the side of the first and is the same, or who
 * looks from both sides would find in the one what the other withholds.
 */
export function turnedCross(counts: readonly (readonly number[])[], rules: Rules): CrossTable {
  const { rows, total } = crossTable(turned(counts), rules)
  const columns = turned(rows.map((row) => row.counts))
  return {
    rows: columns.map((column, place) => ({ counts: column, base: total.counts[place] ?? null })),
    total: { counts: rows.map(({ base }) => base), base: total.base },
  }
}

const turned = <Value>(grid: readonly (readonly Value[])[]): readonly (readonly Value[])[] =>
  (grid[0] ?? []).map((_, column) => grid.flatMap((row) => row.slice(column, column + 1)))

type Place = readonly [row: number, column: number]

/** Hides what else gives a withheld number away, line after line, and a bridge once no line does; whether there was anything. */
function hideMore(grid: readonly (readonly number[])[], hidden: readonly boolean[][], threshold: number, hasRows: boolean): boolean {
  const isHidden = ([row, column]: Place) => hidden[row]?.[column] === true
  const valueAt = ([row, column]: Place) => grid[row]?.[column] ?? 0
  const [height, width] = [grid.length, grid[0]?.length ?? 0]
  const rowLines = Array.from({ length: height }, (_, row) => Array.from({ length: width }, (_unused, column): Place => [row, column]))
  const columnLines = Array.from({ length: width }, (_, column) => Array.from({ length: height }, (_unused, row): Place => [row, column]))
  const isWeak = (line: readonly Place[]): boolean => {
    const [parts, total] = [line.slice(0, -1).filter(isHidden), line.at(-1)]
    if (parts.length === 0) return total !== undefined && isHidden(total)
    // What is withheld of a line adds up to its total less what is shown.
    const isShown = total !== undefined && !isHidden(total)
    return isShown && (parts.length === 1 || parts.reduce((sum, part) => sum + valueAt(part), 0) < threshold)
  }
  /** Where the line across hides something already there is less to add; totals go last. */
  const cost = ([row, column]: Place, isRow: boolean): number => {
    const across = (isRow ? columnLines[column] : rowLines[row]) ?? []
    const isTotal = row === height - 1 || column === width - 1
    return (isTotal ? 2 : 0) + (hasRows && across.some(isHidden) ? 0 : 1)
  }
  const hideOne = (line: readonly Place[], isRow: boolean): boolean => {
    const [least] = line
      .filter((place) => !isHidden(place))
      .map((place) => ({ place, cost: cost(place, isRow), value: valueAt(place) }))
      .sort((one, other) => one.cost - other.cost || one.value - other.value)
    const own = least && hidden[least.place[0]]
    if (!own) return false
    own[least.place[1]] = true
    return true
  }
  let hasChanged = false
  if (hasRows) for (const line of rowLines) while (isWeak(line) && hideOne(line, true)) hasChanged = true
  for (const line of columnLines) while (isWeak(line) && hideOne(line, false)) hasChanged = true
  if (hasChanged || !hasRows) return hasChanged
  const [bridge] = bridgesOf(hidden)
  if (!bridge) return false
  return hideOne(rowLines[bridge[0]] ?? [], true) || hideOne(columnLines[bridge[1]] ?? [], false)
}

/** The withheld numbers that follow from what is shown: edges whose loss parts the graph of lines. */
export function bridgesOf(hidden: readonly (readonly boolean[])[]): readonly Place[] {
  const height = hidden.length
  const edges = hidden.flatMap((line, row) => line.flatMap((isEdge, column) => (isEdge ? [{ row, column }] : [])))
  const ways = new Map<number, { readonly to: number; readonly edge: number }[]>()
  const join = (from: number, to: number, edge: number) => ways.set(from, [...(ways.get(from) ?? []), { to, edge }])
  for (const [edge, { row, column }] of edges.entries()) {
    join(row, height + column, edge)
    join(height + column, row, edge)
  }
  const found: Place[] = []
  const [reached, lowest] = [new Map<number, number>(), new Map<number, number>()]
  let turn = 0
  // As deep as there are lines: a stack of our own.
  for (const start of ways.keys()) {
    if (reached.has(start)) continue
    const stack = [{ at: start, by: -1, next: 0 }]
    reached.set(start, turn)
    lowest.set(start, turn++)
    while (stack.length > 0) {
      const top = stack.at(-1)
      if (!top) break
      const way = ways.get(top.at)?.[top.next++]
      if (!way) {
        stack.pop()
        const above = stack.at(-1)
        if (!above) continue
        const low = Math.min(lowest.get(above.at) ?? 0, lowest.get(top.at) ?? 0)
        lowest.set(above.at, low)
        const edge = edges[top.by]
        if (edge && (lowest.get(top.at) ?? 0) > (reached.get(above.at) ?? 0)) found.push([edge.row, edge.column])
      } else if (way.edge !== top.by) {
        const known = reached.get(way.to)
        if (known === undefined) {
          reached.set(way.to, turn)
          lowest.set(way.to, turn++)
          stack.push({ at: way.to, by: way.edge, next: 0 })
        } else lowest.set(top.at, Math.min(lowest.get(top.at) ?? 0, known))
      }
    }
  }
  return found
}
