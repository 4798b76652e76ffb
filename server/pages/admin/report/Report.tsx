import { addressQuery } from '../filter'
import { type ResultsView, nodeOf } from '../load'
import type { Reader } from '../reader'
import { Languages } from '../Shell'
import { AgencyTables } from './AgencyTables'
import { Distributions } from './Distributions'
import { FactorTables } from './FactorTables'
import { Foot, Head } from './Head'
import { Method } from './Method'
import { Summary } from './Summary'
import { TreeTables } from './TreeTables'

export type ReportProps = { readonly reader: Reader; readonly view: ResultsView }

type Props = ReportProps & { readonly hash: string; readonly today: string }

/** What is signed: head, the result, its tables from the whole to every criterion, method and words. */
export function Report({ reader, view, hash, today }: Props) {
  const { say } = reader
  const { code, threshold } = view.record.campaign
  const { nodes } = view.results.total
  const hasFigures = nodes.some(({ value }) => value !== null)
  return (
    <>
      <nav class="screen" aria-label={say('report')}>
        <p>{say('reportPrint')}</p>
        <p><a href={`/admin/campaigns/${encodeURIComponent(code)}${addressQuery(view.filter)}`}>{say('reportBack')}</a></p>
        <Languages reader={reader} />
      </nav>
      <main>
        <Head {...{ reader, view }} />
        {hasFigures ? <Body {...{ reader, view }} /> : <p class="nothing">{say('reportNothing', { persons: reader.numbers.count(nodeOf(nodes, view.headline.code)?.persons ?? 0), n: reader.numbers.count(threshold) })}</p>}
        <Method {...{ reader, view, hash, today }} />
        <Foot reader={reader} />
      </main>
    </>
  )
}

const Body = (props: ReportProps) => (
  <>
    <Summary {...props} />
    <AgencyTables {...props} />
    <FactorTables {...props} />
    <TreeTables {...props} />
    <Distributions {...props} />
  </>
)
