import type { VNode } from 'preact'
import type { ResultsView } from './load'
import type { Reader } from './reader'

type Props = { readonly reader: Reader; readonly view: ResultsView }

/** What the figures of this page mean: formula, roll-up, interval, what is left out. */
export function HowTo({ reader: { say, numbers }, view: { results, record } }: Props) {
  const { nodes } = results.total
  const formulas = distinct(nodes.map(({ formula }) => formula))
  const rollUps = distinct(nodes.flatMap(({ rollUp }) => rollUp ?? []))
  const methods = distinct(nodes.flatMap(({ intervalMethod }) => intervalMethod ?? []))
  return (
    <section class="card" id="how">
      <h2>{say('howTo')}</h2>
      <dl>
        <Entry title={say('howFormula')} lines={formulas.map((formula) => say(`formula_${formula}`))} />
        <Entry title={say('howRollUp')} lines={rollUps.map((rollUp) => say(`rollUp_${rollUp}`))} />
        <Entry title={say('howInterval')} lines={methods.map((method) => say(`method_${method}`))} />
        <Entry title={say('howMissing')} lines={[say('missing'), ...(record.campaign.kind === 'open' ? [say('openWhy')] : [])]} />
        <Entry title={say('howSmall')} lines={[say('smallWhy', { n: numbers.count(record.campaign.threshold) })]} />
        <Entry title={say('howTotals')} lines={[say('totalsWhy')]} />
      </dl>
    </section>
  )
}

const Entry = ({ title, lines }: { readonly title: string; readonly lines: readonly string[] }): VNode | null =>
  lines.length === 0 ? null : <div><dt>{title}</dt>{lines.map((line) => <dd key={line}>{line}</dd>)}</div>

const distinct = <T,>(all: readonly T[]): readonly T[] => [...new Set(all)]
