import { localised } from '../../../../surveys/language'
import type { NodeResult } from '../../../../surveys/results'
import { depthsOf, keyOf } from '../criteria'
import { labelOf } from '../load'
import { FigureRow, FigureRowHeads, hasOwnValues } from './FigureRow'
import type { ReportProps } from './Report'
import { Sheet } from './Sheet'

/** Every indicator of every tree, factors above their criteria. */
export const TreeTables = ({ reader, view }: ReportProps) => (
  <section>
    <h2>{reader.say('reportTrees')}</h2>
    {view.questionnaire.trees.map(({ id, label }) => {
      const nodes = view.results.total.nodes.filter(({ tree }) => tree === id)
      const title = localised(label, reader.language)
      return (
        <Sheet key={id} {...{ reader, view }} kind={hasOwnValues(view) ? 'figures own' : 'figures'} caption={title} head={<tr><th scope="col">{reader.say('indicator')}</th><FigureRowHeads {...{ reader, view }} /></tr>}>
          <tbody><Rows {...{ reader, view, nodes }} /></tbody>
        </Sheet>
      )
    })}
  </section>
)

function Rows({ reader, view, nodes }: ReportProps & { readonly nodes: readonly NodeResult[] }) {
  const depths = depthsOf(view.layout)
  return (
    <>
      {nodes.map((node) => (
        <tr key={node.code} class={node.kind === 'item' || node.kind === 'option' ? undefined : 'sum'}>
          <th scope="row" class={`d${Math.min(depths.get(keyOf(node)) ?? 0, 4)}`}>{labelOf(view, node.code)} <small>{node.code}</small></th>
          <FigureRow {...{ reader, view, node }} />
        </tr>
      ))}
    </>
  )
}
