import { addressQuery } from '../filter'
import type { ResultsView } from '../load'
import type { Reader } from '../reader'
import { campaignAddress } from './addresses'
import { columnOf, listingQuery, nextSort } from './listing'

type Props = {
  readonly reader: Reader
  readonly view: ResultsView
  readonly class: string
  readonly column: string
  readonly text: string
  readonly note?: string | undefined
  readonly isSortable: boolean
}

/** The head of a column; where rows can be sorted by it, a link that does. */
export function ColumnHead({ reader, view, class: name, column, text, note, isSortable }: Props) {
  const { listing, filter } = view
  const current = columnOf(listing)
  if (!isSortable) return <th scope="col" class={name}>{text}{note !== undefined && <small>{note}</small>}</th>
  const isHere = current.column === column
  const isAscending = isRising(column) === (current.sign === 1)
  const href = `${campaignAddress(view)}${addressQuery(filter, { ...listingQuery(listing), sort: nextSort(listing, column) })}#agencies`
  return (
    <th scope="col" class={name} aria-sort={isHere ? (isAscending ? 'ascending' : 'descending') : undefined}>
      <a class="sort" href={href} data-sort={column} data-rising={isRising(column)} title={reader.say('sortBy', { column: text })}>{text}{isHere && <span class="dir" aria-hidden="true">{isAscending ? ' ▲' : ' ▼'}</span>}</a>
      {note !== undefined && <small>{note}</small>}
    </th>
  )
}

/** Names and ranks begin with the first; figures with the highest. */
const isRising = (column: string): boolean => column === 'name' || column === 'rank'
