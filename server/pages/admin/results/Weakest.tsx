import type { NodeResult } from '../../../../surveys/results'
import { FigureCell } from '../FigureCells'
import { labelOf, nodeOf, type ResultsView } from '../load'
import { isShown, unitOf } from '../numbers'
import type { Reader } from '../reader'
import { Region } from '../Region'
import { figureAddress } from './addresses'

type Props = { readonly reader: Reader; readonly view: ResultsView }
type Shown = NodeResult & { readonly value: number }

const howMany = 5

/** The lowest criteria of an agency, and how far they lie from its block's. */
export function Weakest({ reader, view }: Props) {
  const { say, numbers } = reader
  const n = numbers.count(view.record.campaign.threshold)
  const lowest = weakestOf(view)
  return (
    <section class="card" id="weakest">
      <h2>{say('weakestItems')}</h2>
      <p class="note">{lowest.length === 0 ? say('weakestNone', { n }) : say('weakestItemsText', { n })}</p>
      {lowest.length > 0 && (
        <Region label={say('weakestItems')}>
          <table class="weakest">
            <thead>
              <tr>
                <th scope="col" class="name">{say('criterion')}</th>
                <th scope="col" class="n">{say('base')}</th>
                <th scope="col" class="f">{say('value')}<small>{say('interval')}</small></th>
                <th scope="col">{say('againstBlock')}</th>
              </tr>
            </thead>
            <tbody>
              {lowest.map((node) => (
                <tr key={node.code}>
                  <th scope="row" class="name">{labelOf(view, node.code)}</th>
                  <td class="n">{numbers.count(node.base)}</td>
                  <FigureCell reader={reader} figure={node} unit={unitOf(node.formula)} isPublished href={figureAddress(view, node.code)} />
                  <td>{againstBlock(reader, view, node)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Region>
      )}
    </section>
  )
}

/** Criteria with enough persons, the lowest first. */
const weakestOf = ({ results, headline }: ResultsView): readonly Shown[] =>
  results.total.nodes
    .filter(({ tree, kind }) => tree === headline.tree && kind === 'item')
    .filter(isShown)
    .sort((a, b) => a.value - b.value)
    .slice(0, howMany)

function againstBlock({ say, numbers }: Reader, { beside }: ResultsView, node: Shown): string {
  const block = nodeOf(beside?.block?.nodes ?? [], node.code)
  if (!isShown(block)) return '–'
  const n = numbers.apart(node.value - block.value, unitOf(node.formula))
  if (n === numbers.apart(0, 'number')) return say('sameAs')
  return say(node.value > block.value ? 'higherBy' : 'lowerBy', { n })
}
