import type { ResultsView } from '../load'
import type { Reader } from '../reader'
import { Region } from '../Region'
import { publishedAddress } from './addresses'

type Props = { readonly reader: Reader; readonly view: ResultsView }

/** What was published before, each with its source. */
export const Published = ({ reader: { say, numbers }, view: { published } }: Props) => (
  <>
    <h3 id="published">{say('publishedTitle')}</h3>
    <p class="note">{say(published.length === 0 ? 'publishedNone' : 'publishedApart')} <a class="screen" href={publishedAddress}>{say('publishedManage')}</a></p>
    {published.length > 0 && (
      <Region label={say('publishedTitle')}>
        <table class="published">
          <thead>
            <tr>
              <th scope="col" class="r">{say('year')}</th>
              <th scope="col">{say('placeField')}</th>
              <th scope="col" class="f">{say('value')}</th>
              <th scope="col">{say('formulaField')}</th>
              <th scope="col">{say('sourceHead')}</th>
            </tr>
          </thead>
          <tbody>
            {published.map(({ year, place, node, value, formula, source }) => (
              <tr key={`${place} ${node} ${formula} ${year}`}>
                <th scope="row" class="r">{year}</th>
                <td>{place}</td>
                <td class="f"><span class="mark" aria-hidden="true">◆</span> {numbers.figure(value, 'percent', 2)}</td>
                <td>{say(formula)}</td>
                <td>{say('publishedMark', { source })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Region>
    )}
  </>
)
