import type { ComponentChildren } from 'preact'
import type { PartResult } from '../../../surveys/results'
import { HeatTable } from './HeatTable'
import type { ResultsView } from './load'
import { channelName, type Reader } from './reader'
import { MonthChart } from './results/Charts'

type Props = { readonly reader: Reader; readonly view: ResultsView }

/** The same responses month by month. */
export const Months = ({ reader, view }: Props) => (
  <Parts {...{ reader, view }} id="months" title={reader.say('months')} first={reader.say('month')} parts={view.months} nameOf={reader.numbers.month} scopeOf={(month) => ({ from: month, to: month })}>
    <MonthChart {...{ reader, view }} />
  </Parts>
)

/** The same responses by the way they came in. */
export const Channels = ({ reader, view }: Props) => (
  <Parts {...{ reader, view }} id="channels" title={reader.say('channels')} first={reader.say('channel')} parts={view.channels} nameOf={(code) => channelName(reader, code)} scopeOf={(channel) => ({ channel })} />
)

type PartsProps = Props & {
  readonly id: string
  readonly title: string
  readonly first: string
  readonly parts: readonly PartResult[]
  readonly nameOf: (code: string) => string
  readonly scopeOf: (code: string) => Readonly<Record<string, string>>
  readonly children?: ComponentChildren
}

const Parts = ({ reader, view, id, title, first, parts, nameOf, scopeOf, children }: PartsProps) => (
  <section class="card" id={id}>
    <h2>{title}</h2>
    {children}
    {parts.length === 0 ? <p>{reader.say('noParts')}</p> : (
      <HeatTable {...{ reader, view, first }} label={title} groups={[{ key: id, rows: parts.map(({ code, responses, nodes }) => ({ key: code, name: nameOf(code), responses, nodes, scope: scopeOf(code) })) }]} />
    )}
  </section>
)
