import { folded } from '../../../../surveys/language'
import type { AgencyResult } from '../../../../surveys/results'

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

/** Whether an agency's name or code holds every word looked for, with or without marks. */
export function isFound({ find }: Listing, { code, name }: Pick<AgencyResult, 'code' | 'name'>): boolean {
  if (find === '') return true
  const text = folded(`${name} ${code}`)
  return folded(find).split(/\s+/).every((word) => text.includes(word))
}

/** The sort that a column's head leads to: its own, and once there the other way round. */
export const nextSort = ({ sort }: Listing, column: string): string => (sort === column ? `-${column}` : column)

export const columnOf = ({ sort }: Pick<Listing, 'sort'>): { readonly column: string; readonly sign: 1 | -1 } =>
  sort.startsWith('-') ? { column: sort.slice(1), sign: -1 } : { column: sort, sign: 1 }
