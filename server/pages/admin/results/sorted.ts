import type { AgencyResult } from '../../../../surveys/results'
import { changeOf, nodeOf, type ResultsView } from '../load'
import { columnOf, type Listing } from './listing'

/** Agencies in the order asked for; those without the figure stand last, and names settle what is equal. */
export function sorted(view: ResultsView, agencies: readonly AgencyResult[], listing: Pick<Listing, 'sort'> = view.listing): readonly AgencyResult[] {
  const { column, sign } = columnOf(listing)
  const keys = new Map(agencies.map((agency) => [agency.code, keyOf(view, agency, column)]))
  const byName = (a: AgencyResult, b: AgencyResult) => names.compare(a.name, b.name)
  if (column === 'name') return [...agencies].sort((a, b) => sign * byName(a, b))
  return [...agencies].sort((a, b) => inOrder(keys.get(a.code) ?? null, keys.get(b.code) ?? null, sign) || byName(a, b))
}

/** For each order that a column's head leads to, the codes of the agencies: a script, where there is one, need not ask again. */
export function ordersOf(view: ResultsView, columns: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const sorts = columns.flatMap((column) => [column, `-${column}`])
  return Object.fromEntries(sorts.map((sort) => [sort, sorted(view, view.results.agencies, { sort }).map(({ code }) => code)]))
}

function keyOf(view: ResultsView, agency: AgencyResult, column: string): number | null {
  if (column === 'rank') return agency.rank
  if (column === 'responses') return -agency.responses
  const value = column === 'change' ? (changeOf(view, agency)?.difference ?? null) : (nodeOf(agency.nodes, column)?.value ?? null)
  return value === null ? null : -value
}

function inOrder(a: number | null, b: number | null, sign: 1 | -1): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return sign * (a - b)
}

const names = new Intl.Collator('vi')
