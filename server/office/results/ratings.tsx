import type { Reader } from '../frame/reader'
import type { ResultsView } from './view'

/** So many ratings nobody has given but as many persons as the threshold asks for. */
export const ratingsNeeded = ({ record, ratingsAPerson }: Pick<ResultsView, 'record' | 'ratingsAPerson'>): number =>
  record.campaign.threshold * ratingsAPerson

/** Says of what is counted over several agencies that it is ratings, and from how many on it is shown. */
export const RatingsNote = ({ reader: { say, numbers }, view }: { readonly reader: Reader; readonly view: ResultsView }) =>
  view.ratingsAPerson > 1 ? (
    <>{say('ofRatings', { most: numbers.count(view.ratingsAPerson), n: numbers.count(ratingsNeeded(view)) })}</>
  ) : null
