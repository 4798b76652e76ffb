import type { NodeResult } from '../../../../surveys/results'
import { FigureCell } from '../FigureCells'
import { labelOf, nodeOf, type ResultsView } from '../load'
import { unitOf } from '../numbers'
import { blockName, type Reader } from '../reader'
import { Region } from '../Region'
import { figureAddress } from './addresses'

type Props = { readonly reader: Reader; readonly view: ResultsView }

/** An agency's figures beside those of its block and of everything. */
export function Beside({ reader, view }: Props) {
  const { say } = reader
  const { beside, standing, results } = view
  if (!beside || !standing) return null
  const block = beside.block?.nodes ?? []
  return (
    <section class="card" id="beside">
      <h2>{say('beside')}</h2>
      <p class="note">{say('besideText')}</p>
      <Region label={say('beside')}>
        <table class="beside">
          <thead>
            <tr>
              <th scope="col" class="name">{say('indicator')}</th>
              <th scope="col" class="f">{say('thisAgency')}<small>{say('interval')}</small></th>
              <th scope="col" class="f">{say('wholeBlock', { block: blockName(reader, standing.block) })}<small>{say('interval')}</small></th>
              <th scope="col" class="f">{say('everything')}<small>{say('interval')}</small></th>
            </tr>
          </thead>
          <tbody>
            {results.total.nodes.filter(({ tree, kind }) => tree === view.headline.tree && kind !== 'item' && kind !== 'option').map((node) => (
              <tr key={node.code} class={node.code === view.headline.code ? 'sum' : undefined}>
                <th scope="row" class="name">{labelOf(view, node.code)}</th>
                <Cell {...{ reader, node }} href={figureAddress(view, node.code)} />
                <Cell reader={reader} node={nodeOf(block, node.code)} href={figureAddress(view, node.code, { agency: null, block: standing.block })} />
                <Cell reader={reader} node={nodeOf(beside.total.nodes, node.code)} href={figureAddress(view, node.code, { agency: null, block: null })} />
              </tr>
            ))}
          </tbody>
        </table>
      </Region>
    </section>
  )
}

const Cell = ({ reader, node, href }: { readonly reader: Reader; readonly node: NodeResult | undefined; readonly href: string }) => (
  <FigureCell {...{ reader, href }} figure={node ?? null} unit={unitOf(node?.formula ?? 'share')} isPublished />
)
