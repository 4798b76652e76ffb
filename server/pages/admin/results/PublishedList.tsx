import type { PublishedFigure } from '../../../db/published-figures'
import type { Reader } from '../reader'
import { Region } from '../Region'
import { publishedAddress } from './addresses'

type Props = { readonly reader: Reader; readonly figures: readonly PublishedFigure[] }

/** Every published figure, the latest first; one taken away can be put back. */
export const PublishedList = ({ reader, figures }: Props) => (
  <section class="card" id="list">
    <h2>{reader.say('publishedList')}</h2>
    {figures.length === 0 ? <p class="note">{reader.say('publishedEmpty')}</p> : (
      <Region label={reader.say('publishedList')}>
        <table class="published">
          <thead>
            <tr>
              <th scope="col" class="r">{reader.say('year')}</th>
              <th scope="col">{reader.say('placeField')}</th>
              <th scope="col">{reader.say('nodeField')}</th>
              <th scope="col" class="f">{reader.say('value')}</th>
              <th scope="col">{reader.say('formulaField')}</th>
              <th scope="col">{reader.say('sourceHead')}</th>
              <th scope="col"><span class="unseen">{reader.say('remove')}</span></th>
            </tr>
          </thead>
          <tbody>{figures.map((figure) => <Row key={`${figure.place} ${figure.node} ${figure.formula} ${figure.year}`} {...{ reader, figure }} />)}</tbody>
        </table>
      </Region>
    )}
  </section>
)

const Row = ({ reader: { say, numbers }, figure: { year, place, node, value, formula, source } }: { readonly reader: Reader; readonly figure: PublishedFigure }) => (
  <tr>
    <th scope="row" class="r">{year}</th>
    <td>{place}</td>
    <td>{node}</td>
    <td class="f">{numbers.figure(value, 'percent', 2)}</td>
    <td>{say(formula)}</td>
    <td>{source}</td>
    <td>
      <form method="post" action={`${publishedAddress}/remove`}>
        {Object.entries({ year: String(year), place, node, formula }).map(([name, kept]) => <input key={name} type="hidden" name={name} value={kept} />)}
        <button class="quiet" type="submit" aria-label={say('removeOf', { node, place, year: String(year) })}>{say('remove')}</button>
      </form>
    </td>
  </tr>
)
