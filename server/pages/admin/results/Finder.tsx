import { addressQuery } from '../filter'
import type { ResultsView } from '../load'
import type { Reader } from '../reader'
import { campaignAddress } from './addresses'
import { isFound, listingQuery } from './listing'

type Props = { readonly reader: Reader; readonly view: ResultsView }

/** Looks for agencies by name or code; a script, where there is one, does so while one writes. */
export function Finder({ reader: { say, numbers }, view }: Props) {
  const { filter, listing, results } = view
  const [all, found] = [results.agencies.length, results.agencies.filter((agency) => isFound(listing, agency)).length]
  const kept = Object.entries({ ...filter, sort: listingQuery(listing)['sort'] ?? null })
  const wording = (n: string) => say('foundOf', { n, all: numbers.count(all) })
  return (
    <form class="finder screen" method="get" action={`${campaignAddress(view)}#agencies`} role="search" aria-label={say('findAgency')}>
      {kept.map(([name, value]) => value !== null && <input key={name} type="hidden" name={name} value={value} />)}
      <label for="find">{say('findAgency')}</label>
      <input id="find" name="find" type="search" value={listing.find} maxLength={100} autocomplete="off" data-finds="#agencies tbody tr[data-name]" data-says={wording('{n}')} />
      <button class="quiet" type="submit">{say('find')}</button>
      {listing.find !== '' && <a href={`${campaignAddress(view)}${addressQuery(filter, { sort: listingQuery(listing)['sort'] ?? null })}#agencies`}>{say('findAll')}</a>}
      <output for="find">{listing.find === '' ? '' : wording(numbers.count(found))}</output>
    </form>
  )
}
