import { isRanked, labelOf, nodeOf } from '../load'
import { FigureRow, FigureRowHeads, hasOwnValues } from './FigureRow'
import type { ReportProps } from './Report'
import { Sheet } from './Sheet'

/** The headline and what it stands on, with the aspects below it. */
export function Summary({ reader, view }: ReportProps) {
  const { say, numbers } = reader
  const { total, agencies } = view.results
  const { campaign } = view.record
  const head = nodeOf(total.nodes, view.headline.code)
  const shown = [head, ...total.nodes.filter(({ tree, kind }) => tree === view.headline.tree && (kind === 'aspect' || kind === 'factor'))]
  const lacking = agencies.filter((agency) => !isRanked(view, agency))
  return (
    <section>
      <h2>{say('reportSummary')}</h2>
      <p>{say('reportSummaryText', { responses: numbers.count(total.responses), agencies: numbers.count(agencies.length), kind: say(campaign.kind) })}</p>
      {lacking.length > 0 && <p>{say('reportUnranked', { n: numbers.count(campaign.threshold), names: lacking.map(({ name }) => name).join('; ') })}</p>}
      <Sheet {...{ reader, view }} kind={hasOwnValues(view) ? 'figures own' : 'figures'} caption={say('reportSummary')} head={<tr><th scope="col">{say('reportFigure')}</th><FigureRowHeads {...{ reader, view }} /></tr>}>
        <tbody>
          {shown.map((node) => node && <tr key={node.code} class={node === head ? 'sum' : undefined}><th scope="row">{labelOf(view, node.code)}</th><FigureRow {...{ reader, view, node }} /></tr>)}
        </tbody>
      </Sheet>
      <p class="note">{say('reportChart')}</p>
    </section>
  )
}
