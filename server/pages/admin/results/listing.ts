import { folded } from '../../../../surveys/language'
import type { AgencyResult } from '../../../../surveys/results'
import { changeOf, nodeOf, type ResultsView } from '../load'

/** How the table of agencies is ordered and what is looked for in it. */
export type Listing = { readonly sort: string; readonly find: string }

export const wholeListing: Listing = { sort: 'rank', find: '' }

/** From the address: `sort` is a column, with `-` in front the other way round. */
export const readListing = (field: (name: string) => string | undefined): Listing => ({
  sort: field('sort')?.trim() || wholeListing.sort,
  find: (field('find') ?? '').trim().slice(0, 100),
})

/** The listing as it stands in an address, what is usual left out. */
export const listingQuery = ({ sort, find }: Listing): Readonly<Record<string, string | null>> => ({
  sort: sort === wholeListing.sort ? null : sort,
  find: find === '' ? null : find,
})

/** Agencies in the order asked for; those without the figure stand last, and names settle what is equal. */
export function sorted(view: ResultsView, agencies: readonly AgencyResult[]): readonly AgencyResult[] {
  const { column, sign } = columnOf(view.listing)
  const keys = new Map(agencies.map((agency) => [agency.code, keyOf(view, agency, column)]))
  const byName = (a: AgencyResult, b: AgencyResult) => names.compare(a.name, b.name)
  if (column === 'name') return [...agencies].sort((a, b) => sign * byName(a, b))
  return [...agencies].sort((a, b) => inOrder(keys.get(a.code) ?? null, keys.get(b.code) ?? null, sign) || byName(a, b))
}

/** Whether an agency's name or code holds every word looked for, with or without marks. */
export function isFound({ find }: Listing, { code, name }: Pick<AgencyResult, 'code' | 'name'>): boolean {
  const text = folded(`${name} ${code}`)
  return folded(find).split(/\s+/).every((word) => text.includes(word))
}

/** The sort that a column's head leads to: its own, and once there the other way round. */
export const nextSort = ({ sort }: Listing, column: string): string => (sort === column ? `-${column}` : column)

export const columnOf = ({ sort }: Listing): { readonly column: string; readonly sign: 1 | -1 } =>
  sort.startsWith('-') ? { column: sort.slice(1), sign: -1 } : { column: sort, sign: 1 }

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
