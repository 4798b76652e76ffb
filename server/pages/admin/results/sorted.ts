import type { AgencyResult } from '../../../../surveys/results'
import { changeOf, nodeOf, type ResultsView } from '../load'
import { columnOf, type Listing } from './listing'

/** Agencies in the order asked for; those without the figure stand last, and names settle what is equal. */
export const sorted = (view: ResultsView, agencies: readonly AgencyResult[], listing: Pick<Listing, 'sort'> = view.listing): readonly AgencyResult[] => ordered(view, byName(agencies), listing)

/** For each order that a column's head leads to, the codes of the agencies: a script, where there is one, need not ask again. */
export function ordersOf(view: ResultsView, columns: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const named = byName(view.results.agencies)
  const sorts = columns.flatMap((column) => [column, `-${column}`])
  return Object.fromEntries(sorts.map((sort) => [sort, ordered(view, named, { sort }).map(({ code }) => code)]))
}

const byName = (agencies: readonly AgencyResult[]): readonly AgencyResult[] => [...agencies].sort((a, b) => names.compare(a.name, b.name))

/** What is equal stays as it was. */
function ordered(view: ResultsView, named: readonly AgencyResult[], listing: Pick<Listing, 'sort'>): readonly AgencyResult[] {
  const { column, sign } = columnOf(listing)
  if (column === 'name') return sign === 1 ? named : [...named].reverse()
  const keyed = named.map((agency) => ({ agency, key: keyOf(view, agency, column) }))
  return keyed.sort((a, b) => inOrder(a.key, b.key, sign)).map(({ agency }) => agency)
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
