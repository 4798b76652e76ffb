import { namesAndOthers } from '../../../client/text/names'
import type { Reader } from './reader'

/** As many names as a sentence of the office holds. */
const mostNamed = 6

/** Agencies in a sentence: the first ones by name, the others counted. */
export const someAgencies = ({ say, numbers }: Reader, names: readonly string[], most = mostNamed): string =>
  namesAndOthers(names, most, (n) => say('andOthers', { n: numbers.count(n) }))

/** People in a sentence. */
export const somePeople = ({ say, numbers }: Reader, names: readonly string[], most = mostNamed): string =>
  namesAndOthers(names, most, (n) => say('andPeople', { n: numbers.count(n) }))

/** What is no agency and nobody in a sentence: campaigns, questions, columns. */
export const someThings = ({ say, numbers }: Reader, names: readonly string[], most = mostNamed): string =>
  namesAndOthers(names, most, (n) => say('andItems', { n: numbers.count(n) }))

/** All agencies that a sentence counts, to be unfolded below it; nothing where the sentence has them all. */
export const AllAgencies = ({ reader: { say, numbers }, names }: { readonly reader: Reader; readonly names: readonly string[] }) =>
  names.length <= mostNamed ? null : (
    <details class="more">
      <summary>{say('namesAll', { n: numbers.count(names.length) })}</summary>
      <p>{names.join(', ')}</p>
    </details>
  )
