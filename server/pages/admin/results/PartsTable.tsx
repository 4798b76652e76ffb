import { explanation, type Term } from '../../../../surveys/explanation'
import { isShown, unitOf } from '../numbers'
import { Region } from '../Region'
import { figureAddress } from './addresses'
import type { FigureProps } from './FigurePage'

/** What each ratio adds to a rolled-up figure; a criterion on too few persons stays closed here too. */
export function PartsTable({ reader, view }: FigureProps) {
  const { say, numbers } = reader
  const { layout, node, tally, ranges, result } = view
  const how = explanation(layout, node, tally, ranges)
  if (how?.kind !== 'terms' || node.indicator.rollUp === null || !isShown(result)) return null
  return (
    <section class="card" id="parts">
      <h2>{say('parts')}</h2>
      <p class="note">{say('partsText', { value: numbers.figure(result.value, unitOf(result.formula), 2) })}</p>
      <Region label={say('parts')}>
        <table class="parts">
          <thead>
            <tr>
              <th scope="col" class="name">{say('criterion')}</th>
              <th scope="col" class="n">{say('sumCounted')}</th>
              <th scope="col" class="n">{say('base')}</th>
              <th scope="col" class="n">{say('ratio')}</th>
              <th scope="col" class="n">{say('weight')}</th>
              <th scope="col" class="n">{say('adds')}</th>
            </tr>
          </thead>
          <tbody>{how.terms.map((term, place) => <Row key={place} {...{ reader, view, term }} />)}</tbody>
        </table>
      </Region>
    </section>
  )
}

function Row({ reader, view, term }: FigureProps & { readonly term: Term }) {
  const { numbers } = reader
  const { items, base, ratio, weight } = term
  const isSmall = items.some((part) => part.base < view.record.campaign.threshold)
  return (
    <tr>
      <th scope="row" class="name">{items.map(({ item }) => <Name key={item.id} {...{ reader, view }} id={item.id} />)}</th>
      {isSmall ? <td class="silent" colSpan={5}><span>{reader.say('small', { n: numbers.count(view.record.campaign.threshold) })}</span></td> : (
        <>
          <td class="n">{numbers.count(items.reduce((sum, part) => sum + part.sum, 0))}</td>
          <td class="n">{numbers.count(base)}</td>
          <td class="n">{numbers.exact(ratio)}</td>
          <td class="n">{numbers.exact(weight)}</td>
          <td class="n"><b>{numbers.exact(weight * ratio)}</b></td>
        </>
      )}
    </tr>
  )
}

/** An item by its words, leading to its own figure. */
function Name({ view, id }: FigureProps & { readonly id: string }) {
  const own = view.layout.nodes.find(({ indicator }) => indicator.kind === 'item' && view.layout.items[indicator.asked[0] ?? -1]?.id === id)
  const code = own?.indicator.code
  const text = view.labels.get(code ?? id) ?? id
  return code === undefined || code === view.result.code ? <span>{text}</span> : <a href={figureAddress(view, code)}>{text}</a>
}
